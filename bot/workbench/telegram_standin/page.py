"""A page on which a person without Telegram tries a bot: one chat, its buttons, and a line to write.

GET / is the page, /demo/... is what it asks for. Only pages from the stand-in itself may ask. Other sites that are open
in the same browser can neither read a chat nor write into one. The Host is checked, and a post must be JSON.
"""

import asyncio
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import quote

import orjson
from aiohttp import web

from bot.workbench.telegram_standin.chats import ChatMessage
from bot.workbench.telegram_standin.people import Person
from bot.workbench.telegram_standin.users import User
from bot.workbench.telegram_standin.world import World

HTML = Path(__file__).with_name("page.html")
LONGEST = 25.0
HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; "
        "connect-src 'self'; img-src data:; frame-ancestors 'none'"
    ),
    "Cache-Control": "no-store",
    "X-Content-Type-Options": "nosniff",
}


class DemoPage:
    """Serves the page, for the first bot of a world."""

    def __init__(self, world: World) -> None:
        self.world = world

    async def handle(self, request: web.BaseRequest) -> web.StreamResponse:
        """Answers everything that is no call of the Bot API."""
        if request.host.rpartition(":")[0] not in {"127.0.0.1", "localhost"}:
            return web.Response(status=403, text="The stand-in answers on 127.0.0.1 and localhost only.\n")
        if request.method == "GET" and request.path == "/":
            return web.Response(body=HTML.read_bytes(), content_type="text/html", charset="utf-8", headers=HEADERS)
        if request.method == "GET" and request.path == "/demo/chat":
            return self.json(await self.chat(request))
        if request.method == "GET" and request.path == "/demo/file":
            return self.file(request)
        if (
            request.method == "POST"
            and request.path.startswith("/demo/")
            and request.content_type == "application/json"
        ):
            return self.act(request.path.removeprefix("/demo/"), orjson.loads(await request.read()))
        return self.json({"ok": False, "error_code": 404, "description": "Not Found"}, 404)

    def json(self, value: object, status: int = 200) -> web.Response:
        """Returns a value as an answer."""
        return web.Response(body=orjson.dumps(value), status=status, content_type="application/json", headers=HEADERS)

    def person(self, number: int) -> Person:
        """Returns a person, who comes into being when first asked for."""
        user = self.world.people.setdefault(number, User(number, f"Person {number}"))
        return Person(self.world, next(iter(self.world.bots.values())), user)

    async def chat(self, request: web.BaseRequest) -> dict[str, Any]:
        """Returns a chat as soon as it differs from what the page has, or after a while."""
        number, seen = int(request.query.get("person", "1")), request.query.get("seen", "")
        loop = asyncio.get_running_loop()
        end = loop.time() + LONGEST
        while True:
            with self.world.lock:
                shown = self.show_page(self.person(number))
            if str(shown["version"]) != seen or loop.time() > end:
                return shown
            await asyncio.sleep(0.1)

    def file(self, request: web.BaseRequest) -> web.Response:
        """Returns the file of a message, to be looked at; a page among files may run and load nothing."""
        with self.world.lock:
            messages = self.person(int(request.query.get("person", "1"))).chat.messages
            message = messages.get(int(request.query.get("message", "0")))
            file = None if message is None or message.is_deleted else message.file
        if file is None:
            return self.json({"ok": False}, 404)
        headers = HEADERS | {"Content-Disposition": f"inline; filename*=UTF-8''{quote(file.name)}"}
        if file.kind == "text/html":
            headers["Content-Security-Policy"] = "sandbox; default-src 'none'; style-src 'unsafe-inline'"
        return web.Response(body=file.content, content_type=file.kind, headers=headers)

    def show_page(self, person: Person) -> dict[str, Any]:
        """Returns what the page shows."""
        answers = [tap for tap in person.bot.taps.values() if tap.chat is person.chat and tap.answer]
        return {
            "version": f"{len(person.chat.history)}.{len(self.world.people)}",
            "people": [{"id": user.id, "name": user.name} for user in self.world.people.values()],
            "messages": [show_message(message, person) for _, message in sorted(person.chat.messages.items())],
            "commands": person.bot.list_shown_commands(person.user.id),
            "is_blocked": person.chat.is_blocked,
            "start": f"/start {self.world.deep_links.get(person.user.id, '')}".rstrip(),
            "answer": {"id": answers[-1].id, "text": answers[-1].answer} if answers else None,
        }

    def act(self, what: str, given: dict[str, Any]) -> web.Response:
        """Does what the person did on the page."""
        with self.world.lock:
            person = self.person(int(given["person"]))
            message = person.chat.messages.get(int(given.get("message", 0)))
            text = str(given.get("text", ""))
            acts: dict[str, Callable[[], object]] = {
                "say": lambda: person.sends(text),
                "block": person.blocks,
                "unblock": person.unblocks,
            }
            if message is not None:
                acts |= {
                    "edit": lambda: person.edits(message, text),
                    "tap": lambda: person.taps_data(text, message, str(given.get("label", ""))),
                }
            if what not in acts:
                return self.json({"ok": False}, 404)
            acts[what]()
        return self.json({"ok": True})


def show_message(message: ChatMessage, person: Person) -> dict[str, Any]:
    """Returns a message as the page shows it; of a deleted one nothing but that it was there."""
    shown: dict[str, Any] = {"id": message.id, "mine": message.sender is person.user, "deleted": message.is_deleted}
    if message.is_deleted:
        return shown
    return shown | {
        "date": message.date,
        "edited": bool(message.edited),
        "text": message.text,
        "entities": list(message.content.entities),
        "file": {"name": message.file.name, "bytes": len(message.file.content)} if message.file else None,
        "protected": message.is_protected,
        "keyboard": message.keyboard or [],
    }
