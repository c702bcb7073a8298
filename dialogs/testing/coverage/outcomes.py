"""Tours to results and early ends, with answers as a screening would have them.

So a reviewer reads verdicts first.
"""

from collections.abc import Iterable, Iterator
from itertools import product

from dialogs.conversation.state_machine import CONCLUDED
from dialogs.rules.answers import PENDING, UNKNOWN, Answer
from dialogs.rules.standings import Standing
from dialogs.testing.coverage.guide import Guide
from dialogs.testing.coverage.itinerary import Itinerary, name_file
from dialogs.testing.coverage.possible import END, STATED, Goal
from dialogs.testing.coverage.titles import EVERY_RESULT_IS_AWAITED, name_early_end, name_result
from dialogs.testing.coverage.verdict_plans import FINAL, VerdictPlans
from dialogs.testing.coverage.walking import AnswerPlan, Walk
from dialogs.testing.scripts.format.blocks import Script
from dialogs.verdict.json_verdict import STATUS, list_determinations


def script_results(itinerary: Itinerary) -> Iterator[Script]:
    """Yields scripts that show a result: every outcome of every determination, and every status of every criterion."""
    plans, results = VerdictPlans(itinerary), _Results(itinerary)
    determinations = tuple(itinerary.trial.rules.determinations)
    yield from results.script_outcomes(plans, product(determinations, [Standing.PASSES]))
    base = plans.find_plan(determinations[0], Standing.PASSES) or {}
    while itinerary.left.statuses:
        yield results.script(_find_fullest(itinerary, base))
    yield from results.script_outcomes(plans, product(determinations, FINAL))


class _Results:
    """The scripts that show results, and the outcomes that they have shown."""

    def __init__(self, itinerary: Itinerary) -> None:
        self.itinerary = itinerary
        self.outcomes: set[tuple[str, str]] = set()

    def script_outcomes(self, plans: VerdictPlans, wanted: Iterable[tuple[str, Standing]]) -> Iterator[Script]:
        """Yields a script for each outcome that no script has shown."""
        for determination, standing in wanted:
            code = self.itinerary.trial.outcome_codes[determination].get(standing)
            walk = plans.find_walk(determination, standing) if code is not None else None
            if walk is not None and (determination, code) not in self.outcomes:
                yield self.script(walk, named=(determination, str(code)))

    def script(self, walk: Walk, named: tuple[str, str] | None = None) -> Script:
        """Returns the script of a walk to a result, `named` by an outcome, or else by the first new status."""
        itinerary = self.itinerary
        shown = sorted(_find_shown(itinerary, walk))
        guide = Guide(itinerary.dialogue, itinerary.now)
        guide.walk(walk)
        guide.finish(every_reason=False)
        guide.go(CONCLUDED)
        self.outcomes |= set(list_determinations(itinerary.trial, guide.screening.answers).items())
        title = name_result(itinerary.dialogue, guide.screening.answers, shown)
        return itinerary.script(guide, name_file("result-with", *(named or shown[0])), title)


def script_early_ends(itinerary: Itinerary) -> Iterator[Script]:
    """Yields scripts in which the questions end early, for each criterion by which they can."""
    for criterion in itinerary.trial.definition.criteria:
        if criterion in itinerary.left.ends:
            guide = itinerary.begin_guide((END, criterion))
            guide.finish(every_reason=False)
            title = name_early_end(itinerary.dialogue, criterion)
            yield itinerary.script(guide, name_file("early-end-by", criterion), title)


def script_waiting(itinerary: Itinerary) -> Iterator[Script]:
    """Yields the script in which every result is awaited."""
    *_, walk = itinerary.walks.follow_plan(dict.fromkeys(itinerary.trial.facts, PENDING))
    guide = Guide(itinerary.dialogue, itinerary.now)
    guide.walk(walk)
    guide.go(CONCLUDED)
    yield itinerary.script(guide, name_file("every-result-is-awaited"), EVERY_RESULT_IS_AWAITED)


def _find_fullest(itinerary: Itinerary, base: AnswerPlan) -> Walk:
    """Returns a walk whose result shows much of what is left.

    It joins the answers of several walks to those of `base`, as far as they go together.
    """
    left = itinerary.left.statuses
    found = [(goal, walk) for goal, walk in itinerary.survey.found.items() if goal[0] == STATED and goal[1:] in left]
    walks = [walk for _, walk in sorted(found, key=lambda each: _fails(itinerary, each[0]))]
    best, plan = walks[0], dict[str, Answer]()
    for place, walk in enumerate(walks):
        joined = {**_select_exact(walk), **plan}
        fuller = _follow(itinerary, {**base, **joined})
        gain = len(_find_shown(itinerary, fuller)) - len(_find_shown(itinerary, best))
        if gain > 0 or (gain == 0 and not place):
            best, plan = fuller, joined
        elif not place:
            plan = joined
    return best


def _follow(itinerary: Itinerary, plan: AnswerPlan) -> Walk:
    """Returns the walk by a plan whose result, at an early end or at the review, shows the most of what is left."""
    return max(itinerary.walks.follow_plan(plan), key=lambda walk: len(_find_shown(itinerary, walk)))


def _fails(itinerary: Itinerary, goal: Goal) -> bool:
    """Says whether a criterion with this status makes its determination fail, so that less is asked afterwards."""
    rule = next(rule for rule in itinerary.trial.rules.criteria if rule.id == goal[1])
    return STATUS[rule.fails_when] == goal[2]


def _find_shown(itinerary: Itinerary, walk: Walk) -> set[tuple[str, str]]:
    """Returns what of the statuses left a result at the end of a walk would show."""
    rules = itinerary.trial.rules
    statuses = zip(rules.criteria, rules.find_statuses(rules.encode_state(walk.answers)), strict=True)
    return {(rule.id, STATUS[status.truth]) for rule, status in statuses} & itinerary.left.statuses


def _select_exact(walk: Walk) -> dict[str, Answer]:
    return {fact: answer for fact, answer in walk.answers.items() if answer != UNKNOWN}
