"""A device on Matrix for abuse scripts, one at a time, over whose network events come again and calls fail."""

from contextlib import ExitStack
from datetime import datetime
from functools import partial

from bot.channels.matrix.engine.faults import Unreachable
from bot.workbench.layers.isolation import IsolatedLayer, IsolatedPrograms
from bot.workbench.layers.matrix_layer import MatrixLayer
from bot.workbench.layers.shared_layer import Act
from bot.workbench.layers.shared_matrix_device import SharedMatrixDevice
from dialogs.conversation.messages import Message
from dialogs.testing.scripts.format.blocks import Script


class IsolatedMatrixLayer(IsolatedLayer, MatrixLayer):
    """The room of one person with a device that serves nobody else meanwhile."""

    def act_and_wait(self, act: Act) -> dict[int, Message]:
        """Lets the person act, also over a network that drops: calls fail, and the event comes again."""
        if not self.is_dropping:
            return super().act_and_wait(act)
        self.is_dropping = False
        ends = super().act_and_wait(lambda: self._drop_around(act))
        server, room = self.matrix.server, self.person.room
        assert room is not None, "the person opened a chat"
        with server.lock:
            last = next(event for _, event in reversed(room.placed) if event["sender"] == self.person.user)
            server.place(room, last)
        return ends

    def _drop_around(self, act: Act) -> None:
        with self.matrix.server.lock:
            act()
            self.matrix.server.faults += [Unreachable("dropped"), Unreachable("dropped")]


def make_matrix_device(trial: str, stack: ExitStack, now: datetime) -> SharedMatrixDevice:
    """Returns a device for scripts, with isolated ones for the scripts that disturb it; `stack` ends them all."""
    made = SharedMatrixDevice(trial, stack, now)
    make = partial(SharedMatrixDevice, trial)
    made.isolated = IsolatedPrograms[SharedMatrixDevice, IsolatedMatrixLayer](stack, make, _open_isolated_room)
    return made


def _open_isolated_room(matrix: SharedMatrixDevice, script: Script, now: datetime) -> IsolatedMatrixLayer:
    del script
    return IsolatedMatrixLayer(matrix, matrix.make_person(), now=now)
