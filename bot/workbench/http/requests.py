"""What is said in which session, read strictly from the body of a request."""

from dataclasses import dataclass
from typing import Any

import orjson

from bot.workbench.http.responses import RequestRefused

LONGEST_SESSION = 200
LONGEST_TEXT = 4_096
"""In characters, as long as a message on Telegram."""

_NAMES = ("session", "text")


@dataclass(frozen=True, slots=True)
class Saying:
    """What one person says in one session."""

    session: str
    text: str


def read_saying(body: bytes) -> Saying:
    """Returns what is said. Raises `RequestRefused` naming what is wrong with the body."""
    said = _object(body)
    for name in said:
        if name not in _NAMES:
            raise RequestRefused(400, f"The body has a field {name[:40]!r}, which is not known: send session and text.")
    for name in _NAMES:
        if name not in said:
            raise RequestRefused(400, f"The body has no {name}: send session and text.")
        if not isinstance(said[name], str):
            raise RequestRefused(400, f"The {name} is no text: write it in quotation marks.")
    if not 0 < len(said["session"]) <= LONGEST_SESSION:
        raise RequestRefused(
            400, f"The session has {len(said['session']):,} characters: choose a name of 1 to {LONGEST_SESSION}."
        )
    if len(said["text"]) > LONGEST_TEXT:
        raise RequestRefused(400, f"The text has {len(said['text']):,} characters: say it in {LONGEST_TEXT:,} at most.")
    return Saying(said["session"], said["text"])


def _object(body: bytes) -> dict[str, Any]:
    try:
        said = orjson.loads(body.decode())
    except UnicodeDecodeError:
        raise RequestRefused(400, "The body is not UTF-8: encode it as UTF-8.") from None
    except orjson.JSONDecodeError:
        raise RequestRefused(400, 'The body is no JSON: send {"session": "a", "text": "/start"}.') from None
    if not isinstance(said, dict):
        raise RequestRefused(400, 'The body is no JSON object: send {"session": "a", "text": "/start"}.')
    return said
