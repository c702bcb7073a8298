"""How a determination stands, and what it can still come to."""

from dataclasses import dataclass
from enum import Enum

from dialogs.definition.criteria import Outcome, Outcomes
from dialogs.definition.trial import Definition


class Standing(Enum):
    """How a determination stands."""

    PASSES = 0
    FAILS = 1
    OFF = 2
    "A determination that it requires has come out otherwise, so it has no object."
    OPEN = 3
    NOT_YET = 4
    "Only waiting times fail it, and its definition tells that apart."


@dataclass(frozen=True, slots=True)
class Ruling:
    """A determination against a state. `possible` is what it can still come to.

    It is provisional when a criterion fails, but what it requires is still open, so that it could yet have no object.
    """

    standing: Standing
    possible: frozenset[Standing]
    provisional: bool = False


def find_standing(definition: Definition, determination: str, code: str) -> Standing:
    """Returns how a determination stands when it has come to the final outcome `code`."""
    outcomes = list_outcomes(definition.determinations[determination].outcomes)
    return next(standing for standing, outcome in outcomes.items() if outcome.code == code)


def list_outcomes(outcomes: Outcomes) -> dict[Standing, Outcome]:
    """Returns the outcomes that a determination has, by how it then stands."""
    given = {
        Standing.PASSES: outcomes.passes,
        Standing.FAILS: outcomes.fails,
        Standing.OFF: outcomes.off,
        Standing.NOT_YET: outcomes.not_yet,
        Standing.OPEN: outcomes.open,
    }
    return {standing: outcome for standing, outcome in given.items() if outcome is not None}
