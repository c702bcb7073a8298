"""Lets a person try the page in the browser: a key, a database and an invitation for trying, and the program itself.

`python -m bot.workbench.web_demo` serves until Ctrl-C, and leaves nothing behind: what it stores lies in a folder that
goes at the end.
"""

import argparse
import signal
import socket
import time
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory

from bot.channels.web.pages.chat_page import PRE_CHECK_PATH
from bot.workbench.demo_program import (
    DemoError,
    interrupt,
    make_environment,
    make_invitation,
    read_last_words,
    serve_program,
)

LOOPBACK = "127.0.0.1"
LOOK_SECONDS = 0.1
ROLE = "coordinator"
"""Of all roles it may do most, so that whoever tries the page can try all of it."""


def main() -> None:
    """Shows the page until it is interrupted."""
    parser = argparse.ArgumentParser(prog="bot.workbench.web_demo", description="Try the page in the browser.")
    parser.add_argument("--port", type=int, default=0, help="the port on this machine; a free one if not given")
    port = parser.parse_args().port or _find_port()
    signal.signal(signal.SIGTERM, interrupt)
    try:
        with TemporaryDirectory(prefix="web-demo-") as folder:
            show(Path(folder), port)
    except KeyboardInterrupt:
        print("\nThe demo has ended; what was kept for it is gone.", flush=True)
    except (DemoError, OSError) as fault:
        parser.exit(2, f"The demo cannot be shown: {fault}\n")


def show(folder: Path, port: int) -> None:
    """Lets the program serve, says where to look once it answers, and waits.

    Raises `DemoError` where it ends by itself.
    """
    origin = f"http://localhost:{port}"
    settings = make_environment(folder) | {
        "TRIALSCREEN_WEB_LISTEN": f"{LOOPBACK}:{port}",
        "TRIALSCREEN_WEB_ORIGIN": origin,
        "TRIALSCREEN_WEB_PRE_CHECK": "on",
    }
    token = make_invitation(settings, folder, rf"{origin}/enter/(\S+)", ROLE)
    with serve_program(settings, folder, "web") as program:
        is_told = False
        while program.poll() is None:
            if not is_told and _answers(port):
                print(f"Open {origin}/enter/{token} in a browser, and press the button.", flush=True)
                print(f"{origin}{PRE_CHECK_PATH} is the open pre-check, which needs no invitation.", flush=True)
                print("The link works once. Ctrl-C here ends the demo.", flush=True)
                is_told = True
            time.sleep(LOOK_SECONDS)
    raise DemoError(f"the page has ended; what it said last:\n{read_last_words(folder)}")


def _find_port() -> int:
    with socket.create_server((LOOPBACK, 0)) as free:
        return int(free.getsockname()[1])


def _answers(port: int) -> bool:
    with suppress(OSError), socket.create_connection((LOOPBACK, port), 1):
        return True
    return False


if __name__ == "__main__":
    main()
