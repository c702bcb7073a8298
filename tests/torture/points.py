"""Kills a process before and after each step of each kind of turn: database calls, anchor's and journal's lines."""

import os
import shutil
from collections.abc import Callable
from copy import deepcopy
from functools import partial
from pathlib import Path

from attacks import Broken, Options
from evidence import whole
from mortal import forked, heard
from speaking import Request, taken
from stores import ANSWERS, KEY, NOW, place, store_at
from truth import Truth, told
from watched import Fuse, watch_files, watched_by

from dialogs.conversation.screening import Said
from storage.opening.opening import open_store
from storage.unit_of_work.store import Store

SMALL_STEP = 41

Wanted = Callable[[Truth], tuple[Request, ...]]


def at_every_point(options: Options) -> str:
    """Kills a process at each step of every scene, and then sends the same requests again: exactly one effect."""
    deaths, names = 0, set()
    for place_in_list, (scene, (before, wanted)) in enumerate(SCENES.items()):
        folder = options.folder / f"scene{place_in_list}"
        folder.mkdir()
        truth = Truth()
        if before:
            with store_at(place(folder)) as store:
                _prepare(store, truth, before)
        requests = wanted(truth)
        steps = _steps(_copied(folder, "dry"), requests)
        names |= set(steps)
        for last, step in enumerate(steps):
            if options.is_small and last % SMALL_STEP:
                continue
            deaths += 1
            try:
                _dies_at(_copied(folder, str(last)), last, requests, deepcopy(truth))
            except Broken as fault:
                raise Broken(f"{scene}, killed at step {last + 1} ({step}): {fault}") from fault
    return f"{deaths} deaths at {len(names)} named steps of {len(SCENES)} kinds of turn"


def _dies_at(folder: Path, last: int, requests: tuple[Request, ...], truth: Truth) -> None:
    child, hearing = forked(partial(_act, folder, Fuse(last), requests))
    _, status = os.waitpid(child, 0)
    for line in heard(hearing):
        truth.hear(line)
    if not os.WIFSIGNALED(status):
        raise Broken("the process ended before it")
    truth.hear(requests)
    for _ in range(2):
        with store_at(place(folder)) as store:
            truth.resolve(store)
            truth.check(store, everything=True)
            for request, came in zip(requests, taken(store, requests), strict=True):
                truth.hear(told(request, came))
            truth.check(store, everything=True)
    whole(folder / "screenings.db")
    shutil.rmtree(folder)


def _steps(folder: Path, requests: tuple[Request, ...]) -> list[str]:
    """Returns the names of the steps that a scene comes to."""
    fuse = Fuse()

    def run(tell: Callable[[object], None]) -> None:
        _act(folder, fuse, requests, lambda _: None)
        tell(fuse.names)

    child, hearing = forked(run)
    (names,) = heard(hearing)
    os.waitpid(child, 0)
    assert isinstance(names, list)
    return names


def _act(folder: Path, fuse: Fuse, requests: tuple[Request, ...], tell: Callable[[object], None]) -> None:
    """Opens the store, making it where there is none, and sends the requests in one transaction."""
    store = open_store(place(folder), KEY, NOW, connect=watched_by(fuse))
    watch_files(store, fuse)
    tell(requests)
    for request, came in zip(requests, taken(store, requests), strict=True):
        tell(told(request, came))
    fuse("after the acknowledgement")


def _prepare(store: Store, truth: Truth, texts: tuple[str, ...]) -> None:
    """Begins two screenings, and says the texts in each."""
    for story in ("one", "two"):
        _say(store, truth, Request(story, story))
        for number, text in enumerate(texts[1:]):
            _say(store, truth, Request(f"{story}:{number}", story, truth.stories[story].id, Said(text)))


def _say(store: Store, truth: Truth, request: Request) -> None:
    truth.hear((request,))
    truth.hear(told(request, taken(store, (request,))[0]))


def _copied(folder: Path, name: str) -> Path:
    return shutil.copytree(folder, folder.with_name(f"{folder.name}-{name}"))


def _one(text: str, truth: Truth) -> tuple[Request, ...]:
    return (Request("new", "one", truth.stories["one"].id, Said(text)),)


def _shown(truth: Truth) -> tuple[Request, ...]:
    return (Request("new", "one", truth.stories["one"].id, Said("no"), sent=(1, 2)),)


def _again(truth: Truth) -> tuple[Request, ...]:
    return (Request("one:0", "one", truth.stories["one"].id, Said("120")),)


def _several(truth: Truth) -> tuple[Request, ...]:
    one, two = truth.stories["one"].id, truth.stories["two"].id
    new = (
        Request("new:1", "one", one, Said("no")),
        Request("new:2", "two", two, Said("no")),
        Request("new:3", "one", one, Said("given")),
    )
    return (*new, Request("begun", "begun"), Request("one:0", "one", one, Said("120")))


def _forget(truth: Truth) -> tuple[Request, ...]:
    return (Request("new", "one", truth.stories["one"].id),)


def _first(_: Truth) -> tuple[Request, ...]:
    return (Request("new", "new"),)


_ASKED = ("begin", *ANSWERS[:5])

SCENES: dict[str, tuple[tuple[str, ...], Wanted]] = {
    "the first screening of a new store": ((), _first),
    "a screening begins": (("begin",), _first),
    "an answer": (_ASKED, partial(_one, "no")),
    "an answer, and messages that were shown": (_ASKED, _shown),
    "an answer is changed": ((*_ASKED, "change age"), partial(_one, "200")),
    "the result": (("begin", *ANSWERS[:-1]), partial(_one, ANSWERS[-1])),
    "an event that comes again": (_ASKED, _again),
    "several events in one transaction": (_ASKED, _several),
    "a screening is forgotten": (_ASKED, _forget),
}
"""Each kind of turn: what is said before, in two screenings, and the requests of its one transaction."""
