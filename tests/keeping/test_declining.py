"""Words that decline what is asked: at each confirmation and menu they take the choice that changes nothing."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from at_desk import Visitor
from dialogue import do, screening_after
from stores import place, store_at

from bot import phrases
from dialogs.conversation.screening import Menu, Said
from storage.unit_of_work.store import Store

WORDS = ("no", "No.", "cancel", "keep", "Keep it", "back", "stop")


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with store_at(place(tmp_path)) as opened:
        yield opened


@pytest.fixture
def anna(store: Store) -> Visitor:
    """Somebody whose second question stands open."""
    visitor = Visitor(store)
    visitor.begins()
    visitor.says("120 days")
    return visitor


@pytest.mark.parametrize("word", WORDS)
def test_a_word_that_declines_keeps_the_screening(anna: Visitor, word: str) -> None:
    """Protects answers from a word at "Forget for good?": whoever declines keeps them, and is told so."""
    anna.says("forget")
    assert anna.says(word).startswith(f"{phrases.NOT_FORGOTTEN}\n2 of at most")
    assert anna.conversation.stored is not None


def test_a_yes_forgets_nothing(anna: Visitor) -> None:
    """Protects answers from a yes that was meant for something else: only the button or its number forgets."""
    anna.says("forget")
    assert anna.says("yes").startswith(phrases.CHOOSE_FIRST)
    assert anna.labels[0] == phrases.KEEP_LABEL
    assert anna.conversation.stored is not None


@pytest.mark.parametrize("asked", ["list", "inaccurate"])
@pytest.mark.parametrize("word", WORDS)
def test_a_word_that_declines_leaves_a_menu(anna: Visitor, asked: str, word: str) -> None:
    """Protects whoever opened a menu by mistake: what stood open stands open again."""
    anna.says(asked)
    assert phrases.CHOOSE_FIRST not in anna.says(word)
    assert "B-precursor ALL" in anna.labels


def test_a_list_of_nothing_leads_back_to_the_first_question(store: Store) -> None:
    """Protects a screening without an answer: the list says that nothing is kept, and there is a way back to it."""
    visitor = Visitor(store)
    visitor.begins()
    assert visitor.says("list").startswith(phrases.NONE_KEPT)
    assert visitor.labels == [phrases.STAY_LABEL, phrases.NEW_LABEL]
    assert visitor.says("back").startswith("1 of at most")


def test_back_from_the_list_shows_a_result_again(anna: Visitor) -> None:
    """Protects the label of the way back: at a result no question is open, and the result is shown."""
    anna.says("T-ALL", "stop here", "show the result", "list")
    assert phrases.STAY_LABEL == "Back to this screening"
    assert anna.says("back").startswith("RESULT")


@pytest.mark.sweep
@pytest.mark.traced
@pytest.mark.parametrize("menu", ["change", "start over"])
@pytest.mark.parametrize("word", ["no", "cancel", "keep", "back", "keep all"])
def test_a_word_that_declines_leaves_a_menu_of_the_dialogue(menu: str, word: str) -> None:
    """Protects answers at "Start over?": cancel neither forgets them nor stops the screening."""
    before = screening_after("120", menu)
    turn = do(before, Said(word))
    assert (turn.screening.menu, turn.screening.state) == (None, before.state)
    assert turn.screening.answers == before.answers


@pytest.mark.traced
def test_a_yes_starts_nothing_over() -> None:
    """Protects answers from a yes: it chooses nothing where it would destroy."""
    before = screening_after("120", "start over")
    assert do(before, Said("yes")).screening == before


@pytest.mark.traced
def test_cancel_takes_nothing_of_a_note() -> None:
    """Protects a note's page: cancel takes none; in the list of what can be changed it goes back to the page."""
    page = screening_after("70 days, pro-B ALL")
    assert page.menu is Menu.NOTE
    left = do(page, Said("cancel")).screening
    assert (left.menu, left.answers, left.state) == (None, {}, "asking_age_days")
    back = do(do(page, Said("Change one")).screening, Said("cancel")).screening
    assert back.note == page.note
    opened = do(page, Said("change diagnosis")).screening
    assert do(opened, Said("keep")).screening == opened
