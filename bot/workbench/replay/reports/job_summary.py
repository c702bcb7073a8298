"""The results as a summary in Markdown, which GitHub shows on the page of a job."""

import os
import re
from collections.abc import Iterator, Sequence
from html import escape
from pathlib import Path

from bot.config.atomic_files import is_named_pipe
from bot.config.errors import describe_cause
from bot.config.output import print_notes
from bot.workbench.replay.places import locate
from bot.workbench.replay.reports.annotations import UNTITLED
from bot.workbench.replay.reports.plain import summarize
from bot.workbench.replay.reports.summary import HEADINGS, group_by_folder, make_rows
from bot.workbench.replay.result import ScriptResult

MOST_BYTES = 1 << 20
"""How large GitHub lets the summary of one step be; a larger one is not shown at all."""

RESERVED_BYTES = 200
"""How much of that is kept for the sentence about what is left out."""


def append_job_summary(results: Sequence[ScriptResult]) -> None:
    """Appends the summary to the file that GITHUB_STEP_SUMMARY names, if it does.

    One that cannot be written is a sentence, and changes no exit code.
    """
    name = os.environ.get("GITHUB_STEP_SUMMARY", "")
    if not name:
        return
    file = Path(name)
    if is_named_pipe(file):
        print_notes([f"{file}: the job's summary cannot be written (this is a pipe)"])
        return
    try:
        room = MOST_BYTES - (file.stat().st_size if file.exists() else 0)
        with file.open("ab") as opened:
            opened.write(render_summary(results, room).encode("utf-8", "replace"))
    except OSError as error:
        print_notes([f"{file}: the job's summary cannot be written ({describe_cause(error)})"])


def render_summary(results: Sequence[ScriptResult], room: int = MOST_BYTES) -> str:
    """Returns the summary in Markdown, of at most `room` bytes: failures that have no room are counted."""
    amiss = [each for each in results if each.code]
    taken: list[str] = []
    left = room - RESERVED_BYTES
    for number, part in enumerate(_list_parts(results, amiss)):
        left -= len(part.encode("utf-8", "replace"))
        if left < 0:
            rest = len(amiss) - max(0, number - 1)
            more = f"\n{rest:,} more did not pass; the log tells all.\n" if rest else ""
            return "".join(taken) + (more if room >= RESERVED_BYTES else "")
        taken.append(part)
    return "".join(taken)


def _list_parts(results: Sequence[ScriptResult], amiss: Sequence[ScriptResult]) -> Iterator[str]:
    """Yields the table, then each script that did not pass."""
    rows = [("scripts", HEADINGS), ("---", ("---:",) * len(HEADINGS))]
    rows += [(_plain(name), cells) for name, cells in make_rows(results, group_by_folder(results))]
    table = "".join(f"| {' | '.join((name, *cells))} |\n" for name, cells in rows)
    yield f"## trialscreen replay: {summarize(results)}\n\n{table}\n"
    for each in amiss:
        file, line = locate(each)
        title = " ".join((each.title or UNTITLED).split())
        told = "\n".join(part for part in (each.message, each.diff, each.remedy) if part)
        fence = "`" * (1 + max([2, *(len(run) for run in re.findall("`+", told))]))
        head = f"<code>{escape(f'{file}:{line}')}</code> {escape(title)}"
        yield f"<details><summary>{head}</summary>\n\n{fence}diff\n{told}\n{fence}\n\n</details>\n"


def _plain(text: str) -> str:
    """Returns a text that stands in a cell of a table as it is."""
    return re.sub(r"([\\`*_{}\[\]<>#|~&!])", r"\\\1", " ".join(text.split()))
