"""How `trialscreen read` reads notes about patients and prints what they say. It records nothing, and logs no word."""

import sys
from collections.abc import Iterable, Iterator
from datetime import date
from io import BufferedReader
from pathlib import Path
from typing import Any

import orjson

from bot.cli.checker import MAX_LINE, stream
from bot.config.clock import make_clock
from bot.config.errors import UsageFault
from bot.config.files import STDIN, read_standard_input
from bot.config.output import print_json
from bot.config.trial_catalogue import find_trial
from dialogs.loading.compiled_trial import Trial
from dialogs.notes.read_note import MAX_NOTE, read_note
from dialogs.verdict.json_answers import make_plain_answer


def run(trial_name: str, text: str | None, file: str | None, now: str | None, *, jsonl: bool) -> int:
    """Prints what notes say. Returns the exit code: 0, or 2 after a bad line of JSON Lines."""
    trial = find_trial(trial_name)
    today = make_clock(now)().date()
    if text is not None and (jsonl or file):
        raise UsageFault("--text: does not go with --jsonl; name one of the two")
    if file and not jsonl:
        raise UsageFault(f"{file}: write --jsonl before it; without that, one note is read from standard input")
    if jsonl:
        return _stream(NoteLines(trial, today), file or STDIN)
    note = read_standard_input("the note") if text in (None, STDIN) else text
    if len(note) > MAX_NOTE:
        raise UsageFault(f"the note: {_TOO_LONG}")
    print_json(make_plain_reading(trial, note.encode("utf-8", "replace").decode(), today))
    return 0


def make_plain_reading(trial: Trial, text: str, today: date) -> dict[str, Any]:
    """Returns what a note says as plain values, in the shapes of docs/interfaces.md."""
    reading = read_note(trial, text, today)
    return {
        "proposed": {each.fact: make_plain_answer(each.answer) for each in reading.proposed},
        "from": {each.fact: each.words for each in reading.proposed},
        "asked": {each.fact: each.words for each in reading.asked},
        "left": list(reading.left),
        "unread": list(reading.unread),
        "identifier": bool(reading.cut),
    }


class NoteLines:
    """Reads notes in lines of JSON against one trial on one day."""

    def __init__(self, trial: Trial, today: date) -> None:
        self.trial = trial
        self.today = today

    def check_lines(self, lines: Iterable[bytes]) -> Iterator[tuple[bytes, bool]]:
        """Yields one line of JSON for each line, and whether it is a reading (True) or an error."""
        for number, line in enumerate(lines, 1):
            if not line.strip() and len(line) <= MAX_LINE:
                continue
            try:
                given = _read_object(line)
                yield orjson.dumps(given | make_plain_reading(self.trial, given["text"], self.today)), True
            except ValueError as error:
                yield orjson.dumps({"line": number, "error": str(error)}), False


def _read_object(line: bytes) -> dict[str, Any]:
    if len(line) > MAX_LINE:
        raise ValueError(f"longer than {MAX_LINE:,} bytes: write one note in a line")
    try:
        given = orjson.loads(line)
    except orjson.JSONDecodeError as error:
        raise ValueError(f"no readable JSON (column {error.colno}): {_SHAPE}") from None
    if not isinstance(given, dict) or not isinstance(given.get("text"), str):
        raise ValueError(f"no note: {_SHAPE}")  # noqa: TRY004 - what a person wrote, told in the line's place
    if len(given["text"]) > MAX_NOTE:
        raise ValueError(_TOO_LONG)
    return given


def _stream(lines: NoteLines, file: str) -> int:
    if file == STDIN:
        return stream(lines, sys.stdin.buffer, sys.stdout.buffer)
    from storage.database.bounded_files import open_plain  # noqa: PLC0415 - lines on standard input need no file

    try:
        source = open_plain(Path(file))
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "its name is none"
        raise UsageFault(f"{file}: cannot be read ({reason.lower()}); check the name") from error
    with BufferedReader(source) as opened:
        return stream(lines, opened, sys.stdout.buffer)


_SHAPE = 'write an object such as {"text": "10-wk girl, CD19+"}'
_TOO_LONG = f"longer than {MAX_NOTE:,} characters: give the note about one patient"
