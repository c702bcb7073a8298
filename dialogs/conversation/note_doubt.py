"""Why something that a note says of a fact is no proposal."""

from enum import Enum


class NoteDoubt(Enum):
    """Why a fact of a note is to be asked all the same, or to be changed by whoever reads it."""

    UNCERTAIN = "uncertain"
    IMPRECISE = "imprecise"
    RECORDED = "recorded"
