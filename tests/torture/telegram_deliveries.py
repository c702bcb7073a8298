"""Brings each of many updates one to five times, in any order, to two webhook processes: each has one effect.

Run it as a script.
"""

import asyncio
import time
from collections import Counter
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any

import aiohttp
from attacks import Broken, Options, main
from sqlalchemy import func, select
from stores import Person, careless, dialogue, fresh_database, postgres_server, store_at
from telegram_bots import SECRET, Deployment, cold, listens, stopped, tail
from telegram_kills import told
from telegram_people import Act, Story

from bot.channels.channel_event import NO_SCREENING
from bot.channels.telegram.delivery.callback_data import Signer
from bot.channels.telegram.updates.webhook import SECRET as SECRET_HEADER
from bot.workbench.telegram_standin import Standin
from dialogs.conversation.questions import OPTION_KEY, UNKNOWN_KEY
from storage.database.schema import events, outbox
from storage.features.members import Members, Role
from storage.maintenance.verify import inspect_all
from storage.model.people import AccountName
from storage.unit_of_work.store import Store
from storage.unit_of_work.unit_of_work import UnitOfWork

EACH = 10
"""Updates of one chat: the start, an age, and what is tapped then."""

AT_ONCE = 48
MOST_TRIES = 20
CONNECTIONS = 40
"""How many Telegram opens at once, if it is told nothing else (Bot API, setWebhook)."""
LATE_SECONDS = 1.0


@dataclass
class Round:
    """All that is brought, and where."""

    hooks: tuple[str, ...]
    signer: Signer
    store: Store
    random: Random
    session: aiohttp.ClientSession
    answers: Counter[int] = field(default_factory=Counter)
    late: set["asyncio.Task[None]"] = field(default_factory=set)
    delivered: int = 0
    connections: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(CONNECTIONS))

    async def walks(self, story: Story, first: int) -> None:
        """Brings the updates of one chat: each once the one before it was acknowledged, its copies at any time."""
        ids: list[bytes] = []
        for number in range(EACH):
            act = self._act(story, first + number, ids)
            story.acts.append(act)
            await self._brings(_update(story.person, act))
            story.goes_on({str(act.update): int(time.time())})
            if story.is_kept and not ids:
                ids = await asyncio.to_thread(self._owned, story.person)

    def _act(self, story: Story, update: int, ids: list[bytes]) -> Act:
        if story.screening is None:
            return Act(update, "/start", _now())
        buttons = dialogue().view.make_buttons(story.screening)
        options = [each for each in buttons if each.key.startswith(OPTION_KEY) or each.key == UNKNOWN_KEY]
        number = (
            story.screening.number
            if self.random.random() < 0.9
            else self.random.randrange(1, story.screening.number + 1)
        )
        key = self.random.choice(options).key
        return Act(update, data=self.signer.sign(story.person, ids[0] if ids else NO_SCREENING, number, key))

    def _owned(self, person: int) -> list[bytes]:
        with self.store.reading() as repository:
            return [each.id for each in repository.list_owned(f"telegram:{person}")]

    async def _brings(self, update: dict[str, Any]) -> None:
        """Brings an update and its copies: some at the same moment to the other process, some later.

        Returns once one is acknowledged.
        """
        copies = self.random.randint(1, 5)
        tasks = [asyncio.create_task(self._posts(update, 0)) for _ in range(1 + self.random.randrange(copies))]
        for _ in range(copies - len(tasks)):
            task = asyncio.create_task(self._posts(update, self.random.uniform(0, LATE_SECONDS)))
            self.late.add(task)
            task.add_done_callback(self.late.discard)
        done, rest = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        for task in done:
            task.result()
        for task in rest:
            self.late.add(task)
            task.add_done_callback(self.late.discard)

    async def _posts(self, update: dict[str, Any], seconds: float) -> None:
        await asyncio.sleep(seconds)
        for _ in range(MOST_TRIES):
            self.delivered += 1
            async with (
                self.connections,
                self.session.post(
                    self.random.choice(self.hooks), json=update, headers={SECRET_HEADER: SECRET}
                ) as answer,
            ):
                self.answers[answer.status] += 1
                if answer.status == 200:
                    return
            await asyncio.sleep(0.1)
        raise Broken(f"update {update['update_id']} was not taken in {MOST_TRIES} tries: {dict(self.answers)}")


def to_two_processes(options: Options) -> str:
    """Brings updates of many chats to two processes on one PostgreSQL."""
    chats = options.count(1_000, 6)
    stories = [Story(10_000 + number) for number in range(chats)]
    with ExitStack() as stack:
        server = stack.enter_context(postgres_server(options.folder / "server"))
        careless(server)
        database = fresh_database(server)
        standin = stack.enter_context(Standin())
        bots = [Deployment(options.folder, standin.url, database, is_hooked=True) for _ in range(2)]
        store = stack.enter_context(store_at(bots[0].where, now=_now()))
        let_in(store, [story.person for story in stories])
        running = [stack.enter_context(cold(bot)) for bot in bots]
        for bot in bots:
            listens(bot)
        began = time.monotonic()
        round_ = asyncio.run(_brought(bots, store, stories, options.random("deliveries")))
        seconds = time.monotonic() - began
        for process in running:
            stopped(process)
        _compare(store, stories, bots)
    statuses = ", ".join(f"{count} answers {status}" for status, count in sorted(round_.answers.items()))
    count = chats * EACH
    return (
        f"{count} updates, {round_.delivered} deliveries ({statuses}) to 2 processes, one effect each;"
        f" {count / seconds:.0f} a second"
    )


async def _brought(bots: list[Deployment], store: Store, stories: list[Story], random: Random) -> Round:
    signer = Signer(store.keyring.hash_lookup("buttons", "telegram"))
    slots = asyncio.Semaphore(AT_ONCE)
    async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0)) as session:
        round_ = Round(tuple(f"{bot.url}/hook" for bot in bots), signer, store, random, session)

        async def walk(number: int, story: Story) -> None:
            async with slots:
                await round_.walks(story, 1_000_000 + number * EACH)

        await asyncio.gather(*(walk(number, story) for number, story in enumerate(stories)))
        await asyncio.gather(*round_.late)
    return round_


def _compare(store: Store, stories: list[Story], bots: list[Deployment]) -> None:
    """Replays each chat at the moments at which its updates were taken, and compares the store with that.

    Raises `Broken`.
    """
    with store.reading() as repository:
        taken = {
            row.id.rpartition(":")[2]: row.taken_at
            for row in repository.connection.execute(select(events).where(events.c.channel == "telegram"))
        }
        wanted = {str(act.update) for story in stories for act in story.acts}
        if set(taken) != wanted:
            lost, more = sorted(wanted - set(taken)), sorted(set(taken) - wanted)
            raise Broken(
                f"of {len(wanted)} acknowledged updates {len(lost)} are not there: {lost[:3]}; {len(more)} more are:"
                f" {more[:3]}"
            )
        for story in stories:
            again = Story(story.person, story.acts)
            again.goes_on(taken)
            told(repository, again)
        place = (outbox.c.chat, outbox.c.screening, outbox.c.turn, outbox.c.part)
        twice = repository.connection.execute(
            select(func.count()).select_from(outbox).group_by(*place).having(func.count() > 1)
        ).all()
    if twice:
        raise Broken(f"{len(twice)} messages were posted more than once")
    faults = [fault for each in inspect_all(store) for fault in each.sentences if "anchor" not in fault]
    if faults:
        raise Broken("; ".join(faults[:3]))
    for bot in bots:
        if '"level":"error"' in bot.log.read_text(encoding="utf-8"):
            raise Broken(f"a process logged an error: {tail(bot)}")


def _update(chat: int, act: Act) -> dict[str, Any]:
    person = {"id": chat, "is_bot": False, "first_name": "A"}
    place = {"id": chat, "type": "private", "first_name": "A"}
    if act.text is not None:
        assert act.sent_at is not None
        message = {
            "message_id": act.update,
            "date": int(act.sent_at.timestamp()),
            "chat": place,
            "from": person,
            "text": act.text,
        }
        return {"update_id": act.update, "message": message}
    shown = {"message_id": act.update, "date": 0, "chat": place}
    query = {"id": str(act.update), "from": person, "chat_instance": "1", "data": act.data, "message": shown}
    return {"update_id": act.update, "callback_query": query}


def let_in(store: Store, people: list[int]) -> None:
    """Lets people in."""
    coordinator = Person(store, "carla", now=_now())
    for at in range(0, len(people), 100):
        some = people[at : at + 100]
        made = store.take_all(
            [(coordinator.inbound(), lambda uow: Members(uow).invite(Role.CLINICIAN, timedelta(days=1))) for _ in some]
        )
        admitted = zip([AccountName(f"telegram:{each}") for each in some], [taken.value for taken in made], strict=True)
        store.take_all([(coordinator.inbound(), _letting_in(*each)) for each in admitted])


def _letting_in(account: AccountName, token: str) -> Callable[[UnitOfWork], object]:
    return lambda uow: Members(uow).let_in(account, token)


def _now() -> datetime:
    return datetime.now(UTC).replace(microsecond=0)


if __name__ == "__main__":
    main({"updates brought to two processes": to_two_processes})
