"""Whether a chat says all of a message: each text of its blocks, in order, whatever signs stand around it."""

from collections.abc import Iterable, Iterator

from dialogs.conversation.blocks import (
    Answered,
    Block,
    Headline,
    Items,
    NoteLine,
    Progress,
    Question,
    Recorded,
    ResultTitle,
    Section,
    Table,
)
from dialogs.conversation.plain_text import render_plain


def says_all(shown: str, blocks: Iterable[Block]) -> bool:
    """Says whether a text holds every text of blocks in their order; blanks and ends of lines do not count."""
    rest = "".join(shown.split())
    for wanted in filter(None, ("".join(each.split()) for each in list_texts(blocks))):
        _, found, rest = rest.partition(wanted)
        if not found:
            return False
    return True


def list_texts(blocks: Iterable[Block]) -> Iterator[str]:
    """Yields the texts of blocks in the order in which they are read."""
    for block in blocks:
        match block:
            case Section(title, inner):
                yield from (title, *list_texts(inner))
            case Items(entries):
                yield from list_texts(entries)
            case Headline(name=name, text=text, details=details):
                yield from (name, text, *details)
            case Table():
                yield from render_plain((block,)).split("\n")
            case _:
                yield from _list_own_texts(block)


def _list_own_texts(block: Block) -> tuple[str, ...]:
    """Returns the texts of a block that holds no others. Of one without a rule here, plain text is the only one."""
    match block:
        case Recorded(name, answer) | Answered(name=name, answer=answer):
            return name, answer
        case NoteLine(name, answer, words):
            return name, answer, words
        case Progress(place, most):
            return str(place), str(most)
        case Question(text=text, help=help_):
            return text, help_
        case ResultTitle(trial, code):
            return trial, code
    return (render_plain((block,)),)
