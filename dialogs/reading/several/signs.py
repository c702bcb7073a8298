"""Signs behind the names of options, as immunophenotypes are written: 'CD19-CD22+', 'HBV+, HCV−'."""

import re
from functools import lru_cache

from dialogs.definition.facts import SeveralFact
from dialogs.reading.vocabulary import Vocabulary, collect_vocabulary
from dialogs.reading.word_readings import list_several_words


def write_signs(fact: SeveralFact, text: str) -> str:
    """Returns a text with a word for each sign, where every option has one; a dash between options stands by itself.

    Such a dash may deny what stands before it, or only part the names. No token would be left of it.
    """
    signed, whole, dashed = _compile_signs(collect_vocabulary(fact))
    folded = text.casefold()
    if whole.fullmatch(folded):
        return signed.sub(lambda found: f"{found[1]} {_WORDS[found[2]]}, ", folded)
    return dashed.sub(r"\1 − ", folded)


@lru_cache(maxsize=2_000)
def _compile_signs(vocabulary: Vocabulary) -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    """Returns what an option with its sign looks like, a text of nothing else, and an option before a dash."""
    fact = vocabulary.fact
    assert isinstance(fact, SeveralFact)
    names = {word.casefold() for code in fact.options for word in list_several_words(fact, code)}
    named = "|".join(re.escape(each) for each in sorted(names, key=len, reverse=True))
    signed = rf"(?<!\w)({named}) ?({'|'.join(map(re.escape, _WORDS))})"
    dashed = rf"(?<!\w)({named})\s*[-–−]\s*(?=(?:{named})(?!\w))"
    return re.compile(signed), re.compile(rf"(?:{signed}[\s,;/|&]*)+"), re.compile(dashed)


_WORDS = dict.fromkeys(("+ve", "(+)", "+", "⁺"), "positive") | dict.fromkeys(
    ("-ve", "–ve", "−ve", "(-)", "(–)", "(−)", "-", "–", "−", "⁻"), "negative"
)
"""The word for each sign; of those that begin alike the longer one comes first."""
