"""The lines of a file of scripts: its bytes read as UTF-8, whatever ends a line, and no sign that no editor shows."""

import re

from dialogs.testing.scripts.format.blocks import make_fault
from dialogs.testing.scripts.format.faults import ScriptFaults
from dialogs.testing.scripts.format.texts import ODD, describe_odd

MAX_CHARACTERS = 1_000_000


def decode_script(content: bytes | str, file: str) -> str:
    """Returns the text of a file. Raises `ScriptError` naming the line of the first byte that is no UTF-8."""
    if isinstance(content, str):
        return content
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError as error:
        line = len(_LINE_END.findall(content[: error.start].decode("latin-1"))) + 1
        raise make_fault(file, line, "this is no UTF-8 text", "save the file as UTF-8") from error


def split_lines(text: str, file: str) -> list[str]:
    """Returns the lines of a text, without a byte order mark. Raises `ScriptError` for what is no text of a script."""
    return _unify_ends(text, file).removesuffix("\n").split("\n")


def read_lines(text: str, file: str, faults: ScriptFaults) -> list[str] | None:
    """Returns the lines of a text, or None for what is no text of a script.

    Notes each line that no editor shows as it is, and returns it as it should be.
    """
    unified = faults.attempt(_unify_ends, text, file)
    if unified is None:
        return None
    lines = unified.removesuffix("\n").split("\n")
    if ODD.search(unified) is None:
        return lines
    return [_clean(line, number, file, faults) for number, line in enumerate(lines, 1)]


def _unify_ends(text: str, file: str) -> str:
    """Returns a text whose lines end in one way."""
    if len(text) > MAX_CHARACTERS:
        raise make_fault(file, 1, f"the script is longer than {MAX_CHARACTERS:,} characters", "split it")
    if "\0" in text:
        raise make_fault(file, 1, "this is no text file", "save the script as UTF-8 text")
    text = text.removeprefix("\ufeff")
    return _LINE_END.sub("\n", text) if "\r" in text else text


def _clean(line: str, number: int, file: str, faults: ScriptFaults) -> str:
    """Returns a line without the signs that no editor shows as they are, each of which is noted."""
    odd = dict.fromkeys(ODD.findall(line))
    for sign in odd:
        faults.note(make_fault(file, number, *describe_odd(sign)))
    return ODD.sub(lambda found: " " if found[0] == "\t" else "", line).strip(" ") if odd else line


_LINE_END = re.compile(r"\r\n|\r|\n")
