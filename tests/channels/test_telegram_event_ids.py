"""The ids of events belong to the bot that got them: each bot of Telegram counts its own updates."""

from pathlib import Path

import pytest
from serving import now, running, texts
from stores import KEY, NOW, place, store_at

from bot.channels.telegram.phrases import WELCOME
from bot.workbench.telegram_standin import Standin
from bot.workbench.telegram_standin.updates import FIRST
from dialogs.rules.answers import Known
from storage.features.dead_letters import add_dead_letter
from storage.maintenance.event_ids import BROUGHT_AGAIN, prefix_event_ids
from storage.maintenance.verify import inspect_all
from storage.model.people import AccountName
from storage.model.stored import InboundEvent
from storage.unit_of_work.store import Store

OTHER_TOKEN = "43:a-token-for-another-bot-only"


def takes(store: Store, event_id: str, channel: str = "telegram") -> bool:
    """Takes an event, and says whether it was new."""
    inbound = InboundEvent(channel, event_id, "telegram:7", AccountName("telegram:7"), NOW)
    return not store.take(inbound, lambda _: None).is_duplicate


@pytest.mark.asyncio
async def test_another_bot_may_bring_the_same_numbers_again(tmp_path: Path) -> None:
    """Protects a deployment that changes its bot: what people say to the new one is no duplicate of anything."""
    with Standin() as standin:
        anna = standin.person(7, "Anna")
        async with running(standin, tmp_path) as bot:
            await bot.does(lambda: anna.starts(bot.invitation()))
            await bot.does(lambda: anna.sends("hello"))
    with Standin(token=OTHER_TOKEN) as standin:
        anna = standin.person(7, "Anna")
        async with running(standin, tmp_path) as bot:
            await bot.does(anna.starts)
            await bot.does(lambda: anna.sends("120 days"))
            with bot.store.reading() as repository:
                (stored,) = repository.list_owned("telegram:7")
    assert stored.screening.answers == {"age_days": Known(120)}


@pytest.mark.asyncio
async def test_what_the_last_release_took_is_not_taken_twice(tmp_path: Path) -> None:
    """Protects the upgrade: an update that was committed under its bare number, and is brought again, does nothing."""
    with store_at(place(tmp_path), KEY, now()) as store:
        former = InboundEvent("telegram", str(FIRST), "telegram:7", AccountName("telegram:7"), now())
        store.take(former, lambda _: None)
    with Standin() as standin:
        anna = standin.person(7, "Anna")
        async with running(standin, tmp_path) as bot:
            await bot.does(lambda: anna.starts(bot.invitation()))
            assert WELCOME not in "\n".join(texts(anna))
            assert bot.counted('turns_total{ending="duplicate"}') == 1
            await bot.does(lambda: anna.starts(bot.invitation()))
            assert WELCOME in "\n".join(texts(anna))


def test_late_ids_get_the_name_of_their_bot_and_all_others_stay(store: Store) -> None:
    """Protects what is asked for: an id of this bot is known by its new name; other channels keep theirs."""
    for number in range(5):
        takes(store, f"{number}")
    takes(store, "again:telegram:7:1")
    takes(store, "3", "test")
    assert prefix_event_ids(store, "telegram", "42:", NOW, most=2) == 5
    assert prefix_event_ids(store, "telegram", "42:", NOW, most=2) == 0
    assert not any(takes(store, f"42:{number}") for number in range(5))
    assert not takes(store, "again:telegram:7:1")
    assert not takes(store, "3", "test")
    assert takes(store, "3")
    assert prefix_event_ids(store, "telegram", "43:", NOW + 2 * BROUGHT_AGAIN) == 0
    assert [fault for found in inspect_all(store) for fault in found.faults] == []


@pytest.mark.asyncio
async def test_a_dead_letter_bears_the_name_of_its_bot(tmp_path: Path) -> None:
    """Protects dead letters of two bots: neither takes the other's place."""
    with Standin() as standin:
        async with running(standin, tmp_path) as bot:
            await bot.does(lambda: standin.put({"message": 5}))
            known = InboundEvent("telegram", f"42:{FIRST}", "", AccountName("telegram"), now())
            assert bot.store.take(known, lambda uow: add_dead_letter(uow, "failed")).is_duplicate
