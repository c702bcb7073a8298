"""The drugs of a fact in a text, each put down as one sign, so that the words around them can be accounted for."""

import re
from dataclasses import dataclass
from functools import lru_cache

from dialogs.definition.facts.washouts import WashoutsFact
from dialogs.definition.wording import spell_code, words
from dialogs.reading.choices import is_slip


@dataclass(frozen=True, slots=True)
class DrugText:
    """A text in which each drug is one sign, and whether a name had a slip."""

    text: str
    has_slip: bool


def mark_drugs(fact: WashoutsFact, text: str) -> DrugText:
    """Returns a text in small letters with a sign for each drug; a slip in a long name is forgiven, and told.

    It is forgiven only where one drug alone is within reach of it, with the same first letter.
    """
    names = list_drug_names(fact)
    places = {code: place for place, code in enumerate(fact.drugs)}
    for name in sorted(names, key=len, reverse=True):
        text = _compile_name(name).sub(chr(_FIRST_DRUG + places[names[name]]), text)
    slips = {}
    for word in set(_WORD.findall(text)):
        near = {names[name] for name in names if word[0] == name[0] and is_slip(word, name, _SHORTEST_WITH_SLIP)}
        if len(near) == 1:
            slips[word] = chr(_FIRST_DRUG + places[near.pop()])
    for word, sign in slips.items():
        text = re.sub(rf"(?<![\w-]){re.escape(word)}(?![\w-])", sign, text)
    return DrugText(text, bool(slips))


def list_drug_names(fact: WashoutsFact) -> dict[str, str]:
    """Returns every name of a drug in small letters, with the code of the drug: codes, labels, synonyms."""
    names: dict[str, str] = {}
    for code, drug in fact.drugs.items():
        for name in (code, spell_code(code), *drug.label.values(), *words(drug.synonyms)):
            names.setdefault(" ".join(name.casefold().split()), code)
    return names


def find_drugs(fact: WashoutsFact, marked: str) -> list[str]:
    """Returns the codes of the drugs whose signs stand in a text, in their order, each once."""
    codes = list(fact.drugs)
    return list(dict.fromkeys(codes[ord(sign) - _FIRST_DRUG] for sign in DRUG_SIGN.findall(marked)))


@lru_cache(maxsize=1_000)
def _compile_name(name: str) -> re.Pattern[str]:
    """Returns the pattern of a name, with or without hyphens between its words, and with an s behind it."""
    parts = [re.escape(part) for part in re.split(r"[ -]", name) if part]
    return re.compile(rf"(?<![\w-]){'[ -]?'.join(parts)}s?(?![\w-])")


_FIRST_DRUG = 0xE100
DRUG_SIGN = re.compile("[\ue100-\ue7ff]")
"""Signs that no text of a person holds: cleaning refuses them."""
_WORD = re.compile(r"(?<![\w-])[^\W\d_]{8,}(?![\w-])")
_SHORTEST_WITH_SLIP = 8
