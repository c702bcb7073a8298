"""What is looked at before anything of a request is read: whose host it names, which site it comes from, its kind."""

from aiohttp import web

from bot.channels.web.access.web_settings import WebSettings
from bot.channels.web.server.page_refusals import PageRefusal

FORM = "application/x-www-form-urlencoded"
READS = frozenset({"GET", "HEAD"})
POST = "POST"

MOST_BYTES = 64 * 1_024
"""20,000 characters of a note fit, even where many are letters of another alphabet."""


def check_request(request: web.Request, settings: WebSettings) -> None:
    """Raises `PageRefusal` where a request is not for this page, not from it, or no form."""
    if request.headers.getall("Host", []) != [settings.host]:
        raise PageRefusal(400)
    if request.method == POST:
        _check_site(request, settings)
        _check_kind(request)
    elif request.method in READS and request.body_exists:
        raise PageRefusal(400)


def _check_site(request: web.Request, settings: WebSettings) -> None:
    """Raises where a form comes from another site. An old browser names no origin; then it must say "same origin"."""
    origins = request.headers.getall("Origin", [])
    sites = request.headers.getall("Sec-Fetch-Site", [])
    if origins != [settings.origin] and (origins or sites != ["same-origin"]):
        raise PageRefusal(403)


def _check_kind(request: web.Request) -> None:
    kinds = request.headers.getall("Content-Type", [])
    is_form = len(kinds) == 1 and request.content_type == FORM and (request.charset or "utf-8").lower() == "utf-8"
    if not is_form or "Content-Encoding" in request.headers:
        raise PageRefusal(415)
    if (request.content_length or 0) > MOST_BYTES:
        raise PageRefusal(413)
