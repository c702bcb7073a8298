"""Recordings of what is rare: none of the drugs, a selection that was not done, and the ways to doubt an answer."""

from datetime import UTC, datetime

import pytest
from recorded import Sitting, replayed
from several_trial import GENES, TRIAL
from washout_trial import DIALOGUE

from dialogs.conversation.dialogue import Dialogue
from dialogs.conversation.screening import Tapped
from dialogs.definition.facts import WashoutsFact
from dialogs.reading import AskBackReading, Misread, read
from dialogs.rules.answers import UNKNOWN, Answer, Interval, Known, LastDose, LastDoses, Selected
from dialogs.testing.coverage.doubtful_texts import list_texts
from dialogs.testing.scripts.recording.doubtful_ages import list_gestations
from dialogs.testing.scripts.recording.said_last_doses import list_last_doses_ways
from dialogs.testing.scripts.recording.said_selections import list_selected_ways

pytestmark = pytest.mark.traced

NOW = datetime(2026, 6, 1, 12, tzinfo=UTC)


def test_that_no_drug_was_given_is_expected_by_a_recording() -> None:
    """An answer without anything in it must be there all the same."""
    held = Sitting(DIALOGUE, DIALOGUE.begin(NOW).screening, now=NOW)
    held.says("1 month", "none")
    recording = held.recorded()
    assert "JSON_PATH $.answers.last_doses" in recording.text.splitlines()
    assert replayed(DIALOGUE, recording).screening.answers["last_doses"] == LastDoses()


def test_a_selection_that_was_not_done_is_left_out_and_told() -> None:
    """A script holds answers only."""
    dialogue = Dialogue(TRIAL)
    held = Sitting(dialogue, dialogue.begin(NOW).screening, now=NOW)
    held.happens(Tapped(held.screening.number, dialogue.view.make_buttons(held.screening)[0].key))
    assert held.screening.picked == Selected(("brca1",))
    recording = held.recorded()
    assert recording.left_out == ("options were chosen and not recorded yet; the script ends where none is chosen",)
    assert replayed(dialogue, recording).screening.picked == Selected()


def test_doubtful_selections_are_asked_back_or_refused() -> None:
    """The texts that are tried for coverage are never taken as certain."""
    texts = list(list_texts(GENES, "BRCA1", NOW.date()))
    assert {"BRCA", "all but BRCA1", "BRCA1 or PIK3CA hotspot", "BRCA1 and PIK3CA hotspot not detected", "xRCA1"} <= {
        *texts
    }
    kinds = {type(read(GENES, text, NOW.date())) for text in texts}
    assert kinds == {Misread, AskBackReading}


def test_an_answer_is_said_in_ways_and_another_kind_in_none() -> None:
    """The plainest way comes first."""
    assert list(list_selected_ways(GENES, Selected(("brca1", "atm")))) == ["BRCA1; ATM", "brca1; atm"]
    fact = DIALOGUE.trial.facts["last_doses"]
    assert isinstance(fact, WashoutsFact)
    assert list(list_last_doses_ways(fact, Known(3))) == []
    drug = next(iter(fact.drugs))
    plain, coded = list_last_doses_ways(fact, LastDoses((LastDose(drug, 3, 3),)))
    assert plain.endswith("3 days")
    assert coded.startswith(drug.replace("_", " "))


@pytest.mark.parametrize(
    ("offer", "texts"),
    [
        (Known(257), ["36/40", "36+5/40", "36.5 weeks", "36.9", "36"]),
        (Interval(min=252, max=258), ["36/40", "36+0/40", "36.0 weeks", "36.9", "36"]),
        (Interval(max=258), []),
        (UNKNOWN, []),
    ],
)
def test_a_gestation_is_doubted_in_weeks(offer: Answer, texts: list[str]) -> None:
    """What has no lower end is said in no weeks."""
    assert list(list_gestations((offer,))) == texts
