"""A web page as small as can be, by the contract of its forms, over the real handler: a stand-in for the product's.

It shows what waits in the outbox of a chat. What was seen is noted when the next form comes.
"""

import asyncio
from collections.abc import Callable, Sequence
from html import escape
from secrets import token_hex
from typing import Any

from aiohttp import web

from bot.channels.abilities import ChannelAbilities
from bot.channels.channel_event import NO_SCREENING, SCREENING_BYTES, ButtonTap, ChannelEvent, hash_key
from bot.channels.handling.channel_handler import ChannelHandler
from bot.channels.service.assembly import Assembly
from bot.channels.service.heartbeat_file import Presence
from bot.config.dialogue_registry import Dialogues
from bot.observability.listening import ListenAddress, listen
from bot.phrases import PRIVACY_KEPT
from bot.session.file_rate_limit import FileLimit
from bot.session.service import SessionService
from bot.workbench.layers.in_process_events import InProcessEvents
from bot.workbench.layers.page_program import ServePage
from bot.workbench.layers.said_in_chat import list_texts
from dialogs.conversation.blocks import Block, Question, ResultTitle
from dialogs.conversation.messages import Button
from storage.model.people import AccountName
from storage.model.stored import Do, Outgoing
from storage.outbox.delivery_reports import DeliveryReport, mark_done
from storage.unit_of_work.writer_thread import Writer

COOKIE = "plain"
Handler = Callable[[web.Request], Any]


class PlainPages(InProcessEvents):
    """The pages of people, and the channel beneath them. `head` is put before the heading of each page."""

    name = "web"
    welcome = "You are let in."
    abilities = ChannelAbilities(
        edits=False, deletes=True, buttons=True, folding=True, files=True, receipts=True, toasts=False
    )

    def __init__(self, writer: Writer, assembly: Assembly, origin: str) -> None:
        super().__init__()
        self.writer, self.now, self.port = writer, assembly.now, int(origin.rpartition(":")[2])
        kept = writer.store.retention
        dialogues = Dialogues(PRIVACY_KEPT.format(idle=kept.idle_days, finished=kept.finished_days))
        dialogues.load(assembly.trial)
        sessions = SessionService(dialogues, assembly.trial, kept, FileLimit())
        self.handler = ChannelHandler(
            self, writer, sessions, notify=lambda _: None, wait_for_receipt=_wait, now=self.now
        )
        self.head = ""

    def read_tap(self, chat: str, data: str) -> ButtonTap | None:
        """See `ReceivingChannel`."""
        screening, number, key = data.split(" ")
        return ButtonTap(bytes.fromhex(screening), int(number), bytes.fromhex(key))

    def split_buttons(self, buttons: tuple[Button, ...]) -> Sequence[tuple[Button, ...]]:
        """See `ReceivingChannel`."""
        return [buttons]

    def make_link(self, token: str) -> str:
        """See `ReceivingChannel`."""
        return f"/enter/{token}"

    keeps_taps: Any = None

    async def serve(self, stopping: asyncio.Event, tell: Callable[[int], object]) -> None:
        """Serves until it is time to stop."""
        app = web.Application()
        app.router.add_get("/enter/{token}", self._offer)
        app.router.add_post("/enter", self._enter)
        app.router.add_get("/", self._show)
        app.router.add_post("/", self._take)
        async with listen(app, ListenAddress("127.0.0.1", self.port)) as port:
            tell(port)
            await stopping.wait()

    async def _offer(self, request: web.Request) -> web.Response:
        token = request.match_info["token"]
        return _page("Enter", f"<h1>Enter</h1>{_form('/enter', 'token', token, '<button>Enter</button>')}")

    async def _enter(self, request: web.Request) -> web.Response:
        account, token = f"web:{token_hex(8)}", str((await request.post())["token"])
        await self.handler.take(ChannelEvent(token_hex(8), account, AccountName(account), text=f"/start {token}"))
        answer = web.Response(status=303, headers={"Location": "/"})
        answer.set_cookie(COOKIE, account.removeprefix("web:"), httponly=True)
        return answer

    async def _take(self, request: web.Request) -> web.Response:
        chat, fields = f"web:{request.cookies[COOKIE]}", await request.post()
        event, screening, number, up_to = str(fields["mark"]).split(".")
        await asyncio.wrap_future(self.writer.call(self._note_seen, chat, int(up_to)))
        choice = str(fields["choice"]) if "choice" in fields else None
        data = None if choice is None else f"{screening} {number} {choice}"
        text = None if choice is not None else str(fields["text"])
        receipt, at = 2 * int(up_to) + 1, self.now()
        taken = ChannelEvent(event, chat, AccountName(chat), receipt, text, data, "form", sent_at=at)
        await self.handler.take(taken)
        return web.Response(status=303, headers={"Location": "/"})

    async def _show(self, request: web.Request) -> web.Response:
        chat = f"web:{request.cookies[COOKIE]}"
        waiting = await asyncio.to_thread(self.writer.store.outbox.list_waiting, chat, 1000)
        return _draw(self.head, waiting)

    def _note_seen(self, chat: str, up_to: int) -> None:
        store = self.writer.store
        seen = [each.id for each in store.outbox.list_waiting(chat, 1000) if each.id <= up_to]
        with store.database.writing() as connection:
            mark_done(connection, store.keyring, [DeliveryReport(each, 2 * each, self.now()) for each in seen])


def assemble_plain_pages(writer: Writer, assembly: Assembly, presence: Presence, origin: str) -> ServePage:
    """Returns a page at an origin. See `AssemblePage`."""
    return PlainPages(writer, assembly, origin).serve


def _draw(head: str, waiting: Sequence[Outgoing]) -> web.Response:
    sent = [each for each in waiting if each.do is Do.SEND]
    asking = next((each for each in reversed(sent) if each.message.buttons), sent[-1])
    said = [
        _say(each.message.blocks if each is asking or not each.message.buttons else each.message.lasting)
        for each in sent
    ]
    screening = (asking.screening or asking.unstored or NO_SCREENING)[:SCREENING_BYTES]
    up_to = max((each.id for each in waiting), default=0)
    mark = f"{token_hex(16)}.{screening.hex()}.{asking.message.number}.{up_to}"
    buttons = "".join(
        f'<button name="choice" value="{hash_key(each.key).hex()}">{escape(each.label)}</button>'
        for each in asking.message.buttons
    )
    typed = '<label for="text">Answer</label><input id="text" name="text"><button>Send</button>'
    forms = _form("/", "mark", mark, buttons) + _form("/", "mark", mark, typed)
    heading = escape(_find_heading([block for each in sent for block in each.message.blocks], asking.message.blocks))
    return _page("Screening", f"{head}<h1>{heading}</h1>{''.join(said)}{forms}")


def _find_heading(said: Sequence[Block], asking: Sequence[Block]) -> str:
    question = next((each for each in asking if isinstance(each, Question)), None)
    result = [each for each in said if isinstance(each, ResultTitle)]
    if result and (question is None or not question.name):
        return f"{result[-1].trial} {result[-1].code}"
    return "Screening" if question is None else question.text or "Screening"


def _say(blocks: Sequence[Block]) -> str:
    return "".join(f"<p>{escape(text)}</p>" for text in list_texts(blocks))


def _form(action: str, name: str, value: str, within: str) -> str:
    return f'<form method="post" action="{action}"><input type="hidden" name="{name}" value="{value}">{within}</form>'


def _page(title: str, body: str) -> web.Response:
    page = f'<!DOCTYPE html><html lang="en"><head><title>{title}</title></head><body><main>{body}</main></body></html>'
    return web.Response(text=page, content_type="text/html")


async def _wait(chat: str) -> None:
    """Waits for nothing: a page is shown whole."""
