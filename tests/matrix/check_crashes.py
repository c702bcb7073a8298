"""A bot that is killed at random moments loses nothing that was written, and answers nothing twice."""

import asyncio
import json
import random
import sys
from collections import Counter
from pathlib import Path
from typing import Final

import pytest
from bots import do, make_bot, make_person, meet
from strict_peer import StrictPeer
from synapse_server import SynapseServer

pytestmark = [pytest.mark.asyncio, pytest.mark.slow]

HERE: Final = Path(__file__).parent
KILLS: Final = 24
SOON, LATE = 0.02, 0.9
"""Seconds after it began, between which a bot is killed."""
NEW_SESSION_EVERY: Final = 4
"""So many messages are under one session: then a key is on its way while the bot is killed."""


async def test_killed_at_random_moments_the_bot_answers_everything_once(synapse: SynapseServer, tmp_path: Path) -> None:
    """Protects answers: in the order of the port there is no moment at which a message or its key can be lost."""
    bot = await make_bot(synapse, tmp_path)
    async with make_person(synapse) as person:
        async with bot.toy() as toy:
            room = await meet(person, toy)
        writing = asyncio.create_task(write(person, room))
        chance = random.Random(21)
        for _ in range(KILLS):
            await run_bot(tmp_path, chance.uniform(SOON, LATE))
        writing.cancel()
        await asyncio.gather(writing, return_exceptions=True)
        await asyncio.sleep(1)  # what it was writing is written
        written = list_texts(person)
        await run_until_done(tmp_path, person, written)
        answers = Counter(each["content"].get("body") for each in person.seen if each["sender"] == bot.login.user)
        assert {text: answers[f"echo {text}"] for text in written} == dict.fromkeys(written, 1)
        assert not [each for each in person.seen if each["failed"]]
    kept = json.loads((tmp_path / "inbox.json").read_text(encoding="utf-8"))
    assert kept["refused"] == {}
    assert len(written) > KILLS
    print(f"\nkilled {KILLS} times: {len(written)} messages, 0 lost, 0 answered twice, 0 unread")


async def write(person: StrictPeer, room: str) -> None:
    """Writes numbered messages until it is ended, under many sessions."""
    number = 0
    while True:
        if number % NEW_SESSION_EVERY == 0:
            await do(person.do, "new_session", room=room)
        await asyncio.shield(do(person.say, room, f"number {number}"))
        number += 1
        await asyncio.sleep(0.15)


def list_texts(person: StrictPeer) -> list[str]:
    """Returns what the person wrote."""
    bodies = (each["content"].get("body", "") for each in person.seen if each["sender"] == person.user)
    return sorted({body for body in bodies if body.startswith("number ")})


async def run_bot(folder: Path, seconds: float) -> None:
    """Runs the bot, and kills it so long after it began."""
    command = (sys.executable, str(HERE / "toy_channel.py"), str(folder))
    process = await asyncio.create_subprocess_exec(*command, stdout=asyncio.subprocess.PIPE)
    assert process.stdout is not None
    try:
        assert await process.stdout.readline() == b"ready\n"
        await asyncio.sleep(seconds)
    finally:
        process.kill()
        await process.wait()


async def run_until_done(folder: Path, person: StrictPeer, written: list[str]) -> None:
    """Runs the bot until it has answered all that was written, and a moment longer."""
    running = asyncio.create_task(run_bot(folder, 60))
    for text in written:
        await do(person.wait_for, lambda each, text=text: each["content"].get("body") == f"echo {text}")
    await asyncio.sleep(2)
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)
