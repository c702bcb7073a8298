"""Pages of the web in each of their states, drawn from what a dialogue says."""

from dataclasses import replace
from datetime import UTC, datetime
from functools import cache
from typing import Any

from dialogue import DIALOGUE
from several_trial import TRIAL

from bot import phrases as sessions
from bot.channels.web.pages.chat_page import ChatPage, FileLink, PageFrame
from bot.channels.web.pages.drawing import (
    draw_chat_page,
    draw_entering_page,
    draw_notice_page,
    draw_resending_page,
    draw_sign_out_page,
)
from bot.session.menus import make_forget_question
from bot.session.offers import Offers
from bot.workbench.fixtures.clock import FrozenClock
from bot.workbench.fixtures.dialogue import HeldDialogue
from dialogs.conversation.blocks import make_items
from dialogs.conversation.dialogue import Dialogue
from dialogs.conversation.messages import Button, Message, make_menu
from dialogs.conversation.result_messages import mark_result
from storage.features.members import Role

NOW = datetime(2026, 6, 1, 12, tzinfo=UTC)
CODE = "K7Q4-2MX"
FRAME = PageFrame("bWFyaw" * 12, Role.CLINICIAN, datetime(2026, 6, 1, 13, tzinfo=UTC), NOW)
STRANGER = PageFrame("")
PRE_CHECK = PageFrame(FRAME.mark, now=NOW, is_pre_check=True, ends_at=datetime(2026, 6, 1, 13, tzinfo=UTC))
STANDING: Any = {"trial": "Interfant-21", "code": CODE, "at": NOW}

NOTE = "10-wk girl, pro-B ALL, t(9;11)(p22;q23), CD19+ 99 %, no steroids, ?consent"
ENTRY = ("70 days", "B-precursor ALL", "newly diagnosed", "rearranged", "none", "no", "given")
ALL = (*ENTRY, "positive", "CNS1", "no", "none", "no")


def make_page(messages: tuple[Message, ...], *, is_misread: bool = False, files: tuple[FileLink, ...] = ()) -> ChatPage:
    """Returns the page on which messages stand; the last one asks where it has buttons."""
    *before, last = messages
    if last.buttons:
        return ChatPage(tuple(before), last, is_misread=is_misread, files=files)
    return ChatPage(messages, None, is_misread=is_misread, files=files)


def say(*texts: str) -> tuple[Message, ...]:
    """Returns what the dialogue says last, once all of these were said."""
    held = HeldDialogue(DIALOGUE, FrozenClock(NOW))
    for text in texts:
        held.say(text)
    return tuple(_offer(held, each) for each in held.messages)


def _offer(held: HeldDialogue, message: Message) -> Message:
    """Returns a message with what a session adds to it."""
    offered = Offers(has_files=True, is_kept=True).add_to_message(held.screening, message)
    return mark_result(offered, CODE, f"open {CODE}") if message.kind.value == "result" else offered


@cache
def make_chat_states() -> dict[str, ChatPage]:
    """Returns what stands on a person's page in each state."""
    why = tuple(block for each in say("why") for block in each.blocks[:1])
    result = say(*ALL, "show the result")
    files = (FileLink(4, "The report, as a PDF"), FileLink(5, "The decision, as a picture"))
    return {
        "number": replace(make_page(say()), why=why),
        "choice": make_page(say("70 days")),
        "several": make_page(Dialogue(TRIAL).begin(NOW).messages),
        "ask_back": make_page(say("70 days", "B-ALL or T-ALL")),
        "misread": make_page(say("70 days", "purple elephants"), is_misread=True),
        "misread_number": make_page(say("purple elephants"), is_misread=True),
        "note": make_page(say(NOTE)),
        "review": make_page(say(*ALL)),
        "early_end": replace(make_page(say("366 days")), state="settled", **STANDING),
        "eligible": replace(make_page(result, files=files), state="concluded", **STANDING),
        "not_eligible": make_page(say(*ENTRY[:1], "B-precursor ALL", "relapse", "stop here", "show the result")),
        "undetermined": make_page(say(*ENTRY, "don't know", "not done yet", "no", "none", "no", "show the result")),
        "every_criterion": make_page(say(*ALL, "show the result", "every criterion")),
        "change": make_page(say(*ALL, "change")),
        "start_over": replace(make_page(say(*ALL, "start over")), **STANDING),
        "after_a_page": replace(make_page(say(*ALL, "show the result", "trial")), state="concluded", **STANDING),
        "status": make_page(say(*ENTRY[:3], "status")),
        "help": make_page(say("help")),
        "trial": make_page(say("trial")),
        "criteria": make_page(say("criteria")),
        "paused": replace(make_page(say("pause")), number=1),
        "list": make_page((_make_list(),)),
        "forget": make_page((make_forget_question("K7Q42MX"),)),
    }


@cache
def draw_states() -> dict[str, str]:
    """Returns a page for each state."""
    chats = make_chat_states()
    drawn = {name: draw_chat_page(page, FRAME) for name, page in chats.items()}
    empty = replace(FRAME, problem="Type an answer, or choose one.")
    drawn["empty"] = draw_chat_page(chats["number"], empty)
    drawn["pre_check"] = draw_chat_page(chats["number"], PRE_CHECK)
    drawn["pre_check_review"] = draw_chat_page(chats["review"], PRE_CHECK)
    drawn["coordinator"] = draw_chat_page(chats["choice"], replace(FRAME, role=Role.COORDINATOR))
    return drawn | _draw_notices()


def _draw_notices() -> dict[str, str]:
    unavailable = replace(
        FRAME, problem="Nothing could be kept just now. Send it again in a moment.", typed='11 "months"'
    )
    return {
        "pre_check_refused": draw_notice_page(replace(PRE_CHECK, mark=""), "This pre-check is over", ("Begin again.",)),
        "enter": draw_entering_page(STRANGER, "T" * 43, "n" * 43),
        "stranger": draw_notice_page(STRANGER, "You are not signed in", ("Ask the trial centre for one.",)),
        "signed_out": draw_notice_page(STRANGER, "You are signed out", ("A new invitation lets you in again.",)),
        "signing_out": draw_sign_out_page(STRANGER, ("You come back by an invitation.",), FRAME.mark),
        "not_found": draw_notice_page(FRAME, "There is nothing here", ("Nothing was changed.",), leads_back=True),
        "resend_text": draw_resending_page(unavailable, "Not kept yet", None),
        "resend_choice": draw_resending_page(unavailable, "Not kept yet", "0a1b2c3d4e"),
    }


def _make_list() -> Message:
    line = sessions.LIST_LINE.format(
        code=CODE, trial="interfant-21", standing="finished", used="2026-06-01 12:00 UTC", until="2026-09-01"
    )
    opened = Button(sessions.OPEN_LISTED_LABEL.format(code=CODE), "desk.open:K7Q42MX")
    return make_menu(sessions.LIST_TITLE, (opened, Button(sessions.NEW_LABEL, "desk.new")), make_items([line]))
