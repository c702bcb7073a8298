"""Tours to results and early ends, with answers as a screening would have them.

So a reviewer reads verdicts first.
"""

from collections.abc import Iterator

from dialogs.conversation.state_machine import CONCLUDED
from dialogs.rules.answers import UNKNOWN
from dialogs.testing.coverage.guide import Guide
from dialogs.testing.coverage.itinerary import SUFFIX, Itinerary, hyphenate
from dialogs.testing.coverage.possible import END, STATED, Goal
from dialogs.testing.coverage.walking import AnswerPlan, Walk
from dialogs.testing.scripts.blocks import Script
from dialogs.verdict.json_verdict import STATUS


def script_results(itinerary: Itinerary) -> Iterator[Script]:
    """Yields scripts that show a result, until every criterion was shown with each status that it can have."""
    while itinerary.left.statuses:
        walk = _find_fullest(itinerary)
        shown = sorted(_find_shown(itinerary, walk))
        guide = Guide(itinerary.dialogue, itinerary.now)
        guide.walk(walk)
        guide.finish(every_reason=False)
        guide.go(CONCLUDED)
        words = ", ".join(f"{criterion} {status.replace('_', ' ')}" for criterion, status in shown)
        yield itinerary.script(guide, f"result-with-{hyphenate('-'.join(shown[0]))}{SUFFIX}", f"A result with {words}.")


def script_early_ends(itinerary: Itinerary) -> Iterator[Script]:
    """Yields scripts in which the questions end early, for each criterion by which they can."""
    for criterion in itinerary.trial.definition.criteria:
        if criterion in itinerary.left.ends:
            guide = itinerary.begin_guide((END, criterion))
            guide.finish(every_reason=False)
            title = f"The questions end early, by {criterion}."
            yield itinerary.script(guide, f"early-end-by-{criterion}{SUFFIX}", title)


def _find_fullest(itinerary: Itinerary) -> Walk:
    """Returns a walk whose result shows much of what is left.

    It joins the answers of several walks, as far as they go together.
    """
    left = itinerary.left.statuses
    found = [(goal, walk) for goal, walk in itinerary.survey.found.items() if goal[0] == STATED and goal[1:] in left]
    walks = [walk for _, walk in sorted(found, key=lambda each: _fails(itinerary, each[0]))]
    best, plan = walks[0], _select_exact(walks[0])
    for walk in walks:
        joined = {**_select_exact(walk), **plan}
        fuller = max(itinerary.walks.follow_plan(joined), key=lambda each: len(_find_shown(itinerary, each)))
        if len(_find_shown(itinerary, fuller)) > len(_find_shown(itinerary, best)):
            best, plan = fuller, joined
    return best


def _fails(itinerary: Itinerary, goal: Goal) -> bool:
    """Says whether a criterion with this status makes its determination fail, so that less is asked afterwards."""
    rule = next(rule for rule in itinerary.trial.rules.criteria if rule.id == goal[1])
    return STATUS[rule.fails_when] == goal[2]


def _find_shown(itinerary: Itinerary, walk: Walk) -> set[tuple[str, str]]:
    """Returns what of the statuses left a result at the end of a walk would show."""
    rules = itinerary.trial.rules
    statuses = zip(rules.criteria, rules.find_statuses(rules.encode_state(walk.answers)), strict=True)
    return {(rule.id, STATUS[status.truth]) for rule, status in statuses} & itinerary.left.statuses


def _select_exact(walk: Walk) -> AnswerPlan:
    return {fact: answer for fact, answer in walk.answers.items() if answer != UNKNOWN}
