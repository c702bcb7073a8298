"""The whole channel in processes that are killed again and again, with outages so long that syncs leave gaps.

`make matrix ARGS=--full` does it in full: over 1,000 messages, 50 kills, 20 gaps, one of them of 500 messages.
"""

import asyncio
import signal
from collections import Counter
from itertools import cycle
from pathlib import Path
from random import Random
from typing import Any

import pytest
from bots import NAMES, do, list_events, make_person, register
from check_commands import NO_SHIELD, Commands, let_in, log_in
from sqlalchemy import func, select
from strict_peer import StrictPeer
from synapse_server import SynapseServer

from bot import phrases as session
from bot.channels.handling import phrases as chats
from dialogs import phrases as dialogue
from storage.database.schema import events, inbox, outbox

GAP = 51
"""One message more than a sync brings of a room."""

WHOLE = (*(GAP,) * 10, 500, *(GAP,) * 9)
SMALL, FULL = (4, (GAP,)), (50, WHOLE)
"""How often the bot is killed; and how much is written while it is away, each time that this leaves a gap."""

ANSWERS = {"!list": session.LIST_TITLE, "!help": dialogue.HELP[:40], "!privacy": dialogue.PRIVACY[:40]}
"""What is said in turn, and what only its answer holds. So the order of the answers shows which is whose."""

MOST_SECONDS, QUIET_SECONDS, LOOK_SECONDS = 1_800, 3, 0.1

pytestmark = [pytest.mark.asyncio, pytest.mark.slow]


class Talker:
    """Somebody who says the same few things in turn, in one room."""

    def __init__(self, person: StrictPeer, room: str) -> None:
        self.person, self.room = person, room
        self.said: dict[str, str] = {}
        self._words = cycle(ANSWERS)

    async def say(self, count: int) -> None:
        """Says so many things, one after another."""
        for _ in range(count):
            word = next(self._words)
            self.said[await do(self.person.say, self.room, word)] = word

    def map_answers(self) -> dict[str, str | None]:
        """Returns to what each message that was seen is the answer, by its event; None where it is none."""
        return {each["event"]: _find_word(each["content"]) for each in list(self.person.seen)}

    def count_answered(self) -> int:
        """Returns how many answers were seen so far."""
        return sum(word is not None for word in self.map_answers().values())

    async def wait_until_quiet(self) -> None:
        """Waits until nothing more comes: neither an answer too many, nor an edit."""
        before = -1
        while before != len(self.person.seen):
            before = len(self.person.seen)
            await asyncio.sleep(QUIET_SECONDS)

    async def wait_for_answers(self, count: int) -> None:
        """Waits until so many answers were seen. Raises `TimeoutError`."""
        for _ in range(int(MOST_SECONDS / LOOK_SECONDS)):
            if self.count_answered() >= count:
                return
            await asyncio.sleep(LOOK_SECONDS)
        raise TimeoutError


async def test_nothing_is_lost_in_outages_and_kills(
    synapse: SynapseServer, tmp_path: Path, pytestconfig: pytest.Config
) -> None:
    """Protects every message: 0 lost, 0 answered twice, 0 that cannot be read on either side, in the order said."""
    kills, gaps = FULL if pytestconfig.getoption("--full") else SMALL
    name, commands = f"bot{next(NAMES)}", Commands(tmp_path)
    user = register(synapse, name)
    log_in(commands, synapse, name)
    async with make_person(synapse) as person:
        with commands.serve():
            room = await let_in(commands, person, user)
        talker = Talker(person, room)
        await kill_often(talker, commands, kills, gaps)
        with commands.serve():
            await talker.wait_for_answers(len(talker.said))
            await talker.wait_until_quiet()
            await wait_until_sent(commands)
        assert await list_answered(synapse, talker, user) == list(talker.said.values())
        ours = [each for each in person.seen if each["sender"] == user and each["encrypted"]]
        assert {str(each["shield"]) for each in ours} == {str(NO_SHIELD)}
        assert not [each for each in person.seen if each["failed"]]
    assert count_kept(commands, list(talker.said)) == (len(talker.said), 0, 0)
    log = (tmp_path / "log.txt").read_text()
    assert " is not read: " not in log
    print(f"\n{len(talker.said)} messages, {kills} kills, {len(gaps)} gaps: 0 lost, 0 answered twice, 0 unread")


async def kill_often(talker: Talker, commands: Commands, kills: int, gaps: tuple[int, ...]) -> None:
    """Kills the bot so often: at a random moment, or once it has begun to answer what a gap had left out."""
    random = Random(21)
    at_gap = dict(zip(sorted(random.sample(range(kills), len(gaps))), gaps, strict=True))
    for number in range(kills):
        await talker.say(at_gap.get(number) or random.randint(0, 4))
        answered = talker.count_answered()
        with commands.serve() as process:
            if number in at_gap:
                wanted = answered + random.randint(1, 20)
                await talker.wait_for_answers(wanted)
            else:
                await asyncio.gather(talker.say(random.randint(1, 4)), asyncio.sleep(random.uniform(0.8, 3)))
            process.send_signal(signal.SIGKILL)
            process.wait()


async def list_answered(synapse: SynapseServer, talker: Talker, user: str) -> list[str]:
    """Returns to what the bot's messages answer, in the order in which the homeserver has them."""
    answers = talker.map_answers()
    sent = await list_events(synapse, talker.room, talker.person.token)
    ids = [each["event_id"] for each in sent if each["sender"] == user]
    assert max(Counter(ids).values()) == 1
    return [word for word in map(answers.get, ids) if word is not None]


async def wait_until_sent(commands: Commands) -> None:
    """Waits until nothing is left to be sent: edits come last, and those that are refused are tried again later."""
    for _ in range(int(MOST_SECONDS / QUIET_SECONDS)):
        if await do(count_kept, commands, []) == (0, 0, 0):
            return
        await asyncio.sleep(QUIET_SECONDS)


def count_kept(commands: Commands, said: list[str]) -> tuple[int, int, int]:
    """Returns how many events were taken of those that were said, and how many wait to be read and to be sent."""
    with commands.open_store() as store, store.database.reading() as connection:
        keys = {store.keyring.hash_lookup("event", each).hex() for each in said}
        taken = {row.id for row in connection.execute(select(events.c.id).where(events.c.channel == "matrix"))}
        unread = connection.execute(select(func.count()).select_from(inbox)).scalar_one()
        unsent = connection.execute(select(func.count()).where(outbox.c.sent_at.is_(None))).scalar_one()
        return len(keys & taken), unread, unsent


def _find_word(content: dict[str, Any]) -> str | None:
    """Returns what was said to get an answer; None for what is none, an edit, or said again after an outage."""
    text = str(content.get("body", ""))
    if "m.new_content" in content or chats.AFTER_OUTAGE in text:
        return None
    found = {text.index(part): word for word, part in ANSWERS.items() if part in text}
    return found[min(found)] if found else None  # what stands open is shown again below it
