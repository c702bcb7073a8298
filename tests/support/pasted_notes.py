"""A dialogue whose reader of notes says what a test hands to it, and what a good note of the first trial says."""

from collections.abc import Mapping
from datetime import date

from dialogue import DIALOGUE, NOW

from dialogs.conversation.dialogue import Dialogue
from dialogs.conversation.screening import Said, Screening, Turn
from dialogs.loading.compiled_trial import Trial
from dialogs.notes.note_reading import DoubtfulWords, NoteReading, Proposal
from dialogs.rules.answers import PENDING, Answer, Answers, Interval, Known

GOOD = "10-wk girl, pro-B ALL, t(9;11)(p22;q23), CD19+ 99 %, no steroids, LP day 33 pending"
READ_OF_GOOD = NoteReading(
    (
        Proposal("age_days", Interval(min=70, max=76), "10-wk"),
        Proposal("diagnosis", Known("b_precursor_all"), "pro-B ALL"),
        Proposal("kmt2a", Known("rearranged"), "t(9;11)(p22;q23)"),
        Proposal("corticosteroids", Known("none"), "no steroids"),
        Proposal("cd19", Known("positive"), "CD19+ 99 %"),
        Proposal("cns_eoi", PENDING, "LP day 33 pending"),
    ),
    unread=("girl",),
)


def propose(answers: Mapping[str, Answer], *doubtful: str) -> NoteReading:
    """Returns what a note says that proposes these answers, with words that are easy to find again."""
    proposed = tuple(Proposal(fact, answer, f"w-{fact}"[:12]) for fact, answer in answers.items())
    return NoteReading(proposed, tuple(DoubtfulWords(fact, f"d-{fact}"[:12]) for fact in doubtful))


class Noted:
    """A screening in a dialogue whose reader knows these notes by their text, and finds nothing in any other."""

    def __init__(self, notes: Mapping[str, NoteReading] | None = None) -> None:
        self.notes = {GOOD: READ_OF_GOOD, **(notes or {})}
        self.looked_at: list[str] = []
        self.known: Answers = {}
        self.dialogue = Dialogue(DIALOGUE.trial, read_note=self._read)
        self.turn = self.dialogue.begin(NOW)

    def say(self, *texts: str) -> Turn:
        """Types texts, and returns the last turn."""
        for text in texts:
            self.turn = self.dialogue.take_turn(self.screening, Said(text), NOW)
        return self.turn

    @property
    def screening(self) -> Screening:
        """Where the screening stands."""
        return self.turn.screening

    @property
    def text(self) -> str:
        """What the last turn said."""
        return "\n".join(message.text for message in self.turn.messages)

    @property
    def labels(self) -> list[str]:
        """The buttons that stand open."""
        return [button.label for button in self.turn.messages[-1].buttons]

    def _read(self, _: Trial, text: str, today: date, known: Answers) -> NoteReading:
        assert today == NOW.date()
        self.known = known
        self.looked_at.append(text)
        return self.notes.get(text, NoteReading())
