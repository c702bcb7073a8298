"""The pace of sending alone: Telegram's limits for each chat and for all, by a clock that the test moves."""

from random import Random

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from moved_clock import MovedClock

from bot.channels.rate import EventRate, SendRates
from bot.channels.sending.pacing import REMEMBERED, Patience, SendPace
from bot.channels.telegram.delivery.telegram_sending import TELEGRAM_RATES


def test_a_chat_has_a_short_burst_and_then_a_message_a_second() -> None:
    """Protects "1 a second per chat with a small burst", and that another chat is not held by it."""
    clock = MovedClock()
    pace = SendPace(clock, SendRates(EventRate(3, 1), EventRate(20, 1 / 30)))
    assert [pace.enter("a") for _ in range(5)] == pytest.approx([0, 0, 0, 1, 2])
    assert pace.get_chat_seconds("a") == pytest.approx(3)
    assert pace.get_chat_seconds("b") == pace.enter("b") == 0
    clock.at += 100
    assert [pace.enter("a") for _ in range(4)] == pytest.approx([0, 0, 0, 1])


def test_all_chats_together_keep_to_thirty_a_second_in_the_order_of_asking() -> None:
    """Protects "about 30 a second in all"."""
    pace = SendPace(MovedClock(), TELEGRAM_RATES)
    waits = [pace.enter(f"{chat}") for chat in range(110)]
    assert waits == sorted(waits)
    assert waits[:20] == pytest.approx([0] * 20)
    assert waits[-1] == pytest.approx(90 / 30)


LIMITS = st.builds(EventRate, st.integers(1, 5), st.floats(0.01, 2))


@given(LIMITS, LIMITS, st.lists(st.tuples(st.sampled_from("abc"), st.floats(0, 3)), max_size=60))
@example(EventRate(1, 1.0), EventRate(1, 0.5), [("a", 0.0), ("b", 0.0), ("b", 0.0)])
def test_no_stretch_of_time_holds_more_messages_than_the_limit(
    own: EventRate, in_all: EventRate, asked: list[tuple[str, float]]
) -> None:
    """Protects "Telegram's published limits" for each chat and in all, at any load: a burst, then one each interval."""
    clock = MovedClock()
    pace = SendPace(clock, SendRates(own, in_all))
    times: list[tuple[str, float]] = []
    for chat, later in asked:
        clock.at += later
        clock.at += pace.get_chat_seconds(chat)
        times.append((chat, clock.at + pace.enter(chat)))
    for limit, moments in [
        (in_all, [at for _, at in times]),
        *((own, [at for chat, at in times if chat == each]) for each in "abc"),
    ]:
        for first in range(len(moments)):
            for last in range(first, len(moments)):
                allowed = limit.burst + (moments[last] - moments[first]) / limit.every_seconds
                assert last - first + 1 <= allowed + 1e-6


def test_a_chat_that_is_told_to_wait_waits_alone_and_three_in_a_row_mean_all() -> None:
    """Protects "waits as told, for that chat and, where it is the bot's overall limit, for all"."""
    clock = MovedClock()
    pace = SendPace(clock, SendRates(EventRate(3, 1), EventRate(20, 1 / 30)))
    for chat in ("a", "a", "a", "b"):
        pace.note_retry_after(chat, 7)
    assert pace.get_chat_seconds("a") == pace.enter("a") == pytest.approx(7)
    assert pace.get_held_seconds() == pace.enter("z") == 0
    pace.note_served()
    pace.note_retry_after("c", 7)
    assert pace.get_held_seconds() == 0, "a message went through meanwhile"
    pace.note_retry_after("d", 7)
    pace.note_retry_after("e", 9)
    assert pace.get_held_seconds() == pytest.approx(9)
    clock.at += 9
    assert pace.get_held_seconds() == 0
    assert [pace.enter(f"{chat}") for chat in range(3)] == pytest.approx([0, 1 / 30, 2 / 30]), (
        "it goes on without a burst"
    )


def test_chats_that_have_rested_are_forgotten() -> None:
    """Protects the memory of a bot that runs for months, and no chat from its limit."""
    clock = MovedClock()
    pace = SendPace(clock, SendRates(EventRate(3, 1), EventRate(10**6, 0)))
    for chat in range(20 * REMEMBERED):
        clock.at += 0.1
        pace.enter(f"{chat}")
        pace.note_retry_after("told", 9)
    assert len(pace._chats) <= REMEMBERED  # noqa: SLF001 - its memory is what is tested
    assert pace.get_chat_seconds("told") == pytest.approx(9)


def test_a_fault_is_met_for_a_day_with_growing_delays() -> None:
    """Protects "retried with growing delays and jitter": more than a day in all, never more than 75 seconds apart."""
    patience, random = Patience(), Random(3)
    delays = [patience.get_delay_seconds(attempts, random) for attempts in range(patience.most_attempts)]
    assert all(2**at <= delay <= 1.25 * 2**at for at, delay in enumerate(delays[:6]))
    assert max(delays) <= 75
    assert 86_400 < sum(delays) < 2 * 86_400
    assert len(set(delays[6:])) > 1_000, "they do not come back at once"


def test_a_closing_edit_leaves_room_for_a_message() -> None:
    """Protects whoever taps at once: after an edit that nobody waits for, the next message can go at once."""
    clock = MovedClock()
    pace = SendPace(clock, SendRates(EventRate(3, 1), EventRate(20, 1 / 30)))
    assert pace.get_closing_seconds("a") == 0
    assert [pace.enter("a"), pace.get_closing_seconds("a")] == [0, 0]
    assert [pace.enter("a"), pace.get_closing_seconds("a"), pace.get_chat_seconds("a")] == pytest.approx([0, 1, 0])
    assert [pace.enter("a"), pace.get_closing_seconds("a"), pace.get_chat_seconds("a")] == pytest.approx([0, 2, 1])
    clock.at += 2
    assert [pace.get_closing_seconds("a"), pace.enter("a"), pace.get_chat_seconds("a")] == pytest.approx([0, 0, 0])
