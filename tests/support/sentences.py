"""Sentences of real registries: what is typed to each question, and what the result says of the criterion."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from any_dialogue import DIALOGUES
from ask_back_walk import asking

from dialogs.conversation.plain_text import render_plain
from dialogs.conversation.result_messages import make_result_message
from dialogs.conversation.screening import Said
from dialogs.rules.answers import Answer
from dialogs.rules.criteria import Effect
from dialogs.verdict.evaluate import Evaluator
from dialogs.verdict.verdict import Finding, Verdict

NOW = datetime(2026, 6, 1, 12, tzinfo=UTC)
PASSES, FAILS, OPEN = Effect.PASSES, Effect.FAILS, Effect.OPEN
Typed = Mapping[str, str | tuple[str, ...]]
"""What is typed to each fact: one text, or several, the last ones to what is asked back."""


@dataclass(frozen=True)
class Row:
    """What is typed to the facts of a criterion, what comes of it, and words of the reason that is told for it."""

    criterion: str
    typed: Typed
    effect: Effect
    said: str


def answer(trial: str, typed: Typed) -> dict[str, Answer]:
    """Returns the answers that come of what is typed; digits choose no button by its number."""
    dialogue = DIALOGUES[trial]
    answers: dict[str, Answer] = {}
    for fact, texts in typed.items():
        screening = asking(dialogue, fact)
        for text in [texts] if isinstance(texts, str) else texts:
            screening = dialogue.take_turn(screening, Said(text, sees_numbers=False), NOW).screening
        assert fact in screening.answers, (fact, texts, screening.doubt)
        answers[fact] = screening.answers[fact]
    return answers


def judge(trial: str, typed: Typed) -> Verdict:
    """Returns the verdict on what is typed."""
    return Evaluator(DIALOGUES[trial].trial).evaluate(answer(trial, typed), NOW.date())


def find(verdict: Verdict, criterion: str) -> Finding:
    """Returns what was found of one criterion."""
    return next(each for each in verdict.findings if each.criterion == criterion)


def show(trial: str, verdict: Verdict) -> str:
    """Returns the result as the terminal shows it."""
    return render_plain(make_result_message(DIALOGUES[trial].trial, verdict).blocks)


def check(trial: str, row: Row) -> None:
    """Holds what comes of a row, its reason, and the result against what the row expects.

    A criterion that fails stands in the result; one that is open has a fact that is missing.
    """
    verdict = judge(trial, row.typed)
    finding = find(verdict, row.criterion)
    assert finding.effect is row.effect, finding.reason
    assert row.said in finding.reason
    shown = show(trial, verdict)
    reasons = [line for line in shown.splitlines() if line.startswith(f"- {row.criterion} ")]
    assert len(reasons) == (row.effect is FAILS), shown
    for reason in reasons:
        assert finding.brief in reason
    if row.effect is OPEN:
        rule = next(each for each in DIALOGUES[trial].trial.rules.criteria if each.id == row.criterion)
        assert not {each.fact for each in verdict.missing}.isdisjoint(rule.facts)


def check_in_full(rows: list[Row]) -> None:
    """Holds a table against the ways in which each of its criteria must be tried."""
    for criterion in {row.criterion for row in rows}:
        own = [row for row in rows if row.criterion == criterion]
        assert {row.effect for row in own} == {PASSES, FAILS, OPEN}, criterion
        assert sum(row.effect is OPEN for row in own) > 1, criterion


def describe(row: Row) -> str:
    """Returns a name for a row."""
    typed = ", ".join(each if isinstance(each, str) else " / ".join(each) for each in row.typed.values())
    return f"{row.criterion}: {typed}"
