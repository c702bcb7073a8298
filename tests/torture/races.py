"""Races: two processes on one open question, started together.

One is accepted, the other is told what is recorded. Run it as a script.
"""

import os
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from multiprocessing import get_context
from random import Random
from typing import Any

from attacks import Broken, Options, main
from evidence import hold
from mortal import forked, heard
from speaking import Came, Request, turned
from stores import KEY, NOW, dialogue, fresh_database, place, postgres_server, store_at
from stories import Story, begun

from dialogs.conversation.buttons import EVERY_CRITERION
from dialogs.conversation.questions import OPTION_KEY
from dialogs.conversation.screening import Event, Said, Screening, Tapped
from dialogs.conversation.state_machine import find_fact
from storage.opening.location import StoreLocation
from storage.opening.opening import open_store
from storage.unit_of_work.store import Store

DEVICES = 2
RACES_OF_ONE = 8
BARRIER_SECONDS = 60
TWINS = 5
"""Every fifth race is one of two deliveries of the same event."""

AGES = ("120", "200")


@dataclass(frozen=True)
class Entrant:
    """A device, and the open screening of each race that it takes part in."""

    where: StoreLocation
    screenings: tuple[bytes, ...]
    device: int
    seed: int


@dataclass(frozen=True)
class Finish:
    """How a device finished: in which race, with which request, and its effect, None where it was a duplicate."""

    race: int
    request: Request
    came: Came | None


def on_sqlite(options: Options) -> str:
    """Races on an SQLite file."""
    return _races(options, place(options.folder))


def on_postgresql(options: Options) -> str:
    """Races on a PostgreSQL database."""
    with postgres_server(options.folder / "server") as server:
        return _races(options, place(options.folder, fresh_database(server)))


def _races(options: Options, where: StoreLocation) -> str:
    count = options.count(1_000, 12)
    with store_at(where) as store:
        stories = [_begun(store, f"story {number}") for number in range(-(-count // RACES_OF_ONE))]
    start = get_context("fork").Barrier(DEVICES, timeout=BARRIER_SECONDS)
    courses = [stories[race // RACES_OF_ONE] for race in range(count)]
    entrants = [Entrant(where, tuple(story.id for story in courses), device, options.seed) for device in range(DEVICES)]
    running = [forked(partial(_takes_part, entrant, start.wait)) for entrant in entrants]
    finishes: dict[int, list[Finish]] = {race: [] for race in range(count)}
    for child, hearing in running:
        for line in heard(hearing):
            assert isinstance(line, Finish)
            finishes[line.race].append(line)
        os.waitpid(child, 0)
    known = {story.name for story in stories}
    seen = Counter(_judged(courses[race], ended) for race, ended in finishes.items())
    known |= {each.request.id for ended in finishes.values() for each in ended}
    for story in stories:
        story.anchored = story.length
    with store_at(where) as store:
        hold(store, stories, known)
    if not options.is_small and min(seen[0], seen[1]) < count // 20:
        raise Broken(f"one device nearly always won ({dict(seen)}): these were no races")
    return f"{count} races: {seen[0]} won by one device, {seen[1]} by the other"


def _begun(store: Store, name: str) -> Story:
    request = Request(name, name)
    came: Came = store.take(request.inbound, turned(request)).value
    return begun(name, came.screening)


def _takes_part(entrant: Entrant, wait: Callable[[], Any], tell: Callable[[object], None]) -> None:
    """Takes part in every race as one of the devices, then tells how each ended."""
    device = entrant.device
    random = Random(f"{entrant.seed} {device}")
    finishes = []
    store = open_store(entrant.where, KEY, NOW)
    for race, screening in enumerate(entrant.screenings):
        wait()
        with store.reading() as repository:
            stored = repository.find_by_id(screening)
            assert stored is not None
        is_twin = race % TWINS == TWINS - 1
        event = _choices(stored.screening, race)[0 if is_twin else device]
        name = f"race {race}" if is_twin else f"race {race} of {device}"
        request = Request(name, f"story {race // RACES_OF_ONE}", screening, event)
        wait()
        time.sleep(random.uniform(0, 0.0005))  # so that now one and now the other is first
        taken = store.take(request.inbound, turned(request))
        finishes.append(Finish(race, request, None if taken.is_duplicate else taken.value))
    store.close()
    for finish in finishes:
        tell(finish)


def _choices(screening: Screening, race: int) -> tuple[Event, Event]:
    """Returns two different answers to the open question: tapped, typed on both devices, or one of each."""
    buttons = dialogue().view.make_buttons(screening)
    options = [button for button in buttons if button.key.startswith(OPTION_KEY)]
    number = screening.number
    if not options and find_fact(screening.state) is not None:
        return Said(AGES[0], replies_to=number), Said(AGES[1], replies_to=number)
    one, other, *_ = options or [button for button in buttons if button != EVERY_CRITERION]  # a page settles no race
    taps = Tapped(number, one.key), Tapped(number, other.key)
    typed = Said(one.label, replies_to=number), Said(other.label, replies_to=number)
    return (taps, typed, (taps[0], typed[1]), (typed[0], taps[1]))[race % 4]


def _judged(story: Story, ended: list[Finish]) -> int:
    """Makes sure that one device was accepted and the other was told so; returns which one won. Raises `Broken`."""
    race = f"race {ended[0].race} in screening {story.name}"
    effective = [each for each in ended if each.came is not None]
    effects = sorted(effective, key=lambda each: each.came.version)  # type: ignore[union-attr]
    is_twin = len({each.request.id for each in ended}) == 1
    if len(ended) != DEVICES or len(effects) != (1 if is_twin else DEVICES):
        raise Broken(f"{race}: of {len(ended)} deliveries, {len(effects)} had an effect")
    fact = find_fact(story.screening.state)
    for place_in_race, finish in enumerate(effects):
        came, event = finish.came, finish.request.event
        assert came is not None
        assert event is not None
        turn = story.hears(event)
        if came.version != story.version:
            raise Broken(
                f"{race}: the device that came in {place_in_race + 1}. made version {came.version}, not {story.version}"
            )
        if came.is_refused != (place_in_race > 0):
            raise Broken(
                f"{race}: the device that came in {place_in_race + 1}. was {'' if came.is_refused else 'not '}refused"
            )
        if came.texts != tuple(each.text for each in turn.messages):
            raise Broken(
                f"{race}: the device that came in {place_in_race + 1}. was told something else than the dialogue says"
            )
        if place_in_race > 0 and fact is not None and _recorded(story, fact) not in came.texts[0]:
            raise Broken(f"{race}: the slower device was not told what is recorded")
    return ended.index(effects[0])


def _recorded(story: Story, fact: str) -> str:
    view = dialogue().view
    return f"{view.questions[fact].name}: {view.word_answer(fact, story.screening.answers[fact])}"


if __name__ == "__main__":
    main({"races on SQLite": on_sqlite, "races on PostgreSQL": on_postgresql})
