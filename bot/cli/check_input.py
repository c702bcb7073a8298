"""The answers that `trialscreen check` is given, in files and in words, each fault with its place."""

import json
from collections.abc import Iterable
from datetime import date
from pathlib import Path

from bot.cli.answer_json import parse_json
from bot.config.errors import AnswerFaults, UsageFault
from bot.config.files import STANDARD_INPUT, STDIN, read_standard_input, read_text
from dialogs.definition.document import DocumentError, parse
from dialogs.definition.facts import NumericFact
from dialogs.definition.wording import say
from dialogs.loading.compiled_trial import Trial
from dialogs.rules.answers import Answer
from dialogs.verdict.json_amounts import AnswerError
from dialogs.verdict.json_answers import ReadValues, ReadWords, collect_values, list_contradictions, list_inapplicable


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


def read_given(trial: Trial, given: Iterable[str], read_words: ReadWords) -> ReadValues:
    """Returns the answers of `-a FACT=VALUE`, with the words that a person may type, and every fault in them."""
    answers: dict[str, Answer] = {}
    faults: list[str] = []
    seen: set[str] = set()
    for each in given:
        fact, equals, text = each.partition("=")
        fact = fact.strip()
        if not equals:
            faults.append(f"-a {each[:40]}: write FACT=VALUE, such as -a {next(iter(trial.facts))}=unknown")
        elif fact not in trial.facts:
            named = ", ".join(trial.facts)
            faults.append(f"-a {fact[:40]}: no fact of {trial.id} has this name; the facts are {named}")
        elif fact in seen:
            faults.append(f"-a {fact}: is answered twice; keep one of the two")
        else:
            seen.add(fact)
            try:
                answers[fact] = read_words(fact, text)
            except AnswerError as error:
                faults += [f"-a {fault}" for fault in error.faults]
    return ReadValues(answers, tuple(faults), frozenset(seen - answers.keys()))


def make_word_reader(trial: Trial, today: date) -> ReadWords:
    """Returns what reads the words that a person may type; what a chat would ask back is an `AnswerError`."""
    from dialogs.reading import Read, make_sentence, read  # noqa: PLC0415 - not needed, and slow to import, for codes

    def read_words(fact: str, text: str) -> Answer:
        reading = read(trial.facts[fact], text, today)
        if not isinstance(reading, Read):
            asked = trial.facts[fact]
            said = make_sentence(asked, reading)
            if reading.reason == "not_an_answer" and isinstance(asked, NumericFact):
                said = f"{said} {say(asked.fits)}"  # the chat shows the question itself again
            raise AnswerError(f"{fact}: {text[:40]!r} is not taken. {said}")
        return reading.answer

    return read_words


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
    trial: Trial, plain: object, given: ReadValues, name: str, read_words: ReadWords | None
) -> list[dict[str, Answer]] | dict[str, Answer]:
    """Returns the answers in an object, or in a list of objects, each joined with those of `-a`.

    Raises `AnswerFaults` naming the place of each.
    """
    entries = plain if isinstance(plain, list) else [plain]
    read = [_join_values(trial, _read_entry(trial, each, read_words), given) for each in entries]
    faults = list(given.faults)
    for number, each in enumerate(read, 1):
        place = f"{name}: entry {number}" if isinstance(plain, list) else name
        faults += [f"{place}: {fault}" if place else fault for fault in each.faults]
    if faults:
        raise AnswerFaults(faults)
    return [each.answers for each in read] if isinstance(plain, list) else read[0].answers


def _read_entry(trial: Trial, plain: object, read_words: ReadWords | None) -> ReadValues:
    try:
        return collect_values(trial, plain, read_words)
    except AnswerError as error:
        return ReadValues({}, error.faults)


def _join_values(trial: Trial, read: ReadValues, given: ReadValues) -> ReadValues:
    """Returns the answers of an object and those of `-a` together, with the faults of the object and of both."""
    joined = read.answers | given.answers
    twice = [
        f"{fact}: is answered in the file and with -a; keep one of the two"
        for fact in read.answers
        if fact in given.answers
    ]
    inapplicable = list_inapplicable(trial, joined, read.faulty | given.faulty)
    contradictions = [] if inapplicable else list_contradictions(trial, joined)
    in_order = {fact: joined[fact] for fact in trial.facts if fact in joined}
    return ReadValues(in_order, (*read.faults, *inapplicable, *contradictions, *twice))
