"""Words that mean the same for every question, by language: yes and no, not known, waiting, doubt, negation."""

WordTable = dict[str, list[str]]

YES: WordTable = {"en": ["y", "yep", "yeah", "yes"]}
NO: WordTable = {"en": ["n", "nope", "nah", "never", "none", "no"]}

YES_WORDS = frozenset({
    "yes", "y", "yep", "yeah", "yup", "yea", "yess", "aye", "right", "correct", "ok", "okay", "exactly", "indeed",
    "sure", "true", "absolutely", "affirmative", "ja", "jawohl", "oui", "si", "sí", "👍",
})  # fmt: skip
NO_WORDS = frozenset({"no", "n", "nope", "nah", "wrong", "incorrect", "false", "nein", "non", "nee", "👎"})
ADDING: WordTable = {"en": ["and", "also", "plus", "&", "+"]}
"""What begins a text that adds to what was offered, where a list is a whole answer."""
AROUND_A_REPLY = frozenset({
    "it", "is", "it's", "its", "that", "that's", "thats", "was", "i", "did", "do", "please", "thanks", "thank", "you",
    "so", "this", "one", "the", "of", "course", "really", "quite", "and", "or",
})  # fmt: skip
"""Words that say nothing beside a yes or a no: 'yes, that is right'."""
CONFIRMING = frozenset({*YES_WORDS, "confirm", "confirmed", "i did", "it is", "that is it", "take it", "of course"})
REFUSING = frozenset({
    *NO_WORDS, "not", "not correct", "not right", "not that", "not really", "not at all", "neither", "none of these",
    "none of them", "i did not", "i didn't", "ask again", "no ask again", "no, ask again",
})  # fmt: skip
"""What is said to "Did you mean ...?", and means nothing else while that stands open."""
PART_UNITS = {"weight": frozenset({"kg", "kgs", "kilo", "kilos"}), "length": frozenset({"cm", "cms"})}
"""How the unit of a weight and of a length is said by itself."""
KEEPING = frozenset({"keep", "keep it", "keep this", "keep that", "keep this one"})

NOT_KNOWN: WordTable = {
    "en": [
        "don't know", "dont know", "do not know", "I don't know", "I dont know", "I do not know", "we don't know",
        "unknown", "not known", "n/a", "na", "not available", "unsure", "not sure", "no idea", "idk", "unclear",
        "dunno",
    ],
}  # fmt: skip
WAITING: WordTable = {
    "en": [
        "pending", "still pending", "still waiting", "still awaited", "awaited", "awaiting", "awaiting result",
        "awaiting results", "awaiting the result", "waiting", "waiting for result", "waiting for results",
        "waiting for the result", "waiting for the results", "not done yet", "not yet", "not yet done", "not yet known",
        "not known yet", "not yet available", "not available yet", "to follow", "result pending", "results pending",
        "result awaited", "results awaited", "tbd",
    ],
}  # fmt: skip
NONE_OF_THESE: WordTable = {
    "en": [
        "none", "none of these", "none of them", "none of those", "none of the above", "none at all", "none found",
        "none detected", "none given", "none known", "none present", "nothing", "nothing found", "nothing detected",
        "not any", "not one", "nil", "neither of these", "neither of them",
    ],
}  # fmt: skip
"""Said to a question of which several options may be so, it means that none is."""
NEARLY: dict[str, WordTable] = {
    "no": {
        "en": [
            "not", "not really", "rather not", "unlikely", "don't think so", "I don't think so", "I think not",
            "I do not think so", "not that I know", "not that I know of", "not that we know", "not to my knowledge",
            "not to our knowledge", "hardly",
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
        "not", "no", "non", "never", "without", "neither", "nor", "none", "negative", "neg", "absent", "excluded", "un",
        "cannot", "isn", "wasn", "don", "doesn", "didn", "hasn", "nicht", "kein", "keine", "ohne", "pas", "sans", "sin",
        "geen", "niet",
    }
)  # fmt: skip
