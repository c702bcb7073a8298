"""Words of other languages that people write in conditions, each with what this format has in its place."""

import re
from difflib import get_close_matches

LIMITS = ("at_least", "above", "at_most", "below")
"""The words that compare a number with a limit."""

JOINTS = ("all", "any", "not")
"""The words that join conditions."""

COUNT = "write count: {at_least: 2, of: [{fact: value}, {fact: value}]}"
"""The remedy where a count lacks its number or its list."""


def find_joint(word: str) -> str | None:
    """Returns what to write for a word that was meant to join conditions; None where it is no such word."""
    folded = word.casefold()
    return folded if folded in JOINTS and folded != word else _JOINTS.get(folded)


def find_limit(word: str) -> str | None:
    """Returns the word that a comparison was meant to have; None where nothing tells."""
    folded = re.sub(r"[\s-]+", "_", word.strip().casefold())
    if folded in LIMITS:
        return folded
    return _LIMITS.get(folded) or next(iter(get_close_matches(folded, LIMITS, n=1, cutoff=0.8)), None)


def suggest_comparison(fact: str, text: str) -> str | None:
    """Returns the comparison of a fact that a text such as ">= 5" or "3-5" means; None where it means none."""
    parts = _COMPARISON.fullmatch(text.strip())
    if parts is None:
        between = _BETWEEN.fullmatch(text.strip())
        return between and f"{{{fact}: {{at_least: {between[1]}, at_most: {between[2]}}}}}"
    word = None if parts[1] in EQUALS else find_limit(parts[1])
    return f"{{{fact}: {{{word}: {parts[2]}}}}}" if word else f"{{{fact}: {parts[2]}}}"


def suggest_condition(text: str) -> str | None:
    """Returns the condition that a text such as "age_years >= 18" means; None where it means none."""
    parts = _SENTENCE.fullmatch(text.strip())
    return parts and suggest_comparison(parts[1], parts[2])


_JOINTS = {
    **dict.fromkeys(("or", "any_of", "one_of", "either", "some", "||"), "any"),
    **dict.fromkeys(("and", "all_of", "both", "every", "each", "&&"), "all"),
    **dict.fromkeys(("no", "isnt", "except", "!"), "not"),
    **dict.fromkeys(("none", "none_of", "neither", "nor", "not_any"), "not: {any: [...]}"),
    "not_all": "not: {all: [...]}",
}

_LIMITS = {
    **dict.fromkeys(
        (">=", "=>", "≥", "gte", "ge", "min", "minimum", "from", "least", "atleast", "greater_or_equal",
         "greater_than_or_equal", "greater_than_or_equal_to", "no_less_than", "not_below", "not_less_than"),
        "at_least",
    ),
    **dict.fromkeys(
        ("<=", "=<", "≤", "lte", "le", "max", "maximum", "to", "until", "up_to", "most", "atmost", "less_or_equal",
         "less_than_or_equal", "less_than_or_equal_to", "no_more_than", "not_above", "not_more_than"),
        "at_most",
    ),
    **dict.fromkeys(
        (">", "gt", "greater", "greater_than", "more", "more_than", "over", "exceeds", "higher", "higher_than"), "above"
    ),
    **dict.fromkeys(
        ("<", "lt", "less", "less_than", "fewer", "fewer_than", "under", "lower", "lower_than"), "below"
    ),
}  # fmt: skip

EQUALS = frozenset({"=", "==", "eq", "equal", "equals", "is", "value", "exactly"})
"""Words that were meant to say that a fact is one value."""

ONE_OF = frozenset({"in", "one_of", "any_of", "any", "or", "values", "is_in"})
"""Words that were meant to say that a fact is one of several values."""

DIFFERS = frozenset({"!=", "<>", "≠", "ne", "neq", "not", "not_equal", "not_equals", "is_not", "not_in", "none_of"})
"""Words that were meant to say that a fact is anything else."""

BETWEEN = frozenset({"between", "range", "within", "interval"})
"""Words that were meant to say that a number lies between two others."""

_NUMBER = r"-?\d+(?:\.\d+)?"
_COMPARISON = re.compile(rf"(>=|=>|≥|<=|=<|≤|==?|<|>|at least|at most|above|below)\s*({_NUMBER})\b.*")
_BETWEEN = re.compile(rf"({_NUMBER})\s*(?:-|–|to|\.\.)\s*({_NUMBER})\b.*")
_SENTENCE = re.compile(r"([a-z][a-z0-9_]*)\s*:?\s*((?:[<>=≥≤]|at |above |below |\d).*)")
