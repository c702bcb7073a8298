"""What must not be said, offered, or stand in the turn: whether it is there, and how that is told."""

from collections.abc import Sequence

from dialogs.conversation.messages import Message
from dialogs.testing.scripts.format.blocks import NegatedExpectation
from dialogs.testing.scripts.format.lines import format_buttons, format_path
from dialogs.testing.scripts.playing.lookup import find_value

REMEDY = "if it may be, remove the line"


def find_unwanted(negated: NegatedExpectation, message: Message, view: object) -> tuple[str, ...]:
    """Returns what is there though it must not be: pieces of the message, labels, or the value at a path."""
    if negated.word == "TEXT_CONTAINS_ANY":
        return tuple(piece for piece in negated.values if piece in message.text)
    if negated.word == "BUTTONS":
        labels = dict.fromkeys(button.label for button in message.buttons)
        return tuple(label for label in labels if label in negated.values or not negated.values)
    path, *values = negated.values
    value = find_value(path, view)
    return () if value is None or value not in (values or [value]) else (value,)


def describe_unwanted(negated: NegatedExpectation, unwanted: Sequence[str], message: Message) -> str:
    """Returns the sentence about what is there though it must not be."""
    if negated.word == "TEXT_CONTAINS_ANY":
        what = f"{', '.join(f'“{piece}”' for piece in unwanted)} must not be said, but the bot said “{message.text}”"
    elif negated.word == "BUTTONS":
        labels = ", ".join(f"'{label}'" for label in unwanted)
        which = f"the button{'' if len(unwanted) == 1 else 's'} {labels}" if negated.values else "no button"
        must = f"{which} must{' not' if negated.values else ''} be offered"
        what = f"{must}, but there are {', '.join(button.label for button in message.buttons)}"
    elif len(negated.values) > 1:
        what = f"{negated.values[0]} must not be '{negated.values[1]}', but it is"
    else:
        what = f"{negated.values[0]} must lead nowhere, but it is '{unwanted[0]}'"
    return f"{what}; {REMEDY}"


def format_unwanted(negated: NegatedExpectation, unwanted: Sequence[str], message: Message) -> list[str]:
    """Returns what came, as a script would expect it: the lines with the pieces, the buttons, or the value."""
    if negated.word == "TEXT_CONTAINS_ANY":
        return [line for line in message.text.split("\n") if any(piece in line for piece in unwanted)]
    if negated.word == "BUTTONS":
        return format_buttons(button.label for button in message.buttons)
    return [format_path(negated.values[0], unwanted[0])]
