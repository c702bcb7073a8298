"""The way of a turn stays short: how many rooms it passes, and how often it goes from one file to another."""

from collections.abc import Iterator
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta
from itertools import count

import pytest
from stores import KEY, place
from turn_trace import Tracer, TurnTrace

from bot.channels.terminal.plain import format_message
from bot.config.clock import Clock
from bot.config.dialogue_registry import Dialogues
from bot.session.service import SessionService
from bot.session.stored_conversation import StoredConversation
from bot.workbench.layers.isolated_telegram import make_telegram_bot
from bot.workbench.layers.telegram_layer import open_chat
from dialogs.conversation.screening import Said, Tapped
from storage.opening.opening import open_store

NOW = datetime(2026, 6, 1, 9, tzinfo=UTC)

WAY = ("100 days", "b-precursor", "newly diagnosed", "rearranged")
"""What is said beforehand, so that what is remembered for good is remembered."""


@pytest.fixture(scope="module")
def typed(tmp_path_factory: pytest.TempPathFactory) -> TurnTrace:
    """The trace of an answer that is typed in the terminal, up to what is shown."""
    minutes = count()
    store = open_store(place(tmp_path_factory.mktemp("kept")), KEY, NOW)
    service = SessionService(Dialogues(), "interfant-21", store.retention)
    talk = StoredConversation(store, service, "anna", Clock(machine=lambda: NOW + timedelta(minutes=next(minutes))))
    talk.begin(may_choose=False)
    for text in (*WAY, "/new", *WAY, "/new", WAY[0]):
        talk.take_event(Said(text))
    with Tracer().record() as trace:
        shown = "".join(map(format_message, talk.take_event(Said(WAY[1]))))
    store.close()
    assert "Recorded: Diagnosis: B-precursor ALL." in shown
    return trace


@pytest.fixture(scope="module")
def tapped() -> Iterator[TurnTrace]:
    """The shortest trace of a tap in Telegram, up to the reply in the chat: a busy machine makes some longer."""
    tracer, traces = Tracer(), list[TurnTrace]()
    with tracer.install(), ExitStack() as stack:
        bot = make_telegram_bot("interfant-21", stack, NOW)
        for is_traced in (False, False, True, True, True):
            layer = open_chat(bot)
            turn = layer.begin(NOW)
            for text in WAY[:2]:
                turn = layer.take_turn(turn.screening, Said(text), NOW)
            asked = turn.messages[-1]
            tap = Tapped(asked.number, asked.buttons[0].key)
            if is_traced:
                with tracer.record() as trace:
                    turn = layer.take_turn(turn.screening, tap, NOW)
                traces.append(trace)
            else:
                turn = layer.take_turn(turn.screening, tap, NOW)
        assert "Recorded: Phase of the disease: Newly diagnosed." in turn.messages[-1].text
        yield min(traces, key=lambda each: each.switches)


def test_a_typed_answer_takes_a_short_way(typed: TurnTrace) -> None:
    """Protects whoever follows a turn through the code. 60 switches are aimed at; this holds what was reached."""
    assert len(typed.rooms) <= 16, sorted(typed.rooms)
    assert typed.switches <= 123


def test_a_tap_takes_a_short_way(tapped: TurnTrace) -> None:
    """Protects the same on Telegram, with polling, sending and the receipt."""
    assert len(tapped.rooms) <= 18, sorted(tapped.rooms)
    assert tapped.switches <= 289


def test_a_trace_counts_what_it_should() -> None:
    """Protects the figures: going back and forth between two files counts each way, and staying in one nothing."""
    trace = TurnTrace({1: ["a/x", "a/x", "b/y", "a/x"], 2: ["b/y", "b/z"]})
    assert (trace.switches, len(trace.files), trace.rooms) == (3, 3, {"a", "b"})
