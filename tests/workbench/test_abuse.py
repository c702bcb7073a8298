"""Abuse scripts: hasty people, slow devices, restarts and bad networks.

Each script in tests/abuse must hold; here, through the core.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from acceptance import accept

from dialogs.conversation.dialogue import Dialogue
from dialogs.conversation.screening import Event, Said, Screening, Tapped, Turn
from dialogs.loading.loading import load
from dialogs.testing.scripts.format.abuse_words import WORDS
from dialogs.testing.scripts.format.blocks import BotBlock, MeBlock, Script
from dialogs.testing.scripts.format.script import parse_script
from dialogs.testing.scripts.playing.layer import AbusableLayer, BareLayer, Layer
from dialogs.testing.scripts.playing.played import PlayedScriptRun
from dialogs.testing.scripts.playing.player import FIXED_NOW, Player
from dialogs.testing.scripts.playing.saying import START
from dialogs.testing.scripts.playing.transcript import make_diff, write_transcript

pytestmark = pytest.mark.traced

HERE = Path(__file__).parents[1]
FILES = sorted((HERE / "abuse").glob("*.abuse.txt"))
DEFINITION = HERE.parent / "dialogs" / "trials" / "interfant-21.yaml"
DIALOGUE = Dialogue(load(DEFINITION.read_text("utf-8"), DEFINITION.name))

BEGUN = "#me\n/start\n\n#bot\nHow old\n\n"
"""The first exchange of the scripts below; lines 3 to 8 after a title and an empty line."""


def read(file: Path) -> Script:
    return parse_script(file.read_text("utf-8"), file.name)


def play(blocks: str, layer: Layer = DIALOGUE) -> PlayedScriptRun:
    return Player(layer).play(parse_script(f"A title.\n\n{blocks}", "it.abuse.txt"))


@pytest.fixture(scope="module")
def scripts() -> list[Script]:
    return [read(file) for file in FILES]


# the scripts


@pytest.mark.sweep
@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name.removesuffix(".abuse.txt"))
def test_a_script_is_spoken_as_written(file: Path) -> None:
    """Protects the behaviour that the script's first line says; and its record, which plays again as it was."""
    played = Player(DIALOGUE).play(read(file))
    assert played.failure is None, f"{file.name}:{played.failure.line}: {played.failure.message}\n{make_diff(played)}"
    assert accept(played) == file.read_text("utf-8")
    assert Player(DIALOGUE).play(parse_script(write_transcript(played), file.name)).failure is None


@pytest.mark.traced_cases("network-drops-at-a-tap")
@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name.removesuffix(".abuse.txt"))
def test_a_script_shows_that_nothing_else_changed(file: Path) -> None:
    """Protects the scripts as tests: titles are sentences, all messages are expected, and every word is checked."""
    script = read(file)
    assert script.title.endswith("."), "the first line is a sentence"
    assert any(isinstance(block, MeBlock) and block.words for block in script.blocks), "something is abused"
    empty = [
        block.line
        for block in script.blocks
        if isinstance(block, BotBlock) and not (block.text or block.buttons or block.paths)
    ]
    assert empty == [], "these #bot blocks expect nothing"
    for exchange in Player(DIALOGUE).play(script).exchanges:
        if exchange.me is not None and exchange.me.words and exchange.steps:
            asserted = {path.path.split(".")[1] for bot in exchange.expected for path in bot.paths}
            assert asserted == {"state", "answers"} or not exchange.turn.screening.answers, (
                f"line {exchange.me.line} asserts {asserted}"
            )


def test_there_are_many_scripts_and_each_is_another(scripts: list[Script]) -> None:
    """Protects the set: at least 30, one behaviour each, and every word in several of them."""
    assert len(scripts) >= 30
    assert len({script.title for script in scripts}) == len(scripts)
    said = [
        {word.name for block in script.blocks if isinstance(block, MeBlock) for word in block.words}
        for script in scripts
    ]
    assert {
        name: sum(name in words for words in said) for name in WORDS if sum(name in words for words in said) < 5
    } == {}


# what the words mean


class Noting(BareLayer):
    """The core, which notes what is done to it."""

    def __init__(self) -> None:
        super().__init__(DIALOGUE)
        self.noted: list[str] = []

    @contextmanager
    def isolate(self, script: Script, now: datetime) -> Iterator[AbusableLayer]:
        """Gives out itself."""
        self.noted.append(f"apart {now:%H:%M:%S}")
        yield self

    def begin(self, now: datetime) -> Turn:
        """Notes when."""
        self.noted.append(f"begin {now:%H:%M:%S}")
        return super().begin(now)

    def take_turn(self, screening: Screening, event: Event, now: datetime) -> Turn:
        """Notes what and when."""
        sent = f", sent {event.sent_at:%H:%M:%S}" if isinstance(event, Said) and event.sent_at is not None else ""
        said = event.text if isinstance(event, Said) else f"{event.number} {event.key}"
        self.noted.append(f"{said} {now:%H:%M:%S}{sent}")
        return super().take_turn(screening, event, now)

    def restart(self, now: datetime) -> None:
        """Notes when."""
        self.noted.append(f"restart {now:%H:%M:%S}")

    def drop_network(self) -> None:
        """Notes it."""
        self.noted.append("drop")


@pytest.mark.parametrize(
    ("blocks", "noted"),
    [
        (
            "#me\n/start\n#me\n120\n#me\nT-ALL\n",
            ["begin 12:00:00", "120 12:00:04, sent 12:00:04", "2 is:t_all 12:00:08"],
        ),
        (
            "#me\n/start\n#me\n120\n#me\n!repeat\n",
            ["begin 12:00:00", "120 12:00:04, sent 12:00:04", "120 12:00:04, sent 12:00:04"],
        ),
        (
            "#me\n120\n#me\nT-ALL\n#me\n!repeat\n!repeat\n",
            [*["begin 12:00:00", "120 12:00:04, sent 12:00:04"], *["2 is:t_all 12:00:08"] * 3],
        ),
        ("#me\n/start\n#me\n!repeat\n120\n", ["begin 12:00:00", "begin 12:00:00", "120 12:00:04, sent 12:00:04"]),
        (
            "#me\n/start\n#me\n!stale 1\n#me\n!stale 1|Why?\n",
            ["begin 12:00:00", "1 unknown 12:00:04", "1 why 12:00:08"],
        ),
        ("#me\n!clock 2026-06-01T13:00\n/start\n#me\nwhy\n", ["begin 13:00:00", "why 13:00:04, sent 13:00:04"]),
        ("#me\n/start\n#me\n!clock 2026-06-01T12:00:01.9\nwhy\n", ["begin 12:00:00", "why 12:00:01, sent 12:00:01"]),
        ("#me\n/start\n#me\n!clock 2026-06-01T15:00+02:00\nwhy\n", ["begin 12:00:00", "why 13:00:00, sent 13:00:00"]),
        (
            "#me\n/start\n#me\n120\n#me\n!other-device\nWhy?\n",
            ["begin 12:00:00", "120 12:00:04, sent 12:00:04", "1 why 12:00:08"],
        ),
        (
            "#me\n/start\n#me\n120\n#me\n!other-device\nT-ALL\n#me\nT-ALL\n",
            ["begin 12:00:00", "120 12:00:04, sent 12:00:04", "T-ALL 12:00:08, sent 12:00:04", "2 is:t_all 12:00:12"],
        ),
        (
            "#me\n/start\n#me\n!restart\n#me\n!drop-network\n120\n",
            ["begin 12:00:00", "restart 12:00:04", "drop", "120 12:00:04, sent 12:00:04"],
        ),
        (
            "#me\n!drop-network\n/start\n#me\n!restart\n!stale 1\n",
            ["drop", "begin 12:00:00", "restart 12:00:04", "1 unknown 12:00:04"],
        ),
        ("#bot\nHow old\n\n#me\nwhy\n", ["begin 12:00:00", "why 12:00:04, sent 12:00:04"]),
    ],
)
def test_a_word_does_what_the_guide_says(blocks: str, noted: list[str]) -> None:
    """Protects the meaning of the words: what is done, on which button, when, and when it was sent."""
    layer = Noting()
    assert [each for exchange in play(blocks, layer).exchanges for each in exchange.faults] == []
    assert layer.noted == ["apart 12:00:00", *noted]


def test_a_number_is_that_of_the_question_and_an_ask_back_has_one_too() -> None:
    """Protects `!stale`: its number is the dialogue's. It answers an open question, and a closed one it does not."""
    played = play("#me\n/start\n#me\n45\n#me\n!stale 1\n#me\n!stale 2|45 days\n#me\n!stale 2|45 days\n")
    assert [exchange.turn.refused for exchange in played.exchanges] == [False, False, True, False, True]
    assert played.exchanges[-1].turn.screening.answers.keys() == {"age_days"}


def test_the_steps_of_a_script_say_when() -> None:
    """Protects reports on a script whose clock moves: each step has its time. Where the clock stands still none has."""
    steps = [step for exchange in play("#me\n120\n#me\n!clock 2026-12-01\nwhy\n").exchanges for step in exchange.steps]
    assert [step.at for step in steps] == [
        FIXED_NOW,
        FIXED_NOW + timedelta(seconds=4),
        datetime(2026, 12, 1, tzinfo=UTC),
    ]
    calm = Player(DIALOGUE).play(parse_script("T.\n#me\n/start\n#me\nwhy\n", "it.convo.txt"))
    assert {
        (step.at, getattr(step.event, "sent_at", None)) for exchange in calm.exchanges for step in exchange.steps
    } == {(None, None)}


@pytest.mark.parametrize(
    ("blocks", "line", "message"),
    [
        (BEGUN + "#me\n!stale 2\n", 10, "!stale: no question 2 was shown with buttons; name one of those that were: 1"),
        (
            "#me\n!stale 1\n", 4,
            "!stale: no question 1 was shown with buttons; name one of those that were: none so far",
        ),
        (
            BEGUN + "#me\n!stale 1|T-ALL\n", 10,
            (
                "!stale: question 1 had no button 'T-ALL'; name one of those that it had: "
                "Don't know, Diagnosis date not fixed yet, Why?"
            ),
        ),
        (
            BEGUN + "#me\n!clock 2026-06-01T11:59\n", 10,
            "!clock: the clock stands at 2026-06-01T12:00:00 and goes only forward; name a later time",
        ),
        ("#me\n!repeat\n/start\n#bot\nHow old\n", 4, "!repeat: nothing was said yet; say something first"),
        (
            BEGUN + "#me\n!clock 2026-07-01\n!repeat\n", 11,
            "!repeat: the clock has moved, so nothing is said again at once; write it before !clock",
        ),
        (
            BEGUN + "#me\n!other-device\nwhy\n#bot\n", 10,
            "!other-device: nothing stood there before the last turn; say something first",
        ),
        (
            BEGUN + "#me\n120\n#bot\n\n#me\n!other-device\n!stale 1\n#bot\n", 14,
            "!other-device: nothing is said on it; write what is said in the next line",
        ),
    ],
)  # fmt: skip
def test_a_word_that_cannot_be_done_fails_at_its_line(blocks: str, line: int, message: str) -> None:
    """Protects the author: file, line, fault and remedy, and the rest of the script is played all the same."""
    failure = play(blocks).failure
    assert failure is not None
    assert (failure.line, failure.message, failure.file) == (line, message, "it.abuse.txt")


def test_what_one_script_does_is_nothing_to_the_next() -> None:
    """Protects `!other-device` and `!clock` from reaching into another script."""
    player = Player(DIALOGUE)
    first = parse_script("T.\n#me\n/start\n#me\n120\n#me\n!clock 2027-01-01\n!other-device\n", "a.abuse.txt")
    second = parse_script("T.\n#me\n/start\n#me\n120\n#me\nT-ALL\n", "b.abuse.txt")
    before = write_transcript(player.play(second))
    assert player.play(first).failure is not None
    assert write_transcript(player.play(second)) == before


# what the scripts would catch


class Faulty(Noting):
    """A core with a fault that abuse scripts are there to find."""

    fault = ""
    is_dropping = False
    lost: Screening | None = None

    def take_turn(self, screening: Screening, event: Event, now: datetime) -> Turn:
        """Takes a turn with the fault."""
        if self.lost is not None:
            screening, self.lost = self.lost, None
        if self.fault == "never asks whether the same text is meant" and isinstance(event, Said):
            screening = replace(screening, typed=None)
        if self.fault == "takes what was sent too early" and isinstance(event, Said):
            event = replace(event, last_seen=None)
        if self.fault == "takes old keyboards for the open one" and isinstance(event, Tapped):
            event = replace(event, number=screening.number)
        turn = super().take_turn(screening, event, now)
        if self.is_dropping:
            self.is_dropping = False
            again = super().take_turn(turn.screening, event, now)
            return (
                again
                if self.fault == "takes twice what arrives twice"
                else replace(turn, messages=turn.messages + again.messages)
            )
        return turn

    def restart(self, now: datetime) -> None:
        """Loses everything, if that is the fault."""
        if self.fault == "forgets all at a restart":
            self.lost = self.begin(now).screening

    def drop_network(self) -> None:
        """Handles the next event twice, if that is the fault, or answers it twice."""
        self.is_dropping = self.fault in {"takes twice what arrives twice", "says twice what arrives twice"}


@pytest.mark.sweep
@pytest.mark.parametrize(
    ("fault", "word"),
    [
        ("never asks whether the same text is meant", "repeat"),
        ("takes what was sent too early", "other-device"),
        ("takes old keyboards for the open one", "stale"),
        ("takes old keyboards for the open one", "repeat"),
        ("takes twice what arrives twice", "drop-network"),
        ("says twice what arrives twice", "drop-network"),
        ("forgets all at a restart", "restart"),
    ],
)
def test_the_scripts_find_a_fault(fault: str, word: str, scripts: list[Script]) -> None:
    """Protects the scripts themselves: with the fault, some that say the word go red; without it, none."""
    faulty = Faulty()
    concerned = [
        script
        for script in scripts
        if any(isinstance(block, MeBlock) and word in {each.name for each in block.words} for block in script.blocks)
    ]
    assert [script.file for script in concerned if Player(faulty).play(script).failure is not None] == []
    faulty.fault = fault
    assert [script.file for script in concerned if Player(faulty).play(script).failure is not None] != []


def test_a_script_begins_with_start(scripts: list[Script]) -> None:
    """Protects the scripts as they are read: the first thing said is /start, whatever is done before it."""
    assert [
        script.file for script in scripts if not isinstance(script.blocks[0], MeBlock) or script.blocks[0].text != START
    ] == []
