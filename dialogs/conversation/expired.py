"""Results that are too old to count: it is said as soon as their day is known."""

from dialogs import phrases
from dialogs.conversation.blocks import Block, Paragraph
from dialogs.definition.wording import say
from dialogs.loading.compiled_trial import Trial
from dialogs.rules.answers import Answers, Interval, Known
from dialogs.rules.counting_results import is_recent


def tell_expired(trial: Trial, answers: Answers, fact: str) -> list[Block]:
    """Returns a sentence for each result that is too old by the days that `fact` has just been given."""
    if not isinstance(answers.get(fact), Known | Interval):
        return []
    expired = [each for each in trial.rules.dated_results if each.dated_by == fact and not is_recent(each, answers)]
    return [
        Paragraph(phrases.TOO_OLD.format(name=say(trial.facts[each.fact].name), days=each.days))
        for each in expired
        if each.fact in answers
    ]
