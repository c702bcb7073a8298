"""The locks as tests read them, and a place in which a program finds what a lock names and nothing else."""

import re
from dataclasses import dataclass
from importlib.metadata import distribution
from pathlib import Path

from documents import ROOT
from packaging.markers import Marker

FULL = ROOT / "requirements.lock"
RUN = ROOT / "requirements-run.lock"
BROWSER = ROOT / "requirements-browser.lock"

ALONE = "import sys; sys.path[:0] = sys.argv[1:3]; del sys.argv[1:3]; from bot.cli.app import main; main()"
"""A program that sees the folders that are its first two arguments, and no packages besides: start it with -I -S."""


@dataclass(frozen=True)
class Pinned:
    """A package as a lock names it: with its extras, its version, when it is wanted, and the hashes of its files."""

    name: str
    extras: frozenset[str]
    version: str
    marker: str
    hashes: tuple[str, ...]

    @property
    def is_wanted(self) -> bool:
        """Says whether this machine's Python wants it."""
        return not self.marker or Marker(self.marker).evaluate()


def read_lock(file: Path) -> list[Pinned]:
    """Returns what a lock names."""
    return [
        Pinned(
            found["name"],
            frozenset((found["extras"] or "").split(",")) - {""},
            found["version"],
            (found["marker"] or "").strip(),
            tuple(re.findall(r"--hash=(\S+)", found["hashes"])),
        )
        for found in _PINNED.finditer(file.read_text(encoding="utf-8"))
    ]


def find_wanted(file: Path) -> dict[str, Pinned]:
    """Returns what this machine's Python wants of a lock, by its names."""
    return {each.name: each for each in read_lock(file) if each.is_wanted}


def link_packages(lock: Path, folder: Path) -> Path:
    """Lets a folder hold what a lock names, as it is installed here, beside the package itself; and returns it."""
    folder.mkdir()
    for name in (*find_wanted(lock), "trialscreen"):
        found = distribution(name)
        tops = {file.parts[0] for file in found.files or () if file.parts[0] not in {"..", "__pycache__"}}
        for top in tops if name != "trialscreen" else {each for each in tops if each.endswith(".dist-info")}:
            if not (folder / top).exists():
                (folder / top).symlink_to(Path(str(found.locate_file(top))))
    return folder


_PINNED = re.compile(
    r"^(?P<name>[a-z0-9-]+)(?:\[(?P<extras>[a-z,]+)\])?==(?P<version>[^\s;]+)(?: ;(?P<marker>[^\\]+))? \\\n"
    r"(?P<hashes>(?: +--hash=.*\n)+)",
    re.MULTILINE,
)
