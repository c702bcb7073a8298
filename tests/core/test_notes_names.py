"""Names and numbers in letters as hospitals write them: none comes out of a note that is read."""

import pytest
from noted import propose, reads

pytestmark = pytest.mark.traced

TOLD = [
    # a note, and what of it must never be told
    ("name:\nElla Stein", "Ella Stein"),
    ("Name | Ella Stein | B-ALL", "Ella Stein"),
    ("Name\tElla Stein", "Ella Stein"),
    ("Patientenname: Ella Stein", "Ella Stein"),
    ("Patientin: Ella Stein, CD19+", "Ella Stein"),
    ("Vorname: Ella Nachname: Stein", "Ella Stein"),
    ("Nombre: Ella Stein", "Ella Stein"),
    ("Nom : Ella Stein", "Ella Stein"),
    ("Naam: Ella Stein", "Ella Stein"),
    ("Pat.: Müller, Hans-Peter", "Müller Hans Peter"),
    ("Patient | Stein, Ella", "Ella Stein"),
    ("B/O Stein", "Stein"),
    ("Betreff: Stein, Ella", "Ella Stein"),
    ("re Oliver Brandt", "Oliver Brandt"),
    ("CD19+\nKind regards,\nJonas Okoro", "Jonas Okoro"),
    ("Mit freundlichen Grüßen\nJonas Okoro", "Jonas Okoro"),
    ("Signed: J. Okoro", "Okoro"),
    ("Dr. med. Jonas Huber", "Jonas Huber"),
    ("Fallnummer 120345", "120345"),
    ("Fall-Nr. 4711", "4711"),
    ("Pat.-Nr. 4711", "4711"),
    ("Aufnahmenummer 99321", "99321"),
    ("PatID=7788", "7788"),
    ("UPN 1234", "1234"),
    ("med rec no 44711", "44711"),
    ("sample 26-LK-00812", "00812"),
    ("Vers.-Nr. A123456789", "A123456789"),
    ("fax: 4411", "4411"),
    ("bleep 4417", "4417"),
    ("DOB: March 3rd", "March 3rd"),
    ("geb. am 3. März 2026", "März 2026"),
    ("d.o.b. twelfth of May 2026", "twelfth May 2026"),
    ("ella.stein (at) web.de", "ella stein"),
    ("Mother Eva Klein had prednisone", "Eva Klein"),
    ("consent signed by Eva Klein", "Eva Klein"),
    ("Father Jan Klein consents", "Jan Klein"),
]


@pytest.mark.sweep
@pytest.mark.parametrize(("note", "secret"), TOLD)
def test_no_name_and_no_number_is_told(note: str, secret: str) -> None:
    """Protects "an identifier in a note is named as such, and never comes out of it"."""
    reading = reads(note)
    proposed, asked = (each.words for each in reading.proposed), (each.words for each in reading.asked)
    words = [*proposed, *asked, *reading.left, *reading.unread]
    assert not [each for each in secret.split() if each in " ".join(words)]
    assert reading.cut


def test_a_day_to_come_is_no_identifier() -> None:
    """Protects the day of a result to come: it names nobody, and belongs to what is pending."""
    assert not reads("LP day 33 pending until 2026-12-20").cut
    assert propose("LP day 33 pending until 2026-12-20") == {"cns_eoi": {"pending": "2026-12-20"}}
    assert reads("LP day 33 pending until 2026-01-20").cut, "a day that is over may be anything"
    assert reads("LP day 33 pending until 2026-13-40").proposed == ()


@pytest.mark.parametrize(
    "note",
    [
        "CD19 negative by Flow Cytometry",
        "reviewed by Paediatric Oncology",
        "Patient: Newly diagnosed B-ALL",
        "sample CD19 neg",
        "Patient | B-ALL | CD19+",
    ],
)
def test_words_with_capitals_are_no_names(note: str) -> None:
    """Protects what a note says: words that no person is called by are not hidden."""
    assert not reads(note).cut
