"""The answers that `trialscreen check` is given, in files and in words, each fault with its place."""

import json
from collections.abc import Iterable
from datetime import date
from pathlib import Path

from bot.cli.answer_json import parse_json
from bot.config.errors import UsageFault
from bot.config.files import STANDARD_INPUT, STDIN, read_standard_input, read_text
from dialogs.definition.document import DocumentError, parse
from dialogs.loading.compiled_trial import Trial
from dialogs.rules.answers import Answer
from dialogs.verdict.json_amounts import AnswerError
from dialogs.verdict.json_answers import check_applicable, read_values


def take_given(given: list[str], answers: str | None) -> list[str]:
    """Returns what `-a` gives: in the place of `-`, the lines of standard input, which no list of processes shows.

    Raises `UsageFault` where `answers` is read from there too.
    """
    if STDIN not in given:
        return given
    if answers == STDIN or given.count(STDIN) > 1:
        raise UsageFault("standard input is named twice; give - to one of -a and --answers")
    lines = [line for line in read_standard_input("answers").splitlines() if line.strip()]
    at = given.index(STDIN)
    return [*given[:at], *lines, *given[at + 1 :]]


def read_given(trial: Trial, given: Iterable[str], today: date) -> dict[str, Answer]:
    """Returns the answers of `-a FACT=VALUE`, with the words that a person may type.

    Raises `UsageFault` for what a chat would ask back.
    """
    from dialogs.reading import Read, make_sentence, read  # noqa: PLC0415 - not needed, and slow to import, for files

    answers: dict[str, Answer] = {}
    for each in given:
        fact, equals, text = each.partition("=")
        fact = fact.strip()
        if not equals:
            raise UsageFault(f"-a {each[:40]}: write FACT=VALUE, such as -a {next(iter(trial.facts))}=unknown")
        if fact not in trial.facts:
            raise UsageFault(
                f"-a {fact[:40]}: no fact of {trial.id} has this name; the facts are {', '.join(trial.facts)}"
            )
        if fact in answers:
            raise UsageFault(f"-a {fact}: is answered twice; keep one of the two")
        reading = read(trial.facts[fact], text, today)
        if not isinstance(reading, Read):
            raise UsageFault(f"-a {fact}: {text[:40]!r} is not taken. {make_sentence(trial.facts[fact], reading)}")
        answers[fact] = reading.answer
    return {fact: answers[fact] for fact in trial.facts if fact in answers}


def read_file(name: str) -> object:
    """Returns the plain value of a file with JSON or YAML; '-' is standard input.

    Raises `UsageFault` naming the place of a fault.
    """
    if name == STDIN:
        name, text = STANDARD_INPUT, read_standard_input("answers")
    else:
        text = read_text(Path(name), "answers")
    if text.lstrip()[:1] in {"{", "["}:
        return _read_json(text, name)
    try:
        return parse(text).value
    except DocumentError as error:
        raise UsageFault(f"{name}:{error.line}: {error}") from error


def _read_json(text: str, name: str) -> object:
    try:
        return parse_json(text)
    except ValueError as error:
        cause = error.__cause__
        if not isinstance(cause, json.JSONDecodeError):
            raise UsageFault(f"{name}: {error}") from error
        try:
            return parse(text).value  # YAML may begin with { or [ as well
        except DocumentError:
            raise UsageFault(f"{name}:{cause.lineno}: {error}") from error


def collect_answers(
    trial: Trial, plain: object, given: dict[str, Answer], name: str
) -> list[dict[str, Answer]] | dict[str, Answer]:
    """Returns the answers in an object, or in a list of objects, each joined with those of `-a`.

    Raises `UsageFault` naming the place.
    """
    if isinstance(plain, list):
        return [_join_answers(trial, each, given, f"{name}: entry {i}") for i, each in enumerate(plain, 1)]
    return _join_answers(trial, plain, given, name)


def _join_answers(trial: Trial, plain: object, given: dict[str, Answer], place: str) -> dict[str, Answer]:
    try:
        answers = read_values(trial, plain)
        joined = answers | given
        check_applicable(trial, joined)
    except AnswerError as error:
        raise UsageFault(f"{place}: {error}" if place else str(error)) from error
    both = answers.keys() & given.keys()
    if both:
        raise UsageFault(f"{place}: {min(both)}: is answered in the file and with -a; keep one of the two")
    return {fact: joined[fact] for fact in trial.facts if fact in joined}
