"""Words that notes use, by language: who is spoken of, what is doubted, what turns the words beside it."""

from dialogs.reading.plain_words import HEDGES, WordTable

OTHERS: WordTable = {
    "en": [
        "mother", "mothers", "mum", "mom", "maternal", "maternally", "father", "dad", "paternal",
        "brother", "brothers", "sister", "sisters", "sibling", "siblings", "sib", "sibs", "half sister", "half brother",
        "twin sister", "twin brother", "twin of", "twins of", "co twin", "cotwin", "her twin", "his twin", "other twin",
        "whose twin", "identical twin of", "twin had", "twin has", "twin died", "twin also", "twin's",
        "her identical twin", "his identical twin", "cousin", "cousins", "aunt", "uncle", "nephew", "niece",
        "grandmother", "grandfather", "grandparent", "grandparents", "grandma", "granddad", "donor",
        "another patient", "other patient", "previous patient", "last patient", "different patient", "another infant",
        "another child", "other infant", "another baby", "other baby", "another case", "previous case", "roommate",
        "room mate", "wife", "husband", "partner", "neighbour", "neighbor", "friend", "in the mother",
        "as a child", "as an infant", "as a baby", "when a child", "in her childhood", "in his childhood",
    ],
}  # fmt: skip
"""People who are not the patient; what follows may still be about them, until somebody else is named."""
GROUPS: WordTable = {
    "en": [
        "parent", "parents", "family history", "family hx", "fam hx", "fh", "fhx", "fmhx", "family", "relative",
        "relatives", "household", "carer", "carers", "nanny", "guardian", "guardians", "patients", "infants",
        "children",
        "babies", "most infants", "most patients", "consanguineous",
    ],
}  # fmt: skip
"""Groups and families that are not the patient; their sentence is about them, and none that follows."""
PATIENT: WordTable = {
    "en": [
        "infant", "baby", "patient", "pt", "girl", "boy", "child", "neonate", "newborn", "proband", "daughter", "son",
        "twin girl", "twin boy", "female", "male", "our patient", "this patient", "the patient", "himself", "herself",
        "mother's baby", "man", "woman", "lady", "gentleman",
    ],
}  # fmt: skip
"""Who the note is about."""
ILLNESS = frozenset({
    "cancer", "leukaemia", "leukemia", "lymphoma", "tumour", "tumor", "malignancy", "diagnosed", "relapse", "relapsed",
    "disease", "died", "treated", "trial", "transplant", "all", "same",
})  # fmt: skip
"""Words by which somebody else is a patient too; what follows may be about them."""
MEN = frozenset({"father", "dad", "brother", "uncle", "husband", "nephew", "grandfather", "granddad", "paternal"})
WOMEN = frozenset({
    "mother", "mum", "mom", "sister", "aunt", "wife", "niece", "grandmother", "grandma", "maternal",
})  # fmt: skip
SHE, HE = frozenset({"she", "her"}), frozenset({"he", "his"})
REPORTS: WordTable = {
    "en": [
        "denies", "deny", "denied", "reports", "report", "reported", "says", "say", "said", "states", "state", "stated",
        "confirms", "confirmed", "tells", "told us", "recalls", "consents", "consented", "agrees", "agreed", "insists",
        "claims", "mentions", "mentioned", "recalled", "claimed",
    ],
}  # fmt: skip
"""What somebody else does who speaks for the patient."""
DOUBTS: WordTable = {
    "en": [
        *HEDGES, "?", "…", "suspicion", "suspicious", "suspect", "susp", "query", "queried", "probable", "possible",
        "presumed", "presumptive", "provisional", "provisionally", "preliminary", "prelim", "unconfirmed", "uncertain",
        "unclear", "unsure", "not sure", "not certain", "not clear", "rule out", "r/o", "to exclude", "cannot exclude",
        "can't exclude", "cannot be excluded", "cannot rule out", "not excluded", "consistent with", "compatible with",
        "suggestive", "suggests", "suggesting", "suggest", "suggested", "favour", "favours", "favor", "favors",
        "in keeping with", "apparently", "reportedly", "allegedly", "supposedly", "seems", "seemingly", "appears",
        "appeared", "might", "may", "may be", "could", "might be", "equivocal", "inconclusive", "indeterminate",
        "borderline", "questionable", "doubtful", "differential", "ddx", "d/dx", "vs", "versus", "no evidence of",
        "no evidence", "no sign of", "no signs of", "no obvious", "no clear", "not obviously", "hopefully", "thought",
        "believed", "believe", "think", "as far as", "afaik", "working diagnosis", "impression", "tbc",
        "to be confirmed", "awaiting confirmation", "conflicting", "discrepant", "contradictory", "or possibly",
        "either", "atypical", "nearly", "almost", "likely", "unlikely", "not documented", "no documentation",
        "no record", "not recorded", "not mentioned", "not stated", "not reported", "incomplete", "partly", "partially",
        "partial", "dim", "weak", "variable", "heterogeneous", "subset", "some", "at least", "at most", "up to",
    ],
}  # fmt: skip
"""What says that the words beside it are not certain."""
TURNS: WordTable = {
    "en": [
        "risk of", "risk", "prevent", "prevention", "avoid", "avoided", "avoiding", "in case of", "in case", "monitor",
        "monitoring", "screen for", "screening for", "plan", "will", "would", "should", "shall", "to start",
        "to receive", "to get", "to be given", "going to", "intend", "intends", "discuss", "discussed", "discussing",
        "offered", "recommend", "recommended", "advised", "consider", "considered", "considering", "if", "unless",
        "eligible", "criteria", "requires", "required", "needs", "need", "guideline", "directed", "targeted", "car",
        "target", "targeting", "free", "trial", "study", "protocol", "biobank", "biobanking", "registry",
        "history of", "hx of", "h/o", "previously thought", "initially thought", "misdiagnosed", "initially diagnosed",
        "previously", "formerly", "instead of", "rather than", "except", "apart from", "other than", "despite",
        "until", "exposure to", "contact", "contacts", "converted", "switch", "lineage switch", "became", "turned",
        "evolved", "lost", "loss", "now", "later", "subsequently", "transfusion", "transfusions", "transplant", "hsct",
        "responded", "response", "resistant", "sensitive", "stopped", "withheld", "held", "refused", "refuses",
        "before that", "probe", "panel", "sent", "ordered", "requested", "repeat", "repeated", "awaited", "awaiting",
        "pending", "planned", "scheduled", "due", "tomorrow", "postponed", "deferred", "cancelled", "canceled",
        "not", "no", "non", "never", "without", "w/o", "neither", "nor", "none", "nil", "negative", "neg", "absent",
        "excluded", "ruled out", "denies", "denied", "deny", "cannot", "isn't", "wasn't", "don't", "doesn't", "didn't",
        "hasn't", "haven't", "won't", "lack", "lacks", "lacking", "free of", "only", "but", "wrong", "error",
        "corrected", "amended", "in error", "mistake", "another", "other", "different", "unknown",
    ],
}  # fmt: skip
"""What makes the words beside it another thing, or their opposite; nothing is proposed without them."""
NEGATIONS: WordTable = {
    "en": [
        "no", "without", "w/o", "never", "never had", "never received", "denies", "denied", "deny", "not had",
        "not received", "has not had", "has not received", "had no", "has had no", "has no", "no prior", "no previous",
        "no history of", "no h/o", "no hx of", "negative for", "neither", "did not receive", "did not have",
        "didn't have",
        "didn't receive", "nil", "free of", "no known", "not given", "no recent", "received no", "not on", "never got",
        "hasn't had", "hasn't received", "not been given", "not any", "no any", "no further", "zero", "no hx",
        "no history", "neg for", "neg hx of",
        "neg history of", "negative history of", "no past", "no past history of", "no pmh of",
    ],
}  # fmt: skip
"""What denies a list that follows it."""
WAITS: WordTable = {
    "en": [
        "pending", "expected", "awaited", "awaiting", "is awaited", "still awaited", "scheduled", "planned", "due",
        "not done",
        "not done yet", "not yet done", "outstanding", "to follow", "next week", "tomorrow", "later this week", "sent",
        "not reached", "to be done", "to come", "results awaited", "result awaited", "results pending",
        "result pending",
        "not back", "not back yet", "not yet back", "in progress", "not available yet", "not yet available",
        "will be done", "yet to be done",
    ],
}  # fmt: skip
"""What says that a result is still to come."""
PLAIN_NEGATION = "no"
"""How a reader is told that what follows is denied."""
JOINS: WordTable = {
    "en": ["or", "nor", "and", "and/or", "/", "&", "or any", "nor any", "or other", "and no", "any", "+"]
}
COMMAS = (",",)
"""What joins the parts of a list."""
BREAKS: WordTable = {"en": ["but", "however", "although", "though", "whereas", "while", "then"]}
"""Words that begin another clause."""
FILLERS = frozenset({
    "a", "an", "the", "with", "and", "of", "is", "was", "has", "had", "in", "on", "at", "by", "for", "to", "from",
    "or", "nor", "who", "that", "this", "per", "her", "his", "she", "he", "it", "its", "are", "were", "be", "been",
    "as",
})  # fmt: skip
"""Words that say nothing where nothing else is left."""
ABBREVIATIONS = frozenset({
    "approx", "ca", "dr", "prof", "mr", "mrs", "ms", "no", "vs", "e", "g", "i", "eg", "ie", "wk", "wks", "mo", "mos",
    "yr", "yrs", "y", "m", "o", "w", "d", "dx", "hx", "pt", "pos", "neg", "incl", "st", "resp", "fig", "al", "max",
})  # fmt: skip
"""Words whose full stop ends no sentence, where a small letter or a figure follows."""
ENDING_ABBREVIATIONS = frozenset({"wk", "wks", "mo", "mos", "yr", "yrs", "d", "dx", "hx", "pt", "pos", "neg"})
"""Those of them that may end a sentence all the same, where the next word denies something."""
ELLIPSIS = "…"
ORDINARY = frozenset({"all", "it", "is", "as", "or", "us", "am", "may", "who", "aids", "ms", "in", "on", "at"})
"""Words of everyday language, which mean a fact's word only in capitals: 'ALL'."""
