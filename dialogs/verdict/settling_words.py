"""What would settle a determination, in words: what it needs, and which single answers would settle it in which way."""

from collections.abc import Iterable

from dialogs.definition import small_words
from dialogs.definition.wording import say
from dialogs.loading.compiled_trial import Trial
from dialogs.rules.settling import Settling
from dialogs.rules.standings import Standing
from dialogs.verdict import headings
from dialogs.verdict.answer_words import lower_first, raise_first, word_answer
from dialogs.verdict.condition_words import word_condition
from dialogs.verdict.outcome_words import word_code


def word_needs(trial: Trial, determination: str, settling: Settling) -> list[str]:
    """Returns what a determination needs, each fact once, in lines such as 'A, B; if A is Yes, also C'.

    A fact of which one value settles the determination alone has a line of its own, 'A: Yes settles it: eligible'.
    """
    ways = {fact: word_way(trial, determination, settling, fact) for fact in settling.needed}
    others = [_list_names(trial, [fact for fact, way in ways.items() if not way])]
    named = [small_words.NAMED.format(name=say(trial.facts[fact].name), value=way) for fact, way in ways.items() if way]
    rest = small_words.SEMICOLON.join(filter(None, [*others, *word_needed_if(trial, settling.needed_if)]))
    return [*named, *([raise_first(rest)] if rest else [])]


def word_way(trial: Trial, determination: str, settling: Settling, fact: str) -> str:
    """Returns which answers to a fact settle a determination and to what; empty where none does alone.

    It reads as 'CNS1 settles it: eligible; CNS2 or CNS3: excluded'.
    """
    ways = _list_ways(trial, determination, settling, fact)
    if not ways:
        return ""
    (first, answers), *others = ((word_code(code), answers) for code, answers in ways.items())
    further = [small_words.NAMED.format(name=words, value=code) for code, words in others]
    return headings.SETTLED_BY.format(answers=answers, outcomes=small_words.SEMICOLON.join([first, *further]))


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


def word_settling(trial: Trial, determination: str, settling: Settling, fact: str) -> list[str]:
    """Returns a sentence for each way that an answer to `fact` would settle it: 'A Yes would settle it: ...'."""
    name = say(trial.facts[fact].name)
    outcomes = {each.code: say(each.say) for each in trial.definition.determinations[determination].outcomes.all()}
    return [
        headings.SETTLES.format(
            answers=headings.DECISIVE.format(name=name, answers=answers), outcome=_shorten(outcomes[code])
        )
        for code, answers in _list_ways(trial, determination, settling, fact).items()
    ]


def _list_ways(trial: Trial, determination: str, settling: Settling, fact: str) -> dict[str, str]:
    """Returns the answers to a fact that settle a determination, in words, by the code of its outcome.

    That it has no object says the determination that it requires.
    """
    values: dict[str, list[str]] = {}
    for answer, standing in settling.by.get(fact, ()):
        if standing is not Standing.OFF:
            code = trial.outcome_codes[determination][standing]
            values.setdefault(code, []).append(word_answer(trial.facts[fact], answer))
    return {code: small_words.OR.join(words) for code, words in values.items()}


def _shorten(sentence: str) -> str:
    """Returns a verdict as it ends another sentence: what stands before its first semicolon, without the full stop."""
    return lower_first(sentence.split(";", 1)[0].rstrip("."))


def _list_names(trial: Trial, facts: Iterable[str]) -> str:
    return small_words.COMMA.join(say(trial.facts[fact].name) for fact in facts)
