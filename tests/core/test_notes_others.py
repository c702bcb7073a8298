"""What notes tell of others and of other times: it is left, and never proposed."""

import pytest
from noted import NoteRow, say

pytestmark = pytest.mark.traced

TABLE: list[NoteRow] = [
    # a note, what it gives beyond doubt, the facts to ask, the words about others and other times
    ("Mother had ALL as a child. No steroids.", {}, ["corticosteroids"], ["Mother had ALL as a child"]),
    ("Twin of a patient, 10 weeks, CD19+", {}, [], ["10 weeks", "CD19+"]),
    ("Her twin sister had ALL, treated with chemo", {}, [], ["Her twin sister had ALL", "treated with chemo"]),
    ("FH: T-ALL in uncle. CD19+.", {"cd19": "positive"}, [], ["FH: T-ALL in uncle"]),
    ("CNS2 at diagnosis, day 33 CNS1", {"cns_eoi": "cns1"}, [], ["CNS2 at diagnosis"]),
    ("CNS3 at diagnosis", {}, [], ["CNS3 at diagnosis"]),
    ("CD19 negative after blinatumomab", {}, [], ["CD19 negative after blinatumomab"]),
    (
        "baby born to mother with ALL, mother received chemo",
        {},
        [],
        ["baby born to mother with ALL", "mother received chemo"],
    ),
    ("CD19 neg at relapse", {"disease_phase": "relapsed"}, [], ["CD19 neg"]),
    (
        "CNS involvement at diagnosis (CNS3), cleared at EOI (CNS1)",
        {"cns_eoi": "cns1"},
        [],
        ["CNS involvement at diagnosis (CNS3)"],
    ),
    ("mum had steroids antenatally", {}, [], ["mum had steroids antenatally"]),
    ("No FHx of leukaemia", {}, [], ["No FHx of leukaemia"]),
    ("sister died of leukaemia", {}, [], ["sister died of leukaemia"]),
    ("At relapse: CD19 negative", {"disease_phase": "relapsed"}, [], ["CD19 negative"]),
    ("at EOI CD19 neg, CNS1", {"cns_eoi": "cns1"}, [], ["CD19 neg"]),
    (
        "The patient's mother had steroids during pregnancy. The infant received none.",
        {},
        [],
        ["The patient's mother had steroids during pregnancy"],
    ),
    (
        "Father has T-ALL in remission; infant has B-ALL",
        {"diagnosis": "b_precursor_all"},
        [],
        ["Father has T-ALL in remission"],
    ),
    ("siblings to receive MMR", {}, [], ["siblings to receive MMR"]),
    ("CNS1 at dx and EOI", {}, [], ["CNS1 at dx and EOI"]),
    ("previous patient was CD19 negative", {}, [], ["previous patient was CD19 negative"]),
    ("another infant had T-ALL", {}, [], ["another infant had T-ALL"]),
    ("in the previous trial steroids were given", {}, [], ["in the previous trial steroids were given"]),
    ("consent for biobanking signed", {}, [], ["consent for biobanking signed"]),
    (
        "consent for Interfant-21 pending, consent for biobank signed",
        {"consent": "pending"},
        [],
        ["consent for biobank signed"],
    ),
    ("chemo: 1 dose IT MTX at diagnostic LP", {}, [], ["chemo: 1 dose IT MTX at diagnostic LP"]),
    ("relapse in sister", {}, [], ["relapse in sister"]),
    ("chemo started after diagnosis", {}, [], ["chemo started after diagnosis"]),
    ("steroids started on day 1 of induction, none before", {}, [], ["steroids started on day 1 of induction"]),
    ("siblings vaccinated with MMR last week", {}, [], ["siblings vaccinated with MMR last week"]),
    ("brother got MMR vaccine, infant none", {}, [], ["brother got MMR vaccine"]),
    ("MMR will be given after B cell recovery", {}, [], ["MMR will be given after B cell recovery"]),
    ("chemotherapy to start tomorrow", {}, [], ["chemotherapy to start tomorrow"]),
    ("mum had chemo during pregnancy", {}, [], ["mum had chemo during pregnancy"]),
    ("no steroids since diagnosis", {}, [], ["no steroids since diagnosis"]),
    ("day 33: MRD 0.1%, CNS1, CD19 neg", {"cns_eoi": "cns1"}, [], ["CD19 neg"]),
    ("D33 LP: CNS1 (at dx CNS3)", {"cns_eoi": "cns1"}, [], ["dx CNS3"]),
    ("LP showed CNS2 on day 15", {}, [], ["LP showed CNS2 on day 15"]),
    ("two patients: first CD19+, second CD19-", {}, [], ["two patients: first CD19+", "second CD19-"]),
    ("Father had ALL. She has CD19+ blasts.", {"cd19": "positive"}, [], ["Father had ALL"]),
    ("Mother, Anna Smith, had ALL", {}, [], ["had ALL"]),
]


@pytest.mark.parametrize("row", TABLE, ids=lambda row: row[0])
def test_what_is_of_others_is_left(row: NoteRow) -> None:
    """Protects a patient from the findings of a relative, a twin, or another time."""
    note, *said = row
    assert say(note) == tuple(said)
