"""A screening on a terminal: pages by Rich, the prompt by prompt_toolkit, and what was chosen kept in sight as a line."""

from contextlib import suppress
from typing import TextIO

from prompt_toolkit.input import Input, create_input
from prompt_toolkit.output import Output, create_output
from prompt_toolkit.output.vt100 import Vt100_Output
from rich.console import RenderableType

from bot.channels.terminal import wording
from bot.channels.terminal.message_page import make_message_page
from bot.channels.terminal.paper import make_console, make_render_context
from bot.channels.terminal.prompt import Prompt
from bot.channels.terminal.verdict_page import make_verdict_page
from bot.session.conversation import Conversation, ConversationStep
from dialogs.conversation.screening import Event, Message, Tapped
from dialogs.verdict.result import make_criteria_pages, make_result_page


def converse(conversation: Conversation, stdin: TextIO, stdout: TextIO, note: str = "") -> int:
    """Holds a conversation until its person leaves, and returns 0. The terminal is left as it was found."""
    seat = TerminalSession(create_input(stdin), _disable_cursor_queries(create_output(stdout)), stdout)
    with suppress(BrokenPipeError):
        # Raw from first to last: between two prompts, a key would be echoed, and a Ctrl-D lost.
        with suppress(KeyboardInterrupt), seat.source.raw_mode():
            _converse(conversation, seat, note)
        seat.show(make_render_context(stdout).styled(conversation.leave(), ""))
    return 0


class TerminalSession:
    """Where one person sits: the keys and the screen of one terminal."""

    def __init__(self, source: Input, output: Output, stdout: TextIO) -> None:
        self.source = source
        self.output = output
        self.stdout = stdout

    def show(self, *pages: RenderableType) -> None:
        """Shows pages, each with a blank line after it."""
        console = make_console(self.stdout, make_render_context(self.stdout))
        for page in pages:
            console.print(page)
            console.print()

    def show_conversation(self, shown: ConversationStep) -> None:
        """Shows what a conversation gives; the result becomes a page of its own in place of its plain pages."""
        paper = make_render_context(self.stdout)
        messages = list(shown.messages)
        if shown.verdict is not None and shown.trial is not None:
            self.show(make_verdict_page(shown.trial, shown.verdict, paper))
            plain = {make_result_page(shown.trial, shown.verdict), *make_criteria_pages(shown.trial, shown.verdict)}
            messages = [message for message in messages if message.text not in plain]
        self.show(*(make_message_page(message, paper) for message in messages))

    def ask(self, message: Message) -> Event | None:
        """Returns what was chosen or typed under a message, after showing it; None when the person leaves."""
        paper = make_render_context(self.stdout)
        event = Prompt(message, paper).ask(self.source, self.output)
        if event is not None:
            self.show(paper.indent(wording.POINTER, describe_event(event, message), "bold cyan"))
        return event


def describe_event(event: Event, message: Message) -> str:
    """Returns an event in words: the label of the button that was chosen, or what was typed."""
    if isinstance(event, Tapped):
        return next(button.label for button in message.buttons if button.key == event.key)
    return event.text.strip()


def _converse(conversation: Conversation, seat: TerminalSession, note: str) -> None:
    paper = make_render_context(seat.stdout)
    seat.show(*([paper.styled(note, "bold")] if note else []), paper.styled(wording.KEYS, "dim"))
    shown = conversation.begin(may_choose=True)
    seat.show_conversation(shown)
    while (event := seat.ask(shown.messages[-1])) is not None:
        shown = conversation.take_event(event)
        seat.show_conversation(shown)


def _disable_cursor_queries(output: Output) -> Output:
    """Keeps prompt_toolkit from asking the terminal where its cursor is: over a slow line the reply would come as typed text."""
    if isinstance(output, Vt100_Output):
        output.enable_cpr = False
    return output
