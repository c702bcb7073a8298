"""Which sentences a dialogue of one trial can say, by their names in the phrasebook.

Two sentences are left out, since no script can bring them about. One says that no text arrived, the other that a button
is not on the open question.
"""

from collections.abc import Collection, Iterable, Iterator
from datetime import date

from dialogs import phrases
from dialogs.conversation.dialogue import Dialogue
from dialogs.definition.facts import Fact, SeveralFact
from dialogs.loading.compiled_trial import Trial
from dialogs.rules.answers import Interval, Known
from dialogs.rules.counting_results import DatedResult, is_recent
from dialogs.testing.coverage.possible import ASKED, DROPPED, UNASKED, Goal
from dialogs.testing.coverage.probes import Probes
from dialogs.testing.coverage.samples import can_leave_open, list_samples


def list_reachable_sentences(
    dialogue: Dialogue, today: date, found: Collection[Goal], *, can_settle: bool
) -> Iterator[str]:
    """Yields the names of the sentences; `found` are the goals that walks lead to.

    `can_settle` says whether the questions can end early.
    """
    trial = dialogue.trial
    facts = [fact for fact in trial.facts if (ASKED, fact) in found]
    yield from _SENTENCES
    if facts:
        yield from _SENTENCES_WITH_ANSWERS
    probes = Probes(trial, today)
    for fact in facts:
        yield from probes.list_sentences(fact)
    conditional = {
        "SETTLED_OFFER": can_settle,
        "LISTING": can_settle,
        "IMPRECISE": any(can_leave_open(trial, fact, today) for fact in facts),
        "CHOOSES_NOTHING": any(probes.find_several(fact) for fact in facts),
        "DROPPED": (DROPPED,) in found,
        "REVIEW_MISSING": (UNASKED,) in found,
        "TOO_OLD": any(_can_be_too_old(trial, each, today) for each in trial.rules.dated_results if each.fact in facts),
        **_list_of_several(trial.facts[fact] for fact in facts),
        "IN_MEMORY": dialogue.keeping == phrases.IN_MEMORY,
    }
    yield from (name for name, is_so in conditional.items() if is_so)


def _can_be_too_old(trial: Trial, result: DatedResult, today: date) -> bool:
    """Says whether some answer on when a result was taken leaves it too old to count, or perhaps too old."""
    samples = list_samples(trial, result.dated_by, today).values()
    told = (each for each in samples if isinstance(each, Known | Interval))
    return any(not is_recent(result, {result.dated_by: each}) for each in told)


def _list_of_several(facts: Iterable[Fact]) -> dict[str, bool]:
    """Returns which sentences are said where several options may be so."""
    several = [fact for fact in facts if isinstance(fact, SeveralFact)]
    return {
        "NAME_ALL": any(fact.not_tested is None for fact in several),
        "NAME_ALL_TESTED": any(fact.not_tested is not None for fact in several),
        "SELECTED_SO_FAR": bool(several),
        "SELECTED_NOTHING": bool(several),
    }


_SENTENCES = (
    "HELLO", "CODE_WORDS", "CHOOSE", "NO_COMMAND", "FURTHEST_BACK", "NOTHING_TO_CHANGE", "STARTED_OVER", "STOPPED",
    "ALREADY_FINISHED", "PAUSED", "RESUMED", "CONCLUDED_OFFER", "REVIEW_TITLE", "NOT_FINISHED", "WHERE_YOU_STAND",
    "HELP", "PRIVACY", "STALE_UNANSWERED", "UNSEEN", "NEXT_STEP",
)  # fmt: skip
_SENTENCES_WITH_ANSWERS = (
    "PROGRESS", "TAKEN", "CHANGE_TITLE", "START_OVER_TITLE", "NO_FACT", "STALE", "UNSEEN_ANSWERED", "DOUBLED",
    "OFFER_REFUSED", "YES_OR_NO_ALONE",
)  # fmt: skip
