"""The folder of what is played and thrown away: nobody else's, and gone at the end."""

from pathlib import Path

import pytest

from bot.workbench.layers.temp_folder import make_temp_folder


def test_a_scratch_folder_is_the_owners_alone_and_gone_at_the_end() -> None:
    """Protects memory from what was played before, and what is played from other people."""
    with make_temp_folder() as first, make_temp_folder() as second:
        assert first != second
        assert first.stat().st_mode & 0o777 == 0o700
        (first / "screenings.db").write_bytes(b"x")
    assert not first.exists()
    assert not second.exists()


def test_a_scratch_folder_is_where_the_environment_says(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Protects whoever names another place for such folders; a process that plays for another one is told it so."""
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    with make_temp_folder() as folder:
        assert folder.parent == tmp_path
