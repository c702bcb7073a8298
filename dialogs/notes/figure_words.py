"""How figures stand in a note, and the words of their units and drugs."""

import re
from functools import lru_cache

from dialogs.definition.facts import DoseFact, NumberFact, NumericFact
from dialogs.definition.unit_spelling import POWER_OF_TEN, TIMES_SIGN
from dialogs.definition.wording import words
from dialogs.notes.clauses import NoteClause
from dialogs.notes.note import NoteParts


def find_drug(note: NoteParts, clause: NoteClause, fact: NumericFact) -> str:
    """Returns the drug that a clause names, with a space behind it, or nothing."""
    if not isinstance(fact, DoseFact):
        return ""
    named = {word.casefold(): word for drug, each in fact.drugs.items() for word in (drug, *words(each.synonyms))}
    said = [note.tokens[i].word for i in range(clause.first, clause.last)]
    return next((f"{named[word]} " for word in said if word in named), "")


def find_written_unit(note: NoteParts, fact: NumericFact, start: int, end: int) -> re.Match[str] | None:
    """Returns what stands behind a figure and is plainly a unit, the fact's own or another; None where nothing is."""
    if multiple := _find_multiple(note, fact, start, end):
        return multiple
    run = _POWER_RUN.match(note.plain, start, end) or UNIT_RUN.match(note.plain, start, end)
    if run and (run[1].casefold() in list_unit_words(fact) or re.search(r"[/%µμ]|\d", run[1])):
        return run
    return None


def is_without_unit(note: NoteParts, fact: NumericFact, end: int) -> bool:
    """Says whether a figure that ends at `end` needs no unit, as a score does, and nothing else belongs to it."""
    return fact.unit is None and _END_OF_FIGURE.match(note.plain, end) is not None


def _find_multiple(note: NoteParts, fact: NumericFact, start: int, end: int) -> re.Match[str] | None:
    """Returns the words for a limit of the laboratory with their sign: 'x ULN' behind '3'; else None."""
    if not isinstance(fact, NumberFact) or fact.ratio_to is None:
        return None
    limits = (*fact.ratio_to.name.values(), *words(fact.ratio_to.words))
    return _compile_multiple(limits).match(note.plain, start, end)


@lru_cache(maxsize=256)
def _compile_multiple(limits: tuple[str, ...]) -> re.Pattern[str]:
    named = "|".join(map(re.escape, sorted(limits, key=len, reverse=True)))
    return re.compile(rf"\s?((?:{TIMES_SIGN}|times|-?fold)\s?(?:the )?(?:{named}))(?!\w)", re.IGNORECASE)


def list_unit_words(fact: NumericFact) -> frozenset[str]:
    """Returns how the unit of a fact is written, and the words of it."""
    synonyms = words(fact.synonyms) if isinstance(fact, NumberFact) else []
    return _split_units((*(fact.unit or {}).values(), *(fact.unit_one or {}).values(), *synonyms))


@lru_cache(maxsize=256)
def _split_units(units: tuple[str, ...]) -> frozenset[str]:
    return frozenset(part for each in units for part in re.findall(r"[^\W\d_]+|%", each.casefold())) | {
        each.casefold() for each in units
    }


FIGURE = (
    r"(?:[<>≤≥~]\s?|(?:about|approx\.?|around|over|under|less than|more than|at least|up to|"
    r"ca\.?)\s)?\d[\d.,]*(?<![.,])(?:\s?(?:-|to)\s?\d[\d.,]*(?<![.,]))?"
)


FIGURE_BEFORE = re.compile(rf"(?<![\w.,/+-])({FIGURE})[\s-]*$", re.IGNORECASE)


FIGURE_BEHIND = re.compile(rf"[\s:=-]*(?:(?:is|was|of|at|level|total|serum)\s+)*({FIGURE})(?![\w.,]*\d)", re.IGNORECASE)


_POWER_RUN = re.compile(rf"\s?({TIMES_SIGN}?\s?{POWER_OF_TEN}(?:\s?[^\s,;()]+)?|{TIMES_SIGN}\s?10\S*)", re.IGNORECASE)
"""A power of ten and what stands behind it: 'x 10^9/L', '×10⁹ / L'."""


_END_OF_FIGURE = re.compile(r"[\s)\]]*(?:[,;]|\.(?!\d)|$)", re.MULTILINE)
"""What ends a figure without a unit: then nothing else belongs to it."""


UNIT_RUN = re.compile(r"\s?([^\W\d_%]*[^\s,;()\d.][^\s,;()]*)")


DURATION = re.compile(r"(?:\bfor |\bon |\b[x×] ?)(\d{1,3}) ?(?:d|days?)\b", re.IGNORECASE)
