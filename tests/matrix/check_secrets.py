"""What lies where: no plaintext at the homeserver, files for their owner only, pickles under our key."""

import os
import stat
from pathlib import Path

import pytest
from bots import do, make_bot, make_person, meet, step_until
from synapse_server import run_synapse
from toy_channel import KEY

pytestmark = pytest.mark.asyncio

SAID, ANSWERED = "canary-that-a-person-wrote", "echo canary-that-a-person-wrote"
OTHER_MASK = 0o000


async def test_the_homeserver_never_sees_a_text(tmp_path: Path) -> None:
    """Protects patients: what is said is in none of Synapse's files, at its most talkative level of log."""
    with run_synapse(tmp_path / "synapse", "DEBUG") as synapse:
        folder = tmp_path / "bot"
        folder.mkdir()
        bot = await make_bot(synapse, folder)
        async with bot.toy() as toy, make_person(synapse) as person:
            room = await meet(person, toy)
            event = await do(person.say, room, SAID)
            await step_until(toy, SAID)
            await do(person.wait_for, lambda each: each["content"].get("body") == ANSWERED)
            edit = {"rel_type": "m.replace", "event_id": event}
            text = {"msgtype": "m.text", "body": f"* {SAID}", "m.new_content": {"body": SAID}, "m.relates_to": edit}
            await toy.engine.send(room, "m.room.message", text, "an edit")
            path = f"/_matrix/client/v3/rooms/{room}/messages?dir=b&limit=50"
            chunk = (await do(synapse.call, "GET", path, None, person.token))["chunk"]
            related = [each["content"]["m.relates_to"] for each in chunk if "m.relates_to" in each["content"]]
            assert related == [edit]
        written = dict(synapse.read_all())
        assert any(room.encode() in content for content in written.values()), "what is looked for can be found"
        assert [file for file, content in written.items() if b"canary" in content] == []


async def test_the_store_is_for_its_owner_and_holds_no_key_in_clear(tmp_path: Path) -> None:
    """Protects keys from other users of the machine, whatever its mask, and from who copies the file."""
    mask = os.umask(OTHER_MASK)
    try:
        with run_synapse(tmp_path / "synapse") as synapse:
            folder = tmp_path / "bot"
            folder.mkdir()
            bot = await make_bot(synapse, folder)
            async with bot.toy() as toy, make_person(synapse) as person:
                room = await meet(person, toy)
                await do(person.say, room, SAID)
                await step_until(toy, SAID)
                files = sorted(folder.glob("crypto.db*"))
                modes = {file.name: stat.S_IMODE(file.stat().st_mode) for file in files}
                assert {"crypto.db", "crypto.db-wal", "crypto.db.lock"} <= set(modes)
                assert set(modes.values()) == {0o600}
                content = b"".join(file.read_bytes() for file in files)
                for secret in (b"canary", KEY, bot.login.token.encode(), bot.recovery_key.encode()):
                    assert secret not in content
    finally:
        os.umask(mask)
