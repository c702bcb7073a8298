"""One homeserver for all checks of a process, and how much of them is done."""

from collections.abc import Iterator

import pytest
from synapse_server import SynapseServer, run_synapse


def pytest_addoption(parser: pytest.Parser) -> None:
    """Adds the option that does in full what is done in small else."""
    parser.addoption("--full", action="store_true", help="kill, write and measure as often as the figures say")


@pytest.fixture(scope="session")
def synapse(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SynapseServer]:
    """Synapse on loopback."""
    with run_synapse(tmp_path_factory.mktemp("synapse")) as server:
        yield server
