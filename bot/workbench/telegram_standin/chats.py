"""Chats: their messages as they stand now, and everything that happened in them, in order."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any

from bot.workbench.telegram_standin.call import UploadedFile
from bot.workbench.telegram_standin.entities import Formatted
from bot.workbench.telegram_standin.keyboards import Keyboard
from bot.workbench.telegram_standin.message_numbers import choose_number
from bot.workbench.telegram_standin.users import User


@dataclass(slots=True)
class ChatEvent:
    """Something that happened in a chat; `act` is said, edited, deleted, tapped, answered, blocked or unblocked."""

    at: float
    who: str
    act: str
    message: int = 0
    text: str = ""
    rows: list[list[str]] = field(default_factory=list)


@dataclass(slots=True)
class ChatMessage:
    """A message as it stands now. `keyboards` are all that it has had; `former` are the texts before its edits."""

    id: int
    chat: "Chat"
    sender: User
    date: int
    content: Formatted
    keyboard: Keyboard | None = None
    file: UploadedFile | None = None
    is_photo: bool = False
    is_protected: bool = False
    reply_to: int = 0
    edited: int = 0
    is_deleted: bool = False
    former: list[Formatted] = field(default_factory=list)
    keyboards: list[Keyboard] = field(default_factory=list)
    unread: dict[str, Any] = field(default_factory=dict)
    """What it holds that is no text, as the Bot API shows it: a contact, a place, a picture with its caption."""

    @property
    def text(self) -> str:
        """The text, or the caption."""
        return self.content.text

    def buttons(self, *, stale: bool = False) -> Iterator[dict[str, Any]]:
        """Gives the buttons that send something when they are tapped.

        Stale ones too, newest keyboard first, as a phone that was slow still shows them.
        """
        shown = list(reversed(self.keyboards)) if stale else [self.keyboard or []]
        return (button for keyboard in shown for row in keyboard for button in row if "copy_text" not in button)

    @property
    def copied(self) -> list[str]:
        """What its buttons copy."""
        buttons = (button for row in self.keyboard or [] for button in row)
        return [button["copy_text"]["text"] for button in buttons if "copy_text" in button]

    def as_json(self) -> dict[str, Any]:
        """Returns the message as the Bot API shows it."""
        chat = self.chat
        shown: dict[str, Any] = {
            "message_id": self.id,
            "from": self.sender.as_json(),
            "chat": chat.as_json(),
            "date": self.date,
        }
        if self.edited:
            shown["edit_date"] = self.edited
        quoted = chat.messages.get(self.reply_to)
        if quoted is not None and not quoted.is_deleted:  # what it quotes itself is left out (bots/api#message)
            shown["reply_to_message"] = replace(quoted, reply_to=0).as_json()
        text, entities = ("caption", "caption_entities") if self.file else ("text", "entities")
        if self.file:
            shown |= self.attachment(self.file)
        if self.text:
            shown[text] = self.text
        if self.content.entities:
            shown[entities] = list(self.content.entities)
        shown |= self.unread
        if self.is_protected:
            shown["has_protected_content"] = True
        if self.keyboard:
            shown["reply_markup"] = {"inline_keyboard": self.keyboard}
        return shown

    def attachment(self, file: UploadedFile) -> dict[str, Any]:
        """Returns the file as the Bot API shows it."""
        name = f"{self.chat.id}-{self.id}"
        described: dict[str, Any] = {
            "file_id": f"file-{name}",
            "file_unique_id": f"unique-{name}",
            "file_size": len(file.content),
        }
        if self.is_photo:
            return {"photo": [described | {"width": 90, "height": 90}]}
        return {"document": described | {"file_name": file.name, "mime_type": file.kind}}


@dataclass(slots=True)
class Chat:
    """A chat of one bot: with one person, or in a group."""

    id: int
    kind: str
    title: str
    person: User | None = None
    is_blocked: bool = False
    messages: dict[int, ChatMessage] = field(default_factory=dict)
    history: list[ChatEvent] = field(default_factory=list)
    last_id: int = 0

    def as_json(self) -> dict[str, Any]:
        """Returns the chat as the Bot API shows it."""
        shown: dict[str, Any] = {"id": self.id, "type": self.kind}
        if self.person is None:
            return shown | {"title": self.title}
        shown["first_name"] = self.person.name
        return shown | ({"username": self.person.username} if self.person.username else {})

    def add(
        self, sender: User, at: float, content: Formatted, keyboard: Keyboard | None = None, *, before: int = 0
    ) -> ChatMessage:
        """Adds a message: the newest one, or one that was on its way when message `before` came."""
        number = choose_number(self.messages, self.last_id, before)
        self.last_id = max(self.last_id, number)
        message = ChatMessage(number, self, sender, int(at), content, keyboard)
        self.messages[message.id] = message
        if keyboard:
            message.keyboards.append(keyboard)
        return message

    def standing(self) -> list[ChatMessage]:
        """Returns the messages that are not deleted, in the order of their numbers, as a phone shows them."""
        return sorted((each for each in self.messages.values() if not each.is_deleted), key=lambda each: each.id)

    def find_labelled(self, label: str, *, stale: bool) -> ChatMessage | None:
        """Returns the newest message that shows a button, or showed it, if it is `stale`."""
        found = (each for each in reversed(self.standing()) if label in {b["text"] for b in each.buttons(stale=stale)})
        return next(found, None)
