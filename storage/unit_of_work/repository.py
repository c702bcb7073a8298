"""Where rows are found and read: screenings by code or owner, their entries, trial definitions. Nothing here writes."""

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, bindparam, select
from sqlalchemy.engine import RowMapping

from storage.crypto.encryption import STATE_STEP, identity, seal, unseal
from storage.crypto.key_check import check_key
from storage.crypto.keyring import Realm
from storage.database.schema import definitions, entries, screening_keys, screenings
from storage.database.statements import found
from storage.model.codec import packed, plain_screening, read_screening, unpacked
from storage.model.entries import Head, Row
from storage.model.errors import Damaged
from storage.model.stored import Definition, Kept, Outcome


class Shelf:
    """Reads what is kept, within one transaction. With `is_locking`, screenings that are found stay as they are until it ends."""

    def __init__(self, connection: Connection, realm: Realm, *, is_locking: bool = False) -> None:
        self.connection = connection
        self.realm = realm
        self.is_locking = is_locking
        self._fetched: dict[bytes, RowMapping] = {}

    def fetch(self, screenings_: Iterable[bytes]) -> None:
        """Looks up several screenings at once, and locks them in the order of their ids; each is given out by `by_id` once."""
        ids = sorted(set(screenings_))
        if ids:
            rows = self.connection.execute(_BY_IDS_LOCKED if self.is_locking else _BY_IDS, {"values": ids}).mappings()
            self._fetched = {row["id"]: row for row in rows}

    def by_code(self, code: str) -> Kept | None:
        """Returns the screening with this code (as `read_code` returns it), or None where there is none, or it was forgotten."""
        return self._one(_BY_CODE_LOCKED if self.is_locking else _BY_CODE, self.realm.looked_up("code", code))

    def by_id(self, screening: bytes) -> Kept | None:
        """Returns the screening with this id, or None where there is none, or it was forgotten."""
        row = self._fetched.pop(screening, None)
        return self._one(_BY_ID_LOCKED if self.is_locking else _BY_ID, screening) if row is None else self._kept(row)

    def owned(self, person: str, most: int = 50) -> list[Kept]:
        """Returns the screenings of a person, those used last first."""
        rows = self.connection.execute(_OWNED, {"owner": self.realm.looked_up("person", person), "most": most}).mappings()
        return [self._kept(row) for row in rows]

    def all(self, step: int = 200) -> Iterator[Kept]:
        """Yields every screening that is not forgotten, a few at a time."""
        after = b""
        while rows := self.connection.execute(_ALL, {"after": after, "most": step}).mappings().all():
            yield from map(self._kept, rows)
            after = rows[-1]["id"]

    def heads(self, step: int = 1_000) -> Iterator[tuple[Head, bool]]:
        """Yields the stored head of every screening, and whether it is forgotten. The realm's own chain has no stored head."""
        after = b""
        while rows := self.connection.execute(_HEADS, {"after": after, "most": step}).all():
            yield from ((Head(row.id, row.entries, row.head), row.is_forgotten) for row in rows)
            after = rows[-1].id

    def rows(self, screening: bytes) -> list[Row]:
        """Returns the entries of a chain, in order."""
        return [Row(row.screening, row.number, row.sealed, row.mac) for row in self.connection.execute(_ENTRIES, {"screening": screening})]

    def last_row(self, screening: bytes) -> Row | None:
        """Returns the last entry of a chain."""
        row = self.connection.execute(_LAST_ENTRY, {"screening": screening}).first()
        return None if row is None else Row(row.screening, row.number, row.sealed, row.mac)

    def definition(self, digest: str) -> Definition | None:
        """Returns the trial definition with this digest."""
        row = self.connection.execute(_DEFINITION, {"digest": digest}).first()
        return None if row is None else Definition(row.digest, row.file, row.text)

    def _one(self, statement: Any, value: bytes) -> Kept | None:
        rows = found(self.connection, statement, {"value": value})
        return self._kept(rows[0]._mapping) if rows else None  # noqa: SLF001 - SQLAlchemy's own name for it

    def _kept(self, row: RowMapping) -> Kept:
        secret = self.realm.unwrap(row["id"], row["wrapped"])
        if secret is None:
            check_key(self.connection, self.realm)
            raise Damaged("the key of a screening was changed outside of this program: restore a backup")
        return read_kept(row, secret)


def sealed_kept(kept: Kept) -> bytes:
    """Returns a screening as its row holds it."""
    plain = {
        "code": kept.code,
        "owner": kept.owner,
        "role": kept.role,
        "begun_at": kept.begun_at.isoformat(),
        "tally": kept.tally,
        "outcome": [kept.outcome.determinations, kept.outcome.failed, kept.outcome.is_finished],
        "screening": plain_screening(kept.screening),
    }
    return seal(kept.secret, packed(plain), _identity(kept.id, kept.version), STATE_STEP)


def read_kept(row: RowMapping, secret: bytes) -> Kept:
    """Returns the screening in a row. Raises `Damaged` where the row was changed."""
    plain = unpacked(unseal(secret, row["sealed"], _identity(row["id"], row["version"]), "the record of a screening"))
    determinations, failed, is_finished = plain["outcome"]
    return Kept(
        id=row["id"],
        code=plain["code"],
        owner=plain["owner"],
        role=plain["role"],
        screening=read_screening(plain["screening"]),
        version=row["version"],
        stored=row["version"],
        head=Head(row["id"], row["entries"], row["head"]),
        begun_at=datetime.fromisoformat(plain["begun_at"]),
        touched_at=datetime.fromtimestamp(row["touched_at"], UTC),
        tally=plain["tally"],
        outcome=Outcome(determinations, tuple(failed), is_finished),
        secret=secret,
    )


def _identity(screening: bytes, version: int) -> bytes:
    return identity("state", screening, version)


_KEPT = select(screenings, screening_keys.c.wrapped).join_from(screenings, screening_keys, screenings.c.id == screening_keys.c.screening)
_BY_ID = _KEPT.where(screenings.c.id == bindparam("value"), screenings.c.is_forgotten.is_(False))  # PostgreSQL asks again after a wait
_BY_CODE = _KEPT.where(screenings.c.code == bindparam("value"))
_BY_IDS = _KEPT.where(screenings.c.id.in_(bindparam("values", expanding=True)), screenings.c.is_forgotten.is_(False)).order_by(
    screenings.c.id
)
_BY_IDS_LOCKED = _BY_IDS.with_for_update(of=screenings)
_BY_ID_LOCKED = _BY_ID.with_for_update(of=screenings)
_BY_CODE_LOCKED = _BY_CODE.with_for_update(of=screenings)
_OWNED = _KEPT.where(screenings.c.owner == bindparam("owner")).order_by(screenings.c.touched_at.desc()).limit(bindparam("most"))
_ALL = _KEPT.where(screenings.c.id > bindparam("after")).order_by(screenings.c.id).limit(bindparam("most"))
_HEADS = (
    select(screenings.c.id, screenings.c.entries, screenings.c.head, screenings.c.is_forgotten)
    .where(screenings.c.id > bindparam("after"))
    .order_by(screenings.c.id)
    .limit(bindparam("most"))
)
_ENTRIES = select(entries).where(entries.c.screening == bindparam("screening")).order_by(entries.c.number)
_LAST_ENTRY = select(entries).where(entries.c.screening == bindparam("screening")).order_by(entries.c.number.desc()).limit(1)
_DEFINITION = select(definitions).where(definitions.c.digest == bindparam("digest"))
