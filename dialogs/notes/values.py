"""What stands beside a cue that no reader of its fact knows: a value, or that the result is still to come."""

from dialogs.definition.facts import ChoiceFact
from dialogs.notes.cue_index import CueRole
from dialogs.notes.note import NoteParts
from dialogs.notes.scanning import NoteMark
from dialogs.notes.text_window import TextWindow, WindowReading
from dialogs.notes.window_words import BARE, OF_RESULTS, PLAIN, is_idle
from dialogs.reading import Read
from dialogs.reading.phrases.lexicon import make_lexicon
from dialogs.reading.vocabulary import collect_vocabulary
from dialogs.reading.word_readings import split_tokens


def read_value(note: NoteParts, fact_id: str, region: TextWindow, cues: list[NoteMark]) -> WindowReading | None:
    """Reads what stands before or behind a cue that is no word of the fact's answers: 'FLT3: wt', 'no prior chemo'."""
    fact = note.trial.facts[fact_id]
    lexicon = make_lexicon(collect_vocabulary(fact))
    first, last = min(each.first for each in cues), max(each.last for each in cues)
    said = tuple(note.tokens[i].word for i in range(first, last))
    own = (lexicon.says, lexicon.beside, lexicon.beside_of, lexicon.denied, lexicon.affirmed)
    if len({each.first for each in cues}) > 1:
        return None
    named = PLAIN | {token for name in fact.name.values() for token in split_tokens(name)}
    before = [
        i for i in range(region[0], first) if not is_idle(note.tokens[i].word) and note.tokens[i].word not in named
    ]
    behind = [i for i in range(last, region[1]) if not is_idle(note.tokens[i].word)]
    place = before or behind
    words = {note.tokens[i].word for i in place}
    is_own = any(said in table for table in own)
    if isinstance(note.read(fact_id, note.make_readable(first, last)), Read):
        return None
    if bool(before) == bool(behind) or (is_own and (words & BARE or not behind)):
        return None
    reading = note.read(fact_id, note.make_readable(place[0], place[-1] + 1))
    if not isinstance(reading, Read):
        return None
    return WindowReading(reading, min(place[0], first), max(place[-1] + 1, last))


def waits(note: NoteParts, fact_id: str, region: TextWindow, cues: list[NoteMark], tried: list[WindowReading]) -> bool:
    """Whether a region says nothing but that the result of its cue is still to come."""
    if not isinstance(note.trial.facts[fact_id], ChoiceFact) or _is_told(tried[0]):
        return False
    said_to_wait = note.list_marks(*region, CueRole.WAITS)
    timed = [each for each in note.list_marks(*region, CueRole.TIME) if each.fact == fact_id]
    said = {place for each in (*said_to_wait, *timed, *cues) for place in range(each.first, each.last)}
    counted = {place for first, last in note.counts for place in range(first, last)}
    rest = [note.tokens[i].word for i in range(*region) if i not in said | counted]
    return bool(said_to_wait) and all(is_idle(word) or word in OF_RESULTS for word in rest)


def _is_told(found: WindowReading) -> bool:
    reading = found.reading
    return not isinstance(reading, Read) and reading.reason.startswith(("time:", "words:"))
