"""What a homeserver says, as the engine of encrypted chats tells it to its channel."""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from copy import copy
from typing import Any

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from bot.channels.matrix.engine.faults import (
    HomeserverRefusal,
    LoggedOut,
    MatrixFault,
    NotFound,
    TooManyRequests,
    Unreachable,
)
from bot.channels.matrix.engine.homeserver import Homeserver, join_path
from bot.channels.matrix.engine.rooms import RoomCache
from bot.channels.matrix.engine.syncing import PAGE, fetch_batch, fetch_gap, read_batch
from bot.channels.matrix.engine.values import KeyNews

EVENT = {"event_id": "$one", "sender": "@anna:localhost", "type": "m.room.encrypted", "content": {}}


@asynccontextmanager
async def answering(answer: web.Response | web.StreamResponse) -> AsyncIterator[Homeserver]:
    """A homeserver that says one thing to whatever it is asked."""

    async def say(_: web.Request) -> web.StreamResponse:
        return copy(answer)

    app = web.Application()
    app.router.add_route("*", "/{path:.*}", say)
    async with TestServer(app) as server:
        homeserver = Homeserver(str(server.make_url("")), "a secret token")
        yield homeserver
        await homeserver.close()


@pytest.mark.parametrize(
    ("status", "said", "fault", "words"),
    [
        (401, {"errcode": "M_UNKNOWN_TOKEN"}, LoggedOut, "401 M_UNKNOWN_TOKEN"),
        (403, {"errcode": "M_FORBIDDEN", "error": "her name"}, HomeserverRefusal, "403 M_FORBIDDEN"),
        (404, {"errcode": "M_NOT_FOUND"}, NotFound, "404 M_NOT_FOUND"),
        (400, {"errcode": "a text of hers"}, HomeserverRefusal, "400 without a code"),
        (429, {"retry_after_ms": 2500}, TooManyRequests, "2.5 seconds"),
        (429, {}, TooManyRequests, "1 seconds"),
        (500, {"errcode": "M_UNKNOWN"}, Unreachable, "answered 500"),
        (200, None, Unreachable, "answered 200"),
        (404, None, Unreachable, "answered 404"),
    ],
)
@pytest.mark.asyncio
async def test_each_answer_is_the_fault_that_it_means(
    status: int, said: Mapping[str, Any] | None, fault: type[MatrixFault], words: str
) -> None:
    """Protects against a wrong remedy: "log in again" only where the token is gone, and no text of others in a fault.

    What is no JSON is a proxy's or another server's: its 404 says nothing of what is there.
    """
    response = web.Response(status=status, text="<html>") if said is None else web.json_response(said, status=status)
    async with answering(response) as homeserver:
        with pytest.raises(MatrixFault) as found:
            await homeserver.get("/sync")
    assert type(found.value) is fault
    assert words in str(found.value)


@pytest.mark.asyncio
async def test_a_wait_that_a_header_says_counts() -> None:
    """Protects the homeserver's newer way to say how long to wait."""
    said = web.json_response({"retry_after_ms": 100}, status=429, headers={"Retry-After": "7"})
    async with answering(said) as homeserver:
        with pytest.raises(TooManyRequests) as limit:
            await homeserver.put("/rooms", {})
    assert limit.value.wait_seconds == 7


@pytest.mark.asyncio
async def test_nobody_there_is_told_without_an_address() -> None:
    """Protects the log: a fault names neither an address nor a token."""
    homeserver = Homeserver("http://127.0.0.1:9", "a secret token")
    with pytest.raises(Unreachable) as found:
        await homeserver.get("/sync")
    await homeserver.close()
    assert not any(each in str(found.value) for each in ("127", "secret"))


def test_a_path_holds_whatever_signs_a_room_bears() -> None:
    """Protects requests from the names of others: a room cannot lead elsewhere."""
    assert join_path("rooms", "!a/../b?c#d:e") == "/rooms/%21a%2F..%2Fb%3Fc%23d%3Ae"


def test_a_batch_holds_what_was_said_and_nothing_that_is_out_of_form() -> None:
    """Protects the inbox: an event without an id, a sender or a type is none, whatever stands beside it."""
    said = {
        "next_batch": "s2",
        "to_device": {"events": [{"type": "m.room.encrypted"}, "rubbish"]},
        "device_lists": {"changed": ["@anna:localhost", 7], "left": None},
        "device_one_time_keys_count": {"signed_curve25519": 12},
        "rooms": {
            "join": {
                "!r": {
                    "timeline": {"events": [EVENT, {}, 5, EVENT | {"event_id": 1}], "limited": True, "prev_batch": "p"}
                }
            },
            "invite": {
                "!i": {
                    "invite_state": {
                        "events": [{"type": "m.room.member", "sender": "@b:x", "content": {"membership": "invite"}}]
                    }
                }
            },
            "leave": {"!l": {}},
        },
    }
    batch = read_batch(said, "s1")
    assert batch.keys == KeyNews("s1", ({"type": "m.room.encrypted"},), ("@anna:localhost",), (), 12)
    (update,) = batch.rooms
    assert (update.room, update.timeline, update.limited, update.before) == ("!r", (EVENT,), True, "p")
    assert [(each.room, len(each.state)) for each in batch.invites] == [("!i", 1)]
    assert (batch.place, batch.left) == ("s2", ("!l",))
    empty = read_batch({"next_batch": "s3"}, None)
    assert (empty.rooms, empty.invites, empty.keys.one_time_keys) == ((), (), None)


@pytest.mark.asyncio
async def test_a_gap_is_read_page_by_page_and_comes_oldest_first() -> None:
    """Protects the order of what was missed, over several pages, up to where the last batch ended."""
    pages = {
        "p0": {"chunk": [EVENT | {"event_id": "$4"}, EVENT | {"event_id": "$3"}], "end": "p1"},
        "p1": {"chunk": [EVENT | {"event_id": "$2"}], "end": "p2"},
        "p2": {"chunk": [], "end": "s1"},
    }

    async def say(request: web.Request) -> web.Response:
        assert (request.query["to"], request.query["limit"], request.query["dir"]) == ("s1", str(PAGE), "b")
        return web.json_response(pages[request.query["from"]])

    app = web.Application()
    app.router.add_get("/_matrix/client/v3/rooms/{room}/messages", say)
    async with TestServer(app) as server:
        homeserver = Homeserver(str(server.make_url("")))
        found = await fetch_gap(homeserver, "!r:x", "p0", "s1")
        await homeserver.close()
    assert [each["event_id"] for each in found] == ["$2", "$3", "$4"]


@pytest.mark.parametrize("said", [[], 5, "s2", {}, {"next_batch": 5}, {"rooms": {}}])
@pytest.mark.asyncio
async def test_an_answer_that_is_no_sync_may_be_another_one_later(said: Any) -> None:
    """Protects the service from a proxy that answers with JSON of its own: it is asked again, and nothing ends."""
    async with answering(web.json_response(said)) as homeserver:
        with pytest.raises(Unreachable):
            await fetch_batch(homeserver, "s1", 0)


@pytest.mark.parametrize("said", [[], {}, {"chunk": 5}, {"chunk": [5]}, {"chunk": [{"state_key": "@a:b"}]}])
@pytest.mark.asyncio
async def test_members_that_are_none_are_nobody(said: Any) -> None:
    """Protects a room: whoever is in it has to be known, so that it is looked at again."""
    async with answering(web.json_response(said)) as homeserver:
        with pytest.raises(Unreachable):
            await RoomCache(homeserver).fetch("!r:x")


@pytest.mark.asyncio
async def test_half_a_pair_in_a_sync_costs_nothing() -> None:
    """Protects the service from who sends such a text to its device: it would come with every sync."""
    text = '{"next_batch": "s2", "to_device": {"events": [{"type": "\\ud800"}]}, "rooms": {"leave": {"!l": {}}}}'
    async with answering(web.Response(text=text, content_type="application/json")) as homeserver:
        batch = await fetch_batch(homeserver, "s1", 0)
    assert (batch.place, batch.left, batch.keys.to_device) == ("s2", ("!l",), ({"type": "?"},))
