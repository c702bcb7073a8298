"""What is said when a text was not read: one plain sentence, made from the reason, the fact and the offers, never from the text."""

from collections.abc import Callable, Sequence

from dialogs.definition.facts import AgeFact, ChoiceFact, DaysBetweenFact, DosePerAreaFact, Fact, NumericFact, YesNoFact
from dialogs.definition.wording import DEFAULT_LANGUAGE, say
from dialogs.reading.cleaning import MAX_CHARACTERS
from dialogs.reading.outcome import AskBack, Misread
from dialogs.reading.vocabulary import codes
from dialogs.worded import amount, figure, option_label, worded


def sentence(fact: Fact, outcome: Misread | AskBack) -> str:
    """Returns what fits (after a `Misread`), or what was understood and what is doubtful (after an `AskBack`), as one line.

    A reason that is not known here, such as one kept by another version, gets the sentence that says what fits.
    """
    reason, _, detail = outcome.reason.partition(":")
    if reason == "words":
        said = _of_words(fact, detail) or fits(fact)
    else:
        offers = outcome.offers if isinstance(outcome, AskBack) else ()
        template = SENTENCES.get(reason, "{fits}") if offers or reason not in _OFFERING else "{fits}"
        gaps = {"offers": listed([worded(fact, each) for each in offers]), "detail": _detail(detail), "max": str(MAX_CHARACTERS)}
        said = _filled(template, gaps, _GAPS, fact)
    return " ".join(said.split())


def fits(fact: Fact) -> str:
    """Returns a sentence that says which answers fit `fact`."""
    if isinstance(fact, ChoiceFact | YesNoFact):
        return f"Choose one of: {listed([option_label(fact, code) for code in codes(fact)])}."
    return say(fact.fits)


def listed(items: Sequence[str]) -> str:
    """Returns 'A', 'A or B', 'A, B or C'."""
    return " or ".join(part for part in (", ".join(items[:-1]), *items[-1:]) if part)


def _filled(template: str, given: dict[str, str], made: dict[str, Callable[[Fact], str]], fact: Fact) -> str:
    """Fills only the gaps that the template has: not every kind of fact can fill every gap."""
    filled = template
    for gap, text in given.items():
        filled = filled.replace("{" + gap + "}", text)
    for gap, make in made.items():
        if "{" + gap + "}" in filled:
            filled = filled.replace("{" + gap + "}", make(fact))
    return filled


def _of_words(fact: Fact, index: str) -> str | None:
    asked = fact.ask_back if isinstance(fact, ChoiceFact | YesNoFact) else []
    return say(asked[int(index)].say) if index.isdecimal() and int(index) < len(asked) else None


def _lowered_fits(fact: Fact) -> str:
    whole = fits(fact)
    return whole[0].lower() + whole[1:]


def _range(fact: Fact) -> str:
    return f"{figure(fact.range.min)} to {amount(fact, fact.range.max)}" if isinstance(fact, NumericFact) else ""


def _event(side: str) -> Callable[[Fact], str]:
    return lambda fact: say(getattr(fact, side)) if isinstance(fact, AgeFact | DaysBetweenFact) else side


def _drugs(fact: Fact) -> str:
    return listed([name.replace("_", " ") for name in fact.drugs]) if isinstance(fact, DosePerAreaFact) else ""


def _reference(fact: Fact) -> str:
    return fact.reference if isinstance(fact, DosePerAreaFact) else ""


def _unit(fact: Fact) -> str:
    return say(fact.unit) if isinstance(fact, NumericFact) else ""


def _detail(parts: str) -> str:
    names = [_PARTS[part] for part in parts.split("+") if part in _PARTS]
    return " and ".join(part for part in (", ".join(names[:-1]), *names[-1:]) if part) or "the rest"


_GAPS: dict[str, Callable[[Fact], str]] = {
    "fits": fits,
    "but_fits": _lowered_fits,
    "range": _range,
    "start": _event("start"),
    "end": _event("end"),
    "drugs": _drugs,
    "reference": _reference,
    "unit": _unit,
    "bare_from": lambda fact: str(fact.bare_from) if isinstance(fact, AgeFact) else "",
}

_OFFERING = frozenset({
    "several", "named", "unclear", "doubt", "about", "grouped", "leading_zeros", "not_whole", "bare", "unit_m", "at_birth",
    "date_order", "date_words", "expected", "bare_dose", "per_day",
})  # fmt: skip
"""Reasons whose sentence names the offers, and says nothing without them."""

_PARTS = {"drug": "the drug", "dose": "the dose in mg/day", "weight": "the weight in kg", "length": "the length in cm"}

_LANGUAGES = {
    "en": {
        "not_an_answer": "{fits}",
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
        "weight": "A weight must be 0.3 to 200 kg: give drug, mg/day, weight in kg and length in cm.",
        "length": "A length must be 20 to 250 cm: give drug, mg/day, weight in kg and length in cm.",
        "several": "That may mean more than one thing: did you mean {offers}?",
        "named": "Did you mean {offers}?",
        "unclear": "It is not clear which answer that is: {offers}?",
        "doubt": "Is it certain? If so, choose {offers}; if not, answer 'don't know'.",
        "about": "Understood as about {offers}: is that exact, or can you give an interval?",
        "grouped": "A comma may group thousands or mark decimals: did you mean {offers}?",
        "leading_zeros": "A number does not begin with 0: did you mean {offers}?",
        "not_whole": "Only whole numbers fit here: did you mean {offers}?",
        "bare": "Days, weeks or months? A bare number under {bare_from} is not certain: did you mean {offers}?",
        "unit_m": "The unit 'm' is not clear: did you mean months, {offers}?",
        "at_birth": "On the day of birth: did you mean {offers}?",
        "mixed": "Two units together are not exact: give it in {unit}, or give two dates, {start} and {end}.",
        "partial": "Parts of weeks, months or years are not exact: give it in {unit}, or give two dates, {start} and {end}.",
        "corrected": "The age is counted from birth and never corrected for prematurity: how old was that, in {unit}, or as two dates?",
        "dates": "Give two dates, {start} and {end}, like 2026-01-31 to 2026-05-31.",
        "date_order": "Day first, or month first? That gives {offers}: choose one, or write the dates like 2026-01-31.",
        "date_words": "It is not certain which date is which: did you mean {offers}?",
        "expected": "The expected day is past or years away: is it {offers} (no date)?",
        "bare_dose": "Per m² or per kg? Choose {offers}; for a dose per kg give drug, mg/kg/day, weight and length in one message.",
        "missing": "For the dose per m² {detail} must be known too: give drug, mg/day, weight (kg) and length (cm) in one message.",
        "per_day": "Is that the total per day: {offers}?",
        "doses": "Give the total per day in mg, not the single doses, with the drug, the weight in kg and the length in cm.",
        "mass": "Give the total per day in mg, the weight in kg and the length in cm.",
        "dose_unit": "Give one dose, in {unit}, or as drug, mg/day, weight in kg and length in cm.",
        "drug": "Which drug: {drugs}; for another one, give the {reference}-equivalent in {unit}.",
        "drugs": "That names more than one drug: give one of them, or the {reference}-equivalent of all in {unit}.",
    },
}
SENTENCES = _LANGUAGES[DEFAULT_LANGUAGE]
"""The sentence of each reason, with gaps for what belongs to the fact."""
