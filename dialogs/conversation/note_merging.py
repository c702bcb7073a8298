"""What becomes of a note's page by answers that correct it or add to it."""

from dataclasses import dataclass

from dialogs.conversation.next_question import QuestionOrder
from dialogs.conversation.note_doubt import NoteDoubt
from dialogs.conversation.note_sorting import find_imprecise, keep_applicable
from dialogs.conversation.screening import Proposals
from dialogs.rules.answers import Answers


@dataclass(frozen=True, slots=True)
class PageChange:
    """What a page changes to. `taken` are those facts of them that it holds now, `imprecise` those left to be asked.

    Its answers may include some that do not apply any more.
    """

    proposals: Proposals
    taken: tuple[str, ...]
    imprecise: frozenset[str]


def merge_proposals(order: QuestionOrder, recorded: Answers, note: Proposals, said: Answers) -> PageChange:
    """Returns what becomes of a page by answers that are said of its facts, or of further ones."""
    together = {**note.answers, **said}
    imprecise = find_imprecise(order, recorded, together) & said.keys()
    exact = {fact: each for fact, each in together.items() if fact not in imprecise}
    kept = keep_applicable(order, recorded, exact)
    taken = tuple(fact for fact in kept if fact in said)
    why = {**note.asked, **dict.fromkeys(imprecise, NoteDoubt.IMPRECISE)}
    asked = {fact: why[fact] for fact in order.trial.facts if fact in why and fact not in taken}
    return PageChange(Proposals(exact, asked), taken, frozenset(imprecise))
