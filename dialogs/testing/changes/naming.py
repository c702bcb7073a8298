"""Facts, answers, criteria and verdicts of a comparison in words: as the newer definition has them where it can."""

from dialogs.definition.wording import say
from dialogs.loading.compiled_trial import Trial
from dialogs.rules.answers import Answer, Answers
from dialogs.testing.changes import phrases
from dialogs.testing.changes.side import ASKS, admits
from dialogs.testing.changes.walk import Difference
from dialogs.verdict import headings
from dialogs.verdict.answer_words import word_answer
from dialogs.verdict.outcome_words import word_code


class Naming:
    """Names what two definitions have, and says which of them has it where only one does."""

    def __init__(self, old: Trial, new: Trial) -> None:
        self.old, self.new = old, new

    def name_fact(self, fact: str) -> str:
        """Returns the name of a fact with its id, such as 'KMT2A status (kmt2a)'."""
        return phrases.ASIDE.format(words=self._say_name(fact), aside=fact)

    def list_sides(self, fact: str, answer: Answer) -> list[str]:
        """Returns which of "old" and "new" know the fact and admit the answer."""
        sides = {"old": self.old, "new": self.new}
        return [side for side, trial in sides.items() if fact in trial.facts and admits(trial.facts[fact], answer)]

    def word_answer(self, fact: str, answer: Answer) -> str:
        """Returns an answer in words; where the two definitions say it differently, in the words of both."""
        sides = self.list_sides(fact, answer)
        told = {side: word_answer(getattr(self, side).facts[fact], answer) for side in sides}
        if len(told) == 1:
            side, words = next(iter(told.items()))
            return phrases.ASIDE.format(words=words, aside=_ONLY[side])
        return told["new"] if told["new"] == told["old"] else phrases.OTHERWISE.format(**told)

    def word_example(self, answers: Answers) -> str:
        """Returns in words what was answered."""
        if not answers:
            return phrases.AT_FIRST
        told = [
            phrases.GIVEN.format(name=self._say_name(fact), answer=self.word_answer(fact, answer))
            for fact, answer in answers.items()
        ]
        return phrases.AFTER.format(answers="; ".join(told))

    def word_subject(self, difference: Difference) -> str:
        """Returns what differs: a determination with its id, a criterion by its id and name; nothing for a dialogue."""
        definition, subject = self.new.definition, difference.subject
        if difference.what == "verdict":
            return phrases.ASIDE.format(words=say(definition.determinations[subject].name), aside=subject)
        if difference.what == "criterion":
            return phrases.CRITERION.format(id=subject, name=say(definition.criteria[subject].name))
        return ""

    def word_sides(self, difference: Difference) -> tuple[str, str]:
        """Returns what the older and the newer definition come to; codes that read alike are told apart."""
        if difference.what == "dialogue":
            return _word_next(self.old, difference.old), _word_next(self.new, difference.new)
        if difference.what == "criterion":
            return headings.STATUSES[difference.old], headings.STATUSES[difference.new]
        codes = difference.old, difference.new
        old, new = map(word_code, codes)
        if old != new:
            return old, new
        return phrases.ASIDE.format(words=old, aside=codes[0]), phrases.ASIDE.format(words=new, aside=codes[1])

    def _say_name(self, fact: str) -> str:
        """Returns the name of a fact; of one that only one definition has, also which."""
        sides = {"old": self.old, "new": self.new}
        names = {side: say(trial.facts[fact].name) for side, trial in sides.items() if fact in trial.facts}
        return names.get("new") or names["old"]


def _word_next(trial: Trial, following: str) -> str:
    fact = following.removeprefix(ASKS)
    if fact == following:
        return following
    return phrases.ASKS.format(name=say(trial.facts[fact].name), fact=fact)


_ONLY = {"old": phrases.OLD_ONLY, "new": phrases.NEW_ONLY}
