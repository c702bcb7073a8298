"""Words and lists where the format wants keys: what to write in their place, by the key at which they stand."""

from typing import Any

from dialogs.definition.faults import shorten
from dialogs.loading.comparison_faults import describe_given


def explain_no_mapping(given: Any, key: str | int, class_name: str | None) -> str:
    """Returns the fault of what is `given` at `key`; `class_name` is the model that was wanted, None for a wording."""
    fault = f"{describe_given(given)} stands where keys are wanted"
    if given is None:
        fault = f"nothing (null) stands behind '{shorten(str(key))}'"
    wanted = _MODELS.get(class_name or "") or _KEYED.get(str(key))
    if wanted is None and class_name is None:
        wanted = _suggest_wording(given)
    return f"{fault}: write {wanted or '{key: value}, as docs/authoring.md shows'}"


def _suggest_wording(given: Any) -> str:
    if isinstance(given, list):
        parts = [each for each in given if isinstance(each, str)]
        return f"{{en: [{', '.join(map(shorten, parts[:3]))}]}}" if parts else "the language, {en: [...]}"
    if isinstance(given, str) and not any(each in given for each in ':#,"{}[]'):
        return f"the language before it, {{en: {shorten(given)}}}"
    return 'the language before it, {en: "..."}'


_MODELS = {
    "Option": "{label: {en: ...}}",
    "Range": "{min: 0, max: 120}",
    "Outcome": "{code: eligible, say: {en: ...}}",
    "Note": "{say: {en: ...}}",
    "Item": "{name: {en: ...}, say: {en: ...}}",
}
"""What each model of the format looks like, by its name."""

_KEYED = {
    "facts": "each fact below its id, such as age_years, without a dash",
    "criteria": "each criterion below its id, such as I1, without a dash",
    "determinations": "each determination below its id, such as entry, without a dash",
    "options": "each option with its code before it, {a: {label: {en: ...}}}",
    "drugs": "each drug with its name before it, {prednisone: {equivalent_mg: 5}}",
    "requires": "the determination and its outcomes, {entry: [eligible]}",
}
"""What stands behind keys whose own keys are chosen by the author."""
