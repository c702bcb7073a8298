"""The scripts in tests/scripts: each is played and must hold, and together they reach all that a dialogue can do."""

import random
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from dialogs.conversation.commands import DEPENDS_ON_KEEPING, Command, parse_command
from dialogs.conversation.dialogue import Dialogue
from dialogs.conversation.screening import Said
from dialogs.conversation.state_machine import CONCLUDED
from dialogs.loading.loading import load
from dialogs.rules.answers import Known, Unknown
from dialogs.testing.scripts.format.blocks import BotBlock, MeBlock, Script
from dialogs.testing.scripts.format.script import parse_script
from dialogs.testing.scripts.playing.played import Exchange, PlayedScriptRun
from dialogs.testing.scripts.playing.player import Player
from dialogs.testing.scripts.playing.saying import START, make_event
from dialogs.testing.scripts.playing.transcript import make_diff, write_transcript
from dialogs.verdict.json_verdict import STATUS

pytestmark = pytest.mark.mutants

HERE = Path(__file__).parents[1]
DEFINITION = HERE.parent / "dialogs" / "trials" / "interfant-21.yaml"
FILES = sorted((HERE / "scripts").glob("*.convo.txt"))

DIALOGUE = Dialogue(load(DEFINITION.read_text("utf-8"), DEFINITION.name))
"""One dialogue serves every script: it holds nothing of any screening."""


def read(path: Path) -> Script:
    return parse_script(path.read_text("utf-8"), path.name)


@pytest.fixture(scope="module")
def all_played() -> list[PlayedScriptRun]:
    return [Player(DIALOGUE).play(read(path)) for path in FILES]


@pytest.fixture(scope="module")
def exchanges(all_played: list[PlayedScriptRun]) -> list[Exchange]:
    return [exchange for played in all_played for exchange in played.exchanges]


def told(played: PlayedScriptRun) -> str:
    """Returns what a reader of a failed run needs: the script's line, what came instead, and the two transcripts."""
    assert played.failure is not None
    return f"{played.script.file}:{played.failure.line}: {played.failure.message}\n{make_diff(played)}"


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name.removesuffix(".convo.txt"))
def test_a_script_is_spoken_as_written(path: Path) -> None:
    """Protects the behaviour that the script's first line says."""
    played = Player(DIALOGUE).play(read(path))
    assert played.failure is None, told(played)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name.removesuffix(".convo.txt"))
def test_a_script_begins_with_start_and_expects_something_of_every_message(path: Path) -> None:
    """Protects the scripts as tests: the title is a sentence, and no `#bot` block holds for whatever is said."""
    script = read(path)
    assert script.title.endswith("."), "the first line is a sentence"
    assert isinstance(script.blocks[0], MeBlock)
    assert script.blocks[0].text == START
    empty = [
        block.line
        for block in script.blocks
        if isinstance(block, BotBlock) and not (block.text or block.buttons or block.paths or block.negated)
    ]
    assert empty == [], "these #bot blocks expect nothing"


@pytest.mark.slow
def test_no_two_scripts_say_the_same() -> None:
    """Protects the set: one behaviour each."""
    scripts = [read(path) for path in FILES]
    assert len({script.title for script in scripts}) == len(scripts)
    assert len({tuple(each.text for each in script.blocks if isinstance(each, MeBlock)) for script in scripts}) == len(
        scripts
    )


# all of them together


def test_every_state_is_reached(exchanges: list[Exchange]) -> None:
    """Protects every `asking_<fact>`, every `clarifying_<fact>`, `settled`, `review`, `concluded` and `stopped`."""
    reached = {exchange.turn.screening.state for exchange in exchanges}
    assert [state for state in DIALOGUE.state_machine.states if state not in reached] == []


def pinned_statuses(exchange: Exchange) -> Iterator[str]:
    """Yields what the `#bot` blocks of an exchange expect of criteria, such as 'B2 unknown'."""
    for bot in exchange.expected:
        for criterion, status in re.findall(
            r"^(\w+) .*\([a-z]+\): (met|not met|unknown), (?:passes|fails|open)\.", bot.text, re.MULTILINE
        ):
            yield f"{criterion} {status}"


def test_every_criterion_is_expected_met_not_met_and_unknown(exchanges: list[Exchange]) -> None:
    """Protects each status of each criterion: not only reached in a result, but written down in a script."""
    criteria = [rule.id for rule in DIALOGUE.trial.rules.criteria]
    wanted = {f"{criterion} {status.replace('_', ' ')}" for criterion in criteria for status in STATUS.values()}
    concluded = [each for each in exchanges if each.turn.screening.state == CONCLUDED]
    pinned = {status for exchange in concluded for status in pinned_statuses(exchange)}
    assert sorted(wanted - pinned) == []


def test_every_pair_of_verdicts_is_concluded(exchanges: list[Exchange]) -> None:
    """Protects the two verdicts in all the combinations that the contract allows, and in no other."""
    pairs = {
        tuple(decision.code for decision in each.turn.verdict.decisions)
        for each in exchanges
        if each.turn.verdict is not None
    }
    assert pairs == PAIRS


@pytest.mark.parametrize("slash", [True, False], ids=["with a slash", "without a slash"])
def test_every_command_is_used(slash: bool, exchanges: list[Exchange]) -> None:  # noqa: FBT001 - a table's
    """Protects what a person can ask for at any moment, in both spellings."""
    used = {asked for exchange in exchanges if (asked := typed_command(exchange, slash=slash)) is not None}
    assert [each.name for each in Command if each not in used | DEPENDS_ON_KEEPING] == []


def typed_command(exchange: Exchange, *, slash: bool) -> Command | None:
    text = "" if exchange.me is None else exchange.me.text
    asked = parse_command(text)
    return asked[0] if asked is not None and text.startswith("/") is slash else None


@pytest.mark.parametrize("fact", DIALOGUE.trial.facts)
def test_every_option_is_answered_somewhere(fact: str, exchanges: list[Exchange]) -> None:
    """Protects every code of every fact, and "don't know" and "waiting" for those that no code settles."""
    options = getattr(DIALOGUE.view.questions[fact], "options", ())
    given = {answer.value for each in exchanges if isinstance(answer := each.turn.screening.answers.get(fact), Known)}
    assert [button.label for button in options if button.key.removeprefix("is:") not in given] == []
    assert any(isinstance(each.turn.screening.answers.get(fact), Known | Unknown) for each in exchanges)


@pytest.mark.slow
def test_the_order_of_the_scripts_does_not_matter(all_played: list[PlayedScriptRun]) -> None:
    """Protects "it holds nothing of any screening": shuffled twice, every transcript is the same to the letter."""
    before = {played.script.file: write_transcript(played) for played in all_played}
    for seed in (1, 2):
        shuffled = [played.script for played in all_played]
        random.Random(seed).shuffle(shuffled)
        player = Player(DIALOGUE)
        assert {script.file: write_transcript(player.play(script)) for script in shuffled} == before


def test_a_label_of_a_visible_button_is_a_tap_and_other_text_is_typed() -> None:
    """Protects the commands above from being taps: 'back' is typed, 'Back' under a question is tapped."""
    messages = DIALOGUE.begin(Player(DIALOGUE).now).messages
    assert isinstance(make_event("why", messages), Said)
    assert not isinstance(make_event("Why?", messages), Said)


PAIRS = {
    ("eligible", "eligible"),
    ("eligible", "excluded"),
    ("eligible", "undetermined"),
    ("undetermined", "excluded"),
    ("undetermined", "undetermined"),
    ("ineligible", "not_applicable"),
}
