"""The sessions under way: a screening for each, in memory and nowhere else."""

from dataclasses import dataclass, field
from datetime import datetime

from bot.session.waiting_note import WaitingNotes
from dialogs.conversation.screening import Turn
from dialogs.testing.scripts.format.blocks import MeBlock
from dialogs.testing.scripts.playing.layer import Layer
from dialogs.testing.scripts.playing.played import Exchange, PlayedStep
from dialogs.testing.scripts.playing.saying import START, make_event

IDLE_SECONDS = 1_800
"""A session that nobody used for half an hour is forgotten."""

MOST_SESSIONS = 10_000
"""Where more are begun, the one that was used longest ago is forgotten."""


@dataclass(frozen=True, slots=True)
class _Kept:
    """Where a session stands, and when it was last used. `noted` is a note that waits for starting over."""

    turn: Turn
    used_at: float
    noted: str = field(default="", repr=False)


class Sessions:
    """Speaks as the player of scripts does: the same dialogue at the same fixed time.

    A session that is not known begins a new screening: `/start` shows its greeting, any other text already answers its
    first question.
    """

    def __init__(
        self, layer: Layer, now: datetime, *, most: int = MOST_SESSIONS, idle_seconds: float = IDLE_SECONDS
    ) -> None:
        self.layer = layer
        self.now = now
        self.most = most
        self.idle_seconds = idle_seconds
        self._kept: dict[str, _Kept] = {}

    def __len__(self) -> int:
        """Returns how many sessions are under way."""
        return len(self._kept)

    def answer(self, session: str, text: str, at_seconds: float) -> tuple[Exchange, str]:
        """Returns what comes of a text, and the note that waits from now on.

        No request waits in here, so two of one session come one after the other.

        The session stands where it was until `keep`.
        `at_seconds` comes from a clock that nobody sets (`time.monotonic`).
        """
        self._forget_idle(at_seconds)
        step, noted = self._step(self._kept.get(session), text)
        return Exchange(MeBlock(1, text), (), (step,), step.turn, self.layer.trial), noted

    def keep(self, session: str, turn: Turn, noted: str, at_seconds: float) -> None:
        """Lets a session go on from a turn, and from the note that waits since."""
        self._kept.pop(session, None)
        while len(self._kept) >= self.most:
            del self._kept[next(iter(self._kept))]
        self._kept[session] = _Kept(turn, at_seconds, noted)

    def _step(self, kept: _Kept | None, text: str) -> tuple[PlayedStep, str]:
        turn = self.layer.begin(self.now) if kept is None else kept.turn
        if kept is None and text == START:
            return PlayedStep(None, None, turn), ""
        said = make_event(text, turn.messages)
        waiting = "" if kept is None else kept.noted
        notes = WaitingNotes(self.layer.trial, self.layer.take_turn)
        taken, noted = notes.take_turn(turn.screening, said, self.now, waiting)
        return PlayedStep(turn.screening, said, taken), noted

    def _forget_idle(self, at_seconds: float) -> None:
        """Forgets what was not used for long; the sessions stand in the order of their last use."""
        while self._kept:
            first = next(iter(self._kept))
            if at_seconds - self._kept[first].used_at <= self.idle_seconds:
                return
            del self._kept[first]
