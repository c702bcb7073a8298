"""Somebody who says and taps anything, in any order, late and twice; and what that reached of a trial's dialogue."""

import random
from datetime import UTC, datetime, timedelta

from dialogs.conversation.dialogue import Dialogue
from dialogs.conversation.screening import Event, Said, Screening, Tapped
from dialogs.conversation.state_machine import find_fact
from dialogs.testing.coverage.map import Map
from dialogs.testing.coverage.probes import Probes
from dialogs.testing.coverage.reached import map_reached
from dialogs.testing.coverage.samples import list_samples
from dialogs.testing.scripts.format.blocks import Script
from dialogs.testing.scripts.playing.played import Exchange, PlayedScriptRun, PlayedStep
from dialogs.testing.scripts.playing.player import Player
from dialogs.testing.scripts.recording.said import find_text

NOW = datetime(2026, 6, 1, 12, tzinfo=UTC)
COMMANDS = (
    "why",
    "back",
    "change",
    "status",
    "help",
    "pause",
    "resume",
    "stop",
    "start over",
    "result",
    "no such thing",
)


def wandered(dialogue: Dialogue, rng: random.Random, turns: int) -> Map:
    """Returns what somebody reached in so many turns."""
    words = {fact: words_for(dialogue, fact) for fact in dialogue.trial.facts}
    now = NOW
    turn = dialogue.begin(now)
    steps = [PlayedStep(None, None, turn)]
    for _ in range(turns):
        event = anything(dialogue, turn.screening, rng, words, now)
        before, turn = turn.screening, dialogue.take_turn(turn.screening, event, now)
        steps.append(PlayedStep(before, event, turn))
        now += timedelta(seconds=rng.choice([0, 0, 1, 5]))
    exchange = Exchange(None, (), tuple(steps), turn, dialogue.trial)
    return map_reached(dialogue, PlayedScriptRun(Script("", "", ()), (exchange,)), NOW)


def words_for(dialogue: Dialogue, fact: str) -> list[str]:
    """Returns answers to a fact, what is asked back, and what is none."""
    probes = Probes(dialogue, NOW.date())
    answers = list_samples(dialogue.trial, fact, NOW.date()).values()
    said = [find_text(dialogue.trial.facts[fact], answer, NOW.date()) for answer in answers]
    return [*said, probes.find_unclear(fact), probes.find_unfit(fact), "unknown", "unknown"]


def anything(
    dialogue: Dialogue, screening: Screening, rng: random.Random, words: dict[str, list[str]], now: datetime
) -> Event:
    """Returns a tap on an open button, a stale tap, an answer, a change, or a command."""
    fact = find_fact(screening.state)
    chance = rng.random()
    if chance < 0.45:
        return Tapped(screening.number, rng.choice(dialogue.view.make_buttons(screening)).key)
    if chance < 0.75 and fact is not None:
        return Said(rng.choice(words[fact]), rng.choice([None, now]))
    if chance < 0.83:
        return Said(f"/change {rng.choice(list(words))}")
    if chance < 0.87:
        return Tapped(rng.randint(0, screening.number), rng.choice(["unknown", "keep", "back"]))
    return Said(rng.choice(["", "/"]) + rng.choice(COMMANDS))


def reached_by(dialogue: Dialogue, scripts: tuple[Script, ...], now: datetime = NOW) -> Map:
    """Plays scripts, each of which must hold, and returns what they reached."""
    reached = Map()
    for script in scripts:
        played = Player(dialogue, now).play(script)
        assert played.failure is None, (script.file, played.failure)
        reached |= map_reached(dialogue, played, now)
    return reached
