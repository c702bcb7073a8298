"""How long a drug is waited for: days, half-lives in whole days, the shorter or the longer of both."""

from typing import Any

import pytest

from dialogs.definition.facts.washouts import Washout

pytestmark = pytest.mark.traced


def make(**given: Any) -> Washout:
    """Returns a drug with its wait; `half` is the number of half-lives and the days of one."""
    if half := given.pop("half", None):
        given["half_lives"] = {"number": half[0], "days": half[1], "source": "label"}
    return Washout.model_validate({"label": {"en": "Imatinib"}, **given})


@pytest.mark.parametrize(
    ("given", "days"),
    [
        ({"days": 28}, 28),
        ({"days": 0}, 0),
        ({"half": (5, 0.75)}, 4),
        ({"half": (5, 0.8)}, 4),
        ({"half": (5, 2)}, 10),
        ({"half": (3, 0.1)}, 1),
        ({"half": (10, 0.7)}, 7),
        ({"half": (10, 1.1)}, 11),
        ({"days": 28, "half": (5, 0.75), "take": "shorter"}, 4),
        ({"days": 28, "half": (5, 21), "take": "shorter"}, 28),
        ({"days": 28, "half": (5, 21), "take": "longer"}, 105),
        ({"days": 28, "half": (5, 0.75), "take": "longer"}, 28),
        ({"days": 0, "half": (5, 0.75), "take": "shorter"}, 0),
    ],
)
def test_a_drug_is_waited_for_in_whole_days(given: dict[str, Any], days: int) -> None:
    """'28 days or 5 half-lives, whichever is shorter': part of a day is a day more, and 10 x 0.7 are 7, not 8."""
    assert make(**given).days_to_wait == days


@pytest.mark.parametrize(
    ("given", "fault"),
    [
        ({}, "no waiting time is given"),
        ({"days": 28, "half": (5, 2)}, "take says which"),
        ({"days": 28, "take": "shorter"}, "take says which"),
        ({"half": (5, 2), "take": "longer"}, "take says which"),
    ],
)
def test_a_wait_that_is_not_clear_is_refused(given: dict[str, Any], fault: str) -> None:
    """Two waits without a word on which of them counts would be a guess."""
    with pytest.raises(ValueError, match=fault):
        make(**given)
