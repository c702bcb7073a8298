"""Words that are asked back with the same reason and the same offers as a question that stands in a screening.

No text of a person is stored, so the words are made up from the trial's own. A doubt about dates has no words
here. A script names no dates of a patient, and other dates with the same offers would belong to no patient.
"""

from collections.abc import Iterator
from datetime import date
from itertools import islice, product

from dialogs.conversation.ask_backs import IMPRECISE
from dialogs.conversation.screening import Doubt
from dialogs.definition.facts import (
    DoseFact,
    Fact,
    GestationFact,
    NumberFact,
    NumericFact,
    WashoutsFact,
    get_computed,
    get_unit_word,
)
from dialogs.reading import AskBackReading, Read, read
from dialogs.reading.vocabulary import collect_vocabulary
from dialogs.rules.answers import Answer, Known
from dialogs.testing.scripts.recording.doubtful_ages import list_durations, list_gestations
from dialogs.testing.scripts.recording.doubtful_doses import list_doses
from dialogs.testing.scripts.recording.doubtful_measures import list_measures
from dialogs.testing.scripts.recording.doubtful_parts import list_part_texts
from dialogs.testing.scripts.recording.said import Unsayable, find_text
from dialogs.testing.scripts.recording.said_last_doses import list_doses_beside, list_doubtful_last_doses


def find_doubtful_text(fact: Fact, doubt: Doubt, today: date) -> str | None:
    """Returns words that are asked back as `doubt`, or None where there are none, as for an answer sent twice."""
    if doubt.reason == IMPRECISE:
        return _say(fact, doubt.offers[0], today)
    wanted = AskBackReading(doubt.reason, doubt.offers, doubt.kept)
    return next((text for text in _list_texts(fact, doubt, today) if read(fact, text, today) == wanted), None)


def _say(fact: Fact, answer: Answer, today: date) -> str:
    try:
        return find_text(fact, answer, today)
    except Unsayable:
        return ""


def _list_texts(fact: Fact, doubt: Doubt, today: date) -> Iterator[str]:
    """Yields words that may be asked back as a doubt: the definition's own, doubtful forms of offers, others."""
    yield from (
        word
        for word, reading in collect_vocabulary(fact).readings.items()
        if reading == AskBackReading(doubt.reason, doubt.offers)
    )
    if isinstance(fact, WashoutsFact):
        yield from list_doses_beside(fact, doubt.kept, doubt.offers)
        yield from list_doubtful_last_doses(fact, dict(doubt.kept))
    if isinstance(fact, DoseFact) and doubt.kept:
        yield from list_doses(fact, dict(doubt.kept))
    if get_computed(fact) is not None:
        yield from list_part_texts(fact, doubt.kept)
    elif isinstance(fact, NumberFact):
        yield from list_measures(fact, doubt)
    if doubt.offers:
        offered = [_say(fact, each, today) for each in doubt.offers]
        yield from (shape.format(offered[0]) for shape in ("{0}", "{0}?", "about {0}", "0{0}", "not {0}", "{0} 99"))
        yield from _name_offers(fact, doubt.offers)
        yield from (count for _, count in doubt.kept)
        yield from _SAID_OF_AGES
        if isinstance(fact, GestationFact):
            yield from list_gestations(doubt.offers)
        if isinstance(fact, NumericFact):
            yield from _list_numbers(fact, doubt.offers[0], offered[0])
            yield from list_durations(doubt.offers)
        return
    yield from _NOTHING_OFFERED
    if isinstance(fact, DoseFact):
        yield from list_doses(fact, {})


def _name_offers(fact: Fact, offers: tuple[Answer, ...]) -> Iterator[str]:
    """Yields sentences that name each of the offers, and nothing else."""
    entries = collect_vocabulary(fact).entries
    names = [[" ".join(each.tokens) for each in entries if each.reading == Read(offer)] for offer in offers]
    for words in islice(product(*names), _MOST_SENTENCES):
        yield " or ".join(words)


def _list_numbers(fact: NumericFact, offer: Answer, said: str) -> Iterator[str]:
    """Yields an offered number in doubtful forms: without its unit, in other units, with a needless zero."""
    yield said.removesuffix(get_unit_word(fact)).strip()
    if isinstance(offer, Known) and isinstance(offer.value, int):
        number = offer.value
        yield from (f"{number}", f"{number}.0", f"{number}.0 {get_unit_word(fact)}".strip())
        yield from (f"{number // 1000},{number % 1000:03}", f"{number}/7")
        yield from (f"{number // 7}{shape}" for shape in (" weeks", "/52"))
        yield from (f"{number // 7} weeks {number % 7} days", f"{number // 28} months", f"{number // 28}/12")
    else:
        grouped = [f"{offer.value:.3f}"] if isinstance(offer, Known) else []
        for each in (*grouped, *(each.replace(".", ",") for each in grouped)):
            yield from (each, f"{each} {get_unit_word(fact)}".strip())


_NOTHING_OFFERED = ("1 year 2.5 weeks", "corrected age", "2020-01-01")
_SAID_OF_AGES = ("birth", "newborn", "neonate")
_MOST_SENTENCES = 200
