"""Where a screening stands: verdicts so far, why, what each waits for, which criteria are open, and what comes next."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from functools import partial

from dialogs import phrases
from dialogs.conversation.blocks import Block, Paragraph, Section
from dialogs.conversation.cards import list_changes, list_whys, make_headlines, make_why_section, word_further
from dialogs.conversation.glance import GlanceItems, count_room, fit_lists
from dialogs.conversation.plain_text import render_plain
from dialogs.conversation.result_lists import CHANGES, WHYS, ItemsName
from dialogs.conversation.screening import Screening
from dialogs.conversation.state_machine import CONCLUDED, REVIEW, SETTLED, STOPPED, find_fact
from dialogs.definition.wording import say
from dialogs.loading.compiled_trial import Trial
from dialogs.rules.criteria import Effect
from dialogs.rules.determinations import Standing
from dialogs.verdict import headings
from dialogs.verdict.evaluate import Evaluator
from dialogs.verdict.glance_words import list_needed, list_needs, list_told, list_ways
from dialogs.verdict.result import find_failing
from dialogs.verdict.verdict import Decision, Verdict

_INDENT = "  "


def make_status(evaluator: Evaluator, screening: Screening, today: date, below: str = "") -> Section:
    """Returns where a screening stands, as much of it as fits a phone above what is asked `below`."""
    trial, verdict = evaluator.trial, evaluator.evaluate(screening.answers, today)
    lists = _list_lists(trial, verdict)
    bare = render_plain(_iterate_blocks(trial, screening, verdict, dict.fromkeys(lists, ())))
    shown = fit_lists(lists, count_room(f"{bare}\n\n{below}".rstrip()))
    return Section("", tuple(_iterate_blocks(trial, screening, verdict, shown)))


def _list_lists(trial: Trial, verdict: Verdict) -> dict[ItemsName, GlanceItems]:
    """Returns the lists of a status. Of what is needed, only that is named which was asked already."""
    lists = {WHYS: list_whys(verdict)}
    for each in verdict.decisions:
        lists["told", each.determination] = GlanceItems(list_told(verdict, each))
        asked = [fact for fact in list_needed(verdict, each) if fact in verdict.answers]
        needs, criteria = list_needs(trial, verdict, each, asked), _list_open(trial, verdict, each)
        lists["needs", each.determination] = GlanceItems(needs, _INDENT)
        rest = partial(word_further, len(criteria))
        lists["open", each.determination] = GlanceItems(criteria, _INDENT, rest, least=1, beside=True)
        lists["ways", each.determination] = GlanceItems(list_ways(trial, verdict, each, asked), _INDENT)
    lists[CHANGES] = GlanceItems(list_changes(trial, verdict), is_extra=True)
    return lists


def _list_open(trial: Trial, verdict: Verdict, decision: Decision) -> list[str]:
    """Returns in words which criteria leave a determination open.

    Those come first that ask for something that none before asks for.
    """
    if decision.standing is not Standing.OPEN:
        return []
    missing = {each.fact for each in verdict.missing}
    first: list[str] = []
    later: list[str] = []
    for finding, rule in zip(verdict.findings, trial.rules.criteria, strict=True):
        if finding.determination == decision.determination and finding.effect is Effect.OPEN:
            template = headings.TO_CONFIRM if finding.kind == "inclusion" else headings.TO_RULE_OUT
            own = missing.intersection(rule.facts)
            (first if own else later).append(template.format(criterion=finding.name))
            missing -= own
    return [*first, *later]


def _iterate_blocks(
    trial: Trial, screening: Screening, verdict: Verdict, shown: Mapping[ItemsName, Sequence[str]]
) -> Iterator[Block]:
    yield Paragraph(phrases.WHERE_YOU_STAND.format(count=len(screening.answers)))
    determinations = [each.determination for each in verdict.decisions]
    kinds = ("needs", "ways", "open")
    details = {each: [line for kind in kinds for line in shown[kind, each]] for each in determinations}
    told = {each: shown["told", each] for each in determinations}
    yield from make_headlines(trial, verdict, details, told, is_short=True)
    if find_failing(verdict):
        yield make_why_section(shown[WHYS], shown[CHANGES])
    yield Section("", (Paragraph(phrases.NEXT_STEP.format(step=_word_step(trial, screening))),))


def _word_step(trial: Trial, screening: Screening) -> str:
    """Returns what comes next."""
    if screening.menu is not None:
        return headings.STEP_CHOOSE
    fact = find_fact(screening.state)
    return _STEPS[screening.state] if fact is None else headings.STEP_ASKED.format(name=say(trial.facts[fact].name))


_STEPS = {
    SETTLED: headings.STEP_SETTLED,
    REVIEW: headings.STEP_REVIEW,
    CONCLUDED: headings.STEP_CONCLUDED,
    STOPPED: headings.STEP_STOPPED,
}
