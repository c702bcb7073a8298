"""Words around ages and counts of days, by language: what says nothing, and what is said for a first day."""

from dialogs.reading.plain_words import WordTable

AROUND_AGE: WordTable = {
    "en": [
        "age", "aged", "old", "of age", "girl", "boy", "male", "female", "infant", "baby", "child", "patient", "term",
        "fullterm", "f", "postnatal", "chronological", "uncorrected", "not corrected", "not corrected for prematurity",
        "unadjusted", "not adjusted", "at presentation", "she was", "he was", "was", "a", "an", "the",
    ],
}  # fmt: skip
"""Words around an age that say nothing about it; complete accounting of the text still needs every other word."""
DAY_OF_LIFE: WordTable = {"en": ["DOL", "day of life", "days of life"]}
"""Some count the day of birth as 0, some as 1."""
NEONATE: WordTable = {"en": ["neonate", "neonatal", "neonatal period", "a neonate"]}
NEWBORN: WordTable = {"en": ["newborn", "new-born", "new born", "just born", "a newborn"]}
AT_BIRTH: WordTable = {"en": ["at birth", "birth", "day of birth", "on the day of birth"]}
FIRST_BIRTHDAY: WordTable = {
    "en": ["first birthday", "1st birthday", "on first birthday", "on the first birthday", "the first birthday"]
}
UNCORRECTED: WordTable = {
    "en": [
        "uncorrected", "not corrected for prematurity", "not corrected", "unadjusted", "not adjusted", "non-corrected",
        "without correction",
    ],
}  # fmt: skip
"""They deny what is told of a corrected age."""
AS_AGE: WordTable = {"en": ["old", "aged", "age"]}
"""Words by which a number of weeks is an age."""
AGO: WordTable = {"en": ["ago", "back"]}
"""Words by which a number of weeks counts to today."""
COUNTED: WordTable = {
    "en": [
        "for", "x", "×", "on", "a total of", "total of", "in all", "in total", "total", "only", "just", "daily for",
        "once daily for", "course", "given for", "once a day for", "once a day x", "once daily x",
    ],
}  # fmt: skip
"""Words around a number of days that say nothing about it."""
