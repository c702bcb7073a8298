"""The command `trialscreen`: its commands and options.

What they do stands in rooms of their own, imported when needed.
"""

import os
import sys
from contextlib import suppress
from pathlib import Path
from typing import Annotated

import typer

from bot.config.errors import UsageFault

app = typer.Typer(
    name="trialscreen",
    help="Screening for clinical trials, in a dialogue. A pre-check: the trial site decides.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)
trial_app = typer.Typer(
    help="Trial definitions: list, show, lint, diagram, picture, schema, new.",
    no_args_is_help=True,
    rich_markup_mode=None,
)
app.add_typer(trial_app, name="trial")
screening_app = typer.Typer(
    help="Kept screenings: list, show, report, picture, audit, script, forget.",
    no_args_is_help=True,
    rich_markup_mode=None,
)
app.add_typer(screening_app, name="screening")
log_app = typer.Typer(
    help="The screening log: print, write or draw it; mark.", invoke_without_command=True, rich_markup_mode=None
)
app.add_typer(log_app, name="log")

Now = Annotated[str | None, typer.Option("--now", metavar="TIME", help="Fix the clock, such as 2026-12-01T12:00.")]
TrialName = Annotated[str, typer.Argument(metavar="TRIAL", help="A trial's id, or the file of a definition.")]
DatabaseOption = Annotated[
    str, typer.Option("--database", metavar="URL", help="Where screenings are kept, if not where the settings say.")
]
CodeArgument = Annotated[str, typer.Argument(metavar="CODE", help="The code of a screening, such as K7Q4-2MX.")]
Json = Annotated[bool, typer.Option("--json", help="Plain JSON on standard output.")]
Picture = Annotated[
    Path | None,
    typer.Option(
        "--output", metavar="FILE", help="A file that ends in .svg or .png; without one, SVG on standard output."
    ),
]


@app.command()
def chat(
    trial: Annotated[
        str, typer.Option("--trial", metavar="ID", help="A trial's id, or the file of a definition.")
    ] = "",
    database: DatabaseOption = "",
    code: Annotated[
        str, typer.Option("--code", metavar="CODE", help="Go on with the screening that has this code.")
    ] = "",
    now: Now = None,
    record: Annotated[
        Path | None, typer.Option("--record", metavar="FILE", help="Write the script that leads to where you leave.")
    ] = None,
    *,
    ephemeral: Annotated[bool, typer.Option("--ephemeral", help="Keep nothing after leaving.")] = False,
) -> None:
    """Screen in the terminal."""
    from bot.cli.chat import run  # noqa: PLC0415

    raise typer.Exit(run(trial, database, code, now, record, is_ephemeral=ephemeral))


@app.command()
def telegram(
    trial: Annotated[
        str, typer.Option("--trial", metavar="ID", help="The trial of new screenings; the first one if none is named.")
    ] = "",
    database: DatabaseOption = "",
) -> None:
    """Serve screenings on Telegram until SIGTERM; settings come from the environment."""
    from bot.cli.telegram import run  # noqa: PLC0415

    raise typer.Exit(run(trial, database))


@app.command()
def check(
    trial: TrialName,
    answers: Annotated[
        str | None, typer.Option("--answers", metavar="FILE", help="JSON or YAML; - is standard input.")
    ] = None,
    given: Annotated[
        list[str] | None, typer.Option("-a", metavar="FACT=VALUE", help="An answer as a person types it.")
    ] = None,
    now: Now = None,
    *,
    as_json: Json = False,
    jsonl: Annotated[bool, typer.Option("--jsonl", help="One object a line in, one result a line out.")] = False,
    brief: Annotated[bool, typer.Option("--brief", help="Only determinations and statuses.")] = False,
) -> None:
    """Evaluate answers without a dialogue."""
    from bot.cli.check import run  # noqa: PLC0415

    raise typer.Exit(run(trial, answers, given or [], now, as_json=as_json, jsonl=jsonl, brief=brief))


@app.command()
def replay(
    paths: Annotated[
        list[Path] | None,
        typer.Argument(metavar="PATH", help="Scripts (*.convo.txt, *.abuse.txt), or folders of them."),
    ] = None,
    *,
    trial: Annotated[
        str, typer.Option("--trial", metavar="ID", help="A trial's id, or the file of a definition.")
    ] = "",
    through: Annotated[
        str,
        typer.Option(
            "--through", metavar="LAYER", help="core; storage, restarted at every turn; or telegram, the whole bot."
        ),
    ] = "core",
    jobs: Annotated[
        int,
        typer.Option(
            "--jobs",
            metavar="N",
            min=0,
            max=256,
            show_default=False,
            help="Play in N processes; else in as many as help.",
        ),
    ] = 0,
    pattern: Annotated[
        str, typer.Option("--filter", metavar="TEXT", help="Only scripts whose file name or title holds or matches it.")
    ] = "",
    seed: Annotated[int | None, typer.Option("--seed", metavar="N", help="Repeat the order of this --shuffle.")] = None,
    junit: Annotated[
        Path | None, typer.Option("--junit", metavar="FILE", help="Write the results as JUnit XML.")
    ] = None,
    html: Annotated[
        Path | None,
        typer.Option("--html", metavar="FILE", help="Write the results as one page, transcripts side by side."),
    ] = None,
    coverage_json: Annotated[
        Path | None, typer.Option("--coverage-json", metavar="FILE", help="Write the coverage as JSON.")
    ] = None,
    coverage_svg: Annotated[
        Path | None, typer.Option("--coverage-svg", metavar="FILE", help="Draw what was reached of the states.")
    ] = None,
    generate: Annotated[
        Path | None,
        typer.Option("--generate", metavar="FOLDER", help="Write scripts there that reach all of the dialogue."),
    ] = None,
    compare: Annotated[
        tuple[Path, Path] | None,
        typer.Option("--compare", metavar="OLD NEW", help="Say what the change of a definition alters."),
    ] = None,
    now: Now = None,
    as_json: Json = False,
    accept: Annotated[bool, typer.Option("--accept", help="Rewrite the expectations that did not hold.")] = False,
    shuffle: Annotated[bool, typer.Option("--shuffle", help="Play in a random order, and say its seed.")] = False,
    coverage: Annotated[
        bool, typer.Option("--coverage", help="Say what of the dialogue the scripts have reached.")
    ] = False,
) -> None:
    """Replay scripted dialogues."""
    from bot.workbench.replay.command import run  # noqa: PLC0415
    from bot.workbench.replay.options import ReplayOptions  # noqa: PLC0415

    options = ReplayOptions(
        tuple(paths or ()), trial, through, jobs, now, pattern, seed, junit, html, coverage_json, coverage_svg, generate, compare,
        as_json=as_json, accept=accept, shuffle=shuffle, coverage=coverage,
    )  # fmt: skip
    raise typer.Exit(run(options))


@app.command()
def serve(
    trial: Annotated[
        str, typer.Option("--trial", metavar="ID", help="A trial's id, or the file of a definition.")
    ] = "",
    listen: Annotated[
        str, typer.Option("--listen", metavar="HOST:PORT", help="Where to listen; port 0 is any free one.")
    ] = "127.0.0.1:8095",
    now: Now = None,
) -> None:
    """Offer the dialogue as a JSON endpoint for testers' tools, on loopback, until SIGTERM; nothing is kept."""
    from bot.workbench.http.command import run  # noqa: PLC0415

    raise typer.Exit(run(trial, listen, now))


@app.command()
def doctor(
    database: DatabaseOption = "",
    *,
    quick: Annotated[bool, typer.Option("--quick", help="Leave out reading all that is kept.")] = False,
    as_json: Json = False,
) -> None:
    """Say what is set, reachable and wrong; exit 1 if anything is wrong."""
    from bot.cli.doctor import run  # noqa: PLC0415

    raise typer.Exit(run(database, is_quick=quick, as_json=as_json))


@app.command()
def backup(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A new file.")], database: DatabaseOption = ""
) -> None:
    """Back up all that is kept, verified; others may go on writing."""
    from bot.cli.operations import run_backup  # noqa: PLC0415

    run_backup(file, database)


@app.command()
def restore(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A backup.")], database: DatabaseOption = ""
) -> None:
    """Restore a backup to a place where nothing is kept yet."""
    from bot.cli.operations import run_restore  # noqa: PLC0415

    run_restore(file, database)


@app.command("rotate-key")
def rotate_key(
    database: DatabaseOption = "",
    new_key_file: Annotated[
        Path | None, typer.Option("--new-key-file", metavar="FILE", help="A file with the new key; else one is made.")
    ] = None,
) -> None:
    """Wrap every key with a new master key."""
    from bot.cli.operations import run_rotate  # noqa: PLC0415

    run_rotate(database, new_key_file)


@app.command()
def invite(
    role: Annotated[
        str, typer.Option("--role", metavar="ROLE", help="clinician, referrer, tester or coordinator.")
    ] = "clinician",
    days: Annotated[int, typer.Option("--days", min=1, max=90, help="How long it is good for.")] = 7,
    note: Annotated[str, typer.Option("--note", metavar="TEXT", help="For whom it is meant; kept encrypted.")] = "",
    database: DatabaseOption = "",
) -> None:
    """Make an invitation that lets one person in, once."""
    from bot.cli.people import run_invite  # noqa: PLC0415

    run_invite(role, days, note, database)


@app.command()
def people(
    revoke: Annotated[str, typer.Option("--revoke", metavar="REFERENCE", help="Take this person's access away.")] = "",
    database: DatabaseOption = "",
    *,
    as_json: Json = False,
) -> None:
    """List who was let in."""
    from bot.cli.people import run_people  # noqa: PLC0415

    run_people(revoke, database, as_json=as_json)


@app.command("inaccuracies")
def reported_inaccuracies(
    settle: Annotated[
        str, typer.Option("--settle", metavar="REFERENCE", help="Take one off the list that was looked into.")
    ] = "",
    database: DatabaseOption = "",
    *,
    as_json: Json = False,
) -> None:
    """List what people reported as not accurate."""
    from bot.cli.inaccuracies import run  # noqa: PLC0415

    run(settle, database, as_json=as_json)


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
    from bot.cli.log import run  # noqa: PLC0415
    from bot.cli.log_options import LogOptions  # noqa: PLC0415

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
    from bot.cli.log_mark import run  # noqa: PLC0415

    run(step, -count if correct else count, trial=trial, month=month, database=database, now=now)


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
    from bot.cli import screenings  # noqa: PLC0415

    screenings.print_list(database, everyone=everyone, as_json=as_json)


@screening_app.command("show")
def screening_show(
    code: CodeArgument, database: DatabaseOption = "", now: Now = None, *, as_json: Json = False
) -> None:
    """Show a screening: its answers, and the verdict so far."""
    from bot.cli import screenings  # noqa: PLC0415

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
    from bot.cli.report import run  # noqa: PLC0415

    run(code, database, now, form, paper=paper, output=output)


@screening_app.command("audit")
def screening_audit(
    code: Annotated[
        str,
        typer.Argument(metavar="[CODE]", help="The code of a screening; without one, all that is kept is verified."),
    ] = "",
    database: DatabaseOption = "",
    *,
    as_json: Json = False,
) -> None:
    """Print the trail of a screening, verified; exit 1 if anything was changed or is missing."""
    from bot.cli import screenings  # noqa: PLC0415

    raise typer.Exit(screenings.print_audit(code, database, as_json=as_json))


@screening_app.command("script")
def screening_script(code: CodeArgument, database: DatabaseOption = "") -> None:
    """Print the script that leads to where a screening stands: its answers only."""
    from bot.cli import screening_script  # noqa: PLC0415

    screening_script.print_script(code, database)


@screening_app.command("picture")
def screening_picture(
    code: CodeArgument, output: Picture = None, database: DatabaseOption = "", now: Now = None
) -> None:
    """Draw the decision on a screening; that is noted in its audit trail."""
    from bot.cli.picture import draw_decision  # noqa: PLC0415

    draw_decision(code, output, database, now)


@screening_app.command("forget")
def screening_forget(
    code: CodeArgument,
    database: DatabaseOption = "",
    *,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask whether it is meant.")] = False,
) -> None:
    """Forget a screening for good."""
    from bot.cli import screenings  # noqa: PLC0415

    screenings.forget(code, database, is_sure=yes)


@trial_app.command("list")
def trial_list(*, as_json: Json = False) -> None:
    """List the trials."""
    from bot.cli import trials  # noqa: PLC0415

    trials.print_list(as_json=as_json)


@trial_app.command("show")
def trial_show(trial: TrialName, *, as_json: Json = False) -> None:
    """Show a trial: what it is, its facts, its criteria in full."""
    from bot.cli import trials  # noqa: PLC0415

    trials.print_trial(trial, as_json=as_json)


@trial_app.command("lint")
def trial_lint(trial: TrialName) -> None:
    """Find what is wrong or doubtful in a definition; exit 1 if anything is."""
    from bot.cli import trials  # noqa: PLC0415

    raise typer.Exit(trials.print_lint(trial))


@trial_app.command("diagram")
def trial_diagram(trial: TrialName) -> None:
    """Print the dialogue's states as a Mermaid diagram."""
    from bot.cli import trials  # noqa: PLC0415

    trials.print_diagram(trial)


@trial_app.command("picture")
def trial_picture(trial: TrialName, output: Picture = None) -> None:
    """Draw the treatment pathway of a trial."""
    from bot.cli.picture import draw_pathway  # noqa: PLC0415

    draw_pathway(trial, output)


@trial_app.command("schema")
def trial_schema() -> None:
    """Print the JSON Schema of the format."""
    from bot.cli import trials  # noqa: PLC0415

    trials.print_schema()


@trial_app.command("new")
def trial_new(
    trial: Annotated[str, typer.Argument(metavar="ID", help="The new trial's id, such as my-trial.")],
) -> None:
    """Print a commented skeleton of a definition."""
    from bot.cli import trials  # noqa: PLC0415

    trials.print_new(trial)


def main() -> None:
    """Runs the command: exit 0 for any verdict, 1 for a failed replay or lint, 2 for bad input with one line on stderr."""
    sys.exit(run(sys.argv[1:]))


def run(arguments: list[str]) -> int:
    """Runs the command with `arguments` and returns the exit code."""
    _open_streams()
    try:
        code = app(arguments, prog_name="trialscreen", standalone_mode=False)
        sys.stdout.flush()
    except UsageFault as fault:
        return _refuse(str(fault))
    except (BrokenPipeError, SystemExit):
        _forsake()  # the reader has gone, which Typer tells by an exit of its own; nothing is left to say
        return 0
    except (KeyboardInterrupt, typer.Abort):
        return 130
    except OSError as error:
        _forsake()
        return _refuse(
            f"the output cannot be written ({(error.strerror or 'unknown reason').lower()}); make room, or send it"
            " elsewhere"
        )
    except Exception as error:
        message = getattr(error, "format_message", None)  # Typer's usage errors have it; their classes are not public
        if message is None:
            raise
        if type(error).__name__ == "NoArgsIsHelpError":
            sys.stdout.write(message() + "\n")
            return 0
        said = message().rstrip(".")
        return _refuse(f"{said}{' Try' if said.endswith('?') else '; try'} 'trialscreen --help'")
    return code if isinstance(code, int) else 0


def _open_streams() -> None:
    """Makes the standard streams UTF-8; one that was closed (`<&-`) is empty, or leads nowhere."""
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:
            setattr(sys, name, Path(os.devnull).open(mode, encoding="utf-8"))  # noqa: SIM115 - open until the process ends
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")


def _forsake() -> None:
    """Points standard output nowhere, so that the interpreter's own last flush of it finds nothing to complain about."""
    with suppress(OSError, ValueError):
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, sys.stdout.fileno())
        os.close(nowhere)


def _refuse(message: str) -> int:
    sys.stderr.write("trialscreen: " + " ".join(message.split()) + "\n")
    return 2
