"""The files behind standard output and standard error: what they do once nobody reads them, or they are full."""

from io import FileIO
from typing import IO, TYPE_CHECKING

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer


class OutputError(OSError):
    """Standard output could not be written."""


class OutputFile(FileIO):
    """Standard output. Once its reader has gone it takes the rest, so that a command ends with the code that is true.

    Raises `OutputError` where it cannot be written for another reason.
    """

    has_reader = True

    def write(self, content: "ReadableBuffer", /) -> int:  # noqa: D102 - the base class's
        try:
            return super().write(content)
        except (BrokenPipeError, ConnectionResetError):
            self.has_reader = False
        except OSError as error:
            raise OutputError(*error.args) from error
        return memoryview(content).nbytes


class ErrorFile(FileIO):
    """Standard error. What it cannot take is lost, whatever the reason: there is no other place to say it."""

    def write(self, content: "ReadableBuffer", /) -> int:  # noqa: D102 - the base class's
        try:
            return super().write(content)
        except OSError:
            return memoryview(content).nbytes


def has_reader(stream: IO[str] | IO[bytes]) -> bool:
    """Says whether somebody may still read what is written to a stream.

    What goes on without end asks for it after each flush.
    """
    inner: object = stream
    while not isinstance(inner, OutputFile):
        below = getattr(inner, "buffer", None) or getattr(inner, "raw", None)
        if below is None:
            return True
        inner = below
    return inner.has_reader
