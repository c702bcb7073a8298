"""How things look that must not be mistaken for each other: by shape and line first, always with a word.

Colour and its lightness come second. People who see colours otherwise can tell bluish green, a dark vermilion and a
pale yellow from each other. Printed grey, they are a middle, a dark and a pale tone.
"""

from dataclasses import dataclass
from enum import Enum

from bot.documents.svg import FILL, INK, PAPER
from dialogs.rules.criteria import Effect
from dialogs.rules.standings import Standing


class Shape(Enum):
    """The outline of a sign with what is drawn in it."""

    TICK = "circle with a tick"
    CROSS = "octagon with a cross"
    QUESTION = "diamond with a question mark"
    BAR = "empty square with a bar"


@dataclass(frozen=True, slots=True)
class SignStyle:
    """A sign's shape and colours; `fill` is its ground, `edge` its outline, `ink` what is drawn on it."""

    shape: Shape
    fill: str
    edge: str
    ink: str


@dataclass(frozen=True, slots=True)
class Ground:
    """A box's ground and outline; `dashes` are those of the outline, empty for a firm one.

    `rounding` is that of its corners.
    """

    fill: str
    stroke: str = INK
    thickness: float = 2
    dashes: str = ""
    rounding: float = 14


FADED = "#616e7c"
"""The ink of what does not count."""

DASHES = "16 9"

TICK = SignStyle(Shape.TICK, "#1b9671", "#1b9671", PAPER)
CROSS = SignStyle(Shape.CROSS, "#8a2b00", "#8a2b00", PAPER)
QUESTION = SignStyle(Shape.QUESTION, "#ffd766", INK, INK)
BAR = SignStyle(Shape.BAR, PAPER, INK, INK)
FADED_BAR = SignStyle(Shape.BAR, PAPER, FADED, FADED)
"""The sign of a criterion that does not apply."""

SIGNS = {Effect.PASSES: TICK, Effect.FAILS: CROSS, Effect.OPEN: QUESTION}
VERDICTS = {Standing.PASSES: TICK, Standing.FAILS: CROSS, Standing.OPEN: QUESTION, Standing.OFF: BAR}

PLAIN = Ground("none", "none", 0)
LANE = Ground("#f3f6f9", "#7b8794")
HEADING = Ground(FILL, "#7b8794")
PARAGRAPH = Ground(PAPER, INK, 2.5)

BOXES = {
    Effect.PASSES: Ground(PAPER, "#9aa5b1"),
    Effect.FAILS: Ground("#fbe6dc", CROSS.fill, 5),
    Effect.OPEN: Ground("#fff7dd", "#5c4a00", 3, DASHES),
}
PLATES = {
    Standing.PASSES: Ground("#dff3ec", TICK.fill, 5),
    Standing.FAILS: Ground("#fbe6dc", CROSS.fill, 5),
    Standing.OPEN: Ground("#fff7dd", "#5c4a00", 5, DASHES),
    Standing.OFF: Ground(PAPER, "#52606d", 4, "3 9"),
}
WITHOUT_OBJECT = Ground(PAPER, "#9aa5b1", 2, "3 9")
"""The box of a criterion that does not apply, or whose determination does not."""

UNFINISHED = Ground(PAPER, INK, 4, DASHES)
