"""Words around last doses, by language: that none was given, that there are no more, what says nothing beside them."""

from dialogs.reading.plain_words import WordTable

NONE_GIVEN: WordTable = {
    "en": [
        "none", "none of these", "none of them", "none given", "none was given", "none were given", "no", "never",
        "nothing", "neither", "nil", "none of the above", "nothing given", "no drugs", "not any", "none so far",
    ],
}  # fmt: skip
NO_MORE: WordTable = {
    "en": [
        "none else", "no others", "no other", "nothing else", "no more", "none other", "not any other",
        "no other drugs", "no others given", "that is all", "that's all", "that was all",
    ],
}  # fmt: skip
"""That the drugs that were named are all."""
NOT_GIVEN: WordTable = {"en": ["no", "never", "none", "not given", "never given", "nil", "not received"]}
"""Said beside a drug: it was not given."""
ONGOING: WordTable = {
    "en": [
        "ongoing", "on-going", "is ongoing", "still ongoing", "still", "still taking", "still taken", "still given",
        "still on", "still on it", "still gets", "still getting", "still receiving", "still being given", "is still on",
        "still in use", "taking", "is taking", "taking it", "on it", "is on it", "he is on it", "she is on it",
        "currently", "currently on", "currently on it", "currently taking", "currently given", "currently receiving",
        "at present", "at the moment", "continues", "continued", "continuing", "is continuing", "continuous",
        "continuously", "continues on", "continues with", "continues to take", "current", "not stopped",
        "never stopped", "not yet stopped", "not discontinued", "never discontinued", "not ended", "not finished",
        "not yet finished", "not yet ended", "was not stopped", "was never stopped", "has not stopped",
    ],
}  # fmt: skip
"""Said of a drug that is still given: its last dose is none yet. 'Not stopped' does not say that it was not given."""
FILLERS: WordTable = {
    "en": [
        "last", "final", "most recent", "dose", "doses", "dose of", "was", "were", "is", "given", "had", "took",
        "taken", "received", "got", "stopped", "ended", "finished", "completed", "discontinued", "ceased", "the",
        "patient", "he", "she", "they", "we", "has", "have", "been", "only", "just", "also", "and", "but", "with",
        "exactly", "infusion", "infusion of", "injection", "injection of", "tablet",
    ],
}  # fmt: skip
"""Words that say nothing about when the last dose was; 'for' and 'started' are none of them."""
LEADING: WordTable = {"en": ["on", "at", "until", "yes"]}
"""Such words where they stand in front of a time."""
SINCE: WordTable = {"en": ["since", "after", "post"]}
"""Between a time and its drug: '5 days since chemotherapy'. A lone 'of' is not: '5 days of imatinib' is a course."""
BEFORE: WordTable = {"en": ["before", "prior to", "prior", "earlier", "ahead of", "to", "until"]}
"""Behind a count: it counts to the end of the wait."""
CORRECTING: WordTable = {
    "en": ["sorry", "correction", "wait", "actually", "rather", "oops", "mean", "meant", "instead", "not"],
}
"""Said before a time that is to stand in place of the one before it: such a clause names no other drug."""
AROUND_END: WordTable = {
    "en": ["is", "was", "on", "for", "the", "planned", "date", "day", "of", "will", "be", "at", "start", "to"],
}  # fmt: skip
"""Words that may stand beside the date of the end of the wait."""
