"""What is read at a glance in the terminal: a sign and words for each verdict, caution, record, and line of a note."""

import io

import pytest
from block_trees import SHOWN
from drawn_pages import draw_page
from rich.console import Console

from bot.channels.terminal.message_page import draw_blocks
from bot.channels.terminal.render_context import RenderContext
from dialogs.conversation.blocks import Block, Caution, Dropped, Headline, NoteLine, Question, Recorded, ResultTitle
from dialogs.rules.standings import Standing

WAITS = Headline(
    "Blinatumomab", Standing.OPEN, "not yet determined", "Not yet determined whether it may be given.", ("Waits.",)
)
NOTE = (
    Question("I read 2 answers. Nothing is recorded yet."),
    NoteLine("Age", "70 to 76 days", "10-wk", is_certain=True),
    NoteLine("KMT2A", "rearranged", "", is_certain=True),
    NoteLine("Steroids", "given, or not?", "?steroids", is_certain=False),
)


@pytest.mark.parametrize(
    ("blocks", "lines"),
    [
        ([ResultTitle("Interfant-21", "K7Q4-2MX")], ["Interfant-21 · K7Q4-2MX"]),
        ([ResultTitle("Interfant-21")], ["Interfant-21"]),
        (
            [WAITS, Caution("The registry page is old.")],
            [
                "? Blinatumomab: Not yet determined whether it may be given.",
                "  Waits.",
                "⚠ The registry page is old.",
            ],
        ),
        (
            [Recorded("Age", "120 days"), Dropped("Dose", "5 mg"), Question("What is the diagnosis?")],
            [
                "✓ Age: 120 days",
                "No longer applies, so it was dropped: Dose (5 mg).",
                "",
                "What is the diagnosis?",
            ],
        ),
        (
            NOTE,
            [
                "I read 2 answers. Nothing is recorded yet.",
                "✓ Age: 70 to 76 days  “10-wk”",
                "✓ KMT2A: rearranged",
                "? Steroids: given, or not?  “?steroids”",
            ],
        ),
    ],
)
def test_a_sign_stands_before_the_words(blocks: list[Block], lines: list[str]) -> None:
    """Protects people who see no colours, or hear the page: the sign is beside the word, and no box is drawn."""
    page = draw_page(draw_blocks(tuple(blocks), RenderContext()), 80)
    assert [line.rstrip() for line in page.splitlines()] == lines


def test_each_standing_has_a_sign_of_its_own_in_every_alphabet() -> None:
    """Protects a verdict from being taken for another one where all letters are ASCII."""
    signs = set()
    for each in SHOWN:
        page = draw_page(draw_blocks((Headline("Entry", each, "so", "So."),), RenderContext("ascii")), 80, "ascii")
        signs.add(page[0])
    assert len(signs) == len(SHOWN)


def test_further_lines_stand_under_the_words() -> None:
    """Protects the sign on a phone: it stands alone at the left."""
    page = draw_page(draw_blocks((WAITS, *NOTE[1:]), RenderContext(width=24)), 24)
    lines = page.splitlines()
    assert max(map(len, lines)) <= 24
    assert {line[:2] for line in lines} <= {"? ", "✓ ", "  "}


def test_what_was_recorded_is_small_and_the_question_is_bold() -> None:
    """Protects "what was recorded small, the question bold", and the words of a note that stand behind."""
    stdout = io.StringIO()
    console = Console(file=stdout, width=80, force_terminal=True, color_system="standard", highlight=False, _environ={})
    console.print(draw_blocks((Recorded("Age", "120 days"), *NOTE[:2]), RenderContext()))
    recorded, _, question, line = stdout.getvalue().splitlines()
    assert recorded.startswith("\x1b[2m✓")
    assert question.startswith("\x1b[1mI read")
    assert "70 to 76 days  " in line
    assert "\x1b[2;3m“10-wk”" in line
