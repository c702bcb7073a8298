"""The whole channel against Synapse and a strict client: screenings in encrypted chats, from the first word on."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from bots import MadeBot, do, make_bot, make_person
from stores import KEY, Person, place
from strict_peer import StrictPeer
from synapse_server import SynapseServer

from bot.channels.handling import phrases as chats
from bot.channels.matrix import phrases
from bot.channels.matrix.service.assembly import MatrixOptions, assemble_matrix
from bot.channels.service.assembly import Assembly
from bot.channels.service.heartbeat_file import Presence
from bot.observability.metrics import Metrics
from dialogs.rules.answers import Known
from storage.features.members import Members, Role
from storage.opening.opening import open_store
from storage.unit_of_work.store import Store
from storage.unit_of_work.writer_thread import Writer

NO_SHIELD = {"colour": 0, "reason": None}

pytestmark = pytest.mark.asyncio


def now() -> datetime:
    """Returns the time of the machine."""
    return datetime.now(UTC)


@asynccontextmanager
async def serve(bot: MadeBot, folder: Path) -> AsyncIterator[Store]:
    """Serves a device until the end of the block."""
    store = open_store(place(folder), KEY, now())
    try:
        async with bot.open() as engine:
            with Writer(store) as writer:
                assembly = Assembly("interfant-21", Metrics(), now, draw=lambda *_: b"made")
                options = MatrixOptions(frozenset({"localhost"}), has_lock=True)
                service = assemble_matrix(engine, writer, assembly, Presence(folder / "serving"), options)
                stopping = asyncio.Event()
                serving = asyncio.create_task(service.run(stopping))
                try:
                    yield store
                finally:
                    stopping.set()
                    await serving
    finally:
        store.close()


def make_token(store: Store) -> str:
    """Returns the token of an invitation."""
    taken = store.take(
        Person(store, "carla", now=now()).inbound(),
        lambda uow: Members(uow).invite(Role.CLINICIAN, timedelta(days=1)),
    )
    return str(taken.value)


async def sees(person: StrictPeer, text: str) -> dict[str, Any]:
    """Returns the first message that holds a text, once the person sees it; it bears no shield."""
    seen: dict[str, Any] = await do(
        person.wait_for,
        lambda each: text in each["content"].get("body", "") and each["sender"] != person.user and not each["failed"],
    )
    assert (seen["shield"], seen["encrypted"]) == (NO_SHIELD, True)
    return seen


def list_answers(store: Store, person: StrictPeer) -> dict[str, Any]:
    """Returns what is recorded in a person's newest screening."""
    with store.reading() as repository:
        return dict(repository.list_owned(f"matrix:{person.user}", 1)[0].screening.answers)


async def test_a_screening_from_an_invitation_to_a_report(synapse: SynapseServer, tmp_path: Path) -> None:
    """Protects the whole way in stock software: let in, asked, answered by number, closed, restarted, a file."""
    bot = await make_bot(synapse, tmp_path)
    async with make_person(synapse) as person:
        async with serve(bot, tmp_path) as store:
            room = str((await do(person.do, "create", invite=[bot.login.user], encrypted=True))["room"])
            await do(person.wait_for, lambda each: _joins(each, room, bot.login.user))
            await do(person.say, room, f"start {make_token(store)}")
            await sees(person, phrases.WELCOME)
            await do(person.say, room, "120 days")
            asked = await sees(person, "What is the diagnosis?")
            assert "<b>What is the diagnosis?</b>" in asked["content"]["formatted_body"]
            await do(person.do, "react", room=room, event=asked["event"], key="3")
            await sees(person, phrases.NO_REACTIONS)
            said = await do(person.say, room, "1")
            await sees(person, "disease")
            await do(person.do, "edit", room=room, body="3", event=said)
            await sees(person, chats.EDITED)
            edited = await do(person.wait_for, lambda each: _edits(each, bot.login.user))
            assert edited["shield"] == NO_SHIELD
            assert list_answers(store, person) == {"age_days": Known(120), "diagnosis": Known("b_precursor_all")}
        await do(person.say, room, "newly diagnosed")
        async with serve(bot, tmp_path) as store:
            await sees(person, "KMT2A")
            assert list_answers(store, person)["disease_phase"] == Known("newly_diagnosed")
            await do(person.say, room, "pdf")
            sent = await do(person.wait_for, lambda each: each["content"].get("msgtype") == "m.file")
            opened = await do(person.do, "open_file", file=sent["content"]["file"])
            assert opened["text"] == "made"
        assert not [each for each in person.seen if each["failed"]]


async def test_rooms_that_are_not_fit_are_told_and_left(synapse: SynapseServer, tmp_path: Path) -> None:
    """Protects "encrypted, of two": who was let in reads why in one sentence, a stranger nothing; rooms are left."""
    bot = await make_bot(synapse, tmp_path)
    async with make_person(synapse) as person, make_person(synapse) as stranger, serve(bot, tmp_path) as store:
        room = str((await do(person.do, "create", invite=[bot.login.user], encrypted=True))["room"])
        await do(person.wait_for, lambda each: _joins(each, room, bot.login.user))
        await do(person.say, room, f"start {make_token(store)}")
        await sees(person, phrases.WELCOME)
        plain = str((await do(person.do, "create", invite=[bot.login.user], encrypted=False))["room"])
        await do(person.wait_for, lambda each: each["content"].get("body") == phrases.NOT_ENCRYPTED)
        await do(person.wait_for, lambda each: _leaves(each, plain, bot.login.user))
        await do(person.do, "invite", room=room, user=stranger.user)
        await do(stranger.do, "join", room=room)
        await do(person.wait_for, lambda each: _leaves(each, room, bot.login.user))
        other = str((await do(stranger.do, "create", invite=[bot.login.user], encrypted=False))["room"])
        await do(stranger.wait_for, lambda each: _leaves(each, other, bot.login.user))
        assert not [each for each in stranger.seen if each["room"] == other and each["content"].get("body")]


def _edits(seen: dict[str, Any], user: str) -> bool:
    relation = seen["content"].get("m.relates_to", {})
    return seen["sender"] == user and relation.get("rel_type") == "m.replace" and not seen["failed"]


def _joins(seen: dict[str, Any], room: str, user: str) -> bool:
    is_own = seen["saw"] == "m.room.member" and seen["room"] == room and seen["sender"] == user
    return bool(is_own and seen["content"].get("membership") == "join")


def _leaves(seen: dict[str, Any], room: str, user: str) -> bool:
    is_own = seen["saw"] == "m.room.member" and seen["room"] == room and seen["sender"] == user
    return bool(is_own and seen["content"].get("membership") == "leave")
