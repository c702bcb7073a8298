"""Blocks: what a message is made of. Each channel draws them in its own way.

All words in a block are ready to be read: a message can be drawn without the trial that it came from.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from dialogs.rules.criteria import Effect
from dialogs.rules.standings import Standing


@dataclass(frozen=True, slots=True)
class Recorded:
    """An answer that was just recorded, under the name of its fact."""

    name: str
    answer: str


@dataclass(frozen=True, slots=True)
class Dropped:
    """An answer that was dropped, since it no longer applies, or was contradicted and is asked for again."""

    name: str
    answer: str
    contradicted: bool = False


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a screening is: the place of the open question, and the most that there can be.

    With `is_listing`, the verdict is settled, and every further reason is listed.
    """

    place: int
    most: int
    is_listing: bool = False


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked, with the name of its fact where it has one. `help` says in lines what fits."""

    text: str
    name: str = ""
    help: str = ""


@dataclass(frozen=True, slots=True)
class Answered:
    """A question that was answered, in one line. `place` is 0 where no place was shown."""

    place: int
    name: str
    answer: str


@dataclass(frozen=True, slots=True)
class NoteLine:
    """What a note says of a fact: the answer in words, and the words of the note that it came from, if any are known.

    One that `is_certain` is proposed as an answer. Any other is to be asked, and `answer` says why.
    """

    name: str
    answer: str
    words: str
    is_certain: bool


@dataclass(frozen=True, slots=True)
class ResultTitle:
    """Begins a result: the trial's acronym, and the code of the screening where it is kept, else empty."""

    trial: str
    code: str = ""


@dataclass(frozen=True, slots=True)
class Headline:
    """The verdict on a determination: its name, how it looks, the outcome in a word or two, and in a sentence.

    What only has to be waited for looks open. `details` are short lines of the same card, such as what it waits for.
    """

    name: str
    standing: Standing
    outcome: str
    text: str
    details: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Caution:
    """What must be seen beside a verdict, such as a source that is old. A channel sets a sign before it."""

    text: str


@dataclass(frozen=True, slots=True)
class Aside:
    """What a program says around a dialogue, within a message of that dialogue: a code, or what became of a request."""

    text: str


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A text, in one line or several.

    One that is `passing` answers what was typed, and says nothing to come back to.
    """

    text: str
    passing: bool = False


@dataclass(frozen=True, slots=True)
class Quotation:
    """The wording of the source, after a lead that says whose it is, or why it matters."""

    text: str
    lead: str


@dataclass(frozen=True, slots=True)
class Items:
    """A list, in order."""

    entries: tuple[Paragraph | Quotation | Aside | Answered, ...]


@dataclass(frozen=True, slots=True)
class CriterionLine:
    """A criterion in a table: id, kind, effect, status in words, reason, the source's wording, notes, and its name.

    A channel may fold all that comes after the status.
    """

    criterion: str
    kind: str
    effect: Effect
    status: str
    reason: str
    quote: str
    notes: tuple[str, ...] = ()
    name: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """Criteria, one a row."""

    rows: tuple[CriterionLine, ...]


@dataclass(frozen=True, slots=True)
class Section:
    """Blocks that belong together, set apart from what stands around them. A channel may fold one that is `folded`."""

    title: str
    blocks: "tuple[Block, ...]"
    folded: bool = False


Block = (
    Recorded
    | Dropped
    | Progress
    | Question
    | Answered
    | NoteLine
    | ResultTitle
    | Headline
    | Caution
    | Aside
    | Paragraph
    | Items
    | Quotation
    | Table
    | Section
)


def make_items(entries: Iterable[str]) -> Items:
    """Returns a list of texts."""
    return Items(tuple(map(Paragraph, entries)))
