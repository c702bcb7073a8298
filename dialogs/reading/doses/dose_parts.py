"""The parts of a dose in one message: amount and its unit, drugs, weight, length, in any order."""

import re
from dataclasses import dataclass
from functools import lru_cache

from dialogs.definition.facts import DoseFact, get_measure
from dialogs.definition.wording import words
from dialogs.reading.choices import is_slip

PER_AREA, PER_KG, PER_DAY = "area", "kg", "mg"
"""mg/m²/day, mg/kg/day and mg/day."""
_OWN_UNITS = {"m2": PER_AREA, "kg": PER_KG, "day": PER_DAY}
_WRITTEN = {PER_AREA: "mg/m2/day", PER_KG: "mg/kg/day", PER_DAY: "mg/day"}


@dataclass(frozen=True, slots=True)
class Parts:
    """What a message holds. `amount` is the figure or interval without its unit, and empty where there is none.

    `units` are kinds of unit, each once. `is_daily` says whether every amount was written per day (per area it need not
    be). `drugs` are the codes that were named. Weights (kg) and lengths (cm) stand as they were typed.
    """

    amount: str
    units: tuple[str, ...]
    is_daily: bool
    drugs: tuple[str, ...]
    weights: tuple[str, ...]
    lengths: tuple[str, ...]


def get_own_unit(fact: DoseFact) -> str:
    """Returns the kind of unit in which the fact itself is counted."""
    return _OWN_UNITS[get_measure(fact)]


def split_parts(fact: DoseFact, text: str) -> Parts:
    """Returns the parts of a message in small letters; words that are no part of a dose are left in the amount."""
    rest, own = text, get_own_unit(fact)
    drugs, rest = ((), rest) if own == PER_AREA else _take_drugs(fact, rest)  # '4 mg of dexamethasone daily'
    rest = rest if own == PER_AREA else _OF.sub("", " ".join(rest.split()))
    for unit in fact.unit.values():
        if own == PER_AREA or not _UNIT.fullmatch(unit.casefold()):
            rest = rest.replace(unit.casefold(), _WRITTEN[own])
    found_units = list(_UNIT.finditer(rest))
    rest = _UNIT.sub(" ", rest)
    weights, rest = _take(_WEIGHT, rest)
    lengths, rest = _take(_LENGTH, rest)
    if own == PER_AREA:
        drugs, rest = _take_drugs(fact, rest)
    return Parts(
        amount=_strip_amount(rest),
        units=tuple(dict.fromkeys(_find_kind(each) for each in found_units)),
        is_daily=all(each["area"] or _DAILY.search(each[0]) for each in found_units),
        drugs=drugs,
        weights=weights,
        lengths=lengths,
    )


def _find_kind(match: re.Match[str]) -> str:
    return next(kind for kind in (PER_AREA, PER_KG, PER_DAY) if match[kind])


def _take(pattern: re.Pattern[str], text: str) -> tuple[tuple[str, ...], str]:
    """Returns the numbers that `pattern` finds, and the text without them."""
    return tuple(dict.fromkeys(match[1] for match in pattern.finditer(text))), pattern.sub(" , ", text)


def _take_drugs(fact: DoseFact, text: str) -> tuple[tuple[str, ...], str]:
    """Returns the drugs that are named, and the text without their names; a small slip is forgiven in a long name."""
    names = {name.casefold(): code for code, drug in fact.drugs.items() for name in (code, *words(drug.synonyms))}
    named: list[str] = []
    for name in sorted(names, key=len, reverse=True):
        whole_name = _compile_name(name)
        if whole_name.search(text):
            named.append(names[name])
            text = whole_name.sub(" ", text)
    for word in _WORD.findall(text):
        meant = {names[name] for name in names if word[0] == name[0] and is_slip(word, name, _SHORTEST_WITH_SLIP)}
        if meant and len({str(fact.drugs[code].equivalent_mg) for code in meant}) == 1:
            named.append(min(meant))
            text = text.replace(word, " ")
    return tuple(dict.fromkeys(named)), text


@lru_cache(maxsize=1_000)
def _compile_name(name: str) -> re.Pattern[str]:
    """Returns the pattern of a drug's whole name in small letters, equivalent or not."""
    return re.compile(rf"(?<![\w-]){re.escape(name)}(?:[- ]equivalents?)?(?!\w)")


def _strip_amount(text: str) -> str:
    """Returns what is left of a message when its parts are taken out, without the words and commas that joined them."""
    fragments = (_FILLER.sub(" ", each) for each in _COMMA.split(text))
    bare = (_JOINED.sub("", " ".join(each.split())) for each in fragments)
    return " , ".join(each for each in bare if each)


_OF = re.compile(r"(?<=mg )of (?=daily|per|a |each|once)")
_DAY = r"(?: ?(?:/|per|a|each) ?(?:day|d|24 ?h(?:ours|rs|r)?)\b| daily\b| once daily\b| od\b)"
_M2 = r"(?:m2|m²|m\^2|sqm|sq\.? ?m|square met(?:er|re))"
_UNIT = re.compile(
    rf"(?<![^\W\d_])(?:(?P<area>mg(?: ?(?:/|per) ?{_M2}{_DAY}?|{_DAY} ?(?:/|per) ?{_M2}))"
    rf"|(?P<kg>mg ?(?:/|per) ?kg{_DAY}?)"
    rf"|(?P<mg>(?:mgs?|milligrams?){_DAY}?))"
    r"(?![\w²³^]| ?[/*]| (?:per|every|each)\b)",
)
_DAILY = re.compile(r"d\b|day|daily|24")
_WEIGHT = re.compile(r"(?<![\w./-])(?<!\d,)(\d+(?:[.,]\d+)?) ?(?:kgs?|kilos?|kilograms?)(?![\w/])")
_LENGTH = re.compile(r"(?<![\w./-])(?<!\d,)(\d+(?:[.,]\d+)?) ?(?:cms?|centimet(?:er|re)s?)(?![\w/])")
_WORD = re.compile(r"[^\W\d_]+")
_FILLER = re.compile(
    r"(?<![\w-])(?:weight|weighs|weighing|wt|bw|body|length|height|long|ht|dose|the|is|was|of|with|in|baby|infant|tall|daily|highest)(?![\w-])"
    r"|[():]|(?<![<>])(?<![<>] )=(?! ?[<>])"  # the sign of '>=' is no filler
)
_COMMA = re.compile(r";|,(?!\d)|(?<!\d),")
_JOINED = re.compile(r"^(?:(?:and|at(?! (?:least|most)\b)|for)\b ?)+|(?: ?\b(?:and|at|for))+$")
_SHORTEST_WITH_SLIP = 8
