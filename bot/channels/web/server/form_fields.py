"""The fields of a form: each once, none that was not asked for, all of it in time."""

import asyncio
import re
from collections.abc import Mapping
from urllib.parse import parse_qsl

from aiohttp import web

from bot.channels.channel_event import KEY_BYTES
from bot.channels.web.server.page_refusals import PageRefusal

MOST_FIELDS = 4
MOST_PICKED = 200
"""Options that can be ticked in one form."""
PICKED = "picked"
"""The only field that may be there more than once: each is one option that was ticked."""

CHOICE = re.compile(rf"(?:[0-9a-f]{{{2 * KEY_BYTES}}})+", re.ASCII)


async def read_fields(request: web.Request, names: frozenset[str], seconds: float) -> Mapping[str, str]:
    """Returns the fields of a form, all of which have one of some names. Raises `PageRefusal`.

    Of what is ticked, all that was sent stands in one field, one after the other.
    """
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
            max_num_fields=MOST_FIELDS + (MOST_PICKED if PICKED in names else 0),
        )
    except ValueError:
        raise PageRefusal(400) from None
    pairs = _join_picked(pairs) if PICKED in names else pairs
    fields = dict(pairs)
    is_sound = len(fields) == len(pairs) <= MOST_FIELDS and fields.keys() <= names
    if not is_sound or any("\0" in value for value in fields.values()):
        raise PageRefusal(400)
    return fields


def _join_picked(pairs: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """Returns the fields with all that is ticked in one. Raises `PageRefusal` where one of them is no such sign."""
    picked = [value for name, value in pairs if name == PICKED]
    if any(not CHOICE.fullmatch(each) for each in picked):
        raise PageRefusal(400)
    others = [each for each in pairs if each[0] != PICKED]
    return [*others, (PICKED, "".join(picked))] if picked else others


def read_choice_or_text(fields: Mapping[str, str]) -> tuple[str | None, str | None]:
    """Returns what was chosen, or what was typed, with line feeds as everywhere. Raises `PageRefusal` for both.

    What is ticked follows the choice of the button that sends it.
    """
    choice, text = fields.get("choice"), fields.get("text")
    if PICKED in fields:
        choice = (choice or "") + fields[PICKED]
    if (choice is None) is (text is None):
        raise PageRefusal(400)
    if choice is not None:
        if not CHOICE.fullmatch(choice):
            raise PageRefusal(400)
        return choice, None
    assert text is not None
    return None, text.replace("\r\n", "\n").replace("\r", "\n")
