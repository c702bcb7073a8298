"""Reporting an inaccuracy by choice alone: where no text is taken, no word about a patient can be stored."""

from collections.abc import Mapping

from bot import phrases
from bot.config.output import format_until
from bot.session.chat_state import SessionReply
from bot.session.menus import LEFT_INACCURACY
from bot.session.requests import SessionRequest
from bot.session.session import Session
from dialogs.conversation.blocks import Section
from dialogs.conversation.dialogue import Dialogue
from dialogs.conversation.messages import Button, Message, make_menu
from dialogs.conversation.pages import make_inaccuracy_page
from dialogs.conversation.state_machine import find_fact
from dialogs.definition import small_words
from dialogs.definition.wording import say
from storage.features.inaccuracies import Inaccuracies, Inaccuracy
from storage.unit_of_work.unit_of_work import UnitOfWork

BETWEEN = "/"
"""Stands between what was chosen: a part, one item of it, what is the matter."""

ALL_CHOSEN = 3


def answer_inaccuracy(session: Session, chosen: str, role: str) -> SessionReply:
    """Takes an inaccuracy by choice, one step after the other; where an address is listed, it is told instead."""
    dialogue = session.dialogue
    if dialogue.contacts.inaccuracies is not None:
        session.asides = (*session.asides, Section("", make_inaccuracy_page(dialogue.trial, dialogue.contacts)))
        return session.show_again()
    choice = make_next_choice(dialogue, chosen, _find_open_fact(session))
    if choice is not None:
        return session.show_menu(choice)
    return session.show_again(report(session.uow, dialogue, chosen, role))


def ask_once_more(session: Session, offered: str) -> Message:
    """Returns the choice that offers, among others, what is `offered`."""
    before = BETWEEN.join(offered.split(BETWEEN)[:-1])
    choice = make_next_choice(session.dialogue, before, _find_open_fact(session))
    assert choice is not None, "what was offered was not the last step"
    return choice


def make_next_choice(dialogue: Dialogue, chosen: str, open_fact: str | None) -> Message | None:
    """Returns what is to be chosen next, or None where all is chosen.

    `open_fact` is that of the open question, which is offered first.

    What this trial does not have, such as a fact of an earlier definition, is to be chosen anew.
    """
    steps = _split_steps(dialogue, chosen)
    if len(steps) == ALL_CHOSEN:
        return None
    if len(steps) > 1:
        return _make_menu(
            phrases.INACCURACY_FAULT.format(about=_describe_steps(dialogue, steps)), steps, phrases.INACCURACY_FAULTS
        )
    if steps:
        return _make_menu(phrases.INACCURACY_ITEM, steps, _list_items(dialogue)[steps[0]])
    here: dict[str, str] = {}
    if open_fact is not None:
        name = _list_items(dialogue)["question"][open_fact]
        here[f"question{BETWEEN}{open_fact}"] = phrases.INACCURACY_OPEN.format(name=name)
    return _make_menu(phrases.INACCURACY_PART, steps, here | phrases.INACCURACY_PARTS)


def report(uow: UnitOfWork, dialogue: Dialogue, chosen: str, role: str) -> str:
    """Keeps what was chosen, and returns what to say."""
    steps = _split_steps(dialogue, chosen)
    part, item, fault = steps
    trial = dialogue.trial
    until = Inaccuracies(uow).report(Inaccuracy(trial.id, trial.definition.version, f"{part} {item}", fault), role)
    if until is not None:
        return phrases.INACCURACY_TOO_MANY.format(until=format_until(until, uow.now))
    return phrases.REPORTED.format(about=_describe_steps(dialogue, steps), fault=phrases.INACCURACY_FAULTS[fault])


def _find_open_fact(session: Session) -> str | None:
    return None if session.open is None else find_fact(session.open.state)


def _split_steps(dialogue: Dialogue, chosen: str) -> list[str]:
    """Returns what was chosen, one thing after the other; nothing where this trial does not have it."""
    steps = chosen.split(BETWEEN) if chosen else []
    of = (phrases.INACCURACY_PARTS, _list_items(dialogue).get(steps[0], {}) if steps else {}, phrases.INACCURACY_FAULTS)
    return steps if all(step in there for step, there in zip(steps, of, strict=False)) else []


def _list_items(dialogue: Dialogue) -> dict[str, Mapping[str, str]]:
    definition = dialogue.trial.definition
    return {
        "question": {fact_id: say(fact.name) for fact_id, fact in definition.facts.items()},
        "criterion": {
            criterion_id: phrases.INACCURACY_CRITERION.format(id=criterion_id, name=say(criterion.name))
            for criterion_id, criterion in definition.criteria.items()
        },
        "verdict": {determination_id: say(each.name) for determination_id, each in definition.determinations.items()},
        "page": phrases.INACCURACY_PAGES,
    }


def _describe_steps(dialogue: Dialogue, steps: list[str]) -> str:
    part, item = steps[:2]
    return small_words.NAMED.format(name=phrases.INACCURACY_PARTS[part], value=_list_items(dialogue)[part][item])


def _make_menu(text: str, steps: list[str], offered: Mapping[str, str]) -> Message:
    choices = (
        Button(label, f"{SessionRequest.INACCURATE.value}:{BETWEEN.join([*steps, step])}")
        for step, label in offered.items()
    )
    buttons = (*choices, _NOTHING)
    return make_menu(text, buttons)


_NOTHING = Button(phrases.INACCURACY_NOTHING_LABEL, f"{SessionRequest.STAY.value}:{LEFT_INACCURACY}")
