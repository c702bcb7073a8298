"""What people do in an attack: requests with ids of their own, and what somebody may well say next in a screening."""

from collections.abc import Callable
from dataclasses import dataclass
from random import Random
from typing import Any

from stores import NOW, beginning, dialogue, outcome_of, turning

from dialogs.conversation.questions import OPTION_KEY
from dialogs.conversation.screening import Event, Said, Screening, Tapped
from storage.model.people import AccountName
from storage.model.stored import InboundEvent
from storage.outbox.delivery_reports import DeliveryReport
from storage.unit_of_work.batch import EventResult
from storage.unit_of_work.store import Store
from storage.unit_of_work.unit_of_work import UnitOfWork

CHANNEL = "test"

NUMBERS = ("120", "200", "10", "30", "12")
ASIDES = (
    "/why",
    "/status",
    "/back",
    "/change age",
    "/change",
    "what is that?",
    "don't know",
    "waiting for the result",
    "/review",
)


@dataclass(frozen=True)
class Request:
    """One event.

    `story` is the id of the event that began its screening; without an `event` it begins one, or forgets it.

    `sent` are messages of the outbox that were shown meanwhile.
    """

    id: str
    story: str
    screening: bytes = b""
    event: Event | None = None
    sent: tuple[int, ...] = ()

    @property
    def is_forgetting(self) -> bool:
        """Says whether this forgets the screening."""
        return self.event is None and self.screening != b""

    @property
    def inbound(self) -> InboundEvent:
        """The event as the store takes it: each screening is some other person's, in a chat of its own."""
        return InboundEvent(
            CHANNEL, self.id, chat_of(self.story), AccountName(person_of(self.story)), NOW, self.screening or None
        )

    @property
    def handler(self) -> Callable[[UnitOfWork], Any]:
        """What handles it."""
        if self.event is not None:
            return turning(self.screening, self.event)
        return forgetting(self.screening) if self.is_forgetting else beginning()


def person_of(story: str) -> str:
    """Returns who screens in a story."""
    return f"person {story}"


def chat_of(story: str) -> str:
    """Returns the chat of a story."""
    return f"chat {story}"


def taken(store: Store, requests: tuple[Request, ...]) -> list[EventResult]:
    """Takes one request, or several in one transaction."""
    sent = [each for request in requests for each in request.sent]
    if len(requests) == 1:
        return [store.take(requests[0].inbound, requests[0].handler, sent)]
    return store.take_all(
        [(request.inbound, request.handler) for request in requests], [DeliveryReport(each, None, NOW) for each in sent]
    )


@dataclass(frozen=True)
class Came:
    """What came of a request: its screening, the version it made, whether the dialogue refused it, and the reply."""

    screening: bytes
    version: int
    is_refused: bool = False
    texts: tuple[str, ...] = ()


def turned(request: Request) -> Callable[[UnitOfWork], Came]:
    """Returns what handles a request, and tells which version it made.

    One with no event says what fits whatever stands open.
    """

    def handle(uow: UnitOfWork) -> Came:
        if not request.screening:
            begun = request.handler(uow)
            return Came(begun.id, begun.version)
        stored = uow.find_by_id(request.screening)
        assert stored is not None, "the screening is there"
        turn = dialogue().take_turn(stored.screening, event_of(request, stored.screening), NOW)
        return Came(
            stored.id,
            uow.record_turn(stored, turn, outcome_of(turn)).version,
            turn.refused,
            tuple(each.text for each in turn.messages),
        )

    return handle


def event_of(request: Request, screening: Screening) -> Event:
    """Returns what a request says: what was fixed beforehand, or what fits, always the same for the same id."""
    return request.event or next_event(screening, Random(request.id))


def forgetting(screening: bytes) -> Callable[[UnitOfWork], None]:
    """Returns the handler that forgets a screening."""

    def handle(uow: UnitOfWork) -> None:
        stored = uow.find_by_id(screening)
        if stored is not None:
            uow.forget(stored)

    return handle


def next_event(screening: Screening, random: Random) -> Event:
    """Returns what somebody may say or tap next: mostly an answer, at times a command, a late tap, or rubbish."""
    buttons = dialogue().view.make_buttons(screening)
    options = [button for button in buttons if button.key.startswith(OPTION_KEY)]
    chosen = random.choice(options or list(buttons))
    roll = random.random()
    if roll < 0.10:
        return Said(random.choice(ASIDES))
    if roll < 0.14 and screening.number > 1:
        return Tapped(random.randrange(1, screening.number), chosen.key)
    if roll < 0.18:
        return Tapped(screening.number, random.choice(buttons).key)
    if not options and screening.state.startswith("asking"):
        return Said(random.choice(NUMBERS), replies_to=screening.number)
    return Said(chosen.label) if roll < 0.4 else Tapped(screening.number, chosen.key)
