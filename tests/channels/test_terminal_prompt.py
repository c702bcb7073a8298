"""The prompt: what the keys do, with keys from a pipe and no screen."""

import asyncio

import pytest
from messages import make_message
from prompt_toolkit.input import create_pipe_input
from prompt_toolkit.output import DummyOutput

from bot.channels.terminal import wording
from bot.channels.terminal.choice_columns import count_prompt_lines, lay_out
from bot.channels.terminal.choices import Choices
from bot.channels.terminal.keys import LONGEST_PASTE
from bot.channels.terminal.prompt import Prompt
from bot.channels.terminal.render_context import RenderContext
from dialogs.conversation.messages import Button, Message
from dialogs.conversation.screening import Event, Said, Tapped

SIX = tuple(Button(f"Choice {each}", each) for each in "abcdef")
"""Choices that stand in two columns: a, b, c in the first, and d, e, f in the second."""
BUTTONS = (Button("Rearranged", "is:rearranged"), Button("Germline", "is:germline"), Button("Don't know", "unknown"))
MESSAGE = make_message("What is the KMT2A status?", BUTTONS, 4, numbered=len(BUTTONS))

UP, DOWN, RIGHT, LEFT = "\x1b[A", "\x1b[B", "\x1b[C", "\x1b[D"
TAB, BACK_TAB, ENTER, CTRL_C, CTRL_D = "\t", "\x1b[Z", "\r", "\x03", "\x04"
PASTE = "\x1b[200~{}\x1b[201~"


def asked(keys: str, message: Message = MESSAGE) -> Event | None:
    """Returns what a prompt gives back for the keys."""
    with create_pipe_input() as pipe:
        pipe.send_text(keys)
        return Prompt(message, RenderContext()).ask(pipe, DummyOutput())


@pytest.mark.parametrize(
    ("keys", "key"),
    [
        (DOWN, "is:rearranged"),
        (DOWN + DOWN, "is:germline"),
        (TAB + TAB + BACK_TAB, "is:rearranged"),
        (UP, "unknown"),
        (DOWN + UP, "unknown"),
        (UP + DOWN, "is:rearranged"),
        (ENTER + ENTER + DOWN, "is:rearranged"),
        ("x\x7f" + DOWN, "is:rearranged"),
        ("half" + CTRL_C + DOWN, "is:rearranged"),
        (DOWN + DOWN + "x\x7f" + DOWN, "is:rearranged"),
    ],
)
def test_arrows_and_tab_mark_and_enter_takes(keys: str, key: str) -> None:
    """Protects the keys: they go round the ends, and a typed text unmarks."""
    assert asked(keys + ENTER) == Tapped(4, key)


@pytest.mark.parametrize(
    ("keys", "key"),
    [
        (RIGHT, "a"),
        (DOWN + RIGHT, "d"),
        (DOWN + RIGHT + DOWN, "e"),
        (DOWN + DOWN + DOWN + DOWN, "d"),
        (DOWN + DOWN + RIGHT + LEFT, "b"),
        (DOWN + DOWN + LEFT, "e"),
        (UP + LEFT, "c"),
        (RIGHT + RIGHT + UP, "c"),
    ],
)
def test_sideways_keys_lead_to_the_other_column(keys: str, key: str) -> None:
    """Protects "choices in two columns": up and down go through all in the order of their numbers, as before."""
    assert asked(keys + ENTER, make_message("Which?", SIX, 4, numbered=6)) == Tapped(4, key)


def test_five_choices_leave_the_last_row_of_the_first_column_without_a_neighbour() -> None:
    """Protects the key to the right there: it leads to the last choice rather than nowhere."""
    assert asked(DOWN * 3 + RIGHT + ENTER, make_message("Which?", SIX[:5], 4, numbered=5)) == Tapped(4, "e")


def test_sideways_keys_move_in_a_typed_text() -> None:
    """Protects the mending of a text: left and right are its own there, and one column has no other."""
    assert asked("germlne" + LEFT * 2 + "i" + ENTER) == Said("germline")
    assert asked(RIGHT + LEFT + ENTER + CTRL_D) is None


@pytest.mark.parametrize(
    ("columns", "lines"),
    [
        (80, ["  1 Choice a    4 Choice d", "  2 Choice b    5 Choice e", "  3 Choice c    6 Choice f"]),
        (24, ["  1 Choice a  4 Choice d", "  2 Choice b  5 Choice e", "  3 Choice c  6 Choice f"]),
        (23, [f"  {number} Choice {each}" for number, each in enumerate("abcdef", 1)]),
        (11, [each for number, of in enumerate("abcdef", 1) for each in (f"  {number} Choice", f"    {of}")]),
    ],
)
def test_choices_stand_in_two_columns_where_they_fit(columns: int, lines: list[str]) -> None:
    """Protects short screens, and narrow ones: no label is cut, and none is wrapped to save a line."""
    choices = Choices(make_message("Which?", SIX, 1, numbered=6))
    drawn = [
        "".join(piece.words + " " * piece.padding for piece in line)
        for line in lay_out(choices, RenderContext(), columns)
    ]
    assert drawn == lines
    assert count_prompt_lines(choices.message, RenderContext(), columns) == len(lines) + 2


@pytest.mark.parametrize("is_tight", [False, True])
@pytest.mark.parametrize("buttons", [(), BUTTONS, SIX])
def test_a_prompt_takes_as_many_lines_as_are_reckoned_with(
    buttons: tuple[Button, ...],
    is_tight: bool,  # noqa: FBT001 - a column of the table
) -> None:
    """Protects what stands above: whether it fits, and what can be taken away, is reckoned from these lines."""
    message, context = make_message("Which?", buttons, 1, numbered=len(buttons)), RenderContext(is_tight=is_tight)

    async def measure() -> int:
        return Prompt(message, context).make_layout().preferred_height(80, 24).preferred

    assert count_prompt_lines(message, context, 80) == asyncio.run(measure())


def test_few_choices_stand_beneath_each_other() -> None:
    """Protects the look of yes and no."""
    assert len(lay_out(Choices(make_message("Which?", SIX[:3], 1, numbered=3)), RenderContext(), 80)) == 3
    assert count_prompt_lines(make_message("Paused."), RenderContext(), 80) == 1


@pytest.mark.parametrize(
    ("keys", "can_open", "event"),
    [
        (" ", True, Said("unfold")),
        (DOWN + " ", True, Said("unfold")),
        ("a b" + ENTER, True, Said("a b")),
        (" a" + ENTER, False, Said(" a")),
        (PASTE.format(" a") + ENTER, True, Said("a")),
    ],
)
def test_the_space_bar_opens_what_is_folded_on_an_empty_line(
    keys: str,
    can_open: bool,  # noqa: FBT001 - a column of the table
    event: Event,
) -> None:
    """Protects "details by key": one key, which begins no text; where nothing is folded it is a space."""
    with create_pipe_input() as pipe:
        pipe.send_text(keys)
        assert Prompt(MESSAGE, RenderContext(), can_open=can_open).ask(pipe, DummyOutput()) == event


@pytest.mark.parametrize(
    ("keys", "text"),
    [
        ("2", "2"),
        ("germline", "germline"),
        (DOWN + DOWN + "rearranged", "rearranged"),
        ("rearranged" + DOWN + DOWN, "rearranged"),
        ("half" + CTRL_C + "germline", "germline"),
        (PASTE.format("2026-01-31\r\n\n  2026-05-31\n"), "2026-01-31\n2026-05-31"),
        (PASTE.format("1\n" * 10_000), "\n".join("1" * (LONGEST_PASTE // 2))),
        ("≤ 4 µg", "≤ 4 µg"),
    ],
)
def test_a_typed_text_goes_before_a_marked_row(keys: str, text: str) -> None:
    """Protects "type any text and press Enter", and pasted lines from answering two questions."""
    assert asked(keys + ENTER) == Said(text)


@pytest.mark.parametrize(
    "keys", [CTRL_C, CTRL_D, ENTER + CTRL_C, "  " + ENTER + CTRL_C + CTRL_C, "half" + CTRL_C + CTRL_C, DOWN + CTRL_D]
)
def test_enter_on_nothing_stays_and_the_person_can_leave(keys: str) -> None:
    """Protects against answering by accident: nothing is marked at first; Ctrl-C clears, then leaves."""
    assert asked(keys) is None


def test_ctrl_d_in_a_text_does_not_leave() -> None:
    """Protects a half-typed text."""
    assert asked("germline" + CTRL_D + ENTER) == Said("germline")


def test_a_message_without_buttons_takes_only_words() -> None:
    """Protects the pause, which has no buttons."""
    assert asked(DOWN + ENTER + "resume" + ENTER, make_message("Paused.")) == Said("resume")


def test_a_hang_up_leaves() -> None:
    """Protects from a traceback when the terminal goes away."""
    with create_pipe_input() as pipe:
        pipe.close()
        assert Prompt(MESSAGE, RenderContext()).ask(pipe, DummyOutput()) is None


def test_a_marked_row_shows_without_colour() -> None:
    """Protects people who see no colours: one row has the pointer, and at first none has."""
    choices = Choices(MESSAGE)
    assert [row.lead for row in choices.make_rows()] == ["  1 ", "  2 ", "  3 "]
    assert [row.lead for row in choices.move(1).move(1).make_rows()] == ["  1 ", "❯ 2 ", "  3 "]
    assert choices.move(1).clear() == choices


def test_rows_have_no_numbers_where_a_number_answers() -> None:
    """Protects "on a question that is answered by a number the buttons have no numbers"."""
    assert {row.lead for row in Choices(make_message("How old?", BUTTONS, 1)).make_rows()} == {"  • "}
    assert [row.lead for row in Choices(make_message("Which?", BUTTONS * 4, 1, numbered=len(BUTTONS) * 4)).make_rows()][
        8:10
    ] == [
        "   9 ",
        "  10 ",
    ]


def test_the_hint_says_what_enter_would_do() -> None:
    """Protects the line beneath the rows: it is never wrong about Enter."""
    prompt = Prompt(MESSAGE, RenderContext())
    assert prompt.hint() == wording.NUMBER_HINT
    prompt.move(1)
    assert prompt.hint() == wording.CHOSEN_HINT
    prompt.typed.insert_text("4")
    prompt.move(1)
    assert prompt.choices.chosen is None
    prompt.clear()
    assert (prompt.hint(), prompt.event()) == (wording.NUMBER_HINT, None)
    prompt.was_empty_enter = True
    assert prompt.hint() == wording.NOTHING_CHOSEN
    assert Prompt(make_message("How old?", BUTTONS, 1), RenderContext()).hint() == wording.ANSWER_HINT
    assert Prompt(make_message("Paused."), RenderContext()).hint() == wording.SAY_HINT
