"""The web page as the contract sees it: a channel whose messages are fetched. It only receives."""

import re
from collections.abc import Hashable, Sequence
from datetime import timedelta
from hashlib import sha256
from typing import Any

from bot.channels.abilities import ChannelAbilities
from bot.channels.channel_event import KEY_BYTES, ButtonTap, ChannelEvent, SeenPage, SharedChat
from bot.channels.handling.intake import Unreadable
from bot.channels.web import phrases
from bot.channels.web.access.web_settings import make_entry_link
from bot.channels.web.posts.web_post import WebPost
from dialogs.conversation.messages import Button
from storage.features.members import Role

CHANNEL = "web"

EVENT_ID_BYTES = 24
"""So many of a hash name an event: it says nothing of whose it is."""


class WebChannel:
    """The pages of people. See `ReceivingChannel`. `origin` is where they are served."""

    name = CHANNEL
    event_prefix = ""
    abilities = ChannelAbilities(
        edits=False, deletes=True, buttons=True, folding=True, files=True, receipts=False, toasts=False
    )
    welcome = phrases.WELCOME
    keeps_taps = timedelta.max

    def __init__(self, origin: str) -> None:
        self.origin = origin

    def find_chat(self, raw: object) -> Hashable:
        """See `ReceivingChannel`."""
        return raw.account if isinstance(raw, WebPost) else None

    def parse(self, raw: Any) -> ChannelEvent:
        """See `ReceivingChannel`."""
        if not isinstance(raw, WebPost):
            raise Unreadable
        mark = raw.mark
        chosen = None if raw.choice is None else f"{mark.screening.hex()} {mark.number} {raw.choice}"
        return ChannelEvent(
            name_event(raw),
            raw.account,
            raw.account,
            text=None if chosen is not None else raw.text,
            data=chosen,
            called=raw.called,
            page=SeenPage(mark.screening, mark.number, mark.up_to),
        )

    def read_tap(self, chat: str, data: str) -> ButtonTap | None:
        """See `ReceivingChannel`. The mark of the form was signed for this chat; the choice is anybody's."""
        del chat
        screening, number, key = data.split(" ", 2)
        return ButtonTap(bytes.fromhex(screening), int(number), bytes.fromhex(key)) if _KEY.fullmatch(key) else None

    def split_buttons(self, buttons: tuple[Button, ...]) -> Sequence[tuple[Button, ...]]:
        """See `ReceivingChannel`."""
        return [buttons]

    async def acknowledge(self, event: ChannelEvent, toast: str = "") -> bool:
        """See `ReceivingChannel`. The page that comes shows that an event was taken."""
        del event
        return not toast

    def offer_commands(self, chat: str, role: Role | None) -> None:
        """See `ReceivingChannel`. Each page has its commands."""

    def leave(self, shared: SharedChat) -> None:
        """See `ReceivingChannel`. All pages are one person's own."""

    def make_link(self, token: str) -> str:
        """See `ReceivingChannel`."""
        return make_entry_link(self.origin, token)


def name_event(post: WebPost) -> str:
    """Returns the id of the event that a form brought: of its account, its page, and what was chosen or typed.

    The same form sent twice is one event. Something else from the same page is another one, and is told what stands.
    """
    content = ("choice", post.choice) if post.choice is not None else ("text", post.text or "")
    parts = (post.account, post.mark.event.hex(), *content)
    return sha256("\0".join(parts).encode(errors="surrogatepass")).digest()[:EVENT_ID_BYTES].hex()


_KEY = re.compile(f"(?:[0-9a-f]{{{2 * KEY_BYTES}}})+", re.ASCII)
