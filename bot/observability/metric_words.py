"""The words of the metrics' labels: each has a closed list of those that can come about.

Whatever else is given counts as "other".
"""

from collections.abc import Collection, Mapping
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
    REVOKED = "revoked"
    OTHER = "other"


class TapRefusal(StrEnum):
    """Why a tap was refused."""

    FORGED = "forged"
    FOREIGN = "foreign"
    STALE = "stale"


class DeadLetterReason(StrEnum):
    """Why an update became a dead letter."""

    UNPARSABLE = "unparsable"
    FAILED = "failed"


class IntakeFate(StrEnum):
    """What became of an update at the intake."""

    TAKEN = "taken"
    REPEATED = "repeated"
    DEAD_LETTER = "put_aside"
    REFUSED_SECRET = "refused_secret"  # noqa: S105 - a word


METRIC_WORDS: Mapping[str, Collection[str]] = {
    "updates": tuple(IntakeFate),
    "turns": tuple(UpdateResult),
    "messages_retried": {*DeliveryFault}
    - {DeliveryFault.BAD_REQUEST, DeliveryFault.REVOKED},  # another attempt would mend none
    "messages_dropped": {*DeliveryFault} - {DeliveryFault.TOO_MANY},  # that waits as long as Telegram says
    "taps_refused": tuple(TapRefusal),
    "updates_put_aside": tuple(DeadLetterReason),
}
"""The words of each metric that has a label, by the metric's name."""

UNLISTED = "other"
