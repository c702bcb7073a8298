"""Phrases that are no word of the fact by themselves: read where all is accounted for, else told or asked back."""

from collections.abc import Sequence

from dialogs.definition.facts import OptionFact, get_option_label
from dialogs.reading.choices import SHORTEST_WITH_SLIP, ask_back, is_telling, list_near, order_answers, read_slip
from dialogs.reading.outcome import AskBackReading, Misread, Read, Reading
from dialogs.reading.phrases import marks
from dialogs.reading.phrases.accounting import read_accounted
from dialogs.reading.phrases.lexicon import JOINING, Lexicon, make_lexicon
from dialogs.reading.phrases.segments import Segment, SegmentRole, split_segments
from dialogs.reading.vocabulary import collect_vocabulary
from dialogs.reading.word_readings import Tokens, list_codes, list_offers, split_tokens
from dialogs.rules.answers import Known


def read_phrase(fact: OptionFact, text: str) -> Reading:
    """Reads what is no word of `fact` as a whole.

    Words of another time, and words without offers, are answered by their sentence.
    """
    known = make_lexicon(collect_vocabulary(fact))
    typed = known.split_tokens(text)
    found = split_segments(known, typed)
    return (
        _find_told(found)
        or read_accounted(fact, known, found)
        or read_slip(fact, typed)
        or _read_mended(fact, known, found)
        or _ask_about_named(fact, found)
        or _ask_about_digit(fact, typed)
        or Misread("not_an_answer")
    )


def _read_mended(fact: OptionFact, known: Lexicon, found: Sequence[Segment]) -> Reading | None:
    """Reads a phrase once more without its slips, where it has any."""
    mended = _mend_slips(known, found)
    return (_find_told(mended) or read_accounted(fact, known, mended)) if mended else None


def _find_told(found: Sequence[Segment]) -> Misread | None:
    """Returns the sentence of the first words of another time, or else of the first that ask plainly again."""
    told = [each.said for each in found if isinstance(each.said, Misread)]
    return min(told, key=lambda each: not each.reason.startswith("time:"), default=None)


def _mend_slips(known: Lexicon, found: Sequence[Segment]) -> list[Segment]:
    """Returns the segments once more, with a slip mended in each long word left over; none where there is no slip.

    A word is mended where it is near to just one word of the fact.
    """
    tokens = [token for each in found for token in each.tokens]
    left = {each.tokens[0] for each in found if each.role is SegmentRole.REST}
    mended = tuple(_mend(known, token) if token in left else token for token in tokens)
    return split_segments(known, mended) if mended != tuple(tokens) else []


def _mend(known: Lexicon, token: str) -> str:
    """Returns a word without its slip. A slip in the first letter is not mended: 'urearranged' may be either word."""
    near = list_near(token, known.long_words, SHORTEST_WITH_SLIP)
    return near[0] if len(near) == 1 and near[0][0] == token[0] else token


def _ask_about_named(fact: OptionFact, found: Sequence[Segment]) -> Reading | None:
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
        meant = order_answers(fact, [*collect_vocabulary(fact).options, *meant])
    if own and set(meant) == set(own[0].offers):
        return own[0]
    if is_unclear:
        return ask_back(fact, "unclear", meant)
    return ask_back(fact, "several", meant)


def _ask_about_digit(fact: OptionFact, typed: Tokens) -> Reading | None:
    """Asks back the label that holds a digit which was typed alone."""
    if len(typed) != 1 or not typed[0].isdecimal():
        return None
    holding = [Known(code) for code in list_codes(fact) if typed[0] in split_tokens(get_option_label(fact, code))]
    return ask_back(fact, "several" if len(holding) > 1 else "named", holding) if holding else None
