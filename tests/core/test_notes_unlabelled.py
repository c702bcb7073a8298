"""Names, numbers and addresses that no label announces are found; clinical words in the same places stay."""

import pytest
from noted import propose, reads

from dialogs.notes.identifiers import find_identifiers

pytestmark = pytest.mark.traced

FOUND = [
    # a note, and the identifiers in it
    ("Sarah is 5 months old", ["Sarah"]),
    ("Patient J.K., 10 wk girl", ["J.K."]),
    ("Insurance K123456789", ["K123456789"]),
    ("Emma has pro-B ALL", ["Emma"]),
    ("Anna was diagnosed with B-ALL", ["Anna"]),
    ("Leon, 10 weeks, pro-B ALL", ["Leon"]),
    ("Mia - 10 wk", ["Mia"]),
    ("Noah Miller is 10 weeks old", ["Noah Miller"]),
    ("little Sarah, 10 weeks", ["Sarah"]),
    ("Sarah's CD19 is positive", ["Sarah"]),
    ("This is Sarah, a 10-week-old", ["Sarah"]),
    ("We saw Sarah today", ["Sarah"]),
    ("Pt. J.K. 10 wk", ["J.K."]),
    ("Pt JK, 10 wk girl", ["JK"]),
    ("JK, 10 wk girl", ["JK"]),
    ("J.K. is a 10 wk girl", ["J.K."]),
    ("J. K., 10 weeks", ["J. K."]),
    ("J.S. 10 wk old, pro-B ALL", ["J.S."]),
    ("Baby K., 10 weeks", ["K."]),
    ("Baby S 10 wk", ["S"]),
    ("Policy no. 4457-112", ["4457-112"]),
    ("Policy number AB12345", ["AB12345"]),
    ("Health card 1234-567-890", ["1234-567-890"]),
    ("Insurance number: K123456789", ["K123456789"]),
    ("Insurance no K123 456 789", ["K123 456 789"]),
    ("Member ID W12345678", ["W12345678"]),
    ("Passport C01X00T47", ["C01X00T47"]),
    ("passport: L898902C3", ["L898902C3"]),
    ("ID card L01X00T471", ["L01X00T471"]),
    ("Case 2024-1187", ["2024-1187"]),
    ("case number 4711", ["4711"]),
    ("Case #88123", ["88123"]),
    ("File 88/2024", ["88/2024"]),
    ("ward 5 bed 12, Miller", ["Miller"]),
    ("Bed 12: Miller", ["Miller"]),
    ("Ward 7B bed 3 (Sarah M.)", ["Sarah M."]),
    ("Room 12, Anna M", ["Anna M"]),
    ("IBAN DE89 3704 0044 0532 0130 00", ["DE89 3704 0044 0532 0130 00"]),
    ("IBAN GB29NWBK60161331926819", ["GB29NWBK60161331926819"]),
    ("DE89370400440532013000", ["DE89370400440532013000"]),
    ("Hauptstrasse 12, 10115 Berlin", ["Hauptstrasse 12, 10115 Berlin"]),
    ("Musterstr. 5, 80331 München", ["Musterstr. 5, 80331 München"]),
    ("12 rue de la Paix, 75002 Paris", ["12 rue de la Paix"]),
    ("5 Elm Court", ["5 Elm Court"]),
    ("PO Box 1234", ["PO Box 1234"]),
    ("Flat 3, 12 High St", ["12 High St"]),
    ("Apt 4B, 100 Main Street", ["100 Main Street"]),
    ("lives in 8001 Zürich", ["8001 Zürich"]),
    ("SVNR 1234 010180", ["1234 010180"]),
    ("AHV 756.1234.5678.97", ["756.1234.5678.97"]),
    ("KVNR A123456789", ["A123456789"]),
    ("VNR 12345678", ["12345678"]),
    ("ssn 123456789", ["123456789"]),
    ("Steuer-ID 12 345 678 901", ["12 345 678 901"]),
    ("CURP GOMA900101MDFRRN09", ["GOMA900101MDFRRN09"]),
    ("Medicare 2123 45670 1", ["2123 45670 1"]),
    ("Medicaid ID 123456789A", ["123456789A"]),
    ("EHIC 80276001234567890", ["80276001234567890"]),
    ("driver's licence D1234567", ["D1234567"]),
    ("plate B-AB 1234", ["B-AB 1234"]),
    ("Patient: Sarah M.", ["Sarah M."]),
    ("Pat. Sarah M., 10 wk", ["Sarah M."]),
    ("Sarah M., 10 wk", ["Sarah M."]),
    ("Sarah M 10 wk girl", ["Sarah M"]),
    ("S. Miller, 10 wks", ["S. Miller"]),
    ("Miller S, 10 wk girl", ["Miller S"]),
    ("MILLER Sarah, 10 wk", ["MILLER", "Sarah"]),
    ("MILLER, 10 wk girl", ["MILLER"]),
    ("Mrs M's daughter, 10 wk", ["M's"]),
    ("son of Peter and Anna Miller", ["Peter", "Anna", "Miller"]),
    ("daughter of Mr. Khan", ["Khan"]),
    ("mother Sarah, 31", ["Sarah"]),
    ("Parents (Tom and Sue) signed", ["Tom", "Sue"]),
    ("mum Sue says no steroids", ["Sue"]),
    ("Father Tom consented", ["Tom"]),
    ("consent signed by Anna Miller", ["Anna Miller"]),
    ("signed by A. Miller", ["A. Miller"]),
    ("Sarah's mother consents", ["Sarah"]),
    ("Bub Sarah 10 wk", ["Sarah"]),
    ("Ahmed is a 5-month-old boy", ["Ahmed"]),
    ("Zoe, 5 mo F", ["Zoe"]),
    ("Re: Sarah M", ["Sarah M"]),
    ("for Sarah, 10 weeks", ["Sarah"]),
    ("Hi, Sarah is now 10 weeks old", ["Sarah"]),
    ("@drsmith", ["@drsmith"]),
    ("twitter: @anna_m", ["@anna_m"]),
    ("Skype: anna.m", ["anna.m"]),
    ("Anderson is 10 weeks old", ["Anderson"]),
    ("Oyelaran is 5 months old", ["Oyelaran"]),
    ("Nwosu, 5 mo boy", ["Nwosu"]),
    ("Tatum is a 10-week-old girl", ["Tatum"]),
    ("Kiran (10 wk), CD19+", ["Kiran"]),
    ("Miller's mother consents", ["Miller"]),
    ("Xiaoming's parents agreed", ["Xiaoming"]),
    ("Ms Tanaka's baby", ["Tanaka's"]),
    ("Bed 7, Tanaka", ["Tanaka"]),
    ("room 3 - Okafor", ["Okafor"]),
    ("Baby Okafor 10 wk", ["Okafor"]),
    ("A.M., 10-wk-old F", ["A.M."]),
    ("A. M. is 5 months old", ["A. M."]),
    ("Patient A.M. was seen", ["A.M."]),
    ("Patient Z.K. has ALL", ["Z.K."]),
    ("pt. B.T., 10 wk", ["B.T."]),
    ("signed by J. Okafor", ["J. Okafor"]),
    ("mother J. Okafor consents", ["J. Okafor"]),
    ("Dr. J.R. Okafor", ["J.R. Okafor"]),
    ("health insurance no. 1234-5678", ["1234-5678"]),
    ("insurance: AOK 123456789", ["AOK 123456789"]),
    ("Case: AB-123", ["AB-123"]),
    ("passport no. X1234567", ["X1234567"]),
    ("national ID card 123456782", ["123456782"]),
    ("licence plate B-AB 1234", ["B-AB 1234"]),
    ("25 Boulevard Voltaire", ["25 Boulevard Voltaire"]),
    ("Via Roma 12", ["Via Roma 12"]),
    ("Bahnhofstr. 7", ["Bahnhofstr. 7"]),
    ("Lindenallee 14, 60323 Frankfurt", ["Lindenallee 14, 60323 Frankfurt"]),
    ("c/o Okafor", ["Okafor"]),
    ("lives in Springfield", ["Springfield"]),
    ("P.O. Box 77", ["P.O. Box 77"]),
    ("@okafor_mum", ["@okafor_mum"]),
    ("CH93 0076 2011 6238 5295 7", ["CH93 0076 2011 6238 5295 7"]),
    ("FR1420041010050500013M02606", ["FR1420041010050500013M02606"]),
]

NOT_FOUND = [
    # drugs, eponyms, days, catheters, people without a name, centres, findings
    "Down syndrome, 10 weeks old",
    "Philadelphia chromosome negative",
    "Burkitt lymphoma excluded",
    "Ewing sarcoma in the uncle",
    "Hickman line placed",
    "Ommaya reservoir planned",
    "Broviac catheter, 2 lumens",
    "Fanconi anaemia ruled out",
    "Li-Fraumeni in family",
    "Noonan syndrome, JMML?",
    "Hodgkin lymphoma in grandfather",
    "Wilms tumour in cousin",
    "Diamond-Blackfan excluded",
    "Vincristine, 10 days ago",
    "Prednisolone 10 days",
    "Dexamethasone, 5 days, stopped",
    "Hydroxyurea 3 days",
    "Rasburicase given",
    "Fever, 10 days",
    "Fever for 2 weeks",
    "Leukaemia, 10 weeks",
    "Neutropenia, 3 weeks",
    "Rash, 3 days",
    "Pallor 2 weeks, bruising 1 week",
    "Female, 10 weeks old",
    "Male infant, 5 months",
    "Neonate, 10 days old",
    "FEMALE, 10 wk old",
    "MPAL, 5 months old",
    "JMML, 5 mo boy",
    "ALL, 10 wks",
    "ALL 10 wk girl",
    "May be 5 months old",
    "May 2026: relapse",
    "On Monday, 10 weeks old",
    "Monday's LP: CNS1",
    "April, 10 weeks after",
    "Twin A 10 weeks",
    "Twin B is 10 weeks old",
    "Hepatitis B 5 weeks ago",
    "Vitamin K 1 mg at birth",
    "Patient A, patient B",
    "Baby is 10 weeks old",
    "She is 10 weeks old",
    "Infant is a 5-month-old boy",
    "The child is 5 months old",
    "Relapsed, 10 months old",
    "Newly diagnosed, 10 weeks old",
    "Marrow, 10 days ago",
    "Scan is 5 days old",
    "Karyotype: 46,XX",
    "Apgar 9/10",
    "B. Immunophenotype: CD19+",
    "A. Diagnosis: pro-B ALL",
    "E. coli sepsis",
    "S. aureus line infection",
    "C. difficile",
    "P.O. prednisolone 5 mg",
    "I.V. fluids, I.T. MTX",
    "N.B. no steroids",
    "DOL 12, pro-B ALL",
    "St Jude protocol",
    "St. Anna Children's Hospital",
    "Emma Children's Hospital",
    "Great Ormond Street",
    "CD19 CD20 CD22 CD10 positive",
    "CD19 98%, CD10 0%, CD22 90%",
    "WBC 120000 Platelets 20000",
    "file 3 of 5",
    "card 2",
    "Policy: no steroids",
    "Insurance pending",
    "insurance cleared, 10 wk",
    "passport not needed",
    "ward 5, 10 wk girl",
    "Bed 12: KMT2A-r",
    "Bed 3, Fever",
    "Room 4, Newly diagnosed",
    "t(4;11)(q21;q23)",
    "12 mg/m2 via NG tube",
    "2 weeks rue",
    "Patient's mother had ALL",
    "Infant's parents signed",
    "Wilson disease in aunt",
    "Alexander disease excluded",
    "Clara cells",
    "12 place holders",
    "Interfant-21 consent signed",
    "ECOG 2, 54 yrs",
    "AML, 54 years old",
    "CNS1 at EOI",
    "PB, 10 wk",
    "BM 98% blasts",
    "CR 10 weeks",
    "Pt is 10 weeks old",
    "Pt on IV fluids",
    "Pt IV access 10 days",
    "Group B strep 3 weeks ago",
    "Influenza A 2 weeks ago",
    "Factor V Leiden",
    "Type B, 10 weeks",
    "Parents agreed, Mum signed",
    "Mum signed, Dad abroad",
    "Said no steroids",
    "Frank relapse",
    "Will is documented",
    "Max dose 10 mg/m2",
    "Telegram sent",
    "signal: split",
    "Follow up: 10 weeks",
    "Diagnosis: 10 weeks of age",
    "Consent: signed 2 days ago",
]


@pytest.mark.parametrize(("note", "found"), FOUND)
def test_what_no_label_announces_is_found_too(note: str, found: list[str]) -> None:
    """Protects a child whose note begins with its name, and the numbers of insurances, cards and accounts."""
    assert [note[start:end] for start, end in find_identifiers(note)] == found


@pytest.mark.parametrize("note", NOT_FOUND)
def test_clinical_words_in_the_place_of_a_name_stay(note: str) -> None:
    """Protects eponyms, drugs, week days and relatives: what is cut is not read, and who it is about would be lost."""
    assert find_identifiers(note) == []


@pytest.mark.parametrize(
    ("note", "fact"),
    [
        ("Sarah is 5 months old", "age_days"),
        ("Emma has pro-B ALL", "diagnosis"),
        ("Insurance K123456789, CD19 positive", "cd19"),
        ("Leon, no steroids", "corticosteroids"),
    ],
)
def test_the_rest_of_a_note_is_read_without_the_name(note: str, fact: str) -> None:
    """Protects "read without it": the name goes, and what was said of the child is still proposed."""
    assert set(propose(note)) == {fact}
    assert reads(note).cut


@pytest.mark.parametrize(
    "note", ["Co-twin 8 months healthy, no vaccines", "Zwilling, 8 Monate", "Stepsister 8 months, CD19+"]
)
def test_who_else_is_spoken_of_is_no_name(note: str) -> None:
    """Protects a patient from the age of a twin: the word for the twin stands where a name could."""
    assert not propose(note)
    assert not reads(note).cut


@pytest.mark.parametrize(
    "note", ["Hernia, 3 weeks, CD19+", "Hernia 3 weeks, CD19+", "Cough (3 weeks), CD19+", "Quark - 3 weeks, CD19+"]
)
def test_a_count_behind_an_unknown_word_is_no_age(note: str) -> None:
    """Protects the age: what might be a name is cut only where the count is plainly somebody's age."""
    assert set(propose(note)) == {"cd19"}


@pytest.mark.parametrize("thing", ["Catheter", "The scan", "Her ulcer", "This sample"])
def test_the_age_of_a_thing_is_not_the_patients(thing: str) -> None:
    """Protects the age from whatever else is so many weeks old."""
    assert set(propose(f"{thing} is 3 weeks old, CD19+")) == {"cd19"}
    assert set(propose("The baby is 3 weeks old, CD19+")) == {"age_days", "cd19"}


@pytest.mark.parametrize(
    "note",
    [
        "Grandmother Maria, 62 years old, had AML",
        "Mother Anna (DOB 1 Jan 1995), had ALL",
        "Sister Anna Miller, DOB 1 Jan 2020, T-ALL",
        "Mother Anna on prednisone 40 mg/m2 for 9 days before diagnosis",
    ],
)
def test_a_name_takes_nobody_else_with_it(note: str) -> None:
    """Protects a patient from a relative's findings: the word for the relative stays where the name behind it goes."""
    assert reads(note).cut
    assert propose(note) == {}
