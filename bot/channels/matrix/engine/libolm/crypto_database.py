"""The crypto store's database: mautrix's tables, a few of ours beside them, and commits that a cancelled task undoes.

Ours note which to-device events were taken, and whose devices are to be looked up anew. They note for whom a session
is, and which keys were asked for. Pickles are encrypted under our key. Names of devices and ids of sessions stand in
clear.
"""

import asyncio
import logging
import sqlite3
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager, closing
from pathlib import Path
from typing import Any
from urllib.parse import quote

import asyncpg
from mautrix.crypto.store.asyncpg import PgCryptoStore
from mautrix.util.async_db import Database, Scheme
from mautrix.util.async_db.aiosqlite import in_transaction
from mautrix.util.async_db.errors import DatabaseException
from mautrix.util.logging import TraceLogger

from bot.channels.matrix.engine.faults import CryptoStoreFault
from bot.channels.matrix.engine.libolm.crypto_files import adapt_times, hold_file
from bot.channels.matrix.engine.values import StorePlace

OUR_TABLES = (
    "CREATE TABLE IF NOT EXISTS taken_to_device (digest TEXT PRIMARY KEY, since TEXT NOT NULL)",
    "CREATE TABLE IF NOT EXISTS outdated_devices (user_id TEXT PRIMARY KEY, mark INTEGER NOT NULL)",
    "CREATE TABLE IF NOT EXISTS shared_sessions (room_id TEXT PRIMARY KEY, session_id TEXT, readers TEXT NOT NULL)",
    "CREATE TABLE IF NOT EXISTS requested_keys (session_id TEXT PRIMARY KEY)",
    "CREATE TABLE IF NOT EXISTS withheld_keys (session_id TEXT, user_id TEXT, PRIMARY KEY (session_id, user_id))",
)
PRAGMAS = (
    "PRAGMA journal_mode = WAL",
    "PRAGMA synchronous = FULL",  # a ratchet that a power cut sets back is one that others have seen further on
    "PRAGMA secure_delete = ON",
    "PRAGMA foreign_keys = ON",
    "PRAGMA busy_timeout = 5000",
)
LEAST_KEY_BYTES = 32


@asynccontextmanager
async def open_database(place: StorePlace) -> AsyncIterator[Database]:
    """Opens the database, makes its tables, and closes it. Raises `CryptoStoreFault` where that cannot be."""
    if len(place.pickle_key) < LEAST_KEY_BYTES:
        raise CryptoStoreFault(f"the key of the crypto store has fewer than {LEAST_KEY_BYTES} bytes")
    async with AsyncExitStack() as stack:
        try:
            start = _start_sqlite if place.file is not None else _start_postgres
            database = await start(place, stack)
            for statement in OUR_TABLES:
                await database.execute(statement)
        except (sqlite3.Error, asyncpg.PostgresError, DatabaseException) as error:
            raise CryptoStoreFault(f"the crypto store is damaged, or is none: {type(error).__name__}") from None
        yield database


@asynccontextmanager
async def commit_or_undo(database: Database) -> AsyncIterator[None]:
    """Commits what is done within, or undoes it: where its task is cancelled too, for which mautrix's own is open."""
    acquired: Any = database.acquire()
    async with acquired as connection:
        if database.scheme != Scheme.SQLITE:
            async with connection.transaction():
                yield
            return
        await connection.execute("BEGIN IMMEDIATE")
        token = in_transaction.set(True)
        try:
            yield
            await connection.execute("COMMIT")
        except BaseException:
            await asyncio.shield(connection.execute("ROLLBACK"))
            raise
        finally:
            in_transaction.reset(token)


def make_silent_log(name: str) -> TraceLogger:
    """Returns a log that keeps nothing: mautrix writes users, devices and, at its lowest level, plaintext."""
    log = TraceLogger(f"silent.{name}", logging.CRITICAL)
    log.disabled = True
    return log


async def _start_sqlite(place: StorePlace, stack: AsyncExitStack) -> Database:
    file = Path(str(place.file)).absolute()  # noqa: ASYNC240 - nothing runs yet that could wait
    stack.enter_context(hold_file(file))
    with closing(sqlite3.connect(file)) as connection:  # mautrix would leave it open where this fails, and never end
        connection.execute(PRAGMAS[0])
    adapt_times()
    return await _start(f"sqlite://{quote(str(file))}", {"init_commands": list(PRAGMAS)}, stack)


async def _start_postgres(place: StorePlace, stack: AsyncExitStack) -> Database:
    if place.url is None or not place.schema.isidentifier():
        raise CryptoStoreFault("the crypto store needs a file, or the URL of a PostgreSQL database and a schema's name")
    try:
        connection = await asyncpg.connect(place.url)
        try:
            await connection.execute(f'CREATE SCHEMA IF NOT EXISTS "{place.schema}"')
        finally:
            await connection.close()
    except (OSError, asyncpg.PostgresError, ValueError) as error:
        raise CryptoStoreFault(f"the crypto store's database cannot be opened: {type(error).__name__}") from None
    settings = {"min_size": 1, "max_size": 4, "server_settings": {"search_path": place.schema}}
    return await _start(place.url, settings, stack)


async def _start(url: str, settings: dict[str, Any], stack: AsyncExitStack) -> Database:
    log = make_silent_log("database")
    database = Database.create(url, upgrade_table=PgCryptoStore.upgrade_table, db_args=settings, log=log)
    PgCryptoStore.upgrade_table.log = log
    stack.push_async_callback(database.stop)
    await database.start()
    return database
