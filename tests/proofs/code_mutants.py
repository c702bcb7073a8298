"""Every small mutation of the rules, the reading and the dialogue: nine in ten must be noticed by the fast tests.

Run it as a script.

mutmut makes the mutants, finds which tests reach which function, and keeps the results in `mutants/` (`mutmut results`,
`mutmut show`). Only its way to run the tests is replaced. It would collect them anew for each mutant, which takes
longer than the tests. It would also keep what the test modules built when they were imported, such as a loaded trial.
Then no mutant of the loading would be noticed. Here the tests are collected once, and each mutant runs in a fork.
In the fork, a module that reaches the mutant while it is imported is imported anew. Tests that noticed another mutant
of the same function run first.
"""

import gc
import importlib
import json
import resource
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from functools import cached_property, partial
from pathlib import Path
from shutil import rmtree
from types import ModuleType
from typing import NamedTuple

import pytest
from _pytest.config import _prepareconfig
from hypothesis import Phase, settings
from mutmut.__main__ import cli
from mutmut.configuration import config
from mutmut.mutation.data import SourceFileMutationData
from mutmut.mutation.diff_apply import get_diff_for_mutant
from mutmut.mutation.trampoline import set_mutant_under_test
from mutmut.runners.harness import ListAllTestsResult, TestRunner
from mutmut.state import state
from mutmut.stats import status_by_exit_code
from mutmut.utils.file_utils import change_cwd, walk_mutatable_files
from mutmut.utils.format_utils import mangled_name_from_mutant_name
from mutmut.workers import isolation

ENOUGH = 90
"""The share of noticed mutants, in percent, below which the run fails."""
WORKERS = 2
MEMORY = 3 << 30
"""What a mutant may take: one that loops may also grow."""
ROOT = Path(__file__).parents[2]
MUTANTS = ROOT / "mutants"
AT_IMPORT = MUTANTS / "functions-at-import.json"
"""The functions that each test module reaches while it is imported."""
NOTICED_BY = MUTANTS / "noticed-by"
"""One file for each function: the tests that noticed a mutant of it."""


class CollectedOnce(TestRunner):
    """Collects the fast tests once and runs some of them in a fork."""

    @cached_property
    def forget(self) -> Callable[[], None]:
        """Empties what was remembered."""
        return _make_forget()

    @cached_property
    def session(self) -> pytest.Session:
        """The tests, collected."""
        arguments = [
            "-q", "-x", "-s", "--rootdir=.", "--tb=native",
            *config().pytest_add_cli_args, *config().pytest_add_cli_args_test_selection
        ]  # fmt: skip
        prepared = _prepareconfig(arguments)
        prepared._do_configure()  # noqa: SLF001 - what `pytest.main` does, without the end of it
        session = pytest.Session.from_config(prepared)
        prepared.hook.pytest_sessionstart(session=session)
        prepared.hook.pytest_collection(session=session)
        return session

    def warm_up(self) -> None:
        """Collects the tests, before the forks."""
        with change_cwd(MUTANTS):
            assert self.session.items
            self.forget()
        gc.freeze()

    def list_all_tests(self) -> ListAllTestsResult:
        """Returns the names of all tests."""
        with change_cwd(MUTANTS):
            return ListAllTestsResult(ids={item.nodeid for item in self.session.items})

    def run_tests(self, *, mutant_name: str | None, tests: Iterable[str]) -> int:
        """Runs the tests, the modules with short ones first, until one fails; returns 1 if one does."""
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
        function = mangled_name_from_mutant_name(mutant_name) if mutant_name else ""
        with change_cwd(MUTANTS):
            items = _likely_first(_short_first(self._choose(tests)), function)
            try:
                return int(self.session.testsfailed > 0 or not self._pass(items, function))
            except Exception:  # noqa: BLE001 - a test module that cannot be imported anew has noticed the mutant
                return 1

    def run_stats(self, *, tests: Iterable[str]) -> int:
        """Finds the functions that each test reaches, then how long each takes."""
        with change_cwd(MUTANTS):
            items = self._choose(tests)
            self._reach(items)
            set_mutant_under_test("")
            for item, following in _with_next(items):
                began = time.perf_counter()
                _run(item, following)
                state().duration_by_test[item.nodeid] = time.perf_counter() - began
        return int(self.session.testsfailed > 0)

    def _choose(self, tests: Iterable[str]) -> list[pytest.Item]:
        chosen = set(tests)
        return [item for item in self.session.items if not chosen or item.nodeid in chosen]

    def _reach(self, items: list[pytest.Item]) -> None:
        at_import = _at_import()
        renewed: ModuleType | None = None
        for item in items:
            module = _module(item)
            if module is not renewed:
                renewed = module
                at_import[module.__name__] = _reached(partial(importlib.reload, module))
                forget = _make_forget()
            forget()
            for function in _reached(partial(_run, item, None)) | at_import[module.__name__]:
                state().tests_by_mangled_function_name[function].add(item.nodeid)
        AT_IMPORT.write_text(json.dumps({name: sorted(functions) for name, functions in at_import.items()}), "utf-8")

    def _pass(self, items: list[pytest.Item], function: str) -> bool:
        self.forget()
        stale = {name for name, functions in _at_import().items() if function in functions}
        for item, following in _with_next(items):
            name = _module(item).__name__
            if name in stale:
                stale.remove(name)
                importlib.reload(_module(item))
            _run(item, following)
            if self.session.testsfailed:
                _noticed(function, item)
                return False
        return True


def _module(item: pytest.Item) -> ModuleType:
    assert isinstance(item, pytest.Function)
    module: ModuleType = item.module
    return module


def _run(item: pytest.Item, following: pytest.Item | None) -> None:
    item.ihook.pytest_runtest_protocol(item=item, nextitem=following)


def _with_next(items: list[pytest.Item]) -> Iterator[tuple[pytest.Item, pytest.Item | None]]:
    return zip(items, [*items[1:], None], strict=True)


def _reached(act: Callable[[], object]) -> set[str]:
    hits = state()._stats  # noqa: SLF001 - where mutmut's trampolines note who was called
    hits.clear()
    act()
    return set(hits)


def _make_forget() -> Callable[[], None]:
    """Returns what empties every cache of the project and of its tests.

    Code whose result a cache remembers would not be reached again.
    """
    tables = [each for each in gc.get_objects() if type(each).__name__ == "Remembered"]
    caches = [
        value.cache_clear
        for module in tuple(sys.modules.values())
        if str(getattr(module, "__file__", "")).startswith(str(MUTANTS))
        for value in tuple(vars(module).values())
        if hasattr(value, "cache_clear")
    ]
    collected: dict[int, object] = vars(sys.modules["dialogs.reading.vocabulary"])["_COLLECTED"]

    def forget() -> None:
        for clear in (*caches, *(table.clear for table in tables), collected.clear):
            clear()

    return forget


def _short_first(items: list[pytest.Item]) -> list[pytest.Item]:
    """Returns the tests by module, those of modules with short tests first, and the short ones first in each."""
    took = state().duration_by_test
    counts = Counter(_module(item).__name__ for item in items)
    totals: Counter[str] = Counter()
    for item in items:
        totals[_module(item).__name__] += took[item.nodeid]  # type: ignore[assignment]  # seconds
    names = {name: (totals[name] / counts[name], name) for name in counts}
    return sorted(items, key=lambda item: (names[_module(item).__name__], took[item.nodeid]))


def _likely_first(items: list[pytest.Item], function: str) -> list[pytest.Item]:
    noted = NOTICED_BY / function
    likely = set(noted.read_text("utf-8").splitlines()) if noted.is_file() else set()
    return sorted(items, key=lambda item: item.nodeid not in likely)


def _noticed(function: str, item: pytest.Item) -> None:
    if function:
        NOTICED_BY.mkdir(exist_ok=True)
        with (NOTICED_BY / function).open("a", encoding="utf-8") as noted:
            noted.write(f"{item.nodeid}\n")


def _at_import() -> dict[str, set[str]]:
    if not AT_IMPORT.is_file():
        return {}
    noted: dict[str, list[str]] = json.loads(AT_IMPORT.read_text("utf-8"))
    return {name: set(functions) for name, functions in noted.items()}


class Tally(NamedTuple):
    """How many mutants there are, and what became of them."""

    mutants: int
    killed: int
    timeout: int
    survived: int
    not_covered: int

    @property
    def percentage(self) -> float:
        """The share of mutants that were noticed."""
        return 100 * (self.killed + self.timeout) / self.mutants if self.mutants else 100.0

    def line(self, name: str) -> str:
        """Returns a line of the table."""
        return f"{name:40}" + "".join(f"{figure:>9}" for figure in self) + f"{self.percentage:>8.1f}%"


def results() -> dict[Path, dict[str, str]]:
    """Returns what became of every mutant of every module."""
    found = {}
    for path in walk_mutatable_files():
        data = SourceFileMutationData(path=path)
        data.load()
        found[path] = {name: status_by_exit_code[code] for name, code in data.exit_code_by_key.items()}
    return found


def tally(statuses: Iterable[str]) -> Tally:
    """Returns the sums. What is neither killed, out of time nor not covered counts as survived."""
    counts = Counter(statuses)
    mutants = counts.total()
    killed, timeout, not_covered = counts["killed"], counts["timeout"], counts["no tests"]
    return Tally(mutants, killed, timeout, mutants - killed - timeout - not_covered, not_covered)


def changed(mutant: str, path: Path) -> str:
    """Returns what the mutant changed, in one line."""
    lines = [
        line for line in get_diff_for_mutant(mutant, path=path).splitlines() if not line.startswith(("---", "+++"))
    ]
    return " | ".join(f"{line[0]} {line[1:].strip()}" for line in lines if line.startswith(("-", "+")))


def _print_survivors(found: dict[Path, dict[str, str]]) -> None:
    for path, statuses in found.items():
        for name, status in statuses.items():
            if status not in {"killed", "timeout"}:
                print(f"  {status}: {name}: {changed(name, path)}")


def main() -> int:
    """Makes and runs the mutants; returns 1 if fewer than nine in ten were noticed."""
    began = time.monotonic()
    rmtree(MUTANTS, ignore_errors=True)
    settings.register_profile(
        "mutants", phases=(Phase.explicit, Phase.generate), derandomize=True, database=None, deadline=None
    )
    settings.load_profile("mutants")
    vars(isolation)["PytestRunner"] = CollectedOnce
    cli.main(["run", "--max-children", str(WORKERS)], standalone_mode=False)
    found = results()
    _print_survivors(found)
    print(f"{'':40}" + "".join(f"{heading:>9}" for heading in ("mutants", "killed", "timeout", "survived", "no test")))
    for path, statuses in found.items():
        if statuses:
            print(tally(statuses.values()).line(str(path)))
    whole = tally(status for statuses in found.values() for status in statuses.values())
    print(whole.line("all"))
    print(f"{time.monotonic() - began:.0f} s")
    return int(whole.percentage < ENOUGH)


if __name__ == "__main__":
    sys.exit(main())
