"""`trialscreen chat --note`: a conversation that begins with a note from a file or from standard input."""

import os
from pathlib import Path

import pytest
from commands import trialscreen
from pasted_notes import GOOD

from dialogs import phrases
from dialogs.conversation.note_interpreting import LONGEST_NOTE

TITLE = "I read 6 answers. Nothing is recorded yet."


@pytest.fixture
def note(tmp_path: Path) -> Path:
    file = tmp_path / "note.txt"
    file.write_text(GOOD + "\n", encoding="utf-8")
    return file


@pytest.mark.parametrize("how", [("--ephemeral",), ()])
def test_a_chat_begins_with_the_note_of_a_file(
    how: tuple[str, ...], note: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Protects `chat --note FILE`: its page stands in the place of the first question, and the chat goes on."""
    monkeypatch.setenv("TRIALSCREEN_DATABASE", f"sqlite:///{tmp_path}/screenings.db")
    ran = trialscreen("chat", *how, "--note", note, stdin="take all\nnew\n")
    assert ran.code == 0
    assert ran.out.startswith("Screening for Interfant-21")
    assert ran.out.index(TITLE) < ran.out.index("Recorded: KMT2A status: Rearranged.")
    assert "How old was the infant" not in ran.out
    assert "Recorded: Phase of the disease: Newly diagnosed." in ran.out


def test_a_note_on_standard_input_is_all_that_is_said(tmp_path: Path) -> None:
    """Protects `chat --note -`: every line is the note, and none an answer."""
    ran = trialscreen("chat", "--ephemeral", "--note", "-", stdin=GOOD.replace(", ", "\n"))
    assert ran.code == 0
    assert TITLE in ran.out
    assert "Recorded:" not in ran.out


def test_a_note_goes_to_the_screening_that_is_open(note: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Protects `--code` with `--note`: the note is held against what is recorded."""
    monkeypatch.setenv("TRIALSCREEN_DATABASE", f"sqlite:///{tmp_path}/screenings.db")
    code = trialscreen("chat", stdin="120\n").printed().split("under the code ")[1][:8]
    ran = trialscreen("chat", "--code", code, "--note", note, stdin="yes\n")
    assert f"Screening {code}" in ran.out
    assert "I read 5 answers. Nothing is recorded yet." in ran.out
    assert "? Age at diagnosis: recorded is 120 days" in ran.out


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (None, "there is no such file; check the name"),
        (b"\xff\xfe", "UTF-8"),
        (b" \n", "this note is empty; write what is known of the patient, or leave out --note"),
        (b"x" * (LONGEST_NOTE + 1), "this note is too long; give one of at most 4,000 characters"),
    ],
)
def test_a_note_that_cannot_be_read_is_one_sentence(content: bytes | None, said: str, tmp_path: Path) -> None:
    """Protects an operator: exit 2 with the file, what is wrong, and what helps."""
    file = tmp_path / "none.txt"
    if content is not None:
        file.write_bytes(content)
    refused = trialscreen("chat", "--ephemeral", "--note", file).refused()
    assert refused.startswith(str(file))
    assert said in refused
    if content is not None:
        assert said in trialscreen("chat", "--ephemeral", "--note", "-", stdin=content).refused()


def test_what_is_no_file_is_one_sentence(tmp_path: Path) -> None:
    """Protects against a pipe that nobody writes into, a folder, a binary file, and a name that a script left empty."""
    (tmp_path / "binary").write_bytes(b"CD19+\x00\x01")
    os.mkfifo(tmp_path / "pipe")
    told = {".": "this is a folder; name a file in it", "binary": "this is a binary file", "pipe": "it is a pipe into"}
    for name, said in told.items():
        assert said in trialscreen("chat", "--ephemeral", "--note", tmp_path / name).refused()
    assert "it is empty; write it, or leave it out" in trialscreen("chat", "--ephemeral", "--note", "").refused()


def test_a_long_line_may_be_a_note() -> None:
    """Protects a note that is typed or pasted in a terminal: an answer's limit does not refuse it."""
    ran = trialscreen("chat", "--ephemeral", stdin=f"{GOOD}, {'and so on ' * 200}\n{'x ' * 2_100}\n")
    assert TITLE in ran.out
    assert phrases.NOTE_TOO_LONG.format(most=LONGEST_NOTE) in ran.out
