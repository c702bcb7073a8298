"""The wheel, installed away from this checkout: every packaged file is used, and the pytest plugin stands alone."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from commands import AML, ROOT
from scripts import PASSING

from storage.crypto.keys import make_key, write_key_file

PACKAGED = {
    "bot/channels/web/pages/passkeys.js",
    "bot/channels/web/pages/style.css",
    "bot/channels/web/pages/templates/blocks.html",
    "bot/channels/web/pages/templates/chat.html",
    "bot/channels/web/pages/templates/help.html",
    "bot/channels/web/pages/templates/layout.html",
    "bot/channels/web/pages/templates/notice.html",
    "bot/channels/web/pages/templates/passkeys.html",
    "bot/documents/picture/dejavu-sans.txt",
    "bot/documents/report/report.css",
    "bot/documents/report/report.html",
    "bot/documents/report/report.typ",
    "bot/workbench/replay/reports/report.css",
    "bot/workbench/replay/reports/report.html",
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


USING = """
import re, sys
from io import BytesIO, TextIOWrapper
import bot, dialogs, storage
from bot.cli.app import run
from bot.workbench.telegram_standin.page import HTML

def ran(*arguments, stdin=b""):
    sys.stdin, sys.stdout = TextIOWrapper(BytesIO(stdin)), TextIOWrapper(BytesIO(), write_through=True)
    assert run(list(arguments)) == 0, arguments
    return sys.stdout.buffer.getvalue().decode()

assert all(each.__file__.startswith(sys.argv[1]) for each in (bot, dialogs, storage))
assert "interfant-21" in ran("trial", "list")
assert ran("trial", "new", "my-trial").startswith("# ")
database = ("--database", "sqlite:///screenings.db")
chat = ran("chat", "--trial", "interfant-21", *database, stdin=b"120 days\\nT-ALL\\n")
code = re.search(r"kept under the code (\\S+)\\.", chat)[1]
for file in ("it.html", "it.pdf", "it.txt"):
    ran("screening", "report", code, *database, "--output", file)
ran("screening", "picture", code, *database, "--output", "it.svg")
assert ran("replay", "--through", "telegram", "a.convo.txt").endswith("1 passed, 0 failed, 0 not readable\\n")
ran("replay", "--html", "results.html", "a.convo.txt")
assert len(HTML.read_text("utf-8")) > 1000
"""


@pytest.mark.long
def test_every_packaged_file_is_used(installed: Path, tmp_path: Path) -> None:
    """Protects an installed command: trials, skeleton, migrations, reports, pictures, pages, the stand-in."""
    write_key_file(tmp_path / "data" / "trialscreen" / "key", make_key())
    (tmp_path / "a.convo.txt").write_text(PASSING, encoding="utf-8")
    ran = outside(installed, tmp_path, "-c", USING, str(installed))
    assert (ran.returncode, "Traceback" in ran.stderr) == (0, False), ran.stderr
    begins = {"it.html": b"<!doctype html>", "it.pdf": b"%PDF-", "it.svg": b"<?xml", "results.html": b"<!doctype html>"}
    for file, start in begins.items():
        assert (tmp_path / file).read_bytes().startswith(start), file
    for page in ("it.html", "results.html"):
        assert "<style>" in (tmp_path / page).read_text("utf-8")


SETTINGS = "[pytest]\nasyncio_default_fixture_loop_scope = function\n"
CHECK = (
    "import trialscreen_pytest as ours, pytest; pytest.raises(pytest.UsageError, ours.check_packages).match(r'{said}')"
)


def pytest_in(installed: Path, folder: Path) -> subprocess.CompletedProcess[str]:
    """Runs pytest in a folder, with the installed plugin."""
    return outside(installed, folder, "-m", "pytest", "-q", "-p", "no:cacheprovider")


def test_the_plugin_plays_scripts_of_an_installed_package(installed: Path, tmp_path: Path) -> None:
    """Protects authors of trials: a script beside a definition is a test."""
    (tmp_path / "pytest.ini").write_text(f"{SETTINGS}trialscreen_trial = interfant-21\n", encoding="utf-8")
    (tmp_path / "a.convo.txt").write_text(PASSING, encoding="utf-8")
    ran = pytest_in(installed, tmp_path)
    assert "1 passed" in ran.stdout, ran.stdout + ran.stderr


def test_another_package_called_like_ours_does_not_disturb_pytest(installed: Path, tmp_path: Path) -> None:
    """Protects a project with a package bot: its tests run, and one of ours says in a sentence what is wrong."""
    (tmp_path / "bot").mkdir()
    (tmp_path / "bot/__init__.py").write_text("OURS = 1\n", encoding="utf-8")
    (tmp_path / "pytest.ini").write_text(f"{SETTINGS}trialscreen_trial = {AML}\n", encoding="utf-8")
    tests = "from bot import OURS\n\ndef test_own(): assert OURS\n\ndef test_it(dialogue): assert dialogue\n"
    (tmp_path / "test_both.py").write_text(tests, encoding="utf-8")
    ran = pytest_in(installed, tmp_path)
    said = f"trialscreen's package 'bot' is shadowed by another one ({tmp_path / 'bot/__init__.py'}): rename that one"
    assert ("1 passed, 1 error" in ran.stdout, said in ran.stdout) == (True, True), ran.stdout + ran.stderr
    assert "ImportError" not in ran.stdout


@pytest.mark.parametrize("file", ["dialogs.py", "storage/__init__.py"])
def test_a_package_that_stands_before_ours_is_named(file: str, installed: Path, tmp_path: Path) -> None:
    """Protects the sentence: a module and a package of any of the three names are found."""
    (tmp_path / file).parent.mkdir(exist_ok=True)
    (tmp_path / file).touch()
    package = file.partition("/")[0].removesuffix(".py")
    said = f"trialscreen's package '{package}' is shadowed by another one"
    ran = outside(installed, tmp_path, "-c", CHECK.format(said=said.replace("'", ".")))
    assert (ran.returncode, ran.stderr) == (0, "")
