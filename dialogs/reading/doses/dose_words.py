"""Words beside a dose, by language: a single dose, a day's total, a rate."""

from dialogs.reading.plain_words import WordTable

SINGLE_DOSE: WordTable = {
    "en": [
        "a single dose", "as a single dose", "single dose", "one single dose", "one dose", "1 dose", "stat dose",
        "stat", "once only", "once", "x1", "x 1", "×1",
    ],
}  # fmt: skip
"""Words by which a dose is all that was given on its day."""
DAILY: WordTable = {
    "en": [
        "per day", "a day", "/day", "/d", "daily", "total per day", "total a day", "daily total", "daily dose",
        "total daily dose", "od",
    ],
}  # fmt: skip
"""Said by themselves of a dose that was given: it is the total of its day."""
RATES = frozenset({
    "weekly", "monthly", "hourly", "alternate", "alternating", "half", "total", "cumulative", "every", "other", "week",
    "month", "course", "then", "until", "taper", "tapered", "tapering", "single", "double", "quarter", "max", "maximum",
    "minimum", "about", "day", "days", "stress", "physiologic", "physiological", "pulse", "loading", "hour", "hours",
})  # fmt: skip
"""Words beside a dose that are no drug's name, and may change what it means."""
