"""What a JSON_PATH may be: a way such as `$.answers.age_days`, and a value that reads the same in stock Botium."""

import re

from dialogs.testing.scripts.format.blocks import make_fault
from dialogs.testing.scripts.format.botium_words import READ

PATH = re.compile(r"\$(\.[A-Za-z_][A-Za-z0-9_]*|\[(0|[1-9][0-9]{0,5})\]|\['[^'\]\\]+'\])*")


def check_path(path: str, line: int, file: str) -> None:
    """Raises `ScriptError` for a path that is malformed."""
    if PATH.fullmatch(path) is None:
        raise make_fault(file, line, f"'{path[:60]}' is no path", f"write {READ['JSON_PATH']}")


def check_value(value: str | None, line: int, file: str) -> None:
    """Raises `ScriptError` for the value of a list, or of nothing: Botium writes them otherwise."""
    if value is not None and (value.startswith("[") or value == "null"):
        remedy = "let the path lead to one text or number, or name no value"
        raise make_fault(file, line, f"'{value[:60]}' is no single value", remedy)
