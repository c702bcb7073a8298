"""`make browser`: what it says where something is missing, and what it is given."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from locks import BROWSER, FULL, read_lock

ROOT = Path(__file__).parents[2]
HERE = ROOT / "tests/browser"


@pytest.mark.parametrize(
    ("there", "told"),
    [
        ((), "chromium is not on the PATH; install it (on Debian: the package chromium)"),
        (("chromium",), "node is not on the PATH; install it (on Debian: the package nodejs)"),
        (("chromium", "node"), "npm is not on the PATH; install it (on Debian: the package npm)"),
        (("chromium", "node", "npm"), "Node.js 18.1.0 is too old; install 20 or later"),
    ],
)
def test_what_is_missing_is_said_in_one_sentence(there: tuple[str, ...], told: str, tmp_path: Path) -> None:
    """Protects who has no Chromium or no Node.js: exit 2 and the remedy, before anything is installed."""
    for name in there:
        program = tmp_path / name
        program.write_text("#!/bin/sh\necho v18.1.0\n", encoding="utf-8")
        program.chmod(0o700)
    ran = subprocess.run(
        [sys.executable, str(HERE / "browser_checks.py")],
        env=os.environ | {"PATH": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (ran.returncode, ran.stdout, ran.stderr) == (2, "", f"make browser: {told}\n")


def test_what_drives_the_browser_is_pinned_and_names_no_host() -> None:
    """Protects the machine: every file by its hash, no registry's address, and what both locks name in one version."""
    lock = json.loads((HERE / "package-lock.json").read_text("utf-8"))["packages"]
    assert not [name for name, each in lock.items() if "resolved" in each or (name and "integrity" not in each)]
    pinned, full = read_lock(BROWSER), {each.name: each.version for each in read_lock(FULL)}
    assert "playwright" in {each.name for each in pinned}
    assert all(each.hashes for each in pinned)
    assert "://" not in BROWSER.read_text("utf-8")
    assert not [each.name for each in pinned if full.get(each.name, each.version) != each.version]


def test_what_checks_pages_is_collected_by_make_browser_alone() -> None:
    """Protects `make test`, which has no Playwright: no file of the checks is named like a test."""
    assert list(HERE.glob("check_*.py"))
    assert not [*HERE.glob("test_*.py"), *HERE.glob("*_test.py")]
