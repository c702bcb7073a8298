"""Last doses and months in what testers use: sampled, counted, said in scripts, compared, and never guessed."""

from datetime import UTC, datetime

import pytest
from ask_back_walk import visited
from recorded import Sitting, replayed
from washout_trial import DIALOGUE, TEXT

from dialogs.conversation.ask_backs import make_ask_back
from dialogs.definition.facts import WashoutsFact
from dialogs.loading.loading import load
from dialogs.notes.read_note import read_note
from dialogs.reading import AskBackReading, Read, make_sentence, read
from dialogs.rules.answers import Interval, LastDose, LastDoses
from dialogs.testing.changes.last_doses import list_last_doses
from dialogs.testing.changes.side import admits
from dialogs.testing.coverage.codes import choose_code, list_codes
from dialogs.testing.coverage.doubtful_texts import list_texts
from dialogs.testing.coverage.phrasebook import Phrasebook, name_reason
from dialogs.testing.coverage.samples import list_samples
from dialogs.testing.scripts.recording.doubted import find_doubtful_text
from dialogs.testing.scripts.recording.likeness import is_same
from dialogs.testing.scripts.recording.said import Unsayable, find_text, make_sayable

pytestmark = pytest.mark.traced

TRIAL = DIALOGUE.trial
NOW = datetime(2026, 6, 1, 12, tzinfo=UTC)
TODAY = NOW.date()
FACT = TRIAL.facts["last_doses"]


def test_each_way_in_which_last_doses_are_counted_has_a_sample_that_can_be_said() -> None:
    """A walk of coverage answers the question in every way."""
    samples = list_samples(TRIAL, "last_doses", TODAY)
    assert tuple(samples) == list_codes(TRIAL, "last_doses")
    for code, answer in samples.items():
        assert choose_code(TRIAL, "last_doses", answer) == code
        assert read(FACT, find_text(FACT, answer, TODAY), TODAY) == Read(answer)


@pytest.mark.parametrize(
    "answer",
    [
        LastDoses((LastDose("tki", 3, 3), LastDose("hydroxyurea", 1, 1))),
        LastDoses((LastDose("chemotherapy", 14, 20), LastDose("car_t", 29, None)), TODAY),
        LastDoses(),
    ],
)
def test_last_doses_are_said_in_a_script_without_dates(answer: LastDoses) -> None:
    """The day on which all is over follows from dates, which no script names."""
    assert read(FACT, find_text(FACT, answer, TODAY), TODAY) == Read(LastDoses(answer.doses))
    assert make_sayable(answer) == LastDoses(answer.doses)


def test_a_drug_that_is_not_listed_any_more_cannot_be_said() -> None:
    """An answer under another definition is told, not guessed."""
    gone = LastDoses((LastDose("gone", 3, 3),))
    assert not admits(FACT, gone)
    with pytest.raises(Unsayable):
        find_text(FACT, gone, TODAY)


@pytest.mark.parametrize("interval", [Interval(above=1, below=3), Interval(min=1, below=2), Interval(above=0, max=1)])
def test_months_between_two_numbers_are_said_in_a_script(interval: Interval) -> None:
    """'More than 1 and less than 3 months'."""
    fact = TRIAL.facts["cd19_months"]
    assert read(fact, find_text(fact, interval, TODAY), TODAY) == Read(interval)


def test_ask_backs_about_last_doses_are_found_again() -> None:
    """A recording leads to an open ask-back; one about dates has no words."""
    lost = []
    for place in visited(DIALOGUE, "last_doses", depth=1, most=4):
        if place.doubt.reason in {"date_order", "end_alone", "imprecise", "doubled"}:
            continue
        text = find_doubtful_text(FACT, place.doubt, TODAY)
        if text is None:
            lost.append((place.texts, place.doubt.reason))
        else:
            assert read(FACT, text, TODAY) == make_ask_back(place.doubt)
    assert lost == []


def test_texts_that_may_be_doubted_break_nothing() -> None:
    """Every one is read as something, and what is read is an answer of this fact."""
    for text in list_texts(FACT, "chemotherapy 3 days", TODAY):
        reading = read(FACT, text, TODAY)
        assert not isinstance(reading, Read) or admits(FACT, reading.answer)


def test_definitions_are_compared_at_every_wait() -> None:
    """A wait that is a day longer is seen."""
    assert isinstance(FACT, WashoutsFact)
    other = load(
        TEXT.replace(
            "hydroxyurea: {label: {en: Hydroxyurea}, days: 1}", "hydroxyurea: {label: {en: Hydroxyurea}, days: 2}"
        ),
        "x.yaml",
    )
    told = [
        each
        for each in list_last_doses(FACT)
        if choose_code(TRIAL, "last_doses", each) != choose_code(other, "last_doses", each)
    ]
    assert told == [LastDoses((LastDose("hydroxyurea", 1, 1),))]


@pytest.mark.parametrize(
    "note",
    [
        "Relapsed ALL. Imatinib 3 days ago, hydroxyurea yesterday.",
        "Last methotrexate 3 May 2026, start 20 May 2026. CD19 confirmed March 2026.",
        "CAR-T in 2025, no chemotherapy since. CD19 confirmed 2 months ago.",
        "CD19 confirmed: 2 months. Last doses: 3 days. TKI: none.",
    ],
)
def test_a_note_guesses_no_last_doses(note: str) -> None:
    """A note names drugs and times in many ways: the question is asked all the same."""
    reading = read_note(TRIAL, note, TODAY)
    assert reading.proposed == ()


@pytest.mark.parametrize(
    "texts",
    [
        ("1 month", "imatinib 2 weeks before, hydroxyurea 1 day before"),
        ("60 days", "keep", "CAR T cells at least 29 days, TKI 14 to 20 days"),
        ("2 months 10 days", "None of these"),
        ("1 month", "imatinib and hydroxyurea 3 days before"),
        ("1 month", "imatinib 3 days ago"),
        ("1 month", "imatinib 3 days before, examplone 2 days before"),
        ("1 month", "chemo less than 2 weeks before"),
    ],
)
def test_a_recording_leads_to_where_a_screening_stands(texts: tuple[str, ...]) -> None:
    """Last doses, none of them, an open ask-back: what is replayed stands at the same place."""
    begun = Sitting(DIALOGUE, DIALOGUE.begin(NOW).screening, now=NOW)
    begun.says(*texts)
    recording = begun.recorded()
    assert not recording.left_out
    assert is_same(replayed(DIALOGUE, recording).screening, begun.screening)


def test_the_sentence_of_an_unlisted_drug_is_recognised() -> None:
    """Coverage counts the trial's own sentence."""
    book = Phrasebook(TRIAL)
    said = make_sentence(FACT, AskBackReading("unlisted"))
    assert book.find_reason("last_doses", f"Last doses\n{said}") == name_reason("unlisted")
