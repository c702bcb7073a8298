"""Last doses of drugs in words: what fits, the answer, and which drugs still run, with the days to wait for each."""

from dataclasses import replace

from dialogs.definition import small_words
from dialogs.definition.facts.washouts import Washout, WashoutsFact
from dialogs.definition.wording import say
from dialogs.rules.answers import LastDose, LastDoses
from dialogs.verdict import headings
from dialogs.verdict import washout_wording as wording


def describe_washouts(fact: WashoutsFact) -> str:
    """Returns a sentence that says which answers fit, with an example."""
    if fact.fits is not None:
        return say(fact.fits)
    first = _name_within(next(iter(fact.drugs.values())))
    return wording.FITS.format(end=say(fact.end), drug=first, none=label_none(fact))


def list_drugs(fact: WashoutsFact) -> str:
    """Returns a sentence that lists the drugs, as it stands under the question."""
    return wording.LISTED.format(drugs=small_words.COMMA.join(say(drug.label) for drug in fact.drugs.values()))


def label_none(fact: WashoutsFact) -> str:
    """Returns what the button says with which none of the drugs was given."""
    return wording.NONE if fact.none is None else say(fact.none.label)


def name_drug(fact: WashoutsFact, code: str) -> str:
    """Returns a drug's name as it stands within a sentence; a code that is not listed stands for itself."""
    return _name_within(fact.drugs[code]) if code in fact.drugs else code


def word_last_doses(fact: WashoutsFact, answer: LastDoses) -> str:
    """Returns the answer in words, such as 'Imatinib 3 days, hydroxyurea 1 day'."""
    if not answer.doses:
        return label_none(fact)
    said = [
        wording.LAST_DOSE.format(drug=name_drug(fact, each.drug), days=word_dose_days(each)) for each in answer.doses
    ]
    whole = small_words.COMMA.join(said)
    return whole[:1].upper() + whole[1:]


def word_dose_days(dose: LastDose) -> str:
    """Returns the days since a last dose: '3 days', '14 to 20 days', 'at least 29 days'."""
    if dose.most is None:
        return _count_days(headings.AT_LEAST.format(number=dose.least), dose.least)
    if dose.least == dose.most:
        return _count_days(str(dose.least), dose.least)
    return _count_days(headings.SPAN.format(low=dose.least, high=dose.most), dose.most)


def word_needed_days(fact: WashoutsFact, answer: LastDoses, *, over: bool) -> str:
    """Returns what is wanted of each drug that was given: 'chemotherapy at least 7 days, imatinib at least 4 days'.

    Where the waiting time of one shall still run (not `over`), 'chemotherapy less than 7 days or imatinib less than 4
    days'.
    """
    wanted, joint = (headings.AT_LEAST, small_words.COMMA) if over else (headings.LESS_THAN, small_words.OR)
    waits = [(each.drug, fact.drugs[each.drug].days_to_wait) for each in answer.doses]
    return joint.join(
        wording.LAST_DOSE.format(drug=name_drug(fact, drug), days=_count_days(wanted.format(number=days), days))
        for drug, days in waits
    )


def list_running_drugs(fact: WashoutsFact, answer: LastDoses) -> tuple[tuple[str, int], ...]:
    """Returns the drugs whose waiting time is not over for certain, each with the days still to wait.

    They stand in the order of the answer. Where the last dose is not known to the day, the days count from the least.
    """
    left = ((each.drug, fact.drugs[each.drug].days_to_wait - each.least) for each in answer.doses)
    return tuple((drug, days) for drug, days in left if days > 0)


def list_doubtful_waits(fact: WashoutsFact, answer: LastDoses) -> list[str]:
    """Returns the waits of the drugs of which it is not known whether they are over, such as '7 days'; each once."""
    doubtful = [
        wait
        for each in answer.doses
        if each.least < (wait := fact.drugs[each.drug].days_to_wait) and (each.most is None or each.most >= wait)
    ]
    return [_count_days(str(wait), wait) for wait in dict.fromkeys(doubtful)]


def word_running_drugs(fact: WashoutsFact, answer: LastDoses) -> str:
    """Returns every drug that still runs with its days, and when to come back by the longest; empty where none runs.

    Such as 'imatinib 1 day to wait, hydroxyurea 3 days to wait: start at least 3 days later'.
    """
    running = list_running_drugs(fact, answer)
    if not running:
        return ""
    drugs = small_words.COMMA.join(
        wording.STILL_TO_WAIT.format(drug=name_drug(fact, drug), days=_count_days(str(days), days))
        for drug, days in running
    )
    return wording.WAITS.format(drugs=drugs, when=_word_return(fact, answer, max(days for _, days in running)))


def _word_return(fact: WashoutsFact, answer: LastDoses, days: int) -> str:
    if answer.clear_on is None:
        return say(fact.delay).format(days=_count_days(str(days), days))
    day = answer.clear_on
    named = small_words.DAY.format(day=day.day, month=small_words.MONTHS[day.month - 1], year=day.year)
    return say(fact.clear).format(date=named)


def _count_days(words: str, number: int) -> str:
    return (wording.ONE_DAY if number == 1 else wording.DAYS).format(number=words)


def _name_within(drug: Washout) -> str:
    """Returns a label with a small first letter, unless it begins with a short form such as CAR or TKI."""
    label = say(drug.label)
    return label[:1].lower() + label[1:] if label[1:2].islower() else label


def select_running(fact: WashoutsFact, answer: LastDoses) -> LastDoses:
    """Returns the last doses whose waiting time still runs; all of them where none does."""
    running = dict(list_running_drugs(fact, answer))
    return replace(answer, doses=tuple(each for each in answer.doses if each.drug in running)) if running else answer
