"""A text and its entities, as a chat shows them: parsed, checked and trimmed."""

from dataclasses import dataclass
from typing import Any

from bot.workbench.telegram_standin.call import Call
from bot.workbench.telegram_standin.html_markup import parse_html
from bot.workbench.telegram_standin.markdown_markup import parse_markdown
from bot.workbench.telegram_standin.nesting import check_nesting
from bot.workbench.telegram_standin.refusal import Refusal, make_bad_request

Entity = dict[str, Any]

KINDS = frozenset({
    "mention", "hashtag", "cashtag", "bot_command", "url", "email", "phone_number",
    "bold", "italic", "underline", "strikethrough",
    "spoiler", "blockquote", "expandable_blockquote", "code", "pre", "text_link", "text_mention", "custom_emoji",
})  # fmt: skip
NEEDED = {"text_link": "url", "text_mention": "user", "custom_emoji": "custom_emoji_id"}


@dataclass(frozen=True, slots=True)
class Formatted:
    """A text without markup, and its entities; offsets and lengths count UTF-16 units, as everywhere in the Bot API."""

    text: str
    entities: tuple[Entity, ...] = ()


def count_utf16(text: str) -> int:
    """Returns how many UTF-16 units a text takes."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le", "surrogatepass")) // 2


def format_text(call: Call, text: str, entities_argument: str = "entities") -> Formatted:
    """Returns a call's text as it will stand in the chat.

    Client.cpp, get_formatted_text: a parse mode goes before explicit entities. Texts of the faults: tdlib's
    MessageEntity.cpp, and answers of the real service.
    """
    mode = call.text("parse_mode").lower()
    if mode in {"", "none"}:
        found = check_entities(text, call.value(entities_argument))
    elif mode in {"html", "markdownv2"}:
        try:
            text, found = parse_html(text) if mode == "html" else parse_markdown(text)
        except ValueError as fault:
            raise Refusal(400, f"Bad Request: can't parse entities: {fault}") from fault
    elif mode == "markdown":
        raise Refusal(
            501, "Not Implemented: the stand-in does not know the legacy Markdown mode; use HTML or MarkdownV2"
        )
    else:
        raise make_bad_request("Unsupported parse_mode")
    check_nesting(found)
    return trim(text, found)


def check_entities(text: str, given: Any) -> list[Entity]:
    """Returns explicit entities in order, or refuses one that cannot lie in the text."""
    if given is None:
        return []
    if not isinstance(given, list):
        raise make_bad_request("Can't parse entities JSON object: expected an Array")
    bounds = find_boundaries(text)
    for entity in given:
        check(entity, bounds)
    stored = (entity for entity in given if entity["length"])
    return sorted(stored, key=lambda entity: (entity["offset"], -entity["length"]))


def check(entity: Any, bounds: dict[int, int]) -> None:
    """Refuses an entity of an unknown kind, or outside the text, or that begins or ends inside a character."""
    if not isinstance(entity, dict) or entity.get("type") not in KINDS:
        raise make_bad_request("Can't parse MessageEntity: Unsupported type specified")
    needed = NEEDED.get(entity["type"])
    for name in ("offset", "length", *([needed] if needed else [])):
        if name not in entity:
            raise make_bad_request(f"Can't parse MessageEntity: Can't find field \"{name}\"")
    offset, length, end = entity["offset"], entity["length"], max(bounds)
    if offset < 0:
        raise make_bad_request(f"Receive an entity with incorrect offset {offset}")
    if length < 0:
        raise make_bad_request(f"Receive an entity with incorrect length {length}")
    if offset > end:
        raise make_bad_request(f"Entity begins after the end of the text at UTF-16 offset {offset}")
    if offset not in bounds:
        raise make_bad_request(f"Entity begins in a middle of a UTF-16 symbol at byte offset {bounds[offset + 1]}")
    if offset + length > end:
        raise make_bad_request(
            f"Entity beginning at UTF-16 offset {offset} ends after the end of the text at UTF-16 offset"
            f" {offset + length}"
        )
    if offset + length not in bounds:
        place = bounds[offset + length + 1]
        raise make_bad_request(
            f"Entity beginning at UTF-16 offset {offset} ends in a middle of a UTF-16 symbol at byte offset {place}"
        )


def find_boundaries(text: str) -> dict[int, int]:
    """Returns where characters begin, and where the text ends: UTF-16 offset to byte offset."""
    places, units, size = {0: 0}, 0, 0
    for character in text:
        units += 1 + (ord(character) > 0xFFFF)
        size += len(character.encode("utf-8", "surrogatepass"))
        places[units] = size
    return places


def trim(text: str, entities: list[Entity]) -> Formatted:
    """Cuts blanks off both ends of a text and its entities, as Telegram does (tdlib, fix_formatted_text)."""
    start = len(text) - len(text.lstrip())
    text = text.strip()
    if not entities:
        return Formatted(text)
    end, stored = count_utf16(text), []
    for entity in entities:
        first, last = max(entity["offset"] - start, 0), min(entity["offset"] + entity["length"] - start, end)
        if last > first:
            stored.append({**entity, "offset": first, "length": last - first})
    return Formatted(text, tuple(stored))
