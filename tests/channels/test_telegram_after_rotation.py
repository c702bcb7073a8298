"""A bot that is served again after a deep rotation: people go on where they were, and old buttons are told."""

from contextlib import closing
from pathlib import Path

import pytest
from serving import now, running, texts, toasts
from stores import KEY, OTHER_KEY, place

from bot.channels.handling import phrases
from bot.workbench.telegram_standin import Standin
from storage.maintenance.rotation import rotate
from storage.opening.opening import open_store


@pytest.mark.asyncio
async def test_people_go_on_after_a_deep_rotation(tmp_path: Path) -> None:
    """Protects whoever is in the middle of a screening: they are let in, the question is open, an answer is taken."""
    with Standin() as standin:
        anna = standin.person(7, "Anna")
        async with running(standin, tmp_path) as bot:
            await bot.does(lambda: anna.starts(bot.invitation()))
            await bot.does(lambda: anna.sends("120 days"))
        with closing(open_store(place(tmp_path), KEY, now())) as store:
            rotate(store, OTHER_KEY, now(), "an operator", is_deep=True)
        async with running(standin, tmp_path, key=OTHER_KEY) as bot:
            await bot.does(lambda: anna.taps("B-precursor ALL"))
            assert toasts(anna) == [phrases.NOT_A_BUTTON]
            await bot.does(lambda: anna.sends("b-precursor"))
            assert "✓ Diagnosis: B-precursor ALL" in "\n".join(texts(anna))
            await bot.does(lambda: anna.taps("Newly diagnosed"))
            assert "✓ Phase of the disease: Newly diagnosed" in "\n".join(texts(anna))
