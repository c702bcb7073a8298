"""How far the playing has come: a bar on standard error, where that is a terminal."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

Advance = Callable[[int], None]
"""What is told when a script is done, with the code of its result."""


@contextmanager
def show_progress(count: int) -> Iterator[Advance]:
    """Shows a bar for `count` scripts while the block lasts, and gives what moves it. It leaves no trace."""
    if not sys.stderr.isatty():
        yield lambda _: None
        return
    from rich.console import Console  # noqa: PLC0415 - only a terminal needs it, and it is slow to import
    from rich.progress import (  # noqa: PLC0415
        BarColumn,
        MofNCompleteColumn,
        Progress,
        TextColumn,
        TimeElapsedColumn,
        TimeRemainingColumn,
    )

    columns = (
        TextColumn("Playing"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("{task.fields[bad]}"),
        TimeElapsedColumn(),
    )
    with Progress(
        *columns, TextColumn("left"), TimeRemainingColumn(), console=Console(stderr=True), transient=True
    ) as bar:
        task = bar.add_task("", total=count, bad="")
        failed = 0

        def advance(code: int) -> None:
            nonlocal failed
            failed += code > 0
            bar.update(task, advance=1, bad=f"{failed} failed" if failed else "")

        yield advance
