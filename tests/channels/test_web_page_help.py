"""Help on the page, what it lists once, and texts that flow."""

import re
from dataclasses import replace
from datetime import timedelta

import pytest
from html_reader import Element, HtmlReader
from web_states import CODE, FRAME, NOW, draw_states, make_chat_states, say

from bot import phrases as shared
from bot.channels.web import phrases
from bot.channels.web.pages.block_views import split_text
from bot.channels.web.pages.chat_page import ChatPage
from bot.channels.web.pages.drawing import draw_chat_page
from bot.channels.web.pages.page_help import NAMES, list_help
from bot.config.output import format_until
from bot.session.menus import MOST_LISTED
from bot.session.requests import SessionRequest
from dialogs import phrases as dialogue
from dialogs.conversation.blocks import Aside, make_items
from dialogs.conversation.messages import Button, make_menu, put_before
from storage.model.codes import format_code

STATES = draw_states()
PRIVACY = f"{dialogue.PRIVACY}\n\n{shared.PRIVACY_KEPT.format(idle=90, finished=30)}"


def find_help(html: str) -> Element:
    """Returns the help of a page."""
    (found,) = [each for each in HtmlReader(html).root.find_all("details") if each.attributes.get("id") == "how"]
    return found


@pytest.mark.parametrize("state", make_chat_states())
def test_help_is_folded_on_every_page_and_the_menu_leads_there(state: str) -> None:
    """Protects "help on the page": without a form and without an event, where the other explanations are folded."""
    found, root = find_help(STATES[state]), HtmlReader(STATES[state]).root
    assert "open" not in found.attributes
    assert [each.name for each in found.find_all("summary")] == [phrases.HELP]
    assert ("#how", phrases.HELP) in [(each.attributes["href"], each.name) for each in root.find_all("a")]
    assert phrases.HELP not in [each.name for each in root.find_all("button")]


def test_help_names_what_stands_on_pages() -> None:
    """Protects whoever looks for a button that help names: each stands on some page under that very name."""
    there = set()
    for html in STATES.values():
        there |= {each.name for each in HtmlReader(html).root.find_all("button", "summary", "a")}
        there |= {"Change"} if "Change Age at diagnosis" in there else set()
    assert set(re.findall(r'"([^"]+)"', "\n".join(list_help()))) == set(NAMES.values())
    assert set(NAMES.values()) - there == set()


def test_help_speaks_of_the_page_and_of_coming_back() -> None:
    """Protects clinicians from the words of a chat, and from a sign-out after which they stand before a closed door."""
    text = " ".join(find_help(STATES["choice"]).text.split())
    assert not re.search(r"\b(tap|say|chat)\b|/\w+|\bCODE\b", text)
    assert "You are signed out" not in text
    for told in (
        "4,000 characters",
        "invitation back",
        "trialscreen invite --for REFERENCE",
        "Answers are kept",
        "UTC",
    ):
        assert told in text, told


def test_words_that_can_be_typed_are_folded() -> None:
    """Protects a page from two screens of words: they work there, and whoever asks for them unfolds them."""
    (asking,) = say("help")
    page = ChatPage((), put_before(asking, Aside(shared.DESK_HELP)))
    (main,) = HtmlReader(draw_chat_page(page, FRAME)).root.find_all("main")
    (folded,) = [each for each in main.find_all("details") if phrases.WORDS_TITLE in each.text]
    assert "open CODE" in folded.text
    assert "start over" in folded.text
    around = main.text.replace(folded.text, "")
    assert "open CODE" not in around
    assert "start over" not in around


def test_what_a_list_says_its_buttons_do_not_say_again() -> None:
    """Protects the list of somebody's screenings: each line has its button beside it, which is named by its code."""
    codes = [f"K7Q42M{at}" for at in range(MOST_LISTED)]
    lines = [f"{format_code(each)}: interfant-21, 7 answered, last used 2026-06-01 12:00 UTC" for each in codes]
    opening = [Button(f"Open {format_code(each)}", f"{SessionRequest.OPEN.value}:{each}") for each in codes[1:]]
    new = Button(shared.NEW_LABEL, SessionRequest.NEW.value)
    html = draw_chat_page(ChatPage((), make_menu(shared.LIST_TITLE, (*opening, new), make_items(lines))), FRAME)
    (main,) = HtmlReader(html).root.find_all("main")
    paired = [each for each in main.find_all("li") if each.find_all("button")]
    for entry, code in zip(paired, map(format_code, codes[1:]), strict=True):
        (button,) = entry.find_all("button")
        assert entry.name.startswith(f"{code}: ")
        assert button.name == f"Open {code}"
        assert [each.attributes["class"] for each in button.find_all("span")] == ["unseen"], "its code is heard only"
    assert main.text.count("7 answered") == MOST_LISTED
    choices = [each for each in main.find_all("form") if each.attributes.get("class") == "choices"]
    assert [each.name for form in choices for each in form.find_all("button")] == [shared.NEW_LABEL]


def test_a_button_that_no_line_names_stays_a_choice() -> None:
    """Protects an offer without a list: its buttons say all of a screening themselves."""
    label = shared.OPEN_LABEL.format(code=CODE, trial="interfant-21", standing="7 answered", used="today")
    button = Button(label, f"{SessionRequest.OPEN.value}:K7Q42MX")
    html = draw_chat_page(ChatPage((), make_menu(shared.ONE_UNFINISHED, (button,))), FRAME)
    assert label in [each.name for each in HtmlReader(html).root.find_all("main")[0].find_all("button")]


def test_prose_flows() -> None:
    """Protects narrow windows: no line is broken within a sentence, and a sentence on a line is a paragraph."""
    runs = [lines for is_list, lines in split_text(PRIVACY) if not is_list]
    assert all(len(lines) == 1 and lines[0].endswith(".") for lines in runs)
    assert " ".join(line for lines in runs for line in lines).split() == PRIVACY.split()
    assert [*split_text("a:\nb\nc.\nd\n\ne\n  f\n    g\n  h")] == [
        (False, ["a:", "b", "c."]), (False, ["d"]), (False, ["e"]), (True, ["f g", "h"])
    ]  # fmt: skip


def test_the_foot_says_until_when_and_for_how_long() -> None:
    """Protects whoever is not at home in UTC: how far off a time is needs no time zone."""
    until = NOW + timedelta(minutes=59, seconds=59)
    html = draw_chat_page(make_chat_states()["choice"], replace(FRAME, signs_out_at=until))
    assert "you are signed out at 2026-06-01 12:59 UTC (in 59 min)." in html
    assert format_until(NOW + timedelta(hours=12), NOW).endswith("(in 12 h)")
    assert format_until(NOW + timedelta(hours=12), NOW + timedelta(milliseconds=300)).endswith("(in 12 h)")
    assert format_until(NOW + timedelta(hours=11, minutes=29), NOW).endswith("(in 11 h)")
    assert format_until(NOW + timedelta(minutes=119), NOW).endswith("(in 119 min)")
    assert format_until(NOW - timedelta(minutes=5), NOW).endswith("(in 0 min)")
