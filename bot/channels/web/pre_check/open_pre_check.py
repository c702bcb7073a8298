"""The open pre-check as its pages need it: begins one, and answers a form. It keeps nothing of what was said.

A form that comes twice gives the same page again; one of an earlier page is refused.
"""

import asyncio
from collections.abc import Callable
from datetime import datetime
from functools import partial

from bot.channels.web.pages.chat_page import ChatPage
from bot.channels.web.pre_check.pre_check_desk import PageStep, PreCheckDesk
from bot.channels.web.pre_check.pre_check_limits import PreCheckLimits
from bot.channels.web.pre_check.pre_check_memory import PreCheckMemory
from bot.channels.web.pre_check.pre_check_reading import PreCheckRequest, read_choice, read_text
from bot.channels.web.pre_check.pre_check_replies import PreCheckForm, PreCheckPage, PreCheckReply, SiteCode
from bot.channels.web.pre_check.pre_check_report import make_pre_check_report
from bot.channels.web.pre_check.pre_check_state import PreCheckState
from bot.channels.web.pre_check.site_handover import find_handed, keep_for_site, make_handover_event
from bot.channels.web.pre_check.state_sealing import PreCheckFault, StateSealer
from dialogs.conversation.screening import Event
from storage.model.errors import Unavailable
from storage.model.stored import InboundEvent
from storage.unit_of_work.writer_thread import Writer


class OpenPreCheck:
    """Open pre-checks of one trial, at one store. What is remembered between two forms is in `limits` and `memory`."""

    def __init__(
        self,
        writer: Writer,
        desk: PreCheckDesk,
        *,
        now: Callable[[], datetime],
        limits: PreCheckLimits | None = None,
        memory: PreCheckMemory | None = None,
    ) -> None:
        self.desk, self.now = desk, now
        self.limits = limits or PreCheckLimits()
        self.memory = PreCheckMemory() if memory is None else memory
        self._writer, self._file_turn = writer, asyncio.Lock()

    @property
    def sealer(self) -> StateSealer:
        """What seals states. It is made anew each time, since a deep rotation renews the keys."""
        return StateSealer(self._writer.store.keyring.pre_check_key, self.desk.dialogue.trial.digest)

    def begin(self, cookie: str) -> PreCheckPage:
        """Returns the first page of a new pre-check, for the browser with this cookie."""
        return self._seal(cookie, *self.desk.begin(self.now()))

    async def answer(self, cookie: str, form: PreCheckForm) -> PreCheckReply | None:
        """Returns what comes of a form, and None for a choice that its page did not offer.

        Raises `Unavailable` where a screening cannot be handed to the site just now; the same form may come again.
        """
        sealer, now = self.sealer, self.now()
        state = sealer.read(form.mark, cookie)
        if isinstance(state, PreCheckFault):
            return await self._find_handed(cookie, form) or state
        if state.is_over(now):
            return await self._find_handed(cookie, form) or PreCheckFault.OVER
        asked = self._read(state, form)
        if asked is None:
            return None
        if asked in _LOOKS:
            if self.memory.is_answered(state):
                return PreCheckFault.ANSWERED
            return await self._look(state, form, asked)
        known, is_to_hand = sealer.hash_form(form.mark, form.said), asked is PreCheckRequest.HAND_SURE
        if is_to_hand and self.memory.is_new(state, known) and not self.limits.admit_handover(form.network):
            return PreCheckFault.TOO_MANY
        if not self.memory.admit(state, known):
            return PreCheckFault.ANSWERED
        if is_to_hand:
            try:
                return await self._hand(state, sealer.derive_handover_code(state.id, known), now)
            except Unavailable:
                self.memory.release(state, known)
                raise
        return self._seal(cookie, *await asyncio.to_thread(self._go_on, state, asked, now))

    def _go_on(self, state: PreCheckState, asked: Event | PreCheckRequest, now: datetime) -> PageStep:
        if isinstance(asked, PreCheckRequest):
            return self.desk.answer(state, asked, now)
        return self.desk.take(state, asked, now)

    def _read(self, state: PreCheckState, form: PreCheckForm) -> Event | PreCheckRequest | None:
        screening, buttons = state.screening, self.desk.list_buttons(state.screening)
        if form.choice is not None:
            return read_choice(form.choice, screening, buttons)
        return read_text(form.text or "", screening, buttons)

    async def _look(self, state: PreCheckState, form: PreCheckForm, asked: Event | PreCheckRequest) -> PreCheckReply:
        """Returns what leaves a page as it is: the report, or the question whether to hand it to the site."""
        now = self.now()
        if asked is PreCheckRequest.HAND:
            return PreCheckPage(form.mark, self.desk.ask_to_hand(state, now), state.ends_at)
        if not self.limits.admit_file(form.network):
            return PreCheckFault.TOO_MANY
        async with self._file_turn:
            return await asyncio.to_thread(make_pre_check_report, self.desk.dialogue, state.screening, now)

    async def _hand(self, state: PreCheckState, code: str, now: datetime) -> SiteCode:
        """Hands a screening to the site, once; the same form is told the same code again."""
        inbound = make_handover_event(state.id, now)
        keep = partial(keep_for_site, desk=self.desk, state=state, code=code)
        taken = await self._writer.take(inbound, keep)
        if not taken.is_duplicate:
            return SiteCode(code, taken.value.until)
        return await asyncio.to_thread(self._read_handed, inbound, code) or SiteCode(code, None)

    async def _find_handed(self, cookie: str, form: PreCheckForm) -> SiteCode | None:
        """Returns what is told of a pre-check that cannot go on, where it was handed to the site before."""
        sealer = self.sealer
        state_id = sealer.read_id(form.mark, cookie)
        if state_id is None:
            return None
        code = sealer.derive_handover_code(state_id, sealer.hash_form(form.mark, form.said))
        return await asyncio.to_thread(self._read_handed, make_handover_event(state_id, self.now()), code)

    def _read_handed(self, event: InboundEvent, code: str) -> SiteCode | None:
        with self._writer.store.reading() as repository:
            return find_handed(repository, event, code)

    def _seal(self, cookie: str, state: PreCheckState, page: ChatPage) -> PreCheckPage:
        return PreCheckPage(self.sealer.seal(state, cookie), page, state.ends_at)


_LOOKS = (PreCheckRequest.REPORT, PreCheckRequest.HAND)
"""What answers no page: it may be asked for again from the same one."""
