"""A bot's account: who it is, its chats, its updates, its webhook, and the taps that it may still answer."""

import asyncio
from dataclasses import dataclass, field
from typing import Any

import orjson

from bot.workbench.standin_clock import StandinClock
from bot.workbench.telegram_standin.chats import Chat
from bot.workbench.telegram_standin.limits import BotLimits
from bot.workbench.telegram_standin.updates import Updates
from bot.workbench.telegram_standin.users import User

NEVER_BY_DEFAULT = frozenset({"chat_member", "message_reaction", "message_reaction_count"})


@dataclass(slots=True)
class CallbackTap:
    """A tap on a button: a callback query."""

    id: str
    person: User
    chat: Chat
    message: int
    label: str
    data: str
    at: float
    answer: str | None = None
    is_alert: bool = False


@dataclass(slots=True)
class WebhookState:
    """Where a bot wants its updates brought; an empty URL is nowhere."""

    url: str = ""
    secret: str = ""
    most: int = 40
    error_at: int = 0
    error: str = ""
    in_flight: int = 0


@dataclass
class Bot:
    """One bot."""

    token: str
    account: User
    clock: StandinClock
    updates: Updates
    limits: BotLimits
    chats: dict[int, Chat] = field(default_factory=dict)
    taps: dict[str, CallbackTap] = field(default_factory=dict)
    commands: dict[tuple[str, str], list[dict[str, Any]]] = field(default_factory=dict)
    described: dict[tuple[str, str], str] = field(default_factory=dict)
    allowed: frozenset[str] = frozenset()
    hook: WebhookState = field(default_factory=WebhookState)
    poll: "asyncio.Future[str] | None" = None
    conflict_at: float = float("-inf")
    poll_before: tuple[int, float] = (0, float("-inf"))

    def list_shown_commands(self, chat: int) -> list[dict[str, Any]]:
        """Returns the menu that a private chat shows: that of the narrowest scope (see BotCommandScope)."""
        own = orjson.dumps({"chat_id": chat, "type": "chat"}).decode()
        scopes = (own, '{"type":"all_private_chats"}', '{"type":"default"}')
        return next((self.commands[each, ""] for each in scopes if (each, "") in self.commands), [])

    def wants(self, kind: str) -> bool:
        """Says whether updates of a kind are allowed (core.telegram.org/bots/api#getupdates, allowed_updates)."""
        return kind in self.allowed if self.allowed else kind not in NEVER_BY_DEFAULT

    def allow(self, given: object) -> None:
        """Stores which kinds of updates are allowed from now on; None leaves it, an empty list means the defaults."""
        if isinstance(given, list):
            self.allowed = frozenset(kind for kind in given if isinstance(kind, str))
