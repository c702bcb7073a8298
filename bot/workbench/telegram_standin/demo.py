"""Lets a person try a bot in the browser: the stand-in, the bot as a process, an invitation for each of two phones.

`python -m bot.workbench.telegram_standin.demo` serves until Ctrl-C, and leaves nothing behind: what it stores lies in a
folder that goes at the end. Of the bot it knows the command line and the settings, and nothing else.
"""

import argparse
import signal
import time
from pathlib import Path
from tempfile import TemporaryDirectory

from bot.workbench.demo_program import (
    DemoError,
    interrupt,
    make_environment,
    make_invitation,
    read_last_words,
    serve_program,
)
from bot.workbench.telegram_standin.running import Standin

PHONES = {1: "Anna", 2: "Ben"}
LOOK_SECONDS = 0.2
SHOWN_AS = r"/start (\S+)"


def main() -> None:
    """Shows the demo until it is interrupted."""
    parser = argparse.ArgumentParser(
        prog="bot.workbench.telegram_standin.demo", description="Try the bot in the browser, without Telegram."
    )
    parser.add_argument("--port", type=int, default=0, help="the port on 127.0.0.1; a free one if not given")
    port = parser.parse_args().port
    signal.signal(signal.SIGTERM, interrupt)
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
        standin.world.deep_links[number] = make_invitation(settings, folder, SHOWN_AS)
    with serve_program(settings, folder, "telegram") as bot:
        print(
            f"Open {standin.url}/ in a browser: two phones, {' and '.join(PHONES.values())}, with one bot.", flush=True
        )
        print("Press START there, then tap and type. Ctrl-C here ends the demo.", flush=True)
        while bot.poll() is None:
            time.sleep(LOOK_SECONDS)
    raise DemoError(f"the bot has ended; what it said last:\n{read_last_words(folder)}")


def make_settings(standin: Standin, folder: Path) -> dict[str, str]:
    """Returns the environment of the bot: a database and a key to be thrown away, the stand-in in place of Telegram."""
    return make_environment(folder) | {
        "TRIALSCREEN_TELEGRAM_TOKEN": standin.bot.token,
        "TRIALSCREEN_TELEGRAM_API": standin.url,
    }


if __name__ == "__main__":
    main()
