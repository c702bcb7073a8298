"""Retention: how long a screening is kept before it is forgotten without anybody's asking."""

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta

from dialogs.rules.answers import Answers, Known, Pending

LONGEST_WAIT = timedelta(days=3_653)
"""Ten years. A day beyond it was counted by a clock that was wrong, or fixed, and would keep a screening for ever."""


SHIFT = timedelta(hours=12)
"""How long the code of a handover works, and how long a screening is kept that is nobody's."""

DAY_SECONDS = 86_400

WEEKDAY_OF_1970 = 3
"""1 January 1970 was a Thursday; a week begins with Monday."""


@dataclass(frozen=True)
class Retention:
    """For how many days a screening is kept after it was last used.

    `finished_days` counts for a finished screening in which nothing is pending, `idle_days` for any other.
    """

    idle_days: int = 90
    finished_days: int = 30

    def keep_until(self, answers: Answers, touched_at: datetime, *, is_finished: bool) -> datetime:
        """Returns until when a screening is kept.

        That is never before a pending answer falls due, and then `finished_days` more to act on it. A day that lies
        further than `LONGEST_WAIT` after the last use counts as that far.
        """
        is_pending, last_day = False, None
        for answer in answers.values():
            if isinstance(answer, Pending):
                is_pending, day = True, answer.expected
            else:
                day = answer.clear_on if isinstance(answer, Known) else None
            if day is not None and (last_day is None or day > last_day):
                last_day = day
        until = touched_at + timedelta(days=self.finished_days if is_finished and not is_pending else self.idle_days)
        if last_day is None:
            return until
        due = datetime.combine(min(last_day, (touched_at + LONGEST_WAIT).date()), time.max, UTC)
        return max(until, due + timedelta(days=self.finished_days))

    def find_first_look(self, touched_at: datetime) -> datetime:
        """Returns when the sweep looks at a screening first: it says nothing of its answers, only when it was used."""
        return find_end_of_week(touched_at + timedelta(days=min(self.idle_days, self.finished_days)))


def find_end_of_week(moment: datetime) -> datetime:
    """Returns the end of a moment's week (UTC): midnight after Sunday."""
    days = int(moment.timestamp()) // DAY_SECONDS
    weekday = (days + WEEKDAY_OF_1970) % 7
    return datetime.fromtimestamp((days + 7 - weekday) * DAY_SECONDS, UTC)
