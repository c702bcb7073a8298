"""What the terminal adds to the page that helps, and a note that is pasted there."""

import io
from pathlib import Path

import pytest
from on_terminal import CTRL_D, ENTER, terminal
from pasted_notes import GOOD
from stores import NOW, dialogue

from bot.channels.terminal import wording
from bot.channels.terminal.plain import converse_plainly
from bot.session.conversation import InMemoryConversation
from dialogs.phrases import HELP

PASTE = "\x1b[200~{}\x1b[201~"


def say(lines: str, prompt: str) -> str:
    """Returns what a plain terminal shows after lines."""
    stdout = io.StringIO()
    source = io.TextIOWrapper(io.BytesIO(lines.encode()), encoding="utf-8")
    converse_plainly(InMemoryConversation(dialogue(), lambda: NOW, Path()), source, stdout, prompt)
    return stdout.getvalue()


def test_help_says_how_a_note_is_given() -> None:
    """Protects who never heard of notes: the page says that one may be pasted, and that nothing is recorded unseen."""
    assert "a whole note about the patient, typed or pasted at any question" in HELP
    assert "recorded when you take it" in HELP


@pytest.mark.parametrize("asked", ["help", "/help", "Help."])
def test_at_a_plain_prompt_help_names_the_word_for_details(asked: str) -> None:
    """Protects dumb terminals and screen readers; a pipe sees all, and gets no word about keys."""
    assert f"> {wording.PLAIN_HELP}\n" in say(f"{asked}\n", "> ")
    assert wording.PLAIN_HELP not in say(f"{asked}\n", "")
    assert wording.DETAILS_WORD in wording.PLAIN_HELP


def test_on_a_terminal_help_names_the_keys_and_a_note_is_pasted_whole() -> None:
    """Protects notes of several lines, which are one thing said; and the help, which names the key for details."""
    with terminal(rows=60) as person:
        person.see("How old was the infant")
        person.press("help" + ENTER)
        person.see("Space on an empty line, or 'unfold'")
        person.press(PASTE.format(GOOD.replace(", ", ",\n")) + ENTER)
        person.see("I read 6 answers. Nothing is recorded yet.")
        person.press(CTRL_D)
        assert person.left() == 0


def test_a_note_of_a_page_is_not_cut_where_it_is_pasted() -> None:
    """Protects long notes: all that a note may hold is taken, and one that is too long is told, not cut in silence."""
    with terminal(rows=60) as person:
        person.see("How old was the infant")
        person.press(PASTE.format(f"{'seen in clinic. ' * 200}{GOOD}") + ENTER)
        person.see("I read 6 answers.")
        person.press(PASTE.format("seen in clinic. " * 300) + ENTER)
        person.see("Too long for a note")
        person.press(CTRL_D)
        assert person.left() == 0
