"""Which cases of a test are left to `make sweeps`: proofs go through thousands, and `make test` keeps every nth.

Where a case is there on each kind of database, `make test` keeps one of them, the other kind for each next case of
the file. Files that are about what databases do are marked `both_databases`.
"""

from collections import Counter
from collections.abc import Iterable

import pytest

KINDS = ("sqlite", "postgresql")


def mark_thinned(items: Iterable[pytest.Item]) -> None:
    """Marks as `long` what `make test` leaves out."""
    seen = Counter[str]()
    cases = dict[str, dict[str, int]]()
    for item in items:
        name = item.nodeid.partition("[")[0]
        if (kind := get_kind(item)) and not item.get_closest_marker("both_databases"):
            in_file = cases.setdefault(name.partition("::")[0], {})
            case = in_file.setdefault(f"{name}[{item.nodeid[len(name) :].replace(kind, '', 1)}", len(in_file))
            if kind != KINDS[case % len(KINDS)]:
                item.add_marker("long")
                continue
        for mark in item.iter_markers("thinned"):
            if seen[name] % mark.args[0]:
                item.add_marker("long")
            seen[name] += 1
            break


def get_kind(item: pytest.Item) -> str:
    """Returns the kind of database of a case, or nothing where it is not there for each kind."""
    called = getattr(item, "callspec", None)
    kind = called.params.get("where", "") if called else ""
    return kind if kind in KINDS else ""
