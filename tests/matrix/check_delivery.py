"""What reaches the bot and what it sends: once, whole, and with plain faults."""

import asyncio
import json
from pathlib import Path

import pytest
from bots import do, make_bot, make_person, meet, step_until
from synapse_server import SynapseServer
from toy_channel import ToyChannel, find_place

from bot.channels.matrix.engine.faults import (
    HomeserverRefusal,
    LoggedOut,
    TooManyRequests,
    Unreachable,
)
from bot.channels.matrix.engine.opening import open_engine
from bot.channels.matrix.engine.values import KeyNews, MatrixLogin, RawEvent

pytestmark = pytest.mark.asyncio

IN_GAP = 500
MOST_AT_ONCE = 9
"""How many messages Synapse takes at once from an account with its usual limits."""


async def test_the_same_transaction_is_one_event(synapse: SynapseServer, tmp_path: Path) -> None:
    """Protects people from hearing twice what a crash sent again: also from another process, and in other words."""
    bot = await make_bot(synapse, tmp_path)
    async with make_person(synapse) as person:
        async with bot.toy() as toy:
            room = await meet(person, toy)
            first = await toy.engine.send(room, "m.room.message", {"msgtype": "m.text", "body": "one"}, "txn")
            again = await toy.engine.send(room, "m.room.message", {"msgtype": "m.text", "body": "two"}, "txn")
        async with bot.open() as engine:
            later = await engine.send(room, "m.room.message", {"msgtype": "m.text", "body": "three"}, "txn")
            other = await engine.send(room, "m.room.message", {"msgtype": "m.text", "body": "four"}, "other")
        assert first == again == later != other
        assert (await do(person.wait_for_event, other))["content"]["body"] == "four"
        assert [each["content"]["body"] for each in person.seen if each["saw"] == "m.room.message"] == ["one", "four"]


async def test_a_gap_of_five_hundred_messages_is_filled(synapse: SynapseServer, tmp_path: Path) -> None:
    """Protects what was written while the bot was away: the homeserver tells the newest, and all are read in order."""
    bot = await make_bot(synapse, tmp_path)
    async with make_person(synapse) as person:
        async with bot.toy() as toy:
            room = await meet(person, toy)
            await do(person.say, room, "first")
            await step_until(toy, "first")
        for number in range(IN_GAP):
            await do(person.say, room, f"{number}")
        async with bot.open() as engine:
            since = json.loads((tmp_path / "inbox.json").read_text(encoding="utf-8"))["since"]
            batch = await engine.sync(since)
            await engine.receive(batch.keys)
            (update,) = batch.rooms
            assert update.limited
            assert update.before is not None
            events = [*await engine.fill_gap(room, update.before, since), *update.timeline]
            written = [each for each in events if each["sender"] == person.user]
            texts = [(await engine.decrypt(room, each)).content["body"] for each in written]
        assert texts == [str(number) for number in range(IN_GAP)]


async def test_key_news_has_one_effect(synapse: SynapseServer, tmp_path: Path) -> None:
    """Protects a crash between the crypto store's commit and the inbox's: the same batch comes again."""
    bot = await make_bot(synapse, tmp_path)
    async with bot.toy() as toy, make_person(synapse) as person:
        room = await meet(person, toy)
        await do(person.say, room, "hello")
        batch = await toy.engine.sync(toy.kept["since"])
        while not batch.keys.to_device:
            batch = await toy.engine.sync(toy.kept["since"])
        first = await toy.engine.receive(batch.keys)
        again = await toy.engine.receive(batch.keys)
        assert (first.room_keys, first.unread) == (1, 0)
        assert (again.room_keys, again.unread) == (0, 0)
        await step_until(toy, "hello")
        rubbish: tuple[RawEvent, ...] = (
            {"type": "m.room.encrypted"},
            {"type": "m.room.encrypted", "sender": person.user, "content": {}},
            {},
        )
        assert (await toy.engine.receive(KeyNews("elsewhere", rubbish))).unread == len(rubbish)


async def test_a_key_that_did_not_come_is_asked_for_once(synapse: SynapseServer, tmp_path: Path) -> None:
    """Protects a message whose key was lost on the way: its sender's client is asked, and asked once."""
    bot = await make_bot(synapse, tmp_path)
    async with bot.toy() as toy, make_person(synapse) as person:
        room = await meet(person, toy)
        written = await do(person.say, room, "keyless")
        event = None
        while event is None:
            batch = await toy.engine.sync(toy.kept["since"])
            found = [each for update in batch.rooms for each in update.timeline if each["event_id"] == written]
            event = found[0] if found else None
        assert await toy.engine.request_keys(room, event)
        assert not await toy.engine.request_keys(room, event)
        place = batch.place  # the key's own to-device event is left out: it is lost
        keys = 0
        while not keys:
            batch = await toy.engine.sync(place, 2)
            place = batch.place
            keys = (await toy.engine.receive(batch.keys)).room_keys
        assert (await toy.engine.decrypt(room, event)).content["body"] == "keyless"


async def test_limits_and_refusals_are_told(synapse: SynapseServer, tmp_path: Path) -> None:
    """Protects whoever handles faults: how long to wait, that the token is gone, that nobody answers."""
    bot = await make_bot(synapse, tmp_path)
    async with bot.toy() as toy, make_person(synapse) as person:
        room = await meet(person, toy)
        path = f"/_synapse/admin/v1/users/{bot.login.user}/override_ratelimit"
        await do(synapse.call, "DELETE", path, None, synapse.admin)
        with pytest.raises(TooManyRequests) as limit:
            await send_many(toy, room, MOST_AT_ONCE + 10)
        assert 0 < limit.value.wait_seconds < 60
        with pytest.raises(HomeserverRefusal):
            await toy.engine.inspect("!nowhere:localhost")
        await do(synapse.call, "POST", "/_matrix/client/v3/logout", {}, bot.login.token)
        with pytest.raises(LoggedOut):
            await toy.engine.sync(toy.kept["since"])
    nobody = MatrixLogin("http://127.0.0.1:9", bot.login.user, bot.login.device, "token")
    engine = await open_engine(nobody, find_place(tmp_path))
    with pytest.raises(Unreachable):
        await engine.sync(None)
    await engine.close()
    await asyncio.sleep(0)


async def test_a_file_is_read_by_who_gets_its_key(synapse: SynapseServer, tmp_path: Path) -> None:
    """Protects reports: they lie encrypted at the homeserver, and the person's client opens them."""
    bot = await make_bot(synapse, tmp_path)
    async with bot.toy() as toy, make_person(synapse) as person:
        room = await meet(person, toy)
        stored = await toy.engine.upload(b"%PDF a report")
        content = {"msgtype": "m.file", "body": "report.pdf", "file": stored.file, "info": {"size": stored.size}}
        sent = await toy.engine.send(room, "m.room.message", content, "a file")
        seen = await do(person.wait_for_event, sent)
        assert seen["content"] == content
        opened = await do(person.do, "open_file", file=seen["content"]["file"])
        assert opened["text"] == "%PDF a report"
        assert not any(b"%PDF a report" in written for _, written in synapse.read_all())


async def send_many(toy: ToyChannel, room: str, count: int) -> None:
    """Sends so many messages as fast as it goes."""
    for number in range(count):
        await toy.engine.send(room, "m.room.message", {"msgtype": "m.text", "body": "x"}, f"limit {number}")
