"""What the terminal shows: the verdict page says all that the plain pages say, at every width, in every alphabet."""

import io
import re
import runpy
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from messages import make_message
from rich.console import Console, Group, RenderableType

from bot.channels.terminal.message_page import make_message_page, make_summary
from bot.channels.terminal.render_context import RenderContext
from bot.channels.terminal.spelling import spell
from dialogs.conversation.blocks import Progress, Question
from dialogs.conversation.dialogue import Dialogue
from dialogs.conversation.every_criterion import make_criteria_messages, make_rest
from dialogs.conversation.messages import Button, Message, MessageKind
from dialogs.conversation.result_messages import make_result_message
from dialogs.conversation.screening import Said
from dialogs.loading.compiled_trial import Trial
from dialogs.loading.loading import load
from dialogs.verdict.verdict import Verdict

pytestmark = pytest.mark.mutants

NOW = datetime(2026, 6, 1, 12, tzinfo=UTC)

SCREENINGS = {
    "eligible for both": "360 days|1|1|1|1|1|1|1|CNS1|1|1|1|1",
    "blinatumomab still open": "120 days|1|1|1|1|1|1|1|not done yet|no|none|no|1",
    "blinatumomab excluded": "120 days|1|1|1|1|1|1|negative|stop here|1",
    "too old": "400 days|stop here|1",
    "an exclusion while the trial is open": "120 days|1|1|waiting|1|1|1|negative|list every reason|1|1|1|1|1",
    "all unknown": "|".join(["don't know"] * 15) + "|show the result",
}


@pytest.fixture(scope="module")
def dialogue() -> Dialogue:
    return Dialogue(load(Path("dialogs/trials/interfant-21.yaml").read_text(encoding="utf-8"), "interfant-21.yaml"))


@pytest.fixture(scope="module")
def concluded(dialogue: Dialogue) -> Callable[[str], Verdict]:
    def play(name: str) -> Verdict:
        turn = dialogue.begin(NOW)
        for text in SCREENINGS[name].split("|"):
            turn = dialogue.take_turn(turn.screening, Said(text), NOW)
            if turn.verdict is not None:
                return turn.verdict
        raise AssertionError(f"{name} does not conclude, but stands at {turn.screening.state}")

    return play


def drawn(page: RenderableType, width: int, encoding: str = "utf-8") -> str:
    """Returns a page as it stands on a terminal without colours."""
    written = io.BytesIO()
    stdout = io.TextIOWrapper(written, encoding=encoding)
    Console(file=stdout, width=width, markup=False, highlight=False, emoji=False).print(page)
    stdout.flush()
    return written.getvalue().decode(encoding)


def list_messages(trial: Trial, verdict: Verdict) -> tuple[Message, ...]:
    """Returns the result, every criterion, and all else behind it."""
    rest = Message(MessageKind.PAGE, (make_rest(trial, verdict),))
    return (make_result_message(trial, verdict), *make_criteria_messages(trial, verdict), rest)


def make_verdict_page(trial: Trial, verdict: Verdict, context: RenderContext) -> Group:
    """Returns the pages of a result as the terminal shows them, one after the other."""
    messages = list_messages(trial, verdict)
    summary = make_summary(messages, context)
    assert summary is not None
    return Group(*(make_message_page(each, context) for each in messages), summary)


def words_only(text: str) -> str:
    """Returns a text without its lines, boxes and bullets, so that wrapping makes no difference."""
    return " ".join(re.sub("[─│╭╮╰╯•]", " ", text).casefold().split())


def sentences(dialogue: Dialogue, verdict: Verdict) -> Iterator[str]:
    """Yields what the plain pages say, piece by piece as the page arranges it."""
    for page in list_messages(dialogue.trial, verdict):
        for line in page.text.split("\n"):
            head = re.match(r"([A-Z]\d+) (.*) \((\w+)\): (.*?)\. (.*)", line)
            if head:
                yield from head.groups()
            elif line.startswith(tuple(f"{name}: " for name in ("Trial entry", "Blinatumomab"))):
                yield from line.split(": ", 1)
            else:
                yield line.strip().removeprefix("- ").removesuffix(":")


@pytest.mark.parametrize("width", [40, 1000])
@pytest.mark.parametrize("name", SCREENINGS)
def test_the_page_holds_every_sentence_of_the_plain_pages(
    dialogue: Dialogue, concluded: Callable[[str], Verdict], name: str, width: int
) -> None:
    """Protects the quotations, notes, source and next steps: nothing is lost to beauty."""
    verdict = concluded(name)
    page = words_only(drawn(make_verdict_page(dialogue.trial, verdict, RenderContext(width=width)), width))
    assert [each for each in sentences(dialogue, verdict) if words_only(each) not in page] == []


@pytest.mark.parametrize("width", [20, 40, 59, 60, 80, 100])
@pytest.mark.parametrize("encoding", ["utf-8", "ascii", "latin-1"])
def test_no_line_is_wider_than_the_terminal(
    dialogue: Dialogue, concluded: Callable[[str], Verdict], width: int, encoding: str
) -> None:
    """Protects a phone's 40 columns, and terminals that have no box characters."""
    page = drawn(
        make_verdict_page(dialogue.trial, concluded("blinatumomab still open"), RenderContext(encoding, width)),
        width,
        encoding,
    )
    assert max(map(len, page.splitlines())) <= width
    assert "…" not in page


@pytest.mark.parametrize("encoding", ["utf-8", "ascii"])
def test_the_narrowest_terminal_cuts_no_word(dialogue: Dialogue, encoding: str) -> None:
    """Protects the smallest phones: every letter of every page is there, in whatever letters the terminal has."""
    turn = dialogue.begin(NOW)
    for said in ["help", "criteria", "plain", *SCREENINGS["eligible for both"].split("|")]:
        turn = dialogue.take_turn(turn.screening, Said(said), NOW)
        for message in turn.messages:
            page = drawn(make_message_page(message, RenderContext(encoding, 20)), 20, encoding)
            assert max(map(len, page.splitlines())) <= 20
            missing = Counter(filter(str.isalnum, spell(message.text, encoding).casefold())) - Counter(page.casefold())
            assert not missing.keys() - set("result"), message.text


@pytest.mark.parametrize(
    ("name", "badges"),
    [
        ("eligible for both", ["✔ eligible", "✔ eligible"]),
        ("blinatumomab still open", ["✔ eligible", "? not yet determined"]),
        ("blinatumomab excluded", ["✔ eligible", "✘ excluded"]),
        ("too old", ["✘ not eligible", "– not applicable"]),
        ("an exclusion while the trial is open", ["? not yet determined", "✘ excluded, provisionally"]),
    ],
)
def test_a_verdict_shows_without_colour(
    dialogue: Dialogue, concluded: Callable[[str], Verdict], name: str, badges: list[str]
) -> None:
    """Protects people who see no colours: a sign and a word on each panel, and again at the end."""
    page = drawn(make_verdict_page(dialogue.trial, concluded(name), RenderContext()), 80)
    panels = re.findall(r"│ ([✔✘?–] .*?) +│", page)
    assert panels == badges
    assert page.rstrip().split("\n")[-2:] == [f"Trial entry: {badges[0]}", f"Blinatumomab: {badges[1]}"]


def test_brackets_in_a_wording_stay_brackets(dialogue: Dialogue, concluded: Callable[[str], Verdict]) -> None:
    """Protects a quotation such as "[x]" from being read as markup."""
    verdict = concluded("too old")
    odd = "[/] [red]T-ALL[/red] :smile: [link=x]"
    changed = replace(verdict, findings=tuple(replace(each, quote=odd, name=odd) for each in verdict.findings))
    assert drawn(make_verdict_page(dialogue.trial, changed, RenderContext(width=200)), 200).count(odd) == 2 * 2 + len(
        verdict.findings
    )
    assert odd in drawn(make_message_page(make_message(odd, (Button(odd, "is:x"),)), RenderContext()), 80)


def test_a_question_shows_how_far_it_is(dialogue: Dialogue) -> None:
    """Protects the progress line, the question in bold, and what was recorded above it."""
    turn = dialogue.take_turn(dialogue.begin(NOW).screening, Said("120 days"), NOW)
    stdout = io.StringIO()
    console = Console(file=stdout, width=80, force_terminal=True, color_system="standard", highlight=False, _environ={})
    console.print(make_message_page(turn.messages[-1], RenderContext()))
    recorded, empty, progress, question = stdout.getvalue().rstrip("\n").split("\n")
    assert (recorded, empty) == ("Recorded: Age at diagnosis: 120 days.", "")
    assert progress.startswith("\x1b[2m▰▱▱▱▱▱▱▱▱▱")
    assert "2 of at most 15 · Diagnosis" in progress
    assert question == "\x1b[1mWhat is the diagnosis?\x1b[0m"


@pytest.mark.parametrize(
    ("position", "most", "full"), [(1, 15, 0), (2, 15, 1), (8, 15, 5), (15, 15, 9), (1, 1, 0), (5, 0, 9)]
)
def test_the_bar_is_full_only_when_nothing_is_open(position: int, most: int, full: int) -> None:
    """Protects the bar: one answer shows, the open question keeps a cell, and no number breaks it."""
    message = Message(MessageKind.QUESTION, (Progress(position, most), Question("What?", "Diagnosis")))
    assert drawn(make_message_page(message, RenderContext()), 80).count("▰") == full


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
