"""The page in plain words for families, and what the quoted criteria say of treatment without blinatumomab."""

from pathlib import Path

import pytest

from dialogs.conversation.pages import make_criteria_page, make_plain_page
from dialogs.conversation.plain_text import render_plain
from dialogs.definition.document import parse
from dialogs.loading.lint import lint
from dialogs.loading.loading import load

pytestmark = pytest.mark.traced

FILE = Path(__file__).parents[2] / "dialogs/trials/interfant-21.yaml"
TEXT = FILE.read_text(encoding="utf-8")
TRIAL = load(TEXT, FILE.name)
SOURCE = (Path(__file__).parents[1] / "sources" / "interfant-21.txt").read_text(encoding="utf-8")
ENTRY, _, BLINATUMOMAB = render_plain(make_plain_page(TRIAL)).partition("\n\nBlinatumomab\n")


def test_the_two_verdicts_are_kept_apart() -> None:
    """Protects "Two verdicts, never one".

    What rules out blinatumomab never stands among what rules out the trial.
    """
    assert "\n\nTrial entry\n" in ENTRY
    for criterion in TRIAL.definition.criteria.values():
        part = ENTRY if criterion.determination == "protocol" else BLINATUMOMAB
        assert f"\n- {criterion.plain['en']}" in part
    assert ENTRY.index("\nNeeded:\n") < ENTRY.index("\nMust not be:\n")
    assert "Needed:" not in BLINATUMOMAB


def test_treatment_goes_on_without_blinatumomab() -> None:
    """Protects families from reading an exclusion from blinatumomab as one from the trial."""
    assert "treatment in the trial goes on without it." in BLINATUMOMAB


def test_what_must_not_be_says_what_is_so() -> None:
    """Protects families from double negatives: lint finds them in any trial, and none in this one."""
    twisted = TEXT.replace("is as in healthy cells", "is not changed").replace(
        "The leukaemia is of the T-cell kind", "It isn't of the B-cell kind"
    )
    found = lint(load(twisted, FILE.name), parse(twisted), FILE.name)
    assert [(fault.key, fault.message.split("'")[3]) for fault in found] == [
        ("criteria.E1.plain", "not"),
        ("criteria.E2.plain", "n"),
    ]
    needed = TEXT.replace("have agreed in writing.", "have not refused, and agreed in writing.")
    assert lint(load(needed, FILE.name), parse(needed), FILE.name) == []


def test_the_registry_says_it_in_its_own_words() -> None:
    """Protects "the result says so in those terms".

    The sentence stands with the criteria for health professionals, verbatim.
    """
    sentence = (
        "If exclusion criteria for blinatumomab are met, the patient should be treated according to the protocol but"
        " without blinatumomab."
    )
    assert sentence in SOURCE
    assert f"\n“{sentence}”\n" in render_plain(make_criteria_page(TRIAL))


def test_a_trial_that_says_no_more_has_its_headings_all_the_same() -> None:
    """Protects definitions whose determination has no plain sentence, no quotation, or no inclusions."""
    adult = Path(__file__).parents[1] / "trials" / "adult-aml.yaml"
    trial = load(adult.read_text(encoding="utf-8"), adult.name)
    entry = trial.definition.determinations["entry"].name["en"]
    assert f"In plain words:\n\n{entry}\nNeeded:\n- " in render_plain(make_plain_page(trial))
    assert render_plain(make_criteria_page(trial)).count("\n“") == 0
