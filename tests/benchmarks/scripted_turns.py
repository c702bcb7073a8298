"""Speed of a scripted turn through each layer, in turns of that layer without a script.

A scripted turn is a script read from its text, played, and held against what it expects. What it is compared with is
what the layer itself costs: the same things said, each answer read, and nothing expected.
"""

import asyncio
import os
import statistics
import tempfile
import time
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from datetime import timedelta
from functools import partial
from pathlib import Path
from uuid import uuid4

os.environ.setdefault("PTB_TIMEDELTA", "1")

from stores import place, store_at

from bot.channels.channel_event import ChannelEvent
from bot.channels.service.assembly import Assembly
from bot.config.dialogue_registry import Dialogues
from bot.observability.metrics import Metrics
from bot.workbench.layers.in_process_bot import serve_once
from bot.workbench.layers.in_process_channel import CHANNEL, InProcessChannel
from bot.workbench.layers.isolated_telegram import make_telegram_bot
from bot.workbench.layers.shared_telegram_bot import SharedTelegramBot
from bot.workbench.layers.storage_layer import AT_ONCE, StorageLayer
from bot.workbench.layers.telegram_layer import TelegramLayer, open_chat
from dialogs.conversation.dialogue import Dialogue
from dialogs.conversation.screening import Said
from dialogs.testing.scripts.format.script import parse_script
from dialogs.testing.scripts.playing.layer import Layer
from dialogs.testing.scripts.playing.player import FIXED_NOW, Player
from storage.features.members import Members, Role
from storage.model.people import AccountName
from storage.model.stored import InboundEvent

TRIAL = "interfant-21"
ROUNDS = 5

Say = Callable[[str, float, str], None]
Courses = Sequence[Sequence[str]]


def measure_scripted_turns(say: Say, dialogue: Dialogue, courses: Courses, texts: Sequence[str]) -> None:
    """Prints the three ratios. `texts` are the scripts of `courses`, which hold what is said, one course each."""
    few = 20
    say("a scripted turn through the core, in core turns", _measure_core(dialogue, courses, texts), "at most 1.5")
    kept = _measure_storage(courses[:few], texts[:few])
    say("a scripted turn through storage, in kept turns with a restart", kept, "at most 1.3")
    whole = _measure_telegram(courses[:few], texts[:few])
    say("a scripted turn through Telegram, in whole turns over HTTP", whole, "at most 1.5")


def _measure_core(dialogue: Dialogue, courses: Courses, texts: Sequence[str]) -> float:
    """A core turn is taken and rendered as text: that is what somebody reads."""

    def take_turns() -> None:
        for course in courses:
            turn = dialogue.begin(FIXED_NOW)
            for text in course:
                turn = dialogue.take_turn(turn.screening, Said(text), FIXED_NOW)
                for message in turn.messages:
                    assert message.text

    return _find_ratio(lambda: _play(lambda: dialogue, texts), take_turns)


def _measure_storage(courses: Courses, texts: Sequence[str]) -> float:
    """A kept turn with a restart: the store and the bot are opened, take one event, show its messages, and end."""

    def play() -> None:
        with ExitStack() as stack:
            layer = StorageLayer(TRIAL, stack)
            _play(lambda: layer, texts)

    return _find_ratio(play, lambda: _keep_turns(courses))


def _keep_turns(courses: Courses) -> None:
    with tempfile.TemporaryDirectory() as folder, asyncio.Runner() as runner:
        where, channel, dialogues = place(Path(folder)), InProcessChannel(), Dialogues()
        dialogues.load(TRIAL)
        assembly = Assembly(TRIAL, Metrics(), lambda: FIXED_NOW, patience=AT_ONCE, dialogues=dialogues)

        def serve(event: ChannelEvent) -> None:
            with store_at(where, now=FIXED_NOW) as store:
                runner.run(serve_once(channel, assembly, store, event))

        for number, course in enumerate(courses):
            address = f"{CHANNEL}:{number}"
            inbound = InboundEvent("test", uuid4().hex, address, AccountName(address), FIXED_NOW)
            with store_at(where, now=FIXED_NOW) as store:
                token = store.take(inbound, lambda uow: Members(uow).invite(Role.TESTER, timedelta(days=1))).value
            for text in (f"/start {token}", *course):
                serve(channel.say(address, text))
            assert all(shown.message.text for shown in channel.chats[address])


def _measure_telegram(courses: Courses, texts: Sequence[str]) -> float:
    """A whole turn: a person at the stand-in writes, the bot takes it over HTTP, and sends its answer, all noted."""
    with ExitStack() as stack:
        telegram = make_telegram_bot(TRIAL, stack, FIXED_NOW)
        return _find_ratio(lambda: _play(lambda: open_chat(telegram), texts), lambda: _write_to_bot(telegram, courses))


def _write_to_bot(telegram: SharedTelegramBot, courses: Courses) -> None:
    for course in courses:
        chat: TelegramLayer = open_chat(telegram)
        chat.begin(FIXED_NOW)
        for text in course:
            telegram.bot.act_and_wait(chat.address, partial(chat.person.sends, text))
        assert all(message.text for message in chat.person.sees())


def _play(layer: Callable[[], Layer], texts: Sequence[str]) -> None:
    for text in texts:
        assert Player(layer(), FIXED_NOW).play(parse_script(text, "generated")).failure is None


def _find_ratio(scripted: Callable[[], None], bare: Callable[[], None]) -> float:
    """Returns how many times the processor time of `bare` the other takes: the median of rounds that time both."""
    scripted()
    bare()
    return statistics.median(_time(scripted) / _time(bare) for _ in range(ROUNDS))


def _time(work: Callable[[], None]) -> float:
    start = time.process_time()
    work()
    return time.process_time() - start
