"""`trialscreen rotate-key`: what it does, what it says that it does not do, and which key opens afterwards."""

import shutil
from pathlib import Path

import pytest
from commands import trialscreen

from storage.crypto.keys import make_key, read_key_file, write_key_file


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A data folder with a screening in it, and its key."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    assert trialscreen("chat", stdin="120\n").code == 0
    return tmp_path / "trialscreen"


def _names(folder: Path) -> set[str]:
    return {each.name for each in folder.glob("key*")}


def test_a_plain_rotation_says_what_it_does_not_do(folder: Path) -> None:
    """Protects operators whose key was stolen: they are told which command they need, also by --help."""
    old = read_key_file(folder / "key").fingerprint
    said = trialscreen("rotate-key").printed()
    assert f"The key {old} is replaced by {read_key_file(folder / 'key').fingerprint}" in said
    assert "opens with both what is written from now on, too" in said
    assert "`trialscreen rotate-key --deep`" in said
    assert _names(folder) == {"key", "key.lock", f"key.{old}"}
    assert "still opens what is written later" in " ".join(trialscreen("rotate-key", "--help").printed().split())


def test_a_deep_rotation_says_what_is_new_and_what_is_to_be_done(folder: Path) -> None:
    """Protects operators: void codes, new references, the backup to be taken, and where the closed key is."""
    old = read_key_file(folder / "key").fingerprint
    shutil.copy(folder / "screenings.db", folder / "copy")
    said = trialscreen("rotate-key", "--deep").printed()
    for words in ("open nothing that is written from now on", "void: 0", "Take a backup now", f"key.{old}.closed"):
        assert words in said
    assert "ok    audit: 1 screenings inspected" in trialscreen("doctor").printed()
    shutil.copy(folder / "copy", folder / "screenings.db")
    assert f"the key {old} was closed by `trialscreen rotate-key --deep`" in trialscreen("chat").refused()


def test_a_deep_rotation_takes_a_key_from_a_file(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Protects operators whose key is in the environment: they give the new one, and set it."""
    monkeypatch.setenv("TRIALSCREEN_KEY", read_key_file(folder / "key").text)
    assert "name it with --new-key-file" in trialscreen("rotate-key", "--deep").refused()
    fresh = make_key()
    write_key_file(folder / "fresh", fresh)
    said = trialscreen("rotate-key", "--deep", "--new-key-file", folder / "fresh").printed()
    assert "Set TRIALSCREEN_KEY to the new key now" in said
    assert "encrypted with the key" in trialscreen("people").refused()
    monkeypatch.setenv("TRIALSCREEN_KEY", fresh.text)
    assert "ok    audit: 1 screenings inspected" in trialscreen("doctor").printed()


def test_a_deep_rotation_refuses_what_is_not_whole(folder: Path) -> None:
    """Protects evidence: the fault is named, and the key is the old one."""
    before = (folder / "key").read_bytes()
    anchor = folder / "screenings.db.anchor"
    anchor.write_text("x" + anchor.read_text()[1:])
    assert "line 1 was changed; so no key was rotated" in trialscreen("rotate-key", "--deep").refused()
    assert (folder / "key").read_bytes() == before
