"""Whom the bot reads and who can read it: cross-signed devices of the two who are in the room, and nobody else."""

import json
from pathlib import Path
from typing import Any

import pytest
from bots import do, make_bot, make_person, meet, register, step_until
from strict_peer import StrictPeer
from synapse_server import SynapseServer
from toy_channel import ToyChannel

from bot.channels.matrix.engine.faults import NobodyToSendTo, RoomNotEncrypted, Undecryptable
from bot.channels.matrix.engine.faults import UndecryptableReason as Reason
from bot.channels.matrix.engine.port import MatrixEngine
from bot.channels.matrix.engine.values import RoomFault

pytestmark = pytest.mark.asyncio

TEXT = {"msgtype": "m.text", "body": "to whom it may concern"}


async def fetch(synapse: SynapseServer, person: StrictPeer, room: str, event: str) -> dict[str, Any]:
    """Returns an event as the homeserver has it."""
    path = f"/_matrix/client/v3/rooms/{room}/event/{event}"
    found: dict[str, Any] = await do(synapse.call, "GET", path, token=person.token)
    return found


async def put(synapse: SynapseServer, person: StrictPeer, room: str, content: Any, transaction: str) -> str:
    """Sends a ciphertext as the person's own event, as it is."""
    path = f"/_matrix/client/v3/rooms/{room}/send/m.room.encrypted/{transaction}"
    return str((await do(synapse.call, "PUT", path, content, person.token))["event_id"])


async def refuse(engine: MatrixEngine, room: str, event: Any) -> Reason:
    """Returns why an event is not read."""
    with pytest.raises(Undecryptable) as refused:
        await engine.decrypt(room, event)
    return refused.value.reason


async def test_an_unsigned_device_gets_no_key_and_is_not_read(synapse: SynapseServer, tmp_path: Path) -> None:
    """Protects a person whose password was guessed: a device that they did not sign neither reads nor writes."""
    bot = await make_bot(synapse, tmp_path)
    async with bot.toy() as toy, make_person(synapse) as person:
        room = await meet(person, toy)
        async with make_person(synapse, person.user, signed=False, lax=True) as intruder:
            await toy.step()
            standing = await toy.engine.inspect(room)
            assert (standing.fault, standing.unsigned) == (RoomFault.UNSIGNED_DEVICE, (intruder.device,))
            said = await toy.engine.send(room, "m.room.message", TEXT, "no key for the unsigned")
            assert (await do(person.wait_for_event, said))["content"] == TEXT
            seen = await do(intruder.wait_for, lambda each: each["event"] == said and each["failed"])
            assert seen["failed"], seen
            written = await do(intruder.say, room, "let me in")
            while written not in toy.kept["done"]:
                await toy.step()
            assert toy.kept["refused"] == {written: "UNSIGNED_DEVICE"}
            await do(intruder.do, "logout")
        await toy.step()
        assert (await toy.engine.inspect(room)).fault is None


async def test_what_was_said_once_is_not_taken_twice(synapse: SynapseServer, tmp_path: Path) -> None:
    """Protects answers from a homeserver, or a person, who sends a ciphertext again under another event."""
    bot = await make_bot(synapse, tmp_path)
    async with bot.toy() as toy, make_person(synapse) as person:
        room = await meet(person, toy)
        event = await fetch(synapse, person, room, await do(person.say, room, "once"))
        await step_until(toy, "once")
        again = await put(synapse, person, room, event["content"], "again")
        while again not in toy.kept["done"]:
            await toy.step()
        assert toy.kept["refused"] == {again: "REPLAYED"}
        assert (await toy.engine.decrypt(room, event)).content["body"] == "once"
        assert await refuse(toy.engine, room, event | {"origin_server_ts": 1}) is Reason.REPLAYED


async def test_nobody_speaks_with_the_words_of_another(synapse: SynapseServer, tmp_path: Path) -> None:
    """Protects answers from words that another said: the person's own, the bot's, or those of another room."""
    bot = await make_bot(synapse, tmp_path)
    other = register(synapse, f"other-{bot.name}")
    async with bot.toy() as toy, make_person(synapse) as person:
        room, second = await meet(person, toy), await meet(person, toy)
        event = await fetch(synapse, person, room, await do(person.say, room, "mine"))
        await step_until(toy, "mine")
        said = await toy.engine.send(room, "m.room.message", TEXT, "words of the bot")
        words = await fetch(synapse, person, room, said)
        brought = await put(synapse, person, room, words["content"], "brought-back")
        while brought not in toy.kept["done"]:
            await toy.step()
        assert toy.kept["refused"] == {brought: "NOT_THE_SENDER"}
        assert await refuse(toy.engine, room, event | {"sender": other}) is Reason.NOT_THE_SENDER
        assert await refuse(toy.engine, second, event) is Reason.NO_KEY
        broken = json.loads(json.dumps(event))
        broken["content"]["ciphertext"] = "A" + broken["content"]["ciphertext"][1:-8] + "AAAAAAAA"
        assert await refuse(toy.engine, room, broken) is Reason.BROKEN
        assert (await toy.engine.decrypt(room, words)).is_ours


async def test_a_person_with_a_new_identity_is_a_stranger_until_accepted(
    synapse: SynapseServer, tmp_path: Path
) -> None:
    """Protects a person against a homeserver that puts another's keys in the place of theirs."""
    bot = await make_bot(synapse, tmp_path)
    async with bot.toy() as toy, make_person(synapse) as person:
        room = await meet(person, toy)
        await do(person.say, room, "known")
        await step_until(toy, "known")
        await do(person.do, "reset_identity")
        written = await do(person.say, room, "changed")
        while written not in toy.kept["done"]:
            await toy.step()
        assert toy.kept["refused"] == {written: "IDENTITY_CHANGED"}
        assert (await toy.engine.inspect(room)).fault is RoomFault.IDENTITY_CHANGED
        with pytest.raises(NobodyToSendTo):
            await toy.engine.send(room, "m.room.message", TEXT, "to a stranger")
        await toy.engine.accept_identity(person.user)
        assert (await toy.engine.inspect(room)).fault is None
        await do(person.say, room, "accepted")
        await step_until(toy, "accepted")


async def test_rooms_of_another_kind_are_told_apart(synapse: SynapseServer, tmp_path: Path) -> None:
    """Protects against talk that others hear: a room in clear, a room of three, a person without an identity."""
    bot = await make_bot(synapse, tmp_path)
    third = register(synapse, f"third-{bot.name}")
    async with bot.toy() as toy, make_person(synapse) as person:
        clear = await meet(person, toy, encrypted=False)
        assert (await toy.engine.inspect(clear)).fault is RoomFault.NOT_ENCRYPTED
        with pytest.raises(RoomNotEncrypted):
            await toy.engine.send(clear, "m.room.message", TEXT, "in clear")
        told = await toy.engine.send_in_clear(clear, TEXT, "the one sentence")
        assert not (await do(person.wait_for_event, told))["encrypted"]
        room = await meet(person, toy)
        await do(person.do, "invite", room=room, user=third)
        assert (await toy.engine.inspect(room)).fault is RoomFault.NOT_TWO
        await toy.engine.leave(room)
        async with make_person(synapse, signed=False, lax=True) as careless:
            other = await meet(careless, toy)
            standing = await toy.engine.inspect(other)
            assert (standing.fault, standing.person) == (RoomFault.NO_IDENTITY, careless.user)


async def test_who_left_cannot_read_what_comes_after(synapse: SynapseServer, tmp_path: Path) -> None:
    """Protects what is said later: the session changes with the members and their devices."""
    bot = await make_bot(synapse, tmp_path)
    async with bot.toy() as toy, make_person(synapse) as person:
        room = await meet(person, toy)
        sessions = [await find_session(toy, synapse, person, room, number) for number in range(2)]
        async with make_person(synapse, signed=True) as guest:
            await do(person.do, "invite", room=room, user=guest.user)
            await do(guest.do, "join", room=room)
            await toy.step()
            sessions.append(await find_session(toy, synapse, person, room, 2))
            await do(guest.do, "leave", room=room)
            await toy.step()
            sessions.append(await find_session(toy, synapse, person, room, 3))
        assert sessions[0] == sessions[1]
        assert len(set(sessions)) == 3


async def find_session(toy: ToyChannel, synapse: SynapseServer, person: StrictPeer, room: str, number: int) -> str:
    """Has the bot say something, and returns under which session."""
    said = await toy.engine.send(room, "m.room.message", TEXT, f"session {number}")
    return str((await fetch(synapse, person, room, said))["content"]["session_id"])
