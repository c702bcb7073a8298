"""The folder of generated scripts: which files are written there, which are kept, which go; whole or not at all."""

import shutil
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from bot.config.errors import UsageFault, describe_cause
from dialogs.testing.coverage.itinerary import SUFFIX
from dialogs.testing.coverage.unreviewed import UnreviewedScript, find_unreviewed, mark_unreviewed
from dialogs.testing.scripts.format.abuse_words import SUFFIX as ABUSE
from dialogs.testing.scripts.format.blocks import Script

STAGING = ".trialscreen-new"
"""The folder inside the one that is named in which the scripts are made before they take their places."""


@dataclass(frozen=True)
class ScriptPlan:
    """What becomes of the files of a folder.

    `written` are texts by their names. `kept` are the names of scripts that a person has reviewed or changed. Those of
    them that say something else than what is generated now are also `outdated`. `removed` are the names of scripts that
    nobody has touched, and that are no longer made.
    """

    written: Mapping[str, str]
    kept: tuple[str, ...]
    outdated: tuple[str, ...]
    removed: tuple[str, ...]


def plan_folder(folder: Path, scripts: tuple[Script, ...], trial: str) -> ScriptPlan:
    """Returns what becomes of the files when scripts of a trial are written.

    Raises `UsageFault` for a folder that cannot be read, and where something has a name that a script needs.
    """
    wanted = {script.file: script.source for script in scripts}
    try:
        texts = dict(_read_texts(folder, wanted))
    except OSError as error:
        raise UsageFault(f"{folder}: cannot be read ({describe_cause(error)})") from error
    untouched = {name: found for name, text in texts.items() if (found := find_unreviewed(text, name)) is not None}
    _refuse_others(folder, {name: untouched[name] for name in wanted if name in untouched}, trial)
    kept = tuple(name for name in sorted(wanted) if name in texts and name not in untouched)
    return ScriptPlan(
        written={name: mark_unreviewed(text, name, trial) for name, text in wanted.items() if name not in kept},
        kept=kept,
        outdated=tuple(name for name in kept if texts[name] != wanted[name]),
        removed=tuple(name for name, found in untouched.items() if name not in wanted and found.trial == trial),
    )


def write_folder(folder: Path, plan: ScriptPlan) -> None:
    """Writes all scripts beside their places, and only then moves them there and removes what goes.

    Raises `UsageFault` for a folder that cannot be written.
    """
    staging = folder / STAGING
    try:
        staging.mkdir(parents=True, exist_ok=True)
        for name, text in plan.written.items():
            (staging / name).write_text(text, encoding="utf-8", newline="\n")
        for name in plan.written:
            (staging / name).replace(folder / name)
        for name in plan.removed:
            (folder / name).unlink()
    except OSError as error:
        raise UsageFault(f"{folder}: cannot be written ({describe_cause(error)})") from error
    finally:
        shutil.rmtree(staging, ignore_errors=True)


def _read_texts(folder: Path, wanted: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Yields the scripts of a folder by their names, with the line ends of any system."""
    if not folder.exists():
        return
    if not folder.is_dir():
        raise UsageFault(f"{folder}: this is a file; name a folder")
    for file in sorted(folder.iterdir()):
        if file.is_file() and file.name.endswith((SUFFIX, ABUSE)):
            yield file.name, file.read_bytes().decode("utf-8", "surrogateescape").replace("\r\n", "\n")
        elif file.name in wanted and file.exists():
            raise UsageFault(
                f"{file}: a script needs this name, and this is no file; rename it, or name another folder"
            )


def _refuse_others(folder: Path, untouched: Mapping[str, UnreviewedScript], trial: str) -> None:
    for name, found in untouched.items():
        if found.trial != trial:
            was = f"{folder / name}: this was generated for {found.trial}"
            raise UsageFault(f"{was}; name another folder for the scripts of {trial}")
