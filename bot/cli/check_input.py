"""`trialscreen check`: answers to verdicts, without a dialogue. Streams JSON Lines in constant memory."""

import json
import sys
from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path
from typing import IO, Any

import orjson

from bot.config.errors import UsageFault
from bot.config.files import decode_text, read_text
from dialogs.definition.document import DocumentError, parse
from dialogs.loading.compiled_trial import Trial
from dialogs.rules.answers import Answer, Answers
from dialogs.rules.remembered import Remembered
from dialogs.verdict.evaluate import Evaluator
from dialogs.verdict.json_amounts import AnswerError
from dialogs.verdict.json_answers import check_applicable, read_answers, read_values
from dialogs.verdict.json_verdict import make_brief_verdict, make_full_verdict, make_plain_finding
from dialogs.verdict.verdict import Finding, Verdict

MAX_LINE = 1_000_000

REMEMBERED = 5_000
"""How many findings are remembered as JSON."""

PlainResult = dict[str, Any]


class Checker:
    """Checks answers against one trial on one day; `brief` leaves only determinations and statuses."""

    def __init__(self, trial: Trial, today: date, *, brief: bool) -> None:
        self.trial = trial
        self.today = today
        self.brief = brief
        self.judge = Evaluator(trial)
        self._written: Remembered[Finding, orjson.Fragment] = Remembered(_plain_finding, REMEMBERED)

    def evaluate(self, answers: Answers) -> Verdict:
        """Returns the verdict on answers."""
        return self.judge.evaluate(answers, self.today)

    def make_result(self, answers: Answers) -> PlainResult:
        """Returns the result for answers as plain values."""
        if self.brief:
            return make_brief_verdict(self.trial, answers)
        return make_full_verdict(self.trial, self.evaluate(answers))

    def make_line(self, answers: Answers) -> bytes:
        """Returns the result for answers as one line of JSON."""
        if self.brief:
            return orjson.dumps(make_brief_verdict(self.trial, answers))
        return orjson.dumps(make_full_verdict(self.trial, self.evaluate(answers), self._written.__getitem__))

    def check_lines(self, lines: Iterable[bytes]) -> Iterator[tuple[bytes, bool]]:
        """Yields one line of JSON for each line, and whether it is a result (True) or an error."""
        for number, line in enumerate(lines, 1):
            if not line.strip() and len(line) <= MAX_LINE:
                continue
            try:
                yield self.make_line(read_answers(self.trial, _read_object(line))), True
            except (AnswerError, ValueError) as error:
                yield orjson.dumps({"line": number, "error": str(error)}), False


def _plain_finding(finding: Finding) -> orjson.Fragment:
    return orjson.Fragment(orjson.dumps(make_plain_finding(finding)))


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
    if name == "-":
        name, text = "standard input", decode_text(sys.stdin.buffer.read(), "standard input", "answers")
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
        return _parse_json(text)
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


def stream(checker: Checker, source: IO[bytes], target: IO[bytes]) -> int:
    """Writes one line for each line of `source`, at once: a program may wait for it.

    Returns 2 if any was an error, else 0.
    """
    exit_code = 0
    for line, is_result in checker.check_lines(_read_lines(source)):
        target.write(line + b"\n")
        target.flush()
        if not is_result:
            exit_code = 2
    return exit_code


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


def _read_lines(source: IO[bytes]) -> Iterator[bytes]:
    """Yields lines; one that is too long is cut, but stays too long, so that memory stays constant."""
    most = MAX_LINE + 1
    while line := source.readline(most):
        rest = line
        while len(rest) == most and not rest.endswith(b"\n"):
            rest = source.readline(most)
        yield line


def _read_object(line: bytes) -> object:
    if len(line) > MAX_LINE:
        raise ValueError(f"longer than {MAX_LINE:,} bytes: write one object of facts and values in a line")
    return _parse_json(line)


def _parse_json(text: str | bytes) -> object:
    try:
        return json.loads(text, object_pairs_hook=_check_unique, parse_constant=_refuse_constant)
    except json.JSONDecodeError as error:
        raise ValueError(
            f"no readable JSON ({error.msg} in column {error.colno}): write an object of facts and values"
        ) from error
    except RecursionError:
        raise ValueError("nested too deeply: write an object of facts and values") from None
    except UnicodeDecodeError:
        raise ValueError("no UTF-8 text: save it as UTF-8") from None
    except AnswerError:
        raise
    except ValueError:
        raise ValueError("a number has too many digits; write one that the fact can have") from None


def _check_unique(pairs: list[tuple[str, object]]) -> dict[str, object]:
    found = dict(pairs)
    if len(found) != len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise AnswerError(f"{twice[:40]!r} stands twice; keep one of the two")
    return found


def _refuse_constant(name: str) -> object:
    raise AnswerError(f"{name} is no number; write a number, or leave the fact out")
