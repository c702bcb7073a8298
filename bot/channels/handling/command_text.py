"""Commands of a chat as people type them: in capitals, on several lines, with signs around what belongs to them."""

import re

from dialogs.reading.cleaning import INVISIBLE

START = "/start"
INVITE = "/invite"
LOG = "/log"


def split_command(text: str) -> tuple[str, str]:
    """Returns the command with which a text begins, in small letters, and what stands behind it as it was typed.

    Both are empty where it begins with none.
    """
    shown = INVISIBLE.sub("", text).strip()
    found = _COMMAND.match(shown)
    return ("", "") if found is None else (f"/{found[1].casefold()}", shown[found.end() :].strip())


def read_parameter(typed: str) -> str:
    """Returns what a deep link carries, from what stands behind `/start`: it, the whole link, or it amid other signs.

    Its letters stay as they are. A line break within it is none of it. Phones join two hyphens to a long dash.
    """
    plain = typed.replace("\u2014", "--").translate(_HYPHENS)
    linked = _LINKED.search(plain) or _WHOLE.search(plain)
    found = linked[1] if linked else "".join(plain.split())
    return _AROUND.sub("", found)


def find_token(text: str) -> str:
    """Returns the token of an invitation in a text: behind `/start`, or in a whole link; empty where there is none."""
    word, typed = split_command(text)
    return read_parameter(typed if word == START else text) if word == START or _LINKED.search(text) else ""


_COMMAND = re.compile(r"[/\uff0f]\s*([^\W\d]\w*)[.,:;!?]*(?=\s|$)")
_LINKED = re.compile(r"[?&]start=([\w-]+)", re.ASCII)
_WHOLE = re.compile(r"(?<![\w-])([\w-]{27})(?![\w-])", re.ASCII)
"""A token of an invitation by its length, whatever words stand beside it."""

_AROUND = re.compile(r"^[^\w-]+|[^\w-]+$", re.ASCII)
_HYPHENS = {ord(each): "-" for each in "\u2010\u2011\u2012\u2013\u2212"}
