"""A whole kept turn beside bots that keep their conversations too, all with 1,000 stored chats.

One is python-telegram-bot's ConversationHandler with PicklePersistence, flushed after every update. The other is
aiogram's FSM with its states in SQLite, by `aiogram-sqlite-storage`. They ask the same questions and are given the same
updates. They keep answers in clear text, with no audit, no outbox and no protection against a second delivery.

aiogram is no dependency of ours: it gets a Python of its own in a folder that is deleted afterwards.
"""

import asyncio
import json
import statistics
import subprocess
import sys
import tempfile
import venv
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path
from typing import Any

from answering import Answering
from bare_bot import asked, make_bare_bot
from phones import TOKEN, TURNS, Phone
from telegram import Bot, Update
from telegram.ext import PersistenceInput, PicklePersistence
from telegram_turns import AT_ONCE, Bench, open_ours, time_work, walk_courses

from bot.channels.telegram.delivery.buttons import arrange_rows

STORED = 1_000
FAR = 8
"""How many turns the stored chats have taken."""

COURSES = 10
ROUNDS = 5
REQUIRED = ("aiogram==3.31.0", "aiogram-sqlite-storage==1.0.1")
BOT = Path(__file__).parent / "aiogram_bot.py"

OURS = "our bot"
PICKLED = "a ConversationHandler with PicklePersistence"
AIOGRAM = "aiogram with states in SQLite"

Say = Callable[[str, float, str], None]
Took = tuple[float, float]
"""Seconds, and seconds of the processor."""


def measure_durable_peers(say: Say) -> None:
    """Prints our turn in turns of each peer, by the clock and in processor time, and the milliseconds of all three."""
    asyncio.run(_measure(say))


async def _measure(say: Say) -> None:
    with tempfile.TemporaryDirectory() as name, _run_aiogram(Path(name)) as walk_aiogram:
        async with open_ours(AT_ONCE, STORED + 1) as ours, _open_pickled(Path(name)) as pickled:
            await walk_courses(ours.phones[1:], ours, 1, FAR)
            await ours.rest()
            rounds: list[dict[str, Took]] = []
            for _ in range(ROUNDS):
                took = {OURS: await time_work(_walk_alone, ours), PICKLED: await time_work(_walk_alone, pickled)}
                if walk_aiogram is not None:
                    took[AIOGRAM] = walk_aiogram()
                rounds.append(took)
    for peer in (each for each in (PICKLED, AIOGRAM) if each in rounds[0]):
        seconds = statistics.median(took[OURS][0] / took[peer][0] for took in rounds)
        processor = statistics.median(took[OURS][1] / took[peer][1] for took in rounds)
        say(f"a kept turn alone, in turns of {peer}", seconds, "under 1")
        say("  in processor time", processor, "")
    for bot in rounds[0]:
        best = min(took[bot][0] for took in rounds)
        say(f"  in milliseconds: {bot}", 1_000 * best / (COURSES * TURNS), "")


async def _walk_alone(bench: Bench) -> None:
    await walk_courses(bench.phones[:1], bench, COURSES)


@asynccontextmanager
async def _open_pickled(folder: Path) -> AsyncIterator[Bench]:
    """The ConversationHandler, whose conversations and answers are in a file before the next update is taken."""
    phones = {number: Phone(number) for number in range(1, STORED + 2)}
    bot = Bot(TOKEN, request=Answering(phones), get_updates_request=Answering(phones))
    persistence: PicklePersistence[Any, Any, Any] = PicklePersistence(
        folder / "conversations.pickle", PersistenceInput(callback_data=False), on_flush=True
    )
    application = make_bare_bot(bot, persistence)
    await application.initialize()

    async def take(update: dict[str, Any]) -> None:
        await application.process_update(Update.de_json(update, bot))

    async def take_and_keep(update: dict[str, Any]) -> None:
        await take(update)
        await application.update_persistence()
        await persistence.flush()

    async def rest() -> None:
        pass

    await walk_courses(list(phones.values())[1:], Bench(take, [], rest), 1, FAR)
    await application.update_persistence()
    yield Bench(take_and_keep, list(phones.values()), rest)
    await application.shutdown()


@contextmanager
def _run_aiogram(folder: Path) -> Iterator[Callable[[], Took] | None]:
    """Runs the bot on aiogram, and gives what has it walk courses; None where it cannot be installed, which is said."""
    python = _install(folder / "peers")
    if python is None:
        yield None
        return
    said = [[{"text": each.text, "rows": _arrange(each)} for each in messages] for messages in asked()]
    (folder / "said.json").write_text(json.dumps(said), encoding="utf-8")
    command: list[str | Path] = [
        python,
        BOT,
        folder / "aiogram.db",
        folder / "said.json",
        str(STORED),
        str(FAR),
        str(COURSES),
    ]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        send, answers = process.stdin, process.stdout

        def walk() -> Took:
            send.write("walk\n")
            send.flush()
            seconds, processor = answers.readline().split()
            return float(seconds), float(processor)

        answers.readline()  # its chats are stored
        yield walk
        send.close()


def _arrange(message: Any) -> list[list[tuple[str, str]]]:
    return (
        [[(each.label, each.key) for each in row] for row in arrange_rows(message.buttons)] if message.buttons else []
    )


def _install(folder: Path) -> Path | None:
    """Makes a Python with aiogram in a folder, from wherever pip is told to look; says so where it cannot."""
    venv.create(folder, with_pip=True)
    python = folder / ("Scripts" if sys.platform == "win32" else "bin") / "python"
    ran = subprocess.run(
        [python, "-m", "pip", "install", "--quiet", *REQUIRED], capture_output=True, text=True, check=False
    )
    if ran.returncode:
        lines = ran.stderr.strip().splitlines() or ["pip said nothing"]
        print(f"aiogram is not compared, since it cannot be installed here: {lines[-1]}", flush=True)
        return None
    return python


if __name__ == "__main__":
    measure_durable_peers(lambda what, figure, promised: print(f"{what:<75} {figure:>10,.3f}   {promised}", flush=True))
