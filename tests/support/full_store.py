"""A store with rows in every table, and each row as it was before its last change."""

import shutil
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from commands import AML
from intruder import TABLES, rows
from opened_rooms import open_rooms
from sqlalchemy import Table
from stores import ANSWERS, KEY, Person, outcome_of, place

from bot.config.login_name import get_login_name
from dialogs.conversation.dialogue import Dialogue
from dialogs.loading.loading import load
from storage.features.account_links import AccountLinks
from storage.features.chats import ChatStates
from storage.features.clock_record import write_clock_record
from storage.features.dead_letters import add_dead_letter
from storage.features.enrolment_counts import EnrolmentCounts, EnrolmentStep
from storage.features.handover import Handovers
from storage.features.inaccuracies import Inaccuracies, Inaccuracy
from storage.features.members import Members, Role
from storage.features.passkey_removal import remove_passkey
from storage.features.passkey_rows import Passkey, PasskeyCredential
from storage.features.passkeys import add_passkey, use_passkey
from storage.features.sign_ins import SignInLimits, begin_sign_in, end_sign_in, find_sign_in, touch_sign_in
from storage.maintenance.sweep import sweep
from storage.model.clock import ClockReading, ClockRecord
from storage.model.entries import EntryKind
from storage.model.stored import StoredDefinition, StoredScreening
from storage.opening.location import StoreLocation
from storage.opening.opening import open_store
from storage.unit_of_work.store import Store
from storage.unit_of_work.unit_of_work import UnitOfWork

Row = dict[str, Any]


@dataclass
class FullStore:
    """The store, the time at which all happened, what opens it, and the earlier states of its rows, by table."""

    store: Store
    where: StoreLocation
    now: datetime
    codes: list[str] = field(default_factory=list)
    handover: str = ""
    link: str = ""
    invitation: str = ""
    past: dict[Table, list[Row]] = field(default_factory=dict)
    _last: dict[Table, list[Row]] = field(default_factory=dict)

    def take(self, who: str, handle: Callable[[UnitOfWork], Any], at: datetime | None = None) -> Any:
        """Takes an event of a person, and keeps the rows that it changes as they were."""
        value = self.store.take(Person(self.store, who, now=at or self.now).inbound(), handle).value
        self.note()
        return value

    def note(self) -> None:
        """Keeps rows that were changed or removed since the last time."""
        for table in TABLES:
            current, before = rows(self.store, table), self._last.get(table, [])
            self.past.setdefault(table, []).extend(row for row in before if row not in current)
            self._last[table] = current


def fill_store(where: StoreLocation, now: datetime) -> FullStore:
    """Makes a store at a place, with rows in every table."""
    full = FullStore(open_store(where, KEY, now), where, now)
    _let_people_in(full)
    _screen(full)
    _leave_notes(full)
    _send(full)
    open_rooms(full.store, full.now, full.note)
    _look_at_clock(full)
    full.note()
    empty = [table.name for table in TABLES if not rows(full.store, table)]
    assert not empty, f"nothing stands in {empty}"
    return full


def _look_at_clock(full: FullStore) -> None:
    """Has the clock looked at twice: the record of the first look is an older state of its row."""
    for at in (full.now - timedelta(hours=5), full.now):
        with full.store.database.writing() as connection:
            record = ClockRecord(at, ClockReading(at, "a boot", 60), is_doubted=False)
            write_clock_record(connection, full.store.keyring, record)
        full.note()


def _let_people_in(full: FullStore) -> None:
    def invite(role: Role, note: str = "") -> str:
        return str(full.take("carla", lambda uow: Members(uow).invite(role, timedelta(days=9), note)))

    for who, role in (("carla", Role.COORDINATOR), ("anna", Role.CLINICIAN), ("anna 2", Role.CLINICIAN),
                      ("dora", Role.CLINICIAN), ("emil", Role.REFERRER)):  # fmt: skip
        token = invite(role, who)
        full.take(who, lambda uow, token=token, who=who: Members(uow).let_in(uow.inbound.account, token))  # type: ignore[misc]
    _sign_in(full)
    _add_passkeys(full)
    full.invitation = invite(Role.CLINICIAN, "frida")
    full.take("carla", lambda uow: Members(uow).revoke(Members(uow).make_reference("dora")))  # type: ignore[arg-type]
    offer = full.take("anna", lambda uow: AccountLinks(uow).offer())
    assert full.take("anna 2", lambda uow: AccountLinks(uow).join(offer.code)) is None
    full.link = full.take("emil", lambda uow: AccountLinks(uow).offer()).code
    full.take("carla", lambda uow: AccountLinks(uow).offer())


def _sign_in(full: FullStore) -> None:
    """Lets browsers in: one is used again, one is signed out, and one loses its access afterwards."""
    limits = SignInLimits(timedelta(hours=1), timedelta(hours=12))
    cookies = {
        who: str(full.take(who, lambda uow: begin_sign_in(uow, uow.inbound.account, limits)))
        for who in ("anna", "emil", "dora", "carla")
    }
    found = {who: find_sign_in(full.store, cookie, full.now, limits) for who, cookie in cookies.items()}
    anna, emil = found["anna"], found["emil"]
    assert anna is not None
    assert emil is not None
    assert touch_sign_in(full.store, anna, full.now + timedelta(minutes=2))
    full.note()
    end_sign_in(full.store, emil)
    full.note()


def _add_passkeys(full: FullStore) -> None:
    """Adds passkeys: one is used twice, one is removed, and one belongs to somebody who loses access afterwards."""
    for who, device in (("anna", "laptop"), ("anna", "phone"), ("emil", "phone of emil"), ("dora", "tablet")):
        new = PasskeyCredential(device.encode(), b"a public key", 1, device)
        added = full.take(who, lambda uow, new=new: add_passkey(uow, new))  # type: ignore[misc]
        assert isinstance(added, Passkey)
        if device == "phone":
            full.take("anna", lambda uow, number=added.number: remove_passkey(uow, number))  # type: ignore[misc]
    for count in (2, 3):
        full.take("anna", lambda uow, count=count: use_passkey(uow, b"laptop", lambda _: count))  # type: ignore[misc]


def _screen(full: FullStore) -> None:
    ways = ((get_login_name(), ANSWERS[:3], 0), ("anna", ANSWERS, 0), ("anna 2", ANSWERS[:2], 0), ("emil", (), 50),
            ("carla", ANSWERS[:5], 0))  # fmt: skip
    for who, answers, days_ago in ways:
        person = Person(full.store, who, now=full.now - timedelta(days=days_ago))
        stored = person.begin()
        for answer in answers:
            full.note()
            person.says(answer)
        full.codes.append(stored.code)
    _begin_another_trial(full)
    person = Person(full.store, "carl", now=full.now)
    for number in range(2):
        stored = person.begin()
        person.says(*ANSWERS[: 2 + number])
        full.note()
        full.take("carl", lambda uow, stored=stored: uow.forget(uow.find_by_id(stored.id)))  # type: ignore[misc]
    used = _offer(full, full.codes[4], "carla")
    full.take("emil", lambda uow: Handovers(uow).take(used))
    _offer(full, full.codes[2])
    full.note()
    _offer(full, full.codes[2])
    full.handover = _offer(full, full.codes[1])


def _begin_another_trial(full: FullStore) -> None:
    text = AML.read_text(encoding="utf-8")
    other = Dialogue(load(text, AML.name))
    turn = other.begin(full.now)
    definition = StoredDefinition(other.trial.digest, AML.name, text)
    stored: StoredScreening = full.take(
        "carla", lambda uow: uow.begin_screening(turn, definition, outcome_of(turn), "coordinator")
    )
    full.codes.append(stored.code)


def _offer(full: FullStore, code: str, who: str = "anna") -> str:
    def handle(uow: UnitOfWork) -> str:
        stored = uow.find_by_code(code)
        assert stored is not None
        return Handovers(uow).offer(stored).code

    return str(full.take(who, handle))


def _leave_notes(full: FullStore) -> None:
    for who in ("anna", "emil"):
        for _ in range(2):
            full.take(who, lambda uow: Handovers(uow).take("000000000"))
            inaccuracy = Inaccuracy("interfant-21", "1", "question dose", "unclear")
            full.take(who, lambda uow, each=inaccuracy: Inaccuracies(uow).report(each, "clinician"))  # type: ignore[misc]
    reported = full.take("carla", lambda uow: Inaccuracies(uow).list_all())
    full.take("carla", lambda uow: Inaccuracies(uow).settle(reported[0].reference))
    for step in EnrolmentStep:
        full.take("carla", lambda uow, step=step: EnrolmentCounts(uow).add("2026-05", "interfant-21", step, 3))  # type: ignore[misc]
    full.take("carla", lambda uow: uow.note_store(EntryKind.EXPORTED, "the log"))
    for who in ("anna", "emil"):
        full.take(who, lambda uow: add_dead_letter(uow, "unreadable"))
        for seat in (None, {"screening": None}):
            full.take(who, lambda uow, seat=seat: ChatStates(uow).save(seat, uow.inbound.chat))  # type: ignore[misc]


def _send(full: FullStore) -> None:
    store = full.store
    for who in ("anna", "carla"):
        store.outbox.note_sent([each.id for each in store.outbox.list_waiting(f"chat of {who}")[:2]], full.now)
    claimed = store.outbox.claim("chat of anna 2", full.now)
    full.note()
    assert claimed is not None
    store.outbox.note_failed(claimed.id, full.now)
    old = [each.id for each in store.outbox.list_waiting("chat of emil")[:1]]
    store.outbox.note_sent(old, full.now - timedelta(days=40))
    store.outbox.note_blocked("chat of emil", full.now)
    full.note()
    assert not sweep(store, full.now).forgotten
    full.note()


def locate(folder: Path, url: str = "") -> StoreLocation:
    """Returns a place in a folder, with its files beside the database as the settings have them."""
    where = place(folder, url)
    if where.address.file is None:
        return where
    file = where.address.file
    return StoreLocation(where.address, file.with_name(f"{file.name}.anchor"), file.with_name(f"{file.name}.forgotten"))


def copy_store(full: FullStore, folder: Path) -> FullStore:
    """Copies the files of a store in a file into a folder; the store itself is still the first one."""
    where = locate(folder)
    folder.mkdir(exist_ok=True)
    for source, target in zip(_list_files(full.where), _list_files(where), strict=True):
        shutil.copyfile(source, target)
    return replace(full, where=where)


def _list_files(where: StoreLocation) -> list[Path]:
    assert where.address.file is not None
    return [where.address.file, where.anchor, where.journal]
