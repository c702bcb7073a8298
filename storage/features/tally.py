"""The tally as the screening log needs it: how many screenings came to what, by month, trial and role."""

import re
import sqlite3
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache, reduce
from types import MappingProxyType
from typing import Any

import orjson
from sqlalchemy import Connection, Select, func, literal, select
from sqlalchemy.exc import DBAPIError

from storage.database.schema import definitions, tally
from storage.features.tally_counts import FailureCount, OutcomeCount, Period, Tally
from storage.model.errors import Damaged
from storage.model.stored import StoredDefinition

REMEMBERED = 10_000
"""How many outcomes, and sets of failed criteria, are parsed only once."""


def read_tally(connection: Connection, period: Period, trial: str = "") -> Tally:
    """Returns the tally of a period, of one trial or of all.

    Raises `Damaged` where it holds what this program never writes.
    """
    outcomes: Counter[tuple[str, ...]] = Counter()
    failed: Counter[tuple[str, ...]] = Counter()
    try:
        for (month, name, role, outcome, criteria, is_finished), number in _read_groups(connection, period, trial):
            outcomes[month, name, role, outcome, is_finished] += number
            failed[name, role, outcome, criteria, is_finished] += number
        return Tally(tuple(_count_outcomes(outcomes.items())), tuple(_count_failures(failed.items())))
    except (ValueError, TypeError, AttributeError) as error:
        raise Damaged("the tally holds a row that this program never wrote: restore a backup") from error


def list_trials(connection: Connection) -> list[str]:
    """Returns the ids of the trials that anybody was screened for."""
    return list(connection.execute(select(tally.c.trial).distinct().order_by(tally.c.trial)).scalars())


def list_definitions(connection: Connection) -> list[StoredDefinition]:
    """Returns the trial definitions that screenings began with."""
    return [StoredDefinition(row.digest, row.file, row.text) for row in connection.execute(select(definitions))]


TallyGroup = tuple[tuple[Any, ...], int]
"""The values of some columns, and how many rows have them."""


def _read_groups(connection: Connection, period: Period, trial: str) -> Iterable[TallyGroup]:
    """Returns the groups of rows that are alike in all that is counted."""
    if connection.dialect.name != "sqlite":
        rows = connection.execute(_limit_to_period(select(*_COLUMNS, func.count()).group_by(*_COLUMNS), period, trial))
        return ((tuple(row)[:-1], row[-1]) for row in rows)
    counted = _count(connection, _limit_to_period(select(_join_columns(_COLUMNS)), period, trial))
    return ((tuple(joined.split(_SEPARATOR)), number) for (joined,), number in counted.items())


def _count(connection: Connection, statement: Select[Any]) -> Counter[tuple[str]]:
    """Counts the rows of an SQLite file here.

    SQLite would sort the tally first, which takes twice as long and three times the memory.
    """
    compiled = statement.compile(dialect=connection.dialect)
    driver = connection.connection.driver_connection
    assert isinstance(driver, sqlite3.Connection)
    try:
        return Counter(driver.execute(str(compiled), compiled.params))
    except sqlite3.Error as error:
        raise DBAPIError(None, None, error) from error  # as it comes from any other statement


def _join_columns(columns: Sequence[Any]) -> Any:
    return reduce(lambda joined, column: joined.concat(literal(_SEPARATOR)).concat(column), columns)


def _limit_to_period(statement: Select[Any], period: Period, trial: str) -> Select[Any]:
    if period.first:
        statement = statement.where(tally.c.month >= period.first)
    if period.last:
        statement = statement.where(tally.c.month <= period.last)
    return statement.where(tally.c.trial == trial) if trial else statement


def _count_outcomes(groups: Iterable[TallyGroup]) -> Iterable[OutcomeCount]:
    for (month, trial, role, outcome, is_finished), number in groups:
        if not _MONTH.fullmatch(month):
            raise ValueError(month)
        yield OutcomeCount(month, trial, role, _read_codes(outcome), _is_true(is_finished), number)


def _count_failures(groups: Iterable[TallyGroup]) -> Iterable[FailureCount]:
    for (trial, role, outcome, criteria, is_finished), number in groups:
        if criteria != _NONE:
            yield FailureCount(
                trial, role, _read_codes(outcome), _read_criteria(criteria), _is_true(is_finished), number
            )


def _is_true(is_finished: object) -> bool:
    return is_finished in (True, "1")


@lru_cache(REMEMBERED)
def _read_codes(outcome: str) -> Mapping[str, str]:
    return MappingProxyType({str(determination): str(code) for determination, code in orjson.loads(outcome).items()})


@lru_cache(REMEMBERED)
def _read_criteria(failed: str) -> tuple[str, ...]:
    return tuple(map(str, orjson.loads(failed)))


_MONTH = re.compile(r"20\d\d-(0[1-9]|1[0-2])")
_SEPARATOR = "\x1f"
_NONE = "[]"
_COLUMNS = (tally.c.month, tally.c.trial, tally.c.role, tally.c.outcome, tally.c.failed, tally.c.is_finished)
