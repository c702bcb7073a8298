"""What a channel can do. What it cannot is not asked of it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class ChannelAbilities:
    """What a channel can do.

    `edits`: replace a message that it showed. Where it cannot, edits are passed over, and an answered question stays.
    `deletes`: take away what a person wrote. Where it cannot, the person is asked to do it.
    `buttons`: show buttons. Where it cannot, they are written under the text, with numbers that can be typed.
    `folding`: fold a section of a message. Where it cannot, all of it stands open.
    `files`: send files. Where it cannot, the command that makes one is told.
    `receipts`: number what it shows, in one order with what people write. Where it does not, only what an event
    numbered can be edited, and nobody knows what a person had seen when they wrote.
    `toasts`: answer a tap with a line that passes. Where it cannot, a tap that changes nothing is told in a message.
    """

    edits: bool
    deletes: bool
    buttons: bool
    folding: bool
    files: bool
    receipts: bool
    toasts: bool
