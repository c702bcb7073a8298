"""Abuse scripts through storage and through the whole bot on Telegram: each must hold, and read as through the core."""

from collections.abc import Iterator
from contextlib import ExitStack
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from scripts import in_memory

from bot.workbench.layers import isolated_telegram
from bot.workbench.layers.isolated_telegram import IsolatedTelegramLayer, isolate_bots
from bot.workbench.layers.shared_program import Isolation
from bot.workbench.layers.shared_telegram_bot import SharedTelegramBot
from bot.workbench.layers.storage_layer import StorageLayer
from bot.workbench.layers.telegram_layer import open_chat
from dialogs.conversation.screening import Said
from dialogs.testing.scripts.format.script import parse_script
from dialogs.testing.scripts.playing.layer import Layer
from dialogs.testing.scripts.playing.player import FIXED_NOW, Player
from dialogs.testing.scripts.playing.transcript import make_diff, write_transcript

FILES = sorted((Path(__file__).parents[1] / "abuse").glob("*.abuse.txt"))

CALM = parse_script(
    "T.\n#me\n/start\n#bot\n#me\n!restart\n120\n#bot\nJSON_PATH $.state|asking_diagnosis\n", "calm.abuse.txt"
)

MOVING = parse_script("T.\n#me\n/start\n#bot\n#me\n!clock 2027-01-01\nwhy\n#bot\n", "moving.abuse.txt")


def name(file: Path) -> str:
    return file.name.removesuffix(".abuse.txt")


def said(layer: Layer, file: Path) -> str:
    """Returns all that is said when a script is played, having made sure that it holds."""
    played = Player(layer).play(parse_script(file.read_text("utf-8"), file.name))
    assert played.failure is None, f"{file.name}:{played.failure.line}: {played.failure.message}\n{make_diff(played)}"
    return write_transcript(played)


@pytest.fixture(scope="module")
def storage() -> Iterator[StorageLayer]:
    """A store, opened anew after every turn."""
    with ExitStack() as stack:
        yield StorageLayer("interfant-21", stack)


@pytest.fixture(scope="module")
def telegram() -> Iterator[SharedTelegramBot]:
    """A bot for people in their right minds; abuse scripts get another one."""
    with ExitStack() as stack:
        yield isolated_telegram.make_telegram_bot("interfant-21", stack, FIXED_NOW)


def isolation_at(telegram: SharedTelegramBot) -> Isolation:
    """Returns where a bot's abuse scripts are played."""
    assert telegram.isolated is not None
    return telegram.isolated


@pytest.mark.thinned(7)
@pytest.mark.parametrize("file", FILES, ids=name)
def test_a_store_reads_as_the_core(file: Path, storage: StorageLayer) -> None:
    """Protects what is kept from restarts, double taps and events that arrive twice."""
    assert said(storage, file) == said(storage.dialogue, file)


@pytest.mark.thinned(7)
@pytest.mark.parametrize("file", FILES, ids=name)
def test_a_chat_reads_as_the_core(file: Path, telegram: SharedTelegramBot) -> None:
    """Protects a person in a chat from the same, word for word and button for button, as it is read in the end."""
    assert said(open_chat(telegram), file) == said(in_memory(), file)


def test_what_is_done_to_one_script_is_done_to_no_other(telegram: SharedTelegramBot) -> None:
    """Protects people whose scripts are played meanwhile: their bot is not restarted, and their clock does not move."""
    chat = open_chat(telegram)
    chat.begin(FIXED_NOW)
    serving, clock = telegram.bot, telegram.standin.clock.moment()
    for script in (CALM, MOVING):
        assert Player(chat).play(script).failure is None
    assert (telegram.bot, telegram.standin.clock.moment()) == (serving, clock)
    assert len(chat.person.sees()) > 0


def test_scripts_share_a_bot_unless_they_move_its_clock() -> None:
    """Protects speed and dates: a script that moves the clock has its own bot, and none is reused near midnight."""
    with ExitStack() as stack:
        isolate = isolate_bots("interfant-21", stack).isolate
        with isolate(CALM, FIXED_NOW) as first, isolate(MOVING, FIXED_NOW) as other:
            first.begin(FIXED_NOW + timedelta(seconds=8))
        with isolate(CALM, FIXED_NOW) as second:
            assert (bot_of(second), clock_of(second)) == (bot_of(first), FIXED_NOW + timedelta(seconds=8))
            assert bot_of(other) is not bot_of(second)
            second.restart(FIXED_NOW + timedelta(hours=11))
        with isolate(CALM, FIXED_NOW) as third:
            assert (bot_of(third) is bot_of(second), clock_of(third)) == (False, FIXED_NOW)
        with isolate(CALM, FIXED_NOW + timedelta(seconds=1)) as fourth:
            assert (bot_of(fourth) is bot_of(third), clock_of(fourth)) == (False, FIXED_NOW + timedelta(seconds=1))


def test_after_a_script_that_broke_off_there_is_a_new_bot(telegram: SharedTelegramBot) -> None:
    """Protects the next script from whatever state a broken one left."""
    with isolation_at(telegram).isolate(CALM, FIXED_NOW) as layer:
        before = bot_of(layer)
    with pytest.raises(LookupError), isolation_at(telegram).isolate(CALM, FIXED_NOW):
        raise LookupError
    with isolation_at(telegram).isolate(CALM, FIXED_NOW) as layer:
        assert bot_of(layer) is not before


def test_a_network_that_drops_brings_an_update_twice_and_loses_answers(telegram: SharedTelegramBot) -> None:
    """Protects the test of the network from emptiness: two tries fail, one update is doubled, one message is read."""
    with isolation_at(telegram).isolate(CALM, FIXED_NOW) as layer:
        assert isinstance(layer, IsolatedTelegramLayer)
        turn = layer.begin(FIXED_NOW)
        world = layer.telegram.standin
        failed, calls = world.faults.happened.total(), world.counters.calls["sendmessage"]
        layer.drop_network()
        told = layer.take_turn(turn.screening, Said("why"), FIXED_NOW + timedelta(seconds=4))
        assert (len(told.messages), world.faults.happened.total() - failed) == (1, 2)
        assert world.counters.calls["sendmessage"] - calls == 1


def test_what_a_bot_says_by_itself_is_not_overlooked(telegram: SharedTelegramBot) -> None:
    """Protects "it says nothing by itself": what comes between two turns is read with the next one."""
    with isolation_at(telegram).isolate(CALM, FIXED_NOW) as layer:
        assert isinstance(layer, IsolatedTelegramLayer)
        turn = layer.begin(FIXED_NOW)
        layer.telegram.bot.act_and_wait(layer.address, lambda: layer.person.sends("privacy"))
        told = layer.take_turn(turn.screening, Said("why"), FIXED_NOW + timedelta(seconds=4))
        assert "A count stays behind" in told.messages[0].text


def bot_of(layer: object) -> SharedTelegramBot:
    assert isinstance(layer, IsolatedTelegramLayer)
    return layer.telegram


def clock_of(layer: object) -> datetime:
    return bot_of(layer).standin.clock.moment()
