"""What `trialscreen replay` is asked for, and which wishes do not go together."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from bot.config.atomic_files import make_sure_of
from bot.config.errors import UsageFault
from bot.workbench.replay.least_coverage import read_least_coverage

LAYERS = ("core", "storage", "telegram", "matrix", "web")


@dataclass(frozen=True)
class ReplayOptions:
    """The options of the command, by their names. `jobs` 0 stands for as many as make sense, `seed` None for any."""

    paths: tuple[Path, ...]
    trial: str = ""
    through: str = "core"
    jobs: int = 0
    now: str | None = None
    pattern: str = ""
    seed: int | None = None
    junit: Path | None = None
    html: Path | None = None
    coverage_json: Path | None = None
    generate: Path | None = None
    compare: tuple[Path, Path] | None = None
    excluded: tuple[str, ...] = ()
    least_coverage: tuple[str, ...] = ()
    as_json: bool = False
    accept: bool = False
    accept_verdicts: bool = False
    shuffle: bool = False
    coverage: bool = False
    last_failed: bool = False
    exit_first: bool = False
    every_way: bool = False

    @property
    def covers(self) -> bool:
        """Says whether coverage is asked for, in any form."""
        return self.coverage or bool(self.least_coverage) or self.coverage_json is not None

    @property
    def accepts(self) -> bool:
        """Says whether files of scripts are to be rewritten."""
        return self.accept or self.accept_verdicts

    @property
    def reports(self) -> dict[str, Path]:
        """The files to be written, by their options."""
        named = {
            "--junit": self.junit, "--html": self.html,
            "--coverage-json": self.coverage_json,
        }  # fmt: skip
        return {option: file for option, file in named.items() if file is not None}

    @property
    def makes_scripts(self) -> bool:
        """Says whether something else than a replay is asked for: scripts that are made, or definitions compared."""
        return self.generate is not None or self.compare is not None


def check_options(options: ReplayOptions) -> None:
    """Raises `UsageFault` where the options make no sense together, or where a report could not be written."""
    refusal = next(_list_refusals(options), None)
    if refusal is not None:
        raise UsageFault(refusal)
    read_least_coverage(options.least_coverage)
    for file in options.reports.values():
        make_sure_of(file)


def _list_refusals(options: ReplayOptions) -> Iterator[str]:
    if options.through not in LAYERS:
        yield f"--through: {options.through[:20]!r} is no layer; use core, storage, telegram, matrix or web"
    if options.makes_scripts:
        yield from _refusals_without_scripts(options)
    elif not options.paths:
        yield "no script is named; name scripts (*.convo.txt), or folders of them"
    if options.seed is not None and not options.shuffle:
        yield "--seed repeats an order of --shuffle; add --shuffle, or leave it out"
    if options.every_way and options.generate is None:
        yield "--every-way says what --generate writes; add --generate FOLDER, or leave it out"
    if options.covers and options.through != "core":
        yield f"coverage is counted through the core only; leave out --through {options.through}"
    if options.coverage and options.as_json:
        yield "--coverage prints a table, which is no JSON; use --coverage-json FILE in its place"
    if options.accepts and options.exit_first:
        yield "--accept needs all that was said in a file; leave out --exitfirst"
    if options.least_coverage and options.last_failed:
        yield "--coverage-fail-under is held against what all scripts reach; leave out --last-failed"
    yield from _refused_files(options)


def _refusals_without_scripts(options: ReplayOptions) -> Iterator[str]:
    """Yields what does not go with `--generate` and `--compare`, which play no script that is named."""
    name = "--generate" if options.compare is None else "--compare"
    if options.generate is not None and options.compare is not None:
        yield "--generate and --compare are two commands; run one after the other"
    if options.paths:
        yield f"{name} plays no scripts; leave out {options.paths[0]}"
    playing = {
        "--accept": options.accept, "--accept-verdicts": options.accept_verdicts, "--shuffle": options.shuffle,
        "--filter": options.pattern, "--exclude": options.excluded, "--coverage": options.coverage,
        "--coverage-fail-under": options.least_coverage, "--last-failed": options.last_failed,
        "--exitfirst": options.exit_first,
        "--through": options.through != "core",
    }  # fmt: skip
    for option in (*(option for option, is_used in playing.items() if is_used), *options.reports):
        yield f"{name} plays no scripts; leave out {option}"
    if options.generate is not None and options.as_json:
        yield "--generate writes scripts, and prints no JSON; leave out --json"
    if options.compare is not None and options.trial:
        yield "--compare names both definitions itself; leave out --trial"


def _refused_files(options: ReplayOptions) -> Iterator[str]:
    seen: dict[Path, str] = {}
    for option, file in options.reports.items():
        place = file.resolve()
        if place in seen:
            yield f"{file}: {seen[place]} and {option} would both write it; name two files"
        if file.name.endswith(".txt"):
            yield f"{option}: {file} would be taken for a script; name a file that does not end in .txt"
        seen[place] = option
