"""Accounts of a check: a bot whose device is signed, and people who write to it."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import Any, Final

from strict_peer import StrictPeer
from synapse_server import SynapseServer
from toy_channel import ToyChannel, find_place, write_login

from bot.channels.matrix.engine.login_request import LoginRequest
from bot.channels.matrix.engine.opening import log_in, open_engine
from bot.channels.matrix.engine.port import MatrixEngine
from bot.channels.matrix.engine.values import MatrixLogin, StorePlace

SECRET: Final = "a password that only this run knows"
NAMES: Final = count(1)


@dataclass(frozen=True)
class MadeBot:
    """A bot that was logged in once: what it needs to open its engine again."""

    server: SynapseServer
    folder: Path
    name: str
    login: MatrixLogin
    recovery_key: str
    place: StorePlace

    @asynccontextmanager
    async def open(self) -> AsyncIterator[MatrixEngine]:
        """Opens its engine."""
        engine = await open_engine(self.login, self.place)
        try:
            yield engine
        finally:
            await engine.close()

    @asynccontextmanager
    async def toy(self) -> AsyncIterator[ToyChannel]:
        """Opens the channel that echoes."""
        async with self.open() as engine:
            yield ToyChannel(engine, self.folder / "inbox.json")


def register(server: SynapseServer, name: str) -> str:
    """Makes an account without limits of messages, and returns its user id."""
    user = server.register(name, SECRET)
    server.exempt(user)
    return user


async def make_bot(server: SynapseServer, folder: Path, place: StorePlace | None = None) -> MadeBot:
    """Makes an account, logs in, and gets a recovery key; its crypto store is in the folder, or at a place."""
    place = place or find_place(folder)
    name = f"bot{next(NAMES)}"
    register(server, name)
    new = await log_in(request(server, name), place)
    assert new.recovery_key is not None
    write_login(folder, new.login)
    return MadeBot(server, folder, name, new.login, new.recovery_key, place)


def request(server: SynapseServer, name: str, **more: Any) -> LoginRequest:
    """Returns what logging in needs."""
    return LoginRequest(server.address, name, SECRET, "trialscreen", **more)


@asynccontextmanager
async def make_person(server: SynapseServer, name: str = "", **more: Any) -> AsyncIterator[StrictPeer]:
    """A person at a strict client whose device is signed; with `name`, at a further device of an account."""
    known = bool(name)
    name = name or f"person{next(NAMES)}"
    if not known:
        register(server, name)
    with await asyncio.to_thread(StrictPeer) as person:
        await do(person.log_in, server.address, name, SECRET, **{"signed": True} | more)
        yield person


async def meet(person: StrictPeer, toy: ToyChannel, *, encrypted: bool = True) -> str:
    """Has a person invite the bot to a room of two; returns the room once both are in it."""
    room = str((await do(person.do, "create", invite=[toy.engine.user], encrypted=encrypted))["room"])
    await toy.step()
    await toy.step()
    return room


async def do(call: Callable[..., Any], *given: Any, **named: Any) -> Any:
    """Calls what blocks, beside the loop."""
    return await asyncio.to_thread(call, *given, **named)


async def step_until(toy: ToyChannel, text: str, most: int = 20) -> None:
    """Has the bot take batches until it read a text."""
    for _ in range(most):
        if text in await toy.step():
            return
    raise AssertionError("the bot did not read it")


async def list_events(server: SynapseServer, room: str, token: str) -> list[Any]:
    """Returns all events of a room as the homeserver has them, in its order."""
    found, at = list[Any](), ""
    while True:
        path = f"/_matrix/client/v3/rooms/{room}/messages?dir=f&limit=500{at}"
        page = await do(server.call, "GET", path, None, token)
        found += page["chunk"]
        if "end" not in page:
            return found
        at = f"&from={page['end']}"
