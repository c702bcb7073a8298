"""Coming back to a finished screening shows its result, as of that day; and what else it can come to there."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from at_desk import Visitor
from chatting import ANNA, BEN, chatting
from stores import NOW, dialogue, place, store_at

from bot import phrases
from bot.session.conversation import InMemoryConversation
from bot.workbench.layers.in_process_channel import InProcessChannel
from dialogs import phrases as dialogue_phrases
from dialogs.conversation.blocks import ResultTitle
from dialogs.conversation.messages import Message, MessageKind
from dialogs.conversation.screening import Said
from storage.unit_of_work.store import Store

pytestmark = pytest.mark.traced

TO_RESULT = ("120 days", "T-ALL", "stop here", "show the result")


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with store_at(place(tmp_path)) as opened:
        yield opened


def finish(store: Store, folder: Path, *said: str) -> Visitor:
    """Returns somebody who has a result, and said some things after it."""
    anna = Visitor(store, folder=folder)
    anna.begins()
    anna.says(*(said or TO_RESULT))
    return anna


def hand_over(store: Store, anna: Visitor) -> tuple[Message, ...]:
    """Returns what a colleague sees who takes the screening over."""
    anna.says("hand over")
    code = anna.conversation.reply.messages[0].copyable[0].text
    bert = Visitor(store, "bert", folder=anna.conversation.folder)
    bert.begins()
    return bert.conversation.take_event(Said(f"take {code}"))


def open_again(_: Store, anna: Visitor) -> tuple[Message, ...]:
    """Returns what opening it in the same chat shows, after another one was begun."""
    code = anna.code
    anna.says("new")
    return anna.conversation.take_event(Said(f"open {code}"))


def come_back(store: Store, anna: Visitor) -> tuple[Message, ...]:
    """Returns what a terminal shows that opens it by its code."""
    anna.conversation.leave()
    return Visitor(store, code=anna.code, folder=anna.conversation.folder).conversation.begin(may_choose=True)


WAYS: dict[str, Callable[[Store, Visitor], tuple[Message, ...]]] = {
    "opened": open_again,
    "in a new terminal": come_back,
    "taken over": hand_over,
    "result": lambda _, anna: anna.conversation.take_event(Said("result")),
    "resume": lambda _, anna: anna.conversation.take_event(Said("resume")),
    "resume with a slash": lambda _, anna: anna.conversation.take_event(Said("/resume")),
}


@pytest.mark.sweep
@pytest.mark.parametrize("way", WAYS)
def test_who_comes_back_to_a_finished_screening_sees_its_result(store: Store, tmp_path: Path, way: str) -> None:
    """Protects "Come back with: open CODE": the same message, which begins with the verdicts, with its buttons."""
    anna = finish(store, tmp_path)
    (first,) = anna.conversation.reply.messages
    *before, shown = WAYS[way](store, anna)
    assert shown.kind is MessageKind.RESULT
    assert (shown.text, [each.label for each in shown.buttons]) == (first.text, [each.label for each in first.buttons])
    told = phrases.TAKEN_OVER.format(code=anna.code)
    assert [each.text for each in before] == ([told] if way == "taken over" else [])


def test_the_result_is_that_of_the_day(store: Store, tmp_path: Path) -> None:
    """Protects what waits for a day: a year later the source is older, and it says so."""
    anna = finish(store, tmp_path)
    first = anna.says("result")
    code = anna.code
    anna.now = NOW + timedelta(days=30)
    anna.says("new")
    assert anna.says(f"open {code}") == first
    anna.now = NOW + timedelta(days=400)
    assert dialogue_phrases.CONCLUDED_OFFER not in anna.says(f"open {code}")


def test_an_open_menu_of_a_finished_screening_comes_back_as_it_was(store: Store, tmp_path: Path) -> None:
    """Protects what was begun: who was about to change an answer goes on there, with a button back."""
    anna = finish(store, tmp_path, *TO_RESULT, "change")
    *_, shown = come_back(store, anna)
    assert dialogue_phrases.CHANGE_TITLE in shown.text
    assert shown.text.startswith(f"Screening {anna.code}, begun ")


def test_what_stands_below_a_page_names_the_way_to_the_result(store: Store, tmp_path: Path) -> None:
    """Protects who read a page at a result: one word shows it again."""
    anna = finish(store, tmp_path)
    assert "'result'" in anna.says("trial")
    assert anna.says("result").startswith("RESULT\n")


@pytest.mark.sweep
@pytest.mark.asyncio
async def test_in_a_chat_too(tmp_path: Path) -> None:
    """Protects the phone, with a handover: the result is the last message, and the only one with buttons."""
    channel = InProcessChannel()
    async with chatting(channel, tmp_path) as bot:
        await bot.let_in(ANNA)
        await bot.let_in(BEN)
        await bot.say(ANNA, *TO_RESULT, "hand over")
        (code,) = [each.text for posted in channel.chats[ANNA] for each in posted.message.copyable][1:]
        await bot.say(BEN, f"take {code}")
        assert channel.chats[BEN][-1].message.kind is MessageKind.RESULT
        own = channel.chats[BEN][-1].message
        await bot.say(BEN, "new", f"open {find_code(own)}")
        assert channel.chats[BEN][-1].message.kind is MessageKind.RESULT


def find_code(result: Message) -> str:
    """Returns the code in the title of a result."""
    (title,) = [each for each in result.blocks if isinstance(each, ResultTitle)]
    return title.code


def test_words_that_choose_nothing_are_told_every_button(store: Store, tmp_path: Path) -> None:
    """Protects "Choose one of": it names the session's buttons too, in their order, kept or in memory."""
    anna = finish(store, tmp_path)
    held = InMemoryConversation(dialogue(), lambda: NOW, tmp_path)
    held.begin(may_choose=False)
    for said in TO_RESULT:
        held.take_event(Said(said))
    for take in (anna.conversation.take_event, held.take_event):
        (shown,) = take(Said("purple elephants"))
        labels = ", ".join(each.label for each in shown.buttons)
        assert phrases.REPORT_LABEL in labels
        assert shown.text.startswith(f"Choose one of: {labels}.\n")
