"""Where every determination and criterion stands for some answers, and what would settle them."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from dialogs.rules.criteria import Status
from dialogs.rules.settling import Settling
from dialogs.rules.standings import Ruling


@dataclass(frozen=True, slots=True)
class Assessment:
    """All that the rules say of one state. Facts stand in question order.

    Those of `relevant` can still change a final verdict, or could if the waiting windows that hold it up were over.
    `waiting` has the determinations that fail only because a window is not over. Each has the applicable facts that can
    still change it once the window is over.
    """

    statuses: tuple[Status, ...]
    rulings: Mapping[str, Ruling]
    relevant: tuple[str, ...]
    settling: Mapping[str, Settling]
    waiting: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
