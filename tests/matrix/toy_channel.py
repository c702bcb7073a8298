"""A channel that echoes: it uses the engine in the order that the port asks for, and keeps its inbox in a JSON file.

Run as a program it goes on until it is killed: `python toy_channel.py FOLDER`. With a number behind it, it kills itself
after so many moments. One is before and one after each call of the engine, and one before the inbox is written.
"""

import asyncio
import json
import os
import signal
import sys
from collections.abc import Awaitable, Callable
from dataclasses import asdict
from functools import partial
from pathlib import Path
from typing import Any, Final, cast

from bot.channels.matrix.engine.faults import TooManyRequests, Undecryptable, Unreachable
from bot.channels.matrix.engine.opening import open_engine
from bot.channels.matrix.engine.port import MatrixEngine
from bot.channels.matrix.engine.values import MatrixLogin, StorePlace

KEY: Final = b"a key of thirty-two bytes or more"
ENCRYPTED: Final = "m.room.encrypted"


class ToyChannel:
    """An engine, and what it brought, in a file that is written whole or not at all."""

    def __init__(self, engine: MatrixEngine, file: Path, pass_moment: Callable[[], None] = lambda: None) -> None:
        self.engine = engine
        self._file = file
        self._pass_moment = pass_moment
        self.kept: dict[str, Any] = {"since": None, "inbox": [], "done": [], "refused": {}, "gaps": 0}
        if file.exists():
            self.kept = json.loads(file.read_text(encoding="utf-8"))

    async def step(self, wait_seconds: float = 5.0) -> list[str]:
        """Takes one batch, answers all that waits, and returns the texts that were read."""
        since = self.kept["since"]
        batch = await self.engine.sync(since, wait_seconds)
        await self.engine.receive(batch.keys)
        for update in batch.rooms:
            events = list(update.timeline)
            if update.limited and update.before is not None and since is not None:
                events = [*await self.engine.fill_gap(update.room, update.before, since), *events]
                self.kept["gaps"] += 1
            known = {each["event_id"] for _, each in self.kept["inbox"]} | set(self.kept["done"])
            self.kept["inbox"] += [[update.room, each] for each in events if each["event_id"] not in known]
        self.kept["since"] = batch.place
        self.save()
        for invite in batch.invites:
            await self.engine.join(invite.room)
        return await self.answer()

    async def answer(self) -> list[str]:
        """Decrypts and echoes what waits, in its order."""
        texts = []
        while self.kept["inbox"]:
            room, event = self.kept["inbox"][0]
            text = await self._answer(room, event)
            texts += [] if text is None else [text]
            self.kept["inbox"].pop(0)
            self.kept["done"].append(event["event_id"])
            self.save()
        return texts

    async def _answer(self, room: str, event: dict[str, Any]) -> str | None:
        if event["type"] != ENCRYPTED or event["sender"] == self.engine.user:
            return None
        try:
            said = await self.engine.decrypt(room, event)
        except Undecryptable as refused:
            self.kept["refused"][event["event_id"]] = refused.reason.name
            return None
        text = str(said.content.get("body", ""))
        echo = {"msgtype": "m.text", "body": f"echo {text}"}
        await self.engine.send(room, "m.room.message", echo, f"to-{event['event_id']}")
        return text

    def save(self) -> None:
        """Writes what is kept, durably, in one step."""
        self._pass_moment()
        draft = self._file.with_suffix(".draft")
        with draft.open("w", encoding="utf-8") as out:
            json.dump(self.kept, out)
            out.flush()
            os.fsync(out.fileno())
        draft.replace(self._file)


def find_place(folder: Path) -> StorePlace:
    """Returns where the crypto store of a check is."""
    return StorePlace(KEY, file=str(folder / "crypto.db"))


def write_login(folder: Path, login: MatrixLogin) -> None:
    """Writes what the program below reads."""
    (folder / "login.json").write_text(json.dumps(asdict(login)), encoding="utf-8")


class MortalEngine:
    """An engine at which each call has a moment before it and one after it."""

    def __init__(self, engine: MatrixEngine, pass_moment: Callable[[], None]) -> None:
        self._engine = engine
        self._pass_moment = pass_moment

    def __getattr__(self, name: str) -> Any:
        found = getattr(self._engine, name)
        return found if name in {"user", "device"} else partial(self._call, found)

    async def _call(self, method: Callable[..., Awaitable[Any]], *given: Any) -> Any:
        self._pass_moment()
        answer = await method(*given)
        self._pass_moment()
        return answer


class LastMoment:
    """Counts moments, and kills the process at the last one."""

    def __init__(self, moments: int) -> None:
        self._left = moments

    def __call__(self) -> None:
        """Passes one moment."""
        self._left -= 1
        if self._left == 0:
            os.kill(os.getpid(), signal.SIGKILL)


async def echo_for_ever(folder: Path, moments: int) -> None:
    """Echoes, and says so on stdout once it begins."""
    login = MatrixLogin(**json.loads((folder / "login.json").read_text(encoding="utf-8")))
    last = LastMoment(moments)
    engine = MortalEngine(await open_engine(login, find_place(folder)), last)
    toy = ToyChannel(cast(MatrixEngine, engine), folder / "inbox.json", last)
    print("ready", flush=True)
    while True:
        try:
            await toy.answer()
            await toy.step()
        except Unreachable:
            await asyncio.sleep(0.2)
        except TooManyRequests as limit:
            await asyncio.sleep(limit.wait_seconds)


if __name__ == "__main__":
    asyncio.run(echo_for_ever(Path(sys.argv[1]), int([*sys.argv, "0"][2])))
