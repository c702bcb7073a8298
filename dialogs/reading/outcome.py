"""What reading a text comes to: an answer, a question back, or neither."""

from dataclasses import dataclass, field

from dialogs.rules.answers import Answer

CodedParts = tuple[tuple[str, str], ...]
"""Parts of what was said, in coded form, each with its name: never a text of the person."""
DOUBT = "doubt"
"""The name of a coded part that is one more reason why the answer is not certain."""


@dataclass(frozen=True, slots=True)
class Read:
    """The text is this answer, beyond doubt. `remark` is a sentence to say with it, or empty.

    `coded` holds the parts of a dose from which it was computed, should it be asked back for a more exact one. Two
    readings with the same answer are equal.
    """

    answer: Answer
    remark: str = ""
    coded: CodedParts = field(default=(), compare=False)


@dataclass(frozen=True, slots=True)
class AskBackReading:
    """The text may mean one of `offers` (possibly none): the question is asked back.

    `reason` is a short code, from which `make_sentence` makes what is said. `coded` holds what the next text is read
    together with: the parts of a dose that were given, or what each offer is called. That is, for a number without a
    unit, each unit with the number. Doubts that are still open are among them (`DOUBT`). No text of the person is.
    """

    reason: str
    offers: tuple[Answer, ...] = ()
    coded: CodedParts = ()


@dataclass(frozen=True, slots=True)
class Misread:
    """The text is no answer to this question, or an impossible one; `reason` as in `AskBackReading`."""

    reason: str


Reading = Read | AskBackReading | Misread
