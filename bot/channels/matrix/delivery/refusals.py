"""What refusals of the engine and the homeserver mean, in the words of the contract for channels."""

import re

from bot.channels.matrix.engine.faults import (
    HomeserverRefusal,
    LoggedOut,
    MatrixFault,
    NobodyToSendTo,
    NotFound,
    RoomNotEncrypted,
    TooManyRequests,
    Unreachable,
)
from bot.channels.refusal import RefusalMeaning, SendRefusal

TOO_LARGE = "M_TOO_LARGE"
OUT_OF_THE_ROOM = 403
SERVERS_FAULT = 500
UNAUTHORIZED = 401


class NoRoom(Exception):
    """A person has no room with us just now."""


class UnknownMessage(Exception):
    """The message that is to be changed is not known any more."""


def explain_fault(error: Exception) -> SendRefusal:
    """Returns an error as sending sees it. An unknown one may pass."""
    wait = error.wait_seconds if isinstance(error, TooManyRequests) else 0.0
    meaning, why = _classify(error)
    return SendRefusal(meaning, why, _describe(error), wait)


def _classify(error: Exception) -> tuple[RefusalMeaning, str]:
    match error:
        case TooManyRequests():
            return RefusalMeaning.WAIT, "too_many"
        case LoggedOut():
            return RefusalMeaning.LOCKED_OUT, "server"
        case NoRoom() | RoomNotEncrypted():
            return RefusalMeaning.GONE, "bad_request"
        case UnknownMessage():
            return RefusalMeaning.DONE, "bad_request"
        case NotFound():  # of a proxy, or of a server that begins: who is out of a room is told 403
            return RefusalMeaning.AGAIN, "server"
        case HomeserverRefusal(status=status, code=code):
            return _classify_refusal(status, code)
        case Unreachable():
            return RefusalMeaning.AGAIN, "network"
        case NobodyToSendTo():
            return RefusalMeaning.AGAIN, "server"
    return RefusalMeaning.AGAIN, "server" if isinstance(error, MatrixFault) else "other"


def _classify_refusal(status: int, code: str) -> tuple[RefusalMeaning, str]:
    if code == TOO_LARGE:
        return RefusalMeaning.NEVER, "bad_request"
    if status == OUT_OF_THE_ROOM:
        return RefusalMeaning.GONE, "bad_request"
    passes = status >= SERVERS_FAULT or status == UNAUTHORIZED  # the latter while our account is locked
    return (RefusalMeaning.AGAIN, "server") if passes else (RefusalMeaning.NEVER, "bad_request")


def _describe(error: Exception) -> str:
    """Returns why a message was refused, in words that are known beforehand: no fault of the engine holds others."""
    if not isinstance(error, HomeserverRefusal):
        return type(error).__name__
    code = error.code if _CODE.fullmatch(error.code) else ""
    return f"{type(error).__name__} {error.status} {code}".rstrip()


_CODE = re.compile(r"M_[A-Z_]{1,40}", re.ASCII)
