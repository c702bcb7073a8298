"""What every test can ask for: a data folder of its own, and stores on SQLite and on PostgreSQL."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings
from quick_tables import noted_tables
from stores import KEY, Person, careless, fresh_database, place, postgres_server, store_at

from storage.keys import write_key_file
from storage.place import Place
from storage.store import Store

settings.register_profile("any machine", deadline=None)  # a slow moment of a machine is no fault
if settings.get_current_profile_name() == "default":  # whoever runs the tests may have chosen one
    settings.load_profile("any machine")


@pytest.fixture(autouse=True, scope="session")
def _own_data_folder(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Keeps tests away from the screenings of whoever runs them; the key is there already."""
    folder = tmp_path_factory.mktemp("data")
    os.environ["XDG_DATA_HOME"] = str(folder)
    write_key_file(folder / "trialscreen" / "key", KEY)


@pytest.fixture(autouse=True, scope="session")
def _quick_tables() -> Iterator[None]:
    """Makes new databases quickly."""
    with noted_tables():
        yield


@pytest.fixture(scope="session")
def postgres(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The URL of a PostgreSQL server, one for all processes that run these tests: the last one to leave stops it."""
    own = tmp_path_factory.getbasetemp()
    with postgres_server((own.parent if "PYTEST_XDIST_WORKER" in os.environ else own) / "postgres") as url:
        careless(url)
        yield url


@pytest.fixture(params=["sqlite", "postgresql"])
def where(request: pytest.FixtureRequest, tmp_path: Path) -> Place:
    """A place for a store, on either kind of database."""
    url = "" if request.param == "sqlite" else fresh_database(request.getfixturevalue("postgres"))
    return place(tmp_path, url)


@pytest.fixture
def store(where: Place) -> Iterator[Store]:
    """An open store, on either kind of database."""
    with store_at(where) as opened:
        yield opened


@pytest.fixture
def anna(store: Store) -> Person:
    """Somebody who has just begun a screening."""
    person = Person(store)
    person.begin()
    return person
