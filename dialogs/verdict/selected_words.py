"""What is so in words, of a fact of which several options may be: 'BRCA1, PALB2', 'BRCA1; ATM not tested'."""

from dialogs.definition import small_words
from dialogs.definition.facts import SeveralFact, get_option_label
from dialogs.definition.wording import say
from dialogs.rules.answers import Selected
from dialogs.verdict import headings


def word_selected(fact: SeveralFact, answer: Selected) -> str:
    """Returns the options that are so, or that none is, and behind them those that were not tested."""
    so = _join_labels(fact, answer.codes) if answer.codes else name_none(fact)
    if not answer.untested:
        return so
    return small_words.SEMICOLON.join((so, name_untested(fact, _join_labels(fact, answer.untested))))


def name_none(fact: SeveralFact) -> str:
    """Returns how it is called that no option is so."""
    return headings.NONE_OF_THESE if fact.none is None else say(fact.none.label)


def name_untested(fact: SeveralFact, labels: str) -> str:
    """Returns that options were not tested, by their labels."""
    label = headings.NOT_TESTED if fact.not_tested is None else say(fact.not_tested.label)
    return headings.UNTESTED.format(labels=labels, label=label[:1].lower() + label[1:])


def _join_labels(fact: SeveralFact, codes: tuple[str, ...]) -> str:
    return small_words.COMMA.join(get_option_label(fact, code) for code in codes)
