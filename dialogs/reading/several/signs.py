"""Signs behind the names of options, as immunophenotypes are written: 'CD19-CD22+', 'HBV+, HCV−'."""

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple

from dialogs.definition.facts import SeveralFact
from dialogs.reading.vocabulary import Vocabulary, collect_vocabulary
from dialogs.reading.word_readings import list_several_words


class SignPatterns(NamedTuple):
    """What an option looks like with its sign, a text of nothing else, before a dash, and with its place left blank.

    `names` are those of all options, in small letters.
    """

    signed: re.Pattern[str]
    whole: re.Pattern[str]
    dashed: re.Pattern[str]
    blank: re.Pattern[str]
    names: frozenset[str]


def write_signs(fact: SeveralFact, text: str) -> str:
    """Returns a text with a word for each sign, where every option has one; a dash between options stands by itself.

    Such a dash may deny what stands before it, or only part the names. No token would be left of it. An option behind
    which a form was left blank is not certain. The letters around the number of a variant (N372H) are no 'no'.
    """
    patterns = _compile_signs(collect_vocabulary(fact))
    folded = patterns.blank.sub(r"\1 ? ", text.casefold())
    folded = _VARIANT.sub(lambda found: found[0] if _is_named(found[0], patterns.names) else found[1], folded)
    if patterns.whole.fullmatch(folded):
        return patterns.signed.sub(lambda found: f"{found[1]} {_WORDS[found[2]]}, ", folded)
    return patterns.dashed.sub(r"\1 − ", folded)


def _is_named(variant: str, names: Iterable[str]) -> bool:
    return any(variant in each for each in names)


@lru_cache(maxsize=2_000)
def _compile_signs(vocabulary: Vocabulary) -> SignPatterns:
    fact = vocabulary.fact
    assert isinstance(fact, SeveralFact)
    names = frozenset(word.casefold() for code in fact.options for word in list_several_words(fact, code))
    named = "|".join(re.escape(each) for each in sorted(names, key=len, reverse=True))
    signed = rf"(?<!\w)({named}) ?({'|'.join(map(re.escape, _WORDS))})"
    return SignPatterns(
        signed=re.compile(signed),
        whole=re.compile(rf"(?:{signed}[\s,;/|&]*)+"),
        dashed=re.compile(rf"(?<!\w)({named})\s*[-–−]\s*(?=(?:{named})(?!\w))"),
        blank=re.compile(
            rf"(?<!\w)({named})\s*(?:(?:[:=_…]|\.{{2,}})[\s:=_….]*(?=$|[,;&]|(?:and|but|{named})(?!\w))"
            r"|[:=]?\s*[(\[][\s_….]*[)\]])"
        ),
        names=names,
    )


_VARIANT = re.compile(r"(?<!\w)(?:p\.)?[a-z](\d{1,5})[a-z*](?!\w)")
"""An amino acid, its place, and what stands there instead."""
_WORDS = dict.fromkeys(("+ve", "(+)", "+", "⁺"), "positive") | dict.fromkeys(
    ("-ve", "–ve", "−ve", "(-)", "(–)", "(−)", "-", "–", "−", "⁻"), "negative"
)
"""The word for each sign; of those that begin alike the longer one comes first."""
