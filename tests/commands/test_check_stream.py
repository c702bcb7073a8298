"""`trialscreen check --jsonl`: a result a line, at once, whatever the line before was, in memory that does not grow."""

import json
import os
import random
import subprocess
import sys
from pathlib import Path
from select import select
from typing import Any

import pytest
from commands import ELIGIBLE, PATIENCE, ROOT, command, environment, process, trialscreen

from bot.cli.checker import MAX_LINE

STREAM = ("check", "interfant-21", "--jsonl", "--now", "2026-06-01")
GERMLINE = '{"kmt2a": "germline"}'


def check_lines(stdin: bytes | str, *options: str) -> tuple[int, list[Any]]:
    """Returns the exit code and what each line of the output holds."""
    ran = trialscreen(*STREAM, *options, stdin=stdin)
    assert ran.err == ""
    return ran.code, [json.loads(line) for line in ran.out.splitlines()]


def test_each_line_is_one_object_and_each_result_one_line() -> None:
    """Protects "with `--jsonl` each line is one object and each result one line": the same result as without it."""
    answers = [ELIGIBLE, {}, {**ELIGIBLE, "cns_eoi": {"pending": "2026-12-01"}}]
    code, shown = check_lines("\n".join(map(json.dumps, answers)))
    alone = trialscreen(
        "check", "interfant-21", "--json", "--now", "2026-06-01", "--answers", "-", stdin=json.dumps(answers)
    ).printed()
    assert (code, shown) == (0, json.loads(alone))


def test_brief_goes_with_it() -> None:
    """Protects `--brief` in a stream."""
    code, (shown,) = check_lines(GERMLINE, "--brief")
    assert (code, list(shown)) == (0, ["trial", "determinations", "criteria"])


def test_a_file_can_be_streamed(tmp_path: Path) -> None:
    """Protects `--answers FILE` beside --jsonl, and `-` for standard input."""
    file = tmp_path / "answers.jsonl"
    file.write_text(f"{GERMLINE}\n{{}}\n", encoding="utf-8")
    code, shown = check_lines("", "--brief", "--answers", str(file))
    assert (code, [each["determinations"]["protocol"] for each in shown]) == (0, ["ineligible", "undetermined"])
    assert check_lines(file.read_bytes(), "--brief", "--answers", "-") == (code, shown)


def test_nothing_in_gives_nothing_out() -> None:
    """Protects an empty input from being an error."""
    assert check_lines("") == (0, [])


BAD = [
    # a line, and how its error begins: "With `--jsonl` a bad line gives {line, error}"
    (b"{", "no readable JSON (Expecting property name"),
    (b"kmt2a: germline", "no readable JSON (Expecting value in column 1)"),
    (b'{"kmt2a": "germline"} {}', "no readable JSON (Extra data in column 23)"),
    (b"[]", "answers are an object of facts and values"),
    (b"[{}]", "answers are an object of facts and values"),
    (b"null", "answers are an object of facts and values"),
    (b'{"weight": 3}', "'weight': no fact of interfant-21 has this name; the facts are age_days, "),
    (b'{"age_days": null}', "age_days: null is no number"),
    (b'{"age_days": 12.5}', "age_days: 12.5 is not whole"),
    (b'{"age_days": NaN}', "NaN is no number"),
    (b'{"age_days": ' + b"9" * 5000 + b"}", "a number has too many digits"),
    (b'{"age_days": {"min": 5, "max": 3}}', "age_days: no number lies between its limits"),
    (b'{"live_vaccine_days": 5}', "live_vaccine_days: does not apply"),
    (b'{"kmt2a": 1, "kmt2a": 2}', "'kmt2a' stands twice"),
    (rb'{"\ud800": 1, "\ud800": 2}', r"'\ud800' stands twice"),
    (rb'{"\ud800": 1}', r"'\ud800': no fact of interfant-21"),
    (rb'{"kmt2a": "\ud800"}', r"kmt2a: '\ud800' is no value of it"),
    (b'{"kmt2a": "\xff"}', "no UTF-8 text"),
    (b"\xff\xfe", "no UTF-8 text"),
    (b"\0", "no readable JSON"),
    (b"[" * 20_000, "nested too deeply"),
    (b'{"kmt2a":' * 20_000, "nested too deeply"),
    (b'{"age_days": "' + b"x" * 900_000 + b'"}', f"age_days: '{'x' * 39}… is no number"),
    (b'{"age_days": "' + b"x" * 3 * MAX_LINE + b'"}', "longer than 1,000,000 bytes"),
    (GERMLINE.encode() + b" " * MAX_LINE + b"and so on", "longer than 1,000,000 bytes"),
    (b" " * (MAX_LINE + 1) + b"{}", "longer than 1,000,000 bytes"),
]


@pytest.mark.parametrize(("line", "error"), BAD, ids=[repr(row[0][:40]) for row in BAD])
def test_a_bad_line_gives_an_error_and_the_rest_go_on(line: bytes, error: str) -> None:
    """Protects "a bad line gives `{"line": n, "error": "..."}`, the rest go on, and the exit is 2 at the end"."""
    code, shown = check_lines(b"{}\n\n" + line + b"\n" + GERMLINE.encode() + b"\n", "--brief")
    assert code == 2
    assert [list(each) for each in shown] == [
        ["trial", "determinations", "criteria"],
        ["line", "error"],
        list(shown[0]),
    ]
    assert shown[1]["line"] == 3
    assert shown[1]["error"].startswith(error)
    assert len(shown[1]["error"]) < 400
    assert shown[2]["determinations"]["protocol"] == "ineligible"


@pytest.mark.parametrize("blank", [b"\n", b"\r\n", b"  \t \n", b"\n" * 500])
def test_blank_lines_are_passed_over_but_counted(blank: bytes) -> None:
    """Protects the number in `{"line": n}`, which an editor shows too."""
    code, shown = check_lines(blank + b"{}\r\n" + blank + b"x", "--brief")
    assert (code, len(shown)) == (2, 2)
    assert shown[1]["line"] == 2 * blank.count(b"\n") + 2


def test_a_line_as_long_as_may_be_is_read() -> None:
    """Protects the limit: 1,000,000 bytes are still a line, its end and a byte-order mark included."""
    longest = b"\xef\xbb\xbf" + GERMLINE.encode()
    code, shown = check_lines(longest + b" " * (MAX_LINE - 1 - len(longest)) + b"\n{}", "--brief")
    assert (code, len(shown)) == (0, 2)


def test_a_result_comes_before_the_next_line_goes_in() -> None:
    """Protects "streamed": a program that gives a line and waits for its result gets it."""
    with process(*STREAM, "--brief") as running:
        assert running.stdin is not None
        assert running.stdout is not None
        for line, key in ((b"{}\n", b'"trial"'), (b"oops\n", b'"line":2'), (b"{}\n", b'"trial"')):
            running.stdin.write(line)
            running.stdin.flush()
            ready, _, _ = select([running.stdout], [], [], PATIENCE)
            assert ready, "no result came while the input was open"
            assert key in running.stdout.readline()
        running.stdin.close()
        assert (running.stdout.read(), running.wait(PATIENCE)) == (b"", 2)


def test_a_reader_that_leaves_ends_it_quietly() -> None:
    """Protects `trialscreen check ... --jsonl | head -1`: exit 0, no traceback."""
    with process(*STREAM) as running:
        assert running.stdin is not None
        assert running.stdout is not None
        assert running.stderr is not None
        running.stdin.write(b"{}\n")
        running.stdin.flush()
        running.stdout.readline()
        running.stdout.close()
        running.stdin.write(b"{}\n" * 100)
        running.stdin.close()
        assert (running.wait(PATIENCE), running.stderr.read()) == (0, b"")


def _measure_peak(file: Path) -> int:
    """Returns how many bytes of memory a stream of this file took at most."""
    with file.open("rb") as source:
        running = subprocess.Popen(
            command(*STREAM, "--brief"), cwd=ROOT, env=environment(), stdin=source, stdout=subprocess.DEVNULL
        )
        _, status, used = os.wait4(running.pid, 0)
        running.returncode = os.waitstatus_to_exitcode(status)
    assert running.returncode == 0
    return used.ru_maxrss * (1 if sys.platform == "darwin" else 1024)


@pytest.mark.skipif(sys.platform == "win32", reason="wait4 is Unix's")
def test_memory_does_not_grow_with_the_lines(tmp_path: Path) -> None:
    """Protects "streamed": ten times as many lines, all of them different, take no more memory (5 MB of leeway)."""
    draw = random.Random(21)
    file = tmp_path / "answers.jsonl"
    made = (
        f'{{"age_days":{draw.randrange(6576)},"live_vaccine":"given","live_vaccine_days":{draw.randrange(6576)}}}\n'
        for _ in range(20_000)
    )
    peaks = []
    for number in (2_000, 18_000):
        with file.open("a", encoding="utf-8") as target:
            target.writelines(next(made) for _ in range(number))
        peaks.append(_measure_peak(file))
    assert peaks[1] - peaks[0] < 5_000_000
