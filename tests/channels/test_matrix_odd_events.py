"""Odd events of a homeserver, and odd refusals: nothing that people write is lost by them, and nothing ends."""

from pathlib import Path
from typing import Any

import pytest
from matrix_chatting import MatrixChatting, MatrixWorld, find_last, list_texts, matrix_chatting
from patience import until

from bot.channels.matrix import phrases
from bot.channels.matrix.engine.faults import HomeserverRefusal, MatrixFault, NotFound
from bot.channels.matrix.engine.values import RoomStanding
from bot.channels.matrix.events.inbox_reader import InboxReader
from bot.channels.matrix.service.matrix_service import MatrixService
from dialogs.rules.answers import Known
from storage.model.errors import Unavailable

AGE = {"age_days": Known(120)}


def nest(levels: int) -> Any:
    """Returns nothing, within so many lists."""
    made: Any = None
    for _ in range(levels):
        made = [made]
    return made


@pytest.mark.asyncio
async def test_a_stranger_ends_nothing_by_depth(tmp_path: Path) -> None:
    """Protects the service from whoever can open a room: an event that no inbox takes would come with each sync."""
    async with matrix_chatting(MatrixWorld(), tmp_path) as bot:
        anna, ben = await bot.let_in(), bot.world.make_person("ben")
        ben.invites()
        ben.sends({"msgtype": "m.text", "body": "x", "deep": nest(300)}, is_clear=True)
        await bot.say(anna, "120 days")
        assert bot.list_answers(anna) == AGE


@pytest.mark.asyncio
async def test_a_kind_that_is_none_is_told_to_be_in_clear(tmp_path: Path) -> None:
    """Protects "never silence": what is out of form is not encrypted either."""
    async with matrix_chatting(MatrixWorld(), tmp_path) as bot:
        anna = await bot.let_in()
        anna.sends({"msgtype": ["m.text"], "body": "x"}, is_clear=True)
        await bot.is_quiet()
        assert find_last(anna).text == phrases.IN_CLEAR


@pytest.mark.asyncio
async def test_a_time_that_is_none_costs_no_message(tmp_path: Path) -> None:
    """Protects an answer from a homeserver that says when it was sent in a form of its own."""
    async with matrix_chatting(MatrixWorld(), tmp_path) as bot:
        anna = await bot.let_in()
        with bot.world.server.lock:
            said = anna.says("120 days")
            assert anna.room is not None
            held = anna.room.find(said)
            assert held is not None
            held["origin_server_ts"] = "yesterday"
        await bot.is_quiet()
        assert bot.list_answers(anna) == AGE


@pytest.mark.asyncio
async def test_a_quote_from_another_chat_answers_nothing(tmp_path: Path) -> None:
    """Protects the open question: what is quoted stands in another room, and no app of Anna's shows it."""
    async with matrix_chatting(MatrixWorld(), tmp_path) as bot:
        anna, ben = await bot.let_in(), await bot.let_in("ben")
        await bot.say(ben, "hello")
        anna.says("120 days", replies_to=find_last(ben).id)
        await bot.is_quiet()
        assert bot.list_answers(anna) == {}
        anna.says("120 days", replies_to=find_last(anna).id)
        await bot.is_quiet()
        assert bot.list_answers(anna) == AGE


def refuse_once(bot: MatrixChatting, fault: MatrixFault) -> None:
    """Lets the next look at a room fail."""
    inspect, faults = bot.engine.inspect, [fault]

    async def inspect_once(room: str) -> RoomStanding:
        if faults:
            raise faults.pop()
        return await inspect(room)

    bot.engine.inspect = inspect_once  # type: ignore[method-assign]


@pytest.mark.parametrize("fault", [NotFound(404, "M_UNRECOGNIZED"), HomeserverRefusal(401, "M_USER_LOCKED")])
@pytest.mark.asyncio
async def test_a_refusal_that_passes_costs_no_message(tmp_path: Path, fault: MatrixFault) -> None:
    """Protects what is written while a server begins, or our account is locked: it says nothing of the room."""
    async with matrix_chatting(MatrixWorld(), tmp_path) as bot:
        anna = await bot.let_in()
        refuse_once(bot, fault)
        with bot.world.server.lock:
            bot.world.server.note_devices(anna.user)
            anna.says("120 days")
        await bot.is_quiet()
        assert bot.list_answers(anna) == AGE


@pytest.mark.asyncio
async def test_what_fails_while_the_database_is_away_holds_up_its_room(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Protects the order of a room: what comes behind such an event is read after it, and without a new start."""
    faults: list[Exception] = []
    read, add = InboxReader.read, MatrixService.add_dead_letter

    async def read_once(*given: Any) -> bool:
        if len(faults) > 1:
            raise faults.pop()
        return await read(*given)

    async def add_once(*given: Any) -> None:
        if faults:
            raise faults.pop()
        await add(*given)

    monkeypatch.setattr(InboxReader, "read", read_once)
    monkeypatch.setattr(MatrixService, "add_dead_letter", add_once)
    async with matrix_chatting(MatrixWorld(), tmp_path) as bot:
        anna = await bot.let_in()
        faults += [Unavailable("away"), RuntimeError("odd")]
        with bot.world.server.lock:
            anna.says("120 days")
            anna.says("list")
        await until(lambda: not faults)
        await bot.is_quiet()
        assert bot.list_answers(anna) == AGE
        assert len(list_texts(anna)) > 2
