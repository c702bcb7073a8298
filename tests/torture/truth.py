"""The truth of an attack: what a process said, what was acknowledged, and what a store must therefore hold."""

from dataclasses import dataclass, field
from typing import Any

from attacks import Broken
from evidence import hold, known_events
from speaking import Request, person_of
from stories import Story, begun

from dialogs.conversation.screening import Happened, Turn
from storage.model.stored import StoredScreening
from storage.unit_of_work.batch import EventResult
from storage.unit_of_work.store import Store


@dataclass(frozen=True)
class Told:
    """What was acknowledged: a request, whether the store called it a duplicate, and what came of it.

    `screening` is that of a request that began one; `happened` and `shown` (how many messages) are those of a turn.
    """

    request: Request
    is_duplicate: bool
    screening: bytes = b""
    happened: tuple[Happened, ...] = ()
    shown: int = 0


def told(request: Request, came: EventResult) -> Told:
    """Returns what is acknowledged of a request."""
    value: Any = came.value
    if isinstance(value, StoredScreening):
        return Told(request, came.is_duplicate, value.id)
    if isinstance(value, Turn):
        return Told(request, came.is_duplicate, b"", value.happened, len(value.messages))
    return Told(request, came.is_duplicate)


@dataclass
class Truth:
    """What is known: each story, the ids of events with an effect, and what was sent and not yet acknowledged.

    A server's answer to a commit may be lost on its way. Then the store does the work again, finds out, and calls the
    event a duplicate. `unsure` counts these.
    """

    stories: dict[str, Story] = field(default_factory=dict)
    known: set[str] = field(default_factory=set)
    pending: tuple[Request, ...] = ()
    touched: set[str] = field(default_factory=set)
    is_server: bool = False
    unsure: int = 0

    def hear(self, line: object) -> None:
        """Hears that requests are being sent, or that one was taken.

        Raises `Broken` where that contradicts what is known.
        """
        if isinstance(line, tuple):
            self.pending = line
            for request in line:
                if request.story in self.stories:
                    self.stories[request.story].offered |= set(request.sent)
            return
        assert isinstance(line, Told)
        self.pending = tuple(request for request in self.pending if request.id != line.request.id)
        self._acknowledged(line)

    def resolve(self, store: Store) -> None:
        """Looks after a death which of the requests that were not acknowledged had their effect.

        Raises `Broken` for a part of them.
        """
        with store.reading() as repository:
            there = known_events(repository)
            fresh = [request for request in self.pending if request.id not in self.known]
            done = [request for request in fresh if request.id in there]
            if done and len(done) != len(fresh):
                raise Broken(f"of {len(fresh)} requests in one transaction, {len(done)} were kept")
            for request in done:
                owned = [] if request.screening else repository.list_owned(person_of(request.story))
                self._apply(request, owned[0].id if owned else b"")
            for request in fresh:
                if request.is_forgetting and repository.find_by_id(request.screening) is None:
                    self.touched.add(request.story)
                    self.stories[
                        request.story
                    ].is_dropped()  # its line in the journal was a promise, and opening the store kept it

    def check(self, store: Store, *, everything: bool) -> None:
        """Makes sure that a store holds all of this, and nothing else. Raises `Broken`."""
        stories = self.stories.values()
        hold(
            store,
            stories,
            self.known,
            None if everything else [self.stories[each] for each in self.touched if each in self.stories],
        )
        self.touched = set()

    def _acknowledged(self, line: Told) -> None:
        request = line.request
        if self.is_server and line.is_duplicate and request.id not in self.known:
            self.unsure += 1
            self._apply(request, line.screening)
        if line.is_duplicate != (request.id in self.known):
            had = "had" if request.id in self.known else "had not"
            raise Broken(
                f"event {request.id} {had} had its effect, and was {'' if line.is_duplicate else 'not '}called a"
                " duplicate"
            )
        if not line.is_duplicate:
            before = self.stories[request.story].length if request.story in self.stories else 0
            turn = self._apply(request, line.screening)
            if turn is not None and (turn.happened, len(turn.messages)) != (line.happened, line.shown):
                raise Broken(f"event {request.id} was answered with something else than what the dialogue says")
            if self.stories[request.story].length > before:
                self.stories[request.story].anchored = self.stories[request.story].length
        self.stories[request.story].sent |= set(request.sent)

    def _apply(self, request: Request, screening: bytes) -> Turn | None:
        self.known.add(request.id)
        self.touched.add(request.story)
        if not request.screening:
            self.stories[request.story] = begun(request.story, screening)
            return None
        if request.event is not None:
            return self.stories[request.story].hears(request.event)
        self.stories[request.story].is_dropped()
        return None
