"""mautrix's machine without its loop: keys are kept before they are told, and nothing runs beside what is awaited."""

from typing import cast

from mautrix.client import Client
from mautrix.crypto import OlmAccount, OlmMachine, StateStore
from mautrix.crypto.store.asyncpg import PgCryptoStore
from mautrix.types import DeviceIdentity, EncryptionKeyAlgorithm, IdentityKey, TrustState, UserID
from mautrix.util.async_db import Database

from bot.channels.matrix.engine.faults import CryptoStoreFault, Unreachable
from bot.channels.matrix.engine.homeserver import Homeserver
from bot.channels.matrix.engine.libolm.crypto_database import commit_or_undo, make_silent_log
from bot.channels.matrix.engine.libolm.odd_answers import name_odd_answers
from bot.channels.matrix.engine.libolm.our_notes import OurNotes
from bot.channels.matrix.engine.libolm.silent_client import RoomSettings, SilentClient
from bot.channels.matrix.engine.rooms import RoomCache
from bot.channels.matrix.engine.values import MatrixLogin


class KeyMachine(OlmMachine):
    """One device's keys, in memory as they stand in the store.

    `wedged` are the devices whose Olm session to us is broken, each with its user; a new one is made in `receive`.
    """

    def __init__(
        self, login: MatrixLogin, homeserver: Homeserver, rooms: RoomCache, database: Database, pickle_key: bytes
    ) -> None:
        self.store = PgCryptoStore(login.device, pickle_key.hex(), database)
        super().__init__(
            cast(Client, SilentClient(login, homeserver)),
            self.store,
            cast(StateStore, RoomSettings(rooms)),
            make_silent_log("machine"),
        )
        self.send_keys_min_trust = TrustState.CROSS_SIGNED_TOFU
        self.wedged: set[tuple[UserID, IdentityKey]] = set()
        self.notes = OurNotes(database)
        self.database = database

    async def reload(self) -> None:
        """Reads what the store has, and forgets what memory had. Raises `CryptoStoreFault` where there is nothing."""
        self.store._account = None  # noqa: SLF001 - mautrix has no way to say that a commit was undone
        self.store._olm_cache.clear()  # noqa: SLF001
        try:
            account: OlmAccount | None = await self.store.get_account()
        except Exception as error:
            raise CryptoStoreFault("the crypto store cannot be read: another key made it, or it is damaged") from error
        if account is None or not account.shared:
            raise CryptoStoreFault("the crypto store knows nothing of this device; log in again, with the recovery key")
        self.account = account
        await self.store.get_device_id()

    @property
    def own(self) -> OlmAccount:
        """The device's own keys, once they were loaded."""
        if self.account is None:
            raise CryptoStoreFault("the device's keys are not loaded")
        return self.account

    async def top_up(self, held: int) -> None:
        """Publishes one-time keys where the homeserver holds few. The count of a sync may be an old one: it is asked.

        Too many would push out those that others hold already.
        """
        if held < self.own.max_one_time_keys // 4:
            counts = await self.client.upload_keys()
            await self.publish_keys(counts.get(EncryptionKeyAlgorithm.SIGNED_CURVE25519, 0))

    async def publish_keys(self, held: int) -> None:
        """Publishes one-time keys, up to half of what the account may have; they are kept before they are told.

        The device's own keys go with them where they never did.
        """
        account, user, device = self.own, self.client.mxid, self.client.device_id
        missing = account.max_one_time_keys // 2 - held
        unpublished = len(account.one_time_keys.get("curve25519", {}))
        if missing > unpublished:
            account.generate_one_time_keys(missing - unpublished)
        await self.store.put_account(account)
        keys = account.get_one_time_keys(user, device, account.max_one_time_keys)
        await self.client.upload_keys(
            one_time_keys=keys, device_keys=None if account.shared else account.get_device_keys(user, device)
        )
        account.shared = True
        account.mark_keys_as_published()
        await self.store.put_account(account)

    async def look_up(self, users: set[UserID]) -> None:
        """Looks up the devices of users. Raises `Unreachable` where some of them are not told."""
        if not users:
            return
        async with self._fetch_keys_lock:
            marks = await self.notes.list_outdated()
            with name_odd_answers():
                found = await self._fetch_keys(list(users), include_untracked=True)
        for user in found:
            async with commit_or_undo(self.database):
                await self.notes.renew(user, marks.get(user, 0))
        if missing := users - set(found):
            raise Unreachable(f"the homeserver does not tell the devices of {len(missing)} of its people just now")

    async def look_up_outdated(self, users: frozenset[str] | None = None) -> None:
        """Looks up devices that changed, and those of the users whom the store does not know; None: all changed."""
        marks = await self.notes.list_outdated()
        if users is None:
            await self.look_up({UserID(user) for user in marks})
            return
        tracked = set(await self.store.filter_tracked_users([UserID(user) for user in users]))
        await self.look_up({UserID(user) for user in users if user in marks or user not in tracked})

    async def judge(self, device: DeviceIdentity) -> TrustState:
        """Returns what a device is worth, by what the store knows."""
        return await self.resolve_trust(device, allow_fetch=False)

    async def mend(self) -> None:
        """Makes new Olm sessions with devices whose sessions are broken."""
        wedged, self.wedged = self.wedged, set()
        for user, key in wedged:
            await super()._unwedge_session(user, key)

    async def _unwedge_session(self, sender: UserID, sender_key: IdentityKey) -> None:
        """Notes it only: mautrix starts this beside a commit, on whose connection it would write."""
        self.wedged.add((sender, sender_key))
