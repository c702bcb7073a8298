"""Texts that a reader may doubt or refuse, for each kind of fact.

Only the reader tells which sentence each of them brings.
"""

from collections.abc import Iterator
from datetime import date, timedelta

from dialogs import phrases
from dialogs.conversation.questions import FactQuestion
from dialogs.definition.facts import (
    DoseFact,
    Fact,
    GestationFact,
    NumberFact,
    NumericFact,
    OptionFact,
    SeveralFact,
    WashoutsFact,
    get_computed,
    get_unit_word,
)
from dialogs.definition.wording import say, words
from dialogs.reading.washouts.given_drugs import UNDECIDED
from dialogs.rules.answers import LastDose, LastDoses
from dialogs.testing.scripts.recording.doubtful_parts import list_part_texts
from dialogs.testing.scripts.recording.said_last_doses import list_doses_beside, list_doubtful_last_doses
from dialogs.verdict.figures import format_figure

RUBBISH = ("purple elephants", "grüne Frösche", "%%%")


def list_texts(fact: Fact, answer: str, today: date) -> Iterator[str]:
    """Yields texts that a reader may doubt or refuse; `answer` is an exact answer to the fact, as typed."""
    yield from RUBBISH
    if isinstance(fact, OptionFact):
        yield from (word for each in fact.ask_back for word in words(each.words))
        yield from (word for each in (fact.times.others if fact.times else []) for word in words(each.words))
        labels = [button.label for button in FactQuestion(fact).options]
        first = labels[0]
        yield from (
            f"{first} and {labels[-1]}",
            f"it is {first}",
            f"it seems {first}",
            f"{first} 99",
            f"it is not {first}",
        )
        yield from (f"x{label[1:]}" for label in labels)
        yield from (digit for label in labels for digit in label if digit.isdecimal())
    elif isinstance(fact, SeveralFact):
        yield from _list_selections(fact)
    elif isinstance(fact, WashoutsFact):
        yield from list_doubtful_last_doses(fact, dict.fromkeys(fact.drugs, "3"))
        yield from list_doubtful_last_doses(fact, {next(iter(fact.drugs)): ""})
        for drug in fact.drugs:
            yield from list_doses_beside(fact, ((drug, UNDECIDED),), [LastDoses((LastDose(drug, 3, 3),))])
    else:
        yield from _list_amounts(fact)
    yield from (f"probably {answer}", f"about {answer}", f"{answer}?")
    yield from ("pending 2020-01-01", f"pending 01/02/{today.year + 1}")
    yield from (f"{phrases.UNKNOWN_LABEL}?", "4\u06f4", "1\u200b2", "a\ue000", "no " * 200 + "no")
    early, late, to_come = (today + timedelta(days=days) for days in (-140, -20, 400))
    pairs = [(late, early), (to_come, to_come), (early, to_come)]
    yield from (f"{first} to {second}" for first, second in pairs)
    yield from (f"{today.year - 1}-02-30 to {late}", f"1/2/{today:%y} to 3/4/{today:%y}", f"{early}")
    yield from (f"01/02/{today.year - 1} to 03/04/{today.year - 1}", f"seen {early}, again {late}")
    if isinstance(fact, DoseFact):
        yield from _list_doses(fact)
    if get_computed(fact) is not None:
        yield from list_part_texts(fact, ())
    if isinstance(fact, GestationFact):
        yield from ("36", "36/40", "36.5 weeks", "36+7")


def _list_selections(fact: SeveralFact) -> Iterator[str]:
    yield from (word for each in fact.ask_back for word in words(each.words))
    first, *_, last = (say(option.label) for option in fact.options.values())
    yield from (f"all but {first}", "all", f"no {first}", f"{first} or {last}", f"possible {first}", f"{first} frog")
    yield from (f"{first} and {last} not detected", f"no {first}, {last}", f"{first} not tested", "no", f"x{first[1:]}")


def _list_amounts(fact: NumericFact) -> Iterator[str]:
    least, most, unit = format_figure(fact.range.min), format_figure(fact.range.max), get_unit_word(fact)
    too_much = format_figure(fact.range.max + 1)
    yield from (f"{each} {unit}".strip() for each in (too_much, "-5", f"{most} to {least}", f"{least}.5"))
    yield from (f"{most} parsecs", "1234567890123", "1,234", "007", f"{most}.0")
    yield from ("5", "4 m", "newborn")
    yield from ("4 months 2 days", "2.5 weeks", "4 months corrected", "more than 3 weeks 2 days", "birth")
    yield from ("3/7", "120 days (50 weeks)", "5 weeks ago", "2 weeks")
    if isinstance(fact, NumberFact):
        yield from _list_measures(fact)


def _list_measures(fact: NumberFact) -> Iterator[str]:
    """Yields numbers in other units, with a limit of the laboratory, and as titres."""
    middle = (fact.range.min + fact.range.max) / 2
    yield from (f"{max(0, round((middle - each.plus) / each.times))} {name}" for name, each in fact.units.items())
    if fact.ratio_to is not None:
        limit = words(fact.ratio_to.words)[0]
        yield from (
            "120 U/L",
            f"120 U/L, {limit} 40",
            f"120 U/L, {limit} 40 mg/dL",
            f"120, {limit} 0",
            f"9, {limit} 4-5",
        )
    if fact.titre:
        yield "2:10"


def _list_doses(fact: DoseFact) -> Iterator[str]:
    first, last = (name.replace("_", " ") for name in (next(iter(fact.drugs)), list(fact.drugs)[-1]))
    yield from (f"{first} 2 mg/day, 900 kg, 49 cm", f"{first} 2 mg/day, 3.2 kg, 900 cm", f"{first} 2 mg/day")
    yield from ("2 mg twice a day", "20 mcg", f"{first} 2 mg, 3.2 kg, 49 cm", f"10 mg/kg/day and 3 {say(fact.unit)}")
    yield from ("5 mg examplone", f"{first} and {last} 2 mg/day")
    yield from ("2 mg/day, 3.2 kg, 49 cm", "10", "5 mg/day, 6 mg/kg/day", "5 mg/day taper")
