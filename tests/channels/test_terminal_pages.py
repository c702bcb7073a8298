"""What the terminal shows: the verdict page says all that the plain pages say, at every width, in every alphabet."""

import io
import re
import runpy
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest
from drawn_pages import draw_page
from rich.console import Console, Group
from verdict_kinds import NOW, SCREENINGS, conclude

from bot.channels.terminal.message_page import make_message_page, make_summary
from bot.channels.terminal.render_context import RenderContext
from bot.channels.terminal.spelling import spell
from dialogs.conversation.blocks import (
    Block,
    Caution,
    CriterionLine,
    Headline,
    Items,
    NoteLine,
    Question,
    Quotation,
    Recorded,
    ResultTitle,
    Section,
    Table,
)
from dialogs.conversation.dialogue import Dialogue
from dialogs.conversation.messages import Button, Message, MessageKind
from dialogs.conversation.plain_text import render_plain
from dialogs.conversation.screening import Said
from dialogs.loading.loading import load
from dialogs.rules.criteria import Effect
from dialogs.rules.standings import Standing

pytestmark = pytest.mark.mutants


@pytest.fixture(scope="module")
def dialogue() -> Dialogue:
    return Dialogue(load(Path("dialogs/trials/interfant-21.yaml").read_text(encoding="utf-8"), "interfant-21.yaml"))


def list_pages(dialogue: Dialogue, name: str) -> tuple[Message, ...]:
    """Returns the result of a screening, and every criterion."""
    concluded = conclude(dialogue, name)
    criteria = dialogue.take_turn(concluded.screening, Said("every criterion"), NOW)
    return (*concluded.messages, *criteria.messages)


def draw_all(messages: Iterable[Message], context: RenderContext) -> str:
    """Returns messages as they stand on a terminal, one after the other."""
    page = Group(*(make_message_page(each, context) for each in messages))
    return draw_page(page, context.width, context.encoding)


def words_only(text: str) -> str:
    """Returns a text without its signs, so that wrapping makes no difference."""
    return " ".join(re.sub("[•✓✔✘–?⚠▾]", " ", text).casefold().split())


def sentences(blocks: Iterable[Block]) -> Iterator[str]:
    """Yields what blocks say, piece by piece as a page arranges it."""
    for block in blocks:
        match block:
            case Section(title, inner):
                yield title.rstrip(":")
                yield from sentences(inner)
            case Table(rows):
                for row in rows:
                    yield f"{row.criterion} {row.name}: {row.status}"
                    yield from (row.kind, row.reason, row.quote, *row.notes)
            case Headline(name=name, text=text, details=details):
                yield from (name, text, *details)
            case ResultTitle(trial):
                yield trial
            case Recorded(name, answer):
                yield f"{name}: {answer}"
            case _:
                yield from (line.removeprefix("- ") for line in render_plain([block]).split("\n"))


@pytest.mark.thinned(5)
@pytest.mark.parametrize("width", [40, 1000])
@pytest.mark.parametrize("name", SCREENINGS)
def test_the_pages_hold_every_sentence_of_the_plain_ones(dialogue: Dialogue, name: str, width: int) -> None:
    """Protects the quotations, notes, source and next steps: opened, nothing is lost to beauty."""
    messages = list_pages(dialogue, name)
    page = words_only(draw_all(messages, RenderContext(width=width, is_open=True)))
    said = [each for message in messages for each in sentences(message.blocks)]
    assert [each for each in said if words_only(each) not in page] == []


@pytest.mark.thinned(5)
@pytest.mark.parametrize("is_tight", [False, True])
@pytest.mark.parametrize("is_open", [False, True])
@pytest.mark.parametrize("width", [20, 40, 80, 100])
@pytest.mark.parametrize("encoding", ["utf-8", "ascii", "latin-1"])
def test_no_line_is_wider_than_the_terminal(
    dialogue: Dialogue,
    width: int,
    encoding: str,
    is_open: bool,  # noqa: FBT001 - a column of the table
    is_tight: bool,  # noqa: FBT001
) -> None:
    """Protects a phone's 40 columns, and terminals that have few characters."""
    page = draw_all(list_pages(dialogue, "several reasons"), RenderContext(encoding, width, is_open, is_tight))
    assert max(map(len, page.splitlines())) <= width
    assert "…" not in page


def test_no_box_is_drawn(dialogue: Dialogue) -> None:
    """Protects people who hear the page: lines and corners are read aloud, and say nothing."""
    for name in SCREENINGS:
        page = draw_all(list_pages(dialogue, name), RenderContext(is_open=True))
        assert re.findall("[\u2500-\u259f]", page) == []


@pytest.mark.parametrize("encoding", ["utf-8", "ascii"])
def test_the_narrowest_terminal_cuts_no_word(dialogue: Dialogue, encoding: str) -> None:
    """Protects the smallest phones: every letter of every page is there, in whatever letters the terminal has."""
    turn = dialogue.begin(NOW)
    for said in ["help", "criteria", "plain", *SCREENINGS["too old"].split("|"), "every criterion"]:
        turn = dialogue.take_turn(turn.screening, Said(said), NOW)
        for message in turn.messages:
            page = draw_all([message], RenderContext(encoding, 20, is_open=True))
            assert max(map(len, page.splitlines())) <= 20
            words = spell("".join(sentences(message.blocks)), encoding)
            assert not Counter(filter(str.isalnum, words.casefold())) - Counter(page.casefold()), message.text


@pytest.mark.parametrize(
    ("name", "verdicts"),
    [
        ("eligible for both", ["✔ Trial entry: eligible", "✔ Blinatumomab: eligible"]),
        ("blinatumomab still open", ["✔ Trial entry: eligible", "? Blinatumomab: not yet determined"]),
        ("blinatumomab not yet", ["✔ Trial entry: eligible", "? Blinatumomab: not yet, from 18 June 2026"]),
        ("blinatumomab excluded", ["✔ Trial entry: eligible", "✘ Blinatumomab: excluded"]),
        ("too old", ["✘ Trial entry: not eligible", "– Blinatumomab: not applicable"]),
        (
            "an exclusion while the trial is open",
            ["? Trial entry: not yet determined", "✘ Blinatumomab: excluded, provisionally"],
        ),
    ],
)
def test_a_verdict_shows_without_colour(dialogue: Dialogue, name: str, verdicts: list[str]) -> None:
    """Protects people who see no colours: a sign and words on each card, and in short."""
    messages = conclude(dialogue, name).messages
    lines = [line.rstrip() for line in draw_all(messages, RenderContext()).splitlines()]
    cards = [line for line in lines if line[:2] in {"✔ ", "✘ ", "? ", "– "}]
    named = [verdict.partition(": ")[0] for verdict in verdicts]
    assert [card.partition(": ")[0] for card in cards] == named
    assert not {verdict.partition(": ")[2] for verdict in verdicts} & {line.strip() for line in lines}
    summary = make_summary(messages, RenderContext())
    assert summary is not None
    assert [line.rstrip() for line in draw_page(summary, 80).splitlines()][1:] == verdicts


def test_brackets_in_a_wording_stay_brackets() -> None:
    """Protects a quotation such as "[x]" from being read as markup."""
    odd = "[/] [red]T-ALL[/red] :smile: [link=x]"
    row = CriterionLine(odd, odd, Effect.FAILS, odd, odd, odd, (odd,), odd)
    blocks = (
        ResultTitle(odd, odd),
        Headline(odd, Standing.FAILS, odd, odd, (odd,)),
        Caution(odd),
        Recorded(odd, odd),
        NoteLine(odd, odd, odd, is_certain=True),
        Section(odd, (Table((row,)), Items((Quotation(odd, odd),))), folded=True),
        Question(odd, odd, odd),
    )
    message = Message(MessageKind.RESULT, blocks, (Button(odd, "is:x"),))
    assert draw_all([message], RenderContext(width=500, is_open=True)).count(odd) == 24


def test_a_question_shows_how_far_it_is(dialogue: Dialogue) -> None:
    """Protects the progress line, the question in bold, and what was recorded above it."""
    turn = dialogue.take_turn(dialogue.begin(NOW).screening, Said("120 days"), NOW)
    stdout = io.StringIO()
    console = Console(file=stdout, width=80, force_terminal=True, color_system="standard", highlight=False, _environ={})
    console.print(make_message_page(turn.messages[-1], RenderContext()))
    recorded, empty, progress, question = stdout.getvalue().rstrip("\n").split("\n")
    assert "Age at diagnosis: 120 days" in recorded
    assert empty == ""
    assert progress == "\x1b[2m2 of at most 15 · Diagnosis\x1b[0m"
    assert question == "\x1b[1mWhat is the diagnosis?\x1b[0m"


@pytest.mark.parametrize(
    ("text", "encoding", "expected"),
    [
        ("≤365 days", "utf-8", "≤365 days"),
        ("≤365 days", "ascii", "<=365 days"),
        ("more than 10 mg/m²/day", "ascii", "more than 10 mg/m2/day"),
        ("5 cells/µL, “a” – b", "ascii", '5 cells/uL, "a" - b'),
        ("Máxima ²µ", "latin-1", "Máxima ²µ"),
        ("Máxima", "ascii", "Maxima"),
        ("日", "ascii", "?"),
        ("a\x1b[2Jb\0c\x07\ud800", "utf-8", "a[2Jbc"),
        ("two\nlines\tapart", "ascii", "two\nlines   apart"),
    ],
)
def test_a_text_keeps_its_meaning_in_fewer_letters(text: str, encoding: str, expected: str) -> None:
    """Protects thresholds and units on old terminals, and every terminal from control characters."""
    assert spell(text, encoding) == expected


def test_the_picture_of_the_readme_is_what_the_terminal_shows() -> None:
    """Protects the README's first impression. To make it anew: `PYTHONPATH=. python docs/make_picture.py`."""
    docs = Path(__file__).parents[2] / "docs"
    drawn_now: str = runpy.run_path(str(docs / "make_picture.py"))["draw"]()
    assert drawn_now == (docs / "screening.svg").read_text(encoding="utf-8")
