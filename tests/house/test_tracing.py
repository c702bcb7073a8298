"""Which cases run under the tracer of coverage: those that their test names, and no others."""

from types import SimpleNamespace
from typing import cast

import pytest
from tracing import mark_untraced


def select_traced(*names: str, mark: pytest.Mark | None) -> list[str]:
    """Returns the cases that are no sweeps, of a test with this mark."""
    swept = list[str]()
    cases = [
        SimpleNamespace(
            nodeid=f"a.py::test[{name}]",
            get_closest_marker=lambda _: mark,
            add_marker=lambda added, name=name: swept.append(f"{added} {name}"),
        )
        for name in names
    ]
    mark_untraced(cast("list[pytest.Item]", cases))
    return [name for name in names if f"sweep {name}" not in swept]


def test_of_a_test_that_names_its_traced_cases_the_others_run_without_the_tracer() -> None:
    """Protects the time of `make test`, and the coverage that the named cases alone bring."""
    assert select_traced("one", "two", "three", mark=pytest.mark.traced_cases("two", "thr").mark) == ["two", "three"]


def test_a_test_that_names_none_runs_under_the_tracer_in_full() -> None:
    """Protects the coverage that other tests bring."""
    assert select_traced("one", "two", mark=None) == ["one", "two"]
