"""Whose request it is: the sign-in of its cookie, and whether the mark of its form was made for that."""

from aiohttp import web

from bot.channels.web.access.cookies import SIGN_IN, read_cookie
from bot.channels.web.access.web_access import WebAccess
from bot.channels.web.posts.page_mark import PageMark
from bot.channels.web.server.page_refusals import PageRefusal
from storage.features.sign_ins import SignIn


class SignInLookup:
    """Looks up sign-ins. `is_secure` says whether browsers come by TLS, which their cookies are named by."""

    def __init__(self, access: WebAccess, *, is_secure: bool) -> None:
        self.access, self.is_secure = access, is_secure

    async def find(self, request: web.Request) -> SignIn | None:
        """Returns the sign-in of whoever asks; None where there is none, or it is over. Raises `Unavailable`."""
        cookie = self.read_cookie(request, SIGN_IN)
        return None if cookie is None else await self.access.find(cookie)

    def read_cookie(self, request: web.Request, name: str) -> str | None:
        """Returns the value of a cookie that we made."""
        return read_cookie(request.headers.getall("Cookie", []), name, is_secure=self.is_secure)

    def read_mark(self, text: str, sign_in: SignIn) -> PageMark:
        """Returns the mark of a form. Raises `PageRefusal` where it was not made for this sign-in."""
        mark = self.access.signer.read(text, sign_in.account, sign_in.token)
        if mark is None:
            raise PageRefusal(403)
        return mark
