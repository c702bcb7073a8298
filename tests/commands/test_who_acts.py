"""Who acts at the terminal: the account of the process, whatever its variables say; and reading leaves an entry."""

import json
import os
import pwd
import re
import sqlite3
from collections.abc import Sequence
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest
from commands import trialscreen
from other_people import acts_as
from stores import KEY, Person, place, python, store_at

from bot.cli.commands.screening import screening_app
from bot.config.login_name import get_login_name
from storage.audit.chain import read_entry
from storage.crypto.keyring import STORE_CHAIN
from storage.crypto.keys import write_key_file
from storage.features.account_links import AccountLinks
from storage.features.members import Members, Role
from storage.model.codes import format_code, read_code
from storage.model.entries import EntryKind
from storage.unit_of_work.store import Store
from storage.unit_of_work.unit_of_work import UnitOfWork

NAMES = ("LOGNAME", "USER", "LNAME", "USERNAME")


@pytest.fixture
def home(tmp_path: Path) -> dict[str, str]:
    """The variables of somebody who has a key, and claims to be called otherwise."""
    write_key_file(tmp_path / "trialscreen" / "key", KEY)
    return {"XDG_DATA_HOME": str(tmp_path)} | dict.fromkeys(NAMES, "mallory")


def test_variables_do_not_say_who_acts(home: dict[str, str]) -> None:
    """Protects "who acts at the terminal is the account of the process, not LOGNAME", in ownership and trail."""
    trialscreen("chat", stdin="120\n", **home).printed()
    name = pwd.getpwuid(os.geteuid()).pw_name
    assert trialscreen("screening", "list", "--all", **home).printed().strip().endswith(f"  {name}")


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can become somebody else")
@pytest.mark.parametrize("number", [65534, 54_321])
def test_an_account_is_named_by_its_effective_user_id(number: int) -> None:
    """Protects the same under another user id, also one that bears no name."""
    process = python(_BECOME, str(number), **dict.fromkeys(NAMES, "root"))
    said, wrong = process.communicate(timeout=60)
    try:
        name = pwd.getpwuid(number).pw_name
    except KeyError:
        name = f"uid {number}"
    assert said.decode() == name, wrong.decode()


READING: dict[str, Sequence[Sequence[str]]] = {
    "show": (("CODE",), ("CODE", "--json")),
    "report": (("CODE",), ("CODE", "--format", "json"), ("CODE", "--output", "FOLDER/report.html")),
    "picture": (("CODE",), ("CODE", "--output", "FOLDER/picture.png")),
    "audit": (("CODE",), ("CODE", "--json"), (), ("--json",)),
    "script": (("CODE",),),
    "list": (("--all",), ("--all", "--json")),
}
"""How each command is asked that shows something of a screening."""

SHOWING_NOTHING = {"forget"}
"""It destroys, and that is an entry of its own."""

WAYS = [(command, *options) for command, ways in READING.items() for options in ways]


@pytest.fixture
def code(tmp_path: Path) -> str:
    """The code of a screening of the person at this terminal."""
    ran = trialscreen("chat", "--database", url(tmp_path), stdin="120\n")
    found = re.search(r"kept under the code (\S+)\.", ran.printed())
    assert found is not None
    return found.group(1)


def url(folder: Path) -> str:
    return f"sqlite:///{folder / 'screenings.db'}"


def readings(folder: Path, code: str) -> list[tuple[str, EntryKind]]:
    """Returns who read, in the trail of a screening and that of the store."""
    where = place(folder)
    with store_at(where) as store, store.reading() as repository:
        stored = repository.find_by_code(read_code(code) or "")
        assert stored is not None
        entries = [read_entry(stored.secret, row) for row in repository.list_entries(stored.id)]
        entries += [read_entry(store.keyring.store_key, row) for row in repository.list_entries(STORE_CHAIN)]
    return [(each.who, each.kind) for each in entries if each.kind in (EntryKind.READ, EntryKind.EXPORTED)]


@pytest.mark.thinned(3)
@pytest.mark.parametrize("way", WAYS, ids=" ".join)
def test_whatever_shows_anothers_screening_leaves_an_entry(
    way: tuple[str, ...], code: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Protects "reading with another's key is always an entry", however it is asked."""
    acts_as(monkeypatch, "ben")
    arguments = [each.replace("CODE", code).replace("FOLDER", str(tmp_path)) for each in way]
    assert trialscreen("screening", *arguments, "--database", url(tmp_path)).code == 0
    assert ("ben", EntryKind.READ) in readings(tmp_path, code)


def test_each_command_that_shows_a_screening_is_among_them() -> None:
    """Protects the test before from commands that are new."""
    assert {each.name for each in screening_app.registered_commands} == READING.keys() | SHOWING_NOTHING


def test_a_screening_that_is_forgotten_while_it_is_asked_for_is_not_shown(
    code: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Protects "always an entry": where none can be made any more, nothing is shown."""
    acts_as(monkeypatch, "ben")
    taking = Store.take

    def forgotten_before(store: Store, *arguments: object) -> object:
        monkeypatch.setattr(Store, "take", taking)
        with store.reading() as repository:
            stored = next(repository.iterate_all())
        taking(store, Person(store).inbound(), lambda uow: uow.forget(uow.find_by_id(stored.id) or stored))
        return taking(store, *arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(Store, "take", forgotten_before)
    said = trialscreen("screening", "show", code, "--database", url(tmp_path)).refused()
    assert "no screening with this code is kept" in said


def test_an_account_that_left_reads_what_its_name_still_owns_with_an_entry(tmp_path: Path) -> None:
    """Protects the same where a person bears the name of an account that is another person's by now."""
    name = get_login_name()
    with store_at(place(tmp_path)) as store:
        here, there = Person(store, name), Person(store, "telegram:1")
        for each in (here, there):
            store.take(each.inbound(), _let_in)
        kept = there.begin()
        offer = store.take(here.inbound(), lambda uow: AccountLinks(uow).offer()).value
        assert store.take(there.inbound(), lambda uow: AccountLinks(uow).join(offer.code)).value is None
        store.take(here.inbound(), lambda uow: AccountLinks(uow).leave())
        with store.reading() as repository:
            stored = repository.find_by_id(kept.id)
        assert stored is not None
        assert stored.owner == name, "the other account goes on as this person"
    code = format_code(stored.code)
    assert code not in trialscreen("screening", "list", "--database", url(tmp_path)).printed()
    trialscreen("screening", "show", code, "--database", url(tmp_path)).printed()
    assert [kind for _, kind in readings(tmp_path, code)] == [EntryKind.READ]


def test_faults_that_name_screenings_are_told_with_an_entry(code: str, tmp_path: Path) -> None:
    """Protects the same for `doctor`; one that finds nothing wrong leaves no entry."""
    trialscreen("doctor", "--database", url(tmp_path))
    assert readings(tmp_path, code) == []
    with closing(sqlite3.connect(tmp_path / "screenings.db", isolation_level=None)) as connection:
        connection.execute("UPDATE tally SET outcome = '{}'")
    assert f"screening {code}: " in trialscreen("doctor", "--database", url(tmp_path)).out
    assert readings(tmp_path, code) == [(get_login_name(), EntryKind.READ)]


def test_an_audit_of_a_trail_that_takes_no_entry_still_tells(code: str, tmp_path: Path) -> None:
    """Protects the audit: whoever changes what an entry needs does not keep it from telling."""
    with store_at(place(tmp_path)) as store:
        store.take(Person(store, get_login_name()).inbound(), _let_in)
    with closing(sqlite3.connect(tmp_path / "screenings.db", isolation_level=None)) as connection:
        connection.execute("UPDATE accounts SET person = zeroblob(16)")
    ran = trialscreen("screening", "audit", "--json", "--database", url(tmp_path))
    assert (ran.code, ran.err) == (1, "")
    assert json.loads(ran.out)["faults"]
    assert code not in ran.out


def _let_in(uow: UnitOfWork) -> None:
    members = Members(uow)
    members.let_in(uow.inbound.account, members.invite(Role.CLINICIAN, timedelta(days=1)))


_BECOME = """
import os, sys
from bot.config.login_name import get_login_name
os.seteuid(int(sys.argv[1]))
print(get_login_name(), end="")
"""
