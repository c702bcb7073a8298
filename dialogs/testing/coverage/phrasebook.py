"""The sentences of a dialogue, each under a name, and which of them a text says, recognised by their templates.

A name is that of a constant of `dialogs.phrases` ("STALE"), or a reason of `dialogs.reading.sentences` ("reason:
range"). A fact's own ask-backs and other times are counted from 1 ("kmt2a: ask-back 1"). The labels of buttons are no
sentences.
"""

import re

from dialogs import phrases
from dialogs.definition import small_words
from dialogs.definition.facts import DaysBetweenFact, Fact, NumberFact, OptionFact, SeveralFact, WashoutsFact
from dialogs.definition.wording import say
from dialogs.loading.compiled_trial import Trial
from dialogs.reading.sentences.gaps import describe_fitting
from dialogs.reading.sentences.reasons import ALL_SENTENCES
from dialogs.reading.wording import ONE_OFFER, SEVERAL_OFFERS, UNDERSTOOD
from dialogs.rules.remembered import Remembered
from dialogs.testing.coverage.templates import count_literal, make_pattern

NOT_AN_ANSWER = "not_an_answer"
"""The reason whose sentence says what fits, and nothing else."""
NAMED = "named"
"""The reason that stands for all that have no sentence of their own: only the offers are named."""

REMEMBERED = 5_000
"""How many lines are remembered with what they say."""


def name_reason(reason: str) -> str:
    """Returns the name of the sentence of a reason of `dialogs.reading.sentences`."""
    return f"reason: {reason}"


def name_ask_back(fact_id: str, index: int) -> str:
    """Returns the name of a fact's own ask-back; `index` is its place in the definition, from 0, as in 'words:0'."""
    return f"{fact_id}: ask-back {index + 1}"


def name_other_time(fact_id: str, index: int) -> str:
    """Returns the name of what a fact says to words of another time; `index` as in the reason 'time:0'."""
    return f"{fact_id}: other time {index + 1}"


class Phrasebook:
    """The sentences of one trial's dialogue."""

    def __init__(self, trial: Trial) -> None:
        self.trial = trial
        self._own = {fact_id: _list_own(fact_id, fact) for fact_id, fact in trial.facts.items()}
        self.sentences: dict[str, str] = {
            **_FIXED,
            **{name_reason(reason): template for reason, template in ALL_SENTENCES.items() if template},
            name_reason(NAMED): ALL_SENTENCES[NAMED],
            **{name: sentence for own in self._own.values() for sentence, name in own.items()},
        }
        self._phrases: Remembered[str, tuple[str, ...]] = Remembered(_find_names, REMEMBERED)
        self._reasons: Remembered[tuple[str, str], str | None] = Remembered(self._name_line, REMEMBERED)

    def find_phrases(self, text: str) -> set[str]:
        """Returns the names of the fixed sentences that a message says."""
        return {name for line in text.splitlines() for name in self._phrases[line]}

    def find_reason(self, fact_id: str, text: str) -> str | None:
        """Returns the name of the sentence by which a text was refused or asked back, if a line of `text` is one."""
        return next((name for line in text.splitlines() if (name := self._reasons[fact_id, line])), None)

    def _name_line(self, key: tuple[str, str]) -> str | None:
        fact_id, line = key
        said = _BESIDE.sub("", line)
        if said in self._own[fact_id]:
            return self._own[fact_id][said]
        if line and not said:
            return name_reason(NAMED)
        if said == _get_age_words(self.trial.facts[fact_id]):
            return name_reason("may_be_age")
        if said == _join_lines(describe_fitting(self.trial.facts[fact_id])) or said.startswith(_NOT_UNDERSTOOD):
            return name_reason(NOT_AN_ANSWER)
        return next((name_reason(reason) for reason, pattern in _REASONS if pattern.fullmatch(said)), None)


def _list_own(fact_id: str, fact: Fact) -> dict[str, str]:
    """Returns a fact's own sentences, each with its name; one that stands there twice counts once."""
    own: dict[str, str] = {}
    if isinstance(fact, NumberFact):
        for index, other in enumerate(fact.told):
            own.setdefault(_join_lines(say(other.say)), name_other_time(fact_id, index))
    if isinstance(fact, WashoutsFact):
        own.setdefault(_join_lines(say(fact.unlisted)), name_reason("unlisted"))
    if isinstance(fact, OptionFact | SeveralFact):
        for index, entry in enumerate(fact.ask_back):
            own.setdefault(_join_lines(say(entry.say)), name_ask_back(fact_id, index))
        for index, other in enumerate(fact.times.others if fact.times else []):
            own.setdefault(_join_lines(say(other.say)), name_other_time(fact_id, index))
    return own


def _get_age_words(fact: Fact) -> str | None:
    """Returns the fact's own sentence on figures that may be an age, if it has one."""
    said = fact.may_be_age if isinstance(fact, DaysBetweenFact) else None
    return None if said is None else _join_lines(say(said))


def _join_lines(text: str) -> str:
    return " ".join(text.split())


def _find_names(line: str) -> tuple[str, ...]:
    return tuple(name for name, pattern in _PATTERNS if pattern.fullmatch(line))


_FIXED = {name: text for name, text in vars(phrases).items() if name.isupper() and not name.endswith("_LABEL")}

_WITHIN_A_LINE = {
    "PROGRESS": small_words.BESIDE.format(first=phrases.PROGRESS, then="{name}"),
    "LISTING": small_words.BESIDE.format(first=phrases.LISTING, then="{rest}"),
    "DOUBLED": f"{phrases.DOUBLED} {{offers}}",
}
"""Sentences that are a part of a line, as the view puts it together."""

_BESIDE = re.compile(
    rf"^{re.escape(UNDERSTOOD).replace(re.escape('{parts}'), '.+?')} (?=[A-Z])"
    rf"| ?(?:{'|'.join(re.escape(each).replace(re.escape('{offers}'), '.+') for each in (ONE_OFFER, SEVERAL_OFFERS))})$"
)
"""What stands before a reason's sentence, and behind it: the understood parts of a dose, and the offers."""
_NOT_UNDERSTOOD = ALL_SENTENCES[NOT_AN_ANSWER].partition("{")[0].strip()

_PATTERNS = [(name, make_pattern(_WITHIN_A_LINE.get(name, text).splitlines()[0])) for name, text in _FIXED.items()]
"""Of a page of several lines the first one tells."""

_REASONS = [
    (reason, make_pattern(template))
    for reason, template in sorted(ALL_SENTENCES.items(), key=lambda each: -count_literal(each[1]))
    if reason not in (NOT_AN_ANSWER, NAMED, "may_be_age", "unlisted") and count_literal(template)
]
"""Those that say most first: one may look like another with more in its gap. One that is all gap looks like any."""
