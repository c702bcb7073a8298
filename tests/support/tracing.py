"""Which cases of a test run under the tracer of coverage: where a few cover all that the others do, only those."""

from collections.abc import Iterable

import pytest


def mark_untraced(items: Iterable[pytest.Item]) -> None:
    """Marks as `sweep` each case that its test does not name among its `traced_cases`."""
    for item in items:
        mark = item.get_closest_marker("traced_cases")
        if mark is not None and not any(text in item.nodeid for text in mark.args):
            item.add_marker("sweep")
