"""The unit of work: what one event may read and write.

What it changes is written when its handler has ended well, all at once.
"""

import secrets
from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from sqlalchemy import Connection, NestedTransaction, bindparam, delete

from dialogs.conversation.messages import NOTHING, Message
from dialogs.conversation.screening import Turn
from dialogs.rules.answers import Answer
from storage.audit.chain import append_entries
from storage.crypto.encryption import make_secret
from storage.crypto.keyring import ID_BYTES, STORE_CHAIN, Keyring
from storage.database.schema import handovers
from storage.model.codes import make_code
from storage.model.entries import Entry, EntryKind, EntryRow, Head
from storage.model.errors import Damaged
from storage.model.file_request import FileOrder
from storage.model.outgoing import EnqueuedMessage
from storage.model.people import AccountName, PersonId
from storage.model.stored import Do, InboundEvent, StoredDefinition, StoredScreening, TallyOutcome
from storage.unit_of_work.account_rows import StoredAccount, find_account, lock_account, read_account
from storage.unit_of_work.changes import PendingChanges, PrefetchedRows
from storage.unit_of_work.repository import ScreeningRepository


class UnitOfWork:
    """What the handler of one event reads and changes.

    The handler is called again where the transaction has to be done again. So it must change nothing else. `reading`
    is the connection of the transaction, to read with. `now` is when the event counts as having come. `posted` holds
    the ids of the event's messages once they are written.
    """

    def __init__(
        self,
        inbound: InboundEvent,
        changes: PendingChanges,
        repository: ScreeningRepository,
        prefetched: PrefetchedRows | None = None,
    ) -> None:
        self.inbound = inbound
        self.now = inbound.counted_at
        self.changes = changes
        self.prefetched = prefetched or PrefetchedRows()
        self.keyring: Keyring = repository.keyring
        self.reading: Connection = repository.connection
        self.posted: list[int] = []
        self._repository = repository
        self._savepoint: NestedTransaction | None = None
        self._accounts: dict[AccountName, StoredAccount | None] = {}

    @property
    def person(self) -> PersonId:
        """The person who speaks from the account of the event."""
        return self.find_person(self.inbound.account)

    def find_person(self, account: AccountName) -> PersonId:
        """Returns the person who speaks from an account. One that was never let in is its own person."""
        stored = self.find_account(account)
        return PersonId(account) if stored is None else stored.person

    def find_account(self, account: AccountName) -> StoredAccount | None:
        """Returns an account, or None where it was never let in. Raises `Damaged` where its row was changed."""
        if account in self._accounts:
            return self._accounts[account]
        prefetched = self.prefetched.accounts
        is_prefetched = account in prefetched
        hashed = self.keyring.hash_lookup("person", account)
        row = prefetched[account] if is_prefetched else find_account(self.reading, hashed)
        stored = None if row is None else read_account(self.keyring, row)
        if is_prefetched:  # else it may yet change in this event
            self._accounts[account] = stored
        return stored

    def begin_changing_accounts(self) -> Connection:
        """Returns the connection to change accounts with; from now on they are looked up anew each time.

        Each change is to be noted in the store's own chain. So of two changes at once, one is done again.
        """
        self.prefetched.accounts.clear()
        self._accounts.clear()
        return self.begin_writing()

    def begin_writing(self) -> Connection:
        """Returns the connection of the transaction, to write with at once; that is undone where the handler raises."""
        if self._savepoint is None:
            self._savepoint = self.reading.begin_nested()
        return self.reading

    def end(self, *, is_well: bool) -> None:
        """Keeps what was written at once, or undoes it. The batch calls this when the handler has ended."""
        if self._savepoint is not None:
            self._savepoint.commit() if is_well else self._savepoint.rollback()

    def find_by_code(self, code: str) -> StoredScreening | None:
        """Returns the screening with this code, as it stands now; None where there is none, or it was forgotten."""
        for stored in self.changes.screenings.values():
            if stored.code == code:
                return self._current(stored.id)
        found = self._repository.find_by_code(code)
        return None if found is None else self.changes.screenings.setdefault(found.id, found)

    def find_by_id(self, screening: bytes) -> StoredScreening | None:
        """Returns the screening with this id, as it stands now; None where there is none, or it was forgotten."""
        if screening in self.changes.screenings:
            return self._current(screening)
        found = self._repository.find_by_id(screening)
        return None if found is None else self.changes.screenings.setdefault(screening, found)

    def list_owned(self, person: PersonId) -> list[StoredScreening]:
        """Returns the screenings of a person, those used last first."""
        changes = self.changes
        found = {stored.id: stored for stored in self._repository.list_owned(person)}
        found |= {stored.id: stored for stored in changes.screenings.values() if stored.owner == person}
        current = [changes.screenings.get(each, found[each]) for each in found if each not in changes.forgotten]
        current = [stored for stored in current if stored.owner == person]
        return sorted(current, key=lambda stored: stored.touched_at, reverse=True)

    def list_entries(self, chain: bytes, after: int = 0) -> list[EntryRow]:
        """Returns the entries of a chain that come after a number, in order, with those of this transaction."""
        rows = self._repository.list_entries(chain, after)
        return rows + [row for row in self.changes.rows if row.screening == chain and row.number > after]

    def find_definition(self, digest: str) -> StoredDefinition | None:
        """Returns the trial definition that a screening began with."""
        return self.changes.definitions.get(digest) or self._repository.find_definition(digest)

    def begin_screening(
        self,
        turn: Turn,
        definition: StoredDefinition,
        outcome: TallyOutcome,
        role: str,
        screening_id: bytes | None = None,
    ) -> StoredScreening:
        """Stores a new screening, owned by the person of the event, and enqueues the messages of its first turn.

        `screening_id` is the id that was made for it before, with `make_screening_id`.
        """
        owner = self._hold_person()
        screening_id = screening_id or make_screening_id()
        stored = StoredScreening(
            id=screening_id,
            code=make_code(),
            owner=owner,
            role=role,
            screening=turn.screening,
            version=0,
            stored_version=0,
            head=Head(screening_id),
            begun_at=self.inbound.fixed_at or self.inbound.at,
            touched_at=self.now,
            tally=secrets.randbits(62),
            outcome=outcome,
            secret=make_secret(),
        )
        self.changes.begun.add(stored.id)
        self.changes.counted.add(stored.id)
        self.changes.definitions[definition.digest] = definition
        return self._write(stored, turn, [self._entry(EntryKind.BEGUN, note=turn.screening.trial)])

    def record_turn(self, stored: StoredScreening, turn: Turn, outcome: TallyOutcome) -> StoredScreening:
        """Stores what a turn made of a screening, and enqueues the turn's messages.

        The chain gets an entry for each answer that was taken, changed or dropped, and one for a result. An entry says
        where a note proposed the answer.
        """
        entries = [
            self._entry(
                _find_kind(each.before, each.after),
                each.fact,
                each.before,
                each.after,
                note=FROM_NOTE if each.from_note else "",
            )
            for each in turn.happened
        ]
        if turn.verdict is not None:
            codes = ", ".join(f"{decision.determination}: {decision.code}" for decision in turn.verdict.decisions)
            entries.append(self._entry(EntryKind.RESULT, note=codes))
        if outcome != stored.outcome:
            self.changes.counted.add(stored.id)
        return self._write(stored, turn, entries, screening=turn.screening, outcome=outcome)

    def note(self, stored: StoredScreening, what: EntryKind, note: str = "") -> StoredScreening:
        """Adds an entry that changes no answer: the screening was opened, read or exported."""
        return self._write(stored, None, [self._entry(what, note=note)])

    def hand_over(self, stored: StoredScreening) -> StoredScreening:
        """Gives a screening to the person of the event, who alone sees it from now on. An entry says whose it was."""
        return self.give(stored, self._hold_person(), EntryKind.TAKEN_OVER)

    def give(self, stored: StoredScreening, owner: PersonId, what: EntryKind) -> StoredScreening:
        """Gives a screening to a person, with an entry of this kind that says whose it was."""
        return self._write(stored, None, [self._entry(what, note=f"from {stored.owner}")], owner=owner)

    def void_handover(self, screening: bytes) -> bool:
        """Voids the open code that hands a screening over, and says whether there was one."""
        return bool(self.begin_writing().execute(_VOID, {"b_id": screening}).rowcount)

    def note_store(self, what: EntryKind, note: str = "") -> int:
        """Adds an entry to the store's own chain, and returns its number."""
        head, key = self.changes.store_head, self.keyring.store_key
        if head is None:
            last = self._repository.find_last_entry(STORE_CHAIN)
            if last is not None and not last.is_plain:
                raise Damaged("the trail of the database was changed outside of this program: restore a backup")
            head = Head(STORE_CHAIN) if last is None else Head(STORE_CHAIN, last.number, last.mac)
        rows, self.changes.store_head = append_entries(self.keyring, head, key, [self._entry(what, note=note)])
        self.changes.rows += rows
        return self.changes.store_head.number

    def enqueue(
        self, messages: Iterable[Message], stored: StoredScreening | None = None, *, unstored: bytes | None = None
    ) -> None:
        """Enqueues new messages to the chat of the event. Those of no screening are sealed with a key of the keyring.

        A message with buttons asks its question. Its receipt is found again by that question's number. `unstored` is
        the id that the screening of the messages will have, where it is not stored yet.
        """
        tag = unstored if stored is None else None
        todo = [(each, Do.SEND, None, number_question(each.number, tag) if each.buttons else None) for each in messages]
        self._enqueue(stored, todo, unstored=unstored)

    def enqueue_edit(
        self,
        message: Message,
        stored: StoredScreening | None = None,
        *,
        question: int | None = None,
        target: int | None = None,
        unstored: bytes | None = None,
        goes_first: bool = False,
    ) -> None:
        """Enqueues a message in place of an earlier one. `NOTHING` leaves the earlier text, and takes its buttons.

        That message asked `question`, or the channel numbers it `target`. Raises `ValueError` where neither is given.
        What was fetched is not changed any more: there it does nothing.

        `unstored` is as for `enqueue`. An edit that `goes_first` goes before all else that this event enqueued. The
        message that asked `question` last is then the one from before the event.
        """
        if question is None and target is None:
            raise ValueError(
                "an edit names no message; name the question that was asked, or the channel's number of the message"
            )
        if self.inbound.is_fetched:
            return
        before = self.changes.enqueued
        first = next((at for at, each in enumerate(before) if each.posted is self.posted), len(before))
        self._enqueue(stored, [(message, Do.EDIT, target, question)], unstored=unstored)
        if goes_first:
            before.insert(first, before.pop())

    def enqueue_delete(self, target: int) -> None:
        """Enqueues the deletion of the message that the channel numbers `target`, where messages are sent."""
        if self.inbound.is_fetched:
            return
        self._enqueue(None, [(NOTHING, Do.DELETE, target, None)])

    def enqueue_file(self, order: FileOrder) -> None:
        """Enqueues a file that is to be made, and sent.

        The order outlives its screening. So the person can be told that the screening was forgotten meanwhile.
        """
        self._enqueue(None, [(NOTHING, Do.FILE, None, None)], order)

    def forget(self, stored: StoredScreening, why: str = "asked for", *, is_in_journal: bool = False) -> None:
        """Forgets a screening for good: its key is destroyed, its record is emptied, its unsent messages are dropped.

        Its chain still verifies. `is_in_journal` says that the journal of forgotten screenings names it already.
        """
        forgotten = self._entry(EntryKind.FORGOTTEN, note=why)
        rows, head = append_entries(self.keyring, stored.head, self.keyring.store_key, [forgotten])
        self.changes.rows += rows
        self.changes.forgotten[stored.id] = head
        self.void_handover(stored.id)
        if not is_in_journal:
            self.changes.for_journal.append(stored.id)
        self.changes.screenings[stored.id] = stored
        self.changes.enqueued = [each for each in self.changes.enqueued if each.screening != stored.id]

    def _enqueue(
        self,
        stored: StoredScreening | None,
        todo: Iterable[tuple[Message, Do, int | None, int | None]],
        order: FileOrder | None = None,
        unstored: bytes | None = None,
    ) -> None:
        """Enqueues messages, each with what is to be done, its target and its question."""
        turn, is_fetched = secrets.randbits(62), self.inbound.is_fetched
        screening, key = (None, self.keyring.store_key) if stored is None else (stored.id, stored.secret)
        for part, (message, do, target, question) in enumerate(todo):
            self.changes.enqueued.append(
                EnqueuedMessage(
                    self.inbound.chat,
                    screening,
                    turn,
                    part,
                    message,
                    key,
                    do,
                    target,
                    question,
                    order,
                    unstored,
                    self.posted,
                    is_fetched,
                )
            )

    def _write(
        self, stored: StoredScreening, turn: Turn | None, entries: list[Entry], **changed: Any
    ) -> StoredScreening:
        rows, head = append_entries(self.keyring, stored.head, stored.secret, entries)
        stored = replace(stored, head=head, version=stored.version + 1, touched_at=self.now, **changed)
        self.changes.rows += rows
        self.changes.screenings[stored.id] = stored
        self.changes.changed.add(stored.id)
        if turn is not None and turn.messages:
            self.enqueue(turn.messages, stored)
        return stored

    def _current(self, screening: bytes) -> StoredScreening | None:
        return None if screening in self.changes.forgotten else self.changes.screenings[screening]

    def _entry(
        self,
        what: EntryKind,
        fact: str | None = None,
        before: Answer | None = None,
        after: Answer | None = None,
        note: str = "",
    ) -> Entry:
        person, account = self.person, self.inbound.account
        spoke_from = "" if PersonId(account) == person else account
        at, fixed_at = self.inbound.at, self.inbound.fixed_at
        shown_at, real_at = (at, None) if fixed_at is None else (fixed_at, at)
        return Entry(what, shown_at, person, self.inbound.channel, fact, before, after, note, spoke_from, real_at)

    def _hold_person(self) -> PersonId:
        """Returns the person of the event, whose account stays theirs until the transaction ends."""
        lock_account(self.reading, self.keyring, self.inbound.account, self.person)
        return self.person


def number_question(number: int, unstored: bytes | None) -> int:
    """Returns the number by which the receipt of a question is found; `unstored` is the id of its unstored screening.

    Those screenings have no row that would tell their questions apart. Their numbers are below zero, within 32 bits.
    A menu keeps its number.
    """
    if unstored is None or number == 0:
        return number
    return -(int.from_bytes(unstored[:3]) << 7 | number & 0x7F) - 1


def make_screening_id() -> bytes:
    """Returns a new id of a screening: random, and it says nothing."""
    return secrets.token_bytes(ID_BYTES)


def _find_kind(before: Answer | None, after: Answer | None) -> EntryKind:
    if before is None:
        return EntryKind.TAKEN
    return EntryKind.DROPPED if after is None else EntryKind.CHANGED


FROM_NOTE = "from a note"
"""What an entry says of an answer that a note proposed, and a person took."""

_VOID = delete(handovers).where(handovers.c.screening == bindparam("b_id"))
