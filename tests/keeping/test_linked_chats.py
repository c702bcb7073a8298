"""Two accounts of one person at the session service, each in a chat of its own: linking, leaving, answering."""

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from at_desk import Visitor
from outages import make_outage
from serving import Running, running, texts, toasts
from stores import Person

from bot import phrases
from bot.documents.file_maker import DrawReport
from bot.workbench.telegram_standin import Person as Patient
from bot.workbench.telegram_standin import Standin
from dialogs import phrases as dialogue_phrases
from dialogs.conversation.screening import Tapped
from dialogs.rules.answers import Known
from storage.features.account_links import LASTS
from storage.features.members import Members, Role
from storage.features.one_time_codes import WRONG_ALLOWED
from storage.model.stored import StoredScreening
from storage.unit_of_work.store import Store

CODE = re.compile(r"type: link (\S+)$", re.MULTILINE)
Phones = tuple[Running, Patient, Patient]
"""A bot, and two phones with an account each."""

WRONG = "K7Q-42M-XD1"
STALE = dialogue_phrases.STALE.format(name="Diagnosis", answer="B-precursor ALL")


def let_in(store: Store, name: str, role: Role = Role.CLINICIAN) -> Visitor:
    """Lets an account in, and begins a session there."""
    person = Person(store, name)

    def handle(uow: object) -> None:
        members = Members(uow)  # type: ignore[arg-type]
        members.let_in(person.inbound().account, members.invite(role, LASTS))

    store.take(person.inbound(), handle)
    visitor = Visitor(store, name)
    visitor.begins()
    return visitor


def code_of(visitor: Visitor) -> str:
    found = CODE.search(visitor.says("link"))
    assert found is not None
    return found[1]


def linked(store: Store) -> tuple[Visitor, Visitor]:
    """Returns the chats of two accounts that are linked: the first one has a screening with an answer open."""
    first, second = let_in(store, "anna"), let_in(store, "anna at home")
    first.says("120")
    assert second.says(f"link {code_of(first)}").startswith(phrases.LINKED)
    return first, second


def answers(store: Store, code: str) -> dict[str, object]:
    with store.reading() as repository:
        stored = repository.find_by_code(code.replace("-", ""))
    assert stored is not None
    return {fact: answer.value for fact, answer in stored.screening.answers.items() if isinstance(answer, Known)}


def test_a_code_links_two_chats_that_then_list_and_open_the_same(store: Store) -> None:
    """Protects "the screenings of both are listed in both, and opened in both"."""
    first, second = let_in(store, "anna"), let_in(store, "anna at home")
    first.says("120")
    second.says("200")
    codes = first.code, second.code
    said = first.says("/link")
    assert "within 30 minutes (until 2026-06-01 12:30 UTC)" in said
    assert "2 of at most" in said, "the open question stays"
    found = CODE.search(said)
    assert found is not None
    said = second.says(f"link {found[1].lower().replace('-', ' ')}")
    assert said.startswith(phrases.LINKED)
    assert "2 of at most" in said, "what was open stays open"
    for visitor in (first, second):
        assert all(code in visitor.says("list") for code in codes)
    second.taps(phrases.STAY_LABEL)
    assert "Recorded: Diagnosis: T-ALL." in second.says("T-ALL"), "its screening goes on"
    assert f"Screening {codes[0]}" in second.says(f"open {codes[0]}")
    assert f"Screening {codes[1]}" in first.says(f"open {codes[1]}")


def test_what_was_answered_in_the_other_chat_is_told_and_never_answered_again(store: Store) -> None:
    """Protects "open in chat A, changed from chat B": a typed answer is for the question that this chat showed."""
    first, second = linked(store)
    second.says(f"open {first.code}", "B-ALL", "newly diagnosed")
    before = answers(store, first.code)
    said = first.says("T-ALL")
    assert said.startswith(STALE)
    assert "4 of at most" in said, "the question that stands open now"
    assert answers(store, first.code) == before
    assert "Recorded: " in first.says("rearranged"), "from here on both show the same question"
    assert len(answers(store, first.code)) == len(before) + 1


def test_a_tap_in_a_chat_that_fell_behind_changes_nothing(store: Store) -> None:
    """Protects taps: the number that a button carries is of the question that this chat showed."""
    first, second = linked(store)
    number, key = first.conversation.reply.number, first.keys[0]
    assert number is not None
    second.says(f"open {first.code}", "B-ALL")
    before = answers(store, first.code)
    shown = first.conversation.take_event(Tapped(number, key))
    assert shown[0].text.startswith(STALE)
    assert answers(store, first.code) == before


def test_an_answer_typed_under_a_list_is_for_no_question(store: Store) -> None:
    """Protects the case in between: this chat showed a list since, but not the question that stands open now."""
    first, second = linked(store)
    second.says(f"open {first.code}", "B-ALL")
    before = answers(store, first.code)
    first.says("list")
    assert first.says("T-ALL").startswith(phrases.CHOOSE_FIRST)
    assert answers(store, first.code) == before


def test_what_was_forgotten_in_the_other_chat_is_told(store: Store) -> None:
    """Protects a chat whose open screening is gone: nothing is recorded, and the person is told why."""
    first, second = linked(store)
    second.says(f"forget {first.code}")
    second.taps(f"Forget {first.code}")
    assert first.says("T-ALL").startswith(phrases.GONE)


def test_an_account_that_brought_nothing_leaves_with_nothing(store: Store) -> None:
    """Protects "unlink": the chat that says it is at nothing, and the other one goes on where it was."""
    first, second = linked(store)
    second.says(f"open {first.code}")
    asked = second.says("unlink")
    assert asked == phrases.UNLINK_ASK.format(own=phrases.COUNTED_NONE, others=phrases.COUNTED_ONE)
    assert second.taps(phrases.UNLINK_LABEL).startswith(phrases.UNLINKED)
    assert second.labels == [phrases.NEW_LABEL]
    assert second.says(f"open {first.code}").startswith(phrases.NOT_YOURS.format(code=first.code))
    assert second.says("list").startswith(phrases.NONE_KEPT)
    assert "Recorded: Diagnosis: T-ALL." in first.says("T-ALL")
    assert first.says("unlink").startswith(phrases.UNLINK_NONE)


def test_an_account_goes_on_with_what_it_brought(store: Store) -> None:
    """Protects "unlink" where the screening was begun: it stays open there, and the other chat is told that it went."""
    first, second = linked(store)
    code = first.code
    second.says(f"open {code}")
    asked = first.says("/unlink")
    assert asked == phrases.UNLINK_ASK.format(own=phrases.COUNTED_ONE, others=phrases.COUNTED_NONE)
    assert first.taps(phrases.UNLINK_LABEL).startswith(phrases.UNLINKED)
    assert "Recorded: Diagnosis: T-ALL." in first.says("T-ALL")
    assert second.says("B-ALL").startswith(phrases.HANDED_OVER)
    assert second.says(f"open {code}").startswith(phrases.NOT_YOURS.format(code=code))


def test_each_refusal_is_a_sentence(store: Store) -> None:
    """Protects whoever says a code that cannot work: why, and what to do; the question stays open."""
    first, second = linked(store)
    other = let_in(store, "carl", Role.COORDINATOR)
    stranger = Visitor(store, "stranger")
    stranger.begins()
    third = let_in(store, "ben")
    code = code_of(first)
    for visitor, said, answered in [
        (first, f"link {code}", phrases.LINK_OWN),
        (second, f"link {code}", phrases.LINK_ALREADY),
        (other, f"link {code}", phrases.LINK_OTHER_ROLE),
        (stranger, f"link {code}", phrases.LINK_NOT_LET_IN),
        (stranger, "link", phrases.LINK_NOT_LET_IN),
        (third, "link banana", phrases.LINK_NO_CODE),
        (third, f"take {code}", phrases.TAKE_REFUSED),
        (third, f"link {WRONG}", phrases.LINK_REFUSED),
    ]:
        assert visitor.says(said).startswith(answered), said
    for _ in range(WRONG_ALLOWED):
        third.says(f"link {WRONG}")
    assert third.says(f"link {code}").startswith("Too many wrong codes. Wait until")
    assert third.says("list").startswith(phrases.NONE_KEPT)


@asynccontextmanager
async def linked_phones(
    folder: Path, draw: DrawReport | None = None
) -> AsyncIterator[tuple[Running, Patient, Patient]]:
    """Yields a bot, and two accounts on phones that are linked: both show the second question of one screening."""
    with Standin() as standin:
        private, work = standin.person(7, "Anna"), standin.person(8, "Anna at work")
        async with running(standin, folder, draw=draw) as bot:
            for phone in (private, work):
                await says(bot, phone, f"/start {bot.invitation()}")
            await says(bot, private, "120 days", "/link")
            code = CODE.search("\n".join(texts(private)))
            assert code is not None
            await says(bot, work, f"/link {code[1]}")
            assert any(said.startswith(phrases.LINKED) for said in texts(work))
            await says(bot, work, f"open {stored_of(bot).code}")
            yield bot, private, work


async def says(bot: Running, phone: Patient, *texts_: str) -> None:
    for text in texts_:
        await bot.does(lambda text=text: phone.sends(text))  # type: ignore[misc]


def stored_of(bot: Running) -> StoredScreening:
    with bot.store.reading() as repository:
        (stored,) = repository.list_owned("telegram:7")
    return stored


@pytest.mark.asyncio
async def test_on_phones_the_chat_that_fell_behind_is_told(tmp_path: Path) -> None:
    """Protects the same on Telegram, for what is typed; what is then typed to the question that is shown counts."""
    async with linked_phones(tmp_path) as (bot, private, work):
        await bot.does(lambda: work.taps("B-precursor ALL"))
        await says(bot, private, "T-ALL")
        assert any(said.startswith(STALE) for said in texts(private)[-2:])
        await says(bot, private, "newly diagnosed")
        answered = stored_of(bot).screening.answers
    assert len(answered) == 3
    assert answered["diagnosis"] == Known("b_precursor_all")


@pytest.mark.asyncio
async def test_a_tap_in_the_chat_that_fell_behind_brings_the_open_question(tmp_path: Path) -> None:
    """Protects whoever sees nothing that is open: a toast alone would leave them there."""
    async with linked_phones(tmp_path) as (bot, private, work):
        await bot.does(lambda: work.taps("B-precursor ALL"))
        await bot.does(lambda: private.taps("T-ALL"))
        assert toasts(private) == []
        assert private.last.text.startswith(STALE)
        assert private.last.text.endswith("Is the leukaemia newly diagnosed, or a relapse?")
        assert [each.id for each in private.sees() if any(each.buttons())] == [private.last.id]


@pytest.mark.asyncio
async def test_a_question_that_is_asked_again_after_an_outage_can_be_answered(tmp_path: Path) -> None:
    """Protects a chat that fell behind and is then shown the open question: what is typed there is meant for it."""
    async with linked_phones(tmp_path) as (bot, private, work):
        await bot.does(lambda: work.taps("B-precursor ALL"))
        await bot.service.handler.ask_open_question("telegram:7", make_outage())
        await bot.does(lambda: None)
        await says(bot, private, "newly diagnosed")
        assert len(stored_of(bot).screening.answers) == 3


@pytest.mark.asyncio
async def test_files_are_counted_for_the_person(tmp_path: Path) -> None:
    """Protects "limits belong to the person": a second account is no second helping of typesetting."""
    async with linked_phones(tmp_path, draw=lambda *_: b"made") as (bot, private, work):
        await says(bot, private, "pdf", "pdf")
        await says(bot, work, "pdf", "pdf", "pdf")
        assert [texts(phone).count(phrases.TOO_MANY_FILES) for phone in (private, work)] == [0, 1]
