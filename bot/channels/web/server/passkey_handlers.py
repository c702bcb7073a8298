"""The page of passkeys: whoever is signed in adds and removes their own, and everybody else comes back by one.

It is the one page with a script. To open it changes nothing, and asks the browser for nothing: a button does.
"""

from aiohttp import web

from bot.channels.channel_event import NO_SCREENING
from bot.channels.web import passkey_phrases as phrases
from bot.channels.web.access.cookies import SIGN_IN
from bot.channels.web.pages.passkey_page import (
    ADD_PATH,
    PASSKEYS_PATH,
    REMOVE_PATH,
    PasskeyPage,
    list_passkeys,
    word_removal,
)
from bot.channels.web.passkeys.passkey_access import PasskeyAccess
from bot.channels.web.passkeys.passkey_names import clean_name, suggest_name
from bot.channels.web.phrases import SIGNED_OUT_TEXT, SIGNED_OUT_TITLE
from bot.channels.web.posts.page_mark import PageMark, make_event_id
from bot.channels.web.server.form_fields import read_fields
from bot.channels.web.server.page_answers import RETRY_SECONDS, UNAVAILABLE, PageAnswers
from bot.channels.web.server.page_headers import POLICY, WITH_SCRIPT
from bot.channels.web.server.page_refusals import PageRefusal
from bot.channels.web.server.passkey_entering import PasskeyEntering
from bot.channels.web.server.sign_in_lookup import SignInLookup
from storage.features.sign_ins import SignIn
from storage.model.errors import Unavailable

ADD_FIELDS = frozenset({"answer", "name"})
REMOVE_FIELDS = frozenset({"mark", "passkey", "sure"})
SURE = "yes"
MOST_DIGITS = 9


class PasskeyHandlers:
    """Answers whoever asks for the page of passkeys, and what its forms bring."""

    def __init__(
        self, passkeys: PasskeyAccess, lookup: SignInLookup, answers: PageAnswers, body_seconds: float
    ) -> None:
        self.passkeys, self.lookup, self.answers, self.body_seconds = passkeys, lookup, answers, body_seconds
        self.entering = PasskeyEntering(passkeys, lookup, answers, body_seconds)

    def add_to(self, app: web.Application) -> None:
        """Adds the routes."""
        app.router.add_get(PASSKEYS_PATH, self._show)
        app.router.add_post(ADD_PATH, self._add)
        app.router.add_post(REMOVE_PATH, self._remove)
        self.entering.add_to(app)

    async def _show(self, request: web.Request) -> web.Response:
        sign_in = await self.lookup.find(request)
        return self.entering.show(request) if sign_in is None else await self._show_own(sign_in)

    async def _show_own(self, sign_in: SignIn, problem: str = "", status: int = 200) -> web.Response:
        own = await self.passkeys.list_own(sign_in)
        name = suggest_name([each.key.name for each in own.passkeys])
        listed = list_passkeys(own.passkeys, sign_in)
        page = PasskeyPage(own.options, self._mark(sign_in), listed, name, problem, own.closed)
        answer = self.answers.make_page(self.answers.drawing.draw_passkey_page(page), status)
        answer.headers[POLICY] = WITH_SCRIPT
        return answer

    async def _add(self, request: web.Request) -> web.Response:
        """Adds a passkey, and leads back to the list; or shows why not, above it."""
        fields = await read_fields(request, ADD_FIELDS, self.body_seconds)
        try:
            sign_in = await self.lookup.find(request)
            if sign_in is None:
                return self._refuse_stranger(request)
            name = clean_name(fields.get("name", ""))
            if not name:
                name = suggest_name([each.key.name for each in (await self.passkeys.list_own(sign_in)).passkeys])
            problem = await self.passkeys.add(fields.get("answer", ""), name, sign_in)
        except Unavailable:
            raise _make_later() from None
        return await self._show_own(sign_in, problem, 403) if problem else self.answers.lead_to(PASSKEYS_PATH)

    async def _remove(self, request: web.Request) -> web.Response:
        """Asks whether it is meant; a form that says so removes the passkey, and leads back to the list."""
        fields = await read_fields(request, REMOVE_FIELDS, self.body_seconds)
        number, sure = fields.get("passkey", ""), fields.get("sure")
        if sure not in {None, SURE} or not (number.isascii() and number.isdigit() and len(number) <= MOST_DIGITS):
            raise PageRefusal(400)
        try:
            sign_in = await self.lookup.find(request)
            if sign_in is None:
                return self._refuse_stranger(request)
            mark = self.lookup.read_mark(fields.get("mark", ""), sign_in)
            if sure is None:
                return await self._ask(sign_in, int(number))
            await self.passkeys.remove(int(number), mark.event, sign_in)
        except Unavailable:
            raise _make_later() from None
        return self.answers.lead_to(PASSKEYS_PATH)

    async def _ask(self, sign_in: SignIn, number: int) -> web.Response:
        own = (await self.passkeys.list_own(sign_in)).passkeys
        found = next((each for each in own if each.number == number), None)
        if found is None:  # it was removed meanwhile, or is nobody's
            return self.answers.lead_to(PASSKEYS_PATH)
        title, told = word_removal(found.key.name, is_last=len(own) == 1)
        return self.answers.make_page(
            self.answers.drawing.draw_passkey_removal_page(title, told, self._mark(sign_in), number)
        )

    def _mark(self, sign_in: SignIn) -> str:
        """Returns the mark of the forms that remove a passkey, signed for this sign-in as all marks are."""
        mark = PageMark(make_event_id(), NO_SCREENING, 0, 0)
        return self.passkeys.access.signer.sign(mark, sign_in.account, sign_in.token)

    def _refuse_stranger(self, request: web.Request) -> web.Response:
        """Returns what whoever is not signed in is shown. A cookie that is of no use is taken back."""
        answer = self.answers.make_ways_in(SIGNED_OUT_TITLE, SIGNED_OUT_TEXT, 401)
        if "Cookie" in request.headers:
            self.answers.drop_cookie(answer, SIGN_IN)
        return answer


def _make_later() -> PageRefusal:
    return PageRefusal(UNAVAILABLE, {"Retry-After": RETRY_SECONDS}, (phrases.LATER_TITLE, phrases.LATER_TEXT))
