"""What a played script observed at each of its `#bot` blocks: plain values, so that any process can hand them on."""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import zip_longest

from dialogs.conversation.messages import Message
from dialogs.testing.scripts.blocks import BotBlock
from dialogs.testing.scripts.lookup import find_value
from dialogs.testing.scripts.negated import find_unwanted
from dialogs.testing.scripts.played import Exchange, PlayedScriptRun


@dataclass(frozen=True)
class ObservedBlock:
    """What came where a `#bot` block stands, and which of its expectations held.

    `paths` has each by its line: held, and the value.
    """

    text: str
    text_held: bool
    buttons: tuple[str, ...]
    buttons_held: bool
    paths: Mapping[int, tuple[bool, str | None]]

    @property
    def has_held(self) -> bool:
        """Whether the block can stay as it is."""
        return self.text_held and self.buttons_held and all(held for held, _ in self.paths.values())


@dataclass(frozen=True)
class ScriptObservation:
    """What was observed of one script of a file, by the line of the block in it.

    `blocks` has None for a block to which nothing came. `more` has the texts that no block expects, by the line of the
    block before. `elsewhere` names an expectation that did not hold in a file that others share, or is empty.
    `unwanted` names what must not be, and is, or whose message did not come.
    """

    file: str
    source: str
    case: str
    blocks: Mapping[int, ObservedBlock | None]
    more: Mapping[int, tuple[str, ...]]
    elsewhere: str = ""
    unwanted: str = ""


def observe(played: PlayedScriptRun) -> ScriptObservation:
    """Returns what was observed of a played script, so that its file can be rewritten."""
    script = played.script
    blocks: dict[int, ObservedBlock | None] = {}
    more: dict[int, tuple[str, ...]] = {}
    elsewhere: list[str] = []
    unwanted: list[str] = []
    for exchange in played.exchanges:
        for bot, message in zip_longest(exchange.expected, exchange.messages[: len(exchange.expected)]):
            observed = None if message is None else _observe_block(bot, message, exchange)
            unwanted += [
                f"{each.file}:{each.line}"
                for each in bot.negated
                if message is None or find_unwanted(each, message, exchange.view)
            ]
            if bot.file == script.file:
                blocks[bot.line] = observed
            elif observed is None or not observed.has_held:
                elsewhere.append(f"{bot.file}:{bot.line}")
        further = tuple(message.text for message in exchange.messages[len(exchange.expected) :])
        last = exchange.expected[-1] if exchange.expected else exchange.me
        if further and last is not None and last.file == script.file:
            more[last.line] = further
        elif further and last is not None:
            elsewhere.append(f"{last.file}:{last.line}")
    return ScriptObservation(
        script.file, script.source, script.case, blocks, more, "".join(elsewhere[:1]), "".join(unwanted[:1])
    )


def _observe_block(bot: BotBlock, message: Message, exchange: Exchange) -> ObservedBlock:
    labels = tuple(button.label for button in message.buttons)
    values = {path.line: (path, find_value(path.path, exchange.view)) for path in bot.paths}
    return ObservedBlock(
        message.text,
        bot.text in message.text,
        labels,
        set(labels).issuperset(bot.buttons),
        {line: (value is not None and path.value in {None, value}, value) for line, (path, value) in values.items()},
    )
