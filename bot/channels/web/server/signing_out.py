"""Signing out: it is asked once, and told how to come back; then it is told on a page of its own."""

from aiohttp import web

from bot.channels.web import hospital_phrases, phrases
from bot.channels.web.access.cookies import ENTERING, HOSPITAL, SIGN_IN
from bot.channels.web.hospitals.hospital_sign_ins import HospitalSignIns
from bot.channels.web.pages.chat_page import PageFrame
from bot.channels.web.server.form_fields import read_fields
from bot.channels.web.server.page_answers import PageAnswers
from bot.channels.web.server.page_refusals import PageRefusal
from bot.channels.web.server.sign_in_lookup import SignInLookup
from bot.config.identity_providers import IdentityProvider
from storage.features.sign_ins import SignIn
from storage.model.errors import Unavailable

FIELDS = frozenset({"mark", "sure"})
SURE = "yes"
LEFT = "/signed-out"


class SigningOutHandlers:
    """Answers whoever signs out. Whom one of the `hospitals` let in is told of the sign-in that goes on there."""

    def __init__(
        self, lookup: SignInLookup, answers: PageAnswers, body_seconds: float, hospitals: HospitalSignIns | None = None
    ) -> None:
        self.lookup, self.answers, self.body_seconds = lookup, answers, body_seconds
        self.hospitals = hospitals

    def add_to(self, app: web.Application) -> None:
        """Adds the routes."""
        app.router.add_post("/sign-out", self._sign_out)
        app.router.add_get(LEFT, self._tell)

    async def _sign_out(self, request: web.Request) -> web.Response:
        """Asks whether it is meant; a form that says so signs out."""
        fields = await read_fields(request, FIELDS, self.body_seconds)
        mark, sure = fields.get("mark", ""), fields.get("sure")
        if sure not in {None, SURE}:
            raise PageRefusal(400)
        try:
            sign_in = await self.lookup.find(request)
            if sign_in is not None:
                self.lookup.read_mark(mark, sign_in)
                if sure is None:
                    return self._ask(sign_in, mark)
                await self.lookup.access.sign_out(sign_in)
        except Unavailable:
            frame = PageFrame("", problem=phrases.STILL_SIGNED_IN)
            html = self.answers.drawing.draw_sign_out_page(frame, [phrases.SIGN_OUT_SAYS], mark)
            return self.answers.make_page(html, 503)
        hospital = self._find_hospital(sign_in)
        answer = self.answers.lead_to(LEFT if hospital is None else f"{LEFT}/{hospital.key}")
        answer.headers["Clear-Site-Data"] = '"cache"'
        for name in (SIGN_IN, ENTERING, HOSPITAL):
            self.answers.drop_cookie(answer, name)
        return answer

    def _ask(self, sign_in: SignIn, mark: str) -> web.Response:
        reference = self.lookup.access.make_reference(sign_in)
        hospital = self._find_hospital(sign_in)
        coming_back = (
            phrases.COMING_BACK_AS.format(reference=reference)
            if hospital is None
            else hospital_phrases.COMING_BACK_BY.format(name=hospital.name)
        )
        told = [phrases.SIGN_OUT_SAYS, coming_back]
        return self.answers.make_page(self.answers.drawing.draw_sign_out_page(PageFrame(""), told, mark))

    def _find_hospital(self, sign_in: SignIn | None) -> IdentityProvider | None:
        return None if sign_in is None or self.hospitals is None else self.hospitals.find_by_way(sign_in.way)

    async def _tell(self, _: web.Request) -> web.Response:
        """Says that one is signed out. It is the same for everybody, as whoever comes here just was."""
        return self.answers.make_ways_in(phrases.LEFT_TITLE, phrases.LEFT_TEXT, 200)
