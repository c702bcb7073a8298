"""What `make test` leaves to `make sweeps`: nothing wholly, and of both kinds of database one in turn."""

from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import cast

import pytest
from thinning import KINDS, mark_thinned


@dataclass
class Planted:
    """A case as pytest collects it."""

    nodeid: str
    kind: str = ""
    marks: list[pytest.Mark] = field(default_factory=list)
    left: bool = False

    @property
    def callspec(self) -> SimpleNamespace:
        """Returns what its parameters are."""
        return SimpleNamespace(params={"where": self.kind} if self.kind else {})

    def iter_markers(self, name: str) -> list[pytest.Mark]:
        """Returns its marks of a name."""
        return [each for each in self.marks if each.name == name]

    def get_closest_marker(self, name: str) -> pytest.Mark | None:
        """Returns its mark of a name."""
        return next(iter(self.iter_markers(name)), None)

    def add_marker(self, name: str) -> None:
        """Notes that it is left out."""
        assert name == "long"
        self.left = True


def select_kept(cases: list[Planted]) -> list[str]:
    mark_thinned(cast("list[pytest.Item]", cases))
    return [each.nodeid for each in cases if not each.left]


def test_of_thinned_cases_the_first_is_kept_and_every_nth() -> None:
    """Protects each test from being left out whole."""
    marks = [pytest.mark.thinned(3).mark]
    assert select_kept([Planted(f"a.py::test[{each}]", marks=marks) for each in range(5)]) == [
        "a.py::test[0]",
        "a.py::test[3]",
    ]
    assert select_kept([Planted("a.py::test[0]", marks=marks)]) == ["a.py::test[0]"]


def test_each_case_is_kept_on_one_kind_of_database_and_each_kind_is_kept() -> None:
    """Protects both databases: a file of two tests runs on both, and no test is on none."""
    cases = [Planted(f"a.py::test_{name}[{kind}]", kind) for name in ("sqlite", "more") for kind in KINDS]
    assert select_kept(cases) == ["a.py::test_sqlite[sqlite]", "a.py::test_more[postgresql]"]
    cases = [Planted(f"a.py::test[{kind}-{each}]", kind) for kind in KINDS for each in range(3)]
    assert select_kept(cases) == ["a.py::test[sqlite-0]", "a.py::test[sqlite-2]", "a.py::test[postgresql-1]"]


def test_what_is_about_databases_is_kept_on_both() -> None:
    """Protects the files that say that both matter to them."""
    marks = [pytest.mark.both_databases.mark]
    assert len(select_kept([Planted(f"a.py::test[{kind}]", kind, marks) for kind in KINDS])) == len(KINDS)
