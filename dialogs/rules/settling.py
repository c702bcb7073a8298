"""What would settle a determination: the facts that are needed, and the single answers that would do it."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from dialogs.rules.answers import Interval, Known
from dialogs.rules.standings import Standing

KnownValue = Known | Interval
"""A code, a number, or the numbers between limits."""


@dataclass(frozen=True, slots=True)
class Settling:
    """What would settle a determination, in question order.

    `needed` are the facts that apply. `by` holds those of which one value would do it alone: the values, each with how
    the determination would then stand. `needed_if` are facts that do not apply yet, but would apply and be needed after
    another answer.
    """

    needed: tuple[str, ...]
    by: Mapping[str, tuple[tuple[KnownValue, Standing], ...]] = field(default_factory=dict)
    needed_if: tuple[str, ...] = ()

    @property
    def decisive(self) -> tuple[str, ...]:
        """The facts of which one value alone would settle it."""
        return tuple(self.by)
