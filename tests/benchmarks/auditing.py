"""Speed of an audit: against reading and decrypting the same rows bare, and the most that it holds at once."""

import sqlite3
import time
import tracemalloc
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

from big_stores import make_big_store
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from stores import place, store_at

from storage.crypto.encryption import NONCE_BYTES, make_identity
from storage.crypto.keyring import STORE_CHAIN, Keyring
from storage.crypto.row_seal import RowSeal
from storage.crypto.row_seals import EVENT_SEAL, SCREENING_SEAL, SENT_SEAL, TALLY_SEAL
from storage.maintenance.verify import inspect_all

Say = Callable[[str, float, str], None]


def measure_audits(folder: Path, say: Say, count: int = 100_000) -> None:
    """Prints how long an audit takes, in the time of its floor, and how its memory grows with the store."""
    made = make_big_store(folder / "filled", count)
    few = make_big_store(folder / "few", 1_000)
    audit, bare = _time_audit(made), _time_bare(made)
    say(f"an audit of {count:,} screenings, of reading and decrypting them", audit / bare, "at most 5")
    say("memory of an audit of all of them, in memory with 1,000", _measure_peak(made) / _measure_peak(few), "about 1")


def _time_audit(made: Path) -> float:
    with store_at(place(made)) as store:
        start = time.perf_counter()
        found = [sentence for each in inspect_all(store) for sentence in each.sentences]
        assert not found, found[:3]
        return time.perf_counter() - start


def _time_bare(made: Path) -> float:
    """Returns the seconds in which bare sqlite3 reads all rows, and AES-GCM decrypts each."""
    with store_at(place(made)) as store:
        keyring = store.keyring
    with closing(sqlite3.connect(made / "screenings.db")) as connection:
        start = time.perf_counter()
        _decrypt_screenings(connection, keyring)
        for seal in (TALLY_SEAL, EVENT_SEAL):
            _decrypt_table(connection, seal, AESGCM(keyring.store_key))
        _decrypt_table(connection, SENT_SEAL, AESGCM(keyring.store_key), "WHERE sent_at IS NOT NULL")
        return time.perf_counter() - start


def _decrypt_screenings(connection: sqlite3.Connection, keyring: Keyring) -> None:
    own, names = STORE_CHAIN, _list_columns(SCREENING_SEAL)
    joined = f"SELECT k.wrapped, s.sealed, {names} FROM screenings s JOIN screening_keys k ON k.screening = s.id"
    master = AESGCM(keyring.master.secret)
    trail = connection.execute("SELECT screening, number, sealed FROM entries ORDER BY screening, number")
    entry: Any = next(trail)
    for wrapped, sealed, *values in connection.execute(f"{joined} ORDER BY s.id"):
        identity = make_identity("screening", values[0])
        key = AESGCM(master.decrypt(wrapped[:NONCE_BYTES], wrapped[NONCE_BYTES:], identity))
        key.decrypt(sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], _identify(SCREENING_SEAL, values))
        while entry is not None and entry[0] <= values[0]:
            if entry[0] != own:
                row = make_identity("entry", entry[0], entry[1])
                key.decrypt(entry[2][:NONCE_BYTES], entry[2][NONCE_BYTES:], row)
            entry = next(trail, None)


def _decrypt_table(connection: sqlite3.Connection, seal: RowSeal, key: AESGCM, which: str = "") -> None:
    for sealed, *values in connection.execute(f"SELECT sealed, {_list_columns(seal)} FROM {seal.table.name} {which}"):
        key.decrypt(sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], _identify(seal, values))


def _identify(seal: RowSeal, values: list[Any]) -> bytes:
    """Returns what a row is bound to; no product code needs it by itself."""
    return seal._identify(tuple(values))  # noqa: SLF001 - the floor binds rows just as the product does


def _list_columns(seal: RowSeal) -> str:
    return ", ".join(column.name for column in seal.table.columns if column.name != "sealed")


def _measure_peak(made: Path) -> float:
    """Returns the most kilobytes that Python holds at once in an audit."""
    with store_at(place(made)) as store:
        tracemalloc.start()
        for _ in inspect_all(store):
            pass
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
    return peak / 1024
