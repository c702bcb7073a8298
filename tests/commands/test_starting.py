"""What a command loads until it has something to say: a library that it does not need costs every start."""

import json
import os
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from commands import trialscreen

from bot.config.trial_catalogue import find_trial

ROOT = Path(__file__).parents[2]

NEEDLESS = ("rapidfuzz", "alembic", "jinja2", "telegram", "aiohttp", "matplotlib", "structlog", "prometheus_client",
            "dialogs.testing", "bot.workbench")  # fmt: skip
"""What neither of the two ways needs."""

NEEDLESS_FOR_CHAT = (*NEEDLESS, "sqlalchemy.dialects.postgresql", "dialogs.reading.doses.doses",
                     "dialogs.reading.phrases.phrases")  # fmt: skip

NEEDLESS_FOR_PIPES = ("prompt_toolkit", "rich")

NEEDLESS_FOR_CHECK = (*NEEDLESS, *NEEDLESS_FOR_PIPES, "sqlalchemy", "cryptography", "platformdirs", "asyncio",
                      "dotenv", "storage", "bot.session")  # fmt: skip

NEEDLESS_FOR_JSON = ("transitions", "dialogs.conversation")
"""What only a readable result needs."""

PROGRAM = """
import json, sys
from bot.cli.app import run
code = run(sys.argv[1:])
print(json.dumps([code, sorted(sys.modules)]), file=sys.stderr)
"""

TERMINAL = """
import json, sys
from bot.channels.terminal import interactive
from bot.cli.app import run
interactive.TerminalSession.ask = lambda *_: None  # the person leaves at once
code = run(sys.argv[1:])
open("loaded.json", "w").write(json.dumps([code, sorted(sys.modules)]))
"""


def list_loaded(folder: Path, *arguments: str, planted: str = "") -> list[str]:
    """Returns the modules that a command has loaded at its end, whose input is empty.

    `planted` are lines that run before it.
    """
    done = subprocess.run(
        [sys.executable, "-c", planted + PROGRAM, *arguments],
        input="", capture_output=True, text=True, env=make_environment(folder), cwd=folder, check=True,
    )  # fmt: skip
    code, modules = json.loads(done.stderr.splitlines()[-1])
    assert code == 0, done.stderr
    found: list[str] = modules
    return found


def make_environment(folder: Path) -> dict[str, str]:
    plain = {name: value for name, value in os.environ.items() if not name.startswith(("TRIALSCREEN_", "COV"))}
    path = os.pathsep.join(filter(None, [str(ROOT), os.environ.get("PYTHONPATH", "")]))
    return {**plain, "HOME": str(folder), "XDG_DATA_HOME": str(folder), "PYTHONPATH": path, "TERM": "xterm"}


def select_needless(loaded: list[str], needless: tuple[str, ...]) -> list[str]:
    return [each for each in needless if any(f"{name}.".startswith(f"{each}.") for name in loaded)]


@pytest.mark.thinned(2)
@pytest.mark.parametrize(
    "arguments", [["-a", "age_days=120", "--json"], ["-a", "kmt2a=rearranged", "--json"], ["--jsonl"]]
)
def test_check_for_programs_loads_only_what_it_needs(tmp_path: Path, arguments: list[str]) -> None:
    """Protects the start of `trialscreen check`, which programs call for every patient."""
    loaded = list_loaded(tmp_path, "check", "interfant-21", *arguments)
    assert select_needless(loaded, (*NEEDLESS_FOR_CHECK, *NEEDLESS_FOR_JSON)) == []


def test_the_version_is_told_by_a_command_that_loads_nothing_for_it(tmp_path: Path) -> None:
    """Protects `trialscreen --version`: a name and a number at once, whatever the settings and the store are."""
    loaded = list_loaded(tmp_path, "--version")
    assert select_needless(loaded, (*NEEDLESS_FOR_CHECK, "dialogs", "pydantic", "yaml", "orjson")) == []
    told = trialscreen("--version", TRIALSCREEN_DATABASE_URL="nonsense").printed()
    assert told == f"trialscreen {tomllib.loads((ROOT / 'pyproject.toml').read_text())['project']['version']}\n"
    assert "--version" in trialscreen("--help").printed()


def test_a_readable_check_loads_only_what_it_needs(tmp_path: Path) -> None:
    """Protects the same for people, who read pages."""
    loaded = list_loaded(tmp_path, "check", "interfant-21", "-a", "age_days=120")
    assert select_needless(loaded, NEEDLESS_FOR_CHECK) == []
    assert "dialogs.conversation" in select_needless(loaded, NEEDLESS_FOR_JSON)


@pytest.fixture
def kept(tmp_path: Path) -> Path:
    """A folder in which a first chat has made the store, which takes more than what is measured."""
    assert trialscreen("chat", XDG_DATA_HOME=str(tmp_path)).code == 0
    assert list(tmp_path.rglob("screenings.db"))
    return tmp_path


def test_a_chat_with_a_kept_store_loads_only_what_it_needs(kept: Path) -> None:
    """Protects the first question: a person waits for it."""
    assert select_needless(list_loaded(kept, "chat"), (*NEEDLESS_FOR_CHAT, *NEEDLESS_FOR_PIPES)) == []


def test_a_chat_on_a_terminal_loads_only_what_it_needs(kept: Path) -> None:
    """Protects the same where arrow keys and colours are needed too."""
    with open_terminal() as terminal:
        subprocess.run(
            [sys.executable, "-c", TERMINAL, "chat"],
            stdin=terminal, stdout=terminal, stderr=terminal, env=make_environment(kept), cwd=kept, check=True,
        )  # fmt: skip
    code, loaded = json.loads((kept / "loaded.json").read_text(encoding="utf-8"))
    assert (code, select_needless(loaded, NEEDLESS_FOR_CHAT)) == (0, [])
    assert "prompt_toolkit" in loaded


def test_a_trial_is_loaded_once() -> None:
    """Protects the start of a chat, which asks for its trial more than once: loading it takes a tenth of the start."""
    assert find_trial("interfant-21") is find_trial("interfant-21")


def test_a_planted_import_is_named(tmp_path: Path) -> None:
    """Protects these guards from passing whatever is loaded: each names a module, or one of a folder."""
    planted = "import rapidfuzz, sqlalchemy.dialects.postgresql.base, bot.workbench.recordings\n"
    loaded = list_loaded(tmp_path, "check", "interfant-21", "-a", "age_days=120", "--json", planted=planted)
    named = {"rapidfuzz", "sqlalchemy", "sqlalchemy.dialects.postgresql", "bot.workbench", "dialogs.testing"}
    assert named <= {*select_needless(loaded, NEEDLESS_FOR_CHECK), *select_needless(loaded, NEEDLESS_FOR_CHAT)}
    assert "telegram" not in select_needless(loaded, NEEDLESS)


@contextmanager
def open_terminal() -> Iterator[int]:
    """Gives one side of a terminal whose other side nobody reads."""
    other, terminal = os.openpty()
    try:
        yield terminal
    finally:
        os.close(terminal)
        os.close(other)
