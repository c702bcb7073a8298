"""The parts of a clause that are about one fact."""

from collections.abc import Iterator

from dialogs.definition.facts import Fact, OptionFact
from dialogs.notes.clauses import NoteClause
from dialogs.notes.cue_index import CueRole
from dialogs.notes.note import NoteParts
from dialogs.notes.scanning import NoteMark
from dialogs.notes.text_window import TextWindow
from dialogs.reading.word_readings import get_options


def split_regions(
    note: NoteParts, clause: NoteClause, fact_id: str, cues: list[NoteMark], bound: frozenset[str]
) -> Iterator[tuple[TextWindow, list[NoteMark]]]:
    """Yields the parts of a clause about one fact: up to the cues of others, with the cues in each part.

    `bound` are the facts of which the cues are enough.
    """
    mine = {(each.first, each.last) for each in cues if each.fact == fact_id}
    stops = [
        (each.first, each.last)
        for each in cues
        if each.fact != fact_id
        and not any(first < each.last and each.first < last for first, last in mine)
        and (each.fact in bound or each.role is CueRole.MENTION)
    ]
    if not takes_times(note.trial.facts[fact_id]):
        stops += [each for each in note.counts if clause.first <= each[0] and each[1] <= clause.last]
    stops += [each for each in note.spans_between if clause.first <= each[0] and each[1] <= clause.last]
    first = clause.first
    for stop_first, stop_last in [*sorted(stops), (clause.last, clause.last)]:
        own = [each for each in cues if each.fact == fact_id and first <= each.first and each.last <= stop_first]
        if own:
            denials = note.list_marks(own[-1].last, stop_first, CueRole.NEGATES)
            is_of_next = bool(denials) and denials[-1].last == stop_first < clause.last
            yield (first, denials[-1].first if is_of_next else stop_first), own
        first = max(first, stop_last)


def takes_times(fact: Fact) -> bool:
    """Returns whether a count of days may stand beside the answers to a fact: it tells of what may have been given."""
    options = get_options(fact).values() if isinstance(fact, OptionFact) else ()
    return any(each.amounts and (each.amounts.durations or each.amounts.ago or each.amounts.doses) for each in options)
