"""The tally as the screening log needs it: how many screenings of each month, trial and role came to what, and which criteria failed."""

import re
import sqlite3
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache, reduce
from types import MappingProxyType
from typing import Any

import orjson
from sqlalchemy import Connection, Select, func, literal, select
from sqlalchemy.exc import DBAPIError

from storage.database.schema import definitions, tally
from storage.model.errors import Damaged
from storage.model.stored import Definition

REMEMBERED = 10_000
"""How many outcomes, and sets of failed criteria, are read once only."""


@dataclass(frozen=True, slots=True)
class Period:
    """The months that count, both included and as ISO has them (2026-06); an open end is empty."""

    first: str = ""
    last: str = ""

    def has(self, month: str) -> bool:
        """Says whether a month is within."""
        return (not self.first or month >= self.first) and (not self.last or month <= self.last)


ALWAYS = Period()


@dataclass(frozen=True, slots=True)
class Outcomes:
    """How many screenings of a month, trial and role stand alike. `codes` are those of the determinations."""

    month: str
    trial: str
    role: str
    codes: Mapping[str, str]
    is_finished: bool
    number: int


@dataclass(frozen=True, slots=True)
class Failed:
    """In how many screenings of a trial and role, with these codes of the determinations, just these criteria failed."""

    trial: str
    role: str
    codes: Mapping[str, str]
    criteria: tuple[str, ...]
    is_finished: bool
    number: int


@dataclass(frozen=True, slots=True)
class Tallied:
    """The tally, counted. The same screenings stand in both: by what they came to, and by why."""

    outcomes: tuple[Outcomes, ...]
    failed: tuple[Failed, ...]

    def of(self, trial: str) -> "Tallied":
        """Returns what was counted of one trial."""
        return Tallied(
            tuple(each for each in self.outcomes if each.trial == trial), tuple(each for each in self.failed if each.trial == trial)
        )


def tallied(connection: Connection, period: Period, trial: str = "") -> Tallied:
    """Returns the tally of a period, of one trial or of all. Raises `Damaged` where it holds what this program never writes."""
    outcomes: Counter[tuple[str, ...]] = Counter()
    failed: Counter[tuple[str, ...]] = Counter()
    try:
        for (month, name, role, outcome, criteria, is_finished), number in _groups(connection, period, trial):
            outcomes[month, name, role, outcome, is_finished] += number
            failed[name, role, outcome, criteria, is_finished] += number
        return Tallied(tuple(_outcomes(outcomes.items())), tuple(_failed(failed.items())))
    except (ValueError, TypeError, AttributeError) as error:
        raise Damaged("the tally holds a row that this program never wrote: restore a backup") from error


def trials_of(connection: Connection) -> list[str]:
    """Returns the ids of the trials that anybody was screened for."""
    return list(connection.execute(select(tally.c.trial).distinct().order_by(tally.c.trial)).scalars())


def definitions_of(connection: Connection) -> list[Definition]:
    """Returns the trial definitions that screenings began with."""
    return [Definition(row.digest, row.file, row.text) for row in connection.execute(select(definitions))]


Group = tuple[tuple[Any, ...], int]
"""The values of some columns, and how many rows have them."""


def _groups(connection: Connection, period: Period, trial: str) -> Iterable[Group]:
    """Yields the groups of rows that are alike in all that is counted."""
    if connection.dialect.name != "sqlite":
        rows = connection.execute(_within(select(*_COLUMNS, func.count()).group_by(*_COLUMNS), period, trial))
        return ((tuple(row)[:-1], row[-1]) for row in rows)
    counted = _counted(connection, _within(select(_joined(_COLUMNS)), period, trial))
    return ((tuple(joined.split(_APART)), number) for (joined,), number in counted.items())


def _counted(connection: Connection, statement: Select[Any]) -> Counter[tuple[str]]:
    """Counts here what an SQLite file holds: SQLite would sort the tally first, which takes twice as long and three times the memory."""
    compiled = statement.compile(dialect=connection.dialect)
    driver = connection.connection.driver_connection
    assert isinstance(driver, sqlite3.Connection)
    try:
        return Counter(driver.execute(str(compiled), compiled.params))
    except sqlite3.Error as error:
        raise DBAPIError(None, None, error) from error  # as it comes from any other statement


def _joined(columns: Sequence[Any]) -> Any:
    return reduce(lambda joined, column: joined.concat(literal(_APART)).concat(column), columns)


def _within(statement: Select[Any], period: Period, trial: str) -> Select[Any]:
    if period.first:
        statement = statement.where(tally.c.month >= period.first)
    if period.last:
        statement = statement.where(tally.c.month <= period.last)
    return statement.where(tally.c.trial == trial) if trial else statement


def _outcomes(groups: Iterable[Group]) -> Iterable[Outcomes]:
    for (month, trial, role, outcome, is_finished), number in groups:
        if not _MONTH.fullmatch(month):
            raise ValueError(month)
        yield Outcomes(month, trial, role, _codes(outcome), _is_true(is_finished), number)


def _failed(groups: Iterable[Group]) -> Iterable[Failed]:
    for (trial, role, outcome, criteria, is_finished), number in groups:
        if criteria != _NONE:
            yield Failed(trial, role, _codes(outcome), _criteria(criteria), _is_true(is_finished), number)


def _is_true(is_finished: object) -> bool:
    return is_finished in (True, "1")


@lru_cache(REMEMBERED)
def _codes(outcome: str) -> Mapping[str, str]:
    return MappingProxyType({str(determination): str(code) for determination, code in orjson.loads(outcome).items()})


@lru_cache(REMEMBERED)
def _criteria(failed: str) -> tuple[str, ...]:
    return tuple(map(str, orjson.loads(failed)))


_MONTH = re.compile(r"20\d\d-(0[1-9]|1[0-2])")
_APART = "\x1f"
_NONE = "[]"
_COLUMNS = (tally.c.month, tally.c.trial, tally.c.role, tally.c.outcome, tally.c.failed, tally.c.is_finished)
