"""The parts of `make test`: none is forgotten, and a failure of any is one of the whole."""

import sys

import pytest
from parts import ROOT, UNTRACED, list_parts, run_parts


def test_every_file_of_tests_is_in_one_part() -> None:
    """Protects a new folder or file of tests from never being run, or twice."""
    files = [str(each.relative_to(ROOT)) for each in (ROOT / "tests").glob("*/test_*.py")]
    words = [word for command in list_parts().values() if UNTRACED in command for word in command]
    named = [each for word in words for each in files if word in (each, each.rpartition("/")[0])]
    assert sorted(named) == sorted(files)


def test_a_part_that_fails_fails_the_whole_and_is_named(capfd: pytest.CaptureFixture[str]) -> None:
    """Protects continuous integration from a failure in one of several processes, and says what each took."""
    ends = {"sound": (sys.executable, "-c", "print('all well')"), "ill": (sys.executable, "-c", "raise SystemExit(3)")}
    assert run_parts(ends) == 1
    printed = capfd.readouterr().out
    assert "== sound\nall well\n" in printed
    assert "sound: passed in " in printed
    assert "ill: failed with 3 in " in printed
    assert printed.splitlines()[-1].startswith("all: ")
    assert run_parts({"sound": ends["sound"]}) == 0
