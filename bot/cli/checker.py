"""Checks answers against a trial: one result, or one line of JSON for each line, in constant memory."""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import IO, Any, Protocol

import orjson

from bot.cli.answer_json import parse_json
from bot.config.errors import UsageFault
from bot.config.output_file import has_reader
from dialogs.loading.compiled_trial import Trial
from dialogs.rules.answers import Answers
from dialogs.rules.remembered import Remembered
from dialogs.verdict.evaluate import Evaluator
from dialogs.verdict.json_amounts import AnswerError
from dialogs.verdict.json_answers import ReadWords, read_answers
from dialogs.verdict.json_verdict import make_brief_verdict, make_full_verdict, make_plain_finding
from dialogs.verdict.verdict import Finding, Verdict

MAX_LINE = 1_000_000

MOST_SKIPPED = 100_000_000
"""How many bytes of a line that is too long are passed over: a source whose line goes on for longer has no lines."""

REMEMBERED = 5_000
"""How many findings are remembered as JSON."""

PlainResult = dict[str, Any]


class Checker:
    """Checks answers against one trial on one day; `brief` leaves only determinations and statuses.

    With `read_words` the values in lines may be words of a person.
    """

    def __init__(self, trial: Trial, today: date, *, brief: bool, read_words: ReadWords | None = None) -> None:
        self.trial = trial
        self.today = today
        self.brief = brief
        self.read_words = read_words
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
                yield self.make_line(read_answers(self.trial, _read_object(line), self.read_words)), True
            except (AnswerError, ValueError) as error:
                yield orjson.dumps({"line": number, "error": str(error)}), False


def _plain_finding(finding: Finding) -> orjson.Fragment:
    return orjson.Fragment(orjson.dumps(make_plain_finding(finding)))


class LineChecker(Protocol):
    """What makes one line of each line that comes in."""

    def check_lines(self, lines: Iterable[bytes]) -> Iterator[tuple[bytes, bool]]:
        """Yields one line of JSON for each line, and whether it is a result (True) or an error."""
        ...


def stream(checker: LineChecker, source: IO[bytes], target: IO[bytes]) -> int:
    """Writes one line for each line of `source`, at once: a program may wait for it. Ends when nobody reads any more.

    Returns 2 if any was an error, else 0.
    """
    exit_code = 0
    for line, is_result in checker.check_lines(_read_lines(source)):
        target.write(line + b"\n")
        target.flush()
        if not is_result:
            exit_code = 2
        if not has_reader(target):
            break
    return exit_code


def _read_lines(source: IO[bytes]) -> Iterator[bytes]:
    """Yields lines; one that is too long is cut, but stays too long, so that memory stays constant.

    Raises `UsageFault` for a line without an end.
    """
    most = MAX_LINE + 1
    while line := source.readline(most):
        rest, length = line, len(line)
        while len(rest) == most and not rest.endswith(b"\n"):
            rest = source.readline(most)
            length += len(rest)
            if length > MOST_SKIPPED:
                raise UsageFault(f"the answers: a line goes on for over {MOST_SKIPPED:,} bytes; end each one")
        yield line


def _read_object(line: bytes) -> object:
    if len(line) > MAX_LINE:
        raise ValueError(f"longer than {MAX_LINE:,} bytes: write one object of facts and values in a line")
    return parse_json(line)
