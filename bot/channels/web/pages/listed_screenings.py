"""The list of somebody's screenings on a page: the button that opens one stands beside its line."""

from collections.abc import Iterable

from bot.session.requests import ParsedRequest, SessionRequest, parse_key
from dialogs.conversation.blocks import Block, Items
from dialogs.conversation.messages import Button
from dialogs.conversation.plain_text import render_plain
from storage.model.codes import format_code


def find_paired(blocks: Iterable[Block], choices: tuple[Button, ...]) -> tuple[Button, ...]:
    """Returns the buttons that open a screening which is listed among blocks."""
    listed = [each for each in blocks if isinstance(each, Items)]
    return tuple(button for items in listed for _, button in pair_entries(items, choices) if button is not None)


def pair_entries(items: Items, choices: tuple[Button, ...]) -> list[tuple[Block, Button | None]]:
    """Returns the entries of a list, each with the button that opens what it is about; None where no button does."""
    return [(each, next((at for at in choices if _is_about(each, at)), None)) for each in items.entries]


def split_label(button: Button) -> tuple[str, str]:
    """Returns the label of a button that opens a screening: what it does, and the code, which its line says too."""
    code = _find_opened(button)
    return button.label.removesuffix(code).strip(), code


def _is_about(entry: Block, button: Button) -> bool:
    code = _find_opened(button)
    return bool(code) and render_plain([entry]).startswith(code)


def _find_opened(button: Button) -> str:
    """Returns the code of the screening that a button opens, as it is shown; empty for any other button."""
    asked = parse_key(button.key)
    is_opening = isinstance(asked, ParsedRequest) and asked.request is SessionRequest.OPEN
    return format_code(asked.subject) if isinstance(asked, ParsedRequest) and is_opening else ""
