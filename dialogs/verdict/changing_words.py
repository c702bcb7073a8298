"""What would change a verdict that fails, in words: which other answer would lift it, or which ones together."""

from collections.abc import Sequence

from dialogs.definition import small_words
from dialogs.definition.wording import say
from dialogs.loading.compiled_trial import Trial
from dialogs.rules.criteria import Effect
from dialogs.rules.domains import SeveralDomain
from dialogs.rules.standings import Standing
from dialogs.verdict import headings
from dialogs.verdict.answer_words import word_answer
from dialogs.verdict.verdict import Verdict


def word_changing(trial: Trial, verdict: Verdict, determination: str, *, is_brief: bool = False) -> str:
    """Returns which other answers would lift the failure of a determination, such as 'Consent Given would change it'.

    Each that would do so alone is named with its values. Where none would, those are named that would do so together.
    Where it `is_brief`, an answer that only makes another of them apply is left out.
    """
    state = trial.rules.encode_state(verdict.answers)
    suspects = _list_suspects(trial, verdict, determination)
    alone = {fact: said for fact in suspects if (said := _word_lifting(trial, determination, state, fact))}
    gates = {gate for fact in alone for gate in trial.rules.list_applicability_facts(fact)} if is_brief else ()
    if alone:
        ways = [said for fact, said in alone.items() if fact not in gates]
        return headings.WOULD_CHANGE.format(answers=headings.OR_ANOTHER.join(ways))
    together = _find_together(trial, verdict, determination, suspects)
    names = small_words.COMMA.join(say(trial.facts[fact].name) for fact in together)
    return headings.WOULD_CHANGE_TOGETHER.format(names=names)


def _list_suspects(trial: Trial, verdict: Verdict, determination: str) -> tuple[str, ...]:
    """Returns the answered facts behind the criteria that fail, in question order."""
    own = [each for each in verdict.findings if determination in each.determinations]
    failing = [each for each in own if each.effect is Effect.FAILS]
    return trial.rules.order_facts(fact for finding in failing for fact in finding.answers)


def _find_together(trial: Trial, verdict: Verdict, determination: str, suspects: Sequence[str]) -> list[str]:
    """Returns facts that are all behind the failure: other answers to them could lift it, and to fewer could not."""
    replace = trial.rules.replace_answer
    state = trial.rules.encode_state({each: of for each, of in verdict.answers.items() if each not in suspects})
    together = []
    for fact in suspects:
        answered = replace(state, fact, verdict.answers[fact])
        if _find_standing(trial, determination, answered) is Standing.FAILS:
            together.append(fact)
        else:
            state = answered
    return together


def _word_lifting(trial: Trial, determination: str, state: int, fact: str) -> str:
    """Returns a fact with its values that would lift the failure by themselves; empty where there is none."""
    place = trial.rules.places[fact]
    if isinstance(place.domain, SeveralDomain):
        return _word_lifting_options(trial, determination, state, fact)
    lifting = [
        (cell, 0)
        for cell in range(place.domain.size)
        if _find_standing(trial, determination, state & place.others | 1 << cell + place.offset) in _LIFTED
    ]
    values = [word_answer(trial.facts[fact], answer) for answer, _ in place.domain.list_answers(lifting)]
    return (
        headings.DECISIVE.format(name=say(trial.facts[fact].name), answers=small_words.OR.join(values))
        if values
        else ""
    )


def _word_lifting_options(trial: Trial, determination: str, state: int, fact: str) -> str:
    """Returns a fact whose options could all be otherwise; empty where no answer to it would lift the failure."""
    open_state = trial.rules.replace_answer(state, fact, None)
    lifts = _find_standing(trial, determination, open_state) in _LIFTED
    return headings.DECISIVE.format(name=say(trial.facts[fact].name), answers=headings.OTHERWISE) if lifts else ""


def _find_standing(trial: Trial, determination: str, state: int) -> Standing:
    rules = trial.rules
    return rules.find_rulings(rules.find_statuses(state))[determination].standing


_LIFTED = (Standing.PASSES, Standing.OPEN, Standing.NOT_YET)
"""Without an object, a determination is no better off than where it fails."""
