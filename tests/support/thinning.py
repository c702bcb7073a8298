"""Which cases of a test are left to `make sweeps`: proofs go through thousands, and `make test` keeps every nth."""

from collections import Counter
from collections.abc import Iterable

import pytest


def mark_thinned(items: Iterable[pytest.Item]) -> None:
    """Marks as `long` all but every nth case of each test that is marked `thinned(n)`."""
    seen = Counter[str]()
    for item in items:
        name = item.nodeid.partition("[")[0]
        for mark in item.iter_markers("thinned"):
            if seen[name] % mark.args[0]:
                item.add_marker("long")
            seen[name] += 1
            break
