"""How long a turn takes, against a bare echo through the same engine: both medians, and their ratio, are printed."""

import statistics
import time
from pathlib import Path

import pytest
from bots import do, make_bot, make_person, meet, step_until
from check_channel import list_answers, make_token, sees, serve
from strict_peer import StrictPeer
from synapse_server import SynapseServer

TURNS = 15
MOST = 2.0

pytestmark = pytest.mark.asyncio


async def test_a_turn_takes_less_than_two_echoes(synapse: SynapseServer, tmp_path: Path) -> None:
    """Protects people's time: what is kept, decided and drawn costs less than encryption and the homeserver."""
    (tmp_path / "echo").mkdir()
    echoing, echoes, turns = await make_bot(synapse, tmp_path / "echo"), [], []
    async with echoing.toy() as toy, make_person(synapse) as person:
        room = await meet(person, toy)
        for number in range(TURNS):
            began = time.monotonic()
            await do(person.say, room, f"{number} days")
            await step_until(toy, f"{number} days")
            await do(person.wait_for, lambda each, n=number: each["content"].get("body") == f"echo {n} days")
            echoes.append(time.monotonic() - began)
    bot = await make_bot(synapse, tmp_path)
    async with make_person(synapse) as person, serve(bot, tmp_path) as store:
        room = str((await do(person.do, "create", invite=[bot.login.user], encrypted=True))["room"])
        await do(person.wait_for, lambda each: each["saw"] == "m.room.member" and each["sender"] == bot.login.user)
        await do(person.say, room, f"start {make_token(store)}")
        await sees(person, "How old")
        await do(person.say, room, "100 days")
        await sees(person, "100 days.")
        for number in range(101, 101 + TURNS):
            await do(person.say, room, "back")
            await do(person.wait_for, lambda each, n=number: _count(person, "How old") > n - 100)
            began = time.monotonic()
            await do(person.say, room, f"{number} days")
            await sees(person, f"{number} days.")
            turns.append(time.monotonic() - began)
        assert list_answers(store, person)
    echo, turn = statistics.median(echoes), statistics.median(turns)
    print(f"\na turn: median {turn * 1000:.0f} ms; an echo {echo * 1000:.0f} ms; ratio {turn / echo:.2f}")
    assert turn / echo < MOST


def _count(person: StrictPeer, text: str) -> int:
    return sum(text in str(each["content"].get("body", "")) for each in person.seen)
