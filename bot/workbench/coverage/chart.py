"""The states of a dialogue as boxes, and the ways between them as arrows: what was reached or taken, and what was not.

Some ways would hide the others: those between questions that are no neighbours, and those that every question has. The
ways between the questions and an end are drawn as one arrow with a count. The rest stands in the table of all ways.
"""

from collections.abc import Iterable
from itertools import pairwise
from xml.etree import ElementTree as ET

from bot.documents.svg import INK, OutlineStyle, draw_arrow, draw_box, draw_words
from dialogs.conversation.state_machine import ASKING, CLARIFYING, CONCLUDED, REVIEW, SETTLED, STOPPED
from dialogs.testing.coverage.coverage import Coverage

ChartWay = tuple[str, str]

BOX = (280, 46)
ROW = 78
TOP = 172
ASKED, CLARIFIED, GATHERED, ENDED = 40, 420, 760, 900
"""Where the columns begin: questions, ask-backs, the line on which all of these gather, and the ends."""

WIDTH = ENDED + BOX[0] + 120
ENDS = (STOPPED, SETTLED, REVIEW, CONCLUDED)
LEAST_ROWS = 8
LONGEST = 32
"""The characters of a state's name that a box has room for; the rest stands in its title."""


class Chart:
    """The states and ways of one coverage. `bottom` is where it ends."""

    def __init__(self, coverage: Coverage) -> None:
        self.svg = ET.Element("g")
        self.coverage = coverage
        self.facts = list(coverage.trial.facts)
        self.bottom = TOP + max(len(self.facts), LEAST_ROWS) * ROW
        self.places = self._places()

    def draw(self) -> ET.Element:
        """Returns the ways, and the states over them."""
        self._ways()
        for state, place in self.places.items():
            self._state(state, place)
        return self.svg

    def _places(self) -> dict[str, tuple[float, float]]:
        places: dict[str, tuple[float, float]] = {}
        for index, fact in enumerate(self.facts):
            places[ASKING + fact] = (ASKED, TOP + index * ROW)
            places[CLARIFYING + fact] = (CLARIFIED, TOP + index * ROW)
        step = (self.bottom - TOP) / len(ENDS)
        return places | {state: (ENDED, TOP + (index + 0.5) * step - BOX[1] / 2) for index, state in enumerate(ENDS)}

    def _state(self, state: str, place: tuple[float, float]) -> None:
        group = ET.SubElement(self.svg, "g", {"id": f"state-{state}", "class": self._mark(state).name.lower()})
        told = self._told(state)
        ET.SubElement(group, "title").text = f"{state}: {told}"
        draw_box(group, place, BOX, self._mark(state))
        shown = state if len(state) <= LONGEST else state[: LONGEST - 1] + "…"
        draw_words(group, place[0] + 12, place[1] + 20, shown, 13, font_weight="bold")
        draw_words(group, place[0] + 12, place[1] + 37, told)

    def _mark(self, state: str) -> OutlineStyle:
        if state in self.coverage.reached.states:
            return OutlineStyle.REACHED
        return OutlineStyle.UNREACHED if state in self.coverage.feasible.states else OutlineStyle.IMPOSSIBLE

    def _told(self, state: str) -> str:
        if self._mark(state) is not OutlineStyle.REACHED:
            return self._mark(state).value
        feasible = {pair for pair in self.coverage.feasible.pairs if pair[0] == state}
        return f"{len(feasible & self.coverage.reached.pairs)} of {len(feasible)} kinds of event"

    # ways

    def _ways(self) -> None:
        for fact, after in pairwise([*self.facts, ""]):
            asking, clarifying = ASKING + fact, CLARIFYING + fact
            x, y = self.places[asking]
            left, right = x + BOX[0], CLARIFIED
            self._way((asking, clarifying), [(left, y + 15), (right, y + 15)])
            self._way((clarifying, asking), [(right, y + 31), (left, y + 31)])
            self._way((asking, ASKING + after), [(x + 60, y + BOX[1]), (x + 60, y + ROW)])
            self._way((ASKING + after, asking), [(x + 90, y + ROW), (x + 90, y + BOX[1])])
            self._way((clarifying, ASKING + after), [(right + 20, y + BOX[1]), (left - 20, y + ROW)])
        self._gathered()
        for index, above in enumerate(ENDS):
            for below in ENDS[index + 1 :]:
                self._between_ends(above, below)

    def _way(self, way: ChartWay, points: list[tuple[float, float]]) -> None:
        if way in self.coverage.feasible.arrows:
            is_taken = way in self.coverage.reached.arrows
            told = f"from {way[0]} to {way[1]}: {'taken' if is_taken else 'not taken'}"
            draw_arrow(self.svg, points, told, is_taken=is_taken)

    def _between_ends(self, above: str, below: str) -> None:
        """Draws the ways between two ends: straight ones between neighbours, else a line of its own for each pair."""
        (x, upper), lower = self.places[above], self.places[below][1]
        index, apart = ENDS.index(above), ENDS.index(below) - ENDS.index(above)
        if apart == 1:
            self._way((above, below), [(x + 120, upper + BOX[1]), (x + 120, lower)])
            self._way((below, above), [(x + 160, lower), (x + 160, upper + BOX[1])])
            return
        side, out = x + BOX[0], x + BOX[0] + 12 + 26 * (2 * index + apart - 2)
        for shift, way in ((10, (above, below)), (20, (below, above))):
            points = [
                (side, upper + shift),
                (out + shift, upper + shift),
                (out + shift, lower + shift + 12),
                (side, lower + shift + 12),
            ]
            self._way(way, points if way[0] == above else points[::-1])

    def _gathered(self) -> None:
        """Draws the ways between the questions and each end as one arrow there and one back, with their count."""
        line = ET.SubElement(
            self.svg, "path", {"d": f"M {GATHERED} {TOP} V {self.bottom - ROW + BOX[1]}", "stroke": INK}
        )
        line.set("stroke-width", "3")
        draw_words(self.svg, GATHERED, TOP - 10, "any question", anchor="middle", font_weight="bold")
        questions = [each for each in self.coverage.states if each not in ENDS]
        for state in ENDS:
            y = self.places[state][1]
            self._bundle([(each, state) for each in questions], [(GATHERED, y + 15), (ENDED, y + 15)], y + 9)
            self._bundle([(state, each) for each in questions], [(ENDED, y + 33), (GATHERED, y + 33)], y + 48)

    def _bundle(self, ways: Iterable[ChartWay], points: list[tuple[float, float]], label_y: float) -> None:
        feasible = self.coverage.feasible.arrows.intersection(ways)
        if feasible:
            taken = len(feasible & self.coverage.reached.arrows)
            told = f"{taken} of {len(feasible)} ways" if taken else "not taken"
            draw_arrow(self.svg, points, told, is_taken=taken > 0)
            draw_words(self.svg, (GATHERED + ENDED) / 2, label_y, told, 11, anchor="middle")
