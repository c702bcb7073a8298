"""A walk through a dialogue, written as a script: what was said, each state, and what it came to at the end."""

from collections.abc import Iterator

from dialogs.rules.answers import Answer
from dialogs.testing.scripts.format.header import format_trial_line
from dialogs.testing.scripts.playing.player import FIXED_NOW
from dialogs.testing.scripts.recording.walk import SpokenWalk
from dialogs.verdict.json_answers import make_plain_answer
from dialogs.verdict.json_verdict import list_determinations


def write_walk(walk: SpokenWalk, title: str) -> str:
    """Returns the text of a script that says what was said in a walk, and expects where it led.

    Expected are states, and at the end determinations and answers; no sentence of the bot, so that a new wording breaks
    no recording. Buttons are only expected where an open menu or a doubt shows in nothing else.
    """
    lines = [" ".join(title.lstrip("# ").split())]
    if walk.now != FIXED_NOW:
        lines.append(f"Replay it with --now {walk.now:%Y-%m-%d}.")
    lines.append(format_trial_line(walk.dialogue.trial.id))
    for text, turn in walk.steps:
        lines += ["", "#me", text]
        for _ in turn.messages:
            lines += ["", "#bot", f"JSON_PATH $.state|{turn.screening.state}"]
    return "\n".join([*lines, *_list_end_lines(walk)]) + "\n"


def _list_end_lines(walk: SpokenWalk) -> Iterator[str]:
    """Yields the expectations on the last message."""
    screening = walk.screening
    for each, code in list_determinations(walk.dialogue.trial, screening.answers).items():
        yield f"JSON_PATH $.determinations.{each}|{code}"
    for fact, answer in walk.dialogue.view.order_answers(screening):
        yield from _list_answer_lines(fact, answer)
    if screening.menu is not None or screening.doubt is not None:
        labels = [button.label for button in walk.turn.messages[-1].buttons]
        yield "BUTTONS " + "|".join(label for label in labels if "|" not in label)


def _list_answer_lines(fact: str, answer: Answer) -> Iterator[str]:
    yield from _list_value_lines(f"$.answers.{fact}", make_plain_answer(answer))


def _list_value_lines(path: str, plain: object) -> Iterator[str]:
    """Yields what a value and all within it is; of a list, that nothing stands behind its last item."""
    if isinstance(plain, dict):
        for name, value in plain.items():
            yield from _list_value_lines(f"{path}.{name}", value)
        if not plain:
            yield f"JSON_PATH {path}"
    elif isinstance(plain, list):
        for at, value in enumerate(plain):
            yield from _list_value_lines(f"{path}[{at}]", value)
        yield f"!JSON_PATH {path}[{len(plain)}]"
    else:
        yield f"JSON_PATH {path}|{plain}"
