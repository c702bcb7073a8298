"""What stands around the parts of a dose and says nothing, or the same in another unit. Nothing here reads a dose."""

import re
from decimal import Decimal

from dialogs.reading.numbers.number_words import replace_number_words
from dialogs.reading.plain_words import HEDGES


def simplify_dose(text: str, *, continues: bool) -> tuple[str, str]:
    """Returns a text in small letters without what says nothing about a dose, and its doubt, empty where it has none.

    With `continues` it follows parts that were given before. It may then begin as a correction does: 'no, 5 kg'.
    """
    plain = replace_number_words(text)
    if continues:
        plain = _CORRECTING.sub("", plain)
    for pattern, instead in _REWRITTEN:
        plain = pattern.sub(instead, plain)
    certain = _HEDGED.sub(" ", plain)
    doubt = "about" if certain != plain else ""
    exact = _HIGHEST.sub(" ", certain)
    return " ".join(_convert_units(exact).split()), doubt or ("highest" if exact != certain else "")


def _convert_units(text: str) -> str:
    """Returns a text with a body's grams, metres and millimetres as kg and cm, where there is no doubt about them."""
    text = _KG_AND_G.sub(lambda found: f"{Decimal(found[1]) + Decimal(found[2]) / 1000} kg", text)
    text = _GRAMS.sub(
        lambda found: f"{Decimal(found[1]) / 1000} kg" if int(found[1]) >= _LEAST_GRAMS else found[0], text
    )
    text = _METRES.sub(lambda found: f"{Decimal(found[1].replace(',', '.')) * 100:f} cm", text)
    return _MILLIMETRES.sub(lambda found: f"{Decimal(found[1]) / 10} cm", text)


_LEAST_GRAMS = 300
"""Less is no body's weight, and may be a dose in grams."""
_KG_AND_G = re.compile(r"(?<![\w.,/-])(\d{1,2}) ?kg[ ,]*(?:and )?(\d{1,3}) ?(?:g|gr|gm|grams?)(?![\w/])")
_GRAMS = re.compile(r"(?<![\w.,/-])(?<!\d )(\d{3,6}) ?(?:g|gr|gm|grams?)(?![\w/])(?! (?:per|a|daily)\b)")
_METRES = re.compile(r"(?<![\w.,/-])(?<!\d )([01][.,]\d{1,2}) ?(?:m|met(?:er|re)s?)(?![\w²/^])")
_MILLIMETRES = re.compile(r"(?<![\w.,/-])(?<!\d )(\d{3,4}) ?mm(?!\w)")
_CORRECTING = re.compile(
    r"^(?:(?:no|sorry|oops|correction|actually|rather|i mean(?:t)?|yes)[,:;.] ?(?=\d)"
    r"|(?:sorry|actually|rather|correction|i meant?) )+"
    r"|^(?:it|that|this)(?: is|'s| was) (?=\S)"
)
_REWRITTEN = (
    (re.compile(r"(?<![\w.,])\.(?=\d)"), "0."),  # '.5'
    (re.compile(r"(?<![\w-])(?:iv|i\.v\.|po|p\.o\.|orally|oral|by mouth|intravenously|intravenous|im)(?![\w-])"), " "),
    (re.compile(r"(?<=mg )total(?: (?=per|a|daily))"), ""),
    (re.compile(r"(?<=mg )total(?! ?\w)"), ""),
    (
        re.compile(
            r"(?<=day)[ ,(]*(?:(?:divided|split)(?: (?:in|into) \d(?: doses)?)?(?: (?:bd|bid|tds|tid|qds|qid|q\d+h))?"
            r"|in \d (?:equally )?(?:divided )?doses)(?![\w-])\)?"
        ),
        " ",
    ),
    (re.compile(r"(?<![\w-])(?:exactly|precisely|drug|medicine|medication|peak)(?![\w-])"), " "),
)
_HEDGED = re.compile(rf"(?<![\w-])(?:{'|'.join(HEDGES)}|or so)(?![\w-])\.?|[~≈]")
_HIGHEST = re.compile(r"(?<![\w-])(?:max(?:imum|imal)?)(?![\w-])\.?(?= ?\d)")
