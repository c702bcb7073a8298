"""Lets Telegram fail on a schedule in some chats: order is kept, nothing is lost, and no other chat notices.

Run it as a script.
"""

import asyncio
import logging
import statistics
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import groupby, pairwise
from random import Random

from attacks import Broken, Options, main
from messages import make_message
from stores import place
from telegram_inside import Inside, inside, now

from bot.channels.telegram.delivery.rendering import ADDRESS
from bot.workbench.telegram_standin import Standin
from bot.workbench.telegram_standin.faults import FaultKind
from storage.features.chats import ChatStates
from storage.model.people import AccountName
from storage.model.stored import InboundEvent
from storage.unit_of_work.unit_of_work import UnitOfWork

KINDS: tuple[FaultKind, ...] = (
    "too_many", "internal_error", "bad_gateway", "reset_before", "reset_after", "hang_before", "hang_after", "forbidden"
)  # fmt: skip
REPEATING: tuple[FaultKind, ...] = ("reset_after", "hang_after")
"""After these Telegram has the message, and the bot cannot know: it may come twice."""

CALM, TROUBLED = 24, 16
EVERY_SECONDS = 2.5
SLICE_SECONDS = 10.0
SHARE = 0.4
PATIENCE_SECONDS = 90.0
MOST_RATIO = 1.5
UNFELT_SECONDS = 0.03
"""What is quicker than this counts as this: on a busy machine such delays vary by more than half, and nobody feels
them."""


@dataclass
class Line:
    """One chat: what was posted to it, when, and in which slice of time."""

    chat: int
    kind: FaultKind | None = None
    posted: list[tuple[float, bool]] = field(default_factory=list)


def on_a_schedule(options: Options) -> str:
    """Posts numbered messages to all chats, with and without faults in some of them, slice by slice."""
    return asyncio.run(_posted(options))


async def _posted(options: Options) -> str:
    logging.getLogger("telegram").setLevel(logging.CRITICAL)  # it would print what is expected here, at length
    random = options.random("faults")
    slices = options.count(6, 2)
    seconds = SLICE_SECONDS if not options.is_small else 3.0
    with Standin(seed=options.seed) as standin:
        lines = [Line(each) for each in range(1, CALM + 1)]
        lines += [Line(100 + each, KINDS[each % len(KINDS)]) for each in range(TROUBLED)]
        for line in lines:
            standin.person(line.chat).starts()
        async with inside(
            standin, place(options.folder), options.random("bot"), is_paced=True, is_polling=False
        ) as bot:
            for number in range(slices):
                is_troubled = number % 2 == 1
                if is_troubled:
                    _schedule(standin, lines)
                await asyncio.gather(*(_talks(bot, line, seconds, random, is_troubled=is_troubled) for line in lines))
                standin.faults.clear()
                await _delivered(bot)
        return _compare(standin, lines, is_small=options.is_small)


def _schedule(standin: Standin, lines: Sequence[Line]) -> None:
    for line in lines:
        if line.kind is not None:
            length = {"too_many": 2, "hang_before": 3, "hang_after": 3}.get(line.kind, 1)
            standin.faults.share(line.kind, SHARE, chats=[line.chat], seconds=length)


async def _talks(bot: Inside, line: Line, seconds: float, random: Random, *, is_troubled: bool) -> None:
    loop = asyncio.get_running_loop()
    until = loop.time() + seconds
    await asyncio.sleep(random.uniform(0, EVERY_SECONDS))
    while loop.time() < until:
        number = len(line.posted)
        address = f"{ADDRESS}{line.chat}"

        def post(uow: UnitOfWork, address: str = address, number: int = number) -> None:
            ChatStates(uow).save(None, address)  # a chat that is heard from is not blocked any more
            uow.enqueue([make_message(str(number))])

        await bot.service.writer.take(
            InboundEvent("telegram", f"{line.chat}:{number}", address, AccountName(address), now()), post
        )
        line.posted.append((now().timestamp(), is_troubled))
        bot.service.sender.notify(address)
        await asyncio.sleep(EVERY_SECONDS * random.uniform(0.6, 1.4))


async def _delivered(bot: Inside) -> None:
    """Waits until nothing waits. Chats that were blocked are written to again once their persons come back."""
    loop = asyncio.get_running_loop()
    until = loop.time() + PATIENCE_SECONDS
    for each in range(100, 100 + TROUBLED):
        await asyncio.wrap_future(bot.service.writer.call(bot.store.outbox.note_unblocked, f"{ADDRESS}{each}"))
        bot.service.sender.notify(f"{ADDRESS}{each}")
    while left := await asyncio.to_thread(bot.store.outbox.count_waiting):
        if loop.time() > until:
            raise Broken(f"{left} messages still wait {PATIENCE_SECONDS:.0f} s after Telegram was well again")
        await asyncio.sleep(0.1)


def _compare(standin: Standin, lines: Sequence[Line], *, is_small: bool) -> str:
    """Compares what each chat shows with what was posted to it, and how late it came."""
    delays: dict[bool, list[float]] = {False: [], True: []}
    repeated = 0
    for line in lines:
        came = [
            (event.at, event.text)
            for event in standin.bot.chats[line.chat].history
            if event.act == "said" and event.text.isdigit()
        ]
        numbers = [int(text) for _, text in came]
        once = [number for number, _ in groupby(numbers)]
        if once != list(range(len(line.posted))):
            wrong = next((pair for pair in pairwise(once) if pair[1] != pair[0] + 1), once[-1:])
            raise Broken(
                f"chat {line.chat} ({line.kind}): of {len(line.posted)} messages came {len(once)}, out of order or not"
                f" all: {wrong}"
            )
        if len(numbers) > len(once) and line.kind not in REPEATING:
            raise Broken(f"chat {line.chat} ({line.kind}): {len(numbers) - len(once)} messages came twice")
        repeated += len(numbers) - len(once)
        firsts = {int(text): at for at, text in reversed(came)}
        if line.kind is None:
            for number, (at, is_troubled) in enumerate(line.posted):
                delays[is_troubled].append(firsts[number] - at)
    normal, troubled = (statistics.quantiles(delays[each], n=20)[18] for each in (False, True))
    happened = ", ".join(f"{number} {kind}" for kind, number in sorted(standin.faults.happened.items()))
    said = (
        f"p95 of {CALM} calm chats {1000 * troubled:.0f} ms beside {TROUBLED} troubled ones, {1000 * normal:.0f} ms"
        f" without; {happened}"
    )
    if set(standin.faults.happened) != set(KINDS) and not is_small:  # in a few seconds not all of them can
        raise Broken(f"not every fault happened: {happened}")
    if troubled > MOST_RATIO * max(normal, UNFELT_SECONDS):
        raise Broken(f"{said}: more than {MOST_RATIO} times as late")
    total = sum(len(line.posted) for line in lines)
    return f"{total} messages in order, none lost, {repeated} repeated where Telegram had taken them; {said}"


if __name__ == "__main__":
    main({"faults of Telegram on a schedule": on_a_schedule})
