"""What reading a text comes to: an answer, a question back, or neither."""

from dataclasses import dataclass

from dialogs.answers import Answer


@dataclass(frozen=True, slots=True)
class Read:
    """The text is this answer, beyond doubt. `remark` is a sentence to say with it, or empty."""

    answer: Answer
    remark: str = ""


@dataclass(frozen=True, slots=True)
class AskBack:
    """The text may mean one of `offers` (possibly none): the question is asked back.

    `reason` is a short code, from which `sentence` makes what is said; no text of the person is kept.
    """

    reason: str
    offers: tuple[Answer, ...] = ()


@dataclass(frozen=True, slots=True)
class Misread:
    """The text is no answer to this question, or an impossible one; `reason` as in `AskBack`."""

    reason: str


Reading = Read | AskBack | Misread
