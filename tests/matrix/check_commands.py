"""The commands themselves against Synapse: a device is logged in, served, killed again and again, and served on."""

import asyncio
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from random import Random
from typing import Any

import pytest
from bots import NAMES, SECRET, do, make_person, register
from patience import until
from stores import place
from strict_peer import StrictPeer
from synapse_server import SynapseServer

from bot.channels.handling import phrases as chats
from bot.channels.matrix import phrases
from bot.phrases import LIST_TITLE
from storage.crypto.keys import make_key, read_key
from storage.opening.opening import open_store
from storage.unit_of_work.store import Store

ROOT = Path(__file__).parents[2]
KILLS, MESSAGES = 5, 30
MOST_TRIES = 10
NO_SHIELD = {"colour": 0, "reason": None}

pytestmark = pytest.mark.asyncio


class Commands:
    """The program, in a folder of its own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.environment = {name: text for name, text in os.environ.items() if not name.startswith("TRIALSCREEN_")} | {
            "PYTHONPATH": str(ROOT),
            "TRIALSCREEN_DATABASE": f"sqlite:///{folder / 'screenings.db'}",
            "TRIALSCREEN_KEY": make_key().text,
            "TRIALSCREEN_MATRIX_SERVERS": "localhost",
            "TRIALSCREEN_EVENTS_A_SECOND": "1000",
        }

    @contextmanager
    def open_store(self) -> Iterator[Store]:
        """Opens what is kept, while nothing is served."""
        key = read_key(self.environment["TRIALSCREEN_KEY"], "this run")
        with closing(open_store(place(self.folder), key, datetime.now(UTC))) as store:
            yield store

    def run(self, *words: str, typed: str = "") -> subprocess.CompletedProcess[str]:
        """Runs a command to its end."""
        return subprocess.run(
            [sys.executable, "-m", "bot", *words], input=typed, capture_output=True, text=True, env=self.environment,
            cwd=self.folder, check=False, timeout=120,
        )  # fmt: skip

    @contextmanager
    def serve(self) -> Iterator[subprocess.Popen[bytes]]:
        """Serves the device in a process until the end of the block."""
        with (self.folder / "log.txt").open("ab") as log:
            process = subprocess.Popen(
                [sys.executable, "-m", "bot", "matrix"], stdout=log, stderr=log, env=self.environment, cwd=self.folder
            )
            try:
                yield process
            finally:
                process.send_signal(signal.SIGTERM)
                assert process.wait(60) in {0, -signal.SIGKILL}, (self.folder / "log.txt").read_text()[-2_000:]


def log_in(commands: Commands, server: SynapseServer, name: str, *words: str, last: str = "") -> str:
    """Logs a device in, and returns what was printed."""
    typed = f"{server.address}\n@{name}:localhost\n{SECRET}\n{last}"
    ran = commands.run("matrix", "login", *words, typed=typed)
    assert ran.returncode == 0, ran.stderr
    return ran.stdout


async def let_in(commands: Commands, person: StrictPeer, user: str) -> str:
    """Lets a person in while the device is served, up to the second question; returns their room."""
    token = commands.run("invite").stdout.split("send: start ")[1].split()[0]
    room = await open_room(person, user)
    await do(person.say, room, f"start {token}")
    await sees(person, phrases.WELCOME)
    await do(person.say, room, "120 days")
    await sees(person, "What is the diagnosis?")
    return room


async def open_room(person: StrictPeer, user: str) -> str:
    """Has a person open a chat, and returns its room once we are in it."""
    room = str((await do(person.do, "create", invite=[user], encrypted=True))["room"])
    await do(person.wait_for, lambda each: each["saw"] == "m.room.member" and each["sender"] == user)
    return room


def count_listings(person: StrictPeer) -> int:
    """Returns how many different lists of screenings a person was shown, without those repeated after an outage."""
    texts = {each["event"]: str(each["content"].get("body", "")) for each in person.seen}
    return sum(LIST_TITLE in text and chats.AFTER_OUTAGE not in text for text in texts.values())


async def sees(person: StrictPeer, text: str) -> dict[str, Any]:
    """Returns the first message that holds a text, once the person sees it."""
    found: dict[str, Any] = await do(person.wait_for, lambda each: text in str(each["content"].get("body", "")))
    return found


async def test_a_device_is_logged_in_served_killed_and_served_on(synapse: SynapseServer, tmp_path: Path) -> None:
    """Protects the whole program: 0 lost, 0 answered twice, 0 unread, 0 shields; a second process is refused."""
    name, commands, random = f"bot{next(NAMES)}", Commands(tmp_path), Random(5)
    user = register(synapse, name)
    recovery_key = log_in(commands, synapse, name).strip().splitlines()[-1]
    assert "device" in commands.run("matrix", "login").stderr, "it is not logged in twice unasked"
    token = commands.run("invite").stdout.split("send: start ")[1].split()[0]
    async with make_person(synapse) as person:
        with commands.serve():
            room = await open_room(person, user)
            await do(person.say, room, f"start {token}")
            await sees(person, phrases.WELCOME)
            await do(person.say, room, "120 days")
            await sees(person, "What is the diagnosis?")
            second = await asyncio.to_thread(commands.run, "matrix")
            assert second.returncode == 2
            assert len(second.stderr.strip().splitlines()) <= 2
        said = 0
        for _ in range(KILLS):
            for _ in range(random.randint(0, 4)):  # while nobody serves
                await do(person.say, room, "list")
                said += 1
            with commands.serve() as process:
                await asyncio.sleep(1.0)
                for _ in range(MESSAGES // KILLS):
                    await do(person.say, room, "list")
                    said += 1
                await asyncio.sleep(random.random())
                process.send_signal(signal.SIGKILL)
                process.wait()
        with commands.serve():
            wanted = said
            await until(lambda: count_listings(person) >= wanted, 60)
            await asyncio.sleep(2)
            assert count_listings(person) == said
            refused = commands.run("matrix", "login", "--again", typed=f"{synapse.address}\n@{name}:localhost\nx\n")
            assert refused.returncode == 2
        log_in(commands, synapse, name, "--again", last=f"{recovery_key}\n")
        with commands.serve():
            before, tries = count_listings(person), 0
            while count_listings(person) == before and tries < MOST_TRIES:  # until the client knows the new device
                await do(person.say, room, "list")
                await asyncio.sleep(3)
                tries += 1
            await do(person.say, room, "1")
            await do(person.say, room, "T-ALL")
            await sees(person, "Not eligible")
        ours = [each for each in person.seen if each["sender"] == user and each["encrypted"]]
        assert not [each for each in ours if each["failed"]]
        assert {str(each["shield"]) for each in ours} == {str(NO_SHIELD)}
    log = (tmp_path / "log.txt").read_text()
    for secret in (SECRET, recovery_key, "120 days", token):
        assert secret not in log
