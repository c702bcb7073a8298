"""Waiting for a line: Ctrl-C always ends the wait, also if it comes just before the wait begins.

The interpreter looks for a signal before it waits, not while it begins to. An interrupt in that gap is noted, and the
read that follows does not end (1 in 6,000 on a busy machine). Here the signal also writes into a pipe, and a wait is
for either of the two.
"""

import io
import os
import select
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import BinaryIO


@contextmanager
def make_interruptible(source: BinaryIO) -> Iterator[BinaryIO]:
    """Yields `source` as a stream whose waiting reads raise `KeyboardInterrupt` on Ctrl-C.

    Nothing but a wait is interrupted. A source that is no file, or a thread that gets no signals, is yielded as it is.
    """
    file = _find_descriptor(source)
    if file is None or threading.current_thread() is not threading.main_thread():
        yield source
        return
    bell, rung = os.pipe()
    os.set_blocking(rung, False)
    wakeup = signal.set_wakeup_fd(rung, warn_on_full_buffer=False)
    handler = signal.signal(signal.SIGINT, lambda *_: None)
    try:
        yield io.BufferedReader(_InterruptibleReads(file, bell))
    finally:
        signal.signal(signal.SIGINT, handler)
        signal.set_wakeup_fd(wakeup)
        os.close(bell)
        os.close(rung)


class _InterruptibleReads(io.RawIOBase):
    """Reads a file, or raises `KeyboardInterrupt` once the bell was rung."""

    def __init__(self, file: int, bell: int) -> None:
        self.file = file
        self.bell = bell

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override] # typeshed wants a buffer of any kind
        ready, _, _ = select.select([self.file, self.bell], [], [])
        if self.bell in ready:
            raise KeyboardInterrupt
        try:
            return os.readv(self.file, [buffer])
        except OSError as error:
            raise OSError(error.errno, error.strerror, "standard input") from error


def _find_descriptor(source: BinaryIO) -> int | None:
    try:
        return source.fileno()
    except OSError:
        return None
