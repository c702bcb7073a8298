"""The plain terminal: one line is one thing said, and plain text comes back.

It uses no colours and no cursor; it is made for pipes, and for dumb terminals.
"""

from collections.abc import Iterable, Iterator
from contextlib import suppress
from typing import BinaryIO, TextIO

from bot.channels.terminal import wording
from bot.channels.terminal.folding import asks_for_details, fold_plainly
from bot.channels.terminal.own_help import add_own_help
from bot.channels.terminal.spelling import spell
from bot.channels.terminal.waiting import make_interruptible
from bot.config.errors import UsageFault
from bot.config.output_file import has_reader
from bot.session.conversation import Conversation
from dialogs.conversation.messages import Message, make_notice
from dialogs.conversation.screening import Said

LONGEST_LINE = 4_200
"""Characters of a line that reach the dialogue, which says that so much is too long even for a note."""

MOST_SKIPPED = 100_000_000
"""How many bytes of such a line are passed over: a device never ends one."""


def converse_plainly(
    conversation: Conversation, stdin: TextIO, stdout: TextIO, prompt: str = "", note: str = ""
) -> None:
    """Holds a conversation until the input ends. `prompt` stands before each line that is waited for."""
    try:
        with suppress(BrokenPipeError):
            _converse(conversation, stdin, stdout, prompt, note)
    except KeyboardInterrupt:
        with suppress(BrokenPipeError):
            _write(stdout, f"\n{conversation.leave()}\n")


def format_message(message: Message) -> str:
    """Returns a message as plain text: what it says, then its buttons one per line, then a blank line."""
    buttons = []
    for number, button in enumerate(message.buttons, 1):
        way = wording.NUMBERED if number <= message.numbered else wording.UNNUMBERED
        buttons.append(f"  {way.format(number=number, label=button.label)}")
    return "\n".join([message.text, *buttons, "", ""])


def _converse(conversation: Conversation, stdin: TextIO, stdout: TextIO, prompt: str, note: str) -> None:
    first = conversation.begin(may_choose=bool(prompt))
    shown = [make_notice(note), *first] if note else first
    _show(stdout, shown, prompt)
    with make_interruptible(stdin.buffer) as source:
        for line in _read_lines(source, stdin.encoding or "utf-8"):
            if prompt and asks_for_details(Said(line)) and any(fold_plainly(each) != each for each in shown):
                _write(stdout, "".join(map(format_message, shown)) + prompt)
                continue
            said = Said(line)
            shown = conversation.take_event(said)
            if prompt:
                shown = add_own_help(said, shown, wording.PLAIN_HELP)
            _show(stdout, shown, prompt)
    goodbye = conversation.leave()
    if prompt:
        _write(stdout, f"\n{goodbye}\n")


def _read_lines(source: BinaryIO, encoding: str) -> Iterator[str]:
    """Yields the lines without their ends.

    Whatever the bytes are, they come as text: what cannot be decoded comes as U+FFFD. Raises `UsageFault` for a line
    without an end.
    """
    while line := source.readline(_MOST_BYTES):
        rest, length = line, len(line)
        while len(rest) == _MOST_BYTES and not rest.endswith(b"\n"):
            rest = source.readline(_MOST_BYTES)
            length += len(rest)
            if length > MOST_SKIPPED:
                raise UsageFault(f"standard input: a line goes on for over {MOST_SKIPPED:,} bytes; end each one")
        text = line.decode("utf-8-sig" if encoding.casefold() in _UTF_8 else encoding, errors="replace")
        yield text.rstrip("\r\n")[:LONGEST_LINE]


def _show(stdout: TextIO, messages: Iterable[Message], prompt: str) -> None:
    """Shows messages; to a person at a prompt with what is folded in a line."""
    _write(stdout, "".join(format_message(fold_plainly(each) if prompt else each) for each in messages) + prompt)


def _write(stdout: TextIO, text: str) -> None:
    stdout.write(spell(text, getattr(stdout, "encoding", None) or "utf-8"))
    stdout.flush()
    if not has_reader(stdout):
        raise BrokenPipeError


_UTF_8 = ("utf-8", "utf8")

_MOST_BYTES = 4 * LONGEST_LINE + 2
