"""From what the places of a note say to what the note says: one outcome for each fact, and the words that are left."""

from collections.abc import Iterable

from dialogs.notes.cue_index import NAMING, CueRole, get_cue_index
from dialogs.notes.finding import FindingKind, NoteFinding
from dialogs.notes.identifier_kinds import IdentifierKind
from dialogs.notes.note import NoteParts
from dialogs.notes.note_reading import DoubtfulWords, NoteReading, Proposal
from dialogs.notes.phrases import ELLIPSIS
from dialogs.notes.unread import iterate_unread
from dialogs.rules.answers import Answer, Answers, Interval, Known


def gather(
    note: NoteParts, findings: Iterable[NoteFinding], cut: tuple[IdentifierKind, ...], known: Answers
) -> NoteReading:
    """Returns what a note says, by all that was found in it, and by what was known before."""
    found = sorted(findings, key=lambda each: (each.first, each.last))
    by_fact: dict[str, list[NoteFinding]] = {}
    for each in found:
        if each.kind is not FindingKind.LEFT:
            by_fact.setdefault(each.fact, []).append(each)
    proposed: dict[str, Proposal] = {}
    asked: list[DoubtfulWords] = []
    used = [each for each in found if each.kind is FindingKind.LEFT]
    for fact in note.trial.facts:
        own = by_fact.get(fact)
        answers = {**known, **{each.fact: each.answer for each in proposed.values()}}
        if own is None or not _applies(note, fact, answers):
            continue
        used += own
        outcome = _settle(note, own)
        if isinstance(outcome, Proposal):
            proposed[fact] = outcome
        else:
            asked.append(outcome)
    left = _list_left(used)
    told = [(each.first, each.last) for each in used if each.kind is not FindingKind.LEFT]
    taken = {place for first, last in (*told, *left) for place in range(first, last)}
    return NoteReading(
        tuple(proposed.values()),
        tuple(asked),
        tuple(note.say(*each) for each in left),
        tuple(iterate_unread(note, taken)),
        cut,
    )


def _applies(note: NoteParts, fact: str, answers: Answers) -> bool:
    rules = note.trial.rules
    return fact not in note.trial.conditional_facts or rules.applies(fact, rules.encode_state(answers))


def _settle(note: NoteParts, own: list[NoteFinding]) -> Proposal | DoubtfulWords:
    """Returns the one outcome of what the places say of a fact."""
    if len(own) == 1 and own[0].kind is FindingKind.SURE:
        return Proposal(own[0].fact, own[0].answers[0], _say(note, own[0]))
    sure = [each for each in own if each.kind is FindingKind.SURE]
    doubtful = [each for each in own if each.kind is FindingKind.DOUBTFUL]
    vague = [each for each in own if each.kind is FindingKind.VAGUE]
    answer = _choose(sure)
    if answer is not None and not doubtful and all(_allows(note, each, answer) for each in vague):
        best = next(each for each in sure if each.answers == (answer,))
        return Proposal(best.fact, answer, _say(note, best))
    said = list(dict.fromkeys(_say(note, each) for each in own))
    offers = tuple(dict.fromkeys(answer for each in own for answer in each.answers))
    return DoubtfulWords(own[0].fact, f" {ELLIPSIS} ".join(said), offers)


def _allows(note: NoteParts, vague: NoteFinding, answer: Answer) -> bool:
    """Whether words that are no answer leave one as it is: those that mean it too, or no more than its time or name."""
    if vague.answers:
        return answer in vague.answers
    if vague.fact in get_cue_index(note.trial).consents and vague.last == vague.first + 1:
        return True
    times = note.list_marks(vague.first, vague.last, CueRole.TIME)
    timed = {i for each in times for i in range(each.first, each.last)}
    cues = note.list_marks(vague.first, vague.last, *NAMING)
    return all(each.fact != vague.fact or each.first in timed for each in cues)


def _choose(sure: list[NoteFinding]) -> Answer | None:
    """Returns the answer that all sure places agree on; of intervals the one that lies within all others."""
    answers = list(dict.fromkeys(each.answers[0] for each in sure))
    if len(answers) == 1:
        return answers[0]
    within = [each for each in answers if all(_lies_within(each, other) for other in answers)]
    return within[0] if within else None


def _lies_within(answer: Answer, other: Answer) -> bool:
    if answer == other:
        return True
    low, high = (answer.value, answer.value) if isinstance(answer, Known) else _find_limits(answer)
    least, most = _find_limits(other)
    return (
        isinstance(low, int | float)
        and isinstance(high, int | float)
        and isinstance(least, int | float)
        and isinstance(most, int | float)
        and least <= low <= high <= most
    )


def _find_limits(answer: Answer) -> tuple[int | float | None, int | float | None]:
    return (answer.min, answer.max) if isinstance(answer, Interval) else (None, None)


def _say(note: NoteParts, finding: NoteFinding) -> str:
    return finding.said or note.say(finding.first, finding.last)


def _list_left(used: list[NoteFinding]) -> list[tuple[int, int]]:
    """Returns where others and other times are spoken of, but for words that say something of another fact."""
    told = [(each.first, each.last) for each in used if each.kind is not FindingKind.LEFT]
    places = dict.fromkeys(
        (each.first, each.last)
        for each in used
        if each.kind is FindingKind.LEFT and not any(a < each.last and each.first < b for a, b in told)
    )
    outer = [each for each in places if not any(a <= each[0] and each[1] <= b and (a, b) != each for a, b in places)]
    return sorted(outer)
