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
from dialogs.rules.counting_results import DatedResult, is_expired, is_recent
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
    yield from _SENTENCES_WITH_ANSWERS
    probes = Probes(dialogue, today)
    for fact in facts:
        yield from probes.list_sentences(fact)
    conditional = {
        "SETTLED_OFFER": can_settle,
        "LISTING": can_settle,
        "IMPRECISE": any(can_leave_open(trial, fact, today) for fact in facts),
        "CHOOSES_NOTHING": any(probes.find_several(fact) for fact in facts),
        "DROPPED": (DROPPED,) in found,
        "REVIEW_MISSING": (UNASKED,) in found,
        **_list_of_several(trial.facts[fact] for fact in facts),
        "IN_MEMORY": dialogue.keeping == phrases.IN_MEMORY,
    }
    yield from (name for name, is_so in conditional.items() if is_so)
    for result in trial.rules.dated_results:
        yield from _list_of_age(trial, result, today) if result.fact in facts else ()


def _list_of_age(trial: Trial, result: DatedResult, today: date) -> Iterator[str]:
    """Yields which sentences are said of the age of a result: that it is too old to count, or may be."""
    answers = [{result.dated_by: each} for each in list_samples(trial, result.dated_by, today).values()]
    told = [each for each in answers if isinstance(each[result.dated_by], Known | Interval)]
    too_old = [each for each in told if is_expired(result, each)]
    yield from ["TOO_OLD"] if too_old else []
    yield from ["PERHAPS_TOO_OLD"] if any(not is_recent(result, each) for each in told if each not in too_old) else []


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
