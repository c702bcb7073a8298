"""Columns: each column of each table changed, rows removed, doubled, exchanged, put back; and the schema changed.

Each is found and named by an inspection, refused at opening, or stands in a table of the threat model.
"""

import logging
from collections.abc import Iterable, Iterator
from contextlib import closing
from datetime import UTC, datetime
from itertools import islice

from attacks import Broken, Options, main
from behaviours import iterate_failures, point_settings_at
from full_store import FullStore, copy_store, fill_store, locate
from intruder import sentences
from planted import NOT_REFUSED, SERVER_OBJECTS, SERVER_SCHEMA, plant_in_file, plant_in_server
from row_changes import Change, RowIntruder, iterate_row_changes, iterate_value_changes
from stores import KEY, fresh_database, postgres_server
from unfound_changes import Kind, read_unfound

from storage.opening.opening import open_store

NAMES = {
    "accounts": ("account",), "chats": ("the seat of a chat",), "definitions": ("definition",),
    "clock": ("clock",), "devices": ("place of a device",), "rooms": ("room of a chat",),
    "inbox": ("event in the inbox",), "timeline": ("line of a timeline",),
    "entries": ("screening ", "the realm"), "events": ("the id of an event",), "handovers": ("handover",),
    "inaccuracies": ("inaccurac",), "invitations": ("invitation",), "link_codes": ("code of a link",),
    "marks": ("mark",), "outbox": ("message",), "put_aside": ("put aside",), "realm": ("realm",),
    "reporters": ("reported",), "screening_keys": ("screening ",), "screenings": ("screening ",),
    "sign_ins": ("a sign-in",), "passkeys": ("passkey",),
    "tally": ("tally",), "wrong_codes": ("wrong codes",),
}  # fmt: skip
"""What a finding names, by the table that was touched."""


def file(options: Options) -> str:
    """Changes an SQLite file, to values of all types."""
    full = _fill(options)
    return _inspect_each(full, _choose(options, full, is_file=True), is_whole=not options.is_small)


def server(options: Options) -> str:
    """Changes a PostgreSQL database, to values of the same type."""
    with postgres_server(options.folder / "server") as url:
        full = _fill(options, fresh_database(url))
        try:
            return _inspect_each(full, _choose(options, full, is_file=False), is_whole=not options.is_small)
        finally:
            full.store.close()


def behaviours(options: Options) -> str:
    """Lets people and the program use a store in which something was changed: each gets a sentence."""
    logging.disable(logging.CRITICAL)
    full = _fill(options)
    draw = options.random("behaviours")
    changes = [
        *iterate_value_changes(full, draw, 1, is_file=True), *iterate_row_changes(full, draw, 2)
    ]  # fmt: skip
    point_settings_at(copy_store(full, options.folder / "work"))
    tried = changes[draw.randrange(options.count(1, 160)) :: options.count(1, 160)]
    failed: dict[str, Change] = {}
    for number, change in enumerate(tried):
        work = copy_store(full, options.folder / "work")
        raw = RowIntruder(work)
        if raw.apply(change):
            failed |= dict.fromkeys(iterate_failures(work, with_commands=number % 10 == 0), change)
        raw.engine.dispose()
    logging.disable(logging.NOTSET)
    if failed:
        raise Broken("; ".join(f"{change.kind} {change.about}: {failure}" for failure, change in failed.items()))
    return f"{len(tried)} changed states used in every way, each with a sentence"


def schema(options: Options) -> str:
    """Plants objects in the schema of a file, and of a server."""
    with closing(_fill(options).store):
        where = locate(options.folder)
        seen = _hold_refused(plant_in_file(where, options.folder / "planted"))
    with postgres_server(options.folder / "server") as url:
        said = dict(_plant_each(options, url))
    seen += _hold_refused((name, said[name]) for name in SERVER_OBJECTS.keys() & said)
    unseen = {name for name in NOT_REFUSED.keys() & said if not said[name]}
    listed = {what for table, what in read_unfound() if table == SERVER_SCHEMA}
    if unseen != listed & said.keys():
        raise Broken(
            f"in a server's schema {sorted(unseen)} are not refused, and the threat model has {sorted(listed)}"
        )
    return f"{seen} kinds of objects planted, each refused; {len(unseen)} are not, which the threat model has"


def _plant_each(options: Options, url: str) -> Iterator[tuple[str, str]]:
    names = [*SERVER_OBJECTS, *NOT_REFUSED]
    for name in names[:: options.count(1, 5)]:
        folder = options.folder / name.replace(" ", "-")
        folder.mkdir()
        where = locate(folder, fresh_database(url))
        open_store(where, KEY, _now()).close()
        yield plant_in_server(where, name)


def _choose(options: Options, full: FullStore, *, is_file: bool) -> Iterator[Change]:
    """Yields all changes of some rows of each table; in small some of these."""
    draw, step = options.random("rows"), options.count(1, 9 if is_file else 23)
    yield from islice(iterate_value_changes(full, draw, options.count(4, 1), is_file=is_file), 0, None, step)
    yield from islice(
        iterate_row_changes(full, draw, options.count(8, 1)), 0, None, options.count(1, 2 if is_file else 5)
    )


def _hold_refused(results: Iterable[tuple[str, str]]) -> int:
    found = list(results)
    missed = [name for name, said in found if not said]
    if missed:
        raise Broken(f"not refused: {missed}")
    return len(found)


def _inspect_each(full: FullStore, changes: Iterable[Change], *, is_whole: bool) -> str:
    raw = RowIntruder(full)
    expected = {kind for kind in read_unfound() if kind[0] != SERVER_SCHEMA}
    count, unfound, unnamed = 0, set[Kind](), dict[Kind, str]()
    for change, found in _iterate_found(full, raw, changes):
        count += 1
        if not found:
            unfound.add(change.kind)
        elif not any(
            name in sentence for name in NAMES.get(change.table.name, (change.table.name,)) for sentence in found
        ):
            unnamed[change.kind] = f"{change.about}: {found[:2]}"
    if unnamed:
        raise Broken(f"found, and not named: {unnamed}")
    if unfound - expected:
        raise Broken(f"not found, and not in the threat model: {sorted(unfound - expected)}")
    if is_whole and expected - unfound:
        raise Broken(f"in the threat model, but found: {sorted(expected - unfound)}")
    if found := sentences(full.store):
        raise Broken(f"found in the end: {found[:3]}")
    return f"{count} changes, each found and named but {len(unfound)} kinds, which the threat model has"


def _iterate_found(full: FullStore, raw: RowIntruder, changes: Iterable[Change]) -> Iterator[tuple[Change, list[str]]]:
    for change in changes:
        if raw.apply(change):
            found = sentences(full.store)
            if found or raw.is_changed(change.table):
                yield change, found
        raw.restore(change.table)


def _fill(options: Options, url: str = "") -> FullStore:
    return fill_store(locate(options.folder, url), _now())


def _now() -> datetime:
    return datetime.now(UTC).replace(microsecond=0)


if __name__ == "__main__":
    main({"file": file, "server": server, "behaviours": behaviours, "schema": schema})
