"""`trialscreen check`: the shape of a result, every way to give answers, and one clear line for what is no answer."""

import json
from pathlib import Path
from typing import Any

import pytest
from commands import AML, ELIGIBLE, trialscreen

pytestmark = pytest.mark.traced

CHECK = ("check", "interfant-21")
CRITERIA = ["I1", "I2", "I3", "E1", "E2", "E3", "E4", "E5", "B1", "B2", "B3", "B4"]


def check(*options: str, of: object = None, now: str = "2026-06-01") -> Any:
    """Returns the JSON of a check; `of` is given as a file on standard input."""
    file = () if of is None else ("--answers", "-")
    return json.loads(trialscreen(*CHECK, "--json", "--now", now, *file, *options, stdin=json.dumps(of)).printed())


def check_answers_behind(criterion: str, *options: str, of: object = None) -> Any:
    """Returns the answers behind one criterion."""
    return next(each["facts"] for each in check(*options, of=of)["criteria"] if each["id"] == criterion)


# the shape of a result


def test_a_result_has_the_shape_that_other_programs_rely_on() -> None:
    """Protects the JSON in interfaces.md: its keys, in their order, and the values that it shows."""
    shown = check(of={**ELIGIBLE, "age_days": 364, "cns_eoi": "pending"})
    assert list(shown) == [
        "trial", "version", "digest", "determinations", "criteria", "missing", "settling", "waiting", "come_back",
        "near_threshold", "next_question", "source", "notice",
    ]  # fmt: skip
    assert shown["trial"] == "interfant-21"
    assert shown["digest"].startswith("sha256:")
    assert len(shown["digest"]) == len("sha256:") + 64
    assert shown["determinations"] == {"protocol": "eligible", "blinatumomab": "undetermined"}
    assert shown["missing"] == [{"fact": "cns_eoi", "cause": "pending", "expected": None}]
    by = {"cns_eoi": {"cns1": "eligible", "cns2": "excluded", "cns3": "excluded"}}
    assert shown["settling"] == {
        "blinatumomab": {"needed": ["cns_eoi"], "decisive": ["cns_eoi"], "by": by, "needed_if": []}
    }
    assert shown["waiting"] == {}
    assert [list(each) for each in shown["come_back"]] == [["fact", "when", "date"]]
    assert (shown["come_back"][0]["fact"], shown["come_back"][0]["date"]) == ("cns_eoi", None)
    assert shown["near_threshold"] == [
        {"criterion": criterion, "fact": "age_days", "value": 364, "threshold": 365} for criterion in ("I2", "E3")
    ]
    assert shown["next_question"] is None
    assert list(shown["source"]) == ["name", "updated", "status", "stale"]
    assert (shown["source"]["updated"], shown["source"]["status"]) == ("2024-04-09", "not yet recruiting")
    assert shown["notice"] == "This is a pre-check: the trial site decides."


def test_every_criterion_of_a_result_has_its_shape() -> None:
    """Protects what stands for a criterion.

    `{"id": "I1", "kind": "inclusion", "determination": "protocol", "status": "met", "effect": "passes", ...}`.
    """
    criteria = check(of=ELIGIBLE)["criteria"]
    assert [each["id"] for each in criteria] == CRITERIA
    for each in criteria:
        assert list(each) == ["id", "kind", "determination", "status", "effect", "text", "facts", "reason", "notes"]
        assert each["kind"] == ("inclusion" if each["id"].startswith("I") else "exclusion")
        assert each["determination"] == ("blinatumomab" if each["id"].startswith("B") else "protocol")
        assert (each["status"], each["effect"]) == ("met" if each["kind"] == "inclusion" else "not_met", "passes")
        assert each["text"]
        assert each["reason"]
    first = criteria[0]["facts"]
    assert first == {"diagnosis": "b_precursor_all", "disease_phase": "newly_diagnosed", "kmt2a": "rearranged"}


def test_brief_leaves_only_determinations_and_statuses() -> None:
    """Protects "`--brief` leaves only determinations and each criterion's status"."""
    shown = check("--brief", of={**ELIGIBLE, "age_days": 366, "cns_eoi": "unknown"})
    assert list(shown) == ["trial", "determinations", "criteria"]
    assert shown["determinations"] == {"protocol": "ineligible", "blinatumomab": "not_applicable"}
    statuses = {each["id"]: each["status"] for each in shown["criteria"]}
    assert statuses == {**dict.fromkeys(CRITERIA, "not_met"), "I1": "met", "I3": "met", "E3": "met", "B2": "unknown"}
    assert {tuple(each) for each in shown["criteria"]} == {("id", "status")}


@pytest.mark.sweep
@pytest.mark.parametrize(
    ("changed", "protocol", "blinatumomab"),
    [
        ({}, "eligible", "eligible"),
        ({"age_days": 366}, "ineligible", "not_applicable"),
        ({"cd19": "negative"}, "eligible", "excluded"),
        ({"consent": "pending"}, "undetermined", "undetermined"),
        ({"consent": "pending", "cns_eoi": "cns2"}, "undetermined", "excluded"),
    ],
)
def test_any_verdict_is_exit_0(changed: dict[str, object], protocol: str, blinatumomab: str) -> None:
    """Protects scripts: a verdict is no error."""
    assert check(of={**ELIGIBLE, **changed})["determinations"] == {"protocol": protocol, "blinatumomab": blinatumomab}
    assert (
        trialscreen(*CHECK, "--answers", "-", stdin=json.dumps({**ELIGIBLE, **changed}))
        .printed()
        .startswith("RESULT\n")
    )


@pytest.mark.sweep
def test_facts_left_out_are_not_asked() -> None:
    """Protects "facts left out are not asked", and `next_question`, "what the dialogue would ask now"."""
    shown = check()
    assert {each["cause"] for each in shown["missing"]} == {"not_asked"}
    assert shown["next_question"] == "age_days"
    assert check("-a", "age_days=unknown")["next_question"] == "diagnosis"


def test_a_person_reads_a_page_and_with_brief_only_the_verdicts() -> None:
    """Protects `check` without --json."""
    page = trialscreen(*CHECK, "--answers", "-", "--now", "2026-06-01", stdin=json.dumps(ELIGIBLE)).printed()
    assert "EVERY CRITERION: Blinatumomab · 4 criteria, 4 pass\n" in page
    assert "“≤365 days of age at time of diagnosis of ALL”" in page
    brief = trialscreen(*CHECK, "--brief", "--answers", "-", stdin=json.dumps([ELIGIBLE, {}])).printed()
    assert brief.count("Trial entry: ") == brief.count("Blinatumomab: ") == 2
    assert "EVERY CRITERION" not in brief


# the ways to give answers

WORDS = [
    # "`-a` takes the same words that a person may type in chat"
    ("age_days=11 months", "I2", {"age_days": {"min": 334, "max": 365}}),
    ("age_days = 120 days", "I2", {"age_days": 120}),
    ("age_days=2026-01-31 to 2026-05-31", "I2", {"age_days": 120}),
    ("age_days=more than 365 days", "E3", {"age_days": {"above": 365}}),
    ("kmt2a=t(4;11)", "E1", {"kmt2a": "rearranged"}),
    ("kmt2a=rearanged", "E1", {"kmt2a": "rearranged"}),
    ("diagnosis=T-ALL", "E2", {"diagnosis": "t_all"}),
    ("diagnosis=don't know", "E2", {"diagnosis": "unknown"}),
    ("consent=not asked for yet", "I3", {"consent": "pending"}),
    ("cns_eoi=pending until 2026-12-01", "B2", {"cns_eoi": {"pending": "2026-12-01"}}),
    ("chemotherapy=no", "E5", {"chemotherapy": "no"}),
]  # fmt: skip


@pytest.mark.sweep
@pytest.mark.parametrize(("given", "criterion", "facts"), WORDS, ids=[row[0] for row in WORDS])
def test_words_are_read_as_in_chat(given: str, criterion: str, facts: dict[str, object]) -> None:
    """Protects "`-a` takes the same words that a person may type in chat (`-a age_days="11 months"`)"."""
    assert check_answers_behind(criterion, "-a", given) == facts


VALUES = [
    ({"kmt2a": "germline"}, "E1"),
    ({"age_days": 0}, "I2"),
    ({"age_days": 6575}, "I2"),
    ({"age_days": {"min": 300, "max": 400}}, "I2"),
    ({"age_days": {"min": 300}}, "I2"),
    ({"age_days": {"max": 400}}, "I2"),
    ({"age_days": {"above": 365}}, "I2"),
    ({"age_days": {"min": 300, "below": 366}}, "I2"),
    ({"age_days": "unknown"}, "I2"),
    ({"age_days": "pending"}, "I2"),
    ({"age_days": {"pending": "2026-12-01"}}, "I2"),
    ({"corticosteroids": "systemic", "corticosteroid_dose": 9.5, "corticosteroid_days": 8}, "E5"),
    ({"corticosteroids": "systemic", "corticosteroid_dose": {"above": 10}, "corticosteroid_days": 8}, "E5"),
    ({"live_vaccine": "given", "live_vaccine_days": "unknown"}, "B4"),
]


@pytest.mark.sweep
@pytest.mark.parametrize(("answers", "criterion"), VALUES, ids=[str(row[0]) for row in VALUES])
def test_values_of_a_file_come_back_as_they_were_given(answers: dict[str, object], criterion: str) -> None:
    """Protects how a value is written.

    "A value is a code, a number, `{"min": a, "max": b}`, `"unknown"`, or `"pending"` / `{"pending": "2026-12-01"}`".
    """
    assert check_answers_behind(criterion, of=answers) == answers


def test_an_interval_of_one_number_is_that_number() -> None:
    """Protects `{"min": 120, "max": 120}` from being called imprecise."""
    assert check_answers_behind("I2", of={"age_days": {"min": 120, "max": 120}}) == {"age_days": 120}


@pytest.mark.sweep
def test_an_interval_decides_only_where_all_of_it_lies_on_one_side() -> None:
    """Protects above and below, which are strict: more than 365 days is E3, at least 365 days is nothing yet."""

    def check_status(limits: dict[str, int]) -> str:
        brief = check("--brief", of={"age_days": limits})
        return next(str(each["status"]) for each in brief["criteria"] if each["id"] == "E3")

    limits = ({"above": 365}, {"min": 365}, {"below": 366}, {"max": 366})
    assert [check_status(each) for each in limits] == ["met", "unknown", "not_met", "unknown"]


YAML = [
    ("chemotherapy: no\nlive_vaccine_planned: yes\n", "E5", {"chemotherapy": "no"}),
    ("live_vaccine_planned: yes\n", "B4", {"live_vaccine_planned": "yes"}),
    ("# a comment\n---\nage_days: {min: 300, max: 400}\n", "I2", {"age_days": {"min": 300, "max": 400}}),
    ("cns_eoi:\n  pending: 2026-12-01\n", "B2", {"cns_eoi": {"pending": "2026-12-01"}}),
    ("{kmt2a: germline}\n", "E1", {"kmt2a": "germline"}),
    ("{'kmt2a': germline,\n age_days: 3}\n", "E1", {"kmt2a": "germline"}),
    ("\ufeffkmt2a: germline\r\n", "E1", {"kmt2a": "germline"}),
    ('\ufeff{"kmt2a": "germline"}', "E1", {"kmt2a": "germline"}),
    ("kmt2a: 'germline'", "E1", {"kmt2a": "germline"}),
]


@pytest.mark.sweep
@pytest.mark.parametrize(("text", "criterion", "facts"), YAML, ids=[row[0] for row in YAML])
def test_a_file_may_be_yaml(text: str, criterion: str, facts: dict[str, object], tmp_path: Path) -> None:
    """Protects "FILE is JSON or YAML", and "YAML's bare `no` and `yes` are those codes"."""
    file = tmp_path / "answers"
    file.write_text(text, encoding="utf-8")
    assert check_answers_behind(criterion, "--answers", str(file)) == facts


@pytest.mark.sweep
@pytest.mark.parametrize(
    "text", ['[{"kmt2a": "germline"}, {}]', "- kmt2a: germline\n- {}\n", "[{kmt2a: germline}, {}]"]
)
def test_a_list_gives_a_list(text: str) -> None:
    """Protects "A file that holds a list of such objects gives a list of results"."""
    shown = json.loads(trialscreen(*CHECK, "--json", "--answers", "-", stdin=text).printed())
    assert [each["determinations"]["protocol"] for each in shown] == ["ineligible", "undetermined"]
    assert json.loads(trialscreen(*CHECK, "--json", "--answers", "-", stdin="[]").printed()) == []


def test_a_file_and_words_are_joined() -> None:
    """Protects `--answers` beside `-a`, also where the one makes the other apply."""
    answers = {"corticosteroids": "systemic", "corticosteroid_dose": 20}
    shown = check_answers_behind("E5", "-a", "corticosteroid_days=9", of=answers)
    assert shown == {**answers, "corticosteroid_days": 9}


def test_days_beside_a_low_dose_stay_without_effect() -> None:
    """Protects "`corticosteroid_days` beside a dose of 10 or less stays, without effect"."""
    answers = {**ELIGIBLE, "corticosteroids": "systemic", "corticosteroid_dose": 10, "corticosteroid_days": 28}
    assert check(of=answers)["determinations"] == {"protocol": "eligible", "blinatumomab": "eligible"}


def test_another_trial_is_checked_by_its_file() -> None:
    """Protects "TRIAL is an id or the file of a definition"."""
    shown = json.loads(trialscreen("check", AML, "--json", "--brief", "-a", "age_years=76").printed())
    assert (shown["trial"], shown["determinations"]["entry"]) == ("adult-aml", "ineligible")


# the clock


@pytest.mark.sweep
@pytest.mark.parametrize(
    ("now", "stale"),
    [
        ("2025-01-01", False),
        ("2025-04-09", False),
        ("2025-04-10", True),
        ("2026-01-01T23:59", True),
        ("2026-01-01T00:00+14:00", True),
    ],
)
def test_now_fixes_whether_the_source_is_stale(now: str, stale: object) -> None:
    """Protects "`--now TIME` fixes the clock", and "a warning when that date is over a year old"."""
    assert check(now=now)["source"]["stale"] is stale


@pytest.mark.sweep
@pytest.mark.parametrize(("now", "overdue"), [("2026-05-01", False), ("2026-05-02", True)])
def test_now_fixes_whether_a_result_is_overdue(now: str, overdue: object) -> None:
    """Protects "the date it is expected, which changes no logic: once past, the result says 'overdue'"."""
    answers = {**ELIGIBLE, "cns_eoi": {"pending": "2026-05-01"}}
    page = trialscreen(*CHECK, "--answers", "-", "--now", now, stdin=json.dumps(answers)).printed()
    assert ("overdue" in page) is overdue
    shown = check(of=answers, now=now)
    assert shown["missing"] == [{"fact": "cns_eoi", "cause": "pending", "expected": "2026-05-01"}]
    assert shown["come_back"][0]["date"] == "2026-05-01"
    assert shown["determinations"]["blinatumomab"] == "undetermined"


# what is refused

FACTS = (
    "the facts are age_days, diagnosis, disease_phase, kmt2a, corticosteroids, corticosteroid_dose,"
    " corticosteroid_days, chemotherapy, consent, cd19, cns_eoi, hypersensitivity, live_vaccine, live_vaccine_days,"
    " live_vaccine_planned"
)
WHOLE_DAYS = "write a whole number from 0 to 6575 days"
DOSE = '{"corticosteroids": "systemic", "corticosteroid_dose": '
TOO_MANY_DIGITS = "has too many digits; write a number from 0 to 1000 mg/m²/day prednisone-equivalent, in 15 digits"
LIMITS = 'write {"min": a, "max": b}, or above and below where the limit itself is not meant'
OBJECT = 'answers are an object of facts and values, such as {"age_days": "unknown"}, not '

REFUSED_VALUES = [
    # what "Exit 2, naming the place" lists, and what is like it
    ('{"weight": 4}', f"'weight': no fact of interfant-21 has this name; {FACTS}"),
    ('{"AGE_DAYS": 4}', f"'AGE_DAYS': no fact of interfant-21 has this name; {FACTS}"),
    ('{"age_days": null}', f"age_days: null is no number; {WHOLE_DAYS}"),
    ("age_days:\n", f"age_days: null is no number; {WHOLE_DAYS}"),
    ('{"kmt2a": null}', "kmt2a: null is no value of it; write one of rearranged, germline, unknown, pending"),
    ('{"age_days": true}', f"age_days: true is no number; {WHOLE_DAYS}"),
    ('{"chemotherapy": false}', "chemotherapy: false is no value of it; write one of no, yes, unknown, pending"),
    ("chemotherapy: true\n", "chemotherapy: true is no value of it; write one of no, yes, unknown, pending"),
    ('{"age_days": 120.5}', f"age_days: 120.5 is not whole; {WHOLE_DAYS}"),
    ('{"age_days": "11 months"}', f"age_days: '11 months' is no number; {WHOLE_DAYS}"),
    ('{"age_days": "120"}', f"age_days: '120' is no number; {WHOLE_DAYS}"),
    ('{"kmt2a": "KMT2A-r"}', "kmt2a: 'KMT2A-r' is no value of it; write one of rearranged, germline, unknown, pending"),
    ('{"kmt2a": "Germline"}',
     "kmt2a: 'Germline' is no value of it; write one of rearranged, germline, unknown, pending"),
    ('{"cns_eoi": "cns4"}', "cns_eoi: 'cns4' is no value of it; write one of cns1, cns2, cns3, unknown, pending"),
    ('{"age_days": {"min": 5, "max": 3}}',
     "age_days: no number lies between its limits; give the smaller one as min, the larger one as max"),
    ('{"age_days": {"above": 5, "below": 6}}',
     "age_days: no number lies between its limits; give the smaller one as min, the larger one as max"),
    (DOSE + '{"above": 10, "max": 10}}',
     "corticosteroid_dose: no number lies between its limits; give the smaller one as min, the larger one as max"),
    ('{"age_days": {"min": 3, "above": 3}}', "age_days: min and above are both lower limits; keep one"),
    ('{"age_days": {"max": 3, "below": 3}}', "age_days: max and below are both upper limits; keep one"),
    ('{"age_days": {"from": 3}}', f"age_days: 'from' is no limit; {LIMITS}"),
    ('{"age_days": {}}', f"age_days: an interval needs a limit; {LIMITS}"),
    ('{"age_days": {"min": "3"}}', f"age_days: '3' is no number; {WHOLE_DAYS}"),
    ('{"kmt2a": {"min": 3}}',
     "kmt2a: an object is no value of it; write one of rearranged, germline, unknown, pending"),
    ('{"age_days": [120]}', f"age_days: a list is no number; {WHOLE_DAYS}"),
    ('{"age_days": 6576}', f"age_days: 6576 is out of range; {WHOLE_DAYS}"),
    ('{"age_days": {"max": 6576}}', f"age_days: 6576 is out of range; {WHOLE_DAYS}"),
    ('{"age_days": -1}', f"age_days: -1 is out of range; {WHOLE_DAYS}"),
    (DOSE + "-0.1}",
     "corticosteroid_dose: -0.1 is out of range; write a number from 0 to 1000 mg/m²/day prednisone-equivalent"),
    (DOSE + "1000.5}",
     "corticosteroid_dose: 1000.5 is out of range; write a number from 0 to 1000 mg/m²/day prednisone-equivalent"),
    (DOSE + "1e999}",
     "corticosteroid_dose: 1E+999 is out of range; write a number from 0 to 1000 mg/m²/day prednisone-equivalent"),
    (DOSE + "0.1234567890123456789012345}", f"corticosteroid_dose: 0.1234567890123456789012345 {TOO_MANY_DIGITS}"),
    (DOSE + "9.600000000000000001}", f"corticosteroid_dose: 9.600000000000000001 {TOO_MANY_DIGITS}"),
    (DOSE + "1e-400}", f"corticosteroid_dose: 1E-400 {TOO_MANY_DIGITS}"),
    (DOSE + '{"max": 9.600000000000000001}}', f"corticosteroid_dose: 9.600000000000000001 {TOO_MANY_DIGITS}"),
    (DOSE + "1e99999999999999999999}", "a number has too many digits; write one that the fact can have"),
    ('{"age_days": 364.99999999999999999999}', f"age_days: 364.99999999999999999999 is not whole; {WHOLE_DAYS}"),
    ('{"age_days": 1e-999999}', f"age_days: 1E-999999 is not whole; {WHOLE_DAYS}"),
    ('{"age_days": 12345678901234567890.5}', f"age_days: 12345678901234567890.5 is out of range; {WHOLE_DAYS}"),
    ('{"age_days": 1e999999}', f"age_days: 1E+999999 is out of range; {WHOLE_DAYS}"),
    (DOSE + "NaN}", "NaN is no number; write a number, or leave the fact out"),
    (DOSE + "-Infinity}", "-Infinity is no number; write a number, or leave the fact out"),
    ("age_days: .nan\n", f"age_days: '.nan' is no number; {WHOLE_DAYS}"),
    ('{"age_days": 1' + "0" * 60 + "}", f"age_days: 1{'0' * 39}… is out of range; {WHOLE_DAYS}"),
    ('{"age_days": ' + "9" * 5000 + "}", "a number has too many digits; write one that the fact can have"),
    ("age_days: " + "9" * 5000, f"age_days: '{'9' * 39}… is no number; {WHOLE_DAYS}"),
    ('{"cns_eoi": {"pending": "1 December"}}',
     """cns_eoi: '1 December' is no date; write {"pending": "2026-12-01"} (year-month-day), or "pending\""""),
    ('{"cns_eoi": {"pending": "2026-13-01"}}',
     """cns_eoi: '2026-13-01' is no date; write {"pending": "2026-12-01"} (year-month-day), or "pending\""""),
    ('{"cns_eoi": {"pending": "20261201"}}',
     """cns_eoi: '20261201' is no date; write {"pending": "2026-12-01"} (year-month-day), or "pending\""""),
    ('{"cns_eoi": {"pending": "2026-W49"}}',
     """cns_eoi: '2026-W49' is no date; write {"pending": "2026-12-01"} (year-month-day), or "pending\""""),
    ('{"cns_eoi": {"pending": null}}',
     'cns_eoi: null is no date; write {"pending": "2026-12-01"} (year-month-day), or "pending"'),
    ('{"live_vaccine_days": 30}',
     "live_vaccine_days: does not apply with what is answered to live_vaccine; leave it out, or correct live_vaccine"),
    ('{"live_vaccine": "unknown", "live_vaccine_days": "unknown"}',
     "live_vaccine_days: does not apply with what is answered to live_vaccine; leave it out, or correct live_vaccine"),
    ('{"corticosteroids": "none", "corticosteroid_dose": 5}',
     ("corticosteroid_dose: does not apply with what is answered to corticosteroids; "
      "leave it out, or correct corticosteroids")),
    ('{"kmt2a": "germline", "kmt2a": "rearranged"}', "'kmt2a' stands twice; keep one of the two"),
    ('"kmt2a"', f"{OBJECT}'kmt2a'"),
    ("", f"{OBJECT}null"),
    ("3", f"{OBJECT}3"),
    ("[" * 300_000, "nested too deeply: write an object of facts and values"),
    ("[[]]", f"entry 1: {OBJECT}a list"),
    ('[{"kmt2a": "germline"}, {"kmt2a": "maybe"}]',
     "entry 2: kmt2a: 'maybe' is no value of it; write one of rearranged, germline, unknown, pending"),
    ("- {}\n- age_days: 12.5\n", f"entry 2: age_days: 12.5 is not whole; {WHOLE_DAYS}"),
]  # fmt: skip


@pytest.mark.traced_cases(
    '{"above": 5, "below": 6}',
    '"max": 3, "below": 3',
    '{"min": "3"}',
    '"min": 3, "above": 3',
    '{"age_days": {}}',
    "1 December",
)
@pytest.mark.parametrize(("text", "said"), REFUSED_VALUES, ids=[row[0][:60] for row in REFUSED_VALUES])
def test_a_value_that_does_not_fit_is_refused(text: str, said: str) -> None:
    """Protects the exit code and the message.

    "Exit 2, naming the place: an unknown fact, a value out of range or of another kind, a fact that does not apply".
    """
    assert trialscreen(*CHECK, "--json", "--answers", "-", stdin=text).refused() == f"standard input: {said}"


REFUSED_LINES = [
    # a fault of the text itself names its line
    (
        '{"kmt2a":\n "germline"\n "cd19": 3}',
        "3: no readable JSON (Expecting ',' delimiter in column 2): write an object of facts and values",
    ),
    ("kmt2a: germline\nage_days: [3\n", "2: no readable YAML"),
    ("kmt2a: germline\n\tage_days: 3\n", "2: no readable YAML"),
    (
        "kmt2a: germline\ncorticosteroid_dose: 9.60000000000000001\n",
        "2: 9.60000000000000001 has more digits than can be kept: write it in 15 digits",
    ),
    ("age_days: 3\nkmt2a: germline\nage_days: 4\n", "3: the key 'age_days' stands twice: keep one of the two"),
    ("age_days: &a 3\n", "1: anchors (&a) and aliases (*a) are not read: write the value out"),
    ("age_days: !!int 3\n", "1: tags ("),
    ("age_days: 3\n---\nage_days: 3\n", "2: a second document begins here: keep one in a file"),
    ("".join(" " * depth + f"a{depth}:\n" for depth in range(50)), "42: the text is nested too deeply: flatten it"),
    (b"kmt2a: germline\ncd19: \xff\xfe\n", "2: this is no UTF-8 text; save answers as UTF-8"),
    (b"\x7fELF\x02\x01\x00\x00", "1: this is a binary file; name answers"),
    ("\x00", "1: this is a binary file; name answers"),
    (
        "kmt2a: germline\x07\n",
        "1: the character U+0007 cannot stand in YAML: remove it, and save the file as UTF-8 text",
    ),
]


@pytest.mark.parametrize(("text", "said"), REFUSED_LINES, ids=[str(row[0])[:60] for row in REFUSED_LINES])
def test_a_file_that_cannot_be_read_is_refused_with_its_line(text: str | bytes, said: str, tmp_path: Path) -> None:
    """Protects "Exit 2, naming the place", for a file: its name and its line."""
    file = tmp_path / "answers.yaml"
    file.write_bytes(text if isinstance(text, bytes) else text.encode())
    assert trialscreen(*CHECK, "--json", "--answers", file).refused().startswith(f"{file}:{said}")


REFUSED_OPTIONS = [
    (("check", "nope"), "no trial is called 'nope'; there are interfant-21; or name a file, such as ./my-trial.yaml"),
    (("check", "interfant21"), "no trial is called 'interfant21'; did you mean interfant-21?"),
    (("check", "./nope.yaml"), "nope.yaml: there is no such file; check the name"),
    ((*CHECK, "-a", "age_days=45"),
     ("-a age_days: '45' is not taken. Days, weeks or months? A bare number under 60 is not certain. "
      "Which of these: 45 days, 45 weeks (315 to 321 days) or 45 months (1368 to 1401 days)?")),
    ((*CHECK, "-a", "age_days=-3"),
     "-a age_days: '-3' is not taken. A negative number is not possible here: it must be 0 to 6575 days."),
    ((*CHECK, "-a", "corticosteroid_days=purple"),
     ("-a corticosteroid_days: 'purple' is not taken. That was not understood. "
      "Give a whole number of days from 0 to 28, such as 5, or an interval, such as 5-7.")),
    ((*CHECK, "-a", "cns_eoi=CNS4"),
     "-a cns_eoi: 'CNS4' is not taken. That was not understood. Choose one of: CNS1, CNS2 or CNS3."),
    ((*CHECK, "-a", "kmt2a=\n\x1b[2J"),
     ("-a kmt2a: '\\n\\x1b[2J' is not taken. That holds characters which cannot be read safely: "
      "choose one of: Rearranged or Germline.")),
    ((*CHECK, "-a", "age_days"), "-a age_days: write FACT=VALUE, such as -a age_days=unknown"),
    ((*CHECK, "-a", "weight=4"), f"-a weight: no fact of interfant-21 has this name; {FACTS}"),
    ((*CHECK, "-a", "kmt2a=germline", "-a", "kmt2a=germline"), "-a kmt2a: is answered twice; keep one of the two"),
    ((*CHECK, "-a", "live_vaccine_days=30"),
     "live_vaccine_days: does not apply with what is answered to live_vaccine; leave it out, or correct live_vaccine"),
    ((*CHECK, "--answers", "nope.json"), "nope.json: there is no such file; check the name"),
    ((*CHECK, "--answers", "tests"), "tests: this is a folder; name a file in it"),
    ((*CHECK, "--answers", ""), ".: this is a folder; name a file in it"),
    ((*CHECK, "--jsonl", "--answers", "nope.jsonl"),
     "nope.jsonl: cannot be read (no such file or directory); check the name"),
    ((*CHECK, "--jsonl", "--answers", "tests"), "tests: cannot be read (is a directory); check the name"),
    ((*CHECK, "--jsonl", "-a", "kmt2a=germline"), "-a: does not go with --jsonl; put the answers into the lines"),
    ((*CHECK, "--now", "tomorrow"), "--now: 'tomorrow' is no time; write 2026-12-01 or 2026-12-01T12:00:00"),
    ((*CHECK, "--now", ""), "--now: '' is no time; write 2026-12-01 or 2026-12-01T12:00:00"),
    ((*CHECK, "--now", "2026-02-30"), "--now: '2026-02-30' is no time; write 2026-12-01 or 2026-12-01T12:00:00"),
]  # fmt: skip


@pytest.mark.parametrize(("arguments", "said"), REFUSED_OPTIONS, ids=[" ".join(row[0]) for row in REFUSED_OPTIONS])
def test_an_option_that_does_not_fit_is_refused(
    arguments: tuple[str, ...], said: str, monkeypatch: pytest.MonkeyPatch, pytestconfig: pytest.Config
) -> None:
    """Protects every option against what cannot be taken.

    "What the chat would ask back, such as a bare `45`, is exit 2 with the remedy".
    """
    monkeypatch.chdir(pytestconfig.rootpath)
    assert trialscreen(*arguments).refused() == said


def test_a_fact_in_the_file_and_in_words_is_refused() -> None:
    """Protects against two answers to one question, even if they agree."""
    refused = trialscreen(*CHECK, "--answers", "-", "-a", "kmt2a=germline", stdin='{"kmt2a": "germline"}').refused()
    assert refused == "standard input: kmt2a: is answered in the file and with -a; keep one of the two"
