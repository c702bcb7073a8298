"""Several options chosen one after another in Telegram: one message, whose buttons say what is chosen so far."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from serving import Running, running, texts, toasts
from several_trial import TEXT

from bot.workbench.telegram_standin import Person, Standin
from dialogs import phrases
from dialogs.conversation.screening import Screening
from dialogs.rules.answers import Selected


@asynccontextmanager
async def serving(standin: Standin, folder: Path) -> AsyncIterator[Running]:
    """Serves the trial with several options, from its file."""
    file = folder / "several.yaml"
    file.write_text(TEXT, encoding="utf-8")
    async with running(standin, folder, trial=str(file)) as bot:
        yield bot


def read_screening(bot: Running) -> Screening:
    """Returns the only screening that is stored."""
    with bot.store.reading() as repository:
        (stored,) = repository.list_owned("telegram:7")
    return stored.screening


def find_data(anna: Person, label: str) -> str:
    """Returns what the button with a label carries."""
    return str(next(each["callback_data"] for each in anna.last.buttons() if each["text"] == label))


def list_labels(anna: Person) -> list[str]:
    """Returns what the buttons under the last message say."""
    return [each["text"] for each in anna.last.buttons()]


@pytest.mark.asyncio
async def test_options_are_ticked_in_one_message_until_it_is_done(tmp_path: Path) -> None:
    """Protects the chat from a message for each tap, and the answer from being taken before it is whole."""
    with Standin() as standin:
        anna = standin.person(7, "Anna")
        async with serving(standin, tmp_path) as bot:
            await bot.does(lambda: anna.starts(bot.invitation()))
            before = len(texts(anna))
            for label in ("BRCA1", "PALB2"):
                await bot.does(lambda label=label: anna.taps(label))  # type: ignore[misc]  # a default of a lambda
            assert len(texts(anna)) == before, "no message was added"
            assert list_labels(anna)[:6] == ["✓ BRCA1", "BRCA2", "ATM", "✓ PALB2", "PIK3CA hotspot", "Done"]
            assert toasts(anna)[-1] == phrases.SELECTED_SO_FAR.format(answer="BRCA1, PALB2", done="Done")
            await bot.does(lambda: anna.taps("Done"))
            assert read_screening(bot).answers == {"genes": Selected(("brca1", "palb2"))}
            assert any("1 · Genes with a mutation: BRCA1, PALB2" in text for text in texts(anna))


@pytest.mark.asyncio
async def test_double_and_late_taps_on_options_do_no_harm(tmp_path: Path) -> None:
    """Protects the selection: a tap that comes twice is no second thought, and an old "Done" records nothing."""
    with Standin() as standin:
        anna = standin.person(7, "Anna")
        async with serving(standin, tmp_path) as bot:
            await bot.does(lambda: anna.starts(bot.invitation()))
            message = anna.last
            none = find_data(anna, "None of these")
            await bot.does(lambda: anna.taps("BRCA1", times=2))
            assert list_labels(anna)[0] == "✓ BRCA1"
            done = find_data(anna, "Done")
            await bot.does(lambda: anna.taps("ATM"))
            for late in (none, done):
                await bot.does(lambda late=late: anna.taps_data(late, message))  # type: ignore[misc]
                assert toasts(anna)[-1] == phrases.STALE_BUTTON
            await bot.does(lambda: anna.taps("Done", times=2))
            assert read_screening(bot).answers == {"genes": Selected(("brca1", "atm"))}
            assert "no longer open" in toasts(anna)[-1]


@pytest.mark.asyncio
async def test_a_selection_is_there_after_a_restart(tmp_path: Path) -> None:
    """Protects "be interrupted, come back", before and after the first answer is stored."""
    with Standin() as standin:
        anna = standin.person(7, "Anna")
        async with serving(standin, tmp_path) as bot:
            await bot.does(lambda: anna.starts(bot.invitation()))
            await bot.does(lambda: anna.taps("BRCA1"))
        await asyncio.to_thread(anna.taps, "ATM")
        async with serving(standin, tmp_path) as bot:
            await bot.does(lambda: None)
            assert list_labels(anna)[:3] == ["✓ BRCA1", "BRCA2", "✓ ATM"]
            await bot.does(lambda: anna.taps("Done"))
            await bot.does(lambda: anna.taps("HIV"))
        async with serving(standin, tmp_path) as bot:
            assert read_screening(bot).picked == Selected(("hiv",))
            await bot.does(lambda: anna.taps("Tuberculosis"))
            await bot.does(lambda: anna.taps("Done"))
            assert read_screening(bot).answers["infections"] == Selected(("hiv", "tuberculosis"))


@pytest.mark.asyncio
async def test_words_add_to_what_was_tapped_and_a_list_is_asked_back(tmp_path: Path) -> None:
    """Protects what was ticked: a list that leaves it out may be meant to add to it, and is never just taken."""
    with Standin() as standin:
        anna = standin.person(7, "Anna")
        async with serving(standin, tmp_path) as bot:
            await bot.does(lambda: anna.starts(bot.invitation()))
            await bot.does(lambda: anna.taps("BRCA1"))
            await bot.does(lambda: anna.sends("atm"))
            assert list_labels(anna)[:3] == ["✓ BRCA1", "BRCA2", "✓ ATM"]
            await bot.does(lambda: anna.sends("PALB2 and PIK3CA"))
            assert "Which of these: “BRCA1, ATM, PALB2, PIK3CA hotspot” or “PALB2, PIK3CA hotspot”?" in texts(anna)[-1]
            await bot.does(lambda: anna.taps("PALB2, PIK3CA hotspot"))
            assert read_screening(bot).answers == {"genes": Selected(("palb2", "pik3ca"))}
