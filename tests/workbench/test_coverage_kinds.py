"""The kinds of event: each from a screening that was really held."""

from datetime import timedelta

import pytest
from dialogue import DIALOGUE, FIT, NOW, buttons, screening_after
from several_trial import TRIAL as SEVERAL

from dialogs.conversation.dialogue import Dialogue
from dialogs.conversation.screening import Event, Said, Screening, Tapped
from dialogs.conversation.selecting import OFF, SO, UNTESTED, make_mark_key, make_these_key
from dialogs.reading import Misread, make_sentence
from dialogs.rules.answers import Selected
from dialogs.testing.coverage.event_kinds import EventKind
from dialogs.testing.coverage.kinds import classify_interpretation, interpret_step
from dialogs.testing.coverage.phrasebook import Phrasebook, name_reason
from dialogs.testing.scripts.playing.played import PlayedStep

pytestmark = pytest.mark.traced

ASKED_BACK = ("120", "ALL")
TOO_OLD = ("366",)

NOTE = "note: pro-B ALL, KMT2A-r"

TAPPED = {
    "an option": (("120",), "is:t_all", EventKind.TAPPED),
    "don't know": ((), "unknown", EventKind.UNKNOWN),
    "waiting": ((), "pending", EventKind.PENDING),
    "keep": (("120", "back"), "keep", EventKind.KEPT),
    "an offer": (ASKED_BACK, "offer:0", EventKind.OFFER),
    "an offer that is not exact enough": (("about 12 months",), "offer:0", EventKind.IMPRECISE),
    "why": ((), "why", EventKind.WHY),
    "why, after an answer that is not exact enough": (("12 months",), "why", EventKind.WHY),
    "back": (("120",), "back", EventKind.BACK),
    "change": ((*FIT,), "change", EventKind.CHANGE),
    "one to change": (("120", "change"), "change:age_days", EventKind.CHOSEN_TO_CHANGE),
    "leave the menu": (("120", "change"), "leave", EventKind.LEFT),
    "start over, where it stopped": (("120", "stop"), "start_over", EventKind.START_OVER),
    "start over, in the menu": (("120", "start over"), "start_over", EventKind.STARTED_OVER),
    "resume": (("120", "stop"), "resume", EventKind.RESUME),
    "stop here": (TOO_OLD, "stop_here", EventKind.STOP_HERE),
    "every reason": (TOO_OLD, "every_reason", EventKind.EVERY_REASON),
    "show the result": (FIT, "show_result", EventKind.SHOW_RESULT),
    "what a note says, taken": ((NOTE,), "take_all", EventKind.NOTE_TAKEN),
    "what a note says, refused": ((NOTE,), "take_none", EventKind.LEFT),
    "one thing that a note says": ((NOTE,), "change_one", EventKind.NOTE_CHANGED),
    "another answer than a note says": ((NOTE, "change kmt2a"), "is:germline", EventKind.NOTE_CHANGED),
    "no such button": ((), "is:t_all", EventKind.REFUSED),
}

TYPED = {
    "a note": ((), NOTE, EventKind.NOTE),
    "a note's answer typed anew": ((NOTE, "change kmt2a"), "germline", EventKind.NOTE_CHANGED),
    "back from a note": ((NOTE,), "back", EventKind.BACK),
    "a number": ((), "120", EventKind.TYPED),
    "a synonym": (("120",), "T-ALL", EventKind.TYPED),
    "a label in small letters": (("120", "B-ALL", "new"), "rearranged", EventKind.TYPED),
    "the number of a button": (("120",), "1", EventKind.TYPED),
    "don't know": ((), "no idea", EventKind.UNKNOWN),
    "waiting": ((), "pending 2026-12-01", EventKind.PENDING),
    "not clear": (("120",), "ALL", EventKind.UNCLEAR),
    "not clear once more": (ASKED_BACK, "ALL", EventKind.UNCLEAR),
    "not exact enough": ((), "12 months", EventKind.IMPRECISE),
    "an interval that was asked back before": (("12 months",), "12 months", EventKind.TYPED),
    "not an answer": ((), "hello", EventKind.UNFIT),
    "no such command": ((), "/hello", EventKind.UNFIT),
    "text at the review": (FIT, "hello", EventKind.UNFIT),
    "why": ((), "/why", EventKind.WHY),
    "back": ((), "back", EventKind.BACK),
    "change": ((), "change", EventKind.CHANGE),
    "change by name": (("120",), "change age", EventKind.CHANGE),
    "a name in the menu": (("120", "change"), "age", EventKind.CHOSEN_TO_CHANGE),
    "no name in the menu": (("120", "change"), "hello", EventKind.UNFIT),
    "nothing in the menu": (("120", "change"), " ", EventKind.UNFIT),
    "a page while a menu is open": (("120", "change"), "help", EventKind.PAGE),
    "status": ((), "status", EventKind.STATUS),
    "a page": ((), "criteria", EventKind.PAGE),
    "pause": ((), "pause", EventKind.PAUSE),
    "resume": ((), "/start", EventKind.RESUME),
    "stop": ((), "quit", EventKind.STOP),
    "start over": ((), "start over", EventKind.START_OVER),
    "start over, in the menu": (("120", "start over"), "start over", EventKind.STARTED_OVER),
    "result": ((), "result", EventKind.RESULT),
}

CHOICES = {
    make_mark_key(SO, "brca1"): EventKind.PICKED,
    make_mark_key(UNTESTED, "brca1"): EventKind.PICKED,
    make_mark_key(OFF, "brca1"): EventKind.PICKED,
    make_mark_key(SO, "atm"): EventKind.PICKED,
    make_these_key(Selected(("atm",))): EventKind.TAPPED,
}
"""What is tapped, one after the other, at a question that takes several options."""


def kind_after(before: Screening, event: Event) -> EventKind | None:
    return classify_step(PlayedStep(before, event, DIALOGUE.take_turn(before, event, NOW)))


def classify_step(step: PlayedStep) -> EventKind | None:
    return classify_interpretation(step, interpret_step(DIALOGUE, step, NOW.date()))


@pytest.mark.sweep
@pytest.mark.parametrize(("way", "key", "kind"), TAPPED.values(), ids=TAPPED.keys())
def test_a_tap_is_of_its_kind(way: tuple[str, ...], key: str, kind: EventKind) -> None:
    """Protects what coverage counts: every button that there is, in a state where it stands."""
    before = screening_after(*way)
    assert (key in {button.key for button in buttons(before)}) == (kind is not EventKind.REFUSED)
    assert kind_after(before, Tapped(before.number, key)) is kind


@pytest.mark.parametrize(("way", "text", "kind"), TYPED.values(), ids=TYPED.keys())
def test_a_text_is_of_its_kind(way: tuple[str, ...], text: str, kind: EventKind) -> None:
    """Protects what coverage counts: what people type, whatever it comes to."""
    assert kind_after(screening_after(*way), Said(text)) is kind


def test_what_comes_late_early_or_twice_is_of_its_kind() -> None:
    """Protects the kinds that abuse scripts alone reach: an old keyboard, a text sent too soon, the same text twice."""
    before = screening_after("120")
    assert kind_after(before, Tapped(1, "unknown")) is EventKind.REFUSED
    assert kind_after(before, Said("B-ALL", last_seen=1)) is EventKind.REFUSED
    unknown = DIALOGUE.take_turn(screening_after(), Said("dont know", NOW), NOW).screening
    assert kind_after(unknown, Said("dont know", NOW)) is EventKind.DOUBLED
    assert kind_after(unknown, Said("dont know", NOW + timedelta(seconds=4))) is EventKind.UNKNOWN


def test_a_choice_of_one_of_several_options_is_of_its_kind() -> None:
    """Protects the count of choices, which are no answer yet: an option chosen, and the choice then recorded."""
    dialogue = Dialogue(SEVERAL)
    screening = dialogue.begin(NOW).screening
    for key, kind in CHOICES.items():
        event = Tapped(screening.number, key)
        step = PlayedStep(screening, event, dialogue.take_turn(screening, event, NOW))
        assert classify_interpretation(step, interpret_step(dialogue, step, NOW.date())) is kind
        screening = step.turn.screening


def test_the_beginning_is_no_event() -> None:
    """Protects the count of pairs from the greeting, before which there is no state."""
    assert classify_step(PlayedStep(None, None, DIALOGUE.begin(NOW))) is None


def test_every_kind_is_in_these_tables() -> None:
    """Protects the tables from a kind that is added later."""
    others = {*CHOICES.values(), EventKind.DOUBLED}
    assert set(EventKind) == {kind for *_, kind in (*TAPPED.values(), *TYPED.values())} | others


def test_a_facts_own_sentence_on_an_age_is_recognised() -> None:
    """Protects the count of sentences: a definition's words on a figure that may be an age count as their reason."""
    fact = DIALOGUE.trial.facts["live_vaccine_days"]
    book = Phrasebook(DIALOGUE.trial)
    assert book.find_reason("live_vaccine_days", make_sentence(fact, Misread("may_be_age"))) == name_reason(
        "may_be_age"
    )
    assert book.find_reason("live_vaccine_days", "Did you mean 7 days?") == name_reason("named")
