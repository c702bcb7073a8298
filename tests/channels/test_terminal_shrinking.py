"""A question that was answered shrinks to the line that says what was recorded."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from drawn_pages import Person, seat

from dialogs.conversation.dialogue import Dialogue
from dialogs.conversation.screening import Said, Screening
from dialogs.loading.loading import load

NOW = datetime(2026, 6, 1, 12, tzinfo=UTC)


@pytest.fixture(scope="module")
def dialogue() -> Dialogue:
    return Dialogue(load(Path("dialogs/trials/interfant-21.yaml").read_text(encoding="utf-8"), "interfant-21.yaml"))


@pytest.fixture
def person() -> Iterator[Person]:
    with seat() as someone:
        yield someone


def answered(dialogue: Dialogue, person: Person, *texts: str) -> list[str]:
    """Returns all lines of a terminal after a screening began and texts were said."""
    turn = dialogue.begin(NOW)
    screening: Screening = turn.screening
    person.session.show_messages(turn.messages)
    for text in texts:
        turn = dialogue.take_turn(screening, Said(text), NOW)
        screening = turn.screening
        person.session.close_question(Said(text), turn.messages)
        person.session.show_messages(turn.messages)
    return person.read()


def test_answers_stand_one_beneath_the_other_above_the_open_question(dialogue: Dialogue, person: Person) -> None:
    """Protects "an answered question shrinks to one line": all answers stay in sight."""
    lines = answered(dialogue, person, "120 days", "T-ALL", "list every reason", "1", "1")
    begins = lines.index("✓ Age at diagnosis: 120 days")
    assert lines[begins - 1 : begins + 2] == ["", "✓ Age at diagnosis: 120 days", "✓ Diagnosis: T-ALL"]
    assert lines.count("✓ KMT2A status: Rearranged") == 1
    text = "\n".join(lines)
    assert "How old was the infant" not in text
    assert "❯ 120 days" not in text
    assert text.count("of at most") == 1


@pytest.mark.parametrize(("rows", "questions"), [(40, 0), (24, 1)])
def test_an_ask_back_goes_with_its_question(dialogue: Dialogue, rows: int, questions: int) -> None:
    """Protects the one line where an answer was doubtful, or not understood, at first; what is out of sight stays."""
    with seat(rows=rows) as person:
        lines = answered(dialogue, person, "3", "xyz", "3 days")
    text = "\n".join(lines)
    assert "✓ Age at diagnosis: 3 days" in lines
    assert text.count("How old was the infant") == questions
    assert "Days, weeks or months?" not in text
    assert "\n\n\n" not in text


@pytest.mark.parametrize("said", ["why", "status", "xyz"])
def test_what_was_said_stays_where_nothing_was_recorded(dialogue: Dialogue, person: Person, said: str) -> None:
    """Protects the way back through the window: pages that were asked for stand under what asked for them."""
    assert f"❯ {said}" in answered(dialogue, person, said)


def test_a_page_that_was_asked_for_outlives_the_answer(dialogue: Dialogue) -> None:
    """Protects a page that somebody still reads when they answer: only the question beneath it shrinks."""
    with seat(rows=60) as person:
        text = "\n".join(answered(dialogue, person, "120 days", "why", "1"))
    assert "Asked of families as" in text
    assert "✓ Diagnosis: B-precursor ALL" in text


def test_a_question_that_has_left_the_screen_stays_whole(dialogue: Dialogue) -> None:
    """Protects low windows: what can no longer be taken away is not drawn over."""
    with seat(rows=8) as person:
        text = "\n".join(answered(dialogue, person, "120 days"))
        assert "How old was the infant" in text
        assert "❯ 120 days" in text
        assert "✓ Age at diagnosis: 120 days" in text
