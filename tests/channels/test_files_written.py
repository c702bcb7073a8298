"""Files that the terminal writes on request: where, under which name, for whom; and what is said where it cannot."""

import sys
from datetime import datetime
from pathlib import Path

import pytest
from at_desk import Visitor
from commands import environment
from quick_processes import run
from stores import NOW, dialogue, place, store_at

from bot import phrases
from bot.session.conversation import InMemoryConversation
from dialogs.conversation.screening import Said, Tapped
from storage.maintenance.verify import inspect_screening
from storage.model.entries import EntryKind
from storage.unit_of_work.store import Store

FORMS = {"pdf": (".pdf", b"%PDF"), "report html": (".html", b"<!"), "picture": (".png", b"\x89PNG")}


def list_exports(store: Store, anna: Visitor) -> list[str]:
    """Returns what the trail of the open screening says of files."""
    assert anna.conversation.stored is not None
    entries = inspect_screening(store, anna.conversation.stored).entries
    return [entry.note for _, entry in entries if entry.kind is EntryKind.EXPORTED]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A working folder."""
    made = tmp_path / "work"
    made.mkdir()
    return made


@pytest.mark.parametrize("asked", FORMS)
def test_a_file_is_written_with_its_path_told_and_its_export_noted(tmp_path: Path, folder: Path, asked: str) -> None:
    """Protects "in the terminal they write the file": its owner's alone, in the message that asks on."""
    with store_at(place(tmp_path)) as store:
        anna = Visitor(store, folder=folder)
        anna.begins()
        assert phrases.NOTHING_TO_FILE in anna.says(asked)
        anna.says("120 days")
        said = anna.says(asked)
        (file,) = folder.iterdir()
        ending, begins = FORMS[asked]
        assert file.name == f"trialscreen-{anna.code}-{NOW:%Y-%m-%d}{ending}"
        assert file.read_bytes().lstrip()[: len(begins)].lower() == begins.lower()
        assert file.stat().st_mode & 0o777 == 0o600
        assert f"written to {file}." in said
        assert "What is the diagnosis?" in said
        assert len(list_exports(store, anna)) == 1
        assert anna.counts(asked) == 1, "one message"


def test_a_file_that_is_there_stays_as_it_is(tmp_path: Path, folder: Path) -> None:
    """Protects "a new name that never overwrites", also of a link that leads nowhere."""
    with store_at(place(tmp_path)) as store:
        anna = Visitor(store, folder=folder)
        anna.begins()
        anna.says("120 days")
        name = f"trialscreen-{anna.code}-{NOW:%Y-%m-%d}"
        (folder / f"{name}.html").write_text("mine", encoding="utf-8")
        (folder / f"{name}-2.html").symlink_to(tmp_path / "nowhere")
        assert f"{name}-3.html" in anna.says("html")
        assert (folder / f"{name}.html").read_text(encoding="utf-8") == "mine"
        assert not (tmp_path / "nowhere").exists()


def test_a_file_of_another_screening_is_written_with_nothing_open(tmp_path: Path, folder: Path) -> None:
    """Protects "also with a CODE": of one's own screenings alone."""
    with store_at(place(tmp_path)) as store:
        anna = Visitor(store)
        anna.begins()
        anna.says("120 days")
        later, ben = Visitor(store, folder=folder), Visitor(store, "ben", folder=folder)
        assert later.begins(may_choose=True) == phrases.ONE_UNFINISHED
        assert "written to" in later.says(f"html {anna.code}")
        ben.begins()
        assert phrases.NOT_YOURS.format(code=anna.code) in ben.says(f"html {anna.code}")
        assert len(list(folder.iterdir())) == 1


@pytest.mark.parametrize("is_kept", [True, False], ids=["kept", "in memory"])
def test_a_folder_that_cannot_be_written_to_is_told(tmp_path: Path, *, is_kept: bool) -> None:
    """Protects the conversation: one sentence says so, with the folder and why, and the question is asked again."""
    missing = tmp_path / "gone"
    with store_at(place(tmp_path)) as store:
        anna = Visitor(store, folder=missing)
        if is_kept:
            anna.begins()
            said = anna.says("120 days", "html")
        else:
            held = InMemoryConversation(dialogue(), lambda: NOW, missing)
            held.begin(may_choose=False)
            held.take_event(Said("120 days"))
            (message,) = held.take_event(Said("html"))
            said = message.text
    why = "no such file or directory"
    assert phrases.FILE_NOT_WRITTEN.format(what="Report", folder=missing, reason=why) in said
    assert "What is the diagnosis?" in said


def run_chat(folder: Path, *lines: str, before: str = "") -> str:
    """Runs `trialscreen chat --ephemeral` in a folder, with lines through a pipe, and returns what it printed."""
    code = f"import sys; {before}from bot.cli.app import run; sys.exit(run(sys.argv[1:]))"
    said = "".join(f"{line}\n" for line in lines)
    ran = run([sys.executable, "-c", code, "chat", "--ephemeral"], environment(), said, text=True, cwd=folder)
    assert ran.returncode == 0
    return str(ran.stdout)


def test_the_extra_that_is_missing_is_named(folder: Path) -> None:
    """Protects whoever installed less: what to install is said, and what works without it."""
    said = run_chat(folder, "120 days", "pdf", "picture", before="sys.modules['typst'] = None; ")
    for what in ("Report", "Picture of the decision"):
        assert phrases.FILE_LACKS_EXTRA.format(what=what) in said
    assert not list(folder.iterdir())
    assert "written to" in run_chat(folder, "120 days", "html", before="sys.modules['typst'] = None; ")


class Ephemeral:
    """A conversation whose screening is kept in memory only."""

    def __init__(self, folder: Path) -> None:
        self.now = NOW
        self.held = InMemoryConversation(dialogue(), self._read_clock, folder)
        self.shown = self.held.begin(may_choose=False)

    def says(self, *texts: str) -> str:
        """Says some things, and returns what the last one brought."""
        for text in texts:
            self.shown = self.held.take_event(Said(text))
        return "\n".join(each.text for each in self.shown)

    def taps(self, label: str) -> str:
        """Taps a button of the last message."""
        asking = self.shown[-1]
        key = next(each.key for each in asking.buttons if each.label == label)
        self.shown = self.held.take_event(Tapped(asking.number, key))
        return "\n".join(each.text for each in self.shown)

    def _read_clock(self) -> datetime:
        return self.now


def test_a_screening_in_memory_has_its_files_too(folder: Path) -> None:
    """Protects "also in an ephemeral screening": a file is named by trial and time, and holds no code."""
    anna = Ephemeral(folder)
    assert phrases.NOTHING_TO_FILE in anna.says("report")
    anna.says("120 days", "T-ALL", "stop here", "show the result")
    labels = [each.label for each in anna.shown[-1].buttons]
    assert phrases.REPORT_LABEL in labels
    assert not {phrases.HAND_OVER_LABEL, phrases.ANOTHER_LABEL} & {*labels}, "nothing is kept"
    assert "written to" in anna.taps(phrases.REPORT_LABEL)
    assert "written to" in anna.says(phrases.REPORT_LABEL)
    assert "written to" in anna.says(str(labels.index(phrases.REPORT_LABEL) + 1)), "a number is shown beside it"
    names = sorted(each.name for each in folder.iterdir())
    stem = f"trialscreen-interfant-21-{NOW:%Y-%m-%d-%H%M%S}"
    assert names == sorted([f"{stem}.pdf", f"{stem}-2.pdf", f"{stem}-3.pdf"])
    assert anna.says("report").startswith(f"Screening report {phrases.UNKEPT_CODE}, Interfant-21")
    assert phrases.NONE_KEPT_HERE in anna.says("pdf K7Q4-2MX")


def test_the_command_writes_into_its_working_folder(folder: Path) -> None:
    """Protects `trialscreen chat --ephemeral` through a pipe: the file lies where the command was begun."""
    said = run_chat(folder, "120 days", "html")
    (file,) = folder.iterdir()
    assert phrases.FILE_WRITTEN.format(what="Report", file=file) in said
