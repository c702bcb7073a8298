"""A screening on a terminal: pages by Rich, the prompt by prompt_toolkit, and each choice as a line that stays."""

from contextlib import suppress
from typing import TextIO

from prompt_toolkit.input import Input, create_input
from prompt_toolkit.output import Output, create_output
from prompt_toolkit.output.vt100 import Vt100_Output
from rich.console import RenderableType

from bot import phrases
from bot.channels.terminal import wording
from bot.channels.terminal.message_page import make_message_page, make_summary
from bot.channels.terminal.plain import format_message
from bot.channels.terminal.prompt import Prompt
from bot.channels.terminal.render_context import make_console, make_render_context
from bot.session.unbroken_conversation import UnbrokenConversation
from dialogs.conversation.messages import Message, make_notice
from dialogs.conversation.screening import Event, Tapped


def converse(conversation: UnbrokenConversation, stdin: TextIO, stdout: TextIO, note: str = "") -> None:
    """Holds a conversation until its person leaves. The terminal is left as it was found."""
    terminal = TerminalSession(create_input(stdin), _disable_cursor_queries(create_output(stdout)), stdout)
    with suppress(BrokenPipeError):
        # Raw from first to last: between two prompts, a key would be echoed, and a Ctrl-D lost.
        with suppress(KeyboardInterrupt), terminal.source.raw_mode():
            _converse(conversation, terminal, note)
        terminal.show(make_render_context(stdout).styled(conversation.leave(), ""))


class TerminalSession:
    """The keys and the screen of one terminal."""

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

    def show_messages(self, messages: tuple[Message, ...]) -> None:
        """Shows messages. After a result, what matters most comes again before the last one, which asks."""
        context = make_render_context(self.stdout)
        *pages, last = [make_message_page(message, context) for message in messages]
        summary = make_summary(messages, context)
        self.show(*pages, *([] if summary is None else [summary]), last)

    def ask(self, message: Message) -> Event | None:
        """Returns what was chosen or typed under a message, and shows it; None when the person leaves."""
        context = make_render_context(self.stdout)
        event = Prompt(message, context).ask(self.source, self.output)
        if event is not None:
            self.show(context.indent(wording.POINTER, describe_event(event, message), "bold cyan"))
        return event


def describe_event(event: Event, message: Message) -> str:
    """Returns an event in words: the label of the button that was chosen, or what was typed."""
    if isinstance(event, Tapped):
        return next(button.label for button in message.buttons if button.key == event.key)
    return event.text.strip()


def _converse(conversation: UnbrokenConversation, terminal: TerminalSession, note: str) -> None:
    context = make_render_context(terminal.stdout)
    terminal.show(*([context.styled(note, "bold")] if note else []), context.styled(wording.KEYS, "dim"))
    messages = conversation.begin(may_choose=True)
    _show(conversation, terminal, messages)
    while (event := terminal.ask(messages[-1])) is not None:
        messages = conversation.take_event(event)
        _show(conversation, terminal, messages)


def _show(conversation: UnbrokenConversation, terminal: TerminalSession, messages: tuple[Message, ...]) -> None:
    """Shows messages; as plain text where their pages cannot be made, by a fault of ours."""
    try:
        terminal.show_messages(messages)
    except OSError:
        raise
    except Exception as fault:  # noqa: BLE001 - whatever it is, its text could hold an answer
        conversation.note_fault(fault)
        context = make_render_context(terminal.stdout)
        plain = (make_notice(phrases.SHOWN_PLAINLY), *messages)
        terminal.show(*(context.styled(format_message(each).rstrip(), "") for each in plain))


def _disable_cursor_queries(output: Output) -> Output:
    """Keeps prompt_toolkit from asking the terminal where its cursor is.

    Over a slow line the reply would come as typed text.
    """
    if isinstance(output, Vt100_Output):
        output.enable_cpr = False
    return output
