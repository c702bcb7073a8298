"""The commands `trialscreen trial`: what is done with definitions."""

# ruff: noqa: PLC0415 - what a command does is imported when it is run: its help must not wait for libraries

from typing import Annotated

import typer

from bot.cli.commands.options import Json, Picture, TrialName

trial_app = typer.Typer(
    help="Trial definitions: list, show, lint, diagram, picture, schema, new.",
    no_args_is_help=True,
    rich_markup_mode=None,
)


@trial_app.command("list")
def trial_list(*, as_json: Json = False) -> None:
    """List the trials; exit 1 if any definition has faults."""
    from bot.cli import trials

    raise typer.Exit(trials.print_list(as_json=as_json))


@trial_app.command("show")
def trial_show(trial: TrialName, *, as_json: Json = False) -> None:
    """Show a trial: what it is, its facts, its criteria in full."""
    from bot.cli import trials

    trials.print_trial(trial, as_json=as_json)


@trial_app.command("lint")
def trial_lint(trial: TrialName) -> None:
    """Find what is wrong or doubtful in a definition; exit 1 if anything is."""
    from bot.cli import trials

    raise typer.Exit(trials.print_lint(trial))


@trial_app.command("diagram")
def trial_diagram(trial: TrialName) -> None:
    """Print the dialogue's states as a Mermaid diagram."""
    from bot.cli import trials

    trials.print_diagram(trial)


@trial_app.command("picture")
def trial_picture(trial: TrialName, output: Picture = None) -> None:
    """Draw the treatment pathway of a trial."""
    from bot.cli.picture import draw_pathway

    draw_pathway(trial, output)


@trial_app.command("schema")
def trial_schema() -> None:
    """Print the JSON Schema of the format."""
    from bot.cli import trials

    trials.print_schema()


@trial_app.command("new")
def trial_new(
    trial: Annotated[str, typer.Argument(metavar="ID", help="The new trial's id, such as my-trial.")],
) -> None:
    """Print a commented skeleton of a definition."""
    from bot.cli import trials

    trials.print_new(trial)
