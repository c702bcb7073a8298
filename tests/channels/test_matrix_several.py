"""Several options in an encrypted chat, where nothing can be tapped: words and numbers choose them one by one."""

from pathlib import Path

import pytest
from matrix_chatting import MatrixWorld, find_last, matrix_chatting
from several_trial import TEXT

from dialogs import phrases
from dialogs.rules.answers import Selected

pytestmark = pytest.mark.asyncio


async def test_options_are_chosen_by_words_and_by_numbers(tmp_path: Path) -> None:
    """Protects people without buttons: what is chosen so far stands in the list, and "done" records it."""
    file = tmp_path / "several.yaml"
    file.write_text(TEXT, encoding="utf-8")
    async with matrix_chatting(MatrixWorld(), tmp_path, trial=str(file)) as bot:
        anna = await bot.let_in()
        await bot.say(anna, "BRCA1", "palb2")
        shown = find_last(anna).text
        assert phrases.SELECTED_SO_FAR.format(answer="BRCA1, PALB2", done="Done") in shown
        assert "✓ PALB2" in shown
        await bot.say(anna, "done")
        assert bot.list_answers(anna) == {"genes": Selected(("brca1", "palb2"))}
        assert "3) HIV" in find_last(anna).text
        await bot.say(anna, "3")
        assert "3) ✓ HIV" in find_last(anna).text
        await bot.say(anna, "1, 3")
        assert bot.list_answers(anna)["infections"] == Selected(("hepatitis_b", "hiv"))


async def test_a_list_is_taken_at_once_and_a_doubtful_one_asked_back(tmp_path: Path) -> None:
    """Protects typed lists: in the options' own words they are whole."""
    file = tmp_path / "several.yaml"
    file.write_text(TEXT, encoding="utf-8")
    async with matrix_chatting(MatrixWorld(), tmp_path, trial=str(file)) as bot:
        anna = await bot.let_in()
        await bot.say(anna, "BRCA1 or ATM")
        assert "Which of these: “BRCA1”, “ATM” or “BRCA1, ATM”?" in find_last(anna).text
        await bot.say(anna, "BRCA1 and ATM; PALB2 not tested")
        assert bot.list_answers(anna) == {"genes": Selected(("brca1", "atm"), ("palb2",))}
