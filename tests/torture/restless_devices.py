"""A phone and a desk of one person, each a process of its own, that answer whatever they show, stale or not.

Neither looks before it acts. What each act brought is told, as the device shows it.
"""

import asyncio
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from random import Random
from typing import Protocol

from browsing import DIALOGUES, ORIGIN, Tab
from stores import KEY, NOW
from telegram_people import AGES, WORDS

from bot.channels.channel_event import hash_key
from bot.channels.service.assembly import Assembly
from bot.channels.service.heartbeat_file import Presence
from bot.channels.web.posts.web_post import WebPost
from bot.channels.web.service.assembly import assemble_web
from bot.observability.metrics import Metrics
from bot.workbench.layers.in_process_bot import serve_once
from bot.workbench.layers.in_process_channel import InProcessChannel, ShownMessage, carry
from bot.workbench.layers.storage_layer import AT_ONCE
from dialogs.conversation.blocks import Question, Recorded
from dialogs.conversation.buttons import START_OVER
from dialogs.conversation.messages import Button, Message, MessageKind
from dialogs.conversation.questions import KEEP_KEY, OPTION_KEY, WHY_KEY
from storage.model.errors import Unavailable
from storage.model.people import AccountName
from storage.opening.location import StoreLocation
from storage.opening.opening import open_store
from storage.unit_of_work.store import Store
from storage.unit_of_work.writer_thread import Writer

SESSION = "desk."
"""How the keys of buttons begin that are not the dialogue's."""

COMMANDS = ("/back", "back", "/why", "/status", "/change", "list", "take all", "resume", "/result")


@dataclass(frozen=True)
class Act:
    """What a device did: the name of the question that it showed, and what it was told was recorded.

    `may_keep` says that an answer was there already, which is told as recorded where it is given again. `is_told` says
    that something came.
    """

    showed: str
    recorded: tuple[tuple[str, str], ...] = field(repr=False)
    may_keep: bool
    is_told: bool


class Device(Protocol):
    """A device: it shows messages, of which the last one with buttons can be answered."""

    def show(self) -> Message | None:
        """Returns the last message with buttons."""

    def say(self, text: str, *, twice: bool) -> list[Message]:
        """Types a text, which may be brought twice, and returns the messages that come."""

    def tap(self, button: Button, *, twice: bool) -> list[Message]:
        """Taps a button of the last message with some, and returns the messages that come."""


class RestlessPhone:
    """A chat with a bot that is started for each event."""

    def __init__(self, store: Store, address: str) -> None:
        self.store, self.address = store, address
        self.channel = InProcessChannel()
        self.assembly = _assemble()

    def show(self) -> Message | None:
        """See `Device`."""
        shown = self._find()
        return None if shown is None else shown.message

    def say(self, text: str, *, twice: bool) -> list[Message]:
        """See `Device`."""
        return self._act(lambda: self.channel.say(self.address, text), twice=twice)

    def tap(self, button: Button, *, twice: bool) -> list[Message]:
        """See `Device`."""
        shown = self._find()
        assert shown is not None, "a button is tapped that is shown"
        data = carry(shown, button.key)
        return self._act(lambda: self.channel.tap(self.address, shown.receipt, data), twice=twice)

    def _act(self, act: Callable[[], object], *, twice: bool) -> list[Message]:
        seen = {each.receipt for each in self.channel.chats[self.address]}
        brought = act()
        for _ in range(1 + twice):
            _insist(lambda: asyncio.run(serve_once(self.channel, self.assembly, self.store, brought)))  # type: ignore[arg-type]
        return [each.message for each in self.channel.chats[self.address] if each.receipt not in seen]

    def _find(self) -> ShownMessage | None:
        return next((each for each in reversed(self.channel.chats[self.address]) if each.message.buttons), None)


class RestlessDesk:
    """A tab of the page, which is loaded by what is sent from it only."""

    def __init__(self, store: Store, account: AccountName, presence: Presence) -> None:
        self.runner = asyncio.Runner()
        self.writer = Writer(store)
        self.writer.__enter__()
        self.desk = assemble_web(self.writer, _assemble(), presence, ORIGIN).desk
        self.tab = Tab(self.desk, account)

    def show(self) -> Message | None:
        """See `Device`."""
        return self.tab.page.asking

    def say(self, text: str, *, twice: bool) -> list[Message]:
        """See `Device`."""
        return self._post(WebPost(self.tab.account, self.tab.mark, text=text), twice=twice)

    def tap(self, button: Button, *, twice: bool) -> list[Message]:
        """See `Device`."""
        return self._post(WebPost(self.tab.account, self.tab.mark, choice=hash_key(button.key).hex()), twice=twice)

    def _post(self, post: WebPost, *, twice: bool) -> list[Message]:
        for _ in range(1 + twice):
            _insist(lambda: self.runner.run(self.desk.post(post)))
        _insist(lambda: self.runner.run(self.tab.go()))
        return [*self.tab.page.messages, *([self.tab.page.asking] if self.tab.page.asking else [])]


def act_at_random(device: Device, random: Random, count: int, opening: str) -> Iterator[Act]:
    """Lets a device do so many things, each by what it shows, and yields what each brought."""
    device.say(opening, twice=False)
    for _ in range(count):
        shown = device.show()
        buttons = [each for each in shown.buttons if _may_be_tapped(each)] if shown is not None else []
        twice, chance = random.random() < 0.1, random.random()
        answers = [each for each in buttons if each.key.startswith(OPTION_KEY)]
        if chance < 0.7 and buttons:
            told = device.tap(random.choice(answers or buttons), twice=twice)
        elif chance < 0.9:
            told = device.say(random.choice(WORDS + AGES), twice=twice)
        elif chance < 0.97:
            told = device.say(random.choice(COMMANDS), twice=twice)
        else:
            told = device.say(opening, twice=twice)
        yield Act(_name_question(shown), tuple(_list_recorded(told)), _may_keep(shown), bool(told))


def enter(where: StoreLocation, address: str, *, is_phone: bool) -> Device:
    """Returns a device with a store of its own."""
    store = open_store(where, KEY, NOW)
    if is_phone:
        return RestlessPhone(store, address)
    return RestlessDesk(store, AccountName(address), Presence(where.anchor.with_name("serving")))


def _assemble() -> Assembly:
    return Assembly(
        "interfant-21", Metrics(), lambda: datetime.now(UTC), patience=AT_ONCE, dialogues=DIALOGUES, draw=lambda *_: b""
    )


def _insist(do: Callable[[], object]) -> None:
    """Does something as often as the database cannot keep it just now."""
    while True:
        with suppress(Unavailable):
            do()
            return


def _may_be_tapped(button: Button) -> bool:
    return not button.key.startswith(SESSION) and button.key not in {WHY_KEY, START_OVER.key}


def _may_keep(shown: Message | None) -> bool:
    return shown is not None and (
        shown.kind is MessageKind.ASK_BACK or any(each.key == KEEP_KEY for each in shown.buttons)
    )


def _name_question(shown: Message | None) -> str:
    blocks = () if shown is None else shown.blocks
    return next((each.name for each in blocks if isinstance(each, Question)), "")


def _list_recorded(told: list[Message]) -> Iterator[tuple[str, str]]:
    for message in told:
        for block in message.blocks:
            if isinstance(block, Recorded):
                yield block.name, block.answer
