"""The list of all that people read.

It is what the code gives, leaves nothing out, takes ten minutes to read, and its wording is careful.
"""

import re
import runpy
from collections import Counter
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from docs.phrase_groups import GAPS

DOCS = Path(__file__).parents[2] / "docs"
MAKER: dict[str, Any] = runpy.run_path(str(DOCS / "make_phrases.py"))
MADE: dict[str, str] = MAKER["made"]()
MOST_WORDS = 2_900

CARELESS = {
    "rejected": r"reject|refus\w+ you|turned? down",
    "blame": r"you (failed|must not)|your (mistake|fault|error)|wrong answer|invalid|illegal",
    "jargon": r"\b(input|submit|abort|terminate|parameter|null|boolean|exception|timeout)\b",
    "American spelling": r"\b(color|behavior|center|leukemia|favorable|program{2}ing|license[ds]?|analyz\w+)\b",
    "a promise": r"\b(guarantee|definitely|certainly|sure to)\b",
}
"""What no fixed sentence says, by why."""


@pytest.mark.parametrize("file", sorted(MADE))
def test_the_list_is_what_the_code_gives(file: str) -> None:
    """Protects readers from a list that is older than the program.

    To make it anew: `PYTHONPATH=. python docs/make_phrases.py`.
    """
    assert (DOCS / file).read_text(encoding="utf-8") == MADE[file]


def test_there_is_a_list_for_every_trial_and_no_other() -> None:
    """Protects readers from the list of a trial that was renamed, and from a trial without a list."""
    assert {path.name for path in DOCS.glob("wording-*.md")} == set(MADE) - {"phrases.md"}


def test_every_phrase_stands_in_the_list_once() -> None:
    """Protects "reviewed as a whole": a new sentence has to be given its place in docs/make_phrases.py."""
    names = [Counter((id(source), name) for source, name in MAKER[which]()) for which in ("placed", "there")]
    assert names[0] == names[1]
    assert len(names[0]) > 200


def test_the_first_part_is_read_in_eleven_minutes() -> None:
    """Protects the clinician who reads it.

    It holds what a screening shows, and nothing that stands in files or is for an operator.
    """
    first, *others = MADE["phrases.md"].split("\n## Around a screening\n")
    assert len(others) == 1
    assert len(re.findall(r"\w[\w'/-]*", first)) <= MOST_WORDS


def test_every_gap_is_named_in_words() -> None:
    """Protects the reader from names of the code.

    No brace and no underscore is left, and no gap is named that does not exist.
    """
    for text in MADE.values():
        assert not re.search(r"[{}]|‹[^›]*_", re.sub(r"`[^`]*`", "", text))
    gaps = {gap for source, name in MAKER["there"]() for gap in re.findall(r"\{(\w+)\}", _read_text(source, name))}
    assert set(GAPS) <= gaps


@pytest.mark.parametrize("why", CARELESS)
def test_wording_is_careful(why: str) -> None:
    """Protects "not eligible as answered, never rejected", and a plain, patient tone."""
    said = [(name, _read_text(source, name)) for source, name in MAKER["there"]()]
    assert [name for name, text in said if re.search(CARELESS[why], text, re.IGNORECASE)] == []


def test_no_line_is_broken_within_a_sentence() -> None:
    """Protects narrow windows: a line ends with a sentence, a colon, a value or a list."""
    broken = []
    for source, name in MAKER["there"]():
        pairs = pairwise(_read_text(source, name).split("\n"))
        prose = [line for line, then in pairs if then and not line.startswith("  ") and not then.startswith("  ")]
        broken += [(name, line) for line in prose if not re.search(r"(^|[.:!?}])$", line)]
    assert broken == []


def test_no_trial_speaks_of_rejecting() -> None:
    """Protects the same in the words of the trials."""
    for file in set(MADE) - {"phrases.md"}:
        assert not re.search(CARELESS["rejected"] + "|" + CARELESS["blame"], MADE[file], re.IGNORECASE)
        assert "as answered" in MADE[file]


def _read_text(source: Any, name: str) -> str:
    said = getattr(source, name)
    return " ".join(map(str, said.values())) if isinstance(said, dict) else str(said)
