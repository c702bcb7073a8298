"""Words that mean the same for every question, by language: yes and no, not known, waiting, doubt, negation, small numbers."""

Table = dict[str, list[str]]

YES: Table = {"en": ["y", "yep", "yeah", "yes"]}
NO: Table = {"en": ["n", "nope", "never", "none", "no"]}

NOT_KNOWN: Table = {
    "en": [
        "don't know", "dont know", "do not know", "I don't know", "I dont know", "I do not know", "we don't know", "unknown", "not known",
        "n/a", "na", "not available", "unsure", "not sure", "no idea", "idk", "unclear", "dunno",
    ],
}  # fmt: skip
WAITING: Table = {
    "en": [
        "pending", "still pending", "still waiting", "still awaited", "awaited", "awaiting", "awaiting result",
        "awaiting results", "awaiting the result", "waiting",
        "waiting for result", "waiting for results", "waiting for the result", "waiting for the results", "not done yet", "not yet",
        "not yet done", "not yet known", "not known yet", "not yet available", "not available yet", "to follow", "result pending",
        "results pending", "result awaited", "results awaited", "tbd",
    ],
}  # fmt: skip
NOT_YET: Table = {"en": ["not yet"]}
"""Said to a yes-or-no question, it may mean no as well."""
DUE = frozenset({"expected", "due", "until", "by"})
"""Words that make a lone date the day on which a result is expected."""
AROUND_DUE = frozenset({"on", "the", "is", "are", "result", "results", "back", "at", "for", "and", "-", ":", ",", "("})

HEDGES = (
    "about", "approximately", "approx", "around", "roughly", "circa", "ca", "probably", "possibly", "maybe",
    "perhaps", "likely", "presumably", "suspected", "i think", "i guess",
)  # fmt: skip
NEGATIONS = frozenset(
    {
        "not", "no", "non", "never", "without", "neither", "nor", "none", "negative", "neg", "absent", "excluded", "un", "cannot",
        "isn", "wasn", "don", "doesn", "didn", "hasn",
        "nicht", "kein", "keine", "ohne", "pas", "sans", "sin", "geen", "niet",
    }
)  # fmt: skip

SMALL_NUMBERS = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
