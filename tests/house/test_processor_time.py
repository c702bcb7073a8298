"""The guard of processor time: it names a test that makes `make test` long, and no other."""

import subprocess
import sys
import time

import pytest
from processor_time import held_to

BUSY = "import time\nwhile time.process_time() < 0.3: pass"


def be_busy(seconds: float) -> None:
    end = time.process_time() + seconds
    while time.process_time() < end:
        pass


def test_a_test_that_is_busy_too_long_is_named() -> None:
    """Protects the four minutes of `make test`: what takes long is named, not found out years later."""
    said = r"test_slow used .* of processor time, of 0\.1; thin it"
    with pytest.raises(pytest.fail.Exception, match=said), held_to(0.1, "test_slow"):
        be_busy(0.3)


def test_the_processes_of_a_test_are_counted() -> None:
    """Protects the same from tests that let others work."""
    with pytest.raises(pytest.fail.Exception, match="test_others"), held_to(0.1, "test_others"):
        subprocess.run([sys.executable, "-c", BUSY], check=True)


def test_a_test_that_waits_is_not_named() -> None:
    """Protects whoever runs the tests on a loaded machine."""
    with held_to(0.1, "test_waiting"):
        time.sleep(0.3)
