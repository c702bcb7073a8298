"""A text about the parts of a formula as numbers with their units, labels, a sex, and what is none of these."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import Enum
from functools import lru_cache

from dialogs.reading.computed.formula_parts import SEX, WEEKS_AND_DAYS, FormulaPart
from dialogs.reading.computed.part_words import FILLERS, SEXES
from dialogs.reading.days import gestations


class PartTokenKind(Enum):
    """What a piece of a text is."""

    NUMBER = "number"
    LABEL = "label"
    SEX = "sex"
    FILLER = "filler"
    BREAK = "break"
    STRANGE = "strange"


@dataclass(frozen=True, slots=True)
class PartToken:
    """A piece of a text, in small letters; of a number also its unit as written, or the notation of weeks and days."""

    kind: PartTokenKind
    text: str
    unit: str = ""


def scan_parts(parts: tuple[FormulaPart, ...], text: str) -> Iterator[PartToken]:
    """Yields the pieces of a text in small letters, in their order."""
    figures, others = _compile(parts)
    has_weeks = any(part.notation == WEEKS_AND_DAYS for part in parts)
    at = 0
    while at < len(text):
        if has_weeks and (match := gestations.WEEKS_AND_DAYS.match(text, at)) and match[3] is None:
            yield PartToken(PartTokenKind.NUMBER, f"{match[1]}+{match[2]}", WEEKS_AND_DAYS)
        elif match := figures.match(text, at):
            yield PartToken(PartTokenKind.NUMBER, match[1], match[2] or "")
        else:
            match = others.match(text, at)
            assert match is not None, "any character is at least strange"
            if match.lastgroup is not None:
                yield PartToken(PartTokenKind(match.lastgroup), match[0])
        at = match.end()


@lru_cache(maxsize=64)
def _compile(parts: tuple[FormulaPart, ...]) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Returns what a number with its unit looks like, and everything else."""
    spellings = {spelling for part in parts for unit in part.units for spelling in unit.spellings}
    sexes = {word for said in SEXES.values() for word in said} if any(part.code == SEX for part in parts) else set()
    labels = {label for part in parts for label in part.labels}
    marks = [each for each in FILLERS if not each.isalpha()]
    fillers = _join(each for each in FILLERS if each.isalpha())
    figures = re.compile(rf"(\d+(?:[.,]\d+)*)(?: ?({_join(spellings)})(?![\w/²³^]))?(?![\d+])")
    others = re.compile(
        rf"\s+|(?P<label>(?:{_join(labels)})(?![^\W\d_]))|(?P<sex>(?:{_join(sexes)})(?!\w))"
        rf"|(?P<filler>(?:{fillers})(?!\w)|{_join(marks)}|-(?! ?\d))|(?P<break>[,;|]|/(?! ?\d)|(?<!\d)/)"
        r"|(?P<strange>[^\W\d_]+|.)"
    )
    return figures, others


def _join(words: Iterable[str]) -> str:
    """Returns a pattern for any of the words, the longest first; for none of them where there are none."""
    return "|".join(re.escape(each) for each in sorted(words, key=lambda each: (-len(each), each))) or "(?!)"
