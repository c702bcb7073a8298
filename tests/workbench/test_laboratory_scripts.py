"""Scripts of a trial whose numbers come in other units, with limits, as titres, and by words."""

import pytest
from any_dialogue import DIALOGUES, NOW
from ask_back_walk import asking
from wandering import reached_by

from dialogs.conversation.screening import Said
from dialogs.definition.facts import NumberFact
from dialogs.testing.coverage.atlas import draw_atlas, find_undecided
from dialogs.testing.coverage.doubtful_texts import list_texts
from dialogs.testing.coverage.map import Map
from dialogs.testing.coverage.tours import IN_FULL, script_tours
from dialogs.testing.scripts.playing.player import FIXED_NOW
from dialogs.testing.scripts.recording.doubted import find_doubtful_text

pytestmark = pytest.mark.traced

DIALOGUE = DIALOGUES["laboratory"]


@pytest.mark.sweep
def test_generated_scripts_reach_every_sentence_and_every_button_of_such_numbers() -> None:
    """Protects `--generate` for trials with laboratory values: what they can say is said, and nothing breaks."""
    scripts = script_tours(DIALOGUE, FIXED_NOW)
    reached, feasible = reached_by(DIALOGUE, scripts), draw_atlas(DIALOGUE, FIXED_NOW)
    assert find_undecided(DIALOGUE, FIXED_NOW) == Map()
    assert {name: getattr(reached, name) for name in IN_FULL} == {name: getattr(feasible, name) for name in IN_FULL}
    reasons = {"converted", "units", "limit", "limit_unit", "limit_number", "titre"}
    assert {f"reason: {each}" for each in reasons} <= reached.phrases


def test_words_for_a_titre_are_tried_where_it_is_one() -> None:
    """Protects the scripts of such numbers: '2:10' is no titre."""
    titres = [fact for fact in DIALOGUE.trial.facts.values() if isinstance(fact, NumberFact) and fact.titre]
    assert titres
    assert all("2:10" in list_texts(each, "1:10", FIXED_NOW.date()) for each in titres)


DOUBTED: list[tuple[str, tuple[str, ...], str]] = [
    ("glucose", ("6.1 mmol/L",), "6.1 mmol/L"),
    ("glucose", ("5-6 mmol/L",), "5 to 6 mmol/L"),
    ("glucose", ("<5.6 mmol/L",), "less than 5.6 mmol/L"),
    ("glucose", ("about 6 mmol/L",), "about 6 mmol/L"),
    ("neutrophils", ("1,500/µL",), "1,500 /µL"),
    ("ast", ("120 U/L, limit 40",), "120 U/L (ULN 40 U/L)"),
    ("ast", ("120 U/L", "40"), "120 U/L (ULN 40 U/L)"),
    ("ast", ("120 U/L",), "120 U/L"),
    ("ast", ("1,200 U/L",), "1,200 U/L"),
    ("ast", ("120",), "120"),
]


@pytest.mark.parametrize(("fact", "texts", "recorded"), DOUBTED)
def test_an_ask_back_about_such_a_number_is_recorded_in_words_that_lead_there(
    fact: str, texts: tuple[str, ...], recorded: str
) -> None:
    """Protects "recording and replaying any screening is the identity": no text of the person is kept for it."""
    screening = asking(DIALOGUE, fact)
    for text in texts:
        screening = DIALOGUE.take_turn(screening, Said(text, sees_numbers=False), NOW).screening
    assert screening.doubt is not None
    assert find_doubtful_text(DIALOGUE.trial.facts[fact], screening.doubt, NOW.date()) == recorded
