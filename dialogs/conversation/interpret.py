"""Finds out what an event means for the open question. It changes nothing."""

from datetime import date

from dialogs import phrases
from dialogs.conversation.ask_backs import (
    YesNoReply,
    find_chosen_offer,
    is_keeping,
    is_unasked,
    keeps_parts,
    read_reply_to_offers,
    split_leading_reply,
)
from dialogs.conversation.choice_words import apply_yes_no, find_leaving_key, refuse_choice
from dialogs.conversation.choices import find_key
from dialogs.conversation.commands import Command, parse_command
from dialogs.conversation.earlier_options import keep_options
from dialogs.conversation.held_parts import is_over, list_earlier_parts
from dialogs.conversation.interpretation import Chosen, CommandRequest, Interpretation, Unfit
from dialogs.conversation.note_interpreting import LEAST_SIGNS, NoteInterpreter
from dialogs.conversation.note_place import look_through
from dialogs.conversation.questions import KEEP_KEY, OFFER_KEY
from dialogs.conversation.render import View
from dialogs.conversation.repeats import doubt_repeated
from dialogs.conversation.screening import Doubt, Event, Said, Screening, Tapped
from dialogs.conversation.selecting_words import find_selection_key, read_form, weigh_selection
from dialogs.conversation.stale import refuse_stale
from dialogs.conversation.state_machine import find_fact
from dialogs.definition.facts import Fact, SeveralFact
from dialogs.reading import AskBackReading, Misread, Read, make_sentence, read

_LONGEST_COMMAND = 60


class Interpreter:
    """Interprets what people say and tap in the screenings of one trial."""

    def __init__(self, view: View, notes: NoteInterpreter) -> None:
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
            return Unfit(refuse_stale(self.view, screening, tap.number), refused=True)
        if tap.key in {button.key for button in self.view.make_buttons(screening)}:
            return Chosen(tap.key)
        return read_form(self.facts, screening, tap.key) or Unfit(phrases.STALE_BUTTON, refused=True)

    def _interpret_text(self, screening: Screening, said: Said, today: date) -> Interpretation:
        text = said.text.strip()
        asked, place = _parse_command(text) if text.startswith("/") else None, said.replies_to
        is_elsewhere = place is not None and place != screening.number
        if asked is not None and not (is_elsewhere and asked[0] is Command.BACK):  # back is from where a person stands
            return CommandRequest(*asked)
        if place is not None and is_elsewhere:
            told = refuse_stale(self.view, screening, place) if 0 < place <= screening.number else phrases.NO_QUESTION
            return Unfit(told, refused=True)
        if said.last_seen is not None and said.last_seen != screening.number:
            words = phrases.UNSEEN, phrases.UNSEEN_ANSWERED
            return Unfit(refuse_stale(self.view, screening, said.last_seen, words), refused=True)
        if "note" in text[:6].casefold() and (named := self.notes.read_named(screening, text, today)) is not None:
            return named
        meant = self._interpret_words(screening, said, text, today)
        is_short = isinstance(meant, Chosen | Read) and sum(map(text.count, " ,;\n")) < LEAST_SIGNS
        if is_short or text.startswith("/"):
            return meant
        return self.notes.weigh(screening, text, meant, today)

    def _interpret_words(self, screening: Screening, said: Said, text: str, today: date) -> Interpretation:
        """Returns what a text means to what stands open: a choice, a command, or an answer."""
        asked = _parse_command(text)
        place = screening if screening.note is None else look_through(screening)
        fact = find_fact(place.state)
        doubt = place.doubt if place.menu is None and not text.startswith("/") else None
        reply = YesNoReply.OTHER if doubt is None or fact is None else read_reply_to_offers(self.facts[fact], text)
        if doubt is not None and reply is not YesNoReply.OTHER:
            return apply_yes_no(doubt, reply)
        buttons = self.view.make_buttons(screening)
        is_number = said.sees_numbers and text.isdigit()
        numbered = self.view.count_numbered(screening, buttons) if is_number else 0
        key = find_key(buttons, text, numbered=numbered) or find_leaving_key(screening, text)
        if key is None and fact is not None and place.menu is None:
            key = self._find_named_key(fact, place, text, today, numbers=said.sees_numbers)
        if key is not None:
            return doubt_repeated(screening, said, Chosen(key))
        if fact is None or place.menu is not None or text.startswith("/"):
            return refuse_choice(self.view, screening, text, said.labels) if asked is None else CommandRequest(*asked)
        meant = self._interpret_answer(self.facts[fact], doubt, text, today)
        if place.picked.codes or place.picked.untested:
            meant = weigh_selection(self.facts[fact], place.picked, meant)
        if asked is not None and isinstance(meant, Unfit):
            return CommandRequest(*asked)
        return doubt_repeated(screening, said, meant)

    def _find_named_key(self, fact: str, place: Screening, text: str, today: date, *, numbers: bool) -> str | None:
        """Returns the key of what a text names in the question's own words: 'keep', or an offer such as 'weeks'."""
        asked = self.facts[fact]
        if place.doubt is not None:
            offer = find_chosen_offer(asked, place.doubt, text, today)
            return None if offer is None else f"{OFFER_KEY}{offer}"
        if isinstance(asked, SeveralFact):
            has_numbers = numbers and self.view.questions[fact].numbered
            if key := find_selection_key(asked, place.picked, text, has_numbers=has_numbers):
                return key
        recorded = place.answers.get(fact)
        return KEEP_KEY if recorded is not None and is_keeping(asked, recorded, text, today) else None

    def _interpret_answer(self, fact: Fact, doubt: Doubt | None, text: str, today: date) -> Interpretation:
        """Returns what a text means that is no choice.

        Under an ask-back it may say yes or no and go on: 'no, germline', 'no live vaccine'. The yes or no itself never
        becomes the answer. What cannot be read without it leaves the ask-back open; so does an offer after a no.
        """
        if doubt is None or keeps_parts(doubt) or (begun := split_leading_reply(fact, text)) is None:
            return self._read(fact, doubt, text, today)
        is_no = begun.reply is YesNoReply.NO
        meant = self._read(fact, doubt, text if is_no and not begun.parted else begun.rest, today)
        if is_no and isinstance(meant, Read) and doubt.offers == (meant.answer,):
            return Doubt("named", doubt.offers, doubt.kept)
        return Unfit(phrases.YES_OR_NO_ALONE) if isinstance(meant, Unfit) else meant

    def _read(self, fact: Fact, doubt: Doubt | None, text: str, today: date) -> Interpretation:
        if not any(each.isprintable() and not each.isspace() for each in text):
            return Unfit(phrases.NOTHING_SAID)
        reading = read(fact, text, today, () if doubt is None else list_earlier_parts(fact, doubt))
        if doubt is not None and isinstance(fact, SeveralFact):
            reading = keep_options(fact, doubt, text, reading)
        if isinstance(reading, Misread):
            return Unfit(make_sentence(fact, reading), reopens=doubt is not None and is_over(fact, doubt, reading))
        if isinstance(reading, AskBackReading):
            return Doubt(reading.reason, reading.offers, reading.coded)
        is_other = doubt is not None and is_unasked(fact, doubt, text, reading)
        return Doubt("named", (reading.answer,), reading.coded) if is_other else reading


def _parse_command(text: str) -> tuple[Command, str] | None:
    return parse_command(text) if len(text) <= _LONGEST_COMMAND else None
