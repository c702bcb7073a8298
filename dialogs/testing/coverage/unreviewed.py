"""The line in a generated script which says that nobody has reviewed it, and by which it is known again.

It names the trial, and holds a digest of the rest and of the file's name. So a script is as it was generated, or a
person has changed or renamed it.
"""

import re
from dataclasses import dataclass
from hashlib import sha256

_LINE = (
    "Generated for {trial}, and not reviewed yet ({digest}). Read it against the trial's own words, then delete this"
    " line."
)
_FOUND = re.compile(
    re.escape(_LINE).replace(re.escape("{trial}"), "(.+)").replace(re.escape("{digest}"), "([0-9a-f]{12})")
)


@dataclass(frozen=True)
class UnreviewedScript:
    """A script that is still as it was generated, for a trial."""

    trial: str


def mark_unreviewed(source: str, file: str, trial: str) -> str:
    """Returns a script, which is written as `file`, with the line before its first block.

    Stock Botium takes it for a description there.

    Deleting the line gives back the script as it was.
    """
    head, begins, body = source.partition("\n#me")
    return f"{head}\n{_LINE.format(trial=trial, digest=_digest(source, file))}{begins}{body}"


def find_unreviewed(text: str, file: str) -> UnreviewedScript | None:
    """Returns what a text is if nobody has touched or renamed it since it was generated; None for any other text."""
    lines = text.removeprefix("\ufeff").split("\n")
    for place, line in enumerate(lines):
        found = _FOUND.fullmatch(line)
        if found is not None:
            rest = "\n".join(lines[:place] + lines[place + 1 :])
            return UnreviewedScript(found[1]) if _digest(rest, file) == found[2] else None
        if line == "#me":
            return None
    return None


def _digest(source: str, file: str) -> str:
    return sha256(f"{file}\n{source}".encode("utf-8", "surrogatepass")).hexdigest()[:12]
