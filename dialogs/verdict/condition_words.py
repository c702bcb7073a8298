"""What conditions want, in words: 'at most 365 days', 'neither 3 nor 4', 'Corticosteroids is Systemic'."""

from collections.abc import Mapping
from typing import Any

from dialogs.definition import conditions as written
from dialogs.definition import small_words
from dialogs.definition.conditions import Comparison
from dialogs.definition.facts import (
    Fact,
    GestationFact,
    NumericFact,
    OptionFact,
    SeveralFact,
    WashoutsFact,
    get_option_label,
    list_option_codes,
)
from dialogs.definition.selections import Selection
from dialogs.definition.wording import say
from dialogs.rules.compiling import NONE
from dialogs.rules.written_parts import list_written_parts, split_limits
from dialogs.verdict import headings
from dialogs.verdict.answer_words import WASHOUTS, format_number, join_unit, word_unit
from dialogs.verdict.rounded_figures import format_limit

_COMPARED = {
    "at_least": headings.AT_LEAST,
    "above": headings.MORE_THAN,
    "at_most": headings.AT_MOST,
    "below": headings.LESS_THAN,
    "": headings.EXACTLY,
}
_AGAINST = {
    "at_least": headings.LESS_THAN,
    "above": headings.AT_MOST,
    "at_most": headings.MORE_THAN,
    "below": headings.AT_LEAST,
    "": headings.NOT_EXACTLY,
}


def word_wanted(facts: Mapping[str, Fact], fact_id: str, wanted: Any, *, negated: bool = False) -> str:
    """Returns what a condition wants of a fact, such as 'at most 365 days' or 'B-precursor ALL or B-cell MPAL'.

    `negated` says that the condition stands under `not`. Then it is 'more than 365 days', 'neither T-ALL nor Another
    diagnosis', or the only value that is left.
    """
    fact = facts[fact_id]
    if isinstance(fact, SeveralFact):
        return _word_selection(fact, wanted, negated=negated)
    if isinstance(fact, WashoutsFact):
        codes = {wanted} if isinstance(wanted, str) else set(wanted)
        shown = codes ^ WASHOUTS.keys() if negated else codes
        return small_words.OR.join(words for code, words in WASHOUTS.items() if code in shown)
    if isinstance(fact, OptionFact):
        return _word_options(fact, [wanted] if isinstance(wanted, str) else wanted, negated=negated)
    words, joint = (_AGAINST, small_words.OR) if negated else (_COMPARED, small_words.AND)
    limits = wanted.list_written() if isinstance(wanted, Comparison) else [("", wanted)]
    if isinstance(limits[0][1], written.OtherFact):
        return words[limits[0][0]].format(number=say(facts[limits[0][1].fact].name))
    numbers = joint.join(words[word].format(number=_format_limit(fact, limit)) for word, limit in limits)
    return join_unit(numbers, word_unit(fact, limits[0][1] if len(limits) == 1 else None))


def word_condition(facts: dict[str, Fact], condition: written.Condition, *, negated: bool = False) -> str:
    """Returns a condition as a clause, such as 'Sex is Female and Age is less than 55 years'.

    `negated` says that it stands under `not`.
    """
    if isinstance(condition, written.Not):
        return word_condition(facts, condition.not_, negated=not negated)
    if isinstance(condition, written.FactIs):
        plain = split_limits(condition)
        if plain is not condition:
            return word_condition(facts, plain, negated=negated)
        wanted = word_wanted(facts, condition.fact, condition.wanted, negated=negated)
        return headings.CLAUSE.format(name=say(facts[condition.fact].name), wanted=wanted)
    parts = list_written_parts(condition)
    if isinstance(condition, written.IfThenElse):
        gate = word_condition(facts, condition.if_)
        then, otherwise = (word_condition(facts, part, negated=negated) for part in parts[1:])
        return headings.IF_ELSE.format(condition=gate, then=then, otherwise=otherwise)
    if isinstance(condition, written.CountIs):
        return _word_count(facts, condition.count, negated=negated)
    clauses = [word_condition(facts, part, negated=negated) for part in parts]
    if len(parts) > 1:  # 'and' beside 'or' can be read in two ways
        pairs = zip(parts, clauses, strict=True)
        clauses = [headings.GROUPED.format(clause=clause) if _joins(part) else clause for part, clause in pairs]
    return (small_words.AND if isinstance(condition, written.All) is not negated else small_words.OR).join(clauses)


def _format_limit(fact: NumericFact, limit: float) -> str:
    return format_number(fact, limit) if isinstance(fact, GestationFact) else format_limit(limit)


def _word_options(fact: OptionFact, codes: list[str], *, negated: bool) -> str:
    labels = list(dict.fromkeys(get_option_label(fact, code) for code in codes))
    if not negated:
        return small_words.OR.join(labels)
    all_labels = [get_option_label(fact, code) for code in list_option_codes(fact)]
    others = [label for label in all_labels if label not in labels]
    return others[0] if len(others) == 1 else _deny(labels)


def _word_selection(fact: SeveralFact, wanted: Selection | str | list[str], *, negated: bool) -> str:
    """Returns which options are wanted, such as 'any of BRCA1, PALB2 and none of KRAS'."""
    if isinstance(wanted, Selection):
        parts = wanted.list_parts()
    elif wanted == NONE:
        parts = [("none_of", list(fact.options))]
    else:
        parts = [("any_of", [wanted] if isinstance(wanted, str) else wanted)]
    words, joint = (_UNSELECTED, small_words.OR) if negated else (_SELECTED, small_words.AND)
    return joint.join(
        words[word].format(labels=small_words.COMMA.join(say(fact.options[code].label) for code in codes))
        for word, codes in parts
    )


def _word_count(facts: dict[str, Fact], counted: written.Counted, *, negated: bool) -> str:
    given = [("at_least", counted.at_least), ("at_most", counted.at_most)]
    words, joint = (_AGAINST, small_words.OR) if negated else (_COMPARED, small_words.AND)
    counts = joint.join(words[word].format(number=count) for word, count in given if count is not None)
    clauses = small_words.SEMICOLON.join(word_condition(facts, part) for part in counted.of)
    return headings.COUNTED.format(count=counts, clauses=clauses)


def _joins(condition: written.Condition) -> bool:
    """Says whether the clause of a condition holds 'and' or 'or' between clauses."""
    if isinstance(condition, written.FactIs):
        return split_limits(condition) is not condition
    parts = list_written_parts(condition)
    return len(parts) > 1 or _joins(parts[0])


def _deny(labels: list[str]) -> str:
    if len(labels) == 1:
        return headings.NOT.format(label=labels[0])
    return headings.NEITHER.format(labels=small_words.NOR.join(labels))


_SELECTED = {"any_of": headings.ANY_OF, "none_of": headings.NONE_OF, "all_of": headings.ALL_OF}
_UNSELECTED = {"any_of": headings.NONE_OF, "none_of": headings.ANY_OF, "all_of": headings.NOT_ALL_OF}
