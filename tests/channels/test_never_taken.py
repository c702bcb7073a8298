"""What Telegram will never take: it comes plainly, or a sentence says so, once; then the chat goes on."""

import logging
from collections.abc import AsyncIterator, Iterator

import pytest
import pytest_asyncio
from outboxes import Box, bot_at, count_fate, people, sending, texts
from patience import until
from telegram import Bot

from bot import phrases
from bot.channels.rate import EventRate
from bot.workbench.telegram_standin import Standin
from dialogs.conversation.messages import Button
from storage.model.stored import Do

BUTTONS = (Button("Yes & <sure>", "y"), Button("No", "n"))
PLAINLY = f"canary <b>\n{phrases.TYPE_INSTEAD}\n[Yes & <sure>]\n[No]"


@pytest.fixture(autouse=True)
def _delays_are_durations(monkeypatch: pytest.MonkeyPatch) -> None:
    """Lets python-telegram-bot give retry_after as a duration, as its next major version does; else it warns."""
    monkeypatch.setenv("PTB_TIMEDELTA", "1")


@pytest.fixture
def standin() -> Iterator[Standin]:
    """A stand-in for Telegram."""
    with Standin() as running:
        yield running


@pytest_asyncio.fixture
async def bot(standin: Standin) -> AsyncIterator[Bot]:
    """A bot that is soon tired of waiting."""
    async with bot_at(standin) as opened:
        yield opened


@pytest.mark.asyncio
async def test_a_question_that_is_never_taken_comes_as_plain_text(
    standin: Standin, bot: Bot, caplog: pytest.LogCaptureFixture
) -> None:
    """Protects "what can never be sent is said in a plain message": it can be answered, and its receipt is known."""
    (anna,) = people(standin, 7)
    box = Box()
    standin.faults.next("bad_request", methods=["sendMessage"])
    with caplog.at_level(logging.DEBUG, logger="bot"):
        async with sending(bot, box) as sender:
            box.posts(7, "canary <b>", *BUTTONS, question=1)
            sender.notify(box.posts(7, "next"))
            await until(lambda: not box.left)
    assert texts(anna) == [PLAINLY, "next"]
    assert anna.sees()[-2].keyboard is None
    assert box.receipts[1] == anna.sees()[-2].id
    assert count_fate(sender, "dropped") == 1
    assert "message 1 of the outbox is never taken as it is: BadRequest: can't parse entities" in caplog.text
    assert "canary" not in caplog.text


@pytest.mark.asyncio
async def test_what_is_not_even_taken_plainly_is_told_once(standin: Standin, bot: Bot) -> None:
    """Protects the person from silence: a sentence with the number in the log, and no receipt of a question."""
    (anna,) = people(standin, 7)
    box = Box()
    standin.faults.next("bad_request", "bad_request", "too_many", methods=["sendMessage"])
    async with sending(bot, box) as sender:
        box.posts(7, "canary", *BUTTONS, question=1)
        sender.notify(box.posts(7, "next"))
        await until(lambda: not box.left)
    assert texts(anna) == [phrases.NOT_SHOWN.format(number=1), "next"]
    assert 1 not in box.receipts, "what was not asked has no receipt"
    assert standin.counters.calls["sendmessage"] == 2, "a fault that passes brings back none of what was refused"


@pytest.mark.asyncio
async def test_where_nothing_is_taken_the_chat_goes_on(standin: Standin, bot: Bot) -> None:
    """Protects from a loop: a message is tried in each way once, and the next one comes."""
    (anna,) = people(standin, 7)
    box = Box()
    standin.faults.next(*["bad_request"] * 3, methods=["sendMessage"])  # type: ignore[arg-type]
    async with sending(bot, box) as sender:
        box.posts(7, "canary", *BUTTONS, question=1)
        sender.notify(box.posts(7, "next"))
        await until(lambda: not box.left)
    assert texts(anna) == ["next"]
    assert standin.faults.happened["bad_request"] == 3
    assert count_fate(sender, "dropped") == 3


@pytest.mark.asyncio
async def test_parts_that_were_taken_do_not_come_again(standin: Standin, bot: Bot) -> None:
    """Protects the reader of a long message: only the part that was refused comes plainly."""
    (anna,) = people(standin, 7)
    box = Box()
    standin.faults.next(None, "bad_request", methods=["sendMessage"])
    text = "\n\n".join(f"{at} " + "x" * 3_000 for at in range(2))
    async with sending(bot, box) as sender:
        sender.notify(box.posts(7, text, *BUTTONS, question=1))
        await until(lambda: not box.left)
    first, second = texts(anna)
    assert (first, second[:10]) == ("0 " + "x" * 3_000, "1 xxxxxxxx")
    assert second.endswith("[Yes & <sure>]\n[No]")


@pytest.mark.asyncio
async def test_an_edit_that_is_never_taken_still_takes_the_buttons(standin: Standin, bot: Bot) -> None:
    """Protects an answered question from buttons that stay; a page of buttons that does not come is told."""
    (anna,) = people(standin, 7)
    box = Box()
    async with sending(bot, box) as sender:
        sender.notify(box.posts(7, "ALL?", *BUTTONS, question=1))
        await until(lambda: not box.left)
        standin.faults.next("bad_request", methods=["editMessageText"])
        sender.notify(box.posts(7, "ALL? Yes", question=1, do=Do.EDIT))
        await until(lambda: not box.left)
        assert (anna.last.text, anna.last.keyboard) == ("ALL?", None)
        standin.faults.next("bad_request", methods=["editMessageReplyMarkup"])
        sender.notify(box.posts(7, "", *BUTTONS, question=1, do=Do.EDIT))
        await until(lambda: not box.left)
    assert texts(anna) == ["ALL?", phrases.NOT_SHOWN.format(number=3)]


@pytest.mark.asyncio
async def test_edits_keep_to_the_pace(bot: Bot, standin: Standin) -> None:
    """Protects "429 on edits": Telegram counts them with messages, and a bot that is paced so is never refused."""
    (anna,) = people(standin, 7)
    standin.bot.limits.on = True
    box = Box()
    async with sending(bot, box, in_a_chat=EventRate(3, 1.05)) as sender:
        for number in range(1, 4):
            box.posts(7, f"{number}?", *BUTTONS, question=number)
            sender.notify(box.posts(7, f"{number}? Yes", question=number, do=Do.EDIT))
        await until(lambda: not box.left)
    assert texts(anna) == ["1? Yes", "2? Yes", "3? Yes"]
    assert not standin.counters.refused
