"""Truth with three values, after Kleene's tables."""

from itertools import product

import pytest

from dialogs.rules.truth import Truth, all_of, any_of

pytestmark = [pytest.mark.traced, pytest.mark.mutants]

NO, UNKNOWN, YES = Truth.NO, Truth.UNKNOWN, Truth.YES

# left, right, both, either
KLEENE = (
    (NO, NO, NO, NO),
    (NO, UNKNOWN, NO, UNKNOWN),
    (NO, YES, NO, YES),
    (UNKNOWN, NO, NO, UNKNOWN),
    (UNKNOWN, UNKNOWN, UNKNOWN, UNKNOWN),
    (UNKNOWN, YES, UNKNOWN, YES),
    (YES, NO, NO, YES),
    (YES, UNKNOWN, UNKNOWN, YES),
    (YES, YES, YES, YES),
)


@pytest.mark.parametrize(("left", "right", "both", "either"), KLEENE)
def test_and_and_or_follow_kleenes_tables(left: Truth, right: Truth, both: Truth, either: Truth) -> None:
    """Protects "logic is three-valued (Kleene)": unknown never becomes yes or no by itself."""
    assert (left & right, left | right) == (both, either)
    assert (all_of([left, right]), any_of([left, right])) == (both, either)


@pytest.mark.parametrize(("truth", "opposite"), [(NO, YES), (UNKNOWN, UNKNOWN), (YES, NO)])
def test_not_leaves_unknown_unknown(truth: Truth, opposite: Truth) -> None:
    """Protects exclusions: "not excluded" is never concluded from a missing answer."""
    assert ~truth is opposite


@pytest.mark.parametrize(("left", "right"), list(product(Truth, repeat=2)))
def test_de_morgan_holds(left: Truth, right: Truth) -> None:
    """Protects `not` over `all` and `any`, in both directions."""
    assert ~(left & right) is (~left | ~right)
    assert ~(left | right) is (~left & ~right)


def test_nothing_to_hold_holds_and_nothing_to_choose_fails() -> None:
    """Protects the empty cases: no part of "all" fails, no part of "any" holds."""
    assert (all_of([]), any_of([])) == (YES, NO)


def test_three_values_join_as_one_after_the_other() -> None:
    """Protects longer lists: the joined truth is that of the pairs, one after the other."""
    for one, two, three in product(Truth, repeat=3):
        assert all_of([one, two, three]) is (one & two & three)
        assert any_of([one, two, three]) is (one | two | three)


@pytest.mark.parametrize("truth", Truth)
def test_truth_refuses_to_be_a_bool(truth: Truth) -> None:
    """Protects against `if truth:` and `not truth`, with which a missing answer silently becomes one side."""
    with pytest.raises(TypeError, match="compare it with"):
        bool(truth)
    with pytest.raises(TypeError, match="compare it with"):
        _ = not truth
