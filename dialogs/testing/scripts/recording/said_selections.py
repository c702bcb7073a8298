"""Answers of several options as a person would say them in a script: whole, in one line.

The name of one option by itself is its button, which only adds to a selection.
"""

from collections.abc import Iterator

from dialogs.definition import small_words
from dialogs.definition.facts import SeveralFact, get_option_label
from dialogs.definition.wording import spell_code
from dialogs.rules.answers import Answer, Selected
from dialogs.verdict.selected_words import name_none, name_untested

ONLY = "only {label}"
"""Says that one option is the whole answer; it is typed, so it is no phrase of ours."""


def list_selected_ways(fact: SeveralFact, answer: Answer) -> Iterator[str]:
    """Yields ways to say what is so, the plainest first: by labels, then by codes."""
    if not isinstance(answer, Selected) or not {*answer.codes, *answer.untested} <= fact.options.keys():
        return
    for name in (lambda code: get_option_label(fact, code), spell_code):
        so = [name(code) for code in answer.codes]
        if len(so) == 1 and not answer.untested:
            yield ONLY.format(label=so[0])
        untested = [name_untested(fact, name(code)) for code in answer.untested]
        yield small_words.SEMICOLON.join((*(so or [name_none(fact)]), *untested))
