"""The answers to a fact that one of its codes stands for."""

from dialogs.definition.facts import Fact, OptionFact, SeveralFact, list_option_codes
from dialogs.rules.answers import Answer, Known, Selected


def code_options(fact: Fact) -> dict[str, Answer]:
    """Returns the answers to a fact by their codes; of several options that may be so, `none` is none of them."""
    if isinstance(fact, SeveralFact):
        return {"none": Selected(), **{code: Selected((code,)) for code in fact.options}}
    return {code: Known(code) for code in list_option_codes(fact)} if isinstance(fact, OptionFact) else {}
