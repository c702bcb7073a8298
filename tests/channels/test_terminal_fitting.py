"""Every kind of result on a screen: at most one of 80 by 24, and the verdicts in sight on one of 40 by 30."""

import re
from dataclasses import replace
from pathlib import Path

import pytest
from dialogue import FIT, NOW
from drawn_pages import seat
from verdict_kinds import SCREENINGS, conclude, play

from bot.channels.terminal import wording
from bot.channels.terminal.cards import word_verdict
from bot.channels.terminal.choice_columns import count_prompt_lines
from bot.channels.terminal.message_page import find_verdicts
from dialogs.conversation.dialogue import Dialogue
from dialogs.conversation.messages import Button, Message
from dialogs.conversation.result_messages import mark_result
from dialogs.conversation.screening import Said
from dialogs.conversation.state_machine import SETTLED
from dialogs.loading.loading import load
from dialogs.loading.sites import Contacts, Hospital

LABELS = ("Every criterion", "Report (PDF)", "Picture", "Hand over", "Change an answer", "Another screening")
"""Buttons as a screening that is kept has them under its result; one more than fit two columns of three."""


CALLS = {
    "Hospital of the First City": "+49 30 0000 0000",
    "Second Hospital": "trials@second.example",
    "Third": "see there",
}
HOSPITALS = [Hospital(name={"en": name}, contact={"en": call}) for name, call in CALLS.items()]


@pytest.fixture(scope="module")
def dialogue() -> Dialogue:
    file = Path("dialogs/trials/interfant-21.yaml")
    trial = load(file.read_text(encoding="utf-8"), file.name)
    return Dialogue(trial, contacts=Contacts(hospitals=[*HOSPITALS, *HOSPITALS]))


def show(messages: tuple[Message, ...], columns: int, rows: int) -> tuple[list[str], int]:
    """Returns all lines of a terminal after messages, and how many of the last ones are above the prompt in sight."""
    with seat(columns, rows) as person:
        person.session.show_messages(messages)
        context = person.session.screen.make_context()
        tight = replace(context, is_tight=person.session.is_tight)
        return person.read(), rows - count_prompt_lines(messages[-1], tight, columns)


def conclude_kept(dialogue: Dialogue, name: str) -> tuple[Message, ...]:
    """Returns the messages of a result, the last with the code and the buttons that a kept screening has."""
    *before, last = conclude(dialogue, name).messages
    last = mark_result(last, "K7Q4-2MX", "open K7Q4-2MX")
    buttons = (*(Button(label, label) for label in LABELS), Button("Start over", "start_over"))
    return (*before, replace(last, buttons=buttons, numbered=len(buttons)))


@pytest.mark.parametrize("name", SCREENINGS)
def test_a_result_with_its_choices_is_one_screen(dialogue: Dialogue, name: str) -> None:
    """Protects "the result at most one screen of 80x24 before folding": nothing is to scroll."""
    lines, in_sight = show(conclude_kept(dialogue, name), 80, 24)
    assert len(lines) <= in_sight, "\n".join(lines)
    assert max(map(len, lines)) <= 80


@pytest.mark.parametrize("name", SCREENINGS)
def test_no_verdict_is_scrolled_out_on_a_phone(dialogue: Dialogue, name: str) -> None:
    """Protects a phone over ssh, 40 by 30: each verdict with its sign is in sight, above the choices."""
    messages = conclude_kept(dialogue, name)
    lines, in_sight = show(messages, 40, 30)
    verdicts = [each for message in messages for each in find_verdicts(message)]
    shown = " ".join(" ".join(lines[-in_sight:]).split())
    assert len(verdicts) == 2
    missing = [
        each for each in verdicts if f"{each.name}: {each.text}" not in shown and word_verdict(each) not in shown
    ]
    assert missing == []
    assert max(map(len, lines)) <= 40


@pytest.mark.thinned(5)
@pytest.mark.parametrize(("columns", "rows"), [(80, 24), (40, 30)])
@pytest.mark.parametrize("name", SCREENINGS)
def test_no_question_is_scrolled_out(dialogue: Dialogue, name: str, columns: int, rows: int) -> None:
    """Protects every question, ask-back and menu: what it asks, with all that belongs to it, is in sight."""
    for turn in play(dialogue, name):
        last = turn.messages[-1]
        lines, in_sight = show((last,), columns, rows)
        shown = re.sub(r"\s+", " ", " ".join(lines[-in_sight:]))
        text = last.text.split("\n")[-1].removeprefix("- ")
        assert turn.verdict is not None or " ".join(text.split()) in shown
        assert turn.verdict is not None or len(lines) <= in_sight, "\n".join(lines)
        assert turn.verdict is not None or not any(line.startswith(wording.IN_SHORT) for line in lines)


FAILING = ("400 days", "T-ALL", "relapsed", "germline", "systemic|20 mg/m²/day|10 days", "yes")
"""Answers to each of the first questions in turn that settle the trial."""


@pytest.mark.thinned(3)
@pytest.mark.parametrize("before", ["fitting", "unknown", "waiting"])
@pytest.mark.parametrize("count", [0, 1, 2, 6])
def test_no_early_end_is_scrolled_out_on_a_phone(dialogue: Dialogue, count: int, before: str) -> None:
    """Protects the first screen that says "not eligible", whatever the reason, and however many hospitals there are."""
    listed = Dialogue(dialogue.trial, contacts=Contacts(hospitals=[*HOSPITALS, *HOSPITALS][:count]))
    for place, failing in enumerate(FAILING):
        said = [*(FIT[:place] if before == "fitting" else [before] * place), *failing.split("|")]
        turn = listed.begin(NOW)
        for text in said:
            turn = listed.take_turn(turn.screening, Said(text), NOW)
        assert turn.screening.state == SETTLED, said
        lines, in_sight = show(turn.messages, 40, 30)
        assert len(lines) <= in_sight, "\n".join(lines)
        assert not any(line.startswith(wording.IN_SHORT) for line in lines)
