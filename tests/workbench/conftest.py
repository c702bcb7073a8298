"""What tests of the workbench are given."""

from pathlib import Path

import pytest
from scripts import FAILING, PASSING, UNREADABLE


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with scripts, one in a folder of its own, and a file that is none."""
    (tmp_path / "more").mkdir()
    for name, text in (
        ("b.convo.txt", PASSING),
        ("more/c.convo.txt", FAILING),
        ("a.convo.txt", UNREADABLE),
        ("notes.txt", "no script"),
    ):
        (tmp_path / name).write_text(text, encoding="utf-8")
    return tmp_path
