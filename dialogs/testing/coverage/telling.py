"""Writes down what a guide said, as a script that expects little of each message: what a reviewer should look at.

Of a question that is its first line, of a doubt the sentence, of a result the verdicts and every criterion; and always
the state.
"""

from collections.abc import Iterator

from dialogs.conversation.messages import Message
from dialogs.conversation.screening import Turn
from dialogs.conversation.state_machine import CONCLUDED
from dialogs.testing.coverage.guide import Guide, SpokenStep
from dialogs.testing.scripts.format.header import format_trial_line
from dialogs.testing.scripts.format.lines import format_me, format_path, format_piece
from dialogs.testing.scripts.playing.player import FIXED_NOW
from dialogs.verdict.json_verdict import list_determinations


def write_script(guide: Guide, title: str) -> str:
    """Returns the text of the script; `title` is one sentence."""
    lines = [*_write_header(guide, title), ""]
    for each in guide.steps:
        lines += [*format_me(each.me), *_write_bots(guide, each)]
    return "\n".join(lines).rstrip("\n") + "\n"


def _write_header(guide: Guide, title: str) -> Iterator[str]:
    """Yields the lines before the first block: the title, the trial, and when to replay the script."""
    yield from (title, format_trial_line(guide.dialogue.trial.id))
    if guide.now != FIXED_NOW:
        yield f"Replay it with --now {guide.now:%Y-%m-%dT%H:%M}."


def _write_bots(guide: Guide, said: SpokenStep) -> Iterator[str]:
    messages = [(turn, message) for turn in said.turns for message in turn.messages]
    for place, (turn, message) in enumerate(messages):
        yield from ("#bot", *format_piece(_choose_piece(turn, message)))
        if place == len(messages) - 1:
            yield from _list_paths(guide, said.turns[-1])
        yield ""


def _choose_piece(turn: Turn, message: Message) -> str:
    """Returns the piece of a message that is expected: its first line, or the first two of an ask-back."""
    lines = message.text.split("\n")
    is_doubt = turn.screening.doubt is not None and turn.screening.menu is None
    return "\n".join(lines[:2] if is_doubt else lines[:1])


def _list_paths(guide: Guide, turn: Turn) -> Iterator[str]:
    screening = turn.screening
    yield format_path("$.state", screening.state)
    if screening.state == CONCLUDED and turn.verdict is not None:
        codes = list_determinations(guide.dialogue.trial, screening.answers)
        yield from (format_path(f"$.determinations.{each}", code) for each, code in codes.items())
