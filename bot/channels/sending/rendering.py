"""A message in the form that its channel shows. Files are made, and what the channel cannot do is put otherwise.

Buttons are written out where there are none, and what folds is opened.
"""

import logging
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace
from enum import Enum, auto
from typing import Any

from bot import phrases
from bot.channels.abilities import ChannelAbilities
from bot.channels.contract import SendingChannel
from bot.documents.file_maker import MadeFile
from bot.documents.forms import KINDS
from bot.observability.metrics import Metrics
from dialogs.conversation.blocks import Block, Paragraph, Section
from dialogs.conversation.messages import NOTHING, Message
from storage.model.file_request import FileOrder
from storage.model.stored import Outgoing

Make = Callable[[FileOrder], Awaitable[MadeFile]]
"""Makes a file, or says in a sentence why there is none. What it raises may pass, and is tried again."""

_log = logging.getLogger(__name__)


async def make_none(order: FileOrder) -> str:
    """Says that a file cannot be made: what a sender does that has no other maker."""
    return phrases.FILE_NOT_MADE.format(what=phrases.FILE_NAMES[KINDS[order.form]])


class Way(Enum):
    """How a message is shown: as it is, or plainly where that is never taken, or a sentence in its place."""

    AS_IT_IS = auto()
    PLAINLY = auto()
    INSTEAD = auto()


class MessageRendering:
    """Renders messages for a channel. What cannot be rendered, by a fault of ours, is counted, and told in its place.

    It would be the same at each attempt.
    """

    def __init__(self, channel: SendingChannel[Any], metrics: Metrics, make: Make) -> None:
        self.channel, self.metrics, self.make = channel, metrics, make

    async def render(self, outgoing: Outgoing, way: Way) -> Sequence[Any] | None:
        """Returns what is sent for a message, in order; None where it cannot be rendered."""
        if outgoing.order is not None:
            return self.channel.render_file(outgoing, await self.make(outgoing.order))
        try:
            if way is Way.PLAINLY:
                return self.channel.render_plain(replace(outgoing, message=_make_plain(outgoing.message)))
            return self.channel.render(self._fit(outgoing))
        except Exception as fault:  # noqa: BLE001 - its text could hold an answer
            self._note_fault("a message", fault)
            return None

    def render_instead(self, outgoing: Outgoing) -> Sequence[Any]:
        """Returns the sentence that takes the place of what cannot be shown, with the number that the log names."""
        return self.channel.render_file(outgoing, describe_missing(outgoing))

    def render_edit(self, outgoing: Outgoing) -> Any:
        """Returns what takes the place of an earlier message. Of one that cannot be rendered only the buttons go."""
        try:
            return self.channel.render_edit(self._fit(outgoing))
        except Exception as fault:  # noqa: BLE001 - its text could hold an answer
            self._note_fault("an edit", fault)
            return self.render_bare(outgoing)

    def render_bare(self, outgoing: Outgoing) -> Any:
        """Returns an edit that takes the buttons of a message, and leaves its text."""
        return self.channel.render_edit(replace(outgoing, message=NOTHING))

    def _fit(self, outgoing: Outgoing) -> Outgoing:
        fitting = fit_message(outgoing.message, self.channel.abilities)
        return outgoing if fitting is outgoing.message else replace(outgoing, message=fitting)

    def _note_fault(self, what: str, fault: Exception) -> None:
        _log.error("%s could not be rendered: %s", what, type(fault).__name__, extra={"fault": fault})
        self.metrics.count_dropped("other")


def describe_missing(outgoing: Outgoing) -> str:
    """Returns the sentence that takes the place of what cannot be shown."""
    if outgoing.order is None:
        return phrases.NOT_SHOWN.format(number=outgoing.id)
    what = phrases.FILE_NAMES[KINDS[outgoing.order.form]]
    return phrases.FILE_NOT_SENT.format(what=what, number=outgoing.id)


def _make_plain(message: Message) -> Message:
    """Returns a message with its buttons written out below it: each can be chosen by its words."""
    if not message.buttons:
        return message
    told = Paragraph(phrases.TYPE_INSTEAD)
    return replace(message, blocks=(*message.blocks, told, _write_out(replace(message, numbered=0))), buttons=())


def fit_message(message: Message, abilities: ChannelAbilities) -> Message:
    """Returns a message as a channel with these abilities can show it."""
    if not abilities.folding and any(map(_is_folded, message.blocks)):
        message = replace(message, blocks=tuple(map(_unfold, message.blocks)))
    if not abilities.buttons and message.buttons:
        message = replace(message, blocks=(*message.blocks, _write_out(message)), buttons=())
    return message


def _is_folded(block: Block) -> bool:
    return isinstance(block, Section) and (block.folded or any(map(_is_folded, block.blocks)))


def _unfold(block: Block) -> Block:
    if not isinstance(block, Section):
        return block
    return replace(block, folded=False, blocks=tuple(map(_unfold, block.blocks)))


def _write_out(message: Message) -> Paragraph:
    """Returns the buttons line by line; those with a number can be chosen by it, the others by their words."""
    lines = (
        f"{number}) {button.label}" if number <= message.numbered else f"[{button.label}]"
        for number, button in enumerate(message.buttons, 1)
    )
    return Paragraph("\n".join(lines))
