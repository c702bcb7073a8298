"""Devices on which a channel is served: one process at a time, by a lease; and where the next sync of each begins."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, bindparam, insert, select, update

from storage.crypto.keyring import ID_BYTES, Keyring
from storage.crypto.row_seals import DEVICE_SEAL
from storage.database.schema import devices
from storage.database.statements import fetch_rows
from storage.model.codec import pack, unpack
from storage.unit_of_work.store import Store

LEASE_LASTS = timedelta(seconds=30)
"""How long a process that died keeps others from its device."""


class LeaseLost(Exception):
    """Another process serves the device."""


@dataclass(frozen=True, slots=True)
class DeviceLease:
    """The lease of one process on a device, which is named by its user and its own name. `holder` is random."""

    device: str = field(repr=False)
    holder: bytes = field(repr=False)


def take_lease(store: Store, device: str, now: datetime, *, takes_over: bool = False) -> DeviceLease | None:
    """Takes the lease of a device; None where another process has it.

    With `takes_over` it is known that the other one is dead.
    """
    lease = DeviceLease(device, secrets.token_bytes(ID_BYTES))
    key, until = store.keyring.hash_lookup("device", device), int((now + LEASE_LASTS).timestamp())
    with store.database.writing() as connection:
        rows = _list(connection, store.keyring, device, _DEVICE)
        if not rows:
            made = {"device": key, "holder": lease.holder, "leased_until": until}
            content = pack({"device": device, "place": None})
            connection.execute(insert(devices), DEVICE_SEAL.make(store.keyring.store_key, made, content))
        elif not takes_over and int(now.timestamp()) < rows[0].leased_until <= until:  # longer: a clock was ahead
            return None
        else:
            _change(connection, store.keyring, rows[0], holder=lease.holder, leased_until=until)
    return lease


def renew_lease(store: Store, lease: DeviceLease, now: datetime) -> None:
    """Renews a lease. Raises `LeaseLost`."""
    with store.database.writing() as connection:
        row = _find_held(connection, store.keyring, lease)
        _change(connection, store.keyring, row, leased_until=int((now + LEASE_LASTS).timestamp()))


def give_up_lease(store: Store, lease: DeviceLease) -> None:
    """Ends a lease, so that the next process need not wait. Raises `LeaseLost`."""
    with store.database.writing() as connection:
        _change(connection, store.keyring, _find_held(connection, store.keyring, lease), leased_until=0)


def find_place(store: Store, lease: DeviceLease) -> str | None:
    """Returns where the next sync of a device begins; None for the first one. Raises `LeaseLost`."""
    with store.database.reading() as connection:
        row = _check_held(_list(connection, store.keyring, lease.device, _AS_IT_IS), lease)
    place: str | None = unpack(DEVICE_SEAL.unseal(store.keyring.store_key, row))["place"]
    return place


def move_place(connection: Connection, keyring: Keyring, lease: DeviceLease, place: str) -> None:
    """Notes within a transaction where the next sync of a device begins. Raises `LeaseLost`."""
    row = _find_held(connection, keyring, lease)
    content = unpack(DEVICE_SEAL.unseal(keyring.store_key, row)) | {"place": place}
    changed = DEVICE_SEAL.make(keyring.store_key, row._asdict(), pack(content))
    connection.execute(_CHANGE, changed | {"b_device": row.device})


def _list(connection: Connection, keyring: Keyring, device: str, statement: Any) -> Sequence[Any]:
    return fetch_rows(connection, statement, {"device": keyring.hash_lookup("device", device)})


def _find_held(connection: Connection, keyring: Keyring, lease: DeviceLease) -> Any:
    return _check_held(_list(connection, keyring, lease.device, _DEVICE), lease)


def _check_held(rows: Sequence[Any], lease: DeviceLease) -> Any:
    if not rows or rows[0].holder != lease.holder:
        raise LeaseLost
    return rows[0]


def _change(connection: Connection, keyring: Keyring, row: Any, **changed: Any) -> None:
    connection.execute(_CHANGE, DEVICE_SEAL.change(keyring.store_key, row, **changed) | {"b_device": row.device})


_AS_IT_IS = select(devices).where(devices.c.device == bindparam("device"))
_DEVICE = _AS_IT_IS.with_for_update()
_CHANGE = (
    update(devices)
    .where(devices.c.device == bindparam("b_device"))
    .values({name: bindparam(name) for name in ("holder", "leased_until", "sealed")})
)
