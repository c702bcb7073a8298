"""What is noted of an answer that was typed. Values only, and no word of it."""

from dataclasses import dataclass, field
from datetime import datetime


@dataclass(frozen=True, slots=True)
class SaidAnswer:
    """An answer that was typed: a hash of its words, and when they were sent, by the channel's clock."""

    words: str = field(repr=False)
    sent_at: datetime
