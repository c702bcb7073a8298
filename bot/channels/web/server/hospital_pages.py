"""What is shown around the sign-in of a hospital: why nobody was let in, and what is left to do after signing out."""

from collections.abc import Sequence

from aiohttp import web

from bot.channels.web import hospital_phrases as said
from bot.channels.web import phrases
from bot.channels.web.access.web_settings import WebSettings
from bot.channels.web.hospitals.provider_port import ProviderPort, ProviderUnavailable
from bot.channels.web.pages.chat_page import PageLink
from bot.channels.web.server.drawing_port import Drawing
from bot.channels.web.server.page_answers import EMPTY, UNAVAILABLE, PageAnswers
from bot.config.identity_providers import IdentityProvider
from storage.features.vouching import VouchOutcome

REFUSED = 403

TOLD = {VouchOutcome.REVOKED: said.ACCESS_REVOKED_TEXT, VouchOutcome.NO_ROLE: said.NO_ROLE_TEXT}
"""What somebody is told whom the hospital identified, and who is not let in."""


def make_answers(
    settings: WebSettings, drawing: Drawing, hospitals: Sequence[IdentityProvider], *others: PageLink
) -> PageAnswers:
    """Returns what makes the answers of a page, where whoever is not signed in is shown the hospitals, then others."""
    links = [PageLink(said.SIGN_IN_WITH.format(name=each.name), f"/hospital/{each.key}") for each in hospitals]
    return PageAnswers(settings, drawing, [*links, *others], [said.WAYS_IN_SAY] if links else [])


class HospitalPages:
    """Draws the pages of one sentence; each has the links that begin a sign-in again."""

    def __init__(self, answers: PageAnswers) -> None:
        self.answers = answers

    def make_refused(self) -> web.Response:
        """Returns the page that is the same for every fault of what came back."""
        return self._make(said.NOT_IDENTIFIED_TITLE, said.NOT_IDENTIFIED_TEXT, REFUSED)

    def make_broken_off(self, hospital: IdentityProvider) -> web.Response:
        """Returns the page of somebody whom the hospital sent back."""
        return self._make(said.NOT_IDENTIFIED_TITLE, said.BROKEN_OFF_TEXT.format(name=hospital.name), REFUSED)

    def make_kept_out(self, hospital: IdentityProvider, outcome: VouchOutcome | None) -> web.Response:
        """Returns the page of somebody whom the hospital identified, and who is not let in; `None` is a replay."""
        if outcome not in TOLD:
            return self.make_refused()
        return self._make(said.NOT_IDENTIFIED_TITLE, TOLD[outcome].format(name=hospital.name), REFUSED)

    def make_away(self, hospital: IdentityProvider) -> web.Response:
        """Returns the page that is shown while the hospital does not answer."""
        return self._make(said.AWAY_TITLE, said.AWAY_TEXT.format(name=hospital.name), UNAVAILABLE)

    def make_not_yet(self) -> web.Response:
        """Returns the page that is shown while the database takes nothing."""
        return self._make(said.NOT_YET_TITLE, said.NOT_YET_TEXT, UNAVAILABLE)

    async def make_signed_out(self, provider: ProviderPort) -> web.Response:
        """Returns the page of somebody who signed out here: the sign-in at the hospital may go on."""
        name = provider.settings.name
        try:
            address = await provider.find_sign_out_address()
        except ProviderUnavailable:
            address = None
        still = said.SIGN_OUT_THERE_YOURSELF if address is None else said.STILL_SIGNED_IN_THERE
        links = [] if address is None else [PageLink(said.SIGN_OUT_AT.format(name=name), address)]
        told = [each.format(name=name) for each in (still, phrases.LEFT_TEXT, said.COMING_BACK_BY)]
        drawn = self.answers.drawing.draw_notice_page(
            EMPTY, phrases.LEFT_TITLE, told, links=[*links, *self.answers.ways_in]
        )
        return self.answers.make_page(drawn)

    def _make(self, title: str, sentence: str, status: int) -> web.Response:
        drawn = self.answers.drawing.draw_notice_page(EMPTY, title, [sentence], links=self.answers.ways_in)
        return self.answers.make_page(drawn, status)
