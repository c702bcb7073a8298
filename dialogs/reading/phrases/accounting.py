"""Whether one answer accounts for every segment of a phrase: each says it, or says nothing beside it."""

from collections.abc import Sequence

from dialogs.definition.facts import OptionFact
from dialogs.reading.choices import ask_back
from dialogs.reading.outcome import AskBackReading, Read, Reading
from dialogs.reading.phrases import marks
from dialogs.reading.phrases.lexicon import Lexicon
from dialogs.reading.phrases.segments import Segment, SegmentRole
from dialogs.reading.word_readings import Tokens, WordReading, list_offers
from dialogs.rules.answers import Answer, Known


def read_accounted(fact: OptionFact, known: Lexicon, found: Sequence[Segment]) -> Reading | None:
    """Reads a phrase of which every part says the same answer, or nothing; asks back if it says so in doubt."""
    said = _list_said(known, found)
    answers = list(dict.fromkeys(each.answer for each in said if isinstance(each, Read)))
    if len(set(said)) == 1 and isinstance(said[0], AskBackReading) and all(each.role in _CALM for each in found):
        return said[0]
    if len(answers) != 1 or not all(isinstance(each, Read) for each in said):
        return None
    if any(each.role is SegmentRole.DENIES and answers[0] in list_offers(each.said) for each in found if each.said):
        return None
    rest = [each.tokens for each in found if each.role is SegmentRole.REST]
    left = [each for each in rest if not _goes_with(known, answers[0], each)]
    is_bare = all(each.is_bare for each in found if each.role is SegmentRole.SAYS and isinstance(each.said, Read))
    if any(is_bare or _is_left(known, answers[0], each) for each in left):
        return None
    if any(each.role is SegmentRole.DOUBTS for each in found):
        return ask_back(fact, "doubt", answers)
    return next((each for each in said if isinstance(each, Read) and each.remark), Read(answers[0]))


def _list_said(known: Lexicon, found: Sequence[Segment]) -> list[WordReading | None]:
    """Returns what the segments say.

    Those that can stand beside others, or beside the one answer, count only where no other says it.
    """
    said = [each for each in found if each.role is SegmentRole.SAYS]
    firm = [each for each in said if not each.can_stand_beside] or said
    answers = {each.said.answer for each in firm if isinstance(each.said, Read)}
    return [
        each.said
        for each in firm
        if isinstance(each.said, Read) or not all(_is_beside(known, one, each.tokens) for one in answers or [None])
    ]


def _is_beside(known: Lexicon, answer: Answer | None, tokens: Tokens) -> bool:
    """Whether words say nothing beside the own words of an answer."""
    return answer in known.beside_of.get(tokens, ())


def _is_left(known: Lexicon, answer: Answer, tokens: Tokens) -> bool:
    """Whether nothing accounts for words beside an answer; beside a missing answer, words of any option may stand."""
    return not (_is_beside(known, answer, tokens) if isinstance(answer, Known) else tokens in known.beside_of)


def _goes_with(known: Lexicon, answer: Answer, tokens: Tokens) -> bool:
    """Whether a figure may stand beside an answer."""
    allowed = known.amounts.get(answer) if isinstance(answer, Known) else None
    if allowed is None:
        return False
    number = marks.read_percent(tokens[0])
    if number is not None:
        return allowed.percent_from is not None and number >= allowed.percent_from
    return {
        marks.DOSE: allowed.doses,
        marks.DOSE_PER: allowed.doses,
        marks.DURATION: allowed.durations,
        marks.AGO: allowed.ago,
        marks.DATE: allowed.dates,
    }.get(tokens[0], False)


_CALM = {SegmentRole.SAYS, SegmentRole.BESIDE}
