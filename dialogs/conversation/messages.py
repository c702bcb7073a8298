"""Messages of the bot: a kind, blocks, and the buttons beneath them. Values only."""

from dataclasses import dataclass, replace
from enum import Enum

from dialogs.conversation.blocks import Answered, Block, NoteLine, Paragraph, Progress, Question, Recorded
from dialogs.conversation.plain_text import render_plain


class MessageKind(Enum):
    """What a message is for.

    A notice is what a program says around a dialogue, such as a menu of screenings. All else is the dialogue's own.
    """

    QUESTION = "question"
    ASK_BACK = "ask_back"
    NOTICE = "notice"
    PAGE = "page"
    RESULT = "result"


@dataclass(frozen=True, slots=True)
class Button:
    """A button: what it says, and the key that a tap on it carries."""

    label: str
    key: str


@dataclass(frozen=True, slots=True)
class Copyable:
    """A code or a link in a message, which a person hands on or notes down; `label` is on the button that copies it.

    A channel that has no such button leaves it in the text.
    """

    label: str
    text: str


@dataclass(frozen=True, slots=True)
class Message:
    """One message of the bot.

    `buttons` stand under question `number`; typing 1, 2, 3 chooses one of the first `numbered` of them. `copyable` is
    what can be copied of it.
    """

    kind: MessageKind
    blocks: tuple[Block, ...]
    buttons: tuple[Button, ...] = ()
    number: int = 0
    numbered: int = 0
    copyable: tuple[Copyable, ...] = ()

    @property
    def text(self) -> str:
        """The plain rendering, without the buttons."""
        return render_plain(self.blocks)

    @property
    def lasting(self) -> tuple[Block, ...]:
        """What stays worth reading once the question is answered.

        That is all but the question, what was recorded last, what a note says, and what only passes.
        """
        return tuple(block for block in self.blocks if not (isinstance(block, _PASSING) or _passes(block)))


NOTHING = Message(MessageKind.NOTICE, ())
"""Says nothing: in place of an earlier message, it leaves its blocks as they are, and takes its buttons away."""


def make_notice(text: str, *copyable: Copyable) -> Message:
    """Returns a message that says something and asks nothing."""
    return Message(MessageKind.NOTICE, (Paragraph(text),), copyable=copyable)


def make_menu(text: str, buttons: tuple[Button, ...], *further: Block) -> Message:
    """Returns a message that lets a person choose, each button with a number; `further` stands below its question."""
    return Message(MessageKind.NOTICE, (Question(text), *further), buttons, numbered=len(buttons))


def put_before(message: Message, *leads: Block) -> Message:
    """Returns a message that says something before all else that it says."""
    return replace(message, blocks=(*leads, *message.blocks)) if leads else message


def repeat_question(asked: Message) -> Message:
    """Returns a message that asks what another one asked, without what that one said before its question."""
    return replace(asked, blocks=asked.blocks[find_question(asked.blocks) or 0 :])


def drop_question(asked: Message) -> Message:
    """Returns what a message says before its question, which is not asked."""
    return Message(MessageKind.NOTICE, asked.blocks[: find_question(asked.blocks)], copyable=asked.copyable)


def find_question(blocks: tuple[Block, ...]) -> int | None:
    """Returns where a question begins among blocks, or the line that stands for it; None where none is asked."""
    return next((at for at, block in enumerate(blocks) if isinstance(block, Progress | Question | Answered)), None)


def _passes(block: Block) -> bool:
    return isinstance(block, Paragraph) and block.passing


_PASSING = (Recorded, Progress, Question, Answered, NoteLine)
