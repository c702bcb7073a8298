"""A screening on a terminal: pages by Rich, the prompt by prompt_toolkit, and what was chosen kept in sight as a line."""

from contextlib import suppress
from typing import TextIO

from prompt_toolkit.input import Input, create_input
from prompt_toolkit.output import Output, create_output
from prompt_toolkit.output.vt100 import Vt100_Output
from rich.console import RenderableType

from bot.channels.terminal import wording
from bot.channels.terminal.message_page import message_page
from bot.channels.terminal.paper import console_on, paper_of
from bot.channels.terminal.prompt import Prompt
from bot.channels.terminal.verdict_page import verdict_page
from bot.session.conversation import Conversation, Shown
from dialogs.conversation.screening import Event, Message, Tapped
from dialogs.verdict.result import criteria_pages, result_page


def converse(conversation: Conversation, stdin: TextIO, stdout: TextIO, note: str = "") -> int:
    """Holds a conversation until its person leaves, and returns 0. The terminal is left as it was found."""
    seat = Seat(create_input(stdin), _without_questions(create_output(stdout)), stdout)
    with suppress(BrokenPipeError):
        # Raw from first to last: between two prompts, a key would be echoed, and a Ctrl-D lost.
        with suppress(KeyboardInterrupt), seat.source.raw_mode():
            _converse(conversation, seat, note)
        seat.show(paper_of(stdout).text(conversation.farewell(), ""))
    return 0


class Seat:
    """Where one person sits: the keys and the screen of one terminal."""

    def __init__(self, source: Input, output: Output, stdout: TextIO) -> None:
        self.source = source
        self.output = output
        self.stdout = stdout

    def show(self, *pages: RenderableType) -> None:
        """Shows pages, each with a blank line after it."""
        console = console_on(self.stdout, paper_of(self.stdout))
        for page in pages:
            console.print(page)
            console.print()

    def show_what(self, shown: Shown) -> None:
        """Shows what a conversation gives; the result becomes a page of its own in place of its plain pages."""
        paper = paper_of(self.stdout)
        messages = list(shown.messages)
        if shown.verdict is not None and shown.trial is not None:
            self.show(verdict_page(shown.trial, shown.verdict, paper))
            plain = {result_page(shown.trial, shown.verdict), *criteria_pages(shown.trial, shown.verdict)}
            messages = [message for message in messages if message.text not in plain]
        self.show(*(message_page(message, paper) for message in messages))

    def ask(self, message: Message) -> Event | None:
        """Returns what was chosen or typed under a message, after showing it; None when the person leaves."""
        paper = paper_of(self.stdout)
        event = Prompt(message, paper).ask(self.source, self.output)
        if event is not None:
            self.show(paper.hanging(wording.POINTER, words_of(event, message), "bold cyan"))
        return event


def words_of(event: Event, message: Message) -> str:
    """Returns an event in words: the label of the button that was chosen, or what was typed."""
    if isinstance(event, Tapped):
        return next(button.label for button in message.buttons if button.key == event.key)
    return event.text.strip()


def _converse(conversation: Conversation, seat: Seat, note: str) -> None:
    paper = paper_of(seat.stdout)
    seat.show(*([paper.text(note, "bold")] if note else []), paper.text(wording.KEYS, "dim"))
    shown = conversation.begin(may_choose=True)
    seat.show_what(shown)
    while (event := seat.ask(shown.messages[-1])) is not None:
        shown = conversation.hear(event)
        seat.show_what(shown)


def _without_questions(output: Output) -> Output:
    """Keeps prompt_toolkit from asking the terminal where its cursor is: over a slow line the reply would come as typed text."""
    if isinstance(output, Vt100_Output):
        output.enable_cpr = False
    return output
