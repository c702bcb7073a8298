"""The commands `trialscreen log`."""

# ruff: noqa: PLC0415 - what a command does is imported when it is run: its help must not wait for libraries

from pathlib import Path
from typing import Annotated

import typer

from bot.cli.commands.options import DatabaseOption, Now

log_app = typer.Typer(
    help="The screening log: print, write or draw it; mark.", invoke_without_command=True, rich_markup_mode=None
)


@log_app.callback()
def log(
    context: typer.Context,
    *,
    trial: Annotated[str, typer.Option("--trial", metavar="ID", help="Only this trial.")] = "",
    first: Annotated[
        str, typer.Option("--from", metavar="MONTH", help="The first month that counts, such as 2026-01.")
    ] = "",
    last: Annotated[str, typer.Option("--to", metavar="MONTH", help="The last month that counts.")] = "",
    form: Annotated[
        str, typer.Option("--format", metavar="FORMAT", help="text, csv, xlsx or json; else as --output ends.")
    ] = "",
    output: Annotated[
        Path | None, typer.Option("--output", metavar="FILE", help="A new file; else standard output.")
    ] = None,
    flow: Annotated[
        Path | None, typer.Option("--flow", metavar="FILE", help="Draw the CONSORT flow: a new .svg or .png.")
    ] = None,
    reasons: Annotated[
        Path | None, typer.Option("--reasons", metavar="FILE", help="Plot the reasons for exclusion.")
    ] = None,
    months: Annotated[
        Path | None, typer.Option("--months", metavar="FILE", help="Plot the screenings of each month.")
    ] = None,
    database: DatabaseOption = "",
    now: Now = None,
    exact: Annotated[
        bool, typer.Option("--exact", help="Show small numbers too, which may identify somebody.")
    ] = False,
) -> None:
    """Print the screening log; each time is noted in the audit trail.

    `mark` records who was approached and enrolled.
    """
    if context.invoked_subcommand is not None:
        return
    from bot.cli.log import run
    from bot.cli.log_options import LogOptions

    pictures = {
        name: file for name, file in (("flow", flow), ("reasons", reasons), ("months", months)) if file is not None
    }
    run(LogOptions(trial, first, last, form, output, pictures, exact), database, now)


@log_app.command("mark")
def log_mark(
    step: Annotated[str, typer.Argument(metavar="STEP", help="approached or enrolled.")],
    count: Annotated[int, typer.Argument(metavar="COUNT", min=1, max=1000, help="How many more.")],
    *,
    trial: Annotated[
        str, typer.Option("--trial", metavar="ID", help="The trial; the only one if there is just one.")
    ] = "",
    month: Annotated[
        str, typer.Option("--month", metavar="MONTH", help="Such as 2026-06; the current one if none is named.")
    ] = "",
    database: DatabaseOption = "",
    now: Now = None,
    correct: Annotated[bool, typer.Option("--correct", help="Take that many off again.")] = False,
) -> None:
    """Record how many were approached or enrolled in a month."""
    from bot.cli.log_mark import run

    run(step, -count if correct else count, trial=trial, month=month, database=database, now=now)
