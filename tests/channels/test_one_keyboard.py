"""One message of a chat has buttons, whatever people do; a tap that changes nothing is answered by a toast."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import partial
from pathlib import Path
from random import Random

import pytest
from keyboards import act_all_at_random, list_keyboards
from serving import Running, running, texts, toasts

from bot.channels.handling import phrases
from bot.channels.sending.pacing import Patience
from bot.channels.telegram.delivery.text import LONGEST_TOAST, count_units, cut_toast
from bot.workbench.telegram_standin import Person, Standin
from bot.workbench.telegram_standin.people_updates import make_tap_query

PEOPLE, STEPS = 8, 25

HASTY = Patience(first_seconds=0.01, most_seconds=0.05)


@asynccontextmanager
async def served(folder: Path, people: int = 1) -> AsyncIterator[tuple[Running, list[Person]]]:
    """Serves people who were asked their second question."""
    with Standin() as standin:
        chats = [standin.person(100 + each) for each in range(people)]
        async with running(standin, folder, patience=HASTY) as bot:
            invited = [(each, bot.invitation()) for each in chats]
            await bot.does(lambda: [each.starts(token) for each, token in invited])
            await asyncio.to_thread(standin.wait_for, lambda: all(list_keyboards(each) for each in chats))
            await says(bot, chats, "120 days")
            yield bot, chats


async def says(bot: Running, people: list[Person], *said: str) -> None:
    """Lets people say some things, without waiting between them, and waits until all is answered."""
    await bot.does(lambda: [each.sends(text) for text in said for each in people])


@pytest.mark.thinned(3)
@pytest.mark.asyncio
@pytest.mark.parametrize(("seed", "is_troubled"), [(1, False), (3, True), (2, False)])
async def test_whatever_people_do_one_keyboard_stands(seed: int, *, is_troubled: bool, tmp_path: Path) -> None:
    """Protects a chat from live buttons of something else: menus, pages, results, asking back, quick hands.

    A Telegram in trouble is slow, and refuses some calls once.
    """
    random = Random(seed)
    async with served(tmp_path, PEOPLE) as (bot, people):
        if is_troubled:
            changing = ["sendMessage", "editMessageText", "editMessageReplyMarkup"]
            bot.standin.faults.share("slow", 0.2, methods=changing, seconds=0.05)
            bot.standin.faults.share("internal_error", 0.1, methods=changing)
        for _ in range(STEPS):
            await bot.does(partial(act_all_at_random, people, random))
            await asyncio.to_thread(bot.standin.quiet, 20, 0.3 if is_troubled else 0.1)
            for each in people:
                stand = [message.id for message in list_keyboards(each)]
                told = bot.standin.transcript(each.user.id)[-3_000:]
                assert len(stand) == 1, f"keyboards at {stand}\n{told}"


@pytest.mark.thinned(2)
@pytest.mark.asyncio
@pytest.mark.parametrize("twice", ["/list", "/new", "/start", "/forget", "/why", "inaccurate", "/resume"])
async def test_a_command_that_is_sent_twice_leaves_one_keyboard(twice: str, tmp_path: Path) -> None:
    """Protects whoever is quicker than the answers: the first menu is not shown yet when the second is asked for."""
    async with served(tmp_path) as (bot, (anna,)):
        await says(bot, [anna], twice, twice)
        assert len(list_keyboards(anna)) == 1
        assert list_keyboards(anna)[0].id == max(each.id for each in anna.sees() if each.keyboards)


@pytest.mark.asyncio
async def test_forty_quick_taps_are_one_answer_and_no_message_more(tmp_path: Path) -> None:
    """Protects a chat from a tap that is held: 40 taps were 33 messages over 38 seconds, with 29 live keyboards."""
    async with served(tmp_path) as (bot, (anna,)):
        before, edits = len(texts(anna)), count_edits(anna)
        await bot.does(lambda: anna.taps("T-ALL", times=40))
        assert len(texts(anna)) - before == 1
        assert count_edits(anna) - edits == 1, "the message that was answered is closed, once"
        assert len(toasts(anna)) == 39
        assert set(toasts(anna)) == {
            "That question is no longer open, and nothing was changed. Recorded there: Diagnosis: T-ALL."
        }
        assert len(list_keyboards(anna)) == 1
        assert bot.counted('taps_refused_total{why="stale"}') == 39


@pytest.mark.asyncio
async def test_an_old_message_that_is_tapped_loses_its_buttons(tmp_path: Path) -> None:
    """Protects chats from before, and those where a crash showed a question twice: an old keyboard goes when tapped."""
    async with served(tmp_path) as (bot, (anna,)):
        old = anna.last
        await says(bot, [anna], "T-ALL")
        old.keyboard = old.keyboards[0]
        await bot.does(lambda: anna.taps("B-cell MPAL", old, times=3))
        assert [each.id for each in list_keyboards(anna)] == [anna.last.id]
        assert len(toasts(anna)) == 3


@pytest.mark.asyncio
async def test_an_older_copy_of_the_open_question_can_be_answered_and_loses_its_buttons(tmp_path: Path) -> None:
    """Protects whoever answers where they are: both copies of the question are closed by it."""
    async with served(tmp_path) as (bot, (anna,)):
        old = anna.last
        await says(bot, [anna], "/why")
        old.keyboard = old.keyboards[0]
        await bot.does(lambda: anna.taps("T-ALL", old))
        assert [each.id for each in list_keyboards(anna)] == [anna.last.id]
        assert "✓ Diagnosis: T-ALL" in anna.last.text


@pytest.mark.asyncio
async def test_a_toast_that_comes_too_late_is_told_in_one_message(tmp_path: Path) -> None:
    """Protects whoever tapped while the bot was away: Telegram takes no toast any more, and silence is no answer."""
    async with served(tmp_path) as (bot, (anna,)):
        await bot.does(lambda: anna.taps("T-ALL"))
        old = next(each for each in anna.sees() if each.keyboards and "T-ALL" in each.text)
        bot.standin.faults.share("forbidden", methods=["answerCallbackQuery"])
        before = len(texts(anna))
        await bot.does(lambda: anna.taps("B-cell MPAL", old, stale=True, times=5))
        await bot.does(lambda: None)
        assert texts(anna)[before:] == [
            "That question is no longer open, and nothing was changed. Recorded there: Diagnosis: T-ALL."
        ]
        assert len(list_keyboards(anna)) == 1


@pytest.mark.asyncio
async def test_the_buttons_of_the_review_go_before_the_result_comes(tmp_path: Path) -> None:
    """Protects whoever waits for the result: nothing old can be tapped meanwhile."""
    async with served(tmp_path) as (bot, (anna,)):
        await says(bot, [anna], "/new")
        await says(bot, [anna], "366 days")
        for label in ("Stop here", "Show the result"):
            await bot.does(partial(anna.taps, label))
        acts = [each.act for each in anna.chat.history]
        last_tap = max(at for at, act in enumerate(acts) if act == "tapped")
        after = [act for act in acts[last_tap + 1 :] if act in {"said", "edited"}]
        assert after == ["edited", "said"], "the result is one message"


@pytest.mark.asyncio
async def test_what_is_told_late_names_no_answer_of_a_forgotten_screening(tmp_path: Path) -> None:
    """Protects "forgotten for good": a line that could not pass over the screen is not kept in the chat instead."""
    async with served(tmp_path) as (bot, (anna,)):
        await bot.does(lambda: anna.taps("T-ALL"))
        old = next(each for each in anna.sees() if each.keyboards and "T-ALL" in each.text)
        bot.standin.faults.next("hang_before", methods=["answerCallbackQuery"], seconds=1.5)
        anna.taps("B-cell MPAL", old, stale=True)
        await asyncio.sleep(0.2)
        await says(bot, [anna], "/forget")
        await bot.does(lambda: anna.taps([button["text"] for button in anna.last.buttons()][1]))
        before = len(texts(anna))
        await asyncio.to_thread(bot.standin.wait_for, lambda: len(texts(anna)) > before, 20)
        assert texts(anna)[-1] == phrases.NOT_A_BUTTON


@pytest.mark.asyncio
async def test_a_tap_that_is_brought_again_is_acknowledged_and_no_more(tmp_path: Path) -> None:
    """Protects against a toast, or a message, for what Telegram did twice and not the person."""
    async with served(tmp_path) as (bot, (anna,)):
        await bot.does(lambda: anna.taps("T-ALL"))
        *_, tap = bot.standin.bot.taps.values()
        raw = make_tap_query(tap, anna.chat.messages[tap.message])
        taken = bot.standin.bot.updates.next_id - 1
        before = len(texts(anna))
        await bot.service.intake.take_once(taken, {"update_id": taken, "callback_query": raw})
        await bot.does(lambda: None)
        assert toasts(anna) == []
        assert len(texts(anna)) == before


@pytest.mark.parametrize("text", ["short", "word " * 60, "x" * 300, "\N{GRINNING FACE}" * 150])
def test_a_toast_fits_and_shows_where_it_is_cut(text: str) -> None:
    """Protects a tap from a toast that Telegram refuses, and its person from half a sentence that looks whole."""
    cut = cut_toast(text)
    assert count_units(cut) <= LONGEST_TOAST
    assert cut == text or (cut.endswith("…") and text.startswith(cut[:-1]) and len(cut) > 90)


def count_edits(person: Person) -> int:
    """Returns how many edits a chat has seen."""
    return sum(each.act == "edited" for each in person.chat.history)
