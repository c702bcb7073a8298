"""How `trialscreen check` reads its input and prints its results."""

import sys
from io import BufferedReader
from pathlib import Path

from bot.cli.check_input import collect_answers, read_file, read_given, take_given
from bot.cli.checker import Checker, stream
from bot.config.clock import make_clock
from bot.config.errors import UsageFault
from bot.config.output import print_json, print_text
from bot.config.trial_catalogue import find_trial
from dialogs.rules.answers import Answers
from dialogs.verdict.result import list_decisions


def run(
    trial_name: str, answers: str | None, given: list[str], now: str | None, *, as_json: bool, jsonl: bool, brief: bool
) -> int:
    """Prints the results of the answers. Returns the exit code: 0, or 2 after a bad line of JSON Lines."""
    trial = find_trial(trial_name)
    today = make_clock(now)().date()
    checker = Checker(trial, today, brief=brief)
    if jsonl:
        return _stream(checker, answers, given)
    plain: object = {} if answers is None else read_file(answers)
    place = "standard input" if answers == "-" else answers or ""
    gathered = collect_answers(trial, plain, read_given(trial, take_given(given, answers), today), place)
    if as_json:
        results = (
            [checker.make_result(each) for each in gathered]
            if isinstance(gathered, list)
            else checker.make_result(gathered)
        )
        print_json(results)
    else:
        pages = [_print_readable(checker, each) for each in (gathered if isinstance(gathered, list) else [gathered])]
        print_text("\n\n".join(pages))
    return 0


def _stream(checker: Checker, answers: str | None, given: list[str]) -> int:
    if given:
        raise UsageFault("-a: does not go with --jsonl; put the answers into the lines")
    if answers is None or answers == "-":
        return stream(checker, sys.stdin.buffer, sys.stdout.buffer)
    from storage.database.bounded_files import open_plain  # noqa: PLC0415 - lines on standard input need no file

    try:
        source = open_plain(Path(answers))
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "its name is none"
        raise UsageFault(f"{answers}: cannot be read ({reason.lower()}); check the name") from error
    with BufferedReader(source) as lines:
        return stream(checker, lines, sys.stdout.buffer)


def _print_readable(checker: Checker, answers: Answers) -> str:
    verdict = checker.evaluate(answers)
    if checker.brief:
        return "\n".join(list_decisions(checker.trial, verdict))
    from dialogs.conversation.every_criterion import list_result_texts  # noqa: PLC0415 - slow, and programs read JSON

    return "\n\n".join(list_result_texts(checker.trial, verdict))
