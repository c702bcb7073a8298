"""What is said when a text was not read: one plain sentence, made from the reason, the fact and the offers, never from the text."""

from collections.abc import Callable, Sequence

from dialogs import phrases
from dialogs.definition.facts import (
    AgeFact,
    ChoiceFact,
    DaysBetweenFact,
    DosePerAreaFact,
    Fact,
    NumberFact,
    NumericFact,
    YesNoFact,
    get_option_label,
)
from dialogs.definition.wording import DEFAULT_LANGUAGE, say
from dialogs.reading.cleaning import MAX_CHARACTERS
from dialogs.reading.dose_parts import PER_AREA, PER_DAY, PER_KG
from dialogs.reading.doubts import find_doubts
from dialogs.reading.durations import DAYS
from dialogs.reading.kept_parts import AMOUNT, DAILY, DRUG, LENGTH, UNIT, WEIGHT
from dialogs.reading.outcome import AskBackReading, KeptParts, Misread
from dialogs.reading.plain_words import CONFIRMING, REFUSING
from dialogs.reading.replies import DAY_FIRST, MONTH_FIRST, name_offers
from dialogs.reading.vocabulary import find_own_sentence, list_codes
from dialogs.rules.answers import Answer, Known, Pending, Unknown
from dialogs.verdict.answer_words import format_amount, format_day, format_figure, word_answer


def make_sentence(fact: Fact, outcome: Misread | AskBackReading) -> str:
    """Returns what fits (after a `Misread`), or what is doubtful and then what is offered (after an `AskBackReading`), as one line.

    Offers come last and in one form, so that a yes or a no can only be meant for them: "Did you mean A?", or "Which of
    these: A or B?". A reason that is not known here, such as one kept by another version, gets the sentence that says
    what fits.
    """
    reason, _, detail = outcome.reason.partition(":")
    offers = word_offers(fact, outcome) if isinstance(outcome, AskBackReading) else ()
    kept = outcome.kept if isinstance(outcome, AskBackReading) else ()
    if reason in {"words", "time", "told"}:
        said = (
            _told(fact, detail)
            if reason == "told"
            else find_own_sentence(fact, outcome.reason) or describe_fitting(fact)
        )
    else:
        template = SENTENCES.get(reason, "{fits}") if offers or reason not in _OFFERING else "{fits}"
        gaps = {"detail": _detail(detail.split("+")), "needed": _detail(_needed(kept)), "max": str(MAX_CHARACTERS)}
        said = _filled(template, gaps, _GAPS, fact)
    more = " ".join(SENTENCES.get(each, "") for each in find_doubts(kept) if each != reason)
    said = f"{said} {more}"
    if not offers or reason == "bare_part":
        said = f"{describe_understood(fact, kept)} {said}"
    return " ".join(f"{said} {make_question(offers)}".split())


def _told(fact: Fact, index: str) -> str:
    """Returns what the definition says to words that make another number of one."""
    told = fact.told if isinstance(fact, NumberFact) and index.isdecimal() else []
    return next((say(each.say) for i, each in enumerate(told) if str(i) == index), describe_fitting(fact))


def make_question(offers: Sequence[str]) -> str:
    """Returns the question behind offers, empty where there are none."""
    if not offers:
        return ""
    return (ONE_OFFER if len(offers) == 1 else SEVERAL_OFFERS).format(offers=join_choices(offers))


def word_offers(fact: Fact, asked: AskBackReading) -> tuple[str, ...]:
    """Returns each offer in words, as its button says it: '45 days', or '12 weeks (84 to 90 days)' where a unit was asked for.

    An offered No or Yes is named with its fact, so that it cannot be mixed up with a no or a yes to the ask-back.
    """
    offered = [_told_apart(fact, each, asked.offers) for each in asked.offers]
    offered = [f"{say(fact.name)}: {said}" if said.casefold() in CONFIRMING | REFUSING else said for said in offered]
    names = name_offers(asked)
    return tuple(_called(said, *name) for said, name in zip(offered, names, strict=True)) if names else tuple(offered)


def _called(said: str, name: str, count: str) -> str:
    """Returns an offer by its name: '12 weeks (84 to 90 days)', '92 days (day first)'."""
    if name in {DAY_FIRST, MONTH_FIRST}:
        return f"{said} ({name.replace('_', ' ')})"
    is_one = count == "1" or count.endswith(" 1")
    return said if name == DAYS else f"{count} {name.removesuffix('s') if is_one else name} ({said})"


def describe_understood(fact: Fact, kept: KeptParts) -> str:
    """Returns the sentence that names the parts of a dose that are kept; empty where there are none."""
    said = dict(kept) if isinstance(fact, DosePerAreaFact) else {}
    per_day = "/day" if DAILY in said else ""
    units = {PER_AREA: _unit(fact), PER_KG: f"mg/kg{per_day}", PER_DAY: f"mg{per_day}", "": "(without a unit)"}
    parts = (
        said.get(DRUG, "").replace("_", " "),
        f"{said[AMOUNT]} {units.get(said.get(UNIT, ''), '')}" if AMOUNT in said else "",
        f"{said[WEIGHT]} kg" if WEIGHT in said else "",
        f"{said[LENGTH]} cm" if LENGTH in said else "",
    )
    given = ", ".join(each.strip() for each in parts if each)
    return UNDERSTOOD.format(parts=given) if given else ""


def describe_fitting(fact: Fact) -> str:
    """Returns a sentence that says which answers fit `fact`."""
    if isinstance(fact, ChoiceFact | YesNoFact):
        return f"Choose one of: {join_choices([get_option_label(fact, code) for code in list_codes(fact)])}."
    return say(fact.fits)


def join_choices(items: Sequence[str]) -> str:
    """Returns 'A', 'A or B', 'A, B or C'."""
    return " or ".join(part for part in (", ".join(items[:-1]), *items[-1:]) if part)


def _told_apart(fact: Fact, offer: Answer, offers: Sequence[Answer]) -> str:
    """Returns an offer in words; of two that come to as many days from other dates, also the day on which its window is clear.

    A missing answer is called as its button calls it.
    """
    if isinstance(offer, Unknown):
        return phrases.UNKNOWN_LABEL if fact.unknown is None else say(fact.unknown.label)
    if isinstance(offer, Pending) and offer.expected is None:
        return phrases.PENDING_LABEL if fact.pending is None else say(fact.pending.label)
    said = word_answer(fact, offer)
    has_twin = any(each != offer and word_answer(fact, each) == said for each in offers)
    if not (
        has_twin and isinstance(fact, DaysBetweenFact) and fact.clear and isinstance(offer, Known) and offer.clear_on
    ):
        return said
    return f"{said} ({say(fact.clear).format(date=format_day(offer.clear_on))})"


def _filled(template: str, given: dict[str, str], made: dict[str, Callable[[Fact], str]], fact: Fact) -> str:
    """Fills only the gaps that the template has: not every kind of fact can fill every gap."""
    filled = template
    for gap, text in given.items():
        filled = filled.replace("{" + gap + "}", text)
    for gap, make in made.items():
        if "{" + gap + "}" in filled:
            filled = filled.replace("{" + gap + "}", make(fact))
    return filled


def _lowered_fits(fact: Fact) -> str:
    whole = describe_fitting(fact)
    return whole[0].lower() + whole[1:]


def _range(fact: Fact) -> str:
    return (
        f"{format_figure(fact.range.min)} to {format_amount(fact, fact.range.max)}"
        if isinstance(fact, NumericFact)
        else ""
    )


def _event(side: str) -> Callable[[Fact], str]:
    return lambda fact: say(getattr(fact, side)) if isinstance(fact, AgeFact | DaysBetweenFact) else side


def _drugs(fact: Fact) -> str:
    return join_choices([name.replace("_", " ") for name in fact.drugs]) if isinstance(fact, DosePerAreaFact) else ""


def _reference(fact: Fact) -> str:
    return fact.reference if isinstance(fact, DosePerAreaFact) else ""


def _unit(fact: Fact) -> str:
    return say(fact.unit) if isinstance(fact, NumericFact) else ""


def _needed(kept: KeptParts) -> list[str]:
    """Returns the names of the parts of a dose that are still missing beside those that are kept."""
    said = dict(kept)
    if said.get(UNIT) == PER_AREA:
        return [DRUG]
    return [
        part
        for part, name in (("drug", DRUG), ("dose", AMOUNT), ("weight", WEIGHT), ("length", LENGTH))
        if name not in said
    ]


def _choices(fact: Fact) -> str:
    if isinstance(fact, DosePerAreaFact):
        return (
            f"A drug must be {_drugs(fact)}; for another drug, give the {_reference(fact)}-equivalent in {_unit(fact)}."
        )
    return describe_fitting(fact) if isinstance(fact, ChoiceFact | YesNoFact) else ""


def _may_be_age(fact: Fact) -> str:
    return say(fact.may_be_age) if isinstance(fact, DaysBetweenFact) and fact.may_be_age else describe_fitting(fact)


def _detail(parts: Sequence[str]) -> str:
    names = [_PARTS[part] for part in parts if part in _PARTS]
    return " and ".join(part for part in (", ".join(names[:-1]), *names[-1:]) if part) or "the rest"


_GAPS: dict[str, Callable[[Fact], str]] = {
    "fits": describe_fitting,
    "choices": _choices,
    "may_be_age": _may_be_age,
    "but_fits": _lowered_fits,
    "range": _range,
    "start": _event("start"),
    "end": _event("end"),
    "drugs": _drugs,
    "reference": _reference,
    "unit": _unit,
    "bare_from": lambda fact: str(fact.bare_from) if isinstance(fact, AgeFact) else "",
}

ONE_OFFER = "Did you mean {offers}?"
SEVERAL_OFFERS = "Which of these: {offers}?"

UNDERSTOOD = "Understood so far: {parts}."

_OFFERING = frozenset({
    "several", "named", "doubt", "about", "grouped", "leading_zeros", "not_whole", "bare", "unit_m", "at_birth", "newborn",
    "date_order", "date_words", "expected", "bare_dose", "per_day", "highest", "either",
    "birthday", "disagree", "notation", "in_days", "equivalent", "bare_part",
})  # fmt: skip
"""Reasons whose sentence names the offers, and says nothing without them."""

_PARTS = {
    "drug": "the drug",
    "dose": "the dose in mg/day or mg/kg/day",
    "unit": "the unit of the dose (mg/m²/day, mg/day or mg/kg/day)",
    "weight": "the weight in kg",
    "length": "the length in cm",
}

_LANGUAGES = {
    "en": {
        "not_an_answer": "That was not understood. {choices}",
        "too_long": "That is longer than an answer can be ({max} characters): {but_fits}",
        "characters": "That holds characters which cannot be read safely: {but_fits}",
        "hidden": "That holds invisible marks inside a number: {but_fits}",
        "digits": "That mixes digits of different scripts: {but_fits}",
        "digits_too_many": "That number has too many digits: {but_fits}",
        "negative": "A negative number is not possible here: it must be {range}.",
        "range": "That is outside what is possible here: it must be {range}.",
        "order": "The first end of an interval cannot be above the second: {but_fits}",
        "whole": "Only whole numbers fit here: {but_fits}",
        "unit": "That unit is not known here: {but_fits}",
        "date_invalid": "There is no such day in the calendar: give both dates like 2026-01-31.",
        "date_year": "Write the year of a date with four digits, like 2026-01-31.",
        "start_future": "The date of {start} cannot be in the future: give {start} first, then {end}.",
        "end_future": "The date of {end} cannot be in the future: give {start} first, then {end}.",
        "date_reversed": "The date of {end} cannot be before the date of {start}: give {start} first, then {end}.",
        "weight": "A weight must be 0.3 to 200 kg. Still needed: {needed}.",
        "length": "A length must be 20 to 250 cm. Still needed: {needed}.",
        "several": "That may mean more than one thing.",
        "named": "",
        "unclear": "It is not clear which answer that is.",
        "doubt": "That does not sound certain; if it is not, answer 'don't know'.",
        "about": "If the number is not exact, give an interval.",
        "grouped": "A comma or a point may group thousands or mark decimals.",
        "leading_zeros": "A number does not begin with 0.",
        "not_whole": "Only whole numbers fit here.",
        "bare": "Days, weeks or months? A bare number under {bare_from} is not certain.",
        "unit_m": "The unit 'm' is not clear; it is taken for months.",
        "notation": "A stroke may mark days (/7), weeks (/52), months (/12), or a part.",
        "disagree": "The two figures do not agree.",
        "in_days": "This is counted in {unit}.",
        "may_be_age": "{may_be_age}",
        "ago": (
            "That counts back from today; what is asked is the time from {start} to {end}: give it in {unit}, or give"
            " both dates."
        ),
        "newborn": "A newborn is 0 to 27 days old.",
        "at_birth": "That may be the day of birth.",
        "mixed": "Two units together are not exact; better is a number of {unit}, or two dates, {start} and {end}.",
        "partial": (
            "Parts of weeks, months or years are not exact; better is a number of {unit}, or two dates, {start} and"
            " {end}."
        ),
        "corrected": (
            "The age is counted from birth and never corrected for prematurity: how old was that, in {unit}, or as two"
            " dates?"
        ),
        "dates": "Give two dates, {start} and {end}, in one message, like 2026-01-31 to 2026-05-31.",
        "which_dates": "Other dates do not fit here: give two dates, {start} and {end}, like 2026-01-31 to 2026-05-31.",
        "date_order": "Day first, or month first? Choose one, or write the dates like 2026-01-31.",
        "date_words": "It is not certain which date is which.",
        "expected": "The expected day is past or years away; it may be left out.",
        "bare_dose": "Per m² or per kg? For a dose per kg the drug, the weight and the length are needed too.",
        "missing": "Still needed: {detail}.",
        "unitless": "A number needs its unit here. Still needed: {detail}.",
        "bare_part": "A number without its unit is taken for {detail}.",
        "equivalent": "It is not certain whether that is the drug itself or its {reference}-equivalent.",
        "per_day": "It must be the total per day.",
        "doses_per_area": "Give the total per day in {unit}, not the single doses.",
        "surface": "A dose is computed from weight and length, not from a body surface. Still needed: {needed}.",
        "highest": "It must be the highest daily dose itself; a limit is said as 'at most'.",
        "either": "If it is not certain which, an interval can be kept.",
        "birthday": "The first birthday is day 365 or day 366.",
        "doses": "Give the total per day in mg, not the single doses. Still needed: {needed}.",
        "mass": "A dose must be in mg, a weight in kg, a length in cm. Still needed: {needed}.",
        "dose_unit": "Give one dose, in {unit}, or as drug, mg/day, weight in kg and length in cm.",
        "unclear_dose": (
            "What stands beside the dose was not understood: give it without other words, in {unit}, mg/day or"
            " mg/kg/day."
        ),
        "drug": (
            "That drug, or word, is not known here. It must be {drugs}; for another drug, give the"
            " {reference}-equivalent in {unit}."
        ),
        "drugs": "That names more than one drug: give one of them, or the {reference}-equivalent of all in {unit}.",
    },
}
SENTENCES = _LANGUAGES[DEFAULT_LANGUAGE]
"""The sentence of each reason, with gaps for what belongs to the fact."""
