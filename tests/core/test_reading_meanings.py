"""Texts that were once read wrongly: each is read as it is meant, or asked back.

Each row once stood for another answer, or for one that was doubtful.
"""

from datetime import date

import pytest
from reading import AGE, DECIMAL, DOSE, FACTS, SIGNED, TODAY, VACCINE

from dialogs.definition.facts import Fact
from dialogs.reading import AskBackReading, Misread, Read, Reading, read
from dialogs.rules.answers import PENDING, Interval, Known, Pending

pytestmark = pytest.mark.traced

DAYS, CNS, KMT2A, CHEMOTHERAPY = (FACTS[name] for name in ("corticosteroid_days", "cns_eoi", "kmt2a", "chemotherapy"))
PLANNED = FACTS["live_vaccine_planned"]
ANY_CNS = (Known("cns1"), Known("cns2"), Known("cns3"))

WORDS: list[tuple[Fact, str, Reading]] = [
    # two classes are not joined to a third
    (CNS, "CNS I-II", AskBackReading("unclear", ANY_CNS)),
    (CNS, "CNS I – II", AskBackReading("unclear", ANY_CNS)),
    (CNS, "cns i ii", AskBackReading("unclear", ANY_CNS)),
    (CNS, "CNS II-I", AskBackReading("unclear", ANY_CNS)),
    (CNS, "CNS-III", Read(Known("cns3"))),
    (KMT2A, "t(1 0;11)", Misread("not_an_answer")),
    (KMT2A, "KMT2A::MLLT1 0", AskBackReading("unclear", (Known("rearranged"), Known("germline")))),
    # "no" before a dash may stand for itself
    (KMT2A, "no - rearrangement", AskBackReading("unclear", (Known("rearranged"), Known("germline")))),
    (KMT2A, "no rearrangement", Read(Known("germline"))),
    (KMT2A, "no-rearrangement", Read(Known("germline"))),
    (FACTS["disease_phase"], "-relapsed", AskBackReading("unclear", (Known("newly_diagnosed"), Known("relapsed")))),
    (FACTS["disease_phase"], "-relapse", AskBackReading("unclear", (Known("newly_diagnosed"), Known("relapsed")))),
    # "the time for it has not come", or no? And the day of what?
    (CHEMOTHERAPY, "not yet", Misread("words:1")),
    (PLANNED, "not yet", AskBackReading("several", (Known("no"), PENDING))),
    (KMT2A, "not yet", Read(PENDING)),
    (PLANNED, "due 2026-12-01", Misread("not_an_answer")),
    (PLANNED, "for 2026-12-01", Misread("not_an_answer")),
    (PLANNED, "pending, due 2026-12-01", Read(Pending(date(2026, 12, 1)))),
    (PLANNED, "waiting for 2026-12-01", Read(Pending(date(2026, 12, 1)))),
    (VACCINE, "expected 2026-07-01", AskBackReading("dates")),
    (VACCINE, "not yet, expected 2026-07-01", Read(Pending(date(2026, 7, 1)))),
    (AGE, "by 2026-07-01", AskBackReading("dates")),
    # a number that was not finished
    (CNS, "CNS1...", AskBackReading("doubt", (Known("cns1"),))),
    (CHEMOTHERAPY, "yes...", Read(Known("yes"))),
]


@pytest.mark.sweep
@pytest.mark.parametrize(("fact", "text", "expected"), WORDS)
def test_words_are_read_as_meant_or_asked_back(fact: Fact, text: str, expected: Reading) -> None:
    """Protects: 'A wrong reading is worse than a question'.

    Also "the laboratory's own class", and pending as 'a result is awaited'.
    """
    assert read(fact, text, TODAY) == expected


NUMBERS: list[tuple[Fact, str, Reading]] = [
    (AGE, "120-", Misread("not_an_answer")),
    (VACCINE, "20-", Misread("not_an_answer")),
    (VACCINE, "20-day", Read(Known(20))),
    (AGE, "120...", AskBackReading("doubt", (Known(120),))),
    (VACCINE, "20 ..", AskBackReading("doubt", (Known(20),))),
    (DAYS, "7…", AskBackReading("doubt", (Known(7),))),
    # a year is no number of days
    (AGE, "2026", AskBackReading("named", (Known(2026),))),
    (AGE, "2027", AskBackReading("named", (Known(2027),))),
    (VACCINE, "2007", AskBackReading("named", (Known(2007),))),
    (AGE, "2006", Read(Known(2006))),
    (AGE, "2028", Read(Known(2028))),
    (AGE, "2026 days", Read(Known(2026))),
    (DAYS, "3 minus 10", Misread("unit")),
    (DAYS, "3 days minus 10", Misread("unit")),
    (AGE, "61 minus 90", Misread("not_an_answer")),
    (SIGNED, "minus 5", Read(Known(-5))),
    (SIGNED, "more than minus 5", Read(Interval(above=-5))),
    (SIGNED, "≥ minus 5", Read(Interval(min=-5))),
    (SIGNED, ">=minus 5", Read(Interval(min=-5))),
    (SIGNED, "between minus 5 and 3", Read(Interval(min=-5, max=3))),
    (DECIMAL, "1.\u200f5", Misread("hidden")),
    (DECIMAL, "1\u200f,5", Misread("hidden")),
    # a tenth of what was typed would be ten times as much
    (DOSE, ",5 mg/m2/day", Misread("not_an_answer")),
    (DOSE, ",5", Misread("not_an_answer")),
    (DOSE, "prednisone ,5 mg/day, 4 kg, 36 cm", Misread("not_an_answer")),
    (DOSE, "prednisone 2 mg/day, ,9 kg, 49 cm", Misread("not_an_answer")),
    (DOSE, "12 mg/m²,4 kg", Read(Known(12))),
    (DOSE, "prednisone (12 mg/m2/day),4 kg,36 cm", Read(Known(12))),
    # what is joined by a hyphen is no word by itself
    (DOSE, "2-daily 5 mg/m2", AskBackReading("unclear_dose")),
    (DOSE, "3-dose 12 mg/m2/day", AskBackReading("unclear_dose")),
    (DOSE, "dose-10 mg/m2/day", AskBackReading("unclear_dose")),
    (DOSE, "daily dose - 10 mg/m2/day", Misread("negative")),
]


@pytest.mark.parametrize(("fact", "text", "expected"), NUMBERS)
def test_numbers_are_read_as_meant_or_asked_back(fact: Fact, text: str, expected: Reading) -> None:
    """Protects: 'A wrong reading is worse than a question', 'compare unrounded'.

    No part of a number is taken for a mark beside it.
    """
    assert read(fact, text, TODAY) == expected


D1, D2 = "2026-05-01", "2026-06-01"
ONE_EVENT: list[tuple[Fact, str]] = [
    (AGE, f"born between {D1} and {D2}"),
    (AGE, f"born {D1} or {D2}"),
    (AGE, f"born {D1} and {D2}"),
    (AGE, f"born {D1} - {D2}"),
    (AGE, f"born between {D1}, {D2}"),
    (AGE, f"{D1} to {D2} (diagnosis)"),
    (AGE, f"birth and diagnosis between {D1} and {D2}"),
    (VACCINE, f"vaccines {D1} and {D2}"),
    (VACCINE, f"vaccinated {D1}, {D2}"),
    (VACCINE, f"vaccinated from {D1} to {D2}"),
    (VACCINE, f"given {D1} to {D2}"),
    (VACCINE, f"planned {D1} to {D2}"),
    (VACCINE, f"blinatumomab until {D2}, vaccine {D1}"),
    (VACCINE, f"vaccine {D1}, blinatumomab until {D2}"),
    # another day than the one that is asked for
    (AGE, f"first birthday {D1}, diagnosis {D2}"),
    (AGE, f"{D1}, first diagnosis {D2}"),
    (VACCINE, f"first vaccine {D1}, blinatumomab {D2}"),
    (VACCINE, f"vaccine {D1}, last day of blinatumomab {D2}"),
    (VACCINE, f"first {D1}, last {D2}"),
    (VACCINE, f"vaccine, first: {D1}, blinatumomab {D2}"),
    (AGE, f"born > {D1}, diagnosed {D2}"),
    (AGE, f"born {D1}, diagnosed < {D2}"),
]


NO_OFFER = {
    f"born {D1} or {D2}",
    f"vaccines {D1} and {D2}",
    f"vaccinated {D1}, {D2}",
    f"vaccinated from {D1} to {D2}",
    f"given {D1} to {D2}",
    f"planned {D1} to {D2}",
    f"{D1}, first diagnosis {D2}",
    f"first {D1}, last {D2}",
}
"""Dates of one event, or of another: what lies between them is not offered."""


@pytest.mark.sweep
@pytest.mark.parametrize(("fact", "text"), ONE_EVENT)
def test_two_dates_that_may_be_of_one_event_or_of_another_are_asked_back(fact: Fact, text: str) -> None:
    """Protects: 'two dates (birth and diagnosis)', 'the LAST live vaccine to the first blinatumomab'.

    The ask-back offers the days that the dates come to.
    """
    clear = None if fact is AGE else date(2026, 5, 30)
    offered = AskBackReading("date_words", (Known(31, clear),))
    assert read(fact, text, TODAY) == (AskBackReading("which_dates") if text in NO_OFFER else offered)


TWO_EVENTS: list[tuple[Fact, str]] = [
    (AGE, f"from {D1} to {D2}"),
    (AGE, f"between {D1} and {D2}"),
    (AGE, f"from birth {D1} until diagnosis {D2}"),
    (AGE, f"birth and diagnosis: {D1} and {D2}"),
    (AGE, f"birth {D1} => diagnosis {D2}"),
    (AGE, f"birth {D1} --> diagnosis {D2}"),
    (AGE, f"born {D1}; {D2}"),
    (AGE, f"{D2}, {D1} (birth)"),
    (VACCINE, f"given {D1}, planned {D2}"),
    (VACCINE, f"{D1}, {D2} (blinatumomab)"),
    (VACCINE, f"vaccinated {D1}, blinatumomab from {D2}"),
    (VACCINE, f"the last vaccine {D1}, the first blinatumomab {D2}"),
    (VACCINE, f"{D2} (first blinatumomab), {D1} (last vaccine)"),
]


@pytest.mark.parametrize(("fact", "text"), TWO_EVENTS)
def test_two_dates_of_two_events_are_read(fact: Fact, text: str) -> None:
    """Protects: 'or two dates (birth and diagnosis)', in the words in which they are written."""
    assert read(fact, text, TODAY) == Read(Known(31, None if fact is AGE else date(2026, 5, 30)))


def test_a_date_of_another_calendar_is_refused() -> None:
    """Protects: 'whole days from birth to the diagnosis'.

    In the years 1404 and 1447 months have other lengths, and 2569 is to come.
    """
    for text in ("1404-11-11 to 1405-02-10", "11/11/1404 to 10/02/1405", "1447-06-12 to 1447-10-14"):
        assert read(AGE, text, TODAY) == Misread("date_invalid")
    assert read(AGE, "2569-01-31 to 2569-05-31", TODAY) == Misread("start_future")
    assert read(VACCINE, "1900-01-01 to 1900-01-31", TODAY) == Read(Known(30, date(1900, 1, 30)))
    assert read(VACCINE, "1899-12-31 to 1900-01-31", TODAY) == Misread("date_invalid")
