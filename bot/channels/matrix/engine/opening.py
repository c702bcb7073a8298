"""The way to an engine. What it needs is imported only here, when it is asked for: it is the extra `[matrix]`."""

from bot.channels.matrix.engine.faults import EngineMissing
from bot.channels.matrix.engine.login_request import LoginRequest
from bot.channels.matrix.engine.port import MatrixEngine
from bot.channels.matrix.engine.values import MatrixLogin, NewLogin, StorePlace

MISSING = 'what encrypted chats need is not installed: pip install "trialscreen[matrix]"; see docs/operations.md'


async def open_engine(login: MatrixLogin, place: StorePlace) -> MatrixEngine:
    """Opens the engine of a device that was logged in.

    Raises `EngineMissing`, and `CryptoStoreFault` where the store is not that of this device, was made with another
    key, or is open in another process. The homeserver is not asked.
    """
    try:
        from bot.channels.matrix.engine.libolm.engine import open_device  # noqa: PLC0415 - an extra
    except ImportError as missing:
        raise EngineMissing(MISSING) from missing
    return await open_device(login, place)


async def log_in(request: LoginRequest, place: StorePlace) -> NewLogin:
    """Logs a device in, makes its keys, and has it cross-signed.

    The keys of rooms that an older device left in the store stay readable; the older device is not logged out.
    Raises `EngineMissing`, `WrongPassword`, `RecoveryKeyNeeded`, `WrongRecoveryKey`, `CryptoStoreFault`, and the
    faults of a homeserver. What fails leaves no device behind.
    """
    try:
        from bot.channels.matrix.engine.libolm.logging_in import log_in_device  # noqa: PLC0415 - an extra
    except ImportError as missing:
        raise EngineMissing(MISSING) from missing
    return await log_in_device(request, place)
