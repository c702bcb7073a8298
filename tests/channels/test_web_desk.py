"""What somebody does on the web page besides answering, and what happens behind their back meanwhile."""

import asyncio
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from browsing import ANNA, BEN, Tab, site_at
from stores import ANSWERS, NOW

from bot import phrases as session_phrases
from bot.channels.handling import phrases
from bot.channels.handling.rate_limits import RateLimits
from bot.channels.handling.standing_question import find_standing
from bot.channels.rate import EventRate
from bot.channels.web.posts.web_post import WebPost
from bot.channels.web.web_channel import name_event
from bot.documents.file import DocumentFile, TextTable
from bot.session.chat_state import ChatState
from bot.session.service import SessionService
from dialogs.conversation.messages import Button, Message, MessageKind, make_menu
from dialogs.rules.answers import Known
from storage.features.members import Members, Role
from storage.features.outbox_backlog import measure_backlog
from storage.model.errors import Unavailable
from storage.model.file_request import FileOrder
from storage.model.people import PersonId
from storage.model.stored import Outgoing
from storage.opening.location import StoreLocation
from storage.outbox.fetching import fetch_one
from storage.unit_of_work.store import Store

pytestmark = pytest.mark.asyncio


def find_code(tab: Tab) -> str:
    """Returns the code that a tab offers to copy."""
    messages = [*tab.page.messages, *([tab.page.asking] if tab.page.asking else [])]
    return next(each.text for message in messages for each in message.copyable)


async def test_screenings_are_listed_opened_and_forgotten(where: StoreLocation, tmp_path: Path) -> None:
    """Protects what the chat can do: list, open, forget; and a forgotten screening stands on no page, open or not."""
    with site_at(where, tmp_path) as site:
        tab = await (await site.let_in()).say("120", "b_precursor_all", "/new", "90", "list")
        assert tab.page.number == 0
        assert tab.page.screening == b""
        other = await tab.open()
        newest, first = sorted(site.list_owned(), key=lambda each: len(each.screening.answers))
        label = next(each.label for each in tab.buttons if each.key.endswith(first.code))
        await tab.tap(label)
        assert "3 of at most" in tab.text
        assert tab.page.number == first.screening.number
        await tab.say(f"forget {newest.code}")
        await tab.tap(tab.buttons[1].label)
        assert [each.id for each in site.list_owned()] == [first.id]
        await other.choose(other.find_choice(label))
        assert (await other.go()).page.screening == first.id


async def test_a_screening_that_is_forgotten_while_its_page_is_open(where: StoreLocation, tmp_path: Path) -> None:
    """Protects forgetting: what waits goes with it, and an open form of it changes nothing and is told."""
    with site_at(where, tmp_path) as site:
        tab = await (await site.let_in()).say("120")
        old = await tab.open()
        stored = site.list_owned()[0]
        site.do(ANNA, lambda uow: uow.forget(uow.find_by_id(stored.id)), "forgets")
        await tab.go()
        assert session_phrases.GONE in tab.text
        assert "120" not in tab.text
        assert tab.buttons
        await old.choose(old.find_choice("B-precursor ALL"))
        assert phrases.NOT_A_BUTTON in (await old.go()).text
        assert site.list_owned() == []


async def test_a_screening_is_handed_over(where: StoreLocation, tmp_path: Path) -> None:
    """Protects the handover: its former owner sees on the page that it is theirs no longer, and nothing of it."""
    with site_at(where, tmp_path) as site:
        anna, ben = await (await site.let_in()).say("120", "handover"), await site.let_in(BEN)
        code = find_code(anna)
        await ben.say(f"take {code}")
        assert ben.page.screening == site.list_owned(BEN)[0].id
        old, typing = Tab(anna.desk, ANNA, anna.page, anna.mark), Tab(anna.desk, ANNA, anna.page, anna.mark)
        await anna.go()
        assert session_phrases.HANDED_OVER in anna.text
        assert "Diagnosis" not in anna.text
        assert code not in anna.text, "what waits of it is not shown any more"
        again = anna.page
        assert (await anna.go()).page == again
        await old.say("b_precursor_all")
        await typing.choose("00" * 5)
        assert len(site.list_answers(BEN)) == 1
        assert site.list_owned() == []
        await ben.say("b_precursor_all")
        assert len(site.list_answers(BEN)) == 2


async def test_accounts_are_linked_and_go_on_from_each_other(where: StoreLocation, tmp_path: Path) -> None:
    """Protects two devices: what was answered on another account of the person is not asked on this page any more."""
    with site_at(where, tmp_path) as site:
        anna, ben = await (await site.let_in()).say("120", "link"), await site.let_in(BEN)
        await ben.say(find_code(anna), f"open {site.list_owned()[0].code}")
        await anna.go()
        old = await anna.open()
        await ben.say("b_precursor_all")
        await anna.go()
        assert anna.page.number == ben.page.number > old.page.number
        await old.say("Don't know")
        assert site.list_answers()["diagnosis"] == Known("b_precursor_all")


async def test_files_are_links(where: StoreLocation, tmp_path: Path) -> None:
    """Protects files: a link for each order, made when it is fetched, of the own chat only, beside the result."""
    with site_at(where, tmp_path) as site:
        tab, ben = await (await site.let_in()).say(*ANSWERS), await site.let_in(BEN)
        await tab.tap(session_phrases.REPORT_LABEL)
        assert tab.page.asking is not None
        assert tab.page.asking.kind is MessageKind.RESULT
        (link,) = tab.page.files
        assert "PDF" in link.label
        made = await site.service.desk.make_file(ANNA, link.order)
        assert isinstance(made, DocumentFile)
        assert made.content == b"made"
        assert (await tab.go()).page.files == (link,), "it can be fetched again"
        assert await site.service.desk.make_file(BEN, link.order) is None
        with site.store.reading() as repository:
            assert fetch_one(repository.connection, repository.keyring, BEN, link.order) is None
        assert await site.service.desk.make_file(ANNA, link.order + 1) is None
        assert ben.page == (await ben.go()).page
        await tab.say("picture")
        again, picture = tab.page.files
        assert again == link
        assert isinstance(await site.service.desk.make_file(ANNA, picture.order), DocumentFile)
        assert isinstance(await site.service.desk.make_file(ANNA, link.order), DocumentFile), "it was seen, and stays"


async def test_an_order_of_somebody_else_is_no_link(where: StoreLocation, tmp_path: Path) -> None:
    """Protects an account that was linked to somebody: what they ordered in its chat is not this person's file."""
    with site_at(where, tmp_path) as site:
        tab = await (await site.let_in()).say("120")
        order = FileOrder("pdf", PersonId("ben"), NOW, site.list_owned()[0].id, 1, ("a4",))
        site.do(ANNA, lambda uow: uow.enqueue_file(order), "orders")
        assert (await tab.go()).page.files == ()
        ordered = site.store.outbox.list_waiting(ANNA)[-1]
        assert ordered.order == order
        assert await site.service.desk.make_file(ANNA, ordered.id) is None


async def test_what_waits_asks_what_stands_open() -> None:
    """Protects pages from asking what is over: a question beneath a menu, a menu that was left, an earlier question."""
    button = (Button("Keep", "desk.keep"),)
    question = Outgoing(1, ANNA, b"s", Message(MessageKind.QUESTION, (), (Button("No", "no"),), 3), 0)
    menu = Outgoing(2, ANNA, b"s", make_menu("Forget?", button), 0)
    asked, at_menu = ChatState(b"s", number=3), ChatState(b"s", menu=button, number=3)
    assert find_standing([menu, question], asked, 3) is question
    assert find_standing([menu, question], at_menu, 3) is None
    assert find_standing([question, menu], at_menu, 3) is menu
    assert find_standing([question, menu], asked, 3) is None
    assert find_standing([question], asked, 4) is None
    assert find_standing([question], ChatState(b"t", number=3), 3) is None
    assert find_standing([], asked, 3) is None


async def test_a_coordinator_invites_and_reads_the_log(where: StoreLocation, tmp_path: Path) -> None:
    """Protects the same roles as in the chat: what answers no question stands beside what is asked, menus too."""
    with site_at(where, tmp_path) as site:
        tab = await (await site.let_in(role=Role.COORDINATOR)).say("/invite clinician", "120")
        assert site.list_answers() == {"age_days": Known(120)}
        await tab.say("/invite clinician for Ben")
        assert "/enter/" in tab.text
        assert tab.page.number == 2
        assert tab.buttons
        await tab.desk.post(WebPost(ANNA, tab.mark, text="/invite clinician"))
        assert site.store.outbox.list_waiting(ANNA)[-1].message.buttons, "what stands open waits with it"
        await tab.go()
        await tab.say("/log")
        (link,) = tab.page.files
        assert isinstance(await site.service.desk.make_file(ANNA, link.order), TextTable)
        await tab.say("list")
        menu = tab.buttons
        await tab.say("/invite clinician")
        assert tab.buttons == menu, "the menu stands open still"


async def test_a_note_is_read_and_an_identifier_told(where: StoreLocation, tmp_path: Path) -> None:
    """Protects pasted notes: answers are proposed; of a name or a date it is said what is true on a page."""
    note = "10 wk girl, pro-B ALL, t(9;11)(p22;q23), CD19+ 99 %"
    with site_at(where, tmp_path) as site:
        tab = await (await site.let_in()).say(f"/new {note}")
        assert "I read" in tab.text
        assert site.list_owned() == []
        await tab.tap(tab.buttons[0].label)
        assert len(site.list_answers()) >= 3
        await tab.say("/new", f"Name: Anna Smith, {note}")
        assert phrases.NOTE_ON_PAGE in tab.text
        assert "delete" not in tab.text
        await tab.say("12.03.2026")
        assert phrases.DATE_ON_PAGE in tab.text


async def test_what_cannot_be_kept_now_may_come_again(where: StoreLocation, tmp_path: Path) -> None:
    """Protects `Unavailable`: nothing was kept, the same form comes again, and has one effect."""

    class Failing(Store):
        is_down = False

        def _take_all(self, *arguments: Any) -> Any:
            if self.is_down:
                raise Unavailable("the disk is full")
            return super()._take_all(*arguments)

    def change(store: Store) -> None:
        store.__class__ = Failing

    with site_at(where, tmp_path, change=change) as site:
        tab = await (await site.let_in()).say("120")
        before, chosen = tab.page, tab.find_choice("B-precursor ALL")
        site.store.is_down = True  # type: ignore[attr-defined]
        with pytest.raises(Unavailable):
            await tab.choose(chosen)
        assert (await tab.desk.read(ANNA)) == before
        site.store.is_down = False  # type: ignore[attr-defined]
        await tab.choose(chosen)
        await tab.choose(chosen)
        assert site.list_answers()["diagnosis"] == Known("b_precursor_all")
        assert (await tab.go()).page.number == before.number + 1


async def test_a_fault_is_told_and_the_question_stands(
    where: StoreLocation, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Protects "a fault of ours is told": one sentence, with what was asked."""
    with site_at(where, tmp_path) as site:
        tab = await (await site.let_in()).say("120")
        asked = tab.page.asking

        def fail(*_: object, **__: object) -> None:
            raise RuntimeError("a mistake")

        with monkeypatch.context() as broken:
            broken.setattr(SessionService, "open_session", fail)
            await tab.say("b_precursor_all")
        assert session_phrases.FAILED in tab.text
        assert tab.page.asking == asked
        await tab.say("b_precursor_all")
        assert "diagnosis" in site.list_answers()


async def test_whose_access_was_revoked_sees_nothing(where: StoreLocation, tmp_path: Path) -> None:
    """Protects revocation: what waits is dropped at once, no form has an effect, and nothing is written for a look."""
    with site_at(where, tmp_path) as site:
        tab = await (await site.let_in()).say("120")
        form = await tab.open()

        def revoke(uow: Any) -> int:
            members = Members(uow)
            members.revoke(members.make_reference(ANNA))
            return members.dropped

        assert site.do(ANNA, revoke, "revokes") == 1
        before = site.count_events() + 1  # the form that is refused
        assert not (await tab.go()).text
        assert tab.page.asking is None
        await form.say("b_precursor_all")
        assert len(site.list_answers()) == 1
        assert not form.text
        assert not (await site.tab(BEN).go()).text
        assert site.count_events() == before, "a look of somebody without access writes nothing"


async def test_who_is_much_too_quick_is_told_on_the_page(where: StoreLocation, tmp_path: Path) -> None:
    """Protects limits: what was too much is told with what is asked, and is not recorded."""
    limits = RateLimits(EventRate(3, 60), EventRate(3, 60))
    with site_at(where, tmp_path, limits=limits) as site:
        tab = await site.let_in()
        for _ in range(6):
            await tab.say("nonsense")
            assert tab.buttons
        for _ in range(2):
            assert tab.text.startswith(phrases.TOO_QUICK), "what stands first is the newest"
            assert tab.text.count("not understood") == 0
            assert tab.text.count(phrases.TOO_QUICK) == 1
            assert tab.buttons
            assert tab.page.is_misread
            await site.service.handler.admissions.end_mutes()
            await tab.go()
        with site.store.reading() as repository:
            assert measure_backlog(repository, NOW) == (0, 0.0), "nothing of it is sent"


async def test_where_nothing_waits_what_is_open_is_asked_once(where: StoreLocation, tmp_path: Path) -> None:
    """Protects two looks at once after a sweep: the open question is asked by one event, with what is open."""
    with site_at(where, tmp_path) as site:
        tab = await (await site.let_in()).say("120")
        asked = tab.page.number
        site.store.outbox.note_sent([each.id for each in site.store.outbox.list_waiting(ANNA)], NOW)
        first, second = await tab.open(), await tab.open()
        assert first.page == second.page
        assert first.page.number == asked
        assert first.buttons
        site.store.outbox.note_sent([each.id for each in site.store.outbox.list_waiting(ANNA)], NOW)
        pages = await asyncio.gather(*(tab.desk.read(ANNA) for _ in range(5)))
        assert all(each == pages[0] for each in pages)
        assert len(site.store.outbox.list_waiting(ANNA)) == 1
        await tab.say("b_precursor_all")
        assert "diagnosis" in site.list_answers()


async def test_a_form_without_an_event_of_its_own_is_told(where: StoreLocation, tmp_path: Path) -> None:
    """Protects whatever a form brings: a choice of nothing, no text, an empty one; each is told with the question."""
    with site_at(where, tmp_path) as site:
        tab = await (await site.let_in()).say("120")
        for post in (
            WebPost(ANNA, tab.mark, choice="zz"),
            WebPost(ANNA, tab.mark, choice=""),
            WebPost(ANNA, tab.mark, choice="00" * 5),
            WebPost(ANNA, tab.mark),
            WebPost(ANNA, tab.mark, text=""),
            WebPost(ANNA, tab.mark, text="\x00\ud800" * 40),
        ):
            buttons = tab.buttons
            await site.service.desk.post(WebPost(post.account, tab.mark, post.choice, post.text))
            await tab.go()
            assert tab.buttons == buttons
            assert tab.text.endswith("What is the diagnosis?")
            assert not tab.text.startswith("2 of at most"), "something is said before it"
            assert len(name_event(post)) <= 48
            assert name_event(post) != name_event(replace(post, account=BEN))
        assert len(site.list_answers()) == 1
