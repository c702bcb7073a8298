"""What is folded in the terminal: a line with a key that opens it in its place; at a plain prompt, a word."""

import io
from collections.abc import Iterator

import pytest
from drawn_pages import seat
from on_terminal import CTRL_D, ENTER, SPACE

from bot.channels.terminal import wording
from bot.channels.terminal.plain import converse_plainly
from dialogs.conversation.blocks import (
    Block,
    CriterionLine,
    Headline,
    Items,
    Paragraph,
    Question,
    Quotation,
    Recorded,
    ResultTitle,
    Section,
    Table,
    make_items,
)
from dialogs.conversation.messages import Button, Message, MessageKind
from dialogs.conversation.screening import Event, Said
from dialogs.rules.criteria import Effect
from dialogs.rules.standings import Standing

BUTTONS = (Button("Every criterion", "every"), Button("Start over", "over"))
WORDS = Items((Quotation("≤365 days", "I2"), Quotation("T-ALL", "E2")))
QUOTED = Section("In the registry's words", (WORDS,), folded=True)
CARD = Headline("Trial entry", Standing.FAILS, "not eligible", "Not eligible.")
CLOSED = "▸ In the registry's words (2) [Space]"
OPENED = "▾ In the registry's words (2) [Space]"
QUOTES = ["  • I2 “≤365 days”", "  • E2 “T-ALL”"]
TABLE = Table(
    (CriterionLine("E2", "exclusion", Effect.FAILS, "met, fails", "Diagnosis: T-ALL.", "T-ALL", ("So.",), "T-ALL"),)
)


def make_result(*blocks: Block) -> Message:
    """Returns a result with blocks."""
    return Message(MessageKind.RESULT, (ResultTitle("Interfant-21"), CARD, *blocks), BUTTONS, 1, 2)


def shown(keys: str, *blocks: Block, rows: int = 24) -> list[str]:
    """Returns all lines of a terminal after a result, and keys pressed under it."""
    with seat(rows=rows, keys=keys + CTRL_D) as person:
        person.session.show_messages((make_result(*blocks),))
        assert person.session.ask() is None
        return person.read()


@pytest.mark.parametrize("key", [SPACE, wording.DETAILS_WORD + ENTER, "Unfold." + ENTER])
def test_a_key_or_a_word_opens_in_place_and_folds_again(key: str) -> None:
    """Protects "details by key": nothing shows twice, and all else stays as it was."""
    head = ["Interfant-21", "✘ Trial entry: Not eligible.", ""]
    assert shown("", QUOTED) == [*head, CLOSED, ""]
    assert shown(key, QUOTED) == [*head, OPENED, *QUOTES, ""]
    assert shown(key * 2, QUOTED) == shown("", QUOTED)


def test_the_verdict_in_short_stands_above_what_is_asked() -> None:
    """Protects the question under a long page: it is the last thing that is read before the choices."""
    long = make_items(map(str, range(30)))
    with seat() as person:
        message = Message(MessageKind.QUESTION, (CARD, long, Question("Stop here?")), BUTTONS, 1, 2)
        person.session.show_messages((message,))
        assert person.read()[-5:] == ["", wording.IN_SHORT, "✘ Trial entry: not eligible", "Stop here?", ""]


def test_what_stands_behind_a_criterion_is_folded_too() -> None:
    """Protects the page with every criterion: a line for each, until it is opened."""
    closed, opened = shown("", TABLE), shown(SPACE, TABLE)
    assert closed[-3:] == ["✘ E2 T-ALL: met, fails", "▸ Details [Space]", ""]
    assert opened[-6:] == [
        "✘ E2 T-ALL: met, fails",
        "  (exclusion) Diagnosis: T-ALL.",
        "  “T-ALL”",
        "  Note: So.",
        "▾ Details [Space]",
        "",
    ]


def test_what_was_opened_stays_open_above_the_next_question() -> None:
    """Protects the words that somebody opened to read them: an answer takes away its own question, and no more."""
    asked = Message(MessageKind.QUESTION, (CARD, QUOTED, Question("Stop here?")), BUTTONS, 1, 2)
    with seat(keys=SPACE + "1" + ENTER) as person:
        person.session.show_messages((asked,))
        event = person.session.ask()
        assert event == Said("1")
        person.session.close_question(event, (Message(MessageKind.QUESTION, (Recorded("Age", "120 days"),)),))
        assert person.read()[-4:] == [OPENED, *QUOTES, ""]


def test_a_page_that_outgrows_the_screen_still_shows_the_verdict_and_can_be_folded() -> None:
    """Protects the verdict where details are long: it comes again in short, and folded all is on the screen."""
    long = Section("In the registry's words", (make_items(map(str, range(30))),), folded=True)
    opened = shown(SPACE, long)
    assert opened[-4:] == ["", wording.IN_SHORT, "✘ Trial entry: not eligible", ""]
    folded = shown(SPACE * 2, long)
    assert folded[-5:] == shown("", long)
    assert wording.IN_SHORT not in folded[-24:]


def test_a_window_that_was_resized_is_not_drawn_over() -> None:
    """Protects what stands above: where lines may have been wrapped anew, the page is drawn on an empty screen."""
    with seat(keys=SPACE + CTRL_D) as person:
        person.session.show_messages((make_result(QUOTED),))
        person.output.resize(60, 24)
        assert person.session.ask() is None
        assert "\x1b[H\x1b[J" in person.output.getvalue()
        assert [line for line in person.read() if line in QUOTES] == QUOTES


class Folded:
    """A conversation that shows a folded section first, and says back what it is told."""

    def begin(self, *, may_choose: bool) -> tuple[Message, ...]:
        """Shows a result."""
        return (make_result(QUOTED, Section("Next:", (QUOTED,))) if may_choose else make_result(QUOTED),)

    def take_event(self, event: Event) -> tuple[Message, ...]:
        """Says it back."""
        assert isinstance(event, Said)
        return (Message(MessageKind.NOTICE, (Paragraph(f"heard {event.text}"),)),)

    def leave(self) -> str:
        """Says goodbye."""
        return "Goodbye."


def said(lines: str, prompt: str = "") -> Iterator[str]:
    """Yields what a plain terminal shows, line by line."""
    stdout = io.StringIO()
    converse_plainly(Folded(), io.TextIOWrapper(io.BytesIO(lines.encode()), encoding="utf-8"), stdout, prompt)
    yield from stdout.getvalue().split("\n")


def test_at_a_plain_prompt_a_word_opens_what_is_folded() -> None:
    """Protects screen readers and editors' terminals: one line says what to type, and the rest is as before."""
    line = "In the registry's words (2): type 'unfold'"
    lines = list(said("unfold\n", "> "))
    end = lines.index("> RESULT")
    before, after = lines[:end], lines[end:]
    assert before.count(line) == 2
    assert "- I2 “≤365 days”" not in before
    assert after.count("- I2 “≤365 days”") == 2
    assert line not in after


def test_the_word_is_an_answer_where_nothing_is_folded() -> None:
    """Protects what people say elsewhere, and pipes, which see all at once and get every line taken."""
    assert "> heard unfold" in list(said("hello\nunfold\n", "> "))
    piped = list(said("unfold\n"))
    assert "- I2 “≤365 days”" in piped
    assert "heard unfold" in piped


def test_plain_lines_hold_no_control_characters() -> None:
    """Protects screen readers: what is read aloud is words and the signs that a keyboard has or a text quotes."""
    text = "".join(said("unfold\n", "> "))
    assert [each for each in text if not each.isprintable()] == []
    assert [each for each in text if 0x2190 <= ord(each) <= 0x2BFF and each not in "≤≥"] == []
