"""The course of an open pre-check: the same questions on the same pages, for whoever comes without an account."""

import ast
import asyncio
import re
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest
import pytest_asyncio
from pre_checks import GOOD_NOTE, ServedPreCheck, serving_pre_check
from stores import ANSWERS, NOW, ROOT, dialogue
from web_pages import SECURE, serving_page

from bot.channels.channel_event import hash_key
from bot.channels.handling.phrases import DATE_ON_PAGE, NOTE_ON_PAGE
from bot.channels.web import phrases as web
from bot.channels.web import pre_check_phrases as phrases
from bot.channels.web.pages.chat_page import PageFrame
from bot.channels.web.pages.page_help import list_help
from bot.channels.web.pages.page_parts import take_apart
from bot.channels.web.pre_check.late_imports import LATE
from bot.channels.web.pre_check.pre_check_reading import PreCheckRequest, read_choice, read_text
from bot.phrases import NOTHING_TO_FILE, REPORT_LABEL
from bot.workbench.layers.page_reader import read_page
from dialogs.conversation.screening import Said
from dialogs.phrases import PENDING_LABEL, UNKNOWN_LABEL

pytestmark = pytest.mark.asyncio


@pytest_asyncio.fixture
async def site(tmp_path: Path) -> AsyncIterator[ServedPreCheck]:
    """The page of a trial centre with an open pre-check."""
    async with serving_pre_check(tmp_path) as served:
        yield served


async def test_without_the_setting_nothing_is_there(tmp_path: Path) -> None:
    """Protects "off by default": the path is like any other that leads nowhere, also for a form."""
    async with serving_page(tmp_path) as page:
        browser = page.browser()
        for ask in (browser.get, lambda path: browser.post(path, {"mark": "a", "text": "b"})):
            here, nowhere = await ask("/pre-check"), await ask("/nowhere")
            assert (here.status, here.text) == (404, nowhere.text)
            assert "Set-Cookie" not in here.headers


async def test_a_pre_check_reads_like_the_core(site: ServedPreCheck) -> None:
    """Protects "the same questions on the same pages": each page shows what the core says, from first to last."""
    desk = site.pre_check.desk
    (state, page), turn = desk.begin(NOW), dialogue().begin(NOW)
    for said in (*ANSWERS[:4], "why", "nonsense", "back", "keep", "every criterion", *ANSWERS[4:], "trial", "change"):
        asked = read_text(said, state.screening, desk.list_buttons(state.screening))
        assert isinstance(asked, Said), said
        state, page = desk.take(state, asked, NOW)
        turn = dialogue().take_turn(turn.screening, Said(said, sees_numbers=False), NOW)
        shown = [*page.messages, *([page.asking] if page.asking else [])]
        assert [each.blocks for each in shown] == [each.blocks for each in turn.messages], said
        assert state.screening == turn.screening


async def test_the_commonest_case_with_a_good_note_takes_six_pages_at_most(site: ServedPreCheck) -> None:
    """Protects "the result in two minutes": by keyboard, from the first page to the result."""
    tab = await site.open()
    pages = [tab.page.heading]
    for label in ("", "Take all 11", "No", "Show the result"):
        await (tab.press(label) if label else tab.type(GOOD_NOTE))
        pages.append(tab.page.heading)
    assert pages[-1] == "Result: Interfant-21"
    assert "Eligible for Interfant-21 as answered" in tab.page.said
    assert len(pages) <= 6


async def test_each_page_says_what_it_is_and_offers_nothing_of_an_account(site: ServedPreCheck) -> None:
    """Protects whoever has no account: the banner stands on each page, and no button or link leads to one."""
    tab = await site.open()
    for said in ("", "purple", "help", "privacy", *ANSWERS, "hospitals", "change"):
        if said:
            await tab.type(said)
        html, labels = tab.answer.text, {each.label for each in tab.page.buttons}
        assert tab.answer.status == 200
        assert tab.answer["Cache-Control"] == "no-store"
        assert "default-src 'none'" in tab.answer["Content-Security-Policy"]
        assert phrases.BANNER in html
        assert web.KEPT not in html
        assert not labels & {web.LIST, web.SIGN_OUT, web.FORGET, web.PICTURE, "Another screening", "Hand over"}
        assert {each for each in tab.page.links if not each.startswith("#")} == {"/pre-check"}
        assert {each.form.action for each in tab.page.buttons} == {"/pre-check"}


async def test_every_button_of_every_page_does_something(site: ServedPreCheck) -> None:
    """Protects "no button that would not work": choices, what is asked for besides, and words that are offered."""
    desk, frame = site.pre_check.desk, PageFrame("mark", is_pre_check=True)
    state, page = desk.begin(NOW)
    for said in ("", *ANSWERS, "change", "back", "start over"):
        state, page = desk.take(state, Said(said), NOW) if said else (state, page)
        buttons = desk.list_buttons(state.screening)
        assert page.asking is not None
        parts = take_apart(page, frame)
        for each in page.asking.buttons:
            assert read_choice(hash_key(each.key).hex(), state.screening, buttons) is not None, each
        for _, words in parts.offers:
            asked = read_text(words, state.screening, buttons)
            assert isinstance(asked, Said), words


NOT_HERE = (
    "list", "screenings", "open K7Q4-2MX", "forget K7Q4-2MX", "take K7Q-42M-XD1", "link", "unlink", "link K7Q-42M-XD1",
    "log", "/log csv", "invite", "/invite clinician",
    "pause", "resume", "stop", "/start", "picture", "report html", "report K7Q4-2MX", "/new", "/new interfant-21",
)  # fmt: skip


@pytest.mark.parametrize("typed", NOT_HERE)
async def test_a_command_that_does_not_apply_is_answered_by_one_sentence(site: ServedPreCheck, typed: str) -> None:
    """Protects whoever knows the chat: what needs an account is told, and the question stands as it stood."""
    tab = await (await site.open()).type("120 days")
    heading = tab.page.heading
    await tab.type(typed)
    assert (tab.answer.status, tab.page.heading) == (200, heading)
    assert phrases.NOT_HERE in tab.page.said


async def test_what_comes_too_early_is_told(site: ServedPreCheck) -> None:
    """Protects a report of nothing, and a screening without a result, from being made or handed over."""
    tab = await (await site.open()).type("report pdf")
    assert NOTHING_TO_FILE in tab.page.said
    await tab.type("120 days", "hand over")
    assert phrases.NOT_YET_HANDED in tab.page.said


async def test_help_names_only_what_can_be_said_here(site: ServedPreCheck) -> None:
    """Protects the list of commands: each of its words is understood on this page."""
    desk = site.pre_check.desk
    state, _ = desk.begin(NOW)
    state, _ = desk.take(state, Said("120"), NOW)
    for word in ("back", "change", "why", "status", "every criterion", "report pdf", "start over", "trial", "criteria",
                 "plain", "pathway", "hospitals", "support", "privacy"):  # fmt: skip
        assert word in phrases.HELP
        asked = read_text(word, state.screening, desk.list_buttons(state.screening))
        assert asked is not PreCheckRequest.ELSEWHERE, word
        if isinstance(asked, Said):
            assert dialogue().take_turn(state.screening, asked, NOW).command is not None, word
    tab = await (await site.open()).type("help")
    assert "start over - forget the answers" in tab.page.said
    assert "pause" not in tab.page.said


async def test_a_note_that_identifies_somebody_is_told_and_not_read(site: ServedPreCheck) -> None:
    """Protects patients: a note with a name is told, the name stands nowhere, and nothing is recorded yet."""
    tab = await site.open()
    await tab.type("Name: Quetzalcoatl Miller, MRN 4471123, pro-B ALL, KMT2A rearranged, CD19 positive")
    assert NOTE_ON_PAGE in tab.page.said
    assert "Quetzalcoatl" not in tab.answer.text
    assert "Nothing is recorded yet" in tab.page.said


async def test_a_long_text_that_was_not_taken_stays_in_its_field(site: ServedPreCheck) -> None:
    """Protects what somebody wrote: it can be mended and sent again; a short one is typed again in a moment."""
    tab = await (await site.open()).type("120 days")
    for text, is_held in (("purple elephants " * 20, True), ("purple elephants", False)):
        await tab.type(text)
        assert "There is a problem" in tab.page.said
        assert (f">\n{text}</textarea>" in tab.answer.text) is is_held


async def test_whatever_the_dialogue_imports_late_is_there_before_pages_are_made() -> None:
    """Protects the first answers after a start: two threads that import one package at once may both fail."""
    late = set()
    for path in (ROOT / "dialogs").rglob("*.py"):
        for each in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(each, ast.FunctionDef) and "testing" not in path.parts:
                late |= {line.module for line in ast.walk(each) if isinstance(line, ast.ImportFrom)}
    assert len(late) > 4
    assert late <= set(LATE)


async def test_help_stands_on_each_page(site: ServedPreCheck) -> None:
    """Protects whoever looks for help: it speaks of what is here, and of the browser's way back."""
    tab = await (await site.open()).type("120 days")
    assert "#how" in tab.page.links
    assert "leads to pages that were answered already" in tab.answer.text
    assert web.SIGN_OUT not in tab.answer.text
    await tab.type(*ANSWERS[1:-1])
    there = {each.label for each in tab.page.buttons} | set(tab.page.folds) | {phrases.BEGIN_AGAIN, web.CHANGE, web.WHY}
    await tab.press("Show the result")
    there |= {each.label for each in tab.page.buttons} | {UNKNOWN_LABEL, PENDING_LABEL}
    assert set(re.findall('"([^"]+)"', "\n".join(list_help(is_pre_check=True)))) <= there


async def test_the_cookie_of_the_browser_holds_randomness_and_stays(tmp_path: Path) -> None:
    """Protects the binding of a state to its browser: HttpOnly, SameSite, this host alone behind TLS, no sign-in."""
    async with serving_pre_check(tmp_path, origin=SECURE) as site:
        tab = await site.open()
        given = tab.answer["Set-Cookie"]
        assert given.startswith("__Host-trialscreen-pre-check=")
        assert {"HttpOnly", "Secure", "SameSite=Lax", "Path=/"} <= set(given.split("; ")[1:])
        assert "Max-Age" not in given
        (value,) = tab.browser.cookies.values()
        await site.open(tab.browser)
        assert list(tab.browser.cookies.values()) == [value]
        assert (await site.open()).browser.cookies.values() != tab.browser.cookies.values()
        assert (await tab.browser.get("/")).status == 401, "it signs nobody in"


async def test_the_same_form_twice_gives_the_same_page(site: ServedPreCheck) -> None:
    """Protects a double submit and a reload: the page that comes is the same, and nothing is recorded twice."""
    tab = await (await site.open()).type("120 days")
    shown = tab.page
    for again in [await tab.send_again(), *await asyncio.gather(*(tab.send_again() for _ in range(5)))]:
        page = read_page(again.text)
        assert (page.heading, page.said) == (shown.heading, shown.said)
    await tab.press("B-precursor ALL")
    assert tab.answer.status == 200


async def test_an_older_page_changes_nothing_and_is_told(site: ServedPreCheck) -> None:
    """Protects Back: a form of an earlier page is refused with one sentence, and the newest page goes on."""
    tab = await site.open()
    first = tab.mark
    await tab.type("120 days")
    second = tab.mark
    await tab.press("B-precursor ALL")
    newest = tab.mark
    for mark, text in ((first, "300 days"), (first, "120 days"), (second, "120 days"), (second, "t-all")):
        await tab.send({"mark": mark, "text": text})
        assert (tab.answer.status, tab.page.heading) == (403, phrases.ANSWERED_TITLE)
        assert phrases.ANSWERED in tab.page.said
        assert "/pre-check" in tab.page.links
    await tab.send({"mark": newest, "text": "review"})
    await tab.type("status")
    assert tab.answer.status == 200


async def test_a_restart_goes_on_where_the_page_stands(tmp_path: Path) -> None:
    """Protects a pre-check from an update of the server: the key is the store's, and the page holds the rest."""
    async with serving_pre_check(tmp_path) as site:
        tab = await (await site.open()).type("120 days")
        mark, cookies, heading = tab.mark, dict(tab.browser.cookies), tab.page.heading
    async with serving_pre_check(tmp_path) as site:
        tab = await site.open()
        tab.browser.cookies = cookies
        await tab.send({"mark": mark, "text": "nonsense"})
        assert (tab.answer.status, tab.page.heading) == (200, heading)


async def test_the_day_on_which_a_result_is_expected_is_no_date_to_warn_of(site: ServedPreCheck) -> None:
    """Protects "dates are not kept" from standing above one that is; any other date is told of."""
    day = site.pre_check.now() + timedelta(days=9)
    tab = await (await site.open()).type("120 days", "b_precursor_all", "new", f"pending {day:%Y-%m-%d}")
    assert f"expected {day.day} " in tab.page.said
    assert DATE_ON_PAGE not in tab.page.said
    await tab.type(f"born {day:%Y-%m-%d}")
    assert DATE_ON_PAGE in tab.page.said


async def test_the_report_names_no_code_to_open(site: ServedPreCheck) -> None:
    """Protects whoever comes back with a report of a pre-check: nothing opens it, so it says what helps."""
    tab = await (await site.open()).type("120 days", "b_precursor_all", "new", "pending")
    await tab.type("report")
    assert "then change the answer, or begin again." in tab.page.said
    assert "pen (not kept)" not in tab.page.said


async def test_the_report_is_a_file_and_the_page_goes_on(site: ServedPreCheck) -> None:
    """Protects the report: a PDF to be kept, from the result's button or by words, and the same page goes on."""
    tab = await (await site.open()).type(*ANSWERS)
    result, shown = tab.mark, tab.answer
    await tab.press(REPORT_LABEL)
    assert tab.answer["Content-Type"] == "application/pdf"
    assert tab.answer["Content-Disposition"].startswith('attachment; filename="trialscreen-pre-check-')
    assert tab.answer["Cache-Control"] == "no-store"
    tab.answer = shown
    await tab.send({"mark": result, "text": "report pdf"})
    assert tab.answer["Content-Type"] == "application/pdf"
    await tab.send({"mark": result, "text": "report"})
    assert "Screening report" in tab.page.said
    assert tab.answer.status == 200
    await tab.send({"mark": result, "text": "report pdf"})
    assert tab.page.heading == phrases.ANSWERED_TITLE, "an earlier page gives no report any more"
