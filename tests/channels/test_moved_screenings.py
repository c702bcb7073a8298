"""One person with two devices: a screening is moved from the phone to the desk and back at every question."""

from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from all_scripts import SCRIPTS, TRIAL
from moved_screenings import find_differences, find_stored, list_steps
from phone_and_desk import Clinic, open_clinic

from bot import phrases
from bot.config.trial_catalogue import find_trial
from bot.workbench.fixtures.scripts import ScriptReader
from bot.workbench.replay.result import ScriptResult
from dialogs.conversation.dialogue import Dialogue
from dialogs.conversation.screening import Menu, Screening
from dialogs.conversation.state_machine import CLARIFYING, CONCLUDED, REVIEW, SETTLED, STOPPED
from dialogs.rules.answers import Pending
from dialogs.testing.scripts.format.blocks import Script
from storage.maintenance.verify import inspect_all
from storage.model.codes import format_code
from storage.model.retention import Retention

FILES = sorted(SCRIPTS.rglob("*.convo.txt"))
KEPT = phrases.PRIVACY_KEPT.format(idle=Retention().idle_days, finished=Retention().finished_days)
DIALOGUE = Dialogue(find_trial(TRIAL), KEPT)
"""The dialogue of whoever keeps screenings: it says so."""


@pytest.fixture(scope="module")
def clinic() -> Iterator[Clinic]:
    """A bot and a page over one store."""
    with open_clinic() as opened:
        yield opened


@cache
def reader() -> ScriptReader:
    return ScriptReader(TRIAL)


def list_scripts(file: Path) -> list[Script]:
    """Returns the scripts of a file that are for the trial, and go through the dialogue alone."""
    found = [each for each in reader().read(file) if not isinstance(each, ScriptResult)]
    return [each for each in found if (each.trial or TRIAL) == TRIAL]


@pytest.mark.thinned(9)
@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_a_moved_screening_reads_and_is_kept_as_if_it_had_never_been_moved(clinic: Clinic, file: Path) -> None:
    """Protects "phone -> desk -> phone at every question: same words, same state": with its answers and its trail."""
    for script in list_scripts(file):
        assert list(find_differences(clinic, DIALOGUE, script)) == []


def find_kinds(screening: Screening) -> Iterator[str]:
    """Yields what stands open in a screening, in the words of whoever moves it."""
    yield "an ask-back" if screening.state.startswith(CLARIFYING) else "a question"
    if screening.doubt is not None and screening.doubt.kept:
        yield "a half-said dose"
    if screening.note is not None:
        yield "a note's page"
    if screening.menu in {Menu.CHANGE, Menu.START_OVER}:
        yield f"the menu to {screening.menu.value}"
    if any(isinstance(each, Pending) for each in screening.answers.values()):
        yield "a pending result"
    yield from (name for state, name in ENDS.items() if screening.state == state)


ENDS = {SETTLED: "settled", REVIEW: "a review", CONCLUDED: "a result", STOPPED: "stopped"}
KINDS = {
    "a question", "an ask-back", "a half-said dose", "a note's page", "the menu to change", "the menu to start_over",
    "a pending result", *ENDS.values(),
}  # fmt: skip


def test_scripts_stand_at_all_that_can_be_moved() -> None:
    """Protects the test above from hollowing out: what it moves stands at each kind of place of a dialogue."""
    steps = [step for file in FILES for script in list_scripts(file) for step in list_steps(DIALOGUE, script)]
    assert {kind for step in steps if step.before is not None for kind in find_kinds(step.before)} == KINDS


def test_a_difference_is_found(clinic: Clinic) -> None:
    """Protects the comparison: the bare core says of what is kept something else, and that is found on both devices."""
    (script,) = list_scripts(SCRIPTS / "privacy-says-what-is-kept.convo.txt")
    assert len(list(find_differences(clinic, Dialogue(find_trial(TRIAL)), script))) == 2


def test_a_pause_and_a_question_about_forgetting_are_moved(clinic: Clinic) -> None:
    """Protects what is a chat's own: a pause and a menu stay where they are, and elsewhere the question stands open."""
    phone, desk = clinic.pair()
    phone.say("120 days")
    stored = find_stored(clinic, phone)
    assert stored is not None
    opening = f"open {format_code(stored.code)}"
    phone.say("pause")
    assert "What is the diagnosis?" in desk.say(opening)
    desk.tap("B-precursor ALL")
    assert phrases.FORGET_ASK.format(code=format_code(stored.code)) in phone.say("forget")
    assert "newly diagnosed, or a relapse" in desk.say(opening)
    desk.tap("Newly diagnosed")
    assert "KMT2A" in phone.tap(phrases.KEEP_LABEL), "the menu is the phone's still, and beneath it stands what is open"


def test_the_list_at_the_desk_shows_what_was_begun_on_the_phone(clinic: Clinic) -> None:
    """Protects "begun on the phone, in the list at the desk": with where it stands, and a button that goes on there."""
    phone, desk = clinic.pair()
    phone.say("120 days")
    phone.tap("B-precursor ALL")
    stored = find_stored(clinic, phone)
    assert stored is not None
    code = format_code(stored.code)
    assert f"{code}: {TRIAL}, {phrases.ANSWERED.format(count=2)}" in desk.say("list")
    assert "newly diagnosed, or a relapse" in desk.tap(phrases.OPEN_LISTED_LABEL.format(code=code))
    assert "newly diagnosed, or a relapse" in phone.asking.text


def test_all_of_it_is_whole_afterwards(clinic: Clinic) -> None:
    """Protects the trails: each screening's chain and the store's own hold, whoever spoke from where."""
    phone, desk = clinic.pair()
    phone.say("120 days")
    desk.say("list")
    assert [fault for each in inspect_all(clinic.telegram.store) for fault in each.sentences] == []
