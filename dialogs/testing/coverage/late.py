"""Events that come late, early or twice, brought about with the words of abuse scripts."""

from datetime import timedelta

from dialogs.conversation.questions import UNKNOWN_KEY
from dialogs.conversation.state_machine import STOPPED, find_fact
from dialogs.reading import Read, read
from dialogs.reading.plain_words import NOT_KNOWN
from dialogs.rules.answers import UNKNOWN
from dialogs.testing.coverage.guide import Guide
from dialogs.testing.scripts.format.blocks import AbuseWord
from dialogs.testing.scripts.playing.abuse import SECONDS_A_TURN


def say_twice(guide: Guide) -> None:
    """Answers the open question, and says the same again where the clock still stands at that moment."""
    fact = find_fact(guide.screening.state)
    assert fact is not None, "only the question of a fact is answered"
    guide.say(_find_unknown_words(guide, fact))
    still = AbuseWord(0, "clock", guide.clock - timedelta(seconds=SECONDS_A_TURN))
    guide.change(fact, still)
    guide.say(_find_unknown_words(guide, fact), still)


def tap_late(guide: Guide) -> None:
    """Taps on the keyboard of an earlier question, of one that was answered where there is one."""
    state = guide.screening.state
    if guide.screening.number == 1:
        guide.go(STOPPED)
        guide.go(state)
    earlier = list(enumerate(guide.screening.shown[:-1], 1))
    answered = [number for number, subject in earlier if subject in guide.screening.answers]
    guide.say("", AbuseWord(0, "stale", answered[-1] if answered else 1))


def tap_unanswered(guide: Guide) -> None:
    """Taps on the keyboard under what is no question, once that is over, and answers from a device that shows it."""
    guide.go(STOPPED)
    number = guide.screening.number
    guide.say("/resume")
    fact = find_fact(guide.screening.state) or next(iter(guide.dialogue.trial.facts))
    guide.say(_find_unknown_words(guide, fact), AbuseWord(0, "other-device"))
    guide.say("", AbuseWord(0, "stale", number))


def answer_early(guide: Guide) -> None:
    """Answers a question from a device that does not show it yet."""
    fact = find_fact(guide.screening.state)
    guide.tap(UNKNOWN_KEY)
    assert fact is not None, "only the question of a fact is answered"
    guide.say(_find_unknown_words(guide, fact), AbuseWord(0, "other-device"))


def _find_unknown_words(guide: Guide, fact: str) -> str:
    """Returns words for "don't know" that are no button's label."""
    labels = {button.label.casefold() for button in guide.buttons}
    today, asked = guide.now.date(), guide.dialogue.trial.facts[fact]
    words = (word for table in NOT_KNOWN.values() for word in table if word.casefold() not in labels)
    return next(word for word in words if read(asked, word, today) == Read(UNKNOWN))
