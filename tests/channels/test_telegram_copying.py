"""Codes and links that a person hands on can be copied at a tap, and forwarded; whatever holds answers cannot."""

import re
from collections.abc import Iterator
from pathlib import Path

import orjson
import pytest
from serving import running
from stores import NOW, place, store_at

from bot import phrases
from bot.channels.telegram.delivery.callback_data import Signer
from bot.channels.telegram.delivery.copy_buttons import LONGEST_COPIED
from bot.channels.telegram.delivery.rendering import TelegramRendering
from bot.workbench.telegram_standin import Standin
from bot.workbench.telegram_standin.chats import ChatMessage
from dialogs.conversation.messages import Button, Copyable, Message, make_menu, make_notice
from storage.features.members import Role
from storage.model.people import AccountName
from storage.model.stored import InboundEvent, Outgoing

ONE_TIME = r"[0-9A-Z]{3}-[0-9A-Z]{3}-[0-9A-Z]{3}"


@pytest.fixture
def standin() -> Iterator[Standin]:
    """A stand-in for Telegram."""
    with Standin() as standin:
        yield standin


@pytest.mark.asyncio
@pytest.mark.parametrize(
    ("said", "copied"),
    [
        ("hand over", ONE_TIME),
        ("link", f"link {ONE_TIME}"),
        ("/invite", r"https://t\.me/bot_bot\?start=[\w-]{27}"),
    ],
)
async def test_what_is_to_be_handed_on_is_copied_at_a_tap_and_can_be_forwarded(
    standin: Standin, tmp_path: Path, said: str, copied: str
) -> None:
    """Protects "codes and links can be copied", as the text says them; the questions around them stay protected."""
    carla = standin.person(7, "Carla")
    async with running(standin, tmp_path) as bot:
        await bot.does(lambda: carla.starts(bot.invitation(Role.COORDINATOR)))
        await bot.does(lambda: carla.sends("120 days"))
        before = len(carla.sees())
        await bot.does(lambda: carla.sends(said))
    shown = carla.sees()[before:]
    (holding,) = [message for message in shown if message.copied]
    (text,) = holding.copied
    assert re.fullmatch(copied, text)
    assert text in holding.text
    assert not holding.is_protected
    assert not list(holding.buttons()), "it is no live keyboard"
    assert all(message.is_protected for message in shown if is_of_the_bot(message) and message is not holding)


@pytest.mark.asyncio
async def test_the_code_of_a_screening_is_copied_from_the_message_that_asks_on(
    standin: Standin, tmp_path: Path
) -> None:
    """Protects "note it in your own records", in one message: it asks the next question, so it stays protected."""
    anna = standin.person(7, "Anna")
    async with running(standin, tmp_path) as bot:
        await bot.does(lambda: anna.starts(bot.invitation()))
        before = len(anna.sees())
        await bot.does(lambda: anna.sends("120 days"))
    _, asking = anna.sees()[before:]
    (code,) = asking.copied
    assert asking.text.startswith(phrases.KEPT_UNDER.format(code=code))
    assert "What is the diagnosis?" in asking.text
    assert asking.is_protected


@pytest.mark.asyncio
@pytest.mark.parametrize("answer", ["T-ALL", "/new", "list"])
async def test_the_code_stays_in_the_chat_where_it_can_be_copied(standin: Standin, tmp_path: Path, answer: str) -> None:
    """Protects "note it in your own records" for who answers first: its button goes, the code stays as code."""
    anna = standin.person(7, "Anna")
    async with running(standin, tmp_path) as bot:
        await bot.does(lambda: anna.starts(bot.invitation()))
        await bot.does(lambda: anna.sends("120 days"))
        (code,) = anna.last.copied
        await bot.does(lambda: anna.sends(answer))
        (told,) = [each for each in anna.sees() if each.text.startswith(phrases.KEPT_UNDER.format(code=code))]
    assert not told.copied
    units = told.text.encode("utf-16-le")
    marked = [each for each in told.content.entities if each["type"] == "code"]
    assert [units[2 * each["offset"] :][: 2 * each["length"]].decode("utf-16-le") for each in marked] == [code]


def is_of_the_bot(message: ChatMessage) -> bool:
    """Says whether the bot wrote a message."""
    return message.sender.is_bot


@pytest.mark.asyncio
async def test_a_code_above_a_menu_stays_protected_and_can_be_copied(standin: Standin, tmp_path: Path) -> None:
    """Protects a message that also asks: its menu names screenings, and its taps go on working."""
    anna = standin.person(7, "Anna")
    async with running(standin, tmp_path) as bot:
        await bot.does(lambda: anna.starts(bot.invitation()))
        for said in ("120 days", "forget"):
            await bot.does(lambda said=said: anna.sends(said))  # type: ignore[misc]  # a default of a lambda
        forget = next(label for label in (each["text"] for each in anna.last.buttons()) if "Forget" in label)
        await bot.does(lambda: anna.taps(forget))
        await bot.does(lambda: anna.sends("link"))
        assert len(anna.last.copied) == 1
        assert anna.last.is_protected
        await bot.does(lambda: anna.taps(phrases.NEW_LABEL))
        assert "How old was the infant" in anna.last.text


def render(message: Message) -> list[list[dict[str, object]]]:
    """Returns the keyboard of a message."""
    rendering = TelegramRendering()
    rendering.signer = Signer(bytes(32))
    (part,) = rendering.render(Outgoing(1, "telegram:7", None, message, 0))
    rows: list[list[dict[str, object]]] = (
        [] if part.keyboard is None else orjson.loads(part.keyboard)["inline_keyboard"]
    )
    return rows


def test_copies_stand_below_the_buttons_and_what_is_too_long_in_the_text_alone() -> None:
    """Protects Telegram's limit: a longer text would refuse the whole message."""
    longest, longer = Copyable("Copy", "x" * LONGEST_COPIED), Copyable("Copy", "x" * (LONGEST_COPIED + 1))
    (row,) = render(make_notice("said", longest, longer))
    assert row == [{"text": "Copy", "copy_text": {"text": longest.text}}]
    assert render(make_notice("said", longer)) == []
    menu = make_menu("Which?", (Button("One", "one"),))
    both = render(Message(menu.kind, menu.blocks, menu.buttons, copyable=(longest,)))
    assert [sorted(button) for row in both for button in row] == [["callback_data", "text"], ["copy_text", "text"]]


def test_what_waits_over_an_upgrade_keeps_what_is_to_be_copied(tmp_path: Path) -> None:
    """Protects messages in the outbox: another process sends them with their copies, and older ones without any."""
    said = make_notice("said", Copyable("Copy", "K7Q4-2MX"))
    with store_at(place(tmp_path)) as store:
        inbound = InboundEvent("test", "1", "chat", AccountName("anna"), NOW)
        store.take(inbound, lambda uow: uow.enqueue([said, make_notice("more")]))
    with store_at(place(tmp_path)) as store:
        assert [each.message for each in store.outbox.list_waiting("chat")] == [said, make_notice("more")]
