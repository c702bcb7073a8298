"""People who answer on the page through real HTTP, whatever becomes of the server, and what they must find there.

Each of them replays what they did by the dialogue, without server or database. Every page must ask what stands open
there. A form that was not answered is sent again, with the mark that it has.
"""

import threading
import time
from base64 import urlsafe_b64decode
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from random import Random
from urllib.parse import urlencode

from attacks import Broken
from stores import dialogue
from telegram_people import AGES, WORDS, Path, keep_turn

from bot.channels.channel_event import SCREENING_BYTES, hash_key
from bot.channels.web.posts.page_mark import EVENT_BYTES, NUMBER_BYTES, PageMark
from bot.channels.web.posts.web_post import WebPost
from bot.channels.web.web_channel import name_event
from bot.workbench.layers.page_browser import PlainBrowser
from bot.workbench.layers.page_parts import PageFault, ReadPage
from bot.workbench.layers.page_reader import read_page
from dialogs.conversation.buttons import CHANGE, START_OVER
from dialogs.conversation.questions import WHY_KEY
from dialogs.conversation.screening import Event, Said, Tapped
from storage.model.people import AccountName

AGAIN_SECONDS = 0.03
SEE_OTHER, OK = 303, 200
LATER = (429, 503)
NONCE = "trialscreen-enter"


class Gate:
    """What people pass for each request. While it is shut nobody is on their way."""

    def __init__(self) -> None:
        self.is_over = False
        self._is_open, self._on_their_way, self._changed = False, 0, threading.Condition()

    def opens(self) -> None:
        """Lets people pass."""
        with self._changed:
            self._is_open = True
            self._changed.notify_all()

    def shuts(self) -> None:
        """Lets nobody pass, and waits until all are back who did."""
        with self._changed:
            self._is_open = False
            self._changed.wait_for(lambda: not self._on_their_way)

    def ends(self) -> None:
        """Sends everybody home."""
        self.is_over = True
        self.opens()

    @contextmanager
    def passed(self) -> Iterator[None]:
        """Waits until the gate is open; at the end of the block its person is back."""
        with self._changed:
            self._changed.wait_for(lambda: self._is_open)
            self._on_their_way += 1
        try:
            yield
        finally:
            with self._changed:
                self._on_their_way -= 1
                self._changed.notify_all()


@dataclass(frozen=True)
class Form:
    """A form that somebody sends: the id of its event, what it says, and its body."""

    event_id: str
    event: Event
    body: str


class Visitor:
    """A person who answers whatever the page asks, now and then twice, or with something that does not fit.

    `name_account` tells the account that a browser gets by a nonce. `taken` are the ids of the events whose 303 reached
    the person, and `pending` is the form of which nothing is known. `path` is what the screening must hold.
    """

    def __init__(
        self, origin: str, token: str, gate: Gate, random: Random, name_account: Callable[[str, str], AccountName]
    ) -> None:
        self.browser, self.token, self.gate, self.random = PlainBrowser(origin), token, gate, random
        self.name_account = name_account
        self.account: AccountName | None = None
        self.path = Path()
        self.is_in = False
        self.taken: list[str] = []
        self.pending: Form | None = None
        self.sent_again = self.doubled = self.replayed = 0
        self.fault: BaseException | None = None
        self._last: Form | None = None
        self._said: deque[str] = deque(maxlen=8)  # not said again so soon: nobody knows when the server took them
        self._thread = threading.Thread(target=self._live, daemon=True)
        self._thread.start()

    def leaves(self) -> None:
        """Waits until the person has gone home."""
        self._thread.join(90)

    def _live(self) -> None:
        try:
            self._enters()
            while not self.gate.is_over:
                self._acts()
                time.sleep(self.random.uniform(0.01, 0.15))
        except BaseException as fault:  # noqa: BLE001 - whoever watches tells it
            self.fault = fault

    def _enters(self) -> None:
        """Comes in by the invitation, however often its form must be sent."""
        page = self._insist("GET", f"/enter/{self.token}", None, OK)
        self.account = self.name_account(self.browser.cookies[NONCE], self.token)
        self.path = replace(self.path, screening=dialogue().begin(datetime.now(UTC)).screening)
        (button,) = read_page(page).entering
        self._insist("POST", button.form.action, urlencode(button.form.hidden), SEE_OTHER, self._is_let_in)

    def _is_let_in(self) -> None:
        self.is_in = True

    def _acts(self) -> None:
        """Looks at the page, and sends one form of it until it is answered."""
        page = read_page(self._insist("GET", "/", None, OK))
        if self.gate.is_over:
            return
        form = self.pending = self._chooses(page)
        if self.random.random() < 0.1:
            self._sends_beside(form)
        self._insist("POST", "/", form.body, SEE_OTHER, self._is_taken)
        if self._last is not None and self.random.random() < 0.1:
            self.replayed += 1
            self._insist("POST", "/", self._last.body, SEE_OTHER)
        self._last = form

    def _is_taken(self) -> None:
        """Notes that the answer to the pending form has come: from now on it must stand in the store, once."""
        form, self.pending = self.pending, None
        if form is not None:
            self.path = follow(self.path, form.event)
            self.taken.append(form.event_id)

    def _sends_beside(self, form: Form) -> None:
        """Sends a form once more at the same time, as an impatient finger does."""
        self.doubled += 1
        threading.Thread(target=self._try, args=("POST", "/", form.body), daemon=True).start()

    def _insist(
        self, method: str, path: str, body: str | None, wanted: int, then: Callable[[], None] = lambda: None
    ) -> str:
        """Asks until the answer comes that is wanted, and does `then` before anybody can look. Raises `Broken`."""
        tries = 0
        while not self.gate.is_over:
            with self.gate.passed():
                found = self._ask(method, path, body)
                if found is not None and found[0] == wanted:
                    then()
                    return found[1]
            if found is not None and found[0] not in LATER:
                raise Broken(f"{method} {path.partition('/enter/')[0] or '/enter'} is answered by {found[0]}")
            tries += 1
            self.sent_again += body is not None and tries == 1
            time.sleep(AGAIN_SECONDS)
        return ""

    def _try(self, method: str, path: str, body: str) -> None:
        with self.gate.passed():
            self._ask(method, path, body)

    def _ask(self, method: str, path: str, body: str | None) -> tuple[int, str] | None:
        try:
            answer, page = self.browser.send(method, path, body)
        except PageFault:
            return None
        return answer.status, page

    def _chooses(self, page: ReadPage) -> Form:
        """Returns a form of the page, which must ask what stands open. Raises `Broken` where it does not."""
        screening, field = self.path.screening, page.text_field
        assert screening is not None
        keys = [button.key for button in dialogue().view.make_buttons(screening) if button.key != WHY_KEY]
        missing = {hash_key(key).hex() for key in keys} - {button.choice for button in page.choices}
        mark = read_mark(dict(field.form.hidden)["mark"]) if field is not None else None
        if field is None or mark is None or missing or mark.number != screening.number:
            raise Broken(
                f"the page asks {page.heading!r}, and open is question {screening.number} in {screening.state}"
            )
        assert self.account is not None
        post = WebPost(self.account, mark)
        wants_text = screening.state == "asking_age_days" or self.random.random() < 0.2
        if wants_text:
            of_age = (*AGES, *map(str, self.random.sample(range(61, 365), 9)))
            words = of_age if screening.state == "asking_age_days" else WORDS
            word = self.random.choice([each for each in words if each not in self._said])
            self._said.append(word)
            said = Said(word, datetime.now(UTC), last_seen=screening.number, sees_numbers=False)
            return Form(name_event(replace(post, text=word)), said, urlencode([*field.form.hidden, ("text", word)]))
        key = self._prefers([each for each in keys if each != START_OVER.key])
        button = next(each for each in page.choices if each.choice == hash_key(key).hex())
        body = urlencode([*button.form.hidden, *button.sends])
        post = replace(post, mark=read_mark(button.form.mark), choice=button.choice)
        return Form(name_event(post), Tapped(screening.number, key), body)

    def _prefers(self, keys: list[str]) -> str:
        """Returns one of the first buttons, mostly; at an end an answer is changed, so that there is more to answer."""
        if CHANGE.key in keys and self.random.random() < 0.7:
            return CHANGE.key
        return self.random.choice(keys[: self.random.choice((1, 2, 20))])


def follow(path: Path, event: Event) -> Path:
    """Returns what a screening holds after an event. Raises `Broken` for one that the dialogue refuses."""
    assert path.screening is not None
    turn = dialogue().take_turn(path.screening, event, datetime.now(UTC))
    if turn.refused:
        raise Broken(f"an answer to the open question {path.screening.number} is refused: {event}")
    return keep_turn(path, turn)


def read_mark(text: str) -> PageMark:
    """Returns the mark of a form, as anybody can read it."""
    content = urlsafe_b64decode(text)
    number_at = EVENT_BYTES + SCREENING_BYTES
    number = int.from_bytes(content[number_at : number_at + NUMBER_BYTES])
    return PageMark(content[:EVENT_BYTES], content[EVENT_BYTES:number_at], number, 0)
