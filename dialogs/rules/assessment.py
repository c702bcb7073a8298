"""Where every determination and criterion stands for some answers, and what would settle them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from dialogs.rules.criteria import Status
from dialogs.rules.settling import Settling
from dialogs.rules.standings import Ruling


@dataclass(frozen=True)
class Assessment:
    """All that the rules say of one state. Facts stand in question order.

    Those of `relevant` can still change a final verdict, or could if the waiting windows that hold it up were over.
    `waiting` has the determinations that fail only because a window is not over. Each has the applicable facts that can
    still change it once the window is over. `find_settling` is called once somebody looks at `settling`: most turns
    show no result.
    """

    statuses: tuple[Status, ...]
    rulings: Mapping[str, Ruling]
    relevant: tuple[str, ...]
    waiting: Mapping[str, tuple[str, ...]]
    find_settling: Callable[[], Mapping[str, Settling]] = field(compare=False, repr=False)

    @cached_property
    def settling(self) -> Mapping[str, Settling]:
        """What would settle each determination that is open."""
        return self.find_settling()
