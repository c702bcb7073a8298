"""What the scripts of several trials are played through: a layer for each, made when the first of them is played."""

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor, as_completed
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import datetime
from types import TracebackType
from typing import Self

from bot.workbench.layers.layer_factory import LayerFactory, make_layer_factory
from dialogs.testing.scripts.playing.layer import Layer

LayerPlayer = Callable[[Layer], None]
"""What plays a script through the layer that it is given."""


@dataclass(frozen=True)
class _OpenLayer:
    """What the scripts of one trial are played through, and the threads that play them; one at a time needs none."""

    factory: LayerFactory
    pool: ThreadPoolExecutor | None


class TrialLayers:
    """Plays scripts of several trials through the same kind of layer. Its end ends all that it started."""

    def __init__(self, through: str, now: datetime) -> None:
        self._through, self._now = through, now
        self._layers: dict[str, _OpenLayer] = {}
        self._waiting: list[Future[None]] = []
        self._stack = ExitStack()

    def __enter__(self) -> Self:
        """Begins with no layer."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        """Ends what plays, then what it plays through."""
        self._stack.close()

    def run(self, trial: str, play: LayerPlayer) -> None:
        """Plays a script of a trial: at once, or, where several are played at a time, as soon as a thread is free."""
        layer = self._layers.get(trial) or self._open(trial)
        if layer.pool is None:
            play(layer.factory.layer())
        else:
            self._waiting.append(layer.pool.submit(lambda: play(layer.factory.layer())))

    def wait(self) -> None:
        """Waits until all scripts are played. Raises at once what ends one of them."""
        for each in as_completed(self._waiting):
            each.result()

    def _open(self, trial: str) -> _OpenLayer:
        factory = make_layer_factory(self._through, trial, self._now, self._stack)
        pool = None if factory.at_once == 1 else ThreadPoolExecutor(factory.at_once)
        if pool is not None:
            self._stack.callback(pool.shutdown, cancel_futures=True)
        self._layers[trial] = _OpenLayer(factory, pool)
        return self._layers[trial]
