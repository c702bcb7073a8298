"""`trialscreen doctor` asks Telegram, and `trialscreen telegram --delete-webhook` goes back to polling."""

import socket
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from commands import trialscreen

from bot.cli.clock_skew import find_skew
from bot.cli.telegram_bot import ANSWER_SECONDS
from bot.cli.telegram_check import check_telegram
from bot.config.settings import read_settings
from bot.workbench.telegram_standin import TOKEN, Standin

SECRET_PATH = "/path-that-nobody-may-see"
URL = f"https://bot.example.org:8443{SECRET_PATH}"


@pytest.fixture
def standin(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Standin]:
    """A stand-in for Telegram that the settings name, with the token in a file."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("TRIALSCREEN_DATABASE", f"sqlite:///{tmp_path / 'screenings.db'}")
    (tmp_path / "token").write_text(TOKEN)
    (tmp_path / "token").chmod(0o600)
    monkeypatch.setenv("TRIALSCREEN_TELEGRAM_TOKEN_FILE", str(tmp_path / "token"))
    with Standin() as opened:
        monkeypatch.setenv("TRIALSCREEN_TELEGRAM_API", opened.base_url.removesuffix("/bot"))
        yield opened


def set_hook(standin: Standin, url: str = URL) -> None:
    """Lets Telegram have a webhook, to which it delivers nothing."""
    with standin.world.lock:
        standin.bot.hook.url = url
        standin.bot.hook.in_flight = standin.bot.hook.most


def serve_through_hook(folder: Path, monkeypatch: pytest.MonkeyPatch, url: str = URL) -> None:
    """Sets what the service needs for a webhook."""
    (folder / "secret").write_text("secret-word")
    (folder / "secret").chmod(0o600)
    monkeypatch.setenv("TRIALSCREEN_WEBHOOK_URL", url)
    monkeypatch.setenv("TRIALSCREEN_WEBHOOK_SECRET_FILE", str(folder / "secret"))
    monkeypatch.setenv("TRIALSCREEN_LISTEN", "127.0.0.1:8080")


def read_lines() -> tuple[int, list[str]]:
    """Returns the exit code of doctor, and what it says of Telegram."""
    ran = trialscreen("doctor")
    for secret in (TOKEN, SECRET_PATH, "secret-word"):
        assert secret not in ran.out + ran.err
    return ran.code, [line for line in ran.out.splitlines() if line[6:].startswith("telegram: ")]


def test_doctor_asks_telegram_with_the_token_that_the_service_has(standin: Standin) -> None:
    """Protects "doctor asks Telegram": the name, that no webhook is in the way, how much waits, and the clocks."""
    for _ in range(3):
        standin.person(7).sends("hello")
    assert read_lines() == (
        0,
        [
            f"ok    telegram: the bot is @{standin.bot.account.username}, updates come by polling",
            "ok    telegram: no webhook is set there; updates that wait at Telegram: 3",
            "ok    telegram: its clock and this machine's agree",
        ],
    )


def test_doctor_finds_the_token_in_the_env_file(
    standin: Standin, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Protects "reads the token as the service does": from the `.env` file of the folder, too."""
    monkeypatch.delenv("TRIALSCREEN_TELEGRAM_TOKEN_FILE")
    (tmp_path / ".env").write_text("TRIALSCREEN_TELEGRAM_TOKEN_FILE=token\n")
    (tmp_path / ".env").chmod(0o600)
    code, lines = read_lines()
    assert code == 0
    assert "the bot is @" in lines[0]


def test_doctor_names_a_webhook_that_is_in_the_way_of_polling(standin: Standin) -> None:
    """Protects whoever polls in vain: doctor says why, and how to go back to polling."""
    set_hook(standin)
    code, lines = read_lines()
    assert code == 1
    assert lines[1] == (
        "WRONG telegram: a webhook is set there, at https://bot.example.org:8443 (address not told, connections at most"
        " 40); updates that wait at Telegram: 0. It gets the updates, so polling gets none. To go back to polling, run"
        " `trialscreen telegram --delete-webhook`"
    )


@pytest.mark.parametrize(
    ("at_telegram", "code", "said"),
    [
        (URL, 0, "ok    telegram: a webhook is set there, at https://bot.example.org:8443"),
        ("", 0, "ok    telegram: no webhook is set there yet; the service sets it when it starts"),
        ("https://other.example.org/x", 1, "WRONG telegram: a webhook is set there, at https://other.example.org"),
    ],
)
def test_doctor_holds_the_webhook_against_the_settings(
    standin: Standin, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, at_telegram: str, code: int, said: str
) -> None:
    """Protects a webhook that is set as the settings say from a false alarm, and another one from going unseen."""
    serve_through_hook(tmp_path, monkeypatch)
    set_hook(standin, at_telegram)
    found, lines = read_lines()
    assert found == code
    assert lines[1].startswith(said)


@pytest.mark.parametrize(("minutes", "word"), [(5, "WRONG"), (300, "ok   ")])
def test_doctor_tells_telegrams_last_fault_with_the_webhook(
    standin: Standin, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, minutes: int, word: str
) -> None:
    """Protects "last error": when it was and what, without the secret path; an old one is no alarm."""
    serve_through_hook(tmp_path, monkeypatch)
    set_hook(standin)
    at = datetime.now(UTC) - timedelta(minutes=minutes)
    standin.bot.hook.error_at = int(at.timestamp())
    standin.bot.hook.error = f"Wrong response from {URL} ({SECRET_PATH}): 502 Bad Gateway\n" + "x" * 1000
    _, lines = read_lines()
    assert lines[2].startswith(
        f"{word} telegram: Telegram could not deliver at {at:%Y-%m-%d %H:%M} UTC: Wrong response"
    )
    assert "502 Bad Gateway" in lines[2]
    assert len(lines[2]) < 250


def shift(seconds: float) -> Callable[[], datetime]:
    """Returns a clock that is so many seconds ahead of this machine's."""
    return lambda: datetime.now(UTC) + timedelta(seconds=seconds)


@pytest.mark.parametrize(
    ("seconds", "said"),
    [(0, "agree"), (2, "agree"), (-2, "agree"), (20, "20 seconds ahead of Telegram's"), (-90, "90 seconds behind")],
)
def test_doctor_tells_how_far_the_clock_is_from_telegrams(standin: Standin, seconds: int, said: str) -> None:
    """Protects "clock skew": some seconds are an alarm that says what to do; what rounding brings about is none."""
    last = list(check_telegram(read_settings(), is_quick=False, now=shift(seconds)))[-1]
    assert said in last.said
    assert last.is_well == (abs(seconds) < 5)
    assert last.is_well or "time server" in last.said


def test_the_skew_is_taken_from_the_middle_of_a_call() -> None:
    """Protects the figure from a slow answer, and from a second that was cut off."""
    noon = datetime(2026, 6, 1, 12, tzinfo=UTC)
    said = "Mon, 01 Jun 2026 12:00:03 GMT"
    assert find_skew(said, noon, noon + timedelta(seconds=7)) == timedelta()
    assert find_skew(said, noon + timedelta(seconds=60), noon + timedelta(seconds=67)) == timedelta(seconds=60)
    assert find_skew("", noon, noon) is None
    assert find_skew("yesterday", noon, noon) is None


def test_doctor_goes_on_where_telegram_cannot_be_reached(standin: Standin, monkeypatch: pytest.MonkeyPatch) -> None:
    """Protects the rest of what doctor says: one sentence, in a bounded time, whoever hangs or is away."""
    with socket.create_server(("127.0.0.1", 0)) as mute:
        monkeypatch.setenv("TRIALSCREEN_TELEGRAM_API", f"http://127.0.0.1:{mute.getsockname()[1]}")
        begun = time.monotonic()
        (found,) = check_telegram(read_settings(), is_quick=False, seconds=0.2)
        assert time.monotonic() - begun < ANSWER_SECONDS
        assert not found.is_well
        assert "cannot be reached" in found.said
    code, lines = read_lines()
    assert code == 1
    assert len(lines) == 1
    assert "cannot be reached" in lines[0]
    assert "database: " in trialscreen("doctor").out


def test_the_webhook_is_deleted_and_what_waits_stays(standin: Standin, monkeypatch: pytest.MonkeyPatch) -> None:
    """Protects "how to go back to polling": no update is dropped, nothing but the token is needed, and it says so."""
    monkeypatch.delenv("TRIALSCREEN_DATABASE")
    set_hook(standin)
    standin.person(7).sends("hello")
    printed = trialscreen("telegram", "--delete-webhook").printed()
    assert printed == "The webhook is deleted; updates that wait at Telegram: 1. They come by polling.\n"
    assert (standin.bot.hook.url, len(standin.bot.updates)) == ("", 1)
    printed = trialscreen("telegram", "--delete-webhook").printed()
    assert printed == "No webhook was set; updates that wait at Telegram: 1. They come by polling.\n"


def test_a_webhook_that_is_still_in_the_settings_is_told(
    standin: Standin, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Protects whoever deletes the webhook and starts the service again: it would be set again."""
    serve_through_hook(tmp_path, monkeypatch)
    monkeypatch.delenv("TRIALSCREEN_LISTEN")
    set_hook(standin)
    ran = trialscreen("telegram", "--delete-webhook")
    assert (ran.code, standin.bot.hook.url) == (0, "")
    assert ran.err == (
        "trialscreen: TRIALSCREEN_WEBHOOK_URL is still set: the service would set the webhook again when it starts\n"
    )


def test_a_webhook_that_cannot_be_deleted_is_one_line(standin: Standin, monkeypatch: pytest.MonkeyPatch) -> None:
    """Protects whoever has no token, another one, or no connection: exit 2, and the reason."""
    standin.faults.share("reset_before", methods={"deleteWebhook"})
    assert "cannot be reached (NetworkError)" in trialscreen("telegram", "--delete-webhook").refused()
    standin.world.bots.clear()
    assert "does not know the bot's token" in trialscreen("telegram", "--delete-webhook").refused()
    monkeypatch.delenv("TRIALSCREEN_TELEGRAM_TOKEN_FILE")
    assert "TRIALSCREEN_TELEGRAM_TOKEN: it is not set" in trialscreen("telegram", "--delete-webhook").refused()
