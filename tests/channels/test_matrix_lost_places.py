"""What lies between two syncs that do not join: it is fetched, as far as it is anybody's."""

from pathlib import Path

import pytest
from matrix_chatting import MatrixWorld, list_texts, matrix_chatting
from patience import until

from bot.channels.matrix.engine.faults import HomeserverRefusal
from bot.workbench.matrix_standin import MatrixPerson
from bot.workbench.matrix_standin.homeserver import BOT
from dialogs.rules.answers import Known

AGE = {"age_days": Known(120)}
MANY = 30
"""Events: more than a sync of the stand-in brings of a room."""


def write_much(person: MatrixPerson) -> None:
    """Lets notices follow, with which nobody says anything."""
    for _ in range(MANY):
        person.sends({"msgtype": "m.notice", "body": "x"})


@pytest.mark.parametrize(
    "faults",
    [
        [HomeserverRefusal(400, "M_UNKNOWN")],
        [None, HomeserverRefusal(400, "M_INVALID_PARAM")],
    ],
    ids=["the sync", "the gap"],
)
@pytest.mark.asyncio
async def test_a_place_that_is_not_known_any_more_costs_nothing(
    tmp_path: Path, faults: list[HomeserverRefusal | None]
) -> None:
    """Protects what was written meanwhile, however much, and from being read twice: all after what is known counts."""
    world = MatrixWorld()
    async with matrix_chatting(world, tmp_path) as bot:
        anna = await bot.let_in()
        before = len(list_texts(anna))
    with world.server.lock:
        anna.says("120 days")
        write_much(anna)
        world.server.faults += faults
    async with matrix_chatting(world, tmp_path) as bot:
        await bot.is_quiet()
        assert bot.list_answers(anna) == AGE
        assert len(list_texts(anna)) == before + 1


@pytest.mark.asyncio
async def test_a_gap_that_is_refused_twice_costs_only_its_room(tmp_path: Path) -> None:
    """Protects all others from one room whose past the homeserver does not tell."""
    world = MatrixWorld()
    async with matrix_chatting(world, tmp_path) as bot:
        anna, ben = await bot.let_in(), await bot.let_in("ben")
    with world.server.lock:
        write_much(anna)
        ben.says("120 days")
        world.server.faults += [HomeserverRefusal(400, "M_UNKNOWN"), None, HomeserverRefusal(403, "M_FORBIDDEN")]
    async with matrix_chatting(world, tmp_path) as bot:
        await bot.is_quiet()
        assert bot.list_answers(ben) == AGE


@pytest.mark.asyncio
async def test_first_words_are_read_however_much_follows(tmp_path: Path) -> None:
    """Protects who writes before we joined: apps do, and more may follow than a sync brings."""
    world = MatrixWorld()
    anna = world.make_person()
    async with matrix_chatting(world, tmp_path) as bot:
        token = bot.make_token()
    with world.server.lock:
        anna.invites()
        anna.says(f"start {token}")
        write_much(anna)
    async with matrix_chatting(world, tmp_path) as bot:
        await until(lambda: list_texts(anna))


@pytest.mark.asyncio
async def test_rooms_are_looked_at_anew_where_a_sync_begins_anew(tmp_path: Path) -> None:
    """Protects a chat from who came in between: what changed then is told by no sync."""
    async with matrix_chatting(MatrixWorld(), tmp_path) as bot:
        anna = await bot.let_in()
        room, server = anna.room, bot.world.server
        assert room is not None
        with server.lock:
            room.members["@eve:hospital.org"] = "join"  # which no event says
            server.faults += [HomeserverRefusal(400, "M_UNKNOWN")]
            server.note_devices("@nobody:hospital.org")
        await until(lambda: not server.faults)
        anna.says("120 days")
        await until(lambda: room.members[BOT] == "leave")
        assert bot.list_answers(anna) == {}
