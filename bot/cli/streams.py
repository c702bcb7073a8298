"""The standard streams of the command: in UTF-8, and each with faults that say which of them they are of."""

import os
import sys
from contextlib import suppress
from io import BufferedReader, BufferedWriter, FileIO, TextIOWrapper
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

from bot.config.output_file import ErrorFile, OutputFile

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer


class _Input(FileIO):
    def readinto(self, buffer: "WriteableBuffer", /) -> int:
        try:
            return super().readinto(buffer)
        except OSError as error:
            raise OSError(error.errno, error.strerror, "standard input") from error


def open_streams() -> None:
    """Makes the standard streams UTF-8; one that was closed (`<&-`) is empty, or leads nowhere."""
    for name, mode in (("stdin", "r"), ("stderr", "w")):
        if getattr(sys, name) is None:
            setattr(sys, name, Path(os.devnull).open(mode, encoding="utf-8"))  # noqa: SIM115 - open until the process ends
    if sys.stdout is None:
        nowhere = OutputFile(os.devnull, "w")
        nowhere.has_reader = False  # so that what goes on without end, ends
        sys.stdout = TextIOWrapper(BufferedWriter(nowhere))
    if sys.stdin is sys.__stdin__ and sys.stdin is not None:  # others are given by whoever runs it within a program
        source = BufferedReader(_Input(sys.stdin.fileno(), closefd=False))
        sys.stdin = TextIOWrapper(source, sys.stdin.encoding, sys.stdin.errors)
    if sys.stdout is sys.__stdout__ and sys.stdout is not None:
        sys.stdout = _open_output(OutputFile, sys.stdout, is_line_buffered=sys.stdout.isatty())
    if sys.stderr is sys.__stderr__ and sys.stderr is not None:
        sys.stderr = _open_output(ErrorFile, sys.stderr, is_line_buffered=True)
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")


def silence_output() -> None:
    """Points standard output nowhere, so that the interpreter's own last flush of it finds no fault."""
    with suppress(OSError, ValueError):
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, sys.stdout.fileno())
        os.close(nowhere)


def _open_output(kind: type[FileIO], stream: TextIO, *, is_line_buffered: bool) -> TextIOWrapper:
    """Returns a stream to the same place, whose faults are met as `kind` meets them."""
    raw = kind(stream.fileno(), "w", closefd=False)
    is_unbuffered = isinstance(stream.buffer, FileIO)  # as PYTHONUNBUFFERED asks
    target = raw if is_unbuffered else BufferedWriter(raw)
    return TextIOWrapper(target, line_buffering=is_line_buffered, write_through=is_unbuffered)
