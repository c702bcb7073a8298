"""What a person sees of a turn in their chat: messages as they were posted, each with its kind."""

from collections.abc import Iterable, Iterator

from bot.workbench.telegram_standin.chats import ChatMessage as Shown
from dialogs.conversation.blocks import Paragraph
from dialogs.conversation.messages import Button, Message, MessageKind


def join_pieces(shown: Iterable[Shown], ends: dict[int, MessageKind]) -> Iterator[Message]:
    """Yields messages as they were posted: a long one comes in pieces, the last of which is one of `ends`.

    A message's number is Telegram's, and a button's key is what it carries.
    """
    pieces: list[Shown] = []
    for each in shown:
        pieces.append(each)
        if each.id in ends:
            buttons = tuple(Button(button["text"], button["callback_data"]) for button in each.buttons())
            text = "\n\n".join(piece.text for piece in pieces)
            yield Message(ends[each.id], (Paragraph(text),), buttons, each.id)
            pieces = []
