"""Telegram from end to end: a person at the stand-in, intake, session service, storage, outbox, sending."""

import asyncio
from pathlib import Path

import pytest
from serving import running, texts, toasts

from bot.channels.handling import phrases
from bot.channels.telegram.phrases import WELCOME
from bot.workbench.telegram_standin import Standin
from dialogs.rules.answers import Known


@pytest.mark.asyncio
async def test_an_infant_is_screened_by_taps_and_words_up_to_the_result(tmp_path: Path) -> None:
    """Protects the whole way: an invitation, one question after the other, no keyboard once answered, the verdicts."""
    with Standin() as standin:
        anna = standin.person(7, "Anna")
        async with running(standin, tmp_path) as bot:
            await bot.does(lambda: anna.starts(bot.invitation()))
            assert WELCOME in "\n".join(texts(anna))
            assert "How old was the infant" in texts(anna)[-1]
            await bot.does(lambda: anna.sends("120 days"))
            for label in ("B-precursor ALL", "Newly diagnosed", "Rearranged", "None", "No"):
                await bot.does(lambda label=label: anna.taps(label))  # type: ignore[misc]  # a default of a lambda
            for said in ("given", "positive", "CNS1"):
                await bot.does(lambda said=said: anna.sends(said))  # type: ignore[misc]
            for label in ("No", "None", "No", "Show the result"):
                await bot.does(lambda label=label: anna.taps(label))  # type: ignore[misc]
            seen = "\n".join(texts(anna))
        assert "Eligible for Interfant-21 as answered." in seen
        assert "\n2 · Diagnosis: B-precursor ALL\n" in seen, "the answered question shows its answer"
        assert "What is the diagnosis?" not in seen, "it has shrunk to one line"
        assert sum(any(message.buttons()) for message in anna.sees()) == 1, "only what stands open has buttons"


@pytest.mark.asyncio
async def test_a_double_tap_changes_nothing_and_is_told(tmp_path: Path) -> None:
    """Protects "the second tap of a double tap would answer the next question"."""
    with Standin() as standin:
        anna = standin.person(7, "Anna")
        async with running(standin, tmp_path) as bot:
            await bot.does(lambda: anna.starts(bot.invitation()))
            await bot.does(lambda: anna.sends("120 days"))
            await bot.does(lambda: anna.taps("B-cell MPAL", times=2))
            with bot.store.reading() as repository:
                (stored,) = repository.list_owned("telegram:7")
        assert set(stored.screening.answers) == {"age_days", "diagnosis"}
        assert len(toasts(anna)) == 1
        assert "no longer open, and nothing was changed. Recorded there: Diagnosis: B-cell MPAL." in toasts(anna)[0]
        assert not any("no longer open" in text for text in texts(anna))


@pytest.mark.asyncio
async def test_whoever_was_not_let_in_learns_nothing(tmp_path: Path) -> None:
    """Protects "unknown senders learn nothing": words, guesses and taps get no answer, and none of them is stored."""
    with Standin() as standin:
        eve = standin.person(9, "Eve")
        async with running(standin, tmp_path) as bot:
            for said in ("hello", "/start", "/start AAAAAAAAAAAAAAAAAAAAAAAAAAA", "/list"):
                await bot.does(lambda said=said: eve.sends(said))  # type: ignore[misc]
            with bot.store.reading() as repository:
                assert repository.list_owned("telegram:9") == []
        assert texts(eve) == ["hello", "/start", "/start AAAAAAAAAAAAAAAAAAAAAAAAAAA", "/list"]


@pytest.mark.asyncio
async def test_a_restart_in_the_middle_loses_nothing(tmp_path: Path) -> None:
    """Protects "be interrupted, come back": what was said while the bot was away is taken when it is back."""
    with Standin() as standin:
        anna = standin.person(7, "Anna")
        async with running(standin, tmp_path) as bot:
            await bot.does(lambda: anna.starts(bot.invitation()))
            await bot.does(lambda: anna.sends("120 days"))
        await asyncio.to_thread(anna.taps, "T-ALL")
        async with running(standin, tmp_path) as bot:
            await asyncio.to_thread(standin.quiet, 10)
            with bot.store.reading() as repository:
                (stored,) = repository.list_owned("telegram:7")
        assert set(stored.screening.answers) == {"age_days", "diagnosis"}


@pytest.mark.asyncio
async def test_edits_pictures_and_forged_buttons_are_answered_and_change_nothing(tmp_path: Path) -> None:
    """Protects "edited messages answered, never silently taken", and what cannot be read."""
    with Standin() as standin:
        anna = standin.person(7, "Anna")
        async with running(standin, tmp_path) as bot:
            await bot.does(lambda: anna.starts(bot.invitation()))
            await bot.does(lambda: anna.sends("120 days"))
            said = next(message for message in anna.sees() if message.text == "120 days")
            await bot.does(lambda: anna.edits(said, "12 days"))
            await bot.does(lambda: anna.taps_data("Zm9yZ2Vk", anna.last))
            with bot.store.reading() as repository:
                (stored,) = repository.list_owned("telegram:7")
        seen = "\n".join(texts(anna))
        assert phrases.EDITED in seen
        assert toasts(anna) == [phrases.NOT_A_BUTTON]
        assert set(stored.screening.answers) == {"age_days"}
        assert stored.screening.answers["age_days"] == Known(120)
