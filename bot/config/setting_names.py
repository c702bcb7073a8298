"""The names of settings in the environment and in a .env file, and what stands near them."""

import difflib
from collections.abc import Iterable, Mapping, Sequence

from bot.config.errors import UsageFault

PREFIX = "TRIALSCREEN_"

ALIKE = 0.5
"""How much the rest of a name must be like a setting's, to be taken for it: ANKER is ANCHOR."""

CLOSE = 0.9
"""How much a name without our prefix must be like a setting's, to be taken for a misspelt one: BOTIUM_… is none."""


def select_set(given: Mapping[str, str | None]) -> dict[str, str]:
    """Returns what is set of this program's settings, with their names in capitals. An empty text sets nothing."""
    texts = {name.upper(): text for name, text in given.items() if text is not None and text.strip()}
    return {name: text for name, text in texts.items() if name.startswith(PREFIX)}


def check_names(given: Mapping[str, str | None], known: Sequence[str], where: str = "") -> None:
    """Raises `UsageFault` for the first name that is set and that looks like a setting's, but is none.

    `where` names the file in which it stands.
    """
    for name in _select_likely(name for name, text in given.items() if text is None or text.strip()):
        if name.upper() in known:
            continue
        close = _find_close(name.upper(), known)
        if close or name.upper().startswith(PREFIX):
            hint = f"did you mean {close}? " if close else ""
            place = f"{where}: " if where else ""
            raise UsageFault(f"{place}{name[:60]}: there is no such setting; {hint}docs/settings.md lists them")


def _find_close(name: str, known: Sequence[str]) -> str:
    """Returns the known name that is meant most probably, or none."""
    if not name.startswith(PREFIX):
        return next(iter(difflib.get_close_matches(name, known, n=1, cutoff=CLOSE)), "")
    rests = [each.removeprefix(PREFIX) for each in known]
    close = difflib.get_close_matches(name.removeprefix(PREFIX), rests, n=1, cutoff=ALIKE)
    return PREFIX + close[0] if close else ""


def _select_likely(names: Iterable[str]) -> list[str]:
    """Returns the names that could be settings: comparing each of a whole environment would take a while."""
    return [name for name in names if "TRIAL" in name.upper() or "SCREEN" in name.upper()]
