"""The load on a page: people who post a form, are answered 303, and look at the page that it leads to.

Run it as a script: it reads what to do from its input, and prints what it measured. It is a process of its own, and
speaks HTTP by hand, so that it costs as little as it can.
"""

import asyncio
import json
import re
import sys
import time
from dataclasses import asdict, dataclass, field
from itertools import count
from urllib.parse import urlencode

TURNS = 14
"""Turns of one course, from /start to the result."""

MARK = re.compile(r'name="mark" value="([^"]+)"')
CHOICE = re.compile(r'class="choices">.*?name="choice" value="([^"]+)"', re.DOTALL)


@dataclass(frozen=True)
class Load:
    """What is done: a port, the cookies of the people, for how long, and how often each posts; 0 for at once."""

    port: int
    cookies: list[str]
    seconds: float
    every: float = 0.0


@dataclass
class Measured:
    """What was measured: how long each post took until its 303, in milliseconds, each look, and what went wrong."""

    posts: list[float] = field(default_factory=list)
    looks: list[float] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    seconds: float = 0.0
    cpu: float = 0.0


class Visitor:
    """A person with a browser and one connection."""

    def __init__(self, load: Load, cookie: str, measured: Measured) -> None:
        self.load, self.measured = load, measured
        self.host = f"localhost:{load.port}"
        self.head = f"Host: {self.host}\r\nCookie: trialscreen={cookie}\r\n"
        self.page = ""
        self._turns = count()

    async def visit(self, offset: float) -> None:
        """Posts from `offset` seconds on, as long as it is told; what goes wrong is noted."""
        loop = asyncio.get_running_loop()
        began = loop.time()
        try:
            self._reading, self._writing = await asyncio.open_connection("127.0.0.1", self.load.port)
            await self._look()
            for tick in count():
                due = began + offset + tick * self.load.every
                if max(due, loop.time()) > began + self.load.seconds:
                    break
                await asyncio.sleep(due - loop.time())
                await self._post()
                await self._look()
            self._writing.close()
        except Exception as fault:  # noqa: BLE001 - whatever it is, it is an error of this load
            self.measured.errors.append(repr(fault)[:80])

    async def _post(self) -> None:
        fields = urlencode(self._choose())
        start = time.perf_counter()
        form = f"Origin: http://{self.host}\r\nContent-Type: application/x-www-form-urlencoded\r\n"
        status, _ = await self._ask("POST", f"{form}Content-Length: {len(fields)}\r\n", fields)
        self.measured.posts.append(1_000 * (time.perf_counter() - start))
        if status != 303:
            self.measured.errors.append(f"a post is answered by {status}")

    async def _look(self) -> None:
        start = time.perf_counter()
        status, self.page = await self._ask("GET", "", "")
        self.measured.looks.append(1_000 * (time.perf_counter() - start))
        if status != 200:
            self.measured.errors.append(f"a look is answered by {status}")

    def _choose(self) -> dict[str, str]:
        """Walks courses: begins, types the age, and then takes the first choice of whatever is asked."""
        mark, choice = MARK.search(self.page), CHOICE.search(self.page)
        assert mark is not None, "the page has no form"
        turn = next(self._turns) % TURNS
        if turn < 2 or choice is None:
            return {"mark": mark[1], "text": "120" if turn else "/start"}
        return {"mark": mark[1], "choice": choice[1]}

    async def _ask(self, method: str, headers: str, body: str) -> tuple[int, str]:
        self._writing.write(f"{method} / HTTP/1.1\r\n{self.head}{headers}\r\n{body}".encode())
        head = (await self._reading.readuntil(b"\r\n\r\n")).decode()
        length = re.search(r"content-length: (\d+)", head, re.IGNORECASE)
        page = await self._reading.readexactly(int(length[1])) if length else b""
        return int(head.split(" ", 2)[1]), page.decode()


async def visit_all(load: Load) -> Measured:
    """Has all people visit, evenly spread."""
    measured, began = Measured(), time.perf_counter()
    people = [Visitor(load, cookie, measured) for cookie in load.cookies]
    spread = (load.every or 0.2) / len(people)
    await asyncio.gather(*(each.visit(at * spread) for at, each in enumerate(people)))
    measured.seconds, measured.cpu = time.perf_counter() - began, time.process_time()
    return measured


if __name__ == "__main__":
    print(json.dumps(asdict(asyncio.run(visit_all(Load(**json.load(sys.stdin)))))))
