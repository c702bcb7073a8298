"""Lets this process of tests forget, if the machine fails, what its disk has not got: waiting for it takes long.

What processes that are killed leave behind is the same: only a machine that fails loses it, and no test does that.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from unittest.mock import patch

from storage.database import engine

LASTING, CARELESS = "synchronous = FULL", "synchronous = OFF"


@contextmanager
def careless_files() -> Iterator[None]:
    """Lets databases in files, and files that are written whole, reach the disk when they do."""
    pragmas = tuple(engine._WRITE_PRAGMAS)  # noqa: SLF001 - no setting of the program makes it careless
    assert LASTING in pragmas
    careless = tuple(CARELESS if each == LASTING else each for each in pragmas)
    with patch.object(engine, "_WRITE_PRAGMAS", careless), patch.object(os, "fsync", lambda _descriptor: None):
        yield
