"""How a question is shown: its text, its progress, its buttons."""

from collections.abc import Sequence
from functools import partial

from dialogs import phrases
from dialogs.conversation.blocks import Question
from dialogs.conversation.messages import Button
from dialogs.conversation.screening import Doubt
from dialogs.conversation.selecting import NOTHING, THESE_KEY, make_end_button, make_mark_buttons, read_these_key
from dialogs.definition.facts import (
    Fact,
    NumericFact,
    OptionFact,
    SeveralFact,
    WashoutsFact,
    get_number_label,
    get_option_label,
    list_option_codes,
)
from dialogs.definition.wording import say, words
from dialogs.rules.answers import PENDING, UNKNOWN, Answer, Known, LastDoses, Selected
from dialogs.rules.remembered import Remembered
from dialogs.verdict.answer_words import word_answer
from dialogs.verdict.last_doses import describe_washouts, label_none, list_drugs
from dialogs.verdict.selected_words import name_untested

UNKNOWN_KEY = "unknown"
PENDING_KEY = "pending"
WHY_KEY = "why"
BACK_KEY = "back"
KEEP_KEY = "keep"
OPTION_KEY = "is:"
NO_DRUG_KEY = f"{OPTION_KEY}-"
OFFER_KEY = "offer:"

REMEMBERED = 1_000
"""How many answers to a fact are remembered with their words."""


class FactQuestion:
    """One fact's question, with what never changes about it made once. `words` words an answer to it."""

    def __init__(self, fact: Fact) -> None:
        self.fact = fact
        self.name = say(fact.name)
        hint = [] if fact.hint is None else [say(fact.hint)]
        help_lines = [*hint, *_list_fitting(fact)]
        self.block = Question(say(fact.ask), self.name, "\n".join(help_lines))
        self.numbered = isinstance(fact, OptionFact | SeveralFact) and not _holds_numbers(fact)
        self.options = _make_options(fact, NOTHING)
        self.words: Remembered[Answer, str] = Remembered(partial(word_answer, fact), REMEMBERED)
        self.missing = (
            Button(phrases.UNKNOWN_LABEL if fact.unknown is None else say(fact.unknown.label), UNKNOWN_KEY),
            Button(phrases.PENDING_LABEL if fact.pending is None else say(fact.pending.label), PENDING_KEY),
        )
        self._first = (*self.options, *self.missing, _WHY)
        self._later = (*self._first, _BACK)

    def make_buttons(
        self, *, recorded: Answer | None, can_go_back: bool, picked: Selected = NOTHING
    ) -> tuple[Button, ...]:
        """Returns the buttons: the options, "don't know", "waiting", keeping what is recorded, why, back.

        The options come first, so that an option has the same number whenever the question is shown. `picked` is what
        was chosen so far where several may be so.
        """
        if recorded is None and picked == NOTHING:
            return self._later if can_go_back else self._first
        options = _make_options(self.fact, picked)
        keep = [] if recorded is None else [Button(phrases.KEEP_LABEL.format(answer=self.words[recorded]), KEEP_KEY)]
        return (*options, *self.missing, *keep, *((_WHY, _BACK) if can_go_back else (_WHY,)))

    def make_offers(self, doubt: Doubt, labels: Sequence[str]) -> tuple[Button, ...]:
        """Returns the buttons of an ask-back: its offers by their labels, those for a missing answer, why, back."""
        offered = tuple(Button(label, f"{OFFER_KEY}{i}") for i, label in enumerate(labels))
        missing = (button for button in self.missing if find_missing_answer(button.key) not in doubt.offers)
        return (*offered, _REFUSE, *missing, _WHY) if len(offered) == 1 else (*offered, *missing, _WHY, _BACK)


def find_missing_answer(key: str) -> Answer | None:
    """Returns the missing answer that a key stands for; None for any other key."""
    missing: dict[str, Answer] = {UNKNOWN_KEY: UNKNOWN, PENDING_KEY: PENDING}
    return missing.get(key)


def find_lone_answer(key: str) -> Answer | None:
    """Returns the answer that a key gives by itself: an option, "don't know" or "waiting"; None for any other key."""
    if key == NO_DRUG_KEY:
        return LastDoses()
    if key.startswith(THESE_KEY):
        return read_these_key(key)
    if not key.startswith(OPTION_KEY):
        return find_missing_answer(key)
    said = key.removeprefix(OPTION_KEY)
    is_code = said[:1].isalpha()  # as every code begins, and no number
    return Known(said if is_code else int(said) if said.lstrip("-").isdecimal() else float(said))


def find_chosen_answer(key: str, doubt: Doubt | None) -> Answer:
    """Returns the answer that a key gives where `doubt` stands open: one of its offers, or an answer by itself."""
    if key.startswith(OFFER_KEY) and doubt is not None:
        return doubt.offers[int(key.removeprefix(OFFER_KEY))]
    answer = find_lone_answer(key)
    assert answer is not None, "every other button was handled before"
    return answer


def has_digit(label: str) -> bool:
    """Says whether a label holds a digit: then a typed one may be meant for it, and not for a place in a list."""
    return any(each.isdigit() for each in label)


def _make_options(fact: Fact, picked: Selected) -> tuple[Button, ...]:
    """Returns the buttons of the options, and where several may be so the one that ends the selection."""
    if isinstance(fact, SeveralFact):
        return (*make_mark_buttons(fact, picked), make_end_button(fact, picked))
    if isinstance(fact, WashoutsFact):
        return (Button(label_none(fact), NO_DRUG_KEY),)
    if isinstance(fact, NumericFact):
        labelled = [each.number for each in fact.words_for if each.label is not None]
        return tuple(Button(get_number_label(fact, each), f"{OPTION_KEY}{each}") for each in labelled)
    return tuple(Button(get_option_label(fact, code), OPTION_KEY + code) for code in list_option_codes(fact))


def _list_fitting(fact: Fact) -> list[str]:
    """Returns what stands under a question that its buttons do not say."""
    if isinstance(fact, SeveralFact):
        example = name_untested(fact, get_option_label(fact, list(fact.options)[-1]))
        return [phrases.NAME_ALL if fact.not_tested is None else phrases.NAME_ALL_TESTED.format(example=example)]
    if isinstance(fact, WashoutsFact):
        return [list_drugs(fact), describe_washouts(fact)]
    return [] if isinstance(fact, OptionFact) else [say(fact.fits)]


def _holds_numbers(fact: OptionFact | SeveralFact) -> bool:
    """Says whether a bare number may be meant for what an option is called."""
    labels = [label for option in fact.options.values() for label in option.label.values()]
    synonyms = [word for option in fact.options.values() for word in words(option.synonyms)]
    return any(map(has_digit, labels)) or any(word.strip().isdigit() for word in synonyms)


_WHY = Button(phrases.WHY_LABEL, WHY_KEY)
_BACK = Button(phrases.BACK_LABEL, BACK_KEY)
_REFUSE = Button(phrases.REFUSE_LABEL, BACK_KEY)
