"""The words that Botium reads in a script: which of them we read too, and what to write instead of the others."""

import re

READ = {"BUTTONS": "BUTTONS Yes|No", "JSON_PATH": "JSON_PATH $.state|review"}
"""The expectations that we read, each with an example."""

NEGATED = {
    "TEXT_CONTAINS_ANY": "!TEXT_CONTAINS_ANY Eligible|may be given",
    "BUTTONS": "!BUTTONS Yes|No, or !BUTTONS alone for none at all",
    "JSON_PATH": "!JSON_PATH $.state|review",
}
"""What we read after a `!`, each with an example: pieces of text, labels, a path and its value."""

INCLUDE = "INCLUDE"

_BUTTONS = "use BUTTONS with the labels that must be there, or !BUTTONS with those that must not"
_TEXT = "write a contiguous piece of the message as it stands, or !TEXT_CONTAINS_ANY with what must not be said"
_PATH = "use JSON_PATH with a path and a value"
_CLOCK = "a script takes no time; a file that ends in .abuse.txt may set the clock with !clock"
_TABLE = "use a table that ends in .scriptingmemory.txt"
_LEAVE_OUT = "leave it out, for every message must be expected here anyway"
_ONE_WAY = "a script has one way through the dialogue: write one script for each way"

_HOOKS = {
    "PAUSE": _CLOCK,
    "WAITFORBOT": _CLOCK,
    "SET_SCRIPTING_MEMORY": _TABLE,
    "CLEAR_SCRIPTING_MEMORY": _TABLE,
    "ASSIGN_SCRIPTING_MEMORY": _TABLE,
    "UPDATE_CUSTOM": "leave it out, for the dialogue knows no such fields",
    "SKIP_BOT_UNCONSUMED": "expect each message with a #bot block",
    "CONDITIONAL_STEP_TIME_BASED": _ONE_WAY,
    "CONDITIONAL_STEP_BUSINESS_HOURS": _ONE_WAY,
    "CONDITIONAL_STEP_CAPABILITY_VALUE_BASED": _ONE_WAY,
    "CONDITIONAL_STEP_JSON_PATH_BASED": _ONE_WAY,
    "CONVO_STEP_PARAMETERS": "leave it out, for every script is matched in the same way",
    "ORDERED_LIST_TO_BUTTON": _BUTTONS,
}
_ASSERTERS = {
    "BUTTONS_COUNT": _BUTTONS,
    "BUTTONS_COUNT_REC": _BUTTONS,
    "MEDIA": "leave it out, for the dialogue sends text only",
    "MEDIA_COUNT": "leave it out, for the dialogue sends text only",
    "MEDIA_COUNT_REC": "leave it out, for the dialogue sends text only",
    "CARDS": _TEXT,
    "CARDS_COUNT": _TEXT,
    "CARDS_COUNT_REC": _TEXT,
    "PAUSE_ASSERTER": _CLOCK,
    "JSON_PATH_COUNT": _PATH,
    "RESPONSE_LENGTH": _TEXT,
    "FORMS": _BUTTONS,
    "ENTITIES": _PATH,
    "ENTITY_VALUES": _PATH,
    "ENTITY_CONTENT": _PATH,
    "INTENT": _PATH,
    "INTENT_UNIQUE": _PATH,
    "INTENT_CONFIDENCE": _PATH,
    "BOT_CONSUMED": _LEAVE_OUT,
    "BOT_UNCONSUMED_COUNT": _LEAVE_OUT,
    **dict.fromkeys(["TEXT", "TEXT_IC", "TEXT_EQUALS", "TEXT_EQUALS_IC", "TEXT_WER"], _TEXT),
    **{
        f"TEXT_{how}_{which}{case}": _TEXT
        for how in ("CONTAINS", "WILDCARD", "WILDCARDEXACT", "REGEXP")
        for which in ("ANY", "ALL")
        for case in ("", "_IC")
    },
}
_INPUTS = {
    "BUTTON": "write the button's label as text, which is a tap",
    "FORM": "write the answer as text",
    "MEDIA": "write what is said as text",
}
_OF_JAVASCRIPT = dict.fromkeys(
    [
        "constructor", "toString", "toLocaleString", "valueOf", "hasOwnProperty", "isPrototypeOf",
        "propertyIsEnumerable", "__proto__", "__defineGetter__", "__defineSetter__", "__lookupGetter__",
        "__lookupSetter__",
    ],
    "stock Botium takes it for a word of its own: begin the line with another",
)  # fmt: skip

REFUSED = {
    "me": {**_HOOKS, **_INPUTS, **_OF_JAVASCRIPT},
    "bot": {**_HOOKS, **_ASSERTERS, **_OF_JAVASCRIPT},
    "include": {**_HOOKS, **_ASSERTERS, **_OF_JAVASCRIPT},
}
"""What Botium reads as a word in such a block and we do not, each with what to do instead."""

KNOWN = {who: {*refused, INCLUDE, *(READ if who != "me" else ())} for who, refused in REFUSED.items()}
"""All that Botium reads as a word in such a block."""

_LIKE_A_WORD = re.compile(r"\??!?(?:[A-Z]+(?:_[A-Z]+)+|BUTTON|JSON-?PATH|INCLUDES?|(?i:buttons|json_path))")
_BEGINS_LIKE_A_WORD = frozenset("?!BbJjI")


def is_like_a_word(first: str) -> bool:
    """Says whether the first word of a `#bot` line must be meant as one of Botium's, though it reads it as text.

    It may have a `?` or `!` before it.
    """
    if "_" not in first and first[:1] not in _BEGINS_LIKE_A_WORD:
        return False
    return _LIKE_A_WORD.fullmatch(first) is not None


def split_arguments(rest: str) -> list[str]:
    r"""Returns what follows a word, split at each `|` that is not written as `\|`."""
    if not rest.strip(" "):
        return []
    if "\\|" not in rest:
        return [each.strip() for each in rest.split("|")]
    return [each.replace("\\|", "|").strip() for each in re.split(r"(?<!\\)\|", rest)]


def strip_marks(first: str) -> str:
    """Returns the first word of a line without the `?` or `!` that makes it optional or negates it in Botium."""
    return first.removeprefix("?").removeprefix("!")
