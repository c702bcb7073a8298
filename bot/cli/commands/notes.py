"""The command that reads a note about a patient."""

# ruff: noqa: PLC0415 - what a command does is imported when it is run: its help must not wait for libraries

from typing import Annotated

import typer

from bot.cli.commands.options import Now, TrialName


def read(
    trial: TrialName,
    file: Annotated[
        str | None,
        typer.Argument(
            metavar="[FILE]", help="With --jsonl, the file of the lines; else standard input.", show_default=False
        ),
    ] = None,
    text: Annotated[
        str | None,
        typer.Option("--text", metavar="TEXT", help="The note; without it, or with -, it is read from standard input."),
    ] = None,
    now: Now = None,
    *,
    jsonl: Annotated[
        bool, typer.Option("--jsonl", help='Lines such as {"text": "..."} in, one reading a line out.')
    ] = False,
) -> None:
    """Read what a note about a patient says; nothing is recorded."""
    from bot.cli.read import run

    raise typer.Exit(run(trial, text, file, now, jsonl=jsonl))
