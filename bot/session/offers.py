"""What a session offers beneath an end of the dialogue: the report, a handover, another screening.

Nothing of it is remembered: it follows from the open screening, so its buttons work after a restart.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from bot import phrases
from bot.documents.forms import PDF
from bot.session.requests import Request, SessionRequest, parse_key
from dialogs.conversation.buttons import CHANGE, START_OVER
from dialogs.conversation.choices import find_key
from dialogs.conversation.messages import Button, Message
from dialogs.conversation.screening import Event, Said, Screening, Tapped
from dialogs.conversation.state_machine import CONCLUDED, SETTLED, STOPPED

REPORT = Button(phrases.REPORT_LABEL, f"{SessionRequest.FILE.value}:{PDF}")
HAND_OVER = Button(phrases.HAND_OVER_LABEL, SessionRequest.HAND_OVER.value)
ANOTHER = Button(phrases.ANOTHER_LABEL, SessionRequest.NEW.value)

OFFERED = (REPORT, HAND_OVER, ANOTHER)


@dataclass(frozen=True, slots=True)
class Offers:
    """What can be had where a session is held: files, and whether the screening is kept."""

    has_files: bool
    is_kept: bool

    def add_to_buttons(self, screening: Screening, own: tuple[Button, ...]) -> tuple[Button, ...]:
        """Returns the buttons that stand under an open screening, whose `own` are the dialogue's.

        A file and a handover stand before what changes an answer, another screening behind it.
        """
        if screening.menu is not None or screening.state not in ENDS:
            return own
        return tuple(self._interleave(screening, own))

    def add_to_message(self, screening: Screening, message: Message) -> Message:
        """Returns a message of a screening with the session's buttons, where it asks what stands open."""
        if message.number != screening.number or not message.buttons:
            return message
        buttons = self.add_to_buttons(screening, message.buttons)
        return replace(message, buttons=buttons, numbered=len(buttons)) if buttons != message.buttons else message

    def _interleave(self, screening: Screening, own: tuple[Button, ...]) -> Iterator[Button]:
        is_over = screening.state != STOPPED
        files = [REPORT] if self.has_files and is_over else []
        others = [ANOTHER] if self.is_kept else []
        for button in own:
            if button in OFFERED:
                continue
            if button == CHANGE:
                yield from (*files, *([HAND_OVER] if self.is_kept else []), button, *others)
            elif button == START_OVER and CHANGE not in own:
                yield from (*others, button)
            else:
                yield button


def parse_offer(buttons: tuple[Button, ...], event: Event, number: int) -> Request | None:
    """Returns what was chosen of the session's buttons under the open question `number`: by tap, label or number.

    `buttons` are all of that question. What is early or late chooses nothing.
    """
    if isinstance(event, Tapped):
        key = event.key if event.number == number else None
    elif is_current(event, number):
        key = find_key(buttons, event.text, numbered=len(buttons) if event.sees_numbers else 0)
    else:
        key = None
    return parse_key(key) if key is not None and any(key == button.key for button in buttons) else None


def name_choice(buttons: tuple[Button, ...], event: Event) -> Event:
    """Returns an event that says the label of the button whose number was typed, and the labels of all of them.

    That is where the session has buttons there: the dialogue knows its own only.
    """
    if isinstance(event, Tapped) or not any(button in OFFERED for button in buttons):
        return event
    event = replace(event, labels=tuple(button.label for button in buttons))
    if not event.sees_numbers or not event.text.strip().isdecimal():
        return event
    key = find_key(buttons, event.text, numbered=len(buttons))
    label = next((button.label for button in buttons if button.key == key), event.text)
    return replace(event, text=label)


def is_current(said: Said, number: int) -> bool:
    """Says whether a text is for the question `number`, as far as is known: it is not late, and replies to no other."""
    return said.last_seen in (None, number) and said.replies_to in (None, number)


ENDS = (SETTLED, CONCLUDED, STOPPED)
"""The states in which a session offers something."""
