"""The locks: one for developers, and one for running, which is part of it and enough."""

import re
import sys
import tomllib
from collections.abc import Iterator
from importlib.metadata import packages_distributions, requires
from pathlib import Path

import pytest
from documents import ROOT
from house_guards import our_house
from locks import FULL, RUN, find_wanted, read_lock
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

TEST_TOOLS = {"coverage", "hypothesis", "mutmut", "mypy", "pexpect", "pytest", "ruff"}

FOR_PYTEST = ("bot/workbench/pytest_plugin/", "bot/workbench/fixtures/")
"""What only pytest loads, so that pytest is there."""

both = pytest.mark.parametrize("lock", [FULL, RUN], ids=lambda each: each.name)


@both
def test_a_lock_names_versions_and_hashes_and_no_host(lock: Path) -> None:
    """Protects whoever installs: what comes is what was tried, from wherever their index is."""
    text = lock.read_text(encoding="utf-8")
    assert "://" not in text
    assert len(read_lock(lock)) == len(re.findall(r"^[^ \n]", text, re.MULTILINE)) > 50


def test_every_dependency_is_pinned() -> None:
    """Protects the locks: what pyproject.toml asks for stands in them; `make lock` renews both."""
    asked = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    project, groups = asked["project"], asked["dependency-groups"]
    extras = [line for lines in project["optional-dependencies"].values() for line in lines]
    run = [*project["dependencies"], *extras, *groups["build"]]
    dev = [each for each in groups["dev"] if each != {"include-group": "build"}]
    for lock, lines in ((RUN, run), (FULL, run + dev)):
        assert {canonicalize_name(Requirement(line).name) for line in lines} <= {each.name for each in read_lock(lock)}


def test_what_running_needs_is_what_developers_have() -> None:
    """Protects a service: it runs on the very files on which the tests ran."""
    full = {(each.name, each.version, each.marker): each.hashes for each in read_lock(FULL)}
    for each in read_lock(RUN):
        assert full.get((each.name, each.version, each.marker)) == each.hashes, each.name


def test_a_service_gets_no_test_tools() -> None:
    """Protects a service from what it does not need; and the developers' lock from being taken for that one."""
    assert not {each.name for each in read_lock(RUN)} & TEST_TOOLS
    assert {each.name for each in read_lock(FULL)} > TEST_TOOLS


@both
def test_a_pin_bears_the_extras_that_others_ask_of_it(lock: Path) -> None:
    """Protects machines with a pip before 23.3, as Debian 12 has.

    It takes `coverage[toml]` for another thing than `coverage==7.17.3`, and refuses a lock that does not pin both.
    """
    wanted = find_wanted(lock)
    asked = list(_list_asked_extras(lock))
    assert asked or lock == RUN
    for name, other, extras in asked:
        assert extras <= wanted[other].extras, f"{name} asks for {other}[{','.join(extras)}]"


def test_everything_that_the_program_imports_is_in_the_lock_for_running() -> None:
    """Protects a service from a module that only developers have; what pytest loads comes with pytest."""
    there = {"olm": ["python-olm"], **packages_distributions()}  # on Python 3.13 it is not installed with the rest
    locked, found = find_wanted(RUN).keys(), set[str]()
    for each in our_house().imports:
        top = each.name.partition(".")[0]
        if top not in {"", "bot", "dialogs", "storage", "_typeshed", *sys.stdlib_module_names}:
            found |= {top} if not each.file.startswith(FOR_PYTEST) else set()
    assert {top for top in found if locked.isdisjoint(map(canonicalize_name, there[top]))} == set()
    assert {"telegram", "sqlalchemy", "typst"} <= found


def _list_asked_extras(lock: Path) -> Iterator[tuple[str, str, frozenset[str]]]:
    """Yields which package of a lock asks which other one for which extras, on this machine."""
    for each in find_wanted(lock).values():
        for line in requires(each.name) or ():
            asked = Requirement(line)
            active = [{"extra": extra} for extra in (*each.extras, "")]
            if asked.extras and (asked.marker is None or any(asked.marker.evaluate(extra) for extra in active)):
                yield each.name, canonicalize_name(asked.name), frozenset(asked.extras)
