"""All buttons of a question by their whole labels, where a chat shows them in pages, or cuts them to a phone's width.

A script names a button as the dialogue does, whatever it is played through.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace

from bot.channels.handling.phrases import NEXT_PAGE, PREVIOUS_PAGE
from bot.channels.telegram.delivery.buttons import CUT, cut_labels
from dialogs.conversation.messages import Button, Message

TurnPage = Callable[[Button], Sequence[Button]]
"""Taps a button that leads to another page, and returns what stands there then."""


def collect_buttons(shown: Sequence[Button], turn_page: TurnPage) -> list[Button]:
    """Returns the buttons of all pages, the first of which is shown, without those that turn a page."""
    buttons = list(shown)
    while _leads(buttons[-1], NEXT_PAGE):
        more = turn_page(buttons.pop())
        buttons += [each for each in more if not _leads(each, PREVIOUS_PAGE)]
    return buttons


def is_cut(button: Button) -> bool:
    """Says whether a button may have lost the end of its label."""
    return CUT in button.label


def restore_labels(message: Message, buttons: Sequence[Button], whole: Sequence[Button]) -> Message:
    """Returns a message with its `buttons`. Where they are `whole` ones that were cut, they get their labels back."""
    message = replace(message, buttons=tuple(buttons))
    if [each.label for each in buttons] != [each.label for each in cut_labels(tuple(whole))]:
        return message
    restored = (replace(button, label=each.label) for button, each in zip(buttons, whole, strict=True))
    return replace(message, buttons=tuple(restored))


def _leads(button: Button, to_page: str) -> bool:
    return button.label.startswith(to_page.partition("{")[0])
