"""What mautrix's machine needs of a client, through our own way to the homeserver: no loop, no handlers, no log."""

from typing import Any

from mautrix.api import HTTPAPI
from mautrix.client import ClientAPI
from mautrix.errors import MNotFound
from mautrix.types import DeviceID, RoomEncryptionStateEventContent, RoomID, UserID

from bot.channels.matrix.engine.faults import NotFound
from bot.channels.matrix.engine.homeserver import Homeserver
from bot.channels.matrix.engine.libolm.crypto_database import make_silent_log
from bot.channels.matrix.engine.rooms import MEGOLM, RoomCache
from bot.channels.matrix.engine.values import MatrixLogin


class BorrowedApi(HTTPAPI):
    """Requests of mautrix, sent by our `Homeserver`; its faults pass through as they are."""

    def __init__(self, homeserver: Homeserver) -> None:  # mautrix's own would open connections
        self.log = make_silent_log("requests")
        self.txn_id = 0
        self._homeserver = homeserver

    async def request(  # type: ignore[override]  # what it takes more is not looked at
        self, method: Any, path: Any, content: Any = None, **more: Any
    ) -> Any:
        """Sends one request. Raises mautrix's own error only where something is not there, for it asks for that."""
        try:
            return await self._homeserver.call(str(method), f"/{path}", content, more.get("query_params"))
        except NotFound as missing:
            raise MNotFound(missing.status, missing.code) from missing


class SilentClient(ClientAPI):
    """A client that hands on nothing: the engine decides what is handled, and when."""

    def __init__(self, login: MatrixLogin, homeserver: Homeserver) -> None:
        super().__init__(UserID(login.user), DeviceID(login.device), BorrowedApi(homeserver))

    def add_event_handler(self, *_: Any, **__: Any) -> None:
        """Leaves it: the machine's handlers are called by the engine."""

    def dispatch_event(self, *_: Any, **__: Any) -> list[Any]:
        """Leaves it."""
        return []


class RoomSettings:
    """What the machine asks about rooms. That a session changes with its readers is seen to by the engine."""

    def __init__(self, rooms: RoomCache) -> None:
        self._rooms = rooms

    async def is_encrypted(self, _room: RoomID) -> bool:
        """Says yes: nothing unencrypted gets here."""
        return True

    async def get_encryption_info(self, room: RoomID) -> RoomEncryptionStateEventContent:
        """Returns when sessions of a room end, as it is known without asking."""
        content: Any = dict(self._rooms.find_encryption(room) or {"algorithm": MEGOLM})
        return RoomEncryptionStateEventContent.deserialize(content)

    async def find_shared_rooms(self, _user: UserID) -> list[RoomID]:
        """Returns none."""
        return []
