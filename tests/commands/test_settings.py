"""Settings: what is empty is unset, `~` is one's home, and what cannot be meant is one sentence."""

import os
from pathlib import Path

import pytest
from commands import trialscreen

from bot.config.errors import UsageFault
from bot.config.settings import Settings, read_settings
from bot.config.store_location import locate_store

NAMES = [f"TRIALSCREEN_{name.upper()}" for name in Settings.model_fields]


@pytest.fixture(autouse=True)
def _folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A folder of one's own, which holds a definition that nobody named."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "stray.yaml").write_text("no: trial", encoding="utf-8")


@pytest.mark.parametrize("empty", ["", " ", "\t "])
@pytest.mark.parametrize("name", NAMES)
def test_an_empty_setting_is_not_set(name: str, empty: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Protects `TRIALSCREEN_…=` in a unit or a shell: neither a fault, nor the current folder."""
    plain = read_settings()
    monkeypatch.setenv(name, empty)
    assert read_settings() == plain
    assert read_settings().model_fields_set == set()


def test_with_all_settings_empty_every_command_does_as_with_none(monkeypatch: pytest.MonkeyPatch) -> None:
    """Protects the same for what commands make of them: the current folder's YAML is no trial."""
    for name in NAMES:
        monkeypatch.setenv(name, "")
    assert [line.split()[0] for line in trialscreen("trial", "list").printed().splitlines()] == ["interfant-21"]
    assert trialscreen("chat", stdin="120\n").printed().startswith("Screening for Interfant-21")
    assert "none is set" in trialscreen("doctor", "--quick").printed()
    assert trialscreen("telegram").refused().startswith("TRIALSCREEN_TELEGRAM_TOKEN: it is not set")


@pytest.mark.parametrize(
    "name", [name for name in NAMES if name.endswith(("_FILE", "TRIALS", "SITES", "ANCHOR", "FORGOTTEN"))]
)
def test_a_path_may_begin_at_home(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Protects `~`, which no shell expands in a unit or a .env file; a home that nobody has is told."""
    field = name.removeprefix("TRIALSCREEN_").lower()
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv(name, "~/there")
    assert getattr(read_settings(), field) == tmp_path / "there"
    monkeypatch.setenv(name, "~nobody-of-this-name/there")
    assert trialscreen("trial", "list").refused() == (
        f"{name}: it begins with the home of a user who is not there; docs/settings.md explains it"
    )


def test_a_database_may_stand_at_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Protects the same in URLs: of a file, and of the files that a server's URL names."""
    monkeypatch.setenv("HOME", str(tmp_path))
    assert locate_store("sqlite:///~/screenings.db").address.file == tmp_path / "screenings.db"
    address = locate_store("postgresql://anna@/name?sslrootcert=~/ca.pem&host=~/run&application_name=~").address
    assert dict(address.url.query) == {
        "sslrootcert": f"{tmp_path}/ca.pem", "host": f"{tmp_path}/run", "application_name": "~",
    }  # fmt: skip
    with pytest.raises(UsageFault, match="names the home of a user who is not there"):
        locate_store("postgresql://anna@/name?passfile=~nobody-of-this-name/pass")


@pytest.mark.parametrize(
    ("name", "hint"),
    [
        ("TRIALSCREEN_DATABSE", "did you mean TRIALSCREEN_DATABASE? "),
        ("TRIALSCREEN_KEYFILE", "did you mean TRIALSCREEN_KEY_FILE? "),
        ("trialscreen_anker", "did you mean TRIALSCREEN_ANCHOR? "),
        ("TRIALSCREEN_", ""),
        ("TRIALSCREEN_QQQQQQQQQQQQQQQQQQQQQQQQ", ""),
        ("TRAILSCREEN_DATABASE", "did you mean TRIALSCREEN_DATABASE? "),
        ("TRIAL_SCREEN_KEY", "did you mean TRIALSCREEN_KEY? "),
        ("TRIALSCREENKEY", "did you mean TRIALSCREEN_KEY? "),
    ],
)
def test_a_misspelt_setting_is_told(name: str, hint: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Protects against a setting that has no effect and is not missed: the database stands elsewhere than believed."""
    monkeypatch.setenv(name, "x")
    said = f"{name}: there is no such setting; {hint}docs/settings.md lists them"
    assert trialscreen("chat", "--ephemeral").refused() == said
    assert f"WRONG settings: {said}\n" in trialscreen("doctor").out


@pytest.mark.parametrize("name", ["BOTIUM_TRIALSCREEN_KEY", "MY_TRIALS", "SCREEN", "TRIALS", "TERM"])
def test_settings_of_other_programs_are_none_of_ours(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Protects the test before from refusing everything."""
    monkeypatch.setenv(name, "x")
    assert read_settings() == Settings()


ONE = "{first} and {second} are one file, "


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"ANCHOR": "kept/a", "FORGOTTEN": "kept/a"}, ("ANCHOR", "FORGOTTEN")),
        ({"KEY_FILE": "kept/a", "ANCHOR": "kept/../kept/a"}, ("KEY_FILE", "ANCHOR")),
        ({"KEY_FILE": "kept/a", "FORGOTTEN": "link/a"}, ("KEY_FILE", "FORGOTTEN")),
        ({"KEY_FILE": "kept/there", "SITES": "kept/hard"}, ("SITES", "KEY_FILE")),
        ({"TELEGRAM_TOKEN_FILE": "kept/a", "WEBHOOK_SECRET_FILE": "kept/a"},
         ("TELEGRAM_TOKEN_FILE", "WEBHOOK_SECRET_FILE")),
        ({"DATABASE": "sqlite:///kept/a", "ANCHOR": "link/a"}, ("ANCHOR", "DATABASE")),
        ({"DATABASE": "sqlite:///kept/a", "KEY_FILE": "kept/a"}, ("KEY_FILE", "DATABASE")),
        ({"DATABASE": "sqlite:///kept/a", "FORGOTTEN": "kept/a.anchor"}, ("FORGOTTEN", "ANCHOR")),
        ({"ANCHOR": "{data}/trialscreen/key"}, ("ANCHOR", "KEY_FILE")),
    ],
)  # fmt: skip
def test_two_settings_that_name_one_file_are_refused(
    given: dict[str, str], said: tuple[str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Protects each file from the other: by a link, a way round, or a default of which nobody thought."""
    (tmp_path / "kept").mkdir()
    (tmp_path / "link").symlink_to("kept")
    (tmp_path / "kept" / "there").touch()
    (tmp_path / "kept" / "hard").hardlink_to(tmp_path / "kept" / "there")
    for name, value in given.items():
        monkeypatch.setenv(f"TRIALSCREEN_{name}", value.format(data=os.environ["XDG_DATA_HOME"]))
    first, second = (f"TRIALSCREEN_{name}" for name in said)
    line = trialscreen("chat", stdin="120\n").refused()
    assert line.startswith((ONE.format(first=first, second=second), ONE.format(first=second, second=first)))
    assert line in trialscreen("doctor").out


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"FORGOTTEN": "kept.lock", "ANCHOR": "kept"}, "TRIALSCREEN_FORGOTTEN and the lock of TRIALSCREEN_ANCHOR"),
        ({"DATABASE": "sqlite:///kept", "ANCHOR": "kept-journal"},
         "TRIALSCREEN_ANCHOR and the journal of TRIALSCREEN_DATABASE"),
    ],
)  # fmt: skip
def test_nor_may_one_name_a_file_that_stands_beside_another(
    given: dict[str, str], said: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Protects the same from files that we make ourselves, and empty."""
    for name, value in given.items():
        monkeypatch.setenv(f"TRIALSCREEN_{name}", value)
    assert trialscreen("chat").refused().startswith(f"{said} are one file, ")


@pytest.mark.parametrize(("name", "value"), [("ANCHOR", "{}"), ("FORGOTTEN", "{}"), ("DATABASE", "sqlite:///{}")])
@pytest.mark.parametrize("kind", ["pipe", "/dev/zero", "/dev/null"])
def test_what_is_kept_stands_in_plain_files(
    name: str, value: str, kind: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Protects a command from waiting for ever at a pipe, and what is kept from a device that keeps nothing."""
    os.mkfifo(tmp_path / "pipe")
    monkeypatch.setenv(f"TRIALSCREEN_{name}", value.format(tmp_path / kind))
    said = f"TRIALSCREEN_{name}: {tmp_path / kind} is no plain file; name another one"
    assert trialscreen("chat", stdin="120\n").refused() == said
