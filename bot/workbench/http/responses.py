"""What is refused, with the status code and one clear sentence, as JSON."""

from collections.abc import Mapping

import orjson
from aiohttp import web


class RequestRefused(Exception):
    """A request is not answered; the message names the fault and the remedy."""

    def __init__(self, status: int, message: str, headers: Mapping[str, str] | None = None) -> None:
        super().__init__(message)
        self.status, self.headers = status, headers or {}


def make_json_response(value: object, status: int = 200, headers: Mapping[str, str] | None = None) -> web.Response:
    """Returns a response that no cache keeps and no browser takes for anything but JSON."""
    said = {
        "Content-Type": "application/json; charset=utf-8",
        "Cache-Control": "no-store",
        "X-Content-Type-Options": "nosniff",
    }
    return web.Response(body=orjson.dumps(value), status=status, headers={**said, **(headers or {})})


def make_refusal_response(refused: RequestRefused) -> web.Response:
    """Returns what somebody is told whose request is refused."""
    return make_json_response({"error": str(refused)}, refused.status, refused.headers)


def reword_refusal(fault: web.HTTPException, most_bytes: int) -> RequestRefused:
    """Returns a refusal of the web server in our own words."""
    words = {
        404: "There is nothing at this path: POST to / what is said, or GET /health.",
        405: "This method is not offered here: POST to / what is said, or GET /health.",
        413: f"The body is too large: send {most_bytes:,} bytes at most.",
    }
    allowed = {"Allow": fault.headers["Allow"]} if "Allow" in fault.headers else {}
    return RequestRefused(
        fault.status, words.get(fault.status, "The request cannot be answered: see docs/botium.md."), allowed
    )
