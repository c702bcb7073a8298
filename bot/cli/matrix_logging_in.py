"""`trialscreen matrix login`: a device is logged in once, and cross-signed. Its recovery key is shown, and not kept.

What is asked for stands in no argument, which other users of the machine could see.
"""

import asyncio
import getpass
import sys
from dataclasses import replace

from bot import phrases
from bot.channels.matrix.engine.faults import MatrixFault, RecoveryKeyNeeded
from bot.channels.matrix.engine.login_request import LoginRequest
from bot.channels.matrix.engine.opening import log_in
from bot.channels.matrix.engine.values import NewLogin, StorePlace
from bot.cli.command_store import open_store_at
from bot.cli.matrix_login_file import check_writable, write_login
from bot.cli.matrix_settings import locate_login_file, make_store_place, read_homeserver, read_user
from bot.config.errors import UsageFault
from bot.config.output import print_notes, print_text
from bot.config.settings import read_settings
from bot.config.store_access import open_store_with_key
from bot.config.store_location import locate_store

DEVICE_NAME = "trialscreen"


def run(database: str, *, again: bool, new_identity: bool) -> int:
    """Logs in, writes the login, and prints what is to be noted. Returns 0. Raises `UsageFault`."""
    given, where = read_settings(), locate_store(database)
    file = locate_login_file(given, where)
    if file.exists() and not again:
        raise UsageFault(f"{file}: a device is logged in already; --again logs in a new one in its place")
    check_writable(file)
    homeserver = read_homeserver(given.matrix_homeserver or _ask(phrases.ASK_HOMESERVER))
    user = read_user(given.matrix_user or _ask(phrases.ASK_ACCOUNT))
    request = LoginRequest(
        homeserver, user, _ask_secret(phrases.ASK_PASSWORD), DEVICE_NAME, makes_new_identity=new_identity
    )
    with open_store_at(database, open_store_with_key) as store:
        place = make_store_place(given, where, store.keyring)
        made = _log_in(request, place)
    try:
        write_login(file, made.login)
        print_text(phrases.LOGGED_IN.format(user=made.login.user, device=made.login.device, file=file))
    finally:  # the account has its identity by now: without this key nothing signs another device
        if made.recovery_key is not None:
            print_text(phrases.RECOVERY_KEY.format(key=made.recovery_key))
    return 0


def _log_in(request: LoginRequest, place: StorePlace) -> NewLogin:
    """Logs in; where the account has an identity, its recovery key is asked for."""
    try:
        try:
            return asyncio.run(log_in(request, place))
        except RecoveryKeyNeeded:
            print_notes([phrases.RECOVERY_KEY_NEEDED])
            key = _ask_secret(phrases.ASK_RECOVERY_KEY)
            return asyncio.run(log_in(replace(request, recovery_key=key), place))
    except MatrixFault as fault:
        raise UsageFault(str(fault)) from fault


def _ask(prompt: str) -> str:
    """Returns what is typed; or a line of standard input, where nobody sits before it. Raises `UsageFault`."""
    if sys.stdin.isatty():
        sys.stderr.write(prompt)
        sys.stderr.flush()
    return _check(sys.stdin.readline(), prompt)


def _ask_secret(prompt: str) -> str:
    """Returns what is typed without being shown; or a line of standard input."""
    return _check(getpass.getpass(prompt) if sys.stdin.isatty() else sys.stdin.readline(), prompt)


def _check(typed: str, prompt: str) -> str:
    if not typed.strip():
        raise UsageFault(f"{prompt.strip().rstrip(':')}: nothing was given, so nothing was done")
    return typed.strip("\n").strip()
