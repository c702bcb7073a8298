"""How much one person may say in a while: a person who is let in hardly ever meets the limit, a stranger soon does."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.channels.handling.rate_limits import KNOWN, MOST, STRANGERS, TELL_AGAIN_SECONDS, Admission, RateLimits
from bot.channels.rate import EventRate

HOUR = 3_600.0


def said(limits: RateLimits, person: str, now: float, times: int) -> list[Admission]:
    """Lets a person say so many things at once."""
    return [limits.admit(person, now) for _ in range(times)]


@pytest.fixture
def limits() -> RateLimits:
    """Limits that know Anna as somebody who was let in."""
    limits = RateLimits()
    assert limits.admit("anna", 0) is Admission.GO_ON
    limits.note_person("anna", 0, is_known=True)
    return limits


def test_a_person_may_say_much_at_once_and_then_as_much_as_a_second_refills(limits: RateLimits) -> None:
    """Protects quick people: the first event counts like each other one, and the limit is where it is said to be."""
    assert said(limits, "anna", 0, KNOWN.burst) == [Admission.GO_ON] * (KNOWN.burst - 1) + [Admission.TELL]
    assert said(limits, "anna", 0.49, 1) == [Admission.SAY_NOTHING]
    assert said(limits, "anna", 1, 3) == [Admission.GO_ON] * 2 + [Admission.SAY_NOTHING]
    assert said(limits, "ben", 0, 1) == [Admission.GO_ON], "one person's limit is nobody else's"


def test_too_much_is_told_once_in_a_while(limits: RateLimits) -> None:
    """Protects "told at most once per while": a flood is not answered by a flood."""
    told = [limits.admit("anna", each / 10) for each in range(int(TELL_AGAIN_SECONDS * 10) + 300)]
    assert told.count(Admission.TELL) == 2
    assert (
        told.index(Admission.TELL, told.index(Admission.TELL) + 1) - told.index(Admission.TELL)
        >= TELL_AGAIN_SECONDS * 10
    )


def test_a_stranger_is_passed_over_in_silence_and_gets_in_after_a_while() -> None:
    """Protects the database from floods of strangers, and whoever then brings the right invitation."""
    limits = RateLimits()
    assert said(limits, "eve", 0, 1_000) == [Admission.GO_ON] * STRANGERS.burst + [Admission.SAY_NOTHING] * (
        1_000 - STRANGERS.burst
    )
    assert said(limits, "eve", HOUR / STRANGERS.burst - 1, 1) == [Admission.SAY_NOTHING]
    assert said(limits, "eve", HOUR / STRANGERS.burst, 2) == [Admission.GO_ON, Admission.SAY_NOTHING]
    limits.note_person("eve", HOUR / STRANGERS.burst, is_known=True)
    assert said(limits, "eve", HOUR / STRANGERS.burst, KNOWN.burst) == [Admission.GO_ON] * (KNOWN.burst - 1) + [
        Admission.TELL
    ]


def test_who_is_not_let_in_any_more_is_a_stranger_again(limits: RateLimits) -> None:
    """Protects from a revoked person's flood. The same said again of somebody refills nothing."""
    limits.note_person("anna", 1, is_known=False)
    assert said(limits, "anna", 1, STRANGERS.burst) == [Admission.GO_ON] * (STRANGERS.burst - 1) + [
        Admission.SAY_NOTHING
    ]
    limits.note_person("anna", 1, is_known=False)
    assert said(limits, "anna", 1, 1) == [Admission.SAY_NOTHING]


def test_no_flood_of_people_fills_the_memory(limits: RateLimits) -> None:
    """Protects "memory bounded": at most so many are remembered at once, and nobody who is quiet again."""
    for each in range(MOST + 500):
        said(limits, f"eve {each}", 1, 2)
    assert len(limits) == MOST
    assert limits.admit("anna", 2 * HOUR) is Admission.GO_ON
    assert len(limits) == 1


@given(st.lists(st.floats(0, 20), max_size=60), st.integers(1, 5), st.sampled_from([0.1, 1.0, 3.0]))
def test_no_pace_gets_more_through_than_the_rate(waits: list[float], burst: int, per_second: float) -> None:
    """Protects the limit itself, however the events are spread over time."""
    limits = RateLimits(strangers=EventRate(burst, 1 / per_second))
    at, passed = 0.0, []
    for wait in waits:
        at += wait
        if limits.admit("eve", at) is Admission.GO_ON:
            passed.append(at)
    for first in range(len(passed)):
        for last in range(first, len(passed)):
            assert last - first + 1 <= burst + (passed[last] - passed[first]) * per_second + 1e-6


def test_what_came_before_counts_for_nothing() -> None:
    """Protects two processes: one that was brought only repeated updates of a person still takes their next one."""
    limits = RateLimits()
    for _ in range(50):
        assert limits.admit("anna", 0.0) is Admission.GO_ON
        limits.undo_count("anna")
    limits.undo_count("nobody")
    assert limits.admit("anna", 0.0) is Admission.GO_ON
