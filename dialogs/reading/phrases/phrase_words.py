"""Words of a phrase that mean the same for every question, by language: denying, affirming, joining, saying nothing."""

from dialogs.reading.plain_words import WordTable

DENIALS: WordTable = {
    "en": [
        "no", "not", "not a", "not any", "without", "w/o", "never", "non", "no evidence of", "no sign of",
        "no signs of", "denies", "negative for", "free of", "lacks", "lack", "lacking", "lack of", "had no", "has no",
        "have no", "never had", "never received", "never got", "never been given", "did not have", "did not receive",
        "did not get", "didn't have", "didn't receive", "didn't get", "does not have", "doesn't have", "do not have",
        "don't have", "has not", "has not had", "has not received", "hasn't", "hasn't had", "hasn't received",
        "hasn't got", "have not had", "haven't had", "is not", "is not a", "isn't", "isn't a", "not on", "is not on",
        "isn't on", "never on", "will not get", "won't get", "will not have", "won't have", "will not receive",
        "won't receive", "deny", "parents deny", "parents denied", "family denies", "has never had",
        "has never received",
    ],
}  # fmt: skip
"""What stands before a word and denies it."""
DENIED: WordTable = {
    "en": [
        "no", "none", "nil", "negative", "neg", "-ve", "absent", "excluded", "ruled out", "denied", "not detected",
        "not found", "not seen", "not present", "not identified", "not demonstrated", "not given", "not received",
        "is negative", "none known", "none given", "nil known",
    ],
}  # fmt: skip
"""What stands behind a word and denies it."""
AFFIRMATIONS: WordTable = {
    "en": [
        "yes", "positive", "pos", "+", "+ve", "detected", "found", "present", "confirmed", "seen", "identified",
        "proven", "received", "given", "is positive",
    ],
}  # fmt: skip
"""What stands behind a word and affirms it."""
FILLERS: WordTable = {
    "en": [
        "the", "is", "is a", "is the", "are", "has", "have", "been", "by", "with", "of", "for", "in", "at", "and",
        "it's", "it's a", "its", "that's", "there's", "he's", "she's", "patient", "pt", "baby", "infant", "child",
        "boy", "girl", "he", "she", "it", "this", "that", "we", "result", "results", "lab", "laboratory", "per", "as",
        "report", "reported", "status", "confirmed", "definitely", "clearly", "certain", "sure", "detected", "found",
        "seen", "identified", "thanks", ",", ";", ":", ".", "(", ")", "!", "=", "&",
    ],
}  # fmt: skip
"""Words and signs that say nothing by themselves. A word of the past ('was') or of a limit ('only') is none. No sign
that joins, parts or denies is one ('/', '+', '-', 'or', 'but'). Nor is a word near to 'no' ('on'), or what could be the
letter of a class ('a')."""
CONTRASTS: WordTable = {"en": ["not", "not a", "and not", "is not", "isn't", "rather than", "instead of"]}
"""What stands between an answer and another that it is not: 'A, not B'."""
EXCLUDED: WordTable = {"en": ["excluded", "ruled out", "is excluded", "is ruled out"]}
"""What stands behind an answer that is none, before the one that is: 'B excluded, A'."""
JOINS: WordTable = {"en": ["or"]}
"""What stands between answers of which each may be meant."""
ARTICLES: WordTable = {"en": ["a", "an", "the", "any", "of", "for"]}
"""What may stand between a denial and what it denies, besides words of the fact that say nothing."""
