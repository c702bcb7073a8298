"""Words near to a fact's words: a small slip is read, and an odd text that names one is asked back."""

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache

from dialogs.definition.facts import Fact, YesNoFact
from dialogs.reading.outcome import AskBackReading, Misread, Read, Reading
from dialogs.reading.vocabulary import Vocabulary, VocabularyEntry, collect_vocabulary
from dialogs.reading.word_readings import Tokens, list_codes, list_offers, split_tokens
from dialogs.rules.answers import Answer, Known


def read_words(fact: Fact, text: str) -> Reading:
    """Reads words where a number is asked for: 'pending' or 'unknown' with a slip.

    Where they are named among other words, they are asked back.
    """
    typed = split_tokens(text)
    return read_slip(fact, typed) or _ask_about_named(fact, typed) or Misread("not_an_answer")


def is_slip(typed: str, word: str, shortest: int) -> bool:
    """Whether two words of at least `shortest` letters differ by a slip: a letter more, less, other, or two swapped."""
    return (
        min(len(typed), len(word)) >= shortest and typed.isalpha() and word.isalpha() and _is_one_edit_away(typed, word)
    )


def list_near(typed: str, known: Sequence[str], shortest: int) -> list[str]:
    """Returns the words of `known`, all of letters, from which `typed` differs by a slip."""
    if len(typed) < shortest or not typed.isalpha():
        return []
    from rapidfuzz import process  # noqa: PLC0415 - slow to import, and most answers have no slip
    from rapidfuzz.distance import OSA  # noqa: PLC0415 - the same

    found = process.extract(typed, known, scorer=OSA.distance, score_cutoff=1, limit=None)
    return [word for word, distance, _ in found if distance == 1 and len(word) >= shortest]


def _is_one_edit_away(typed: str, word: str) -> bool:
    from rapidfuzz.distance import OSA  # noqa: PLC0415 - slow to import, and most answers have no slip

    return OSA.distance(typed, word, score_cutoff=1) == 1


def read_slip(fact: Fact, typed: Tokens) -> Reading | None:
    """Reads `typed` where exactly one long word holds a slip and only one reading is within reach of it.

    A slip in the first letter is asked back: prefixes such as 'un-' and 'a-' turn a word into its opposite.
    """
    if max(map(len, typed), default=0) < SHORTEST_WITH_SLIP:
        return None
    reached = [*_iterate_reached(collect_vocabulary(fact), typed)]
    readings = list(dict.fromkeys(each.reading for each in reached))
    if len(readings) > 1:
        return ask_back(fact, "several", _collect_answers(reached))
    if not readings or not isinstance(readings[0], Read):
        return readings[0] if readings else None
    keeps_first_letters = any(all(a[0] == b[0] for a, b in zip(typed, each.tokens, strict=True)) for each in reached)
    return readings[0] if keeps_first_letters else ask_back(fact, "named", _collect_answers(reached))


def is_telling(word: Tokens) -> bool:
    """Whether a word says enough to be looked for among others: 'na', 'r', 'im', 'no' and '+' do not."""
    return len("".join(word)) >= _SHORTEST_AMONG_OTHERS


def ask_back(fact: Fact, reason: str, meant: Iterable[Answer]) -> AskBackReading | Misread:
    """Asks back with what is meant, in order. No and yes are what the plain question offers, so that is asked again."""
    offered = order_answers(fact, meant)
    is_plain = isinstance(fact, YesNoFact) and set(offered) == {Known(code) for code in list_codes(fact)}
    return Misread("unclear") if is_plain else AskBackReading(reason, offered)


def order_answers(fact: Fact, answers: Iterable[Answer]) -> tuple[Answer, ...]:
    """Returns answers once each: options in the fact's order, then missing answers."""
    given = set(answers)
    options = collect_vocabulary(fact).options
    ordered: list[Answer] = [option for option in options if option in given]
    return (*ordered, *sorted(given.difference(options), key=repr))


def _iterate_reached(known: Vocabulary, typed: Tokens) -> Iterator[VocabularyEntry]:
    """Yields the words that differ from `typed` by a slip in one long token."""
    alike = _group_by_rest(known)
    for at, token in enumerate(typed):
        if len(token) >= SHORTEST_WITH_SLIP:
            same = alike.get((typed[:at], typed[at + 1 :]), ())
            yield from (each for each in same if is_slip(token, each.tokens[at], SHORTEST_WITH_SLIP))


@lru_cache(maxsize=2_000)
def _group_by_rest(known: Vocabulary) -> dict[tuple[Tokens, Tokens], list[VocabularyEntry]]:
    """Returns the words of a fact by the tokens before and behind each of their long ones."""
    alike: dict[tuple[Tokens, Tokens], list[VocabularyEntry]] = {}
    for entry in known.entries:
        for at, token in enumerate(entry.tokens):
            if len(token) >= SHORTEST_WITH_SLIP:
                alike.setdefault((entry.tokens[:at], entry.tokens[at + 1 :]), []).append(entry)
    return alike


def _ask_about_named(fact: Fact, typed: Tokens) -> Reading | None:
    found = _find_words(fact, typed)
    meant = order_answers(fact, _collect_answers(found))
    return AskBackReading("several" if len(meant) > 1 else "named", meant) if meant else None


def _find_words(fact: Fact, typed: Tokens) -> list[VocabularyEntry]:
    """Returns the words of the fact within `typed`, the longest first at each place."""
    by_length = sorted(
        (each for each in collect_vocabulary(fact).entries if is_telling(each.tokens)),
        key=lambda each: -len(each.tokens),
    )
    found: list[VocabularyEntry] = []
    at = 0
    while at < len(typed):
        here = next((each for each in by_length if typed[at : at + len(each.tokens)] == each.tokens), None)
        found += [here] if here else []
        at += len(here.tokens) if here else 1
    return found


def _collect_answers(entries: Iterable[VocabularyEntry]) -> set[Answer]:
    return {answer for each in entries for answer in list_offers(each.reading)}


SHORTEST_WITH_SLIP = 6
"""Letters in the shortest word in which a slip is forgiven."""
_SHORTEST_AMONG_OTHERS = 3
