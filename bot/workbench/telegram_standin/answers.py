"""What goes back to a caller: results, refusals, and what a fault makes of them."""

import asyncio
import socket
import struct
from dataclasses import dataclass, field
from typing import Any

import orjson
from aiohttp import web

from bot.workbench.telegram_standin.faults import InjectedFault
from bot.workbench.telegram_standin.refusal import Refusal, make_bad_request, make_refusal, make_too_many

BAD_GATEWAY = (
    b"<html>\r\n<head><title>502 Bad Gateway</title></head>\r\n<body><h1>502 Bad Gateway</h1></body>\r\n</html>\r\n"
)
NOT_FOUND = b"<html><head><title>404 Not Found</title></head></html>\n"
"""What a proxy answers that has lost its way to Telegram."""

UPLOAD_BYTES = 50 * 2**20


@dataclass(frozen=True, slots=True)
class ApiResponse:
    """What goes back to the caller; `breaks` says that the connection breaks instead."""

    status: int = 200
    body: bytes = b""
    kind: str = "application/json"
    headers: dict[str, str] = field(default_factory=dict)
    breaks: bool = False


def answer_refusal(refusal: Refusal) -> ApiResponse:
    """Returns a refusal as an answer."""
    headers = {"Retry-After": str(refusal.retry_after)} if refusal.retry_after else {}
    return ApiResponse(refusal.code, orjson.dumps(refusal.as_json()), headers=headers)


async def spoil(fault: InjectedFault) -> ApiResponse:
    """Returns the answer of a call that has no effect because of a fault."""
    if fault.kind == "hang_before":
        await asyncio.sleep(fault.seconds)
    answers: dict[str, Any] = {
        "too_many": answer_refusal(make_too_many(int(fault.seconds))),
        "internal_error": answer_refusal(Refusal(500, "Internal Server Error")),
        "bad_gateway": ApiResponse(502, BAD_GATEWAY, "text/html"),
        "bad_request": answer_refusal(make_bad_request("can't parse entities: planted")),
        "unauthorized": answer_refusal(Refusal(401, "Unauthorized")),
        "not_found": ApiResponse(404, NOT_FOUND, "text/html"),
        "forbidden": answer_refusal(make_refusal(403, "bot was blocked by the user")),
    }
    found: ApiResponse = answers.get(fault.kind, ApiResponse(breaks=True))
    return found


def break_connection(transport: asyncio.Transport | None) -> None:
    """Breaks a connection so that the caller sees a reset, and not an end."""
    if transport is None:
        return
    connection: socket.socket | None = transport.get_extra_info("socket")
    if connection is not None:
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    transport.abort()


def request_factory(*arguments: Any, **named: Any) -> web.BaseRequest:
    """Returns a request that may be as large as an upload to Telegram may be."""
    named |= {"loop": asyncio.get_running_loop(), "client_max_size": UPLOAD_BYTES}
    return web.BaseRequest(*arguments, **named)
