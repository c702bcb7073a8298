"""Plays every script in Chromium, and looks at every kind of page. Nothing leaves this machine but the two installs.

Run it with `make browser`; what is given is handed on to pytest. Exit 0 when all of it holds, 1 when not, 2 where
something is missing.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
LOCK = ROOT / "requirements-browser.lock"
PACKAGES = ROOT / ".venv" / "browser"
MODULES = HERE / "node_modules"
NODE = 20
JOBS = "3"


class MissingProgram(Exception):
    """The browser checks cannot run here; the message says in one sentence what is missing, and the remedy."""


def main() -> int:
    """Sets up what is missing, and runs the checks."""
    try:
        look_for_programs()
        set_up_playwright()
        set_up_axe()
    except MissingProgram as missing:
        print(f"make browser: {missing}", file=sys.stderr)
        return 2
    paths = [ROOT, ROOT / "tests/support", ROOT / "tests/proofs", HERE, PACKAGES]
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(map(str, paths))}
    command = [sys.executable, "-m", "pytest", "-n", JOBS, "--dist", "worksteal", "-o", "python_files=check_*.py"]
    return subprocess.run([*command, *(sys.argv[1:] or [str(HERE)])], cwd=ROOT, env=environment, check=False).returncode


def look_for_programs() -> None:
    """Raises `MissingProgram` where Chromium, Node.js or npm is not installed, or Node.js is too old."""
    for program, package in (("chromium", "chromium"), ("node", "nodejs"), ("npm", "npm")):
        if shutil.which(program) is None:
            raise MissingProgram(f"{program} is not on the PATH; install it (on Debian: the package {package})")
    version = _run(["node", "--version"]).removeprefix("v")
    if int(version.split(".")[0]) < NODE:
        raise MissingProgram(f"Node.js {version} is too old; install {NODE} or later")


def set_up_playwright() -> None:
    """Installs Playwright in a folder of its own, as the lock file has it, where that is not done yet."""
    if not _is_older(PACKAGES, LOCK):
        return
    print("Setting up Playwright in .venv/browser, once.", file=sys.stderr)
    shutil.rmtree(PACKAGES, ignore_errors=True)
    install = [sys.executable, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--require-hashes"]
    _run([*install, "--target", str(PACKAGES), "-r", str(LOCK)])
    PACKAGES.touch()


def set_up_axe() -> None:
    """Installs axe-core, as the lock file has it, where that is not done yet."""
    if not _is_older(MODULES, HERE / "package-lock.json"):
        return
    print("Setting up axe-core in tests/browser/node_modules, once.", file=sys.stderr)
    _run(["npm", "ci", "--prefix", str(HERE)])
    MODULES.touch()


def _is_older(folder: Path, lock: Path) -> bool:
    return not folder.exists() or folder.stat().st_mtime < lock.stat().st_mtime


def _run(command: list[str]) -> str:
    """Runs a program, and returns what it printed. Raises `MissingProgram` where it fails."""
    ran = subprocess.run(command, capture_output=True, text=True, check=False)
    if ran.returncode != 0:
        said = (ran.stderr.strip() or ran.stdout.strip() or "it said nothing").splitlines()[-1]
        raise MissingProgram(f"{Path(command[0]).name} {' '.join(command[1:4])} failed: {said}")
    return ran.stdout.strip()


if __name__ == "__main__":
    sys.exit(main())
