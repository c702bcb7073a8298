"""What can go wrong at the engine's port. No message holds a text of a person, a key or a token."""

from enum import Enum, auto


class MatrixFault(Exception):
    """The root of all faults of the engine."""


class Unreachable(MatrixFault):
    """No connection, no answer in time, or a fault on the homeserver's side. It may work later."""


class TooManyRequests(MatrixFault):
    """The homeserver wants us to wait."""

    def __init__(self, wait_seconds: float) -> None:
        super().__init__(f"the homeserver asks to wait {wait_seconds:g} seconds")
        self.wait_seconds = wait_seconds


class HomeserverRefusal(MatrixFault):
    """The homeserver does not do what was asked: its status and its code, such as M_FORBIDDEN.

    `session` is the one that it opened for a further proof of who we are, with status 401.
    """

    def __init__(self, status: int, code: str, session: str | None = None) -> None:
        super().__init__(f"the homeserver answered {status} {code}")
        self.status = status
        self.code = code
        self.session = session


class NotFound(HomeserverRefusal):
    """There is no such thing."""


class LoggedOut(HomeserverRefusal):
    """The token is not, or no longer, good."""


class RoomNotEncrypted(MatrixFault):
    """Nothing is sent to a room that is not encrypted."""


class NobodyToSendTo(MatrixFault):
    """No other member of the room has a cross-signed device that could be given the key. It may work later."""


class WrongPassword(MatrixFault):
    """The homeserver does not know this user with this password."""


class RecoveryKeyNeeded(MatrixFault):
    """The account has cross-signing keys: its recovery key is needed to sign this device."""


class WrongRecoveryKey(MatrixFault):
    """This is not the recovery key of this account."""


class CryptoStoreFault(MatrixFault):
    """The crypto store cannot be used: another process has it, another key made it, or it is of another device."""


class EngineMissing(MatrixFault):
    """What the extra `[matrix]` brings is not installed."""


class UndecryptableReason(Enum):
    """Why an event is not read."""

    NO_KEY = auto()
    """Its key has not come. It may: `request_keys` asks for it."""
    WITHHELD = auto()
    """Its sender says that we do not get the key."""
    REPLAYED = auto()
    """Its place in its session was taken by another event."""
    NOT_THE_SENDER = auto()
    """The session is not that of the event's sender, or came by way of another device."""
    UNSIGNED_DEVICE = auto()
    """The sender's device is not cross-signed, or is unknown."""
    IDENTITY_CHANGED = auto()
    """The sender's cross-signing keys are not those that were seen first."""
    BROKEN = auto()
    """It cannot be decrypted, or says that it belongs to another room."""


class Undecryptable(MatrixFault):
    """An event is not read. `may_come` says whether it may be later, with its key."""

    def __init__(self, reason: UndecryptableReason) -> None:
        super().__init__(f"an event is not read: {reason.name.lower().replace('_', ' ')}")
        self.reason = reason

    @property
    def may_come(self) -> bool:
        """Whether the event may be read later."""
        return self.reason is UndecryptableReason.NO_KEY
