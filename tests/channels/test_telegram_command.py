"""`trialscreen telegram` as a command: it names each missing or wrong setting, and opens nothing; then it serves."""

import os
import signal
import sqlite3
import subprocess
from contextlib import closing
from pathlib import Path

import pytest
from commands import command, environment, trialscreen
from quick_processes import run, start

from bot.workbench.telegram_standin import TOKEN, Standin

SERVING = {"TRIALSCREEN_TELEGRAM_TOKEN": TOKEN}
HOOK = SERVING | {"TRIALSCREEN_WEBHOOK_URL": "https://bot.example.org/telegram", "TRIALSCREEN_LISTEN": "127.0.0.1:8080"}

REFUSED = [
    (
        {},
        (
            "TRIALSCREEN_TELEGRAM_TOKEN: it is not set, nor is TRIALSCREEN_TELEGRAM_TOKEN_FILE; take the token from"
            " @BotFather"
        ),
    ),
    ({"TRIALSCREEN_TELEGRAM_TOKEN": "42"}, "TRIALSCREEN_TELEGRAM_TOKEN: that is no bot's token"),
    (
        {"TRIALSCREEN_TELEGRAM_TOKEN_FILE": "nowhere"},
        "TRIALSCREEN_TELEGRAM_TOKEN_FILE: nowhere cannot be read (no such file or directory)",
    ),
    (
        SERVING | {"TRIALSCREEN_TELEGRAM_TOKEN_FILE": "token"},
        "TRIALSCREEN_TELEGRAM_TOKEN and TRIALSCREEN_TELEGRAM_TOKEN_FILE are both set",
    ),
    ({"TRIALSCREEN_TELEGRAM_TOKEN_FILE": "latin"}, "TRIALSCREEN_TELEGRAM_TOKEN_FILE: latin does not hold plain text"),
    (SERVING | {"TRIALSCREEN_TELEGRAM_API": "telegram.org"}, "TRIALSCREEN_TELEGRAM_API: 'telegram.org' is no URL"),
    (SERVING | {"TRIALSCREEN_LISTEN": "8080"}, "TRIALSCREEN_LISTEN: '8080' is no host and port; write 127.0.0.1:8080"),
    (SERVING | {"TRIALSCREEN_LOG_LEVEL": "loud"}, "TRIALSCREEN_LOG_LEVEL: "),
    (SERVING | {"TRIALSCREEN_EVENTS_A_SECOND": "0"}, "TRIALSCREEN_EVENTS_A_SECOND: "),
    (
        SERVING | {"TRIALSCREEN_WEBHOOK_SECRET_FILE": "secret"},
        "TRIALSCREEN_WEBHOOK_SECRET_FILE is set without TRIALSCREEN_WEBHOOK_URL",
    ),
    (HOOK, "TRIALSCREEN_WEBHOOK_SECRET_FILE: a webhook needs a secret, such as `openssl rand -hex 32` makes"),
    (
        HOOK | {"TRIALSCREEN_WEBHOOK_SECRET_FILE": "secret", "TRIALSCREEN_LISTEN": ""},
        "TRIALSCREEN_LISTEN: a webhook needs to know where",
    ),
    (HOOK | {"TRIALSCREEN_WEBHOOK_SECRET_FILE": "empty"}, "The webhook's secret token must be 1 to 256"),
    (
        HOOK | {"TRIALSCREEN_WEBHOOK_SECRET_FILE": "secret", "TRIALSCREEN_WEBHOOK_URL": "http://bot.example.org/x"},
        "The webhook's public URL must begin with https://",
    ),
    (
        HOOK | {"TRIALSCREEN_WEBHOOK_SECRET_FILE": "secret", "TRIALSCREEN_WEBHOOK_URL": "https://bot.example.org"},
        "path '/' cannot be served",
    ),
    (SERVING | {"TRIALSCREEN_KEY_FILE": "nokey"}, "nokey: there is no key file"),
    (SERVING | {"TRIALSCREEN_KEY": "abc"}, "TRIALSCREEN_KEY"),
]


@pytest.mark.parametrize(("given", "said"), REFUSED, ids=[said[:60] for _, said in REFUSED])
def test_a_setting_that_is_missing_or_wrong_is_one_line(
    given: dict[str, str], said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Protects "which one, why, where it is explained, exit 2 before anything is opened"."""
    monkeypatch.chdir(tmp_path)
    for name, content in (
        ("token", TOKEN.encode()),
        ("secret", b"secret-word\n"),
        ("empty", b""),
        ("latin", b"42:\xe4"),
    ):
        (tmp_path / name).write_bytes(content)
        (tmp_path / name).chmod(0o600)
    monkeypatch.setenv("TRIALSCREEN_DATABASE", f"sqlite:///{tmp_path / 'screenings.db'}")
    for name, value in given.items():
        monkeypatch.setenv(name, value)
    line = trialscreen("telegram").refused()
    assert said in line
    assert TOKEN.partition(":")[2] not in line
    assert not (tmp_path / "screenings.db").exists()


def test_it_serves_until_it_is_told_to_stop(tmp_path: Path) -> None:
    """Protects the command: a process lets in, asks, stops within seconds of SIGTERM with exit 0, tells no secret."""
    with Standin() as standin:
        own = {
            "XDG_DATA_HOME": os.environ["XDG_DATA_HOME"],
            "TRIALSCREEN_DATABASE": f"sqlite:///{tmp_path / 'screenings.db'}",
            "TRIALSCREEN_TELEGRAM_TOKEN": TOKEN,
            "TRIALSCREEN_TELEGRAM_API": standin.base_url.removesuffix("/bot"),
            "TRIALSCREEN_LOG_LEVEL": "debug",
        }
        invited = run(command("invite"), environment(**own), text=True)
        token = invited.stdout.split("/start ")[1].strip()
        with start(command("telegram"), environment(**own), stderr=subprocess.PIPE, text=True) as bot:
            try:
                anna = standin.person(7, "Anna")
                anna.starts(token)
                standin.wait_for(
                    lambda: any("How old was the infant" in (message.text or "") for message in anna.sees()), 30
                )
                bot.send_signal(signal.SIGTERM)
                _, said = bot.communicate(timeout=30)
            finally:
                bot.kill()
    assert bot.returncode == 0
    assert '"polling"' in said
    assert [each for each in (token, TOKEN.partition(":")[2], "infant") if each in said] == []


def test_a_database_that_is_held_is_exit_1_so_that_the_service_begins_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Protects "it stays up": exit 2 would keep the unit down, and what is held is free again soon."""
    monkeypatch.setenv("TRIALSCREEN_DATABASE", f"sqlite:///{tmp_path / 'screenings.db'}")
    trialscreen("invite").printed()
    monkeypatch.setenv("TRIALSCREEN_TELEGRAM_TOKEN", TOKEN)
    with closing(sqlite3.connect(tmp_path / "screenings.db", isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        done = trialscreen("telegram")
    assert (done.code, done.err.count("\n")) == (1, 1), done.err
    assert "another program holds the database" in done.err


def test_an_invitation_is_printed_as_a_link_of_the_bot(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Protects "CLI invitations print the link": of the bot that is served, from the name that Telegram says."""
    monkeypatch.setenv("TRIALSCREEN_DATABASE", f"sqlite:///{tmp_path / 'screenings.db'}")
    (tmp_path / "token").write_text(f"{TOKEN}\n", encoding="utf-8")
    (tmp_path / "token").chmod(0o600)
    monkeypatch.setenv("TRIALSCREEN_TELEGRAM_TOKEN_FILE", str(tmp_path / "token"))
    with Standin() as standin:
        monkeypatch.setenv("TRIALSCREEN_TELEGRAM_API", standin.base_url.removesuffix("/bot"))
        standin.bot.account.username = "screening_bot"
        first, second = trialscreen("invite").printed().splitlines()
        assert first.startswith("For one clinician, within 7 days: https://t.me/screening_bot?start=")
        assert second == f"Or, in the chat with the bot: /start {first.partition('?start=')[2]}"
        standin.faults.share("internal_error", methods=["getMe"])
        assert "https://t.me/NAME?start=" in trialscreen("invite").printed()
    assert "https://t.me/NAME?start=" in trialscreen("invite").printed(), "nobody answers"
    monkeypatch.setenv("TRIALSCREEN_TELEGRAM_NAME", "@set_bot")
    assert "https://t.me/set_bot?start=" in trialscreen("invite").printed(), "nobody answers, and the name is set"
    monkeypatch.delenv("TRIALSCREEN_TELEGRAM_TOKEN_FILE")
    assert "https://t.me/set_bot?start=" in trialscreen("invite").printed(), "where only root reads the token"


def test_doctor_says_whether_the_bot_is_known(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Protects "doctor says what is set, reachable and wrong (token)", without showing it."""
    monkeypatch.setenv("TRIALSCREEN_DATABASE", f"sqlite:///{tmp_path / 'screenings.db'}")
    with Standin() as standin:
        monkeypatch.setenv("TRIALSCREEN_TELEGRAM_API", standin.base_url.removesuffix("/bot"))
        for token, code, said in (
            (TOKEN, 0, "ok    telegram: the bot is @"),
            ("43:another-token-that-nobody-knows", 1, "WRONG telegram: Telegram does not know the bot's token"),
            ("canary", 1, "WRONG telegram: TRIALSCREEN_TELEGRAM_TOKEN: that is no bot's token"),
        ):
            monkeypatch.setenv("TRIALSCREEN_TELEGRAM_TOKEN", token)
            ran = trialscreen("doctor")
            assert (ran.code, said in ran.out, token in ran.out) == (code, True, False)
