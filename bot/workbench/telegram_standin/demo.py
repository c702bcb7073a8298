"""Lets a person try a bot in the browser: the stand-in, the bot as a process, an invitation for each of two phones.

`python -m bot.workbench.telegram_standin.demo` serves until Ctrl-C, and leaves nothing behind: what it stores lies in a
folder that goes at the end. Of the bot it knows the command line and the settings, and nothing else.
"""

import argparse
import base64
import os
import re
import secrets
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NoReturn

from bot.workbench.telegram_standin.running import Standin

PHONES = {1: "Anna", 2: "Ben"}
PROGRAM = (sys.executable, "-m", "bot")
ROOT = Path(__file__).parents[2]
STOP_SECONDS = 15
LOOK_SECONDS = 0.2


class DemoError(Exception):
    """Why the demo cannot be shown, in a sentence."""


def main() -> None:
    """Shows the demo until it is interrupted."""
    parser = argparse.ArgumentParser(
        prog="bot.workbench.telegram_standin.demo", description="Try the bot in the browser, without Telegram."
    )
    parser.add_argument("--port", type=int, default=0, help="the port on 127.0.0.1; a free one if not given")
    port = parser.parse_args().port
    signal.signal(signal.SIGTERM, _interrupt)
    try:
        with TemporaryDirectory(prefix="telegram-demo-") as folder, Standin(port=port) as standin:
            show(standin, Path(folder))
    except KeyboardInterrupt:
        print("\nThe demo has ended; what was kept for it is gone.", flush=True)
    except (DemoError, OSError) as fault:
        parser.exit(2, f"The demo cannot be shown: {fault}\n")


def show(standin: Standin, folder: Path) -> None:
    """Invites two people, lets the bot serve, says where to look, and waits.

    Raises `DemoError` where the bot ends by itself.
    """
    settings = make_settings(standin, folder)
    for number, name in PHONES.items():
        standin.person(number, name)
        standin.world.deep_links[number] = make_invitation(settings, folder)
    with serve_bot(settings, folder) as bot:
        print(
            f"Open {standin.url}/ in a browser: two phones, {' and '.join(PHONES.values())}, with one bot.", flush=True
        )
        print("Press START there, then tap and type. Ctrl-C here ends the demo.", flush=True)
        while bot.poll() is None:
            time.sleep(LOOK_SECONDS)
    raise DemoError(f"the bot has ended; what it said last:\n{_last_words(folder)}")


def make_settings(standin: Standin, folder: Path) -> dict[str, str]:
    """Returns the environment of the bot: a database and a key to be thrown away, the stand-in in place of Telegram."""
    inherited = {name: value for name, value in os.environ.items() if not name.startswith("TRIALSCREEN_")}
    return inherited | {
        "PYTHONPATH": str(ROOT),
        "TRIALSCREEN_DATABASE": f"sqlite:///{folder / 'screenings.db'}",
        "TRIALSCREEN_KEY": base64.b64encode(secrets.token_bytes(32)).decode(),
        "TRIALSCREEN_TELEGRAM_TOKEN": standin.bot.token,
        "TRIALSCREEN_TELEGRAM_API": standin.url,
    }


def make_invitation(settings: dict[str, str], folder: Path) -> str:
    """Returns what an invitation carries that the bot's own command made."""
    made = subprocess.run([*PROGRAM, "invite"], cwd=folder, env=settings, capture_output=True, text=True, check=False)
    token = re.search(r"/start (\S+)", made.stdout)
    if token is None:
        raise DemoError(f"no invitation could be made: {made.stderr.strip()}")
    return token[1]


@contextmanager
def serve_bot(settings: dict[str, str], folder: Path) -> Iterator[subprocess.Popen[bytes]]:
    """Lets the bot serve until the end of the block."""
    with _log(folder).open("wb") as log:
        bot = subprocess.Popen([*PROGRAM, "telegram"], cwd=folder, env=settings, stdout=log, stderr=log)
    try:
        yield bot
    finally:
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # a second Ctrl-C must not leave the bot behind
        bot.terminate()
        try:
            bot.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            bot.kill()
            bot.wait()


def _log(folder: Path) -> Path:
    return folder / "bot.log"


def _last_words(folder: Path) -> str:
    return "\n".join(_log(folder).read_text(encoding="utf-8", errors="replace").splitlines()[-5:])


def _interrupt(number: int, frame: object) -> NoReturn:
    raise KeyboardInterrupt


if __name__ == "__main__":
    main()
