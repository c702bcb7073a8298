"""The state diagram of a dialogue, the unreached marked, and beneath it two tables of all that can happen."""

from xml.etree import ElementTree as ET

from bot.documents.svg import CELL, OutlineStyle, draw_arrow, draw_box, draw_grid, draw_words, make_canvas
from bot.workbench.coverage.chart import ASKED, TOP, WIDTH, Chart
from dialogs.testing.coverage.coverage import Coverage
from dialogs.testing.coverage.kinds import EventKind

NAMES = 250
"""The room for the names of states before a table, and above one."""


def draw_coverage(coverage: Coverage) -> str:
    """Returns the diagram as an SVG document."""
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{ET.tostring(_Diagram(coverage).draw(), encoding="unicode")}\n'


class _Diagram:
    """The drawing of one coverage."""

    def __init__(self, coverage: Coverage) -> None:
        self.coverage = coverage
        self.states = [each for each in coverage.states if each in coverage.feasible.states]
        self.chart = Chart(coverage)
        width = max(WIDTH, 2 * ASKED + NAMES + max(len(EventKind), len(self.states)) * CELL)
        height = self.chart.bottom + 2 * (NAMES + 70 + len(self.states) * CELL)
        self.svg = make_canvas(width, height, self._title(), self._description())

    def draw(self) -> ET.Element:
        draw_words(self.svg, ASKED, 44, self._title(), 22, font_weight="bold")
        for index, line in enumerate(self._counts()):
            draw_words(self.svg, ASKED, 70 + 20 * index, line, 13)
        self._legend()
        self.svg.append(self.chart.draw())
        self._tables()
        return self.svg

    # words

    def _title(self) -> str:
        return f"{self.coverage.trial.definition.about.acronym}: what of the dialogue the scripts have reached"

    def _counts(self) -> list[str]:
        told = {name: f"{share.reached} of {share.of}" for name, share in self.coverage.shares.items()}
        return [
            f"{told['states']} states; {told['pairs']} kinds of event in states; {told['arrows']} ways between states",
            (
                f"{told['statuses']} statuses of criteria at a result; {told['ends']} criteria that end the questions"
                " early"
            ),
        ]

    def _description(self) -> str:
        missing = self.coverage.shares["states"].missing
        names = ", ".join(map(str, missing)) or "none"
        return (
            f"{'. '.join(self._counts())}. States not reached: {names}. All that can happen stands in two tables"
            " beneath the states."
        )

    def _legend(self) -> None:
        y = TOP - 54
        for x, mark in zip((ASKED, ASKED + 130, ASKED + 290), OutlineStyle, strict=True):
            draw_box(self.svg, (x, y), (26, 16), mark)
            draw_words(self.svg, x + 34, y + 13, mark.value)
        for x, is_taken in ((ASKED + 470, True), (ASKED + 610, False)):
            draw_arrow(self.svg, [(x, y + 8), (x + 40, y + 8)], "legend", is_taken=is_taken)
            draw_words(self.svg, x + 48, y + 13, "way taken" if is_taken else "way not taken")

    # tables

    def _tables(self) -> None:
        reached, feasible = self.coverage.reached, self.coverage.feasible
        y = self.chart.bottom + NAMES
        draw_words(
            self.svg,
            ASKED,
            self.chart.bottom + 50,
            "Every kind of event in every state where it can happen",
            16,
            font_weight="bold",
        )
        draw_words(self.svg, ASKED, self.chart.bottom + 70, "Full square: reached. Empty dashed square: not reached.")
        cells = {(state, kind.value): (state, kind) in reached.pairs for state, kind in feasible.pairs}
        draw_grid(self.svg, (ASKED + NAMES, y), self.states, [kind.value for kind in EventKind], cells)
        below = y + len(self.states) * CELL + 70
        draw_words(
            self.svg,
            ASKED,
            below - 20,
            "Every way: from the state of the row to that of the column",
            16,
            font_weight="bold",
        )
        ways = {way: way in reached.arrows for way in feasible.arrows}
        draw_grid(self.svg, (ASKED + NAMES, below + NAMES - 20), self.states, self.states, ways)
