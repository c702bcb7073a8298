"""The line of a generated script that says that nobody has reviewed it, and by which it is known again."""

import pytest

from dialogs.testing.coverage.unreviewed import UnreviewedScript, find_unreviewed, mark_unreviewed
from dialogs.testing.scripts.format.script import parse_script

pytestmark = pytest.mark.traced

SOURCE = "It says.\n\n#me\n/start\n\n#bot\nScreening\n"
MARKED = mark_unreviewed(SOURCE, "a.convo.txt", "my trial")
LINE = next(line for line in MARKED.splitlines() if line.startswith("Generated for my trial, and not reviewed yet ("))


def test_whoever_deletes_the_line_has_the_script() -> None:
    """Protects reviews: nothing else has to be changed."""
    assert MARKED.replace(f"{LINE}\n", "") == SOURCE


def test_the_line_stands_before_what_is_said_and_is_no_part_of_the_title() -> None:
    """Protects names in reports, and stock Botium, which takes such lines for a description."""
    script = parse_script(MARKED, "it.convo.txt")
    assert (script.title, script.blocks[0].line) == ("It says.", 4)
    assert (
        parse_script("It says\nso.\n\nMore of it.\n\nAnd more.\n#me\n/start\n", "it.convo.txt").title == "It says so."
    )


@pytest.mark.parametrize("text", [MARKED, f"\ufeff{MARKED}"])
def test_a_script_that_nobody_touched_is_known(text: str) -> None:
    """Protects the sets of changed definitions: such a script may be written anew."""
    assert find_unreviewed(text, "a.convo.txt") == UnreviewedScript("my trial")


@pytest.mark.parametrize(
    "text",
    [
        SOURCE,
        "",
        f"{MARKED}\n",
        MARKED.replace("It says", "It said"),
        MARKED.replace("Screening", "Screened"),
        MARKED.replace("Generated", "Made"),
        SOURCE.replace("/start", f"/start\n{LINE}"),
    ],
    ids=["reviewed", "empty", "longer", "another title", "another expectation", "another mark", "a mark that is said"],
)
def test_a_script_that_a_person_touched_is_not(text: str) -> None:
    """Protects whatever a person wrote."""
    assert find_unreviewed(text, "a.convo.txt") is None
