"""A message as a channel can show it: buttons are written out where there are none, and what folds is opened."""

from dataclasses import replace

from bot.channels.contract import ChannelAbilities
from dialogs.conversation.blocks import Block, Paragraph, Section
from dialogs.conversation.messages import Message


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
