"""The web page as a layer for scripts: a person in a browser says to the whole page what a script says."""

from collections.abc import Callable

from bot.channels.channel_event import hash_key
from bot.workbench.layers.page_browser import PageTab
from bot.workbench.layers.page_messages import join_posted, tells_why
from bot.workbench.layers.page_parts import PageFault
from bot.workbench.layers.shared_layer import Act, SharedLayer
from bot.workbench.layers.shared_web_page import SharedWebPage
from dialogs.conversation.commands import Command
from dialogs.conversation.messages import Message
from dialogs.conversation.questions import WHY_KEY
from dialogs.conversation.screening import Event, Said

NOBODY = "script:nobody"

TabAct = Callable[[PageTab], None]
"""What a person does in a tab."""


class WebLayer(SharedLayer):
    """One screening of one person, in their browser.

    `shown` holds, turn by turn, the tabs that show its page still. After each turn the person opens `spare_tabs`
    further ones: from those they do later what belongs to an older page.
    """

    def __init__(self, web: SharedWebPage, spare_tabs: int = 0) -> None:
        super().__init__(web, NOBODY)
        self.web, self._spare_tabs = web, spare_tabs
        self.browser = web.make_browser(web.origin)
        self.shown: list[list[PageTab]] = []
        self._seen = 0

    def enter(self, token: str) -> None:
        """See `SharedLayer`."""
        tab, self.address = self.web.enter(self.browser, token)
        self.shown.append([tab])

    def act(self, event: Event) -> None:
        """See `SharedLayer`. What belongs to an older page is done in a tab that shows it still."""
        if isinstance(event, Said):
            is_late = event.last_seen is not None and len(self.shown) > 1
            self._do(len(self.shown) - (2 if is_late else 1), lambda tab: tab.type_text(event.text))
        else:
            self._do(event.number, lambda tab: _tap(tab, event.key))

    def send(self, turn: int, tab: PageTab, do: TabAct) -> None:
        """Does something in a tab, which shows the page of a turn."""
        del turn
        do(tab)

    def collect_messages(self, act: Act) -> list[Message]:
        """See `SharedLayer`."""
        act()
        (tab,) = self.shown[-1]
        self.shown[-1] += [self.browser.open_tab() for _ in range(self._spare_tabs)]
        waiting, seen = self.web.list_waiting(self.address), self._seen
        self._seen = max([seen, *(each.id for each in waiting)])
        return join_posted(tab.read(), waiting, seen, len(self.shown) - 1)

    def close(self) -> None:
        """Ends the browser."""
        self.browser.close()

    def _do(self, turn: int, do: TabAct) -> None:
        """Does something on the page of a turn. The tab then shows the page that comes, and is before the person."""
        if not self.shown[turn]:
            raise PageFault("no tab shows that page any more")
        tab = self.shown[turn].pop(0)
        self.send(turn, tab, do)
        self.shown.append([tab])


def open_page(web: SharedWebPage) -> WebLayer:
    """Returns the layer for one script: a new person with a browser of their own."""
    return WebLayer(web)


def _tap(tab: PageTab, choice: str) -> None:
    page = tab.read()
    button = next((each for each in page.choices if each.choice == choice), None)
    if button is not None:
        tab.press(button)
    elif choice == hash_key(WHY_KEY).hex() and tells_why(page):
        tab.type_text(Command.WHY.value)
    else:
        raise PageFault("the button is not there any more")
