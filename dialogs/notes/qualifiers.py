"""Words beside a statement of a note: those that qualify it, those that say nothing, and those of other people."""

from enum import Enum, auto

from dialogs.definition.wording import words
from dialogs.reading.plain_words import WordTable
from dialogs.reading.word_readings import Tokens, split_tokens


class WordRole(Enum):
    """What words do to a statement."""

    RETRACTS = auto()
    QUALIFIES = auto()
    CONFIRMS = auto()


def _index(tables: dict[WordRole, WordTable]) -> dict[str, list[tuple[Tokens, WordRole]]]:
    indexed: dict[str, list[tuple[Tokens, WordRole]]] = {}
    for role, table in tables.items():
        for each in map(split_tokens, words(table)):
            indexed.setdefault(each[0], []).append((each, role))
    return indexed


QUALIFIERS: WordTable = {
    "en": [
        "to be", "to confirm", "to check", "tbc", "tba", "tbd", "check", "expected", "expect", "hope", "hoping",
        "hoped", "if", "unless", "then", "later", "initially", "at first", "now", "today", "->", "=>", ">", "<",
        "±", "~", "≥", "≤", "vs", "v/s", "versus", "between", "excl", "exclude", "excluded", "excluding",
        "exclusion", "dd", "ddx", "v . a", "va", "v a", "working", "?", "like", "esque", "contraindicated",
        "contraindication", "exposed", "stool", "due", "subclone", "subclonal", "subpopulation", "control",
        "controls", "until", "after", "once", "gestational", "gestation", "at birth", "when", "will", "would",
        "should", "could", "not yet", "not", "never", "max", "min", "maximum", "minimum", "up to", "at least",
        "at most", "or older", "or younger", "or so", "or more", "or less", "repeat", "repeated",
        "second opinion", "pending", "awaited", "awaiting", "outstanding", "unconfirmed", "unclear", "unknown",
        "uncertain", "doubt", "doubtful", "possible", "possibly", "probable", "probably", "maybe", "perhaps",
        "presumed", "suspected", "suspicion", "query", "in twin", "partial", "partially", "either", "instead",
        "except", "but", "formerly", "except for", "hypothetical", "example", "e.g", "imagine", "suppose",
        "assume", "assuming", "assumed", "provided", "pre test", "criteria", "criterion", "eligibility",
        "mutation", "mutations", "syndrome", "in past", "last year", "old protocol", "old form", "old version",
        "in the past", "within", "travel", "contact", "during",
        "half", "one of", "some", "few", "loss", "lost", "evolved", "became", "turned",
    ],
}  # fmt: skip
"""What makes the words beside it less than certain, another thing's, or another time's."""
RETRACTIONS: WordTable = {
    "en": [
        "sorry", "actually", "correction", "corrected", "wait", "scratch that", "typo", "oops", "i mean",
        "meant", "withdrawn", "withdrew", "withdraws", "withdraw", "revoked", "changed his mind",
        "changed her mind", "changed their mind", "changed their minds", "change of mind", "mistake",
        "in error", "wrong", "erratum", "refuses", "objects", "disagrees", "retracted", "amended", "unsure",
        "not sure", "error", "disregard", "ignore that", "not reproduced", "not reproducible", "could not be confirmed",
        "couldn't be confirmed", "supersedes", "superseded", "belongs to", "copied from", "template", "unvalidated",
        "not validated", "interim", "edit", "swapped", "mislabelled", "mislabeled", "void", "misunderstanding",
        "misunderstood", "reconsidering", "not this child", "not this patient", "not our pt", "not our patient",
        "addendum", "revised", "not certain", "cancelled", "canceled", "called off", "postponed", "deferred",
    ],
}  # fmt: skip
"""What takes back what was written, in its own sentence or at the beginning of the next."""
CONFIRM: WordTable = {
    "en": [
        "tbc", "tba", "tbd", "to be", "to confirm", "to check", "check", "confirm", "unconfirmed",
        "not confirmed", "not sure", "unsure", "if", "unless", "?", "repeat pending", "repeat",
        "pending confirmation", "vs", "versus", "maybe", "perhaps", "possibly", "probably", "hopefully",
        "expected", "provisional", "doubtful", "in doubt", "unclear", "not yet", "awaited", "pending", "during",
        "under review", "in review", "being reviewed", "being repeated", "to verify", "unverified", "not verified",
        "see outside", "outside records", "verify", "prelim", "preliminary", "tentative", "unofficial", "draft",
        "at least",
        "as far as", "to our knowledge", "to my knowledge", "history unreliable", "history limited",
    ],
}  # fmt: skip
"""What leaves a statement open in the clause next to it."""
VALUES = frozenset({
    "pos", "positive", "neg", "negative", "+", "-", "yes", "no", "given", "received", "administered",
    "absent", "y", "n", "ve",
})  # fmt: skip
"""What is a value of something: where no statement took it up, it may be of the one beside."""
ABBREVIATED = frozenset({"excl", "exkl", "a", "dd", "ddx", "susp", "prob", "poss", "verd", "ausschl", "eval", "r"})
"""Abbreviations with a full stop that qualify what follows."""
GIVEN = frozenset({"given", "received", "administered", "taken", "yes", "+", "y", "had", "got", "started", "done"})
"""What says of the last part of a denied list that it was given all the same."""
RELATIVES: WordTable = {
    "en": [
        "first child", "second child", "third child", "previous child", "previous children", "older child",
        "elder child", "eldest child", "younger child", "previous pregnancy", "prior pregnancy",
        "first pregnancy", "last pregnancy", "older girl", "older boy", "firstborn", "first born", "stepsister",
        "stepbrother", "step sister", "step brother", "half sibling", "halfbrother", "halfsister",
        "half siblings", "step sibling", "grandpa", "granny", "grandparent", "great aunt", "great uncle",
        "stepmother", "stepfather", "godmother", "donor", "other one", "zwilling", "zwillingsschwester",
        "zwillingsbruder", "schwester", "bruder", "mutter", "vater", "oma", "opa", "geschwister", "jumeau",
        "jumelle", "frère", "soeur", "hermano", "hermana", "broer", "zus", "smith case", "control sample",
        "both twins", "identical twin with", "identical twin has",
    ],
}  # fmt: skip
"""Further people who are not the patient."""
OF_DENIED = frozenset({"exposure", "exposures", "use", "therapy", "whatsoever"}) | (GIVEN - {"+"})
"""What may follow what is denied."""
SIGNS = frozenset({"+", "-", "yes", "y", "ve"})
"""Values that belong to what stands before them."""
QUALIFYING = _index({WordRole.RETRACTS: RETRACTIONS, WordRole.QUALIFIES: QUALIFIERS, WordRole.CONFIRMS: CONFIRM})
"""The words of all three by their first token."""
