"""One web page with one store for many scripts, each played by a person of its own with a browser of its own."""

from contextlib import ExitStack
from datetime import datetime
from threading import Lock

from bot.workbench.layers.page_browser import MakeBrowser, PageBrowser, PageTab, PlainBrowser
from bot.workbench.layers.page_program import AssemblePage, PageInThread, WatchedWriter, find_port
from bot.workbench.layers.shared_program import SharedProgram
from bot.workbench.standin_clock import StandinClock
from storage.model.stored import Outgoing
from storage.unit_of_work.store import Store
from storage.unit_of_work.writer_thread import Writer

ADDRESS = "web:"


class SharedWebPage(SharedProgram):
    """One web page with one store, which serves from the first script to the last. People come with `make_browser`."""

    watched: WatchedWriter

    def __init__(
        self,
        trial: str,
        stack: ExitStack,
        now: datetime,
        assemble: AssemblePage,
        make_browser: MakeBrowser = PlainBrowser,
    ) -> None:
        self._assemble, self.make_browser = assemble, make_browser
        self._port = find_port()
        self.origin = f"http://localhost:{self._port}"
        self._entering = Lock()
        super().__init__(trial, stack, StandinClock(now))

    def make_writer(self, store: Store) -> Writer:
        """See `SharedProgram`."""
        self.watched = WatchedWriter(store)
        return self.watched

    def serve(self, program: ExitStack) -> None:
        """See `SharedProgram`."""
        serve = self._assemble(self.writer, self.make_assembly(), self.make_presence(), self.origin)
        program.enter_context(PageInThread(serve))

    def enter(self, browser: PageBrowser, token: str) -> tuple[PageTab, str]:
        """Lets a new person in by an invitation, and returns the tab before them, and their chat."""
        with self._entering:
            known = set(self.watched.chats)
            tab = browser.enter(token)
            (chat,) = (each for each in self.watched.chats if each not in known and each.startswith(ADDRESS))
            return tab, chat

    def list_waiting(self, chat: str) -> list[Outgoing]:
        """Returns what waits for a chat: all that stands on its page."""
        return self.store.outbox.list_waiting(chat, MOST_WAITING)


MOST_WAITING = 1000
"""How many messages of a chat are looked at: more than any script brings."""
