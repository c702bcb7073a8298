"""The order in which an answer names the options that are so: that of the definition."""

from collections.abc import Iterable

from dialogs.definition.facts import SeveralFact
from dialogs.rules.answers import Selected


def order_selected(fact: SeveralFact, codes: Iterable[str], untested: Iterable[str] = ()) -> Selected:
    """Returns an answer with each code once, in the order of the definition."""
    given, missing = set(codes), set(untested)
    return Selected(
        tuple(code for code in fact.options if code in given),
        tuple(code for code in fact.options if code in missing),
    )
