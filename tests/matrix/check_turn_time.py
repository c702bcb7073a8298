"""How long a turn takes, against a bare echo through the same engine: both medians, and their ratio, are printed.

Echoes and turns alternate, so that whatever else the machine does slows both. `make matrix ARGS=--full` measures three
times sixty of each.
"""

import asyncio
import statistics
import time
from pathlib import Path

import pytest
from bots import do, make_bot, make_person, meet, step_until
from check_channel import list_answers, make_token, sees, serve
from strict_peer import StrictPeer
from synapse_server import SynapseServer
from toy_channel import ToyChannel

TURNS, FULL_TURNS, FULL_RUNS = 15, 60, 3
MOST, SETTLE_SECONDS = 2.0, 0.3

pytestmark = [pytest.mark.asyncio, pytest.mark.long]


async def test_a_turn_takes_less_than_two_echoes(
    synapse: SynapseServer, tmp_path: Path, pytestconfig: pytest.Config
) -> None:
    """Protects people's time: what is kept, decided and drawn costs less than encryption and the homeserver."""
    is_full = pytestconfig.getoption("--full")
    (tmp_path / "echo").mkdir()
    echoing, bot = await make_bot(synapse, tmp_path / "echo"), await make_bot(synapse, tmp_path)
    async with echoing.toy() as toy, make_person(synapse) as caller, make_person(synapse) as person:
        echo_room = await meet(caller, toy)
        async with serve(bot, tmp_path) as store:
            room = str((await do(person.do, "create", invite=[bot.login.user], encrypted=True))["room"])
            await do(person.wait_for, lambda each: each["saw"] == "m.room.member" and each["sender"] == bot.login.user)
            await do(person.say, room, f"start {make_token(store)}")
            await sees(person, "How old")
            await do(person.say, room, "100 days")
            await sees(person, "100 days.")
            for run in range(FULL_RUNS if is_full else 1):
                echoes, turns = list[float](), list[float]()
                count = FULL_TURNS if is_full else TURNS
                for number in range(101 + run * count, 101 + (run + 1) * count):
                    echoes.append(await measure(caller, echo_room, f"{number} days", f"echo {number} days", toy))
                    backs = _count(person, "How old")
                    await do(person.say, room, "back")
                    await do(person.wait_for, lambda _, backs=backs: _count(person, "How old") > backs)
                    turns.append(await measure(person, room, f"{number} days", f" {number} days."))
                echo, turn = statistics.median(echoes), statistics.median(turns)
                print(f"\n{count} turns: median {turn * 1000:.0f} ms; an echo {echo * 1000:.0f} ms: {turn / echo:.2f}")
                assert turn / echo < MOST
            assert list_answers(store, person)


async def measure(person: StrictPeer, room: str, said: str, answer: str, toy: ToyChannel | None = None) -> float:
    """Returns how many seconds go by from what a person says until they see the answer."""
    echoing = None if toy is None else asyncio.create_task(step_until(toy, said))
    await asyncio.sleep(SETTLE_SECONDS)  # then whoever answers waits for it at the homeserver
    began = time.monotonic()
    await do(person.say, room, said)
    await do(person.wait_for, lambda each: answer in str(each["content"].get("body", "")))
    took = time.monotonic() - began
    if echoing is not None:
        await echoing
    return took


def _count(person: StrictPeer, text: str) -> int:
    return sum(text in str(each["content"].get("body", "")) for each in person.seen)
