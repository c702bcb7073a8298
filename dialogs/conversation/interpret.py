"""What an event means for the question that stands open: a choice, a command, an answer, a doubt, or nothing that fits.

Changes nothing.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from dialogs import phrases
from dialogs.conversation.ask_backs import (
    DOUBLED,
    YesNoReply,
    find_chosen_offer,
    is_keeping,
    is_unasked,
    keeps_parts,
    read_reply_to_offers,
    split_leading_reply,
)
from dialogs.conversation.commands import Command, parse_command
from dialogs.conversation.questions import BACK_KEY, KEEP_KEY, OFFER_KEY, OPTION_KEY, Question, find_missing_answer
from dialogs.conversation.render import View
from dialogs.conversation.screening import Button, Doubt, Event, Menu, Said, Screening, Tapped
from dialogs.conversation.state_machine import find_fact
from dialogs.reading import AskBackReading, Misread, Read, make_sentence, read
from dialogs.rules.answers import Answer, Known

DOUBLE_WITHIN = timedelta(seconds=3)

_UNREAD = frozenset({"not_an_answer", "too_long", "characters", "hidden", "digits"})
"""Reasons for which a text is no answer at all: an ask-back that stands open stays so."""
_LONGEST_COMMAND = 60
_LONGEST_NUMBER = 2


@dataclass(frozen=True, slots=True)
class Chosen:
    """A button that stands open was tapped, or its label or number typed."""

    key: str


@dataclass(frozen=True, slots=True)
class CommandRequest:
    """A command, and the words after it."""

    command: Command
    rest: str


@dataclass(frozen=True, slots=True)
class Unfit:
    """Nothing that fits; `sentence` says what does. With `refused`, it came too late, too early or twice.

    With `reopens`, it was a new text under an ask-back, which is over: the plain question stands open again.
    """

    sentence: str
    refused: bool = False
    reopens: bool = False


Interpretation = Chosen | CommandRequest | Read | Doubt | Unfit


class Interpreter:
    """Hears what people say in the screenings of one trial."""

    def __init__(self, view: View) -> None:
        self.view = view
        self.facts = view.trial.facts

    def interpret(self, screening: Screening, event: Event, today: date) -> Interpretation:
        """Returns what an event means. Dates in a text are held against `today`."""
        return (
            self._interpret_tap(screening, event)
            if isinstance(event, Tapped)
            else self._interpret_text(screening, event, today)
        )

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
        if said.number is not None and said.number != screening.number:
            return Unfit(self._refuse_stale(screening, said.number), refused=True)
        if _is_early(screening, said):
            return Unfit(phrases.TOO_EARLY, refused=True)
        fact = find_fact(screening.state)
        doubt = screening.doubt if screening.menu is None and not text.startswith("/") else None
        reply = YesNoReply.OTHER if doubt is None or fact is None else read_reply_to_offers(self.facts[fact], text)
        if doubt is not None and reply is not YesNoReply.OTHER:
            return _apply_yes_no(doubt, reply)
        buttons = self.view.make_buttons(screening)
        key = _find_key(
            buttons, text, numbered=self.view.count_numbered(screening, buttons) if said.sees_numbers else 0
        )
        if key is None and fact is not None and screening.menu is None:
            key = self._find_named_key(fact, screening, text, today)
        if key is not None:
            return self._doubt_repeated(screening, said, Chosen(key))
        if fact is None or screening.menu is not None or text.startswith("/"):
            return self._refuse_choice(screening, text) if asked is None else CommandRequest(*asked)
        heard = (
            self._read(fact, doubt, text, today)
            if doubt is None
            else self._interpret_under_ask_back(fact, doubt, text, today)
        )
        return (
            CommandRequest(*asked)
            if asked is not None and isinstance(heard, Unfit)
            else self._doubt_repeated(screening, said, heard)
        )

    def _find_named_key(self, fact: str, screening: Screening, text: str, today: date) -> str | None:
        """Returns the key of what a text names in words of the question's own: 'keep', or an offer of its ask-back as 'weeks'."""
        if screening.doubt is not None:
            offer = find_chosen_offer(self.facts[fact], screening.doubt, text, today)
            return None if offer is None else f"{OFFER_KEY}{offer}"
        recorded = screening.answers.get(fact)
        return KEEP_KEY if recorded is not None and is_keeping(self.facts[fact], recorded, text, today) else None

    def _interpret_under_ask_back(self, fact: str, doubt: Doubt, text: str, today: date) -> Interpretation:
        """Returns what a text is under an ask-back.

        It may say yes or no and go on: 'no, germline', 'yes, refused', 'no live vaccine'.

        The yes or no itself never becomes the answer; what cannot be read without it leaves the ask-back open.
        """
        begun = split_leading_reply(self.facts[fact], text)
        if begun is None or keeps_parts(doubt):
            return self._read(fact, doubt, text, today)
        is_denial = begun.reply is YesNoReply.NO and not begun.parted
        heard = self._read(fact, doubt, text if is_denial else begun.rest, today)
        return Unfit(phrases.YES_OR_NO_ALONE) if isinstance(heard, Unfit) else heard

    def _refuse_choice(self, screening: Screening, text: str) -> Interpretation:
        if text.startswith("/"):
            return Unfit(phrases.NO_COMMAND)
        if screening.menu is Menu.CHANGE:
            return CommandRequest(Command.CHANGE, text)
        labels = ", ".join(button.label for button in self.view.make_buttons(screening))
        return Unfit(phrases.CHOOSE.format(labels=labels))

    def _read(self, fact: str, doubt: Doubt | None, text: str, today: date) -> Interpretation:
        if not any(each.isprintable() and not each.isspace() for each in text):
            return Unfit(phrases.NOTHING_SAID)
        reading = read(self.facts[fact], text, today, () if doubt is None else doubt.kept)
        if isinstance(reading, Misread):
            is_over = doubt is not None and reading.reason not in _UNREAD and not keeps_parts(doubt)
            return Unfit(make_sentence(self.facts[fact], reading), reopens=is_over)
        if isinstance(reading, AskBackReading):
            return Doubt(reading.reason, reading.offers, reading.coded)
        if doubt is not None and is_unasked(self.facts[fact], doubt, text, reading):
            return Doubt("named", (reading.answer,))
        return reading

    def _doubt_repeated(self, screening: Screening, said: Said, heard: Interpretation) -> Interpretation:
        """Returns `heard`, or a doubt: the text was sent within three seconds of the last answer, and would have been that answer too."""
        answer = heard.answer if isinstance(heard, Read) else _find_answer(heard)
        last = screening.taken
        if (
            answer is None
            or last is None
            or said.sent_at is None
            or screening.taken_at is None
            or screening.doubt is not None
        ):
            return heard
        if said.sent_at - screening.taken_at > DOUBLE_WITHIN:
            return heard
        is_same = self._read_answer(last, said.text, screening.taken_at.date()) == screening.answers.get(last)
        return Doubt(DOUBLED, (answer,)) if is_same else heard

    def _read_answer(self, fact: str, text: str, today: date) -> Answer | None:
        """Returns the answer that a text would be to a question."""
        question: Question = self.view.questions[fact]
        buttons = question.make_buttons(recorded=None, can_go_back=False)
        key = _find_key(buttons, text.strip(), numbered=len(buttons) if question.numbered else 0)
        if key is not None:
            return _find_answer(Chosen(key))
        reading = read(self.facts[fact], text, today)
        return reading.answer if isinstance(reading, Read) else None


def _apply_yes_no(doubt: Doubt, reply: YesNoReply) -> Interpretation:
    """Returns what a yes or a no is to an ask-back: with one offer it takes or refuses that, else it chooses nothing."""
    if len(doubt.offers) != 1 or reply is YesNoReply.BOTH:
        return Unfit(phrases.CHOOSES_NOTHING)
    return Chosen(BACK_KEY if reply is YesNoReply.NO else f"{OFFER_KEY}0")


def _find_answer(heard: Interpretation) -> Answer | None:
    """Returns the answer that a choice gives by itself: an option, "don't know", or "waiting"."""
    if not isinstance(heard, Chosen):
        return None
    if heard.key.startswith(OPTION_KEY):
        return Known(heard.key.removeprefix(OPTION_KEY))
    return find_missing_answer(heard.key)


def _find_key(buttons: tuple[Button, ...], text: str, *, numbered: int) -> str | None:
    """Returns the key of the button whose label was typed, or whose number, where the first `numbered` buttons show one."""
    typed = text.casefold()
    for button in buttons:
        if button.label.casefold() == typed:
            return button.key
    if len(text) <= _LONGEST_NUMBER and text.isascii() and text.isdigit() and 0 < int(text) <= numbered:
        return buttons[int(text) - 1].key
    return None


def _is_early(screening: Screening, said: Said) -> bool:
    """Says whether a message was sent before the open question was shown.

    Channels count whole seconds, so a tie is in time.
    """
    if said.sent_at is None or screening.asked_at is None:
        return False
    return said.sent_at < screening.asked_at.replace(microsecond=0)
