"""Definitions that are right but unusual.

Kleene's logic cannot see something, numbers are equal, or conditions are too entangled to be decided.
"""

from datetime import UTC, date, datetime

import pytest
from odd_trials import INTERFANT, ROOT, entangled

from dialogs.conversation.dialogue import Dialogue
from dialogs.conversation.screening import Said
from dialogs.definition.faults import DefinitionError
from dialogs.loading.compiled_trial import Trial
from dialogs.loading.loading import load
from dialogs.rules.answers import UNKNOWN, Answers, Known
from dialogs.rules.settling import Settling
from dialogs.rules.standings import Standing
from dialogs.rules.truth import Truth
from dialogs.verdict.evaluate import Evaluator
from dialogs.verdict.figures import format_figure

pytestmark = [pytest.mark.traced, pytest.mark.mutants]

NOW = datetime(2026, 6, 1, 12, tzinfo=UTC)
ENTRY: Answers = {
    "age_days": Known(120),
    "diagnosis": Known("b_precursor_all"),
    "disease_phase": Known("newly_diagnosed"),
    "kmt2a": Known("rearranged"),
    "corticosteroids": Known("none"),
    "chemotherapy": Known("no"),
}


def load_changed(before: str, after: str) -> Trial:
    assert before in INTERFANT
    return load(INTERFANT.replace(before, after, 1), "changed.yaml")


def test_what_only_every_completion_settles_is_still_asked() -> None:
    """Protects against a dead end.

    Each verdict has a criterion that carries it, and so a question leads to one.
    """
    trial = load_changed("met_when: {consent: given}", "met_when: {any: [{consent: given}, {consent: refused}]}")
    state = trial.rules.encode_state(ENTRY)
    assessment = trial.rules.assess(state)
    assert assessment.rulings["protocol"].standing is Standing.OPEN
    assert assessment.settling["protocol"] == Settling(("consent",))
    assert trial.find_next_question(ENTRY) == "consent"
    assert assessment.statuses[2].open_facts == ("consent",)
    assert (
        trial.rules.assess(trial.rules.encode_state({**ENTRY, "consent": Known("refused")}))
        .rulings["protocol"]
        .standing
        is Standing.PASSES
    )


def test_the_doubt_of_a_required_determination_is_asked_too() -> None:
    """Protects a determination that waits for another one only: what that one lacks is what it needs."""
    trial = load_changed("met_when: {consent: given}", "met_when: {any: [{consent: given}, {consent: refused}]}")
    done = {
        "cd19": Known("positive"),
        "cns_eoi": Known("cns1"),
        "hypersensitivity": Known("no"),
        "live_vaccine": Known("none"),
        "live_vaccine_planned": Known("no"),
    }
    settling = trial.rules.assess(trial.rules.encode_state({**ENTRY, **done, "consent": UNKNOWN})).settling
    assert settling["blinatumomab"].needed == ("consent",)


WINDOWLESS = load_changed("    clear_from: 29\n", "")


@pytest.mark.sweep
@pytest.mark.parametrize(("age", "truth"), [(99, Truth.NO), (100, Truth.YES), (101, Truth.NO)])
def test_a_condition_can_want_an_exact_number(age: int, truth: Truth) -> None:
    """Protects the format: a fact "is", "is one of", or compares."""
    trial = load_changed("met_when: {age_days: {at_most: 365}}", "met_when: {age_days: 100}")
    assert trial.rules.find_statuses(trial.rules.encode_state({"age_days": Known(age)}))[1].truth is truth


@pytest.mark.sweep
def test_days_between_need_no_window() -> None:
    """Protects the format: `clear_from` is optional, and without it nothing says when to come back."""
    answers: Answers = {
        **ENTRY,
        "consent": Known("given"),
        "live_vaccine": Known("given"),
        "live_vaccine_days": Known(3),
    }
    come_back = [
        Evaluator(trial).evaluate(answers, date(2026, 6, 1)).come_back
        for trial in (load_changed("clear_from", "clear_from"), WINDOWLESS)
    ]
    assert [bool(each) for each in come_back] == [True, False]


@pytest.mark.slow
def test_conditions_that_are_too_entangled_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """Protects the author: relevance stays exact.

    A definition that would need too much memory is refused, with a remedy.
    """
    pairs = 10
    monkeypatch.setattr("dialogs.rules.diagrams.MAX_NODES", 2**pairs - 1)
    with pytest.raises(DefinitionError, match="too entangled to be decided exactly: split the determination"):
        load(entangled(pairs), "entangled.yaml")


@pytest.mark.parametrize("wording", ["{days", "{date} or {days}", "{days!r}", "} {days}"])
def test_a_wording_with_stray_braces_is_refused(wording: str) -> None:
    """Protects the result: a wording that could not be filled in is a fault of the definition, not of the screening."""
    with pytest.raises(DefinitionError, match=r"facts\.live_vaccine_days\.delay"):
        load_changed("by at least {days}", wording)


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (10, "10"),
        (10.0, "10"),
        (9.5, "9.5"),
        (9.91984512, "9.92"),
        (10.0001, "10.0001"),
        (10.00000001, "10.00000001"),
        (9.999999999, "9.999999999"),
        (1.23456789e-20, "1.23456789e-20"),
    ],
)
def test_a_figure_never_looks_rounder_than_it_is(number: float, words: str) -> None:
    """Protects "exactly 10 is allowed": 10.00000001 must not be shown as 10."""
    assert format_figure(number) == words


def test_a_limit_that_stands_only_in_a_gate_is_named() -> None:
    """Protects the ask-back of an interval: where it leaves open whether a question applies, that number is named."""
    text = (ROOT / "tests/trials/small.yaml").read_text(encoding="utf-8")
    for before, after in (
        (
            'why: {en: "The drug is not given below 5.5 kg."}\n',
            'why: {en: "It counts after relapses."}\n    applies_if: {relapses: {at_least: 3}}\n',
        ),
        ("        - relapses: {at_least: 6}\n", '        - consent: "no"\n'),
    ):
        assert before in text
        text = text.replace(before, after)
    dialogue = Dialogue(load(text, "gated.yaml"))
    turn = dialogue.begin(NOW)
    for said in ("relapse", "2 to 4"):
        turn = dialogue.take_turn(turn.screening, Said(said), NOW)
    (message,) = turn.messages
    assert message.text.endswith(
        "\n2 to 4 relapses can lie on either side of the limit, 3 relapses, and leaves D1 open. "
        "Give a more exact answer, or keep this one. Keep it?"
    )
