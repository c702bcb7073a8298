"""Whether words beside a statement of a fact with options were left over: values, words that nobody knows, times."""

from itertools import pairwise

from dialogs.definition.facts import OptionFact
from dialogs.notes.cue_index import CueRole
from dialogs.notes.harmless_words import HARMLESS, LEADING
from dialogs.notes.note_text import HIDDEN
from dialogs.notes.qualifiers import OF_DENIED, SIGNS, VALUES
from dialogs.notes.surroundings import Surroundings, is_within
from dialogs.notes.window_words import is_idle
from dialogs.reading import Read
from dialogs.reading.word_readings import get_options
from dialogs.rules.answers import Known


def has_leftovers(around: Surroundings, fact: OptionFact) -> bool:
    """Returns whether words around a statement could be of it, and were not read with it."""
    return (
        _is_bare(around, fact)
        or _has_time_within(around)
        or _leads_to_cue(around)
        or _holds_two_values(around)
        or any(_is_left_over(around, i) for i in around.iterate_near())
    )


def _is_left_over(around: Surroundings, at: int) -> bool:
    note, found = around.note, around.found
    word, is_behind = note.tokens[at].word, at >= found.last
    denials = note.list_marks(found.first, found.last, CueRole.NEGATES)
    if word in OF_DENIED - SIGNS and any(each.first >= around.first for each in denials):
        return False
    if word in LEADING and at < note.clauses[around.at].body - 1:
        return False
    is_of_before = not is_behind and word in SIGNS
    is_read = is_of_before if word in VALUES else word in HARMLESS or _is_figure(around, at)
    return not is_read and not (is_behind and _goes_with(around, at))


def _goes_with(around: Surroundings, at: int) -> bool:
    """Whether a statement says the same with the words behind it up to a token."""
    reading = around.note.read(around.found.fact, around.note.make_readable(around.found.first, at + 1))
    return isinstance(reading, Read) and (reading.answer,) == around.found.answers


def _is_figure(around: Surroundings, at: int) -> bool:
    """Whether a token is a figure, or letters with one at once behind them: 'CD10', '215'."""
    token, *behind = around.note.tokens[at : at + 2]
    is_name = len(token.word) > 1 and bool(behind) and behind[0].word.isdecimal() and behind[0].start == token.end
    return token.word.isdecimal() or is_name


def _is_bare(around: Surroundings, fact: OptionFact) -> bool:
    """Whether a clause holds no more than the name of what may have been given, which is an illness too."""
    note, found, answer = around.note, around.found, around.found.answers[0]
    option = get_options(fact).get(str(answer.value)) if isinstance(answer, Known) else None
    if option is None or option.dosed or option.amounts is None or not option.amounts.ago or HIDDEN in note.plain:
        return False
    names = {(each.first, each.last) for each in note.list_marks(found.first, found.last, CueRole.CUE)}
    rest = [*range(around.first, found.first), *range(found.last, around.last)]
    return (found.first, found.last) in names and all(is_idle(note.tokens[i].word) for i in rest)


def _has_time_within(around: Surroundings) -> bool:
    """Whether a clause holds a time from now, or a time in which, that no statement took up."""
    return any(
        around.first < first < around.last
        and {first - 1, first}.isdisjoint(around.stated)
        and is_within(around.note, first)
        for first, _ in around.note.counts
    )


def _leads_to_cue(around: Surroundings) -> bool:
    """Whether a clause ends in a cue of another fact that states nothing: 'de novo' is of that."""
    last, note = around.found.last, around.note
    if last in around.stated or not note.tokens[around.last - 1].word.isalnum():
        return False
    cues = note.list_marks(last, around.last, CueRole.CUE)
    leads = any(each.first == last and each.last == around.last for each in cues)
    return leads and around.stated.isdisjoint(i for i in around.iterate_following() if i >= around.last)


def _holds_two_values(around: Surroundings) -> bool:
    """Whether two values that exclude each other stand side by side: 'CD19 CD10 pos neg'."""
    words = [each.word for each in around.note.tokens[around.found.first : around.found.last + 1]]
    return any({*pair} & _POSITIVE and {*pair} & _NEGATIVE for pair in pairwise(words))


_POSITIVE, _NEGATIVE = frozenset({"pos", "positive"}), frozenset({"neg", "negative"})
