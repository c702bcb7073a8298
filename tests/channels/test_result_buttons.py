"""What a session offers beneath a result: by tap, by label and by number, once, after a restart, and when stale."""

import asyncio
from collections.abc import Iterator
from pathlib import Path

import pytest
from at_desk import Visitor
from chatting import ANNA, chatting
from keyboards import list_keyboards
from serving import running, texts, toasts
from stores import NOW, dialogue, place, store_at

from bot import phrases
from bot.channels.handling import phrases as channel_phrases
from bot.session.conversation import InMemoryConversation
from bot.workbench.layers.in_process_channel import InProcessChannel
from bot.workbench.telegram_standin import Standin
from dialogs import phrases as dialogue_phrases
from dialogs.conversation.blocks import ResultTitle
from dialogs.conversation.screening import Said, Tapped
from storage.unit_of_work.store import Store

TO_SETTLED = ("120 days", "T-ALL")
TO_RESULT = (*TO_SETTLED, "stop here", "show the result")
REPORT, HAND_OVER, ANOTHER = phrases.REPORT_LABEL, phrases.HAND_OVER_LABEL, phrases.ANOTHER_LABEL
CHANGE, START_OVER = dialogue_phrases.CHANGE_LABEL, dialogue_phrases.START_OVER_LABEL
EVERY = dialogue_phrases.EVERY_CRITERION_LABEL


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with store_at(place(tmp_path)) as opened:
        yield opened


@pytest.fixture
def standin() -> Iterator[Standin]:
    """A stand-in for Telegram."""
    with Standin() as opened:
        yield opened


def sit(store: Store, folder: Path, *said: str) -> Visitor:
    """Returns somebody who said some things in a terminal."""
    anna = Visitor(store, folder=folder)
    anna.begins()
    anna.says(*said)
    return anna


def test_what_can_be_done_next_stands_under_a_result_in_its_order(store: Store, tmp_path: Path) -> None:
    """Protects the order: what reads first, then what changes an answer, then what begins anew, the riskiest last."""
    anna = sit(store, tmp_path, *TO_RESULT)
    assert anna.labels == [EVERY, REPORT, HAND_OVER, CHANGE, ANOTHER, START_OVER]


def test_at_an_early_end_and_where_it_was_stopped_too(store: Store, tmp_path: Path) -> None:
    """Protects the settled screen: a report and a handover need no result; where it was stopped, another one helps."""
    anna = sit(store, tmp_path, *TO_SETTLED)
    assert [each for each in anna.labels if each in {REPORT, HAND_OVER, CHANGE, ANOTHER}] == [
        REPORT,
        HAND_OVER,
        CHANGE,
        ANOTHER,
    ]
    anna.says("stop")
    assert anna.labels == [dialogue_phrases.RESUME_LABEL, ANOTHER, START_OVER]


def test_without_files_no_report_is_offered(store: Store) -> None:
    """Protects "where they apply": a button that could only say no is not shown."""
    anna = Visitor(store)
    anna.begins()
    anna.says(*TO_RESULT)
    assert REPORT not in anna.labels
    assert HAND_OVER in anna.labels


def test_nothing_is_offered_over_a_menu_or_at_a_question(store: Store, tmp_path: Path) -> None:
    """Protects questions: their numbers are those of the dialogue."""
    anna = sit(store, tmp_path, *TO_RESULT, "change")
    assert not {REPORT, HAND_OVER, ANOTHER} & {*anna.labels}
    anna.says("diagnosis")
    assert not {REPORT, HAND_OVER, ANOTHER} & {*anna.labels}


@pytest.mark.parametrize("way", ["tap", "label", "number"])
def test_each_button_works_in_each_way(store: Store, tmp_path: Path, way: str) -> None:
    """Protects the buttons in the terminal, and those of the dialogue among them: each does what it says."""
    folder = tmp_path / "work"
    folder.mkdir()
    anna = sit(store, folder, *TO_RESULT)

    def choose(label: str) -> str:
        if way == "tap":
            assert anna.conversation.reply.number is not None
            return anna.taps(label, anna.conversation.reply.number)
        return anna.says(label if way == "label" else str(anna.labels.index(label) + 1))

    assert "written to" in choose(REPORT)
    assert len(list(folder.iterdir())) == 1
    assert "EVERY CRITERION: " in choose(EVERY)
    assert "Tell this code to the colleague" in choose(HAND_OVER)
    assert dialogue_phrases.CHANGE_TITLE in choose(CHANGE)
    anna.says("back")
    first = anna.code
    assert phrases.STAYS.format(code=first) in choose(ANOTHER)
    anna.says(f"open {first}")
    assert "Start over?" in choose(START_OVER)
    assert anna.labels == [dialogue_phrases.KEEP_ALL_LABEL, START_OVER], "the harmless choice comes first"


def test_after_a_restart_the_buttons_work(store: Store, tmp_path: Path) -> None:
    """Protects whoever comes back: nothing of the buttons is remembered but the screening."""
    anna = sit(store, tmp_path, *TO_RESULT)
    later = Visitor(store, folder=tmp_path)
    later.conversation.reply = anna.conversation.reply
    number = anna.conversation.reply.number
    assert number is not None
    later.labels, later.keys = anna.labels, anna.keys
    assert phrases.STAYS.format(code=anna.code) in later.taps(ANOTHER, number)


def test_a_button_of_an_earlier_result_does_nothing(store: Store, tmp_path: Path) -> None:
    """Protects "stale": the result was left meanwhile, so neither a file nor another screening comes of an old tap."""
    folder = tmp_path / "work"
    folder.mkdir()
    anna = sit(store, folder, *TO_RESULT)
    number, keys = anna.conversation.reply.number, dict(zip(anna.labels, anna.keys, strict=True))
    assert number is not None
    code = anna.code
    anna.says("change diagnosis")
    for label in (REPORT, HAND_OVER, ANOTHER):
        told = anna.conversation.take_event(Tapped(number, keys[label]))
        assert told[-1].text.startswith(dialogue_phrases.STALE_UNANSWERED)
    assert anna.code == code
    assert not list(folder.iterdir())


def test_an_old_menus_button_that_means_nothing_now_changes_nothing(store: Store, tmp_path: Path) -> None:
    """Protects a menu that was shown by the last release: a tap on it is refused, and is no fault of ours."""
    anna = sit(store, tmp_path, "120 days")
    told = anna.conversation.take_event(Tapped(0, "desk.report:criterion/E4"))
    assert told[-1].text.startswith(dialogue_phrases.STALE_UNANSWERED)


@pytest.mark.asyncio
async def test_in_a_chat_they_are_taken_once_and_refused_when_stale(standin: Standin, tmp_path: Path) -> None:
    """Protects signed buttons: one file for one tap, one keyboard at a time, a toast for what is over."""
    anna = standin.person(7, "Anna")
    async with running(standin, tmp_path, draw=lambda *_: b"made") as bot:
        await bot.does(lambda: anna.starts(bot.invitation()))
        for said in TO_RESULT:
            await bot.does(lambda said=said: anna.sends(said))  # type: ignore[misc]  # a default of a lambda
        await bot.does(lambda: anna.taps(REPORT))
        await asyncio.to_thread(standin.wait_for, lambda: any(each.file for each in anna.sees()))
        assert len([each for each in anna.sees() if each.file]) == 1
        assert len(list_keyboards(anna)) == 1, "the result still has its buttons"
        await bot.does(lambda: anna.taps(HAND_OVER))
        assert any("Tell this code to the colleague" in each for each in texts(anna))
        assert len(list_keyboards(anna)) == 1
        await bot.does(lambda: anna.taps(ANOTHER))
        assert "How old was the infant" in texts(anna)[-1]
        await bot.does(lambda: anna.taps(ANOTHER, stale=True))
        assert toasts(anna)[-1] == channel_phrases.NOT_A_BUTTON
        with bot.store.reading() as repository:
            assert len(repository.list_owned("telegram:7")) == 1


@pytest.mark.asyncio
async def test_a_label_typed_in_a_chat_is_its_button_and_a_number_is_none(tmp_path: Path) -> None:
    """Protects chats, which show no numbers: there a figure chooses nothing."""
    channel = InProcessChannel()
    async with chatting(channel, tmp_path) as bot:
        await bot.let_in(ANNA)
        await bot.say(ANNA, *TO_RESULT, "2")
        assert "Choose one of" in channel.chats[ANNA][-1].message.text
        await bot.say(ANNA, ANOTHER.upper())
        assert "stays as it is" in channel.chats[ANNA][-1].message.text


def test_a_result_says_its_code_and_how_to_come_back(store: Store, tmp_path: Path) -> None:
    """Protects the way back from a result: its title bears the code, its next steps the words, in one message."""
    anna = sit(store, tmp_path, *TO_RESULT[:-1])
    (shown,) = anna.conversation.take_event(Said(TO_RESULT[-1]))
    assert ResultTitle("Interfant-21", anna.code) in shown.blocks
    assert f"- Come back with: open {anna.code}" in shown.text.splitlines()


def test_a_screening_that_is_not_kept_has_no_code_to_say(tmp_path: Path) -> None:
    """Protects the ephemeral terminal: nobody is told to come back to what is gone."""
    held = InMemoryConversation(dialogue(), lambda: NOW, tmp_path)
    held.begin(may_choose=False)
    for said in TO_RESULT:
        (shown,) = held.take_event(Said(said))
    assert ResultTitle("Interfant-21") in shown.blocks
    assert "Come back with" not in shown.text
