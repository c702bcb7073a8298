"""All wording of one trial's definition, as a page."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from dialogs.definition.document import parse
from dialogs.definition.wording import DEFAULT_LANGUAGE
from docs.phrase_groups import with_gaps

TRIAL_HEAD = """\
# The wording of {acronym}

All that `dialogs/trials/{file}`, version {version}, says in its own words, in its order. \
The criteria that it quotes from its source
are not repeated here. What stands between ‹ and › is filled in.

Made from the definition by `docs/make_phrases.py`, and a test holds the two together.
"""


def wording_page(path: Path) -> str:
    """Returns all wording of a trial's definition, under the keys beneath which it stands."""
    content = parse(path.read_text(encoding="utf-8")).value
    lines = [TRIAL_HEAD.format(acronym=content["about"]["acronym"], file=path.name, version=content["version"])]
    for section, value in content.items():
        worded = list(_wording(value, ()))
        if worded:
            lines.append(f"## {section.replace('_', ' ').capitalize()}\n")
            lines += _under_keys(worded)
    return "\n".join(lines).rstrip("\n") + "\n"


def _wording(value: Any, keys: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], str]]:
    """Yields each wording of a part of a definition, and the keys that lead to it.

    Words that people type are no wording.
    """
    if isinstance(value, Mapping):
        if isinstance(value.get(DEFAULT_LANGUAGE), str):
            yield keys, value[DEFAULT_LANGUAGE]
            return
        for key, each in value.items():
            yield from _wording(each, (*keys, key))
    elif isinstance(value, list):
        for each in value:
            yield from _wording(each, keys)


def _under_keys(worded: list[tuple[tuple[str, ...], str]]) -> Iterator[str]:
    above, before = "", ""
    for keys, text in worded:
        if len(keys) > 1 and keys[0] != above:
            above = keys[0]
            yield f"{before}### {above}\n"
        before = "\n"
        key = " ".join(keys[1:] if len(keys) > 1 else keys).replace("_", " ")
        yield f"- {f'*{key}*: ' if key else ''}{' '.join(with_gaps(text).split())}"
    yield ""
