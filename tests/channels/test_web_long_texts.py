"""Long texts on the page: one that is not taken comes back in its field, and the true limit is told.

Everything is served for real, over the store.
"""

from collections.abc import Iterator
from contextlib import ExitStack
from datetime import timedelta
from urllib.parse import quote_plus, urlencode

import pytest
from html_reader import HtmlReader

from bot.channels.web.server.request_checks import MOST_BYTES
from bot.channels.web.server.signed_in import MOST_CHARACTERS, SHORT_CHARACTERS
from bot.workbench.layers.page_browser import PlainBrowser
from bot.workbench.layers.page_reader import read_page
from bot.workbench.layers.shared_web_page import SharedWebPage
from bot.workbench.layers.web_assembly import assemble_page
from dialogs.conversation.note_interpreting import LONGEST_NOTE
from dialogs.phrases import NOTE_TOO_LONG
from dialogs.testing.scripts.playing.player import FIXED_NOW
from storage.features.members import Members, Role

NOTE = "10-wk girl, pro-B ALL, t(9;11)(p22;q23), CD19+ 99 %, no steroids. "
TOO_LONG = NOTE_TOO_LONG.format(most=LONGEST_NOTE)


@pytest.fixture(scope="module")
def page() -> Iterator[SharedWebPage]:
    """A page that is served."""
    with ExitStack() as stack:
        yield SharedWebPage("interfant-21", stack, FIXED_NOW, assemble_page)


@pytest.fixture
def browser(page: SharedWebPage) -> PlainBrowser:
    """The browser of somebody who answered the first question."""
    token = page.take("script:nobody", lambda uow: Members(uow).invite(Role.TESTER, timedelta(days=1)))
    browser = PlainBrowser(page.origin)
    browser.enter(token).type_text("70 days")
    return browser


def find_mark(browser: PlainBrowser) -> str:
    """Returns the mark of the page as it is now."""
    field = read_page(browser.get("/")).text_field
    assert field is not None
    return field.form.mark


def send(browser: PlainBrowser, text: str, mark: str = "") -> tuple[int, str]:
    """Sends a text in the form of the page, and returns what comes."""
    answer, html = browser.send("POST", "/", urlencode({"mark": mark or find_mark(browser), "text": text}))
    return answer.status, html


def read_field(html: str) -> str:
    """Returns what stands in the field of a page. A browser drops the line break with which it begins."""
    (field,) = HtmlReader(html).root.find_all("textarea")
    return field.text.removeprefix("\n")


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (NOTE * (LONGEST_NOTE // len(NOTE) + 1), TOO_LONG),
        (NOTE * (MOST_CHARACTERS // len(NOTE)), TOO_LONG),
        (NOTE * (MOST_CHARACTERS // len(NOTE) + 1), TOO_LONG),
        ("x" * (MOST_BYTES - 1_000), TOO_LONG),
        ("the weather was fine\n" * 20, "That was not understood."),
    ],
)
def test_a_long_text_that_is_not_taken_stays_in_its_field(browser: PlainBrowser, text: str, told: str) -> None:
    """Protects what somebody typed or pasted: told as an error with the true limit, it can be mended."""
    status, html = send(browser, text)
    assert status == 200
    assert read_field(html) == text
    read = read_page(html)
    assert read.title.startswith("Error: ")
    assert read.heading == "What is the diagnosis?"
    assert told in read.said
    assert "B-precursor ALL" in {each.label for each in read.choices}


def test_what_came_back_can_be_mended_and_sent(browser: PlainBrowser) -> None:
    """Protects the way on: the page that came back has a mark of its own, and the note is then read."""
    _, html = send(browser, NOTE * 100)
    field = read_page(html).text_field
    assert field is not None
    status, _ = send(browser, read_field(html)[: len(NOTE) * 5], field.form.mark)
    assert status == 303
    assert read_page(browser.get("/")).heading.startswith("I read ")


def test_a_long_text_that_was_taken_leaves_the_field_empty(browser: PlainBrowser) -> None:
    """Protects from sending a note twice, and "post, commit, 303, get" where nothing went wrong."""
    assert len(NOTE * 5) > SHORT_CHARACTERS
    assert send(browser, NOTE * 5)[0] == 303
    assert read_field(browser.get("/")) == ""


def test_a_long_text_for_another_question_is_put_before_none(browser: PlainBrowser) -> None:
    """Protects answers: what was typed for an earlier question never stands in the field of a later one."""
    mark = find_mark(browser)
    assert send(browser, "B-precursor ALL")[0] == 303
    assert send(browser, NOTE * 5, mark)[0] == 303
    assert read_field(browser.get("/")) == ""


def test_a_short_text_leads_back_to_a_page_that_can_be_reloaded(browser: PlainBrowser) -> None:
    """Protects the back button after a slip: only what is long is worth a page that asks before it is sent again."""
    assert send(browser, "purple elephants")[0] == 303
    assert "That was not understood." in read_page(browser.get("/")).said


def test_what_is_larger_than_the_server_reads_is_told_with_the_same_limit(browser: PlainBrowser) -> None:
    """Protects whoever pasted a whole file: how much fits is said in characters of a note."""
    status, html = send(browser, "x" * MOST_BYTES)
    assert status == 413
    assert f"at most {LONGEST_NOTE:,} characters" in read_page(html).said


def test_every_note_that_may_be_taken_fits_into_what_the_server_reads(browser: PlainBrowser) -> None:
    """Protects the limit that is told: it holds in any alphabet, and for signs that take the most bytes."""
    widest = max(("x", "é", "ж", "白", "𝔛", "\r\n"), key=lambda each: len(quote_plus(each)) / len(each))
    assert len(urlencode({"mark": find_mark(browser), "text": widest * LONGEST_NOTE})) < MOST_BYTES
    assert send(browser, widest * LONGEST_NOTE)[0] != 413
