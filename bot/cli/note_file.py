"""The note about a patient with which `trialscreen chat` begins: a file, or standard input."""

from pathlib import Path

from bot.config.errors import UsageFault
from bot.config.files import STANDARD_INPUT, STDIN, read_standard_input, read_text
from dialogs.conversation.note_interpreting import LONGEST_NOTE


def read_note_file(name: str) -> str:
    """Returns the note in a file, or on standard input.

    Raises `UsageFault` where it cannot be read, is empty, or is longer than any note that is read.
    """
    text = read_standard_input("a note") if name == STDIN else read_text(Path(name), "a note")
    called = STANDARD_INPUT if name == STDIN else name
    if not text.strip():
        raise UsageFault(f"{called}: this note is empty; write what is known of the patient, or leave out --note")
    if len(text.strip()) > LONGEST_NOTE:
        raise UsageFault(f"{called}: this note is too long; give one of at most {LONGEST_NOTE:,} characters")
    return text.strip()
