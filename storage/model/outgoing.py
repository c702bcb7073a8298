"""A new message that is to be written into the outbox."""

from dataclasses import dataclass, field

from dialogs.conversation.messages import Message
from storage.model.file_request import FileOrder
from storage.model.stored import Do


@dataclass(frozen=True, slots=True)
class EnqueuedMessage:
    """A message that an event puts into the outbox, in the place `part` of a turn. It is sealed with `key`.

    `unstored` is the id that its screening will have, where that has no answer yet and is not stored. Its own id is
    added to `posted` once it is written: the list belongs to its event. One that `is_fetched` is never sent.
    """

    chat: str = field(repr=False)
    screening: bytes | None
    turn: int
    part: int
    message: Message = field(repr=False)
    key: bytes = field(repr=False)
    do: Do = Do.SEND
    target: int | None = None
    question: int | None = None
    order: FileOrder | None = None
    unstored: bytes | None = None
    posted: list[int] = field(default_factory=list, repr=False)
    is_fetched: bool = False
