"""What can be chosen on a page of the web, and where: forms that cannot be mixed up, in the order of the question."""

from dataclasses import replace

import pytest
from html_reader import Element, HtmlReader
from noted import propose
from web_states import CODE, FRAME, STRANGER, draw_states, make_chat_states, make_page, say

from bot.channels.web import phrases
from bot.channels.web.pages.chat_page import ChatPage
from bot.channels.web.pages.drawing import draw_chat_page, draw_notice_page
from bot.channels.web.pages.passkey_page import PASSKEYS_PATH
from bot.channels.web.server.form_fields import read_choice_or_text
from bot.session.requests import ParsedRequest, SessionRequest, parse_words
from bot.workbench.layers.page_reader import read_page
from dialogs.conversation.buttons import CHANGE

STATES = draw_states()
STATES_OF_CHATS = make_chat_states()


def list_forms(html: str) -> list[Element]:
    """Returns the forms in the main part of a page."""
    return HtmlReader(html).root.find_all("main")[0].find_all("form")


def list_names(html: str, tag: str = "button") -> list[str]:
    """Returns what the elements with a tag are called, in order."""
    return [each.name for each in HtmlReader(html).root.find_all(tag)]


@pytest.mark.parametrize("state", STATES)
def test_every_form_of_a_person_bears_the_mark_once(state: str) -> None:
    """Protects "each form carries its mark": none can be sent without it, and links change nothing."""
    forms = HtmlReader(STATES[state]).root.find_all("form")
    marks = [
        [each.attributes["value"] for each in form.find_all("input") if each.attributes["name"] == "mark"]
        for form in forms
    ]
    assert all(each == ([] if state in ("enter", "stranger", "signed_out") else [FRAME.mark]) for each in marks)


@pytest.mark.parametrize("state", make_chat_states())
def test_enter_in_the_text_field_presses_no_choice(state: str) -> None:
    """Protects answers: the field has a form of its own, whose only button sends what was typed."""
    (typing,) = [form for form in list_forms(STATES[state]) if form.find_all("textarea")]
    assert [(each.name, each.attributes.get("name")) for each in typing.find_all("button")] == [(phrases.SEND, None)]


def test_what_is_answered_by_a_number_is_typed_first() -> None:
    """Protects the way through the page by keyboard: the field stands where the answer is given."""
    for state, is_first in (("number", True), ("choice", False), ("ask_back", False), ("review", False)):
        (fieldset,) = HtmlReader(STATES[state]).root.find_all("fieldset")
        forms = [form for form in fieldset.find_all("form") if not form.find_all("dl")]
        assert bool(forms[0].find_all("textarea")) is is_first, state


def test_an_answer_can_be_changed_wherever_the_list_stands() -> None:
    """Protects "change" above what is asked: the buttons have one form, which bears the mark; no form holds another."""
    asking, review = STATES_OF_CHATS["not_eligible"].asking, STATES_OF_CHATS["review"].asking
    assert asking is not None
    assert review is not None
    earlier = replace(review, buttons=(), numbered=0)
    read = read_page(draw_chat_page(ChatPage((earlier,), replace(asking, buttons=(*asking.buttons, CHANGE))), FRAME))
    changing = [each for each in read.buttons if dict(each.sends).get("text", "").startswith("change ")]
    assert len(changing) > 1
    assert {each.form.mark for each in changing} == {FRAME.mark}
    assert len({id(each.form) for each in changing}) == 1, "a mark stands there once, as that of a pre-check is long"


def test_back_stands_above_and_commands_below() -> None:
    """Protects "Back as the back link above", and answers from what answers nothing."""
    back, choices, _, commands = list_forms(STATES["choice"])
    assert [each.name for each in back.find_all("button")] == ["Back"]
    assert [each.name for each in choices.find_all("button")][:2] == ["B-precursor ALL", "B-cell MPAL"]
    assert [each.name for each in commands.find_all("button")] == ["Why?"]


def test_no_ask_again_is_a_choice_and_no_way_back() -> None:
    """Protects an ask-back with one offer, whose second button has the key of Back."""
    choices, *_ = list_forms(draw_chat_page(make_page(say("70 days", "B-ALL probably")), FRAME))
    names = [each.name for each in choices.find_all("button")]
    assert names == ["B-precursor ALL", "No, ask again", "Don't know", "Waiting for the result"]


def test_why_stands_under_the_question_where_it_is_known() -> None:
    """Protects "why is this asked as details": then no button asks for it."""
    with_why, without = STATES["number"], STATES["misread_number"]
    assert phrases.WHY in list_names(with_why, "summary")
    assert "Why?" not in list_names(with_why)
    assert phrases.WHY not in list_names(without, "summary")
    assert "Why?" in list_names(without)


def test_a_result_can_be_forgotten_handed_over_and_left() -> None:
    """Protects "files, hand over, forget, another screening" on the page of a result."""
    names = list_names(STATES["eligible"])
    assert {"Every criterion", "Report (PDF)", "Hand over", "Another screening", phrases.FORGET} <= {*names}
    buttons = HtmlReader(STATES["eligible"]).root.find_all("button")
    (forget,) = [each.attributes["value"] for each in buttons if each.name == phrases.FORGET]
    asked = parse_words(forget, is_open=True)
    assert isinstance(asked, ParsedRequest)
    assert (asked.request, asked.subject) == (SessionRequest.FORGET, CODE.casefold())
    links = [each.attributes["href"] for each in HtmlReader(STATES["eligible"]).root.find_all("a")]
    assert links == ["#main", "#how", "/file/4", "/file/5", PASSKEYS_PATH]
    assert phrases.FORGET not in list_names(STATES["choice"])


def test_a_menu_shows_what_its_reader_may_do() -> None:
    """Protects strangers from a menu that does nothing, and all but coordinators from the log."""
    assert list_names(STATES["stranger"]) == []
    assert list_names(STATES["choice"])[:2] == [phrases.LIST, phrases.SIGN_OUT]
    assert list_names(STATES["coordinator"])[:2] == [phrases.LIST, phrases.LOG]
    html = draw_notice_page(replace(STRANGER, mark="m"), "There is nothing here", ())
    (sign_out,) = [each for each in HtmlReader(html).root.find_all("form") if phrases.SIGN_OUT in each.name]
    assert sign_out.attributes["action"] == "/sign-out"


def test_a_pasted_note_keeps_its_lines() -> None:
    """Protects answers: a field of one line would join lines, and "KMT2A rearranged" then reads as "rearranged no"."""
    lines = "KMT2A rearranged\nno prior chemotherapy"
    assert propose(lines)["kmt2a"] == "rearranged"
    assert propose(lines.replace("\n", " ")).get("kmt2a") != "rearranged"
    assert read_choice_or_text({"text": lines.replace("\n", "\r\n")}) == (None, lines)
    for state in make_chat_states():
        (field,) = [each for form in list_forms(STATES[state]) for each in form.find_all("textarea")]
        assert field.attributes["name"] == "text", state
