"""`trialscreen screening picture` and `trialscreen trial picture`: whole files or none, noted; one-line refusals."""

import re
import stat
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from commands import AML, PATIENCE, trialscreen
from drawings import draw_pathway_png
from stores import python

from dialogs.loading.loading import load
from storage.crypto.keys import make_key, write_key_file
from storage.model.codes import make_code, read_code


@pytest.fixture
def stored(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[str, str]:
    """The URL of a database with one screening, and its code."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    write_key_file(tmp_path / "data" / "trialscreen" / "key", make_key())
    url = f"sqlite:///{tmp_path / 'screenings.db'}"
    printed = trialscreen("chat", "--trial", "interfant-21", "--database", url, stdin="120 days\nT-ALL\n").printed()
    found = re.search(r"kept under the code (\S+)\.", printed)
    assert found
    return url, found[1]


def test_the_picture_of_a_stored_screening_is_written_for_its_owner_and_noted(
    stored: tuple[str, str], tmp_path: Path
) -> None:
    """Protects "exports are audited": a file of mode 0600, the format by its ending, an entry for each."""
    url, code = stored
    for name in ("decision.svg", "decision.PNG"):
        file = tmp_path / name
        ran = trialscreen(
            "screening", "picture", code, "--output", file, "--database", url, "--now", "2026-06-01T12:00"
        )
        assert (ran.code, ran.out) == (0, "")
        assert ran.err == f"trialscreen: {file}: the picture of {code}. It holds its answers: health data.\n"
        assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert (tmp_path / "decision.PNG").read_bytes().startswith(b"\x89PNG\r\n")
    written = (tmp_path / "decision.svg").read_text("utf-8")
    assert (
        written == trialscreen("screening", "picture", code, "--database", url, "--now", "2026-06-01T12:00").printed()
    )
    assert "so far: not eligible" in written
    trail = trialscreen("screening", "audit", code, "--database", url).printed()
    assert [line.split("  ")[-1] for line in trail.splitlines() if "exported" in line] == [
        "exported: picture, svg", "exported: picture, png", "exported: picture, svg",
    ]  # fmt: skip


def test_what_cannot_be_drawn_or_written_is_one_line_and_leaves_nothing(
    stored: tuple[str, str], tmp_path: Path
) -> None:
    """Protects "an unknown, mistyped or forgotten code, a path that cannot be written: one clear line", and no file."""
    url, code = stored
    (tmp_path / "there.svg").write_text("mine")
    before = sorted(tmp_path.iterdir())

    def refused(given: str, output: str) -> str:
        return trialscreen("screening", "picture", given, "--output", tmp_path / output, "--database", url).refused()

    unknown = next(each for each in iter(make_code, None) if each != read_code(code))
    assert "no screening with this code is kept" in refused(unknown, "new.svg")
    assert "no code" in refused(code[:-1] + ("2" if code[-1] != "2" else "3"), "new.svg")
    assert "ends in .svg or .png" in refused(code, "new.jpg")
    assert "there is a file already" in refused(code, "there.svg")
    assert "cannot be written" in refused(code, "nowhere/new.svg")
    assert sorted(tmp_path.iterdir()) == before
    assert (tmp_path / "there.svg").read_text() == "mine"
    assert "exported" not in trialscreen("screening", "audit", code, "--database", url).printed()
    trialscreen("screening", "forget", code, "--yes", "--database", url).printed()
    assert "may have been forgotten" in refused(code, "new.svg")


def test_the_pathway_of_a_trial_is_written_by_the_ending_of_its_file(tmp_path: Path) -> None:
    """Protects `trialscreen trial picture`: SVG to standard output or a file, PNG to a file, all else refused."""
    printed = trialscreen("trial", "picture", "interfant-21").printed()
    assert ET.fromstring(printed.encode()).tag == "{http://www.w3.org/2000/svg}svg"
    for name in ("pathway.svg", "pathway.png", "pathway.svg"):
        assert trialscreen("trial", "picture", AML, "--output", tmp_path / name).code == 0
    assert (tmp_path / "pathway.png").read_bytes() == draw_pathway_png(load(AML.read_text("utf-8"), AML.name))
    assert "no trial is called" in trialscreen("trial", "picture", "nothing").refused().lower()
    assert (
        "ends in .svg or .png"
        in trialscreen("trial", "picture", "interfant-21", "--output", tmp_path / "pathway").refused()
    )
    assert (
        "this is a folder"
        in trialscreen("trial", "picture", "interfant-21", "--output", _folder(tmp_path / "x.svg")).refused()
    )


def _folder(path: Path) -> Path:
    path.mkdir()
    return path


def test_a_missing_extra_is_named_and_an_svg_needs_none(tmp_path: Path) -> None:
    """Protects "an extra or font that is missing: one clear line, nothing half-written"."""
    hidden = (
        "import sys; from bot.cli.app import run; sys.modules['typst'] = None; first = run(sys.argv[1:]);del"
        " sys.modules['typst']; sys.modules['matplotlib'] = None; sys.exit(first if first == run(sys.argv[1:]) else 9)"
    )
    with python(hidden, "trial", "picture", "interfant-21", "--output", str(tmp_path / "pathway.png")) as ran:
        out, err = ran.communicate(timeout=PATIENCE)
    assert (ran.returncode, out) == (2, b"")
    line = "trialscreen: the PNG needs the extra [reports]: pip install 'trialscreen[reports]'; an .svg does not\n"
    assert err.decode() == 2 * line, "the typesetter is missing, then the font"
    assert list(tmp_path.iterdir()) == []
