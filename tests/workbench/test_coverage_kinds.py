"""The kinds of event: each from a screening that was really held."""

from datetime import timedelta

import pytest
from dialogue import DIALOGUE, FIT, NOW, buttons, screening_after

from dialogs.conversation.screening import Event, Said, Screening, Tapped
from dialogs.reading import Misread, sentence
from dialogs.testing.coverage.kinds import Kind, heard_in, kind_of_heard
from dialogs.testing.coverage.phrasebook import Phrasebook, reason_name
from dialogs.testing.scripts.played import Step

pytestmark = pytest.mark.traced

ASKED_BACK = ("120", "ALL")
TOO_OLD = ("366",)

TAPPED = {
    "an option": (("120",), "is:t_all", Kind.TAPPED),
    "don't know": ((), "unknown", Kind.UNKNOWN),
    "waiting": ((), "pending", Kind.PENDING),
    "keep": (("120", "back"), "keep", Kind.KEPT),
    "an offer": (ASKED_BACK, "offer:0", Kind.OFFER),
    "an offer that is not exact enough": (("about 12 months",), "offer:0", Kind.IMPRECISE),
    "why": ((), "why", Kind.WHY),
    "why, after an answer that is not exact enough": (("12 months",), "why", Kind.WHY),
    "back": (("120",), "back", Kind.BACK),
    "change": ((*FIT,), "change", Kind.CHANGE),
    "one to change": (("120", "change"), "change:age_days", Kind.CHOSEN_TO_CHANGE),
    "leave the menu": (("120", "change"), "leave", Kind.LEFT),
    "start over, where it stopped": (("120", "stop"), "start_over", Kind.START_OVER),
    "start over, in the menu": (("120", "start over"), "start_over", Kind.STARTED_OVER),
    "resume": (("120", "stop"), "resume", Kind.RESUME),
    "stop here": (TOO_OLD, "stop_here", Kind.STOP_HERE),
    "every reason": (TOO_OLD, "every_reason", Kind.EVERY_REASON),
    "show the result": (FIT, "show_result", Kind.SHOW_RESULT),
    "no such button": ((), "is:t_all", Kind.REFUSED),
}

TYPED = {
    "a number": ((), "120", Kind.TYPED),
    "a synonym": (("120",), "T-ALL", Kind.TYPED),
    "a label in small letters": (("120", "B-ALL", "new"), "rearranged", Kind.TYPED),
    "the number of a button": (("120",), "1", Kind.TYPED),
    "don't know": ((), "no idea", Kind.UNKNOWN),
    "waiting": ((), "pending 2026-12-01", Kind.PENDING),
    "not clear": (("120",), "ALL", Kind.UNCLEAR),
    "not clear once more": (ASKED_BACK, "ALL", Kind.UNCLEAR),
    "not exact enough": ((), "12 months", Kind.IMPRECISE),
    "an interval that was asked back before": (("12 months",), "12 months", Kind.TYPED),
    "not an answer": ((), "hello", Kind.UNFIT),
    "no such command": ((), "/hello", Kind.UNFIT),
    "text at the review": (FIT, "hello", Kind.UNFIT),
    "why": ((), "/why", Kind.WHY),
    "back": ((), "back", Kind.BACK),
    "change": ((), "change", Kind.CHANGE),
    "change by name": (("120",), "change age", Kind.CHANGE),
    "a name in the menu": (("120", "change"), "age", Kind.CHOSEN_TO_CHANGE),
    "no name in the menu": (("120", "change"), "hello", Kind.UNFIT),
    "nothing in the menu": (("120", "change"), " ", Kind.UNFIT),
    "a page while a menu is open": (("120", "change"), "help", Kind.PAGE),
    "status": ((), "status", Kind.STATUS),
    "a page": ((), "criteria", Kind.PAGE),
    "pause": ((), "pause", Kind.PAUSE),
    "resume": ((), "/start", Kind.RESUME),
    "stop": ((), "quit", Kind.STOP),
    "start over": ((), "start over", Kind.START_OVER),
    "start over, in the menu": (("120", "start over"), "start over", Kind.STARTED_OVER),
    "result": ((), "result", Kind.RESULT),
}


def kind_after(before: Screening, event: Event) -> Kind | None:
    return kind_of(Step(before, event, DIALOGUE.turn(before, event, NOW)))


def kind_of(step: Step) -> Kind | None:
    return kind_of_heard(step, heard_in(DIALOGUE, step, NOW.date()))


@pytest.mark.parametrize(("way", "key", "kind"), TAPPED.values(), ids=TAPPED.keys())
def test_a_tap_is_of_its_kind(way: tuple[str, ...], key: str, kind: Kind) -> None:
    """Protects what coverage counts: every button that there is, in a state where it stands."""
    before = screening_after(*way)
    assert (key in {button.key for button in buttons(before)}) == (kind is not Kind.REFUSED)
    assert kind_after(before, Tapped(before.number, key)) is kind


@pytest.mark.parametrize(("way", "text", "kind"), TYPED.values(), ids=TYPED.keys())
def test_a_text_is_of_its_kind(way: tuple[str, ...], text: str, kind: Kind) -> None:
    """Protects what coverage counts: what people type, whatever it comes to."""
    assert kind_after(screening_after(*way), Said(text)) is kind


def test_what_comes_late_early_or_twice_is_of_its_kind() -> None:
    """Protects the kinds that only abuse scripts reach: an old keyboard, a text sent before the question, the same text twice."""
    before = screening_after("120")
    assert kind_after(before, Tapped(1, "unknown")) is Kind.REFUSED
    assert kind_after(before, Said("B-ALL", NOW - timedelta(seconds=5))) is Kind.REFUSED
    unknown = screening_after("dont know")
    assert kind_after(unknown, Said("dont know", NOW)) is Kind.DOUBLED
    assert kind_after(unknown, Said("dont know", NOW + timedelta(seconds=4))) is Kind.UNKNOWN


def test_the_beginning_is_no_event() -> None:
    """Protects the count of pairs from the greeting, before which there is no state."""
    assert kind_of(Step(None, None, DIALOGUE.begin(NOW))) is None


def test_every_kind_is_in_these_tables() -> None:
    """Protects the tables from a kind that is added later."""
    assert set(Kind) == {kind for *_, kind in (*TAPPED.values(), *TYPED.values())} | {Kind.DOUBLED}


def test_a_facts_own_sentence_on_an_age_is_recognised() -> None:
    """Protects the count of sentences: what a definition says of a figure that may be an age counts as the reason that it belongs to."""
    fact = DIALOGUE.trial.facts["live_vaccine_days"]
    book = Phrasebook(DIALOGUE.trial)
    assert book.reason("live_vaccine_days", sentence(fact, Misread("may_be_age"))) == reason_name("may_be_age")
    assert book.reason("live_vaccine_days", "Did you mean 7 days?") == reason_name("named")
