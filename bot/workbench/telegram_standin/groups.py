"""Groups that a bot is in, with the people who write there."""

from bot.workbench.telegram_standin.bots import Bot
from bot.workbench.telegram_standin.chats import Chat, ChatMessage
from bot.workbench.telegram_standin.people import Person
from bot.workbench.telegram_standin.world import World


class Group:
    """A group that a bot is in. A bot sees there only commands, unless it is told otherwise."""

    def __init__(self, world: World, bot: Bot, number: int, title: str) -> None:
        with world.lock:
            self.chat = bot.chats.setdefault(
                number, Chat(number, "group" if number > -(10**12) else "supergroup", title)
            )

    def hears(self, person: Person, text: str) -> ChatMessage:
        """Lets a person write into the group."""
        return person.sends(text, to=self.chat)

    def removes_the_bot(self) -> None:
        """Removes the bot from the group."""
        self.chat.is_blocked = True
