"""How much one person may say in a while: a person who is let in hardly ever meets the limit, a stranger soon does."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.channels.handling.mutes import MOST_MUTED, MUTE_SECONDS
from bot.channels.handling.rate_limits import (
    KNOWN,
    LONGEST_WAIT_SECONDS,
    MOST,
    MOST_WAITING,
    STRANGERS,
    WAITS,
    Admission,
    RateLimits,
)
from bot.channels.handling.recent_events import MOST as MOST_RECENT
from bot.channels.handling.recent_events import RecentEvents
from bot.channels.rate import EventRate

HOUR = 3_600.0
GO_ON, WAIT, MUTE, SAY_NOTHING = Admission.GO_ON, Admission.WAIT, Admission.MUTE, Admission.SAY_NOTHING


class StillClock:
    """A clock that stands still until a test moves it."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        """Returns the time in seconds."""
        return self.now


@pytest.fixture
def clock() -> StillClock:
    """The clock of the limits."""
    return StillClock()


@pytest.fixture
def limits(clock: StillClock) -> RateLimits:
    """Limits that know Anna as somebody who was let in."""
    limits = RateLimits(clock=clock)
    let_in(limits, "anna")
    return limits


def let_in(limits: RateLimits, person: str) -> None:
    """Lets a person say something, who was let in."""
    assert limits.admit(person) is GO_ON
    limits.note_person(person, is_known=True)


def said(limits: RateLimits, person: str, times: int) -> list[Admission]:
    """Lets a person say so many things at once."""
    return [limits.admit(person) for _ in range(times)]


def test_a_person_may_say_much_at_once_and_then_as_much_as_a_second_refills(
    limits: RateLimits, clock: StillClock
) -> None:
    """Protects quick people: the first event counts like each other one, and the limit is where it is said to be."""
    assert said(limits, "anna", KNOWN.burst) == [GO_ON] * (KNOWN.burst - 1) + [WAIT]
    clock.now = 0.49
    assert said(limits, "anna", 1) == [WAIT]
    clock.now = 1
    assert said(limits, "anna", 3) == [GO_ON] * 2 + [WAIT]
    assert said(limits, "ben", 1) == [GO_ON], "one person's limit is nobody else's"


def test_what_is_over_the_limit_waits_a_little_and_then_its_person_is_muted(
    limits: RateLimits, clock: StillClock
) -> None:
    """Protects others from one person's flood: all that it waits are five seconds, and then it is passed over."""
    said(limits, "anna", KNOWN.burst - 1)
    waited = 0
    while (admission := limits.admit("anna")) is not MUTE:
        waited += admission is WAIT
        clock.now += limits.get_wait_seconds("anna") if admission is WAIT else 0
    assert waited == WAITS.burst
    assert clock.now == pytest.approx(WAITS.burst * KNOWN.every_seconds, abs=0.1)
    limits.mute("anna")
    assert said(limits, "anna", 1_000) == [SAY_NOTHING] * 1_000
    assert limits.mutes.get_seconds("anna") == pytest.approx(MUTE_SECONDS), "it does not grow with the flood"
    assert said(limits, "ben", 1) == [GO_ON]


def test_a_wait_is_short_and_few_wait_at_once(clock: StillClock) -> None:
    """Protects the intake: waits are bounded for each event, and in all."""
    slow = RateLimits(EventRate(1, LONGEST_WAIT_SECONDS + 0.01), clock=clock)
    let_in(slow, "anna")
    assert slow.admit("anna") is MUTE
    limits = RateLimits(EventRate(1, LONGEST_WAIT_SECONDS), clock=clock)
    people = [f"person {each}" for each in range(MOST_WAITING + 1)]
    for person in people:
        let_in(limits, person)
    assert [limits.admit(person) for person in people] == [WAIT] * MOST_WAITING + [MUTE]


def test_a_mute_ends_when_the_pace_is_normal_again_with_the_number_of_what_was_passed_over(
    limits: RateLimits, clock: StillClock
) -> None:
    """Protects the count that people are told, and that a mute lasts no longer for those who go on at a normal pace."""
    limits.mute("anna")
    for _ in range(4):
        clock.now += 2 * KNOWN.every_seconds
        assert limits.admit("anna") is SAY_NOTHING
    assert limits.mutes.get_seconds("anna") == MUTE_SECONDS - 4 * KNOWN.every_seconds
    limits.mute("anna", 2)
    assert limits.mutes.end("anna") == 1 + 4 + 2
    assert limits.mutes.end("anna") == 0
    assert limits.mutes.get_seconds("anna") == 0
    assert limits.admit("anna") is GO_ON


def test_after_a_mute_at_least_one_event_is_taken(clock: StillClock) -> None:
    """Protects from a chain of mutes, where an operator set a slow rate."""
    limits = RateLimits(EventRate(1, 100), clock=clock)
    let_in(limits, "anna")
    assert limits.admit("anna") is MUTE
    limits.mute("anna")
    clock.now += limits.mutes.get_seconds("anna")
    limits.mutes.end("anna")
    assert clock.now == pytest.approx(100, abs=0.01)
    assert said(limits, "anna", 2) == [GO_ON, MUTE]


def test_whoever_cannot_be_muted_any_more_is_taken(limits: RateLimits) -> None:
    """Protects "nothing is dropped in silence" with "memory bounded": mutes are few, and others are taken."""
    for each in range(MOST_MUTED):
        limits.mute(f"person {each}")
    assert MUTE not in said(limits, "anna", 2 * KNOWN.burst)[-KNOWN.burst :]
    assert limits.admit("anna") is GO_ON


def test_a_stranger_is_passed_over_in_silence_and_gets_in_after_a_while(clock: StillClock) -> None:
    """Protects the database from floods of strangers, and whoever then brings the right invitation."""
    limits = RateLimits(clock=clock)
    assert said(limits, "eve", 1_000) == [GO_ON] * STRANGERS.burst + [SAY_NOTHING] * (1_000 - STRANGERS.burst)
    clock.now = HOUR / STRANGERS.burst - 1
    assert said(limits, "eve", 1) == [SAY_NOTHING]
    clock.now = HOUR / STRANGERS.burst
    assert said(limits, "eve", 2) == [GO_ON, SAY_NOTHING]
    limits.note_person("eve", is_known=True)
    assert said(limits, "eve", KNOWN.burst) == [GO_ON] * (KNOWN.burst - 1) + [WAIT]


def test_who_is_not_let_in_any_more_is_a_stranger_again(limits: RateLimits, clock: StillClock) -> None:
    """Protects from a revoked person's flood. The same said again of somebody refills nothing."""
    clock.now = 1
    limits.note_person("anna", is_known=False)
    assert said(limits, "anna", STRANGERS.burst) == [GO_ON] * (STRANGERS.burst - 1) + [SAY_NOTHING]
    limits.note_person("anna", is_known=False)
    assert said(limits, "anna", 1) == [SAY_NOTHING]


def test_no_flood_of_people_fills_the_memory_or_ends_a_mute(limits: RateLimits, clock: StillClock) -> None:
    """Protects "memory bounded": at most so many are remembered at once, and nobody who is quiet again."""
    limits.mute("anna")
    clock.now = 1
    for each in range(MOST + 500):
        said(limits, f"eve {each}", 2)
    assert len(limits) == MOST
    assert limits.admit("anna") is SAY_NOTHING
    assert limits.mutes.end("anna") == 2
    clock.now = 2 * HOUR
    assert limits.admit("anna") is GO_ON
    assert len(limits) == 1


@given(st.lists(st.floats(0, 20), max_size=60), st.integers(1, 5), st.sampled_from([0.1, 1.0, 3.0]))
def test_no_pace_gets_more_through_than_the_rate(waits: list[float], burst: int, per_second: float) -> None:
    """Protects the limit itself, however the events are spread over time."""
    clock = StillClock()
    limits = RateLimits(strangers=EventRate(burst, 1 / per_second), clock=clock)
    passed = []
    for wait in waits:
        clock.now += wait
        if limits.admit("eve") is GO_ON:
            passed.append(clock.now)
    for first in range(len(passed)):
        for last in range(first, len(passed)):
            assert last - first + 1 <= burst + (passed[last] - passed[first]) * per_second + 1e-6


def test_what_came_before_counts_for_nothing(clock: StillClock) -> None:
    """Protects two processes: one that was brought only repeated updates of a person still takes their next one."""
    limits = RateLimits(clock=clock)
    for _ in range(50):
        assert limits.admit("anna") is GO_ON
        limits.undo_count("anna")
    limits.undo_count("nobody")
    assert limits.admit("anna") is GO_ON


def test_recent_events_are_remembered_and_older_ones_forgotten() -> None:
    """Protects "memory bounded", and that of two events with different fates each keeps its own."""
    recent = RecentEvents()
    recent.note("first", is_taken=True)
    recent.note("second", is_taken=False)
    assert [recent.find(each) for each in ("first", "second", "third")] == [True, False, None]
    for each in range(MOST_RECENT - 1):
        recent.note(f"{each}", is_taken=True)
    assert recent.find("first") is None
    assert recent.find("second") is False
