"""Abuse scripts drawn at random: answers, buttons and rubbish, restarts, bad networks, and a clock that leaps years."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random

from dialogs.conversation.dialogue import Dialogue
from dialogs.testing.scripts.format.abuse_words import format_word
from dialogs.testing.scripts.format.blocks import AbuseWord, MeBlock, Script
from dialogs.testing.scripts.format.script import parse_script
from dialogs.testing.scripts.playing.abuse import SECONDS_A_TURN, Abuser
from dialogs.testing.scripts.playing.layer import BareLayer
from dialogs.testing.scripts.playing.player import FIXED_NOW

THINGS_SAID = 22

LEAPS = (0.1, 0.9, 2, 29, 31, 61, 91, 130, 400, 4_000)
"""Days: up to a day, past each time after which something is forgotten, and past all of them."""

MOST_LEAPS = 3

RUBBISH = (
    "/status", "/result", "why", "/back", "/stop", "/resume", "/change", "/change age", "yes", "no", "dim", "45",
    "rubbish", "pending 2026-12-01", "/support", "/criteria", "/help", "/start_over", "2",
)  # fmt: skip

ANSWERS = ("120 days", "systemic", "12.5 mg/m2/day", "4", "given", "40 days", "don't know", "waiting", "300")


@dataclass
class RoughDay:
    """One script while it is drawn: what was said so far, and where the dialogue stands."""

    dialogue: Dialogue
    draw: Random
    clock: datetime = FIXED_NOW
    leaps: int = 0
    lines: list[str] = field(default_factory=list)
    shown: set[int] = field(default_factory=set)

    def __post_init__(self) -> None:
        """Begins at the first question."""
        self.abuser = Abuser(BareLayer(self.dialogue), FIXED_NOW)

    def say(self, text: str, *words: AbuseWord) -> None:
        """Says a text after some words, and notes it."""
        steps, _ = self.abuser.do(MeBlock(0, text, words))
        assert self.abuser.turn is not None
        self.clock = max([self.clock, *(word.value for word in words if isinstance(word.value, datetime))])
        self.clock += timedelta(seconds=SECONDS_A_TURN * len(steps))
        if any(message.buttons for message in self.abuser.turn.messages):
            self.shown.add(self.abuser.turn.screening.number)
        self.lines += ["#me", *map(format_word, words), text, "", "#bot", ""]

    def draw_words(self) -> Iterator[AbuseWord]:
        """Yields what happens before the next thing is said."""
        if self.leaps < MOST_LEAPS and self.draw.random() < 0.2:
            self.leaps += 1
            later = self.clock + timedelta(days=self.draw.choice(LEAPS))
            yield AbuseWord(0, "clock", later.replace(microsecond=0))
        for name, chance in (("restart", 0.15), ("drop-network", 0.1), ("repeat", 0.1)):
            if self.draw.random() < chance:
                yield AbuseWord(0, name)
        if self.shown and self.draw.random() < 0.12:
            yield AbuseWord(0, "stale", self.draw.choice(sorted(self.shown)))

    def draw_text(self) -> str:
        """Returns what is said next: a button mostly."""
        assert self.abuser.turn is not None
        labels = [button.label for message in self.abuser.turn.messages for button in message.buttons]
        chance = self.draw.random()
        if chance < 0.55 and labels:
            return self.draw.choice(labels)
        return self.draw.choice(ANSWERS if chance < 0.75 else RUBBISH)


def draw_rough_day(dialogue: Dialogue, seed: int) -> Script:
    """Returns the script of a seed, always the same. It expects nothing: what is said is for others to compare."""
    day = RoughDay(dialogue, Random(seed))
    day.say("/start")
    for _ in range(THINGS_SAID):
        day.say(day.draw_text(), *day.draw_words())
    return parse_script("\n".join([f"A rough day, {seed}.", "", *day.lines]), f"{seed}.abuse.txt")
