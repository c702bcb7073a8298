"""The wheel, installed away from this checkout: every packaged file is used, and the pytest plugin stands alone."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from commands import AML, ROOT
from scripts import PASSING

from storage.crypto.keys import make_key, write_key_file

PACKAGED = {
    "bot/documents/picture/dejavu-sans.txt",
    "bot/documents/report/report.css",
    "bot/documents/report/report.html",
    "bot/documents/report/report.typ",
    "bot/workbench/replay/report.css",
    "bot/workbench/replay/report.html",
    "bot/workbench/telegram_standin/page.html",
    "dialogs/trials/interfant-21.yaml",
    "dialogs/trials/skeleton.txt",
    "storage/migrations/script.py.mako",
}
"""What is in the wheel beside Python. The last one is used by developers only: it makes a new migration."""


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder into which the wheel was installed, and nothing else."""
    folder = tmp_path_factory.mktemp("wheel")
    build = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    subprocess.run(build, cwd=ROOT, check=True, capture_output=True, timeout=120)
    (wheel,) = folder.glob("*.whl")
    target = folder / "site"
    pip = [
        sys.executable,
        "-m",
        "pip",
        "install",
        "--quiet",
        "--no-deps",
        "--no-index",
        "--no-compile",
        "--target",
        str(target),
        str(wheel),
    ]
    subprocess.run(pip, check=True, capture_output=True, timeout=120)
    return target


def outside(installed: Path, folder: Path, *arguments: str, stdin: str = "") -> subprocess.CompletedProcess[str]:
    """Runs Python in a folder of its own, with the installed packages first on its path."""
    environment = {
        name: value for name, value in os.environ.items() if not name.startswith(("PYTEST_", "TRIALSCREEN_", "COV_"))
    }
    environment |= {"PYTHONPATH": str(installed), "XDG_DATA_HOME": str(folder / "data")}
    call = [sys.executable, *arguments]
    return subprocess.run(
        call, cwd=folder, env=environment, input=stdin, capture_output=True, text=True, timeout=120, check=False
    )


def test_nothing_else_is_packaged(installed: Path) -> None:
    """Protects the wheel: what its programs read is in it, types are marked as there, tests are not."""
    rooms = [installed / room for room in ("bot", "dialogs", "storage")]
    files = {path.relative_to(installed).as_posix() for room in rooms for path in room.rglob("*") if path.is_file()}
    others = {file for file in files if not file.endswith((".py", ".pyc"))}
    assert others == PACKAGED | {"bot/py.typed", "dialogs/py.typed", "storage/py.typed"}
    assert (installed / "trialscreen_pytest.py").is_file()
    assert not (installed / "tests").exists()


def test_every_packaged_file_is_used(installed: Path, tmp_path: Path) -> None:
    """Protects an installed command: trials, skeleton, migrations, reports, pictures, pages of results and stand-in."""

    def ran(*arguments: str, stdin: str = "") -> str:
        done = outside(installed, tmp_path, "-m", "bot", *arguments, stdin=stdin)
        assert (done.returncode, done.stderr.count("Traceback")) == (0, 0), done.stderr
        return done.stdout

    where = outside(
        installed,
        tmp_path,
        "-c",
        "import bot, dialogs, storage; print(bot.__file__, dialogs.__file__, storage.__file__)",
    )
    assert where.stdout.split() == [str(installed / room / "__init__.py") for room in ("bot", "dialogs", "storage")]
    assert "interfant-21" in ran("trial", "list")
    assert ran("trial", "new", "my-trial").startswith("# ")
    write_key_file(tmp_path / "data" / "trialscreen" / "key", make_key())
    database = ("--database", f"sqlite:///{tmp_path / 'screenings.db'}")
    chat = ran("chat", "--trial", "interfant-21", *database, stdin="120 days\nT-ALL\n")
    found = re.search(r"kept under the code (\S+)\.", chat)
    assert found
    for file, starts in {"it.html": b"<!doctype html>", "it.pdf": b"%PDF-", "it.txt": b""}.items():
        ran("screening", "report", found[1], *database, "--output", file)
        assert (tmp_path / file).read_bytes().startswith(starts)
    ran("screening", "picture", found[1], *database, "--output", "it.svg")
    assert "<svg" in (tmp_path / "it.svg").read_text("utf-8")
    (tmp_path / "a.convo.txt").write_text(PASSING, encoding="utf-8")
    assert ran("replay", "--through", "telegram", "a.convo.txt").endswith("1 passed, 0 failed, 0 not readable\n")
    ran("replay", "--html", "results.html", "a.convo.txt")
    assert "<style>" in (tmp_path / "results.html").read_text("utf-8")
    page = "from bot.workbench.telegram_standin.page import HTML; print(HTML, len(HTML.read_text('utf-8')) > 1000)"
    assert outside(installed, tmp_path, "-c", page).stdout.split() == [
        str(installed / "bot/workbench/telegram_standin/page.html"),
        "True",
    ]


SETTINGS = "[pytest]\nasyncio_default_fixture_loop_scope = function\n"


def pytest_in(installed: Path, folder: Path) -> subprocess.CompletedProcess[str]:
    """Runs pytest in a folder, with the installed plugin."""
    return outside(installed, folder, "-m", "pytest", "-q", "-p", "no:cacheprovider")


def test_the_plugin_plays_scripts_of_an_installed_package(installed: Path, tmp_path: Path) -> None:
    """Protects authors of trials: a script beside a definition is a test."""
    (tmp_path / "pytest.ini").write_text(f"{SETTINGS}trialscreen_trial = interfant-21\n", encoding="utf-8")
    (tmp_path / "a.convo.txt").write_text(PASSING, encoding="utf-8")
    ran = pytest_in(installed, tmp_path)
    assert "1 passed" in ran.stdout, ran.stdout + ran.stderr


@pytest.mark.parametrize("file", ["bot/__init__.py", "dialogs.py", "storage/__init__.py"])
def test_another_package_called_like_ours_does_not_disturb_pytest(file: str, installed: Path, tmp_path: Path) -> None:
    """Protects a project with a package bot, dialogs or storage: its tests run; a dialogue fails in one sentence."""
    (tmp_path / file).parent.mkdir(exist_ok=True)
    (tmp_path / file).write_text("OURS = 1\n", encoding="utf-8")
    (tmp_path / "pytest.ini").write_text(SETTINGS, encoding="utf-8")
    package = file.partition("/")[0].removesuffix(".py")
    (tmp_path / "test_own.py").write_text(
        f"from {package} import OURS\n\ndef test_it():\n    assert OURS\n", encoding="utf-8"
    )
    ran = pytest_in(installed, tmp_path)
    assert (ran.returncode, "1 passed" in ran.stdout) == (0, True), ran.stdout + ran.stderr
    (tmp_path / "test_own.py").write_text("def test_it(dialogue):\n    assert dialogue\n", encoding="utf-8")
    (tmp_path / "pytest.ini").write_text(f"{SETTINGS}trialscreen_trial = {AML}\n", encoding="utf-8")
    ran = pytest_in(installed, tmp_path)
    said = f"trialscreen's package '{package}' is shadowed by another one ({tmp_path / file}): rename that one"
    assert ran.returncode != 0
    assert (said in ran.stdout, "ImportError" in ran.stdout) == (True, False), ran.stdout + ran.stderr
