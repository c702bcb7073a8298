"""The standard streams of the command."""

import os
import sys
from contextlib import suppress
from pathlib import Path


def open_streams() -> None:
    """Makes the standard streams UTF-8; one that was closed (`<&-`) is empty, or leads nowhere."""
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:
            setattr(sys, name, Path(os.devnull).open(mode, encoding="utf-8"))  # noqa: SIM115 - open until the process ends
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")


def silence_output() -> None:
    """Points standard output nowhere, so that the interpreter's own last flush of it finds no fault."""
    with suppress(OSError, ValueError):
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, sys.stdout.fileno())
        os.close(nowhere)
