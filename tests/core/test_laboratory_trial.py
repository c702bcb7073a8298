"""Laboratory values as real registries ask for them, from what a clinician types to the criterion's status.

`tests/trials/laboratory.yaml` quotes the sentences. One of them contradicts itself: "Fasting plasma glucose (FPG) ≤ 100
mg/dL (6.1 mmol/L)". 100 mg/dL is 5.55 mmol/L, and 6.1 mmol/L is 109.9 mg/dL (18.016 mg/dL are 1 mmol/L). Which one the
sponsor means is not for us to settle. The definition carries one criterion by the lower limit, which lets nobody in who
may not enter. A note speaks wherever a glucose lies between the two.
"""

from collections.abc import Mapping

import pytest
from any_dialogue import DIALOGUES, NOW
from ask_back_walk import asking

from dialogs import phrases
from dialogs.conversation.screening import Said, Screening, Turn
from dialogs.definition.conditions import Comparison
from dialogs.rules.answers import Answer, Interval, Known
from dialogs.rules.truth import Truth
from dialogs.verdict.answer_words import word_answer
from dialogs.verdict.condition_words import word_wanted
from dialogs.verdict.evaluate import Evaluator
from dialogs.verdict.result import describe_near, list_recorded_answers

pytestmark = pytest.mark.traced

DIALOGUE = DIALOGUES["laboratory"]
TRIAL = DIALOGUE.trial
EVALUATOR = Evaluator(TRIAL)


def type_texts(fact: str, *texts: str, begun: Screening | None = None) -> Turn:
    """Returns the last turn of texts at the plain question of a fact; digits choose no button by its number."""
    screening = begun or asking(DIALOGUE, fact)
    for text in texts:
        turn = DIALOGUE.take_turn(screening, Said(text, sees_numbers=False), NOW)
        screening = turn.screening
    return turn


def answer(texts: Mapping[str, str | tuple[str, ...]]) -> dict[str, Answer]:
    """Returns the answers that come of what is typed to each fact."""
    answers: dict[str, Answer] = {}
    for fact, said in texts.items():
        after = type_texts(fact, *([said] if isinstance(said, str) else said)).screening
        assert fact in after.answers, (fact, said, after.doubt)
        answers[fact] = after.answers[fact]
    return answers


CRITERIA: list[tuple[str, dict[str, str | tuple[str, ...]], bool]] = [
    # Serum total bilirubin ≤ 1.5 × ULN, (≤ 3.0 mg/dL for patients with Gilbert's syndrome)
    ("I1", {"gilbert": "no", "bilirubin_uln": "1.5 x ULN"}, True),
    ("I1", {"gilbert": "no", "bilirubin_uln": "1.51 x ULN"}, False),
    ("I1", {"gilbert": "no", "bilirubin_uln": ("1.8 mg/dL, ULN 1.2", "yes")}, True),
    ("I1", {"gilbert": "no", "bilirubin_uln": ("1.81 mg/dL, ULN 1.2", "yes")}, False),
    ("I1", {"gilbert": "no", "bilirubin_uln": ("31 µmol/L", "20.5", "yes")}, False),
    ("I1", {"gilbert": "no", "bilirubin_uln": ("31 µmol/L", "20.7", "yes")}, True),
    ("I1", {"gilbert": "yes", "bilirubin": "3.0"}, True),
    ("I1", {"gilbert": "yes", "bilirubin": ("51 µmol/L", "yes")}, True),  # 2.98197 mg/dL
    ("I1", {"gilbert": "yes", "bilirubin": ("52 µmol/L", "yes")}, False),  # 3.04044 mg/dL
    # AST and ALT ≤ 2.5 × ULN (≤ 5.0 × ULN for patients with hepatic metastasis)
    ("I2", {"liver_metastases": "no", "ast": "2.5xULN", "alt": ("100 U/L, limit 40", "yes")}, True),
    ("I2", {"liver_metastases": "no", "ast": "2.5", "alt": ("101 U/L, limit 40", "yes")}, False),
    ("I2", {"liver_metastases": "yes", "ast": "5 x ULN", "alt": ("170 (ULN 34)", "yes")}, True),
    ("I2", {"liver_metastases": "yes", "ast": "5 x ULN", "alt": ("171 (ULN 34)", "yes")}, False),
    # FPG ≤ 100 mg/dL (6.1 mmol/L) and HbA1c ≤ 5.7% (both criteria have to be met)
    ("I3", {"glucose": "100", "hba1c": "5.7%"}, True),
    ("I3", {"glucose": "100.1", "hba1c": "5.7%"}, False),
    ("I3", {"glucose": ("5.55 mmol/L", "yes"), "hba1c": "5.7"}, True),
    ("I3", {"glucose": ("5.551 mmol/L", "yes"), "hba1c": "5.7"}, False),
    ("I3", {"glucose": ("6.1 mmol/L", "yes"), "hba1c": "5.7"}, False),
    ("I3", {"glucose": "90", "hba1c": ("38 mmol/mol", "yes")}, True),  # 5.62824 %
    ("I3", {"glucose": "90", "hba1c": ("39 mmol/mol", "yes")}, False),  # 5.71972 %
    # HBV DNA > 200 IU/ml or 1000 copies/mL
    ("I4", {"hbv_dna": "200 IU/mL"}, False),
    ("I4", {"hbv_dna": "201 IU/mL"}, True),
    ("I4", {"hbv_dna": ("1000 copies/mL", "yes")}, False),
    ("I4", {"hbv_dna": ("1001 copies/mL", "yes")}, True),
    ("I4", {"hbv_dna": "undetectable"}, False),
    ("I4", {"hbv_dna": "<20"}, False),
    # Platelets ≥ 100 x 10⁹/L; Hemoglobin ≥ 10 g/dL; ANC ≥ 1.5 x 10⁹/L
    ("I5", {"platelets": "100 x 10⁹/L", "haemoglobin": "10", "neutrophils": "1.5 x 10^9/L"}, True),
    ("I5", {"platelets": "99 x 10⁹/L", "haemoglobin": "10", "neutrophils": "1.5"}, False),
    ("I5", {"platelets": ("100000/µL", "yes"), "haemoglobin": ("100 g/L", "yes"), "neutrophils": "1.5 G/L"}, True),
    ("I5", {"platelets": ("99999/µL", "yes"), "haemoglobin": "10", "neutrophils": "1.5"}, False),
    ("I5", {"platelets": "100", "haemoglobin": ("99 g/L", "yes"), "neutrophils": "1.5"}, False),
    ("I5", {"platelets": "100", "haemoglobin": "10", "neutrophils": ("1500 cells/µL", "yes")}, True),
    ("I5", {"platelets": "100", "haemoglobin": "10", "neutrophils": ("1499 cells/µL", "yes")}, False),
    # INR < 1.5 (or < 3.0 if on anticoagulation)
    ("I6", {"anticoagulation": "no", "inr": "1.49"}, True),
    ("I6", {"anticoagulation": "no", "inr": "1.5"}, False),
    ("I6", {"anticoagulation": "yes", "inr": "2.99"}, True),
    ("I6", {"anticoagulation": "yes", "inr": "3.0"}, False),
    # a titre of 1:160 or more
    ("E1", {"antibodies": "1:80"}, False),
    ("E1", {"antibodies": "1:160"}, True),
    ("E1", {"antibodies": "negative"}, False),
    # ≥ 1 day
    ("I7", {"steroid_days": "0"}, False),
    ("I7", {"steroid_days": "1"}, True),
    ("I7", {"steroid_days": "never"}, True),
]


@pytest.mark.parametrize(("criterion", "texts", "met"), CRITERIA)
def test_a_criterion_of_a_real_registry_is_decided_as_it_is_written(
    criterion: str, texts: dict[str, str | tuple[str, ...]], *, met: bool
) -> None:
    """Protects each sentence at its threshold, just below, and just above, in every unit of it."""
    places = list(TRIAL.definition.criteria)
    assessment = TRIAL.rules.assess(TRIAL.rules.encode_state(answer(texts)))
    assert assessment.statuses[places.index(criterion)].truth is (Truth.YES if met else Truth.NO)


BETWEEN = [("100", False), ("100.1", True), ("5.6 mmol/L", True), ("6.1 mmol/L", True), ("6.11 mmol/L", False)]


@pytest.mark.parametrize(("text", "told"), BETWEEN)
def test_a_glucose_between_the_two_limits_of_the_sentence_is_told_so(text: str, *, told: bool) -> None:
    """Protects against a guess: by one limit of the source it passes, by the other it does not."""
    answers = answer({"glucose": (text, "yes") if "mmol" in text else text, "hba1c": "5.5"})
    (finding,) = [each for each in EVALUATOR.evaluate(answers, NOW.date()).findings if each.criterion == "I3"]
    assert any("ask the trial site" in note for note in finding.notes) is told


CONFIRMED: list[tuple[str, tuple[str, ...], Answer]] = [
    ("glucose", ("6.1 mmol/L",), Known(109.8976)),
    ("glucose", ("5-6 mmol/L",), Interval(min=90.08, max=108.096)),
    ("neutrophils", ("1500/µL",), Known(1.5)),
    ("ast", ("120 U/L, limit 40",), Known(3)),
    ("ast", ("120 U/L", "40"), Known(3)),
]


@pytest.mark.parametrize(("fact", "texts", "offered"), CONFIRMED)
def test_only_a_yes_records_what_was_computed(fact: str, texts: tuple[str, ...], offered: Answer) -> None:
    """Protects against a number that nobody confirmed: a no, a digit and other words record nothing of it."""
    asked = type_texts(fact, *texts).screening
    assert asked.doubt is not None
    assert asked.doubt.offers == (offered,)
    for yes in ("yes", "ok", DIALOGUE.view.make_buttons(asked)[0].label):
        after = type_texts(fact, yes, begun=asked).screening
        kept = after.doubt.offers[0] if after.doubt else after.answers[fact]
        assert kept == offered
    refused = type_texts(fact, "no", begun=asked).screening
    assert (refused.state, refused.doubt, refused.answers) == (f"asking_{fact}", None, {})
    for other in ("7", "elephants", "mmol", "?"):
        assert type_texts(fact, other, begun=asked).screening.answers == {}


def test_a_value_waits_for_its_limit_and_a_slip_does_not_lose_it() -> None:
    """Protects what was given: 'elephants' and a yes change nothing, a limit completes it, "don't know" ends it."""
    asked = type_texts("ast", "120 U/L").screening
    assert asked.doubt is not None
    assert asked.doubt.kept == (("given", "120 U/L"),)
    for slip in ("elephants", "yes", "0", "no"):
        after = type_texts("ast", slip, begun=asked).screening
        assert after.doubt == asked.doubt, slip
    assert type_texts("ast", "elephants", "40", "yes", begun=asked).screening.answers == {"ast": Known(3)}
    assert "ast" in type_texts("ast", "don't know", begun=asked).screening.answers


def test_a_label_is_a_button_beneath_the_question_and_is_shown_in_the_result() -> None:
    """Protects 'Never' and 'Undetectable': tapped or typed, they are recorded as numbers and read as words."""
    asked = asking(DIALOGUE, "hbv_dna")
    assert DIALOGUE.view.make_buttons(asked)[0].label == "Undetectable"
    tapped = DIALOGUE.take_turn(asked, Said("undetectable"), NOW)
    assert tapped.screening.answers == {"hbv_dna": Known(0)}
    assert phrases.TAKEN.format(name="HBV DNA", answer="Undetectable") in tapped.messages[0].text
    verdict = EVALUATOR.evaluate({"hbv_dna": Known(0), "steroid_days": Known(36500)}, NOW.date())
    reasons = {each.criterion: each.reason for each in verdict.findings}
    assert "HBV DNA: Undetectable (criterion: more than 200 IU/mL)" in reasons["I4"]
    assert "Days since the last steroid: Never (criterion: at least 1 day)" in reasons["I7"]


WANTED = [
    ("steroid_days", Comparison(at_least=1), "at least 1 day"),
    ("steroid_days", Comparison(above=1), "more than 1 day"),
    ("steroid_days", Comparison(at_least=2), "at least 2 days"),
    ("steroid_days", Comparison(at_least=1, at_most=1), "at least 1 and at most 1 days"),
    ("steroid_days", 1, "exactly 1 day"),
    ("steroid_days", Comparison(below=0.5), "less than 0.5 days"),
    ("inr", Comparison(below=1.5), "less than 1.5"),
    ("inr", 1, "exactly 1"),
    ("hba1c", Comparison(at_most=5.7), "at most 5.7%"),
    ("platelets", Comparison(at_least=100), "at least 100 × 10⁹/L"),
    ("ast", Comparison(at_most=2.5), "at most 2.5 × ULN"),
    ("hba1c", Comparison(at_most=5.71972, above=5), "more than 5 and at most 5.71972%"),
    ("antibodies", Comparison(at_least=160.0), "at least 160"),
]


@pytest.mark.parametrize(("fact", "wanted", "words"), WANTED)
def test_what_a_condition_wants_is_worded_with_the_right_unit(fact: str, wanted: object, words: str) -> None:
    """Protects "at least 1 day", a number without a unit, and units that are signs."""
    assert word_wanted(TRIAL.facts, fact, wanted) == words


ANSWERED = [
    ("steroid_days", Known(1), "1 day"),
    ("steroid_days", Interval(min=1), "at least 1 day"),
    ("steroid_days", Interval(above=1), "more than 1 day"),
    ("steroid_days", Known(36500), "Never"),
    ("inr", Known(1), "1"),
    ("inr", Interval(min=1, max=1.4), "1 to 1.4"),
    ("hba1c", Known(5.5), "5.5%"),
    ("antibodies", Known(160), "160"),
    ("glucose", Interval(min=99.9888, max=109.8976), "99.99 to 109.8976 mg/dL"),
    ("glucose", Interval(min=101.01, max=101.02), "101.01 to 101.02 mg/dL"),
    ("glucose", Known(100.04), "100.04 mg/dL"),
]


@pytest.mark.parametrize(("fact", "given", "words"), ANSWERED)
def test_an_answer_is_worded_with_the_right_unit(fact: str, given: Answer, words: str) -> None:
    """Protects results: none seems to lie on the threshold, or at its other side, and the two ends differ."""
    assert word_answer(TRIAL.facts[fact], given) == words


def test_what_stands_near_a_threshold_is_pointed_out_with_or_without_a_unit() -> None:
    """Protects the lines of a result: a number without a unit is worded without one, a converted one never as 100."""
    answers = answer({"anticoagulation": "no", "inr": "1.45", "glucose": ("5.55 mmol/L", "yes"), "hba1c": "5"})
    near = {describe_near(TRIAL, each) for each in EVALUATOR.evaluate(answers, NOW.date()).near}
    assert {"I6: INR 1.45, threshold 1.5", "I3: Fasting plasma glucose 99.99 mg/dL, threshold 100 mg/dL"} <= near
    assert "INR: 1.45" in list_recorded_answers(TRIAL, answers)
