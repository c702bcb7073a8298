"""Retention: how long a screening is kept before it is forgotten without anybody's asking."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from dialogs.rules.answers import Answers, Known, Pending


@dataclass(frozen=True)
class Retention:
    """For how many days a screening is kept after it was last used.

    `finished_days` counts for a finished screening in which nothing is pending, `idle_days` for any other.
    """

    idle_days: int = 90
    finished_days: int = 30

    def keep_until(self, answers: Answers, touched_at: datetime, *, is_finished: bool) -> datetime:
        """Returns until when a screening is kept.

        That is never before a pending answer falls due, and then `finished_days` more to act on it.
        """
        is_pending = any(isinstance(answer, Pending) for answer in answers.values())
        days = self.finished_days if is_finished and not is_pending else self.idle_days
        due = [day for answer in answers.values() if (day := _due(answer)) is not None]
        latest = max(
            (datetime.combine(min(day, _LAST_DAY), time.max, UTC) + timedelta(days=self.finished_days) for day in due),
            default=touched_at,
        )
        return max(touched_at + timedelta(days=days), latest)


def _due(answer: object) -> date | None:
    if isinstance(answer, Pending):
        return answer.expected
    return answer.clear_on if isinstance(answer, Known) else None


_LAST_DAY = date(9000, 1, 1)
"""A day from which days can still be counted."""
