"""A screening on a terminal: pages by Rich, the prompt by prompt_toolkit, and each choice as a line that stays."""

from contextlib import suppress
from typing import TextIO

from prompt_toolkit.input import create_input
from prompt_toolkit.output import Output, create_output
from prompt_toolkit.output.vt100 import Vt100_Output

from bot import phrases
from bot.channels.terminal import wording
from bot.channels.terminal.own_help import add_own_help
from bot.channels.terminal.plain import format_message
from bot.channels.terminal.terminal_session import TerminalSession
from bot.session.unbroken_conversation import UnbrokenConversation
from dialogs.conversation.messages import Message, make_notice


def converse(conversation: UnbrokenConversation, stdin: TextIO, stdout: TextIO, note: str = "") -> None:
    """Holds a conversation until its person leaves. The terminal is left as it was found."""
    terminal = TerminalSession(create_input(stdin), _disable_cursor_queries(create_output(stdout)), stdout)
    with suppress(BrokenPipeError):
        # Raw from first to last: between two prompts, a key would be echoed, and a Ctrl-D lost.
        with suppress(KeyboardInterrupt), terminal.source.raw_mode():
            _converse(conversation, terminal, note)
        terminal.say(conversation.leave())


def _converse(conversation: UnbrokenConversation, terminal: TerminalSession, note: str) -> None:
    if note:
        terminal.say(note, "bold")
    terminal.say(wording.KEYS, "dim")
    messages = conversation.begin(may_choose=True)
    _show(conversation, terminal, messages)
    while (event := terminal.ask()) is not None:
        messages = add_own_help(event, conversation.take_event(event), wording.KEYS_HELP)
        terminal.close_question(event, messages)
        _show(conversation, terminal, messages)


def _show(conversation: UnbrokenConversation, terminal: TerminalSession, messages: tuple[Message, ...]) -> None:
    """Shows messages; as plain text where their pages cannot be made, by a fault of ours."""
    try:
        terminal.show_messages(messages)
    except OSError:
        raise
    except Exception as fault:  # noqa: BLE001 - whatever it is, its text could hold an answer
        conversation.note_fault(fault)
        for each in (make_notice(phrases.SHOWN_PLAINLY), *messages):
            terminal.say(format_message(each).rstrip())


def _disable_cursor_queries(output: Output) -> Output:
    """Keeps prompt_toolkit from asking the terminal where its cursor is.

    Over a slow line the reply would come as typed text.
    """
    if isinstance(output, Vt100_Output):
        output.enable_cpr = False
    return output
