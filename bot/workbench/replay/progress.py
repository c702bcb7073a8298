"""How far the playing has come, on standard error: a bar on a terminal, elsewhere a line now and then."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from time import monotonic

from bot.config.output import print_notes

Advance = Callable[[int], None]
"""What is told when a script is done, with the code of its result."""

SECONDS_BETWEEN = 10
"""How long it takes at least from one line to the next; a run that takes less has none."""


@contextmanager
def show_progress(count: int, clock: Callable[[], float] = monotonic) -> Iterator[Advance]:
    """Shows how many of `count` scripts are done while the block lasts, and gives what counts them."""
    if not sys.stderr.isatty():
        yield _make_line_counter(count, clock)
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


def _make_line_counter(count: int, clock: Callable[[], float]) -> Advance:
    """Returns what prints a line once in a while, such as "120 of 500 played, 2 failed, 14 s"."""
    began = told = clock()
    played = failed = 0

    def advance(code: int) -> None:
        nonlocal told, played, failed
        played, failed = played + 1, failed + (code > 0)
        now = clock()
        if now - told >= SECONDS_BETWEEN:
            told = now
            print_notes([f"{played:,} of {count:,} played, {failed:,} failed, {now - began:.0f} s"])
            sys.stderr.flush()

    return advance
