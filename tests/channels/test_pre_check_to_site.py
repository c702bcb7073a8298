"""Handing an open pre-check to the site: kept only then, nobody's, under a code that somebody there takes in time."""

import asyncio
import re
from collections.abc import AsyncIterator
from copy import copy
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
from at_desk import Visitor
from intruder import rows, sentences
from pre_checks import GOOD_NOTE, PreCheckTab, ServedPreCheck, serving_pre_check
from stores import ANSWERS, Person, dialogue
from web_pages import UNAVAILABLE

from bot import phrases as sessions
from bot.channels.rate import EventRate
from bot.channels.web import pre_check_phrases as phrases
from bot.channels.web.pre_check.pre_check_limits import PreCheckLimits
from bot.channels.web.pre_check.pre_check_memory import PreCheckMemory
from bot.cli.audit_lines import format_trail
from bot.workbench.layers.page_reader import read_page
from storage.database.schema import entries, handovers, metadata, screening_keys, screenings, tally
from storage.features.handover import LASTS, Handovers
from storage.features.one_time_codes import (
    RANDOM_CHARACTERS,
    WRONG_ALLOWED,
    CodeRefusal,
    RefusalReason,
    read_one_time_code,
)
from storage.maintenance.sweep import sweep
from storage.maintenance.verify import inspect_screening
from storage.model.codes import make_code
from storage.model.entries import EntryKind
from storage.model.people import NOBODY
from storage.model.retention import Retention
from storage.model.stored import StoredScreening
from storage.unit_of_work.store import Store
from storage.unit_of_work.unit_of_work import FROM_NOTE

pytestmark = pytest.mark.asyncio

CODE = re.compile(r"Tell the site this code: (\S+)")


@pytest_asyncio.fixture
async def site(tmp_path: Path) -> AsyncIterator[ServedPreCheck]:
    """The page of a trial centre with an open pre-check."""
    async with serving_pre_check(tmp_path) as served:
        yield served


async def finish(site: ServedPreCheck) -> PreCheckTab:
    """Answers all questions with the help of a note, and shows the result."""
    tab = await (await site.open()).type(GOOD_NOTE)
    return await (await (await tab.press("Take all 11")).type("no")).press("Show the result")


async def hand(tab: PreCheckTab) -> str:
    """Hands a result to the site, and returns the code as it is shown."""
    await (await tab.press(phrases.HAND_LABEL)).press(phrases.HAND_SURE_LABEL)
    return read_shown(tab.page.said)


def read_shown(said: str) -> str:
    """Returns the code that a page shows."""
    found = CODE.search(said)
    assert found is not None, said
    return found[1]


def count_rows(store: Store) -> dict[str, int]:
    """Returns how many rows each table has."""
    return {each.name: len(rows(store, each)) for each in metadata.tables.values()}


def find(store: Store) -> StoredScreening:
    """Returns the one screening that is kept."""
    (row,) = rows(store, screenings, screenings.c.is_forgotten.is_(False))
    with store.reading() as repository:
        found = repository.find_by_id(row["id"])
    assert found is not None
    return found


async def inspect(site: ServedPreCheck) -> list[str]:
    """Returns what an audit finds, once the writer has anchored what it has told already."""
    await asyncio.wrap_future(site.pre_check._writer.call(lambda: None))  # noqa: SLF001 - it anchors after it has told
    return sentences(site.store)


def take(site: ServedPreCheck, code: str, name: str = "carla") -> StoredScreening | CodeRefusal:
    """Lets somebody at the site say a code."""
    person, read = Person(site.store, name, now=site.pre_check.now()), read_one_time_code(code)
    assert read is not None
    taken: StoredScreening | CodeRefusal = site.store.take(
        person.inbound(), lambda uow: Handovers(uow).take(read)
    ).value
    return taken


async def test_nothing_is_kept_until_it_is_handed_over_and_confirmed(site: ServedPreCheck) -> None:
    """Protects "no row, no tally": only the second press keeps a screening, and a no leads back to the result."""
    before = count_rows(site.store)
    tab = await finish(site)
    heading = tab.page.heading
    await tab.press(phrases.HAND_LABEL)
    assert tab.page.heading == phrases.HAND_TITLE
    assert "forgotten" in tab.page.said
    assert tab.page.text_field is None, "a typed yes would be one to no question"
    assert count_rows(site.store) == before
    await tab.press(phrases.HAND_STAY_LABEL)
    assert tab.page.heading == heading
    assert count_rows(site.store) == before
    await hand(tab)
    changed = {name for name, count in count_rows(site.store).items() if count != before[name]}
    assert changed == {"screenings", "screening_keys", "entries", "handovers", "tally", "events", "definitions"}


async def test_somebody_at_the_site_takes_it_by_the_command_of_a_handover(site: ServedPreCheck) -> None:
    """Protects the way to the site: the result is there, it is theirs from now on, and the code works once."""
    code = await hand(await finish(site))
    assert find(site.store).owner == NOBODY
    anna = Visitor(site.store)
    anna.now = site.pre_check.now()
    anna.begins()
    said = anna.says(f"take {code}")
    assert "Eligible for Interfant-21 as answered" in said
    assert find(site.store).owner == "anna"
    assert isinstance(take(site, code, "ben"), CodeRefusal)
    assert isinstance(take(site, code), CodeRefusal)


async def test_the_trail_says_that_it_came_from_an_open_pre_check(site: ServedPreCheck) -> None:
    """Protects auditors: who began it, each answer, those of a note, the result, the code, and who took it."""
    taken = take(site, await hand(await finish(site)))
    assert isinstance(taken, StoredScreening)
    found = inspect_screening(site.store, taken)
    assert (found.faults, await inspect(site)) == ((), [])
    lines = [line.partition(" UTC  ")[2] for line in format_trail(dialogue().view, found)[:-1]]
    assert lines[0] == "open pre-check (web)  begun: interfant-21"
    assert len([line for line in lines if "taken: " in line]) == len(taken.screening.answers) == 12
    assert [entry.note for _, entry in found.entries].count(FROM_NOTE) == 11
    assert "result: protocol: eligible, blinatumomab: eligible" in lines[13]
    assert "open pre-check (web)  offered to a colleague: until " in lines[14]
    assert lines[15] == "carla (test)  taken over: from open pre-check"


async def test_it_counts_in_the_tally_once_as_a_referrers(site: ServedPreCheck) -> None:
    """Protects the screening log: a pre-check counts only where it was handed over, and taking it changes nothing."""
    code = await hand(await finish(site))
    (row,) = rows(site.store, tally)
    assert (row["role"], bool(row["is_finished"]), row["failed"]) == ("referrer", True, "[]")
    take(site, code)
    assert len(rows(site.store, tally)) == 1


async def test_the_same_form_hands_over_once_and_shows_the_same_code(site: ServedPreCheck) -> None:
    """Protects a double submit and a reload, also at once and after a restart: one screening, one code."""
    tab = await finish(site)
    code = await hand(tab)
    again = [await tab.send_again(), *await asyncio.gather(*(tab.send_again() for _ in range(5)))]
    site.pre_check.memory = PreCheckMemory()
    again.append(await tab.send_again())
    assert {read_shown(read_page(each.text).said) for each in again} == {code}
    assert len(rows(site.store, screenings)) == len(rows(site.store, handovers)) == 1


async def test_a_pre_check_is_handed_over_once_whatever_comes_later(site: ServedPreCheck) -> None:
    """Protects the site from two screenings of one infant: older pages are refused, also after a restart."""
    tab = await finish(site)
    result = tab.mark
    await hand(tab)
    for _ in range(2):
        await tab.send({"mark": result, "text": "change"})
        assert tab.page.heading == phrases.ANSWERED_TITLE
    site.pre_check.memory = PreCheckMemory()
    await tab.send({"mark": result, "text": "result"})
    await (await tab.press(phrases.HAND_LABEL)).press(phrases.HAND_SURE_LABEL)
    assert tab.page.heading == phrases.HANDED_BEFORE_TITLE
    assert len(rows(site.store, screenings)) == 1


async def test_after_its_hour_the_same_form_is_told_the_same_code(site: ServedPreCheck) -> None:
    """Protects whoever comes back to a page whose screening is at the site: no word says that nothing was kept."""
    tab = await finish(site)
    result = tab.mark
    code = await hand(tab)
    site.served.move_clock(timedelta(hours=2))
    assert read_shown(read_page((await tab.send_again()).text).said) == code
    handing = tab.sent
    await tab.send({"mark": result, "text": "status"})
    assert tab.page.heading == phrases.HANDED_BEFORE_TITLE
    assert isinstance(take(site, code), StoredScreening)
    await tab.send(handing)
    assert tab.page.heading == phrases.HANDED_BEFORE_TITLE
    assert len(rows(site.store, screenings)) == 1
    other = await finish(site)
    mark = other.mark
    site.served.move_clock(timedelta(hours=2))
    await other.send({**handing, "mark": mark})
    assert (other.answer.status, other.page.heading) == (403, phrases.OVER_TITLE), "it was not handed over"


async def test_after_an_update_of_the_trial_the_same_form_is_told_the_same_code(site: ServedPreCheck) -> None:
    """Protects the code from an update of the definition: the screening is at the site as it was."""
    tab = await finish(site)
    code = await hand(tab)
    desk, before = site.pre_check.desk, site.pre_check.desk.dialogue
    desk.dialogue = copy(before)
    desk.dialogue.trial = replace(before.trial, digest="sha256:updated")
    assert read_shown(read_page((await tab.send_again()).text).said) == code


async def test_untaken_it_is_forgotten_after_a_shift_with_its_key(site: ServedPreCheck) -> None:
    """Protects a screening of nobody: after 12 hours the sweep forgets it for good, and the code opens nothing."""
    tab = await finish(site)
    code = await hand(tab)
    begun = find(site.store).begun_at
    sweep(site.store, begun + LASTS - timedelta(seconds=2))
    assert len(rows(site.store, screening_keys)) == 1
    site.served.move_clock(LASTS)
    sweep(site.store, (begun + LASTS).replace(microsecond=0))
    assert (rows(site.store, screening_keys), rows(site.store, handovers)) == ([], [])
    (row,) = rows(site.store, screenings)
    assert (row["is_forgotten"], row["owner"], row["code"]) == (True, None, None)
    assert isinstance(take(site, code), CodeRefusal)
    assert await inspect(site) == []


async def test_an_operator_who_looks_at_it_makes_it_last_no_longer(site: ServedPreCheck) -> None:
    """Protects "untaken after 12 hours": what counts is when it was handed over, not when somebody looked."""
    await hand(await finish(site))
    stored = find(site.store)
    later = Person(site.store, "carla", now=stored.begun_at + timedelta(hours=11))
    site.store.take(later.inbound(), lambda uow: uow.note(uow.find_by_id(stored.id) or stored, EntryKind.READ))
    sweep(site.store, stored.begun_at + LASTS)
    assert rows(site.store, screening_keys) == []


async def test_taken_it_is_kept_like_any_other(site: ServedPreCheck) -> None:
    """Protects what the site took from the sweep: it lasts as long as the retention says."""
    taken = take(site, await hand(await finish(site)))
    assert isinstance(taken, StoredScreening)
    sweep(site.store, taken.touched_at + LASTS * 2)
    assert find(site.store).owner == "carla"
    sweep(site.store, taken.touched_at + timedelta(days=Retention().finished_days + 8))
    assert rows(site.store, screening_keys) == []


async def test_wrong_codes_are_counted_as_for_any_handover(site: ServedPreCheck) -> None:
    """Protects the code from being guessed: after five wrong ones nobody's right one is taken for an hour."""
    code = await hand(await finish(site))
    wrong = [make_code(RANDOM_CHARACTERS) for _ in range(WRONG_ALLOWED)]
    refused = [take(site, each) for each in (*wrong, code)]
    assert [each.why for each in refused if isinstance(each, CodeRefusal)] == [
        *[RefusalReason.WRONG] * WRONG_ALLOWED,
        RefusalReason.TOO_MANY,
    ]
    assert isinstance(take(site, code, "ben"), StoredScreening)


async def test_what_cannot_be_kept_just_now_is_held_on_the_page(site: ServedPreCheck) -> None:
    """Protects a handover from a database that is held: nothing is kept, and the same form does it later."""
    tab = await finish(site)
    writer = site.pre_check._writer  # noqa: SLF001 - it cannot write for a while
    working = writer.take

    async def refuse(*_: Any) -> Any:
        raise UNAVAILABLE

    writer.take = refuse  # type: ignore[method-assign, assignment]
    await (await tab.press(phrases.HAND_LABEL)).press(phrases.HAND_SURE_LABEL)
    assert (tab.answer.status, tab.page.heading) == (503, phrases.LATER_TITLE)
    assert rows(site.store, screenings) == []
    writer.take = working  # type: ignore[method-assign]
    await tab.press("Send again")
    assert read_shown(tab.page.said)
    assert len(rows(site.store, entries)) == 15


async def test_what_cannot_be_kept_leaves_the_result_as_it_was(site: ServedPreCheck) -> None:
    """Protects a result from a database that is held: it can be looked at and gone on with, and counts once."""
    site.pre_check.limits = PreCheckLimits(handovers=EventRate(burst=1, every_seconds=3_600))
    tab = await finish(site)
    result, heading = tab.mark, tab.page.heading
    writer = site.pre_check._writer  # noqa: SLF001 - it cannot write for a while
    working = writer.take

    async def refuse(*_: Any) -> Any:
        raise UNAVAILABLE

    writer.take = refuse  # type: ignore[method-assign, assignment]
    await (await tab.press(phrases.HAND_LABEL)).press(phrases.HAND_SURE_LABEL)
    handing = tab.sent
    await tab.press("Send again")
    assert tab.answer.status == 503, "it counts once among those of its network"
    writer.take = working  # type: ignore[method-assign]
    await tab.send({"mark": result, "text": phrases.HAND_LABEL})
    assert tab.page.heading == phrases.HAND_TITLE
    await tab.send(handing)
    assert read_shown(tab.page.said)
    await tab.send({"mark": result, "text": "privacy"})
    assert tab.page.heading == phrases.ANSWERED_TITLE
    other = await finish(site)
    site.pre_check.limits = PreCheckLimits()
    writer.take = refuse  # type: ignore[method-assign, assignment]
    await (await other.press(phrases.HAND_LABEL)).press(phrases.HAND_SURE_LABEL)
    writer.take = working  # type: ignore[method-assign]
    await other.send({"mark": other.sent["mark"], "text": phrases.HAND_LABEL})
    await other.press(phrases.HAND_STAY_LABEL)
    assert (other.answer.status, other.page.heading) == (200, heading)


async def test_a_screening_with_a_failed_criterion_is_handed_over_as_it_is(site: ServedPreCheck) -> None:
    """Protects the tally of what a pre-check came to: the criterion that failed is the one that the page showed."""
    tab = await (await site.open()).type("70 days", "b_precursor_all", "relapse", "stop here", "show the result")
    await hand(tab)
    (row,) = rows(site.store, tally)
    assert row["failed"] != "[]"
    assert find(site.store).outcome.determinations["protocol"] == "ineligible"
    assert await inspect(site) == []


async def test_a_network_hands_over_so_many(site: ServedPreCheck) -> None:
    """Protects the store and the screening log from hundreds of handovers; the same form is no further one."""
    site.pre_check.limits = PreCheckLimits(handovers=EventRate(burst=1, every_seconds=3_600))
    tab = await finish(site)
    code = await hand(tab)
    assert read_shown(read_page((await tab.send_again()).text).said) == code
    other = await finish(site)
    await (await other.press(phrases.HAND_LABEL)).press(phrases.HAND_SURE_LABEL)
    assert (other.answer.status, other.page.heading) == (429, phrases.BUSY_TITLE)
    assert len(rows(site.store, screenings)) == 1
    assert other.answer["Retry-After"] == "60"
    site.pre_check.limits = PreCheckLimits()
    await other.press("Send again")
    assert read_shown(other.page.said), "a refusal uses nothing up, and its page holds the form"


async def test_without_a_result_there_is_no_way_to_the_site(site: ServedPreCheck) -> None:
    """Protects the site from what is not finished: the button stands under the result only."""
    tab = await (await site.open()).type(*ANSWERS[:-1])
    assert phrases.HAND_LABEL not in {each.label for each in tab.page.buttons}
    await tab.type(phrases.HAND_LABEL)
    assert tab.page.heading != phrases.HAND_TITLE
    assert sessions.NOTHING_TO_FILE not in tab.page.said
