"""The tally as the screening log needs it: how many screenings came to what, by month, trial and role."""

import re
import sqlite3
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache, reduce
from types import MappingProxyType
from typing import Any

import orjson
from sqlalchemy import Connection, Integer, Select, String, cast, literal, select
from sqlalchemy.exc import DBAPIError

from storage.crypto.row_seal import encode_rest
from storage.crypto.row_seals import TALLY_SEAL
from storage.database.schema import definitions, tally
from storage.features.tally_counts import FailureCount, OutcomeCount, Period, Tally
from storage.model.errors import Damaged
from storage.model.stored import StoredDefinition
from storage.unit_of_work.repository import ScreeningRepository, read_definition

REMEMBERED = 10_000
"""How many outcomes, and sets of failed criteria, are parsed only once."""


def read_tally(repository: ScreeningRepository, period: Period, trial: str = "") -> Tally:
    """Returns the tally of a period, of one trial or of all.

    Raises `Damaged` where it holds what this program never wrote.
    """
    outcomes: Counter[tuple[str, ...]] = Counter()
    failed: Counter[tuple[str, ...]] = Counter()
    try:
        for (month, name, role, outcome, criteria, is_finished), number in _count_alike(repository, period, trial):
            outcomes[month, name, role, outcome, is_finished] += number
            failed[name, role, outcome, criteria, is_finished] += number
        return Tally(tuple(_count_outcomes(outcomes.items())), tuple(_count_failures(failed.items())))
    except (ValueError, TypeError, AttributeError) as error:
        raise Damaged("the tally holds a row that this program never wrote: restore a backup") from error


def list_trials(connection: Connection) -> list[str]:
    """Returns the ids of the trials that anybody was screened for."""
    return list(connection.execute(select(tally.c.trial).distinct().order_by(tally.c.trial)).scalars())


def list_definitions(repository: ScreeningRepository) -> list[StoredDefinition]:
    """Returns the trial definitions that screenings began with."""
    rows = repository.connection.execute(select(definitions))
    return [read_definition(repository.keyring, row) for row in rows]


TallyGroup = tuple[tuple[Any, ...], int]
"""The values of some columns, and how many rows have them."""


def _count_alike(repository: ScreeningRepository, period: Period, trial: str) -> Iterable[TallyGroup]:
    """Returns the groups of rows that are alike in all that is counted. Each row is unsealed: none was changed."""
    joined_by = select(tally.c.id, _join_columns(_COLUMNS), tally.c.sealed)
    unseal_row = TALLY_SEAL.open_many(repository.keyring.store_key)
    counted: Counter[str] = Counter()
    rests: dict[str, bytes] = {}
    for number, joined, sealed in _fetch(repository.connection, _limit_to_period(joined_by, period, trial)):
        if joined not in rests:
            *texts, is_finished = joined.split(_SEPARATOR)
            rests[joined] = encode_rest((*texts, int(is_finished)))
        unseal_row(number, rests[joined], sealed)
        counted[joined] += 1
    return ((tuple(joined.split(_SEPARATOR)), number) for joined, number in counted.items())


def _fetch(connection: Connection, statement: Select[Any]) -> Iterable[Any]:
    """Returns rows as the driver gives them.

    SQLAlchemy's own work takes longer than unsealing them.
    """
    if connection.dialect.name != "sqlite":
        return connection.execute(statement)
    compiled = statement.compile(dialect=connection.dialect)
    driver = connection.connection.driver_connection
    assert isinstance(driver, sqlite3.Connection)
    try:
        return driver.execute(str(compiled), compiled.params)
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
_IS_FINISHED = cast(cast(tally.c.is_finished, Integer), String)
_COLUMNS = (tally.c.month, tally.c.trial, tally.c.role, tally.c.outcome, tally.c.failed, _IS_FINISHED)
