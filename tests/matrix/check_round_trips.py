"""Somebody writes to the bot at a strict client, and is answered without a warning."""

import statistics
import time
from pathlib import Path

import pytest
from bots import do, make_bot, make_person, meet, step_until
from synapse_server import SynapseServer

from bot.channels.matrix.engine.values import DecryptedEvent

TRIPS = 20
NO_SHIELD = {"colour": 0, "reason": None}

pytestmark = pytest.mark.asyncio


async def test_twenty_round_trips_bear_no_shield(synapse: SynapseServer, tmp_path: Path) -> None:
    """Protects trust in the bot: nothing that it says is marked as doubtful. The median is printed."""
    bot = await make_bot(synapse, tmp_path)
    took = []
    async with bot.toy() as toy, make_person(synapse) as person:
        room = await meet(person, toy)
        for number in range(TRIPS):
            began = time.monotonic()
            await do(person.say, room, f"message {number}")
            await step_until(toy, f"message {number}")
            seen = await do(person.wait_for, lambda each, n=number: each["content"].get("body") == f"echo message {n}")
            took.append(time.monotonic() - began)
            assert (seen["shield"], seen["encrypted"]) == (NO_SHIELD, True)
        assert not [each for each in person.seen if each["failed"]]
        assert toy.kept["refused"] == {}
    print(f"\nround trips: median {statistics.median(took) * 1000:.0f} ms of {TRIPS}")


async def test_what_a_client_can_write_is_read_with_its_relation(synapse: SynapseServer, tmp_path: Path) -> None:
    """Protects edits and replies: what they are about stands beside what they say."""
    bot = await make_bot(synapse, tmp_path)
    async with bot.toy() as toy, make_person(synapse) as person:
        room = await meet(person, toy)
        first = await do(person.say, room, "first")
        await do(person.do, "reply", room=room, body="second", event=first)
        await do(person.do, "edit", room=room, body="third", event=first)
        found: list[DecryptedEvent] = []
        batch = await toy.engine.sync(toy.kept["since"])
        while len(found) < 3:
            await toy.engine.receive(batch.keys)
            found += [
                await toy.engine.decrypt(room, event)
                for update in batch.rooms
                for event in update.timeline
                if event["type"] == "m.room.encrypted"
            ]
            batch = await toy.engine.sync(batch.place)
        said, reply, edit = (each.content for each in found)
        assert said["body"] == "first"
        assert reply["m.relates_to"]["m.in_reply_to"]["event_id"] == first
        assert (edit["m.relates_to"]["rel_type"], edit["m.new_content"]["body"]) == ("m.replace", "third")
        assert {each.device for each in found} == {person.device}
