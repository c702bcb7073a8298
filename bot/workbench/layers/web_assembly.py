"""The web page of the product, put together for scripts."""

from bot.channels.service.assembly import Assembly
from bot.channels.service.heartbeat_file import Presence
from bot.config.errors import UsageFault
from bot.workbench.layers.page_program import ServePage
from storage.unit_of_work.writer_thread import Writer


def assemble_page(writer: Writer, assembly: Assembly, presence: Presence, origin: str) -> ServePage:
    """Returns the page at an origin. See `AssemblePage`."""
    del writer, assembly, presence, origin
    raise UsageFault("--through web: this release serves no web page yet; use core, storage or telegram")
