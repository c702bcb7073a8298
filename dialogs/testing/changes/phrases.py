"""What a comparison of two definitions says around the words of the definitions, in one place."""

OLD_ONLY = "old only"
NEW_ONLY = "new only"
ASIDE = "{words} ({aside})"
OTHERWISE = "{new} (old: {old})"
GIVEN = "{name}: {answer}"
AFTER = "after {answers}"
AT_FIRST = "before anything is answered"
ASKS = "asks “{name}” ({fact})"
CRITERION = "{id} {name}"
CHANGES = "{old} → {new}"

NO_WORD = "no word for it"
READ_AS = "read as {answers}"
REMARKED = "read as {answers}, with a remark"
ASKED_AGAIN = "asked again, with a sentence"
ASKED_BACK = "asked back: {answers}"
TOLD_WORDS = "{fact}: {count}, as the entries below say"
ONE_WORD = "1 word"
SEVERAL_WORDS = "{count} words"

RENAMED = "code {old} → {new} ({label})"
ADDED = "added {new}"
REMOVED = "removed {old}"
MOVED = "{name} now stands {where}"
FIRST = "first"
BEHIND = "behind {name}"
REORDERED = "now in this order: {names}"
MOVED_WORD = "{word}, before in {origin}"
ONLY_BLANKS = "only blanks or line ends differ"

TITLES = {"verdict": "Verdicts", "criterion": "Criteria", "dialogue": "The dialogue"}
WORDS = "Words that are read differently"
ENTRIES = "Entries of the definition"
NOTHING = "Nothing differs."
NOTHING_SEEN = "Nothing differs but what nobody sees: an order that is shown nowhere, or a default that is written out."
WRITTEN_ONLY = "No verdict, no criterion and no way through the dialogue differs: only what is written does."
READ_ONLY = (
    "No verdict, no criterion and no way through the dialogue differs: only what is written does, and how words are"
    " read."
)
NOT_WHOLE = (
    "There are too many dialogues to walk through all of them: those with few answers, and those in which every answer"
    " is known, were compared."
)
