"""Words that are asked back in just one way: with the same reason and the same offers as a question that stands in a screening.

What the person typed is not kept, so the words are made up from the trial's own. A doubt about dates has no words here:
a script names no dates of a patient, and dates that come to the same offers would be those of nobody.
"""

from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from itertools import islice, product

from dialogs.conversation.ask_backs import IMPRECISE
from dialogs.conversation.screening import Doubt
from dialogs.definition.facts import DosePerAreaFact, Fact, NumericFact
from dialogs.definition.wording import say
from dialogs.reading import AskBackReading, Read, read
from dialogs.reading.days.durations import DAYS, MONTHS, WEEKS, YEARS, add_up, compute_days
from dialogs.reading.doses.coded_parts import AMOUNT, DAILY, DRUG, LENGTH, UNIT, WEIGHT
from dialogs.reading.doses.dose_parts import PER_AREA, PER_DAY, PER_KG
from dialogs.reading.vocabulary import collect_vocabulary
from dialogs.rules.answers import Answer, Interval, Known
from dialogs.testing.scripts.said import Unsayable, find_text


def find_doubtful_text(fact: Fact, doubt: Doubt, today: date) -> str | None:
    """Returns words that are asked back as `doubt`, or None where there are none, such as for the same answer said twice at once."""
    if doubt.reason == IMPRECISE:
        return _said(fact, doubt.offers[0], today)
    wanted = AskBackReading(doubt.reason, doubt.offers, doubt.kept)
    return next((text for text in _texts(fact, doubt, today) if read(fact, text, today) == wanted), None)


def _said(fact: Fact, answer: Answer, today: date) -> str:
    try:
        return find_text(fact, answer, today)
    except Unsayable:
        return ""


def _texts(fact: Fact, doubt: Doubt, today: date) -> Iterator[str]:
    """Yields words that may be asked back as a doubt: the definition's own, those of its offers made doubtful, and some for no offer."""
    yield from (
        word
        for word, reading in collect_vocabulary(fact).readings.items()
        if reading == AskBackReading(doubt.reason, doubt.offers)
    )
    if isinstance(fact, DosePerAreaFact) and doubt.kept:
        yield from _doses(fact, dict(doubt.kept))
    if doubt.offers:
        offered = [_said(fact, each, today) for each in doubt.offers]
        yield from (shape.format(offered[0]) for shape in ("{0}", "{0}?", "about {0}", "0{0}", "not {0}", "{0} 99"))
        yield from _named(fact, doubt.offers)
        yield from (count for _, count in doubt.kept)
        yield from _SAID_OF_AGES
        if isinstance(fact, NumericFact):
            yield from _numbers(fact, doubt.offers[0], offered[0])
            yield from _durations(doubt.offers)
        return
    yield from _NOTHING_OFFERED
    if isinstance(fact, DosePerAreaFact):
        yield from _doses(fact, {})


def _named(fact: Fact, offers: tuple[Answer, ...]) -> Iterator[str]:
    """Yields sentences that name each of the offers, and nothing else."""
    entries = collect_vocabulary(fact).entries
    names = [[" ".join(each.tokens) for each in entries if each.reading == Read(offer)] for offer in offers]
    for words in islice(product(*names), _MOST_SENTENCES):
        yield " or ".join(words)


def _numbers(fact: NumericFact, offer: Answer, said: str) -> Iterator[str]:
    """Yields an offered number as it is doubtful: without a unit, in other units, with a comma or a point, with a needless zero."""
    yield said.removesuffix(say(fact.unit)).strip()
    if isinstance(offer, Known) and isinstance(offer.value, int):
        number = offer.value
        yield from (
            f"{number}",
            f"{number}.0",
            f"{number}.0 {say(fact.unit)}",
            f"{number // 1000},{number % 1000:03}",
            f"{number}/7",
        )
        yield from (f"{number // 7}{shape}" for shape in (" weeks", "/52"))
        yield from (f"{number // 7} weeks {number % 7} days", f"{number // 28} months", f"{number // 28}/12")
    elif isinstance(offer, Known):
        grouped = f"{offer.value:.3f}"
        yield from (
            text for each in (grouped, grouped.replace(".", ",")) for text in (each, f"{each} {say(fact.unit)}")
        )


def _durations(offers: tuple[Answer, ...]) -> Iterator[str]:
    """Yields each offer in weeks and in months, in all the ways that are doubted, and two offers as two counts of one age."""
    for offer in (each for each in offers if isinstance(each, Interval)):
        for unit, marks in _MARKS.items():
            yield from (text for mark in marks for text in _counted(offer, unit, mark))
        yield from _summed(offer)
    if len(offers) > 1:
        yield from (f"{first} ({second})" for first, second in product(*([*_exact(each)] for each in offers[:2])))


def _exact(offer: Answer) -> Iterator[str]:
    if isinstance(offer, Known):
        yield f"{offer.value} {DAYS}"
    yield from (text for unit in _MARKS if isinstance(offer, Interval) for text in _counted(offer, unit, f" {unit}"))


def _counted(offer: Interval, unit: str, mark: str) -> Iterator[str]:
    """Yields an interval as it is said in a unit, whose `mark` stands behind each count."""
    for low, high in product(_counts(offer.min, unit, "low"), _counts(offer.max, unit, "high")):
        yield f"{low}{mark}" if low == high else f"{low}{mark} to {high}{mark}"
    for limit, end, words in (
        (offer.min, "low", "at least"),
        (offer.max, "high", "at most"),
        (offer.above, "low", "more than"),
    ):
        yield from (f"{words} {count}{mark}" for count in _counts(limit, unit, end))
    yield from (f"less than {count}{mark}" for count in _counts(offer.below, unit, "onset"))


def _counts(days: float | None, unit: str, end: str) -> list[int]:
    """Returns the counts of a unit whose `end` is a number of days."""
    if days is None:
        return []
    likely = range(max(0, int(days) // 31 - 1), int(days) // 7 + 2)
    return [count for count in likely if getattr(compute_days(Decimal(count), unit), end) == days]


def _summed(offer: Interval) -> Iterator[str]:
    """Yields months and weeks, months and days, years and months that come to an interval together."""
    for months in range(int(offer.min) // 31 - 1, int(offer.min) // 28 + 2) if offer.min is not None else ():
        for unit, count in (*((WEEKS, count) for count in range(5)), *((DAYS, count) for count in range(31))):
            summed = add_up({MONTHS: months, unit: count}) if months >= 0 else None
            if summed and summed.low == offer.min and summed.high == offer.max:
                yield f"{months} {MONTHS} {count} {unit}"
        yield f"{months // 12} {YEARS} {months % 12} {MONTHS}"


def _doses(fact: DosePerAreaFact, kept: Mapping[str, str]) -> Iterator[str]:
    """Yields doses of which just `kept` is understood: without the rest, with a part too many, with one that cannot be."""
    drug = kept.get(DRUG, "").replace("_", " ")
    amount, body = (
        _amount(fact, kept),
        [f"{kept[name]} {unit}" for name, unit in ((WEIGHT, "kg"), (LENGTH, "cm")) if name in kept],
    )
    parts = [each for each in (f"{drug} {amount}".strip(), *body) if each]
    several = " ".join(name.replace("_", " ") for name in list(fact.drugs)[:2])
    for added in ("", "5 mg twice", "5 g", "900 kg", "900 cm", "5 mg/day, 6 mg/kg/day", "3 kg, 4 kg", "30 cm, 40 cm"):
        yield ", ".join([*parts, added] if added else parts)
    for name in ("foobarine", f"{drug} taper".strip(), several):
        yield ", ".join([f"{name} {amount or '5 mg/day'}", *body])
        yield ", ".join([name, *body])


def _amount(fact: DosePerAreaFact, kept: Mapping[str, str]) -> str:
    """Returns the amount that is kept, with its unit."""
    per_day = "/day" if DAILY in kept else ""
    units = {PER_AREA: say(fact.unit), PER_KG: f"mg/kg{per_day}", PER_DAY: f"mg{per_day}"}
    return f"{kept.get(AMOUNT, '')} {units.get(kept.get(UNIT, ''), '')}".strip()


_NOTHING_OFFERED = ("1 year 2.5 weeks", "corrected age", "2020-01-01")
_SAID_OF_AGES = ("birth", "newborn", "neonate")
_MARKS = {MONTHS: (" m", f" {MONTHS}", "/12", f".5 {MONTHS}"), WEEKS: (f" {WEEKS}", "/52", f".5 {WEEKS}")}
"""What stands behind a count of a unit, in all the ways that are doubted."""
_MOST_SENTENCES = 200
