"""The file of the device that was logged in on Matrix: its homeserver, user, name and token. Mode 0600."""

import json
import re
from dataclasses import asdict, astuple
from pathlib import Path

from bot.channels.matrix.engine.odd_json import read_json
from bot.channels.matrix.engine.values import MatrixLogin
from bot.config.errors import UsageFault, describe_cause
from bot.config.secret_files import read_secret
from storage.database import whole_files
from storage.database.leftovers import make_work_file

SETTING = "TRIALSCREEN_MATRIX_LOGIN_FILE"
REMEDY = "log in once with `trialscreen matrix login`"

_WORD = re.compile(r"[!-~]+")


def read_login(file: Path) -> MatrixLogin:
    """Returns the login in a file. Raises `UsageFault` for one that is not there, exposed, or no login."""
    if not file.exists():
        raise UsageFault(f"{file}: no device is logged in on Matrix; {REMEDY}")
    try:
        login = MatrixLogin(**read_json(read_secret(file, SETTING).encode()))
    except (TypeError, ValueError) as fault:
        raise UsageFault(f"{SETTING}: {file} holds no login; {REMEDY}") from fault
    if not all(isinstance(each, str) and _WORD.fullmatch(each) for each in astuple(login)) or login.user[0] != "@":
        raise UsageFault(f"{SETTING}: {file} holds no login; {REMEDY}")
    return login


def check_writable(file: Path) -> None:
    """Makes sure that a login can be written, before there is one. Raises `UsageFault`."""
    if file.is_dir():
        raise UsageFault(f"{SETTING}: {file} is a folder; name a file")
    try:
        with make_work_file(file.parent):
            pass
    except OSError as fault:
        raise UsageFault(f"{file}: the login cannot be written ({describe_cause(fault)})") from fault


def write_login(file: Path, login: MatrixLogin) -> None:
    """Writes a login, in place of a former one. Raises `UsageFault` where it cannot be written."""
    try:
        whole_files.write_over(file, json.dumps(asdict(login)).encode())
    except OSError as fault:
        raise UsageFault(f"{file}: the login cannot be written ({describe_cause(fault)})") from fault
