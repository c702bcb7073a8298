"""`trialscreen chat` and `trialscreen screening` on stored screenings: real processes, real kills, other windows."""

import json
import os
import re
import signal
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest
from commands import Ran, command, environment, process, trialscreen
from other_people import acts_as
from quick_processes import run
from sqlalchemy import update
from stores import NOW, Person

from bot import phrases
from bot.config.store_access import open_existing_store
from dialogs.conversation.messages import make_notice
from storage.crypto.keys import make_key, write_key_file
from storage.database.schema import passkeys
from storage.features.account_links import AccountLinks
from storage.features.grant_notes import make_account_reference
from storage.features.members import Members, Role
from storage.features.passkey_rows import PasskeyCredential
from storage.features.passkeys import add_passkey
from storage.model.people import AccountName
from storage.model.stored import InboundEvent
from storage.unit_of_work.unit_of_work import UnitOfWork

CODE = re.compile(r"kept under the code (\S+)\.")
PATIENCE = 30


@pytest.fixture
def database(tmp_path: Path) -> Iterator[str]:
    """The URL of a database that is not there yet, in a folder of its own, with a key."""
    before = os.environ["XDG_DATA_HOME"]
    os.environ["XDG_DATA_HOME"] = str(tmp_path / "data")
    write_key_file(tmp_path / "data" / "trialscreen" / "key", make_key())
    yield f"sqlite:///{tmp_path / 'screenings.db'}"
    os.environ["XDG_DATA_HOME"] = before


def chat(url: str, lines: str, *options: str) -> str:
    """Returns what a piped chat printed."""
    return trialscreen("chat", "--database", url, *options, stdin=lines).printed()


def screening(url: str, *arguments: str) -> Ran:
    return trialscreen("screening", *arguments, "--database", url)


def code_in(printed: str) -> str:
    found = CODE.search(printed)
    assert found is not None
    return found.group(1)


def test_a_killed_chat_goes_on_where_it_was(database: str) -> None:
    """Protects "whoever pulls the plug changes nothing": what was recorded on the screen is there after kill -9."""
    with process("chat", "--database", database) as running:
        assert running.stdin is not None
        assert running.stdout is not None
        running.stdin.write(b"120 days\nT-ALL\nlist every reason\n")
        running.stdin.flush()
        seen = b""
        while b"To list every reason" not in seen:
            seen += running.stdout.readline()
        running.send_signal(signal.SIGKILL)
        running.wait(PATIENCE)
    printed = chat(database, "relapsed\n", "--code", code_in(seen.decode()))
    assert printed.startswith(f"Screening {code_in(seen.decode())}, begun ")
    assert "To list every reason" in printed
    shown = json.loads(screening(database, "show", code_in(seen.decode()), "--json").printed())
    assert {each["id"]: each["status"] for each in shown["verdict"]["criteria"]}["E2"] == "met"


def test_list_show_audit_forget(database: str) -> None:
    """Protects the life of a screening at the command line, from its first answer to its tombstone."""
    code = code_in(chat(database, "120\nT-ALL\nchange diagnosis\nB-ALL\n"))
    assert re.fullmatch(
        rf"{code}  interfant-21  2 answered  last used \S+ \S+ UTC\n", screening(database, "list").printed()
    )
    shown = screening(database, "show", code.lower()).printed()
    assert "- Diagnosis: B-precursor ALL\n" in shown
    assert "Not yet determined whether the infant may enter Interfant-21." in shown
    trail = screening(database, "audit", code).printed().splitlines()
    assert [re.split(r"\) +", line, maxsplit=1)[-1] for line in trail] == [
        "begun: interfant-21",
        "taken: Age at diagnosis: 120 days",
        "taken: Diagnosis: T-ALL",
        "changed: Diagnosis: T-ALL, now B-precursor ALL",
        "Whole: 4 entries, none changed, none missing, and the anchor agrees.",
    ]
    assert json.loads(screening(database, "audit", code, "--json").printed())["entries"][3]["before"] == "t_all"
    assert screening(database, "forget", code).refused() == "forgetting needs --yes where nobody can be asked"
    assert screening(database, "forget", code, "--yes").printed() == phrases.FORGOTTEN.format(code=code) + "\n"
    gone = f"{code}: no screening with this code is kept; it may have been forgotten (`trialscreen screening list`)"
    for verb in ("show", "audit", "forget"):
        assert screening(database, verb, code).refused() == gone
    assert screening(database, "list").printed() == phrases.NONE_KEPT + "\n"
    assert screening(database, "audit").printed() == "Inspected: screenings kept: 0, forgotten: 1, faults: 0.\n"


def test_an_audit_finds_a_changed_entry_and_exits_1(database: str, tmp_path: Path) -> None:
    """Protects "any byte of the audit changed: found, and named", down to the command."""
    code = code_in(chat(database, "120\nT-ALL\n"))
    with closing(sqlite3.connect(tmp_path / "screenings.db", isolation_level=None)) as connection:
        connection.execute("UPDATE entries SET sealed = zeroblob(length(sealed)) WHERE number = 2")
    for arguments in (("audit", code), ("audit",)):
        ran = screening(database, *arguments)
        assert (ran.code, ran.err) == (1, "")
        assert f"screening {code}: entry 2 was changed" in ran.out
    ran = trialscreen("doctor", "--database", database)
    assert ran.code == 1
    assert "WRONG audit: " in ran.out


def test_reading_anothers_screening_is_noted(database: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Protects "reads by others are logged too"."""
    code = code_in(chat(database, "120\n"))
    with monkeypatch.context() as other:
        acts_as(other, "ben")
        assert "120 days" in screening(database, "show", code).printed()
        assert code not in screening(database, "list").printed()
    assert "ben (command)  read: shown" in screening(database, "audit", code).printed()


def test_a_key_is_made_once_and_never_for_a_database_that_has_one(tmp_path: Path) -> None:
    """Protects "without a key the local terminal makes one (mode 0600) and says so". No second key opens the store."""
    home = {"XDG_DATA_HOME": str(tmp_path)}
    key = tmp_path / "trialscreen" / "key"
    for told in (True, False):
        ran = run(command("chat"), environment(**home), b"120\n")
        assert ran.returncode == 0
        assert (str(key) in ran.stderr.decode()) is told
        assert ran.stdout.startswith(b"Screening for Interfant-21")
    assert key.stat().st_mode & 0o777 == 0o600
    key.unlink()
    ran = run(command("chat"), environment(**home), b"120\n")
    assert (ran.returncode, ran.stdout) == (2, b"")
    assert ran.stderr.decode().startswith(f"trialscreen: {key}: there is no key file")
    assert not key.exists()


@pytest.mark.parametrize(
    "arguments", [("screening", "list"), ("screening", "show", "K7Q4-2MX"), ("screening", "audit")]
)
def test_where_nothing_is_stored_nothing_is_made(arguments: tuple[str, ...], database: str, tmp_path: Path) -> None:
    """Protects a look at a mistyped place from leaving a database there."""
    said = trialscreen(*arguments, "--database", database).refused()
    assert "there are no screenings here; `trialscreen chat` begins one" in said
    assert not (tmp_path / "screenings.db").exists()


def test_doctor_names_what_is_set_and_shows_no_secret(database: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Protects "doctor says what is set, reachable and wrong, without showing secrets"."""
    chat(database, "120\n")
    ran = trialscreen("doctor", "--database", database)
    assert ran.code == 0, ran.out
    assert [line.split()[0] for line in ran.out.splitlines()] == ["ok"] * len(ran.out.splitlines())
    other = make_key()
    monkeypatch.setenv("TRIALSCREEN_KEY", other.text)
    monkeypatch.setenv("TRIALSCREEN_DATABASE", "postgresql://anna:geheim@localhost:1/none")
    for options in (("--database", database), ()):
        ran = trialscreen("doctor", *options)
        assert ran.code == 1
        assert "WRONG" in ran.out
        assert "TRIALSCREEN_KEY" in ran.out
        assert other.text not in ran.out
        assert "geheim" not in ran.out
    monkeypatch.setenv("TRIALSCREEN_KEY", "short")
    assert (
        "TRIALSCREEN_KEY: this is no key; a key is 32 random bytes in base64"
        in trialscreen("doctor", "--database", database).out
    )


@pytest.mark.parametrize(
    ("setting", "value", "said"),
    [
        (
            "TRIALSCREEN_IDLE_DAYS",
            "0",
            "TRIALSCREEN_IDLE_DAYS: input should be greater than or equal to 1; docs/settings.md explains it",
        ),
        ("TRIALSCREEN_DATABASE", "kept.db", "the database's URL has no '://'"),
        ("TRIALSCREEN_KEY", "c2hvcnQ=", "TRIALSCREEN_KEY: this is no key"),
    ],
)
def test_a_wrong_setting_is_named(setting: str, value: str, said: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Protects "every setting that is wrong: which one, why, where it is explained", before anything is opened."""
    monkeypatch.setenv(setting, value)
    assert trialscreen("chat").refused().startswith(said)


def test_somebody_is_invited_and_shut_out_again(database: str) -> None:
    """Protects `trialscreen invite | people`: an invitation is printed once, and people are listed with a reference."""
    chat(database, "120\n")
    assert trialscreen("people", "--database", database).printed() == phrases.NOBODY + "\n"
    invited = trialscreen("invite", "--role", "coordinator", "--note", "night shift", "--database", database).printed()
    assert re.fullmatch(
        r"For one coordinator, within 7 days: https://t\.me/NAME\?start=([A-Za-z0-9_-]{27})\n"
        r"NAME stands for the bot's name\..*\nOr, in the chat with the bot: /start \1\n",
        invited,
    ), "the link is made by hand where no bot is known"
    assert trialscreen("people", "--database", database, "--json").printed() == "[]\n", (
        "nobody is in before the invitation is used"
    )
    said = trialscreen("invite", "--role", "nurse", "--database", database).refused()
    assert said == "--role: 'nurse' is no role; write one of clinician, referrer, tester, coordinator"
    said = trialscreen("people", "--revoke", "abcd1234", "--database", database).refused()
    assert said == "--revoke: nobody with access has the reference 'abcd1234'; `trialscreen people` lists them"


def test_the_accounts_of_a_person_stand_below_each_other(database: str) -> None:
    """Protects `trialscreen people`: whose accounts are linked is seen, and shutting out one shuts out the person."""
    chat(database, "120\n")
    names = ("telegram:1", "telegram:2", "telegram:3")
    with closing(open_existing_store(database, NOW)) as store:
        for second, name in enumerate(names):
            store.take(Person(store, name, now=NOW + timedelta(seconds=second)).inbound(), _let_in)
        offer = store.take(Person(store, "telegram:1").inbound(), lambda uow: AccountLinks(uow).offer()).value
        joined = store.take(Person(store, "telegram:3").inbound(), lambda uow: AccountLinks(uow).join(offer.code))
        assert joined.value is None
    lines = trialscreen("people", "--database", database).printed().splitlines()
    assert [line.rpartition("  ")[2] for line in lines] == [f"shown as Name of telegram:{each}" for each in (1, 3, 2)]
    assert [line.split("let in")[0].split("  ", 1)[1].strip() for line in lines] == [
        "clinician  telegram:1",
        f"{phrases.LINKED_ACCOUNT}  telegram:3".strip(),
        "clinician  telegram:2",
    ]
    people = json.loads(trialscreen("people", "--database", database, "--json").printed())
    assert {each["name"]: each["called"] for each in people} == {name: f"Name of {name}" for name in names}
    assert [each["name"] for each in people if each["person"] == people[0]["reference"]] == ["telegram:1", "telegram:3"]
    with closing(open_existing_store(database, NOW)) as store:
        waiting = InboundEvent("telegram", "waiting", names[2], AccountName(names[2]), NOW)
        store.take(waiting, lambda uow: uow.enqueue([make_notice("waits")]))
    ran = trialscreen("people", "--revoke", people[1]["reference"], "--database", database)
    assert [", revoked " in line for line in ran.out.splitlines()] == [True, True, False]
    assert ran.err == f"trialscreen: {phrases.REVOKED_UNSENT.format(count=1)}\n"


def test_access_is_taken_although_a_passkey_cannot_be_read(database: str) -> None:
    """Protects the operator: beside that it is told that somebody changed what is kept."""
    chat(database, "120\n")
    new = PasskeyCredential(b"a credential", b"a public key", 0, "Laptop")
    with closing(open_existing_store(database, NOW)) as store:
        anna = Person(store, "telegram:1", now=NOW)
        for handle in (_let_in, lambda uow: add_passkey(uow, new)):
            store.take(anna.inbound(), handle)
        reference = store.take(
            anna.inbound(), lambda uow: make_account_reference(uow.keyring, AccountName(anna.name))
        ).value
        with store.database.writing() as connection:
            connection.execute(update(passkeys).values(made_at=1))
    ran = trialscreen("people", "--revoke", reference, "--database", database)
    assert (", revoked " in ran.out, ran.err) == (True, f"trialscreen: {phrases.REVOKED_UNREAD.format(count=1)}\n")


def _let_in(uow: UnitOfWork) -> None:
    members = Members(uow)
    account = uow.inbound.account
    members.let_in(account, members.invite(Role.CLINICIAN, timedelta(days=1)), f"Name of {account}")
