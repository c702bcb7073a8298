"""Posted messages: the columns of new ones, remembered until they are sent, so that their rows are not read back."""

from collections.abc import Iterable, Mapping
from typing import Any

from storage.outbox.delivery_reports import DeliveryReport

REMEMBERED_MESSAGES = 1_000


class PostedMessages:
    """The last messages that this process enqueued and nobody reported yet. Others are found in the database."""

    def __init__(self) -> None:
        self._columns: dict[int, dict[str, Any]] = {}

    def find(self, message: int) -> Mapping[str, Any] | None:
        """Returns the columns of a message, but for what is sealed."""
        return self._columns.get(message)

    def note_commit(self, rows: Iterable[Mapping[str, Any]], done: Iterable[DeliveryReport]) -> None:
        """Notes which messages were enqueued and which were dealt with. The oldest are dropped."""
        for report in done:
            self._columns.pop(report.message, None)
        for row in rows:
            self._columns[row["id"]] = {name: value for name, value in row.items() if name != "sealed"}
        while len(self._columns) > REMEMBERED_MESSAGES:
            self._columns.pop(next(iter(self._columns)), None)
