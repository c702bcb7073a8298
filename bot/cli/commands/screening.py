"""The commands `trialscreen screening`: what is done with one stored screening, or all of them."""

# ruff: noqa: PLC0415 - what a command does is imported when it is run: its help must not wait for libraries

from pathlib import Path
from typing import Annotated

import typer

from bot.cli.commands.options import FROM_STDIN, CodeArgument, DatabaseOption, Json, Now, Picture
from bot.cli.standard_input import make_reading

screening_app = typer.Typer(
    help="Kept screenings: list, show, report, picture, audit, script, forget.",
    no_args_is_help=True,
    rich_markup_mode=None,
)


@screening_app.command("list")
def screening_list(
    database: DatabaseOption = "",
    *,
    everyone: Annotated[
        bool, typer.Option("--all", help="Those of all people; that is noted in the audit trail.")
    ] = False,
    as_json: Json = False,
) -> None:
    """List your kept screenings."""
    from bot.cli import screenings

    screenings.print_list(database, everyone=everyone, as_json=as_json)


@screening_app.command("show")
def screening_show(
    code: CodeArgument, database: DatabaseOption = "", now: Now = None, *, as_json: Json = False
) -> None:
    """Show a screening: its answers, and the verdict so far."""
    from bot.cli import screenings

    screenings.print_one(code, database, now, as_json=as_json)


@screening_app.command("report")
def screening_report(
    code: CodeArgument,
    database: DatabaseOption = "",
    now: Now = None,
    *,
    form: Annotated[
        str, typer.Option("--format", metavar="FORMAT", help="text, html, json or pdf; else as the file's name ends.")
    ] = "",
    paper: Annotated[str, typer.Option("--paper", metavar="SIZE", help="Of a PDF: a4 or letter.")] = "a4",
    output: Annotated[
        Path | None,
        typer.Option("--output", metavar="FILE", help="A new file, or a folder for it; else standard output."),
    ] = None,
) -> None:
    """Write the report of a screening; that is noted in its audit trail."""
    from bot.cli.report import run

    run(code, database, now, form, paper=paper, output=output)


@screening_app.command("audit")
def screening_audit(
    code: Annotated[
        str,
        typer.Argument(
            metavar="[CODE]",
            help=f"The code of a screening{FROM_STDIN}; without one, all that is kept is verified.",
            callback=make_reading("CODE"),
        ),
    ] = "",
    database: DatabaseOption = "",
    *,
    as_json: Json = False,
) -> None:
    """Print the trail of a screening, verified; exit 1 if anything was changed or is missing."""
    from bot.cli.screening_audit import print_audit

    raise typer.Exit(print_audit(code, database, as_json=as_json))


@screening_app.command("script")
def screening_script(code: CodeArgument, database: DatabaseOption = "") -> None:
    """Print the script that leads to where a screening stands: its answers only."""
    from bot.cli import screening_script

    screening_script.print_script(code, database)


@screening_app.command("picture")
def screening_picture(
    code: CodeArgument, output: Picture = None, database: DatabaseOption = "", now: Now = None
) -> None:
    """Draw the decision on a screening; that is noted in its audit trail."""
    from bot.cli.picture import draw_decision

    draw_decision(code, output, database, now)


@screening_app.command("forget")
def screening_forget(
    code: CodeArgument,
    database: DatabaseOption = "",
    *,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask whether it is meant.")] = False,
) -> None:
    """Forget a screening for good."""
    from bot.cli import screenings

    screenings.forget(code, database, is_sure=yes)
