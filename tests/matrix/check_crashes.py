"""A bot that is killed at random moments loses nothing that was written, and answers nothing twice."""

import asyncio
import json
import random
import sys
from collections import Counter
from contextlib import suppress
from pathlib import Path
from typing import Final

import pytest
from bots import do, make_bot, make_person, meet
from strict_peer import PATIENCE_SECONDS, StrictPeer
from synapse_server import SynapseServer

pytestmark = [pytest.mark.asyncio, pytest.mark.slow]

HERE: Final = Path(__file__).parent
KILLS: Final = 18
SOON, LATE = 0.02, 0.9
"""Seconds after it began, between which a bot is killed."""
MOMENTS: Final = 18
"""So many bots kill themselves: the first at the first moment of its way, each further one a moment later."""
AT_ONCE: Final = 4
"""So many messages are under one session: so a key is on its way each time that the bot is killed."""


CHANCE: Final = random.Random(21)
AT_RANDOM: Final = [(CHANCE.uniform(SOON, LATE), 0) for _ in range(KILLS)]
IN_TURN: Final = [(PATIENCE_SECONDS, moment) for moment in range(1, MOMENTS + 1)]


@pytest.mark.parametrize("ways", [AT_RANDOM, IN_TURN], ids=["at random", "at each moment in turn"])
async def test_a_bot_that_is_killed_answers_everything_once(
    synapse: SynapseServer, tmp_path: Path, ways: list[tuple[float, int]]
) -> None:
    """Protects answers: in the order of the port there is no moment at which a message or its key can be lost."""
    bot = await make_bot(synapse, tmp_path)
    async with make_person(synapse) as person:
        async with bot.toy() as toy:
            room = await meet(person, toy)
        for number, (seconds, moment) in enumerate(ways):
            await asyncio.gather(write(person, room, number), run_bot(tmp_path, seconds, moment))
        written = list_texts(person)
        await run_until_done(tmp_path, person, written)
        answers = Counter(each["content"].get("body") for each in person.seen if each["sender"] == bot.login.user)
        assert {text: answers[f"echo {text}"] for text in written} == dict.fromkeys(written, 1)
        assert not [each for each in person.seen if each["failed"]]
    kept = json.loads((tmp_path / "inbox.json").read_text(encoding="utf-8"))
    assert kept["refused"] == {}
    assert len(written) == AT_ONCE * len(ways)
    print(f"\nkilled {len(ways)} times: {len(written)} messages, 0 lost, 0 answered twice, 0 unread")


async def write(person: StrictPeer, room: str, number: int) -> None:
    """Writes a few messages under a session of their own, while the bot begins and is killed."""
    await do(person.do, "new_session", room=room)
    for each in range(AT_ONCE):
        await do(person.say, room, f"number {number} {each}")
        await asyncio.sleep(0.2)


def list_texts(person: StrictPeer) -> list[str]:
    """Returns what the person wrote."""
    bodies = (each["content"].get("body", "") for each in person.seen if each["sender"] == person.user)
    return sorted({body for body in bodies if body.startswith("number ")})


async def run_bot(folder: Path, seconds: float, moments: int = 0) -> None:
    """Runs the bot, and kills it so long after it began; or it kills itself after so many moments."""
    command = (sys.executable, str(HERE / "toy_channel.py"), str(folder), str(moments))
    process = await asyncio.create_subprocess_exec(*command, stdout=asyncio.subprocess.PIPE)
    assert process.stdout is not None
    try:
        assert await process.stdout.readline() == b"ready\n"
        with suppress(TimeoutError):
            await asyncio.wait_for(process.wait(), seconds)
    finally:
        with suppress(ProcessLookupError):
            process.kill()
        await process.wait()


async def run_until_done(folder: Path, person: StrictPeer, written: list[str]) -> None:
    """Runs the bot until it has answered all that was written, and a moment longer."""
    running = asyncio.create_task(run_bot(folder, PATIENCE_SECONDS))
    for text in written:
        await do(person.wait_for, lambda each, text=text: each["content"].get("body") == f"echo {text}")
    await asyncio.sleep(2)
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)
