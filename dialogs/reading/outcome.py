"""What reading a text comes to: an answer, a question back, or neither."""

from dataclasses import dataclass, field

from dialogs.rules.answers import Answer

KeptParts = tuple[tuple[str, str], ...]
"""Parts of what was said, in coded form, each with its name: never a text of the person."""
DOUBT = "doubt"
"""The name of a kept part that is one more reason why the answer is not certain."""


@dataclass(frozen=True, slots=True)
class Read:
    """The text is this answer, beyond doubt. `remark` is a sentence to say with it, or empty.

    `kept` holds the parts of a dose from which it was computed, should it be asked back for a more exact one; two
    readings with the same answer are equal.
    """

    answer: Answer
    remark: str = ""
    kept: KeptParts = field(default=(), compare=False)


@dataclass(frozen=True, slots=True)
class AskBackReading:
    """The text may mean one of `offers` (possibly none): the question is asked back.

    `reason` is a short code, from which `sentence` makes what is said. `kept` holds what the next text is read together
    with: the parts of a dose that were given, or what each offer is called, such as the unit and the figure of a number
    without a unit, and doubts that are still open (`DOUBT`). No text of the person is kept.
    """

    reason: str
    offers: tuple[Answer, ...] = ()
    kept: KeptParts = ()


@dataclass(frozen=True, slots=True)
class Misread:
    """The text is no answer to this question, or an impossible one; `reason` as in `AskBackReading`."""

    reason: str


Reading = Read | AskBackReading | Misread
