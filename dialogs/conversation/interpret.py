"""Finds out what an event means for the open question. It changes nothing."""

from datetime import date

from dialogs import phrases
from dialogs.conversation.ask_backs import (
    YesNoReply,
    find_chosen_offer,
    is_keeping,
    read_reply_to_offers,
)
from dialogs.conversation.choices import find_key
from dialogs.conversation.commands import Command, parse_command
from dialogs.conversation.interpret_answer import interpret_answer
from dialogs.conversation.interpretation import Chosen, CommandRequest, Interpretation, Unfit
from dialogs.conversation.note_finder import NoteFinder
from dialogs.conversation.note_pages import look_through
from dialogs.conversation.note_words import find_note_key
from dialogs.conversation.questions import BACK_KEY, KEEP_KEY, OFFER_KEY
from dialogs.conversation.render import View
from dialogs.conversation.repeats import doubt_repeated
from dialogs.conversation.screening import Doubt, Event, Menu, Said, Screening, Tapped
from dialogs.conversation.state_machine import find_fact
from dialogs.definition import small_words

_LONGEST_COMMAND = 60


class Interpreter:
    """Interprets what people say and tap in the screenings of one trial."""

    def __init__(self, view: View, notes: NoteFinder) -> None:
        self.view = view
        self.notes = notes
        self.facts = view.trial.facts

    def interpret(self, screening: Screening, event: Event, today: date) -> Interpretation:
        """Returns what an event means. Dates in a text are held against `today`."""
        if isinstance(event, Tapped):
            return self._interpret_tap(screening, event)
        return self._interpret_text(screening, event, today)

    def explain_refusal(self, screening: Screening, tap: Tapped) -> str:
        """Returns why a tap would change nothing, since it comes too late; empty where it counts."""
        meant = self._interpret_tap(screening, tap)
        return meant.sentence if isinstance(meant, Unfit) else ""

    def _interpret_tap(self, screening: Screening, tap: Tapped) -> Interpretation:
        if tap.number != screening.number:
            return Unfit(self._refuse_stale(screening, tap.number), refused=True)
        if tap.key not in {button.key for button in self.view.make_buttons(screening)}:
            return Unfit(phrases.STALE_BUTTON, refused=True)
        return Chosen(tap.key)

    def _refuse_stale(self, screening: Screening, number: int) -> str:
        fact = screening.shown[number - 1] if 0 < number <= screening.number else ""
        if fact not in screening.answers:
            return phrases.STALE_UNANSWERED
        name = self.view.questions[fact].name
        return phrases.STALE.format(name=name, answer=self.view.word_answer(fact, screening.answers[fact]))

    def _interpret_text(self, screening: Screening, said: Said, today: date) -> Interpretation:
        text = said.text.strip()
        asked = parse_command(text) if len(text) <= _LONGEST_COMMAND else None
        if asked is not None and text.startswith("/"):
            return CommandRequest(*asked)
        if said.replies_to is not None and said.replies_to != screening.number:
            is_question = 0 < said.replies_to <= screening.number
            told = self._refuse_stale(screening, said.replies_to) if is_question else phrases.NO_QUESTION
            return Unfit(told, refused=True)
        if said.last_seen is not None and said.last_seen != screening.number:
            return Unfit(phrases.UNSEEN, refused=True)
        if (named := self.notes.read_named(text, today)) is not None:
            return named
        meant = self._interpret_words(screening, said, text, asked, today)
        return meant if text.startswith("/") else self.notes.weigh(text, meant, screening.answers, today)

    def _interpret_words(
        self, screening: Screening, said: Said, text: str, asked: tuple[Command, str] | None, today: date
    ) -> Interpretation:
        """Returns what a text means to what stands open; `asked` is the command that it may be instead."""
        place = look_through(screening)
        fact = find_fact(place.state)
        doubt = place.doubt if place.menu is None and not text.startswith("/") else None
        reply = YesNoReply.OTHER if doubt is None or fact is None else read_reply_to_offers(self.facts[fact], text)
        if doubt is not None and reply is not YesNoReply.OTHER:
            return _apply_yes_no(doubt, reply)
        buttons = self.view.make_buttons(screening)
        is_number = said.sees_numbers and text.isdigit()
        numbered = self.view.count_numbered(screening, buttons) if is_number else 0
        key = find_key(buttons, text, numbered=numbered)
        if key is None and fact is not None and place.menu is None:
            key = self._find_named_key(fact, place, text, today)
        if key is not None:
            return doubt_repeated(screening, said, Chosen(key))
        if fact is None or place.menu is not None or text.startswith("/"):
            return self._refuse_choice(screening, text) if asked is None else CommandRequest(*asked)
        meant = interpret_answer(self.facts[fact], doubt, text, today)
        if asked is not None and isinstance(meant, Unfit):
            return CommandRequest(*asked)
        return doubt_repeated(screening, said, meant)

    def _find_named_key(self, fact: str, screening: Screening, text: str, today: date) -> str | None:
        """Returns the key of what a text names in the question's own words: 'keep', or an offer such as 'weeks'."""
        if screening.doubt is not None:
            offer = find_chosen_offer(self.facts[fact], screening.doubt, text, today)
            return None if offer is None else f"{OFFER_KEY}{offer}"
        recorded = screening.answers.get(fact)
        return KEEP_KEY if recorded is not None and is_keeping(self.facts[fact], recorded, text, today) else None

    def _refuse_choice(self, screening: Screening, text: str) -> Interpretation:
        if text.startswith("/"):
            return Unfit(phrases.NO_COMMAND)
        if screening.menu is Menu.CHANGE:
            return CommandRequest(Command.CHANGE, text)
        if screening.note is not None and (key := find_note_key(self.view.names, screening.note, text)) is not None:
            return Chosen(key)
        labels = small_words.COMMA.join(button.label for button in self.view.make_buttons(screening))
        return Unfit(phrases.CHOOSE.format(labels=labels))


def _apply_yes_no(doubt: Doubt, reply: YesNoReply) -> Interpretation:
    """Returns what a yes or a no means: it takes or refuses a single offer, and chooses none of several."""
    if len(doubt.offers) != 1 or reply is YesNoReply.BOTH:
        return Unfit(phrases.CHOOSES_NOTHING)
    return Chosen(BACK_KEY if reply is YesNoReply.NO else f"{OFFER_KEY}0")
