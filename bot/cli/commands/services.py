"""The commands that serve until they are stopped: telegram, web, serve."""

# ruff: noqa: PLC0415 - what a command does is imported when it is run: its help must not wait for libraries

from typing import Annotated

import typer

from bot.cli.commands.options import DatabaseOption, Now, TrialOption


def telegram(
    trial: Annotated[
        str, typer.Option("--trial", metavar="ID", help="The trial of new screenings; the first one if none is named.")
    ] = "",
    database: DatabaseOption = "",
    *,
    delete_webhook: Annotated[
        bool, typer.Option("--delete-webhook", help="Go back to polling: delete the webhook, and serve nothing.")
    ] = False,
) -> None:
    """Serve screenings on Telegram until SIGTERM; settings come from the environment."""
    if delete_webhook:
        from bot.cli.webhook_deletion import run as delete

        raise typer.Exit(delete())
    from bot.cli.telegram import run

    raise typer.Exit(run(trial, database))


def web(
    trial: Annotated[
        str, typer.Option("--trial", metavar="ID", help="The trial of new screenings; the first one if none is named.")
    ] = "",
    database: DatabaseOption = "",
) -> None:
    """Serve screenings as pages in a browser until SIGTERM; settings come from the environment."""
    from bot.cli.web import run

    raise typer.Exit(run(trial, database))


def serve(
    trial: TrialOption = "",
    listen: Annotated[
        str, typer.Option("--listen", metavar="HOST:PORT", help="Where to listen; port 0 is any free one.")
    ] = "127.0.0.1:8095",
    now: Now = None,
) -> None:
    """Offer the dialogue as a JSON endpoint for testers' tools, on loopback, until SIGTERM; nothing is kept."""
    from bot.workbench.http.command import run

    raise typer.Exit(run(trial, listen, now))
