"""What an open pre-check refuses: each with one sentence and a way on, the same for all of its kind."""

import base64
from collections.abc import AsyncIterator, Callable
from datetime import timedelta
from pathlib import Path
from random import Random

import pytest
import pytest_asyncio
from dialogue import DIALOGUE
from pre_checks import PreCheckTab, ServedPreCheck, serving_pre_check
from stores import NOW, OTHER_KEY

from bot.channels.rate import EventRate
from bot.channels.web import phrases as web
from bot.channels.web import pre_check_phrases as phrases
from bot.channels.web.pre_check import open_pre_check
from bot.channels.web.pre_check.open_pre_check import OpenPreCheck
from bot.channels.web.pre_check.pre_check_limits import PreCheckLimits
from bot.channels.web.pre_check.pre_check_memory import PreCheckMemory
from bot.channels.web.pre_check.pre_check_state import begin_state
from bot.channels.web.pre_check.state_sealing import LONGEST_STATE, StateSealer
from bot.workbench.layers.page_reader import read_page

pytestmark = pytest.mark.asyncio

SAID = ("120 days", "b_precursor_all", "newly diagnosed", "rearranged", "none", "no", "given")
NOT_OURS = (phrases.NOT_OURS_TITLE, phrases.NOT_OURS)
ANSWERED = (phrases.ANSWERED_TITLE, phrases.ANSWERED)


@pytest_asyncio.fixture
async def site(tmp_path: Path) -> AsyncIterator[ServedPreCheck]:
    """The page of a trial centre with an open pre-check."""
    async with serving_pre_check(tmp_path) as served:
        yield served


async def told(tab: PreCheckTab, mark: str, text: str = "120 days") -> tuple[str, str]:
    """Returns the title and the sentence of the page that refuses a form. It leads to a new pre-check only."""
    await tab.send({"mark": mark, "text": text})
    assert tab.answer.status == 403, tab.page.heading
    page = read_page(tab.answer.text)
    assert "/pre-check" in page.links
    assert page.buttons == ()
    assert phrases.BANNER in tab.answer.text
    lines = page.said.split("\n")
    return page.heading, lines[lines.index(page.heading) + 1]


async def walk(site: ServedPreCheck) -> tuple[PreCheckTab, list[str]]:
    """Answers questions, and returns the tab with the marks of all pages that it showed."""
    tab = await site.open()
    first = tab.mark
    return tab, [first, *[(await tab.type(said)).mark for said in SAID]]


def garble(mark: str, random: Random) -> str:
    """Returns a mark that was changed, cut, made longer, spelled otherwise, or made up."""
    content = bytearray(base64.urlsafe_b64decode(mark))
    at = random.randrange(len(content))
    match random.randrange(6):
        case 0:
            content[at] ^= 1 << random.randrange(8)
        case 1:
            del content[at:]
        case 2:
            content += random.randbytes(random.randrange(1, 40))
        case 3:
            content = bytearray(random.randbytes(len(content)))
        case 4:
            return mark[:at] + random.choice("!%. \u00e4=") + mark[at:]
        case _:
            content[16:28] = random.randbytes(12)
    return base64.urlsafe_b64encode(content).decode() or "A"


async def test_a_thousand_forms_that_are_not_the_newest_are_refused_each_with_one_sentence(
    site: ServedPreCheck,
) -> None:
    """Protects the state that browsers hold: forged, swapped, replayed and stale forms change nothing."""
    random, count = Random(20), 0
    tab, marks = await walk(site)
    other, others = await walk(site)
    newest = tab.mark
    for _ in range(250):
        kinds = (
            (garble(random.choice(marks), random), NOT_OURS),
            (random.choice(others), NOT_OURS),
            (random.choice(marks[:-2]), ANSWERED),
            (marks[-2], ANSWERED),
        )
        for mark, said in kinds:
            assert await told(tab, mark, random.choice(("300 days", "T-ALL", "help"))) == said
            count += 1
    assert count == 1_000
    await tab.send({"mark": newest, "text": "status"})
    assert tab.answer.status == 200, "the newest page goes on"
    assert "CD19" in tab.page.said
    await other.send({"mark": others[-1], "text": "status"})
    assert other.answer.status == 200


async def test_a_form_of_another_server_is_refused(site: ServedPreCheck, tmp_path: Path) -> None:
    """Protects one deployment from another's states, also where the browser has one cookie for both."""
    (tmp_path / "other").mkdir()
    async with serving_pre_check(tmp_path / "other", key=OTHER_KEY) as elsewhere:
        foreign = await elsewhere.open()
        tab = await site.open()
        tab.browser.cookies = dict(foreign.browser.cookies)
        assert await told(tab, foreign.mark) == NOT_OURS


async def test_a_form_is_refused_an_hour_after_its_pre_check_began(site: ServedPreCheck) -> None:
    """Protects "it ends within the hour", counted from its first page, however long it goes on."""
    tab = await site.open()
    site.served.move_clock(timedelta(minutes=59))
    await tab.type("120 days")
    assert tab.answer.status == 200
    site.served.move_clock(timedelta(minutes=1, seconds=1))
    assert await told(tab, tab.mark) == (phrases.OVER_TITLE, phrases.OVER)
    early = await site.open()
    site.served.move_clock(timedelta(hours=-2))
    assert await told(early, early.mark) == (phrases.OVER_TITLE, phrases.OVER), "a clock that was set back"


async def test_a_form_of_another_definition_is_refused(site: ServedPreCheck) -> None:
    """Protects a pre-check from going on under criteria with which it did not begin."""
    tab = await site.open()
    (cookie,) = tab.browser.cookies.values()
    key = site.pre_check._writer.store.keyring.pre_check_key  # noqa: SLF001 - what the former definition was sealed with
    former = StateSealer(key, "sha256:former")
    mark = former.seal(begin_state(DIALOGUE.begin(NOW).screening, site.pre_check.now()), cookie)
    assert await told(tab, mark) == (phrases.UPDATED_TITLE, phrases.UPDATED)
    content = base64.urlsafe_b64decode(mark)
    ours = base64.urlsafe_b64decode((await site.open(tab.browser)).mark)
    pasted = base64.urlsafe_b64encode(ours[:16] + content[16:]).decode()
    assert await told(tab, pasted) == NOT_OURS, "the name of a definition is bound to its state"


async def test_a_state_is_read_in_one_spelling(site: ServedPreCheck) -> None:
    """Protects "the newest form may come again": no other text is the same state."""
    tab = await site.open()
    while not {"-", "_"} <= set(tab.mark):
        tab = await site.open(tab.browser)
    mark = tab.mark
    for other in (mark.replace("-", "+"), mark.replace("_", "/"), f"{mark}=", f"{mark}\n"):
        assert await told(tab, other) == NOT_OURS


async def test_a_form_without_its_cookie_is_refused(site: ServedPreCheck) -> None:
    """Protects a state that somebody copied from a page: it goes on in its own browser only."""
    tab = await site.open()
    mark = tab.mark
    cookies = dict(tab.browser.cookies)
    tab.browser.cookies.clear()
    assert await told(tab, mark) == NOT_OURS
    assert await told(await site.open(), mark) == NOT_OURS
    tab.browser.cookies = cookies
    await tab.send({"mark": mark, "text": "120 days"})
    assert tab.answer.status == 200, "a refusal uses nothing up"


@pytest.mark.parametrize(
    ("fields", "status", "title"),
    [
        ({"text": "120 days"}, 400, web.UNREAD_TITLE),
        ({"mark": "", "text": "120 days"}, 400, web.UNREAD_TITLE),
        ({"mark": "m"}, 400, web.UNREAD_TITLE),
        ({"mark": "m", "text": "a", "choice": "0123456789"}, 400, web.UNREAD_TITLE),
        ({"mark": "m", "choice": "no hash"}, 400, web.UNREAD_TITLE),
        ({"mark": "m", "text": "a", "more": "b"}, 400, web.UNREAD_TITLE),
        ({"mark": "m" * (LONGEST_STATE + 1), "text": "a"}, 413, web.LONG_TITLE),
        ({"mark": "m", "text": "x" * 20_001}, 413, web.LONG_TITLE),
        ({"mark": "m", "text": "x" * 70_000}, 413, web.LONG_TITLE),
    ],
)
async def test_what_is_missing_or_too_long_is_told(
    site: ServedPreCheck, fields: dict[str, str], status: int, title: str
) -> None:
    """Protects the server from what is no form of its own; each is a page that leads to a new pre-check."""
    tab = await (await site.open()).send(fields)
    assert (tab.answer.status, tab.page.heading) == (status, title)
    assert "/pre-check" in tab.page.links


async def test_a_choice_that_the_page_did_not_offer_is_refused(site: ServedPreCheck) -> None:
    """Protects the dialogue, and the way to the site: it is no choice before there is a result."""
    from bot.channels.channel_event import hash_key  # noqa: PLC0415
    from bot.channels.web.pre_check.pre_check_offers import HAND_SURE, HAND_TO_SITE  # noqa: PLC0415

    tab = await site.open()
    for key in ("option:no such", HAND_SURE.key, HAND_TO_SITE.key):
        await tab.send({"mark": tab.sent.get("mark") or tab.mark, "choice": hash_key(key).hex()})
        assert tab.answer.status == 400


async def test_a_form_of_another_site_is_refused(site: ServedPreCheck) -> None:
    """Protects a browser with an open pre-check: no other site may send its forms."""
    tab = await site.open()
    mark = tab.mark
    for headers in (
        {"Origin": "https://elsewhere.example"},
        {"Origin": "null"},
        {"Origin": "", "Sec_Fetch_Site": "cross-site"},
    ):
        await tab.send({"mark": mark, "text": "120 days"}, **headers)
        assert (tab.answer.status, tab.page.heading) == (403, web.REFUSED_TITLE)
        assert "/pre-check" in tab.page.links
    await tab.send({"mark": mark, "text": "120 days"}, Host="elsewhere.example")
    assert tab.answer.status == 400


def limit(limits: PreCheckLimits) -> Callable[[OpenPreCheck], None]:
    """Returns what gives a pre-check other limits."""

    def change(pre_check: OpenPreCheck) -> None:
        pre_check.limits = limits

    return change


FEW = EventRate(burst=3, every_seconds=3_600)


async def test_a_network_begins_and_answers_so_often(tmp_path: Path) -> None:
    """Protects others from one network that is busy: what is over the limit is told with 429, and others go on."""
    clock = [0.0]
    limits = PreCheckLimits(FEW, FEW, FEW, clock=lambda: clock[0])
    async with serving_pre_check(tmp_path, origin="https://screen.example.org", change=limit(limits)) as site:
        browser = site.served.browser()
        tabs = [await site.open(browser) for _ in range(4)]
        assert [each.answer.status for each in tabs] == [200, 200, 200, 429]
        assert (tabs[-1].page.heading, tabs[-1].answer["Retry-After"]) == (phrases.BUSY_TITLE, "60")
        assert "/pre-check" in tabs[-1].page.links
        answers = [(await tabs[0].send({"mark": tabs[1].mark, "text": "120"})).answer.status for _ in range(4)]
        assert answers == [200, 200, 200, 429]
        assert (await browser.get("/pre-check", X_Forwarded_For="192.0.2.7")).status == 200
        clock[0] += 3_600
        assert (await browser.get("/pre-check")).status == 200


async def test_files_are_limited_by_themselves(tmp_path: Path) -> None:
    """Protects the typesetter: whoever is over the limit is told so, and the page that says it holds the form."""
    clock = [0.0]
    limits = PreCheckLimits(files=EventRate(burst=1, every_seconds=3_600), clock=lambda: clock[0])
    async with serving_pre_check(tmp_path, change=limit(limits)) as site:
        tab = await (await site.open()).type("120 days")
        mark = tab.mark
        answers = [(await tab.send({"mark": mark, "text": "report pdf"})).answer for _ in range(2)]
        assert [each["Content-Type"] for each in answers] == ["application/pdf", "text/html; charset=utf-8"]
        assert (tab.answer.status, tab.answer["Retry-After"]) == (429, "60")
        assert tab.page.heading == phrases.BUSY_TITLE
        assert phrases.BUSY in tab.page.said
        assert (tab.mark, ">\nreport pdf</textarea>" in tab.answer.text) == (mark, True)
        clock[0] += 3_600
        await tab.type("report pdf")
        assert tab.answer["Content-Type"] == "application/pdf"


async def test_a_report_that_cannot_be_made_loses_no_screening(
    site: ServedPreCheck, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Protects the answers where the PDF cannot be made: the page that says so holds the form."""
    monkeypatch.setattr(open_pre_check, "make_pre_check_report", lambda *_: "It cannot be made.")
    tab = await (await site.open()).type("120 days")
    mark = tab.mark
    await tab.type("report pdf")
    assert (tab.page.heading, tab.mark) == (web.FILE_TITLE, mark)
    assert "It cannot be made." in tab.page.said


async def test_after_a_restart_the_first_form_is_taken_and_then_only_later_ones(site: ServedPreCheck) -> None:
    """Protects what docs/threat-model.md says of a restart: the memory is empty, so an older page goes on once."""
    tab, marks = await walk(site)
    site.pre_check.memory = PreCheckMemory()
    await tab.send({"mark": marks[2], "text": "relapse"})
    assert tab.answer.status == 200
    assert await told(tab, marks[1]) == ANSWERED


async def test_the_memory_is_bounded_and_lasts_an_hour() -> None:
    """Protects the server's memory: the pre-check that began first makes room, and an hour later all are gone."""
    clock = [0.0]
    memory = PreCheckMemory(most=3, clock=lambda: clock[0])
    states = [begin_state(DIALOGUE.begin(NOW).screening, NOW) for _ in range(5)]
    for each in states:
        assert memory.admit(each, b"form")
    assert len(memory) == 3
    assert not memory.is_answered(states[0])
    assert memory.is_answered(states[4])
    assert memory.admit(states[4], b"form")
    assert not memory.admit(states[4], b"another form")
    clock[0] = 3_601
    assert memory.admit(begin_state(states[0].screening, NOW), b"form")
    assert len(memory) == 1


async def test_a_state_says_little_by_its_length(site: ServedPreCheck) -> None:
    """Protects answers from whoever sees how long a form is: from the first page to the result it is one length."""
    tab, marks = await walk(site)
    await tab.type("positive", "cns1", "no", "none", "no", "show the result")
    assert {len(each) for each in (*marks, tab.mark)} == {len(marks[0])}
