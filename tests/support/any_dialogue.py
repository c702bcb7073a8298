"""Dialogues of several trials, and the strategies that say anything at all in them."""

from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, assume, settings

from dialogs.conversation.dialogue import Dialogue
from dialogs.conversation.screening import Said, Screening, Tapped
from dialogs.conversation.state_machine import find_fact
from dialogs.loading.loading import load
from dialogs.reading.vocabulary import collect_vocabulary

HERE = Path(__file__).parents[1]


FILES = [HERE.parent / "dialogs" / "trials" / "interfant-21.yaml", *sorted((HERE / "trials").glob("*.yaml"))]


DIALOGUES = {path.stem: Dialogue(load(path.read_text("utf-8"), path.name)) for path in FILES}


NOW = datetime(2026, 6, 1, 12, tzinfo=UTC)


every_trial = pytest.mark.parametrize("trial", DIALOGUES)


some = settings(deadline=None, max_examples=25, suppress_health_check=[HealthCheck.too_slow])


LABELS = (
    "Don't know",
    "Waiting for the result",
    "Why?",
    "Back",
    "Stop here",
    "List every reason",
    "Show the result",
    "Change an answer",
    "Start over",
)


NUMBERS = (
    "0",
    "1",
    "2",
    "3",
    "7",
    "8",
    "10",
    "28",
    "29",
    "45",
    "365",
    "366",
    "12 months",
    "11 months",
    "5-12",
    "10 mg/m²/day",
    "about 7",
)


def words_of(dialogue: Dialogue) -> list[str]:
    """Returns what people may type about the trial: labels, codes, synonyms, names of its facts."""
    said = {
        name
        for fact_id, question in dialogue.view.questions.items()
        for name in (fact_id, question.name, f"change {question.name}")
    }
    said |= {button.label for question in dialogue.view.questions.values() for button in question.options}
    said |= {word for fact in dialogue.trial.facts.values() for word in collect_vocabulary(fact).readings}
    return sorted(said)


def button_at(dialogue: Dialogue, screening: Screening, place: int) -> Tapped:
    buttons = dialogue.view.make_buttons(screening)
    return Tapped(screening.number, buttons[place % len(buttons)].key)


def answer(dialogue: Dialogue, screening: Screening, plan: Mapping[str, str]) -> Screening:
    """Answers the question that stands open. A plan that contradicts itself is not tried."""
    fact = find_fact(screening.state)
    assert fact is not None
    after = dialogue.take_turn(screening, Said(plan[fact]), NOW).screening
    assume(after.doubt is None or not after.doubt.reason.startswith("contradiction:"))
    assert fact in after.answers, f"{plan[fact]!r} was not taken as an answer to {fact}: {after.doubt}"
    return after


def change(dialogue: Dialogue, screening: Screening, fact: str, plan: Mapping[str, str]) -> Screening:
    asked = dialogue.take_turn(screening, Said(f"/change {fact}"), NOW).screening
    assert asked.state == f"asking_{fact}"
    return answer(dialogue, asked, plan)
