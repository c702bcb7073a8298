"""The evidence: what a store holds, compared with the stories that it must tell. Each fault is a sentence."""

from collections.abc import Collection, Iterator
from pathlib import Path
from sqlite3 import connect

import orjson
from attacks import Broken
from speaking import CHANNEL
from sqlalchemy import func, select
from stores import dialogue
from stories import Story

from dialogs.rules.answers import Answer
from dialogs.verdict.json_verdict import list_determinations
from storage.audit.chain import find_faults, read_entry
from storage.crypto.row_seals import OUTBOX_SEAL
from storage.database.schema import definitions, entries, events, outbox, screening_keys, screenings, tally
from storage.model.codec import unpack
from storage.model.entries import Entry, EntryKind, Head
from storage.model.message_codec import read_message
from storage.model.stored import StoredScreening
from storage.unit_of_work.repository import ScreeningRepository
from storage.unit_of_work.screening_rows import unseal_tombstone
from storage.unit_of_work.store import Store


def hold(
    store: Store, stories: Collection[Story], known: Collection[str], looked_at: Collection[Story] | None = None
) -> None:
    """Makes sure that a store holds these stories and the ids of these events, and nothing else. Raises `Broken`.

    With `looked_at` only those are read in full; all are counted.
    """
    anchored, promised = store.anchor.read_heads(), set(store.journal.iterate())
    found = store.anchor.list_faults() if store.anchor.path.exists() else []  # there is none before the first turn
    with store.reading() as repository:
        found += _counted(repository, stories, known)
        found += [
            f"screening {story.name} is {'forgotten, and not ' if story.is_forgotten else 'there, and '}in the journal"
            " of the forgotten"
            for story in stories
            if (story.id in promised) != story.is_forgotten
        ]
        for story in stories if looked_at is None else looked_at:
            found += [
                f"screening {story.name}: {fault}" for fault in _told(store, repository, story, anchored.get(story.id))
            ]
    if found:
        raise Broken("; ".join(found[:4]) + (f"; and {len(found) - 4} more" if len(found) > 4 else ""))


def whole(file: Path) -> None:
    """Makes sure that SQLite finds nothing wrong with a database. Raises `Broken`."""
    connection = connect(file)
    try:
        found = connection.execute("PRAGMA integrity_check").fetchall()
    finally:
        connection.close()
    if found != [("ok",)]:
        raise Broken(f"integrity_check says {found[:3]}")


def known_events(repository: ScreeningRepository) -> set[str]:
    """Returns the ids of all events of the attack that the store knows."""
    return set(repository.connection.execute(select(events.c.id).where(events.c.channel == CHANNEL)).scalars())


def _counted(repository: ScreeningRepository, stories: Collection[Story], known: Collection[str]) -> Iterator[str]:
    """Compares how many rows each table has: none is missing, and none stands there that belongs to nothing."""
    there = known_events(repository)
    if there != set(known):
        yield f"events lost: {sorted(set(known) - there)[:3]}, events from nowhere: {sorted(there - set(known))[:3]}"
    expected = {
        screenings: len(stories),
        screening_keys: sum(not story.is_forgotten for story in stories),
        entries: sum(story.length for story in stories),
        outbox: sum(len(story.messages) for story in stories),
        tally: len(stories),
        definitions: 1 if stories else 0,
    }
    for table, count in expected.items():
        counted = repository.connection.execute(select(func.count()).select_from(table)).scalar_one()
        if counted != count:
            yield f"{table.name} has {counted} rows, and must have {count}"


def _told(store: Store, repository: ScreeningRepository, story: Story, anchored: Head | None) -> Iterator[str]:
    stored = repository.find_by_id(story.id) if not story.is_forgotten else None
    row = repository.connection.execute(select(screenings).where(screenings.c.id == story.id)).first()
    if row is None or (stored is None) != story.is_forgotten:
        yield "it is not there" if row is None or stored is None else "it is there"
        return
    rows = repository.list_entries(story.id)
    head = unseal_tombstone(row, store.keyring) if stored is None else stored.head
    yield from find_faults(store.keyring, story.id, rows, head, [] if anchored is None else [anchored])
    if story.anchored > (0 if anchored is None else anchored.number):
        yield f"the anchor knows {anchored and anchored.number} entries, and must know {story.anchored}"
    if stored is None:
        last = read_entry(store.keyring.store_key, rows[-1])
        remains = (row.code, row.owner, row.is_forgotten, last.kind, len(rows))
        if remains != (None, None, True, EntryKind.FORGOTTEN, story.length):
            yield "its tombstone is not one"
        return
    yield from _recorded(stored, [read_entry(stored.secret, each) for each in rows], story)
    yield from _posted(repository, stored, story)
    yield from _tallied(repository, stored, story)


def _recorded(stored: StoredScreening, told: list[Entry], story: Story) -> Iterator[str]:
    if stored.version != story.version:
        yield f"{stored.version} turns were stored, and {story.version} were taken"
    if stored.screening != story.screening:
        yield "its record is not what was said"
    if told != story.entries:
        yield f"it has {len(told)} entries, not the {len(story.entries)} that tell what was said"
    if _replayed(told) != dict(stored.screening.answers):
        yield "its entries, replayed, do not give its record"


def _replayed(told: list[Entry]) -> dict[str, Answer]:
    answers: dict[str, Answer] = {}
    for entry in told:
        if entry.fact is not None and answers.get(entry.fact) == entry.before:
            answers.pop(entry.fact, None)
            if entry.after is not None:
                answers[entry.fact] = entry.after
    return answers


def _posted(repository: ScreeningRepository, stored: StoredScreening, story: Story) -> Iterator[str]:
    rows = repository.connection.execute(
        select(outbox).where(outbox.c.screening == stored.id).order_by(outbox.c.id)
    ).all()
    if [row.part for row in rows] != [part for _, part, _ in story.messages]:
        yield f"the outbox has {len(rows)} messages, not the {len(story.messages)} of its turns, in their order"
        return
    for row, (turn, part, message) in zip(rows, story.messages, strict=True):
        if row.sent_at is not None and row.id not in story.offered:
            yield f"message {turn}.{part} counts as sent, and never was"
        if row.sent_at is None and row.id in story.sent:
            yield f"message {turn}.{part} was sent, and waits again"
        if row.sent_at is None:
            plain = unpack(OUTBOX_SEAL.unseal(stored.secret, row))
            if read_message(plain["message"]) != message:
                yield f"message {turn}.{part} is not what was said"


def _tallied(repository: ScreeningRepository, stored: StoredScreening, story: Story) -> Iterator[str]:
    row = repository.connection.execute(select(tally).where(tally.c.id == stored.tally)).first()
    codes = list_determinations(dialogue().trial, story.screening.answers)
    if row is None or orjson.loads(row.outcome) != codes or row.is_finished != story.is_finished:
        yield "its row of the tally is not what it came to"
