"""Last doses of drugs, from one message or several.

A message that is understood as a whole is the whole list: a drug that it does not name was not given. What is recorded
is shown in words. Where something is missing or doubtful nothing is recorded. The ask-back then holds the drugs that
were understood, in coded form, and the next message adds to them. It may give the time of the drug that is asked about,
name a further drug, or give other days for one of them. 'None else' ends such a list.
"""

import re
from collections.abc import Mapping, Sequence
from datetime import date

from dialogs.definition.facts.washouts import WashoutsFact
from dialogs.definition.wording import words
from dialogs.reading.days.counts import simplify_count
from dialogs.reading.days.dates import DAY_FIRST, MONTH_FIRST, WITHOUT_YEAR, FoundDate
from dialogs.reading.days.partial_dates import list_spans
from dialogs.reading.doubts import add_doubts, strip_all_doubts
from dialogs.reading.numbers.number_words import replace_article, replace_number_words
from dialogs.reading.outcome import AskBackReading, CodedParts, Misread, Read, Reading
from dialogs.reading.washouts.dated_clauses import DateSpans, read_in_order
from dialogs.reading.washouts.dose_times import DATE_SIGN, FIRST_DATE
from dialogs.reading.washouts.drug_classes import write_plainly
from dialogs.reading.washouts.drug_names import mark_drugs
from dialogs.reading.washouts.given_drugs import GivenDrugs, decode_given, encode_given
from dialogs.reading.washouts.settling_end import count_on
from dialogs.reading.washouts.washout_clauses import split_clauses
from dialogs.reading.washouts.washout_words import NO_MORE, NONE_GIVEN
from dialogs.rules.answers import Answer, LastDoses


def read_washouts(fact: WashoutsFact, text: str, today: date, earlier: CodedParts = ()) -> Reading:
    """Reads which drugs were given and when each was given last; `earlier` are those of the message before.

    Days may count back from today, and a date may stand without that of the end. Those that are not long enough for any
    end are asked back, with the days that they come to if it is today.
    """
    certain, doubts = strip_all_doubts(text)
    lowered = write_plainly(certain.casefold())
    before = count_on(decode_given(fact, earlier), today)
    if lowered in _list_none(fact):
        return add_doubts(_read_none(before), doubts)
    if not lowered or _NUMBERED.fullmatch(lowered) or (not (before.days or before.undecided) and lowered in _NO_MORE):
        return Misread("not_an_answer")
    plain = simplify_count(replace_article(replace_number_words(lowered)))
    found = list_spans(plain, today)
    if fault := next((each.fault for each in found if each.fault), ""):
        return Misread(fault)
    for each in reversed(found):
        plain = plain[: each.start] + chr(FIRST_DATE + found.index(each)) + plain[each.end :]
    if WITHOUT_YEAR.search(plain):
        return Misread("date_year")
    marked = mark_drugs(fact, plain)
    clauses = split_clauses(fact, marked)
    doubts = (*doubts, *(["drug_slip"] if marked.has_slip else []))
    spans = DateSpans(tuple(found), today, bool(DATE_SIGN.fullmatch(marked.text.strip())))
    readings = {
        order: read_in_order(fact, clauses, spans, before, month_first=order == MONTH_FIRST) for order in _ORDERS
    }
    return add_doubts(_choose_order(fact, readings, found), doubts)


def _read_none(before: GivenDrugs) -> Reading:
    """Reads 'none'; beside drugs that were named it may mean that there are no more, so it is asked back."""
    if not (before.days or before.undecided):
        return Read(LastDoses())
    if len(before.missing) > 1:
        return AskBackReading("no_drug", coded=encode_given(before))
    known = before.list_doses()
    return AskBackReading("none_else", tuple(dict.fromkeys((LastDoses(known), LastDoses()))), encode_given(before))


def _choose_order(fact: WashoutsFact, readings: Mapping[str, Reading], found: Sequence[FoundDate]) -> Reading:
    """Returns what is so whichever of day and month comes first in a date; else both, as offers."""
    first, second = readings[DAY_FIRST], readings[MONTH_FIRST]
    if {each.only for each in found} >= {"day", "month"}:
        return Misread("date_format")
    if first == second or all(each.is_certain for each in found):
        return first
    known = {order: each for order, each in readings.items() if len(_list_offers(each)) == 1}
    if not known or any(isinstance(each, AskBackReading) and len(each.offers) != 1 for each in readings.values()):
        return Misread("date_format")
    offers = tuple(dict.fromkeys(_list_offers(each)[0] for each in known.values()))
    coded = [each.coded for each in known.values() if isinstance(each, Read | AskBackReading)]
    given = [decode_given(fact, each) for each in coded]
    days = {
        drug: of if all(each.days.get(drug) == of for each in given) else None for drug, of in given[0].days.items()
    }
    asked = (each.reason for each in known.values() if isinstance(each, AskBackReading))
    doubts = tuple(dict.fromkeys((*asked, *(doubt for each in given for doubt in each.doubts))))
    end = given[0].end if all(each.end == given[0].end for each in given) else None
    held = encode_given(GivenDrugs(days, doubts=doubts, end=end))
    return AskBackReading("date_order", offers, (*held, *((each, "") for each in known)))


def _list_offers(reading: Reading) -> tuple[Answer, ...]:
    if isinstance(reading, Read):
        return (reading.answer,)
    return reading.offers if isinstance(reading, AskBackReading) else ()


def _list_none(fact: WashoutsFact) -> frozenset[str]:
    own = () if fact.none is None else (*fact.none.label.values(), *words(fact.none.synonyms))
    return frozenset(each.casefold() for each in (*own, *words(NONE_GIVEN)))


_NUMBERED = re.compile(r"\W+\d\W*|\W*\d\W+")
"""'2)' may be the number of an offer."""
_ORDERS = (DAY_FIRST, MONTH_FIRST)
_NO_MORE = frozenset(words(NO_MORE))
