"""What a person is told after a fault of ours: one sentence, by its kind. Its own text is never told."""

from bot import phrases
from storage.model.errors import Damaged, Unavailable


def word_fault(fault: Exception) -> str:
    """Returns what to tell a person whose turn failed; nothing of it was kept."""
    if isinstance(fault, Unavailable):
        return phrases.NOT_KEPT
    return phrases.DAMAGED if isinstance(fault, Damaged) else phrases.FAILED
