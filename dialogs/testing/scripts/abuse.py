"""Abuse scripts (`.abuse.txt`): what is done to the dialogue by hasty people, slow devices, restarts and bad networks.

A `#me` may begin with words, one a line. They are done in their order, and then the text below them is said, if there
is one:

!restart        The program ends in good order and starts again. It says nothing by itself.
!repeat         What was said or tapped last is done again at once: a double tap, or the same text sent twice.
!stale 3        A tap on an old keyboard: on the first button under question 3, as it was when it was shown. The first
question is 1;
                ask-backs, menus, the review and the result are counted too.
!stale 3|No     The same, on the button "No".
!clock 2026-12-01T08:30    The clock moves there (UTC; without a time, to midnight), and what is done next is done then.
Never back.
!other-device   The text is said on a device that was slower, and still shows what stood there before the last turn:
                a tap is on a button of that; typed, it was sent just before the last turn.
!drop-network   The network drops around what is done next: it arrives twice, and the first answer is lost. Who reads
notices nothing.

The clock of such a script begins where that of others stands, each thing done takes four seconds, and every typed text
carries its time. Everything else is as in a `.convo.txt`: what the bot says to all that a `#me` does is expected in the
`#bot` blocks after it. The same script must hold through the core, storage and Telegram. One thing is not said alike:
where a question from before the first answer is tapped late, a chat is told that nothing was changed, but not what is
recorded there; expect only the first sentence.
"""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime, timedelta

from dialogs.conversation.screening import Event, Message, Said, Tapped, Turn
from dialogs.testing.scripts.abuse_words import SUFFIX
from dialogs.testing.scripts.blocks import AbuseWord, MeBlock, Script
from dialogs.testing.scripts.layer import AbusableLayer
from dialogs.testing.scripts.played import Failure, PlayedStep
from dialogs.testing.scripts.saying import START, find_shown, make_event

SECONDS_A_TURN = 4
"""How long a person takes over a turn: who says the same within three seconds is asked whether it is meant."""

JUST_BEFORE = timedelta(seconds=1)
"""How long before the last turn a text was sent that is late; Telegram counts whole seconds."""


def is_abuse(script: Script) -> bool:
    """Says whether a script is an abuse script, by its name or by what it says."""
    return script.file.endswith(SUFFIX) or any(isinstance(block, MeBlock) and block.words for block in script.blocks)


class CannotBeDoneError(Exception):
    """A word cannot be done where it stands; the message names fault and remedy."""


class Abuser:
    """Somebody who does what one abuse script says. `turn` is the last turn, None before the screening has begun."""

    def __init__(self, layer: AbusableLayer, now: datetime) -> None:
        self.turn: Turn | None = None
        self._layer = layer
        self._last: Event | None = None
        self._last_at = self._next_at = now
        self._before: tuple[Message, ...] | None = None
        self._shown: dict[int, Message] = {}
        self._device: AbuseWord | None = None
        self._words: dict[str, Callable[[AbuseWord], Iterator[PlayedStep]]] = {
            "restart": self._restart,
            "repeat": self._repeat,
            "stale": self._tap_stale,
            "clock": self._set_clock,
            "other-device": self._use_other_device,
            "drop-network": self._drop_network,
        }

    def do(self, me: MeBlock | None) -> tuple[list[PlayedStep], list[Failure]]:
        """Does what a `#me` says, and returns what came of it, and which words could not be done.

        The first one begins the screening.
        """
        steps: list[PlayedStep] = []
        faults: list[Failure] = []
        words, text, file = ((), "", "") if me is None else (me.words, me.text, me.file)
        for word in words:
            try:
                steps += self._words[word.name](word)
            except CannotBeDoneError as fault:
                faults.append(Failure(word.line, f"!{word.name}: {fault}", file))
        if self.turn is None:
            steps.append(self._begin())
            text = "" if text == START else text
        if text:
            steps.append(self._say(text))
        elif self._device is not None:
            faults.append(
                Failure(
                    self._device.line, "!other-device: nothing is said on it; write what is said in the next line", file
                )
            )
        self._device = None
        return steps, faults

    # what is done

    def _begin(self) -> PlayedStep:
        self._shown.clear()
        return self._note_done(None, self._layer.begin(self._next_at))

    def _say(self, text: str) -> PlayedStep:
        if self._device is None or self._before is None:
            return self._do(make_event(text, self._list_messages(), self._next_at))
        return self._do(make_event(text, self._before, self._last_at - JUST_BEFORE))

    def _do(self, doing: Event) -> PlayedStep:
        assert self.turn is not None, "nothing is done before the screening has begun"
        before = self.turn.screening
        return replace(self._note_done(doing, self._layer.take_turn(before, doing, self._next_at)), before=before)

    def _note_done(self, doing: Event | None, turn: Turn) -> PlayedStep:
        self._before = None if self.turn is None else self._list_messages()
        self.turn, self._last, self._last_at = turn, doing, self._next_at
        self._next_at += timedelta(seconds=SECONDS_A_TURN)
        shown = find_shown(turn.messages)
        if shown is not None:
            self._shown.setdefault(turn.screening.number, shown)
        return PlayedStep(None, doing, turn, self._last_at)

    def _list_messages(self) -> tuple[Message, ...]:
        return () if self.turn is None else self.turn.messages

    # the words

    def _restart(self, _: AbuseWord) -> Iterator[PlayedStep]:
        self._layer.restart(self._next_at)
        yield from ()

    def _repeat(self, _: AbuseWord) -> Iterator[PlayedStep]:
        if self.turn is None:
            raise CannotBeDoneError("nothing was said yet; say something first")
        self._next_at = self._last_at
        if self._last is None:
            yield self._begin()
        else:
            yield self._do(replace(self._last, sent_at=self._next_at) if isinstance(self._last, Said) else self._last)

    def _tap_stale(self, word: AbuseWord) -> Iterator[PlayedStep]:
        shown = self._shown.get(word.value) if isinstance(word.value, int) else None
        if shown is None:
            known = ", ".join(map(str, self._shown)) or "none so far"
            raise CannotBeDoneError(
                f"no question {word.value} was shown with buttons; name one of those that were: {known}"
            )
        found = next((button for button in shown.buttons if word.label in ("", button.label)), None)
        if found is None:
            labels = ", ".join(button.label for button in shown.buttons)
            raise CannotBeDoneError(
                f"question {word.value} had no button '{word.label}'; name one of those that it had: {labels}"
            )
        yield self._do(Tapped(shown.number, found.key))

    def _set_clock(self, word: AbuseWord) -> Iterator[PlayedStep]:
        assert isinstance(word.value, datetime), "the format reads no other"
        if word.value < self._last_at:
            raise CannotBeDoneError(
                f"the clock stands at {self._last_at:%Y-%m-%dT%H:%M:%S} and goes only forward; name a later time"
            )
        self._next_at = word.value.replace(microsecond=0)
        yield from ()

    def _use_other_device(self, word: AbuseWord) -> Iterator[PlayedStep]:
        if self._before is None:
            raise CannotBeDoneError("nothing stood there before the last turn; say something first")
        self._device = word
        yield from ()

    def _drop_network(self, _: AbuseWord) -> Iterator[PlayedStep]:
        self._layer.drop_network()
        yield from ()
