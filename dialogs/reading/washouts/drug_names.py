"""The drugs of a fact in a text, each put down as one sign, so that the words around them can be accounted for."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from dialogs.definition.facts.washouts import WashoutsFact
from dialogs.reading.choices import is_slip
from dialogs.reading.washouts.drug_classes import DOSE, list_drug_names, list_shared_names


@dataclass(frozen=True, slots=True)
class NamedDrug:
    """A name as the definition writes it, and the codes that it may stand for: several where a dose decides."""

    name: str
    codes: tuple[str, ...]
    is_shared: bool = False


@dataclass(frozen=True, slots=True)
class DrugText:
    """A text in which each drug is one sign, by its place in `named`, and each dose is `DOSE_SIGN`."""

    text: str
    named: tuple[NamedDrug, ...] = ()
    has_slip: bool = False


def mark_drugs(fact: WashoutsFact, text: str) -> DrugText:
    """Returns a plain text in small letters with signs for drugs; a slip in a long name is forgiven, and told.

    It is forgiven only where the drugs of one name alone are within reach of it, with the same first letter.
    """
    names = {name: NamedDrug(name, (code,)) for name, code in list_drug_names(fact).items()}
    names |= {name: NamedDrug(name, codes, is_shared=True) for name, codes in list_shared_names(fact).items()}
    named: list[NamedDrug] = []
    for name in sorted(names, key=len, reverse=True):
        marked = _compile_name(name).sub(_make_sign(len(named)), text)
        named += [names[name]] if marked != text else []
        text = marked
    has_slip = False
    for word in dict.fromkeys(_WORD.findall(text)):
        near = {
            names[name].codes: name for name in names if word[0] == name[0] and is_slip(word, name, _SHORTEST_WITH_SLIP)
        }
        if len(near) == 1:
            text = re.sub(rf"(?<![\w-]){re.escape(word)}(?![\w-])", _make_sign(len(named)), text)
            named += [names[each] for each in near.values()]
            has_slip = True
    return DrugText(DOSE.sub(DOSE_SIGN, text), tuple(named), has_slip)


def find_drugs(named: Sequence[NamedDrug], marked: str) -> list[NamedDrug]:
    """Returns the drugs whose signs stand in a text, in their order, each once."""
    return list(dict.fromkeys(named[ord(sign) - _FIRST_DRUG] for sign in DRUG_SIGN.findall(marked)))


def _make_sign(place: int) -> str:
    return chr(_FIRST_DRUG + place)


@lru_cache(maxsize=1_000)
def _compile_name(name: str) -> re.Pattern[str]:
    """Returns the pattern of a name, with or without hyphens between its words, and with an s behind it."""
    parts = [re.escape(part) for part in re.split(r"[ -]", name) if part]
    return re.compile(rf"(?<![\w-]){'[ -]?'.join(parts)}s?(?![\w-])")


_FIRST_DRUG = 0xE100
DRUG_SIGN = re.compile("[\ue100-\ue7ff]")
"""Signs that no text of a person holds: cleaning refuses them. No text is long enough to need more of them."""
DOSE_SIGN = "\ue0ff"
_WORD = re.compile(r"(?<![\w-])[^\W\d_]{8,}(?![\w-])")
_SHORTEST_WITH_SLIP = 8
