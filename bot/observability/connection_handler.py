"""The protocol of a connection: a request that cannot be read is refused without a word of it."""

from aiohttp import web

SERVER = "trialscreen"
"""Else it would say which versions of which libraries answer."""


class ConnectionHandler(web.RequestHandler):
    """aiohttp's own, but for the answer to what it cannot read: that would hold what was sent, and versions."""

    __slots__ = ()

    def handle_error(
        self,
        request: web.BaseRequest,
        status: int = 500,
        exc: BaseException | None = None,
        message: str | None = None,
    ) -> web.StreamResponse:
        """Returns an answer without a body, after which the connection ends. Raises where one was begun already."""
        super().handle_error(request, status, exc, message)
        answer = web.Response(status=status, headers={"Server": SERVER, "Cache-Control": "no-store"})
        answer.force_close()
        return answer
