"""Restores that race with a chat at the same place, and backups and restores that are killed at each of their steps."""

import os
import re
import shutil
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime
from itertools import cycle
from pathlib import Path
from random import Random
from signal import SIGCONT, SIGKILL, SIGSTOP
from typing import Any

from attacks import Broken, Options, main
from commands import ROOT, command, environment
from mortal import forked, heard
from stores import ANSWERS, KEY, NOW, Person, store_at

from storage.crypto.keys import write_key_file
from storage.database.address import make_file_address
from storage.database.leftovers import find_leftovers
from storage.maintenance.backup import back_up
from storage.maintenance.backup_seal import check_seal
from storage.maintenance.restoring import restore
from storage.maintenance.sweep import sweep
from storage.maintenance.verify import inspect_all
from storage.model.codes import read_code
from storage.model.errors import Refused
from storage.opening.location import StoreLocation
from storage.unit_of_work.store import Store

WHO = "an operator"
CODE = re.compile(r"kept under the code (\S+)\.")
LATEST_SECONDS = 1.5
"""How much later than the restore a chat begins at most, or earlier."""

SAID = "".join(f"{each}\n" for each in ANSWERS[:3])

SMALL_STEP = 23

Begun = dict[str, "subprocess.Popen[str]"]

CALLS = {
    "open", "os.link", "os.rename", "os.remove", "os.mkdir", "os.rmdir", "os.symlink", "os.truncate", "shutil.rmtree",
    "fcntl.flock", "sqlite3.connect",
}  # fmt: skip
"""The calls of the system before each of which a process is killed, as Python's audit hooks name them."""


def raced_by_a_chat(options: Options) -> str:
    """Lets `trialscreen restore` and `trialscreen chat` race: nothing acknowledged is lost, whichever wins.

    They begin at random offsets. Or the first one is stopped in the middle, and goes on when the other one is there.
    """
    ends: Counter[str] = Counter()
    random = options.random()
    for number, race in zip(range(options.count(50, 3)), cycle(RACES)):
        folder = options.folder / f"race{number}"
        _make_backup(folder)
        begun = race(folder, random)
        ends[_hold_against_what_was_said(folder, begun)] += 1
        shutil.rmtree(folder)
    told = ", ".join(f"{end} {count}" for end, count in sorted(ends.items()))
    return f"{ends.total()} races of real processes: {told}; 0 answers lost"


def _begin_both(folder: Path, random: Random) -> Begun:
    offset = random.uniform(-LATEST_SECONDS, LATEST_SECONDS)
    begun: Begun = {}
    for name in sorted(("chat", "restore"), reverse=offset > 0):
        time.sleep(abs(offset) if begun else 0)
        begun[name] = _begin(folder, name)
    return begun


def _stop_restore(folder: Path, random: Random) -> Begun:
    return _stop_first(folder, random, "restore", "chat", ".trialscreen-*")


def _stop_chat(folder: Path, random: Random) -> Begun:
    return _stop_first(folder, random, "chat", "restore", "screenings.db*")


def _stop_first(folder: Path, random: Random, first: str, second: str, sign: str) -> Begun:
    """Stops the first process when a file of this name is there, and a moment later; it goes on beside the second."""
    begun = {first: _begin(folder, first)}
    while not list(folder.glob(sign)) and begun[first].poll() is None:
        time.sleep(0.001)
    time.sleep(random.uniform(0, 0.04))
    begun[first].send_signal(SIGSTOP)
    begun[second] = _begin(folder, second)
    time.sleep(random.uniform(0.5, 4))
    begun[first].send_signal(SIGCONT)
    return begun


RACES = (_stop_restore, _begin_both, _stop_chat)


def _hold_against_what_was_said(folder: Path, begun: Begun) -> str:
    """Raises `Broken` where an answer that a chat acknowledged is not kept, or a restore did not do what it said."""
    told = {name: process.communicate(timeout=60) for name, process in begun.items()}
    ended = {name: process.returncode for name, process in begun.items()}
    if not set(ended.values()) <= {0, 2}:
        raise Broken(f"{ended}: {told}")
    with store_at(_at(folder)) as store:
        _check_acknowledged(store, told["chat"][0])
        _check_restored(store, is_restored=ended["restore"] == 0)
        _check_whole(store)
    _check_tidy(folder)
    if ended["restore"]:
        return "the restore refused"
    return "the chat refused" if ended["chat"] else "both done"


def _begin(folder: Path, name: str) -> subprocess.Popen[str]:
    """Begins a command; a chat has been told all its answers already."""
    arguments = (name, str(folder / "backup")) if name == "restore" else (name,)
    said = folder / "said"
    said.write_text(SAID, "utf-8")
    with said.open(encoding="utf-8") as answers:
        return subprocess.Popen(
            command(*arguments, "--database", f"sqlite:///{folder / 'screenings.db'}"),
            cwd=ROOT, env=environment(XDG_DATA_HOME=str(folder)), text=True,
            stdin=answers, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        )  # fmt: skip


def _check_acknowledged(store: Store, said: str) -> None:
    acknowledged, found = said.count("Recorded: "), CODE.search(said)
    if not acknowledged:
        return
    with store.reading() as repository:
        stored = repository.find_by_code(read_code(found[1]) or "") if found else None
    if stored is None or len(stored.screening.answers) < acknowledged:
        raise Broken(f"{acknowledged} answers were acknowledged, and are not there: {said}")


def _check_restored(store: Store, *, is_restored: bool) -> None:
    with store.reading() as repository:
        owners = {stored.owner for stored in repository.iterate_all()}
    if is_restored != ("anna" in owners):
        raise Broken(f"the restore said {is_restored}, and there are screenings of {owners}")


def restores_killed(options: Options) -> str:
    """Kills a restore before each call of the system: the old anchor or the new one stands.

    The next command ends what was begun: another restore, an opening, or a sweep, in turn.
    """
    first = options.folder / "first"
    _make_backup(first)
    _make_former_anchor(first)
    return _killed(options, first, _restore, _check_killed_restore)


def restores_without_an_anchor_killed(options: Options) -> str:
    """Does the same where there was no anchor: a restore that was killed leaves none without its database."""
    first = options.folder / "first"
    _make_backup(first)
    return _killed(options, first, _restore, _check_killed_restore)


def backups_killed(options: Options) -> str:
    """Kills a backup to another folder before each call of the system. The next command or sweep leaves nothing."""
    first = options.folder / "first"
    (first / "away").mkdir(parents=True)
    with store_at(_at(first)) as store:
        _fill(store)
    return _killed(options, first, _back_up, _check_killed_backup)


def _killed(options: Options, first: Path, act: Callable[[Path], object], check: Callable[[Path, int], None]) -> str:
    steps = _die(shutil.copytree(first, options.folder / "dry"), act, None)
    deaths = 0
    for last in range(0, steps, SMALL_STEP if options.is_small else 1):
        folder = shutil.copytree(first, options.folder / f"killed{last}")
        deaths += 1
        _die(folder, act, last)
        try:
            check(folder, last)
        except Broken as fault:
            raise Broken(f"killed before call {last + 1} of {steps}: {fault}") from fault
        shutil.rmtree(folder)
    return f"{deaths} deaths before {deaths} of {steps} calls, and nothing half done or left"


def _die(folder: Path, act: Callable[[Path], object], last: int | None) -> int:
    """Acts in another process, which dies before its call of this number. Without one, returns how many it makes."""

    def run(tell: Callable[[object], None]) -> None:
        count = 0

        def hook(event: str, arguments: tuple[Any, ...]) -> None:
            nonlocal count
            if event not in CALLS or (event in ("open", "os.remove") and str(folder) not in str(arguments[0])):
                return
            if count == last:
                os.kill(os.getpid(), SIGKILL)
            count += 1

        sys.addaudithook(hook)
        act(folder)
        tell(count)

    child, hearing = forked(run)
    told = list(heard(hearing))
    _, status = os.waitpid(child, 0)
    if os.WIFSIGNALED(status) != (last is not None):
        raise Broken(f"a process that was to be killed at {last} ended with {status}")
    return int(str(told[0])) if told else 0


def _restore(folder: Path) -> None:
    restore(folder / "backup", _at(folder), KEY, NOW, WHO)


def _back_up(folder: Path) -> None:
    with store_at(_at(folder)) as store:
        back_up(store, folder / "away" / "backup", NOW, WHO)


def _check_killed_restore(folder: Path, number: int) -> None:
    where, former = _at(folder), folder / "former"
    old = former.read_bytes() if former.exists() else b""
    stood = where.anchor.read_bytes() if where.anchor.exists() else b""
    is_there = (folder / "screenings.db").exists() and (folder / "screenings.db").stat().st_size > 0
    if old and not (stood == old or stood.endswith(b"\n")):
        raise Broken("neither the old anchor nor the new one stands whole")
    if is_there and stood == old:
        raise Broken("the database is there with the old anchor")
    if not is_there and number % 2:
        report = restore(folder / "backup", where, KEY, NOW, WHO)
        if (report.lost, report.old_anchor is not None) != (1 if old else 0, bool(old)):
            raise Broken(f"another restore says {report}")
        is_there = True
    elif is_there:
        with suppress(Refused):
            restore(folder / "backup", where, KEY, NOW, WHO)
            raise Broken("a database that is there was replaced")
    with store_at(where) as store:
        if number % 3 == 0:
            sweep(store, NOW)
        kept = [each.read_bytes() for each in folder.glob("*.before-restore-*")]
        if is_there and kept != ([old] if old else []):
            raise Broken(f"{len(kept)} old anchors are kept")
        if not is_there and not where.anchor.exists() != (not old):
            raise Broken("without a database, the anchor is another than before")
        if is_there:
            _check_restored(store, is_restored=True)
            _check_whole(store)
    _check_tidy(folder)


def _check_killed_backup(folder: Path, number: int) -> None:
    where, target = _at(folder), folder / "away" / "backup"
    with store_at(where) as store:
        if number % 2:
            sweep(store, NOW)
        if target.exists():
            check_seal(target, store.keyring)
        else:
            _check_tidy(folder, folder / "away")
            back_up(store, target, NOW, WHO)
        _check_whole(store)
    _check_tidy(folder, folder / "away")


def _check_whole(store: Store) -> None:
    faults = [sentence for found in inspect_all(store) for sentence in found.sentences]
    if faults:
        raise Broken(f"the store is not whole: {faults[:3]}")


def _check_tidy(*folders: Path) -> None:
    left = [str(each) for folder in folders for each in find_leftovers(folder)]
    left += [str(each) for folder in folders for each in folder.glob("*.db.lock")]
    if left:
        raise Broken(f"something was left: {left}")


def _make_backup(folder: Path) -> None:
    """Makes a backup, and removes the store of which it was made; the key stays."""
    made = folder / "made"
    made.mkdir(parents=True)
    write_key_file(folder / "trialscreen" / "key", KEY)
    with store_at(_at(made)) as store:
        _fill(store)
        back_up(store, folder / "backup", NOW, WHO)
        Person(store, "dora").begin()
        shutil.copy(store.anchor.path, folder / "later anchor")
    shutil.rmtree(made)


def _make_former_anchor(folder: Path) -> None:
    """Puts the anchor back that knew more than the backup, as after a database was lost."""
    shutil.copy(folder / "later anchor", _at(folder).anchor)
    shutil.copy(folder / "later anchor", folder / "former")


def _fill(store: Store) -> None:
    anna = Person(store, now=datetime.now(UTC))  # a chat forgets what is old
    anna.begin()
    anna.says(*ANSWERS[:3])


def _at(folder: Path) -> StoreLocation:
    """Returns the place at which the command keeps a database of this name."""
    file = folder / "screenings.db"
    return StoreLocation(
        make_file_address(file), file.with_name(f"{file.name}.anchor"), file.with_name(f"{file.name}.forgotten")
    )


if __name__ == "__main__":
    main(
        {
            "restores raced by a chat": raced_by_a_chat,
            "restores killed": restores_killed,
            "restores without an anchor killed": restores_without_an_anchor_killed,
            "backups killed": backups_killed,
        }
    )
