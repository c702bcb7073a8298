"""`--last-failed`: what failed or could not be read when it was last played in a working folder.

It is kept in the user's cache folder, in a file for each working folder; nothing of it lies beside the scripts.
"""

import os
from collections.abc import Collection, Iterable
from contextlib import suppress
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

import orjson
from platformdirs import user_cache_path
from pydantic import TypeAdapter, ValidationError

from bot.config.errors import describe_cause
from bot.workbench.replay.gathering.script_reading import GatheredScript
from bot.workbench.replay.places import make_absolute, shorten_place
from bot.workbench.replay.result import SKIPPED, ScriptResult
from dialogs.testing.scripts.format.collection import SHARED
from storage.database.holding import hold_lock
from storage.database.whole_files import write_over

FailedScript = tuple[str, str]
"""A script by its absolute file, and its row where a table made several of one file; no row stands for all of them."""

LOCK_SECONDS = 10.0
"""How long a run waits for another one that remembers what failed."""

MOST_NAMED = 5
"""How many scripts are named that are gone."""


@dataclass
class LastFailed:
    """What failed the last time in one working folder, and the file that keeps it, if one can.

    `fault` says why it is not known, if it is not. What is `gone` is not kept any more.
    """

    file: Path | None
    failed: frozenset[FailedScript]
    fault: str = ""
    gone: frozenset[FailedScript] = frozenset()

    def holds(self, script: GatheredScript) -> bool:
        """Says whether a script failed the last time."""
        file = _key(script.file)
        return (file, script.case) in self.failed or (file, "") in self.failed

    def forget_gone(self, found: Iterable[GatheredScript], *, is_whole: bool) -> list[str]:
        """Forgets what is not there any more, and returns a sentence about it.

        That a row is gone can only be said where `found` is the whole of its file.
        """
        here = {(_key(each.file), each.case) for each in found}
        files = {file for file, _ in here}
        gone = [
            (file, case)
            for file, case in sorted(self.failed)
            if not _is_there(file) or (is_whole and case and file in files and (file, case) not in here)
        ]
        self.failed -= set(gone)
        self.gone |= set(gone)
        if not gone:
            return []
        names = ", ".join(
            f"{shorten_place(file)} [{case}]" if case else shorten_place(file) for file, case in gone[:MOST_NAMED]
        )
        rest = f" and {len(gone) - MOST_NAMED} more" if len(gone) > MOST_NAMED else ""
        return [f"--last-failed: gone or renamed since: {names}{rest}"]

    def remember(self, results: Iterable[ScriptResult]) -> str:
        """Keeps what failed now, with what failed before and was not played now. Faults of shared files are not kept.

        Returns a sentence where that cannot be written, else nothing: also where it could not be read, which was told.
        """
        played = [each for each in results if each.result != SKIPPED and not each.file.endswith(SHARED)]
        failed = {(_key(each.file), each.case) for each in played if each.code}
        if self.file is None or not (failed or os.path.lexists(self.file)):
            return ""
        try:
            self.file.parent.mkdir(parents=True, exist_ok=True)
            with hold_lock(self.file.with_suffix(".lock"), LOCK_SECONDS):
                kept = self._keep_unplayed({(_key(each.file), each.case) for each in played})
                _write(self.file, {each for each in kept | failed if _is_there(each[0])})
        except OSError as error:
            told = f"--last-failed: what failed now cannot be kept in {self.file} ({describe_cause(error)})"
            return "" if self.fault else told
        return ""

    def _keep_unplayed(self, rows: Collection[FailedScript]) -> set[FailedScript]:
        """Returns what failed before and was not played now, also in another run that ended meanwhile."""
        files = {file for file, _ in rows}
        before = read_last_failed().failed - self.gone - set(rows)
        return {(file, case) for file, case in before if case or file not in files}


def read_last_failed() -> LastFailed:
    """Returns what is known of the working folder. What cannot be read is a fault of it, and no more."""
    file = _find_file()
    if file is None:
        return LastFailed(None, frozenset())
    fault = ""
    try:
        return LastFailed(file, frozenset(_FORM.validate_json(file.read_bytes())))
    except FileNotFoundError:
        pass
    except OSError as error:
        fault = f"--last-failed: {file} cannot be read ({describe_cause(error)}); all scripts are played"
    except ValidationError:
        fault = f"--last-failed: {file} is damaged; all scripts are played"
    return LastFailed(file, frozenset(), fault)


def _write(file: Path, failed: Collection[FailedScript]) -> None:
    """Writes what failed, where that is something else than what is there."""
    content = orjson.dumps(sorted(failed), option=orjson.OPT_INDENT_2)
    if not failed:
        file.unlink(missing_ok=True)
    elif not file.is_file() or file.read_bytes() != content:
        write_over(file, content)


def _find_file() -> Path | None:
    """Returns the file for the working folder; None where that is gone, or where the user has no folder at all."""
    with suppress(OSError, RuntimeError):
        name = sha256(os.fsencode(Path.cwd())).hexdigest()[:32]
        file = user_cache_path("trialscreen") / "last-failed" / f"{name}.json"
        return file if file.is_absolute() else None
    return None


def _is_there(file: str) -> bool:
    return os.path.exists(file)  # noqa: PTH110 - Path.exists raises where it may not look


def _key(file: str) -> str:
    return make_absolute(file).encode("utf-8", "replace").decode()


_FORM = TypeAdapter(list[FailedScript])
