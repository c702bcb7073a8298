"""The desk: what one event may read and write. Nothing is written before its handler has ended well, and then all of it at once."""

import secrets
from collections.abc import Iterable
from dataclasses import replace
from itertools import takewhile
from typing import Any

from sqlalchemy import Connection, NestedTransaction, bindparam, delete, update

from dialogs.conversation.screening import Message, Turn
from dialogs.rules.answers import Answer
from storage.audit.chain import appended
from storage.crypto.encryption import new_secret
from storage.crypto.keyring import REALM_CHAIN, Realm
from storage.database.schema import handovers, screenings
from storage.model.codes import new_code
from storage.model.entries import Entry, Head, What
from storage.model.file_request import FileOrder
from storage.model.outgoing import Posted
from storage.model.stored import Definition, Do, Incoming, Kept, Outcome
from storage.unit_of_work.changes import Ahead, Sheet
from storage.unit_of_work.repository import Shelf


class Desk:
    """Where one event is handled. Its handler may be called again when the transaction has to be done again: it changes nothing else."""

    def __init__(self, incoming: Incoming, sheet: Sheet, shelf: Shelf, ahead: Ahead | None = None) -> None:
        self.incoming = incoming
        self.sheet = sheet
        self.ahead = ahead or Ahead()
        self.realm: Realm = shelf.realm
        self._shelf = shelf
        self._savepoint: NestedTransaction | None = None

    @property
    def reading(self) -> Connection:
        """The transaction, to read in."""
        return self._shelf.connection

    def writing(self) -> Connection:
        """Returns the transaction, to write in at once; what is written is undone where the handler raises."""
        if self._savepoint is None:
            self._savepoint = self.reading.begin_nested()
        return self.reading

    def end(self, *, is_well: bool) -> None:
        """Keeps what was written at once, or undoes it. The store calls it when the handler has ended."""
        if self._savepoint is not None:
            self._savepoint.commit() if is_well else self._savepoint.rollback()

    def by_code(self, code: str) -> Kept | None:
        """Returns the screening with this code, as it stands now; None where there is none, or it was forgotten."""
        for kept in self.sheet.kept.values():
            if kept.code == code:
                return self._current(kept.id)
        return self._seen(self._shelf.by_code(code))

    def by_id(self, screening: bytes) -> Kept | None:
        """Returns the screening with this id, as it stands now; None where there is none, or it was forgotten."""
        return self._current(screening) if screening in self.sheet.kept else self._seen(self._shelf.by_id(screening))

    def owned(self, person: str) -> list[Kept]:
        """Returns the screenings of a person, those used last first."""
        found = {kept.id: kept for kept in self._shelf.owned(person)}
        found |= {kept.id: kept for kept in self.sheet.kept.values() if kept.owner == person}
        current = [self.sheet.kept.get(each, found[each]) for each in found if each not in self.sheet.forgotten]
        return sorted(current, key=lambda kept: kept.touched_at, reverse=True)

    def definition(self, digest: str) -> Definition | None:
        """Returns the trial definition that a screening began with."""
        return self.sheet.definitions.get(digest) or self._shelf.definition(digest)

    def begin(self, turn: Turn, definition: Definition, outcome: Outcome, role: str) -> Kept:
        """Keeps a new screening, owned by the person of the event, and posts what its first turn says."""
        at = self.incoming.at
        screening_id = secrets.token_bytes(16)
        kept = Kept(
            id=screening_id,
            code=new_code(),
            owner=self.incoming.person,
            role=role,
            screening=turn.screening,
            version=0,
            stored=0,
            head=Head(screening_id),
            begun_at=at,
            touched_at=at,
            tally=secrets.randbits(62),
            outcome=outcome,
            secret=new_secret(),
        )
        self.sheet.begun.add(kept.id)
        self.sheet.counted.add(kept.id)
        self.sheet.definitions[definition.digest] = definition
        return self._write(kept, turn, [self._entry(What.BEGUN, note=turn.screening.trial)])

    def keep(self, kept: Kept, turn: Turn, outcome: Outcome) -> Kept:
        """Keeps what a turn made of a screening, an entry for each answer that it took, changed or dropped, and posts what it says."""
        entries = [
            self._entry(_what(happened.before, happened.after), happened.fact, happened.before, happened.after)
            for happened in turn.happened
        ]
        if turn.verdict is not None:
            codes = ", ".join(f"{decision.determination}: {decision.code}" for decision in turn.verdict.decisions)
            entries.append(self._entry(What.RESULT, note=codes))
        if outcome != kept.outcome:
            self.sheet.counted.add(kept.id)
        return self._write(kept, turn, entries, screening=turn.screening, outcome=outcome)

    def note(self, kept: Kept, what: What, note: str = "") -> Kept:
        """Adds an entry that changes no answer: the screening was opened, read or exported."""
        return self._write(kept, None, [self._entry(what, note=note)])

    def hand_over(self, kept: Kept) -> Kept:
        """Makes a screening that of the person of the event, who alone sees it from now on, with an entry that says whose it was."""
        owner = self.realm.looked_up("person", self.incoming.person)
        self.writing().execute(_OWNER, {"b_id": kept.id, "b_owner": owner})  # one that was begun in this batch gets it with its row
        return self._write(kept, None, [self._entry(What.TAKEN_OVER, note=f"from {kept.owner}")], owner=self.incoming.person)

    def note_realm(self, what: What, note: str = "") -> None:
        """Adds an entry to the realm's own chain."""
        head = self.sheet.realm_head
        if head is None:
            last = self._shelf.last_row(REALM_CHAIN)
            head = Head(REALM_CHAIN) if last is None else Head(REALM_CHAIN, last.number, last.mac)
        rows, self.sheet.realm_head = appended(self.realm, head, self.realm.desk_key, [self._entry(what, note=note)])
        self.sheet.rows += rows

    def post(self, messages: Iterable[Message], kept: Kept | None = None) -> None:
        """Posts new messages to the chat of the event. Those of no screening are sealed with a key of the realm.

        A message with buttons asks its question; what it was sent as is found again by that question's number.
        """
        self._post(kept, ((message, Do.SEND, None, message.number if message.buttons else None) for message in messages))

    def post_edit(self, text: str, kept: Kept | None = None, *, question: int | None = None, target: int | None = None) -> None:
        """Posts a text to take the place, and the buttons, of the message that asked `question`, or that the channel numbers `target`."""
        if question is None and target is None:
            raise ValueError("an edit names no message; name the question that was asked, or the channel's number of the message")
        self._post(kept, [(Message(text), Do.EDIT, target, question)])

    def post_delete(self, target: int) -> None:
        """Posts that the message which the channel numbers `target` is to be deleted."""
        self._post(None, [(Message(""), Do.DELETE, target, None)])

    def post_file(self, order: FileOrder) -> None:
        """Posts that a file is to be made, and sent. The order outlives its screening: that it was forgotten meanwhile can then be told."""
        self._post(None, [(Message(""), Do.FILE, None, None)], order)

    def forget(self, kept: Kept, why: str = "asked for", *, is_promised: bool = False) -> None:
        """Forgets a screening for good: its key is destroyed, its record emptied, what was not sent dropped; its chain still verifies.

        `is_promised` says that the journal of forgotten screenings holds it already.
        """
        rows, head = appended(self.realm, kept.head, self.realm.desk_key, [self._entry(What.FORGOTTEN, note=why)])
        self.sheet.rows += rows
        self.sheet.forgotten[kept.id] = head
        self.writing().execute(_VOID, {"b_id": kept.id})
        if not is_promised:
            self.sheet.promises.append(kept.id)
        self.sheet.kept[kept.id] = kept
        self.sheet.posted = [posted for posted in self.sheet.posted if posted.screening != kept.id]

    def _post(self, kept: Kept | None, todo: Iterable[tuple[Message, Do, int | None, int | None]], order: FileOrder | None = None) -> None:
        """Posts messages, each with what is to be done, its target and its question. Without a turn of theirs they get a random one."""
        turn = secrets.randbits(62) if kept is None or kept.id not in self.sheet.changed else kept.version
        screening, key = (None, self.realm.desk_key) if kept is None else (kept.id, kept.secret)
        own = takewhile(lambda posted: posted.chat == self.incoming.chat, reversed(self.sheet.posted))  # others' are of other turns
        taken = sum(posted.screening == screening and posted.turn == turn for posted in own)
        for part, (message, do, target, question) in enumerate(todo, taken):
            self.sheet.posted.append(Posted(self.incoming.chat, screening, turn, part, message, key, do, target, question, order))

    def _write(self, kept: Kept, turn: Turn | None, entries: list[Entry], **changed: Any) -> Kept:
        rows, head = appended(self.realm, kept.head, kept.secret, entries)
        kept = replace(kept, head=head, version=kept.version + 1, touched_at=self.incoming.at, **changed)
        self.sheet.rows += rows
        self.sheet.kept[kept.id] = kept
        self.sheet.changed.add(kept.id)
        if turn is not None:
            self.post(turn.messages, kept)
        return kept

    def _seen(self, kept: Kept | None) -> Kept | None:
        if kept is None:
            return None
        if kept.id in self.sheet.kept:
            return self._current(kept.id)
        self.sheet.kept[kept.id] = kept
        return kept

    def _current(self, screening: bytes) -> Kept | None:
        return None if screening in self.sheet.forgotten else self.sheet.kept[screening]

    def _entry(
        self, what: What, fact: str | None = None, before: Answer | None = None, after: Answer | None = None, note: str = ""
    ) -> Entry:
        return Entry(what, self.incoming.at, self.incoming.person, self.incoming.channel, fact, before, after, note)


def _what(before: Answer | None, after: Answer | None) -> What:
    if before is None:
        return What.TAKEN
    return What.DROPPED if after is None else What.CHANGED


_OWNER = update(screenings).where(screenings.c.id == bindparam("b_id")).values(owner=bindparam("b_owner"))
_VOID = delete(handovers).where(handovers.c.screening == bindparam("b_id"))
