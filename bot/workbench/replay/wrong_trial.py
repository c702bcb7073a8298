"""Scripts that name no trial, and fail: whether one was written for another trial, and how it can name that."""

import re
from collections.abc import Iterable, Iterator
from contextlib import suppress
from datetime import datetime
from functools import cache

from bot.config.errors import UsageFault
from bot.config.trial_catalogue import find_trial
from dialogs.conversation.dialogue import Dialogue
from dialogs.testing.scripts.format.blocks import BotBlock
from dialogs.testing.scripts.format.header import format_trial_line
from dialogs.testing.scripts.playing.expectations import find_failures
from dialogs.testing.scripts.playing.played import Exchange, PlayedScriptRun
from dialogs.testing.scripts.playing.player import Player

MOST_TRIED = 10
"""With how many other trials a script is tried."""

EARLY = 3
"""A script fails early where one of so many exchanges at its beginning is not as expected."""


def find_other_trial(played: PlayedScriptRun, known: Iterable[str], now: datetime) -> str:
    """Returns the trial with which a script holds that names none, and fails early; empty where there is none."""
    if played.script.trial_line or any(exchange.faults for exchange in played.exchanges):
        return ""
    if not any(map(_fails, played.exchanges[:EARLY])):
        return ""
    others = [each for each in known if each != _name_trial(played)][:MOST_TRIED]
    return next((each for each in others if _holds(played, each, now)), "")


def describe_other_trial(other: str, played: PlayedScriptRun) -> str:
    """Returns what to do where a script holds with another trial than its own; empty where there is no such."""
    if not other:
        return ""
    return (
        f"It was played with the trial {_name_trial(played)}, but holds with {other}:"
        f" write “{format_trial_line(other)}” below its title."
    )


def describe_doubtful_trial(played: PlayedScriptRun, option: str) -> str:
    """Returns how to name a trial, where nothing that a script expects at first is like what its trial says.

    It is empty elsewhere, and where the script names its trial.
    """
    first = _find_first(played)
    if played.script.trial_line or not _fails(first) or not _is_foreign(first):
        return ""
    return (
        f"It was played with the trial {_name_trial(played)}, since it names none. If it is for another, write"
        f" “{format_trial_line('ID-or-FILE')}” below its title, or name that with {option}."
    )


def _name_trial(played: PlayedScriptRun) -> str:
    return played.script.trial or played.exchanges[0].trial.id


def _fails(exchange: Exchange) -> bool:
    return next(find_failures(exchange), None) is not None


def _find_first(played: PlayedScriptRun) -> Exchange:
    """Returns the exchange that is the first to expect anything in particular."""
    return next((each for each in played.exchanges if any(map(_says, each.expected))), played.exchanges[0])


def _says(bot: BotBlock) -> bool:
    return bool(bot.text or bot.buttons or bot.paths)


def _holds(played: PlayedScriptRun, trial: str, now: datetime) -> bool:
    with suppress(UsageFault):  # a faulty trial is told when it is played
        return Player(_make_dialogue(trial), now).play(played.script).failure is None
    return False


@cache
def _make_dialogue(trial: str) -> Dialogue:
    return Dialogue(find_trial(trial))


def _is_foreign(exchange: Exchange) -> bool:
    """Says whether less than half of the words that are expected are among what was said, or are of the trial."""
    expected = {word for bot in exchange.expected for text in _list_texts(bot) for word in _split(text)}
    said = {word for message in exchange.messages for word in _split(message.text)}
    labels = {word for message in exchange.messages for button in message.buttons for word in _split(button.label)}
    own = {word for fact in exchange.trial.facts for word in _split(fact)}
    return 2 * len(expected & (said | labels | own)) < len(expected)


def _list_texts(bot: BotBlock) -> Iterator[str]:
    yield bot.text
    yield from bot.buttons
    yield from (path.value for path in bot.paths if path.value is not None)


def _split(text: str) -> list[str]:
    return _WORD.findall(text.casefold())


_WORD = re.compile(r"[^\W_]+")
