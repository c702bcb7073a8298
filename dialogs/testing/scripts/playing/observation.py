"""What a played script observed at each of its `#bot` blocks: plain values, so that any process can hand them on."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import zip_longest

from dialogs.conversation.messages import Message
from dialogs.testing.scripts.format.blocks import BotBlock, PathExpectation
from dialogs.testing.scripts.playing.lookup import find_value
from dialogs.testing.scripts.playing.negated import find_unwanted
from dialogs.testing.scripts.playing.played import Exchange, PlayedScriptRun
from dialogs.testing.scripts.playing.verdict_words import VerdictWords, list_verdict_words


@dataclass(frozen=True)
class ObservedMessage:
    """A message that came: its text, its buttons, and by line what stood where each JSON_PATH leads, if anything."""

    text: str
    labels: tuple[str, ...]
    values: Mapping[int, str | None]


@dataclass(frozen=True)
class ObservedBlock:
    """A block with the values of its row, and what came to it: None where nothing did."""

    expected: BotBlock
    said: ObservedMessage | None

    @property
    def has_held(self) -> bool:
        """Whether the block can stay as it is."""
        return self.said is not None and (
            self.expected.text in self.said.text
            and set(self.said.labels).issuperset(self.expected.buttons)
            and all(map(self.has_path_held, self.expected.paths))
        )

    def has_path_held(self, path: PathExpectation) -> bool:
        """Whether what stands at a path is what was expected there."""
        value = None if self.said is None else self.said.values[path.line]
        return value is not None and path.value in {None, value}


@dataclass(frozen=True)
class ByHand:
    """What a person must see to, since a file cannot be rewritten: where, why, and what to do."""

    file: str
    line: int
    what: str
    remedy: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.what}: {self.remedy}"


@dataclass(frozen=True)
class ScriptObservation:
    """What was observed of one script of a file, by the line of the block in it.

    `more` has the texts that no block expects, by the line of the block before. `by_hand` is what did not hold in a
    file that others share, or must not be; `undone` what could not be done.
    """

    file: str
    case: str
    blocks: Mapping[int, ObservedBlock]
    more: Mapping[int, tuple[str, ...]]
    verdict_words: VerdictWords
    by_hand: tuple[ByHand, ...] = ()
    undone: tuple[ByHand, ...] = ()


def observe(played: PlayedScriptRun) -> ScriptObservation:
    """Returns what was observed of a played script, so that its file can be rewritten."""
    script = played.script
    blocks: dict[int, ObservedBlock] = {}
    more: dict[int, tuple[str, ...]] = {}
    by_hand: list[ByHand] = []
    for exchange in played.exchanges:
        by_hand += _list_unwanted(exchange)
        for observed in _observe_blocks(exchange):
            bot = observed.expected
            if bot.file == script.file:
                blocks[bot.line] = observed
            elif not observed.has_held:
                by_hand.append(_share(bot.file, bot.line, script.file))
        further = tuple(message.text for message in exchange.messages[len(exchange.expected) :])
        last = exchange.expected[-1] if exchange.expected else exchange.me
        if further and last is not None and last.file == script.file:
            more[last.line] = further
        elif further and last is not None:
            by_hand.append(_share(last.file, last.line, script.file))
    words = list_verdict_words(played.exchanges[0].trial)
    undone = tuple(each for exchange in played.exchanges for each in _list_undone(exchange, script.file))
    return ScriptObservation(script.file, script.case, blocks, more, words, tuple(by_hand), undone)


def _list_unwanted(exchange: Exchange) -> Iterator[ByHand]:
    """Yields what must not be, and is, or whose message did not come: only a person can say what is meant then."""
    for bot, message in zip_longest(exchange.expected, exchange.messages[: len(exchange.expected)]):
        for each in bot.negated:
            if message is None or find_unwanted(each, message, exchange.view):
                yield ByHand(each.file, each.line, "what must not be is there, or its message did not come", _BY_HAND)


def _observe_blocks(exchange: Exchange) -> Iterator[ObservedBlock]:
    for bot, message in zip_longest(exchange.expected, exchange.messages[: len(exchange.expected)]):
        yield ObservedBlock(bot, None if message is None else _observe_message(bot, message, exchange))


def _observe_message(bot: BotBlock, message: Message, exchange: Exchange) -> ObservedMessage:
    labels = tuple(button.label for button in message.buttons)
    return ObservedMessage(
        message.text, labels, {each.line: find_value(each.path, exchange.view) for each in bot.paths}
    )


def _list_undone(exchange: Exchange, file: str) -> Iterator[ByHand]:
    for fault in exchange.faults:
        yield ByHand(fault.file or file, fault.line, "what is done here could not be done", "mend it first")


def _share(file: str, line: int, script: str) -> ByHand:
    why = f"what is expected here did not hold in {script}, and other scripts may share it"
    return ByHand(file, line, why, _BY_HAND)


_BY_HAND = "change it by hand"
