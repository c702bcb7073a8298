"""The Matrix channel, served whole at the stand-in: what each promise of the contract comes to."""

import asyncio
from dataclasses import replace
from pathlib import Path

import pytest
from matrix_chatting import OPTIONS, MatrixWorld, find_last, list_texts, matrix_chatting
from patience import until

from bot.channels.handling import phrases as chats
from bot.channels.matrix import phrases
from bot.channels.matrix.engine.faults import (
    HomeserverRefusal,
    LoggedOut,
    MatrixFault,
    TooManyRequests,
    Unreachable,
)
from bot.config.errors import UsageFault
from bot.workbench.matrix_standin import StandinHomeserver
from bot.workbench.matrix_standin.homeserver import BOT
from dialogs.conversation.messages import make_notice
from dialogs.phrases import UNSEEN
from dialogs.rules.answers import Known
from storage.features.members import Role


@pytest.mark.asyncio
async def test_a_person_comes_is_let_in_and_answers(tmp_path: Path) -> None:
    """Protects the whole way: an invitation to a room, a token, questions, numbers, and an answer that is recorded."""
    async with matrix_chatting(MatrixWorld(), tmp_path) as bot:
        anna = await bot.let_in()
        assert find_last(anna).text.startswith(phrases.WELCOME)
        await bot.say(anna, "120 days")
        assert "1) " in find_last(anna).text
        number = next(line for line in find_last(anna).text.splitlines() if line.endswith(") T-ALL")).partition(")")[0]
        await bot.say(anna, number)
        assert bot.list_answers(anna) == {"age_days": Known(120), "diagnosis": Known("t_all")}
        await until(lambda: not bot.list_waiting())
        assert "How old" not in "\n".join(list_texts(anna)[:-1])


@pytest.mark.asyncio
async def test_whoever_was_not_let_in_learns_nothing(tmp_path: Path) -> None:
    """Protects "whoever was not learns nothing", whatever they write and in whichever kind of room."""
    async with matrix_chatting(MatrixWorld(), tmp_path) as bot:
        ben = bot.world.make_person("ben")
        ben.invites()
        for text in ("hello", "start nothing", "list", "!log"):
            await bot.say(ben, text)
        ben.reacts("$x", "👍")
        ben.sends({"msgtype": "m.image", "body": "a.png"})
        ben.gives_keys = False
        ben.renews_session()
        await bot.say(ben, "hello")
        plain = bot.world.make_person("carl")
        plain.invites(is_encrypted=False)
        await bot.say(plain, "hello")
        assert list_texts(ben) == list_texts(plain) == []
        await until(lambda: not bot.list_waiting())


@pytest.mark.asyncio
@pytest.mark.parametrize(
    ("server", "is_direct", "membership"),
    [("hospital.org", True, "join"), ("evil.org", True, "leave"), ("hospital.org", False, "leave")],
)
async def test_invitations_count_from_allowed_servers_and_for_chats_of_two(
    tmp_path: Path,
    server: str,
    is_direct: bool,  # noqa: FBT001 - a column of the table
    membership: str,
) -> None:
    """Protects "room invites only from allow-listed servers and only direct rooms"; others are declined in silence."""
    async with matrix_chatting(MatrixWorld(), tmp_path) as bot:
        anna = bot.world.make_person("anna", server)
        room = anna.invites(is_direct=is_direct)
        await bot.is_quiet()
        assert room.members[BOT] == membership
        assert list_texts(anna) == []


@pytest.mark.asyncio
async def test_an_invitation_in_the_name_of_another_is_declined(tmp_path: Path) -> None:
    """Protects the list of servers: what an inviter's server says beside the invitation is its own word."""
    async with matrix_chatting(MatrixWorld(), tmp_path) as bot:
        eve = bot.world.make_person("eve", "evil.org")
        with bot.world.server.lock:
            room = eve.invites()
            _, invited = room.placed[-1]
            room.beside_invitation = [invited | {"sender": "@anna:hospital.org"}]
        await bot.is_quiet()
        assert room.members[BOT] == "leave"


@pytest.mark.asyncio
async def test_rooms_that_are_not_fit_are_told_once_to_who_was_let_in_and_left(tmp_path: Path) -> None:
    """Protects "one sentence to somebody who was let in, leave, and nothing recorded"."""
    async with matrix_chatting(MatrixWorld(), tmp_path) as bot:
        anna = await bot.let_in()
        first = anna.room
        plain = anna.invites(is_encrypted=False)
        await bot.say(anna, "120 days")
        assert list_texts(anna) == [phrases.NOT_ENCRYPTED]
        assert plain.members[BOT] == "leave"
        anna.room = first
        assert first is not None
        bot.world.server.change_member(first, "@ben:hospital.org", "join", anna.user)
        await bot.say(anna, "120 days")
        assert list_texts(anna)[-1] == phrases.NOT_TWO
        assert list_texts(anna).count(phrases.NOT_TWO) == 1
        assert first.members[BOT] == "leave"
        assert bot.list_answers(anna) == {}


@pytest.mark.asyncio
async def test_an_unverified_device_is_told_and_what_is_written_then_is_not_recorded(tmp_path: Path) -> None:
    """Protects "a member device that is not cross-signed: nothing recorded"; once it is verified, all goes on."""
    async with matrix_chatting(MatrixWorld(), tmp_path) as bot:
        anna = await bot.let_in()
        bot.world.server.unsigned[anna.user].add("TABLET")
        bot.world.server.note_devices(anna.user)
        await bot.say(anna, "120 days", "120 days")
        assert bot.list_answers(anna) == {}
        assert list_texts(anna).count(phrases.NOT_SIGNED) == 1
        bot.world.server.unsigned[anna.user].clear()
        bot.world.server.note_devices(anna.user)
        await bot.say(anna, "120 days")
        assert bot.list_answers(anna) == {"age_days": Known(120)}
        bot.world.server.unsigned[anna.user].add("LAPTOP")
        bot.world.server.note_devices(anna.user)
        await bot.say(anna, "120 days", "120 days")
        assert list_texts(anna).count(phrases.NOT_SIGNED) == 2


@pytest.mark.asyncio
async def test_a_new_room_takes_the_place_of_the_former(tmp_path: Path) -> None:
    """Protects who opens another chat: the dialogue goes on there, and the former room is left."""
    async with matrix_chatting(MatrixWorld(), tmp_path) as bot:
        anna = await bot.let_in()
        former = anna.room
        assert former is not None
        anna.invites()
        await bot.say(anna, "120 days")
        assert former.members[BOT] == "leave"
        assert "What is the diagnosis?" in find_last(anna).text
        assert bot.list_answers(anna) == {"age_days": Known(120)}


@pytest.mark.asyncio
async def test_who_leaves_gets_what_waits_when_they_are_back(tmp_path: Path) -> None:
    """Protects messages of a chat that cannot be written to: they wait for its person."""
    async with matrix_chatting(MatrixWorld(), tmp_path) as bot:
        anna = await bot.let_in()
        assert anna.room is not None
        bot.world.server.change_member(anna.room, anna.user, "leave", anna.user)
        await bot.is_quiet()
        assert anna.room.members[BOT] == "leave"
        carla = await bot.let_in("carla", Role.COORDINATOR)
        del carla
        bot.store.take(bot.inbound(anna), lambda uow: uow.enqueue([make_notice("A reminder.")]))
        bot.service.sender.notify(f"matrix:{anna.user}")
        await bot.is_quiet()
        assert bot.store.outbox.count_waiting() == 1
        anna.invites()
        await bot.is_quiet()
        assert list_texts(anna) == ["A reminder."]


@pytest.mark.asyncio
async def test_an_answered_question_shows_its_answer(tmp_path: Path) -> None:
    """Protects closing: the question is edited, and its choices are gone."""
    async with matrix_chatting(MatrixWorld(), tmp_path) as bot:
        anna = await bot.let_in()
        await bot.say(anna, "120 days", "T-ALL")
        *_, closed, _ = list_texts(anna)
        assert closed.splitlines()[-1] == "2 · Diagnosis: T-ALL"
        assert "1)" not in closed


@pytest.mark.asyncio
async def test_reactions_are_no_answers_and_that_is_told_once(tmp_path: Path) -> None:
    """Protects "reactions are never answers: told once", since the server sees them."""
    async with matrix_chatting(MatrixWorld(), tmp_path) as bot:
        anna = await bot.let_in()
        await bot.say(anna, "120 days")
        for key in ("1️⃣", "👍"):
            anna.reacts(find_last(anna).id, key)
            await bot.is_quiet()
        assert list_texts(anna).count(phrases.NO_REACTIONS) == 1
        assert set(bot.list_answers(anna)) == {"age_days"}


@pytest.mark.asyncio
async def test_what_is_not_encrypted_is_not_recorded(tmp_path: Path) -> None:
    """Protects from a server that says something in a person's name: what comes in clear counts for nothing."""
    async with matrix_chatting(MatrixWorld(), tmp_path) as bot:
        anna = await bot.let_in()
        anna.sends({"msgtype": "m.text", "body": "120 days"}, is_clear=True)
        await bot.is_quiet()
        assert bot.list_answers(anna) == {}
        assert find_last(anna).text == phrases.IN_CLEAR


@pytest.mark.asyncio
async def test_an_event_whose_key_comes_late_is_read_in_its_place(tmp_path: Path) -> None:
    """Protects "a few seconds' patience": the key is asked for, comes, and what was written is taken in order."""
    options = replace(OPTIONS, key_seconds=600.0)
    async with matrix_chatting(MatrixWorld(), tmp_path, options=options) as bot:
        anna = await bot.let_in()
        anna.gives_keys = False
        anna.renews_session()
        bot.world.server.given_on_request[anna.session] = anna.session
        anna.says("120 days")
        await until(lambda: bot.list_answers(anna))
        await bot.is_quiet()
        assert bot.list_answers(anna) == {"age_days": Known(120)}
        assert phrases.NOT_READ not in list_texts(anna)


@pytest.mark.asyncio
async def test_an_event_whose_key_does_not_come_is_told_once_and_holds_up_nothing(tmp_path: Path) -> None:
    """Protects "told once in one sentence, nothing recorded", and what comes after it, and other rooms."""
    async with matrix_chatting(MatrixWorld(), tmp_path) as bot:
        anna, ben = await bot.let_in(), await bot.let_in("ben")
        anna.gives_keys = False
        anna.renews_session()
        for _ in range(5):
            anna.says("120 days")
        ben.says("130 days")
        await bot.is_quiet()
        anna.gives_keys = True
        anna.renews_session()
        await bot.say(anna, "140 days")
        assert list_texts(anna).count(phrases.NOT_READ) == 1
        assert bot.list_answers(anna) == {"age_days": Known(140)}
        assert bot.list_answers(ben) == {"age_days": Known(130)}


@pytest.mark.asyncio
async def test_a_message_that_was_redacted_or_edited_records_nothing_more(tmp_path: Path) -> None:
    """Protects "redacted and edited messages handled as in Telegram": what was taken stays, and an edit is told."""
    async with matrix_chatting(MatrixWorld(), tmp_path) as bot:
        anna = await bot.let_in()
        said = anna.says("120 days")
        await bot.is_quiet()
        anna.edits(said, "300 days")
        await bot.is_quiet()
        assert find_last(anna).text == chats.EDITED
        anna.redacts(said)
        await bot.is_quiet()
        assert bot.list_answers(anna) == {"age_days": Known(120)}
        assert find_last(anna).text == chats.EDITED


@pytest.mark.asyncio
async def test_a_gap_is_filled_in_order(tmp_path: Path) -> None:
    """Protects gaps of limited syncs: what lies in one is taken, once, and before what came after it."""
    world = MatrixWorld(StandinHomeserver(limit=3))
    async with matrix_chatting(world, tmp_path) as bot:
        anna = await bot.let_in()
        await bot.say(anna, "120 days")
    for text in ("T-ALL", *["list"] * 8, "help"):
        anna.says(text)
    async with matrix_chatting(world, tmp_path) as bot:
        await bot.is_quiet()
        assert bot.list_answers(anna) == {"age_days": Known(120), "diagnosis": Known("t_all")}
        assert bot.count('turns_total{ending="duplicate"}') == 0
        await until(lambda: not bot.list_waiting())


@pytest.mark.asyncio
async def test_a_reply_to_an_older_question_is_told_so(tmp_path: Path) -> None:
    """Protects "chosen by quoting": what quotes an older question is no answer to the open one."""
    async with matrix_chatting(MatrixWorld(), tmp_path) as bot:
        anna = await bot.let_in()
        first = find_last(anna).id
        await bot.say(anna, "120 days")
        anna.says("T-ALL", replies_to=first)
        await bot.is_quiet()
        assert set(bot.list_answers(anna)) == {"age_days"}
        anna.says("T-ALL", replies_to=next(each.id for each in anna.sees() if "diagnosis?" in each.text))
        await bot.is_quiet()
        assert bot.list_answers(anna)["diagnosis"] == Known("t_all")


@pytest.mark.asyncio
async def test_what_the_server_had_before_a_question_is_no_answer_to_it(tmp_path: Path) -> None:
    """Protects "a typed answer never counts for a question that the server ordered after it"."""
    async with matrix_chatting(MatrixWorld(StandinHomeserver(holds_echoes=True)), tmp_path) as bot:
        anna = await bot.let_in()
        await bot.say(anna, "120 days")
        anna.says("B-precursor ALL", before=True)
        await bot.is_quiet()
        assert set(bot.list_answers(anna)) == {"age_days"}
        assert UNSEEN in find_last(anna).text
        await bot.say(anna, "B-precursor ALL")
        assert bot.list_answers(anna)["diagnosis"] == Known("b_precursor_all")


@pytest.mark.asyncio
async def test_a_file_comes_encrypted_with_what_is_said_beside_it(tmp_path: Path) -> None:
    """Protects files: their content lies encrypted at the server, and the event holds the key."""
    async with matrix_chatting(MatrixWorld(), tmp_path) as bot:
        anna = await bot.let_in()
        await bot.say(anna, "120 days", "pdf")
        sent = find_last(anna)
        assert sent.content["msgtype"] == "m.file"
        assert sent.content["filename"].endswith(".pdf")
        assert bot.world.server.uploads[sent.content["file"]["url"]] == b"made"


@pytest.mark.asyncio
@pytest.mark.parametrize(
    "fault",
    [
        TooManyRequests(0.05),
        Unreachable("gone"),
        HomeserverRefusal(502, "M_UNKNOWN"),
        HomeserverRefusal(401, "M_USER_LOCKED"),
    ],
)
async def test_a_message_that_was_not_taken_is_sent_again_in_its_place(tmp_path: Path, fault: MatrixFault) -> None:
    """Protects "at least once, in order", and the delay that a homeserver asks for."""
    async with matrix_chatting(MatrixWorld(), tmp_path) as bot:
        anna = await bot.let_in()
        bot.world.server.faults += [fault, fault, fault]
        await bot.say(anna, "120 days")
        assert "What is the diagnosis?" in find_last(anna).text
        assert bot.count('messages_dropped_total{why="bad_request"}') == 0


@pytest.mark.asyncio
async def test_a_device_that_was_logged_out_ends_the_service_in_one_sentence(tmp_path: Path) -> None:
    """Protects an operator: a lockout that is confirmed ends all, and says what to do."""
    with pytest.raises(UsageFault, match="matrix login"):  # noqa: PT012 - it is raised at the end of the block
        async with matrix_chatting(MatrixWorld(), tmp_path) as bot:
            bot.world.server.faults += [LoggedOut(401, "M_UNKNOWN_TOKEN")] * 50
            await until(bot.serving.done)


@pytest.mark.asyncio
async def test_a_second_process_is_told_that_the_device_is_served(tmp_path: Path) -> None:
    """Protects ratchets: one process per device, told in one sentence."""
    async with matrix_chatting(MatrixWorld(), tmp_path) as bot:
        await bot.let_in()
        stopping = asyncio.Event()
        with pytest.raises(UsageFault, match="served by another process"):
            await bot.service.device.take(stopping, patience=0.0)
