"""The fields of a form: each once, none that was not asked for, all of it in time."""

import asyncio
import re
from collections.abc import Mapping
from urllib.parse import parse_qsl

from aiohttp import web

from bot.channels.channel_event import KEY_BYTES
from bot.channels.web.server.page_refusals import PageRefusal

MOST_FIELDS = 4

CHOICE = re.compile(rf"[0-9a-f]{{{2 * KEY_BYTES}}}", re.ASCII)


async def read_fields(request: web.Request, names: frozenset[str], seconds: float) -> Mapping[str, str]:
    """Returns the fields of a form, all of which have one of some names. Raises `PageRefusal`."""
    try:
        async with asyncio.timeout(seconds):
            body = await request.read()
    except TimeoutError:
        raise PageRefusal(408) from None
    except web.HTTPRequestEntityTooLarge:
        raise PageRefusal(413) from None
    except web.RequestPayloadError:
        raise PageRefusal(400) from None
    try:
        pairs = parse_qsl(
            body.decode("ascii"),
            keep_blank_values=True,
            strict_parsing=True,
            encoding="utf-8",
            errors="strict",
            max_num_fields=MOST_FIELDS,
        )
    except ValueError:
        raise PageRefusal(400) from None
    fields = dict(pairs)
    if len(fields) != len(pairs) or not fields.keys() <= names or any("\0" in value for value in fields.values()):
        raise PageRefusal(400)
    return fields


def read_choice_or_text(fields: Mapping[str, str]) -> tuple[str | None, str | None]:
    """Returns what was chosen, or what was typed, with line feeds as everywhere. Raises `PageRefusal` for both."""
    choice, text = fields.get("choice"), fields.get("text")
    if (choice is None) is (text is None):
        raise PageRefusal(400)
    if choice is not None:
        if not CHOICE.fullmatch(choice):
            raise PageRefusal(400)
        return choice, None
    assert text is not None
    return None, text.replace("\r\n", "\n").replace("\r", "\n")
