"""Probes: what to type at a question so that it is asked back or not read at all, one text for each sentence."""

from datetime import date

from dialogs.conversation.commands import parse_command
from dialogs.conversation.dialogue import Dialogue
from dialogs.conversation.interpretation import NoteGiven
from dialogs.conversation.screening import Said, Screening
from dialogs.conversation.state_machine import ASKING
from dialogs.definition.facts import Fact
from dialogs.reading import AskBackReading, Misread, Read, make_sentence, read
from dialogs.rules.answers import Known, LastDoses, Selected
from dialogs.testing.coverage.codes import INTERVAL
from dialogs.testing.coverage.doubtful_texts import RUBBISH, list_texts
from dialogs.testing.coverage.phrasebook import Phrasebook
from dialogs.testing.coverage.samples import list_samples
from dialogs.testing.scripts.recording.said import find_text


class Probes:
    """The texts for the questions of one trial's dialogue. Each is tried before it is given out."""

    def __init__(self, dialogue: Dialogue, today: date) -> None:
        self.trial = dialogue.trial
        self.today = today
        self._dialogue = dialogue
        self._book = Phrasebook(self.trial)

    def find_answer(self, fact_id: str) -> str:
        """Returns an exact answer to a fact, as typed."""
        answers = list_samples(self.trial, fact_id, self.today).values()
        exact = next(answer for answer in answers if isinstance(answer, Known | Selected | LastDoses))
        return find_text(self.trial.facts[fact_id], exact, self.today)

    def find_interval(self, fact_id: str) -> str:
        """Returns an interval of a number with some threshold in it, as typed."""
        return find_text(self.trial.facts[fact_id], list_samples(self.trial, fact_id, self.today)[INTERVAL], self.today)

    def find_unclear(self, fact_id: str) -> str:
        """Returns a text that is asked back with an exact answer."""
        fact, answer = self.trial.facts[fact_id], self.find_answer(fact_id)
        texts = (f"probably {answer}", f"{answer} ?", f"maybe {answer}")
        return next(text for text in texts if self._offers(fact, text))

    def find_unfit(self, fact_id: str) -> str:
        """Returns a text that is neither an answer to a fact nor a command."""
        fact = self.trial.facts[fact_id]
        return next(
            text
            for text in RUBBISH
            if isinstance(read(fact, text, self.today), Misread) and parse_command(text) is None
        )

    def list_sentences(self, fact_id: str) -> dict[str, str]:
        """Returns a text for each sentence by which an answer can be refused or asked back, by the sentence's name."""
        texts = list_texts(self.trial.facts[fact_id], self.find_answer(fact_id), self.today)
        found: dict[str, str] = {}
        for text in texts:
            name = self._name_reason(fact_id, text)
            if name is not None and name not in found and not self._is_note(fact_id, text):
                found[name] = text
        return found

    def _name_reason(self, fact_id: str, text: str) -> str | None:
        """Returns the name of the sentence that a text is refused or asked back by; None for an answer or a command."""
        fact = self.trial.facts[fact_id]
        reading = read(fact, text, self.today)
        if isinstance(reading, Read) or parse_command(text):
            return None
        return self._book.find_reason(fact_id, make_sentence(fact, reading))

    def _is_note(self, fact_id: str, text: str) -> bool:
        """Says whether a text says so much of other facts that a dialogue takes it for a note."""
        asked = Screening(self.trial.id, self.trial.digest, ASKING + fact_id)
        return isinstance(self._dialogue.interpreter.interpret(asked, Said(text), self.today), NoteGiven)

    def find_sentence(self, fact_id: str, said: str) -> str | None:
        """Returns the name of the sentence by which a text was refused or asked back, from what was said to it."""
        return self._book.find_reason(fact_id, said)

    def is_asked_back(self, fact_id: str, text: str) -> bool:
        """Says whether a text is asked back, rather than answered or refused."""
        return isinstance(read(self.trial.facts[fact_id], text, self.today), AskBackReading)

    def find_several(self, fact_id: str) -> str | None:
        """Returns a text that is asked back with several offers or none, or None: a yes to it chooses nothing."""
        fact = self.trial.facts[fact_id]
        texts = list_texts(fact, self.find_answer(fact_id), self.today)
        readings = ((text, read(fact, text, self.today)) for text in texts if parse_command(text) is None)
        return next(
            (text for text, reading in readings if isinstance(reading, AskBackReading) and len(reading.offers) != 1),
            None,
        )

    def _offers(self, fact: Fact, text: str) -> bool:
        reading = read(fact, text, self.today)
        return isinstance(reading, AskBackReading) and bool(reading.offers)
