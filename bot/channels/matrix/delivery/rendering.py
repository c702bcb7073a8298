"""How a message of the outbox looks on Matrix: HTML with the plain text beside it, in parts; and files.

Each part bears a transaction id that follows from the row of the outbox. So a part that is sent again after a crash is
the same event at the homeserver.

Messages are `m.text`. Bots may say `m.notice` instead, and by default an app tells nobody of those
(spec.matrix.org, push rules, `.m.rule.suppress_notices`): who is asked something would not know.
"""

from collections.abc import Callable
from dataclasses import dataclass, field

from bot.channels.matrix.delivery.command_signs import show_commands
from bot.channels.matrix.delivery.html_drawing import write_blocks, write_preformatted
from bot.channels.matrix.delivery.pieces import (
    BYTES_WRITTEN,
    MOST_BYTES,
    MatrixPiece,
    measure,
    split_blocks,
    split_text,
    write_body,
)
from bot.documents.file import DocumentFile, TextTable
from bot.documents.file_maker import MadeFile
from dialogs.conversation.blocks import Paragraph
from dialogs.conversation.messages import Button, Message, find_question
from storage.model.stored import Outgoing

CHANNEL = "matrix"

ADDRESS = f"{CHANNEL}:"
"""How the chats of this channel begin in the outbox; the rest is the person's name, such as @anna:hospital.org."""

LASTING_MOST = 4_000
"""Bytes of what lasts above a question in the same piece, so that its answer can be shown there."""

TABLE_CHARACTERS = MOST_BYTES // BYTES_WRITTEN
"""Of a text that is not split between blocks."""


@dataclass(frozen=True, slots=True)
class MatrixPart:
    """One message: its plain text, and the same as HTML; a file stands in their place."""

    transaction: str
    body: str = field(default="", repr=False)
    html: str = field(default="", repr=False)
    file: DocumentFile | None = field(default=None, repr=False)


class MatrixRendering:
    """What messages look like. See `SendingChannel`. `make_transaction` makes an id of the words that it is given."""

    make_transaction: Callable[[str], str]

    @staticmethod
    def split_buttons(buttons: tuple[Button, ...]) -> list[tuple[Button, ...]]:
        """See `ReceivingChannel`. Choices are written out, however many."""
        return [buttons]

    def render(self, outgoing: Outgoing) -> list[MatrixPart]:
        """See `SendingChannel`."""
        return [
            self._make_part(outgoing, f"as it is {at}", piece)
            for at, piece in enumerate(_split_message(outgoing.message))
        ]

    def render_edit(self, outgoing: Outgoing) -> MatrixPart:
        """See `SendingChannel`: the last part of a text. Without one the part is empty."""
        blocks = _split_message(outgoing.message)[-1] if outgoing.message.blocks else ()
        return self._make_part(outgoing, "edit", blocks)

    def render_plain(self, outgoing: Outgoing) -> list[MatrixPart]:
        """See `SendingChannel`."""
        return [
            MatrixPart(self._name(outgoing, f"plain {at}"), show_commands(text))
            for at, text in enumerate(split_text(outgoing.message.text, TABLE_CHARACTERS))
        ]

    def render_file(self, outgoing: Outgoing, made: MadeFile) -> list[MatrixPart]:
        """See `SendingChannel`."""
        if isinstance(made, DocumentFile):
            return [MatrixPart(self._name(outgoing, "file"), made.caption, file=made)]
        if isinstance(made, TextTable):
            return [
                MatrixPart(self._name(outgoing, f"table {at}"), text, write_preformatted(text))
                for at, text in enumerate(split_text(made.text, TABLE_CHARACTERS))
            ]
        return [self._make_part(outgoing, "instead", (Paragraph(made),))]

    def _make_part(self, outgoing: Outgoing, part: str, blocks: MatrixPiece) -> MatrixPart:
        return MatrixPart(self._name(outgoing, part), write_body(blocks), write_blocks(blocks))

    def _name(self, outgoing: Outgoing, part: str) -> str:
        return self.make_transaction(f"{outgoing.chat} {outgoing.id} {outgoing.turn} {part}")


def _split_message(message: Message) -> list[MatrixPiece]:
    """Returns the blocks of a message in pieces.

    A question below much that lasts has a piece of its own: that one is edited when it is answered.
    """
    at = find_question(message.blocks)
    if at and message.lasting and measure(message.lasting) > LASTING_MOST:
        return [piece for part in (message.blocks[:at], message.blocks[at:]) for piece in split_blocks(part)]
    return split_blocks(message.blocks)
