"""The commands of Matrix: what is missing is told in one sentence, before anything is opened or asked."""

import json
import os
from dataclasses import asdict
from pathlib import Path

import pytest
from commands import Ran, trialscreen

from bot.channels.matrix.engine.faults import CryptoStoreFault
from bot.channels.matrix.engine.libolm.crypto_files import hold_file
from bot.channels.matrix.engine.values import MatrixLogin, NewLogin
from bot.cli import matrix_logging_in
from bot.cli.matrix_login_file import read_login, write_login
from bot.cli.matrix_settings import locate_crypto_file, read_homeserver, read_servers, read_user
from bot.config.errors import UsageFault
from bot.config.settings import Settings
from bot.config.store_location import locate_store

LOGIN = MatrixLogin("https://matrix.hospital.org", "@bot:hospital.org", "DEVICE", "syt_secret")


def test_serving_without_a_login_says_how_to_log_in() -> None:
    """Protects first days: one sentence names the command, and nothing is opened."""
    ran = trialscreen("matrix")
    assert (ran.code, ran.out) == (2, "")
    assert "`trialscreen matrix login`" in ran.err
    assert len(ran.err.strip().splitlines()) == 1


def test_a_login_that_is_there_is_not_replaced_unasked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Protects a device that is served: a second login needs --again, and nothing is asked before."""
    file = tmp_path / "login"
    write_login(file, LOGIN)
    monkeypatch.setenv("TRIALSCREEN_MATRIX_LOGIN_FILE", str(file))
    ran = trialscreen("matrix", "login")
    assert ran.code == 2
    assert "--again" in ran.err


def test_only_keys_of_somebody_with_access_are_accepted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Protects the list of people: no device yet, or nobody of that name, is one sentence each, and changes nothing."""
    file = tmp_path / "login"
    monkeypatch.setenv("TRIALSCREEN_MATRIX_LOGIN_FILE", str(file))
    assert "`trialscreen matrix login`" in trialscreen("matrix", "accept", "@anna:hospital.org").err
    write_login(file, LOGIN)
    assert trialscreen("invite").code == 0
    ran = trialscreen("matrix", "accept", "@anna:hospital.org")
    assert (ran.code, ran.out) == (2, "")
    assert "no account on Matrix that has access" in ran.err


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ("", "nothing was given"),
        ("http://matrix.hospital.org\n", "no https address"),
        ("https://matrix.hospital.org\nbot\n", "no account"),
        ("https://matrix.hospital.org\n@bot:hospital.org\n", "nothing was given"),
    ],
)
def test_what_cannot_be_a_login_is_told_in_one_sentence(given: str, said: str) -> None:
    """Protects whoever logs in: each of three lines is looked at, and the homeserver is not asked for a wrong one."""
    ran: Ran = trialscreen("matrix", "login", stdin=given)
    assert ran.code == 2
    assert said in ran.err
    assert len(ran.err.strip().splitlines()) == 1


def test_a_login_that_cannot_be_written_is_told_before_anything_is_asked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Protects an account from an identity that is made, and whose device and recovery key are lost at once."""
    for place, said in ((tmp_path / "none" / "login", "cannot be written"), (tmp_path, "is a folder")):
        monkeypatch.setenv("TRIALSCREEN_MATRIX_LOGIN_FILE", str(place))
        ran = trialscreen("matrix", "login", "--again")
        assert ran.code == 2
        assert said in ran.err
        assert "nothing was given" not in ran.err


def test_a_recovery_key_is_shown_also_where_the_login_cannot_be_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Protects the account: its identity is made by then, and the key is kept nowhere else."""

    async def log_in(*_: object) -> NewLogin:
        return NewLogin(LOGIN, "EsTx the key")

    def write(*_: object) -> None:
        raise UsageFault("the login cannot be written")

    monkeypatch.setenv("TRIALSCREEN_MATRIX_LOGIN_FILE", str(tmp_path / "login"))
    monkeypatch.setattr(matrix_logging_in, "log_in", log_in)
    monkeypatch.setattr(matrix_logging_in, "write_login", write)
    ran = trialscreen("matrix", "login", stdin="https://hospital.org\n@bot:hospital.org\nword\n")
    assert (ran.code, ran.err) == (2, "trialscreen: the login cannot be written\n")
    assert "EsTx the key" in ran.out


def test_a_login_is_kept_for_its_owner_only(tmp_path: Path) -> None:
    """Protects the token: mode 0600, and one that others may read is not used."""
    file = tmp_path / "login"
    write_login(file, LOGIN)
    assert file.stat().st_mode & 0o777 == 0o600
    assert read_login(file) == LOGIN
    assert "syt_secret" not in repr(read_login(file))
    file.chmod(0o644)
    with pytest.raises(UsageFault, match="others may read"):
        read_login(file)


WHOLE = asdict(LOGIN)
ODD: tuple[object, ...] = (5, None, [], "", "a b", "a\n")


@pytest.mark.parametrize(
    "content",
    [
        "",
        "[]",
        "{}",
        json.dumps({"user": "@bot:x"}),
        "token",
        "[" * 5_000,
        *(json.dumps(WHOLE | {name: odd}) for name in WHOLE for odd in ODD),
        json.dumps(WHOLE | {"user": "bot"}),
    ],
)
def test_a_file_that_is_no_login_is_told(tmp_path: Path, content: str) -> None:
    """Protects an operator from a traceback: the file and the remedy are named."""
    file = tmp_path / "login"
    file.write_text(content)
    file.chmod(0o600)
    with pytest.raises(UsageFault, match="holds no login"):
        read_login(file)


def test_whose_people_may_invite() -> None:
    """Protects the list of servers: our own where none is named, and a wrong one is told."""
    assert read_servers(Settings(), "@bot:hospital.org") == {"hospital.org"}
    assert read_servers(Settings(matrix_servers="a.org, b.org:8448,"), "@bot:c.org") == {"a.org", "b.org:8448"}
    with pytest.raises(UsageFault, match="MATRIX_SERVERS"):
        read_servers(Settings(matrix_servers="https://a.org"), "@bot:c.org")


def test_addresses_and_accounts() -> None:
    """Protects a password from going in clear: only this machine may be asked without TLS."""
    assert read_homeserver("https://matrix.hospital.org/") == "https://matrix.hospital.org"
    assert read_homeserver("http://127.0.0.1:8008") == "http://127.0.0.1:8008"
    assert read_homeserver("https://[::1]:8448") == "https://[::1]:8448"
    for wrong in (
        "http://matrix.hospital.org", "matrix.hospital.org", "http://127.0.0.1.evil.org", "https://[::1", "https://.",
        "https://a..b", "https://host:99999", "https://host:0", "https://host:port", f"https://{'a' * 64}.org",
        "https://user:word@host", "https://host?x", "https://h\u00f6st",
    ):  # fmt: skip
        with pytest.raises(UsageFault):
            read_homeserver(wrong)
    assert read_user("@bot:hospital.org") == "@bot:hospital.org"
    with pytest.raises(UsageFault):
        read_user("bot@hospital.org")


def test_the_crypto_store_stands_beside_the_anchor() -> None:
    """Protects operators: on a file database the crypto store is a file; the setting goes first."""
    where = locate_store()
    found = locate_crypto_file(Settings(), where)
    assert found is not None
    assert found.parent == where.anchor.parent
    assert locate_crypto_file(Settings(matrix_store=Path("/srv/keys")), where) == Path("/srv/keys")


def test_a_crypto_store_that_is_no_file_is_refused_and_left_as_it_is(tmp_path: Path) -> None:
    """Protects the machine: the permissions of a pipe, or of a device such as /dev/null, are not ours to take."""
    pipe = tmp_path / "keys"
    os.mkfifo(pipe)
    pipe.chmod(0o666)
    with pytest.raises(CryptoStoreFault, match="the crypto store keys is no file: name one"), hold_file(pipe):
        pass
    assert pipe.stat().st_mode & 0o777 == 0o666
    assert [each.name for each in tmp_path.iterdir()] == ["keys"]


def test_the_doctor_says_what_is_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Protects operators: whether a device is logged in, whose people may invite it, and what is missing."""
    assert "matrix: no device is logged in" in trialscreen("doctor", "--quick").out
    file = tmp_path / "login"
    write_login(file, LOGIN)
    monkeypatch.setenv("TRIALSCREEN_MATRIX_LOGIN_FILE", str(file))
    told = trialscreen("doctor", "--quick").out
    assert "matrix: @bot:hospital.org, on the device DEVICE" in told
    assert "there is no crypto store" in told
    assert "syt_secret" not in told


def test_an_invitation_names_the_account(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Protects who is invited: the link to the account, and what to send there."""
    file = tmp_path / "login"
    write_login(file, LOGIN)
    monkeypatch.setenv("TRIALSCREEN_MATRIX_LOGIN_FILE", str(file))
    trialscreen("chat", stdin="stop\n")
    told = trialscreen("invite").out
    assert "https://matrix.to/#/@bot:hospital.org" in told
    assert "send: start " in told
    assert "t.me" not in told
