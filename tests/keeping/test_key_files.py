"""Key files are private: one that others can read is refused as ssh does, and those that we write never are."""

import os
import stat
from pathlib import Path

import pytest
from commands import trialscreen
from stores import KEY, OTHER_KEY

from storage.crypto.keys import ExposedKey, make_key, read_key_file, write_key_file
from storage.maintenance.key_files import find_key, locate_new_key

as_root = pytest.mark.skipif(os.name != "posix" or os.geteuid() != 0, reason="only root can give files away")


@pytest.fixture
def key_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The key file of the settings, beside the database."""
    file = tmp_path / "my keys" / "key"
    write_key_file(file, KEY)
    monkeypatch.setenv("TRIALSCREEN_KEY_FILE", str(file))
    monkeypatch.setenv("TRIALSCREEN_DATABASE", f"sqlite:///{tmp_path}/screenings.db")
    return file


@pytest.mark.parametrize("mode", [0o600, 0o400, 0o700])
def test_a_private_key_file_is_read(mode: int, key_file: Path) -> None:
    """Protects the rule from refusing what is right."""
    key_file.chmod(mode)
    assert read_key_file(key_file) == KEY


@pytest.mark.thinned(3)
@pytest.mark.parametrize("mode", [0o640, 0o604, 0o644, 0o660, 0o620, 0o602, 0o601, 0o444])
def test_a_key_file_that_others_can_read_is_refused(mode: int, key_file: Path, tmp_path: Path) -> None:
    """Protects the key from every user of the machine: exit 2, the command that helps, and nothing is made."""
    key_file.chmod(mode)
    said = f"{key_file}: others may read this key file, so it is not used; run `chmod 600 '{key_file}'`"
    for command in ("chat", "invite"):
        assert trialscreen(command, stdin="120\n").refused() == said
    assert not (tmp_path / "screenings.db").exists()
    assert f"WRONG key: {key_file}: others may read this key file; run `chmod 600 '{key_file}'`\n" in (
        trialscreen("doctor").out
    )
    key_file.chmod(0o600)
    assert trialscreen("chat", stdin="120\n").code == 0
    key_file.chmod(mode)
    for line in ("chat", "screening list", f"backup {tmp_path}/copy", "rotate-key"):
        assert trialscreen(*line.split()).refused() == said


@as_root
def test_a_credential_of_systemd_is_no_open_file(key_file: Path) -> None:
    """Protects services: their credential is root's, and its mask for access lists stands where a group's rights do."""
    os.chown(key_file, 4242, 4242)
    key_file.chmod(0o440)
    assert read_key_file(key_file) == KEY
    key_file.chmod(0o444)
    with pytest.raises(ExposedKey):
        read_key_file(key_file)


def test_keys_that_a_rotation_left_are_held_to_the_same(key_file: Path) -> None:
    """Protects older backups' keys: a former or a new key that others can read is named, not passed over."""
    former = key_file.with_name(f"key.{OTHER_KEY.fingerprint}")
    write_key_file(former, OTHER_KEY)
    assert find_key(key_file, OTHER_KEY.fingerprint) == OTHER_KEY
    former.chmod(0o644)
    with pytest.raises(ExposedKey, match=f"{OTHER_KEY.fingerprint}: others may read"):
        find_key(key_file, OTHER_KEY.fingerprint)
    assert find_key(key_file, KEY.fingerprint) == KEY, "one that is not needed holds nothing up"
    fresh = make_key()
    write_key_file(locate_new_key(key_file), fresh)
    locate_new_key(key_file).chmod(0o640)
    with pytest.raises(ExposedKey, match=r"key\.new: others may read"):
        find_key(key_file, fresh.fingerprint)
    found = trialscreen("doctor", "--quick")
    assert found.code == 1
    for each in (former, locate_new_key(key_file)):
        assert f"WRONG key: {each}: others may read this key file; run `chmod 600 '{each}'`\n" in found.out


def test_whatever_the_mask_says_our_own_key_files_are_private(key_file: Path) -> None:
    """Protects keys that this program writes: the first one, a new one, and the one that it replaces."""
    before = os.umask(0)
    try:
        assert trialscreen("chat", stdin="120\n").code == 0
        assert trialscreen("rotate-key").code == 0
    finally:
        os.umask(before)
    written = [each for each in key_file.parent.iterdir() if each.name.startswith("key")]
    assert len(written) >= 2
    assert {stat.S_IMODE(each.stat().st_mode) for each in written} == {0o600}
    assert trialscreen("doctor", "--quick").code == 0


@pytest.mark.parametrize(
    ("setting", "command", "content"),
    [
        ("TELEGRAM_TOKEN_FILE", "telegram", "42:a-token-of-nobody-at-all"),
        ("SERVE_KEY_FILE", "serve", "a-key-of-sixteen-signs"),
    ],
)
def test_other_secrets_are_held_to_the_same(
    setting: str, command: str, content: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Protects the bot's token and the testers' key in the same way; the sentence holds no secret."""
    file = tmp_path / "secret"
    file.write_text(content, encoding="ascii")
    file.chmod(0o644)
    monkeypatch.setenv(f"TRIALSCREEN_{setting}", str(file))
    said = f"TRIALSCREEN_{setting}: others may read {file}, so it is not used; run `chmod 600 {file}`"
    assert trialscreen(command).refused() == said
    assert f"chmod 600 {file}`\n" in trialscreen("doctor", "--quick").out
