"""What words come to where several options may be chosen: one more of them, that these are all, or a whole answer.

The name of one option by itself is what its button is: it adds to the selection. A list is a whole answer. Where a
selection is open that the list leaves out, both readings are offered.
"""

import re
from collections.abc import Mapping

from dialogs.conversation.interpretation import Chosen, Interpretation, Unfit
from dialogs.conversation.screening import Doubt, Screening
from dialogs.conversation.selecting import (
    NOTHING,
    OFF,
    SO,
    THESE_KEY,
    is_possible,
    make_mark_key,
    make_these_key,
    read_these_key,
)
from dialogs.conversation.state_machine import find_fact
from dialogs.definition.facts import Fact, SeveralFact
from dialogs.definition.wording import words
from dialogs.reading import Read
from dialogs.reading.cleaning import clean
from dialogs.reading.sentences.gaps import describe_fitting
from dialogs.reading.several.list_words import NOTHING_MORE
from dialogs.reading.several.ordering import order_selected
from dialogs.reading.several.several import MOST_OFFERS
from dialogs.reading.vocabulary import find_reading
from dialogs.rules.answers import Selected


def find_selection_key(fact: SeveralFact, picked: Selected, text: str, *, has_numbers: bool) -> str | None:
    """Returns the key of what a text names: an option, one to be taken out, or all by their numbers.

    `has_numbers` says whether numbers are shown beside the options.
    """
    return (_find_numbered_key(fact, picked, text) if has_numbers else None) or _find_mark_key(fact, picked, text)


def read_form(facts: Mapping[str, Fact], screening: Screening, key: str) -> Interpretation | None:
    """Returns what the key of a form means that gives several options at once; None where it is none that fits."""
    fact = facts.get(find_fact(screening.state) or "")
    is_plain = screening.doubt is None and screening.menu is None and screening.note is None
    if not is_plain or not isinstance(fact, SeveralFact) or not key.startswith(THESE_KEY):
        return None
    if key == THESE_KEY:
        return Unfit(describe_fitting(fact))
    answer = read_these_key(key)
    return Chosen(key) if answer != NOTHING and is_possible(fact, answer) else None


def _find_mark_key(fact: SeveralFact, picked: Selected, text: str) -> str | None:
    """Returns the key of what a text names by itself: an option, one to be taken out, or that nothing is missing."""
    plain = clean(text)
    if not isinstance(plain, str):
        return None
    if picked != NOTHING and plain.casefold() in _ENDING:
        return make_these_key(picked)
    begun = _DENIED.fullmatch(plain)
    code = _find_lone_code(fact, begun[1] if begun else plain)
    if code is None:
        return None
    if begun is not None:
        return make_mark_key(OFF, code) if code in (*picked.codes, *picked.untested) else None
    return make_mark_key(SO, code)


def _find_numbered_key(fact: SeveralFact, picked: Selected, text: str) -> str | None:
    """Returns the key of the answer that numbers beside the options name: '1, 3', '1 and 3'; None for anything else."""
    numbers = _NUMBERS.findall(text) if _NUMBERED.fullmatch(text.strip()) else []
    codes = list(fact.options)
    if not numbers or not all(0 < int(each) <= len(codes) for each in numbers):
        return None
    named = order_selected(fact, (codes[int(each) - 1] for each in numbers))
    return make_these_key(named) if _covers(named, picked) else None


def weigh_selection(fact: Fact, picked: Selected, meant: Interpretation) -> Interpretation:
    """Returns what was meant where a selection stands open: a list that leaves some of it out may be meant to add."""
    if not isinstance(fact, SeveralFact) or picked == NOTHING or isinstance(meant, Unfit):
        return meant
    offers = meant.offers if isinstance(meant, Doubt) else (meant.answer,) if isinstance(meant, Read) else ()
    named = [each for each in offers if isinstance(each, Selected)]
    if not named or len(named) < len(offers) or all(_covers(each, picked) for each in named):
        return meant
    joined = [_join(fact, picked, each) for each in named]
    both = tuple(dict.fromkeys((*joined, *named)))
    reason = meant.reason if isinstance(meant, Doubt) else "unclear"
    return Doubt(reason, both if len(both) <= MOST_OFFERS else tuple(dict.fromkeys(joined)))


def _find_lone_code(fact: SeveralFact, text: str) -> str | None:
    said = find_reading(fact, text)
    is_lone = isinstance(said, Read) and isinstance(said.answer, Selected) and len(said.answer.codes) == 1
    return said.answer.codes[0] if is_lone and isinstance(said, Read) and isinstance(said.answer, Selected) else None


def _covers(answer: Selected, picked: Selected) -> bool:
    """Whether an answer says of each option of a selection what that says."""
    return set(picked.codes) <= set(answer.codes) and set(picked.untested) <= set(answer.untested)


def _join(fact: SeveralFact, picked: Selected, answer: Selected) -> Selected:
    """Returns a selection with what an answer adds to it; what the answer says of an option counts."""
    so = (set(picked.codes) - set(answer.untested)) | set(answer.codes)
    return order_selected(fact, so, (set(picked.untested) | set(answer.untested)) - so)


_ENDING = frozenset({"done", "finished", "complete", "that's it", "thats it", *words(NOTHING_MORE)})
_DENIED = re.compile(r"(?:no|not|without|remove|drop) (.+)", re.IGNORECASE)
_NUMBERS = re.compile(r"\d{1,2}", re.ASCII)
_NUMBERED = re.compile(r"\d{1,2}(?:(?: ?[,;&+] ?(?:and )?| and | )\d{1,2})+", re.ASCII)
