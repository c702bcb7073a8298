"""What is refused, with the status code and one clear sentence, as JSON."""

from collections.abc import Mapping

import orjson
from aiohttp import web


class Refused(Exception):
    """A request is not answered; the message names the fault and the remedy."""

    def __init__(self, status: int, message: str, headers: Mapping[str, str] | None = None) -> None:
        super().__init__(message)
        self.status, self.headers = status, headers or {}


def as_json(value: object, status: int = 200, headers: Mapping[str, str] | None = None) -> web.Response:
    """Returns a response that no cache keeps and no browser takes for anything but JSON."""
    said = {"Content-Type": "application/json; charset=utf-8", "Cache-Control": "no-store", "X-Content-Type-Options": "nosniff"}
    return web.Response(body=orjson.dumps(value), status=status, headers={**said, **(headers or {})})


def refusal(refused: Refused) -> web.Response:
    """Returns what somebody is told whose request is refused."""
    return as_json({"error": str(refused)}, refused.status, refused.headers)


def in_our_words(fault: web.HTTPException, most_bytes: int) -> Refused:
    """Returns a refusal of the web server in our own words."""
    words = {
        404: "There is nothing at this path: POST to / what is said, or GET /health.",
        405: "This method is not offered here: POST to / what is said, or GET /health.",
        413: f"The body is too large: send {most_bytes:,} bytes at most.",
    }
    allowed = {"Allow": fault.headers["Allow"]} if "Allow" in fault.headers else {}
    return Refused(fault.status, words.get(fault.status, "The request cannot be answered: see docs/botium.md."), allowed)
