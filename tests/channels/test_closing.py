"""Closing questions: the asking message shrinks to one line with its answer, and never says what is not so."""

import re
from dataclasses import replace
from pathlib import Path

import pytest
from chatting import ANNA, BEN, Chatting, chatting, copy_last, list_texts

from bot.channels.handling import phrases
from bot.channels.handling.chat_state import ChannelChatState, encode_chat_state, read_chat_state
from bot.channels.rate import EventRate, SendRates
from bot.channels.refusal import RefusalMeaning, SendRefusal
from bot.workbench.layers.in_process_channel import UNHURRIED, WELCOME, CallFault, InProcessChannel, ShownMessage
from dialogs.rules.answers import UNKNOWN
from storage.features.chats import ChatStates
from storage.model.codec import pack, unpack
from storage.unit_of_work.unit_of_work import UnitOfWork

AGE, DIAGNOSIS = "1 · Age at diagnosis: 120 days", "2 · Diagnosis: T-ALL"


def shown_again(channel: InProcessChannel, shown: ShownMessage) -> ShownMessage:
    """Returns a message as it stands in the chat now."""
    return next(each for each in channel.chats[ANNA] if each.receipt == shown.receipt)


def count_with_buttons(channel: InProcessChannel) -> int:
    return sum(bool(each.message.buttons) for each in channel.chats[ANNA])


async def begin(bot: Chatting) -> ShownMessage:
    """Lets Anna in and answer her first question, and returns the second one."""
    await bot.let_in(ANNA)
    await bot.say(ANNA, "120 days")
    return copy_last(bot.channel, ANNA)


@pytest.mark.asyncio
@pytest.mark.parametrize(
    ("said", "closed"),
    [
        (("T-ALL",), DIAGNOSIS),
        (("rubbish", "T-ALL"), DIAGNOSIS),
        (("ALL", "B lineage"), "Diagnosis: B-precursor ALL"),
    ],
)
async def test_an_answered_question_is_one_line(tmp_path: Path, said: tuple[str, ...], closed: str) -> None:
    """Protects the screen: what is answered takes one line, however it was answered, and only what is open asks."""
    channel = InProcessChannel()
    async with chatting(channel, tmp_path) as bot:
        await begin(bot)
        await bot.say(ANNA, *said)
        assert closed in [text.splitlines()[-1] for text in list_texts(channel, ANNA)]
        assert count_with_buttons(channel) == 1


@pytest.mark.asyncio
@pytest.mark.parametrize(
    "said",
    [
        ("change age", "45", "45 weeks"),
        ("change age", "45", "back"),
        ("change age", "change"),
        ("change age", "change diagnosis"),
        ("change age", "back"),
    ],
)
async def test_a_question_that_was_left_is_not_closed_with_its_old_answer(
    tmp_path: Path, said: tuple[str, ...]
) -> None:
    """Protects the record that a clinician reads: "120 days" under a question that was not answered by it."""
    channel = InProcessChannel()
    async with chatting(channel, tmp_path) as bot:
        await begin(bot)
        await bot.say(ANNA, "T-ALL")
        first = len(channel.chats[ANNA])
        await bot.say(ANNA, *said)
        later = [each.message.text for each in channel.chats[ANNA][first:]]
        assert not any("Age at diagnosis: 120 days" in text and "?" not in text for text in later), later
        assert count_with_buttons(channel) == 1


@pytest.mark.asyncio
async def test_what_an_asking_message_also_held_stays(tmp_path: Path) -> None:
    """Protects pages: why something is asked stays readable when it is answered, once, in the message that holds it."""
    channel = InProcessChannel()
    async with chatting(channel, tmp_path) as bot:
        await begin(bot)
        await bot.say(ANNA, "why")
        asking = copy_last(channel, ANNA)
        await bot.say(ANNA, "T-ALL")
        closed = shown_again(channel, asking).message.text
        assert closed.startswith("The trial takes B-precursor")
        assert closed.endswith("\n\n" + DIAGNOSIS)
        greeting = list_texts(channel, ANNA)[0]
        assert greeting.startswith(f"{WELCOME}\nScreening for Interfant-21")
        assert greeting.endswith(AGE)


@pytest.mark.asyncio
async def test_a_tap_on_an_old_copy_closes_the_message_that_asked_last(tmp_path: Path) -> None:
    """Protects a slow phone: the newest copy closes, and the old one keeps what it held."""
    channel = InProcessChannel()
    async with chatting(channel, tmp_path) as bot:
        old = await begin(bot)
        await bot.say(ANNA, "why")
        newest = copy_last(channel, ANNA)
        await bot.tap(ANNA, "T-ALL", old)
        assert shown_again(channel, newest).message.text.endswith(DIAGNOSIS)
        assert shown_again(channel, old).message.text == old.message.text
        assert count_with_buttons(channel) == 1


@pytest.mark.asyncio
async def test_a_late_tap_never_answers_the_next_screening(tmp_path: Path) -> None:
    """Protects the next patient: every first question has number 1, and its button still names its own screening."""
    channel = InProcessChannel()
    async with chatting(channel, tmp_path) as bot:
        await bot.let_in(ANNA)
        first = copy_last(channel, ANNA)
        await bot.say(ANNA, "/new")
        await bot.tap(ANNA, "Don't know", first)
        assert list_texts(channel, ANNA)[-1] == phrases.NOT_A_BUTTON
        await bot.say(ANNA, "120 days", "/new")
        await bot.tap(ANNA, "Don't know", first)
        assert list_texts(channel, ANNA)[-1] == phrases.NOT_A_BUTTON
        assert UNKNOWN not in bot.list_answers(ANNA).values()
        assert count_with_buttons(channel) == 1


@pytest.mark.asyncio
async def test_a_late_tap_on_the_first_question_is_told_what_is_recorded(tmp_path: Path) -> None:
    """Protects a double tap on the very first button: its screening was not stored yet when it was shown."""
    channel = InProcessChannel()
    async with chatting(channel, tmp_path) as bot:
        await bot.let_in(ANNA)
        first = copy_last(channel, ANNA)
        await bot.tap(ANNA, "Don't know", first)
        await bot.tap(ANNA, "Diagnosis date not fixed yet", first)
        assert "Recorded there: Age at diagnosis: not known." in list_texts(channel, ANNA)[-1]


@pytest.mark.asyncio
async def test_a_forgotten_screening_leaves_no_buttons(tmp_path: Path) -> None:
    """Protects from buttons over a screening that is no more."""
    channel = InProcessChannel()
    async with chatting(channel, tmp_path) as bot:
        await begin(bot)
        await bot.say(ANNA, "forget")
        await bot.tap(ANNA, channel.chats[ANNA][-1].message.buttons[1].label)
        assert count_with_buttons(channel) == 1
        assert channel.chats[ANNA][-1].message.buttons


@pytest.mark.asyncio
async def test_a_question_of_the_last_release_keeps_what_it_held(tmp_path: Path) -> None:
    """Protects an upgrade: that release only noted that its message held more than the question, and not what."""
    channel = InProcessChannel()
    async with chatting(channel, tmp_path) as bot:
        await begin(bot)
        await bot.say(ANNA, "why")
        asking = copy_last(channel, ANNA)

        def make_older(uow: UnitOfWork) -> None:
            chats = ChatStates(uow)
            plain: dict[str, object] = unpack(pack(chats.read()))
            for key in ("lasting", "number", "unkept_id"):
                del plain[key]
            chats.save(plain | {"has_lead": True}, ANNA)

        await bot.service.writer.take(replace(bot.inbound(ANNA), id="older"), make_older)
        await bot.say(ANNA, "T-ALL")
        assert shown_again(channel, asking).message.text == asking.message.text
        assert count_with_buttons(channel) == 1


def test_a_chat_state_of_the_last_release_is_read() -> None:
    """Protects chats over the upgrade: nothing of the older shape is taken for something else."""
    plain: dict[str, object] = {"has_lead": False, "screening": None, "unkept": None, "menu": []}
    assert read_chat_state(plain) == ChannelChatState()
    assert read_chat_state(plain | {"has_lead": True}) == ChannelChatState(lasting=None)
    state = ChannelChatState(lasting="00")
    assert read_chat_state(unpack(pack(encode_chat_state(state)))) == state


@pytest.mark.asyncio
async def test_a_damaged_note_of_what_stays_does_not_stop_the_answer(tmp_path: Path) -> None:
    """Protects a sound screening: the answer is recorded, and the message keeps its text."""
    channel = InProcessChannel()
    async with chatting(channel, tmp_path) as bot:
        await begin(bot)
        await bot.say(ANNA, "why")
        asking = copy_last(channel, ANNA)

        def damage(uow: UnitOfWork) -> None:
            chats = ChatStates(uow)
            chats.save(chats.read() | {"lasting": "00" * 64}, ANNA)

        await bot.service.writer.take(replace(bot.inbound(ANNA), id="damage"), damage)
        await bot.say(ANNA, "T-ALL")
        assert set(bot.list_answers(ANNA)) == {"age_days", "diagnosis"}
        assert shown_again(channel, asking).message.text == asking.message.text


@pytest.mark.asyncio
async def test_a_greeting_that_was_never_shown_closes_no_other(tmp_path: Path) -> None:
    """Protects the patient before: two questions without a stored screening have their own receipts."""
    channel = InProcessChannel()
    async with chatting(channel, tmp_path) as bot:
        await bot.let_in(ANNA)
        await bot.say(ANNA, "120 days")
        channel.faults.append(CallFault(SendRefusal(RefusalMeaning.NEVER, "bad_request", "never")))
        await bot.say(ANNA, "/new")
        await bot.say(ANNA, "200 days")
        assert sum("Age at diagnosis: 120 days" in text for text in list_texts(channel, ANNA)) >= 1
        greeting = list_texts(channel, ANNA)[0]
        assert greeting.endswith(AGE)


@pytest.mark.asyncio
async def test_a_menu_that_is_shown_again_keeps_one_keyboard(tmp_path: Path) -> None:
    """Protects the screen from two equal menus with buttons, and from one beside a question that has some too."""
    channel = InProcessChannel()
    async with chatting(channel, tmp_path) as bot:
        await begin(bot)
        before = count_with_buttons(channel)
        await bot.say(ANNA, "list", "list", "list")
        assert count_with_buttons(channel) == before == 1


@pytest.mark.asyncio
async def test_a_screening_that_was_handed_over_leaves_no_buttons(tmp_path: Path) -> None:
    """Protects from old buttons beside those of the next patient."""
    channel = InProcessChannel()
    async with chatting(channel, tmp_path) as bot:
        await begin(bot)
        await bot.let_in(BEN)
        await bot.say(ANNA, "hand over")
        code = re.search(r"take ([A-Z0-9-]+)", "\n".join(list_texts(channel, ANNA)))
        assert code is not None
        await bot.say(BEN, f"take {code[1]}")
        await bot.say(ANNA, "/new")
        assert count_with_buttons(channel) == 1


@pytest.mark.asyncio
async def test_a_question_that_is_left_before_it_was_shown_loses_its_buttons_then(tmp_path: Path) -> None:
    """Protects who is quicker than the answers: its number is looked up when the edit is sent, not when it is made."""
    channel = InProcessChannel(rates=SendRates(EventRate(1, 0.15), UNHURRIED.in_all))
    async with chatting(channel, tmp_path) as bot:
        await begin(bot)
        for text in ("T-ALL", "change age", "change diagnosis"):
            channel.say(ANNA, text)
        await bot.is_quiet()
        assert count_with_buttons(channel) == 1
