"""What the engine notes in the crypto store beside mautrix's own tables."""

from collections.abc import Collection, Mapping
from typing import Any

from mautrix.util.async_db import Database


class OurNotes:
    """The tables of ours. Each call is one statement, within the commit around it where there is one."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def forget_taken(self, since: str) -> None:
        """Forgets the to-device events of batches before `since`: the homeserver has forgotten them too."""
        await self._database.execute("DELETE FROM taken_to_device WHERE since<>$1", since)

    async def take(self, digest: str, since: str) -> bool:
        """Notes a to-device event; says whether it is new."""
        found = "SELECT 1 FROM taken_to_device WHERE digest=$1"
        if await self._database.fetchval(found, digest) is not None:
            return False
        await self._database.execute("INSERT INTO taken_to_device (digest, since) VALUES ($1, $2)", digest, since)
        return True

    async def outdate(self, user: str) -> None:
        """Notes that a user's devices are to be looked up anew."""
        await self._database.execute(
            "INSERT INTO outdated_devices (user_id, mark) VALUES ($1, 1)"
            " ON CONFLICT (user_id) DO UPDATE SET mark=outdated_devices.mark+1",
            user,
        )

    async def list_outdated(self) -> Mapping[str, int]:
        """Returns whose devices are to be looked up anew, each with a mark that every further note raises."""
        rows = await self._database.fetch("SELECT user_id, mark FROM outdated_devices")
        return {row["user_id"]: row["mark"] for row in rows}

    async def renew(self, user: str, mark: int) -> None:
        """Notes that a user's devices were looked up, where nothing was noted since the mark."""
        await self._database.execute("DELETE FROM outdated_devices WHERE user_id=$1 AND mark=$2", user, mark)

    async def untrack(self, user: str) -> None:
        """Forgets a user's devices: the homeserver no longer says when they change."""
        await self._database.execute("DELETE FROM crypto_tracked_user WHERE user_id=$1", user)
        await self._database.execute("DELETE FROM crypto_device WHERE user_id=$1", user)

    async def accept_identity(self, user: str) -> None:
        """Takes a user's cross-signing keys for those seen first."""
        await self._database.execute("UPDATE crypto_cross_signing_keys SET first_seen_key=key WHERE user_id=$1", user)

    async def find_readers(self, room: str, session: str) -> str | None:
        """Returns for whom a session of ours is, as it was noted; None where it is not that of the room."""
        query = "SELECT readers FROM shared_sessions WHERE room_id=$1 AND session_id=$2"
        found: str | None = await self._database.fetchval(query, room, session)
        return found

    async def note_readers(self, room: str, session: str, readers: str) -> None:
        """Notes for whom the session of a room is."""
        await self._database.execute(
            "INSERT INTO shared_sessions (room_id, session_id, readers) VALUES ($1, $2, $3)"
            " ON CONFLICT (room_id) DO UPDATE SET session_id=excluded.session_id, readers=excluded.readers",
            room,
            session,
            readers,
        )

    async def request(self, session: str) -> bool:
        """Notes that a key is asked for; says whether it was not before."""
        if await self.was_requested(session):
            return False
        await self._database.execute("INSERT INTO requested_keys (session_id) VALUES ($1)", session)
        return True

    async def was_requested(self, session: str) -> bool:
        """Says whether a key was asked for."""
        query = "SELECT 1 FROM requested_keys WHERE session_id=$1"
        return await self._database.fetchval(query, session) is not None

    async def withhold(self, session: str, user: str) -> None:
        """Notes that a user withholds a key."""
        await self._database.execute(
            "INSERT INTO withheld_keys (session_id, user_id) VALUES ($1, $2) ON CONFLICT DO NOTHING", session, user
        )

    async def is_withheld(self, session: str, user: str) -> bool:
        """Says whether a user withholds a key."""
        query = "SELECT 1 FROM withheld_keys WHERE session_id=$1 AND user_id=$2"
        return await self._database.fetchval(query, session, user) is not None

    async def forget_room(self, room: str) -> None:
        """Forgets the keys of a room: its old messages cannot be read here any more."""
        for table in ("crypto_megolm_inbound_session", "crypto_megolm_outbound_session", "shared_sessions"):
            await self._database.execute(f"DELETE FROM {table} WHERE room_id=$1", room)  # noqa: S608 - a table of ours

    async def adopt_sessions(self, account: str) -> None:
        """Gives the keys of rooms that another device of ours had to this one, and forgets that device."""
        values: Collection[Any] = (account,)
        move = "UPDATE crypto_megolm_inbound_session SET account_id=$1 WHERE account_id<>$1"
        await self._database.execute(move, *values)
        for table in ("crypto_account", "crypto_olm_session", "crypto_megolm_outbound_session"):
            await self._database.execute(f"DELETE FROM {table} WHERE account_id<>$1", *values)  # noqa: S608 - ours
