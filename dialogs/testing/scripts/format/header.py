"""The header of a script: its title, and the trial that it names in a line of its own, `#trial ID-or-FILE`.

Stock Botium takes that line for a part of the description, which it does not play.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from dialogs.testing.scripts.format.blocks import make_fault
from dialogs.testing.scripts.format.faults import ScriptFaults

TRIAL = "#trial"
"""The first word of the line that names a trial."""

_EXAMPLE = f"write the trial's id, or the file of its definition, such as {TRIAL} my-trial.yaml"


@dataclass(frozen=True)
class ScriptHeader:
    """What stands before the first block, which is at the index `end`.

    `trial` is as it is written, and `trial_line` where, counted from 1; empty and 0 where none is named.
    """

    title: str
    end: int
    trial: str = ""
    trial_line: int = 0


def format_trial_line(name: str) -> str:
    """Returns the line that names a trial, which stands below the title of a script."""
    return f"{TRIAL} {name}"


def is_trial_line(line: str) -> bool:
    """Says whether a line names a trial, or should."""
    return line.partition(" ")[0] == TRIAL


def read_header(lines: Sequence[str], file: str, faults: ScriptFaults) -> ScriptHeader:
    """Returns the header. Notes where a trial is named twice, before the title, or not at all."""
    end = next((i for i, line in enumerate(lines) if line.startswith("#") and not is_trial_line(line)), len(lines))
    title = _read_title([line for line in lines[:end] if not is_trial_line(line)])
    named = [(number, line) for number, line in enumerate(lines[:end], 1) if is_trial_line(line)]
    if not named:
        return ScriptHeader(title, end)
    (number, line), *more = named
    trial = line.removeprefix(TRIAL).strip()
    if not any(lines[: number - 1]):
        faults.note(make_fault(file, number, f"{TRIAL} stands before the title", "write it below the title"))
    if not trial:
        faults.note(make_fault(file, number, f"this {TRIAL} names no trial", _EXAMPLE))
    for again, _ in more:
        faults.note(make_fault(file, again, f"line {number} names a trial as well", f"keep one {TRIAL}"))
    return ScriptHeader(title, end, trial, number)


def _read_title(lines: Sequence[str]) -> str:
    """Returns the first paragraph before the blocks. The others describe the script to people, in Botium as well."""
    text = "\n".join(line.strip() for line in lines).strip("\n")
    return " ".join(text.partition("\n\n")[0].split("\n"))


def refuse_trial_lines(lines: Sequence[str], file: str) -> None:
    """Raises `ScriptError` for a file that others share, and that names a trial: scripts of several may share it."""
    number = next((number for number, line in enumerate(lines, 1) if is_trial_line(line)), 0)
    if number:
        raise make_fault(file, number, f"{TRIAL} has no place in a file that scripts share", "write it in the scripts")
