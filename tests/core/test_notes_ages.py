"""Ages in notes: which count is the age at diagnosis, and which is another time's."""

import pytest
from noted import NoteRow, say

pytestmark = pytest.mark.traced

TABLE: list[NoteRow] = [
    # a note, what it gives beyond doubt, the facts to ask, the words about others and other times
    ("6-month-old boy, diagnosed 2 months ago", {}, ["age_days"], []),
    ("3/12 boy", {}, ["age_days"], []),
    ("aged 5 months", {"age_days": {"min": 150, "max": 183}}, [], []),
    ("age 45", {}, ["age_days"], []),
    ("10 week old, corrected 6 weeks", {}, ["age_days"], []),
    ("7 mo old, dx at 5 mo", {"age_days": {"min": 150, "max": 183}}, [], []),
    ("aged 364 days at dx", {"age_days": 364}, [], []),
    ("11 months at diagnosis, now 14 months", {"age_days": {"min": 334, "max": 365}}, [], []),
    ("5 month old (corrected age 4 months)", {}, ["age_days"], []),
    ("approx 4 months old", {}, ["age_days"], []),
    ("10-12 wk old", {"age_days": {"min": 70, "max": 90}}, [], []),
    ("born 12 Jan 2026, dx 3 April 2026", {"age_days": 81}, [], []),
    ("A previously healthy 7-month-old boy was referred with pallor", {"age_days": {"min": 212, "max": 244}}, [], []),
    ("boy, 4 months 2 weeks", {}, ["age_days"], []),
    ("age at diagnosis 5.5 months", {}, ["age_days"], []),
    ("age 5 months, weight 6.2 kg, WBC 300", {"age_days": {"min": 150, "max": 183}}, [], []),
    ("10 wk", {"age_days": {"min": 70, "max": 76}}, [], []),
    ("3 weeks of fever, 5-month-old girl", {"age_days": {"min": 150, "max": 183}}, [], []),
    ("Girl, born at 34 weeks, 3 months old", {"age_days": {"min": 89, "max": 122}}, [], []),
    ("Dx age 7 mo", {"age_days": {"min": 212, "max": 244}}, [], []),
    ("6 weeks old twin, co-twin healthy", {"age_days": {"min": 42, "max": 48}}, [], []),
    ("3 years old", {"age_days": {"min": 1095, "max": 1460}}, [], []),
    ("13 months old at diagnosis", {"age_days": {"min": 393, "max": 427}}, [], []),
    ("10 weeks old (born at 32 weeks)", {"age_days": {"min": 70, "max": 76}}, [], []),
    ("12-week-old ex-28-weeker, corrected 0 weeks", {}, ["age_days"], []),
    ("age 20 weeks, diagnosed 4 weeks ago", {}, ["age_days"], []),
    ("7 weeks old per note, 9 weeks per the card", {}, ["age_days"], []),
]


@pytest.mark.parametrize("row", TABLE, ids=lambda row: row[0])
def test_an_age_is_read_where_it_is_one(row: NoteRow) -> None:
    """Protects the limits of age from counts of something else."""
    note, *said = row
    assert say(note) == tuple(said)
