"""The commands that play dialogues or evaluate answers: chat, check, replay."""

# ruff: noqa: PLC0415 - what a command does is imported when it is run: its help must not wait for libraries

from pathlib import Path
from typing import Annotated

import typer

from bot.cli.commands.options import (
    CodeOption,
    CountOption,
    DatabaseOption,
    GivenOption,
    Json,
    NoteOption,
    Now,
    RecordOption,
    TrialName,
    TrialOption,
)
from bot.config.errors import UsageFault


def chat(
    trial: TrialOption = "",
    database: DatabaseOption = "",
    code: CodeOption = "",
    now: Now = None,
    record: RecordOption = None,
    *,
    note: NoteOption = "",
    ephemeral: Annotated[bool, typer.Option("--ephemeral", help="Keep nothing after leaving.")] = False,
) -> None:
    """Screen in the terminal: arrow keys, numbers or typing; the space bar opens details."""
    from bot.cli.chat import run

    raise typer.Exit(run(trial, database, code, now, record, note=note, is_ephemeral=ephemeral))


def check(
    trial: TrialName,
    answers: Annotated[
        str | None, typer.Option("--answers", metavar="FILE", help="JSON or YAML; - is standard input.")
    ] = None,
    given: GivenOption = None,
    now: Now = None,
    *,
    as_json: Json = False,
    jsonl: Annotated[bool, typer.Option("--jsonl", help="One object a line in, one result a line out.")] = False,
    brief: Annotated[bool, typer.Option("--brief", help="Only determinations and statuses.")] = False,
    words: Annotated[
        bool, typer.Option("--words", help="Values of the file may be what a person would type, as with -a.")
    ] = False,
    help_facts: Annotated[
        bool, typer.Option("--help-facts", help="List the facts: kinds, codes, units, ranges, when they apply.")
    ] = False,
) -> None:
    """Evaluate answers without a dialogue."""
    if help_facts:
        if given or answers is not None:
            raise UsageFault("--help-facts lists the facts and reads no answers: leave out -a and --answers")
        from bot.cli.fact_list import print_facts

        print_facts(trial, as_json=as_json)
        return
    from bot.cli.check import CheckOptions, run

    options = CheckOptions(answers, given or [], now, as_json=as_json, jsonl=jsonl, brief=brief, words=words)
    raise typer.Exit(run(trial, options))


def replay(
    paths: Annotated[
        list[Path] | None,
        typer.Argument(metavar="PATH", readable=False, help="Scripts (*.convo.txt, *.abuse.txt), their folders, or -."),
    ] = None,
    *,
    trial: TrialOption = "",
    through: Annotated[
        str,
        typer.Option("--through", metavar="LAYER", help="core; storage, restarted each turn; telegram; matrix; web."),
    ] = "core",
    jobs: CountOption = 0,
    pattern: Annotated[
        str, typer.Option("--filter", metavar="TEXT", help="Only scripts whose file name or title holds or matches it.")
    ] = "",
    exclude: Annotated[
        list[str] | None,
        typer.Option("--exclude", metavar="TEXT", help="Not those; may be given several times, as --filter matches."),
    ] = None,
    seed: Annotated[int | None, typer.Option("--seed", metavar="N", help="Repeat the order of this --shuffle.")] = None,
    junit: Annotated[
        Path | None, typer.Option("--junit", metavar="FILE", help="Write the results as JUnit XML.")
    ] = None,
    html: Annotated[
        Path | None, typer.Option("--html", metavar="FILE", help="Write the results as one page, with transcripts.")
    ] = None,
    coverage_json: Annotated[
        Path | None, typer.Option("--coverage-json", metavar="FILE", help="Write the coverage as JSON.")
    ] = None,
    fail_under: Annotated[
        list[str] | None,
        typer.Option(
            "--coverage-fail-under", metavar="[WHAT=]PERCENT", help="Exit 1 where less is reached of any, or of WHAT."
        ),
    ] = None,
    generate: Annotated[
        Path | None, typer.Option("--generate", metavar="FOLDER", help="Write scripts that reach the dialogue.")
    ] = None,
    compare: Annotated[
        tuple[Path, Path] | None,
        typer.Option("--compare", metavar="OLD NEW", help="Say what the change of a definition alters."),
    ] = None,
    now: Now = None,
    as_json: Json = False,
    accept: Annotated[bool, typer.Option("--accept", help="Rewrite what did not hold, but no verdict.")] = False,
    accept_verdicts: Annotated[bool, typer.Option("--accept-verdicts", help="The same, with verdicts.")] = False,
    shuffle: Annotated[bool, typer.Option("--shuffle", help="Play in a random order, and say its seed.")] = False,
    coverage: Annotated[
        bool, typer.Option("--coverage", help="Say what of the dialogue the scripts have reached.")
    ] = False,
    last_failed: Annotated[
        bool, typer.Option("--last-failed", help="Only what failed or could not be read when it was played last.")
    ] = False,
    exit_first: Annotated[
        bool, typer.Option("--exitfirst", help="End with the first script that fails or cannot be read.")
    ] = False,
    every_way: Annotated[bool, typer.Option("--every-way", help="Generate every way as well, by pairs.")] = False,
) -> None:
    """Replay scripted dialogues."""
    from bot.workbench.replay.command import run
    from bot.workbench.replay.options import ReplayOptions

    options = ReplayOptions(
        tuple(paths or ()), trial, through, jobs, now, pattern, seed,
        junit, html, coverage_json, generate, compare,
        excluded=tuple(exclude or ()), least_coverage=tuple(fail_under or ()),
        as_json=as_json, accept=accept, accept_verdicts=accept_verdicts, shuffle=shuffle, coverage=coverage,
        last_failed=last_failed, exit_first=exit_first, every_way=every_way,
    )  # fmt: skip
    raise typer.Exit(run(options))
