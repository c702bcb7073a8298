"""Handing a screening over, on both databases: the code works once, soon expires, and the audit trail tells of it."""

import re
from datetime import timedelta
from pathlib import Path
from threading import Event as Signal
from threading import Thread
from typing import Any

import pytest
from at_desk import Visitor
from intruder import sentences
from serving import running, texts, toasts
from stores import KEY, NOW, Person, beginning, dialogue, place, store_at

from bot import phrases
from bot.cli.audit_lines import format_trail
from bot.config.clock import Clock
from bot.workbench.telegram_standin import Standin
from dialogs.conversation.screening import Tapped
from dialogs.rules.answers import Known
from storage.database.schema import handovers, wrong_codes
from storage.features.handover import LASTS, Handovers, Offer
from storage.features.one_time_codes import (
    WRONG_ALLOWED,
    WRONG_CODES_KEPT,
    CodeRefusal,
    RefusalReason,
    read_one_time_code,
)
from storage.maintenance.backup import back_up
from storage.maintenance.restoring import restore
from storage.maintenance.sweep import sweep
from storage.maintenance.verify import inspect_screening
from storage.model.codes import read_code
from storage.model.errors import Damaged
from storage.model.stored import StoredScreening
from storage.opening.location import StoreLocation
from storage.unit_of_work.store import Store
from storage.unit_of_work.unit_of_work import UnitOfWork

WRONG = "K7Q42MXD1"

CODE = re.compile(r"They say: take (\S+)\.")


def offered(anna: Person) -> Offer:
    """Makes a code for the screening that is open."""
    stored = anna.kept
    assert stored is not None
    found = anna.store.take(anna.inbound(), lambda uow: Handovers(uow).offer(uow.find_by_id(stored.id) or stored)).value
    assert isinstance(found, Offer)
    return found


def taken(store: Store, person: str, code: str, later: timedelta = timedelta()) -> StoredScreening | CodeRefusal:
    """Lets a person say a code."""
    found = store.take(Person(store, person, now=NOW + later).inbound(), lambda uow: Handovers(uow).take(code)).value
    assert isinstance(found, StoredScreening | CodeRefusal)
    return found


def why(found: StoredScreening | CodeRefusal) -> RefusalReason | None:
    return found.why if isinstance(found, CodeRefusal) else None


def rows(store: Store, table: Any) -> list[Any]:
    with store.database.reading() as connection:
        return list(connection.execute(table.select()).all())


def trail(store: Store, chat_state: Visitor) -> tuple[Any, ...]:
    """Returns the trail of the screening that is open in a chat."""
    assert chat_state.conversation.stored is not None
    return inspect_screening(store, chat_state.conversation.stored).entries


def at_shift_change(store: Store) -> tuple[Visitor, Visitor, str]:
    """Returns Anna, who has just got a code for her screening, Ben, and the code as she reads it."""
    anna, ben = Visitor(store), Visitor(store, "ben")
    anna.begins()
    ben.begins()
    anna.says("120")
    found = CODE.search(anna.says("/handover"))
    assert found is not None
    return anna, ben, found[1]


def test_a_colleague_goes_on_where_it_stood(store: Store) -> None:
    """Protects "handing a screening to a colleague at the change of shift": nobody answers anything twice."""
    anna, ben, code = at_shift_change(store)
    assert "within 12 hours (until 2026-06-02 00:00 UTC)" in anna.says("hand over")
    code = CODE.search(anna.says(f"hand over {anna.code}"))[1]  # type: ignore[index]
    with store.reading() as repository:
        assert [each.version for each in repository.list_owned("anna")] == [
            anna.conversation.stored and anna.conversation.stored.version
        ]
    said = ben.says(f"take {code.lower().replace('-', ' ')}")
    assert said.startswith(phrases.TAKEN_OVER.format(code=anna.code))
    assert "2 of at most" in said
    assert "Recorded: Diagnosis: T-ALL." in ben.says("T-ALL")
    assert read_code(code) is None, "it is never read as the code of a screening"


def test_the_former_owner_can_do_nothing_more_with_it(store: Store) -> None:
    """Protects "each seeing only its own screenings": no word, button, code or list of hers reaches it any more."""
    anna, ben, code = at_shift_change(store)
    mine, question = anna.code, anna.conversation.reply.number
    ben.says(f"take {code}")
    before = trail(store, ben)
    assert question is not None
    reply = anna.conversation.take_event(Tapped(question, anna.keys[0]))
    assert reply[0].text == f"{phrases.HANDED_OVER}\n{phrases.NOTHING_OPEN}"
    assert anna.conversation.stored is None
    not_yours = phrases.NOT_YOURS.format(code=mine)
    for said in (f"open {mine}", f"hand over {mine}"):
        assert anna.says(said).startswith(not_yours)
    anna.says(f"forget {mine}")
    assert anna.taps(f"Forget {mine}").startswith(not_yours)
    assert anna.says("list").startswith(phrases.NONE_KEPT)
    assert anna.says(f"take {code}").startswith(phrases.TAKE_REFUSED)
    assert trail(store, ben) == before


@pytest.mark.parametrize("said", ["B-ALL", "list", "/handover", "back", "/new"])
def test_the_former_owner_is_told_with_the_next_thing_she_says(store: Store, said: str) -> None:
    """Protects from an answer that she believes to be recorded: it is not, whatever she says first."""
    anna, ben, code = at_shift_change(store)
    ben.says(f"take {code}")
    assert anna.says(said).startswith(phrases.HANDED_OVER)
    assert phrases.HANDED_OVER not in anna.says("list")
    assert ben.conversation.stored is not None
    with store.reading() as repository:
        stored = repository.find_by_id(ben.conversation.stored.id)
    assert stored is not None
    assert set(stored.screening.answers) == {"age_days"}


def test_the_trail_tells_both_steps_and_is_whole(store: Store) -> None:
    """Protects "audited": who handed over, who took, when, by which channel. The tally keeps the first role."""
    anna, ben, code = at_shift_change(store)
    ben.conversation.clock = Clock(machine=lambda: NOW + timedelta(hours=1))
    ben.says(f"take {code}", "T-ALL")
    assert ben.conversation.stored is not None
    found = inspect_screening(store, ben.conversation.stored)
    assert (found.faults, sentences(store)) == ((), [])
    lines = [line.strip() for line in format_trail(dialogue().view, found)[-4:-1]]
    assert lines == [
        "3  2026-06-01 12:00:00 UTC  anna (terminal)  offered to a colleague: until 2026-06-02 00:00 UTC",
        "4  2026-06-01 13:00:00 UTC  ben (terminal)  taken over: from anna",
        "5  2026-06-01 13:00:00 UTC  ben (terminal)  taken: Diagnosis: T-ALL",
    ]
    assert anna.conversation.stored is not None
    assert ben.conversation.stored.role == anna.conversation.stored.role


def test_of_two_who_take_at_once_one_gets_it(store: Store, anna: Person) -> None:
    """Protects "one use only": the second transaction has read the open code before the first one is committed."""
    code = offered(anna).code
    has_taken, may_end = Signal(), Signal()
    found: dict[str, StoredScreening | CodeRefusal] = {}

    def slowly(uow: UnitOfWork) -> StoredScreening | CodeRefusal:
        taking = Handovers(uow).take(code)
        has_taken.set()
        may_end.wait(5)
        return taking

    def first() -> None:
        found["ben"] = store.take(Person(store, "ben").inbound(), slowly).value

    def second() -> None:
        has_taken.wait(5)
        found["carl"] = taken(store, "carl", code)

    threads = [Thread(target=each) for each in (first, second)]
    for thread in threads:
        thread.start()
    has_taken.wait(5)
    threads[1].join(0.1)
    assert threads[1].is_alive(), "the second waits for the first"
    may_end.set()
    for thread in threads:
        thread.join(10)
    assert isinstance(found["ben"], StoredScreening)
    assert why(found["carl"]) is RefusalReason.WRONG
    with store.reading() as repository:
        assert [len(repository.list_owned(person)) for person in ("anna", "ben", "carl")] == [0, 1, 0]
    assert sentences(store) == []


def test_a_newer_code_that_is_made_just_now_voids_the_one_that_is_said(store: Store, anna: Person) -> None:
    """Protects "one open handover per screening": also where the older code was read before it was replaced."""
    code = offered(anna).code
    newer: list[Offer] = []
    replaced = Signal()

    def replacing(uow: UnitOfWork) -> None:
        assert anna.kept is not None
        newer.append(Handovers(uow).offer(uow.find_by_id(anna.kept.id) or anna.kept))
        replaced.set()
        thread.join(0.1)

    found: list[StoredScreening | CodeRefusal] = []

    def taking() -> None:
        replaced.wait(5)
        found.append(taken(store, "ben", code))

    thread = Thread(target=taking)
    thread.start()
    store.take(anna.inbound(), replacing)
    thread.join(10)
    assert why(found[0]) is RefusalReason.WRONG
    assert isinstance(taken(store, "ben", newer[0].code), StoredScreening)


def test_a_code_expires(store: Store, anna: Person) -> None:
    """Protects "good for a short time": to the second; and the sweep leaves nothing of it."""
    first = offered(anna).code
    assert why(taken(store, "ben", first, LASTS)) is RefusalReason.WRONG
    assert isinstance(taken(store, "ben", first, LASTS - timedelta(seconds=1)), StoredScreening)
    anna.begin()
    offered(anna)
    sweep(store, NOW + LASTS - timedelta(seconds=1))
    assert len(rows(store, handovers)) == 1
    sweep(store, NOW + LASTS + WRONG_CODES_KEPT)
    assert (rows(store, handovers), rows(store, wrong_codes)) == ([], [])


def test_wrong_used_replaced_and_expired_codes_are_told_alike(store: Store) -> None:
    """Protects "one sentence that does not tell which": a slip of one character says nothing of any code."""
    anna, ben, used = at_shift_change(store)
    ben.says(f"take {used}")
    anna.says("/new", "130")
    replaced, expired = (CODE.search(anna.says("hand over"))[1] for _ in range(2))  # type: ignore[index]
    replies = {ben.says(f"take {code}").split("\n", 1)[0] for code in (used, replaced, WRONG)}
    ben.now = NOW + LASTS
    replies.add(ben.says(f"take {expired}").split("\n", 1)[0])
    assert replies == {phrases.TAKE_REFUSED}
    assert ben.says(f"take {WRONG[:-1]}2").startswith(phrases.TAKE_NO_CODE)
    assert ben.says("take").startswith(phrases.TAKE_WHICH)
    assert WRONG in phrases.TAKE_NO_CODE.replace("-", "")
    assert read_one_time_code(WRONG) == WRONG


def test_wrong_codes_are_limited_also_across_a_restart(where: StoreLocation) -> None:
    """Protects from guessing: after five wrong codes the right one opens nothing until the hour is over."""
    with store_at(where) as store:
        anna = Person(store)
        anna.begin()
        code = offered(anna).code
        wrongs = [why(taken(store, "ben", WRONG, timedelta(minutes=each))) for each in range(WRONG_ALLOWED)]
        assert wrongs == [RefusalReason.WRONG] * WRONG_ALLOWED
    with store_at(where) as store:
        almost = WRONG_CODES_KEPT - timedelta(seconds=1)
        assert taken(store, "ben", code, almost) == CodeRefusal(RefusalReason.TOO_MANY, NOW + WRONG_CODES_KEPT)
        assert why(taken(store, "carl", WRONG, almost)) is RefusalReason.WRONG, "others are not kept from it"
        assert isinstance(taken(store, "ben", code, WRONG_CODES_KEPT), StoredScreening)


def test_too_many_wrong_codes_are_told_with_an_end(store: Store) -> None:
    """Protects the colleague who mistook the code: a sentence says until when to wait."""
    ben = Visitor(store, "ben")
    ben.begins()
    ben.says(*[f"take {WRONG}"] * WRONG_ALLOWED)
    assert ben.says(f"take {WRONG}").startswith(phrases.TAKE_TOO_MANY.format(until="2026-06-01 13:00 UTC (in 60 min)"))


def test_ones_own_code_is_told_and_still_works(store: Store, anna: Person) -> None:
    """Protects the owner who tries it: the code is not used up, and no wrong one is counted."""
    code = offered(anna).code
    assert [why(taken(store, "anna", code)) for _ in range(WRONG_ALLOWED + 1)] == [RefusalReason.OWN] * (
        WRONG_ALLOWED + 1
    )
    assert isinstance(taken(store, "ben", code), StoredScreening)


def test_a_forgotten_screening_takes_its_code_along(store: Store) -> None:
    """Protects "forgetting the screening removes it": nothing of it is left to be taken over."""
    anna, ben, code = at_shift_change(store)
    mine = anna.code
    anna.says("forget")
    anna.taps(f"Forget {mine}")
    assert rows(store, handovers) == []
    assert ben.says(f"take {code}").startswith(phrases.TAKE_REFUSED)


def test_only_what_is_kept_can_be_handed_over(store: Store) -> None:
    """Protects from a useless code: before the first answer there is nothing to hand over, and the question stays."""
    anna = Visitor(store)
    anna.begins()
    assert anna.says("/handover").startswith(f"{phrases.HANDOVER_WHICH}\n1 of at most")
    assert anna.says("/handover K7Q4-2MW").startswith(phrases.NO_CODE)
    assert rows(store, handovers) == []


def test_nothing_readable_is_stored_and_a_changed_row_opens_nothing(store: Store, anna: Person) -> None:
    """Protects "hashed": and whoever may write to the database cannot point a code of theirs at another's screening."""
    ben = Person(store, "ben")
    theirs = ben.begin()
    code = offered(anna).code
    taken(store, "carl", WRONG)
    stored = repr([*rows(store, handovers), *rows(store, wrong_codes)])
    assert code not in stored
    assert "carl" not in stored
    for change in ({"screening": theirs.id}, {"expires_at": int((NOW + 2 * LASTS).timestamp())}):
        with store.database.writing() as connection:
            connection.execute(handovers.update().values(**change))
        with pytest.raises(Damaged, match="the code of a handover was changed outside of this program"):
            taken(store, "carl", code)


def test_begun_offered_and_taken_in_one_transaction(store: Store) -> None:
    """Protects batches: what is not yet written is handed over like what is."""
    anna, ben = Person(store), Person(store, "ben")
    begun: list[StoredScreening] = []
    codes: list[str] = []
    found = store.take_all(
        [
            (anna.inbound(), lambda uow: begun.append(beginning()(uow))),
            (
                anna.inbound(),
                lambda uow: codes.append(Handovers(uow).offer(uow.find_by_id(begun[-1].id) or begun[-1]).code),
            ),
            (ben.inbound(), lambda uow: Handovers(uow).take(codes[-1])),
            (anna.inbound(), lambda uow: uow.list_owned(uow.person)),
            (ben.inbound(), lambda uow: [each.code for each in uow.list_owned(uow.person)]),
        ]
    )
    assert [each.fault for each in found] == [None] * 5
    assert [each.value for each in found[3:]] == [[], [begun[-1].code]]
    with store.reading() as repository:
        assert [each.owner for each in repository.list_owned("ben")] == ["ben"]
    assert sentences(store) == []


def test_a_restored_backup_has_no_open_code(where: StoreLocation, tmp_path: Path) -> None:
    """Protects "one use only": a code that was used after the backup was taken does not work a second time."""
    file = tmp_path / "copy.backup"
    with store_at(where) as store:
        anna = Person(store)
        anna.begin()
        code = offered(anna).code
        back_up(store, file, NOW, "the operator")
        assert isinstance(taken(store, "ben", code), StoredScreening)
    (tmp_path / "again").mkdir()
    again = place(tmp_path / "again")
    restore(file, again, KEY, NOW, "the operator")
    with store_at(again) as store:
        assert why(taken(store, "carl", code)) is RefusalReason.WRONG
        assert sentences(store) == []


@pytest.mark.asyncio
async def test_the_former_owners_old_buttons_on_the_phone_are_refused(tmp_path: Path) -> None:
    """Protects "the former owner can do nothing more with it": a tap on her old, signed keyboard has no effect."""
    with Standin() as standin:
        anna, ben = standin.person(7, "Anna"), standin.person(8, "Ben")
        async with running(standin, tmp_path) as bot:
            for person in (anna, ben):
                token = bot.invitation()
                await bot.does(lambda person=person, token=token: person.starts(token))  # type: ignore[misc]
            await bot.does(lambda: anna.sends("120 days"))
            await bot.does(lambda: anna.sends("/handover"))
            code = CODE.search("\n".join(texts(anna)))
            assert code is not None
            await bot.does(lambda: ben.sends(f"/take {code[1]}"))
            assert "2 of at most" in texts(ben)[-1]
            await bot.does(lambda: anna.taps("T-ALL"))
            assert texts(anna)[-1].startswith(phrases.HANDED_OVER)
            assert toasts(anna) == []
            await bot.does(lambda: anna.sends("T-ALL"))
            assert texts(anna)[-1].startswith(phrases.NOTHING_OPEN)
            await bot.does(lambda: ben.taps("B-cell MPAL"))
            with bot.store.reading() as repository:
                assert repository.list_owned("telegram:7") == []
                (stored,) = repository.list_owned("telegram:8")
    answer = stored.screening.answers["diagnosis"]
    assert isinstance(answer, Known)
    assert "mpal" in str(answer.value)
