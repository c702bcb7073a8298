"""An open pre-check, served for real, and people who come to it without an account."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from stores import KEY
from web_pages import Answer, Browser, ServedPage, serving_page

from bot.channels.service.assembly import Assembly
from bot.channels.web.pages import drawing
from bot.channels.web.pages.chat_page import PRE_CHECK_PATH
from bot.channels.web.pre_check.open_pre_check import OpenPreCheck
from bot.channels.web.service.assembly import assemble_pre_check
from bot.workbench.layers.page_parts import FormParts, PageButton, ReadPage
from bot.workbench.layers.page_reader import read_page
from storage.unit_of_work.store import Store
from storage.unit_of_work.writer_thread import Writer

GOOD_NOTE = (
    "10-wk girl, newly diagnosed pro-B ALL, t(9;11)(p22;q23), CD19+ 99 %, no steroids, no chemo, consent signed,"
    " LP day 33 CNS1, no allergy to blinatumomab, no live vaccines"
)
"""A note of the commonest case, which leaves one question open."""


@dataclass
class PreCheckTab:
    """A tab of a browser with an open pre-check: the page that it shows, and the form that was sent last."""

    browser: Browser
    answer: Answer
    sent: dict[str, str] = field(default_factory=dict)

    @property
    def page(self) -> ReadPage:
        """What stands on the page; it is read strictly."""
        return read_page(self.answer.text)

    @property
    def mark(self) -> str:
        """The sealed state that the forms of the page carry."""
        found = self.page.text_field
        assert found is not None, self.page.heading
        return found.form.mark

    async def type(self, *texts: str) -> "PreCheckTab":
        """Types texts, each on the page that the one before brought."""
        for text in texts:
            await self.send({"mark": self.mark, "text": text})
        return self

    async def press(self, label: str) -> "PreCheckTab":
        """Presses the button that says this."""
        (button,) = {_freeze(each) for each in self.page.buttons if each.label == label}
        return await self.send(dict(button))

    async def send(self, fields: dict[str, str], **headers: str) -> "PreCheckTab":
        """Sends a form, whatever it holds, and shows what comes."""
        self.sent = fields
        self.answer = await self.browser.post(PRE_CHECK_PATH, fields, **headers)
        return self

    async def send_again(self) -> Answer:
        """Sends the form once more that was sent last, as a reload does, and returns what comes."""
        return await self.browser.post(PRE_CHECK_PATH, self.sent)


def _freeze(button: PageButton) -> tuple[tuple[str, str], ...]:
    form: FormParts = button.form
    return (*map(tuple, form.hidden), *button.sends)  # type: ignore[arg-type]


@dataclass
class ServedPreCheck:
    """The page with its open pre-check, which a test may look into."""

    served: ServedPage
    pre_check: OpenPreCheck

    @property
    def store(self) -> Store:
        """The store of the trial centre."""
        return self.served.store

    async def open(self, browser: Browser | None = None) -> PreCheckTab:
        """Begins a pre-check, in a browser of its own unless one is given."""
        browser = browser or self.served.browser()
        return PreCheckTab(browser, await browser.get(PRE_CHECK_PATH))


@asynccontextmanager
async def serving_pre_check(
    folder: Path,
    *,
    change: Callable[[OpenPreCheck], object] = lambda _: None,
    key: Any = KEY,
    **given: Any,
) -> AsyncIterator[ServedPreCheck]:
    """Serves the page with an open pre-check, which may be changed before it serves."""
    made: list[OpenPreCheck] = []

    def make(writer: Writer, assembly: Assembly) -> OpenPreCheck:
        made.append(assemble_pre_check(writer, assembly))
        change(made[0])
        return made[0]

    async with serving_page(folder, key=key, drawing=drawing, make_pre_check=make, **given) as served:
        yield ServedPreCheck(served, made[0])
