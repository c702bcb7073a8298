"""The summary: how many scripts passed, failed and could not be read, by folder, or by file where they are few."""

import sys
from collections.abc import Sequence
from pathlib import Path

from bot.workbench.replay.reports.plain import count_results
from bot.workbench.replay.result import ScriptResult

MOST_FILES = 20
"""How many files a terminal lists one by one."""

HEADINGS = ("passed", "failed", "not readable", "seconds")

SummaryRow = tuple[str, tuple[str, ...]]
"""A folder or a file, and what stands under the headings."""


def print_summary(results: Sequence[ScriptResult]) -> None:
    """Prints the summary: a table on a terminal; plain elsewhere, if there is more to tell than the last line does."""
    if sys.stdout.isatty():
        _print_table(make_rows(results, group_by_file(results)))
        return
    folders = make_rows(results, group_by_folder(results))
    if len(folders) > 1:
        sys.stdout.write(_plain_table(folders))


def group_by_folder(results: Sequence[ScriptResult]) -> dict[str, str]:
    """Returns the row of each file: its folder."""
    return {each.file: str(Path(each.file).parent) for each in results}


def group_by_file(results: Sequence[ScriptResult]) -> dict[str, str]:
    """Returns the row of each file: its folder; itself where all lie in one folder, and are few."""
    folders = group_by_folder(results)
    return (
        {file: file for file in folders} if len(set(folders.values())) == 1 and len(folders) <= MOST_FILES else folders
    )


def make_rows(results: Sequence[ScriptResult], row_of: dict[str, str]) -> list[SummaryRow]:
    """Returns the rows of a summary, in the order of the results."""
    together: dict[str, list[ScriptResult]] = {}
    for each in results:
        together.setdefault(row_of[each.file], []).append(each)
    return [
        (name, (*map(str, count_results(several)), f"{sum(each.seconds for each in several):.2f}"))
        for name, several in together.items()
    ]


def _plain_table(folders: list[SummaryRow]) -> str:
    widths = [max(len(heading), *(len(cells[at]) for _, cells in folders)) for at, heading in enumerate(HEADINGS)]
    first = max(len(name) for name, _ in folders)
    table = [("", HEADINGS), *folders]
    lines = (
        "  ".join([name.ljust(first), *(cell.rjust(width) for cell, width in zip(cells, widths, strict=True))])
        for name, cells in table
    )
    return "".join(f"{line}\n" for line in lines)


def _print_table(listed: list[SummaryRow]) -> None:
    from rich import box  # noqa: PLC0415 - only a terminal needs it, and it is slow to import
    from rich.console import Console  # noqa: PLC0415
    from rich.table import Table  # noqa: PLC0415
    from rich.text import Text  # noqa: PLC0415

    table = Table(box=box.SIMPLE_HEAD, header_style="bold", pad_edge=False)
    table.add_column("scripts", overflow="fold")
    for heading in HEADINGS:
        table.add_column(heading, justify="right")
    for name, (passed, failed, unreadable, seconds) in listed:
        bad = [Text(each, "dim" if each == "0" else "bold red") for each in (failed, unreadable)]
        table.add_row(Text(name), Text(passed, "green"), *bad, seconds)
    Console().print(table)
