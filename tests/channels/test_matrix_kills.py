"""A process that is killed, again and again, wherever it is: nothing that was written is lost, or answered twice."""

import asyncio
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from random import Random

import pytest
from matrix_chatting import OPTIONS, MatrixChatting, MatrixWorld, list_texts, matrix_chatting
from patience import until

from bot.channels.matrix import phrases
from bot.channels.matrix.engine.values import KeyNews, KeyReceipt
from bot.phrases import LIST_TITLE
from bot.workbench.matrix_standin import DeviceKeys, MatrixPerson, StandinEngine, StandinHomeserver
from dialogs.rules.answers import Known
from storage.outbox.lease_cache import LEASE_SECONDS

LOCKED = replace(OPTIONS, has_lock=True, key_seconds=20.0)
KILLS, MESSAGES = 12, 90


def count_listings(person: MatrixPerson) -> int:
    """Returns how many lists of screenings a person was shown."""
    return sum(LIST_TITLE in text for text in list_texts(person))


@pytest.mark.asyncio
@pytest.mark.parametrize("holds_echoes", [False, True])
async def test_kills_and_gaps_lose_nothing_and_answer_nothing_twice(
    tmp_path: Path,
    holds_echoes: bool,  # noqa: FBT001 - a column of the table
) -> None:
    """Protects "0 lost, 0 answered twice, 0 undecryptable", with keys that change, and gaps after each kill."""
    random, said = Random(7), Counter[str]()
    world = MatrixWorld(StandinHomeserver(limit=4, holds_echoes=holds_echoes))
    async with matrix_chatting(world, tmp_path, options=LOCKED) as bot:
        people = [await bot.let_in(name) for name in ("anna", "ben", "carl")]
        for person in people:
            await bot.say(person, "120 days")
    for kill in range(KILLS):
        for _ in range(MESSAGES // KILLS // 2 if kill % 3 else 0):
            _say_something(random, people, said)
        async with matrix_chatting(world, tmp_path, options=LOCKED) as bot:
            for _ in range(MESSAGES // KILLS // 2):
                _say_something(random, people, said)
                await asyncio.sleep(random.random() / 50)
            await bot.die()
    async with matrix_chatting(world, tmp_path, options=LOCKED) as bot:
        for person in people:
            _say(person, said)
        await bot.is_quiet()
        await until(lambda: not bot.list_waiting())
        await until(lambda: not bot.store.outbox.count_waiting(), LEASE_SECONDS / 2)
    for person in people:
        assert count_listings(person) == said[person.user]
        assert phrases.NOT_READ not in list_texts(person)


def _say_something(random: Random, people: list[MatrixPerson], said: Counter[str]) -> None:
    person = random.choice(people)
    if random.random() < 0.2:
        person.renews_session()
    _say(person, said)


def _say(person: MatrixPerson, said: Counter[str]) -> None:
    person.says("list")
    said[person.user] += 1


Wrap = Callable[[MatrixChatting, asyncio.Event], None]


def _after_keys(bot: MatrixChatting, dead: asyncio.Event) -> None:
    receive = bot.engine.receive

    async def receive_and_die(keys: KeyNews) -> KeyReceipt:
        receipt = await receive(keys)
        if receipt.room_keys:
            await _hang(dead)
        return receipt

    bot.engine.receive = receive_and_die  # type: ignore[method-assign]


def _after_sending(bot: MatrixChatting, dead: asyncio.Event) -> None:
    send = bot.engine.send

    async def send_and_die(*given: object) -> str:
        sent = await send(*given)  # type: ignore[arg-type]
        await _hang(dead)
        return sent

    bot.engine.send = send_and_die  # type: ignore[method-assign, assignment]


def _before_decrypting(bot: MatrixChatting, dead: asyncio.Event) -> None:
    async def die(*given: object) -> object:
        del given
        return await _hang(dead)

    bot.engine.decrypt = die  # type: ignore[method-assign, assignment]


async def _hang(dead: asyncio.Event) -> object:
    dead.set()
    await asyncio.sleep(3_600)
    return None


@pytest.mark.asyncio
@pytest.mark.parametrize("dies", [_after_keys, _after_sending, _before_decrypting])
async def test_a_kill_between_two_steps_costs_nothing(tmp_path: Path, dies: Wrap) -> None:
    """Protects each step: keys taken and events not; an answer sent and not noted; an event kept and not read."""
    world = MatrixWorld()
    async with matrix_chatting(world, tmp_path, options=LOCKED) as bot:
        anna = await bot.let_in()
    async with matrix_chatting(world, tmp_path, options=LOCKED) as bot:
        await until(lambda: bot.service.loop.place is not None)
        dead = asyncio.Event()
        dies(bot, dead)
        anna.renews_session()
        anna.says("120 days")
        await asyncio.wait_for(dead.wait(), 20)
        await bot.die()
    async with matrix_chatting(world, tmp_path, options=LOCKED) as bot:
        await bot.is_quiet()
        assert bot.list_answers(anna) == {"age_days": Known(120)}
        assert sum("What is the diagnosis?" in text for text in list_texts(anna)) == 1
        await bot.say(anna, "B-precursor ALL")
        assert bot.list_answers(anna)["diagnosis"] == Known("b_precursor_all")


@pytest.mark.asyncio
async def test_an_invitation_survives_a_kill(tmp_path: Path) -> None:
    """Protects who invites us while the homeserver cannot be asked to join: the next process does."""
    world = MatrixWorld()
    async with matrix_chatting(world, tmp_path, options=LOCKED) as bot:
        await bot.let_in("carla")
        joined, dead = bot.engine.join, asyncio.Event()

        async def die(room: str) -> None:
            del room
            await _hang(dead)

        bot.engine.join = die  # type: ignore[method-assign]
        anna, token = world.make_person(), bot.make_token()
        anna.invites()
        await asyncio.wait_for(dead.wait(), 20)
        await bot.die()
        bot.engine.join = joined  # type: ignore[method-assign]
    async with matrix_chatting(world, tmp_path, options=LOCKED) as bot:
        await bot.is_quiet()
        await bot.say(anna, f"start {token}")
        assert list_texts(anna)[0].startswith(phrases.WELCOME)
        assert isinstance(bot.engine, StandinEngine)


@pytest.mark.asyncio
async def test_a_new_device_goes_on_after_what_is_known(tmp_path: Path) -> None:
    """Protects who writes while a device is logged in anew: what has no key is told, and nothing counts twice."""
    world = MatrixWorld()
    async with matrix_chatting(world, tmp_path, options=LOCKED) as bot:
        anna = await bot.let_in()
        await bot.say(anna, "120 days")
    anna.gives_keys = False
    anna.renews_session()
    anna.says("T-ALL")
    world.keys, anna.gives_keys = DeviceKeys(), True
    options = replace(LOCKED, key_seconds=0.1)
    async with matrix_chatting(world, tmp_path, options=options, device="NEW") as bot:
        await bot.is_quiet()
        assert list_texts(anna)[-1] == phrases.NOT_READ
        anna.renews_session()
        await bot.say(anna, "T-ALL")
        assert bot.list_answers(anna) == {"age_days": Known(120), "diagnosis": Known("t_all")}
        assert bot.count('turns_total{ending="duplicate"}') == 0
