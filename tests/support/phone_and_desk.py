"""One person with a phone and a desk: a chat at the stand-in for Telegram and tabs of the page, over one store."""

import asyncio
import re
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import count

from browsing import ORIGIN, Tab

from bot.channels.web.service.assembly import assemble_web
from bot.channels.web.service.desk import StoreDesk
from bot.workbench.layers.shared_telegram_bot import SharedTelegramBot
from bot.workbench.layers.telegram_layer import TelegramLayer
from bot.workbench.telegram_standin import Person
from bot.workbench.telegram_standin.bots import CallbackTap
from bot.workbench.telegram_standin.chats import ChatMessage
from dialogs.conversation.messages import Message, make_notice
from dialogs.testing.scripts.playing.player import FIXED_NOW
from storage.features.members import Members, Role
from storage.model.people import AccountName
from storage.model.stored import StoredScreening

CODE = re.compile(r"\b[0-9A-Z]{3}-[0-9A-Z]{3}-[0-9A-Z]{3}\b")
"""A one-time code as people read it."""


@dataclass
class Clinic:
    """A bot and a page over one store. `runner` runs what the page does."""

    telegram: SharedTelegramBot
    desk: StoreDesk
    runner: asyncio.Runner
    numbers: Iterator[int] = field(default_factory=lambda: count(1))

    def invite(self, role: Role = Role.CLINICIAN) -> str:
        """Returns the token of an invitation."""
        token: str = self.telegram.take("carla", lambda uow: Members(uow).invite(role, timedelta(days=1)))
        return token

    def phone(self, role: Role = Role.CLINICIAN) -> "Phone":
        """Returns the phone of somebody new who was let in."""
        phone = Phone(self, TelegramLayer(self.telegram, self.telegram.make_person()))
        phone.say(f"/start {self.invite(role)}")
        return phone

    def desk_of(self, role: Role = Role.CLINICIAN) -> "Desk":
        """Returns the tab of somebody new who was let in."""
        account = AccountName(f"web:{next(self.numbers):024}")
        desk = Desk(self, Tab(self.desk, account))
        desk.say(f"/start {self.invite(role)}")
        return desk

    def pair(self) -> tuple["Phone", "Desk"]:
        """Returns the phone and the desk of one person: all is the phone's, which was there first."""
        phone, desk = self.phone(), self.desk_of()
        desk.say(f"link {find_code(phone.say('link'))}")
        return phone, desk

    def find_owned(self, account: str) -> list[StoredScreening]:
        """Returns the screenings of the person who speaks from an account, those used last first."""
        person = self.telegram.take(account, lambda uow: uow.person)
        with self.telegram.store.reading() as repository:
            return repository.list_owned(person)

    def revoke(self, account: str) -> None:
        """Takes the access of an account's person away, as the command does."""
        self.telegram.take("carla", lambda uow: Members(uow).revoke(Members(uow).make_reference(AccountName(account))))


@dataclass
class Phone:
    """A chat with the bot. What was said last is in `told`, as messages."""

    clinic: Clinic
    layer: TelegramLayer
    told: list[Message] = field(default_factory=list)

    @property
    def account(self) -> AccountName:
        """Who speaks."""
        return AccountName(self.layer.address)

    @property
    def person(self) -> Person:
        """Who holds it, at the stand-in."""
        return self.layer.person

    def say(self, text: str) -> str:
        """Types a text, and returns what comes."""
        return self._act(lambda: self.person.sends(text))

    def say_unheard(self, text: str) -> str:
        """Types a text that nobody answers, and returns what comes all the same."""
        before = len(self.person.sees())
        self.person.sends(text)
        self.clinic.telegram.standin.quiet(SECONDS)
        return "".join(each.text for each in self.person.sees()[before + 1 :])

    def tap(self, label: str, message: int | None = None) -> str:
        """Taps a button of the last message that has some, or of another one by its number; returns what comes."""
        shown = self.asking if message is None else self.person.chat.messages[message]
        data = next(each["callback_data"] for each in shown.buttons() if each["text"] == label)
        return self.tap_data(data, shown.id)

    def tap_data(self, data: str, message: int) -> str:
        """Taps a button by what it carries. A line that passes over the screen is told as a message."""
        taps: list[CallbackTap] = []
        shown = self.person.chat.messages[message]
        self._act(lambda: taps.append(self.person.taps_data(data, shown)))
        self.clinic.telegram.standin.wait_for(lambda: taps[0].answer is not None)
        self.told += [make_notice(taps[0].answer)] if taps[0].answer else []
        return self._tell()

    @property
    def asking(self) -> ChatMessage:
        """The last message whose buttons are open."""
        return next(each for each in reversed(self.person.sees()) if any(each.buttons()))

    @property
    def labels(self) -> list[str]:
        """What can be tapped last."""
        return [each.label for each in self.told[-1].buttons] if self.told else []

    def _act(self, act: Callable[[], object]) -> str:
        self.clinic.telegram.clock.advance(SECONDS)
        self.told = self.layer.collect_messages(act)
        return self._tell()

    def _tell(self) -> str:
        return "\n\n".join(each.text for each in self.told)


@dataclass
class Desk:
    """A tab of a browser."""

    clinic: Clinic
    tab: Tab

    @property
    def account(self) -> AccountName:
        """Who is signed in."""
        return self.tab.account

    def say(self, text: str) -> str:
        """Types a text into the page, and returns the page that comes."""
        self.clinic.telegram.clock.advance(SECONDS)
        self.clinic.runner.run(self.tab.say(text))
        return self.tab.text

    def tap(self, label: str) -> str:
        """Presses a button, and returns the page that comes."""
        self.clinic.telegram.clock.advance(SECONDS)
        self.clinic.runner.run(self.tab.tap(label))
        return self.tab.text

    def go(self) -> str:
        """Loads the page anew."""
        self.clinic.runner.run(self.tab.go())
        return self.tab.text

    @property
    def told(self) -> list[Message]:
        """What stands on the page, the message that asks last."""
        return [*self.tab.page.messages, *([self.tab.page.asking] if self.tab.page.asking else [])]

    @property
    def labels(self) -> list[str]:
        """What can be pressed."""
        return [each.label for each in self.tab.buttons]


SECONDS = 5.0
"""So long passes between any two things that people do."""


@contextmanager
def open_clinic(trial: str = "interfant-21") -> Iterator[Clinic]:
    """Serves a bot and a page over one store until the end of the block."""
    with ExitStack() as stack:
        telegram = SharedTelegramBot(trial, stack, FIXED_NOW)
        runner = stack.enter_context(asyncio.Runner())
        web = assemble_web(telegram.writer, telegram.make_assembly(), telegram.make_presence(), ORIGIN)
        yield Clinic(telegram, web.desk, runner)


def find_code(text: str) -> str:
    """Returns the one-time code in a text."""
    found = CODE.search(text)
    assert found is not None, text
    return found[0]
