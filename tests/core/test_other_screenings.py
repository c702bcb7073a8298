"""The words for another screening, the report and inaccuracies, as a dialogue alone understands them."""

import pytest
from dialogue import DIALOGUE, NOW, screening_after

from dialogs import phrases
from dialogs.conversation.blocks import Aside, Paragraph
from dialogs.conversation.commands import Command, parse_command
from dialogs.conversation.messages import make_notice, put_before
from dialogs.conversation.screening import Menu, Said
from dialogs.conversation.state_machine import find_fact

pytestmark = pytest.mark.traced

MEANT = {
    "new": (Command.NEW, ""),
    "/new": (Command.NEW, ""),
    "/new T-ALL": (Command.NEW, "t-all"),
    "restart": (Command.START_OVER, ""),
    "start over": (Command.START_OVER, ""),
    "report": (Command.REPORT, ""),
    "inaccurate": (Command.INACCURATE, ""),
}


@pytest.mark.parametrize("typed", MEANT)
def test_each_word_means_one_thing(typed: str) -> None:
    """Protects answers from a word with two meanings: "new" begins another one, "restart" forgets."""
    assert parse_command(typed) == MEANT[typed]


def test_another_screening_in_place_of_this_one_is_asked_back() -> None:
    """Protects the answers of the only screening that there is: why it would go is said, with the harmless choice."""
    before = screening_after("120", "T-ALL")
    turn = DIALOGUE.take_turn(before, Said("new"), NOW)
    (asked,) = turn.messages
    assert asked.text == f"{phrases.ONE_AT_A_TIME}\n{phrases.START_OVER_TITLE.format(count=2)}"
    assert [each.label for each in asked.buttons] == [phrases.KEEP_ALL_LABEL, phrases.START_OVER_LABEL]
    assert turn.screening.menu is Menu.START_OVER
    assert turn.screening.answers == before.answers
    kept = DIALOGUE.take_turn(turn.screening, Said("1"), NOW).screening
    assert (kept.answers, kept.menu) == (before.answers, None)


def test_before_any_answer_another_screening_begins_at_once() -> None:
    """Protects a first look: there is nothing that could be lost."""
    turn = DIALOGUE.take_turn(DIALOGUE.begin(NOW).screening, Said("new"), NOW)
    assert turn.screening.menu is None
    assert find_fact(turn.screening.state) == "age_days"


@pytest.mark.parametrize("typed", ["report", "/report"])
def test_a_dialogue_alone_says_how_to_get_a_report(typed: str) -> None:
    """Protects whoever says what other programs understand: one sentence, and the question is asked again."""
    (shown,) = DIALOGUE.take_turn(screening_after("120"), Said(typed), NOW).messages
    assert shown.text.startswith(phrases.REPORT_FROM)
    assert "What is the diagnosis?" in shown.text


@pytest.mark.parametrize("typed", ["inaccurate", "/inaccurate"])
def test_inaccurate_says_whom_to_tell(typed: str) -> None:
    """Protects readers of something wrong: the page says where to report it, and nothing is recorded."""
    before = screening_after("120")
    turn = DIALOGUE.take_turn(before, Said(typed), NOW)
    assert "tell the registry" in turn.messages[0].text
    assert turn.screening.answers == before.answers


def test_what_is_said_before_a_message_stands_there_and_stays() -> None:
    """Protects a code that is told with a question: it is the first line, and lasts when the question is answered."""
    said = put_before(make_notice("And the rest."), Aside("The code is K7Q4-2MX."))
    assert said.text == "The code is K7Q4-2MX.\nAnd the rest."
    assert said.lasting == (Aside("The code is K7Q4-2MX."), Paragraph("And the rest."))
