"""Plays what an abuse script does: what hasty people, slow devices, restarts and bad networks do to the dialogue.

The script's clock begins where that of other scripts stands. Each thing done takes four seconds, and every typed text
carries its time. `#bot` blocks expect what the bot says to all that the `#me` before them does. The same script must
hold through the core, storage, Telegram and the web page.
"""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime, timedelta

from dialogs.conversation.messages import Message
from dialogs.conversation.screening import Event, Said, Tapped, Turn
from dialogs.testing.scripts.format.abuse_words import SUFFIX
from dialogs.testing.scripts.format.blocks import AbuseWord, MeBlock, Script
from dialogs.testing.scripts.playing.layer import AbusableLayer
from dialogs.testing.scripts.playing.played import Failure, PlayedStep
from dialogs.testing.scripts.playing.saying import START, find_shown, make_event

SECONDS_A_TURN = 4
"""How long a person takes over a turn: who says the same within three seconds is asked whether it is meant."""


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
        self._before: Turn | None = None
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
            what = "!other-device: nothing is said on it; write what is said in the next line"
            faults.append(Failure(self._device.line, what, file))
        self._device = None
        return steps, faults

    def _begin(self) -> PlayedStep:
        self._shown.clear()
        return self._note_done(None, self._layer.begin(self._next_at))

    def _say(self, text: str) -> PlayedStep:
        if self._device is None or self._before is None:
            return self._do(make_event(text, self._list_messages(), self._next_at))
        event = make_event(text, self._before.messages, self._last_at)
        if isinstance(event, Said):
            event = replace(event, last_seen=self._before.screening.number)
        return self._do(event)

    def _do(self, event: Event) -> PlayedStep:
        assert self.turn is not None, "nothing is done before the screening has begun"
        before = self.turn.screening
        return replace(self._note_done(event, self._layer.take_turn(before, event, self._next_at)), before=before)

    def _note_done(self, event: Event | None, turn: Turn) -> PlayedStep:
        self._before = self.turn
        self.turn, self._last, self._last_at = turn, event, self._next_at
        self._next_at += timedelta(seconds=SECONDS_A_TURN)
        shown = find_shown(turn.messages)
        if shown is not None:
            self._shown.setdefault(turn.screening.number, shown)
        return PlayedStep(None, event, turn, self._last_at)

    def _list_messages(self) -> tuple[Message, ...]:
        return () if self.turn is None else self.turn.messages

    def _restart(self, _: AbuseWord) -> Iterator[PlayedStep]:
        self._layer.restart(self._next_at)
        yield from ()

    def _repeat(self, _: AbuseWord) -> Iterator[PlayedStep]:
        if self.turn is None:
            raise CannotBeDoneError("nothing was said yet; say something first")
        if self._next_at - self._last_at > timedelta(seconds=SECONDS_A_TURN):
            raise CannotBeDoneError("the clock has moved, so nothing is said again at once; write it before !clock")
        self._next_at = self._last_at
        if self._last is None:
            yield self._begin()
        else:
            yield self._do(replace(self._last, sent_at=self._next_at) if isinstance(self._last, Said) else self._last)

    def _tap_stale(self, word: AbuseWord) -> Iterator[PlayedStep]:
        shown = self._shown.get(word.value) if isinstance(word.value, int) else None
        if shown is None:
            known = ", ".join(map(str, self._shown)) or "none so far"
            fault = f"no question {word.value} was shown with buttons"
            raise CannotBeDoneError(f"{fault}; name one of those that were: {known}")
        found = next((button for button in shown.buttons if word.label in ("", button.label)), None)
        if found is None:
            labels = ", ".join(button.label for button in shown.buttons)
            fault = f"question {word.value} had no button '{word.label}'"
            raise CannotBeDoneError(f"{fault}; name one of those that it had: {labels}")
        yield self._do(Tapped(shown.number, found.key))

    def _set_clock(self, word: AbuseWord) -> Iterator[PlayedStep]:
        assert isinstance(word.value, datetime), "the format reads no other"
        if word.value < self._last_at:
            at = f"{self._last_at:%Y-%m-%dT%H:%M:%S}"
            raise CannotBeDoneError(f"the clock stands at {at} and goes only forward; name a later time")
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
