"""What `trialscreen doctor` says of Matrix: the extra, the device, whose people may invite it, the crypto store."""

import asyncio
from collections.abc import Iterator
from contextlib import suppress
from importlib.util import find_spec
from pathlib import Path

from bot import phrases
from bot.channels.matrix.engine.faults import LoggedOut, MatrixFault
from bot.channels.matrix.engine.homeserver import Homeserver
from bot.channels.matrix.engine.values import MatrixLogin
from bot.cli.health import HealthFinding
from bot.cli.matrix_login_file import read_login
from bot.cli.matrix_settings import locate_crypto_file, locate_login_file, read_servers
from bot.config.errors import UsageFault
from bot.config.settings import Settings
from storage.database.bounded_files import is_exposed
from storage.opening.location import StoreLocation

SUBJECT = "matrix"
ASK_SECONDS = 10.0


def check_matrix(given: Settings, where: StoreLocation, *, is_quick: bool) -> Iterator[HealthFinding]:
    """Looks at what is set and kept for Matrix, and unless it is to be quick, asks the homeserver for the device."""
    file = locate_login_file(given, where)
    if not file.exists():
        yield HealthFinding(SUBJECT, phrases.NO_DEVICE)
        return
    try:
        login = read_login(file)
        servers = ", ".join(sorted(read_servers(given, login.user)))
    except UsageFault as fault:
        yield HealthFinding(SUBJECT, str(fault), is_well=False)
        return
    yield HealthFinding(SUBJECT, phrases.DEVICE_IS.format(user=login.user, device=login.device, servers=servers))
    if find_spec("mautrix") is None or find_spec("olm") is None:
        yield HealthFinding(SUBJECT, phrases.NO_MATRIX_EXTRA, is_well=False)
    crypto = locate_crypto_file(given, where)
    if crypto is not None:
        yield _examine_file(crypto)
    if not is_quick:
        yield asyncio.run(_ask(login))


def _examine_file(path: Path) -> HealthFinding:
    if not path.exists():
        return HealthFinding(SUBJECT, phrases.NO_CRYPTO_STORE.format(file=path), is_well=False)
    if is_exposed(path.stat()):
        return HealthFinding(SUBJECT, phrases.CRYPTO_STORE_EXPOSED.format(file=path), is_well=False)
    return HealthFinding(SUBJECT, phrases.CRYPTO_STORE_IS.format(file=path))


async def _ask(login: MatrixLogin) -> HealthFinding:
    homeserver = Homeserver(login.homeserver, login.token)
    try:
        async with asyncio.timeout(ASK_SECONDS):
            await homeserver.get("/account/whoami")
    except LoggedOut:
        return HealthFinding(SUBJECT, phrases.DEVICE_UNKNOWN, is_well=False)
    except (MatrixFault, TimeoutError) as fault:
        told = phrases.HOMESERVER_SILENT.format(homeserver=login.homeserver, fault=type(fault).__name__)
        return HealthFinding(SUBJECT, told, is_well=False)
    finally:
        with suppress(MatrixFault):
            await homeserver.close()
    return HealthFinding(SUBJECT, phrases.HOMESERVER_ANSWERS.format(homeserver=login.homeserver))
