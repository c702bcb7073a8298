"""No word of a chat is in clear where it is not meant to be: at the homeserver, in our database, keys and log."""

import json
from pathlib import Path

import pytest
from bots import NAMES, do, list_events, make_person, register
from check_commands import Commands, let_in, log_in, sees
from synapse_server import run_synapse

from bot.channels.handling import phrases as chats
from bot.channels.matrix import phrases

pytestmark = pytest.mark.asyncio

SAID = {kind: f"canary-in-{kind}" for kind in ("a text", "a quoting", "an edit", "a note", "a caption")}
"""What a person writes, each in another kind of message."""

OURS = ("What is the diagnosis", "precursor", "KMT2A", "Interfant", "Age at diagnosis", "120 days")
"""Words of ours, and answers, which stand in messages, in edits of answered questions, and in a report."""

IN_CLEAR = {"rel_type", "event_id", "m.in_reply_to"}
"""All that a relation may hold: which event it is about."""


async def test_no_text_is_in_clear_anywhere(tmp_path: Path) -> None:
    """Protects patients: texts, quotes, edits, notes and files, at Synapse's most talkative log, and in all of ours."""
    with run_synapse(tmp_path / "synapse", "DEBUG") as synapse:
        name, commands = f"bot{next(NAMES)}", Commands(tmp_path / "bot")
        commands.folder.mkdir()
        user = register(synapse, name)
        log_in(commands, synapse, name)
        async with make_person(synapse) as person:
            with commands.serve():
                room = await let_in(commands, person, user)
                asked = await sees(person, "What is the diagnosis?")
                said = await do(person.say, room, SAID["a text"])
                await sees(person, "That was not understood")
                await do(person.do, "edit", room=room, body=SAID["an edit"], event=said)
                await sees(person, chats.EDITED)
                await do(person.do, "reply", room=room, body=SAID["a quoting"], event=asked["event"])
                await do(person.do, "send", room=room, content={"msgtype": "m.image", "body": SAID["a caption"]})
                await do(person.say, room, f"note: {SAID['a note']}, B-precursor ALL, KMT2A rearranged")
                await sees(person, "KMT2A")
                await do(person.do, "reply", room=room, body="cancel", event=asked["event"])
                await do(person.do, "react", room=room, event=asked["event"], key="3")
                await sees(person, phrases.NO_REACTIONS)
                await do(person.say, room, "report pdf")
                sent = await do(person.wait_for, lambda each: each["content"].get("msgtype") == "m.file")
            token, events = person.token, await list_events(synapse, room, person.token)
        written = dict(synapse.read_all())
    relations = [each["content"]["m.relates_to"] for each in events if "m.relates_to" in each["content"]]
    assert {each.get("rel_type") for each in relations} == {None, "m.replace", "m.annotation"}
    assert all(set(each) <= IN_CLEAR for each in relations if each.get("rel_type") != "m.annotation")
    assert {each["type"] for each in events if each["sender"] == user} <= {"m.room.encrypted", "m.room.member"}
    words = [*SAID.values(), *OURS, phrases.WELCOME[:30], sent["content"]["filename"]]
    assert any(room.encode() in content for content in written.values()), "what is looked for can be found"
    assert find_words(written, words, json.dumps(events, ensure_ascii=False)) == []
    own = {file: file.read_bytes() for file in commands.folder.rglob("*") if file.is_file()}
    assert (
        find_words(
            own, [*SAID.values(), phrases.WELCOME[:30], "Age at diagnosis: 120", token, sent["content"]["filename"]]
        )
        == []
    )
    database = {file: content for file, content in own.items() if file.name.startswith("screenings.db")}
    named = [person.user, room, asked["event"], said]
    assert len(database) >= 2
    assert find_words({file: each for file, each in database.items() if "matrix" not in file.name}, named) == []


def find_words(files: dict[Path, bytes], words: list[str], shown: str = "") -> list[str]:
    """Returns which words are in which files, or in what the homeserver shows of events."""
    where = {str(file): content for file, content in files.items()} | {"events": shown.encode()}
    return [f"{word} in {name}" for word in words for name, content in where.items() if word.encode() in content]
