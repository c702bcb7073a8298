"""How much one person may say in a while: a person who is let in hardly ever meets the limit, a stranger soon does."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.channels.rate import Rate
from bot.channels.telegram.updates.rate_limits import KNOWN, MOST, STRANGERS, TELL_AGAIN_SECONDS, Limits, May

HOUR = 3_600.0


def said(limits: Limits, person: str, now: float, times: int) -> list[May]:
    """Lets a person say so many things at once."""
    return [limits.may(person, now) for _ in range(times)]


@pytest.fixture
def limits() -> Limits:
    """Limits that know Anna as somebody who was let in."""
    limits = Limits()
    assert limits.may("anna", 0) is May.GO_ON
    limits.met("anna", 0, is_known=True)
    return limits


def test_a_person_may_say_much_at_once_and_then_as_much_as_a_second_refills(limits: Limits) -> None:
    """Protects quick people: the first event counts like each other one, and the limit is where it is said to be."""
    assert said(limits, "anna", 0, KNOWN.burst) == [May.GO_ON] * (KNOWN.burst - 1) + [May.TELL]
    assert said(limits, "anna", 0.49, 1) == [May.SAY_NOTHING]
    assert said(limits, "anna", 1, 3) == [May.GO_ON] * 2 + [May.SAY_NOTHING]
    assert said(limits, "ben", 0, 1) == [May.GO_ON], "one person's limit is nobody else's"


def test_too_much_is_told_once_in_a_while(limits: Limits) -> None:
    """Protects "told at most once per while": a flood is not answered by a flood."""
    told = [limits.may("anna", each / 10) for each in range(int(TELL_AGAIN_SECONDS * 10) + 300)]
    assert told.count(May.TELL) == 2
    assert told.index(May.TELL, told.index(May.TELL) + 1) - told.index(May.TELL) >= TELL_AGAIN_SECONDS * 10


def test_a_stranger_is_passed_over_in_silence_and_gets_in_after_a_while() -> None:
    """Protects the database from floods of strangers, and whoever then brings the right invitation."""
    limits = Limits()
    assert said(limits, "eve", 0, 1_000) == [May.GO_ON] * STRANGERS.burst + [May.SAY_NOTHING] * (1_000 - STRANGERS.burst)
    assert said(limits, "eve", HOUR / STRANGERS.burst - 1, 1) == [May.SAY_NOTHING]
    assert said(limits, "eve", HOUR / STRANGERS.burst, 2) == [May.GO_ON, May.SAY_NOTHING]
    limits.met("eve", HOUR / STRANGERS.burst, is_known=True)
    assert said(limits, "eve", HOUR / STRANGERS.burst, KNOWN.burst) == [May.GO_ON] * (KNOWN.burst - 1) + [May.TELL]


def test_who_is_not_let_in_any_more_is_a_stranger_again(limits: Limits) -> None:
    """Protects from a revoked person's flood; and hearing the same again of somebody refills nothing."""
    limits.met("anna", 1, is_known=False)
    assert said(limits, "anna", 1, STRANGERS.burst) == [May.GO_ON] * (STRANGERS.burst - 1) + [May.SAY_NOTHING]
    limits.met("anna", 1, is_known=False)
    assert said(limits, "anna", 1, 1) == [May.SAY_NOTHING]


def test_no_flood_of_people_fills_the_memory(limits: Limits) -> None:
    """Protects "memory bounded": at most so many are remembered at once, and nobody who is quiet again."""
    for each in range(MOST + 500):
        said(limits, f"eve {each}", 1, 2)
    assert len(limits) == MOST
    assert limits.may("anna", 2 * HOUR) is May.GO_ON
    assert len(limits) == 1


@given(st.lists(st.floats(0, 20), max_size=60), st.integers(1, 5), st.sampled_from([0.1, 1.0, 3.0]))
def test_no_pace_gets_more_through_than_the_rate(waits: list[float], burst: int, per_second: float) -> None:
    """Protects the limit itself, however the events are spread over time."""
    limits = Limits(strangers=Rate(burst, 1 / per_second))
    at, passed = 0.0, []
    for wait in waits:
        at += wait
        if limits.may("eve", at) is May.GO_ON:
            passed.append(at)
    for first in range(len(passed)):
        for last in range(first, len(passed)):
            assert last - first + 1 <= burst + (passed[last] - passed[first]) * per_second + 1e-6


def test_what_came_before_counts_for_nothing() -> None:
    """Protects two processes: one that was brought only repeated updates of a person still takes their next one."""
    limits = Limits()
    for _ in range(50):
        assert limits.may("anna", 0.0) is May.GO_ON
        limits.not_said("anna")
    limits.not_said("nobody")
    assert limits.may("anna", 0.0) is May.GO_ON
