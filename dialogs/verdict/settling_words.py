"""What would settle a determination, in words: what it needs, and which single answers would settle it in which way."""

from collections.abc import Iterable

from dialogs.definition import small_words
from dialogs.definition.wording import say
from dialogs.loading.compiled_trial import Trial
from dialogs.rules.determinations import Standing
from dialogs.rules.settling import Settling
from dialogs.verdict import headings
from dialogs.verdict.answer_words import lower_first, word_answer
from dialogs.verdict.condition_words import word_condition


def word_needs(trial: Trial, settling: Settling) -> str:
    """Returns the names of the needed facts, such as 'A, B; if A is Yes, also C'.

    C is needed only with a certain answer to A.
    """
    return small_words.SEMICOLON.join([_list_names(trial, settling.needed), *word_needed_if(trial, settling.needed_if)])


def word_needed_if(trial: Trial, facts: Iterable[str]) -> list[str]:
    """Returns a clause for each condition under which some of the facts apply: 'if A is Yes, also C, D'."""
    grouped: dict[str, list[str]] = {}
    for fact in facts:
        gate = trial.facts[fact].applies_if
        assert gate is not None, "what always applies is needed without a condition"
        grouped.setdefault(word_condition(trial.facts, gate), []).append(fact)
    return [
        headings.NEEDED_IF.format(condition=gate, facts=_list_names(trial, named)) for gate, named in grouped.items()
    ]


def word_settling(
    trial: Trial, determination: str, settling: Settling, facts: Iterable[str] | None = None
) -> list[str]:
    """Returns a sentence for each way that a single answer would settle it: 'KMT2A Germline would settle it: ...'.

    It names the answers to `facts` only, where these are given.
    """
    grouped: dict[str, list[str]] = {}
    for fact in settling.decisive if facts is None else facts:
        values: dict[str, list[str]] = {}
        for answer, standing in settling.by.get(fact, ()):
            if standing is Standing.OFF:
                continue  # the determination that it requires says so itself
            code = trial.outcome_codes[determination][standing]
            values.setdefault(code, []).append(word_answer(trial.facts[fact], answer))
        for code, words in values.items():
            answers = headings.DECISIVE.format(name=say(trial.facts[fact].name), answers=small_words.OR.join(words))
            grouped.setdefault(code, []).append(answers)
    outcomes = {each.code: say(each.say) for each in trial.definition.determinations[determination].outcomes.all()}
    return [
        headings.SETTLES.format(answers=headings.OR_ANOTHER.join(ways), outcome=_shorten(outcomes[code]))
        for code, ways in grouped.items()
    ]


def _shorten(sentence: str) -> str:
    """Returns a verdict as it ends another sentence: what stands before its first semicolon, without the full stop."""
    return lower_first(sentence.split(";", 1)[0].rstrip("."))


def _list_names(trial: Trial, facts: Iterable[str]) -> str:
    return small_words.COMMA.join(say(trial.facts[fact].name) for fact in facts)
