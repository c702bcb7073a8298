"""Words of notes, by language: who reports, what contradicts, what a bracket tells aside."""

from dialogs.reading.plain_words import WordTable

HISTORIES = frozenset({"history", "hx", "fh", "fhx", "fmhx"})
"""What is told of others behind these is never told by them."""
OWN = frozenset({"herself", "himself", "themselves", "own"})
"""By these words somebody who speaks tells of themselves."""
CONFLICTS = frozenset({
    "conflict", "conflicts", "conflicting", "discordant", "discordance", "discrepant", "discrepancy", "disagree",
    "disagrees", "contradicts", "contradicting", "contradictory", "inconsistent", "mismatch", "contradiction",
    "sorry", "typo", "correction", "corrected", "actually", "oops", "erratum",
})  # fmt: skip
"""What says that findings or people do not go together, or takes back what was written."""
REFUSALS = frozenset({"refuses", "refuse", "objects", "declines"})
"""What another person does who does not agree; behind what one has agreed to."""
OF_A_TEST = frozenset({
    "by", "on", "at", "in", "from", "per", "via", "with", "centrally", "locally", "elsewhere", "today",
    "yesterday", "initially", "here", "outside",
})  # fmt: skip
"""What follows a second answer: how, where or when it was found. Another noun makes it another thing's."""
BRACKETED: WordTable = {
    "en": [
        "at diagnosis",
        "at dx",
        "at presentation",
        "at relapse",
        "at eoi",
        "initially",
        "initial",
        "on admission",
        "was",
        "previously",
        "before",
        "diagnostic",
        "day \\d+",
        "d\\d+",
        "cns ?[123][abc]? (?:at|initially|on)",
        "mother",
        "mum",
        "mom",
        "maternal",
        "father",
        "dad",
        "sibling",
        "brother",
        "sister",
        "twin",
        "family",
        "fh",
    ]
}
"""What begins a bracket that tells of another time or of somebody else, as patterns."""
CONTACTS = frozenset(
    {"call", "phone", "ring", "contact", "per", "informed", "told", "called", "inform", "tel", "email"}
)
"""What is done to somebody else who is told of the patient, or tells."""
