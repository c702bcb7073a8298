"""Keys and codes that the format does not have: which one was meant, where that can be told."""

import re
from collections.abc import Mapping
from difflib import get_close_matches
from typing import Any

from pydantic_core import ErrorDetails

from dialogs.definition.document import KeyPath
from dialogs.definition.faults import shorten
from dialogs.loading.comparison_faults import describe_given

LONGEST_CODE = 30
"""Characters of a code that is offered."""


def explain_key(document: Any, path: KeyPath, error: ErrorDetails) -> str | None:
    """Returns what is wrong with the key or the code at `path` of a plain value; None where the schema says as much."""
    if error["type"] in ("extra_forbidden", "string_pattern_mismatch") and _is_cut_off(document, path):
        return f"'{shorten(str(path[-1]))}' has nothing behind it, and is no key: {_CUT_OFF}"
    given = error["input"]
    if error.get("ctx", {}).get("pattern") == _CODE and isinstance(given, str):
        return f"{describe_given(given)} is no code: {_WRITE_CODE}{_suggest_code(given)}"
    return None


def explain_misspelt_keys(kinds: Mapping[KeyPath, str]) -> dict[KeyPath, str]:
    """Returns the faults of keys that were probably meant for one that is missing beside them.

    `kinds` are the errors of the schema by their places, by pydantic's names for them.
    """
    missing = [path for path, kind in kinds.items() if kind == "missing"]
    found = {}
    for path in [path for path, kind in kinds.items() if kind == "extra_forbidden"]:
        beside = [str(each[-1]) for each in missing if each[:-1] == path[:-1]]
        meant = [*get_close_matches(str(path[-1]), beside, n=1), *_MEANT.get(str(path[-1]), ())]
        if meant and set(meant) & set(beside):
            word = next(each for each in meant if each in beside)
            found[path] = _MISSPELT.format(given=shorten(str(path[-1])), meant=word)
    return found


def _is_cut_off(document: Any, path: KeyPath) -> bool:
    """Says whether nothing stands behind a key, as where a comma has cut a text between braces."""
    value = document
    for step in path:
        value = value[step]
    return value is None


def _suggest_code(given: str) -> str:
    """Returns words that offer a code for what was written, such as age_years for ageYears; none where none is near."""
    code = re.sub(r"(?<=[a-z0-9])(?=[A-Z])|[\s./-]+", "_", given.strip()).casefold()
    return f", such as {code}" if re.fullmatch(_CODE, code) and len(code) <= LONGEST_CODE else ""


_CODE = r"^[a-z][a-z0-9_]*$"
_WRITE_CODE = "write small letters, digits and _, beginning with a letter"
_CUT_OFF = "put a text in quotes where it holds a comma, and write a number with a point, and without commas"
_MISSPELT = "'{given}' is no key of this format in this place: did you mean '{meant}', which is missing?"

_MEANT = {
    **dict.fromkeys(("met_if", "condition", "when", "if", "rule"), ("met_when",)),
    **dict.fromkeys(("text", "source", "criterion"), ("quote",)),
    **dict.fromkeys(("question", "prompt"), ("ask",)),
    **dict.fromkeys(("title", "label"), ("name",)),
    **dict.fromkeys(("values", "choices"), ("options",)),
    "en": ("label", "say"),
}
"""Keys that people write for others, by what they write."""
