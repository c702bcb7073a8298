"""What is remembered of the rules stays small."""

import pytest

from dialogs.rules.remembered import Remembered

pytestmark = pytest.mark.traced


def test_a_full_table_starts_anew_and_says_the_same() -> None:
    """Protects memory: no more states than the limit are remembered, and each is still right."""
    asked: list[int] = []

    def double(number: int) -> int:
        asked.append(number)
        return 2 * number

    table = Remembered(double, 3)
    assert [table[number] for number in (1, 2, 3, 1, 4, 1, 4)] == [2, 4, 6, 2, 8, 2, 8]
    assert asked == [1, 2, 3, 4, 1]
    assert sorted(table) == [1, 4]
