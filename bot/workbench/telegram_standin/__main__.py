"""Starts the stand-in by hand, and prints the token and the base URL for a bot."""

import argparse
import threading

from bot.workbench.telegram_standin.running import TOKEN, Standin


def main() -> None:
    """Serves until it is interrupted."""
    parser = argparse.ArgumentParser(prog="standin", description="A stand-in for Telegram's Bot API on this machine.")
    parser.add_argument("--port", type=int, default=0, help="the port on 127.0.0.1; a free one if not given")
    parser.add_argument("--token", default=TOKEN, help="the bot's token, such as 42:test")
    parser.add_argument(
        "--limits", action="store_true", help="Telegram's pace: a message a second in a chat, thirty in all"
    )
    parser.add_argument("--seed", type=int, default=0, help="the seed of faults")
    parser.add_argument("--demo", action="store_true", help="say how to try a bot in the browser")
    chosen = parser.parse_args()
    try:
        serve(chosen)
    except (OSError, ValueError) as fault:
        parser.exit(2, f"The stand-in cannot start on port {chosen.port} with the token {chosen.token}: {fault}\n")


def serve(chosen: argparse.Namespace) -> None:
    """Serves, and says where."""
    with Standin(port=chosen.port, token=chosen.token, limits=chosen.limits, seed=chosen.seed) as standin:
        print(f"The stand-in for Telegram serves at {standin.url}", flush=True)
        if chosen.demo:
            print(f"  1. Start the bot with the token {chosen.token} and the base URL {standin.base_url}", flush=True)
            print(
                f"  2. Open {standin.url}/ in a browser, write /start, and tap the buttons. Ctrl-C ends it.", flush=True
            )
        try:
            threading.Event().wait()
        except KeyboardInterrupt:
            print("The stand-in has stopped.", flush=True)


if __name__ == "__main__":
    main()
