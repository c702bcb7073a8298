"""What a failed call of a channel means, in the few words that sending knows."""

from dataclasses import dataclass
from enum import Enum, auto


class RefusalMeaning(Enum):
    """What a failed call means."""

    DONE = auto()
    """An edit or a deletion came too late: what was asked for is so already, or can never be."""
    WAIT = auto()
    """The channel says how long to wait."""
    AGAIN = auto()
    """It may work later: no connection, no answer in time, a fault on the other side, or an unknown one."""
    GONE = auto()
    """The chat cannot be written to: the person does not want it, or the account is no more."""
    NEVER = auto()
    """This message will never be taken."""
    LOCKED_OUT = auto()
    """Nothing goes just now: the channel does not know us. Whether that is for good, it says with `confirm_lockout`."""


@dataclass(frozen=True, slots=True)
class SendRefusal:
    """A failed call, as sending sees it.

    `why` is one word for the metrics. `reason` is for the log, in words that are known beforehand. `wait_seconds` is
    how long the channel said to wait.
    """

    meaning: RefusalMeaning
    why: str
    reason: str
    wait_seconds: float = 0.0
