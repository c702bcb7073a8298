"""A reader of the documents: a folder in which each command works, and values for CODE, FILE and the like."""

import re
import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from commands import Ran, trialscreen
from documents import ROOT, Command
from stores import ANSWERS, KEY

from bot.config.store_access import open_existing_store
from storage.crypto.keys import write_key_file
from storage.features.inaccuracies import Inaccuracies, Inaccuracy
from storage.features.members import Members, Role
from storage.model.people import AccountName
from storage.model.stored import InboundEvent
from storage.unit_of_work.unit_of_work import UnitOfWork

NOW = datetime(2026, 6, 1, 12, tzinfo=UTC)

MEANT = "K7Q4-2MX"
"""The code that the documents take for an example."""

DATABASE = "data/trialscreen/screenings.db"
BACKUP = "FILE.backup"
SMALL = "old.yaml"
"""A small trial: what takes a second with a whole one takes none with it. All scripts here are of it."""


@dataclass(frozen=True)
class Reader:
    """Somebody who reads the documents at a machine. `code` is that of their screening."""

    folder: Path
    code: str
    person: str
    inaccuracy: str

    def at(self, folder: Path) -> "Reader":
        """Returns the same reader in a folder of their own."""
        return Reader(shutil.copytree(self.folder, folder), self.code, self.person, self.inaccuracy)

    def runs(self, command: Command) -> Ran:
        """Runs a command of ours as it stands in a document, in the reader's folder, which is the current one."""
        given = self.given(command.given)
        for word in given:
            Path(word).parent.mkdir(parents=True, exist_ok=True)
        if given[0] == "restore":
            self._loses_the_disk(given[1])
        ran = trialscreen(*given)
        if command.into:
            (self.folder / command.into).write_text(ran.out, encoding="utf-8")
        return ran

    def given(self, words: Sequence[str]) -> tuple[str, ...]:
        """Returns what a command is given, with what this reader has in place of the words that stand for it."""
        values = {
            "CODE": self.code,
            "‹code›": self.code,
            MEANT: self.code,
            **_VALUES,
            "FILE": _FILES.get(words[0], "a-new-file"),
        }
        values["REFERENCE"] = self.inaccuracy if words[0] == "inaccuracies" else self.person
        values |= {"my-trial.yaml": SMALL} if words[0] == "replay" else {}
        values |= {"FILE": "note.txt"} if "--note" in words else {"FILE": "notes.jsonl"} if words[0] == "read" else {}
        values |= {"FOLDER": "a-new-folder"} if "--generate" in words else {}
        small = ("--trial", SMALL) if words[0] == "replay" and not {"--trial", "--compare"} & set(words) else ()
        return tuple(
            re.sub(r"^/(?=\w)", "./", values.get(word, word))
            for word in (*words, *small, *_MORE.get(tuple(words[:2]), ()))
        )

    def _loses_the_disk(self, backup: str) -> None:
        """Leaves nothing to be in the way of a restore, and a backup where the document has one."""
        for file in self.folder.glob(f"{DATABASE}*"):
            file.unlink()
        if not (self.folder / backup).exists():
            shutil.copy(self.folder / BACKUP, self.folder / backup)


def reader_in(folder: Path) -> Reader:
    """Prepares a folder with all that the documents speak of: a screening, people, files, scripts."""
    with pytest.MonkeyPatch.context() as at_home:
        at_home.chdir(folder)
        at_home.setenv("XDG_DATA_HOME", str(folder / "data"))
        write_key_file(folder / "data" / "trialscreen" / "key", KEY)
        told = trialscreen("chat", stdin="\n".join(ANSWERS)).printed()
        code = re.findall(r"kept under the code (\S+)\.", told)[0]
        person, inaccuracy = _let_in_and_reported()
        trialscreen("backup", BACKUP).printed()
        trialscreen("log", "mark", "approached", "1", *_MORE["log", "mark"]).printed()
        _write_files(folder)
    return Reader(folder, code, person, inaccuracy)


def _let_in_and_reported() -> tuple[str, str]:
    """Returns the references of a person who was let in, and of an inaccuracy that was reported."""

    def handle(uow: UnitOfWork) -> tuple[str, str]:
        access = Members(uow)
        access.let_in(AccountName("ben"), access.invite(Role.CLINICIAN, timedelta(days=1)))
        Inaccuracies(uow).report(Inaccuracy("interfant-21", "1.1.1", "question kmt2a", "unclear"), Role.CLINICIAN.value)
        return access.list_all()[0].reference, Inaccuracies(uow).list_all()[0].reference

    store = open_existing_store("", NOW)
    try:
        found: tuple[str, str] = store.take(InboundEvent("test", "reader", "", AccountName("ben"), NOW), handle).value
        return found
    finally:
        store.close()


def _write_files(folder: Path) -> None:
    small = (ROOT / "tests/trials/small.yaml").read_text(encoding="utf-8")
    (folder / SMALL).write_text(small, encoding="utf-8")
    (folder / "new.yaml").write_text(small.replace("version: 1.0.0", "version: 1.0.1"), encoding="utf-8")
    (folder / "my-trial.yaml").write_text(trialscreen("trial", "new", "my-trial").printed(), encoding="utf-8")
    (folder / "note.txt").write_text("CD19+, KMT2A-r", encoding="utf-8")
    (folder / "notes.jsonl").write_text('{"text": "CD19+"}', encoding="utf-8")
    (folder / "answers.json").write_text('{"age_days": 120, "kmt2a": "rearranged"}', encoding="utf-8")
    for script in ("my.convo.txt", "tests/scripts/a.convo.txt", "tests/abuse/a.abuse.txt"):
        (folder / script).parent.mkdir(parents=True, exist_ok=True)
        assert trialscreen("chat", "--trial", SMALL, "--ephemeral", "--record", script, stdin="relapse\n").code == 0


_VALUES: Mapping[str, str] = {
    "TRIAL": "interfant-21", "ID": "my-trial", "OLD": SMALL, "NEW": "new.yaml", "FOLDER": "tests/scripts",
    "TEXT": "age",
}  # fmt: skip

_FILES: Mapping[str, str] = {"restore": BACKUP, "check": "answers.json"}
"""What FILE stands for, where it is not a new one."""

_MORE: Mapping[tuple[str, ...], tuple[str, ...]] = {
    ("log", "mark"): ("--now", "2026-12-01"),
    ("screening", "forget"): ("--yes",),
}
"""What is added to a command: a day, so that its months are past; and that it is meant, since nobody is asked."""
