"""A map of a trial's dialogue: what an atlas says can be reached, or what scripts have reached.

Values only, held against each other.
"""

from dataclasses import dataclass, fields

from dialogs.testing.coverage.event_kinds import EventKind


@dataclass(frozen=True)
class Map:
    """What of one trial's dialogue can be reached, or was.

    `pairs` are a state and the kind of an event that happened in it. `answers` are a fact and a code of
    `dialogs.testing.coverage.codes`: an option's, "unknown", "pending", "interval", or the label of a cell between
    thresholds such as "<=365". `statuses` are a criterion and its status ("met", "not_met", "unknown") at a result that
    was shown. `phrases` are names of `dialogs.testing.coverage.phrasebook`. `ends` are criteria whose failure ended the
    questions early. `arrows` are a state and another one that followed it.
    """

    states: frozenset[str] = frozenset()
    pairs: frozenset[tuple[str, EventKind]] = frozenset()
    answers: frozenset[tuple[str, str]] = frozenset()
    statuses: frozenset[tuple[str, str]] = frozenset()
    commands: frozenset[str] = frozenset()
    phrases: frozenset[str] = frozenset()
    ends: frozenset[str] = frozenset()
    arrows: frozenset[tuple[str, str]] = frozenset()

    def __or__(self, other: "Map") -> "Map":
        """Returns what is on either map."""
        return Map(**{each: getattr(self, each) | getattr(other, each) for each in DIMENSIONS})

    def __and__(self, other: "Map") -> "Map":
        """Returns what is on both maps."""
        return Map(**{each: getattr(self, each) & getattr(other, each) for each in DIMENSIONS})

    def __sub__(self, other: "Map") -> "Map":
        """Returns what is on this map, and not on the other."""
        return Map(**{each: getattr(self, each) - getattr(other, each) for each in DIMENSIONS})


DIMENSIONS = tuple(each.name for each in fields(Map))
"""What is counted, in the order of a report."""
