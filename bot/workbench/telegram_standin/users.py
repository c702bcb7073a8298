"""Accounts of Telegram: people and bots."""

from dataclasses import dataclass
from typing import Any


@dataclass(slots=True)
class User:
    """An account: a person's, or a bot's."""

    id: int
    name: str
    last_name: str = ""
    username: str = ""
    language: str = "en"
    is_bot: bool = False
    is_deactivated: bool = False

    def as_json(self) -> dict[str, Any]:
        """Returns the account as the Bot API shows it."""
        shown: dict[str, Any] = {"id": self.id, "is_bot": self.is_bot, "first_name": self.name}
        shown |= {"last_name": self.last_name} if self.last_name else {}
        shown |= {"username": self.username} if self.username else {}
        return shown if self.is_bot else shown | {"language_code": self.language}
