"""Sending: what a bot may write into a chat, and in which words it is refused.

Descriptions follow Client.cpp of tdlib/telegram-bot-api (fail_query_with_error, check_message) and answers of the real
service.
"""

from bot.workbench.telegram_standin.bots import Bot
from bot.workbench.telegram_standin.call import Call, UploadedFile
from bot.workbench.telegram_standin.chats import Chat, ChatEvent, ChatMessage
from bot.workbench.telegram_standin.entities import Formatted, count_utf16, format_text
from bot.workbench.telegram_standin.keyboards import list_labels, read_keyboard
from bot.workbench.telegram_standin.refusal import make_bad_request, make_refusal
from bot.workbench.telegram_standin.world import World

TEXT, CAPTION = 4096, 1024


def find_chat(bot: Bot, call: Call) -> Chat:
    """Returns the chat that a call names. A person who never wrote to the bot is not found."""
    if not call.text("chat_id"):
        raise make_bad_request("chat_id is empty")
    chat = bot.chats.get(call.integer("chat_id", 0))
    if chat is None or (chat.person is not None and not chat.history):
        raise make_bad_request("chat not found")
    return chat


def writable_chat(bot: Bot, call: Call) -> Chat:
    """Returns the chat that a call names, if the bot may write there."""
    chat = find_chat(bot, call)
    if chat.person is not None and chat.person.is_deactivated:
        raise make_refusal(403, "user is deactivated")
    if chat.is_blocked:
        raise make_refusal(403, "bot was blocked by the user" if chat.person else "bot was kicked from the group chat")
    return chat


def read_text(call: Call) -> Formatted:
    """Returns the text of a message, 1 to 4096 UTF-16 units after its markup is parsed."""
    if not call.text("text"):
        raise make_bad_request("message text is empty")
    content = format_text(call, call.text("text"))
    if not content.text:
        raise make_bad_request("text must be non-empty")
    if count_utf16(content.text) > TEXT:
        raise make_bad_request("message is too long")
    return content


def send_message(world: World, bot: Bot, call: Call) -> object:
    """Answers sendMessage."""
    content = read_text(call)
    return send(world, bot, call, content, None).as_json()


def send_document(world: World, bot: Bot, call: Call) -> object:
    """Answers sendDocument."""
    return send_file(world, bot, call, "document").as_json()


def send_photo(world: World, bot: Bot, call: Call) -> object:
    """Answers sendPhoto."""
    message = send_file(world, bot, call, "photo")
    message.is_photo = True
    return message.as_json()


def send_file(world: World, bot: Bot, call: Call, name: str) -> ChatMessage:
    """Sends an uploaded file; files on Telegram's own servers and on the web do not exist here."""
    attached = call.text(name).removeprefix("attach://") or name
    file = call.files.get(attached)
    if file is None and call.text(name):
        raise make_bad_request("wrong file identifier/HTTP URL specified")
    if file is None:
        raise make_bad_request(f"there is no {name} in the request")
    if not file.content:
        raise make_bad_request("file must be non-empty")
    content = format_text(call, call.text("caption"), "caption_entities")
    if count_utf16(content.text) > CAPTION:
        raise make_bad_request("message caption is too long")
    return send(world, bot, call, content, file)


def send(world: World, bot: Bot, call: Call, content: Formatted, file: UploadedFile | None) -> ChatMessage:
    """Adds a message of the bot to a chat."""
    keyboard = read_keyboard(call)
    chat = writable_chat(bot, call)
    reply = call.value("reply_parameters") or {}
    answered = reply.get("message_id", 0)
    if answered not in chat.messages or chat.messages[answered].is_deleted:
        if answered and not reply.get("allow_sending_without_reply"):
            raise make_bad_request("message to be replied not found")
        answered = 0
    message = chat.add(bot.account, world.clock.now(), content, keyboard)
    message.file, message.reply_to, message.is_protected = file, answered, call.flag("protect_content")
    said = content.text if file is None else f"<{file.name}> {content.text}".rstrip()
    note(world, bot, chat, ChatEvent(0, "", "said", message.id, said, list_labels(keyboard)))
    world.counters.replied(chat.id)
    return message


def note(world: World, bot: Bot, chat: Chat, event: ChatEvent) -> None:
    """Adds what the bot did to a chat's history."""
    event.at, event.who = world.clock.now(), bot.account.name
    chat.history.append(event)
