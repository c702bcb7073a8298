"""Rooms that change while they are looked at."""

import asyncio
from pathlib import Path

import pytest
from matrix_chatting import MatrixChatting, MatrixWorld, list_texts, matrix_chatting
from patience import until

from bot.channels.matrix.engine.values import RoomFault, RoomStanding
from bot.channels.matrix.rooms.room_check import RoomCheck
from bot.workbench.matrix_standin import StandinEngine
from bot.workbench.matrix_standin.homeserver import BOT


class SlowEngine(StandinEngine):
    """An engine that takes a while to look at a room: the devices of its people are asked for. `waits` are awaited."""

    fault: RoomFault | None = None
    looked = 0

    def __init__(self) -> None:
        self.gate = asyncio.Event()

    async def inspect(self, room: str) -> RoomStanding:
        """See `MatrixEngine`."""
        self.looked += 1
        found = RoomStanding(room, self.fault, "@anna:hospital.org")
        await self.gate.wait()
        return found


@pytest.mark.parametrize("change", ["room", "person", "all"])
@pytest.mark.asyncio
async def test_what_was_found_before_a_change_does_not_count(change: str) -> None:
    """Protects a chat from who came in while it was looked at: what is remembered would else be older."""
    engine = SlowEngine()
    check = RoomCheck(engine)
    asking = asyncio.create_task(check.check("!room"))
    await until(lambda: engine.looked == 1)
    engine.fault = RoomFault.NOT_TWO
    if change == "room":
        check.forget_room("!room")
    elif change == "person":
        check.forget_person("@anna:hospital.org")
    else:
        check.forget_all()
    engine.gate.set()
    assert (await asking).fault is RoomFault.NOT_TWO
    assert engine.looked == 2


@pytest.mark.asyncio
async def test_changes_of_others_are_no_reason_to_look_again() -> None:
    """Protects a busy device: each room is looked at once, however much happens in others."""
    engine = SlowEngine()
    check = RoomCheck(engine)
    asking = asyncio.create_task(check.check("!room"))
    await until(lambda: engine.looked == 1)
    check.forget_room("!another")
    check.forget_person("@ben:hospital.org")
    engine.gate.set()
    await asking
    await check.check("!room")
    assert engine.looked == 1


def bring_a_third(bot: MatrixChatting, third: str) -> None:
    """Lets somebody come into a room while it is looked at for the first time."""
    inspect = bot.engine.inspect

    async def inspect_slowly(room: str) -> RoomStanding:
        found = await inspect(room)
        held = bot.world.server.rooms[room]
        if third not in held.members:
            bot.world.server.change_member(held, third, "join", BOT)
            await until(lambda: bot.service.loop.place == f"s{bot.world.server.position}")
        return found

    bot.engine.inspect = inspect_slowly  # type: ignore[method-assign]


@pytest.mark.asyncio
async def test_who_comes_while_a_room_is_opened_reads_nothing(tmp_path: Path) -> None:
    """Protects patients: the room was one of two when its members were asked for, and is not when it is opened."""
    async with matrix_chatting(MatrixWorld(), tmp_path) as bot:
        bring_a_third(bot, "@eve:hospital.org")
        anna = bot.world.make_person()
        room = anna.invites()
        anna.says(f"start {bot.make_token()}")
        await until(lambda: room.members[BOT] == "leave")
        assert list_texts(anna) == []
        assert bot.list_answers(anna) == {}
