"""Where a screening stands: verdicts so far, why, what each waits for, which criteria are open, and what comes next."""

from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import date
from functools import partial

from dialogs import phrases
from dialogs.conversation.blocks import Block, Paragraph, Section
from dialogs.conversation.cards import list_changes, list_whys, make_headlines, make_why_section, word_further
from dialogs.conversation.glance import GlanceItems, count_room, fit_lists, is_fitting
from dialogs.conversation.plain_text import render_plain
from dialogs.conversation.result_lists import CHANGES, WHYS, ItemsName
from dialogs.conversation.screening import Screening
from dialogs.conversation.state_machine import CONCLUDED, REVIEW, SETTLED, STOPPED, find_fact
from dialogs.definition.wording import say
from dialogs.loading.compiled_trial import Trial
from dialogs.rules.criteria import Effect
from dialogs.rules.standings import Standing
from dialogs.verdict import headings
from dialogs.verdict.evaluate import Evaluator
from dialogs.verdict.glance_words import count_warnings, list_needed, list_needs, list_told, list_ways, name_needs
from dialogs.verdict.result import find_failing
from dialogs.verdict.verdict import Decision, Verdict

_INDENT = "  "


@dataclass(frozen=True, slots=True)
class _Form:
    """In how much detail a status is shown.

    Where it `is_tight`, what is awaited is only named, and the next step says no more than the question below it.
    Where it `is_bare`, criteria are named only where there is room.
    """

    is_tight: bool = False
    is_bare: bool = False


def make_status(evaluator: Evaluator, screening: Screening, today: date, below: str = "") -> Section:
    """Returns where a screening stands, as much of it as fits a phone above what is asked `below`."""
    trial, verdict = evaluator.trial, evaluator.evaluate(screening.answers, today)
    for form in _FORMS:
        lists = _list_lists(trial, verdict, form)
        step = _word_step(trial, screening, is_tight=form.is_tight)
        bare = render_plain(_iterate_blocks(trial, screening, verdict, step, dict.fromkeys(lists, ())))
        fixed = count_room(f"{bare}\n\n{below}".rstrip())
        shown = fit_lists(lists, fixed)
        if is_fitting(lists, shown, fixed):
            break
    return Section("", tuple(_iterate_blocks(trial, screening, verdict, step, shown)))


def _list_lists(trial: Trial, verdict: Verdict, form: _Form) -> dict[ItemsName, GlanceItems]:
    """Returns the lists of a status. Of what is needed, only that is named which was asked already."""
    lists = {WHYS: list_whys(verdict)}
    said: set[str] = set()
    for each in verdict.decisions:
        lists["told", each.determination] = GlanceItems(list_told(verdict, each), least=count_warnings(verdict, each))
        asked = [fact for fact in list_needed(verdict, each) if fact in verdict.answers]
        said.update(asked)
        needs = list_needs(trial, verdict, each, asked)
        if form.is_tight and each.waiting is None:
            needs = name_needs(trial, verdict, asked) or needs
        lists["needs", each.determination] = _count_beside(needs)
        lists["ways", each.determination] = GlanceItems(list_ways(trial, verdict, each, asked), _INDENT)
        criteria = _list_open(trial, verdict, each, said)
        lists["open", each.determination] = GlanceItems(criteria, _INDENT) if form.is_bare else _count_beside(criteria)
    lists[CHANGES] = GlanceItems(list_changes(trial, verdict, is_brief=True), is_extra=True)
    return lists


def _count_beside(entries: list[str]) -> GlanceItems:
    return GlanceItems(entries, _INDENT, partial(word_further, len(entries)), least=1, beside=True)


def _list_open(trial: Trial, verdict: Verdict, decision: Decision, said: AbstractSet[str]) -> list[str]:
    """Returns in words which criteria leave a determination open.

    Left out are those that ask for nothing but what is `said` already, or what a criterion before them asks for.
    """
    if decision.standing is not Standing.OPEN:
        return []
    missing = {each.fact for each in verdict.missing} - said
    criteria: list[str] = []
    for finding, rule in zip(verdict.findings, trial.rules.criteria, strict=True):
        own = missing.intersection(rule.facts)
        if own and decision.determination in finding.determinations and finding.effect is Effect.OPEN:
            template = headings.TO_CONFIRM if finding.kind == "inclusion" else headings.TO_RULE_OUT
            criteria.append(template.format(criterion=finding.name))
            missing -= own
    return criteria


def _iterate_blocks(
    trial: Trial, screening: Screening, verdict: Verdict, step: str, shown: Mapping[ItemsName, Sequence[str]]
) -> Iterator[Block]:
    yield Paragraph(phrases.WHERE_YOU_STAND.format(count=len(screening.answers)))
    determinations = [each.determination for each in verdict.decisions]
    kinds = ("needs", "ways", "open")
    details = {each: [line for kind in kinds for line in shown[kind, each]] for each in determinations}
    told = {each: shown["told", each] for each in determinations}
    yield from make_headlines(trial, verdict, details, told, is_short=True)
    if find_failing(verdict):
        yield make_why_section(shown[WHYS], shown[CHANGES])
    yield Section("", (Paragraph(phrases.NEXT_STEP.format(step=step)),))


def _word_step(trial: Trial, screening: Screening, *, is_tight: bool) -> str:
    """Returns what comes next."""
    if screening.menu is not None:
        return headings.STEP_CHOOSE
    fact = find_fact(screening.state)
    if fact is None:
        return _STEPS[screening.state]
    return headings.STEP_BELOW if is_tight else headings.STEP_ASKED.format(name=say(trial.facts[fact].name))


_FORMS = (_Form(), _Form(is_tight=True), _Form(is_tight=True, is_bare=True))
_STEPS = {
    SETTLED: headings.STEP_SETTLED,
    REVIEW: headings.STEP_REVIEW,
    CONCLUDED: headings.STEP_CONCLUDED,
    STOPPED: headings.STEP_STOPPED,
}
