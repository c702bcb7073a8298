"""Many at once: 200 chats for a minute, and a start with 10,000 open screenings and as many updates waiting.

Run it as a script.
"""

import asyncio
import re
import time
import urllib.request
from datetime import datetime, timedelta
from threading import Event

import orjson
from attacks import Broken, Options, main
from sqlalchemy import select
from stores import store_at
from telegram_bots import Deployment, cold, stopped, tail
from telegram_deliveries import let_in
from telegram_inside import inside, now
from telegram_kills import told
from telegram_mutations import good
from telegram_people import Crowd, Somebody, invitations

from bot.workbench.telegram_standin import Standin
from bot.workbench.telegram_standin.chats import ChatEvent as Happening
from storage.database.schema import events, outbox
from storage.opening.location import StoreLocation
from storage.outbox.delivery_reports import DeliveryReport
from storage.unit_of_work.store import Store

START_SECONDS = 2.0
UNCHANGED = ("editmessagereplymarkup", 400)
"""A keyboard that was gone already: nothing is wrong with that."""
REST_SECONDS = 90
SAID = (10**7, 2 * 10**7, 3 * 10**7)
"""The numbers of what people say, the number of each person added; messages are shown between them."""
SHOWN_LATER = 5 * 10**6
PATIENT_SECONDS = 30.0
"""How long somebody waits for a reply. Telegram lets a bot send some 30 messages a second in all, which 200 chats
share."""


def at_once(options: Options) -> str:
    """Lets many people answer for a while, all at once, as fast as they are asked."""
    people, seconds = options.count(200, 20), options.count(60, 8)
    with Standin() as standin:
        bot = Deployment(options.folder, standin.url)
        some = [
            Somebody(standin.person(100 + each), standin, options.random("person", each), PATIENT_SECONDS)
            for each in range(people)
        ]
        with store_at(bot.where, now=now()) as store:
            for each, token in zip(some, invitations(store, people), strict=True):
                each.starts(token)
        with cold(bot) as process:
            crowd = Crowd(some)
            crowd.goes_on()
            time.sleep(seconds)
            crowd.rests()
            crowd.ends()
            _all_taken(standin, bot)
            _all_sent(bot)
            counted = _page(bot)
            stopped(process)
        with store_at(bot.where, now=now()) as store, store.reading() as repository:
            taken = {
                row.id.rpartition(":")[2]: row.taken_at
                for row in repository.connection.execute(select(events).where(events.c.channel == "telegram"))
            }
            for each in some:
                each.story.goes_on(taken)
                told(repository, each.story)
        silent = [each.story.person for each in some if len(each.story.acts) < 2]
        if silent:
            raise Broken(f"{len(silent)} people were never asked anything: {silent[:5]}")
        _well(bot, counted)
        refused = {each: number for each, number in standin.counters.refused.items() if each != UNCHANGED}
        if refused:
            raise Broken(f"Telegram refused calls: {refused}")
        acts = sum(len(each.story.acts) for each in some)
    sent, gone = standin.counters.calls["sendmessage"], standin.counters.refused[UNCHANGED]
    return (
        f"{people} chats for {seconds} s: {acts} taps and texts, {sent} messages, no error; {gone} keyboards were gone"
        " already"
    )


def a_start_with_much_waiting(options: Options) -> str:
    """Starts a bot on many open screenings, with an answer waiting for each: replies come soon, and none is lost."""
    count = options.count(10_000, 200)
    people = [100_000 + each for each in range(count)]
    with Standin() as standin:
        bot = Deployment(options.folder, standin.url)
        asyncio.run(_prepared(standin, bot.where, people, options))
        first = _fill(standin, people)
        replied, polled, at = Event(), Event(), {}

        def look() -> None:
            if not polled.is_set() and standin.bot.poll_before[1] > 0:
                at["poll"] = time.monotonic()
                polled.set()
            if not replied.is_set() and standin.counters.calls["sendmessage"]:
                at["reply"] = time.monotonic()
                replied.set()

        began = time.monotonic()
        with cold(bot) as process:
            while not replied.is_set():
                look()
                time.sleep(0.002)
                if time.monotonic() > began + 60:
                    raise Broken(f"no reply within a minute: {tail(bot)}")
            _all_taken(standin, bot)
            took = time.monotonic() - began
            counted = _page(bot)
            stopped(process)
        with store_at(bot.where, now=now()) as store, store.reading() as repository:
            found = repository.connection.execute(select(events.c.id).where(events.c.channel == "telegram")).scalars()
            taken = {each.rpartition(":")[2] for each in found}
            lost = [each for each in range(first, first + count) if str(each) not in taken]
            if lost:
                raise Broken(f"{len(lost)} of {count} waiting updates were confirmed and are not there: {lost[:3]}")
            for person in people[:: max(1, count // 200)]:
                (stored,) = repository.list_owned(f"telegram:{person}")
                if set(stored.screening.answers) != {"age_days", "diagnosis"}:
                    raise Broken(f"person {person} has answered {sorted(stored.screening.answers)}")
        _well(bot, counted)
    since_start, since_poll = at["reply"] - began, at["reply"] - at["poll"]
    said = (
        f"reply {since_start:.1f} s after the process began, {1000 * since_poll:.0f} ms after its first poll; all taken"
        f" in {took:.1f} s"
    )
    if since_poll > START_SECONDS:
        raise Broken(f"{said}; it must serve within {START_SECONDS:.0f} s")
    return f"{count} open screenings, {count} updates waiting: {said}, none lost"


async def _prepared(standin: Standin, where: StoreLocation, people: list[int], options: Options) -> None:
    """Lets people in, begins a screening with each an hour ago, and counts all that was said to them as sent."""
    async with inside(standin, where, options.random("bot"), is_polling=False, clock=_an_hour_ago) as bot:
        bot.service.sender.stop()
        let_in(bot.store, people)
        take = bot.service.handler.take
        for said, number in (("/start", SAID[0]), ("120 days", SAID[1])):
            for at in range(0, len(people), 500):
                some = people[at : at + 500]
                await asyncio.gather(*(take(good(number + each, each, said)) for each in some))
            _count_as_sent(bot.store, number + SHOWN_LATER)


def _an_hour_ago() -> datetime:
    """Returns a time so long ago that nobody who was active then is asked again after an outage."""
    return now() - timedelta(hours=1)


def _count_as_sent(store: Store, number: int) -> None:
    """Counts all messages that wait as sent, under numbers above this one: what nobody saw takes no answer."""
    with store.reading() as repository:
        waiting = repository.connection.execute(select(outbox.c.id).where(outbox.c.sent_at.is_(None))).scalars().all()
    store.take_all([], [DeliveryReport(each, number + each, _an_hour_ago()) for each in waiting])


def _fill(standin: Standin, people: list[int]) -> int:
    """Puts an answer of each person into the queue; returns the number of the first."""
    first = standin.bot.updates.next_id
    with standin.world.lock:
        for each in people:
            person = standin.person(each)
            person.chat.history.append(Happening(0, "", "said"))
            standin.put(good(SAID[2] + each, each, "T-ALL"), ("chat", each))
    return first


def _all_taken(standin: Standin, bot: Deployment) -> None:
    until = time.monotonic() + REST_SECONDS
    while len(standin.bot.updates):
        if time.monotonic() > until:
            raise Broken(f"{len(standin.bot.updates)} updates still wait after {REST_SECONDS} s: {tail(bot)}")
        time.sleep(0.02)


def _all_sent(bot: Deployment) -> None:
    """Waits until the bot says that nothing waits to be sent."""
    until = time.monotonic() + REST_SECONDS
    while (depth := _depth(bot)) > 0:
        if time.monotonic() > until:
            raise Broken(f"{depth:.0f} messages still wait after {REST_SECONDS} s: {tail(bot)}")
        time.sleep(1)


def _depth(bot: Deployment) -> float:
    with store_at(bot.where, now=now()) as store:
        return store.outbox.count_waiting()


def _page(bot: Deployment) -> str:
    with urllib.request.urlopen(f"{bot.url}/metrics", timeout=10) as page:
        return str(page.read().decode())


def _well(bot: Deployment, counted: str) -> None:
    """Makes sure that nothing went wrong: there is no dead letter, and nothing worse than information is logged.

    Raises `Broken`.
    """
    dead_letters = [
        line
        for line in counted.splitlines()
        if re.match(r"trialscreen_\w*put_aside\w*total", line) and not line.endswith(" 0.0")
    ]
    worse = [
        line
        for line in bot.log.read_text(encoding="utf-8").splitlines()
        if orjson.loads(line)["level"] not in ("info", "debug")
    ]
    if dead_letters or worse:
        raise Broken(f"not all went well: {[*dead_letters, *worse][:3]}")


if __name__ == "__main__":
    main({"many chats at once": at_once, "a start with much waiting": a_start_with_much_waiting})
