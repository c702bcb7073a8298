"""Editing and deleting: what a bot may change afterwards, and in which words it is refused (as in messages)."""

from bot.workbench.telegram_standin.bots import Bot
from bot.workbench.telegram_standin.call import Call
from bot.workbench.telegram_standin.chats import ChatEvent, ChatMessage
from bot.workbench.telegram_standin.entities import Formatted
from bot.workbench.telegram_standin.keyboards import Keyboard, list_labels, read_keyboard
from bot.workbench.telegram_standin.messages import find_chat, note, read_text, writable_chat
from bot.workbench.telegram_standin.refusal import make_bad_request
from bot.workbench.telegram_standin.world import World

DELETABLE_SECONDS = 48 * 3600
NOT_MODIFIED = (
    "message is not modified: specified new message content and reply markup are exactly the same as a current content "
    "and reply markup of the message"
)


def own_message(bot: Bot, call: Call) -> ChatMessage:
    """Returns the message that a call wants to edit."""
    chat = writable_chat(bot, call)
    if not call.text("message_id"):
        raise make_bad_request("message identifier is not specified")
    message = chat.messages.get(call.integer("message_id", 0))
    if message is None or message.is_deleted:
        raise make_bad_request("message to edit not found")
    if message.sender is not bot.account:
        raise make_bad_request("message can't be edited")
    return message


def edit_text(world: World, bot: Bot, call: Call) -> object:
    """Answers editMessageText; without a keyboard in the call the message loses the one that it had."""
    content, keyboard = read_text(call), read_keyboard(call)
    message = own_message(bot, call)
    if message.file is not None:
        raise make_bad_request("there is no text in the message to edit")
    return edit(world, bot, message, content, keyboard).as_json()


def edit_keyboard(world: World, bot: Bot, call: Call) -> object:
    """Answers editMessageReplyMarkup."""
    keyboard = read_keyboard(call)
    message = own_message(bot, call)
    return edit(world, bot, message, message.content, keyboard).as_json()


def edit(world: World, bot: Bot, message: ChatMessage, content: Formatted, keyboard: Keyboard | None) -> ChatMessage:
    """Changes a message, unless it would stay as it is."""
    if content == message.content and keyboard == message.keyboard:
        raise make_bad_request(NOT_MODIFIED)
    if content != message.content:
        message.former.append(message.content)
    if keyboard and keyboard != message.keyboard:
        message.keyboards.append(keyboard)
    message.content, message.keyboard, message.edited = content, keyboard, int(world.clock.now())
    note(world, bot, message.chat, ChatEvent(0, "", "edited", message.id, content.text, list_labels(keyboard)))
    return message


def delete_message(world: World, bot: Bot, call: Call) -> object:
    """Answers deleteMessage.

    A message can be deleted for 48 hours; in private chats those of the person too
    (core.telegram.org/bots/api#deletemessage). In groups the bot is no administrator here.
    """
    chat = find_chat(bot, call)
    message = chat.messages.get(call.integer("message_id", 0))
    if message is None or message.is_deleted:
        raise make_bad_request("message to delete not found")
    if chat.person is None and message.sender is not bot.account:
        raise make_bad_request("message can't be deleted")
    if world.clock.now() - message.date >= DELETABLE_SECONDS:
        raise make_bad_request("message can't be deleted for everyone")
    message.is_deleted = True
    note(world, bot, chat, ChatEvent(0, "", "deleted", message.id))
    return True
