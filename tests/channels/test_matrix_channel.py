"""The Matrix channel, served whole at the stand-in: what each promise of the contract comes to."""

from pathlib import Path

import pytest
from matrix_chatting import MatrixWorld, find_last, list_texts, matrix_chatting

from bot.channels.matrix import phrases
from dialogs.rules.answers import Known


@pytest.mark.asyncio
async def test_a_person_comes_is_let_in_and_answers(tmp_path: Path) -> None:
    """Protects the whole way: an invitation to a room, a token, questions, numbers, and an answer that is recorded."""
    async with matrix_chatting(MatrixWorld(), tmp_path) as bot:
        anna = await bot.let_in()
        assert find_last(anna).text.startswith(phrases.WELCOME)
        await bot.say(anna, "120 days")
        assert "1) " in find_last(anna).text
        number = next(line for line in find_last(anna).text.splitlines() if line.endswith(") T-ALL")).partition(")")[0]
        await bot.say(anna, number)
        assert bot.list_answers(anna) == {"age_days": Known(120), "diagnosis": Known("t_all")}
        assert bot.list_waiting() == []
        assert "How old" not in "\n".join(list_texts(anna)[:-1])
