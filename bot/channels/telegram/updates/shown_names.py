"""How Telegram shows a person to others: what somebody who is let in can be recognised by."""

from typing import Any

LONGEST_NAME = 100
"""Characters; a first and a last name have at most 64 each."""


def read_shown_name(person: Any) -> str:
    """Returns the names of a person and their @name, as far as Telegram tells them, in one line that can be printed."""
    parts = [person.get("first_name"), person.get("last_name")]
    if isinstance(name := person.get("username"), str):
        parts.append(f"@{name}")
    shown = " ".join(part for part in parts if isinstance(part, str))
    return "".join(each for each in shown if each.isprintable())[:LONGEST_NAME].strip()
