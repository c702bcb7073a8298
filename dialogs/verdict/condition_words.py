"""What conditions want, in words: 'at most 365 days', 'neither 3 nor 4', 'Corticosteroids is Systemic'."""

from dialogs.definition import conditions as written
from dialogs.definition import small_words
from dialogs.definition.conditions import Comparison
from dialogs.definition.facts import Fact, OptionFact, get_option_label, list_option_codes
from dialogs.definition.wording import say
from dialogs.verdict import headings
from dialogs.verdict.answer_words import join_unit, word_unit
from dialogs.verdict.rounded_figures import format_limit

_COMPARED = {
    "at_least": headings.AT_LEAST,
    "above": headings.MORE_THAN,
    "at_most": headings.AT_MOST,
    "below": headings.LESS_THAN,
    "": headings.EXACTLY,
}
_AGAINST = {
    "at_least": headings.LESS_THAN,
    "above": headings.AT_MOST,
    "at_most": headings.MORE_THAN,
    "below": headings.AT_LEAST,
    "": headings.NOT_EXACTLY,
}


def word_wanted(fact: Fact, wanted: object, *, negated: bool = False) -> str:
    """Returns what a condition wants of a fact, such as 'at most 365 days' or 'B-precursor ALL or B-cell MPAL'.

    `negated` says that the condition stands under `not`. Then it is 'more than 365 days', 'neither T-ALL nor Another
    diagnosis', or the only value that is left.
    """
    if isinstance(fact, OptionFact):
        codes = wanted if isinstance(wanted, list) else [wanted]
        labels = list(dict.fromkeys(get_option_label(fact, str(code)) for code in codes))
        if not negated:
            return small_words.OR.join(labels)
        all_labels = [get_option_label(fact, code) for code in list_option_codes(fact)]
        others = [label for label in all_labels if label not in labels]
        return others[0] if len(others) == 1 else _deny(labels)
    limits = wanted.limits() if isinstance(wanted, Comparison) else [("", wanted)]
    words, joint = (_AGAINST, small_words.OR) if negated else (_COMPARED, small_words.AND)
    numbers = joint.join(words[word].format(number=format_limit(limit)) for word, limit in limits)
    return join_unit(numbers, word_unit(fact, limits[0][1] if len(limits) == 1 else None))


def word_condition(facts: dict[str, Fact], condition: written.Condition, *, negated: bool = False) -> str:
    """Returns a condition as a clause, such as 'Sex is Female and Age is less than 55 years'.

    `negated` says that it stands under `not`.
    """
    if isinstance(condition, written.Not):
        return word_condition(facts, condition.not_, negated=not negated)
    if isinstance(condition, written.FactIs):
        fact = facts[condition.fact]
        return headings.CLAUSE.format(name=say(fact.name), wanted=word_wanted(fact, condition.wanted, negated=negated))
    parts = _list_parts(condition)
    clauses = [word_condition(facts, part, negated=negated) for part in parts]
    if len(parts) > 1:  # 'and' beside 'or' can be read in two ways
        pairs = zip(parts, clauses, strict=True)
        clauses = [headings.GROUPED.format(clause=clause) if _joins(part) else clause for part, clause in pairs]
    return (small_words.AND if isinstance(condition, written.All) is not negated else small_words.OR).join(clauses)


def _joins(condition: written.Condition) -> bool:
    """Says whether the clause of a condition holds 'and' or 'or' between clauses."""
    if isinstance(condition, written.Not):
        return _joins(condition.not_)
    if isinstance(condition, written.FactIs):
        return False
    return len(_list_parts(condition)) > 1 or _joins(_list_parts(condition)[0])


def _list_parts(condition: written.All | written.AnyOf) -> list[written.Condition]:
    return condition.all if isinstance(condition, written.All) else condition.any


def _deny(labels: list[str]) -> str:
    if len(labels) == 1:
        return headings.NOT.format(label=labels[0])
    return headings.NEITHER.format(labels=small_words.NOR.join(labels))
