"""What a session says ends in something that can be done next, and comes in one message wherever that can be."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from at_desk import Visitor
from chatting import ANNA, chatting
from stores import place, store_at

from bot import phrases
from bot.session.requests import SessionRequest
from bot.workbench.layers.in_process_channel import InProcessChannel
from dialogs.conversation.screening import Said
from storage.features.members import Role
from storage.unit_of_work.store import Store

TO_RESULT = ("120 days", "T-ALL", "stop here", "show the result")

STANDINGS: dict[str, tuple[str, ...]] = {
    "nothing answered": (),
    "at a question": ("120 days",),
    "at a menu": ("120 days", "list"),
    "at a result": TO_RESULT,
    "stopped": ("120 days", "stop"),
    "nothing open": ("120 days", "forget", "1", "forget", "2"),
}

ASKED = {
    "new": SessionRequest.NEW,
    "list": SessionRequest.LIST,
    "open K7Q4-2MX": SessionRequest.OPEN,
    "hand over": SessionRequest.HAND_OVER,
    "take": SessionRequest.TAKE,
    "forget": SessionRequest.FORGET,
    "inaccurate": SessionRequest.INACCURATE,
    "report here": SessionRequest.RENAMED,
    "link": SessionRequest.LINK,
    "unlink": SessionRequest.UNLINK,
    "report": SessionRequest.FILE,
    "pdf": SessionRequest.FILE,
    "html K7Q4-2MX": SessionRequest.FILE,
    "picture": SessionRequest.FILE,
}
"""Words for every request; what is chosen from the menus that they open follows below."""

CHOSEN = {
    ("forget", "keep it"): SessionRequest.KEEP,
    ("forget", "2"): SessionRequest.DESTROY,
    ("list", "back to the open question"): SessionRequest.STAY,
    ("unlink", "unlink this account"): SessionRequest.LEAVE,
    ("inaccurate", "1", "1"): SessionRequest.INACCURATE,
}

ALONE = {"hand over", "link"}
"""A code is said in a message of its own, so that it can be handed on."""


def test_every_request_is_tried_here() -> None:
    """Protects the table: a new request has a row."""
    assert {*ASKED.values(), *CHOSEN.values()} == {*SessionRequest}


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with store_at(place(tmp_path)) as opened:
        yield opened


def sit(store: Store, folder: Path, *said: str) -> Visitor:
    """Returns somebody who said some things at a terminal."""
    anna = Visitor(store, folder=folder)
    anna.begins()
    for line in said:
        anna.says(line)
    return anna


@pytest.mark.thinned(3)
@pytest.mark.parametrize("standing", STANDINGS)
@pytest.mark.parametrize("asked", ASKED)
def test_every_reply_ends_in_what_can_be_done_next(store: Store, tmp_path: Path, standing: str, asked: str) -> None:
    """Protects people from dead ends: below the last line there are buttons."""
    anna = sit(store, tmp_path, *STANDINGS[standing])
    shown = anna.conversation.take_event(Said(asked))
    assert shown[-1].buttons, shown[-1].text
    is_report = asked == "report" and len(shown) > 1
    assert is_report or len(shown) == (2 if len(shown) > 1 and asked in ALONE else 1), [each.text for each in shown]


@pytest.mark.parametrize("said", CHOSEN)
def test_so_does_what_comes_of_a_choice(store: Store, tmp_path: Path, said: tuple[str, ...]) -> None:
    """Protects the ends of menus: forgetting, keeping, reporting an inaccuracy, going back."""
    anna = sit(store, tmp_path, "120 days", *said[:-1])
    shown = anna.conversation.take_event(Said(said[-1]))
    assert shown[-1].buttons
    assert len(shown) == 1


def test_the_code_of_a_screening_comes_with_the_next_question(store: Store, tmp_path: Path) -> None:
    """Protects "each tap has one message": the first answer too. Coming back says the code with the question."""
    anna = sit(store, tmp_path)
    (shown,) = anna.conversation.take_event(Said("120 days"))
    assert shown.text.startswith(phrases.KEPT_UNDER.format(code=anna.code))
    assert "What is the diagnosis?" in shown.text
    (code,) = shown.copyable
    assert code.text == anna.code
    (again,) = anna.conversation.take_event(Said(f"open {anna.code}"))
    assert again.text.startswith(f"Screening {anna.code}, begun ")
    (helped,) = anna.conversation.take_event(Said("help"))
    assert phrases.DESK_HELP in helped.text
    assert "What is the diagnosis?" in helped.text


def test_what_was_lost_is_told_with_what_is_offered(store: Store, tmp_path: Path) -> None:
    """Protects whoever comes back to a screening that was forgotten elsewhere: one message, with a way on."""
    anna, elsewhere = sit(store, tmp_path, "120 days"), Visitor(store)
    elsewhere.begins()
    elsewhere.says(f"forget {anna.code}", "2")
    (shown,) = anna.conversation.take_event(Said("T-ALL"))
    assert shown.text == f"{phrases.GONE}\n{phrases.NOTHING_OPEN}"
    assert [each.label for each in shown.buttons] == [phrases.NEW_LABEL]


LOG_ASKED = [
    "/log",
    "/log csv",
    "/log nonsense",
    "/log approached 1",
    "/log approached -9",
    "/log approached 1 2099-01",
]


@pytest.mark.asyncio
async def test_in_a_chat_files_and_logs_end_so_too(tmp_path: Path) -> None:
    """Protects the ends of the log and of a sent file: they name a word that goes on."""
    channel = InProcessChannel()
    async with chatting(channel, tmp_path) as bot:
        await bot.let_in(ANNA, Role.COORDINATOR)
        for said in ("120 days", "html", *LOG_ASKED):
            before = len(channel.chats[ANNA])
            await bot.say(ANNA, said)
            shown = channel.chats[ANNA][before:]
            assert len(shown) == 1, said
            message = shown[0].message
            assert message.buttons or "'resume'" in message.text or "/log" in message.text, (said, message.text)


@pytest.mark.asyncio
async def test_in_a_chat_each_turn_to_the_result_is_one_message(tmp_path: Path) -> None:
    """Protects the phone: an answer, typed or tapped, brings one message, the first with the code as well."""
    channel = InProcessChannel()
    async with chatting(channel, tmp_path) as bot:
        await bot.let_in(ANNA)
        for said in TO_RESULT:
            before = len(channel.chats[ANNA])
            await bot.say(ANNA, said)
            assert len(channel.chats[ANNA]) == before + 1, said
