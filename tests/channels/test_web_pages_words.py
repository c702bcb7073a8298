"""What pages of the web say: all of every tree of blocks, hostile texts harmlessly, and what can be asked for."""

import re
from dataclasses import fields, is_dataclass, replace
from typing import Any

import pytest
from block_trees import trees
from dialogue import DIALOGUE
from html_reader import HtmlReader
from hypothesis import HealthCheck, given, settings
from web_states import ALL, FRAME, NOW, draw_states, make_chat_states, make_page, say

from bot.channels.channel_event import hash_key
from bot.channels.web.pages.chat_page import ChatPage, PageFrame
from bot.channels.web.pages.drawing import draw_chat_page, draw_entering_page, draw_notice_page, draw_resending_page
from bot.workbench.fixtures.clock import FrozenClock
from bot.workbench.fixtures.dialogue import HeldDialogue
from bot.workbench.layers.said_in_chat import says_all
from dialogs.conversation.blocks import Block
from dialogs.conversation.messages import Button, Message, MessageKind

STATES_OF_CHATS = make_chat_states()
HOSTILE = "</textarea></title><script>alert('x')</script>\"&amp;<b onclick='x'>\u202eevil\u2066\x00\x1b[31m"


@given(trees)
@settings(suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large], deadline=None, max_examples=25)
def test_every_tree_is_said_in_full(tree: tuple[Block, ...]) -> None:
    """Protects "the text of each block in the same order and with the same words", for blocks nested in any way."""
    html = draw_chat_page(ChatPage((), Message(MessageKind.QUESTION, tree)), FRAME)
    reader = HtmlReader(html)
    assert says_all(reader.root.find_all("main")[0].text, tree)
    assert not reader.faults


def make_hostile(value: Any) -> Any:
    """Returns a value with each of its texts made hostile, however deep they lie; keys of buttons stay."""
    if isinstance(value, str):
        return HOSTILE + value
    if isinstance(value, tuple):
        return tuple(map(make_hostile, value))
    if isinstance(value, Button):
        return replace(value, label=HOSTILE + value.label)
    if is_dataclass(value) and not isinstance(value, type):
        return replace(value, **{each.name: make_hostile(getattr(value, each.name)) for each in fields(value)})
    return value


def list_tags(html: str) -> list[tuple[str, tuple[str, ...]]]:
    """Returns the elements of a page with the names of their attributes."""
    return [(each.tag, tuple(each.attributes)) for each in HtmlReader(html).root.walk()]


@pytest.mark.parametrize("state", STATES_OF_CHATS)
def test_hostile_texts_make_no_element_in_any_field_of_any_block(state: str) -> None:
    """Protects "all that is filled in is escaped": nothing of a text becomes markup, or turns the order of letters."""
    html = draw_chat_page(make_hostile(STATES_OF_CHATS[state]), replace(FRAME, problem=HOSTILE, typed=HOSTILE))
    check_harmless(html)


def check_harmless(html: str) -> None:
    """Raises where a hostile text does anything."""
    assert "<script" not in html
    assert not re.search("[\u202a-\u202e\u2066-\u2069\x00\x1b]", html)
    ours = {tag for each in draw_states().values() for tag, _ in list_tags(each)} | {"h3", "h4"}
    assert {tag for tag, _ in list_tags(html)} <= ours
    assert not any(name.startswith("on") for _, names in list_tags(html) for name in names)
    assert not HtmlReader(html).faults


def test_hostile_texts_do_nothing_on_pages_of_a_sentence() -> None:
    """Protects the entering page, whose token comes from an address that anybody may write, and errors."""
    frame = PageFrame(HOSTILE, problem=HOSTILE, typed=HOSTILE)
    check_harmless(draw_entering_page(frame, HOSTILE, HOSTILE))
    check_harmless(draw_notice_page(frame, HOSTILE, (HOSTILE,), leads_back=True))
    check_harmless(draw_resending_page(frame, HOSTILE, HOSTILE))
    check_harmless(draw_resending_page(frame, HOSTILE, None))


def list_fields(html: str) -> dict[str, str]:
    """Returns the hidden fields of the last form in the main part of a page."""
    form = HtmlReader(html).root.find_all("main")[0].find_all("form")[-1]
    return {
        each.attributes["name"]: each.attributes["value"]
        for each in form.find_all("input")
        if each.attributes["type"] == "hidden"
    }


def test_what_could_not_be_kept_is_sent_again_as_it_was() -> None:
    """Protects "503: holds what was typed or chosen, and the same mark"."""
    typed = draw_resending_page(replace(FRAME, typed="\n 11 months\nCNS1 "), "Not kept", None)
    assert list_fields(typed) == {"mark": FRAME.mark}
    assert HtmlReader(typed).root.find_all("textarea")[0].text == "\n\n 11 months\nCNS1 "  # a browser drops the first
    chosen = draw_resending_page(FRAME, "Not kept", "0a1b2c3d4e")
    assert list_fields(chosen) == {"mark": FRAME.mark, "choice": "0a1b2c3d4e"}


def test_an_invitation_is_spent_by_a_form_that_goes_nowhere_else() -> None:
    """Protects "spent by POST only": the page bears the token in a field, and looks the same for every token."""
    pages = [draw_entering_page(PageFrame(""), token, "n") for token in ("good", "used")]
    assert [list_fields(each) for each in pages] == [{"token": "good", "nonce": "n"}, {"token": "used", "nonce": "n"}]
    assert pages[0].replace("good", "used") == pages[1]
    assert {each.attributes["action"] for each in HtmlReader(pages[0]).root.find_all("form")} == {"/enter"}


def list_buttons(html: str, name: str) -> dict[str, str]:
    """Returns the buttons with this name of field, each with what it sends."""
    buttons = HtmlReader(html).root.find_all("button")
    return {each.name: each.attributes["value"] for each in buttons if each.attributes.get("name") == name}


def test_a_button_sends_the_hash_of_its_key() -> None:
    """Protects the way of a choice: the server finds the button by its hash."""
    messages = say("70 days")
    sent = list_buttons(draw_chat_page(make_page(messages), FRAME), "choice")
    assert sent == {each.label: hash_key(each.key).hex() for each in messages[-1].buttons}


def test_each_answer_of_the_review_can_be_changed_by_its_own_button() -> None:
    """Protects "check your answers": a button beside each answer asks its question again."""
    html = draw_chat_page(make_page(say(*ALL)), FRAME)
    changes = {name: text for name, text in list_buttons(html, "text").items() if name.startswith("Change ")}
    assert len(changes) == len(HtmlReader(html).root.find_all("dt")) == len(ALL)
    for name, text in changes.items():
        held = HeldDialogue(DIALOGUE, FrozenClock(NOW))
        for each in ALL:
            held.say(each)
        held.say(text)
        (asked,) = [each for each in DIALOGUE.trial.facts if held.state == f"asking_{each}"]
        assert f"Change {DIALOGUE.trial.facts[asked].name['en']}" == name
    assert "Change Age" not in draw_chat_page(make_page(say(*ALL, "change")), FRAME)
