"""Phrases that are no word of the fact by themselves: read where all of it is accounted for, told or asked back where it is not."""

from collections.abc import Sequence

from dialogs.definition.facts import OptionFact, get_option_label
from dialogs.reading import marks
from dialogs.reading.choices import SHORTEST_WITH_SLIP, ask_back, is_slip, is_telling, order_answers, read_slip
from dialogs.reading.lexicon import JOINING, Lexicon, make_lexicon
from dialogs.reading.outcome import AskBackReading, Misread, Read, Reading
from dialogs.reading.segments import Segment, SegmentRole, split_segments
from dialogs.reading.vocabulary import Tokens, WordReading, collect_vocabulary, list_codes, list_offers, split_tokens
from dialogs.rules.answers import Answer, Known


def read_phrase(fact: OptionFact, text: str) -> Reading:
    """Reads what is no word of `fact` as a whole.

    Words of another time, and words without offers, are answered by their sentence.
    """
    known = make_lexicon(collect_vocabulary(fact))
    typed = known.split_tokens(text)
    found = split_segments(known, typed)
    mended = _mended(known, found)
    return (
        _told(found)
        or _accounted(fact, known, found)
        or read_slip(fact, typed)
        or (_told(mended) or _accounted(fact, known, mended) if mended else None)
        or _named(fact, found)
        or _digit(fact, typed)
        or Misread("not_an_answer")
    )


def _told(found: Sequence[Segment]) -> Misread | None:
    """Returns the sentence of the first words of another time, or else of the first that ask plainly again."""
    told = [each.said for each in found if isinstance(each.said, Misread)]
    return min(told, key=lambda each: not each.reason.startswith("time:"), default=None)


def _accounted(fact: OptionFact, known: Lexicon, found: Sequence[Segment]) -> Reading | None:
    """Reads a phrase of which every part says the same answer, or nothing; asks back if it says so in doubt."""
    said = _saying(known, found)
    answers = list(dict.fromkeys(each.answer for each in said if isinstance(each, Read)))
    if len(set(said)) == 1 and isinstance(said[0], AskBackReading) and all(each.role in _CALM for each in found):
        return said[0]
    if len(answers) != 1 or not all(isinstance(each, Read) for each in said):
        return None
    if any(each.role is SegmentRole.DENIES and answers[0] in list_offers(each.said) for each in found if each.said):
        return None
    left = [
        each.tokens
        for each in found
        if each.role is SegmentRole.REST and not _goes_with(known, answers[0], each.tokens)
    ]
    is_bare = all(each.is_bare for each in found if each.role is SegmentRole.SAYS and isinstance(each.said, Read))
    if any(is_bare or _is_left(known, answers[0], each) for each in left):
        return None
    if any(each.role is SegmentRole.DOUBTS for each in found):
        return ask_back(fact, "doubt", answers)
    return next((each for each in said if isinstance(each, Read) and each.remark), Read(answers[0]))


def _saying(known: Lexicon, found: Sequence[Segment]) -> list[WordReading | None]:
    """Returns what the segments say: those that can stand beside others, or beside the one answer, count only where no other says it."""
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
    """Whether nothing accounts for words beside an answer; what belongs to any option may stand beside an answer that is missing."""
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


def _mended(known: Lexicon, found: Sequence[Segment]) -> list[Segment]:
    """Returns the segments once more, with a slip mended in each long word left over that is near to just one word of the fact."""
    tokens = [token for each in found for token in each.tokens]
    left = {each.tokens[0] for each in found if each.role is SegmentRole.REST}
    mended = tuple(_mend(known, token) if token in left else token for token in tokens)
    return split_segments(known, mended) if mended != tuple(tokens) else []


def _mend(known: Lexicon, token: str) -> str:
    """A slip in the first letter is not mended, and none that could be one: 'urearranged' may be either."""
    near = [word for word in known.long_words if is_slip(token, word, SHORTEST_WITH_SLIP)]
    return near[0] if len(near) == 1 and near[0][0] == token[0] else token


def _named(fact: OptionFact, found: Sequence[Segment]) -> Reading | None:
    """Asks back what a phrase names; all options, and what is missing where it names that, if anything is left over."""
    named = [
        each
        for each in found
        if each.role is SegmentRole.SAYS and (is_telling(each.tokens) or marks.is_mark(each.tokens[0]))
    ]
    denied = [each for each in found if each.role is SegmentRole.DENIES]
    if not named and not denied:
        return None
    said = list(dict.fromkeys(each.said for each in named))
    meant = order_answers(
        fact, {answer for each in said if isinstance(each, Read | AskBackReading) for answer in list_offers(each)}
    )
    left = [
        each for each in found if each.role is SegmentRole.REST or (each.role is SegmentRole.SAYS and each not in named)
    ]
    is_left = any(each.tokens not in JOINING or len(meant) == 1 for each in left)
    own = [each for each in said if isinstance(each, AskBackReading)]
    is_unclear = bool(denied) or is_left or (bool(own) and len(own) < len(said))
    if is_unclear:
        meant = order_answers(fact, [*map(Known, list_codes(fact)), *meant])
    if own and set(meant) == set(own[0].offers):
        return own[0]
    if is_unclear:
        return ask_back(fact, "unclear", meant)
    return ask_back(fact, "several", meant)


def _digit(fact: OptionFact, typed: Tokens) -> Reading | None:
    """Asks back the label that holds a digit which was typed alone."""
    if len(typed) != 1 or not typed[0].isdecimal():
        return None
    holding = [Known(code) for code in list_codes(fact) if typed[0] in split_tokens(get_option_label(fact, code))]
    return ask_back(fact, "several" if len(holding) > 1 else "named", holding) if holding else None


_CALM = {SegmentRole.SAYS, SegmentRole.BESIDE}
