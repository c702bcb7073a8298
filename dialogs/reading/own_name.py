"""The name of what is asked, repeated before a number: 'INR 1.1', 'SpO2: 93 %'."""

import re
from collections.abc import Container

from dialogs.definition.facts import Fact
from dialogs.definition.wording import words


def strip_own_name(fact: Fact, text: str, others: Container[str] = ()) -> str:
    """Returns a text in small letters without the name or a cue of the fact before a number.

    `others` are names of something else, such as the parts of a formula, that are kept.
    """
    for name in sorted((*fact.name.values(), *words(fact.cues)), key=len, reverse=True):
        said = name.casefold()
        if said not in others and (found := re.match(rf"(?:the )?{re.escape(said)}{_BEFORE_NUMBER}", text)):
            return text[found.end() :]
    return text


_BEFORE_NUMBER = r"(?: is| was| of)?[ :=]+(?=[\d<>≤≥]|(?:less|more|below|above|under|over|at (?:most|least)) )"
