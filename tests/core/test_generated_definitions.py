"""The proof of the format in small: generated definitions, against a decision by every completion."""

import format_mutants
import format_walks
import proof_format
import pytest
from changed_definitions import iterate_mutants

pytestmark = [pytest.mark.sweep, pytest.mark.mutants]


@pytest.mark.parametrize("seed", [1, 2, pytest.param(3, marks=pytest.mark.long)])
def test_generated_definitions_are_judged_as_every_completion_says(seed: int) -> None:
    """Protects every word of the format: truths, standings, what is needed, what settles, what waits."""
    for number, (form, trial) in enumerate(proof_format.draw_formats(seed, 6)):
        _, differing = proof_format.check(form, trial, f"{seed}/{number}", 60)
        assert [proof_format.describe_smallest(form, answers) for answers in differing[:1]] == []
        assert list(format_walks.find_dead_ends(form, trial, f"{seed}/{number}", 10)) == []


def test_mutants_of_generated_definitions_are_noticed() -> None:
    """Protects the proof itself: it sees one changed word, number or part of a definition."""
    ((form, _),) = proof_format.draw_formats(4, 1)
    fates = [format_mutants.judge(form, plain, "4") for _, plain in list(iterate_mutants(form.plain))[::4]]
    assert "survives" not in fates
    assert fates.count("noticed") >= 5
