"""Words of a note with a slip, and the cue that each may be: 'steriods', 'chemotherpay'."""

from collections.abc import Iterator
from dataclasses import dataclass

from dialogs.notes.note_text import NoteToken
from dialogs.notes.phrases import PLAIN_NEGATION
from dialogs.reading.choices import SHORTEST_WITH_SLIP, is_slip


@dataclass(frozen=True, slots=True, eq=False)
class SlipTable:
    """The words that are known, and the cues by what is left of each without one of its letters."""

    known: frozenset[str]
    cues: frozenset[str]
    shortened: dict[str, set[str]]

    def mend(self, word: str) -> str:
        """Returns the one cue from which `word` differs by a slip, with the same first letter, or `word` itself."""
        if len(word) < _SHORTEST or not word.isalpha() or word in self.known:
            return word
        reached = {cue for each in _shorten(word) for cue in self.shortened.get(each, ())}
        near = sorted(each for each in reached if each[0] == word[0] and _is_near(word, each))
        return near[-1] if near and all(near[-1].startswith(each) for each in near) else word


def mend_tokens(table: SlipTable, tokens: list[NoteToken]) -> Iterator[NoteToken]:
    """Yields the tokens without their slips; in two parts where a denial is glued to a cue: 'nosteroids'."""
    for token in tokens:
        word = token.word
        if len(word) < _SHORTEST or word in table.known:
            yield token
        elif word.startswith(PLAIN_NEGATION) and word[len(PLAIN_NEGATION) :] in table.cues:
            middle = token.start + len(PLAIN_NEGATION)
            yield NoteToken(PLAIN_NEGATION, token.start, middle)
            yield NoteToken(word[len(PLAIN_NEGATION) :], middle, token.end)
        else:
            yield token._replace(word=table.mend(word))


def make_slip_table(cues: set[str], known: set[str]) -> SlipTable:
    """Returns the table of the words of cues; `known` are words that are as they should be."""
    shortened: dict[str, set[str]] = {}
    for cue in cues:
        if len(cue) >= _SHORTEST and cue.isalpha():
            for each in _shorten(cue):
                shortened.setdefault(each, set()).add(cue)
    long = frozenset(each for each in cues if len(each) >= _SHORTEST)
    return SlipTable(frozenset(known | cues), long, shortened)


def _is_near(word: str, cue: str) -> bool:
    """Whether a word is a cue with a slip, and no other form of it.

    In a short one two letters are swapped, and nothing else.
    """
    if cue in {f"{word}d", f"{word}s", f"{word}ed"}:
        return False
    if len(cue) < SHORTEST_WITH_SLIP:
        return sorted(word) == sorted(cue) and is_slip(word, cue, _SHORTEST)
    return is_slip(word, cue, _SHORTEST)


_SHORTEST = 5


def _shorten(word: str) -> Iterator[str]:
    """Yields `word`, and what is left of it without each of its letters."""
    yield word
    for i in range(len(word)):
        yield word[:i] + word[i + 1 :]
