"""The methods that the stand-in knows, by name; every other is answered with 404, as the real server answers."""

import re
from collections.abc import Callable

import orjson

from bot.workbench.telegram_standin.bots import Bot
from bot.workbench.telegram_standin.call import Call
from bot.workbench.telegram_standin.chats import ChatEvent
from bot.workbench.telegram_standin.editing import delete_message, edit_keyboard, edit_text
from bot.workbench.telegram_standin.groups import leave_chat
from bot.workbench.telegram_standin.hooking import set_webhook, webhook_info
from bot.workbench.telegram_standin.messages import (
    find_chat,
    note,
    send_document,
    send_message,
    send_photo,
    writable_chat,
)
from bot.workbench.telegram_standin.refusal import make_bad_request
from bot.workbench.telegram_standin.updates import TAP_SECONDS
from bot.workbench.telegram_standin.world import World

Method = Callable[[World, Bot, Call], object]

ACTIONS = frozenset({
    "typing", "upload_photo", "record_video", "upload_video", "record_voice", "upload_voice",
    "upload_document", "choose_sticker",
    "find_location", "record_video_note", "upload_video_note",
})  # fmt: skip
TOO_OLD = "query is too old and response timeout expired or query ID is invalid"


def get_me(world: World, bot: Bot, call: Call) -> object:
    """Answers getMe."""
    flags = {"can_join_groups": True, "can_read_all_group_messages": False, "supports_inline_queries": False}
    return bot.account.as_json() | flags | {"can_connect_to_business": False, "has_main_web_app": False}


def set_commands(world: World, bot: Bot, call: Call) -> object:
    """Answers setMyCommands: at most 100, each name 1 to 32 of a-z, 0-9 and _, each description 1 to 256 characters."""
    commands = call.value("commands")
    if not isinstance(commands, list):
        raise make_bad_request("Can't parse BotCommands: expected an Array")
    if len(commands) > 100:
        raise make_bad_request("BOT_COMMANDS_TOO_MUCH")
    for command in commands:
        if not re.fullmatch(r"/?[a-z0-9_]{1,32}", str(command.get("command", ""))):
            raise make_bad_request("BOT_COMMAND_INVALID")
        if not 0 < len(str(command.get("description", "")).strip()) <= 256:
            raise make_bad_request("BOT_COMMAND_DESCRIPTION_INVALID")
    bot.commands[scope(call)] = commands
    return True


def delete_commands(world: World, bot: Bot, call: Call) -> object:
    """Answers deleteMyCommands: those of a wider scope are shown from then on."""
    bot.commands.pop(scope(call), None)
    return True


def get_commands(world: World, bot: Bot, call: Call) -> object:
    """Answers getMyCommands."""
    return bot.commands.get(scope(call), [])


def scope(call: Call) -> tuple[str, str]:
    """Returns for whom commands are: a scope and a language."""
    given = call.value("scope") or {"type": "default"}
    return orjson.dumps(given, option=orjson.OPT_SORT_KEYS).decode(), call.text("language_code")


def set_description(world: World, bot: Bot, call: Call) -> object:
    """Answers setMyDescription and setMyShortDescription: 512 and 120 characters."""
    name, most = ("short_description", 120) if "short" in call.method else ("description", 512)
    if len(call.text(name)) > most:
        raise make_bad_request(f"bot {name.replace('_', ' ')} is too long")
    bot.described[name, call.text("language_code")] = call.text(name)
    return True


def get_description(world: World, bot: Bot, call: Call) -> object:
    """Answers getMyDescription and getMyShortDescription."""
    name = "short_description" if "short" in call.method else "description"
    return {name: bot.described.get((name, call.text("language_code")), "")}


def get_chat(world: World, bot: Bot, call: Call) -> object:
    """Answers getChat."""
    gifts = dict.fromkeys(
        ("unlimited_gifts", "limited_gifts", "unique_gifts", "premium_subscription", "gifts_from_channels"), False
    )
    return find_chat(bot, call).as_json() | {
        "accent_color_id": 0,
        "max_reaction_count": 11,
        "accepted_gift_types": gifts,
    }


def send_chat_action(world: World, bot: Bot, call: Call) -> object:
    """Answers sendChatAction."""
    writable_chat(bot, call)
    if call.text("action").lower() not in ACTIONS:
        raise make_bad_request("Wrong parameter action in request")
    return True


def answer_tap(world: World, bot: Bot, call: Call) -> object:
    """Answers answerCallbackQuery: once, within 150 seconds, with at most 200 characters."""
    tap = bot.taps.get(call.text("callback_query_id"))
    if tap is None or tap.answer is not None or world.clock.now() - tap.at > TAP_SECONDS:
        raise make_bad_request(TOO_OLD)
    if len(call.text("text")) > 200:
        raise make_bad_request("MESSAGE_TOO_LONG")
    tap.answer, tap.is_alert = call.text("text"), call.flag("show_alert")
    note(world, bot, tap.chat, ChatEvent(0, "", "answered", tap.message, tap.answer))
    return True


METHODS: dict[str, Method] = {
    "getme": get_me, "setmycommands": set_commands, "deletemycommands": delete_commands, "getmycommands": get_commands,
    "setmydescription": set_description, "setmyshortdescription": set_description,
    "getmydescription": get_description, "getmyshortdescription": get_description,
    "getchat": get_chat, "sendmessage": send_message, "senddocument": send_document, "sendphoto": send_photo,
    "editmessagetext": edit_text, "editmessagereplymarkup": edit_keyboard, "deletemessage": delete_message,
    "answercallbackquery": answer_tap, "sendchataction": send_chat_action,
    "leavechat": leave_chat, "setwebhook": set_webhook, "deletewebhook": set_webhook, "getwebhookinfo": webhook_info,
}  # fmt: skip
