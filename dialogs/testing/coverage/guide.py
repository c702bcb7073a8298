"""A guide through a dialogue: says one thing after the other, finds the way to any state, and keeps what it said."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial

from dialogs import phrases
from dialogs.conversation.ask_backs import IMPRECISE
from dialogs.conversation.buttons import CHANGE_KEY
from dialogs.conversation.dialogue import Dialogue
from dialogs.conversation.messages import Button
from dialogs.conversation.screening import Screening, Turn
from dialogs.conversation.state_machine import ASKING, CLARIFYING, REVIEW, SETTLED, find_fact
from dialogs.rules.answers import Answer
from dialogs.testing.coverage.map import Map
from dialogs.testing.coverage.probes import Probes
from dialogs.testing.coverage.reached import map_reached
from dialogs.testing.coverage.walking import Walk
from dialogs.testing.scripts.format.blocks import AbuseWord, MeBlock, Script
from dialogs.testing.scripts.playing.abuse import SECONDS_A_TURN, Abuser
from dialogs.testing.scripts.playing.layer import BareLayer
from dialogs.testing.scripts.playing.played import Exchange, PlayedScriptRun
from dialogs.testing.scripts.playing.saying import START
from dialogs.testing.scripts.recording.said import Unsayable, find_text
from dialogs.testing.scripts.recording.walk import SpokenWalk, find_way


@dataclass(frozen=True)
class SpokenStep:
    """One thing said, and the turns that came of it."""

    me: MeBlock
    turns: tuple[Turn, ...]


class Guide:
    """Leads through one screening from its beginning, as an abuse script does: every layer plays it alike."""

    def __init__(self, dialogue: Dialogue, now: datetime) -> None:
        self.dialogue = dialogue
        self.now = now
        self.probes = Probes(dialogue, now.date())
        self.steps: list[SpokenStep] = []
        self.reached = Map()
        self.clock = now  # when the next thing is said
        self._abuser = Abuser(BareLayer(dialogue), now)
        self.say(START)

    @property
    def turn(self) -> Turn:
        """What came of the last thing said."""
        assert self._abuser.turn is not None, "the first thing said begins the screening"
        return self._abuser.turn

    @property
    def screening(self) -> Screening:
        """Where the guide stands."""
        return self.turn.screening

    @property
    def buttons(self) -> tuple[Button, ...]:
        """The buttons that can be tapped now."""
        return self.dialogue.view.make_buttons(self.screening)

    def say(self, text: str, *words: AbuseWord) -> None:
        """Says a text, after the words of an abuse script; with words the text may be empty."""
        me = MeBlock(0, text, words)
        steps, faults = self._abuser.do(me)
        assert not faults, faults
        begins_at = next((word.value for word in words if isinstance(word.value, datetime)), self.clock)
        self.clock = begins_at + timedelta(seconds=SECONDS_A_TURN * len(steps))
        self.steps.append(SpokenStep(me, tuple(step.turn for step in steps)))
        exchange = Exchange(me, (), tuple(steps), self.turn, self.dialogue.trial)
        self.reached |= map_reached(self.dialogue, PlayedScriptRun(Script("", "", ()), (exchange,)), self.now)

    def tap(self, *keys: str) -> bool:
        """Taps the first button whose key begins with one of `keys`. Returns whether there was one."""
        found = next((button for key in keys for button in self.buttons if button.key.startswith(key)), None)
        if found is not None:
            self.say(found.label)
        return found is not None

    def answer(self, fact: str, answer: Answer) -> None:
        """Gives an answer to the open question of a fact; an interval that is asked back is kept.

        Under an ask-back, a plain yes or no is said so that it is offered, and is then taken.
        """
        say_it = partial(find_text, self.dialogue.trial.facts[fact], answer, self.now.date())
        try:
            self.say(say_it(under_ask_back=self.screening.doubt is not None))
        except Unsayable:
            self.say(f"probably {say_it()}")
            self.tap("offer:0")
        doubt = self.screening.doubt
        if doubt is not None and doubt.reason == IMPRECISE:
            self.tap("offer:0")

    def change(self, fact: str, *words: AbuseWord) -> None:
        """Asks for an answered fact again: by its name, or in the menu where another one has the same name."""
        self.say(f"/change {fact}", *words)
        if self.screening.menu is not None:
            self.say(next(button.label for button in self.buttons if button.key == CHANGE_KEY + fact), *words)

    def walk(self, walk: Walk) -> None:
        """Goes a whole walk, from its beginning."""
        if len(self.steps) > 1:
            self.start_over()
        for move in walk.moves:
            if not move.fact:
                self.say(phrases.EVERY_REASON_LABEL)
                continue
            if move.changed:
                self.change(move.fact)
            self.answer(move.fact, move.answer)

    def start_over(self) -> None:
        """Forgets all answers."""
        self.say("/start_over")
        if self.screening.menu is not None:
            self.say(phrases.START_OVER_LABEL)

    def finish(self, *, every_reason: bool) -> None:
        """Answers "don't know" to all that is still asked, up to the review."""
        while self.screening.state != REVIEW:
            if self.screening.state == SETTLED:
                self.say(phrases.EVERY_REASON_LABEL if every_reason else phrases.STOP_HERE_LABEL)
            else:
                self.tap("unknown")

    def go(self, state: str) -> bool:
        """Goes to a state without giving or losing an answer. Returns whether there was a way."""
        fact = find_fact(state)
        if state.startswith(CLARIFYING) and fact is not None:
            if not self._is_at(state) and self.go(ASKING + fact):
                self.say(self.probes.find_unclear(fact))
            return self._is_at(state)
        helping = fact or next(iter(self.screening.answers), None)
        spoken = SpokenWalk(self.dialogue, self.now, (("", self.turn),))
        there = find_way(spoken, helping, lambda screening: screening.state == state and screening.menu is None)
        for text, _ in () if there is None else there.steps[1:]:
            self.say(text)
        return there is not None

    def _is_at(self, state: str) -> bool:
        """Says whether the guide stands at a state with no menu, and with no doubt about an interval."""
        menu, doubt = self.screening.menu, self.screening.doubt
        is_imprecise = doubt is not None and doubt.reason == IMPRECISE
        return self.screening.state == state and menu is None and not is_imprecise
