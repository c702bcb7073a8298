"""Who acts at the terminal: the account of the process, whatever its variables say; and reading leaves an entry."""

import os
import pwd
import subprocess
from pathlib import Path

import pytest
from commands import ROOT, command, environment
from stores import KEY, python

from storage.crypto.keys import write_key_file

NAMES = ("LOGNAME", "USER", "LNAME", "USERNAME")


@pytest.fixture
def home(tmp_path: Path) -> dict[str, str]:
    """The variables of somebody who has a key, and claims to be called otherwise."""
    write_key_file(tmp_path / "trialscreen" / "key", KEY)
    return {"XDG_DATA_HOME": str(tmp_path)} | dict.fromkeys(NAMES, "mallory")


def test_variables_do_not_say_who_acts(home: dict[str, str]) -> None:
    """Protects "who acts at the terminal is the account of the process, not LOGNAME", in ownership and trail."""
    for arguments, said in ((("chat",), b"120\n"), (("screening", "list", "--all"), b"")):
        ran = subprocess.run(
            command(*arguments), cwd=ROOT, env=environment(**home), input=said, capture_output=True, check=True
        )
    name = pwd.getpwuid(os.geteuid()).pw_name
    assert ran.stdout.decode().strip().endswith(f"  {name}")


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can become somebody else")
@pytest.mark.parametrize("number", [65534, 54_321])
def test_an_account_is_named_by_its_effective_user_id(number: int) -> None:
    """Protects the same under another user id, also one that bears no name."""
    process = python(_BECOME, str(number), **dict.fromkeys(NAMES, "root"))
    said, wrong = process.communicate(timeout=60)
    try:
        name = pwd.getpwuid(number).pw_name
    except KeyError:
        name = f"uid {number}"
    assert said.decode() == name, wrong.decode()


_BECOME = """
import os, sys
from bot.config.login_name import get_login_name
os.seteuid(int(sys.argv[1]))
print(get_login_name(), end="")
"""
