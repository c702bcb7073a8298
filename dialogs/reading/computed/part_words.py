"""Words of the parts of formulas, as people write them: labels, units, the sex, what is no part."""

from dialogs.definition.wording import words
from dialogs.reading.days.durations import DAYS, MONTHS, UNITS, WEEKS
from dialogs.reading.plain_words import WordTable

_LABELS: dict[str, WordTable] = {
    "age": {"en": ["age", "aged"]},
    "weight": {"en": ["body weight", "bodyweight", "weight", "weighs", "weighing", "wt", "bw"]},
    "height": {"en": ["body height", "height", "body length", "length", "ht", "tall"]},
    "creatinine": {
        "en": ["serum creatinine", "s-creatinine", "creatinine", "creat", "crea", "scr", "s-cr", "cr"],
    },
    "calcium": {"en": ["serum calcium", "total calcium", "calcium", "total ca", "ca"]},
    "albumin": {"en": ["serum albumin", "albumin", "alb"]},
    "sex": {"en": ["sex", "gender"]},
}
LABELS = {code: tuple(words(table)) for code, table in _LABELS.items()}
"""How the parts are called, by their codes, in small letters."""
_YEARS = (
    "years old", "year old", "years-old", "year-old", "-year-old", "-years-old", "years of age", "years", "year", "yrs",
    "yr", "yo", "y/o", "y.o", "y old", "y",
)  # fmt: skip
_MONTHS = (
    "months old",
    "month old",
    "month-old",
    "-month-old",
    "months of age",
    "months",
    "month",
    "mths",
    "mos",
    "mo",
)
SPELLINGS = {
    "years": _YEARS,
    "months": _MONTHS,
    "kg": ("kilograms", "kilogram", "kilos", "kilo", "kgs", "kg"),
    "g": ("grams", "gram", "gr", "g"),
    "cm": ("centimetres", "centimeters", "centimetre", "centimeter", "cms", "cm"),
    "m": ("metres", "meters", "metre", "meter", "m"),
    "mg/dL": ("mg per dl", "mg/dl", "mg / dl", "mg%"),
    "µmol/L": ("micromol/l", "umol/l", "µmol/l", "μmol/l", "mcmol/l", "micromoles/l", "µmol / l", "μmol / l"),
    "mmol/L": ("mmol/l", "mmol / l", "millimol/l"),
    "g/dL": ("g/dl", "g / dl", "g per dl"),
    "g/L": ("g/l", "g / l", "g per l"),
}
"""How the units of medicine are written, in small letters."""
DAYS_UNITS = {
    name: tuple(word for word, unit in UNITS.items() if unit == name and word != "m") for name in (DAYS, WEEKS, MONTHS)
}
"""How days are counted."""
SEXES = {
    "female": ("female", "woman", "girl", "fem", "f"),
    "male": ("male", "man", "boy", "m"),
}
FILLERS = (
    "is", "was", "of", "and", "the", "a", "an", "at", "with", "patient", "she", "he", "has", "now", "today", "=", ":",
    "(", ")", "body", "level",
)  # fmt: skip
"""What stands between the parts and says nothing."""
RESULTS: WordTable = {
    "en": [
        "measured", "as measured", "calculated", "computed", "estimated", "corrected", "in total", "altogether",
        "result",
    ],
}  # fmt: skip
"""Words by which a number is the result itself, and none of its parts."""
