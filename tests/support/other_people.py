"""Other people at this terminal: in this process by the system's own table of accounts, or by a real user id."""

import os
import pwd

import pytest


def acts_as(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    """Lets the account of this process bear another name, as if that person had begun it.

    No variable and no option can do so: it is the system's answer that is another.
    """
    account = pwd.getpwuid(os.geteuid())
    monkeypatch.setattr(pwd, "getpwuid", lambda _: pwd.struct_passwd((name, *account[1:])))
