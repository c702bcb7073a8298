"""A homeserver that answers out of form, and a crypto store that is none: each is told, and nothing is broken off."""

import sqlite3
import threading
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager, closing
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from bot.channels.matrix.engine.faults import CryptoStoreFault, Unreachable
from bot.channels.matrix.engine.login_request import LoginRequest
from bot.channels.matrix.engine.opening import log_in
from bot.channels.matrix.engine.values import StorePlace

pytestmark = pytest.mark.asyncio

GIVEN = {"access_token": "t", "user_id": "@bot:hospital.org", "device_id": "DEVICE"}
COUNTED = {"one_time_key_counts": {"signed_curve25519": 50}}


@asynccontextmanager
async def answering(answers: Mapping[str, Any]) -> AsyncIterator[LoginRequest]:
    """A homeserver that answers by the end of a path, and nothing where none is said."""

    async def say(request: web.Request) -> web.Response:
        return web.json_response(next((said for path, said in answers.items() if request.path.endswith(path)), {}))

    app = web.Application()
    app.router.add_route("*", "/{path:.*}", say)
    async with TestServer(app) as server:
        yield LoginRequest(str(server.make_url("")), "@bot:hospital.org", "word", "bot")


@pytest.mark.parametrize(
    "answers",
    [
        {},
        {"/login": []},
        {"/login": {"access_token": 5, "user_id": 6, "device_id": 7}},
        {"/login": GIVEN | {"user_id": "bot"}},
        {"/login": GIVEN},
        {"/login": GIVEN, "/keys/upload": []},
        {"/login": GIVEN, "/keys/upload": COUNTED, "/keys/query": {"device_keys": 5}},
        {"/login": GIVEN, "/keys/upload": COUNTED, "/keys/query": {"master_keys": {"@bot:hospital.org": 5}}},
    ],
)
async def test_answers_out_of_form_are_told(tmp_path: Path, answers: Mapping[str, Any]) -> None:
    """Protects whoever logs in at the wrong place: what answers there is no homeserver, and one sentence says so."""
    async with answering(answers) as request:
        with pytest.raises(Unreachable, match="is not understood"):
            await log_in(request, StorePlace(b"k" * 32, file=str(tmp_path / "keys")))


@pytest.mark.parametrize("is_database", [False, True])
async def test_a_file_that_is_no_crypto_store_is_told(tmp_path: Path, *, is_database: bool) -> None:
    """Protects an operator whose setting names another file, or whose disk is damaged: told, and the command ends.

    A thread of the database that is left would hold up its end for ever.
    """
    file = tmp_path / "keys"
    if is_database:
        with closing(sqlite3.connect(file)) as connection:
            connection.execute("CREATE TABLE crypto_version (of_another_program TEXT)")
    else:
        file.write_bytes(b"rubbish" * 1_000)
    before = set(threading.enumerate())
    async with answering({}) as request:
        with pytest.raises(CryptoStoreFault, match="damaged, or is none"):
            await log_in(request, StorePlace(b"k" * 32, file=str(file)))
    for each in set(threading.enumerate()) - before:
        each.join(5)
        assert not each.is_alive()
