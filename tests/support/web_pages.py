"""The page's server, served for real with a small desk and a plain drawing, and browsers that ask it."""

import asyncio
import html
import re
import socket
from collections.abc import AsyncIterator, Callable, Iterator, Mapping, Sequence
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import aiohttp
from stores import KEY, Person, place
from yarl import URL

from bot.channels.service.assembly import Assembly
from bot.channels.web import phrases
from bot.channels.web.access.guess_limits import GuessLimits
from bot.channels.web.access.web_access import WebAccess
from bot.channels.web.access.web_settings import WebSettings
from bot.channels.web.hospitals.hospital_sign_ins import HospitalSignIns
from bot.channels.web.pages.chat_page import ChatPage, PageFrame, PageLink
from bot.channels.web.pages.passkey_page import ADD_PATH, REMOVE_PATH, USE_PATH, PasskeyPage
from bot.channels.web.posts.web_post import WebPost
from bot.channels.web.pre_check.open_pre_check import OpenPreCheck
from bot.channels.web.server.app import make_web_app
from bot.channels.web.server.drawing_port import Drawing
from bot.documents.file_maker import MadeFile
from bot.observability.connection_guard import CONNECTION_LIMITS, ConnectionLimits
from bot.observability.listening import ListenAddress, listen
from bot.observability.metrics import Metrics
from bot.workbench.layers.in_process_channel import InProcessChannel
from dialogs.conversation.messages import make_notice
from storage.features.members import Members, Role
from storage.features.sign_ins import SignIn, SignInLimits
from storage.model.errors import Unavailable
from storage.model.people import AccountName
from storage.model.stored import InboundEvent
from storage.opening.opening import open_store
from storage.unit_of_work.store import Store
from storage.unit_of_work.writer_thread import Writer

LIMITS = SignInLimits(timedelta(hours=1), timedelta(hours=12))
SECURE = "https://screen.example.org"
CHOICE = "0123456789"


class WebChannel(InProcessChannel):
    """A channel in this process under the name of the page's."""

    name = "web"


@dataclass
class Desk:
    """Takes what forms bring, and shows how much it took. It fails with `fault`, where there is one."""

    posts: list[WebPost] = field(default_factory=list)
    files: dict[tuple[str, int], MadeFile] = field(default_factory=dict)
    fault: Exception | None = None
    fault_of_reading: Exception | None = None

    async def post(self, post: WebPost) -> None:
        """See `WebDesk`."""
        if self.fault is not None:
            raise self.fault
        self.posts.append(post)

    async def read(self, chat: str) -> ChatPage:
        """See `WebDesk`."""
        if self.fault_of_reading is not None:
            raise self.fault_of_reading
        return ChatPage((make_notice(f"taken: {len(self.posts)}"),), None, b"8 bytes.", up_to=len(self.posts))

    async def make_file(self, chat: str, order: int) -> MadeFile | None:
        """See `WebDesk`."""
        return self.files.get((chat, order))


class PlainDrawing:
    """Draws the least of HTML that a form needs."""

    def draw_chat_page(self, page: ChatPage, frame: PageFrame) -> str:
        """See `Drawing`."""
        role = "" if frame.role is None else frame.role.value
        told = [role, f"until {frame.signs_out_at}", *(str(each.blocks) for each in page.messages)]
        return _draw("Screening", told, "/", {"mark": frame.mark})

    def draw_notice_page(
        self,
        frame: PageFrame,
        title: str,
        sentences: Sequence[str],
        *,
        leads_back: bool = False,
        links: Sequence[PageLink] = (),
    ) -> str:
        """See `Drawing`."""
        assert not frame.mark
        return _draw(title, [*map(str, links), *sentences, "back" if leads_back else ""])

    def draw_entering_page(self, frame: PageFrame, token: str, nonce: str) -> str:
        """See `Drawing`."""
        assert not frame.mark
        return _draw("Enter", [frame.problem], "/enter", {"token": token, "nonce": nonce})

    def draw_sign_out_page(self, frame: PageFrame, sentences: Sequence[str], mark: str) -> str:
        """See `Drawing`."""
        assert not frame.mark
        return _draw(phrases.SIGN_OUT_TITLE, [frame.problem, *sentences], "/sign-out", {"mark": mark, "sure": "yes"})

    def draw_passkey_page(self, page: PasskeyPage) -> str:
        """See `Drawing`."""
        told = [
            page.problem,
            page.closed,
            page.options,
            *(f"{each.number}: {each.name}: {each.history}" for each in page.passkeys),
        ]
        return _draw("Passkeys", told, ADD_PATH if page.mark else USE_PATH, {"mark": page.mark, "name": page.name})

    def draw_passkey_removal_page(self, title: str, sentences: Sequence[str], mark: str, number: int) -> str:
        """See `Drawing`."""
        return _draw(title, list(sentences), REMOVE_PATH, {"mark": mark, "passkey": str(number), "sure": "yes"})

    def draw_resending_page(self, frame: PageFrame, title: str, choice: str | None) -> str:
        """See `Drawing`."""
        brought = {"text": frame.typed} if choice is None else {"choice": choice}
        return _draw(title, [frame.problem], "/", {"mark": frame.mark} | brought)


MakePreCheck = Callable[[Writer, Assembly], OpenPreCheck]
"""Makes what answers open pre-checks."""

STYLESHEET = b"body { margin: 0 }\n"


def _draw(title: str, told: list[str], action: str = "", fields: Mapping[str, str] | None = None) -> str:
    hidden = "".join(
        f'<input type="hidden" name="{name}" value="{html.escape(value)}">' for name, value in (fields or {}).items()
    )
    form = f'<form method="post" action="{action}">{hidden}</form>' if action else ""
    return f"<!doctype html><title>{html.escape(title)}</title><p>{html.escape(' '.join(told))}</p>{form}"


@dataclass
class Answer:
    """What came back."""

    status: int
    headers: Any
    text: str

    @property
    def title(self) -> str:
        """The title of the page."""
        found = re.search("<title>(.*?)</title>", self.text)
        return html.unescape(found[1]) if found else ""

    @property
    def fields(self) -> dict[str, str]:
        """The hidden fields of its form."""
        found = re.findall(r'name="(\w+)" value="(.*?)"', self.text)
        return {name: html.unescape(value) for name, value in found}

    def __getitem__(self, header: str) -> str:
        return str(self.headers.get(header, ""))


@dataclass
class Browser:
    """A browser with cookies of its own. It sends what a browser sends; headers that are given go before that."""

    session: aiohttp.ClientSession
    origin: str
    cookies: dict[str, str] = field(default_factory=dict)

    async def get(self, path: str, method: str = "GET", **headers: str) -> Answer:
        """Asks for a page."""
        return await self._ask(method, path, headers, None)

    async def post(self, path: str, fields: Mapping[str, str] | bytes | str, **headers: str) -> Answer:
        """Sends a form."""
        data = aiohttp.FormData(fields)() if isinstance(fields, Mapping) else fields
        usual = {"Origin": self.origin, "Content-Type": "application/x-www-form-urlencoded"}
        return await self._ask("POST", path, usual | headers, data)

    async def send(self, **fields: str) -> Answer:
        """Sends a form of the page as it stands now."""
        shown = await self.get("/")
        return await self.post("/", {"mark": shown.fields["mark"]} | (fields or {"text": "120 days"}))

    async def enter(self, token: str) -> Answer:
        """Opens the link of an invitation, and presses the button."""
        shown = await self.get(f"/enter/{token}")
        return await self.post("/enter", shown.fields)

    async def sign_out(self) -> Answer:
        """Asks to be signed out, and says yes."""
        shown = await self.get("/")
        asked = await self.post("/sign-out", {"mark": shown.fields["mark"]})
        return await self.post("/sign-out", asked.fields)

    async def _ask(self, method: str, path: str, headers: dict[str, str], data: Any) -> Answer:
        sent = {"Host": self.origin.partition("://")[2]}
        if self.cookies:
            sent["Cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        sent |= {name.replace("_", "-"): value for name, value in headers.items()}
        sent = {name: value for name, value in sent.items() if value}
        url = URL(f"{self.session._base_url}".rstrip("/") + path, encoded=True)  # noqa: SLF001 - paths go as they are
        async with self.session.request(method, url, headers=sent, data=data, allow_redirects=False) as answer:
            for each in answer.headers.getall("Set-Cookie", []):
                name, _, rest = each.partition("=")
                value = rest.partition(";")[0]
                self.cookies[name] = value
                if not value:
                    del self.cookies[name]
            return Answer(answer.status, answer.headers, (await answer.read()).decode(errors="replace"))


@dataclass
class ServedPage:
    """The page's server, with its store, its desk and a clock that a test moves."""

    port: int
    settings: WebSettings
    store: Store
    access: WebAccess
    desk: Desk
    metrics: Metrics
    moved: list[timedelta]
    sessions: list[aiohttp.ClientSession] = field(default_factory=list)

    def move_clock(self, by: timedelta) -> None:
        """Moves the clock of the server on."""
        self.moved[0] += by

    def browser(self) -> Browser:
        """Returns another browser."""
        url = f"http://127.0.0.1:{self.port}"
        session = aiohttp.ClientSession(url, cookie_jar=aiohttp.DummyCookieJar(), skip_auto_headers=["User-Agent"])
        self.sessions.append(session)
        return Browser(session, self.settings.origin)

    async def signed_in(self, role: Role = Role.CLINICIAN) -> Browser:
        """Returns a browser that was let in."""
        browser = self.browser()
        assert (await browser.enter(self.invite(role))).status == 303
        return browser

    def invite(self, role: Role = Role.CLINICIAN, lasts: timedelta = timedelta(days=1)) -> str:
        """Returns a fresh invitation."""
        carla = Person(self.store, "carla", now=self.access.handler.now())
        return str(self.store.take(carla.inbound(), lambda uow: Members(uow).invite(role, lasts)).value)

    def make_event(self, who: str = "carla") -> InboundEvent:
        """Returns an event of a coordinator, or of somebody else."""
        return Person(self.store, who, now=self.access.handler.now()).inbound()

    def list_accounts(self) -> list[AccountName]:
        """Returns the accounts of the page that were let in, the first ones first."""
        carla = Person(self.store, "carla", now=self.access.handler.now())
        members = self.store.take(carla.inbound(), lambda uow: Members(uow).list_all()).value
        return [each.name for each in members if each.name.startswith("web:")]

    async def find_account(self, browser: Browser) -> AccountName:
        """Returns the account of a browser that is signed in."""
        (cookie,) = (value for name, value in browser.cookies.items() if name.endswith("trialscreen"))
        found = await self.access.find(cookie)
        assert found is not None
        return found.account

    def make_reference(self, account: AccountName) -> str:
        """Returns what names an account to coordinators."""
        carla = Person(self.store, "carla", now=self.access.handler.now())
        return str(self.store.take(carla.inbound(), lambda uow: Members(uow).make_reference(account)).value)

    @contextmanager
    def held(self) -> Iterator[None]:
        """Nothing can be read of sign-ins until the end of the block."""
        find = self.access.find
        self.access.find = _fail  # type: ignore[method-assign]
        try:
            yield
        finally:
            self.access.find = find  # type: ignore[method-assign]

    def revoke(self, account: AccountName) -> None:
        """Takes the access of an account away, as the command does."""
        carla = Person(self.store, "carla", now=self.access.handler.now())

        def revoke(uow: Any) -> object:
            return Members(uow).revoke(Members(uow).make_reference(account))

        assert self.store.take(carla.inbound(), revoke).value is not None

    async def say(self, raw: bytes, seconds: float = 5.0) -> bytes:
        """Sends bytes over a connection of its own, and returns all that comes back until it is closed."""
        reading, writing = await asyncio.open_connection("127.0.0.1", self.port)
        writing.write(raw)
        try:
            async with asyncio.timeout(seconds):
                return await reading.read()
        except TimeoutError:
            return b"still open"
        finally:
            writing.close()


@asynccontextmanager
async def serving_page(
    folder: Path,
    *,
    origin: str = "",
    guesses: GuessLimits | None = None,
    body_seconds: float = 5.0,
    limits: ConnectionLimits = CONNECTION_LIMITS,
    key: Any = KEY,
    drawing: Drawing | None = None,
    make_pre_check: MakePreCheck | None = None,
    make_hospitals: Callable[[WebAccess, str], HospitalSignIns] | None = None,
) -> AsyncIterator[ServedPage]:
    """Serves the page until the end of the block; without an origin as on a machine of one's own.

    With `make_pre_check` there is an open pre-check, and with `make_hospitals` people sign in by them.
    """
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = int(free.getsockname()[1])
    settings = WebSettings(ListenAddress("127.0.0.1", port), origin or f"http://localhost:{port}", LIMITS)
    moved, metrics = [timedelta()], Metrics()
    store = open_store(place(folder), key, datetime.now(UTC))
    try:
        with Writer(store) as writer:
            assembly = Assembly("interfant-21", metrics, lambda: datetime.now(UTC) + moved[0])
            handler, _ = assembly.assemble(WebChannel(), writer)
            access, desk = WebAccess(handler, LIMITS, guesses), Desk()
            app = make_web_app(
                desk,
                access,
                settings,
                drawing or PlainDrawing(),
                STYLESHEET,
                body_seconds=body_seconds,
                pre_check=None if make_pre_check is None else make_pre_check(writer, assembly),
                hospitals=None if make_hospitals is None else make_hospitals(access, settings.origin),
            )
            async with listen(app, settings.address, 0.2, limits):
                served = ServedPage(port, settings, store, access, desk, metrics, moved)
                yield served
                for session in served.sessions:
                    await session.close()
    finally:
        store.close()


async def _fail(cookie: str) -> SignIn | None:
    raise UNAVAILABLE


UNAVAILABLE = Unavailable("the database is held")
