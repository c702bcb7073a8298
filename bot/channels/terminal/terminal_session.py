"""The keys and the screen of one terminal: shows messages, asks, opens what is folded, shrinks what was answered."""

from dataclasses import replace
from typing import TextIO

from prompt_toolkit.input import Input
from prompt_toolkit.output import Output

from bot.channels.terminal import wording
from bot.channels.terminal.choice_columns import count_prompt_lines
from bot.channels.terminal.folding import asks_for_details, has_folded
from bot.channels.terminal.message_page import draw_blocks, find_verdicts, make_message_page, make_summary
from bot.channels.terminal.prompt import Prompt
from bot.channels.terminal.render_context import RenderContext
from bot.channels.terminal.screen import ShownPages
from dialogs.conversation.blocks import Block, Progress, Question, Recorded
from dialogs.conversation.messages import Message, MessageKind, find_question
from dialogs.conversation.screening import Event, Tapped


class TerminalSession:
    """One terminal, with the messages that it shows last. Verdicts stand tight where they would not fit otherwise.

    `turn` marks where they begin on the screen. `questions` marks where the open question does, each time that it was
    asked, with the block right above it.
    """

    def __init__(self, source: Input, output: Output, stdout: TextIO) -> None:
        self.source = source
        self.output = output
        self.screen = ShownPages(stdout)
        self.messages: tuple[Message, ...] = ()
        self.is_open = False
        self.can_open = False
        self.is_tight = False
        self.turn = 0
        self.questions: dict[int, Block | None] = {}

    def say(self, words: str, style: str = "") -> None:
        """Shows words."""
        self.screen.show(self.screen.make_context().styled(words, style))

    def show_messages(self, messages: tuple[Message, ...]) -> None:
        """Shows messages, with what can be folded folded."""
        self.questions = self.questions if _ask_alone(messages) else {}
        self.messages, self.is_open, self.can_open = messages, False, False
        self.is_tight = False
        self.is_tight = not self._has_room(self._measure()) and any(map(find_verdicts, messages))
        self._draw()
        self.can_open = has_folded(messages)

    def ask(self) -> Event | None:
        """Returns what was chosen or typed under the last message; None when the person leaves."""
        while True:
            event = Prompt(self.messages[-1], self._make_context(), can_open=self.can_open).ask(
                self.source, self.output
            )
            if event is None or not (self.can_open and asks_for_details(event)):
                return event
            self._turn_details()

    def close_question(self, event: Event, messages: tuple[Message, ...]) -> None:
        """Shows what was chosen or typed; where that was recorded, the line that says so stands for the question."""
        blocks = [block for message in messages for block in message.blocks]
        if any(isinstance(block, Recorded) for block in blocks) and self._take_question_back(blocks[0]):
            return
        context = self.screen.make_context()
        self.screen.show(context.indent(wording.POINTER, describe_event(event, self.messages[-1]), "bold cyan"))

    def _take_question_back(self, following: Block) -> bool:
        """Takes away the open question, as far back as it is in sight; what was recorded stands in lines together."""
        below = self._count_below()
        for mark, above in self.questions.items():
            if self.screen.take_back(mark, below):
                self.questions = {}
                if above is not None and not (isinstance(above, Recorded) and isinstance(following, Recorded)):
                    self.screen.show_lines("")
                return True
        return False

    def _draw(self) -> None:
        context = self._make_context()
        is_long = not self._has_room(self._measure())
        self.turn = self.screen.height
        *pages, last = self.messages
        self.screen.show(*(make_message_page(each, context) for each in pages))
        above, question = _split(last)
        if above:
            self.screen.show_lines(draw_blocks(above, context))
        summary = make_summary(self.messages, context) if is_long else None
        if summary is not None:
            self.screen.show_lines("", summary)
        self._draw_question(above, question, context)

    def _draw_question(self, above: tuple[Block, ...], question: tuple[Block, ...], context: RenderContext) -> None:
        if question:
            self.questions[self.screen.height] = above[-1] if above else None
        if above and not context.is_tight:
            self.screen.show_lines("")
        if question:
            self.screen.show(draw_blocks(question, context))

    def _turn_details(self) -> None:
        """Opens what is folded, or folds it again, in its place."""
        self.is_open = not self.is_open
        if not self.screen.take_back(self.turn, self._count_below()):
            self.screen.clear(self.turn)
        self.questions = {mark: above for mark, above in self.questions.items() if mark < self.turn}
        self._draw()

    def _make_context(self) -> RenderContext:
        return replace(self.screen.make_context(), is_open=self.is_open, is_tight=self.is_tight)

    def _measure(self) -> int:
        context = self._make_context()
        return self.screen.measure(*(make_message_page(each, context) for each in self.messages))

    def _has_room(self, lines: int) -> bool:
        """Says whether so many lines are on the screen together, with the prompt beneath them."""
        return self.screen.has_room(lines + self._count_below())

    def _count_below(self) -> int:
        return count_prompt_lines(self.messages[-1], self._make_context(), self.screen.size.columns)


def describe_event(event: Event, message: Message) -> str:
    """Returns an event in words: the label of the button that was chosen, or what was typed."""
    if isinstance(event, Tapped):
        return next(button.label for button in message.buttons if button.key == event.key)
    return event.text.strip()


def _ask_alone(messages: tuple[Message, ...]) -> bool:
    """Says whether messages say nothing that lasts: a question once more, or an ask-back, which go with the answer."""
    return len(messages) == 1 and not messages[0].lasting


def _split(message: Message) -> tuple[tuple[Block, ...], tuple[Block, ...]]:
    """Returns the blocks of a message that stay, and its question, which a line can stand for once it is answered."""
    at = find_question(message.blocks) if message.kind in _SHRINKING else None
    if at is None or not all(isinstance(block, Progress | Question) for block in message.blocks[at:]):
        return message.blocks, ()
    return message.blocks[:at], message.blocks[at:]


_SHRINKING = (MessageKind.QUESTION, MessageKind.ASK_BACK)
