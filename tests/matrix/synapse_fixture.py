"""One homeserver for all checks of a process."""

from collections.abc import Iterator

import pytest
from synapse_server import SynapseServer, run_synapse


@pytest.fixture(scope="session")
def synapse(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SynapseServer]:
    """Synapse on loopback."""
    with run_synapse(tmp_path_factory.mktemp("synapse")) as server:
        yield server
