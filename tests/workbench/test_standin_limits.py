"""The stand-in where Telegram's strictness is hard to see: long keyboards, the pace of edits, late receipts, ids."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
import pytest_asyncio
from telegram import Bot, CopyTextButton, InlineKeyboardButton, InlineKeyboardMarkup
from telegram.error import BadRequest, RetryAfter

from bot.workbench.telegram_standin import Person, Standin, StandinClock
from bot.workbench.telegram_standin.clients import make_stock_client

NOON = datetime(2026, 6, 1, 12, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _delays_are_durations(monkeypatch: pytest.MonkeyPatch) -> None:
    """Lets python-telegram-bot give retry_after as a duration, as its next major version does; else it warns."""
    monkeypatch.setenv("PTB_TIMEDELTA", "1")


@pytest.fixture
def standin() -> Iterator[Standin]:
    """A stand-in whose clock stands still at noon."""
    with Standin(StandinClock(NOON)) as running:
        yield running


@pytest_asyncio.fixture
async def bot(standin: Standin) -> AsyncIterator[Bot]:
    """A bot of python-telegram-bot."""
    async with make_stock_client(standin) as opened:
        yield opened


@pytest.fixture
def anna(standin: Standin) -> Person:
    """Somebody who has started the bot."""
    person = standin.person(7, "Anna")
    person.starts()
    return person


def rows(count: int, label: str, data: str) -> InlineKeyboardMarkup:
    """Returns a keyboard of so many buttons, one a row."""
    return InlineKeyboardMarkup([[InlineKeyboardButton(label, callback_data=data)] for _ in range(count)])


@pytest.mark.asyncio
async def test_a_keyboard_of_few_buttons_can_be_too_long(bot: Bot, anna: Person) -> None:
    """Protects "10 kB keyboards": both examples of the public reports are refused, in messages and in edits."""
    sent = await bot.send_message(7, "Well?", reply_markup=rows(100, "x", "x"))
    for keyboard in (rows(100, "1234567890" * 6, "1234567890"), rows(99, "1", "x" * 64)):
        for attempt in (
            bot.send_message(7, "Well?", reply_markup=keyboard),
            bot.edit_message_reply_markup(7, sent.id, reply_markup=keyboard),
        ):
            with pytest.raises(BadRequest, match=r"^Reply markup is too long$"):
                await attempt
    assert len(list(anna.last.buttons())) == 100


@pytest.mark.asyncio
async def test_a_text_to_copy_has_1_to_256_characters(bot: Bot, anna: Person) -> None:
    """Protects buttons that copy a code: an empty text is refused as well as a long one."""
    for text in ("", "x" * 257):
        button = InlineKeyboardButton("Copy", copy_text=CopyTextButton(text))
        with pytest.raises(BadRequest, match=r"(?i)^button_copy_text_invalid$"):
            await bot.send_message(7, "Code", reply_markup=InlineKeyboardMarkup([[button]]))
    button = InlineKeyboardButton("Copy", copy_text=CopyTextButton("x" * 256))
    await bot.send_message(7, "Code", reply_markup=InlineKeyboardMarkup([[button]]))


@pytest.mark.asyncio
async def test_edits_count_like_messages(standin: Standin, bot: Bot, anna: Person) -> None:
    """Protects "429 on edits": messages and edits of a chat share one limit, and taps are answered without any."""
    standin.bot.limits.on = True
    sent = await bot.send_message(7, "Well?", reply_markup=rows(1, "Yes", "y"))
    taps = anna.taps("Yes", times=5)
    await bot.edit_message_text("Well? Yes", 7, sent.id)
    await bot.edit_message_reply_markup(7, sent.id, reply_markup=rows(1, "No", "n"))
    for attempt in (bot.edit_message_text("late", 7, sent.id), bot.send_message(7, "late")):
        with pytest.raises(RetryAfter) as refused:
            await attempt
        assert refused.value.retry_after == timedelta(seconds=1)
    for tap in taps:
        await bot.answer_callback_query(tap.id)
    await bot.delete_message(7, 1)
    standin.clock.advance(1)
    await bot.edit_message_text("in time", 7, sent.id)
    assert anna.last.text == "in time"


@pytest.mark.asyncio
async def test_a_receipt_can_come_late_or_never(standin: Standin, bot: Bot, anna: Person) -> None:
    """Protects "receipts that come late": a person sees a question, and answers, before the bot has its number."""
    standin.faults.next("slow", methods=["sendMessage"], seconds=0.4)
    sending = asyncio.create_task(bot.send_message(7, "Well?", reply_markup=rows(1, "Yes", "y")))
    await asyncio.to_thread(standin.wait_for, lambda: len(anna.sees()) == 2)
    anna.taps("Yes")
    (_, tap) = await bot.get_updates()
    assert not sending.done()
    assert tap.callback_query is not None
    assert tap.callback_query.message is not None
    assert tap.callback_query.message.message_id == (await sending).id


@pytest.mark.asyncio
async def test_numbers_of_messages_jump(standin: Standin, bot: Bot, anna: Person) -> None:
    """Protects "ids grow, and are not consecutive", since Telegram counts those of private chats by the account."""
    sent = [(await bot.send_message(7, "x")).id for _ in range(20)]
    assert all(later - earlier > 1 for earlier, later in pairwise(sent))
    assert len({later - earlier for earlier, later in pairwise(sent)}) > 1
    standin.person(8).starts()
    assert (await bot.send_message(8, "x")).id == sent[0], "equal numbers meet in different chats"


@pytest.mark.asyncio
async def test_a_message_can_be_typed_before_what_it_comes_after(bot: Bot, anna: Person) -> None:
    """Protects what rests on the order of numbers: a person types while the bot's next question is on its way."""
    first, second = [await bot.send_message(7, text) for text in ("one", "two")]
    late = [anna.sends(text, before=second.id) for text in ("no", "none")]
    assert first.id < late[0].id < late[1].id < second.id
    assert [each.text for each in anna.sees()] == ["/start", "one", "no", "none", "two"]
    assert anna.last.text == "two"
    after = anna.sends("yes")
    assert after.id > second.id
    heard = [update.message.message_id for update in await bot.get_updates() if update.message]
    assert heard[1:] == [late[0].id, late[1].id, after.id]
    while late[-1].id < second.id - 1:
        late.append(anna.sends("again", before=second.id))
    with pytest.raises(LookupError, match="no number is free before"):
        anna.sends("too many", before=second.id)


@pytest.mark.asyncio
async def test_a_quoted_message_comes_whole_but_for_what_it_quotes(bot: Bot, anna: Person) -> None:
    """Protects replies: `reply_to_message` is nested once, and a deleted message is quoted no more."""
    sent = await bot.send_message(7, "Well?", reply_markup=rows(1, "Yes", "y"))
    said = anna.sends("no", reply_to=sent.id)
    anna.sends("no, none", reply_to=said.id)
    anna.deletes(said)
    anna.sends("none", reply_to=said.id)
    _, first, second, third = [update.message for update in await bot.get_updates()]
    assert first is not None
    assert first.reply_to_message is not None
    assert (first.reply_to_message.id, first.reply_to_message.text) == (sent.id, "Well?")
    assert first.reply_to_message.reply_markup == sent.reply_markup
    assert second is not None
    assert second.reply_to_message is not None
    assert (second.reply_to_message.text, second.reply_to_message.reply_to_message) == ("no", None)
    assert third is not None
    assert third.reply_to_message is None
