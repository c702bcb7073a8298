"""Standard output of a command: a text, plain values as JSON, or the bytes of a file."""

import sys

import orjson


def print_text(text: str) -> None:
    """Prints a text, and ends its line."""
    sys.stdout.write(text + "\n")


def print_json(plain: object) -> None:
    """Prints plain values as indented JSON."""
    print_text(orjson.dumps(plain, option=orjson.OPT_INDENT_2).decode())


def print_bytes(made: bytes) -> None:
    """Prints the bytes of a file, after whatever was printed before."""
    sys.stdout.flush()
    sys.stdout.buffer.write(made)
    sys.stdout.buffer.flush()
