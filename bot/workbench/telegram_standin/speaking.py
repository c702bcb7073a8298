"""What Telegram finds in a person's text before a bot gets it."""

import re

from bot.workbench.telegram_standin.entities import Entity, count_utf16

COMMAND = re.compile(r"(?<![\w/])/\w{1,64}(?:@\w+)?", re.ASCII)


def find_commands(text: str) -> tuple[Entity, ...]:
    """Returns the commands in a text as entities; other entities (addresses, tags) are not looked for."""
    if "/" not in text:
        return ()
    return tuple(
        {"type": "bot_command", "offset": count_utf16(text[: found.start()]), "length": count_utf16(found[0])}
        for found in COMMAND.finditer(text)
    )
