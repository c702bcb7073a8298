"""Stock Botium as a program: npm installs it, pinned; it runs our scripts against `trialscreen serve`, no analytics."""

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).parents[2]
HERE = ROOT / "tests" / "interop"
SCRIPTS = ROOT / "tests" / "scripts"
CLI = HERE / "node_modules" / "botium-cli" / "bin" / "botium-cli.js"
CORE = "1.15.13"
KEY = "a-key-of-one-run-on-this-machine"
START_SECONDS = 30.0
RUN_SECONDS = 600.0
NODE = 20


class Missing(Exception):
    """Stock Botium cannot run here; the message says what is missing, and the remedy."""


@dataclass(frozen=True)
class Endpoint:
    """Where `trialscreen serve` answers, and the key that it wants."""

    url: str
    key: str = field(repr=False)


@dataclass(frozen=True)
class Report:
    """What stock Botium made of the scripts: titles that passed, what was wrong with others, and the time it ran."""

    passed: list[str]
    failed: dict[str, str]
    seconds: float


def set_up() -> None:
    """Installs stock Botium where it is not installed yet, as the lock file has it.

    Raises `Missing` where that is not possible.
    """
    node, npm = shutil.which("node"), shutil.which("npm")
    if node is None or npm is None:
        raise Missing(
            f"{'node' if node is None else 'npm'} is not installed: stock Botium needs Node.js {NODE} or later,"
            " with npm"
        )
    version = subprocess.run([node, "--version"], check=True, capture_output=True, text=True).stdout.strip()
    if int(version.removeprefix("v").split(".")[0]) < NODE:
        raise Missing(f"Node.js {version} is too old: stock Botium needs {NODE} or later")
    lock, installed = HERE / "package-lock.json", HERE / "node_modules" / ".package-lock.json"
    if not installed.exists() or installed.stat().st_mtime < lock.stat().st_mtime:
        print("Setting up stock Botium in tests/interop/node_modules, once.", file=sys.stderr)
        done = subprocess.run([npm, "ci"], cwd=HERE, env=_environment(), capture_output=True, text=True, check=False)
        if done.returncode != 0:
            raise Missing(
                f"npm cannot install stock Botium: {(done.stderr.strip() or done.stdout.strip()).splitlines()[-1]}"
            )
        installed.touch()
    core = _core_version(node)
    if core != CORE:
        raise Missing(
            f"botium-cli would run botium-core {core}, not {CORE}: remove tests/interop/node_modules, and try again"
        )


@contextmanager
def serving() -> Iterator[Endpoint]:
    """Runs `trialscreen serve` on a free port until the end of the block, and makes sure that it ends well."""
    command = [sys.executable, "-m", "bot", "serve", "--listen", "127.0.0.1:0"]
    environment = _environment() | {"TRIALSCREEN_SERVE_KEY": KEY}
    with subprocess.Popen(
        command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as server:
        assert server.stdout is not None
        try:
            url = server.stdout.readline().strip()
            if not url:
                raise Missing(
                    f"trialscreen serve does not start: {server.communicate(timeout=START_SECONDS)[1].strip()}"
                )
            yield Endpoint(url, KEY)
        finally:
            server.terminate()
            assert server.wait(START_SECONDS) == 0, "trialscreen serve did not end well"


def run(folders: list[Path], endpoint: Endpoint, **settings: str) -> Report:
    """Runs every script in the folders with the botium.json that we ship.

    `settings` are further ones, such as `BOTIUM_...`.
    """
    with tempfile.TemporaryDirectory() as scratch:
        environment = _environment() | {
            "BOTIUM_SIMPLEREST_URL": endpoint.url,
            "BOTIUM_TRIALSCREEN_KEY": endpoint.key,
            "BOTIUM_EXPANDSCRIPTINGMEMORY": "1",
            "BOTIUM_TEMPDIR": scratch,
            "NODE_OPTIONS": f"--require={HERE / 'loopback.cjs'}",
            **settings,
        }
        command = ["node", str(CLI), "run", "json", "--convos", *map(str, folders), "--"]
        done = subprocess.run(
            command,
            cwd=ROOT,
            env=environment,
            capture_output=True,
            text=True,
            check=False,
            timeout=RUN_SECONDS,
            stdin=subprocess.DEVNULL,
        )
    try:
        told = json.loads(done.stdout[done.stdout.index("{") :])
    except ValueError as fault:
        raise Missing(
            f"stock Botium did not run: {(done.stderr.strip() or done.stdout.strip() or 'it said nothing')[:300]}"
        ) from fault
    passed = [test["title"] for test in told["passes"]]
    return Report(
        passed, {test["title"]: test["err"]["message"] for test in told["failures"]}, told["stats"]["duration"] / 1000
    )


def _core_version(node: str) -> str:
    """Returns the version of botium-core that botium-cli takes; by itself it would bring an older one."""
    asked = (
        f"require(require.resolve('botium-core/package.json', {{ paths: [{json.dumps(str(CLI.parent))}] }})).version"
    )
    return subprocess.run([node, "-p", asked], capture_output=True, text=True, check=True).stdout.strip()


def _environment() -> dict[str, str]:
    """Returns the environment without settings of Botium's or ours; analytics are off, at installing too."""
    passed_on = {
        name: value for name, value in os.environ.items() if not name.startswith(("BOTIUM_", "TRIALSCREEN_", "NODE_"))
    }
    return passed_on | {"BOTIUM_ANALYTICS": "false"}
