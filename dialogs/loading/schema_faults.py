"""The faults that the schema finds: pydantic's errors, told to people who write trials."""

from typing import Any, get_args

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from dialogs.definition.document import Document, KeyPath
from dialogs.definition.facts import Fact
from dialogs.definition.faults import Fault, make_fault, shorten
from dialogs.loading.comparison_faults import describe_given
from dialogs.loading.condition_faults import explain_condition_fault
from dialogs.loading.key_faults import explain_key, explain_misspelt_keys
from dialogs.loading.shape_faults import explain_no_mapping


def make_schema_faults(document: Document, file: str, error: ValidationError) -> list[Fault]:
    """Returns one fault for each place that the schema refuses, unless its parts have faults of their own."""
    found: dict[KeyPath, str] = {}
    kinds: dict[KeyPath, str] = {}
    for each in error.errors(include_url=False):
        path = _find_key_path(document.value, each["loc"])
        own = each["loc"][-1] if each["type"] == "missing" else _MISPLACED.get(each["type"])
        path = path if own is None else (*path, own)
        own_words = explain_condition_fault(document.value, path)
        path, message = own_words or (path, explain_key(document.value, path, each) or _explain_error(each))
        found.setdefault(path, message)
        kinds.setdefault(path, each["type"])
    found |= explain_misspelt_keys(kinds)
    around = {path[:length] for path in found for length in range(len(path))}
    return [make_fault(document, file, path, message) for path, message in found.items() if path not in around]


def _find_key_path(value: Any, location: tuple[str | int, ...]) -> KeyPath:
    """Returns the way that a location of pydantic means, without the names of its union members."""
    path: list[str | int] = []
    for step in location:
        if _has_step(value, step):
            value = value[step]
            path.append(step)
    return tuple(path)


def _has_step(value: Any, step: str | int) -> bool:
    if isinstance(value, dict):
        return step in value
    return isinstance(value, list) and isinstance(step, int) and step < len(value)


def _explain_error(error: ErrorDetails) -> str:
    """Returns pydantic's words as a fault and its remedy, for people who write trials."""
    kind, last, context = error["type"], error["loc"][-1], error.get("ctx", {})
    if kind in ("dict_type", "model_type", "model_attributes_type"):
        return explain_no_mapping(error["input"], last, context.get("class_name"))
    known = _MESSAGES.get(f"{kind} {last}") or _MESSAGES.get(kind) or _PATTERNS.get(context.get("pattern", ""))
    if known is not None:
        return known.format(
            given=describe_given(error["input"]), last=shorten(str(last)), kinds=", ".join(_KINDS), **context
        )
    own = str(context["error"]) if kind == "value_error" else error["msg"]
    return own if ":" in own else f"{own[0].lower()}{own[1:]}: correct the value (see `trialscreen trial schema`)"


_KINDS = [get_args(each.model_fields["kind"].annotation)[0] for each in get_args(get_args(Fact)[0])]

_MISPLACED = {"union_tag_invalid": "kind", "union_tag_not_found": "kind"}
"""Errors that pydantic reports one step above the key that they are about."""

_NUMBER = "{given} is no number: write digits, such as 10 or 0.75"

_DATE = "{given} is no date: write year-month-day, such as 2026-01-31"

_MESSAGES = {
    "missing": "the key '{last}' is missing: add it",
    "extra_forbidden": "'{last}' is no key of this format in this place: remove it, or correct its spelling",
    "union_tag_invalid": "{tag!r} is no kind of answer: choose one of {kinds}",
    "union_tag_not_found": "the kind of answer is missing: add 'kind' with one of {kinds}",
    "literal_error": "{given} is not known here: write {expected}",
    "string_type": "{given} is no text here: put the text in quotes",
    "string_type version": "{given} is no version: write three whole numbers, such as 1.0.0",
    "string_too_short": "the text is empty: write it, or remove its key",
    "string_too_long": "the word is longer than {max_length} characters: shorten it",
    "list_type": "{given} is no list: write [a, b], or a line with a dash for each",
    "too_short": "this is too short ({actual_length} of at least {min_length}): add what is missing",
    "bool_type": "{given} is neither true nor false: write one of them",
    "int_type": _NUMBER,
    "int_from_float": "{given} is not whole: write a whole number",
    "float_type": _NUMBER,
    "greater_than": "{given} is too small: write a number above {gt:g}",
    "greater_than_equal": "{given} is too small: write at least {ge:g}",
    "date_type": _DATE,
    "date_parsing": _DATE,
    "date_from_datetime_parsing": _DATE,
    "date_from_datetime_inexact": _DATE,
}

_PATTERNS = {
    r"^[A-Z][A-Za-z0-9_-]*$": (
        "{given} is no id of a criterion: write a capital letter, then letters, digits, _ and -, such as E1"
    ),
    r"^[a-z][a-z0-9-]*$": "{given} is no id of a trial: write small letters, digits and -, beginning with a letter",
    r"^\d+\.\d+\.\d+$": "{given} is no version: write three whole numbers, such as 1.0.0",
    r"^[a-z]{2}$": "{given} is no language: write its two letters, such as en",
}
