"""The .env file of the current folder: it is told when it is read, and refused where others could have written it."""

import os
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from commands import trialscreen
from stores import python

from bot.config.errors import UsageFault
from bot.config.settings import read_settings

LISTED = "docs/settings.md lists them"

IDLE = b"TRIALSCREEN_IDLE_DAYS=7\n"


def write_env(folder: Path, content: bytes = IDLE, mode: int = 0o600) -> Path:
    """Writes the file into a folder."""
    file = folder / ".env"
    file.write_bytes(content)
    file.chmod(mode)
    return file


@pytest.fixture(autouse=True)
def _folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A current folder of one's own, that only its owner may enter."""
    monkeypatch.chdir(tmp_path)
    tmp_path.chmod(0o700)


def test_it_is_told_once_when_it_is_read(tmp_path: Path) -> None:
    """Protects people from settings that they do not know of, and programs' output from the note."""
    write_env(tmp_path, IDLE + b"export TRIALSCREEN_FINISHED_DAYS='8' # days\nOTHER=1\n# a comment\n\n")
    told = f"trialscreen: settings were read from {tmp_path}/.env: TRIALSCREEN_FINISHED_DAYS, TRIALSCREEN_IDLE_DAYS\n"
    ran = trialscreen("trial", "list", "--json")
    assert (ran.code, ran.err) == (0, told)
    assert ran.out.startswith("[")
    assert (read_settings().idle_days, read_settings().finished_days) == (7, 8)
    found = trialscreen("doctor", "--quick")
    assert f"; {tmp_path}/.env was read, for TRIALSCREEN_FINISHED_DAYS, TRIALSCREEN_IDLE_DAYS\n" in found.out


def test_the_environment_goes_before_it_unless_it_is_empty(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Protects one setting for one command; an empty one is as if it were not there."""
    write_env(tmp_path)
    monkeypatch.setenv("TRIALSCREEN_IDLE_DAYS", "9")
    assert read_settings().idle_days == 9
    monkeypatch.setenv("TRIALSCREEN_IDLE_DAYS", "")
    assert read_settings().idle_days == 7
    write_env(tmp_path, b"TRIALSCREEN_IDLE_DAYS=\n")
    assert read_settings().idle_days == 90


def test_without_one_nothing_is_told(tmp_path: Path) -> None:
    """Protects the rest: no file, a folder of that name, and another program's file say nothing of us."""
    assert trialscreen("trial", "list").printed()
    (tmp_path / ".env").mkdir()
    assert trialscreen("trial", "list").printed()
    (tmp_path / ".env").rmdir()
    write_env(tmp_path, b"DATABASE_URL=x\nexport PATH\n", 0o644)
    assert trialscreen("trial", "list").printed()


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"A=1\nTRIALSCREEN_KEY=\xff\n", "{}:2: this is no UTF-8 text; save settings as UTF-8"),
        ("TRIALSCREEN_KEY=a\n".encode("utf-16"), "{}:1: this is no UTF-8 text; save settings as UTF-8"),
        (b"TRIALSCREEN_KEY=\0\n", "{}:1: this is a binary file; name settings"),
        (b"A=1\n\nTRIALSCREEN_KEY='a\n", "{}:3: this line sets nothing; write NAME=value, with quotes closed"),
        (b"TRIALSCREEN_KEY\n", "{}:1: this line sets nothing; write NAME=value, with quotes closed"),
        (b"A=1\n=b\n", "{}:2: this line sets nothing; write NAME=value, with quotes closed"),
        (b"TRIALSCREEN_DATABSE=x\n",
         "{}: TRIALSCREEN_DATABSE: there is no such setting; did you mean TRIALSCREEN_DATABASE? " + LISTED),
        (b"TRIALSCREEN_IDLE_DAYS=0\n",
         "TRIALSCREEN_IDLE_DAYS: input should be greater than or equal to 1; docs/settings.md explains it"),
        (b"TRIALSCREEN_ANCHOR=.env\n", "TRIALSCREEN_ANCHOR and .env are one file, .env; give each its own"),
        (b"x" * 5_000_001, "{}: more than 5,000,000 bytes are too many for settings; name another file"),
    ],
)  # fmt: skip
def test_one_that_is_broken_is_one_sentence(content: bytes, said: str, tmp_path: Path) -> None:
    """Protects "a `.env` that is not UTF-8, broken: one sentence, exit 2", with the place."""
    file = write_env(tmp_path, content)
    assert trialscreen("chat").refused() == said.format(file)
    assert f"WRONG settings: {said.format(file)}\n" in trialscreen("doctor").out


def test_one_that_leads_nowhere_is_refused(tmp_path: Path) -> None:
    """Protects a deployment whose settings were moved away: defaults would keep screenings elsewhere."""
    (tmp_path / ".env").symlink_to("gone")
    assert trialscreen("chat").refused() == f"{tmp_path}/.env: there is no such file; check the name"


@pytest.mark.parametrize(
    ("mode", "is_taken"),
    [(0o600, True), (0o400, True), (0o640, True), (0o644, False), (0o604, False), (0o660, False), (0o602, False)],
)
def test_one_that_others_may_read_or_change_is_refused(mode: int, is_taken: bool, tmp_path: Path) -> None:  # noqa: FBT001
    """Protects the key and the database's password that stand in it; a group may be let read."""
    file = write_env(tmp_path, mode=mode)
    if is_taken:
        assert read_settings().idle_days == 7
    else:
        said = f"{file}: others may read or change it; run `chmod 600 {file}`"
        assert trialscreen("chat").refused() == said


def test_one_in_a_folder_that_everybody_may_change_is_refused(tmp_path: Path) -> None:
    """Protects against a file that somebody put in the place of ours; in /tmp the sticky bit keeps them from it."""
    file = write_env(tmp_path)
    tmp_path.chmod(0o1777)
    assert read_settings().idle_days == 7
    tmp_path.chmod(0o777)
    said = f"{file}: everybody may change the folder {tmp_path}; run `chmod o-w {tmp_path}`"
    assert trialscreen("chat").refused() == said


@pytest.mark.skipif(os.name != "posix" or os.geteuid() != 0, reason="only root can give files away")
def test_one_of_another_owner_or_in_their_folder_is_refused(tmp_path: Path) -> None:
    """Protects whoever works in somebody else's folder from that one's settings, such as their database and key."""
    file = write_env(tmp_path)
    os.chown(file, 4242, -1)
    with pytest.raises(UsageFault, match=r"/\.env: it belongs to another user; settings are read from your own file"):
        read_settings()
    os.chown(file, 0, -1)
    os.chown(tmp_path, 4242, -1)
    said = f"{file}: the folder {tmp_path} belongs to another user; use a folder of your own"
    assert trialscreen("chat").refused() == said
    os.chown(tmp_path, 0, -1)
    theirs = tmp_path / "theirs"
    theirs.mkdir()
    file.rename(theirs / ".env")
    file.symlink_to("theirs/.env")
    assert read_settings().idle_days == 7
    os.chown(theirs, 4242, -1)
    with pytest.raises(UsageFault, match=f"the folder {theirs} belongs to another user"):
        read_settings()


@pytest.mark.skipif(os.name != "posix" or os.geteuid() != 0, reason="only root can become somebody else")
def test_a_user_may_use_what_root_set_up() -> None:
    """Protects services whose folder and settings are root's: root can do everything anyway."""
    with TemporaryDirectory() as name:
        folder = Path(name)
        os.chown(write_env(folder, mode=0o640), 0, 4242)
        folder.chmod(0o755)
        said, wrong = python(_AS_SOMEBODY_ELSE, name).communicate(timeout=60)
    assert said == b"7\n", wrong.decode()


_AS_SOMEBODY_ELSE = """
import os, sys
from bot.config.settings import read_settings
os.chdir(sys.argv[1])
read_settings()  # so that all is imported while it may be read
os.setgroups([])
os.setgid(4242)
os.setuid(4242)
print(read_settings().idle_days)
"""
