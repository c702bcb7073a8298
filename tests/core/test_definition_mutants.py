"""The mutants of the trial definition, as a test."""

import definition_mutants
import pytest
from proof_engine import differences, engine
from proof_examples import EXAMPLES
from proof_probes import first_fault

MUTANTS_AT_LEAST = 1_500
EVERY = 29
EVERY_LONG = 5
"""Every so many mutants here, each of them in `make mutate`."""


def test_the_shipped_definition_means_what_the_contract_means() -> None:
    """Protects the mutants' meaning: what notices them has nothing to say against the definition itself."""
    assert first_fault(definition_mutants.as_text(definition_mutants.definition())) == ""


@pytest.mark.parametrize("every", [EVERY, pytest.param(EVERY_LONG, marks=pytest.mark.long)])
def test_no_small_change_of_the_definition_goes_unnoticed(every: int) -> None:
    """Protects each sign, number, code and clause of the definition: refused by the loader, or noticed by the proof."""
    count, alive = definition_mutants.survivors(every=every)
    assert alive == []
    assert count * every > MUTANTS_AT_LEAST


@pytest.mark.long
def test_the_mutants_that_are_called_equivalent_are() -> None:
    """Protects the list of exceptions: each of them is still a mutant, and still changes nothing."""
    alive = [
        name
        for name, plain in definition_mutants.mutants()
        if name in definition_mutants.EQUIVALENT and not first_fault(definition_mutants.as_text(plain))
    ]
    assert alive == list(definition_mutants.EQUIVALENT)


def test_the_order_of_the_criteria_changes_no_verdict() -> None:
    """Protects "never": no criterion wins because it stands first."""
    plain = definition_mutants.definition()
    plain["criteria"] = dict(reversed(plain["criteria"].items()))
    judged = engine(definition_mutants.as_text(plain))
    for example in EXAMPLES:
        result = judged(example.answers)
        result["criteria"] = result["criteria"][::-1]
        result["brief"]["criteria"] = result["brief"]["criteria"][::-1]
        result["near_threshold"] = [
            each for name in DECIDED for each in result["near_threshold"] if each["criterion"] == name
        ]
        assert list(differences(example.answers, result)) == []


DECIDED = ("I2", "E3", "E5", "B4")
