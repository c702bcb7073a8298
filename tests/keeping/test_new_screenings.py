"""Beginning another screening and starting over: what is kept stays, and what would be lost is asked back."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from at_desk import Visitor
from stores import NOW, dialogue, place, store_at

from bot import phrases
from bot.session.conversation import InMemoryConversation
from dialogs import phrases as dialogue_phrases
from dialogs.conversation.screening import Said, Tapped
from storage.unit_of_work.store import Store

KEEP, START_OVER = dialogue_phrases.KEEP_ALL_LABEL, dialogue_phrases.START_OVER_LABEL


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with store_at(place(tmp_path)) as opened:
        yield opened


@pytest.fixture
def anna(store: Store) -> Visitor:
    visitor = Visitor(store)
    visitor.begins()
    return visitor


@pytest.mark.parametrize("word", ["new", "New.", "/new", "NEW!", "/new interfant-21"])
def test_new_begins_another_and_forgets_nothing(anna: Visitor, store: Store, word: str) -> None:
    """Protects "`new` never forgets anything", with or without a slash: the open one stays, told with its code."""
    anna.says("120", "T-ALL")
    first = anna.code
    said = anna.says(word)
    assert said.startswith(phrases.STAYS.format(code=first))
    assert "How old was the infant" in said
    anna.says("200")
    assert anna.code != first
    with store.reading() as repository:
        kept = {len(each.screening.answers) for each in repository.list_owned("anna")}
    assert kept == {1, 2}
    assert first in anna.says(f"open {first}")


def test_new_is_an_answer_where_it_is_one_and_has_a_slash_for_the_rest(anna: Visitor) -> None:
    """Protects the words of the trial: at "newly diagnosed?" a bare "new" answers; "/new" begins another one."""
    anna.says("120", "B-ALL")
    first = anna.code
    assert "Recorded: " in anna.says("new")
    assert anna.code == first
    assert phrases.STAYS.format(code=first) in anna.says("/new")


def test_new_at_a_menu_begins_another(anna: Visitor) -> None:
    """Protects whoever looks at the list: there "new" is what its last button says, and forgets nothing either."""
    anna.says("120")
    first = anna.code
    anna.says("forget")
    assert anna.says("new").startswith(phrases.STAYS.format(code=first))


@pytest.mark.parametrize("word", ["start over", "restart", "/start_over"])
def test_starting_over_is_asked_with_the_harmless_choice_first(anna: Visitor, word: str) -> None:
    """Protects answers from a word: what would be lost is said, and 1 keeps it."""
    anna.says("120", "T-ALL")
    said = anna.says(word)
    assert said == dialogue_phrases.START_OVER_TITLE.format(count=2)
    assert anna.labels == [KEEP, START_OVER]
    assert "You can stop here" in anna.says("1")
    assert anna.conversation.stored is not None
    assert len(anna.conversation.stored.screening.answers) == 2


@pytest.mark.parametrize("word", ["new", "/new"])
def test_where_only_one_can_be_held_new_asks_back(word: str) -> None:
    """Protects the ephemeral terminal: it says what would be lost, the harmless choice first, and a no keeps all."""
    held = InMemoryConversation(dialogue(), lambda: NOW)
    held.begin(may_choose=False)
    held.take_event(Said("120"))
    (asked,) = held.take_event(Said(word))
    assert asked.text.splitlines() == [
        dialogue_phrases.ONE_AT_A_TIME,
        dialogue_phrases.START_OVER_TITLE.format(count=1),
    ]
    assert [each.label for each in asked.buttons] == [KEEP, START_OVER]
    held.take_event(Tapped(asked.number, asked.buttons[0].key))
    assert held.screening is not None
    assert len(held.screening.answers) == 1
    held.take_event(Said(word))
    held.take_event(Said(START_OVER))
    assert held.screening.answers == {}


def test_where_nothing_was_answered_new_begins_at_once() -> None:
    """Protects a first look: there is nothing to lose, so nothing is asked back."""
    held = InMemoryConversation(dialogue(), lambda: NOW)
    held.begin(may_choose=False)
    (asked,) = held.take_event(Said("new"))
    assert "How old was the infant" in asked.text
