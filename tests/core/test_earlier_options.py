"""Options that an ask-back holds already, and an answer about other options."""

from datetime import UTC, datetime

import pytest
from ask_back_walk import asking
from several_trial import TRIAL

from dialogs.conversation.dialogue import Dialogue
from dialogs.conversation.screening import Said
from dialogs.rules.answers import UNKNOWN, Answer, Selected

pytestmark = pytest.mark.traced

DIALOGUE = Dialogue(TRIAL)
NOW = datetime(2026, 6, 15, tzinfo=UTC)
HIV, HBV, BOTH = Selected(("hiv",)), Selected(("hepatitis_b",)), Selected(("hepatitis_b", "hiv"))


@pytest.mark.parametrize(
    ("fact", "texts", "offers"),
    [
        ("infections", ("HIV pos, HBV ?", "HBV neg"), (HIV, Selected())),
        ("infections", ("HIV pos, HBV ?", "HBV pos"), (BOTH, HBV)),
        ("infections", ("HIV pos, HBV ?", "none"), (HIV, Selected())),
        ("infections", ("HIV pos, HBV ?", "HIV neg, HBV neg"), (Selected(),)),
        ("genes", ("BRCA1 not tested", "ATM pos"), (Selected(("atm",), ("brca1",)), Selected(("atm",)))),
        ("genes", ("BRCA1 ?", "not tested"), (UNKNOWN,)),
    ],
)
def test_what_was_said_of_other_options_is_offered_too(
    fact: str, texts: tuple[str, ...], offers: tuple[Answer, ...]
) -> None:
    """Protects what was plainly said beside an option in doubt: nothing is recorded without it, or without asking."""
    screening = asking(DIALOGUE, fact)
    for text in texts:
        screening = DIALOGUE.take_turn(screening, Said(text), NOW).screening
    assert fact not in screening.answers
    assert screening.doubt is not None
    assert screening.doubt.offers == offers


@pytest.mark.parametrize(
    ("texts", "answer"),
    [
        (("HIV frog", "HIV"), HIV),
        (("HIV or HBV", "HIV"), HIV),
        (("HIV pos, HBV ?", "HIV and HBV"), BOTH),
        (("HIV pos, HBV ?", "don't know"), None),
    ],
)
def test_a_whole_answer_is_recorded(texts: tuple[str, ...], answer: Selected | None) -> None:
    """Protects whoever answers in full, or says that it is not known."""
    screening = asking(DIALOGUE, "infections")
    for text in texts:
        screening = DIALOGUE.take_turn(screening, Said(text), NOW).screening
    recorded = screening.answers["infections"]
    assert recorded == answer if answer else not isinstance(recorded, Selected)
