"""A note at the session service: `/new NOTE`, and what is kept before and after it is taken."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from at_desk import Visitor
from pasted_notes import GOOD
from stores import KEY, place, store_at

from bot import phrases
from bot.config.dialogue_registry import Dialogues
from bot.session.note_requests import NoteRequest, find_new_note
from bot.session.trial_choice import TrialChoice
from dialogs import phrases as dialogue_phrases
from dialogs.conversation.screening import Menu
from storage.maintenance.verify import inspect_screening
from storage.model.entries import EntryKind
from storage.unit_of_work.store import Store

pytestmark = pytest.mark.traced

TRIALS = TrialChoice(Dialogues(), "interfant-21")
COUNT = 6


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with store_at(place(tmp_path), KEY) as store:
        yield store


@pytest.fixture
def anna(store: Store) -> Visitor:
    anna = Visitor(store)
    anna.begins()
    return anna


SAID = {
    "a note": (f"/new {GOOD}", True, NoteRequest("", GOOD)),
    "a trial and a note": (f"/new Interfant-21: {GOOD}", True, NoteRequest("Interfant-21", GOOD)),
    "a note with capitals and lines": ("/NEW  10 wk\nKMT2A-r", True, NoteRequest("", "10 wk\nKMT2A-r")),
    "a long note with signs": (f"/new {'é ' * 600}", True, NoteRequest("", ("é " * 600).strip())),
    "a trial": ("/new interfant-21", True, NoteRequest("interfant-21")),
    "a trial without a slash": ("new Interfant\u201121.", True, NoteRequest("Interfant-21")),
    "a trial and a note without a slash": (f"new interfant-21 {GOOD}", True, NoteRequest("interfant-21", GOOD)),
    "a word alone": ("/new interfant", True, None),
    "nothing": ("/new", True, None),
    "another word": (f"/newest {GOOD}", True, None),
    "no slash, while one is open": (f"new {GOOD}", True, None),
    "no slash, while none is open": (f"new {GOOD}", False, NoteRequest("", GOOD)),
}


@pytest.mark.parametrize(("text", "is_open", "found"), SAID.values(), ids=SAID.keys())
def test_what_stands_behind_new_is_a_trial_or_a_note(text: str, found: NoteRequest | None, *, is_open: bool) -> None:
    """Protects "`new` with words that are no trial's name is a note", and an answer that begins with it."""
    assert find_new_note(text, TRIALS.knows, is_open=is_open) == found


@pytest.mark.sweep
def test_a_new_screening_begins_with_its_note(anna: Visitor) -> None:
    """Protects `/new NOTE`: the page is shown at once, and the screening before it stays."""
    anna.says("120")
    first = anna.code
    said = anna.says(f"/new {GOOD}")
    assert said.startswith(f"{phrases.STAYS.format(code=first)}\nScreening for Interfant-21")
    assert "I read 6 answers. Nothing is recorded yet." in said
    assert "How old was the infant" not in said
    assert anna.labels[0] == "Take all 6"
    anna.says("yes")
    assert anna.code != first
    assert len(anna.conversation.stored.screening.answers) == COUNT  # type: ignore[union-attr]
    assert anna.says("/new nonsense").startswith(phrases.NO_TRIAL[:20])


def test_a_new_screening_with_a_note_that_says_nothing_asks_its_first_question(anna: Visitor) -> None:
    """Protects who mistypes: one sentence, then the question."""
    said = anna.says("/new purple elephants everywhere")
    assert dialogue_phrases.NOTE_EMPTY in said
    assert "How old was the infant" in said


def test_nothing_is_kept_before_the_tap_and_each_answer_says_where_it_came_from(anna: Visitor, store: Store) -> None:
    """Protects "stored with its first answer": no screening, no entry, no tally before "take all"; then all of them."""
    anna.says(GOOD)
    with store.reading() as repository:
        assert repository.list_owned("anna") == []
    said = anna.taps("Take all 6", anna.conversation.reply.number or 0)
    assert phrases.KEPT_UNDER.format(code=anna.code) in said
    assert anna.conversation.stored is not None
    entries = [entry for _, entry in inspect_screening(store, anna.conversation.stored).entries]
    assert [(each.kind, each.who, each.note) for each in entries[1:]] == [(EntryKind.TAKEN, "anna", "from a note")] * 6
    assert entries[0].kind is EntryKind.BEGUN


@pytest.mark.sweep
def test_a_page_survives_a_restart_without_its_words(anna: Visitor, store: Store) -> None:
    """Protects "kill and come back": the page is there again, and no word of the note is."""
    anna.says("120 days", GOOD)
    later = Visitor(store, code=anna.code)
    shown = later.begins()
    assert "I read 5 answers. Nothing is recorded yet." in shown
    assert "pro-B" not in shown
    assert "B-precursor ALL" in shown
    assert later.conversation.stored is not None
    assert later.conversation.stored.screening.menu is Menu.NOTE
    assert later.says("/take all").startswith(phrases.TAKE_NO_CODE)
    assert later.conversation.stored.screening.menu is Menu.NOTE
    later.says("take all")
    assert len(later.conversation.stored.screening.answers) == COUNT


def test_no_byte_of_a_note_is_written_to_disk(anna: Visitor, store: Store, tmp_path: Path) -> None:
    """Protects "the text never": after the page nothing in the files holds a word of it, sealed or not."""
    anna.says("120 days", f"{GOOD}, xylophone")
    store.close()
    for file in tmp_path.rglob("*"):
        if file.is_file():
            assert b"xylophone" not in file.read_bytes()
