"""The words of one fact's options, the codes and labels, and what a word can say."""

import re
from typing import cast

from dialogs.definition.facts import OptionFact, SeveralFact, YesNoFact
from dialogs.definition.options import Option
from dialogs.definition.wording import words
from dialogs.reading.outcome import AskBackReading, Misread, Read
from dialogs.reading.plain_words import NO, YES
from dialogs.rules.answers import PENDING, UNKNOWN, Answer, Known, Selected

Tokens = tuple[str, ...]
WordReading = Read | AskBackReading | Misread
"""What a word of the definition says: an answer, a question back, or that the plain question must be asked again, with
a sentence."""


def split_tokens(text: str) -> Tokens:
    """Returns the runs of letters, the runs of digits and the signs of `text`, without the hyphens inside words."""
    return tuple(TOKEN.findall(text.casefold()))


def list_option_words(fact: OptionFact, code: str) -> list[str]:
    """Returns every way to write the option `code` that is read without a remark."""
    builtin = {"yes": YES, "no": NO}.get(code, {}) if isinstance(fact, YesNoFact) else {}
    option = get_options(fact).get(code)
    if option is None:
        return [code, *words(builtin)]
    return [code, *option.label.values(), *words(option.synonyms), *words(builtin)]


def list_several_words(fact: SeveralFact, code: str) -> list[str]:
    """Returns every way to write an option of which several may be so."""
    return [code, *fact.options[code].label.values(), *words(fact.options[code].synonyms)]


def list_codes(fact: OptionFact) -> list[str]:
    """Returns the codes of the fact's options in their order."""
    return ["no", "yes"] if isinstance(fact, YesNoFact) else list(fact.options)


def get_options(fact: OptionFact) -> dict[str, Option]:
    """Returns the options that the definition describes, by their codes."""
    return cast("dict[str, Option]", fact.options)


def make_answer(code: str) -> Answer:
    """Returns the answer that a code in `offer` stands for."""
    return _MISSING.get(code) or Known(code)


def make_selected(code: str) -> Answer:
    """Returns the answer that a code stands for, of a fact of which several may be so: `none` is none of them."""
    return _MISSING.get(code) or (Selected() if code == NONE_CODE else Selected((code,)))


def list_offers(said: WordReading) -> tuple[Answer, ...]:
    """Returns the answer that a word says, or those that it may mean."""
    if isinstance(said, Misread):
        return ()
    return (said.answer,) if isinstance(said, Read) else said.offers


NONE_CODE = "none"
"""What stands for none of the options, of a fact of which several may be so."""
_MISSING: dict[str, Answer] = {"pending": PENDING, "unknown": UNKNOWN}
TOKEN = re.compile(r"[^\W\d_]+|\d+|-(?![\w-])|^-|[^\w\s-]")
