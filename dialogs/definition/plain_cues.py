"""Words of an option that look like nothing else: a note that holds one is about its fact, whatever else it says."""

import re

_SHORTEST = 3
_UNMISTAKABLE = re.compile(r"[A-Z][^\W_]*-?[A-Z\d][\w+-]*|[A-Za-z]+\d")
"""A part with two capitals, or with letters and a figure."""


def is_unmistakable(word: str) -> bool:
    """Says whether a word looks like nothing else: 'B-ALL', 'CD19+', 'ECOG 1' do, 'No' and 'Oral' do not."""
    return len(word) >= _SHORTEST and _UNMISTAKABLE.search(word) is not None
