"""Plays scripts in the pseudo-language: people tap and type as ever, and every line that they are shown is noted."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from pseudo_marks import unmark

from dialogs.conversation.blocks import Paragraph
from dialogs.conversation.dialogue import Dialogue
from dialogs.conversation.messages import Button, Message
from dialogs.conversation.screening import Event, Menu, Said, Screening, Turn
from dialogs.definition.wording import say
from dialogs.loading.compiled_trial import Trial
from dialogs.testing.scripts.format.script import parse_script
from dialogs.testing.scripts.playing.player import Player


class PseudoLayer:
    """The core in the pseudo-language, for scripts in plain words. `lines` are what was shown, marked."""

    def __init__(self, dialogue: Dialogue) -> None:
        self.dialogue = dialogue
        self.lines: set[str] = set()
        self._shown: tuple[Message, ...] = ()

    @property
    def trial(self) -> Trial:
        """The trial that is screened for."""
        return self.dialogue.trial

    def begin(self, now: datetime) -> Turn:
        """See `Layer`."""
        return self._note(self.dialogue.begin(now))

    def take_turn(self, screening: Screening, event: Event, now: datetime) -> Turn:
        """See `Layer`."""
        if isinstance(event, Said):
            text = say_marked(event.text, self._shown)
            if text == event.text:
                text = self._name_fact(text, is_named=screening.menu is Menu.CHANGE)
            event = replace(event, text=text)
        return self._note(self.dialogue.take_turn(screening, event, now))

    def _name_fact(self, text: str, *, is_named: bool) -> str:
        """Returns a text in which the answer to be changed is named by its id, not by its name in plain words."""
        asked = re.fullmatch(r"(/?(?:change|edit) )?(\S.*)", text.strip(), re.IGNORECASE)
        if asked is None or not (asked[1] or is_named):
            return text
        names = {unmark(say(fact.name)).casefold(): fact_id for fact_id, fact in self.trial.facts.items()}
        meant = [fact_id for name, fact_id in names.items() if name.startswith(asked[2].casefold())]
        return (asked[1] or "") + meant[0] if len(meant) == 1 else text

    def _note(self, turn: Turn) -> Turn:
        self._shown = turn.messages
        self.lines.update(list_lines(turn.messages))
        return replace(turn, messages=tuple(map(unmark_message, turn.messages)))


def unmark_message(message: Message) -> Message:
    """Returns a message as people read it."""
    buttons = tuple(Button(unmark(button.label), button.key) for button in message.buttons)
    text = Paragraph(unmark(message.text))
    return Message(message.kind, (text,), buttons, message.number, message.numbered)


def say_marked(text: str, shown: tuple[Message, ...]) -> str:
    """Returns what a person types; the label of a button is typed as it reads when marked."""
    labels = {unmark(button.label).casefold(): button.label for message in shown for button in message.buttons}
    return labels.get(text.strip().casefold(), text)


def list_lines(messages: tuple[Message, ...]) -> Iterator[str]:
    """Yields the lines of messages, those of their buttons too."""
    for message in messages:
        yield from message.text.splitlines()
        yield from (button.label for button in message.buttons)


def play_scripts(dialogue: Dialogue, files: list[Path]) -> tuple[set[str], list[str]]:
    """Returns the lines that the scripts bring, and what they say of those that do not hold any more."""
    layer = PseudoLayer(dialogue)
    failures = []
    for file in files:
        failure = Player(layer).play(parse_script(file.read_text("utf-8"), file.name)).failure
        if failure is not None:
            failures.append(f"{file.name}:{failure.line}: {failure.message}")
    return layer.lines, failures
