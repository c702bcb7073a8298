"""`trialscreen replay`: plays scripts and says which expectations did not hold."""

import re
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from datetime import datetime
from pathlib import Path
from xml.etree import ElementTree as ET

import orjson

from bot.catalogue import names
from bot.clock import clock
from bot.faults import UsageFault
from bot.files import read_text
from bot.stage import Stage, stage_for
from dialogs.scripts.player import FIXED_NOW, Played, Player
from dialogs.scripts.script import ScriptError, parse_script
from dialogs.scripts.transcript import accepted, difference

SUFFIX = ".convo.txt"

_NOT_IN_XML = re.compile("[^\t\n\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")

Outcome = Played | ScriptError
"""A script that was played, or what is wrong with it."""


def run(paths: list[Path], trial_name: str, through: str, junit: Path | None, now: str | None, *, as_json: bool, accept: bool) -> int:
    """Replays the scripts. Returns 0 when every expectation held, 1 when one did not, 2 when a script could not be read."""
    with ExitStack() as stack:
        at = FIXED_NOW if now is None else clock(now)()
        stage = stage_for(through, trial_name or names()[0], at, stack)
        outcomes = _all_played(list(_files(paths)), stage, at)
        if accept:
            _accept(outcomes)
            outcomes = _all_played([file for file, _ in outcomes], stage, at)
    if as_json:
        _write(orjson.dumps([_plain(file, outcome) for file, outcome in outcomes], option=orjson.OPT_INDENT_2).decode())
    else:
        _report(outcomes)
    if junit is not None:
        _write_junit(junit, outcomes)
    return max((_code(outcome) for _, outcome in outcomes), default=0)


def _all_played(files: list[Path], stage: Stage, now: datetime) -> list[tuple[Path, Outcome]]:
    """Plays scripts, and returns what came of them, in order."""

    def played(file: Path) -> tuple[Path, Outcome]:
        return file, _played(file, Player(stage.layer(), now))

    if stage.at_once == 1:
        return [played(file) for file in files]
    with ThreadPoolExecutor(stage.at_once) as pool:
        return list(pool.map(played, files))


def _files(paths: list[Path]) -> Iterator[Path]:
    for path in paths:
        if not path.is_dir():
            yield path
            continue
        found = sorted(path.rglob("*" + SUFFIX))
        if not found:
            raise UsageFault(f"{path}: there is no script in this folder; a script's name ends in {SUFFIX}")
        yield from found


def _played(file: Path, player: Player) -> Outcome:
    try:
        return player.play(parse_script(read_text(file, "a script"), str(file)))
    except UsageFault as fault:
        return ScriptError(str(fault))
    except ScriptError as error:
        return error


def _accept(outcomes: list[tuple[Path, Outcome]]) -> None:
    for file, outcome in outcomes:
        if isinstance(outcome, Played) and outcome.failure is not None:
            try:
                file.write_text(accepted(outcome), encoding="utf-8")
            except OSError as error:
                raise UsageFault(f"{file}: cannot be written ({(error.strerror or 'unknown reason').lower()})") from error


def _report(outcomes: list[tuple[Path, Outcome]]) -> None:
    for file, outcome in outcomes:
        if isinstance(outcome, ScriptError):
            sys.stderr.write(f"trialscreen: {outcome}\n")
        elif outcome.failure is not None:
            _write(f"{file}:{outcome.failure.line}: {outcome.script.title}\n{outcome.failure.message}\n{difference(outcome)}\n")
    codes = [_code(outcome) for _, outcome in outcomes]
    _write(f"{codes.count(0)} passed, {codes.count(1)} failed, {codes.count(2)} not readable")


def _code(outcome: Outcome) -> int:
    if isinstance(outcome, ScriptError):
        return 2
    return 0 if outcome.failure is None else 1


def _plain(file: Path, outcome: Outcome) -> dict[str, object]:
    if isinstance(outcome, ScriptError):
        return {"script": str(file), "result": "unreadable", "message": str(outcome)}
    if outcome.failure is None:
        return {"script": str(file), "title": outcome.script.title, "result": "passed"}
    return {
        "script": str(file),
        "title": outcome.script.title,
        "result": "failed",
        "line": outcome.failure.line,
        "message": outcome.failure.message,
        "diff": difference(outcome),
    }


def _write_junit(path: Path, outcomes: list[tuple[Path, Outcome]]) -> None:
    codes = [_code(outcome) for _, outcome in outcomes]
    suite = ET.Element(
        "testsuite", name="trialscreen replay", tests=str(len(codes)), failures=str(codes.count(1)), errors=str(codes.count(2))
    )
    for file, outcome in outcomes:
        plain = _plain(file, outcome)
        case = ET.SubElement(suite, "testcase", classname="scripts", name=_printable(str(file)))
        if plain["result"] != "passed":
            kind = "failure" if plain["result"] == "failed" else "error"
            ET.SubElement(case, kind, message=_printable(str(plain["message"]))).text = _printable(str(plain.get("diff", "")))
    try:
        ET.ElementTree(suite).write(path, encoding="utf-8", xml_declaration=True)
    except OSError as error:
        raise UsageFault(f"{path}: cannot be written ({(error.strerror or 'unknown reason').lower()})") from error


def _printable(text: str) -> str:
    """Returns the text without the characters that XML cannot hold."""
    return _NOT_IN_XML.sub("", text)


def _write(text: str) -> None:
    sys.stdout.write(text + "\n")
