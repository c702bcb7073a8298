"""A clock that `--now` fixes destroys nothing, and is told in the trail; a machine's clock that was set, neither."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from re import search

import pytest
from at_desk import Visitor
from commands import process, trialscreen
from stores import NOW, Person, place, store_at

from bot.cli.audit_lines import make_plain_entry
from bot.config.clock import Clock
from bot.config.login_name import get_login_name
from storage.audit.chain import read_entry
from storage.crypto.keyring import STORE_CHAIN
from storage.maintenance.inspection import Inspection
from storage.maintenance.verify import inspect_screening
from storage.model.entries import EntryKind
from storage.unit_of_work.store import Store

DAY = timedelta(days=1)
TODAY = datetime.now(UTC)
LOGIN = get_login_name()


@pytest.fixture
def url(tmp_path: Path) -> str:
    """The URL of a database in which two people have a screening of today."""
    with store_at(place(tmp_path), now=TODAY) as store:
        for name in (LOGIN, "anna"):
            person = Person(store, name, now=TODAY)
            person.begin()
            person.says("120")
    return f"sqlite:///{tmp_path / 'screenings.db'}"


def kept(url: str) -> int:
    """Returns how many screenings are kept."""
    return len(json.loads(trialscreen("screening", "list", "--all", "--json", "--database", url).printed()))


def chat(url: str, *options: str, said: str = "120\nT-ALL\n") -> str:
    """Returns the code of what was screened in a piped chat."""
    printed = trialscreen("chat", "--database", url, *options, stdin=said).printed()
    found = search(r"under the code (\S+)\.", printed)
    assert found is not None
    return found.group(1)


def audit(url: str, code: str) -> str:
    return trialscreen("screening", "audit", code, "--database", url).printed()


@pytest.mark.thinned(2)
@pytest.mark.parametrize("now", ["2027-07-01", "2099-01-01", "9999-01-01", "1970-01-01", "0001-01-02"])
def test_a_fixed_clock_forgets_nothing(url: str, now: str) -> None:
    """Protects a second user's screenings too: `--now` never sweeps, whatever it says, nor does the next chat."""
    for options in (("--now", now), (), ("--now", now), ()):
        chat(url, *options)
    assert kept(url) == 6


def test_a_fixed_clock_leaves_even_what_is_due_to_the_next_chat(tmp_path: Path) -> None:
    """Protects "`--now` never sweeps": whoever tries something out is not the one who deletes."""
    with store_at(place(tmp_path)) as store:
        person = Person(store, "ben")
        person.begin()
        for fixed, left in ((NOW + DAY, 1), (None, 0)):
            for days in range(0, 92, 1 if fixed is None else 91):
                at, up = NOW + days * DAY, days * 86_400.0
                at_clock(store, Clock(fixed, machine=lambda at=at: at, boot=lambda up=up: up))  # type: ignore[misc]
            with store.reading() as repository:
                assert len(repository.list_owned(person.inbound().account)) == left


def test_whoever_begins_under_an_early_clock_finds_it_again(url: str) -> None:
    """Protects what was begun under an early `--now`: it is kept as long as any other, from when it really was made."""
    code = chat(url, "--now", "2020-01-01")
    chat(url)
    shown = json.loads(trialscreen("screening", "show", code, "--json", "--database", url).printed())
    assert abs(datetime.fromisoformat(shown["touched_at"]) - datetime.now(UTC)) < timedelta(minutes=5)
    assert shown["begun_at"].startswith("2020-01-01")


def test_what_is_touched_under_an_early_clock_is_kept_as_long(url: str) -> None:
    """Protects a screening of today that somebody goes on with under an early `--now`."""
    code = chat(url, said="120\nB-ALL\n")
    trialscreen("chat", "--database", url, "--now", "2020-01-01", "--code", code, stdin="newly diagnosed\n").printed()
    chat(url)
    assert "3 answered" in trialscreen("screening", "show", code, "--database", url).printed()


def test_a_far_later_clock_keeps_nothing_for_ever(tmp_path: Path) -> None:
    """Protects people's data: what was begun in 2099 is forgotten as soon as what was begun today."""
    with store_at(place(tmp_path), now=TODAY) as store:
        visitor = at_clock(store, Clock(fixed=datetime(2099, 1, 1, tzinfo=UTC), machine=lambda: TODAY))
        visitor.says("120", "T-ALL")
        later = TODAY + 92 * DAY
        for up in (0, 1):
            at_clock(store, Clock(machine=lambda up=up: later + up * DAY, boot=lambda up=up: up * 86_400.0))  # type: ignore[misc]
        with store.reading() as repository:
            assert repository.list_owned(visitor.conversation.person) == []


def at_clock(store: Store, clock: Clock) -> Visitor:
    """Returns somebody who has begun to chat by a clock."""
    visitor = Visitor(store)
    visitor.conversation.clock = clock
    visitor.begins()
    return visitor


def test_each_entry_under_a_fixed_clock_says_so(url: str) -> None:
    """Protects "entries made under a fixed clock say so": in the lines that people read, and in JSON."""
    code = chat(url, "--now", "2020-01-01T08:30")
    really = f"(the clock was fixed; it really was {datetime.now(UTC):%Y-%m-%d}"
    lines = audit(url, code).splitlines()[:-1]
    assert len(lines) == 3
    assert all("2020-01-01 08:30:00 UTC" in line and really in line for line in lines)
    entries = json.loads(trialscreen("screening", "audit", code, "--json", "--database", url).printed())["entries"]
    assert all(each["at"].startswith("2020-01-01") and each["real_at"] > "2026" for each in entries)


def test_an_entry_under_the_machines_clock_says_nothing_of_it(url: str) -> None:
    """Protects the mark from standing everywhere, where it would say nothing."""
    code = chat(url)
    assert "fixed" not in audit(url, code)
    entries = json.loads(trialscreen("screening", "audit", code, "--json", "--database", url).printed())["entries"]
    assert {each["real_at"] for each in entries} == {None}


@pytest.mark.parametrize("verb", ["show", "report", "picture"])
def test_whoever_reads_anothers_screening_under_a_fixed_clock_is_noted_so(tmp_path: Path, url: str, verb: str) -> None:
    """Protects each command that has `--now` and leaves an entry in a screening's trail."""
    with store_at(place(tmp_path)) as store, store.reading() as repository:
        code = repository.list_owned(Person(store, "anna").inbound().account)[0].code
    trialscreen("screening", verb, code, "--database", url, "--now", "2020-01-01").printed()
    with store_at(place(tmp_path)) as store:
        found = _inspect(store, code)
    own = [entry for _, entry in found.entries if entry.kind in (EntryKind.READ, EntryKind.EXPORTED)]
    assert own
    assert all(entry.at.year == 2020 and entry.real_at is not None for entry in own)


def _inspect(store: Store, code: str) -> Inspection:
    with store.reading() as repository:
        stored = repository.find_by_code(code)
    assert stored is not None
    return inspect_screening(store, stored)


@pytest.mark.parametrize("command", [("log",), ("log", "mark", "approached", "1", "--trial", "interfant-21")])
def test_the_trail_of_the_database_says_so_as_well(tmp_path: Path, url: str, command: tuple[str, ...]) -> None:
    """Protects the log and enrolment counts: whoever took them under a fixed clock is noted so."""
    trialscreen(*command, "--database", url, "--now", "2026-06-05").printed()
    with store_at(place(tmp_path)) as store, store.reading() as repository:
        last = repository.find_last_entry(STORE_CHAIN)
        assert last is not None
        entry = read_entry(store.keyring.store_key, last)
    assert (entry.at.date().isoformat(), entry.real_at is None) == ("2026-06-05", False)
    assert make_plain_entry(1, entry)["real_at"] > "2026-11"


@pytest.mark.parametrize("machine", [datetime(2099, 1, 1, tzinfo=UTC), datetime(1970, 1, 1, tzinfo=UTC)])
def test_a_machines_clock_that_was_set_forgets_nothing(
    tmp_path: Path, machine: datetime, caplog: pytest.LogCaptureFixture
) -> None:
    """Protects from a machine whose battery is empty, or whose clock somebody set; and whoever chats is told."""
    with store_at(place(tmp_path)) as store:
        at_clock(store, Clock(machine=lambda: NOW, boot=lambda: 0.0)).says("120", "T-ALL")
        assert not caplog.records
        for minutes in range(4):
            at = machine if minutes % 2 == 0 else NOW
            boot = minutes * 60.0
            at_clock(store, Clock(machine=lambda at=at: at, boot=lambda boot=boot: boot)).says("120", "T-ALL")  # type: ignore[misc]
        with store.reading() as repository:
            assert len(repository.list_owned(Visitor(store).conversation.person)) == 5
    assert len(caplog.records) == 2
    assert "trialscreen doctor" in caplog.text


def test_doctor_says_that_the_clock_is_believed(url: str) -> None:
    """Protects whoever looks whether all is well."""
    chat(url)
    assert _doctor(url)[0] == {"subject": "clock", "well": True, "said": _doctor(url)[0]["said"]}
    assert "the clock is believed" in _doctor(url)[0]["said"]


def _doctor(url: str, *options: str) -> list[dict[str, str]]:
    ran = trialscreen("doctor", "--quick", "--json", "--database", url, *options)
    return [each for each in json.loads(ran.out) if each["subject"] == "clock"]


def test_doctor_says_what_is_held_back_and_how_to_confirm_it(tmp_path: Path) -> None:
    """Protects "or a person confirms it (doctor says how)": from the warning to the next sweep."""
    url = f"sqlite:///{tmp_path / 'screenings.db'}"
    with store_at(place(tmp_path), now=TODAY - 100 * DAY) as store:
        Person(store, LOGIN, now=TODAY - 100 * DAY).begin()
    assert "forgets nothing by itself at first" in _doctor(url)[0]["said"]
    told = trialscreen("doctor", "--quick", "--database", url)
    assert told.code == 0
    ran = trialscreen("chat", "--database", url, stdin="120\n")
    assert ran.code == 0
    assert kept(url) == 2
    told = trialscreen("doctor", "--quick", "--database", url)
    assert told.code == 1
    assert "WRONG clock: the clock is more than a day past the last use of this database" in told.out
    assert "trialscreen doctor --confirm-clock" in told.out
    assert trialscreen("doctor", "--quick", "--confirm-clock", "--database", url).code == 0
    chat(url)
    assert kept(url) == 2, "the one of a hundred days ago is forgotten, and a new one is there"


def test_doctor_tells_what_was_used_under_a_clock_that_was_ahead(tmp_path: Path) -> None:
    """Protects people's data: what a clock in 2099 left behind is told, and confirming the clock mends it."""
    url = f"sqlite:///{tmp_path / 'screenings.db'}"
    with store_at(place(tmp_path), now=TODAY) as store:
        at_clock(store, Clock(machine=lambda: TODAY, boot=lambda: 0.0))
        Person(store, now=datetime(2099, 1, 1, tzinfo=UTC)).begin()
    assert "screenings 1 were used under a clock that was ahead" in _doctor(url)[0]["said"]
    assert "the clock is believed" in _doctor(url, "--confirm-clock")[0]["said"]


def test_a_chat_tells_on_standard_error_that_nothing_is_forgotten(tmp_path: Path) -> None:
    """Protects whoever relies on the days of retention: a chat says when they are held up, and how to go on."""
    with store_at(place(tmp_path), now=TODAY - 3 * DAY):
        pass
    with process("chat", "--database", f"sqlite:///{tmp_path / 'screenings.db'}") as running:
        _, told = running.communicate(b"120\n", timeout=60)
    assert running.returncode == 0
    assert b"nothing is forgotten by itself for now" in told
