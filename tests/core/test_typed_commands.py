"""Commands and choices as people type them: in capitals, on several lines, with other dashes, spaces and marks."""

import pytest
from dialogue import do, screening_after

from dialogs.conversation.choices import find_key
from dialogs.conversation.commands import Command, parse_command
from dialogs.conversation.messages import Button
from dialogs.conversation.screening import Said
from dialogs.conversation.state_machine import find_fact

pytestmark = [pytest.mark.traced, pytest.mark.mutants]

COMMANDS = {
    "/help": (Command.HELP, ""),
    "/Help.": (Command.HELP, ""),
    "HELP!": (Command.HELP, ""),
    "“help”": (Command.HELP, ""),
    '"help".': (Command.HELP, ""),
    "/\u00a0help\n": (Command.HELP, ""),
    "／help": (Command.HELP, ""),
    "\u2060/he\u00adlp": (Command.HELP, ""),
    "start\nover": (Command.START_OVER, ""),
    "/start_over.": (Command.START_OVER, ""),
    "start\u00a0over!": (Command.START_OVER, ""),
    "where do I stand?": (Command.STATUS, ""),
    "/change: CNS‑status": (Command.CHANGE, "cns-status"),
    "Change\u2009diagnosis.": (Command.CHANGE, "diagnosis"),
    "/trial, please": (Command.TRIAL, "please"),
}


@pytest.mark.parametrize("text", COMMANDS)
def test_a_command_is_understood_in_every_spelling(text: str) -> None:
    """Protects "/List", "list." and what phones make of dashes and spaces."""
    assert parse_command(text) == COMMANDS[text]


@pytest.mark.parametrize("text", ["", ".", "no help", "help me", "/nothing", "1\u200b2", "he\u0000lp\u202e", "helpful"])
def test_other_words_are_no_command(text: str) -> None:
    """Protects answers, and whoever is shown other characters than are there."""
    assert parse_command(text) is None


BUTTONS = (Button("Show the result", "show"), Button("T-ALL", "t"), Button("…", "more"), Button("Yes (all)", "yes"))


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("show the result", "show"),
        ("Show the result.", "show"),
        ("SHOW\u00a0THE\nRESULT", "show"),
        ("“T‑ALL”", "t"),
        ("yes (all)", "yes"),
        ("2", "t"),
        ("２", None),
        ("2.", None),
        ("5", None),
        ("0", None),
        ("102", None),
        ("", None),
        (".", None),
        ("show", None),
        ("show the\u202e result", None),
    ],
)
def test_a_label_is_understood_in_every_spelling(text: str, key: str | None) -> None:
    """Protects the labels and numbers that people type instead of tapping."""
    assert find_key(BUTTONS, text, numbered=4) == key


@pytest.mark.parametrize("name", ["Diagnosis.", "“diagnosis”", "diag\u00adnosis\n", "ＤＩＡＧＮＯＳＩＳ"])
def test_what_is_to_be_changed_is_understood_in_every_spelling(name: str) -> None:
    """Protects people who change an answer: its name is plain in the menu and behind the command."""
    for said in ((f"change {name}",), ("change", name)):
        screening = screening_after("120", "T-ALL", *said[:-1])
        assert find_fact(do(screening, Said(said[-1])).screening.state) == "diagnosis"


def test_a_name_that_is_not_safe_to_read_changes_nothing() -> None:
    """Protects the first answers: what holds other characters than are shown is the beginning of no name."""
    turn = do(screening_after("120", "T-ALL", "change"), Said("diagnosis\u202e"))
    assert find_fact(turn.screening.state) != "diagnosis"
