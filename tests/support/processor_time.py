"""Names a test that uses so much processor time that `make test` would take longer for everybody.

Processor time, not time by the clock: a loaded machine changes nothing about it. Processes that a test waits for count.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

MOST_SECONDS = 30.0
"""Several times what any of its tests uses, as a slow machine may be."""


@contextmanager
def held_to(seconds: float, name: str) -> Iterator[None]:
    """Fails a test whose block uses more processor time than that."""
    before = sum(os.times()[:4])
    yield
    used = sum(os.times()[:4]) - before
    if used > seconds:
        said = f"{name} used {used:.1f} s of processor time, of {seconds:g}; thin it, or mark it `long`"
        pytest.fail(said, pytrace=False)
