"""The commonest case in Telegram: from START to the verdict, how much is to be read, and how long to be waited for."""

import asyncio
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from statistics import median
from textwrap import wrap
from time import monotonic

import pytest
from keyboards import list_keyboards
from moved_clock import MovedClock
from serving import running

from bot.channels.rate import EventRate, SendRates
from bot.channels.sending.pacing import SendPace
from bot.channels.telegram.delivery.telegram_sending import TELEGRAM_RATES
from bot.workbench.telegram_standin import Person, Standin
from bot.workbench.telegram_standin.chats import ChatEvent
from dialogs.phrases import SHOW_RESULT_LABEL
from storage.opening.location import StoreLocation

SCRIPT = Path(__file__).parents[1] / "scripts/eligible-for-the-trial-and-for-blinatumomab.convo.txt"
MOST_MESSAGES, MOST_CHARACTERS, MOST_SECONDS = 14, 4_000, 1.0
PHONE_COLUMNS, LINE_PIXELS, ROW_PIXELS, SCREEN_PIXELS = 40, 20, 49, 610
"""A phone of 360 to 740 pixels: its lines, its rows of buttons, and what its title and its keyboard's line leave."""

READING_SECONDS, TAPPING_SECONDS = 2.0, 0.2
"""How long somebody takes to read a question and to tap its answer, and somebody who taps as soon as it is there."""

HASTE = 2
"""So many times as quick as Telegram's pace is the pace of the test that really waits."""


@dataclass(frozen=True)
class Course:
    """What happened in a chat from START to the verdict."""

    events: tuple[ChatEvent, ...]
    person: str

    @property
    def said(self) -> list[ChatEvent]:
        """What the bot said."""
        return [each for each in self.events if each.act == "said" and each.who != self.person]

    def list_waits(self, seconds: float) -> Iterator[float]:
        """Yields how long after each act of the person its last message may come at Telegram's pace.

        A person acts so many seconds after a message came. Edits wait too, and what was sent before goes before.
        """
        clock = MovedClock()
        pace, acted, came = SendPace(clock, TELEGRAM_RATES), clock.at, clock.at
        for each in self.events:
            if each.who == self.person and each.act in {"said", "tapped"}:
                yield came - acted
                acted = came = came + seconds
                clock.at = max(clock.at, acted)
            elif each.act in {"said", "edited"}:
                clock.at += pace.get_chat_seconds("anna")
                clock.at += pace.enter("anna")
                came = clock.at if each.act == "said" else came
        yield came - acted


def list_said() -> list[str]:
    """Returns what the script says until the verdict."""
    said = [block.split("\n")[0] for block in SCRIPT.read_text(encoding="utf-8").split("#me\n")[2:]]
    return said[: said.index(SHOW_RESULT_LABEL) + 1]


async def take_course(folder: Path) -> Course:
    """Lets somebody tap what the script says until the verdict, where there is such a button, and else type it."""
    with Standin() as standin:
        anna = standin.person(7, "Anna")
        async with running(standin, folder) as bot:
            await bot.does(lambda: anna.starts(bot.invitation()))
            for each in list_said():
                await bot.does(lambda each=each: answer(anna, each))  # type: ignore[misc]  # a default of a lambda
        return Course(tuple(anna.chat.history), anna.user.name)


@pytest.mark.asyncio
async def test_whatever_asks_fits_on_a_phone_with_its_buttons(tmp_path: Path) -> None:
    """Protects "nothing to scroll": at 360 to 740 pixels each message is seen whole, in lines of 40 characters."""
    course = await take_course(tmp_path)
    asking = [each for each in course.said if each.rows]
    assert len(asking) >= MOST_MESSAGES
    for each in asking:
        lines = sum(max(1, len(wrap(line, PHONE_COLUMNS))) for line in each.text.split("\n"))
        assert LINE_PIXELS * lines + ROW_PIXELS * len(each.rows) <= SCREEN_PIXELS, each.text


def answer(person: Person, text: str) -> None:
    """Taps a button, or types where there is none."""
    if text in {button["text"] for button in person.last.buttons()}:
        person.taps(text)
    else:
        person.sends(text)


@pytest.mark.asyncio
async def test_from_start_to_the_verdict_little_is_read_and_nothing_waited_for(tmp_path: Path) -> None:
    """Protects "at most 14 messages of the bot and 4,000 characters, each at most 1 s behind the tap"."""
    course = await take_course(tmp_path)
    waits = list(course.list_waits(READING_SECONDS))
    assert len(waits) == 1 + sum(each.act in {"said", "tapped"} and each.who == course.person for each in course.events)
    assert max(waits) <= MOST_SECONDS
    assert "May be given as answered." in course.said[-1].text
    characters = sum(len(each.text) for each in course.said)
    assert len(course.said) <= MOST_MESSAGES
    assert characters <= MOST_CHARACTERS


@pytest.mark.asyncio
async def test_whoever_taps_at_once_has_each_message_within_a_second(where: StoreLocation, tmp_path: Path) -> None:
    """Protects the quick tapper: what closes an answer gives way to what is said, and comes when there is room.

    Telegram counts edits with messages (github.com/tdlib/td, issue 3034). To save time, all is twice as quick here; the
    order in which all came is then held against Telegram's own pace.
    """
    limit = TELEGRAM_RATES.in_a_chat
    rates = SendRates(EventRate(limit.burst, limit.every_seconds / HASTE), TELEGRAM_RATES.in_all)
    with Standin() as standin:
        anna = standin.person(7, "Anna")
        async with running(standin, tmp_path, rates=rates, where=where) as bot:
            acts: list[Callable[[], object]] = [
                partial(anna.starts, bot.invitation()),
                *(partial(answer, anna, each) for each in list_said()),
            ]
            waits = [await wait_for_reply(standin, anna, act) for act in acts]
            said = list_texts(anna)
            assert "May be given as answered." in said[-1]
            await asyncio.to_thread(standin.wait_for, lambda: len(list_keyboards(anna)) == 1, 60)
            await bot.does(lambda: None)
            assert not bot.store.outbox.count_waiting()
    assert median(waits) <= MOST_SECONDS / HASTE, waits
    assert max(Course(tuple(anna.chat.history), anna.user.name).list_waits(TAPPING_SECONDS)) <= MOST_SECONDS
    asked = [each.message for each in anna.chat.history if each.act == "said" and each.rows]
    assert [each.message for each in anna.chat.history if each.act == "edited"] == asked[:-1], "closed once, in order"
    assert [each.id for each in list_keyboards(anna)] == [asked[-1]]
    assert list_texts(anna) == said, "nothing is said twice"


async def wait_for_reply(standin: Standin, person: Person, act: Callable[[], object]) -> float:
    """Lets somebody act a moment after the last message, and returns after how many seconds something is said."""
    await asyncio.sleep(TAPPING_SECONDS / HASTE)
    before, begun = len(list_texts(person)), monotonic()
    act()
    await asyncio.to_thread(standin.wait_for, lambda: len(list_texts(person)) > before, 60)
    return monotonic() - begun


def list_texts(person: Person) -> list[str]:
    """Returns what was said to somebody, as it was when it came."""
    return [each.text for each in person.chat.history if each.act == "said" and each.who != person.user.name]
