"""What in a note may name a patient is found, and nothing of it comes out; what only looks like it stays."""

import pytest
from noted import reads

from dialogs.notes.identifiers import find_identifiers

pytestmark = pytest.mark.traced

FOUND = [
    # a note, and the identifiers in it
    ("name: Anna Maria Schmidt, 10-wk girl, pro-B ALL", ["Anna Maria Schmidt"]),
    ("Name: anna schmidt 10 wk girl", ["anna schmidt"]),
    ("Patient name = John Doe; CD19+", ["John Doe"]),
    ("Patient: John Doe, CD19+", ["John Doe"]),
    ("Baby Smith, 10 weeks", ["Smith"]),
    ("Baby girl Jones, CNS1", ["Jones"]),
    ("Infant called Mia Brown has B-ALL", ["Mia Brown"]),
    ("Mrs. Miller consents", ["Miller"]),
    ("Dr Brown called about her", ["Brown"]),
    ("Anna Smith, 10 weeks", ["Anna Smith"]),
    ("Smith, John (DOB 1 Feb 2026)", ["Smith, John", "1 Feb 2026"]),
    ("initials: A.S., 10 wk", ["A.S."]),
    ("DOB 31/01/2026", ["31/01/2026"]),
    ("dob: 31.1.26", ["31.1.26"]),
    ("born 2026-01-31, diagnosed 2026-05-31", ["2026-01-31", "2026-05-31"]),
    ("born on 3 March, B-ALL", ["3 March"]),
    ("B-ALL since May 3rd, 2026", ["May 3rd, 2026"]),
    ("CNS1 on 03/04/26", ["03/04/26"]),
    ("MRN 1234567", ["1234567"]),
    ("MRN: AB-123456", ["AB-123456"]),
    ("NHS 943 476 5919", ["943 476 5919"]),
    ("hospital no. 12345", ["12345"]),
    ("case no 77", ["77"]),
    ("SSN 123-45-6789", ["123-45-6789"]),
    ("tel 01234 567890", ["01234 567890"]),
    ("mother's mobile: 07700 900123", ["07700 900123"]),
    ("+44 7700 900123", ["+44 7700 900123"]),
    ("write to a.b@example.org", ["a.b@example.org"]),
    ("see https://example.org/p/1", ["https://example.org/p/1"]),
    ("lives at 12 Elm Street, London", ["12 Elm Street, London"]),
    ("from 12 Elm Street", ["12 Elm Street"]),
    ("postcode 8001", ["8001"]),
    ("SW1A 1AA", ["SW1A 1AA"]),
]

NOT_FOUND = [
    "10-wk girl, pro-B ALL, t(9;11)(p22;q23), CD19+ 99 %, no steroids, LP day 33 pending",
    "46,XX,t(4;11)(q21;q23)[20]",
    "WBC 300, Hb 7.2, platelets 20,000",
    "WBC 300,000 /ul",
    "CD10/19/20",
    "prednisolone 0.6 mg/kg, 5/10/20 mg, 12 mg/m2/day",
    "10-12 weeks, 3/12, 9/52",
    "NCT05327894",
    "Infant with pro-B ALL",
    "Patient has CD19",
    "Baby KMT2A-r",
    "patient: 10-wk girl",
    "Dr said no",
    "case 3",
    "born at 34 weeks",
    "day 33, d15",
    "",
]


@pytest.mark.sweep
@pytest.mark.parametrize(("note", "found"), FOUND)
def test_identifiers_are_found(note: str, found: list[str]) -> None:
    """Protects names, dates, numbers and addresses from being shown, each kind by a row."""
    assert [note[start:end] for start, end in find_identifiers(note)] == found


@pytest.mark.sweep
@pytest.mark.parametrize("note", NOT_FOUND)
def test_findings_and_doses_are_no_identifiers(note: str) -> None:
    """Protects karyotypes, doses, ages and trial numbers from being cut out of a note."""
    assert find_identifiers(note) == []


@pytest.mark.sweep
@pytest.mark.parametrize(("note", "found"), FOUND)
def test_nothing_that_is_said_of_a_note_holds_an_identifier(note: str, found: list[str]) -> None:
    """Protects a person's name from coming out with the words that were used, left, or not read."""
    reading = reads(f"{note}\nCD19+, twin sister had ALL, {note}, CNS2")
    words = [*(each.words for each in reading.proposed), *(each.words for each in reading.asked)]
    said = " ".join([*words, *reading.left, *reading.unread])
    assert reading.cut
    assert not [each for each in found if each in said]


@pytest.mark.sweep
@pytest.mark.parametrize(
    "day", ["2027-12-15", "15 Dec 2027", "15th December 2027", "15.12.2027", "Dec 15, 2027", "12/05/2027"]
)
def test_a_day_on_which_something_is_awaited_names_nobody(day: str) -> None:
    """Protects a planned puncture from being told as an identifier; a day in the past, or without a word, stays one."""
    assert not reads(f"CD19 positive, LP scheduled for {day}").cut
    assert reads(f"CD19 positive, seen {day}").cut
    assert reads(f"CD19 positive, LP scheduled for {day.replace('2027', '2025')}").cut
