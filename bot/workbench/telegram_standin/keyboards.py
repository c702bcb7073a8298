"""Inline keyboards: the buttons under a message.

A button carries 1 to 64 bytes of callback data (core.telegram.org/bots/api#inlinekeyboardbutton). A row holds 8
buttons, and a keyboard 100. That is not documented, but the service shows it (python-telegram-bot's
InlineKeyboardMarkupLimit). The real server drops buttons beyond its limits, and buttons without text, and says nothing
(tdlib, ReplyMarkup.cpp). The stand-in refuses them.

A whole keyboard holds about 10 kB, which is not documented either. More was refused as "reply markup is too long"
(github.com/tginfo/Telegram-Limits, issue 187). So were 99 buttons that come to 9,641 bytes of JSON
(github.com/python-telegram-bot/python-telegram-bot, issue 5104). The stand-in takes a little less than that.
"""

from typing import Any

import orjson

from bot.workbench.telegram_standin.call import Call
from bot.workbench.telegram_standin.refusal import make_bad_request

Keyboard = list[list[dict[str, Any]]]

IN_A_ROW, IN_ALL, DATA_BYTES, COPIED = 8, 100, 64, 256
KEYBOARD_BYTES = 9_600
ACTIONS = (
    "callback_data", "url", "web_app", "login_url", "switch_inline_query", "switch_inline_query_current_chat",
    "switch_inline_query_chosen_chat", "copy_text", "callback_game", "pay",
)  # fmt: skip


def read_keyboard(call: Call) -> Keyboard | None:
    """Returns a call's inline keyboard, or None where there is none; other kinds of reply markup are not kept."""
    markup = call.value("reply_markup")
    if markup is None:
        return None
    if not isinstance(markup, dict):
        raise make_bad_request("Object expected as reply markup")
    if "inline_keyboard" not in markup:
        return None
    rows = markup["inline_keyboard"]
    if not isinstance(rows, list):
        raise make_bad_request('Field "inline_keyboard" must be of type Array')
    for row in rows:
        if not isinstance(row, list):
            raise make_bad_request('Field "inline_keyboard" must be an Array of Arrays')
        for button in row:
            check_button(button)
    is_long = sum(map(len, rows)) > IN_ALL or any(len(row) > IN_A_ROW for row in rows)
    if is_long or len(orjson.dumps(markup)) > KEYBOARD_BYTES:
        raise make_bad_request("Reply markup is too long")
    return [row for row in rows if row] or None


def check_button(button: Any) -> None:
    """Refuses a button that Telegram would refuse or drop."""
    if not isinstance(button, dict):
        raise make_bad_request("Can't parse inline keyboard button: InlineKeyboardButton must be an Object")
    if "text" not in button:
        raise make_bad_request("Can't parse inline keyboard button: Can't find field \"text\"")
    if not isinstance(button["text"], str):
        raise make_bad_request('Can\'t parse inline keyboard button: Field "text" must be of type String')
    if not button["text"].strip():
        raise make_bad_request("Inline keyboard button text must be non-empty")
    if all(button.get(action) in (None, "") for action in ACTIONS):
        raise make_bad_request("Can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard")
    if len(str(button.get("callback_data", "")).encode("utf-8", "surrogatepass")) > DATA_BYTES:
        raise make_bad_request("BUTTON_DATA_INVALID")
    if (url := button.get("url")) and not str(url).startswith(("http://", "https://", "tg://")):
        raise make_bad_request(f"Inline keyboard button URL '{url}' is invalid: Wrong HTTP URL")
    if (copied := button.get("copy_text")) is not None and not _is_copied(copied):
        raise make_bad_request("BUTTON_COPY_TEXT_INVALID")
    if "pay" in button or "callback_game" in button:
        raise make_bad_request("BUTTON_TYPE_INVALID")


def _is_copied(copied: Any) -> bool:
    """Says whether a button may copy this: 1 to 256 characters (core.telegram.org/bots/api#copytextbutton)."""
    text = copied.get("text") if isinstance(copied, dict) else None
    return isinstance(text, str) and 0 < len(text) <= COPIED


def list_labels(keyboard: Keyboard | None) -> list[list[str]]:
    """Returns what stands on the buttons, row by row."""
    return [[str(button["text"]) for button in row] for row in keyboard or []]
