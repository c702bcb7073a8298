"""Matrix as a layer for scripts: a person in their encrypted room says to the whole device what a script says.

There are no buttons: what a script taps is typed, by its number where one stands before it, else by its words.
"""

import re
from collections.abc import Iterable, Iterator
from datetime import datetime

from bot.channels.matrix.delivery.rendering import ADDRESS
from bot.workbench.layers.chat_reader import list_asides
from bot.workbench.layers.said_in_chat import says_all
from bot.workbench.layers.shared_layer import Act, SharedLayer
from bot.workbench.layers.shared_matrix_device import SharedMatrixDevice
from bot.workbench.matrix_standin import MatrixPerson, SeenMessage
from dialogs.conversation.blocks import Paragraph
from dialogs.conversation.messages import Message, MessageKind
from dialogs.conversation.screening import Event, Said, Tapped, Turn
from storage.features.timeline import find_numbers


class MatrixLayer(SharedLayer):
    """One screening of one person, in their room. `asked` are the messages with choices, by their places there."""

    def __init__(self, matrix: SharedMatrixDevice, person: MatrixPerson) -> None:
        super().__init__(matrix, ADDRESS + person.user)
        self.matrix, self.person = matrix, person
        self.asked: dict[int, tuple[str, Message]] = {}
        self._seen = 0

    def begin(self, now: datetime) -> Turn:
        """See `SharedLayer`. First a room is opened, in which nothing is said yet."""
        if self.person.room is None:
            self.matrix.device.act_and_wait(self.address, self.person.invites)
        return super().begin(now)

    def enter(self, token: str) -> None:
        """See `SharedLayer`."""
        self.person.says(f"start {token}")

    def act(self, event: Event) -> None:
        """See `SharedLayer`. What is chosen from an older message is typed in a reply to it."""
        if isinstance(event, Said):
            at = None if event.sent_at is None else event.sent_at.timestamp()
            self.person.says(event.text, before=event.last_seen is not None, at=at)  # a slow device shows not the last
            return
        event_id, asked = self.asked[event.number]
        is_older = event.number != max(self.asked)
        self.person.says(_spell(asked, event), replies_to=event_id if is_older else "")

    def collect_messages(self, act: Act) -> list[Message]:
        """See `SharedLayer`."""
        ends = self.act_and_wait(act)
        seen = self.person.sees()
        fresh, self._seen = seen[self._seen :], len(seen)
        numbers = find_numbers(self.matrix.store, [each.id for each in fresh])
        return list(self._join(fresh, {each.id: ends[numbers[each.id]] for each in fresh if numbers[each.id] in ends}))

    def act_and_wait(self, act: Act) -> dict[int, Message]:
        """Lets the person act, waits until we are at rest, and returns with which messages the answers ended."""
        return self.matrix.device.act_and_wait(self.address, act)

    def _join(self, seen: Iterable[SeenMessage], ends: dict[str, Message]) -> Iterator[Message]:
        """Yields messages as they were posted: a long one comes in pieces. Where a chat says all, it has its blocks."""
        pieces: list[SeenMessage] = []
        for each in seen:
            pieces.append(each)
            posted = ends.get(each.id)
            if posted is None:
                continue
            text = _SIGN.sub("/", "\n\n".join(piece.text for piece in pieces))
            number = self._seen * 100 + len(pieces)
            if posted.buttons:
                self.asked[number] = each.id, posted
            if says_all(text, posted.blocks):
                yield Message(posted.kind, posted.blocks, posted.buttons, number)
            else:
                yield Message(
                    posted.kind, (Paragraph(_drop_asides(text, posted), passing=True),), posted.buttons, number
                )
            pieces = []
        yield from (Message(MessageKind.NOTICE, (Paragraph(piece.text),), (), 0) for piece in pieces)


_SIGN = re.compile(r"!(?=(?:start|new|invite|log)\b)")
"""What stands before a command in a room, and is a slash in the core."""


def _spell(asked: Message, tap: Tapped) -> str:
    """Returns what is typed to choose a button: its number where it shows one, else its words."""
    at, button = next((at, each) for at, each in enumerate(asked.buttons, 1) if each.key == tap.key)
    return str(at) if at <= asked.numbered else button.label


def _drop_asides(text: str, posted: Message) -> str:
    for aside in list_asides(posted.blocks):
        text = text.replace(f"{aside}\n", "", 1).removesuffix(aside)
    return text


def open_room(matrix: SharedMatrixDevice) -> MatrixLayer:
    """Returns the layer for one script: the room of a new person."""
    return MatrixLayer(matrix, matrix.make_person())
