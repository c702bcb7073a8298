"""A web page for abuse scripts, one at a time, whose people have older pages open, and send the same form twice."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import datetime
from functools import partial

from bot.workbench.layers.isolation import IsolatedLayer, IsolatedPrograms
from bot.workbench.layers.page_browser import MakeBrowser, PageTab, PlainBrowser
from bot.workbench.layers.page_parts import PageFault
from bot.workbench.layers.page_program import AssemblePage
from bot.workbench.layers.shared_web_page import SharedWebPage
from bot.workbench.layers.web_layer import TabAct, WebLayer
from dialogs.testing.scripts.format.blocks import MeBlock, Script

FROM_OLDER_PAGES = {"stale", "repeat", "other-device"}
"""Words of abuse scripts for which a person has an older page open."""


class IsolatedWebLayer(IsolatedLayer, WebLayer):
    """One person with a page that serves nobody else meanwhile."""

    def restart(self, now: datetime) -> None:
        """See `AbusableLayer`. It takes no time: what is typed twice around it is typed at once."""
        del now
        with self.program.time.wait_until(self._last):
            self.program.restart()

    def send(self, turn: int, tab: PageTab, do: TabAct) -> None:
        """Does something in a tab, also over a network that drops: then the form comes again once it was handled.

        Where the page of a turn was answered just before, its form comes again as well; that must bring nothing.
        """
        if turn == len(self.shown) - 2 and self.shown[-1]:
            self._send_again(self.shown[-1][0])
        do(tab)
        if self.is_dropping:
            self.is_dropping = False
            self._send_again(tab)

    def _send_again(self, tab: PageTab) -> None:
        before = self.web.list_waiting(self.address)
        tab.send_again()
        if self.web.list_waiting(self.address) != before:
            raise PageFault("a form that was sent twice was taken twice")


def make_web_page(
    trial: str, stack: ExitStack, now: datetime, assemble: AssemblePage, make_browser: MakeBrowser = PlainBrowser
) -> SharedWebPage:
    """Returns a page for scripts, with isolated ones for the scripts that disturb it; `stack` ends them all."""
    make = partial(_make_page, trial, assemble, make_browser)
    made = make(stack, now)
    made.isolated = _IsolatedPages(stack, make, _open_isolated_page)
    return made


class _IsolatedPages(IsolatedPrograms[SharedWebPage, IsolatedWebLayer]):
    @contextmanager
    def isolate(self, script: Script, now: datetime) -> Iterator[IsolatedWebLayer]:
        with super().isolate(script, now) as layer:
            try:
                yield layer
            finally:
                layer.close()


def _make_page(
    trial: str, assemble: AssemblePage, make_browser: MakeBrowser, stack: ExitStack, now: datetime
) -> SharedWebPage:
    return SharedWebPage(trial, stack, now, assemble, make_browser)


def _open_isolated_page(web: SharedWebPage, script: Script, now: datetime) -> IsolatedWebLayer:
    words = [word for block in script.blocks if isinstance(block, MeBlock) for word in block.words]
    return IsolatedWebLayer(web, sum(word.name in FROM_OLDER_PAGES for word in words), now=now)
