"""What a text on a note's page corrects or adds there, beyond doubt; or that it is another note."""

import re
from datetime import date

from dialogs.conversation.ask_backs import YesNoReply, read_yes_no
from dialogs.conversation.interpretation import ProposalsGiven
from dialogs.conversation.note_doubt import NoteDoubt
from dialogs.conversation.note_words import strip_filling
from dialogs.conversation.screening import Proposals, Screening
from dialogs.loading.compiled_trial import Trial
from dialogs.notes.note_reading import NoteReading
from dialogs.reading import Read, read
from dialogs.rules.answers import Answers

LEAST_FACTS_OF_ANOTHER = 3
"""A text of so many facts that contradicts a page, and tells what is not on it, is another note."""


def find_corrections(
    trial: Trial, screening: Screening, text: str, reading: NoteReading, today: date
) -> ProposalsGiven | None:
    """Returns the answers that a text gives to facts on a page, and to further ones; None where it is not beyond doubt.

    `reading` is what the text says as a note. What it leaves open may still be an answer to just one of the questions.
    """
    note = screening.note
    if note is None or reading.left or not any(map(str.isalpha, text)) or read_yes_no(text) is not YesNoReply.OTHER:
        return None
    if not reading.proposed:
        return _find_answer(trial, note, text, reading, today)
    said = {each.fact: each.answer for each in reading.proposed if each.fact not in screening.answers}
    is_plain = not reading.asked and _is_filling(trial, reading)
    if not said or not is_plain or is_another(note, said):
        return None
    takers = _list_takers(trial, note, text, today) if len(said) == 1 else {}
    if any(fact not in said and note.answers.get(fact) != each.answer for fact, each in takers.items()):
        return None
    return ProposalsGiven({fact: Read(each) for fact, each in said.items()}, reading.cut)


def is_same(note: Proposals, reading: NoteReading) -> bool:
    """Returns whether a text says again all that stands on a page, and no more: its words can be shown once more."""
    return note.answers == {each.fact: each.answer for each in reading.proposed}


def is_another(note: Proposals, said: Answers) -> bool:
    """Returns whether answers are of another note: they contradict a page, and tell more than it does."""
    differing = [fact for fact, each in said.items() if note.answers.get(fact, each) != each]
    further = [fact for fact in said if fact not in note.answers and fact not in note.asked]
    return len(said) >= LEAST_FACTS_OF_ANOTHER and bool(differing) and bool(further)


def _find_answer(trial: Trial, note: Proposals, text: str, reading: NoteReading, today: date) -> ProposalsGiven | None:
    """Returns what a text answers that is no note: just one of the page's questions takes it."""
    answers = _list_takers(trial, note, text, today)
    if len(answers) != 1 or not {each.fact for each in reading.asked} <= answers.keys():
        return None
    ((fact, given),) = answers.items()
    return ProposalsGiven({fact: given}, reading.cut)


def _list_takers(trial: Trial, note: Proposals, text: str, today: date) -> dict[str, Read]:
    """Returns what a text is as an answer to each of a page's questions that takes it."""
    facts = [*note.answers, *(fact for fact, why in note.asked.items() if why is not NoteDoubt.RECORDED)]
    readings = {fact: read(trial.facts[fact], strip_filling(text), today) for fact in facts}
    return {fact: each for fact, each in readings.items() if isinstance(each, Read)}


def _is_filling(trial: Trial, reading: NoteReading) -> bool:
    """Whether what is not used says nothing of a patient, or only names what was said."""
    names = {
        word for said in reading.proposed for word in " ".join(trial.facts[said.fact].name.values()).casefold().split()
    }
    return all(
        _FILLING.fullmatch(each) or names.issuperset(each.casefold().replace(":", " ").split())
        for each in reading.unread
    )


_FILLING = re.compile(
    r"(?:(?:oh|yes|no|but|sorry|actually|rather|correction|corrected|change|to|please|make it|also|and|plus|add"
    r"|it is)\b[\s,:]*)+",
    re.IGNORECASE,
)
"""Words around a correction that say nothing of a patient."""
