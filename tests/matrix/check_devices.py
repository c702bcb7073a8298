"""What people do to their devices and keys, against the commands: each is told in one sentence, and can be mended."""

import asyncio
from pathlib import Path

import pytest
from bots import NAMES, do, make_person, register
from check_commands import Commands, let_in, log_in, sees
from synapse_server import SynapseServer

from bot.channels.matrix import phrases
from storage.maintenance.verify import inspect_all
from storage.model.entries import EntryKind

pytestmark = pytest.mark.asyncio


async def test_new_keys_of_a_person_are_accepted_by_the_operator(synapse: SynapseServer, tmp_path: Path) -> None:
    """Protects chats from keys that a homeserver puts in place; and people who reset theirs from being left out."""
    name, commands = f"bot{next(NAMES)}", Commands(tmp_path)
    user = register(synapse, name)
    log_in(commands, synapse, name)
    async with make_person(synapse) as person:
        with commands.serve():
            room = await let_in(commands, person, user)
            await do(person.do, "reset_identity")
            await do(person.say, room, "T-ALL")
            await sees(person, phrases.NEW_IDENTITY)
            busy = commands.run("matrix", "accept", person.user)
            assert (busy.returncode, "stop `trialscreen matrix`" in busy.stderr) == (2, True)
        assert commands.run("matrix", "accept", "@nobody:localhost").returncode == 2
        accepted = commands.run("matrix", "accept", person.user)
        assert accepted.returncode == 0, accepted.stderr
        with commands.serve():
            await do(person.say, room, "B-precursor ALL")
            await sees(person, "Recorded: Diagnosis: B-precursor ALL.")
        log = (tmp_path / "log.txt").read_text()
        reference = commands.run("people").stdout.split()[0]
        assert "the keys of an account have changed" in log
        assert person.user not in log
    with commands.open_store() as store:
        (own,) = (each for each in inspect_all(store) if each.subject == "the realm")
        noted = [entry.note for _, entry in own.entries if entry.kind is EntryKind.KEYS_ACCEPTED]
    assert noted == [reference]


async def test_a_device_that_is_not_verified_is_told_and_mended(synapse: SynapseServer, tmp_path: Path) -> None:
    """Protects who was let in from silence: one sentence says what to do, and once it is done, all is read again."""
    name, commands = f"bot{next(NAMES)}", Commands(tmp_path)
    user = register(synapse, name)
    log_in(commands, synapse, name)
    async with make_person(synapse) as person:
        with commands.serve():
            room = await let_in(commands, person, user)
            account = person.user.removeprefix("@").partition(":")[0]
            async with make_person(synapse, account, signed=False, lax=True) as forgotten:
                await do(person.say, room, "T-ALL")
                await sees(person, phrases.NOT_SIGNED)
                await do(person.say, room, "T-ALL")
                await asyncio.sleep(3)  # it is read, or would be, while that device is there
                await do(forgotten.do, "logout")
            await do(person.say, room, "B-precursor ALL")
            await sees(person, "Recorded: Diagnosis: B-precursor ALL.")
        told = [each for each in person.seen if each["content"].get("body") == phrases.NOT_SIGNED]
        assert len({each["event"] for each in told}) == 1
