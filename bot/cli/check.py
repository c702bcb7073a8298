"""How `trialscreen check` reads its input and prints its results."""

import sys
from dataclasses import dataclass
from io import BufferedReader
from pathlib import Path

from bot.cli.check_input import collect_answers, make_word_reader, read_file, read_given, take_given
from bot.cli.checker import Checker, stream
from bot.config.clock import make_clock
from bot.config.errors import UsageFault
from bot.config.output import print_json, print_text
from bot.config.trial_catalogue import find_trial
from dialogs.rules.answers import Answer, Answers
from dialogs.verdict.json_answers import ReadValues
from dialogs.verdict.result import list_decisions


@dataclass(frozen=True, slots=True)
class CheckOptions:
    """What `check` was asked for: where the answers are, and what is printed.

    `words` says that the values of the file may be what a person would type.
    """

    answers: str | None
    given: list[str]
    now: str | None
    as_json: bool
    jsonl: bool
    brief: bool
    words: bool


def run(trial_name: str, options: CheckOptions) -> int:
    """Prints the results of the answers. Returns the exit code: 0, or 2 after a bad line of JSON Lines."""
    trial = find_trial(trial_name)
    today = make_clock(options.now)().date()
    answers, given = options.answers, options.given
    read_words = make_word_reader(trial, today) if options.words or given else None
    in_file = read_words if options.words else None
    checker = Checker(trial, today, brief=options.brief, read_words=in_file)
    if options.jsonl:
        return _stream(checker, answers, given)
    plain: object = {} if answers is None else read_file(answers)
    place = "standard input" if answers == "-" else answers or ""
    said = ReadValues({}) if read_words is None else read_given(trial, take_given(given, answers), read_words)
    _print_results(checker, collect_answers(trial, plain, said, place, in_file), as_json=options.as_json)
    return 0


def _print_results(checker: Checker, gathered: list[dict[str, Answer]] | dict[str, Answer], *, as_json: bool) -> None:
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
