"""Admissions: what is to become of an event before it is handled, by the limits on what people say."""

import asyncio

from bot.channels.channel_event import ChannelEvent
from bot.channels.handling.mute_ends import MuteEnds
from bot.channels.handling.outcomes import EventOutcome
from bot.channels.handling.rate_limits import Admission, RateLimits
from bot.channels.handling.recent_events import RecentEvents
from bot.observability.metric_words import UpdateResult


class Admissions:
    """Admits the events of one channel; without `limits` all of them."""

    def __init__(self, limits: RateLimits | None, mute_ends: MuteEnds) -> None:
        self.limits, self._mute_ends = limits, mute_ends
        self._recent = RecentEvents()

    async def admit(self, event: ChannelEvent) -> Admission | None:
        """Says what is to become of an event, after it waited where it has to; None where no limit is asked.

        What came before is no more that a person says.
        """
        if self.limits is None:
            return None
        was_taken = self._recent.find(event.id)
        if was_taken is not None:
            return None if was_taken else Admission.SAY_NOTHING
        while (admission := self.limits.admit(event.account)) is Admission.WAIT:  # noqa: ASYNC110 - nobody ends it
            await asyncio.sleep(self.limits.get_wait_seconds(event.account))
        if admission is Admission.SAY_NOTHING:
            self._recent.note(event.id, is_taken=False)
        return admission

    def is_muted(self, event: ChannelEvent) -> bool:
        """Says whether the person of an event is muted just now."""
        return self.limits is not None and event.account in self.limits.mutes.muted

    def undo(self, event: ChannelEvent, admission: Admission | None) -> None:
        """Takes back that an event was counted: it is brought again, and counts then; or it is a dead letter."""
        if self.limits is not None and admission is Admission.GO_ON:
            self.limits.undo_count(event.account)

    def note_outcome(self, event: ChannelEvent, admission: Admission | None, outcome: EventOutcome) -> None:
        """Notes what came of an event: which accounts were let in, and whose mute begins.

        An event that came before, perhaps to another process, says nothing of that.
        """
        if self.limits is None:
            return
        self._recent.note(event.id, is_taken=True)
        if outcome.result is UpdateResult.DUPLICATE:
            self.undo(event, admission)
            return
        self.limits.note_person(event.account, is_known=not outcome.is_stranger)
        if outcome.result is UpdateResult.LIMITED:
            self._mute_ends.begin(self.limits, event)

    async def end_mutes(self) -> None:
        """Ends all mutes, and tells them, before this process leaves."""
        await self._mute_ends.end_all()
