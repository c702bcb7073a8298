"""The steps from one release's tables to the next, run by Alembic on a connection that is given to it."""

from importlib import resources
from threading import Lock

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection

from storage.crypto.keyring import Keyring


def upgrade(connection: Connection, to: str = "head", keyring: Keyring | None = None) -> None:
    """Brings the tables up to a version, within the transaction of `connection`.

    Rows of earlier releases are sealed anew with `keyring`. Without one there must be no rows.
    """
    with _ONE_AT_A_TIME:
        command.upgrade(_config(connection, keyring), to)


def downgrade(connection: Connection, to: str) -> None:
    """Brings the tables down to an earlier version; "base" is none at all."""
    with _ONE_AT_A_TIME:
        command.downgrade(_config(connection), to)


def _config(connection: Connection, keyring: Keyring | None = None) -> Config:
    config = Config()
    config.set_main_option("script_location", str(resources.files("storage") / "migrations"))
    config.attributes["connection"] = connection
    config.attributes["keyring"] = keyring
    return config


_ONE_AT_A_TIME = Lock()
"""Alembic's modules hold the state of the run in progress, so that one process may run it for one store at a time."""
