"""The assembly of the page: what every channel has but a sender, the desk, the open pre-check, and hospitals."""

from collections.abc import Sequence

from bot.channels.service.assembly import Assembly
from bot.channels.service.heartbeat_file import Presence
from bot.channels.web.access.web_access import WebAccess
from bot.channels.web.hospitals.hospital_access import HospitalAccess
from bot.channels.web.hospitals.hospital_sign_ins import HospitalSignIns
from bot.channels.web.pre_check.late_imports import import_all
from bot.channels.web.pre_check.open_pre_check import OpenPreCheck
from bot.channels.web.pre_check.pre_check_desk import PreCheckDesk
from bot.channels.web.pre_check.pre_check_offers import HOURS
from bot.channels.web.pre_check_phrases import KEEPING
from bot.channels.web.service.service import WebService
from bot.channels.web.web_channel import WebChannel
from bot.config.dialogue_registry import Dialogues
from bot.config.identity_providers import IdentityProvider
from bot.documents.file_maker import FileMaker
from storage.unit_of_work.writer_thread import Writer


def assemble_web(writer: Writer, assembly: Assembly, presence: Presence, origin: str) -> WebService:
    """Returns a service for pages at an origin, with the store of a writer."""
    dialogues = assembly.list_dialogues(writer.store)
    handler = assembly.assemble_handler(
        WebChannel(origin), writer, dialogues, notify=lambda _: None, wait_for_receipt=_wait_for_none
    )
    files = FileMaker(writer, dialogues, now=assembly.now, draw=assembly.draw)
    return WebService(handler, dialogues, files, metrics=assembly.metrics, presence=presence, now=assembly.now)


def assemble_pre_check(writer: Writer, assembly: Assembly) -> OpenPreCheck:
    """Returns what answers open pre-checks for the trial of new screenings, with the store of a writer."""
    import_all()
    keeping = KEEPING.format(hours=HOURS)
    dialogue, definition = Dialogues(keeping, assembly.sites).load(assembly.trial)
    return OpenPreCheck(writer, PreCheckDesk(dialogue, definition), now=assembly.now)


def assemble_hospitals(settings: Sequence[IdentityProvider], access: WebAccess, origin: str) -> HospitalSignIns | None:
    """Returns what signs people of hospitals in at a page that is seen at an origin; None where no hospital is set."""
    if not settings:
        return None
    from bot.channels.web.hospitals.oidc_provider import OidcProvider  # noqa: PLC0415 - it needs the extra [oidc]

    return HospitalSignIns([OidcProvider(each, origin) for each in settings], HospitalAccess(access))


async def _wait_for_none(chat: str) -> None:
    """Nothing is just being shown: what a page showed stands in its mark."""
    del chat
