"""The commands for those who run the program: the state of the store, its key, and who is let in."""

# ruff: noqa: PLC0415 - what a command does is imported when it is run: its help must not wait for libraries

from pathlib import Path
from typing import Annotated

import typer

from bot.cli.commands.options import FROM_STDIN, DatabaseOption, Json
from bot.cli.standard_input import make_reading


def doctor(
    database: DatabaseOption = "",
    *,
    quick: Annotated[bool, typer.Option("--quick", help="Leave out reading all that is kept.")] = False,
    confirm_clock: Annotated[
        bool, typer.Option("--confirm-clock", help="Confirm that this machine's clock is right.")
    ] = False,
    as_json: Json = False,
) -> None:
    """Say what is set, reachable and wrong; exit 1 if anything is wrong."""
    from bot.cli.doctor import run

    if confirm_clock:
        from bot.cli.clock_confirmation import confirm

        confirm(database)
    raise typer.Exit(run(database, is_quick=quick, as_json=as_json))


def backup(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A new file.")], database: DatabaseOption = ""
) -> None:
    """Back up all that is kept, verified; others may go on writing."""
    from bot.cli.operations import run_backup

    raise typer.Exit(run_backup(file, database))


def restore(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A backup.")], database: DatabaseOption = ""
) -> None:
    """Restore a backup to a place where nothing is kept yet."""
    from bot.cli.operations import run_restore

    run_restore(file, database)


def rotate_key(
    database: DatabaseOption = "",
    new_key_file: Annotated[
        Path | None, typer.Option("--new-key-file", metavar="FILE", help="A file with the new key; else one is made.")
    ] = None,
    *,
    deep: Annotated[
        bool, typer.Option("--deep", help="Renew every key below it too: if the old one was stolen.")
    ] = False,
) -> None:
    """Wrap every key with a new master key; only --deep renews the keys themselves.

    Without it the old key, with an old copy of the database, still opens what is written later.
    """
    from bot.cli.operations import run_rotate

    run_rotate(database, new_key_file, is_deep=deep)


def invite(
    role: Annotated[
        str, typer.Option("--role", metavar="ROLE", help="clinician, referrer, tester or coordinator.")
    ] = "",
    back: Annotated[
        str,
        typer.Option(
            "--for",
            metavar="REFERENCE",
            help=f"Back to the screenings of this person, with their role{FROM_STDIN}.",
            callback=make_reading("--for"),
        ),
    ] = "",
    days: Annotated[int, typer.Option("--days", min=1, max=90, help="How long it is good for.")] = 7,
    note: Annotated[
        str,
        typer.Option(
            "--note",
            metavar="TEXT",
            help=f"For whom it is meant, kept encrypted{FROM_STDIN}.",
            callback=make_reading("--note"),
        ),
    ] = "",
    database: DatabaseOption = "",
) -> None:
    """Make an invitation that lets one person in, once."""
    from bot.cli.invitations import run_invite

    run_invite(role, back, days, note, database)


def people(
    revoke: Annotated[
        str,
        typer.Option(
            "--revoke",
            metavar="REFERENCE",
            help=f"Take this person's access away{FROM_STDIN}.",
            callback=make_reading("--revoke"),
        ),
    ] = "",
    database: DatabaseOption = "",
    *,
    as_json: Json = False,
) -> None:
    """List who was let in."""
    from bot.cli.people import run_people

    run_people(revoke, database, as_json=as_json)


def inaccuracies(
    settle: Annotated[
        str,
        typer.Option(
            "--settle",
            metavar="REFERENCE",
            help=f"Take one off the list that was looked into{FROM_STDIN}.",
            callback=make_reading("--settle"),
        ),
    ] = "",
    database: DatabaseOption = "",
    *,
    as_json: Json = False,
) -> None:
    """List what people reported as not accurate."""
    from bot.cli.inaccuracies import run

    run(settle, database, as_json=as_json)
