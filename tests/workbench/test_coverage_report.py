"""Coverage for people and programs: a table on a narrow terminal, JSON, and a state diagram that needs no colour."""

import io
import re
from collections.abc import Iterator
from xml.etree import ElementTree as ET

import pytest
from commands import AML
from dialogue import DIALOGUE
from reached import TRIAL, reached

from bot.channels.terminal.render_context import RenderContext, make_console
from bot.workbench.coverage.report import make_plain_coverage
from bot.workbench.coverage.svg import draw_coverage
from bot.workbench.coverage.table import format_table
from dialogs.loading.loading import load
from dialogs.testing.coverage.coverage import Coverage
from dialogs.testing.coverage.kinds import EventKind
from dialogs.testing.coverage.map import DIMENSIONS, Map

pytestmark = pytest.mark.traced

SVG = "{http://www.w3.org/2000/svg}"
STATES = frozenset(DIALOGUE.state_machine.states)
IMPOSSIBLE = "clarifying_consent"
ALL = Map(
    states=STATES - {IMPOSSIBLE},
    pairs=frozenset(
        (state, kind)
        for state in STATES - {IMPOSSIBLE}
        for kind in (EventKind.TYPED, EventKind.WHY, EventKind.DOUBLED, EventKind.REFUSED)
    ),
    answers=frozenset({("age_days", "<=365"), ("age_days", ">365")}),
    statuses=frozenset({("I1", "met"), ("I1", "not_met")}),
    commands=frozenset({"why", "help"}),
    phrases=frozenset({"HELLO", "STALE", "reason: range"}),
    ends=frozenset({"I2"}),
    arrows=frozenset(
        (arrow.source, arrow.dest)
        for arrow in DIALOGUE.state_machine.list_transitions()
        if arrow.source != arrow.dest and IMPOSSIBLE not in (arrow.source, arrow.dest)
    ),
)
SOME = reached("120", "why") & ALL
COVERAGE = Coverage(TRIAL, ALL, SOME)


def printed(coverage: Coverage, width: int = 80) -> str:
    out = io.StringIO()
    paper = RenderContext(width=width)
    make_console(out, paper).print(format_table(coverage, paper))
    return out.getvalue()


def drawn(coverage: Coverage) -> ET.Element:
    return ET.fromstring(draw_coverage(coverage))


def nodes(drawing: ET.Element) -> Iterator[tuple[str, ET.Element]]:
    """Yields each state's name with its node."""
    for group in drawing.iter(f"{SVG}g"):
        if group.get("id"):
            yield str(group.get("id")).removeprefix("state-"), group


def texts(element: ET.Element) -> list[str]:
    return [str(each.text) for each in element.iter(f"{SVG}text")]


# the table


def test_the_table_counts_every_dimension() -> None:
    """Protects "as a table": each dimension with what was reached, of how many, and what is missing."""
    rows = {
        words[0].strip(): words[1:]
        for line in printed(COVERAGE).splitlines()
        if len(words := re.split(r"  +", line.strip())) == 5
    }
    assert next(iter(rows)) == "What"
    assert len(rows) == len(DIMENSIONS) + 1
    assert rows["states"] == ["2", str(len(STATES) - 1), str(len(STATES) - 3), "6 %"]
    assert rows["answers"] == ["1", "2", "1", "50 %"]
    assert rows["commands, typed"] == ["1", "2", "1", "50 %"]


def test_the_table_names_what_a_tester_has_to_write() -> None:
    """Protects "named so that a tester knows what to write": state and kinds, answer, sentence, abuse word."""
    told = " ".join(printed(COVERAGE).split())
    assert (
        "- asking_age_days: an answer typed; asked back: said twice (!repeat); refused: late, early or not open (!stale"
        " 1); why" not in told
    )
    assert "- asking_age_days: asked back: said twice (!repeat); refused: late, early or not open (!stale 1)" in told
    assert "- age_days: >365" in told
    assert "- I1: met; not met" in told
    assert "- STALE “That question is no longer open, and nothing was changed." in told
    assert "- I2" in told


def test_long_lists_are_shortened_with_a_count() -> None:
    """Protects a terminal from hundreds of lines: six of each dimension, and how many more; the JSON has them all."""
    told = printed(COVERAGE)
    assert len(told.splitlines()) < 80
    assert "- asking_diagnosis; asking_disease_phase" not in told
    assert f"; and {len(COVERAGE.shares['states'].missing) - 6} more" in " ".join(told.split())
    assert f"- and {len(STATES) - 1 - 6} more" in told
    assert told.rstrip().endswith("All that is missing: --coverage-json FILE")


@pytest.mark.parametrize("width", [40, 80, 100])
def test_the_table_fits_the_terminal(width: int) -> None:
    """Protects narrow terminals: no line is wider, and no word of the counts is cut."""
    told = printed(COVERAGE, width)
    assert max(map(len, told.splitlines())) <= width
    assert "…" not in told.split("Not reached")[0]


def test_nothing_missing_is_said_in_a_line_each() -> None:
    """Protects whoever has reached all of it from lists of nothing."""
    told = printed(Coverage(TRIAL, ALL, ALL))
    assert told.count("100 %") == len(DIMENSIONS)
    assert "eached:" not in told
    assert "All that is missing" not in told


def test_what_the_atlas_does_not_know_is_told() -> None:
    """Protects the atlas: a state that was reached but cannot be is shown, not hidden in a count."""
    coverage = Coverage(TRIAL, ALL, SOME | Map(states=frozenset({IMPOSSIBLE})), Map(ends=frozenset({"E1"})))
    told = "\n".join(line.rstrip() for line in printed(coverage).splitlines())
    assert f"Reached, but not on the atlas: states\n- {IMPOSSIBLE}" in told
    assert "Perhaps out of reach, so not counted: criteria that end the questions early\n- E1" in told


def test_seven_are_six_and_one_more() -> None:
    """Protects the count of what is left out, down to one: of names in a line, and of lines."""
    seven = DIALOGUE.state_machine.states[:7]
    told = " ".join(
        printed(
            Coverage(
                TRIAL, Map(states=frozenset(seven), pairs=frozenset((each, EventKind.WHY) for each in seven)), Map()
            )
        ).split()
    )
    assert f"{seven[5]}; and 1 more" in told
    assert f"- {seven[5]}: why - and 1 more" in told


# JSON


def test_json_holds_all_that_is_missing() -> None:
    """Protects programs that read it: counts, and every missing thing by its name, in full."""
    told = make_plain_coverage(COVERAGE)
    assert (told["trial"], told["digest"]) == (TRIAL.id, TRIAL.digest)
    shares = told["coverage"]
    assert isinstance(shares, dict)
    assert list(shares) == list(DIMENSIONS)
    assert shares["answers"] == {
        "reached": 1,
        "of": 2,
        "percent": 50,
        "missing": [["age_days", ">365"]],
        "beyond": [],
        "undecided": [],
    }
    assert len(shares["pairs"]["missing"]) == len(ALL.pairs) - len(SOME.pairs)
    assert ["asking_age_days", "asked back: said twice"] in shares["pairs"]["missing"]


# the diagram


def test_the_diagram_has_a_node_for_every_state() -> None:
    """Protects "the state diagram": every state of the machine, each told in words, whether it was reached or not."""
    assert {name for name, _ in nodes(drawn(COVERAGE))} == STATES


def test_unreached_states_are_marked_without_colour() -> None:
    """Protects "not by colour alone": a dashed outline and a label in words; reached states count their kinds."""
    for name, node in nodes(drawn(COVERAGE)):
        outline = node.find(f"{SVG}rect")
        assert outline is not None
        dashes, said = outline.get("stroke-dasharray"), texts(node)[1]
        if name in SOME.states:
            assert (dashes, said) == (None, "1 of 4 kinds of event")
        else:
            assert (dashes, said) == (("1 4", "cannot be reached") if name == IMPOSSIBLE else ("7 4", "not reached"))


def test_ways_are_drawn_as_taken_or_not() -> None:
    """Protects "arrows that were taken and that were not": the others are dashed and hollow; none without a way."""
    arrows = {
        str(path.findtext(f"{SVG}title")): path for path in drawn(COVERAGE).iter(f"{SVG}path") if path.get("class")
    }
    taken = arrows["from asking_age_days to asking_diagnosis: taken"]
    assert (taken.get("stroke-dasharray"), taken.get("marker-end")) == (None, "url(#taken)")
    other = arrows["from review to concluded: not taken"]
    assert (other.get("stroke-dasharray"), other.get("marker-end")) == ("5 4", "url(#open)")
    assert not any(told.startswith("from concluded to stopped") for told in arrows)


def test_the_ways_to_an_end_are_counted() -> None:
    """Protects the arrows that stand for many: how many of them were taken, and dashes only where none was."""
    drawing = drawn(Coverage(TRIAL, ALL, reached("366") & ALL))
    ways = {
        str(path.findtext(f"{SVG}title")): path.get("class") for path in drawing.iter(f"{SVG}path") if path.get("class")
    }
    assert (ways["1 of 29 ways"], ways["not taken"]) == ("taken", "not-taken")
    assert "1 of 29 ways" in texts(drawing)


def test_the_tables_of_the_diagram_hold_everything() -> None:
    """Protects what arrows cannot show: each feasible kind of each state and way, one cell each, full or dashed."""
    cells = [rect for rect in drawn(COVERAGE).iter(f"{SVG}rect") if rect.find(f"{SVG}title") is not None]
    assert len(cells) == len(ALL.pairs) + len(ALL.arrows)
    told = {str(cell.findtext(f"{SVG}title")): cell.get("stroke-dasharray") for cell in cells}
    assert told["asking_age_days: an answer typed: reached"] is None
    assert told["asking_age_days: asked back: said twice: not reached"] == "2 2"
    assert told["asking_age_days: asking_diagnosis: reached"] is None


def test_the_diagram_can_be_read_out_and_stands_alone() -> None:
    """Protects screen readers and print: title, description, white ground, only grey blues, nothing from elsewhere."""
    drawing, text = drawn(COVERAGE), draw_coverage(COVERAGE)
    assert drawing.get("role") == "img"
    assert drawing.get("aria-labelledby") == "title description"
    assert drawing.findtext(f"{SVG}title") == "Interfant-21: what of the dialogue the scripts have reached"
    assert "States not reached: asking_disease_phase" in str(drawing.findtext(f"{SVG}desc"))
    assert set(re.findall(r"#[0-9a-f]{6}", text)) == {"#1f2933", "#e6edf5", "#ffffff", "#d5dbe1"}
    assert re.findall(r"https?://[^\"]+", text) == ["http://www.w3.org/2000/svg"]


def test_nothing_is_drawn_outside() -> None:
    """Protects trials with many facts or few: each box and cell lies on the drawing, and no node lies on another."""
    for trial in (TRIAL, load(AML.read_text("utf-8"), AML.name)):
        states = frozenset(Coverage(trial, Map(), Map()).states)
        drawing = drawn(
            Coverage(trial, Map(states, frozenset((state, kind) for state in states for kind in EventKind)), Map())
        )
        width, height = float(str(drawing.get("width"))), float(str(drawing.get("height")))
        boxes = [each for each in drawing.iter(f"{SVG}rect") if each.get("x")]
        assert all(float(str(each.get("x"))) + float(str(each.get("width"))) <= width for each in boxes)
        assert all(float(str(each.get("y"))) + float(str(each.get("height"))) <= height for each in boxes)
        places = [(rect.get("x"), rect.get("y")) for _, node in nodes(drawing) for rect in node.iter(f"{SVG}rect")]
        assert len(set(places)) == len(places) == len(states)


def test_all_reached_is_drawn_without_dashes() -> None:
    """Protects the eye: only the legend is dashed where nothing is missing."""
    whole = drawn(Coverage(TRIAL, ALL, ALL))
    assert {node.get("class") for name, node in nodes(whole) if name != IMPOSSIBLE} == {"reached"}
    assert len([each for each in whole.iter() if each.get("class") == "not-taken"]) == 1
    assert not [cell for cell in whole.iter(f"{SVG}rect") if cell.get("stroke-dasharray") == "2 2"]
