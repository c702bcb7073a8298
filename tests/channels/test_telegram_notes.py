"""A note's page in Telegram once it is over: one line says what became of it, and nothing says what holds no more."""

from pathlib import Path

import pytest
from pasted_notes import GOOD
from serving import running, texts

from bot.workbench.telegram_standin import Standin
from dialogs.phrases import CHANGE_ONE_LABEL, TAKE_NONE_LABEL

TAKE = "Take all 6"
OTHER = "12-wk boy, pro-B ALL, no steroids"


@pytest.mark.parametrize(
    ("does", "lines"),
    [
        (TAKE, ["I read 6 answers: taken"]),
        ("take all", ["I read 6 answers: taken"]),
        (TAKE_NONE_LABEL, ["I read 6 answers: none taken"]),
        (f"note: {OTHER}", ["I read 6 answers: changed, see below"]),
        ("T-ALL and CD19 negative", ["I read 6 answers: changed, see below"]),
        (CHANGE_ONE_LABEL, ["I read 6 answers: see below"]),
    ],
)
@pytest.mark.asyncio
async def test_a_page_that_is_over_is_one_line(does: str, lines: list[str], tmp_path: Path) -> None:
    """Protects whoever scrolls back: a page that was taken never says that nothing is recorded yet."""
    with Standin() as standin:
        anna = standin.person(7, "Anna")
        async with running(standin, tmp_path) as bot:
            await bot.does(lambda: anna.starts(bot.invitation()))
            await bot.does(lambda: anna.sends(GOOD))
            page = next(at for at, each in enumerate(texts(anna)) if "I read 6 answers" in each)
            is_button = does in {button["text"] for button in anna.last.buttons()}
            await bot.does(lambda: anna.taps(does) if is_button else anna.sends(does))
        assert texts(anna)[page].split("\n") == lines
        assert "Nothing is recorded yet" not in texts(anna)[page]
