"""What a text on a note's page corrects there: one answer, beyond doubt, or nothing."""

import re
from datetime import date

from dialogs.conversation.ask_backs import YesNoReply, read_yes_no
from dialogs.conversation.interpretation import ProposalGiven
from dialogs.conversation.note_doubt import NoteDoubt
from dialogs.conversation.screening import Proposals
from dialogs.loading.compiled_trial import Trial
from dialogs.notes.note_reading import NoteReading
from dialogs.reading import Read, read


def find_correction(
    trial: Trial, note: Proposals, text: str, reading: NoteReading, today: date
) -> ProposalGiven | None:
    """Returns the answer that a text gives to one of the facts on a page; None where it is not beyond doubt.

    `reading` is what the text says as a note. What it leaves open may still be an answer to just one of the questions.
    """
    facts = [*note.answers, *(fact for fact, why in note.asked.items() if why is not NoteDoubt.RECORDED)]
    if reading.left or not any(map(str.isalpha, text)) or read_yes_no(text) is not YesNoReply.OTHER:
        return None
    if reading.proposed:
        (said, *more) = reading.proposed
        is_plain = not more and not reading.asked and all(map(_FILLING.fullmatch, reading.unread))
        return ProposalGiven(said.fact, Read(said.answer)) if is_plain and said.fact in facts else None
    readings = {fact: read(trial.facts[fact], text, today) for fact in facts}
    answers = {fact: each for fact, each in readings.items() if isinstance(each, Read)}
    if len(answers) != 1 or not {each.fact for each in reading.asked} <= answers.keys():
        return None
    ((fact, given),) = answers.items()
    return ProposalGiven(fact, given)


_FILLING = re.compile(r"(?:(?:oh|yes|no|but|sorry|actually|rather|correction|change|to)\b[\s,]*)+", re.IGNORECASE)
"""Words around a correction that say nothing of a patient."""
