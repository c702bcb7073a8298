"""The command that serves on Matrix, and those that log in there and accept somebody's new keys."""

# ruff: noqa: PLC0415 - what a command does is imported when it is run: its help must not wait for libraries

from typing import Annotated

import typer

from bot.cli.commands.options import DatabaseOption

matrix_app = typer.Typer(
    help="Serve screenings in encrypted chats on Matrix until SIGTERM; settings come from the environment.",
    invoke_without_command=True,
    rich_markup_mode=None,
)


@matrix_app.callback()
def matrix(
    context: typer.Context,
    trial: Annotated[
        str, typer.Option("--trial", metavar="ID", help="The trial of new screenings; the first one if none is named.")
    ] = "",
    database: DatabaseOption = "",
) -> None:
    """Serve screenings in encrypted chats on Matrix until SIGTERM; settings come from the environment."""
    if context.invoked_subcommand is not None:
        return
    from bot.cli.matrix import run

    raise typer.Exit(run(trial, database))


@matrix_app.command("login")
def matrix_login(
    database: DatabaseOption = "",
    *,
    again: Annotated[bool, typer.Option("--again", help="Log in a new device in place of the one that is.")] = False,
    new_identity: Annotated[
        bool,
        typer.Option("--new-identity", help="Make new keys for the account, whose recovery key is lost; all are told."),
    ] = False,
) -> None:
    """Log in once: homeserver, account and password are asked for, or read from standard input, a line each."""
    from bot.cli.matrix_logging_in import run

    raise typer.Exit(run(database, again=again, new_identity=new_identity))


@matrix_app.command("accept")
def matrix_accept(
    account: Annotated[
        str, typer.Argument(metavar="ACCOUNT", help="As `trialscreen people` lists it, such as @anna:hospital.org.")
    ],
    database: DatabaseOption = "",
) -> None:
    """Accept the new keys of somebody who has confirmed, not in the chat, that they reset them."""
    from bot.cli.matrix_accepting import run

    raise typer.Exit(run(account, database))
