"""A trial with cohorts, waiting times and results that expire: verdicts, words, questions, contradictions."""

from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
import yaml

from dialogs.conversation.dialogue import Dialogue
from dialogs.conversation.plain_text import render_plain
from dialogs.conversation.result_messages import make_result_message
from dialogs.conversation.screening import Said, Turn
from dialogs.definition.document import parse
from dialogs.definition.faults import DefinitionError
from dialogs.loading.lint import lint
from dialogs.loading.loading import load
from dialogs.rules.answers import UNKNOWN, Answer, Interval, Known, LastDose, LastDoses, Selected
from dialogs.verdict.evaluate import Evaluator
from dialogs.verdict.json_amounts import AnswerError
from dialogs.verdict.json_answers import read_answers
from dialogs.verdict.json_verdict import make_full_verdict
from dialogs.verdict.verdict import Verdict

pytestmark = pytest.mark.traced

TEXT = (Path(__file__).parents[1] / "trials/basket.yaml").read_text("utf-8")
TRIAL = load(TEXT, "basket.yaml")
TODAY = date(2026, 11, 30)
NOW = datetime(2026, 11, 30, 10, tzinfo=UTC)
OPEN: dict[str, Answer] = {
    "tumour": Known("prostate"),
    "genes": Selected(("brca1",)),
    "hbv": Known("negative"),
    "hbv_days": Known(10),
    "washouts": LastDoses(),
    "prior_hct": Known("no"),
    "relapse": Known("none"),
}
RUNNING = LastDoses((LastDose("chemotherapy", 3, 3), LastDose("tki", 1, 2)))


def judge(**changes: Answer | None) -> Verdict:
    answers = {fact: answer for fact, answer in (OPEN | changes).items() if answer is not None}
    return Evaluator(TRIAL).evaluate(answers, TODAY)


def show(**changes: Answer | None) -> str:
    return render_plain(make_result_message(TRIAL, judge(**changes)).blocks)


@pytest.mark.parametrize(
    ("changes", "codes"),
    [
        ({}, "open closed closed closed eligible"),
        ({"tumour": Known("ovary")}, "open open closed closed eligible"),
        ({"genes": Selected()}, "closed closed closed closed no_cohort"),
        ({"genes": Selected(("pik3ca",))}, "closed closed closed open eligible"),
        ({"genes": Selected((), ("brca1",))}, "undetermined closed closed closed undetermined"),
        ({"genes": Selected(("pik3ca",), ("brca1",))}, "undetermined closed closed open eligible"),
        ({"washouts": RUNNING}, "open closed closed closed not_yet"),
        ({"washouts": LastDoses((LastDose("tki", 3, 3),))}, "open closed closed closed eligible"),
        ({"washouts": LastDoses((LastDose("tki", 2, 2),))}, "open closed closed closed not_yet"),
        ({"washouts": LastDoses((LastDose("tki", 2, 3),))}, "open closed closed closed undetermined"),
        ({"washouts": UNKNOWN}, "open closed closed closed undetermined"),
        ({"washouts": RUNNING, "hbv": Known("positive")}, "open closed closed closed ineligible"),
        ({"washouts": RUNNING, "hbv": UNKNOWN}, "open closed closed closed undetermined"),
        ({"washouts": RUNNING, "genes": Selected()}, "closed closed closed closed no_cohort"),
        ({"hbv_days": Known(42)}, "open closed closed closed eligible"),
        ({"hbv_days": Known(43)}, "open closed closed closed undetermined"),
        ({"hbv": Known("positive"), "hbv_days": Known(43)}, "open closed closed closed undetermined"),
        ({"hbv": Known("positive"), "hbv_days": Known(42)}, "open closed closed closed ineligible"),
        ({"hbv_days": UNKNOWN}, "open closed closed closed undetermined"),
        ({"hbv_days": None}, "open closed closed closed undetermined"),
    ],
)
def test_each_determination_comes_to(changes: dict[str, Answer | None], codes: str) -> None:
    """Protects "not yet" apart from "not eligible", cohorts, and results that no longer count."""
    plain = make_full_verdict(TRIAL, judge(**changes))
    assert " ".join(plain["determinations"].values()) == codes


def test_every_drug_that_runs_is_told_and_the_longest_decides() -> None:
    """Protects "every open window is told": the wait of one drug alone would bring somebody back too early."""
    said = show(washouts=RUNNING)
    assert "Not yet eligible: chemotherapy 4 days to wait, tyrosine kinase inhibitor 2 days to wait: put the" in said
    waiting = make_full_verdict(TRIAL, judge(washouts=RUNNING))["waiting"]
    assert waiting == {"entry": {"days": 4, "date": None}}


def test_the_entry_is_told_first_and_open_cohorts_before_closed_ones() -> None:
    """Protects the first look at a result with many cohorts."""
    lines = show(genes=Selected(("pik3ca",))).splitlines()
    assert [line.partition(":")[0].partition(" (")[0] for line in lines[1:6]] == [
        "Trial entry",
        "Cohort 4",
        "Cohort 1",
        "Cohort 2",
        "Cohort 3",
    ]


def test_an_old_result_is_to_be_repeated_and_does_not_fail() -> None:
    """Protects `valid_for`: an old result is unknown."""
    verdict = judge(hbv_days=Known(43))
    assert make_full_verdict(TRIAL, verdict)["missing"] == [{"fact": "hbv", "cause": "expired", "expected": None}]
    assert "HBsAg: Negative, too old, to be repeated" in render_plain(make_result_message(TRIAL, verdict).blocks)
    assert verdict.next_question is None


def test_when_a_result_was_taken_is_asked_behind_it() -> None:
    """Protects a result whose day was never asked for from being counted."""
    assert judge(hbv_days=None).next_question == "hbv_days"
    assert judge(hbv=UNKNOWN, hbv_days=None).next_question is None


def play(*texts: str) -> Turn:
    dialogue = Dialogue(TRIAL)
    turn = dialogue.begin(NOW)
    for text in texts:
        turn = dialogue.take_turn(turn.screening, Said(text), NOW)
    return turn


def test_that_a_result_is_too_old_is_said_at_once() -> None:
    """Protects a clinician from going on in the belief that an old test counts."""
    told = "HBsAg counts for 42 days, and so is not known: the test is to be repeated."
    assert told in play("breast", "brca1, none else", "negative", "60 days").messages[-1].text
    assert told not in play("breast", "brca1, none else", "negative", "42 days").messages[-1].text


def test_a_result_that_may_be_recent_enough_is_not_called_too_old() -> None:
    """Protects "6 weeks", which may be the 42 days for which the result counts, from a wrong word."""
    told = "HBsAg counts for 42 days, and is not known until it is certain that it is no older."
    said = play("breast", "brca1, none else", "negative", "6 weeks").messages[-1].text
    assert told in said
    assert "repeated" not in said
    for days, cause in ((Interval(min=40, max=50), "undated"), (Interval(above=42), "expired"), (Known(43), "expired")):
        assert make_full_verdict(TRIAL, judge(hbv_days=days))["missing"][0]["cause"] == cause


def test_none_of_the_offers_is_not_none_of_the_drugs() -> None:
    """Protects "never an answer that was not offered": 'none' may be meant for the two ways to read a date."""
    given = ("breast", "brca1, none else", "negative", "10 days", "chemo 03.02.2025", "none")
    assert "washouts" not in play(*given).screening.answers
    assert play(*given, "yes").screening.answers["washouts"] == LastDoses()


TO_RELAPSE = ("breast", "brca1, none else", "negative", "10 days", "none of these", "no")


@pytest.mark.parametrize(
    ("reply", "kept", "state"),
    [
        ("yes", {"relapse": Known("after_hct")}, "asking_prior_hct"),
        ("no", {"prior_hct": Known("no")}, "asking_relapse"),
        ("second or greater relapse", {"prior_hct": Known("no"), "relapse": Known("second")}, "review"),
        ("5", {"prior_hct": Known("no")}, "clarifying_relapse"),
        ("frog", {"prior_hct": Known("no")}, "clarifying_relapse"),
    ],
)
def test_a_contradiction_is_asked_back(reply: str, kept: dict[str, Answer], state: str) -> None:
    """Protects "never both recorded in silence": whichever is taken, the other is asked again."""
    dialogue = Dialogue(TRIAL)
    turn = dialogue.take_turn(play(*TO_RELAPSE).screening, Said("relapse after allogeneic HCT"), NOW)
    assert turn.screening.state == "clarifying_relapse"
    said = "A relapse after a transplant needs a transplant. Recorded so far: Prior allogeneic HCT: No."
    assert said in turn.messages[-1].text
    turn = dialogue.take_turn(turn.screening, Said(reply), NOW)
    taken_back = "It does not go with this answer, so it was taken back: Prior allogeneic HCT (No)."
    assert (taken_back in turn.messages[-1].text) is (reply == "yes")
    both = {fact: turn.screening.answers[fact] for fact in ("prior_hct", "relapse") if fact in turn.screening.answers}
    assert (both, turn.screening.state) == (kept, state)


def test_contradicting_answers_are_no_input() -> None:
    """Protects programs: what the dialogue never records, they are not judged by."""
    plain = {"relapse": "after_hct", "prior_hct": "no"}
    with pytest.raises(AnswerError, match="A relapse after a transplant needs a transplant"):
        read_answers(TRIAL, plain)


def change(change_plain: Any) -> str:
    plain = parse(TEXT).value
    change_plain(plain)
    return yaml.safe_dump(plain, sort_keys=False, allow_unicode=True, width=1_000)


def test_a_contradiction_of_one_answer_is_refused() -> None:
    """Protects an answer that could never be recorded."""

    def alone(plain: Any) -> None:
        plain["consistent"][0]["never"] = {"any": [{"relapse": "after_hct"}, {"prior_hct": "no"}]}

    with pytest.raises(DefinitionError, match="an answer to 'prior_hct' alone makes this hold"):
        load(change(alone), "basket.yaml")


def test_an_entry_that_passes_with_no_cohort_open_is_told() -> None:
    """Protects from "eligible" with nothing open, where an author writes the cohorts the other way round."""

    def turn_round(plain: Any) -> None:
        determinations = plain["determinations"]
        entry = determinations.pop("entry")
        del entry["requires"], entry["outcomes"]["off"]
        for each in determinations.values():
            each["requires"] = {"entry": ["eligible"]}
            each["outcomes"]["off"] = {"code": "off", "say": {"en": "Does not apply."}}
        plain["determinations"] = {"entry": entry} | determinations

    told = lint_text(change(turn_round))
    assert any("'entry' can pass where none of cohort_1, cohort_2, cohort_3, cohort_4 does" in each for each in told)
    assert not any("can pass where none" in each for each in lint_text(TEXT))


def lint_text(text: str) -> list[str]:
    return [each.message for each in lint(load(text, "basket.yaml"), parse(text), "basket.yaml")]


def test_an_end_that_came_early_is_told_once_while_cohorts_are_asked_about() -> None:
    """Protects a phone from the same result above each question that is still asked for a cohort."""
    told = "ot eligible as answered."
    given = ["breast", "brca1, none else", "positive", "10 days"]
    assert told in play(*given).messages[-1].text
    turn = play(*given, "no")
    assert turn.screening.state == "asking_relapse"
    assert told not in turn.messages[-1].text
    turn = play(*given, "no", "first")
    assert turn.screening.state == "settled"
    assert told in turn.messages[-1].text


@pytest.mark.parametrize(("text", "state"), [("HBsAg negative", "negative"), ("HBsAg: positive", "positive")])
def test_what_is_asked_may_be_named_before_an_option(text: str, state: str) -> None:
    """Protects whoever types the line of the laboratory's sheet."""
    assert play("breast", "brca1, none else", text).screening.answers["hbv"] == Known(state)


def test_a_denial_behind_the_name_is_asked_back() -> None:
    """Protects "not negative" from being read as negative."""
    assert "hbv" not in play("breast", "brca1, none else", "HBsAg not negative").screening.answers
