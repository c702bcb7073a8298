"""Groups that a bot is in, with the people who write there."""

from bot.workbench.telegram_standin.bots import Bot
from bot.workbench.telegram_standin.call import Call
from bot.workbench.telegram_standin.chats import Chat, ChatEvent, ChatMessage
from bot.workbench.telegram_standin.messages import find_chat, note
from bot.workbench.telegram_standin.people import Person
from bot.workbench.telegram_standin.people_updates import make_membership_change
from bot.workbench.telegram_standin.refusal import make_bad_request, make_refusal
from bot.workbench.telegram_standin.world import World


class Group:
    """A group that a bot is in. A bot sees there only commands, unless it is told otherwise."""

    def __init__(self, world: World, bot: Bot, number: int, title: str) -> None:
        self._world, self._bot = world, bot
        with world.lock:
            self.chat = bot.chats.setdefault(
                number, Chat(number, "group" if number > -(10**12) else "supergroup", title)
            )

    def hears(self, person: Person, text: str) -> ChatMessage:
        """Lets a person write into the group."""
        return person.sends(text, to=self.chat)

    def adds_the_bot(self, person: Person) -> None:
        """Lets a person add the bot to the group; it is told of that (Bot API, my_chat_member)."""
        with self._world.lock:
            self.chat.is_blocked = False
            at = int(self._world.clock.now())
            changed = make_membership_change(self.chat, person.user, self._bot.account, at)
            if self._bot.wants("my_chat_member"):
                self._bot.updates.put({"my_chat_member": changed}, ("chat", self.chat.id))

    def removes_the_bot(self) -> None:
        """Removes the bot from the group."""
        self.chat.is_blocked = True


def leave_chat(world: World, bot: Bot, call: Call) -> object:
    """Answers leaveChat: the bot leaves a group, supergroup or channel (Client.cpp, process_leave_chat_query)."""
    chat = find_chat(bot, call)
    if chat.person is not None:
        raise make_bad_request("chat is private, can't leave it")
    if chat.is_blocked:
        raise make_refusal(403, f"bot is not a member of the {chat.kind} chat")
    chat.is_blocked = True
    note(world, bot, chat, ChatEvent(0, "", "left"))
    return True
