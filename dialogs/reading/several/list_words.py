"""Words of an answer that lists what is so, by language: nothing more, all, the others, one or the other."""

from dialogs.reading.phrases.phrase_words import DENIED
from dialogs.reading.plain_words import WordTable

ONLY: WordTable = {"en": ["only", "alone", "just", "only these", "only this", "only this one"]}
NO_LONGER: WordTable = {"en": ["no more", "no further"]}
NOTHING_MORE: WordTable = {
    "en": [
        "none else", "no one else", "nothing else", "nothing more", "nothing further", "no other", "no others",
        "none other", "none of the others", "none of the other", "none of the rest", "none besides",
        "not the others", "that is all", "that's all", "thats all", "and that's it", *NO_LONGER["en"], *ONLY["en"],
    ],
}  # fmt: skip
"""What says that an answer is complete. Without a sign between, 'no more' says that an option is so no longer."""
THE_OTHERS: WordTable = {
    "en": [
        "others", "the others", "all others", "all the others", "rest", "the rest", "all the rest", "everything else",
        "else", "all else", "all other", "the other", "all remaining", "the remaining",
    ],
}  # fmt: skip
"""What stands for all options that are not named."""
ALL_OF_THESE: WordTable = {"en": ["all", "all of these", "all of them", "all of the above", "everything", "every one"]}
ALL_BUT: WordTable = {
    "en": ["all but", "all except", "all except for", "everything but", "everything except", "all besides"],
}
"""What says that all are so, but those behind it."""
EITHER: WordTable = {"en": ["or", "/", "and/or", "and / or", "either", "nor", "|"]}
"""What stands between options of which perhaps only one is so. Behind a denial it joins them."""
BOTH: WordTable = {"en": ["both"]}
JOINTS: WordTable = {
    "en": ["and", ",", "&", "+", "plus", "also", "as well as", "as well", "together with", *BOTH["en"]],
}
NEITHER: WordTable = {"en": ["neither"]}
"""What denies a list that follows, besides the denials of every question."""
CONTRASTS: WordTable = {"en": [";", "but"]}
"""What parts clauses: nothing behind it denies or doubts what stands before, nor the other way round."""
UNTESTED: WordTable = {
    "en": [
        "not tested",
        "untested",
        "not done",
        "not examined",
        "never tested",
        "not been tested",
        "was not tested",
        "nothing tested",
        "none tested",
        "not yet tested",
    ]
}
"""What stands beside an option that nobody looked for."""
DENIED_BEHIND: WordTable = {
    "en": [
        *(each for each in DENIED["en"] if each not in {"no", "none"}),
        "wild type",
        "wildtype",
        "wt",
        "unmutated",
        "intact",
        "benign",
        "clean",
        "undetectable",
        "normal",
        "unremarkable",
        "inactive",
        "nad",
        "nope",
        "negativ",
        "n",
        "false",
        "nonreactive",
        "non-reactive",
        "not reactive",
        "❌",
        "✗",
        "✘",
        "✖",
        "ve",  # '-ve', whose hyphen is no token
        "–ve",
        "−ve",
        "(-)",
        "(–)",
        "(−)",
    ],
}
"""What stands behind an option and denies it."""
AFFIRMED_BEHIND: WordTable = {"en": ["y", "true", "✓", "✔", "✅", "☑"]}
"""What stands beside an option and says that it is so, besides the words of every question."""
ELSEWHERE: WordTable = {
    "en": [
        "mother", "father", "mum", "dad", "sister", "brother", "twin", "sibling", "siblings", "parent", "parents",
        "aunt", "uncle", "cousin", "grandmother", "grandfather", "maternal", "paternal", "family", "familial",
        "relative", "relatives", "donor", "partner", "husband", "wife", "daughter", "son", "previous", "previously",
        "past", "former", "formerly", "history", "prior", "resolved", "cured", "had", "ago", "earlier",
        "later", "before", "after", "once", "planned", "will", "childhood", "treated", "vaccinated", "vaccination",
        "vaccine", "immunised", "immunized", "exposure", "exposed", "contact", "if", "unless", "until",
        "except", "excepting", "besides", "apart", "other than",
        "nd", "nt", "n/d", "n.d", "n.d.", "n.t", "n.t.", "n.k", "n.k.", "☐",
    ],
}  # fmt: skip
"""Words of somebody else, of another time, or of something else: what stands beside them is never offered."""
DASHES: WordTable = {"en": ["-", "–", "−"]}
"""Signs that may deny what stands before them, or only part words."""
PERHAPS: WordTable = {
    "en": [
        "possible", "probable", "suspected", "questionable", "equivocal", "borderline", "if any", "not certain",
        "uncertain", "not sure", "unsure", "cannot be excluded", "can't be excluded", "cannot be ruled out",
        "can't be ruled out", "not excluded", "not ruled out", "cannot exclude", "can't exclude", "cannot rule out",
        "can't rule out", "no longer negative",
    ]
}  # fmt: skip
"""What says that an option is not certain, besides the hedges of every question."""
