"""Templates of sentences turned round: what a line looks like that was made from one."""

import re

from dialogs.reading.amount_wording import FORMULA_NAMES


def make_pattern(template: str) -> re.Pattern[str]:
    """Returns what a line made from a template looks like.

    Gaps of one name hold the same. The name of a formula is one of ours, and in other gaps anything may stand.
    """
    written, seen = "", set[str]()
    for part in re.split(r"(\{\w+\})", template):
        gap = part[1:-1] if part.startswith("{") else ""
        held = f"(?P={gap})" if gap in seen else f"(?P<{gap}>{_HELD.get(gap, '.+')})"
        written += held if gap else re.escape(part)
        seen.add(gap)
    return re.compile(written)


def count_literal(template: str) -> int:
    """Returns how many characters of a template stand outside its gaps."""
    return len(re.sub(r"\{\w+\}", "", template))


_HELD = {"formula": "|".join(map(re.escape, FORMULA_NAMES.values()))}
"""What stands in a gap, where that is not just anything."""
