"""Lets a person try encrypted chats without a phone: a homeserver, the bot, and somebody who types in this terminal.

`make matrix-demo` serves until Ctrl-C, and leaves nothing behind: all of it lies in a folder that goes at the end. What
is typed goes encrypted through Synapse on this machine, by a client that trusts verified devices only.
"""

import signal
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from tempfile import TemporaryDirectory

import matrix_checks
from demo_chat import DemoChat
from strict_peer import PeerFault, StrictPeer
from synapse_server import SynapseServer, run_synapse

from bot.workbench.demo_program import (
    PROGRAM,
    DemoError,
    interrupt,
    make_environment,
    make_invitation,
    read_last_words,
    serve_program,
)

PASSWORD = "a password of this demo only"
PERSON, BOT = "anna", "trialscreen"
SHOWN_AS = r"send: start (\S+)"
HOW = """\
You are @anna, at a client whose device is verified; the chat with @trialscreen is encrypted from end to end.
Answer by typing words or numbers. “>2 No” answers message 2 by quoting it, and “*No” edits what you wrote last.
Ctrl-C ends the demo."""


def main() -> int:
    """Shows the demo until it is interrupted, or until what is typed ends."""
    signal.signal(signal.SIGTERM, interrupt)
    try:
        matrix_checks.set_up()
        with TemporaryDirectory(prefix="matrix-demo-") as folder:
            print("Starting a homeserver, the bot and a client on this machine.", flush=True)
            with run_synapse(Path(folder) / "synapse") as server:
                show(server, Path(folder))
    except (KeyboardInterrupt, EOFError):
        print("\nThe demo has ended; what was kept for it is gone.", flush=True)
    except (matrix_checks.MissingProgram, DemoError, OSError, PeerFault, RuntimeError) as fault:
        print(f"The demo cannot be shown: {fault}", file=sys.stderr)
        return 2
    return 0


def show(server: SynapseServer, folder: Path) -> None:
    """Logs both in, lets the bot serve, and lets the person type. Raises `DemoError` where the bot ends by itself."""
    settings = make_environment(folder) | {"TRIALSCREEN_MATRIX_SERVERS": "localhost"}
    bot = make_account(server, BOT)
    log_in(server, settings, folder, bot)
    token = make_invitation(settings, folder, SHOWN_AS)
    make_account(server, PERSON)
    with serve_program(settings, folder, "matrix") as program, StrictPeer() as person:
        person.log_in(server.address, PERSON, PASSWORD, signed=True)
        room = str(person.do("create", invite=[bot], encrypted=True)["room"])
        chat = DemoChat(person, room, bot)
        _while_it_serves(program, folder, chat.wait_until_joined)
        print(f"\n{HOW}\n", flush=True)
        print(f"> start {token}", flush=True)
        chat.say(f"start {token}")
        while True:
            _while_it_serves(program, folder, chat.show_answers)
            chat.say(input("> ") if sys.stdin.isatty() else _read_line())


def make_account(server: SynapseServer, name: str) -> str:
    """Makes an account without limits of messages, and returns its user id."""
    user = server.register(name, PASSWORD)
    server.exempt(user)
    return user


def log_in(server: SynapseServer, settings: Mapping[str, str], folder: Path, user: str) -> None:
    """Logs the bot's device in by the program's own command."""
    ran = subprocess.run(
        [*PROGRAM, "matrix", "login"], input=f"{server.address}\n{user}\n{PASSWORD}\n", cwd=folder, env=settings,
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    if ran.returncode != 0:
        raise DemoError(f"the bot could not be logged in: {ran.stderr.strip()}")


def _while_it_serves(program: subprocess.Popen[bytes], folder: Path, wait: Callable[[], None]) -> None:
    """Waits for the bot. Raises `DemoError` where it has ended, or answers nothing."""
    try:
        wait()
    except TimeoutError as fault:
        raise DemoError(f"the bot does not answer; it said last:\n{read_last_words(folder)}") from fault
    if program.poll() is not None:
        raise DemoError(f"the bot has ended; what it said last:\n{read_last_words(folder)}")


def _read_line() -> str:
    """Returns a line of what is piped in, and shows it. Raises `EOFError` at its end."""
    line = sys.stdin.readline()
    if not line:
        raise EOFError
    print(f"> {line.rstrip()}", flush=True)
    return line


if __name__ == "__main__":
    sys.exit(main())
