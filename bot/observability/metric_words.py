"""The words of the metrics' labels: each label has a closed list, and whatever else is given counts as "other"."""

from enum import StrEnum


class UpdateResult(StrEnum):
    """What came of an update."""

    ANSWERED = "answered"
    ASKED_BACK = "asked_back"
    MISREAD = "misread"
    COMMAND = "command"
    MENU = "menu"
    RESULT = "result"
    DUPLICATE = "duplicate"
    UNKNOWN_SENDER = "unknown_sender"
    LIMITED = "limited"
    FAILED = "failed"
    OTHER = "other"


class DeliveryFault(StrEnum):
    """Why a message was retried or dropped."""

    TOO_MANY = "too_many"
    SERVER = "server"
    NETWORK = "network"
    TIMED_OUT = "timed_out"
    BAD_REQUEST = "bad_request"
    OTHER = "other"


class TapRefusal(StrEnum):
    """Why a tap was refused."""

    FORGED = "forged"
    FOREIGN = "foreign"
    STALE = "stale"
    OTHER = "other"


class DeadLetterReason(StrEnum):
    """Why an update became a dead letter."""

    UNPARSABLE = "unparsable"
    FAILED = "failed"
    OTHER = "other"


class IntakeFate(StrEnum):
    """What became of an update at the intake."""

    TAKEN = "taken"
    REPEATED = "repeated"
    DEAD_LETTER = "put_aside"
    REFUSED_SECRET = "refused_secret"  # noqa: S105 - a word
    OTHER = "other"


def close_word(word: str, words: type[StrEnum]) -> str:
    """Returns a word of a closed list; "other" for one that is not in it, so that nobody's text becomes a label."""
    return words(word).value if word in _VALUES[words] else "other"


METRIC_WORDS: dict[str, type[StrEnum]] = {
    "updates": IntakeFate,
    "turns": UpdateResult,
    "messages_retried": DeliveryFault,
    "messages_dropped": DeliveryFault,
    "taps_refused": TapRefusal,
    "updates_put_aside": DeadLetterReason,
}
"""The words of each metric that has a label, by the metric's name."""

_VALUES = {words: frozenset(each.value for each in words) for words in METRIC_WORDS.values()}
