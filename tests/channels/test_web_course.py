"""The course of a screening on the web page: it reads like the core, and each form has one effect."""

from pathlib import Path

import pytest
from browsing import ANNA, BEN, DIALOGUES, ORIGIN, Tab, site_at
from stores import ANSWERS, NOW, dialogue

from bot import phrases as session_phrases
from bot.channels.handling import phrases
from bot.channels.web import phrases as web_phrases
from bot.channels.web.posts.web_post import WebPost
from bot.channels.web.web_channel import WebChannel
from dialogs import phrases as dialogue_phrases
from dialogs.conversation.blocks import Aside, Block, Headline, Recorded
from dialogs.conversation.messages import Message, MessageKind
from dialogs.conversation.screening import Said, Screening, Tapped
from dialogs.rules.answers import Known
from storage.features.outbox_backlog import measure_backlog
from storage.opening.location import StoreLocation
from storage.outbox.lease_cache import LeaseCache

pytestmark = pytest.mark.asyncio


def plain(message: Message) -> list[Block]:
    """Returns what the dialogue says in a message, without what the session adds; of a result, its verdicts."""
    if message.kind is MessageKind.RESULT:
        return [each for each in message.blocks if isinstance(each, Headline)]
    return [each for each in message.blocks if not isinstance(each, Aside)]


async def test_a_screening_reads_like_the_core(where: StoreLocation, tmp_path: Path) -> None:
    """Protects "the same core": every page from the first question to the result asks and says what the core does."""
    with site_at(where, tmp_path) as site:
        tab = await site.let_in()
        turn = dialogue().begin(NOW)
        assert web_phrases.WELCOME in tab.text
        for said in (*ANSWERS[:4], "why", "nonsense", "back", "keep", "pause", "resume", *ANSWERS[4:]):
            await tab.say(said)
            turn = dialogue().take_turn(turn.screening, Said(said, last_seen=turn.screening.number), NOW)
            shown = [*tab.page.messages, *([tab.page.asking] if tab.page.asking else [])]
            assert [plain(each) for each in shown] == [plain(each) for each in turn.messages], said
            assert tab.page.number == turn.screening.number
        assert tab.page.asking is not None
        assert tab.page.asking.kind is MessageKind.RESULT
        assert site.list_owned()[0].screening.answers == turn.screening.answers


async def test_taps_are_choices(where: StoreLocation, tmp_path: Path) -> None:
    """Protects buttons as forms: a choice is the answer, and its recording is told on the next page only."""
    with site_at(where, tmp_path) as site:
        tab = await (await site.let_in()).say("120")
        await tab.tap("B-precursor ALL")
        assert tab.page.asking is not None
        assert any(isinstance(each, Recorded) for each in tab.page.asking.blocks)
        assert site.list_answers()["diagnosis"] == Known("b_precursor_all")


async def test_a_reload_shows_the_same_and_changes_nothing(where: StoreLocation, tmp_path: Path) -> None:
    """Protects "a GET is idempotent": a page that is read again and again is the same, also after a restart."""
    with site_at(where, tmp_path) as site:
        tab = await (await site.let_in()).say("120", "nonsense")
        before = tab.page
        assert before.is_misread
        waiting = site.store.outbox.count_waiting()
        for _ in range(3):
            assert (await tab.go()).page == before
        assert site.store.outbox.count_waiting() == waiting
    with site_at(where, tmp_path) as site:
        again = await site.tab().go()
        assert again.page == before
        assert not (await again.say("b_precursor_all")).page.is_misread


async def test_a_form_that_comes_twice_has_one_effect(where: StoreLocation, tmp_path: Path) -> None:
    """Protects double submit, a reload of a post, and a restart in mid-form: the same form is one event."""
    with site_at(where, tmp_path) as site:
        tab = await (await site.let_in()).say("120")
        form = Tab(tab.desk, ANNA, tab.page, tab.mark)
        await form.choose(form.find_choice("B-precursor ALL"))
        await form.choose(form.find_choice("B-precursor ALL"))
        after = (await tab.go()).page
    with site_at(where, tmp_path) as site:
        form.desk = site.service.desk
        await form.choose(form.find_choice("B-precursor ALL"))
        assert (await site.tab().go()).page == after
        assert site.list_answers()["diagnosis"] == Known("b_precursor_all")


async def test_a_late_tap_and_a_late_text_are_told_what_is_recorded(where: StoreLocation, tmp_path: Path) -> None:
    """Protects two tabs, and going back in the browser: an old page changes nothing, and says what is recorded."""
    with site_at(where, tmp_path) as site:
        tab = await site.let_in()
        old, other = await tab.open(), await tab.open()
        await tab.say("120")
        recorded = {"name": "Age at diagnosis", "answer": "120 days"}
        await old.say("300")
        assert dialogue_phrases.UNSEEN_ANSWERED.format(**recorded) in old.text
        await other.choose(other.find_choice("Don't know"))
        assert dialogue_phrases.STALE.format(**recorded) in (await other.go()).text
        assert site.list_answers()["age_days"] == Known(120)
        assert other.page.number == old.page.number == tab.page.number
        await other.say("b_precursor_all")
        assert "diagnosis" in site.list_answers(), "the page that came is the question that stands open"


async def test_a_page_of_another_screening_answers_nothing(where: StoreLocation, tmp_path: Path) -> None:
    """Protects a screening that was opened meanwhile: what was typed or tapped for the other one is not its answer."""
    with site_at(where, tmp_path) as site:
        tab = await (await site.let_in()).say("120")
        old, other = await tab.open(), await tab.open()
        await tab.say("/new")
        await old.say("b_precursor_all")
        assert dialogue_phrases.UNSEEN in old.text
        await other.choose(other.find_choice("B-precursor ALL"))
        assert phrases.NOT_A_BUTTON in (await other.go()).text
        assert "How old" in other.text, "what stands open is asked beside it"
        assert [dict(each.screening.answers) for each in site.list_owned()] == [{"age_days": Known(120)}]


async def test_what_was_typed_for_a_menu_answers_no_question(where: StoreLocation, tmp_path: Path) -> None:
    """Protects menus: an old menu's page chooses nothing from a newer menu, and answers no question."""
    with site_at(where, tmp_path) as site:
        tab = await (await site.let_in()).say("120")
        code = site.list_owned()[0].code
        await tab.say("list")
        old = await tab.open()
        await tab.tap(session_phrases.STAY_LABEL)
        await old.say("no")
        assert "no" not in {str(each) for each in site.list_answers().values()}
        assert len(site.list_answers()) == 1
        assert dialogue_phrases.UNSEEN in old.text
        await old.say("list")
        older = await old.open()
        await old.say(f"forget {code}")
        assert older.page.asking != old.page.asking
        await older.say(session_phrases.KEEP_LABEL)
        assert session_phrases.NOT_FORGOTTEN not in older.text
        assert older.page.number, "what stood beneath the menu is asked"
        await older.say(f"forget {code}")
        await older.say(session_phrases.KEEP_LABEL)
        assert session_phrases.NOT_FORGOTTEN in older.text


async def test_a_question_beneath_a_menu_may_be_answered_from_its_page(where: StoreLocation, tmp_path: Path) -> None:
    """Protects two tabs where one shows a menu: what the other types is for the question that it shows."""
    with site_at(where, tmp_path) as site:
        tab = await (await site.let_in()).say("120")
        other = await tab.open()
        await tab.say("list")
        await other.say("b_precursor_all")
        assert "diagnosis" in site.list_answers()


async def test_nothing_of_it_is_sent(where: StoreLocation, tmp_path: Path) -> None:
    """Protects "a channel that is fetched": no sender claims what waits for a page, and no backlog counts it."""
    with site_at(where, tmp_path) as site:
        await (await site.let_in()).say("120", "b_precursor_all", "list")
        waiting = site.store.outbox.list_waiting(ANNA)
        assert len(waiting) == 1, "what was seen is done, and no edit was enqueued"
        assert site.store.outbox.claim(ANNA, NOW) is None
        assert site.store.outbox.claim_any(NOW)[0] == []
        with site.store.reading() as repository:
            assert measure_backlog(repository, NOW) == (0, 0.0)


async def test_who_sends_leaves_what_is_fetched(where: StoreLocation, tmp_path: Path) -> None:
    """Protects a bot that is served with the same writer: what waits for a page is not leased for its sender."""
    with site_at(where, tmp_path) as site:
        cache = site.service.writer.lease_cache = LeaseCache()
        tab = await (await site.let_in()).say("120")
        assert cache.next(ANNA, NOW.timestamp()) is None
        assert site.store.outbox.list_leased() == []
        assert (await tab.say("b_precursor_all")).page.number == 3


async def test_only_rows_of_the_own_chat_are_seen(where: StoreLocation, tmp_path: Path) -> None:
    """Protects the others: a page says of its own chat what was seen, whatever ids lie between."""
    with site_at(where, tmp_path) as site:
        anna = await site.let_in()
        ben = await site.let_in(BEN)
        await ben.say("90")
        await anna.go()
        await anna.say("120", "b_precursor_all")
        assert ben.page == (await ben.go()).page


async def test_why_is_what_the_dialogue_says(where: StoreLocation, tmp_path: Path) -> None:
    """Protects "why is this asked": the page holds what somebody reads who asks why, and a menu holds none."""
    with site_at(where, tmp_path) as site:
        tab = await site.let_in()
        asked: Screening = dialogue().begin(NOW).screening
        (said,) = dialogue().take_turn(asked, Tapped(asked.number, "why"), NOW).messages
        assert tab.page.why
        assert tab.page.why == said.blocks[: len(tab.page.why)]
        assert not (await tab.say("list")).page.why
        assert (await tab.tap(session_phrases.STAY_LABEL)).page.why


async def test_a_link_comes_to_the_page() -> None:
    """Protects invitations: the link leads to the page that lets in."""
    assert WebChannel(ORIGIN).make_link("TOKEN") == f"{ORIGIN}/enter/TOKEN"
    assert DIALOGUES.load("interfant-21")[0].trial.id == "interfant-21"


@pytest.mark.parametrize(
    "brought", ["B-precursor ALL", "b_precursor_all", "10-wk girl, pro-B ALL, CNS1, no steroids", "don't know"]
)
async def test_another_answer_from_the_same_page_is_told(where: StoreLocation, tmp_path: Path, brought: str) -> None:
    """Protects a second thought: of two answers from one page the first is recorded, and the other is told of it."""
    with site_at(where, tmp_path) as site:
        tab = await (await site.let_in()).say("120")
        old = await tab.open()
        is_choice = brought in {each.label for each in old.buttons}
        other = WebPost(ANNA, old.mark, *((old.find_choice(brought), None) if is_choice else (None, brought)))
        await old.choose(old.find_choice("T-ALL"))
        for _ in range(2):
            await old.desk.post(other)
        assert site.list_answers()["diagnosis"] == Known("t_all")
        shown = (await tab.go()).text
        assert shown.count("Recorded there: Diagnosis: T-ALL.") == 1
        assert tab.page.is_misread
