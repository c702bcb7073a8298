"""Results that are too old to count: it is said as soon as their day is known."""

from dialogs import phrases
from dialogs.conversation.blocks import Block, Paragraph
from dialogs.definition.wording import say
from dialogs.loading.compiled_trial import Trial
from dialogs.rules.answers import Answers, Interval, Known
from dialogs.rules.counting_results import is_expired, is_recent


def tell_expired(trial: Trial, answers: Answers, fact: str) -> list[Block]:
    """Returns a sentence for each result that is too old, or may be, by the days that `fact` has just been given."""
    if not isinstance(answers.get(fact), Known | Interval):
        return []
    told = [each for each in trial.rules.dated_results if each.dated_by == fact and each.fact in answers]
    return [
        Paragraph(
            (phrases.TOO_OLD if is_expired(each, answers) else phrases.PERHAPS_TOO_OLD).format(
                name=say(trial.facts[each.fact].name), days=each.days
            )
        )
        for each in told
        if not is_recent(each, answers)
    ]
