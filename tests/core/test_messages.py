"""Messages as structure: what a turn shows, block by block, and its plain text."""

import pytest
from dialogue import DIALOGUE, FIT, NOW, do, screening_after

from dialogs.conversation.blocks import (
    Answered,
    Block,
    Dropped,
    Headline,
    Items,
    Paragraph,
    Progress,
    Question,
    Quotation,
    Recorded,
    ResultTitle,
    Section,
    Table,
    make_items,
)
from dialogs.conversation.messages import Message, MessageKind, make_menu, make_notice, repeat_question
from dialogs.conversation.pages import list_reaching_lines, make_reaching_blocks
from dialogs.conversation.plain_text import render_plain
from dialogs.conversation.screening import Said, Turn
from dialogs.loading.sites import NO_CONTACTS, Contacts, Hospital
from dialogs.rules.standings import Standing

pytestmark = pytest.mark.traced


def turn_after(*texts: str) -> Turn:
    """Returns the turn that the last of some texts brought."""
    return do(screening_after(*texts[:-1]), Said(texts[-1]))


def blocks_of(turn: Turn, kind: type[Block]) -> list[Block]:
    """Returns the blocks of one kind in the last message of a turn."""
    return [block for block in turn.messages[-1].blocks if isinstance(block, kind)]


def test_a_question_holds_what_was_recorded_the_progress_and_what_is_asked() -> None:
    """Protects channels from taking prose apart: each part of a question has its own block."""
    message = turn_after("120 days").messages[-1]
    assert message.kind is MessageKind.QUESTION
    assert message.blocks == (
        Recorded("Age at diagnosis", "120 days"),
        Progress(2, 15),
        Question("What is the diagnosis?", "Diagnosis"),
    )
    assert message.lasting == ()


def test_an_ask_back_is_told_by_its_kind() -> None:
    """Protects channels that show second questions in another way."""
    message = turn_after("45").messages[-1]
    assert message.kind is MessageKind.ASK_BACK
    assert [type(block) for block in message.blocks] == [Question]


def test_an_early_end_shows_each_verdict_and_reason_as_a_block() -> None:
    """Protects the reasons of an early end: they stay when the question beneath them is answered."""
    turn = turn_after("400 days")
    assert [block.standing for block in blocks_of(turn, Headline) if isinstance(block, Headline)] == [
        Standing.FAILS,
        Standing.OFF,
    ]
    why, quoted, following, closing = (block for block in blocks_of(turn, Section) if isinstance(block, Section))
    assert (why.title, why.folded, quoted.folded) == ("Why:", False, True)
    assert [block.lead for block in quoted.blocks if isinstance(block, Quotation)] == ["I2", "E3"]
    assert (following.title, closing.blocks) == ("Next:", (Paragraph("This is a pre-check: the trial site decides."),))
    assert turn.messages[-1].buttons[2].label == "Every criterion"
    assert turn.messages[-1].lasting == tuple(turn.messages[-1].blocks[1:-1])


def test_a_page_stands_apart_and_stays() -> None:
    """Protects an explanation from going with the question that it was asked under."""
    message = turn_after("why").messages[-1]
    assert isinstance(message.blocks[0], Section)
    assert message.lasting == message.blocks[:1]
    assert "\n\n1 of at most 15 · Age at diagnosis\n" in message.text


def test_a_dropped_answer_is_told_and_stays() -> None:
    """Protects from losing sight of an answer that no longer applies."""
    turn = turn_after(*FIT[:10], "given", "40", "change live vaccine before blinatumomab", "none")
    (dropped,) = blocks_of(turn, Dropped)
    assert dropped in turn.messages[-1].lasting


def test_a_result_is_one_message_with_what_can_be_chosen() -> None:
    """Protects channels that draw each part in its own way, and a person, who finds the buttons under the result."""
    (result,) = turn_after(*FIT, "show the result").messages
    assert result.kind is MessageKind.RESULT
    assert result.blocks[0] == ResultTitle("Interfant-21")
    assert [type(block) for block in result.blocks[1:3]] == [Headline, Headline]
    assert result.text.endswith("\nThis is a pre-check: the trial site decides.")
    labels = [button.label for button in result.buttons]
    assert labels == ["Every criterion", "Change an answer", "Start over"]
    assert result.number == len(turn_after(*FIT, "show the result").screening.shown)
    assert result.numbered == 3


@pytest.mark.parametrize("said", ["Every criterion", "1", "details", "/every_criterion"])
def test_every_criterion_is_a_page_for_each_determination_then_the_rest(said: str) -> None:
    """Protects what is folded away from being out of reach: by tap, by number and by word."""
    entry, blinatumomab, rest = turn_after(*FIT, "show the result", said).messages
    for page, name, count in ((entry, "Trial entry", 8), (blinatumomab, "Blinatumomab", 4)):
        assert page.kind is MessageKind.PAGE
        (section,) = page.blocks
        assert isinstance(section, Section)
        assert section.title == f"EVERY CRITERION: {name} · {count} criteria, {count} pass"
        (table,) = section.blocks
        assert isinstance(table, Table)
        assert len(table.rows) == count
        assert all(row.name for row in table.rows)
    assert "Trial definition interfant-21 " in rest.text
    assert [button.label for button in rest.buttons] == ["Every criterion", "Change an answer", "Start over"]


def test_starting_over_is_asked_back_with_the_harmless_choice_first() -> None:
    """Protects all answers from a tap too many."""
    asked = turn_after(*FIT, "show the result", "start over")
    assert [button.label for button in asked.messages[-1].buttons] == ["Keep the answers", "Start over"]
    kept = do(asked.screening, Said("1")).screening
    assert kept.answers == asked.screening.answers


@pytest.mark.parametrize(
    ("blocks", "text"),
    [
        ((), ""),
        ((Paragraph("One."), Paragraph("Two\nlines.")), "One.\nTwo\nlines."),
        ((Progress(3, 15), Question("How?", "Name", "Hint.")), "3 of at most 15 · Name\nHow?\nHint."),
        (
            (Progress(3, 15, is_listing=True), Question("How?", "Name")),
            "To list every reason · 3 of at most 15 · Name\nHow?",
        ),
        ((Progress(3, 15),), "3 of at most 15"),
        ((Question("How?"),), "How?"),
        ((Recorded("A", "b"), Dropped("C", "d")), "Recorded: A: b.\nNo longer applies, so it was dropped: C (d)."),
        ((Answered(5, "CD19", "Positive"),), "5 · CD19: Positive"),
        ((Answered(0, "CD19", "Positive"),), "CD19: Positive"),
        ((Paragraph("a"), Section("T", (make_items(["x", "y"]),)), Paragraph("b")), "a\n\nT\n- x\n- y\n\nb"),
        ((Section("", (Paragraph("a"),)), Section("", (Paragraph("b"),))), "a\n\nb"),
        ((Items((Quotation("q", "I2 Age."),)),), "- I2 Age. “q”"),
        ((Headline("Entry", Standing.PASSES, "eligible", "Eligible."),), "Entry: Eligible."),
    ],
)
def test_blocks_have_one_plain_text(blocks: tuple[Block, ...], text: str) -> None:
    """Protects what scripts, pipes and recordings see."""
    assert render_plain(blocks) == text


def test_the_program_around_a_dialogue_says_notices() -> None:
    """Protects the comparison of layers: what the dialogue says is told apart by its kind, not by its words."""
    assert make_notice("x").kind is make_menu("x", ()).kind is MessageKind.NOTICE
    pause = DIALOGUE.take_turn(screening_after("120 days"), Said("pause"), NOW).messages
    assert [message.kind for message in pause] == [MessageKind.PAGE]
    assert Message(MessageKind.PAGE, ()).text == ""


def test_a_question_is_repeated_without_what_stood_before_it() -> None:
    """Protects a person after a fault: "Recorded: ..." is not said a second time."""
    asked = turn_after("120 days").messages[-1]
    assert repeat_question(asked).text == "2 of at most 15 · Diagnosis\nWhat is the diagnosis?"
    assert repeat_question(asked).buttons == asked.buttons
    assert repeat_question(turn_after(*FIT).messages[-1]).text.startswith("Please check the answers.\n- ")
    notice = make_notice("Paused.")
    assert repeat_question(notice) == notice


def test_a_remark_on_what_was_typed_passes_with_its_question() -> None:
    """Protects the one line of an answered question from "That was not understood" above it."""
    assert turn_after("120 days", "rubbish").messages[-1].lasting == ()
    assert turn_after("back").messages[-1].lasting == ()
    assert turn_after("120 days", "start over", "start over").messages[-1].lasting == ()


@pytest.mark.sweep
@pytest.mark.parametrize(
    ("texts", "answered"),
    [
        (("120 days",), "age_days"),
        (("120 days", "change age", "120 days"), "age_days"),
        (("120 days", "change age", "keep: 120 days"), "age_days"),
        (("120 days", "change age", "back"), None),
        (("120 days", "change age", "45"), None),
        (("120 days", "change age", "45", "45 weeks"), "age_days"),
        (("120 days", "change age", "45", "no"), None),
        (("120 days", "change"), None),
        (("120 days", "change age", "change"), None),
        (("120 days", "why"), None),
        (("120 days", "start over", "start over"), None),
    ],
)
def test_a_turn_says_which_question_was_answered(texts: tuple[str, ...], answered: str | None) -> None:
    """Protects a question that was asked again and left from being closed with its earlier answer."""
    assert turn_after(*texts).answered == answered


def test_an_answered_question_is_one_line() -> None:
    """Protects the closed message: place, name and answer, without a place where none was shown."""
    asked, answers = screening_after("120 days"), screening_after("120 days", "T-ALL").answers
    assert DIALOGUE.view.make_answered(asked, "diagnosis", answers["diagnosis"]) == Answered(2, "Diagnosis", "T-ALL")
    asked_back = screening_after("120 days", "ALL")
    assert DIALOGUE.view.make_answered(asked_back, "diagnosis", answers["diagnosis"]).place == 0


def test_how_to_reach_a_site_is_the_same_in_a_file_as_in_a_message() -> None:
    """Protects reports, which are lines: they name the same hospitals as the result."""
    hospitals = [Hospital(name={"en": f"H{number}"}, city=None, contact={"en": "call"}) for number in range(5)]
    contacts = Contacts(hospitals=hospitals)
    lines = list_reaching_lines(contacts)
    assert lines == ["To reach a trial site:", "- H0: call", "- H1: call", "- H2: call", *lines[4:]]
    assert lines[4].startswith("- and 2 more")
    assert render_plain(make_reaching_blocks(contacts)).split("\n") == lines
    assert list_reaching_lines(NO_CONTACTS) == []
