"""`trialscreen check` names every bad answer in one run: the place of each, its fact, and what fits."""

import json
from pathlib import Path
from typing import Any

import pytest
from commands import AML, ELIGIBLE, trialscreen

pytestmark = pytest.mark.traced

CHECK = ("check", "interfant-21")

BAD: dict[str, object] = {
    "weight": 4,
    "age_days": 12.5,
    "diagnosis": "b_precursor_all",
    "kmt2a": "maybe",
    "corticosteroids": "none",
    "corticosteroid_dose": 5,
    "cns_eoi": {"pending": "soon"},
    "live_vaccine": "gvien",
    "live_vaccine_days": 20,
}
FAULTS = [
    "'weight': no fact of interfant-21 has this name; the facts are age_days, ",
    "age_days: 12.5 is not whole; write a whole number from 0 to 6575 days",
    "kmt2a: 'maybe' is no value of it; write one of rearranged, germline, unknown, pending",
    "cns_eoi: 'soon' is no date; write ",
    "live_vaccine: 'gvien' is no value of it; write one of none, given, unknown, pending",
    "corticosteroid_dose: does not apply with what is answered to corticosteroids; leave it out",
]
"""Of `BAD`; whether live_vaccine_days applies is not known before live_vaccine can be read."""


def list_refused(*arguments: str | Path, stdin: str = "") -> list[str]:
    """Returns the lines of a refusal: exit 2, and nothing on standard output."""
    ran = trialscreen(*arguments, stdin=stdin)
    assert (ran.code, ran.out) == (2, "")
    lines = ran.err.splitlines()
    assert all(line.startswith("trialscreen: ") for line in lines)
    return [line.removeprefix("trialscreen: ") for line in lines]


def begins(lines: list[str], beginnings: list[str]) -> bool:
    return len(lines) == len(beginnings) and all(map(str.startswith, lines, beginnings))


def test_every_bad_answer_of_a_file_is_named_in_one_run(tmp_path: Path) -> None:
    """Protects whoever mends a file from as many runs as it has faults."""
    file = tmp_path / "answers.json"
    file.write_text(json.dumps(BAD))
    refused = list_refused(*CHECK, "--json", "--answers", file)
    assert begins(refused, [f"{file}: {fault}" for fault in FAULTS]), refused


def test_every_bad_answer_of_a_list_is_named_with_its_entry() -> None:
    """Protects a file of many patients: each fault says in which entry it stands."""
    refused = list_refused(*CHECK, "--answers", "-", stdin=json.dumps([BAD, ELIGIBLE, 3, {"kmt2a": None}]))
    expected = [f"standard input: entry 1: {fault}" for fault in FAULTS]
    expected += ["standard input: entry 3: answers are an object", "standard input: entry 4: kmt2a: null is no value"]
    assert begins(refused, expected), refused


def test_bad_words_and_a_bad_file_are_named_together() -> None:
    """Protects `-a` beside `--answers`: both are read to the end, and what is answered twice is said as well."""
    given = ("-a", "age_days=45", "-a", "cns_eoi=CNS4", "-a", "nonsense", "-a", "weight=4", "-a", "age_days=3 days",
             "-a", "consent=given")  # fmt: skip
    refused = list_refused(*CHECK, *given, "--answers", "-", stdin='{"kmt2a": "x", "consent": "given", "cd19": 3}')
    assert begins(
        refused,
        [
            "-a age_days: '45' is not taken. Days, weeks or months?", "-a cns_eoi: 'CNS4' is not taken.",
            "-a nonsense: write FACT=VALUE", "-a weight: no fact", "-a age_days: is answered twice",
            "standard input: kmt2a: 'x' is no value of it", "standard input: cd19: 3 is no value of it",
            "standard input: consent: is answered in the file and with -a",
        ],
    ), refused  # fmt: skip


def test_what_depends_on_a_bad_answer_is_not_called_inapplicable() -> None:
    """Protects from a fault that is none: it goes when the first is mended, in the file or in words."""
    assert len(list_refused(*CHECK, "-a", "live_vaccine=gvien?", "-a", "live_vaccine_days=20 days")) == 1
    given = '{"live_vaccine_days": 20}'
    assert len(list_refused(*CHECK, "-a", "live_vaccine=gvien?", "--answers", "-", stdin=given)) == 1


def test_a_bad_line_names_all_its_faults() -> None:
    """Protects a stream: the error of a line holds each fault on a line of its own, and the other lines go on."""
    ran = trialscreen(*CHECK, "--jsonl", "--brief", stdin=f"{json.dumps(BAD)}\n{json.dumps(ELIGIBLE)}\n")
    bad, good = map(json.loads, ran.out.splitlines())
    assert (ran.code, ran.err, list(bad), bad["line"]) == (2, "", ["line", "error"], 1)
    assert begins(bad["error"].splitlines(), FAULTS)
    assert good["determinations"]["protocol"] == "eligible"


# words in files


def check_words(of: object, *options: str) -> Any:
    """Returns the JSON of a check of a file with words."""
    ran = trialscreen(*CHECK, "--json", "--words", "--answers", "-", *options, stdin=json.dumps(of))
    return json.loads(ran.printed())


def collect_facts(result: Any) -> dict[str, object]:
    """Returns the answers behind all criteria of a result."""
    return {fact: value for each in result["criteria"] for fact, value in each["facts"].items()}


WORDS: dict[str, object] = {
    "age_days": "11 months", "diagnosis": "pro-B ALL", "disease_phase": "newly_diagnosed", "kmt2a": "t(4;11)",
    "corticosteroids": "systemic", "corticosteroid_dose": {"above": 10}, "corticosteroid_days": "a single dose",
    "chemotherapy": "no", "consent": "not asked for yet", "cd19": "don't know", "cns_eoi": "pending until 2026-12-01",
    "hypersensitivity": {"pending": "2026-12-01"}, "live_vaccine": "given", "live_vaccine_days": "5 weeks",
    "live_vaccine_planned": "unknown",
}  # fmt: skip
MEANT: dict[str, object] = WORDS | {
    "age_days": {"min": 334, "max": 365}, "diagnosis": "b_precursor_all", "kmt2a": "rearranged",
    "corticosteroid_days": 1, "consent": "pending", "cd19": "unknown", "cns_eoi": {"pending": "2026-12-01"},
    "live_vaccine_days": {"min": 35, "max": 41},
}  # fmt: skip


@pytest.mark.sweep
def test_a_file_may_hold_words_beside_codes() -> None:
    """Protects `--words`: what a person would type, codes, intervals and days that are expected, all in one file."""
    words = {**WORDS, "live_vaccine_days": "35 to 41 days"}
    assert collect_facts(check_words(words)) == MEANT
    assert [collect_facts(each) for each in check_words([words, {}])] == [MEANT, {}]
    yaml = "age_days: 11 months\nkmt2a: MLL-r\nchemotherapy: no\n"
    ran = trialscreen(*CHECK, "--json", "--words", "--answers", "-", stdin=yaml).printed()
    assert collect_facts(json.loads(ran)) == {
        "age_days": {"min": 334, "max": 365}, "kmt2a": "rearranged", "chemotherapy": "no",
    }  # fmt: skip


def test_lines_may_hold_words() -> None:
    """Protects `--jsonl --words`: a line with a doubtful word is an error with its remedy, and the rest go on."""
    lines = "".join(json.dumps(each) + "\n" for each in ({"kmt2a": "MLL-r"}, {"age_days": 45, "cns_eoi": "CNS4"}))
    ran = trialscreen(*CHECK, "--jsonl", "--words", stdin=lines)
    first, second = map(json.loads, ran.out.splitlines())
    assert ran.code == 2
    assert collect_facts(first) == {"kmt2a": "rearranged"}
    assert begins(
        second["error"].splitlines(), ["age_days: '45' is not taken. Days, weeks or months?", "cns_eoi: 'CNS4' is not"]
    )


@pytest.mark.sweep
@pytest.mark.parametrize("bare", [45, "45"])
def test_what_a_chat_would_ask_back_is_refused_in_a_file_as_well(bare: object) -> None:
    """Protects "what the chat would ask back, such as a bare `45`": typed into YAML, it is no surer."""
    refused = list_refused(*CHECK, "--words", "--answers", "-", stdin=json.dumps({"age_days": bare, "consent": None}))
    assert begins(
        refused,
        ["standard input: age_days: '45' is not taken. Days, weeks or months?", "standard input: consent: null is no"],
    )
    assert collect_facts(check_words({"age_days": 120})) == {"age_days": 120}


def test_without_words_a_file_holds_codes_only() -> None:
    """Protects programs: a value that is misspelt is no guess."""
    [refused] = list_refused(*CHECK, "--answers", "-", stdin='{"kmt2a": "MLL-r"}')
    assert refused.startswith("standard input: kmt2a: 'MLL-r' is no value of it; write one of rearranged, germline")


# the facts


@pytest.mark.parametrize("trial", ["interfant-21", str(AML)])
def test_the_facts_are_listed_from_the_definition_as_json(trial: str) -> None:
    """Protects whoever writes a program: each fact with its kind, codes, unit, range, and when it applies."""
    listed = json.loads(trialscreen("check", trial, "--help-facts", "--json").printed())
    assert list(listed) == ["trial", "version", "digest", "facts"]
    for fact in listed["facts"]:
        assert list(fact) == [
            "fact", "kind", "name", "ask", "codes", "unit", "range", "whole", "interval", "applies_if", "missing",
        ]  # fmt: skip
        fits = [*(fact["codes"] or []), *(fact["range"] or {}).values(), *fact["missing"]]
        if fact["applies_if"] is None:
            answers = json.dumps([{fact["fact"]: each} for each in fits])
            trialscreen("check", trial, "--brief", "--answers", "-", stdin=answers).printed()
    applies = {fact["fact"]: fact["applies_if"] for fact in listed["facts"]}
    if trial == "interfant-21":
        assert applies["live_vaccine_days"] == {"live_vaccine": "given"}


def test_a_person_reads_the_facts_in_lines() -> None:
    """Protects `check TRIAL --help-facts`: codes with their labels, a range with its unit, and when a fact applies."""
    told = trialscreen(*CHECK, "--help-facts").printed()
    assert "kmt2a (choice): KMT2A status\n  rearranged: Rearranged\n  germline: Germline\n" in told
    assert "  whole number, 0 to 28 days, or an interval\n  applies if Corticosteroids in the 28 days" in told
    assert "  number, 0 to 1000 mg/m²/day prednisone-equivalent, or an interval\n" in told
    assert "Each may also be unknown, pending" in told


@pytest.mark.parametrize("options", [("-a", "x=1"), ("--answers", "-")])
def test_answers_beside_the_facts_are_refused(options: tuple[str, ...]) -> None:
    """Protects whoever gives an answer to the list of facts: it is not ignored without a word."""
    refused = trialscreen(*CHECK, "--help-facts", *options).refused()
    assert "--help-facts lists the facts and reads no answers: leave out -a and --answers" in refused


@pytest.mark.sweep
@pytest.mark.parametrize("word", ["age_days=", "age_days=foo", "corticosteroid_days=foo", "live_vaccine_days="])
def test_a_number_that_is_not_taken_says_what_is(word: str) -> None:
    """Protects whoever mistypes a number: the refusal says what fits, as it does for choices."""
    refused = trialscreen(*CHECK, "-a", word).refused()
    assert "is not taken." in refused
    assert "days" in refused.split("is not taken.")[1].casefold()


@pytest.mark.sweep
@pytest.mark.parametrize("options", [("--help-facts",), ("--json",), ("-a", "kmt2a=germline")])
def test_standard_input_is_left_alone_where_no_answers_are_in_it(options: tuple[str, ...]) -> None:
    """Protects a script that runs the command in a loop over lines: its input is not swallowed."""
    assert trialscreen(*CHECK, *options, stdin="{").code == 0
