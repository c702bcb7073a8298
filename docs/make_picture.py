"""Makes docs/screening.svg, the picture of a screening in the README: `PYTHONPATH=. python docs/make_picture.py`."""

import os
import re
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path

from rich.console import Console, Group, RenderableType
from rich.segment import Segment, Segments
from rich.text import Text

from bot.channels.terminal import wording
from bot.channels.terminal.choices import Choices, Weight
from bot.channels.terminal.message_page import make_message_page
from bot.channels.terminal.render_context import RenderContext
from dialogs.conversation.dialogue import Dialogue
from dialogs.conversation.messages import Message
from dialogs.conversation.screening import Said, Turn
from dialogs.loading.loading import load

WIDTH = 90
NOW = datetime(2026, 6, 1, 12, tzinfo=UTC)
HERE = Path(__file__).parent
TRIAL = HERE.parent / "dialogs" / "trials" / "interfant-21.yaml"

BEFORE = ("360 days", "B-precursor ALL", "newly diagnosed")
AFTER = ("rearranged", "none", "no", "given", "positive", "not done yet", "no", "none", "no", "show the result")
STEPS = 1
"""How far down the pointer stands in the picture."""

LAST_CRITERION = "E1 exclusion"
"""Where the picture stops: it would be three times as long with every criterion."""

FONTS = "ui-monospace, Menlo, Consolas, 'DejaVu Sans Mono', monospace"
CUT = " … and so on: every criterion, then the verdicts in short"


def main() -> None:
    """Writes the picture."""
    (HERE / "screening.svg").write_text(draw(), encoding="utf-8")


def draw() -> str:
    """Returns the picture of a screening's fourth question and its verdict."""
    dialogue = Dialogue(load(TRIAL.read_text(encoding="utf-8"), TRIAL.name))
    asked = _said(dialogue, dialogue.begin(NOW), BEFORE)
    concluded = _said(dialogue, asked, AFTER)
    assert concluded.verdict is not None
    paper = RenderContext(width=WIDTH)
    with Path(os.devnull).open("w", encoding="utf-8") as nowhere:
        console = Console(
            record=True, width=WIDTH, file=nowhere, force_terminal=True, color_system="truecolor", highlight=False
        )
        console.print(make_message_page(asked.messages[-1], paper), Text(), _buttons(asked.messages[-1], paper), Text())
        verdict = [page for each in concluded.messages for page in (make_message_page(each, paper), Text())]
        console.print(_upper_part(console, Group(*verdict)), end="")
        console.print(Text(CUT, "dim"))
        return _without_hosts(console.export_svg(title="trialscreen chat"))


def _said(dialogue: Dialogue, turn: Turn, texts: Iterable[str]) -> Turn:
    for text in texts:
        turn = dialogue.take_turn(turn.screening, Said(text), NOW)
    return turn


def _buttons(message: Message, paper: RenderContext) -> Group:
    """Returns the list as the prompt shows it, a row down."""
    styles = {Weight.CHOSEN: "bold reverse", Weight.PLAIN: "", Weight.QUIET: "bright_black"}
    rows = [paper.styled(row.lead + row.label, styles[row.weight]) for row in Choices(message).move(STEPS).make_rows()]
    return Group(
        *rows, Text(), Text(f"{wording.POINTER} ", "bold cyan").append(wording.CHOSEN_HINT, "not bold bright_black")
    )


def _upper_part(console: Console, page: RenderableType) -> Segments:
    lines = console.render_lines(page, pad=False)
    end = next(index for index, line in enumerate(lines) if LAST_CRITERION in "".join(segment.text for segment in line))
    return Segments(segment for line in lines[:end] for segment in [*line, Segment.line()])


def _without_hosts(svg: str) -> str:
    """Returns the picture with the reader's own fonts: it fetches nothing."""
    fetched = re.compile(r"@font-face \{.*?\}|<!--.*?-->", re.DOTALL)
    return (
        fetched.sub("", svg)
        .replace("Fira Code, monospace", FONTS)
        .replace("font-family: arial", "font-family: sans-serif")
    )


if __name__ == "__main__":
    main()
