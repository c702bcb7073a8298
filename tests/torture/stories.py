"""What a screening must hold: all that was said in it, replayed by the dialogue, without store or database."""

from dataclasses import dataclass, field

from speaking import CHANNEL, person_of
from stores import NOW, dialogue

from dialogs.conversation.messages import Message
from dialogs.conversation.screening import Event, Happened, Screening, Turn
from storage.model.entries import Entry, EntryKind


@dataclass
class Story:
    """One screening as it must be stored. `name` is the id of the event that began it.

    `anchored` is how many entries the anchor must know of at least. `sent` are messages that were surely noted as sent.
    `offered` are those that may have been.
    """

    name: str
    id: bytes
    screening: Screening
    version: int = 0
    entries: list[Entry] = field(default_factory=list)
    messages: list[tuple[int, int, Message]] = field(default_factory=list)
    is_finished: bool = False
    is_forgotten: bool = False
    anchored: int = 0
    sent: set[int] = field(default_factory=set)
    offered: set[int] = field(default_factory=set)

    def hears(self, event: Event) -> Turn:
        """Takes what was said or tapped, and returns the turn that must have come of it."""
        turn = dialogue().take_turn(self.screening, event, NOW)
        for happened in turn.happened:
            self._enter(_what(happened), happened)
        if turn.verdict is not None:
            self._enter(
                EntryKind.RESULT,
                note=", ".join(f"{each.determination}: {each.code}" for each in turn.verdict.decisions),
            )
        self._goes_on(turn)
        return turn

    def is_dropped(self) -> None:
        """Is forgotten."""
        self.is_forgotten = True
        self.messages = []

    @property
    def length(self) -> int:
        """How many entries there must be."""
        return len(self.entries) + self.is_forgotten

    def _enter(self, what: EntryKind, happened: Happened | None = None, note: str = "") -> None:
        fact, before, after = (
            (None, None, None) if happened is None else (happened.fact, happened.before, happened.after)
        )
        self.entries.append(Entry(what, NOW, person_of(self.name), CHANNEL, fact, before, after, note))

    def _goes_on(self, turn: Turn) -> None:
        self.screening = turn.screening
        self.version += 1
        self.is_finished = turn.verdict is not None
        self.messages += [(self.version, part, message) for part, message in enumerate(turn.messages)]


def begun(name: str, screening: bytes) -> Story:
    """Returns the story of a screening that has just begun."""
    turn = dialogue().begin(NOW)
    story = Story(name, screening, turn.screening)
    story._enter(EntryKind.BEGUN, note=turn.screening.trial)  # noqa: SLF001 - its first entry
    story._goes_on(turn)  # noqa: SLF001 - and its first turn
    return story


def _what(happened: Happened) -> EntryKind:
    if happened.before is None:
        return EntryKind.TAKEN
    return EntryKind.DROPPED if happened.after is None else EntryKind.CHANGED
