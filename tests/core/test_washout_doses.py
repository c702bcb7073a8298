"""Drugs that their dose tells apart: a dose that was typed is never passed over, but asked back."""

from datetime import UTC, date, datetime

import pytest
from ask_back_walk import NOW as WALKED
from ask_back_walk import asking, faults_of, visited
from washout_trial import TEXT

from dialogs.conversation.ask_backs import make_ask_back
from dialogs.conversation.dialogue import Dialogue
from dialogs.conversation.screening import Said, Tapped, Turn
from dialogs.definition.facts import WashoutsFact
from dialogs.definition.faults import DefinitionError
from dialogs.loading.loading import load
from dialogs.reading import AskBackReading, Read, read
from dialogs.rules.answers import LastDose, LastDoses
from dialogs.testing.scripts.recording.doubted import find_doubtful_text

pytestmark = [pytest.mark.traced, pytest.mark.mutants]

NOW = datetime(2026, 5, 10, 12, tzinfo=UTC)
TODAY = date(2026, 5, 10)
CLASSES = """
      mtx_low: {label: {en: "Methotrexate below 25 mg/m²"}, synonyms: {en: [low-dose MTX]}, days: 8}
      mtx_high: {label: {en: "Methotrexate 25 mg/m² or more"}, synonyms: {en: [high-dose methotrexate]}, days: 15}
      arac_low:
        label: {en: "Cytosine arabinoside below 100 mg/m²/day"}
        synonyms: {en: [low-dose cytarabine]}
        days: 8
      arac_high:
        label: {en: "Cytosine arabinoside 100 mg/m² or more"}
        synonyms: {en: [cytarabine, high-dose cytarabine, ara-C]}
        days: 15
      strong_steroids: {label: {en: Steroids above 10 mg/day}, synonyms: {en: [prednisone]}, days: 3}
      vincristine: {label: {en: "Vincristine, 6-mercaptopurine"}, synonyms: {en: [vincristine, 6-MP]}, days: 8}
    unlisted: """
"""'< 25 mg/m² methotrexate 1 week, ≥ 25 mg/m² 2 weeks', and two classes of which no dose decides."""
BEGIN = "\n      chemotherapy:"
DIALOGUE = Dialogue(load(TEXT[: TEXT.index(BEGIN)] + CLASSES + TEXT.split("    unlisted: ")[1], "classes.yaml"))
FACT = DIALOGUE.trial.facts["last_doses"]


def doses(**days: int) -> LastDoses:
    """Last doses by drug, in exact days."""
    return LastDoses(tuple(LastDose(drug, each, each) for drug, each in days.items()))


def say_all(*texts: str) -> Turn:
    """Returns the turn after texts at the plain question."""
    screening = asking(DIALOGUE, "last_doses")
    for text in texts:
        turn = DIALOGUE.take_turn(screening, Said(text), NOW)
        screening = turn.screening
    return turn


METHOTREXATE = (doses(mtx_low=10), doses(mtx_high=10))
CYTARABINE = (doses(arac_low=10), doses(arac_high=10))


@pytest.mark.parametrize(
    ("text", "offers"),
    [
        ("low-dose MTX 5 g/m2 10 days", METHOTREXATE),
        ("low-dose methotrexate 5 g/m2 10 days", METHOTREXATE),
        ("low-dose MTX (5 g per m²) 10 days", METHOTREXATE),
        ("low-dose MTX 10 days, 5000 mg", METHOTREXATE),
        ("methotrexate, 5 g/m2, 10 days", METHOTREXATE),
        ("methotrexate 15 mg/m2 10 days", METHOTREXATE),
        ("10 days since 15 mg methotrexate", METHOTREXATE),
        ("methotrexate (high-dose) 10 days", METHOTREXATE),
        ("methotrexate below 20 mg/m2 10 days", METHOTREXATE),
        ("methotrexate 10 days", METHOTREXATE),
        ("MTX 10 days", METHOTREXATE),
        ("cytarabine 75 mg/m2 10 days", CYTARABINE),
        ("high-dose cytarabine 75 mg/m2 a day 10 days", CYTARABINE),
        ("cytosine arabinoside 10 days", CYTARABINE),
        ("ara-C 75 mg/m2 10 days", CYTARABINE),
        ("prednisone 5 mg 10 days", (doses(strong_steroids=10),)),
        ("steroids 10 days", (doses(strong_steroids=10),)),
        ("6-MP 9 days, methotrexate 10 days", (doses(mtx_low=10, vincristine=9), doses(mtx_high=10, vincristine=9))),
        ("MTX 5 g 10 days, low-dose MTX 20 days", (doses(mtx_low=10), doses(mtx_low=20, mtx_high=10))),
    ],
)
def test_a_dose_that_decides_on_the_wait_is_asked_back(text: str, offers: tuple[LastDoses, ...]) -> None:
    """A high dose in the words of the low one got the shorter wait, without a word."""
    reading = read(FACT, text, TODAY)
    assert isinstance(reading, AskBackReading)
    assert (reading.reason, reading.offers) == ("by_dose", offers)


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("methotrexate below 25 mg/m2 7 days", doses(mtx_low=7)),
        ("Methotrexate below 25mg/m² 7 days", doses(mtx_low=7)),
        ("methotrexate below 25 mg / m^2: 7 days", doses(mtx_low=7)),
        ("methotrexate 25 mg/m2 or more 7 days", doses(mtx_high=7)),
        ("low dose MTX 7 days, high-dose methotrexate 20 days", doses(mtx_low=7, mtx_high=20)),
        ("cytarabine 7 days", doses(arac_high=7)),
        ("prednisone 7 days", doses(strong_steroids=7)),
        ("steroids above 10 mg a day 7 days", doses(strong_steroids=7)),
        ("vincristine 1.5 mg/m2 3 days", doses(vincristine=3)),
        ("6-MP 50 mg 3 days", doses(vincristine=3)),
    ],
)
def test_the_own_words_of_a_class_are_read(text: str, answer: LastDoses) -> None:
    """'m2' is 'm²'; a dose of a drug in one class alone says nothing; a number in a name such as 6-MP is no dose."""
    assert read(FACT, text, TODAY) == Read(answer)


def test_a_drug_that_no_time_or_too_many_ways_belong_to_is_asked_for_in_words() -> None:
    """More than four ways would be too many to read."""
    for text in ("methotrexate", "methotrexate for 3 days", "MTX 3 days, cytarabine 1 g 3 days, methotrexate 9 days"):
        said = say_all(text).messages[-1].text
        assert "say whether it was methotrexate below 25 mg/m² or methotrexate 25 mg/m² or more, and how many" in said


@pytest.mark.parametrize(
    ("reply", "recorded", "says"),
    [
        ("yes", None, ""),
        ("no", None, ""),
        ("4", None, "“Methotrexate below 25 mg/m² 4 days, vincristine, 6-mercaptopurine 9 days”"),
        ("10 days", None, "How long to wait depends on the dose."),
        ("none else", None, "say whether it was methotrexate below"),
        ("low-dose MTX", None, "the last dose of methotrexate below 25 mg/m²?"),
        ("purple elephants", None, "not understood"),
        ("low-dose MTX 10 days", doses(mtx_low=10, vincristine=9), ""),
        ("methotrexate 25 mg/m2 or more 12 days", doses(mtx_high=12, vincristine=9), ""),
        ("no methotrexate", None, "Did you mean Vincristine, 6-mercaptopurine 9 days?"),
    ],
)
def test_only_words_that_choose_record_one(reply: str, recorded: LastDoses | None, says: str) -> None:
    """What was understood beside the drug is kept, and 'none else' does not drop the drug."""
    asked = say_all("methotrexate 5 g/m2 10 days, 6-MP 9 days")
    assert asked.screening.doubt is not None
    turn = DIALOGUE.take_turn(asked.screening, Said(reply), NOW)
    assert turn.screening.answers.get("last_doses") == recorded
    assert says in " ".join(each.text for each in turn.messages)


def test_a_tap_records_the_class_that_is_meant() -> None:
    """Each offer is a button."""
    asked = say_all("methotrexate 5 g/m2 10 days")
    message = asked.messages[-1]
    turn = DIALOGUE.take_turn(asked.screening, Tapped(message.number, message.buttons[1].key), NOW)
    assert turn.screening.answers["last_doses"] == doses(mtx_high=10)


def test_the_same_dose_at_two_drugs_is_told_where_the_definition_is_loaded() -> None:
    """No typed text could choose between them; names that only hold each other are none of that."""
    text = TEXT[: TEXT.index(BEGIN)] + CLASSES + TEXT.split("    unlisted: ")[1]
    with pytest.raises(DefinitionError, match="'Methotrexate below 25 mg/m2' also stands for 'mtx_low'"):
        load(text.replace("high-dose methotrexate", "Methotrexate below 25 mg/m2"), "classes.yaml")


def test_a_drug_that_is_not_listed_is_told_before_the_dose_is_asked() -> None:
    """It would be lost behind the choice."""
    asked = say_all("ponatinib 2 days, methotrexate 10 days")
    assert "Only these have a waiting time here." in asked.messages[-1].text
    assert "last_doses" not in DIALOGUE.take_turn(asked.screening, Said("none else"), NOW).screening.answers


@pytest.mark.parametrize(
    ("text", "says", "answer"),
    [
        ("vincristine 3 days, 6-MP 9 days", "the one that was given last counts.", doses(vincristine=3)),
        ("6-MP ongoing", "still given is taken for 0 days before the planned start.", doses(vincristine=0)),
        ("prednisone 5 mg 48 hours before", "depends on the dose. Did you mean Steroids", doses(strong_steroids=2)),
    ],
)
def test_what_is_taken_in_another_way_is_confirmed(text: str, says: str, answer: LastDoses) -> None:
    """Yes records it; no, a digit and something else do not."""
    asked = say_all(text)
    assert says in asked.messages[-1].text
    assert "last_doses" not in asked.screening.answers
    for reply, recorded in (("yes", answer), ("no", None), ("7", None), ("purple elephants", None)):
        turn = DIALOGUE.take_turn(asked.screening, Said(reply), NOW)
        assert turn.screening.answers.get("last_doses") == recorded, reply


@pytest.mark.sweep
def test_no_short_reply_records_what_was_not_offered_and_a_recording_finds_each_ask_back() -> None:
    """Every ask-back, answered with yes, no, a digit, a unit; and said again in the words of the list."""
    assert isinstance(FACT, WashoutsFact)
    reasons = set()
    for index, place in enumerate(visited(DIALOGUE, "last_doses", depth=1, most=4)):
        assert list(faults_of(DIALOGUE, place, sees_numbers=index % 2 == 0)) == []
        if place.doubt.reason in {"date_order", "end_alone", "imprecise", "doubled"}:
            continue
        text = find_doubtful_text(FACT, place.doubt, WALKED.date())
        assert text is not None, place.texts
        assert read(FACT, text, WALKED.date()) == make_ask_back(place.doubt)
        reasons.add(place.doubt.reason.partition(":")[0])
    assert reasons >= {"by_dose", "which_dose", "ongoing"}
