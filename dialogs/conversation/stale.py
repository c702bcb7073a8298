"""What is told of a question that is over: what is recorded there, or that nothing is."""

from dialogs import phrases
from dialogs.conversation.render import View
from dialogs.conversation.screening import Screening


def refuse_stale(
    view: View, screening: Screening, number: int, words: tuple[str, str] = (phrases.STALE_UNANSWERED, phrases.STALE)
) -> str:
    """Returns what is told of an earlier question: the second of these words where something is recorded there."""
    fact = screening.shown[number - 1] if 0 < number <= screening.number else ""
    if fact not in screening.answers:
        return words[0]
    answer = view.word_answer(fact, screening.answers[fact])
    return words[1].format(name=view.questions[fact].name, answer=answer)
