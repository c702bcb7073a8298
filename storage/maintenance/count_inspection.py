"""Inspecting counts: of the tally against the screenings, and of the messages that a file has numbered."""

from collections.abc import Iterator

from sqlalchemy import func, select

from storage.database import schema
from storage.database.engine import Database
from storage.maintenance.inspection import Inspection
from storage.outbox.delivery_reports import LARGEST_ID


def count_forgotten(database: Database) -> int:
    """Returns how many screenings were forgotten."""
    with database.reading() as connection:
        return connection.execute(_COUNTS[1]).scalar_one()


def inspect_counts(database: Database, closed: int, before: int) -> Iterator[Inspection]:
    """Yields where the tally does not count each screening once, or a forgotten one counts for something else.

    `before` were forgotten when its rows were counted: others may have been since.
    """
    with database.reading() as connection:
        kept, forgotten, counted = (connection.execute(statement).scalar_one() for statement in _COUNTS)
    faults = []
    if counted != kept + forgotten:
        faults.append(f"it has {counted} rows, but {kept + forgotten} screenings were begun")
    if not before <= closed <= forgotten:
        faults.append(f"it counts {closed} forgotten screenings, but there are {forgotten}")
    if faults:
        yield Inspection("the tally", tuple(faults))


def inspect_message_ids(database: Database) -> Iterator[Inspection]:
    """Yields where a file would give a message an id that another one has, or none at all."""
    if not database.is_file:
        return
    with database.reading() as connection:
        largest = connection.exec_driver_sql("SELECT max(id) FROM outbox").scalar()
        counted = connection.exec_driver_sql("SELECT seq FROM sqlite_sequence WHERE name = 'outbox'").scalars().all()
    is_right = all(isinstance(each, int) and each < LARGEST_ID for each in counted) and len(counted) <= 1
    if isinstance(largest, int) and (not is_right or max(counted, default=0) < largest):
        yield Inspection("the outbox", ("its count of messages was changed outside of this program",))


_COUNTS = (
    select(func.count()).where(~schema.screenings.c.is_forgotten),
    select(func.count()).where(schema.screenings.c.is_forgotten),
    select(func.count()).select_from(schema.tally),
)
