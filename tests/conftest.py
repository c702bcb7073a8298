"""What every test can ask for: a data folder of its own, and stores on SQLite and on PostgreSQL."""

import gc
import os
import signal
from collections.abc import Generator, Iterator
from contextlib import nullcontext
from pathlib import Path
from shutil import rmtree
from tempfile import gettempdir

import pytest
from careless_files import careless_files
from hypothesis import settings
from lent_databases import Databases
from processor_time import MOST_SECONDS, held_to
from quick_commands import noted_commands
from quick_processes import quick_processes
from quick_tables import noted_tables
from stores import KEY, Person, careless, place, postgres_server, store_at
from thinning import mark_thinned
from tracing import mark_untraced

from storage.crypto.keys import write_key_file
from storage.opening.location import StoreLocation
from storage.unit_of_work.store import Store

settings.register_profile("any machine", deadline=None)  # a slow moment of a machine is no fault
if settings.get_current_profile_name() == "default":  # whoever runs the tests may have chosen one
    settings.load_profile("any machine")


def pytest_configure() -> None:
    """Lets Ctrl-C end what the tests start: a shell that starts them in the background would have it ignored."""
    signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Generator[None, object, object]:
    """Collects tests without looking for garbage among them: they stay to the end, and are looked through no more.

    Afterwards garbage is looked for less often than is usual: tests leave little in circles.
    """
    gc.disable()
    try:
        return (yield)
    finally:
        gc.freeze()
        gc.set_threshold(50_000, 20, 20)
        gc.enable()


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Leaves to `make sweeps` what is its own, and to the tracer what it needs, before any choice by marks."""
    mark_thinned(items)
    mark_untraced(items)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item: pytest.Item) -> Generator[None, object, object]:
    """Names each test that makes `make test` long, but for those that say so themselves."""
    with (
        nullcontext()
        if {"long", "slow"} & {each.name for each in item.iter_markers()}
        else held_to(MOST_SECONDS, item.nodeid)
    ):
        return (yield)


@pytest.fixture(autouse=True, scope="session")
def _own_data_folder(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Keeps tests away from the screenings of whoever runs them, and from their cache; the key is there already."""
    folder = tmp_path_factory.mktemp("data")
    os.environ["XDG_DATA_HOME"] = str(folder)
    os.environ["XDG_CACHE_HOME"] = str(tmp_path_factory.mktemp("cache"))
    write_key_file(folder / "trialscreen" / "key", KEY)


@pytest.fixture(autouse=True, scope="session")
def _quick_tables() -> Iterator[None]:
    """Makes new databases quickly."""
    with noted_tables():
        yield


@pytest.fixture(autouse=True, scope="session")
def _careless_files() -> Iterator[None]:
    """Waits for no disk."""
    with careless_files():
        yield


@pytest.fixture(autouse=True, scope="session")
def _quick_commands() -> Iterator[None]:
    """Lets commands begin quickly."""
    with noted_commands():
        yield


@pytest.fixture(autouse=True, scope="session")
def _quick_processes() -> Iterator[None]:
    """Lets processes begin quickly."""
    with quick_processes():
        yield


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """The URL of a PostgreSQL server, one for all processes that run these tests: the last one to leave stops it.

    Its folder is not one of pytest's: where root runs the tests, any other pytest closes those to the server's own
    user.
    """
    folder = Path(gettempdir()) / f"trialscreen-postgres-{os.environ.get('PYTEST_XDIST_TESTRUNUID', os.getpid())}"
    with postgres_server(folder) as url:
        careless(url)
        yield url
    if not (folder / "postmaster.pid").exists():
        rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def databases(postgres: str) -> Databases:
    """The PostgreSQL databases that the tests of this process borrow."""
    return Databases(postgres)


@pytest.fixture(params=["sqlite", "postgresql"])
def where(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[StoreLocation]:
    """A place for a store, on either kind of database."""
    with nullcontext("") if request.param == "sqlite" else request.getfixturevalue("databases").lent() as url:
        yield place(tmp_path, url)


@pytest.fixture
def store(where: StoreLocation) -> Iterator[Store]:
    """An open store, on either kind of database."""
    with store_at(where) as opened:
        yield opened


@pytest.fixture
def anna(store: Store) -> Person:
    """Somebody who has just begun a screening."""
    person = Person(store)
    person.begin()
    return person
