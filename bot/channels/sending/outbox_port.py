"""What sending asks of the outbox, wherever that is stored."""

from datetime import datetime
from typing import Protocol

from storage.model.stored import Outgoing


class OutboxPort(Protocol):
    """The outbox as sending sees it; several processes may send from one.

    Any operation may raise, and is then tried again later.
    """

    async def recover(self) -> None:
        """Frees the messages that a sender leased which is surely dead."""

    async def release_leases(self) -> None:
        """Gives back the messages that were leased with their commit and not claimed."""

    async def claim(self, chat: str, now: datetime, *, passes_closing: bool = False) -> Outgoing | None:
        """Leases the first message of a chat for a minute. None where nothing waits, is due, or may be sent.

        Closing edits may be passed. Raises `ClosingEditError` where nothing else waits then.
        """

    async def claim_any(self, now: datetime, after: bytes, most: int) -> tuple[list[Outgoing], bytes]:
        """Leases the first messages of at most `most` further chats.

        With them comes where to go on, empty at the end.
        """

    async def note_sent_as(self, outgoing: Outgoing, receipt: int, now: datetime) -> None:
        """Notes that a message was sent, and its receipt."""

    async def note_sent(self, messages: list[int], now: datetime) -> None:
        """Notes that messages are done with, and deletes their texts."""

    async def note_failed(self, message: int, due_at: datetime, *, is_attempt: bool = True) -> None:
        """Gives a message back, to be tried again not before a moment. `is_attempt` says whether that counts as one."""

    async def give_back(self, message: int) -> None:
        """Gives a message back that nobody tried to send."""

    async def note_blocked(self, chat: str, now: datetime) -> None:
        """Notes that a chat cannot be written to, so that nothing of it is claimed until its person writes again."""

    async def find_receipt(self, chat: str, screening: bytes | None, question: int, before: int) -> int | None:
        """Returns the receipt of the message that asked a question last; None where it is not known.

        Only messages that were enqueued before message `before` count: a later one may have been sent already.
        """
