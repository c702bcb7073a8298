"""What a condition wants of its fact, where the schema refuses it: miswritten codes, numbers and limits."""

import re
from typing import Any

from dialogs.definition.bare_words import read_bare_word
from dialogs.definition.conditions import Comparison
from dialogs.definition.document import KeyPath
from dialogs.definition.faults import shorten
from dialogs.definition.selections import Selection
from dialogs.loading import wrong_words
from dialogs.loading.limit_checks import LocatedFault


def explain_wanted(fact: str, wanted: Any, rest: KeyPath) -> LocatedFault | None:
    """Returns what is wrong with `wanted` of `fact`, where the schema refuses what `rest` leads to.

    The way leads from the fact. None is returned where the schema's own words are as good.
    """
    if isinstance(wanted, list):
        return _explain_list(fact, wanted)
    if isinstance(wanted, dict):
        return _explain_limits(fact, wanted, rest)
    if isinstance(wanted, str):
        message = _explain_word(fact, wanted)
        return None if message is None else ((), message)
    return ((), _NOTHING.format(fact=shorten(fact))) if wanted is None else None


def describe_given(given: object) -> str:
    """Returns what stands in the text, as a fault names it."""
    if isinstance(given, str):
        return f"'{shorten(given)}'"
    names = {type(None): "nothing (null)", bool: str(given).lower(), list: "a list", dict: "a mapping"}
    return names.get(type(given)) or str(given)


def is_number(given: object) -> bool:
    """Says whether a number stands in the text; true and false are none."""
    return isinstance(given, int | float) and not isinstance(given, bool)


def _explain_list(fact: str, wanted: list[Any]) -> LocatedFault | None:
    if not wanted:
        return (), "the list is empty, and too short to name a value: write the codes, or remove the condition"
    numbers = [each for each in wanted if is_number(each)]
    if numbers:
        return (), f"a list holds codes, and {numbers[0]} is a number: write {_suggest_numbers(shorten(fact), numbers)}"
    for i, each in enumerate(wanted):
        if isinstance(each, dict | list):
            return (i,), f"{describe_given(each)} stands where a code is wanted: {_WHOLE}"
        if not isinstance(each, str):
            return (i,), f"{describe_given(each)} is no code: {_QUOTED}"
    return None


def _suggest_numbers(fact: str, numbers: list[int | float]) -> str:
    if len(numbers) == 1:
        return f"{{{fact}: {numbers[0]}}}"
    single = ", ".join(f"{{{fact}: {each}}}" for each in numbers[:3])
    return f"any: [{single}], or the limits, {{{fact}: {{at_least: {min(numbers)}, at_most: {max(numbers)}}}}}"


def _explain_limits(fact: str, wanted: dict[str, Any], rest: KeyPath) -> LocatedFault | None:
    key = rest[0] if rest else None
    if not isinstance(key, str) or key not in wanted:
        return None
    given = wanted[key]
    if key in Selection.model_fields or isinstance(given, dict):
        return None
    if key not in Comparison.model_fields:
        return (key,), _explain_comparison(fact, key, given)
    if isinstance(given, str):
        return (key,), _explain_limit(key, given)
    return None


def _explain_comparison(fact: str, key: str, given: Any) -> str:
    fault, fact, folded = f"'{shorten(key)}' is no comparison", shorten(fact), key.casefold()
    value = str(given) if is_number(given) else describe_given(given)
    if key.isdigit() and given is None:
        return f"{fault}: {DECIMAL_COMMA}"
    if folded in wrong_words.EQUALS:
        return f"{fault}: write the value itself, {{{fact}: {value}}}"
    if folded in wrong_words.DIFFERS:
        return f"{fault}: write 'not' around the condition, not: {{{fact}: ...}}"
    if folded in wrong_words.BETWEEN:
        return f"{fault}: write both limits, {{{fact}: {{at_least: ..., at_most: ...}}}}"
    if folded in wrong_words.ONE_OF and not is_number(given):
        return f"{fault}: write the codes themselves, {{{fact}: [a, b]}}; {_WHOLE}"
    if folded in wrong_words.ONE_OF or wrong_words.find_joint(key) or key in wrong_words.JOINTS:
        return f"{fault}: {_WHOLE}"
    meant = wrong_words.find_limit(key)
    if meant is None and not is_number(given):
        words = "only all, any, not, count and if hold other conditions"
        return f"{fault}, and '{fact}' stands where a fact is named: {words}"
    return f"{fault}: did you mean {meant}?" if meant else f"{fault}: choose one of {', '.join(wrong_words.LIMITS)}"


def _explain_limit(key: str, given: str) -> str:
    number = _LEADING.match(given.strip())
    if number is None:
        return f"{describe_given(given)} is no number: write digits, such as {key}: 10 or {key}: 0.75"
    if number[0] == given.strip():
        why, plain = _explain_digits(number[0])
        return f"{describe_given(given)} {why}, and so is no number: write {key}: {plain}"
    return f"{describe_given(given)} is no number: write the digits alone, in the unit of the fact"


def _explain_word(fact: str, given: str) -> str | None:
    meant = wrong_words.suggest_comparison(shorten(fact), given)
    if meant:
        return f"{describe_given(given)} is no code: for a number write {meant}"
    number = _LEADING.match(given.strip())
    if number is None:
        return None
    is_whole = number[0] == given.strip()
    why, plain = _explain_digits(number[0]) if is_whole else ("begins with a digit, which no code does", number[0])
    return f"{describe_given(given)} {why}: for a number write {{{shorten(fact)}: {plain}}}, in the unit of the fact"


def _explain_digits(digits: str) -> tuple[str, str]:
    """Returns why digits are a word and no number, and how to write the number."""
    if read_bare_word(digits) == digits:
        return "begins with 0", re.sub(r"0+(?=\d)", "", digits, count=1)
    return "stands in quotes", digits


DECIMAL_COMMA = "a comma ends a value here: write a decimal number with a point, such as 5.5"

_LEADING = re.compile(r"[-+]?\d+(\.\d+)?")
_NOTHING = "nothing stands behind '{fact}': write a code, a number, or a comparison such as {{at_least: 5}}"
_QUOTED = "write the code of the answer, in quotes where it is such a word"
_WHOLE = "to join, write all: [{fact: ...}, {fact: ...}], or any"
