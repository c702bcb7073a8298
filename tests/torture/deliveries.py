"""Delivers each of many events one to five times, in any order, to two processes: exactly one has an effect.

Run it as a script.
"""

import os
import time
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial
from multiprocessing import get_context
from random import Random
from typing import Any

from attacks import Broken, Options, main
from evidence import hold, whole
from mortal import forked, heard
from speaking import Request, event_of, turned
from stores import ANSWERS, KEY, NOW, fresh_database, place, postgres_server, store_at
from stories import begun

from dialogs.conversation.screening import Said, Tapped
from storage.model.errors import Unavailable
from storage.opening.location import StoreLocation
from storage.opening.opening import open_store
from storage.unit_of_work.store import Store

PROCESSES = 2
TURNS = 20
BARRIER_SECONDS = 60
BATCHES = (1, 1, 5, 20)
MOST_TRIES = 20


@dataclass(frozen=True)
class Effect:
    """What a delivery had for an effect: the event, and its screening with the version that it made."""

    request: Request
    screening: bytes
    version: int


def on_sqlite(options: Options) -> str:
    """Delivers to two processes that share an SQLite file."""
    said = _delivers(options, place(options.folder))
    whole(options.folder / "screenings.db")
    return said


def on_postgresql(options: Options) -> str:
    """Delivers to two processes that share a PostgreSQL database."""
    with postgres_server(options.folder / "server") as server:
        return _delivers(options, place(options.folder, fresh_database(server)))


def _delivers(options: Options, where: StoreLocation) -> str:
    random = options.random("deliveries")
    count = options.count(10_000, 60)
    open_store(where, KEY, NOW).close()
    beginnings = [Request(f"begin:{number}", f"begin:{number}") for number in range(options.count(500, 12))]
    began = time.monotonic()
    first, tries = _dealt(random, where, beginnings)
    ids = {effect.request.story: effect.screening for effect in _one_each(beginnings, first)}
    turns = [_request(number, random, ids) for number in range(count - len(beginnings))]
    second, more = _dealt(random, where, turns)
    seconds = time.monotonic() - began
    deliveries = sum(tries.values()) + sum(more.values())
    _compare(where, _one_each(beginnings, first), _one_each(turns, second))
    again = tries["again"] + more["again"]
    return (
        f"{count} events, {deliveries - again} deliveries; {count / seconds:.0f} events a second, {again} batches were"
        " sent again"
    )


def _request(number: int, random: Random, ids: dict[str, bytes]) -> Request:
    """Returns an event of some screening: its words were fixed before, or fit the question that is open on arrival."""
    story = random.choice(list(ids))
    fixed = random.choice(
        (Said(random.choice(ANSWERS)), Tapped(random.randrange(1, TURNS), "unknown"), Said("/back"), None, None, None)
    )
    return Request(f"turn:{number}", story, ids[story], fixed)


def _dealt(random: Random, where: StoreLocation, requests: list[Request]) -> tuple[list[Effect], dict[str, int]]:
    """Deals deliveries of requests to two processes; returns the effects, and the counts of duplicates and effects.

    Half of the events come at any time, the copies of the others close together, so that both processes often hold the
    same one.
    """
    dealt: list[list[tuple[float, Request]]] = [[] for _ in range(PROCESSES)]
    for place_in_all, request in enumerate(random.sample(requests, len(requests))):
        is_close = random.random() < 0.5
        for _ in range(random.randint(1, 5)):
            at = place_in_all + random.uniform(0, 8) if is_close else random.uniform(0, len(requests))
            random.choice(dealt).append((at, request))
    start = get_context("fork").Barrier(PROCESSES, timeout=BARRIER_SECONDS)
    running = [
        forked(
            partial(
                _takes,
                where,
                [request for _, request in sorted(each, key=lambda pair: pair[0])],
                str(random.random()),
                start.wait,
            )
        )
        for each in dealt
    ]
    effects: list[Effect] = []
    counts: dict[str, int] = defaultdict(int)
    for child, hearing in running:
        for line in heard(hearing):
            if isinstance(line, Effect):
                effects.append(line)
            elif isinstance(line, dict):
                for name, number in line.items():
                    counts[name] += number
        os.waitpid(child, 0)
    return effects, counts


def _takes(
    where: StoreLocation, requests: list[Request], seed: str, wait: Callable[[], Any], tell: Callable[[object], None]
) -> None:
    """Takes requests in batches, each again until the store could keep it; then tells which of them had an effect."""
    random = Random(seed)
    counts = {"effects": 0, "duplicates": 0, "again": 0}
    effects = []
    with store_at(where) as store:
        wait()
        while requests:
            size = random.choice(BATCHES)
            batch, requests = requests[:size], requests[size:]
            came, tries = _taken(store, batch)
            counts["again"] += tries
            for request, (is_duplicate, value) in zip(batch, came, strict=True):
                counts["duplicates" if is_duplicate else "effects"] += 1
                if not is_duplicate:
                    effects.append(Effect(request, value.screening, value.version))
    for effect in effects:
        tell(effect)
    tell(counts)


def _taken(store: Store, batch: list[Request]) -> tuple[list[tuple[bool, Any]], int]:
    for tries in range(MOST_TRIES):
        try:
            if len(batch) == 1:
                taken = [store.take(batch[0].inbound, turned(batch[0]))]
            else:
                taken = store.take_all([(request.inbound, turned(request)) for request in batch])
        except Unavailable:
            continue
        for each in taken:
            if each.fault is not None:
                raise each.fault
        return [(each.is_duplicate, each.value) for each in taken], tries
    raise Broken(f"the store could not keep a batch in {MOST_TRIES} tries")


def _one_each(requests: list[Request], effects: list[Effect]) -> list[Effect]:
    """Returns the effects, one for each request. Raises `Broken` where there are more, or fewer."""
    ids = sorted(effect.request.id for effect in effects)
    if ids != sorted(request.id for request in requests):
        twice = sorted({each for each in ids if ids.count(each) > 1})
        raise Broken(f"{len(requests)} events had {len(ids)} effects; more than one: {twice[:3]}")
    return effects


def _compare(where: StoreLocation, first: Iterable[Effect], turns: Iterable[Effect]) -> None:
    """Replays the effects of each screening in the order of their versions, and compares the store with that."""
    stories = {effect.request.story: begun(effect.request.story, effect.screening) for effect in first}
    known = set(stories)
    for effect in sorted(turns, key=lambda effect: effect.version):
        story = stories[effect.request.story]
        story.hears(event_of(effect.request, story.screening))
        known.add(effect.request.id)
        if story.version != effect.version:
            raise Broken(f"version {effect.version} of screening {story.name} was made twice, or left out")
    for story in stories.values():
        story.anchored = story.length  # both processes have closed their stores
    with store_at(where) as store:
        hold(store, list(stories.values()), known)


if __name__ == "__main__":
    main({"deliveries on SQLite": on_sqlite, "deliveries on PostgreSQL": on_postgresql})
