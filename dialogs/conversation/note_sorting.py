"""What a note comes to in a screening: what it proposes there, what is to be asked, and what is recorded already."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from dialogs.conversation.next_question import QuestionOrder
from dialogs.conversation.note_doubt import NoteDoubt
from dialogs.conversation.screening import Proposals
from dialogs.notes.identifier_kinds import IdentifierKind
from dialogs.notes.note_reading import NoteReading
from dialogs.rules.answers import Answer, Answers, Interval


@dataclass(frozen=True, slots=True)
class NotePage:
    """A note held against the answers of a screening.

    `words` are those of each fact, `left` and `unread` those of none. They are shown once, and never kept. `known` are
    the facts that are recorded just so.
    """

    proposals: Proposals
    words: Mapping[str, str] = field(default_factory=dict, repr=False)
    known: tuple[str, ...] = ()
    left: tuple[str, ...] = field(default=(), repr=False)
    unread: tuple[str, ...] = field(default=(), repr=False)
    cut: tuple[IdentifierKind, ...] = ()


def sort_note(order: QuestionOrder, recorded: Answers, reading: NoteReading) -> NotePage:
    """Holds a note against what is recorded.

    What would change a recorded answer is no proposal, and neither is an interval that leaves a criterion open. What
    does not apply counts as unread.
    """
    said = {each.fact: each.answer for each in reading.proposed}
    fresh = {fact: answer for fact, answer in said.items() if fact not in recorded}
    open_ = find_imprecise(order, recorded, fresh)
    answers = keep_applicable(order, recorded, {fact: each for fact, each in fresh.items() if fact not in open_})
    why = {each.fact: NoteDoubt.UNCERTAIN for each in reading.asked}
    why |= dict.fromkeys(open_, NoteDoubt.IMPRECISE)
    why |= {fact: NoteDoubt.RECORDED for fact, each in said.items() if recorded.get(fact, each) != each}
    known = tuple(fact for fact, each in said.items() if recorded.get(fact) == each)
    asked = {fact: why[fact] for fact in order.trial.facts if fact in why}
    lost = tuple(each.words for each in reading.proposed if each.fact not in {*answers, *asked, *known})
    return NotePage(
        Proposals(answers, asked),
        {each.fact: each.words for each in reading.proposed} | {each.fact: each.words for each in reading.asked},
        known,
        reading.left,
        (*reading.unread, *lost),
        reading.cut,
    )


def keep_applicable(order: QuestionOrder, recorded: Answers, answers: Answers) -> dict[str, Answer]:
    """Returns those of the answers that apply beside what is recorded, in question order."""
    kept = order.trial.drop_inapplicable({**recorded, **answers})
    return {fact: answers[fact] for fact in order.trial.facts if fact in answers and fact in kept}


def find_imprecise(order: QuestionOrder, recorded: Answers, answers: Answers) -> set[str]:
    """Returns the facts of those answers that apply, and leave a criterion open."""
    applying = keep_applicable(order, recorded, answers)
    together = {**recorded, **applying}
    return {
        fact
        for fact, each in applying.items()
        if isinstance(each, Interval) and order.find_left_open(together, fact, each)
    }


def list_gaps(order: QuestionOrder, recorded: Answers, proposals: Proposals) -> list[str]:
    """Returns the facts that would be asked once all is taken, but for those that the note says something of."""
    assessed = order.assess({**recorded, **proposals.answers})
    return [
        fact
        for fact in assessed.assessment.relevant
        if fact not in assessed.answers
        and fact not in proposals.asked
        and order.trial.rules.applies(fact, assessed.state)
    ]
