"""`trialscreen read`: what a note says, as JSON, recorded nowhere."""

import json
from pathlib import Path
from typing import Any

import pytest
from commands import trialscreen

READ = ("read", "interfant-21", "--now", "2026-06-01")
NOTE = "10-wk girl, pro-B ALL, t(9;11)(p22;q23), CD19+ 99 %, no steroids, LP day 33 pending"
PROPOSED: dict[str, Any] = {
    "age_days": {"min": 70, "max": 76},
    "diagnosis": "b_precursor_all",
    "kmt2a": "rearranged",
    "corticosteroids": "none",
    "cd19": "positive",
    "cns_eoi": "pending",
}
FROM = {
    "age_days": "10-wk",
    "diagnosis": "pro-B ALL",
    "kmt2a": "t(9;11)(p22;q23)",
    "corticosteroids": "no steroids",
    "cd19": "CD19+ 99 %",
    "cns_eoi": "LP day 33 pending",
}
EVERYTHING = {"proposed": PROPOSED, "from": FROM, "asked": {}, "left": [], "unread": ["girl"], "identifier": False}


def test_a_note_gives_six_answers_with_their_words() -> None:
    """Protects the example of docs/interfaces.md, by `--text` and from standard input."""
    ran = trialscreen(*READ, "--text", NOTE)
    assert (ran.code, ran.err, json.loads(ran.out)) == (0, "", EVERYTHING)
    assert json.loads(trialscreen(*READ, stdin=NOTE).out) == EVERYTHING
    assert json.loads(trialscreen(*READ, "--text", "-", stdin=NOTE).out) == EVERYTHING


def test_the_proposals_can_be_given_to_check() -> None:
    """Protects "Values have the shapes of `check --answers`": the one can be piped into the other."""
    proposed = json.dumps(json.loads(trialscreen(*READ, "--text", NOTE).out)["proposed"])
    ran = trialscreen("check", "interfant-21", "--json", "--now", "2026-06-01", "--answers", "-", stdin=proposed)
    (criterion,) = [each for each in json.loads(ran.out)["criteria"] if each["id"] == "B1"]
    assert criterion["facts"] == {"diagnosis": "b_precursor_all", "cd19": "positive"}


def test_every_outcome_has_its_place() -> None:
    """Protects what is asked, left and not read from one another, and the identifier from coming out."""
    ran = trialscreen(*READ, "--text", "Name: Anna Smith. CD19 dim, twin sister had ALL, fair hair")
    assert json.loads(ran.out) == {
        "proposed": {},
        "from": {},
        "asked": {"cd19": "CD19 dim"},
        "left": ["twin sister had ALL"],
        "unread": ["Name", "fair hair"],
        "identifier": True,
    }


@pytest.mark.parametrize("note", ["unremarkable history", "", " \n", "seen in clinic " * 1_333])
def test_a_note_without_anything_is_no_failure(note: str) -> None:
    """Protects "Exit 0 whatever was found", from nothing at all to 20,000 characters."""
    ran = trialscreen(*READ, stdin=note)
    assert (ran.code, json.loads(ran.out)["proposed"]) == (0, {})


def test_lines_are_read_one_by_one_and_other_keys_handed_through(tmp_path: Path) -> None:
    """Protects `--jsonl`: from a file, from standard input, by `-`; a bad line stops none of the rest."""
    lines = '{"id": 7, "text": "CD19+", "more": [1.5, null]}\n\n{"text": 3}\n{"text": "KMT2A germline"}\n'
    file = tmp_path / "notes.jsonl"
    file.write_text(lines, encoding="utf-8")
    ran = trialscreen(*READ, "--jsonl", str(file))
    first, bad, last = map(json.loads, ran.out.splitlines())
    assert (ran.code, ran.err, first["id"], first["more"]) == (2, "", 7, [1.5, None])
    assert (first["proposed"], last["proposed"]) == ({"cd19": "positive"}, {"kmt2a": "germline"})
    assert bad == {"line": 3, "error": 'no note: write an object such as {"text": "10-wk girl, CD19+"}'}
    for more in ((), ("-",)):
        again = trialscreen(*READ, "--jsonl", *more, stdin=lines)
        assert (again.code, again.out) == (2, ran.out)


BAD = [
    ("[", "no readable JSON (column 1)"),
    ("[]", "no note: write an object such as"),
    ('{"text": "\\ud800"}', "no readable JSON"),
    ('{"note": "CD19+"}', "no note: write an object such as"),
    (json.dumps({"text": "x" * 20_001}), "longer than 20,000 characters: give the note about one patient"),
    (json.dumps({"text": "x", "more": "y" * 1_000_001}), "longer than 1,000,000 bytes: write one note in a line"),
]


@pytest.mark.parametrize(("line", "error"), BAD)
def test_a_bad_line_is_told(line: str, error: str) -> None:
    """Protects programs that write notes: the number of the line, the fault, the remedy."""
    ran = trialscreen(*READ, "--jsonl", stdin=f"{line}\n")
    told = json.loads(ran.out)
    assert (ran.code, told["line"]) == (2, 1)
    assert told["error"].startswith(error)


REFUSED = [
    (("--text", "CD19+", "--jsonl"), "--text: does not go with --jsonl; name one of the two"),
    (("notes.jsonl",), "notes.jsonl: write --jsonl before it; without that, one note is read from standard input"),
    (("--jsonl", "nope.jsonl"), "nope.jsonl: cannot be read (no such file or directory); check the name"),
    (("--text", "x" * 20_001), "the note: longer than 20,000 characters: give the note about one patient"),
]


@pytest.mark.parametrize(("arguments", "told"), REFUSED)
def test_a_wrong_call_is_one_sentence(arguments: tuple[str, ...], told: str) -> None:
    """Protects operators: subject, fault and remedy, and exit 2."""
    ran = trialscreen(*READ, *arguments)
    assert (ran.code, ran.out, ran.err.strip()) == (2, "", f"trialscreen: {told}")
