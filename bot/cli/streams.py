"""The standard streams of the command: in UTF-8, and each with faults that say which of them they are of."""

import os
import sys
from contextlib import suppress
from io import BufferedReader, BufferedWriter, FileIO, TextIOWrapper
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer, WriteableBuffer


class OutputError(OSError):
    """Standard output could not be written."""


class _Output(FileIO):
    def write(self, content: "ReadableBuffer", /) -> int:
        try:
            return super().write(content)
        except BrokenPipeError:
            raise
        except OSError as error:
            raise OutputError(*error.args) from error


class _Input(FileIO):
    def readinto(self, buffer: "WriteableBuffer", /) -> int:
        try:
            return super().readinto(buffer)
        except OSError as error:
            raise OSError(error.errno, error.strerror, "standard input") from error


def open_streams() -> None:
    """Makes the standard streams UTF-8; one that was closed (`<&-`) is empty, or leads nowhere."""
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:
            setattr(sys, name, Path(os.devnull).open(mode, encoding="utf-8"))  # noqa: SIM115 - open until the process ends
    if sys.stdin is sys.__stdin__ and sys.stdin is not None:  # others are given by whoever runs it within a program
        source = BufferedReader(_Input(sys.stdin.fileno(), closefd=False))
        sys.stdin = TextIOWrapper(source, sys.stdin.encoding, sys.stdin.errors)
    if sys.stdout is sys.__stdout__ and sys.stdout is not None:
        raw = _Output(sys.stdout.fileno(), "w", closefd=False)
        is_unbuffered = isinstance(sys.stdout.buffer, FileIO)  # as PYTHONUNBUFFERED asks
        target = raw if is_unbuffered else BufferedWriter(raw)
        sys.stdout = TextIOWrapper(
            target,
            line_buffering=sys.stdout.isatty(),
            write_through=is_unbuffered,
        )
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")


def silence_output() -> None:
    """Points standard output nowhere, so that the interpreter's own last flush of it finds no fault."""
    with suppress(OSError, ValueError):
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, sys.stdout.fileno())
        os.close(nowhere)
