"""Ages, days between two events, and dates.

What is exact is read as exact, what is not as the widest range, and what is doubtful is asked back.
"""

import time
from calendar import monthrange
from datetime import date
from decimal import Decimal

import pytest
from reading import AGE, TODAY, VACCINE

from dialogs.definition.facts import DaysBetweenFact
from dialogs.reading import AskBackReading, Misread, Read, make_sentence, read
from dialogs.reading.days.durations import MONTHS, YEARS, compute_days, count_days_after
from dialogs.rules.answers import Interval, Known

pytestmark = [pytest.mark.traced, pytest.mark.mutants]


def bare(count: str, *offers: Known | Interval) -> AskBackReading:
    """The question back for a number without a unit: it counts days, weeks or months."""
    return AskBackReading("bare", offers, tuple((unit, count) for unit in ("days", "weeks", "months")[: len(offers)]))


def days(low: int, high: int) -> Read:
    return Read(Interval(min=low, max=high))


AGES = [
    # The contract names "`120`, `120 days`, `17 weeks`, `4 months`, `11 mo`".
    ("120", Read(Known(120))),
    ("60", Read(Known(60))),
    ("120 days", Read(Known(120))),
    ("1 day", Read(Known(1))),
    ("0 days", Read(Known(0))),
    ("120d", Read(Known(120))),
    ("59 days", Read(Known(59))),
    ("aged 120 days", Read(Known(120))),
    ("6575", Read(Known(6575))),
    ("6576", Misread("range")),
    # "N weeks is 7N to 7N+6 days"
    ("17 weeks", days(119, 125)),
    ("17w", days(119, 125)),
    ("17 wks", days(119, 125)),
    ("one week", days(7, 13)),
    # "4 months 120-152, 6 months 181-214, 11 months 334-365, 12 months 365-396, 1 year 365-730"
    ("4 months", days(120, 152)),
    ("four months", days(120, 152)),
    ("4 months old", days(120, 152)),
    ("4-month-old", days(120, 152)),
    ("6 months", days(181, 214)),
    ("11 mo", days(334, 365)),
    ("12 months", days(365, 396)),
    ("1 year", days(365, 730)),
    ("1 yr", days(365, 730)),
    ("1y", days(365, 730)),
    ("0 months", days(0, 30)),
    ("17 years", days(6208, 6574)),
    ("18 years", Misread("range")),
    ("99999 months", Misread("range")),
    ("999999999 years", Misread("range")),
    # intervals
    ("3-4 months", days(89, 152)),
    ("3 months to 4 months", days(89, 152)),
    ("between 3 and 4 months", days(89, 152)),
    ("8 to 12 weeks", days(56, 90)),
    ("8w-3 months", days(56, 122)),
    ("100-120", days(100, 120)),
    ("60-70", days(60, 70)),
    ("more than 3 months", Read(Interval(above=89))),
    ("at least 3 months", Read(Interval(min=89))),
    ("less than 4 months", Read(Interval(below=123))),
    ("up to 4 months", Read(Interval(max=152))),
    ("under 12 months", Read(Interval(below=366))),
    ("over 1 year", Read(Interval(above=365))),
    ("less than 10 weeks", Read(Interval(below=70))),
    ("> 365", Read(Interval(above=365))),
    ("365 days or less", Read(Interval(max=365))),
    ("4-3 months", Misread("order")),
    ("3 weeks to 21 days", Misread("order")),
    ("120-100", Misread("order")),
    # The contract: "A bare number under 60 is asked back", since it may be days, weeks or months
    ("59", bare("59", Known(59), Interval(min=413, max=419), Interval(min=1794, max=1826))),
    ("45", bare("45", Known(45), Interval(min=315, max=321), Interval(min=1368, max=1401))),
    ("0", bare("0", Known(0), Interval(min=0, max=6), Interval(min=0, max=30))),
    ("8-12", bare("8 to 12", Interval(min=8, max=12), Interval(min=56, max=90), Interval(min=242, max=396))),
    ("45-70", bare("45 to 70", Interval(min=45, max=70), Interval(min=315, max=496), Interval(min=1368, max=2163))),
    ("less than 12", bare("less than 12", Interval(below=12), Interval(below=84), Interval(below=366))),
    ("4 m", AskBackReading("unit_m", (Interval(min=120, max=152),), (("months", "4"),))),
    # "Mixed forms are asked back", and parts, and corrected ages
    ("3 months 2 weeks", AskBackReading("mixed", (Interval(min=103, max=112),))),
    ("3 months, 2 weeks", AskBackReading("mixed", (Interval(min=103, max=112),))),
    ("1 year and 2 months", AskBackReading("mixed", (Interval(min=424, max=457),))),
    ("3m 2w", AskBackReading("mixed", (Interval(min=103, max=112),))),
    ("8 weeks - 90", AskBackReading("mixed", (Interval(min=56, max=90), Interval(min=56, max=636)))),
    ("4.5 months", AskBackReading("partial", (Interval(min=120, max=152),))),
    ("4,5 months", AskBackReading("partial", (Interval(min=120, max=152),))),
    ("120.5 days", Misread("whole")),
    ("120.0 days", AskBackReading("not_whole", (Known(120),))),
    ("4.0 months", AskBackReading("not_whole", (Interval(min=120, max=152),))),
    ("corrected age 4 months", AskBackReading("corrected")),
    ("4 months (adjusted)", AskBackReading("corrected")),
    ("33 weeks of gestation", AskBackReading("corrected")),
    ("newborn", AskBackReading("newborn", (Known(0), Interval(min=0, max=27)))),
    ("at birth", AskBackReading("at_birth", (Known(0),))),
    ("about 4 months", AskBackReading("about", (Interval(min=120, max=152),))),
    # impossible
    ("-5 months", Misread("negative")),
    ("minus 5 days", Misread("negative")),
    ("at most -0 months", Misread("negative")),
    ("4 hours", Misread("unit")),
    ("4/12", AskBackReading("notation", (Interval(min=120, max=152),), (("months", "4"),))),
    ("10² days", Misread("not_an_answer")),
    ("a while", Misread("not_an_answer")),
    ("old", Misread("not_an_answer")),
    (" old", Misread("not_an_answer")),
    ("aged", Misread("not_an_answer")),
]


@pytest.mark.parametrize(("text", "expected"), AGES)
def test_ages(text: str, expected: object) -> None:
    """Protects: the contract's paragraph on ages, row by row."""
    assert read(AGE, text, TODAY) == expected


BOTH = (("day_first", ""), ("month_first", ""))
MONTH = BOTH[1:]
DATES = [
    # ISO and day-month-year
    ("2026-01-31 to 2026-05-31", Read(Known(120))),
    ("2026/01/31 - 2026/05/31", Read(Known(120))),
    ("2026-1-31, 2026-5-31", Read(Known(120))),
    ("2026-01-31 2026-05-31", Read(Known(120))),
    ("2026-01-31\n2026-05-31", Read(Known(120))),
    ("2026-01-31 -> 2026-05-31", Read(Known(120))),
    ("2026-01-31 → 2026-05-31", Read(Known(120))),
    ("2026-01-31-2026-05-31", Read(Known(120))),
    ("31.1.2026 until 31.5.2026", Read(Known(120))),
    ("31/01/2026 and 31/05/2026", Read(Known(120))),
    ("31-1-2026 to 31-5-2026", Read(Known(120))),
    ("31 January 2026 to 31 May 2026", Read(Known(120))),
    ("31 Jan 2026 - 31st May 2026", Read(Known(120))),
    ("January 31, 2026 to May 31st, 2026", Read(Known(120))),
    ("31jan2026 31may2026", Read(Known(120))),
    ("2026 Jan 31 to 2026-May-31", Read(Known(120))),
    ("٢٠٢٦-٠١-٣١ to ٢٠٢٦-٠٥-٣١", Read(Known(120))),
    ("2026-01-31 to 2026-01-31", Read(Known(0))),
    ("2024-02-28 to 2025-02-28", Read(Known(366))),
    # which is which
    ("born 2026-01-31 diagnosed 2026-05-31", Read(Known(120))),
    ("birth: 2026-01-31, diagnosis: 2026-05-31", Read(Known(120))),
    ("DOB 2026-01-31; dx 2026-05-31", Read(Known(120))),
    ("date of birth 2026-01-31, date of diagnosis 2026-05-31", Read(Known(120))),
    ("diagnosed 2026-05-31, born 2026-01-31", Read(Known(120))),
    ("birthday 2026-01-31, diagnosis 2026-05-31", Read(Known(120))),
    ("2026-05-31 (diagnosis), 2026-01-31 (birth)", Read(Known(120))),
    ("2026-01-31 birth, 2026-05-31 diagnosis", Read(Known(120))),
    ("birth and diagnosis: 2026-01-31, 2026-05-31", Read(Known(120))),
    ("diagnosis and birth: 2026-05-31, 2026-01-31", Read(Known(120))),
    ("born 2026-01-31, 2026-05-31", Read(Known(120))),
    ("diagnosed 2026-05-31, 2026-01-31", Read(Known(120))),
    ("2026-01-31, 2026-05-31 (diagnosis)", Read(Known(120))),
    ("2026-05-31, 2026-01-31 (birth)", Read(Known(120))),
    ("2026-01-31 diagnosis 2026-05-31", AskBackReading("date_words", (Known(120),))),
    ("born 2026-01-31 born 2026-05-31", AskBackReading("date_words", (Known(120),))),
    ("2026-01-31, in hospital 2026-05-31", AskBackReading("which_dates")),
    ("2026-01-31 to 2026-05-31 about?", AskBackReading("doubt", (Known(120),), (("doubt", "about"),))),
    # "an ambiguous 03/04/2026 is asked back"
    ("03/04/2026 to 04/05/2026", AskBackReading("date_order", (Known(31), Known(32)), BOTH)),
    ("2026-01-31 to 03/04/2026", AskBackReading("date_order", (Known(62), Known(32)), BOTH)),
    ("3.4.2026 to 31.5.2026", AskBackReading("date_order", (Known(58), Known(88)), BOTH)),
    ("03/04/2026 to 05/04/2026", AskBackReading("date_order", (Known(2), Known(61)), BOTH)),
    ("01/05/2026 to 02/04/2026", AskBackReading("date_order", (Known(30),), MONTH)),
    ("04/13/2026 to 05/31/2026", Read(Known(48))),
    ("2026-01-31 to 05/31/2026", Read(Known(120))),
    ("04/04/2026 to 05/05/2026", Read(Known(31))),
    ("03/04/2026 to 03/04/2026", Read(Known(0))),
    # impossible or incomplete
    ("2026-05-31 to 2026-01-31", Misread("date_reversed")),
    ("born 2026-05-31, diagnosed 2026-01-31", Misread("date_reversed")),
    ("31 April 2026 to 3 May 2026", Misread("date_invalid")),
    ("2026-02-29 to 2026-05-31", Misread("date_invalid")),
    ("2026-13-01 to 2026-05-31", Misread("date_invalid")),
    ("32/13/2026 to 2026-05-31", Misread("date_invalid")),
    ("13/04/2026 to 04/13/2026", AskBackReading("date_order", (Known(0),), MONTH)),
    ("3.4.26 to 3.5.26", Misread("date_year")),
    ("3 Apr 26 to 3 May 26", Misread("date_year")),
    ("2026-01-31 to 2026-06-16", Read(Known(136))),
    ("2026-01-31 to 2026-06-17", Misread("end_future")),
    ("2026-06-16 to 2026-06-16", Read(Known(0))),
    ("2026-06-17 to 2026-06-18", Misread("start_future")),
    ("2008-06-15 to 2026-06-15", Read(Known(6574))),
    ("2008-06-14 to 2026-06-15", Read(Known(6575))),
    ("2008-06-13 to 2026-06-15", Misread("range")),
    ("2026-01-31", AskBackReading("dates")),
    ("born 31 Jan 2026", AskBackReading("dates")),
    ("2026-01-31, 2026-03-01, 2026-05-31", AskBackReading("dates")),
]


@pytest.mark.sweep
@pytest.mark.parametrize(("text", "expected"), DATES)
def test_two_dates(text: str, expected: object) -> None:
    """Protects: 'two dates (birth and diagnosis)', 'diagnosis before birth is refused', no date in the future."""
    assert read(AGE, text, TODAY) == expected


VACCINES = [
    ("20", Read(Known(20))),
    ("20 days", Read(Known(20))),
    ("3 weeks", AskBackReading("may_be_age", (Interval(min=21, max=27),))),
    ("2 months", AskBackReading("may_be_age", (Interval(min=59, max=91),))),
    ("20-28", days(20, 28)),
    ("more than 28 days", Read(Interval(above=28))),
    ("2026-05-01 to 2026-06-15", Read(Known(45, date(2026, 5, 30)))),
    ("vaccinated 2026-06-01, blinatumomab 2026-06-20", Read(Known(19, date(2026, 6, 30)))),
    ("blinatumomab 2026-06-20, vaccine 2026-06-01", Read(Known(19, date(2026, 6, 30)))),
    ("blina 2026-06-20, vaccine 2026-06-01", Read(Known(19, date(2026, 6, 30)))),
    ("last live vaccine on 2026-06-01, first blinatumomab planned on 2026-06-20", Read(Known(19, date(2026, 6, 30)))),
    ("2026-06-16 to 2026-07-20", Read(Known(34, date(2026, 7, 15)))),
    ("2026-06-17 to 2026-07-20", Misread("start_future")),
    ("2026-06-01 to 2026-05-20", Misread("date_reversed")),
    (
        "03/04/2026 to 03/05/2026",
        AskBackReading("date_order", (Known(30, date(2026, 5, 2)), Known(1, date(2026, 4, 2))), BOTH),
    ),
    (
        "03/04/2026 to 03/04/2026",
        AskBackReading("date_order", (Known(0, date(2026, 5, 2)), Known(0, date(2026, 4, 2))), BOTH),
    ),
    ("2026-05-01", AskBackReading("dates")),
    ("newborn", Misread("not_an_answer")),
    ("4 m", AskBackReading("may_be_age", (Interval(min=120, max=152),))),
    ("-3", Misread("negative")),
]


@pytest.mark.sweep
@pytest.mark.parametrize(("text", "expected"), VACCINES)
def test_days_between_two_events(text: str, expected: object) -> None:
    """Protects two ways to answer.

    'Vaccine: days, or the vaccine's date and the planned start; the first clear day is vaccine + 29 days'.
    """
    assert read(VACCINE, text, TODAY) == expected


def test_days_between_events_in_either_order_where_the_range_allows_it() -> None:
    """Protects: whether days may be negative is the definition's to say."""
    assert isinstance(VACCINE, DaysBetweenFact)
    either = VACCINE.model_copy(update={"range": VACCINE.range.model_copy(update={"min": -14}), "clear_from": None})
    assert read(either, "-14", TODAY) == Read(Known(-14))
    assert read(either, "-15 days", TODAY) == Misread("range")
    assert read(either, "-2 weeks", TODAY) == Misread("negative")
    assert read(either, "2026-06-14 to 2026-06-01", TODAY) == Read(Known(-13))
    assert read(either, "2026-06-15 to 2026-05-31", TODAY) == Misread("range")


def test_no_date_that_was_typed_is_kept_in_a_reason() -> None:
    """Protects: 'Birth and diagnosis dates are turned into days and forgotten, never stored'."""
    for text, _ in DATES:
        reading = read(AGE, text, TODAY)
        assert not any(each.isdecimal() for each in getattr(reading, "reason", ""))


def _count_by_brute_force(months: int) -> tuple[int, int]:
    """The fewest and most days from a birth to its day `months` months later, trying every birthday of 400 years.

    Both customs for a month that lacks the day are tried: its last day, or the first of the next month.
    """
    found: set[int] = set()
    for born, until in ((index, index + months) for index in range(2000 * 12, 2400 * 12)):
        birth, end = (date(index // 12, index % 12 + 1, 1).toordinal() for index in (born, until))
        found.add(end - birth)  # on each day that both months have
        for missing in range(_count_days(until), _count_days(born)):
            to_its_last_day = end + _count_days(until) - 1 - (birth + missing)
            found |= {to_its_last_day, to_its_last_day + 1}
    return min(found), max(found)


def _count_days(index: int) -> int:
    """The days of a month, given as the number of months since the year 0."""
    return monthrange(index // 12, index % 12 + 1)[1]


@pytest.mark.sweep
@pytest.mark.slow
@pytest.mark.parametrize("months", [0, 1, 2, 3, 4, 6, 11, 12, 13, 24, 25])
def test_months_are_the_widest_range_of_any_calendar(months: int) -> None:
    """Protects: 'N completed months is the widest range any calendar allows'.

    It is held against every birthday of the Gregorian cycle.
    """
    assert count_days_after(months) == _count_by_brute_force(months)


@pytest.mark.sweep  # its processor time is looked at
def test_months_and_years_are_consistent_and_quick() -> None:
    """Protects: twelve months begin when a year does, and the first answer comes at once."""
    assert compute_days(Decimal(12), MONTHS).low == compute_days(Decimal(1), YEARS).low == 365
    assert compute_days(Decimal(12), MONTHS).onset == compute_days(Decimal(1), YEARS).onset == 366
    count_days_after.cache_clear()
    began = time.process_time()
    count_days_after(4)
    assert time.process_time() - began < 0.05


@pytest.mark.parametrize(
    ("fact", "text", "said"),
    [
        (AGE, "2026-05-31 to 2026-01-31",
         "The date of diagnosis cannot be before the date of birth: give birth first, then diagnosis."),
        (AGE, "-5", "A negative number is not possible here: it must be 0 to 6575 days."),
        (AGE, "45",
         ("Days, weeks or months? A bare number under 60 is not certain. Which of these: 45 days, "
          "45 weeks (315 to 321 days) or 45 months (1368 to 1401 days)?")),
        (AGE, "2026-01-31", "Give two dates, birth and diagnosis, in one message, like 2026-01-31 to 2026-05-31."),
        (AGE, "3.4.26 to 3.5.26", "Write the year of a date with four digits, like 2026-01-31."),
        (VACCINE, "2026-07-01 to 2026-08-01",
         ("The date of the last live vaccine cannot be in the future: "
          "give the last live vaccine first, then the first blinatumomab.")),
        (VACCINE, "29 / 7", "That was not understood."),
    ],
)  # fmt: skip
def test_sentences_say_what_fits(fact: DaysBetweenFact, text: str, said: str) -> None:
    """Protects: 'Impossible answers are refused in one sentence that says what fits'."""
    reading = read(fact, text, TODAY)
    assert isinstance(reading, AskBackReading | Misread)
    assert make_sentence(fact, reading) == said
