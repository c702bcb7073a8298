"""Words that are asked back in just one way: with the same reason and the same offers as a question that stands in a screening.

What the person typed is not kept, so the words are made up from the trial's own. A doubt about dates has no words here: a script names
no dates of a patient, and dates that come to the same offers would be those of nobody.
"""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from itertools import combinations, islice, product

from dialogs.answers import Answer, Interval, Known
from dialogs.definition.facts import DosePerAreaFact, Fact, NumericFact
from dialogs.definition.wording import say
from dialogs.reading import AskBack, Read, read
from dialogs.reading.durations import MONTHS, duration
from dialogs.reading.vocabulary import vocabulary
from dialogs.screening import Doubt
from dialogs.scripts.said import Unsayable, text_for
from dialogs.view import IMPRECISE


def text_for_doubt(fact: Fact, doubt: Doubt, today: date) -> str | None:
    """Returns words that are asked back as `doubt`, or None where there are none, such as for the same answer said twice at once."""
    if doubt.reason == IMPRECISE:
        return _said(fact, doubt.offers[0], today)
    wanted = AskBack(doubt.reason, doubt.offers)
    return next((text for text in _texts(fact, doubt, today) if read(fact, text, today) == wanted), None)


def _said(fact: Fact, answer: Answer, today: date) -> str:
    try:
        return text_for(fact, answer, today)
    except Unsayable:
        return ""


def _texts(fact: Fact, doubt: Doubt, today: date) -> Iterator[str]:
    """Yields words that may be asked back as a doubt: the definition's own, those of its offers made doubtful, and some for no offer."""
    yield from (word for word, reading in vocabulary(fact).readings.items() if reading == AskBack(doubt.reason, doubt.offers))
    if doubt.offers:
        offered = [_said(fact, each, today) for each in doubt.offers]
        yield from (shape.format(offered[0]) for shape in ("{0}", "{0}?", "about {0}", "0{0}", "not {0}"))
        yield from _named(fact, doubt.offers)
        if isinstance(fact, NumericFact):
            yield from _numbers(fact, doubt.offers[0], offered[0])
        return
    yield from _NOTHING_OFFERED
    if isinstance(fact, DosePerAreaFact):
        yield from _incomplete(fact)


def _named(fact: Fact, offers: tuple[Answer, ...]) -> Iterator[str]:
    """Yields sentences that name each of the offers, and nothing else."""
    entries = vocabulary(fact).entries
    names = [[" ".join(each.tokens) for each in entries if each.reading == Read(offer)] for offer in offers]
    for words in islice(product(*names), _MOST_SENTENCES):
        yield f"seems {' or '.join(words)}"


def _numbers(fact: NumericFact, offer: Answer, said: str) -> Iterator[str]:
    """Yields an offered number as it is doubtful: without a unit, in months, with a comma or a needless zero, on the day of birth."""
    yield said.removesuffix(say(fact.unit)).strip()
    if isinstance(offer, Interval) and offer.min is not None and offer.max is not None:
        lows = (count for count in _months(offer.min) if duration(Decimal(count), MONTHS).low == offer.min)
        highs = (count for count in _months(offer.max) if duration(Decimal(count), MONTHS).high == offer.max)
        yield from (f"{low} m" if low == high else f"{low} to {high} m" for low, high in product(lows, highs))
    elif isinstance(offer, Known) and isinstance(offer.value, int):
        number = offer.value
        yield from (f"{number}", f"{number}.0", f"{number}.0 {say(fact.unit)}", f"{number // 1000},{number % 1000:03}", "birth")
    elif isinstance(offer, Known):
        grouped = f"{offer.value:.3f}".replace(".", ",")
        yield from (grouped, f"{grouped} {say(fact.unit)}")


def _months(days: float) -> range:
    """Returns the counts of months that can begin or end at a number of days."""
    return range(max(0, int(days) // 31 - 1), int(days) // 28 + 2)


def _incomplete(fact: DosePerAreaFact) -> Iterator[str]:
    """Yields doses with a part missing, and with one too many."""
    parts = (fact.reference, "5 mg/day", "5 kg", "60 cm")
    for count in range(1, len(parts)):
        yield from (", ".join(some) for some in combinations(parts, count))
    yield from (f"{one}, {other}, 5 mg/day, 5 kg, 60 cm" for one, other in islice(combinations(fact.drugs, 2), 1))
    yield from ("5 mg twice", "5 g", "5 mg/day, 5 mg/kg/day", "5 something mg/day, 5 kg, 60 cm")


_NOTHING_OFFERED = ("2 weeks 3 days", "1.5 weeks", "corrected age", "2020-01-01")
_MOST_SENTENCES = 200
