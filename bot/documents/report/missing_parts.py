"""What is missing for a report's determinations: why, what it would settle, and what settles it."""

from bot.documents.report import phrases
from bot.documents.report.part import MissingPart
from dialogs.definition import small_words
from dialogs.definition.wording import say
from dialogs.loading.compiled_trial import Trial
from dialogs.rules.answers import Answer, Answers
from dialogs.rules.settling import Settling
from dialogs.verdict import headings
from dialogs.verdict.answer_words import word_answer
from dialogs.verdict.dated_results import DOUBTS
from dialogs.verdict.missing_answers import MissingAnswer
from dialogs.verdict.settling_words import word_needed_if, word_settling
from dialogs.verdict.verdict import Verdict


def list_not_needed(trial: Trial, answers: Answers, verdict: Verdict) -> tuple[str, ...]:
    """Returns the facts that are missing and can change no verdict, each with why it is missing."""
    needed = {fact for settling in verdict.settling.values() for fact in settling.needed} | verdict.needed_later.keys()
    return tuple(
        phrases.NOT_NEEDED.format(name=name_fact(trial, each.fact), why=_why(trial, each, answers.get(each.fact)))
        for each in verdict.missing
        if each.fact not in needed
    )


def find_own_needed(verdict: Verdict, determination: str, waits_for: list[str]) -> set[str]:
    """Returns the facts that would settle a determination, now or once a window is over.

    `waits_for` are the determinations that it requires and that are still open: what they need is left out.
    """
    settling, waiting = verdict.settling.get(determination), verdict.waiting.get(determination)
    needed = set(() if settling is None else settling.needed) | {
        each.fact for each in (() if waiting is None else waiting.needed)
    }
    return needed - {fact for each in waits_for for fact in verdict.settling[each].needed}


def make_gaps(
    trial: Trial, answers: Answers, verdict: Verdict, determination: str, own: set[str]
) -> tuple[MissingPart, ...]:
    """Returns what is missing of the facts `own` for a determination, in the order of the trial's facts."""
    settling = verdict.settling.get(determination, Settling(()))
    missing = {each.fact: each for each in verdict.missing} | verdict.needed_later
    return tuple(
        MissingPart(
            fact=each.fact,
            name=name_fact(trial, each.fact),
            cause=each.cause,
            why=_why(trial, each, answers.get(each.fact)),
            settled_by=_settled_by(trial, each.fact),
            next_step=phrases.STEPS[each.cause],
            alone=each.fact in settling.decisive,
            settles=tuple(word_settling(trial, determination, settling, each.fact)),
        )
        for each in (missing[fact] for fact in trial.facts if fact in missing and fact in own)
    )


def word_gaps_if(trial: Trial, verdict: Verdict, determination: str, waits_for: list[str]) -> tuple[str, ...]:
    """Returns the sentences for facts that are needed only where another answer makes them count."""
    settling = verdict.settling.get(determination, Settling(()))
    elsewhere = {fact for each in waits_for for fact in verdict.settling[each].needed_if}
    return tuple(word_needed_if(trial, [fact for fact in settling.needed_if if fact not in elsewhere]))


def _why(trial: Trial, missing: MissingAnswer, answer: Answer | None) -> str:
    """Returns why an answer is missing, in words, such as 'not asked' or '334 to 396 days, not exact enough'."""
    words = word_given(trial, missing.fact, answer)
    doubt = DOUBTS.get(missing.cause)
    return words if doubt is None else small_words.COMMA.join([words, doubt])


def word_given(trial: Trial, fact: str, answer: Answer | None) -> str:
    """Returns an answer in words, 'not asked' where there is none."""
    return headings.NOT_ASKED if answer is None else word_answer(trial.facts[fact], answer)


def _settled_by(trial: Trial, fact: str) -> str:
    settled_by = trial.facts[fact].settled_by
    return "" if settled_by is None else say(settled_by)


def name_fact(trial: Trial, fact: str) -> str:
    """Returns the name of a fact in words."""
    return say(trial.facts[fact].name)
