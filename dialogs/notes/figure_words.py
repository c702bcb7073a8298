"""How figures stand in a note, and the words of their units and drugs."""

import re
from functools import lru_cache

from dialogs.definition.facts import DoseFact, NumberFact, NumericFact
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


def list_unit_words(fact: NumericFact) -> frozenset[str]:
    """Returns how the unit of a fact is written, and the words of it."""
    synonyms = words(fact.synonyms) if isinstance(fact, NumberFact) else []
    return _split_units((*fact.unit.values(), *(fact.unit_one or {}).values(), *synonyms))


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


UNIT_RUN = re.compile(r"\s?([^\W\d_%]*[^\s,;()\d.][^\s,;()]*)")


DURATION = re.compile(r"(?:\bfor |\bon |\b[x×] ?)(\d{1,3}) ?(?:d|days?)\b", re.IGNORECASE)
