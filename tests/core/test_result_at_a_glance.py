"""The result on one screen of a phone: what stands first, what is cut, and that nothing is lost a tap away."""

import random
import textwrap
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from dialogue import DIALOGUE, FIT, do, screening_after
from proof_examples import FIT as FITTING

from dialogs.conversation.blocks import Block, Caution, Headline, Items, ResultTitle, Section, Table
from dialogs.conversation.every_criterion import list_result_texts
from dialogs.conversation.glance import COLUMNS, HELD_BACK, LINES, count_lines
from dialogs.conversation.messages import Message, MessageKind
from dialogs.conversation.plain_text import render_plain
from dialogs.conversation.result_messages import make_result_message, mark_result
from dialogs.conversation.screening import Said, Tapped
from dialogs.definition.facts import NumericFact, OptionFact, list_option_codes
from dialogs.loading.compiled_trial import Trial
from dialogs.loading.loading import load
from dialogs.loading.sites import NO_CONTACTS, Contacts, Hospital
from dialogs.rules.answers import PENDING, UNKNOWN, Answer, Interval, Known, Pending
from dialogs.verdict.evaluate import Evaluator
from dialogs.verdict.json_answers import read_answers
from dialogs.verdict.result import describe_in_short, find_failing
from dialogs.verdict.verdict import Verdict

pytestmark = pytest.mark.traced

ROOT = Path(__file__).parents[2]
TODAY = date(2026, 12, 2)
TRIALS = {
    file.stem: load(file.read_text("utf-8"), file.name)
    for file in (ROOT / "dialogs/trials/interfant-21.yaml", *sorted((ROOT / "tests/trials").glob("*.yaml")))
}
HOSPITAL = Hospital(name={"en": "Children's Hospital"}, city={"en": "Melbourne"}, contact={"en": "03 9345 5522"})
LONG = Hospital(name={"en": "Hospital " * 30}, contact={"en": "write to " * 30})
LISTED = {"none": NO_CONTACTS, "five": Contacts(hospitals=[HOSPITAL] * 5), "long": Contacts(hospitals=[LONG] * 4)}
INTERFANT = TRIALS["interfant-21"]


def judge(**changes: Any) -> Verdict:
    plain = {fact: answer for fact, answer in (FITTING | changes).items() if answer is not None}
    return Evaluator(INTERFANT).evaluate(read_answers(INTERFANT, plain), TODAY)


def show(contacts: Contacts = NO_CONTACTS, **changes: Any) -> str:
    return render_plain(unfold(make_result_message(INTERFANT, judge(**changes), contacts)))


def unfold(message: Message) -> list[Block]:
    """Returns the blocks of a message that a channel never folds."""
    return [block for block in message.blocks if not (isinstance(block, Section) and block.folded)]


def wrap(text: str) -> list[str]:
    return [row for line in text.split("\n") for row in textwrap.wrap(line, COLUMNS) or [""]]


def draw_answers(trial: Trial, dice: random.Random) -> dict[str, Answer]:
    """Returns random answers, many of them at a boundary, without those that do not apply."""
    limits = {each.fact: [] for each in trial.thresholds}
    for each in trial.thresholds:
        limits[each.fact].append(int(each.number))
    drawn: dict[str, Answer] = {}
    missing = dice.choice((0.0, 0.1, 0.5, 1.0))
    for fact_id, fact in trial.facts.items():
        if dice.random() < missing:
            awaited = Pending(date(2026, dice.choice((11, 12)), dice.randint(1, 28)))
            answer = dice.choice((None, UNKNOWN, PENDING, awaited))
        elif isinstance(fact, OptionFact):
            answer = Known(dice.choice(list_option_codes(fact)))
        else:
            assert isinstance(fact, NumericFact)
            numbers = [n + d for n in limits.get(fact_id, [1]) for d in (-1, 0, 1) if fact.range.min <= n + d <= fact.range.max]
            low, high = sorted((dice.choice(numbers), dice.choice(numbers)))
            answer = Known(low) if low == high or dice.random() < 0.8 else Interval(min=low, max=high)
            if fact.kind == "days_between" and isinstance(answer, Known) and dice.random() < 0.5:
                answer = Known(answer.value, clear_on=date(2026, dice.choice((11, 12)), dice.randint(1, 28)))
        if answer is not None:
            drawn[fact_id] = answer
    return dict(trial.drop_inapplicable(drawn))


@pytest.mark.parametrize("trial", TRIALS.values(), ids=TRIALS)
@pytest.mark.parametrize("contacts", LISTED.values(), ids=LISTED)
def test_every_result_fits_a_phone(trial: Trial, contacts: Contacts) -> None:
    """Protects "at most 25 lines of 40", with a line to spare for how the screening is opened again."""
    evaluator, dice = Evaluator(trial), random.Random(21)
    for _ in range(200):
        answers = draw_answers(trial, dice)
        verdict = evaluator.evaluate(answers, TODAY)
        message = make_result_message(trial, verdict, contacts)
        rows = wrap(render_plain(unfold(message)))
        assert len(rows) <= LINES - HELD_BACK, (answers, "\n".join(rows))
        assert rows[0] == "RESULT"
        assert all(f"{each.say}" in message.text for each in verdict.decisions)


@pytest.mark.parametrize("text", ["", "a", "x" * 40, "x" * 41, "word " * 30, "  " + "word " * 30, "y" * 95 + " z", "a\n\nb"])
def test_lines_are_counted_as_a_phone_breaks_them(text: str) -> None:
    """Protects the measure: words go to the next line whole, and one that is longer than a line is broken."""
    assert count_lines(text) == len(wrap(text))
