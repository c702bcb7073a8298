"""The web page of the product, put together for scripts."""

from datetime import timedelta

from bot.channels.service.assembly import Assembly
from bot.channels.service.heartbeat_file import Presence
from bot.channels.web.access.web_access import WebAccess
from bot.channels.web.access.web_settings import WebSettings
from bot.channels.web.pages import drawing
from bot.channels.web.pages.stylesheet import read_stylesheet
from bot.channels.web.server.app import make_web_app
from bot.channels.web.service.assembly import assemble_pre_check, assemble_web
from bot.observability.listening import ListenAddress
from bot.workbench.layers.page_browser import LOOPBACK
from bot.workbench.layers.page_program import ServePage
from bot.workbench.layers.program_in_thread import make_no_chores
from storage.features.sign_ins import SignInLimits
from storage.unit_of_work.writer_thread import Writer

ENDLESS = SignInLimits(idle=timedelta(days=36_500), lasts=timedelta(days=36_500))
"""Nobody is signed out within a script, however far its clock moves."""


def assemble_page(writer: Writer, assembly: Assembly, presence: Presence, origin: str) -> ServePage:
    """Returns the page at an origin. See `AssemblePage`."""
    settings = WebSettings(ListenAddress(LOOPBACK, int(origin.rpartition(":")[2])), origin, ENDLESS)
    service = assemble_web(writer, assembly, presence, origin)
    service.make_chores = make_no_chores
    access = WebAccess(service.handler, ENDLESS)
    pre_check = assemble_pre_check(writer, assembly)
    app = make_web_app(service.desk, access, settings, drawing, read_stylesheet(), pre_check=pre_check)
    return lambda stopping, tell: service.run(app, settings.address, stopping, tell=tell)
