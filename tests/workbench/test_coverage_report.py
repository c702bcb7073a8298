"""Coverage for people and programs: a table on a narrow terminal, and JSON."""

import io
import re

import pytest
from dialogue import DIALOGUE
from reached import TRIAL, reached

from bot.channels.terminal.render_context import RenderContext, make_console
from bot.workbench.coverage.report import make_plain_coverage
from bot.workbench.coverage.table import format_table
from dialogs.testing.coverage.coverage import Coverage
from dialogs.testing.coverage.event_kinds import EventKind
from dialogs.testing.coverage.map import DIMENSIONS, Map

pytestmark = pytest.mark.traced

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


@pytest.mark.sweep
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


def test_json_holds_all_that_was_reached_and_all_that_is_missing() -> None:
    """Protects programs that read it: counts, and each thing that can be reached by its name, in full."""
    told = make_plain_coverage(COVERAGE)
    assert (told["trial"], told["digest"]) == (TRIAL.id, TRIAL.digest)
    shares = told["coverage"]
    assert isinstance(shares, dict)
    assert list(shares) == list(DIMENSIONS)
    assert shares["answers"] == {
        "reached": 1,
        "of": 2,
        "percent": 50,
        "covered": [["age_days", "<=365"]],
        "missing": [["age_days", ">365"]],
        "beyond": [],
        "undecided": [],
    }
    assert len(shares["pairs"]["missing"]) == len(ALL.pairs) - len(SOME.pairs)
    assert ["asking_age_days", "asked back: said twice"] in shares["pairs"]["missing"]
    assert ["asking_age_days", "an answer typed"] in shares["pairs"]["covered"]
    assert shares["arrows"]["covered"] == [["asking_age_days", "asking_diagnosis"]]
