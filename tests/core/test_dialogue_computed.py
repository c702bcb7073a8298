"""Computed facts in whole dialogues: tours that reach all, recordings that replay, ask-backs, notes, JSON."""

import pytest
from ask_back_walk import faults_of, visited
from computed_facts import DIALOGUE, NOW, TODAY, get_fact, take_texts
from recorded import Sitting, replayed
from wandering import reached_by

from dialogs.conversation.screening import Said
from dialogs.notes.read_note import read_note
from dialogs.rules.answers import Answer, Interval, Known
from dialogs.testing.coverage.atlas import draw_atlas, find_undecided
from dialogs.testing.coverage.map import Map
from dialogs.testing.coverage.tours import script_tours
from dialogs.testing.scripts.recording.doubted import find_doubtful_text
from dialogs.testing.scripts.recording.likeness import is_same
from dialogs.verdict.condition_words import word_wanted
from dialogs.verdict.json_amounts import AnswerError
from dialogs.verdict.json_answers import make_plain_answer, read_values

pytestmark = pytest.mark.traced

TRIAL = DIALOGUE.trial
WHOLE = "54 y, 70 kg, creatinine 1.1 mg/dL, female"


@pytest.mark.long
def test_tours_reach_all_that_such_a_dialogue_holds() -> None:
    """Protects generated scripts and coverage: every sentence about parts, doses and gestations is reached."""
    assert find_undecided(DIALOGUE, NOW) == Map()
    assert reached_by(DIALOGUE, script_tours(DIALOGUE, NOW, every_way=True)) == draw_atlas(DIALOGUE, NOW)


@pytest.mark.sweep
@pytest.mark.parametrize("fact", TRIAL.facts)
def test_no_short_reply_records_what_was_not_offered(fact: str) -> None:
    """Protects every ask-back: yes, no, digits and units record what was offered, or nothing."""
    places = list(visited(DIALOGUE, fact, depth=1, most=4))
    assert places
    for index, place in enumerate(places):
        assert list(faults_of(DIALOGUE, place, sees_numbers=index % 2 == 0)) == []


def sit(*texts: str) -> Sitting:
    """Returns a screening in which texts were said, with what happened to its answers."""
    real = Sitting(DIALOGUE, DIALOGUE.begin(NOW).screening, now=NOW)
    real.says(*texts)
    return real


SITTINGS = [
    ("dexamethasone 4 mg daily", "35 mg/day", "prednisone", "70 kg"),
    ("prednisone 20 mg/day", "prednisone 1 mg/kg/day", "36+6", WHOLE, "yes", "corrected 9.5", "32+4, 40 days", "yes"),
    ("dexa 3 mg/day", "prednisone 1 mg/kg/day", "36 weeks"),
    ("dexa 3 mg/day", "prednisone 1 mg/kg/day", "37+0", "54 y", "70 kg, f"),
    ("dexa 3 mg/day", "prednisone 1 mg/kg/day", "37+0", WHOLE),
    ("dexa 3 mg/day", "prednisone 1 mg/kg/day", "37+0", "creatinine 0, 54 y"),
    ("dexa 3 mg/day", "prednisone 1 mg/kg/day", "37+0", "62", "calcium 9.5 mg/dL"),
    ("dexa 3 mg/day", "prednisone 1 mg/kg/day", "37+0", "62", "9.5 mg/dL"),
    ("dexa 3 mg/day", "prednisone 1 mg/kg/day", "37/40"),
    ("8 mg bd",),
    ("4 mg/day",),
]


@pytest.mark.parametrize("texts", SITTINGS)
def test_a_recording_leads_to_where_the_screening_stands(texts: tuple[str, ...]) -> None:
    """Protects recordings: parts that were given, results that were confirmed, and questions that stand open."""
    real = sit(*texts)
    assert real.screening.answers or real.screening.doubt
    again = replayed(DIALOGUE, real.recorded())
    assert is_same(real.screening, again.screening)


@pytest.mark.parametrize(
    ("fact", "said"),
    [
        ("clearance", WHOLE), ("clearance", "54 y"), ("clearance", "54 y, 70 kg, 1.1, f"), ("clearance", "54 70 1.1 f"),
        ("clearance", "weight 9999, 54 y"), ("clearance", "70 kg, 80 kg"), ("clearance", "purple 5, green 6, 54 y"),
        ("calcium", "9.5 mg/dL"), ("calcium", "calcium 4.5"), ("postmenstrual", "32+4 at birth"),
        ("postmenstrual", "32+4, 40 days"), ("postmenstrual", "38+2"), ("gestation", "36"), ("gestation", "36/40"),
        ("steroids", "prednisone 1 mg/kg/day"), ("steroids", "4 mg/day"), ("steroids_per_kg", "prednisone 70 mg/day"),
    ],
)  # fmt: skip
def test_an_ask_back_can_be_said_in_a_script(fact: str, said: str) -> None:
    """Protects recordings from losing what stands open."""
    doubt = take_texts(fact, said).screening.doubt
    assert doubt is not None
    assert find_doubtful_text(get_fact(fact), doubt, TODAY) is not None


NOTES: list[tuple[str, dict[str, Answer], set[str]]] = [
    ("creatinine clearance 62 mL/min", {"clearance": Known(62)}, set()),
    ("clearance 1.1 mg/dL", {}, {"clearance"}),
    ("clearance from 54 y, 70 kg", {}, set()),
    ("GA 36+6", {}, {"gestation"}),
    ("GA 36 weeks + 6 days", {}, {"gestation"}),
    ("steroids 4 mg/day", {}, {"steroids"}),
    ("steroids 8 mg bd", {}, {"steroids"}),
]


@pytest.mark.parametrize(("note", "proposed", "asked"), NOTES)
def test_a_note_gives_no_number_that_was_guessed(note: str, proposed: dict[str, Answer], asked: set[str]) -> None:
    """Protects from parts, half gestations and doses of no drug that a note would fill in."""
    reading = read_note(TRIAL, note, TODAY)
    assert {each.fact: each.answer for each in reading.proposed} == proposed
    assert {each.fact for each in reading.asked} == asked


def test_answers_go_through_json_and_conditions_are_told_in_weeks() -> None:
    """Protects programs, which count a gestation in days, and people, who count it in weeks and days."""
    answers: dict[str, Answer] = {
        "gestation": Known(258),
        "postmenstrual": Interval(min=252, max=258),
        "steroids": Known(3),
    }
    plain = {fact: make_plain_answer(answer) for fact, answer in answers.items()}
    assert plain["gestation"] == 258
    assert read_values(TRIAL, plain) == {fact: answers[fact] for fact in TRIAL.facts if fact in answers}
    with pytest.raises(AnswerError, match="gestation: 40 is out of range; write a whole number from 140 to 320 days"):
        read_values(TRIAL, {"gestation": 40})
    criterion = next(each for each in TRIAL.definition.criteria.values() if "gestation" in str(each.met_when))
    wanted = criterion.met_when.wanted  # type: ignore[union-attr]  # it is one comparison
    assert word_wanted(TRIAL.facts, "gestation", wanted) == "more than 36+0 weeks"
    assert word_wanted(TRIAL.facts, "gestation", wanted, negated=True) == "at most 36+0 weeks"


def test_the_result_tells_weeks_and_days() -> None:
    """Protects the reasons: a gestation is told as it was given."""
    real = sit("dexa 3 mg/day", "prednisone 1 mg/kg/day", "36+0", "Stop here")
    told = DIALOGUE.take_turn(real.screening, Said("every criterion"), NOW).messages
    assert "Gestational age: 36+0 weeks (criterion: more than 36+0 weeks)" in "\n".join(each.text for each in told)
