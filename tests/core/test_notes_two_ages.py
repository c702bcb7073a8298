"""Two ages in one trial: an age in a note is that of one event, or it is asked for."""

from datetime import UTC, datetime

import pytest
from trial_frames import frame

from dialogs.conversation.ask_backs import IMPRECISE
from dialogs.conversation.dialogue import Dialogue
from dialogs.conversation.note_open_question import leave_taken
from dialogs.conversation.screening import Said
from dialogs.loading.loading import load
from dialogs.notes.note_reading import DoubtfulWords, NoteReading, Proposal
from dialogs.notes.read_note import read_note
from dialogs.rules.answers import Answer, Interval, Known

pytestmark = pytest.mark.traced

NOW = datetime(2026, 6, 1, tzinfo=UTC)
AGE = """
    kind: age
    name: {{en: Age at {event}}}
    ask: {{en: "How old was the infant at {event}?"}}
    ask_family: {{en: "How old was your child at {event}?"}}
    why: {{en: The age decides.}}
    unit: {{en: days}}
    range: {{min: 0, max: 900}}
    start: {{en: birth}}
    end: {{en: {event}}}
    fits: {{en: "Give days."}}
    bare_from: 60
    applies_if: {{relapse: seen}}
"""
CRITERION = """
    kind: inclusion
    determination: entry
    name: {{en: Age}}
    quote: younger than {days} days
    plain: {{en: Young enough.}}
    met_when: {{{fact}: {{below: {days}}}}}
"""
TEXT = frame(
    f"""\
facts:
  relapse:
    kind: choice
    name: {{en: Relapse}}
    ask: {{en: "Was there a relapse?"}}
    ask_family: {{en: "Did it come back?"}}
    why: {{en: It decides which ages count.}}
    options:
      seen: {{label: {{en: Relapse}}}}
      none: {{label: {{en: No relapse}}}}
  first_days:{AGE.format(event="diagnosis")}
  relapse_days:{AGE.format(event="relapse")}
criteria:
  I1:{CRITERION.format(fact="first_days", days=365)}
  I2:{CRITERION.format(fact="relapse_days", days=500)}
"""
)
TRIAL = load(TEXT, "two-ages.yaml")


BOTH: dict[str, Answer] = {"first_days": Known(100), "relapse_days": Known(300)}


@pytest.mark.parametrize(
    ("note", "proposed", "asked"),
    [
        ("Relapse. 5 weeks old.", {}, ["first_days", "relapse_days"]),
        ("Relapse. Age 100 days", {}, ["first_days", "relapse_days"]),
        ("Relapse. 100 days at diagnosis.", {"first_days": Known(100)}, []),
        ("Relapse. 100 days at diagnosis, 300 days at relapse.", BOTH, []),
        ("Relapse. at diagnosis 100 days at relapse 300 days", {}, ["relapse_days"]),
        ("Relapse. At relapse=300 days at diagnosis=100 days", {}, ["first_days"]),
        ("Relapse. Age at diagnosis, age at relapse: 100 days, 300 days", {}, ["relapse_days"]),
        (
            "Relapse. Age at diagnosis 100 days. Age at relapse 300 days.",
            {"first_days": Known(100), "relapse_days": Known(300)},
            [],
        ),
    ],
)
def test_an_age_is_proposed_for_the_event_at_which_it_was(
    note: str, proposed: dict[str, Answer], asked: list[str]
) -> None:
    """'5 weeks old' may be either age: both are asked, and none is taken for it."""
    reading = read_note(TRIAL, note, NOW.date(), {"relapse": Known("seen")})
    assert {each.fact: each.answer for each in reading.proposed if each.fact != "relapse"} == proposed
    assert [each.fact for each in reading.asked] == asked


def test_an_interval_for_the_open_question_opens_no_note_about_the_other_age() -> None:
    """'0 to 600 days' could be either age by its words; it answers the question that is open, and is asked back."""
    dialogue = Dialogue(TRIAL)
    screening = dialogue.begin(NOW).screening
    for text in ("Relapse", "100 days", "0 to 600 days"):
        screening = dialogue.take_turn(screening, Said(text), NOW).screening
    assert (screening.note, screening.doubt and screening.doubt.reason) == (None, IMPRECISE)
    kept = dialogue.take_turn(screening, Said("keep"), NOW).screening
    assert (kept.answers["first_days"], kept.answers["relapse_days"]) == (Known(100), Interval(0, 600))


def test_a_doubtful_answer_is_asked_back_however_many_ages_there_are() -> None:
    """'14 weeks 3 days' is an answer to the open question, not a note about three ages."""
    third = (
        f"  start_days:{AGE.format(event='the start')}criteria:\n  I3:{CRITERION.format(fact='start_days', days=600)}"
    )
    text = TEXT.replace("criteria:\n", third).replace("    applies_if: {relapse: seen}\n", "")
    dialogue = Dialogue(load(text, "three-ages.yaml"))
    screening = dialogue.begin(NOW).screening
    for text in ("Relapse", "14 weeks 3 days"):
        screening = dialogue.take_turn(screening, Said(text), NOW).screening
    assert (screening.state, screening.note) == ("clarifying_first_days", None)


def test_a_number_that_the_open_question_took_tells_of_no_other() -> None:
    """In other words beside it, or of a fact that is no number, it counts."""
    days, relapse = Interval(0, 200), Proposal("relapse", Known("seen"), "0 to 200 days")
    doubts = [DoubtfulWords("relapse_days", words, (days,)) for words in ("0 to 200 days", "200 days")]
    reading = NoteReading((Proposal("first_days", days, "0 to 200 days"), relapse), tuple(doubts))
    assert leave_taken(TRIAL, reading, "0 to 200 days") == NoteReading((relapse,), (doubts[1],))
