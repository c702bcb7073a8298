"""Why a criterion stands as it does, in one sentence: the answers that decide it, or those that leave it open."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from dialogs.definition import small_words
from dialogs.definition.facts import DaysBetweenFact, Fact, NumericFact, WashoutsFact
from dialogs.definition.wording import say
from dialogs.loading.compiled_trial import Trial
from dialogs.rules.answers import Answer, Answers, LastDoses, Pending, Unknown
from dialogs.rules.conditions import AnyLeaf, Counting, Depending, Opposite, OrderLeaf, Some, list_leaf_facts
from dialogs.rules.traces import TraceStep
from dialogs.rules.truth import Truth
from dialogs.verdict import headings
from dialogs.verdict.answer_words import word_answer
from dialogs.verdict.condition_words import word_wanted
from dialogs.verdict.dated_results import DOUBTS, find_doubt
from dialogs.verdict.last_doses import select_running, word_needed_days
from dialogs.verdict.missing_answers import Cause


@dataclass(frozen=True)
class _Deciding:
    """A comparison that carries the truth of a condition.

    Negated, it stands under an odd number of `not`; `truth` is that of it alone. A `gate` only says which other counts.
    """

    leaf: AnyLeaf
    truth: Truth
    negated: bool
    gate: bool = False


def make_reason(trial: Trial, trace: TraceStep, answers: Answers) -> str:
    """Returns the sentence for a criterion whose condition left `trace` behind."""
    parts = list(dict.fromkeys(_word_part(trial, each, answers) for each in _find_deciding(trace)))
    return headings.REASONS.format(reasons=small_words.SEMICOLON.join(parts))


def make_brief_reason(trial: Trial, trace: TraceStep, answers: Answers) -> str:
    """Returns the answers that decide a criterion, or leave it open, with their names: each that would do so alone.

    An answer that only makes another one apply is left out.
    """
    found = [*_find_deciding(trace, is_full=True)]
    decided = [each for each in found if each.leaf.fact in answers] or found
    pairs = [(each, fact) for each in decided for fact in list_leaf_facts(each.leaf)]
    said = {fact: _word_answer_to(trial, each, fact, answers, is_brief=True) for each, fact in pairs}
    gates = {fact: trial.rules.list_applicability_facts(fact) for fact in said}
    implied = {gate for of in gates.values() for gate in of}
    parts: dict[str, str] = {}
    for fact, words in said.items():
        if fact not in implied:
            follows = any(gates[fact] and gates[fact] == gates[other] for other in parts)
            parts[fact] = _word_named(trial.facts[fact], words, follows=follows)
    return small_words.SEMICOLON.join(parts.values())


def _word_named(fact: Fact, answer: str, *, follows: bool) -> str:
    """Returns an answer with the name of its fact. A figure that `follows` another of the same matter needs none."""
    labels = [say(each.label) for each in fact.words_for if each.label] if isinstance(fact, NumericFact) else [answer]
    has_figure = answer not in labels
    if has_figure and isinstance(fact, DaysBetweenFact):
        return headings.DAYS_AFTER.format(days=answer, event=say(fact.start))
    if has_figure and follows:
        return answer
    return small_words.NAMED.format(name=say(fact.name), value=answer)


def _find_deciding(step: TraceStep, *, negated: bool = False, is_full: bool = False) -> Iterator[_Deciding]:
    """Yields the leaves that carry the step's truth: all that agree with it where all must, else only the first.

    Where `is_full`, all that agree are there in any case.
    """
    if isinstance(step.condition, AnyLeaf):
        yield _Deciding(step.condition, step.truth, negated)
    elif isinstance(step.condition, Opposite):
        yield from _find_deciding(step.parts[0], negated=not negated, is_full=is_full)
    elif isinstance(step.condition, Depending):
        yield from _find_deciding_of_two(step, negated=negated, is_full=is_full)
    else:
        for part in _list_agreeing(step, is_full=is_full):
            yield from _find_deciding(part, negated=negated, is_full=is_full)


def _list_agreeing(step: TraceStep, *, is_full: bool) -> list[TraceStep]:
    """Returns the parts that carry the step's truth; of a count those that are open, or all that are not."""
    if isinstance(step.condition, Counting):
        is_open = step.truth is Truth.UNKNOWN
        return [part for part in step.parts if (part.truth is Truth.UNKNOWN) is is_open]
    agreeing = [part for part in step.parts if part.truth is step.truth]
    one_is_enough = not is_full and step.truth is (Truth.YES if isinstance(step.condition, Some) else Truth.NO)
    return agreeing[:1] if one_is_enough else agreeing


def _find_deciding_of_two(step: TraceStep, *, negated: bool, is_full: bool) -> Iterator[_Deciding]:
    """Yields what carries the truth of the part that counts, then what decides which one that is."""
    condition, then, otherwise = step.parts
    if condition.truth is Truth.UNKNOWN:
        counting = [part for part in (then, otherwise) if part.truth is step.truth]
    else:
        counting = [then if condition.truth is Truth.YES else otherwise]
    for part in counting:
        yield from _find_deciding(part, negated=negated, is_full=is_full)
    for each in _find_deciding(condition, is_full=is_full):
        yield replace(each, gate=True)


def _word_part(trial: Trial, deciding: _Deciding, answers: Answers) -> str:
    leaf = deciding.leaf
    fact = trial.facts[leaf.fact]
    answer = answers.get(leaf.fact)
    said = _word_answer_to(trial, deciding, leaf.fact, answers)
    if deciding.gate:
        return small_words.NAMED.format(name=say(fact.name), value=said)
    wanted = _word_wanted_of(trial, deciding, answer)
    if answer is None and leaf.applies_if is not None and deciding.negated:
        # a fact that does not apply is not 'at most 300', and yet it is not above 300
        wanted = headings.WHERE_IT_APPLIES.format(wanted=wanted)
    if isinstance(leaf, OrderLeaf):
        other = next(each for each in leaf.ordering.facts if each != leaf.fact)
        wanted = small_words.NAMED.format(name=wanted, value=_word_answer_to(trial, deciding, other, answers))
    return headings.REASON.format(name=say(fact.name), answer=said, wanted=wanted)


def _word_wanted_of(trial: Trial, deciding: _Deciding, answer: Answer | None) -> str:
    """Returns what a comparison wants, of last doses the days of each drug that was given."""
    leaf, fact = deciding.leaf, trial.facts[deciding.leaf.fact]
    if isinstance(fact, WashoutsFact) and isinstance(answer, LastDoses) and answer.doses:
        return word_needed_days(fact, answer, over=(leaf.wanted == "over") is not deciding.negated)
    return word_wanted(trial.facts, leaf.fact, leaf.wanted, negated=deciding.negated)


def _word_answer_to(trial: Trial, deciding: _Deciding, fact: str, answers: Answers, *, is_brief: bool = False) -> str:
    leaf, truth = deciding.leaf, deciding.truth
    answer = answers.get(fact)
    if answer is None:
        is_off = leaf.applies_if is not None and truth is Truth.NO
        return headings.NOT_APPLICABLE if is_off else headings.NOT_ASKED
    asked = trial.facts[fact]
    if is_brief and isinstance(asked, WashoutsFact) and isinstance(answer, LastDoses):
        answer = select_running(asked, answer)
    said = word_answer(asked, answer)
    if truth is not Truth.UNKNOWN or isinstance(answer, Unknown | Pending):
        return said
    doubt = find_doubt(trial, fact, answers)
    return small_words.COMMA.join((said, headings.UNDECIDED if doubt is Cause.IMPRECISE else DOUBTS[doubt]))
