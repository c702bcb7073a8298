"""Makes docs/screening.svg, the picture of a screening in the README: `PYTHONPATH=. python docs/make_picture.py`."""

import os
import re
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path

from rich.console import Console, Group
from rich.text import Text

from bot.channels.terminal import wording
from bot.channels.terminal.choice_columns import lay_out
from bot.channels.terminal.choices import Choices, Weight
from bot.channels.terminal.message_page import draw_blocks, make_message_page
from bot.channels.terminal.render_context import RenderContext
from bot.session.completing import complete_messages
from bot.session.offers import Offers
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
OFFERS, CODE = Offers(has_files=True, is_kept=True), "K7Q4-2MX"
STEPS = 1
"""How far down the pointer stands in the picture."""

FONTS = "ui-monospace, Menlo, Consolas, 'DejaVu Sans Mono', monospace"


def main() -> None:
    """Writes the picture."""
    (HERE / "screening.svg").write_text(draw(), encoding="utf-8")


def draw() -> str:
    """Returns the picture of a screening's fourth question and its verdict."""
    dialogue = Dialogue(load(TRIAL.read_text(encoding="utf-8"), TRIAL.name))
    *_, earlier, asked = _say(dialogue, dialogue.begin(NOW), BEFORE)
    *_, concluded = _say(dialogue, asked, AFTER)
    assert concluded.verdict is not None
    paper = RenderContext(width=WIDTH)
    with Path(os.devnull).open("w", encoding="utf-8") as nowhere:
        console = Console(
            record=True, width=WIDTH, file=nowhere, force_terminal=True, color_system="truecolor", highlight=False
        )
        recorded, question = earlier.messages[-1].blocks[:1], asked.messages[-1]
        (result,) = complete_messages(concluded.messages, concluded.screening, OFFERS, (), CODE)
        console.print(draw_blocks(recorded, paper), make_message_page(question, paper), Text())
        console.print(_draw_prompt(question, paper, STEPS), Text())
        console.print(make_message_page(result, paper), Text(), _draw_prompt(result, paper, 0))
        return _without_hosts(console.export_svg(title="trialscreen chat"))


def _say(dialogue: Dialogue, turn: Turn, texts: Iterable[str]) -> Iterator[Turn]:
    for text in texts:
        turn = dialogue.take_turn(turn.screening, Said(text), NOW)
        yield turn


def _draw_prompt(message: Message, paper: RenderContext, steps: int) -> Group:
    """Returns the choices as the prompt shows them, some rows down, and the line to type on."""
    styles = {Weight.CHOSEN: "bold reverse", Weight.PLAIN: "", Weight.QUIET: "bright_black"}
    choices = Choices(message).move(steps) if steps else Choices(message)
    lines = [
        Text.assemble(*(part for piece in line for part in ((piece.words, styles[piece.weight]), " " * piece.padding)))
        for line in lay_out(choices, paper, WIDTH)
    ]
    hint = wording.CHOSEN_HINT if steps else wording.NUMBER_HINT
    return Group(*lines, Text(), Text(f"{wording.POINTER} ", "bold cyan").append(hint, "not bold bright_black"))


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
