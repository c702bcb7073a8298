"""Whose dose a figure is: of a drug that the fact knows, or of the one that is named just before it."""

from dialogs.definition.facts import DoseFact
from dialogs.definition.wording import words
from dialogs.notes.cue_index import CueRole
from dialogs.notes.finding import NoteFinding
from dialogs.notes.harmless_words import HARMLESS
from dialogs.notes.note import NoteParts


def is_of_other_drug(note: NoteParts, found: NoteFinding, fact: DoseFact) -> bool:
    """Returns whether the last word before a dose, in its clause, is none that it may be of: 'MTX 12 mg/m2'."""
    first = next(each.first for each in note.clauses if each.first <= found.first < each.last)
    own = {word.casefold() for drug, each in fact.drugs.items() for word in (drug, *words(each.synonyms))}
    parents = note.trial.list_parents(found.fact) | {found.fact}
    cued = {
        i
        for each in note.list_marks(first, found.first, CueRole.CUE, CueRole.MENTION, CueRole.TIME, CueRole.NEGATES)
        if each.fact in parents or each.role in _PLAIN
        for i in range(each.first, each.last)
    }
    for i in range(found.first - 1, first - 1, -1):
        word = note.tokens[i].word
        if i in cued or word in own:
            return False
        if word.isalpha() and word not in HARMLESS | _BESIDE:
            return True
    return False


_PLAIN = (CueRole.TIME, CueRole.NEGATES)
_BESIDE = frozenset({
    "dose", "doses", "daily", "highest", "max", "maximum", "oral", "po", "iv", "im", "mg", "given", "received", "at",
    "x", "started", "od", "bd", "tds", "qd", "bid", "tid", "course", "once", "twice", "orally", "then",
    "about",
})  # fmt: skip
"""What may stand between a drug and its dose."""
