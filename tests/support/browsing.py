"""People who screen on the web page, in front of its desk: each tab shows a page, and its forms bear its mark."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import func, select
from stores import NOW, Person, store_at

from bot.channels.channel_event import hash_key
from bot.channels.handling.picked_form import SENDS_PICKED
from bot.channels.handling.rate_limits import RateLimits
from bot.channels.service.assembly import Assembly
from bot.channels.service.heartbeat_file import Presence
from bot.channels.web.pages.chat_page import ChatPage
from bot.channels.web.posts.page_mark import MarkSigner, PageMark
from bot.channels.web.posts.page_marking import mark_page
from bot.channels.web.posts.web_post import WebPost
from bot.channels.web.service.assembly import assemble_web
from bot.channels.web.service.desk import StoreDesk
from bot.channels.web.service.service import WebService
from bot.config.dialogue_registry import Dialogues
from bot.observability.metrics import Metrics
from dialogs.conversation.messages import Button
from storage.database.schema import events
from storage.features.members import Members, Role
from storage.model.people import AccountName
from storage.model.stored import InboundEvent, StoredScreening
from storage.opening.location import StoreLocation
from storage.unit_of_work.store import Store
from storage.unit_of_work.writer_thread import Writer

ORIGIN = "https://trial.example.org"
ANNA, BEN = AccountName("web:" + "anna" * 6), AccountName("web:" + "ben3" * 6)

DIALOGUES = Dialogues()
"""All stores share the dialogues: building one takes a while."""

_SIGNER, _SIGN_IN = MarkSigner(b"secret"), b"cookie"


@dataclass
class Tab:
    """A tab of somebody's browser: what it shows, and the mark of its forms."""

    desk: StoreDesk
    account: AccountName = ANNA
    page: ChatPage = field(default_factory=lambda: ChatPage((), None))
    mark: PageMark = field(default_factory=lambda: mark_page(ChatPage((), None)))

    @property
    def text(self) -> str:
        """All that the tab shows, as plain text."""
        messages = [*self.page.messages, *([self.page.asking] if self.page.asking else [])]
        return "\n\n".join(each.text for each in messages)

    @property
    def buttons(self) -> tuple[Button, ...]:
        """What can be chosen."""
        return self.page.asking.buttons if self.page.asking else ()

    async def go(self) -> "Tab":
        """Shows the page as it is now."""
        self.page = await self.desk.read(self.account)
        signed = _SIGNER.sign(mark_page(self.page), self.account, _SIGN_IN)
        mark = _SIGNER.read(signed, self.account, _SIGN_IN)
        assert mark is not None, "a mark of ours is read"
        self.mark = mark
        return self

    async def open(self) -> "Tab":
        """Opens another tab of the same person."""
        return await Tab(self.desk, self.account).go()

    async def say(self, *texts: str) -> "Tab":
        """Types texts, one a page, each in the form that the tab shows."""
        for text in texts:
            await self.desk.post(WebPost(self.account, self.mark, text=text))
            await self.go()
        return self

    async def tap(self, label: str) -> "Tab":
        """Chooses a button that the tab shows."""
        await self.choose(self.find_choice(label))
        return await self.go()

    async def choose(self, choice: str) -> None:
        """Brings a choice with the mark of the tab, and does not look what comes of it."""
        await self.desk.post(WebPost(self.account, self.mark, choice=choice))

    async def send_ticked(self, *labels: str) -> "Tab":
        """Sends the form of options with some of them ticked."""
        await self.choose(SENDS_PICKED.hex() + "".join(map(self.find_choice, labels)))
        return await self.go()

    def find_choice(self, label: str) -> str:
        """Returns what the form brings for a button."""
        return hash_key(next(each.key for each in self.buttons if each.label == label)).hex()


@dataclass
class Site:
    """A page that is served, as far as its desk."""

    store: Store
    service: WebService

    def tab(self, account: AccountName = ANNA) -> Tab:
        """Returns an empty tab of somebody."""
        return Tab(self.service.desk, account)

    async def let_in(self, account: AccountName = ANNA, role: Role = Role.CLINICIAN) -> Tab:
        """Lets somebody in, and returns their first page."""
        return await self.tab(account).say(f"/start {self.invite(role)}")

    def invite(self, role: Role = Role.CLINICIAN) -> str:
        """Returns the token of an invitation."""
        coordinator = Person(self.store, "carla")
        token: str = self.store.take(
            coordinator.inbound(), lambda uow: Members(uow).invite(role, timedelta(days=1))
        ).value
        return token

    def list_owned(self, account: AccountName = ANNA) -> list[StoredScreening]:
        """Returns the stored screenings of somebody."""
        with self.store.reading() as repository:
            return repository.list_owned(account)

    def list_answers(self, account: AccountName = ANNA) -> dict[str, Any]:
        """Returns what is recorded in the newest screening of somebody."""
        return dict(self.list_owned(account)[0].screening.answers)

    def count_events(self) -> int:
        """Returns how many events were taken."""
        with self.store.reading() as repository:
            return repository.connection.execute(select(func.count()).select_from(events)).scalar_one()

    def do(self, account: AccountName, done: Callable[[Any], Any], event_id: str) -> Any:
        """Does something in a unit of work of somebody, as another channel does."""
        return self.store.take(InboundEvent("test", event_id, account, account, NOW), done).value


@contextmanager
def site_at(
    where: StoreLocation,
    folder: Path,
    *,
    limits: RateLimits | None = None,
    now: Callable[[], datetime] = lambda: NOW,
    change: Callable[[Store], object] = lambda _: None,
    trial: str = "interfant-21",
) -> Iterator[Site]:
    """Opens a store with a desk in front of it."""
    with store_at(where) as store, Writer(store) as writer:
        change(store)
        assembly = Assembly(trial, Metrics(), now, limits, dialogues=DIALOGUES, draw=lambda *_: b"made")
        yield Site(store, assemble_web(writer, assembly, Presence(folder / "serving"), ORIGIN))
