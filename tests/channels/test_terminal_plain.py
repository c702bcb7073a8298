"""The plain terminal: lines in, plain text out, whatever the lines are."""

import io
import os
import signal
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from messages import make_message

from bot import phrases as bot_phrases
from bot.channels.terminal import chat
from bot.channels.terminal.plain import LONGEST_LINE, format_message
from bot.session.conversation import InMemoryConversation
from dialogs import phrases
from dialogs.conversation.dialogue import Dialogue
from dialogs.conversation.messages import Button
from dialogs.loading.loading import load
from dialogs.reading import MAX_CHARACTERS

NOW = datetime(2026, 6, 1, 12, tzinfo=UTC)
CONCLUDED = b"400 days\nstop here\nshow the result\n"


@pytest.fixture(scope="module")
def dialogue() -> Dialogue:
    return Dialogue(load(Path("dialogs/trials/interfant-21.yaml").read_text(encoding="utf-8"), "interfant-21.yaml"))


@pytest.fixture
def said(dialogue: Dialogue) -> Callable[[bytes], str]:
    def play(lines: bytes) -> str:
        stdout = io.StringIO()
        assert (
            chat(
                InMemoryConversation(dialogue, lambda: NOW),
                io.TextIOWrapper(io.BytesIO(lines), encoding="utf-8"),
                stdout,
            )
            == 0
        )
        return stdout.getvalue()

    return play


class ClosedPipe(io.StringIO):
    """A standard output whose reader has gone after some writes."""

    def __init__(self, after: int) -> None:
        super().__init__()
        self.left = after

    def write(self, text: str) -> int:
        """Writes, or finds the reader gone."""
        if not self.left:
            raise BrokenPipeError
        self.left -= 1
        return super().write(text)


class Interrupted(io.BytesIO):
    """A standard input on which Ctrl-C is pressed."""

    def readline(self, size: int | None = -1) -> bytes:
        """Is interrupted."""
        raise KeyboardInterrupt


class Watchful(io.BytesIO):
    """A standard input that notes, whenever a line is read, what had been flushed to `out` by then."""

    def __init__(self, lines: bytes, out: io.BytesIO) -> None:
        super().__init__(lines)
        self.out = out
        self.seen: list[str] = []

    def readline(self, size: int | None = -1) -> bytes:
        """Notes what is out, and reads."""
        self.seen.append(self.out.getvalue().decode().rstrip())
        return super().readline(size)


def test_an_empty_input_is_greeted_and_ends(said: Callable[[bytes], str]) -> None:
    """Protects "ends at end of input with exit 0"."""
    assert said(b"").startswith(
        "Screening for Interfant-21: at most 15 questions. This is a pre-check: the trial site decides."
    )


def test_the_buttons_stand_one_per_line_with_numbers_where_a_number_chooses() -> None:
    """Protects "on a question that is answered by a number the buttons have no numbers"."""
    buttons = (Button("Rearranged", "is:a"), Button("Don't know", "unknown"))
    assert (
        format_message(make_message("Which?", buttons, 1, numbered=2)) == "Which?\n  1) Rearranged\n  2) Don't know\n\n"
    )
    assert format_message(make_message("How old?", buttons, 1)) == "How old?\n  [Rearranged]\n  [Don't know]\n\n"
    assert format_message(make_message("Said.")) == "Said.\n\n"


@pytest.mark.parametrize("line", [b"B-precursor ALL", b"b-precursor all", b"1", b" 1 ", b"1\r", b"pre-B"])
def test_a_label_a_number_and_words_choose_the_same(said: Callable[[bytes], str], line: bytes) -> None:
    """Protects "Typing a button's label or its number is the same as choosing it"."""
    assert "Recorded: Diagnosis: B-precursor ALL.\n" in said(b"120 days\n" + line + b"\n")


def test_a_number_is_the_answer_where_a_number_answers(said: Callable[[bytes], str]) -> None:
    """Protects "a typed number is the answer": 3 is three days, weeks or months, never the third button."""
    assert "  [3 days]\n" in said(b"3\n")
    assert "Recorded: Age at diagnosis: 120 days.\n" in said(b"120\n")


def test_a_last_line_without_an_end_and_a_byte_order_mark_are_taken(said: Callable[[bytes], str]) -> None:
    """Protects scripts that were saved by any editor."""
    assert "Recorded: Age at diagnosis: 120 days." in said(b"\xef\xbb\xbf120 days")


def test_an_empty_line_is_a_thing_said(said: Callable[[bytes], str]) -> None:
    """Protects "one line is one thing said"."""
    assert phrases.NOTHING_SAID in said(b"\n")


@pytest.mark.parametrize(
    "line", [b"\xff\xfe\xfa", b"\0\0", b"\x1b[2J", b"120 days", b"\xed\xa0\x80", "≤ 4 months".encode(), b"[/red]"]
)
def test_no_line_stops_the_next_one(said: Callable[[bytes], str], line: bytes) -> None:
    """Protects against bytes that are no text: they are said, and the screening goes on."""
    answered = said(b"400 days\nstop here\n" + line + b"\nshow the result\n")
    assert "RESULT\n" in answered
    assert "\x1b" not in answered


@pytest.mark.parametrize("length", [LONGEST_LINE, 4 * LONGEST_LINE + 1, 4 * LONGEST_LINE + 2, 1_000_000])
def test_a_line_of_any_length_is_one_thing_said(said: Callable[[bytes], str], length: int) -> None:
    """Protects the next line from the tail of an over-long one, and memory from a line without an end."""
    assert length > MAX_CHARACTERS
    answered = said(b"4" * length + b"\n120 days\n")
    assert answered.count("1 of at most 15") == 2  # the question, and once more after the long line
    assert "Recorded: Age at diagnosis: 120 days." in answered


def test_an_answer_can_be_changed_after_the_result(said: Callable[[bytes], str]) -> None:
    """Protects the lines after a conclusion: it reads until the input ends."""
    assert "Recorded: Age at diagnosis: 120 days." in said(CONCLUDED + b"change age at diagnosis\n120 days\n")


def test_a_turn_is_out_before_the_next_line_is_read(dialogue: Dialogue) -> None:
    """Protects programs that talk to it line by line: each turn is flushed."""
    out = io.BytesIO()
    source = Watchful(b"120 days\n1\n", out)
    stdin, stdout = io.TextIOWrapper(source, encoding="utf-8"), io.TextIOWrapper(out, encoding="utf-8")
    assert chat(InMemoryConversation(dialogue, lambda: NOW), stdin, stdout) == 0
    assert [seen.split("\n")[-1].strip() for seen in source.seen] == ["[Why?]", "8) Back", "6) Back"]


@pytest.mark.parametrize("after", [0, 1, 2])
def test_a_closed_pipe_ends_quietly(dialogue: Dialogue, after: int) -> None:
    """Protects `trialscreen chat < answers.txt | head -1` from a traceback."""
    stdin = io.TextIOWrapper(io.BytesIO(CONCLUDED), encoding="utf-8")
    assert chat(InMemoryConversation(dialogue, lambda: NOW), stdin, ClosedPipe(after)) == 0


@pytest.mark.parametrize("after", [1, 9])
def test_ctrl_c_ends_politely(dialogue: Dialogue, after: int) -> None:
    """Protects "Ctrl-C and Ctrl-D leave politely", also where the reader has gone as well."""
    stdout = ClosedPipe(after)
    assert chat(InMemoryConversation(dialogue, lambda: NOW), io.TextIOWrapper(Interrupted()), stdout) == 0
    assert (bot_phrases.FAREWELL_IN_MEMORY in stdout.getvalue()) == (after > 1)


class InterruptedOutput(io.StringIO):
    """A standard output on which Ctrl-C is pressed as soon as an answer was written."""

    def write(self, text: str) -> int:
        """Writes, and is interrupted after it."""
        if "Recorded:" in text:
            os.kill(os.getpid(), signal.SIGINT)
        return super().write(text)


def test_ctrl_c_before_the_wait_for_a_line_ends_that_wait(dialogue: Dialogue) -> None:
    """Protects "Ctrl-C leaves politely" in the gap between a turn and the next read, where a signal wakes no read."""
    read, write = os.pipe()
    os.write(write, b"120 days\n")
    stdout = InterruptedOutput()
    with os.fdopen(write, "wb"), io.TextIOWrapper(os.fdopen(read, "rb"), encoding="utf-8") as stdin:
        before = signal.getsignal(signal.SIGINT)
        assert chat(InMemoryConversation(dialogue, lambda: NOW), stdin, stdout) == 0
        assert signal.getsignal(signal.SIGINT) is before
    said = stdout.getvalue()
    assert (
        said.index("Recorded: Age at diagnosis")
        < said.index("What is the diagnosis?")
        < said.index(bot_phrases.FAREWELL_IN_MEMORY)
    )


def test_letters_that_the_output_lacks_are_spelled_out(dialogue: Dialogue) -> None:
    """Protects the sign in "≤365 days" on a terminal that has only ASCII."""
    written = io.BytesIO()
    stdout = io.TextIOWrapper(written, encoding="ascii")
    assert (
        chat(
            InMemoryConversation(dialogue, lambda: NOW),
            io.TextIOWrapper(io.BytesIO(CONCLUDED), encoding="utf-8"),
            stdout,
        )
        == 0
    )
    assert '"<=365 days of age at time of diagnosis of ALL"' in written.getvalue().decode("ascii")
