"""Inspecting trial definitions: each is what its digest says, and each trial that is counted has one."""

from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from sqlalchemy import Connection, select

from dialogs.loading.loading import load
from storage.database.schema import definitions, tally
from storage.database.statements import fetch_rows
from storage.maintenance.inspection import Inspection


def inspect_definitions(connection: Connection) -> Iterator[Inspection]:
    """Yields definitions that their digests are not of, and trials that are counted and not defined."""
    defined = set()
    for row in fetch_rows(connection, _DEFINITIONS, {}):
        digest, trial = _identify(row.text, row.file)
        if digest != row.digest:
            yield Inspection(f"a trial definition {str(row.digest)[:40]}", ("it is not what its digest is of",))
        else:
            defined.add(trial)
    for row in fetch_rows(connection, _TRIALS, {}):
        if row.trial not in defined:
            fault = f"it counts screenings for {str(row.trial)[:40]}, of which there is no definition"
            yield Inspection("the tally", (fault,))


@lru_cache(maxsize=16)
def _identify(text: Any, file: Any) -> tuple[str, str]:
    """Returns the digest and the id of the trial that a definition makes; nothing of what makes none."""
    try:
        trial = load(text, file)
    except Exception:  # noqa: BLE001 - whatever stands there, no digest is of it
        return "", ""
    return trial.digest, trial.id


_DEFINITIONS = select(definitions)
_TRIALS = select(tally.c.trial).distinct()
