"""Words that mean the same for every question, by language: yes and no, not known, waiting, doubt, negation, small numbers."""

WordTable = dict[str, list[str]]

YES: WordTable = {"en": ["y", "yep", "yeah", "yes"]}
NO: WordTable = {"en": ["n", "nope", "nah", "never", "none", "no"]}

YES_WORDS = frozenset({
    "yes", "y", "yep", "yeah", "yup", "yea", "yess", "aye", "right", "correct", "ok", "okay", "exactly", "indeed", "sure", "true",
    "absolutely",
    "affirmative", "ja", "jawohl", "oui", "si", "sí", "👍",
})  # fmt: skip
NO_WORDS = frozenset({"no", "n", "nope", "nah", "wrong", "incorrect", "false", "nein", "non", "nee", "👎"})
AROUND_A_REPLY = frozenset({
    "it", "is", "it's", "its", "that", "that's", "thats", "was", "i", "did", "do", "please", "thanks", "thank", "you", "so", "this", "one",
    "the", "of", "course", "really", "quite", "and", "or",
})  # fmt: skip
"""Words that say nothing beside a yes or a no: 'yes, that is right'."""
CONFIRMING = frozenset({*YES_WORDS, "confirm", "confirmed", "i did", "it is", "that is it", "take it", "of course"})
REFUSING = frozenset({
    *NO_WORDS, "not", "not correct", "not right", "not that", "not really", "not at all", "neither", "none of these", "none of them",
    "i did not", "i didn't", "ask again", "no ask again", "no, ask again",
})  # fmt: skip
"""What is said to "Did you mean ...?", and means nothing else while that stands open."""
PART_UNITS = {"weight": frozenset({"kg", "kgs", "kilo", "kilos"}), "length": frozenset({"cm", "cms"})}
"""How the unit of a weight and of a length is said by itself."""
KEEPING = frozenset({"keep", "keep it", "keep this", "keep that", "keep this one"})

NOT_KNOWN: WordTable = {
    "en": [
        "don't know", "dont know", "do not know", "I don't know", "I dont know", "I do not know", "we don't know", "unknown", "not known",
        "n/a", "na", "not available", "unsure", "not sure", "no idea", "idk", "unclear", "dunno",
    ],
}  # fmt: skip
WAITING: WordTable = {
    "en": [
        "pending", "still pending", "still waiting", "still awaited", "awaited", "awaiting", "awaiting result",
        "awaiting results", "awaiting the result", "waiting",
        "waiting for result", "waiting for results", "waiting for the result", "waiting for the results", "not done yet", "not yet",
        "not yet done", "not yet known", "not known yet", "not yet available", "not available yet", "to follow", "result pending",
        "results pending", "result awaited", "results awaited", "tbd",
    ],
}  # fmt: skip
NEARLY: dict[str, WordTable] = {
    "no": {
        "en": [
            "not", "not really", "rather not", "unlikely", "don't think so", "I don't think so", "I think not", "I do not think so",
            "not that I know", "not that I know of", "not that we know", "not to my knowledge", "not to our knowledge", "hardly",
        ],
    },
    "yes": {"en": ["I think so", "think so", "I guess so", "probable", "apparently"]},
}  # fmt: skip
"""Said to a yes-or-no question, they lean to an answer without being one."""
NOT_YET: WordTable = {"en": ["not yet"]}
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

AROUND_AGE: WordTable = {
    "en": [
        "age", "aged", "old", "of age", "girl", "boy", "male", "female", "infant", "baby", "child", "patient", "term", "fullterm", "f",
        "postnatal", "chronological", "uncorrected", "not corrected", "not corrected for prematurity", "unadjusted", "not adjusted",
        "at presentation",
        "she was", "he was", "was", "a", "an", "the",
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
        "uncorrected",
        "not corrected for prematurity",
        "not corrected",
        "unadjusted",
        "not adjusted",
        "non-corrected",
        "without correction",
    ],
}
"""They deny what is told of a corrected age."""
AS_AGE: WordTable = {"en": ["old", "aged", "age"]}
"""Words by which a number of weeks is an age."""
AGO: WordTable = {"en": ["ago", "back"]}
"""Words by which a number of weeks counts to today."""
COUNTED: WordTable = {
    "en": [
        "for", "x", "×", "on", "a total of", "total of", "in all", "in total", "total", "only", "just", "daily for", "once daily for",
        "course", "given for", "once a day for", "once a day x", "once daily x",
    ],
}  # fmt: skip
"""Words around a number of days that say nothing about it."""
SINGLE_DOSE: WordTable = {
    "en": [
        "a single dose", "as a single dose", "single dose", "one single dose", "one dose", "1 dose", "stat dose", "stat", "once only",
        "once", "x1", "x 1", "×1",
    ],
}  # fmt: skip
"""Words by which a dose is all that was given on its day."""
DAILY: WordTable = {
    "en": [
        "per day",
        "a day",
        "/day",
        "/d",
        "daily",
        "total per day",
        "total a day",
        "daily total",
        "daily dose",
        "total daily dose",
        "od",
    ],
}
"""Said by themselves of a dose that was given: it is the total of its day."""
RATES = frozenset({
    "weekly", "monthly", "hourly", "alternate", "alternating", "half", "total", "cumulative", "every", "other", "week", "month", "course",
    "then", "until", "taper", "tapered", "tapering", "single", "double", "quarter", "max", "maximum", "minimum", "about", "day", "days",
    "stress", "physiologic", "physiological", "pulse", "loading", "hour", "hours",
})  # fmt: skip
"""Words beside a dose that are no drug's name, and may change what it means."""

DENIALS: WordTable = {
    "en": [
        "no", "not", "not a", "not any", "without", "w/o", "never", "non", "no evidence of", "no sign of", "no signs of", "denies",
        "negative for", "free of", "lacks", "lack", "lacking", "lack of", "had no", "has no", "have no", "never had", "never received",
        "never got", "never been given", "did not have", "did not receive", "did not get", "didn't have", "didn't receive", "didn't get",
        "does not have", "doesn't have", "do not have", "don't have", "has not", "has not had", "has not received", "hasn't", "hasn't had",
        "hasn't received", "hasn't got", "have not had", "haven't had", "is not", "is not a", "isn't", "isn't a", "not on", "is not on",
        "isn't on", "never on", "will not get", "won't get", "will not have", "won't have", "will not receive", "won't receive", "deny",
        "parents deny", "parents denied", "family denies", "has never had", "has never received",
    ],
}  # fmt: skip
"""What stands before a word and denies it."""
DENIED: WordTable = {
    "en": [
        "no", "none", "nil", "negative", "neg", "-ve", "absent", "excluded", "ruled out", "denied", "not detected", "not found",
        "not seen", "not present", "not identified", "not demonstrated", "not given", "not received", "is negative", "none known",
        "none given", "nil known",
    ],
}  # fmt: skip
"""What stands behind a word and denies it."""
AFFIRMATIONS: WordTable = {
    "en": [
        "yes", "positive", "pos", "+", "+ve", "detected", "found", "present", "confirmed", "seen", "identified", "proven", "received",
        "given", "is positive",
    ],
}  # fmt: skip
"""What stands behind a word and affirms it."""
FILLERS: WordTable = {
    "en": [
        "the", "is", "is a", "is the", "are", "has", "have", "been", "by", "with", "of", "for", "in", "at", "and", "it's", "it's a", "its",
        "that's", "there's", "he's", "she's", "patient", "pt", "baby", "infant", "child", "boy", "girl", "he", "she", "it", "this", "that",
        "we", "result", "results", "lab", "laboratory", "per", "as", "report", "reported", "status", "confirmed", "definitely", "clearly",
        "certain", "sure", "detected", "found", "seen", "identified", "thanks", ",", ";", ":", ".", "(", ")", "!", "=", "&",
    ],
}  # fmt: skip
"""Words and signs that say nothing by themselves. A word of the past ('was') or of a limit ('only') is none, a sign
that joins, parts or denies ('/', '+', '-', 'or', 'but') is none, nor one that is near to 'no' ('on'), or could be
the letter of a class ('a')."""
CONTRASTS: WordTable = {"en": ["not", "not a", "and not", "is not", "isn't", "rather than", "instead of"]}
"""What stands between an answer and another that it is not: 'A, not B'."""
EXCLUDED: WordTable = {"en": ["excluded", "ruled out", "is excluded", "is ruled out"]}
"""What stands behind an answer that is none, before the one that is: 'B excluded, A'."""
JOINS: WordTable = {"en": ["or"]}
"""What stands between answers of which each may be meant."""
ARTICLES: WordTable = {"en": ["a", "an", "the", "any", "of", "for"]}
"""What may stand between a denial and what it denies, besides words of the fact that say nothing."""
