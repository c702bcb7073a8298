"""The people's side: what somebody does in Telegram, and what they see."""

from dataclasses import dataclass
from typing import Any

from bot.workbench.telegram_standin.bots import Bot, CallbackTap
from bot.workbench.telegram_standin.chats import Chat, ChatEvent, ChatMessage
from bot.workbench.telegram_standin.entities import Formatted
from bot.workbench.telegram_standin.people_updates import make_membership_change, make_tap_query
from bot.workbench.telegram_standin.speaking import find_commands
from bot.workbench.telegram_standin.updates import TAP_SECONDS, Update
from bot.workbench.telegram_standin.users import User
from bot.workbench.telegram_standin.world import World


@dataclass(frozen=True)
class Person:
    """Somebody who writes to one bot.

    What they do becomes an update at once; `date` is for messages that were long on the way.
    """

    world: World
    bot: Bot
    user: User

    @property
    def chat(self) -> Chat:
        """The private chat with the bot."""
        return self.world.chat_with(self.bot, self.user)

    @property
    def last(self) -> ChatMessage:
        """The newest message of the bot that is not deleted."""
        with self.world.lock:
            mine = [message for message in self.chat.standing() if message.sender is self.bot.account]
        if not mine:
            raise LookupError(f"{self.user.name} sees no message of the bot")
        return mine[-1]

    def sees(self) -> list[ChatMessage]:
        """Returns the chat's messages that are not deleted, oldest first."""
        with self.world.lock:
            return self.chat.standing()

    def starts(self, payload: str = "") -> ChatMessage:
        """Opens the bot through a deep link (core.telegram.org/bots/features#deep-linking)."""
        return self.sends(f"/start {payload}".rstrip())

    def sends(
        self, text: str, *, to: Chat | None = None, date: float | None = None, before: int = 0, reply_to: int = 0
    ) -> ChatMessage:
        """Writes a message, perhaps one that quotes message `reply_to`; a blocked bot is unblocked by it.

        `before` is the number of a message that the person had not seen yet: theirs has a lower one.
        """
        with self.world.lock:
            chat = to or self.chat
            if chat.is_blocked and chat.person is not None:
                self.unblocks()
            at = self.world.clock.now() if date is None else date
            message = chat.add(self.user, at, Formatted(text, find_commands(text)), before=before)
            message.reply_to = reply_to
            self._note(chat, ChatEvent(0, "", "said", message.id, text))
            if chat.person is not None or message.content.entities:
                self._put("message", message.as_json(), chat)
        return message

    def shares(self, **unread: Any) -> ChatMessage:
        """Sends what is no text, as the Bot API shows it: a contact, a place, a picture with its caption."""
        with self.world.lock:
            message = self.chat.add(self.user, self.world.clock.now(), Formatted("", ()))
            message.unread = unread
            self._put("message", message.as_json(), self.chat)
        return message

    def edits(self, message: "ChatMessage | int", text: str) -> ChatMessage:
        """Changes one of the person's own messages."""
        with self.world.lock:
            own = self.chat.messages[message] if isinstance(message, int) else message
            own.former.append(own.content)
            own.content, own.edited = Formatted(text, find_commands(text)), int(self.world.clock.now())
            self._note(own.chat, ChatEvent(0, "", "edited", own.id, text))
            self._put("edited_message", own.as_json(), own.chat)
        return own

    def deletes(self, message: ChatMessage) -> None:
        """Deletes a message for both sides; bots are not told."""
        with self.world.lock:
            message.is_deleted = True
            self._note(message.chat, ChatEvent(0, "", "deleted", message.id))

    def taps(
        self, label: str, message: ChatMessage | None = None, *, times: int = 1, stale: bool = False
    ) -> list[CallbackTap]:
        """Taps a button, once or several times; `stale`: also one that the message lost, as a slow phone shows it."""
        with self.world.lock:
            where = message or self.chat.find_labelled(label, stale=stale) or self.last
            for button in where.buttons(stale=stale):
                if button["text"] == label:
                    return [self.taps_data(button["callback_data"], where, label) for _ in range(times)]
        shown = ", ".join(button["text"] for button in where.buttons(stale=stale)) or "no buttons"
        raise LookupError(f"{self.user.name} sees no button {label!r} under message {where.id}: it shows {shown}")

    def taps_data(self, data: str, message: ChatMessage, label: str = "") -> CallbackTap:
        """Sends a tap with any data, forged or foreign; a tap waits for 150 seconds only."""
        with self.world.lock:
            now = self.world.clock.now()
            tap = CallbackTap(str(next(self.world.tap_numbers)), self.user, message.chat, message.id, label, data, now)
            self.bot.taps[tap.id] = tap
            self._note(message.chat, ChatEvent(0, "", "tapped", message.id, label or data))
            self._put("callback_query", make_tap_query(tap, message), message.chat, ("taps", self.user.id), TAP_SECONDS)
        return tap

    def blocks(self) -> None:
        """Blocks the bot."""
        self._turns(is_blocked=True)

    def unblocks(self) -> None:
        """Lets the bot write again."""
        self._turns(is_blocked=False)

    def deactivates(self) -> None:
        """Deletes the account."""
        with self.world.lock:
            self.user.is_deactivated = True

    def _turns(self, *, is_blocked: bool) -> None:
        with self.world.lock:
            chat = self.chat
            if chat.is_blocked == is_blocked:
                return
            chat.is_blocked = is_blocked
            self._note(chat, ChatEvent(0, "", "blocked" if is_blocked else "unblocked"))
            changed = make_membership_change(chat, self.user, self.bot.account, int(self.world.clock.now()))
            self._put("my_chat_member", changed, chat)

    def _note(self, chat: Chat, event: ChatEvent) -> None:
        event.at, event.who = self.world.clock.now(), self.user.name
        chat.history.append(event)

    def _put(
        self, kind: str, content: dict[str, Any], chat: Chat, queue: object = None, seconds: float = 86_400
    ) -> Update | None:
        if not self.bot.wants(kind):
            return None
        self.world.counters.acted(chat.id)
        return self.bot.updates.put({kind: content}, queue or ("chat", chat.id), seconds)
