"""Choosing several options one after another: the buttons of a selection that is still open, and what their keys do.

A key says what is to hold after it, never "the other way round": a tap that comes twice, or late, changes nothing more.
"""

from dialogs import phrases
from dialogs.conversation.blocks import Paragraph
from dialogs.conversation.messages import Button
from dialogs.definition.facts import SeveralFact, get_option_label
from dialogs.reading.several.ordering import order_selected
from dialogs.rules.answers import Selected
from dialogs.verdict.answer_words import word_answer
from dialogs.verdict.selected_words import name_none, name_untested

NOTHING = Selected()
"""A selection that was not begun. As an answer it says that none is so."""
MARK_KEY = "mark:"
"""Begins the key that adds an option to the selection, says that it was not tested, or takes it out again."""
THESE_KEY = "these:"
"""Begins the key that gives a whole answer: the codes that are so, a semicolon, and those that were not tested."""

SO, UNTESTED, OFF = "so", "untested", "off"


def make_mark_buttons(fact: SeveralFact, picked: Selected) -> tuple[Button, ...]:
    """Returns a button for each option: what it is now, and with a tap the next thing that it can be."""
    return tuple(_make_mark_button(fact, picked, code) for code in fact.options)


def make_end_button(fact: SeveralFact, picked: Selected) -> Button:
    """Returns the button that gives the answer: none of these, or what is selected."""
    label = name_none(fact) if picked == NOTHING else phrases.SELECTED_LABEL
    return Button(label, make_these_key(picked))


def apply_mark(fact: SeveralFact, picked: Selected, key: str) -> Selected:
    """Returns the selection after a tap on an option."""
    way, _, code = key.removeprefix(MARK_KEY).partition(":")
    so, untested = {*picked.codes} - {code}, {*picked.untested} - {code}
    {SO: so, UNTESTED: untested}.get(way, set()).add(code)
    return order_selected(fact, so, untested)


def tell_picked(fact: SeveralFact, picked: Selected) -> Paragraph:
    """Returns what is said above the question once an option was tapped: what is selected so far."""
    said = phrases.SELECTED_SO_FAR.format(answer=word_answer(fact, picked), done=phrases.SELECTED_LABEL)
    return Paragraph(phrases.SELECTED_NOTHING if picked == NOTHING else said, passing=True)


def make_mark_key(way: str, code: str) -> str:
    """Returns the key that makes an option what `way` says."""
    return f"{MARK_KEY}{way}:{code}"


def make_these_key(answer: Selected) -> str:
    """Returns the key that gives an answer as a whole."""
    return f"{THESE_KEY}{','.join(answer.codes)};{','.join(answer.untested)}"


def read_these_key(key: str) -> Selected:
    """Returns the answer that a key gives as a whole."""
    so, _, untested = key.removeprefix(THESE_KEY).partition(";")
    return Selected(_split(so), _split(untested))


def is_possible(fact: SeveralFact, answer: Selected) -> bool:
    """Says whether a fact can have this answer: its own options, each once, in their order."""
    is_once = set(answer.codes).isdisjoint(answer.untested)
    may_be_untested = fact.not_tested is not None or not answer.untested
    return is_once and may_be_untested and order_selected(fact, answer.codes, answer.untested) == answer


def _make_mark_button(fact: SeveralFact, picked: Selected, code: str) -> Button:
    label = get_option_label(fact, code)
    if code in picked.codes:
        follows = OFF if fact.not_tested is None else UNTESTED
        return Button(phrases.SELECTED_OPTION_LABEL.format(label=label), make_mark_key(follows, code))
    if code in picked.untested:
        return Button(name_untested(fact, label), make_mark_key(OFF, code))
    return Button(label, make_mark_key(SO, code))


def _split(codes: str) -> tuple[str, ...]:
    return tuple(codes.split(",")) if codes else ()
