"""Answers that cannot be so together: the later one is asked back, and the earlier ones are asked again with it."""

from dialogs import phrases
from dialogs.conversation.ask_backs import IMPRECISE
from dialogs.conversation.next_question import QuestionOrder
from dialogs.conversation.screening import Doubt
from dialogs.definition import small_words
from dialogs.definition.wording import say
from dialogs.loading.compiled_trial import Trial
from dialogs.reading import Read
from dialogs.rules.answers import Answers
from dialogs.verdict.answer_words import word_answer

CONTRADICTION = "contradiction"
"""The answer contradicts others; behind a colon stands the place of the contradiction in the definition."""


def doubt_contradiction(
    order: QuestionOrder, answers: Answers, fact: str, given: Read, asked: Doubt | None
) -> Doubt | None:
    """Returns a doubt where an answer to `fact` contradicts others, and `asked` was not that doubt already.

    It comes before that of an interval: behind that one, too, it was asked.
    """
    was_asked = asked is not None and (asked.reason == IMPRECISE or _find_place(asked.reason) is not None)
    if was_asked and asked is not None and given.answer in asked.offers:
        return None
    found = order.find_contradictions({**answers, fact: given.answer}, fact)
    return Doubt(f"{CONTRADICTION}:{found[0]}", (given.answer,), given.coded) if found else None


def word_contradiction(trial: Trial, answers: Answers, fact: str, doubt: Doubt) -> str:
    """Returns the sentence that says what does not go together, and which answers would be asked again.

    It is empty where the doubt is another one.
    """
    place = _find_place(doubt.reason)
    if place is None or place >= len(trial.definition.consistent):
        return ""
    others = [each for each in trial.list_contradicting(place) if each in answers and each != fact]
    recorded = small_words.SEMICOLON.join(
        small_words.NAMED.format(name=say(trial.facts[each].name), value=word_answer(trial.facts[each], answers[each]))
        for each in others
    )
    said = say(trial.definition.consistent[place].say)
    return phrases.CONTRADICTION.format(said=said, recorded=recorded)


def _find_place(reason: str) -> int | None:
    name, _, place = reason.partition(":")
    return int(place) if name == CONTRADICTION and place.isdecimal() else None
