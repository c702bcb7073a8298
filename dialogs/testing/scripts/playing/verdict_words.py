"""Where a verdict or a state stands in a text: a determination or its outcome, a criterion's status, a question.

The names, the outcomes, the criteria and the questions are those of the trial's definition.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from dialogs.conversation.buttons import EVERY_REASON, SHOW_RESULT, STOP_HERE
from dialogs.definition import small_words
from dialogs.definition.facts import OptionFact, get_option_label, list_option_codes
from dialogs.definition.wording import say
from dialogs.loading.compiled_trial import Trial
from dialogs.verdict import headings

LEAST_PART = 8
"""How many characters of a sentence are taken for it: fewer stand in other sentences too."""


@dataclass(frozen=True)
class VerdictWords:
    """The words of a trial by which a line of a text is known to tell a verdict, or to ask one of its questions.

    `names` begin a line with a verdict or an open criterion, unless it is one of `headlines`. `outcomes` and
    `questions` are sentences, the former without case and full stop. `criteria` are ids, and `statuses` say what became
    of one. `choices` are the labels of each question, and of each state that asks nothing.
    """

    names: tuple[str, ...]
    headlines: tuple[str, ...]
    outcomes: tuple[str, ...]
    questions: tuple[str, ...]
    criteria: tuple[str, ...]
    statuses: tuple[str, ...]
    choices: tuple[frozenset[str], ...]

    def tell_otherwise(self, expected: Iterable[str], said: Sequence[str]) -> bool:
        """Says whether lines tell another verdict than was expected, or no longer ask what was expected to be asked."""
        expected = [*expected]
        if self._list_verdicts(expected) != self._list_verdicts(said):
            return True
        asked = [found for line in expected if (found := _find_sentences(line.strip(), self.questions))]
        return not all(any(each in line for each in found for line in said) for found in asked)

    def offer_otherwise(self, expected: Iterable[str], shown: Iterable[str]) -> bool:
        """Says whether labels of quite another question, or state, were expected than those that are shown."""
        expected, shown = {*expected}, {*shown}
        asked = [each for each in self.choices if each & expected]
        return bool(asked) and not any(each & shown for each in asked)

    def _list_verdicts(self, lines: Iterable[str]) -> list[str]:
        return sorted(told for line in lines if (told := self._find_verdict(line.strip())))

    def _find_verdict(self, line: str) -> str:
        """Returns the verdict that a line tells: itself, or its criteria and a status; empty where it tells none."""
        if line in self.headlines:
            return ""
        if line.startswith(self.names) or _find_sentences(line.casefold(), self.outcomes):
            return line
        status = max((each for each in self.statuses if each in line), key=len, default="")
        return " ".join([*(each for each in _NAME.findall(line) if each in self.criteria), status]).strip()


def _find_sentences(line: str, sentences: Iterable[str]) -> list[str]:
    """Returns the sentences that a line has, or of which it is a part."""
    return [each for each in sentences if each in line or (len(line) >= LEAST_PART and line in each)]


def list_verdict_words(trial: Trial) -> VerdictWords:
    """Returns the words by which a verdict of a trial is known."""
    named = [(say(each.name), each) for each in trial.definition.determinations.values()]
    said = [outcome for _, each in named for outcome in each.outcomes.all()]
    sentences = [wording for outcome in said for wording in (outcome.say, outcome.provisional) if wording is not None]
    return VerdictWords(
        (*(small_words.NAMED.format(name=name, value="").rstrip() for name, _ in named), *_OPEN),
        tuple(small_words.NAMED.format(name=name, value=say(each.asks)) for name, each in named),
        tuple(say(each).casefold().rstrip(".") for each in sentences),
        tuple(say(ask) for fact in trial.facts.values() for ask in (fact.ask, fact.ask_family)),
        tuple(trial.definition.criteria),
        tuple(
            headings.STATUS.format(status=status, effect=effect)
            for status in headings.STATUSES.values()
            for effect in (headings.PASSES, headings.FAILS, headings.OPEN)
        ),
        (*_list_choices(trial), frozenset(_SETTLED), frozenset(_REVIEW)),
    )


def _list_choices(trial: Trial) -> Iterator[frozenset[str]]:
    for fact in trial.facts.values():
        if isinstance(fact, OptionFact):
            yield frozenset(get_option_label(fact, code) for code in list_option_codes(fact))


_NAME = re.compile(r"\w+")
_OPEN = tuple(each.format(criterion="").rstrip() for each in (headings.TO_CONFIRM, headings.TO_RULE_OUT))
"""What begins a line that says which criterion is open."""
_SETTLED = (STOP_HERE.label, EVERY_REASON.label)
_REVIEW = (SHOW_RESULT.label,)
