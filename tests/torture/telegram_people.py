"""People at the stand-in who tap and type all the time, and the story that their screenings must tell of it."""

import base64
import threading
import time
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from random import Random

from attacks import Broken
from stores import Person, dialogue

from bot.channels.channel_event import KEY_BYTES, NO_SCREENING, SCREENING_BYTES, hash_key
from bot.channels.telegram.delivery.callback_data import NUMBER_BYTES
from bot.session.offers import OFFERED
from bot.workbench.telegram_standin import ChatMessage, Standin
from bot.workbench.telegram_standin import Person as Patient
from bot.workbench.telegram_standin.chats import Chat
from dialogs.conversation.screening import Event, Said, Screening, Tapped, Turn
from dialogs.phrases import UNSEEN
from storage.features.members import Members, Role
from storage.model.entries import EntryKind
from storage.unit_of_work.store import Store
from storage.unit_of_work.unit_of_work import UnitOfWork

WORDS = (
    "120",
    "200",
    "10",
    "30",
    "no",
    "none",
    "given",
    "positive",
    "CNS1",
    "/why",
    "/status",
    "/back",
    "what is that?",
)
AGES = ("120", "200", "90", "12", "30")
OFFERS = frozenset(button.label for button in OFFERED)
RESTLESS_SECONDS = 2.5
"""After so long without anything new somebody taps again what they see."""

Told = tuple[EntryKind, str | None, object, object]


@dataclass(frozen=True)
class Act:
    """One update of a person: a text, or a tap with what the button carried.

    `works` says that it must not be refused. `message` is the number of the text.
    """

    update: int
    text: str | None = None
    sent_at: datetime | None = None
    data: str = ""
    works: bool = False
    message: int = 0


@dataclass(frozen=True)
class Path:
    """What a screening holds if it went this way. `refused` are the messages of texts that were not taken."""

    screening: Screening | None = None
    is_kept: bool = False
    entries: tuple[Told, ...] = ()
    refused: tuple[int, ...] = ()


@dataclass
class Story:
    """What a person's screening must hold: all that they did, replayed by the dialogue, without bot or database.

    A typed answer counts for a question that had reached the person, by the numbers of the messages in their `chat`.
    Of a question that was shown before the last death nobody knows whether the bot noted that. Then both ways are
    followed, and `settle` finds the one that was gone. Without a chat every question had reached its person.
    """

    person: int
    acts: list[Act] = field(default_factory=list)
    chat: Chat | None = None
    replayed: int = 0
    died_after: int = 0
    paths: list[Path] = field(default_factory=lambda: [Path()])

    @property
    def screening(self) -> Screening | None:
        """The screening, once it is known which way it went."""
        return self.paths[0].screening

    @property
    def is_kept(self) -> bool:
        """Says whether it has an answer."""
        return self.paths[0].is_kept

    @property
    def entries(self) -> tuple[Told, ...]:
        """What its trail must tell."""
        return self.paths[0].entries

    def goes_on(self, taken: dict[str, int]) -> None:
        """Replays what was taken since the last time, each at its moment; a bot died before the next time.

        Raises `Broken` for what was taken out of order.
        """
        while self.replayed < len(self.acts) and str(self.acts[self.replayed].update) in taken:
            act = self.acts[self.replayed]
            now = datetime.fromtimestamp(taken[str(act.update)], UTC)
            ways = [each for path in self.paths for each in self._replay(path, act, now)]
            self.paths = [each for at, each in enumerate(ways) if each not in ways[:at]]
            self.replayed += 1
        early = [act.update for act in self.acts[self.replayed :] if str(act.update) in taken]
        if early:
            raise Broken(f"person {self.person}: update {early[0]} was taken before {self.acts[self.replayed].update}")
        self.died_after = 0 if self.chat is None else self.chat.last_id

    def settle(self, screening: Screening | None, entries: Sequence[Told]) -> None:
        """Keeps the ways that lead to what is stored. Raises `Broken` where none does."""
        found = [each for each in self.paths if each.entries == tuple(entries)]
        ways = [each for each in found if not each.is_kept or _forget_times(each.screening) == _forget_times(screening)]
        if not ways:
            raise Broken(
                f"person {self.person}: {len(entries)} entries on record are those of none of {len(self.paths)} ways"
            )
        kept: list[Path] = []
        for each in sorted(ways, key=lambda way: len(way.refused)):
            if all(replace(each, refused=other.refused) != other for other in kept):
                kept.append(each)
        self.paths = kept

    def check_told(self) -> None:
        """Makes sure that what was refused was told, once all is shown. Raises `Broken`."""
        told = [each for each in self.paths if all(map(self._was_told, each.refused))]
        if not told:
            raise Broken(f"person {self.person}: text {self.paths[0].refused} was not taken, and nobody said so")
        self.paths = [replace(each, refused=()) for each in told]

    def _was_told(self, message: int) -> bool:
        assert self.chat is not None
        later = [each for each in self.chat.messages.values() if each.id > message]
        return any(UNSEEN in each.text or any(UNSEEN in was.text for was in each.former) for each in later)

    def _replay(self, path: Path, act: Act, now: datetime) -> Iterator[Path]:
        if act.text is not None and act.text.startswith("/start"):
            yield replace(path, screening=dialogue().begin(now).screening)
            return
        for event in self._list_events(path.screening, act):
            turn = None if event is None or path.screening is None else dialogue().take_turn(path.screening, event, now)
            if act.works and (turn is None or turn.refused):
                number = None if path.screening is None else path.screening.number
                raise Broken(
                    f"person {self.person}: a tap on the open question {number}, update {act.update}, was refused; it"
                    f" was {event}"
                )
            is_refused = isinstance(event, Said) and event.last_seen == 0 and turn is not None and turn.refused
            refused = (*path.refused, act.message) if is_refused else path.refused
            yield replace(path if turn is None else keep_turn(path, turn), refused=refused)

    def _list_events(self, screening: Screening | None, act: Act) -> list[Event | None]:
        """Returns what was said or tapped, as it may have been; None for a button of something that is not open."""
        if act.text is not None:
            said = Said(act.text, act.sent_at, sees_numbers=False)
            if screening is None or self.chat is None:
                return [said]
            seen, unseen = replace(said, last_seen=screening.number), replace(said, last_seen=0)
            shown = [each for each in self.chat.messages.values() if _find_number(each) == screening.number]
            before = [each.id for each in shown if each.id < act.message]
            if not before:
                return [unseen]
            return [seen] if before[0] > self.died_after else [seen, unseen]
        carried = base64.urlsafe_b64decode(act.data)
        tag, key = carried[:SCREENING_BYTES], carried[SCREENING_BYTES + NUMBER_BYTES :][:KEY_BYTES]
        if screening is None or tag == NO_SCREENING:
            return [None]
        keys = {hash_key(button.key): button.key for button in dialogue().view.make_buttons(screening)}
        return [Tapped(number_in(act.data), keys.get(key, ""))]


def keep_turn(path: Path, turn: Turn) -> Path:
    """Returns what a screening holds after a turn."""
    entries = list(path.entries)
    if turn.happened and not path.is_kept:
        entries.append((EntryKind.BEGUN, None, None, None))
    for each in turn.happened:
        what = (
            EntryKind.TAKEN if each.before is None else EntryKind.DROPPED if each.after is None else EntryKind.CHANGED
        )
        entries.append((what, each.fact, each.before, each.after))
    if turn.verdict is not None:
        entries.append((EntryKind.RESULT, None, None, None))
    return replace(path, screening=turn.screening, is_kept=path.is_kept or bool(turn.happened), entries=tuple(entries))


def _find_number(message: ChatMessage) -> int | None:
    """Returns the number of the question that a message asked, by the buttons that it has or had."""
    carried = [button["callback_data"] for button in message.buttons(stale=True)]
    return number_in(carried[-1]) if carried else None


def _forget_times(screening: Screening | None) -> Screening | None:
    return None if screening is None else timeless(screening)


class Somebody:
    """A person who answers whatever is asked, now and then twice, or with something that does not fit."""

    def __init__(
        self, patient: Patient, standin: Standin, random: Random, restless_seconds: float = RESTLESS_SECONDS
    ) -> None:
        self.patient, self.standin, self.random = patient, standin, random
        self.restless_seconds = restless_seconds
        self.story = Story(patient.user.id, chat=patient.chat)
        self.answered = 0
        self.acts_at = 0.0
        self.acted_at = 0.0

    def starts(self, token: str) -> None:
        """Opens the bot with an invitation."""
        self._says(f"/start {token}")

    def acts(self, now: float) -> None:
        """Does something, if it is time: after a new question, or when nothing came for long.

        What was done must be confirmed.
        """
        asked = self.asked()
        if asked is None or now < self.acts_at or self.is_waiting():
            return
        if asked.id <= self.answered and now < self.acted_at + self.restless_seconds:
            return
        self.answered, self.acted_at, self.acts_at = asked.id, now, now + self.random.uniform(0.1, 0.6)
        times = 2 if self.random.random() < 0.1 else 1
        if "How old" in asked.text or self.random.random() < 0.15:
            word = self.random.choice(AGES if "How old" in asked.text else WORDS)
            for _ in range(times):
                self._says(word)
        else:
            self.taps(asked, times)

    def taps(self, asked: ChatMessage, times: int = 1, *, works: bool = False) -> None:
        """Taps a button of the dialogue, mostly one of the first: their story knows of no files and handovers."""
        buttons = [each for each in asked.buttons() if each["text"] not in OFFERS]
        button = self.random.choice(buttons[: self.random.choice((2, 3, 20))])
        for _ in range(times):
            with self.standin.world.lock:
                self.story.acts.append(Act(self.standin.bot.updates.next_id, data=button["callback_data"], works=works))
                self.patient.taps_data(button["callback_data"], asked, button["text"])

    def asked(self) -> ChatMessage | None:
        """Returns the last message with a keyboard that the person sees."""
        with self.standin.world.lock:
            return next(
                (
                    each
                    for each in reversed(self.patient.chat.messages.values())
                    if list(each.buttons()) and not each.is_deleted
                ),
                None,
            )

    def is_waiting(self) -> bool:
        """Says whether something that the person did is not confirmed."""
        return bool(self.story.acts) and self.standin.bot.updates.holds(self.story.acts[-1].update)

    def _says(self, text: str) -> None:
        with self.standin.world.lock:
            number = self.standin.bot.updates.next_id
            said = self.patient.sends(text)
            sent_at = datetime.fromtimestamp(said.date, UTC)
            self.story.acts.append(Act(number, text, sent_at, message=said.id))


class Crowd:
    """People who act from a thread of their own for as long as they may."""

    def __init__(self, people: Collection[Somebody]) -> None:
        self.people = list(people)
        self._may = threading.Event()
        self._idle = threading.Event()
        self._is_over = False
        self._thread = threading.Thread(target=self._live, daemon=True)
        self._thread.start()

    def goes_on(self) -> None:
        """Lets them act."""
        self._idle.clear()
        self._may.set()

    def rests(self) -> None:
        """Lets them wait."""
        self._may.clear()
        self._idle.wait(10)

    def ends(self) -> None:
        """Lets them go."""
        self._is_over = True
        self._may.set()
        self._thread.join()

    def _live(self) -> None:
        while not self._is_over:
            if not self._may.is_set():
                self._idle.set()
                self._may.wait()
            now = time.monotonic()
            for each in self.people:
                each.acts(now)
            time.sleep(0.02)


def invitations(store: Store, count: int) -> list[str]:
    """Returns fresh invitations."""
    coordinator = Person(store, "carla", now=datetime.now(UTC))

    def invite(uow: UnitOfWork) -> str:
        return Members(uow).invite(Role.CLINICIAN, timedelta(days=1))

    return [taken.value for taken in store.take_all([(coordinator.inbound(), invite) for _ in range(count)])]


def number_in(data: str) -> int:
    """Returns the number of the question that a button stands under."""
    return int.from_bytes(base64.urlsafe_b64decode(data)[SCREENING_BYTES : SCREENING_BYTES + NUMBER_BYTES])


def timeless(screening: Screening) -> Screening:
    """Returns a screening without its moments, of which an attack knows whole seconds only."""
    return replace(screening, asked_at=None, taken_at=None, typed=None)
