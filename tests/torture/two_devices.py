"""Two devices of one person hammer one screening at random, stale or not, against the trail. Run it as a script.

Each answer that a device was told was recorded stands in the trail once, from that device, and for the question that
the device showed. No other answer does.
"""

import os
from dataclasses import dataclass
from functools import partial
from multiprocessing import get_context
from random import Random
from typing import Any

from attacks import Broken, Options, main
from mortal import forked, heard
from restless_devices import Act, act_at_random, enter
from stores import NOW, Person, dialogue, fresh_database, place, postgres_server, store_at

from dialogs.conversation.render import View
from storage.features.account_links import LASTS, AccountLinks
from storage.features.members import Members, Role
from storage.maintenance.verify import inspect_all
from storage.model.codes import format_code
from storage.model.entries import Entry, EntryKind
from storage.model.people import AccountName
from storage.model.stored import InboundEvent, StoredScreening
from storage.opening.location import StoreLocation
from storage.unit_of_work.store import Store
from storage.unit_of_work.trail import read_trail

PHONE, DESK = AccountName("script:anna"), AccountName("web:" + "anna" * 6)
BARRIER_SECONDS = 60
ANSWERED = (EntryKind.TAKEN, EntryKind.CHANGED)


@dataclass(frozen=True)
class Course:
    """What both devices do: so many acts in one screening, which they open first."""

    where: StoreLocation
    opening: str
    seed: int
    count: int


def on_sqlite(options: Options) -> str:
    """Hammers a screening on an SQLite file."""
    return _hammer(options, place(options.folder))


def on_postgresql(options: Options) -> str:
    """Hammers a screening on a PostgreSQL database."""
    with postgres_server(options.folder / "server") as server:
        return _hammer(options, place(options.folder, fresh_database(server)))


def _hammer(options: Options, where: StoreLocation) -> str:
    with store_at(where) as store:
        code = _link(store)
    start = get_context("fork").Barrier(2, timeout=BARRIER_SECONDS)
    count = options.count(1_500, 40)
    running = [
        forked(partial(_act, Course(where, f"open {code}", options.seed, count), address, start.wait))
        for address in (PHONE, DESK)
    ]
    acts: dict[str, list[Act]] = {PHONE: [], DESK: []}
    for address, (child, hearing) in zip(acts, running, strict=True):
        acts[address] = [line for line in heard(hearing) if isinstance(line, Act)]
        os.waitpid(child, 0)
    with store_at(where) as store:
        trail = _check_store(store)
        for address, done in acts.items():
            _check_device(address, done, trail)
    late = sum(not each.recorded for done in acts.values() for each in done)
    return (
        f"{2 * count} acts, {sum(each.kind in ANSWERED for each in trail)} answers recorded, {late} acts recorded none"
    )


def _link(store: Store) -> str:
    """Lets both in, links them, begins a screening, and returns its code."""
    for account in (PHONE, DESK):
        token = _do(store, AccountName("carla"), lambda uow: Members(uow).invite(Role.CLINICIAN, LASTS))
        _do(store, account, lambda uow, token=token: Members(uow).let_in(uow.inbound.account, token))
    code = _do(store, PHONE, lambda uow: AccountLinks(uow).offer()).code
    assert _do(store, DESK, lambda uow: AccountLinks(uow).join(code)) is None
    anna = Person(store, PHONE)
    anna.begin()
    anna.says("120")
    (stored,) = _list_owned(store)
    return format_code(stored.code)


def _do(store: Store, account: AccountName, handle: Any) -> Any:
    return store.take(InboundEvent("test", os.urandom(8).hex(), account, account, NOW), handle).value


def _list_owned(store: Store) -> list[StoredScreening]:
    with store.reading() as repository:
        return repository.list_owned(PHONE)


def _act(course: Course, address: str, wait: Any, tell: Any) -> None:
    """Acts as one of the devices, in a process of its own."""
    device = enter(course.where, address, is_phone=address == PHONE)
    wait()
    for act in act_at_random(device, Random(f"{course.seed} {address}"), course.count, course.opening):
        tell(act)


def _check_store(store: Store) -> list[Entry]:
    """Makes sure that the store is whole, and that its answers are those of the trail, which is returned."""
    faults = [sentence for each in inspect_all(store) for sentence in each.sentences]
    (stored,) = _list_owned(store)
    with store.reading() as repository:
        trail = [entry for _, entry in read_trail(repository, stored.id)]
    answers: dict[str, Any] = {}
    for each in trail:
        if each.fact is not None:
            if answers.get(each.fact) != each.before:
                faults.append(f"an entry of {each.fact} begins with another answer than the one before it left")
            answers[each.fact] = each.after
    if {fact: each for fact, each in answers.items() if each is not None} != stored.screening.answers:
        faults.append("the answers are not those of the trail")
    if faults:
        raise Broken("; ".join(faults[:4]))
    return trail


def _check_device(address: str, acts: list[Act], trail: list[Entry]) -> None:
    """Makes sure that what a device was told was recorded stands in the trail, once, in order, and nothing else."""
    view = dialogue().view
    answered = [each for each in trail if each.kind in ANSWERED]
    known = {_word(view, each) for each in answered}
    left = [each for each in answered if (each.account or PHONE) == address and each.channel != "test"]
    for at, act in enumerate(acts):
        if not act.is_told:
            raise Broken(f"act {at} of {address} brought nothing")
        for name, answer in act.recorded:
            if name != act.showed:
                raise Broken(f"act {at} of {address} answered {name!r}, while {act.showed!r} was shown")
            if left and _word(view, left[0]) == (name, answer):
                left.pop(0)
            elif not (act.may_keep and (name, answer) in known):
                raise Broken(f"act {at} of {address} was told that {name!r} is recorded, and the trail has another")
    if left:
        raise Broken(f"the trail has {len(left)} answers from {address} of which it was not told")


def _word(view: View, entry: Entry) -> tuple[str, str]:
    """Returns the name of what an entry answered, and the answer, as devices are told."""
    assert entry.fact is not None, "an answer is that of a fact"
    assert entry.after is not None, "and there is one"
    return view.questions[entry.fact].name, view.word_answer(entry.fact, entry.after)


if __name__ == "__main__":
    main({"two devices on SQLite": on_sqlite, "two devices on PostgreSQL": on_postgresql})
