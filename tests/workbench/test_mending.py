"""How a file of scripts is mended: whatever is wrong in it, it is read again, it holds then, and all is told."""

from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.config.trial_catalogue import find_trial
from dialogs.conversation.dialogue import Dialogue
from dialogs.testing.scripts.accepting.changes import LineChange
from dialogs.testing.scripts.accepting.mending import RewrittenFile, mend
from dialogs.testing.scripts.accepting.pieces import find_piece
from dialogs.testing.scripts.format.blocks import Script, ScriptError
from dialogs.testing.scripts.format.collection import collect
from dialogs.testing.scripts.format.script import parse_script
from dialogs.testing.scripts.playing.observation import ObservedBlock, ObservedMessage, ScriptObservation, observe
from dialogs.testing.scripts.playing.played import PlayedScriptRun
from dialogs.testing.scripts.playing.player import Player

pytestmark = [pytest.mark.traced]

TESTS = Path(__file__).parents[1]
SCRIPTS = {
    file.name: file.read_text("utf-8")
    for folder in ("scripts", "abuse", "collections")
    for file in sorted((TESTS / folder).glob("*.txt"))
}
SHARED = {name: text for name, text in SCRIPTS.items() if not name.endswith((".convo.txt", ".abuse.txt"))}
NAMES = sorted(SCRIPTS.keys() - SHARED.keys())
DIALOGUE = Dialogue(find_trial("interfant-21"))

LINES = [
    "zzz", "??x", "Trial entry: Eligible", "BUTTONS Nope|Why?", "BUTTONS T-ALL|T-All", "BUTTONS Back|$days|a\\|b",
    "JSON_PATH $.state|no", "JSON_PATH $.nothing", "JSON_PATH $.answers.age_days|120", "", "Recorded: age", "days", "?",
    "#bot", "#bot\nWhat is the diagnosys?\n", "#me\n120", "#me\nback\n", "INCLUDE to the diagnosis",
    "!TEXT_CONTAINS_ANY days|zzz", "!BUTTONS Why?|Nope", "!JSON_PATH $.state|review", "!JSON_PATH $.answers.kmt2a",
]  # fmt: skip


def play(files: dict[str, str]) -> list[PlayedScriptRun]:
    """Returns the scripts of the files, played. Raises `ScriptError` where one cannot be read."""
    runs = []
    for found in collect(files):
        if isinstance(found, ScriptError):
            raise found
        assert isinstance(found, Script)
        runs.append(Player(DIALOGUE).play(found))
    return runs


def mend_played(text: str, played: list[PlayedScriptRun]) -> RewrittenFile:
    return mend(text, [observe(each) for each in played])


@st.composite
def edited(draw: st.DrawFn) -> tuple[str, str]:
    """Draws one of our scripts in which lines were replaced, deleted, put in, misspelt or joined."""
    name = draw(st.sampled_from(NAMES))
    lines = SCRIPTS[name].split("\n")
    for _ in range(draw(st.integers(1, 5))):
        at = draw(st.integers(2, len(lines) - 1))
        kind = draw(st.sampled_from(["replace", "delete", "insert", "misspell", "cut"]))
        if kind == "misspell" and not lines[at].startswith("#"):
            place = draw(st.integers(0, len(lines[at])))
            lines[at] = lines[at][:place] + draw(st.sampled_from("xe |.")) + lines[at][place + 1 :]
        elif kind == "cut" and not lines[at].startswith("#"):
            lines[at] = lines[at][: draw(st.integers(0, len(lines[at])))]
        elif kind in {"replace", "insert"}:
            lines[at : at + (kind == "replace")] = [draw(st.sampled_from(LINES))]
        elif kind == "delete" and len(lines) > 4:
            del lines[at]
    return name, draw(st.sampled_from(["\n", "\r\n"])).join(lines)


@pytest.mark.sweep
@settings(max_examples=40)
@given(script=edited())
def test_whatever_is_wrong_is_mended_so_that_it_holds(script: tuple[str, str]) -> None:
    """Protects `--accept`: what it writes is read again and holds; a second time nothing changes; all is told."""
    name, text = script
    shared = SHARED if name in SCRIPTS and (TESTS / "collections" / name).exists() else {}
    try:
        played = play({**shared, name: text})
    except ScriptError:
        return
    mended = mend_played(text, played)
    if mended.by_hand:
        return
    again = play({**shared, name: mended.text})
    assert [each.failure for each in again] == [None] * len(played)
    second = mend_played(mended.text, again)
    assert (second.text, second.changes) == (mended.text, ())
    gone = Counter(text.splitlines()) - Counter(mended.text.splitlines())
    told = Counter(line for each in mended.changes for line in each.old)
    assert not {line: count for line, count in (gone - told).items() if line}
    assert (mended.text == text) == (mended.changes == ()) == all(each.failure is None for each in played)


def mend_block(block: str, said: ObservedMessage | None) -> tuple[str, tuple[LineChange, ...]]:
    """Returns the lines of a block, mended by a message, and what changed in it."""
    text = f"T.\n#me\n/start\n#bot\n{block}\n"
    script = parse_script(text, "it.convo.txt")
    (observed,) = (each for each in observe(Player(DIALOGUE).play(script)).blocks.values())
    observation = observe(Player(DIALOGUE).play(script))
    there: ScriptObservation = replace(observation, blocks={4: ObservedBlock(observed.expected, said)}, more={})
    mended = mend(text, [there])
    assert mended.by_hand == ()
    return mended.text.partition("#bot\n")[2], mended.changes


@pytest.mark.parametrize(
    ("block", "said", "left", "note"),
    [
        ("How big", ObservedMessage("A\nHow old $age\nB is longer", (), {}), "B is longer\n", "“How old $age”"),
        ("BUTTONS Jes", ObservedMessage("", ("Yes\t", "No "), {}), "", "the label 'Yes\t'"),
        ("x\nBUTTONS Yes|Noo", ObservedMessage("x", ("Yes", "Noo $x1"), {}), "x\nBUTTONS Yes\n", "the label 'Noo $x1'"),
        ("JSON_PATH $.state|x", ObservedMessage("x", (), {5: "[1]"}), "JSON_PATH $.state\n", "the value “[1]”"),
        ("JSON_PATH $.state|x", ObservedMessage("x", (), {5: "$abc"}), "JSON_PATH $.state\n", "the value “$abc”"),
    ],
    ids=["a line", "a label", "one of two labels", "a list", "a variable"],
)  # fmt: skip
def test_what_a_script_cannot_hold_is_told(block: str, said: ObservedMessage, left: str, note: str) -> None:
    """Protects "never drops an expectation in silence": what is left out since a script cannot hold it is named."""
    text, changes = mend_block(block, said)
    assert text == left
    assert f"a script cannot hold {note}" in " ".join(each.note for each in changes)


def test_a_message_of_which_a_script_can_hold_only_a_part_is_told_when_it_is_added() -> None:
    """Protects the same for a block that comes."""
    text = "T.\n#me\n/start\n#bot\n"
    observation = observe(Player(DIALOGUE).play(parse_script(text, "it.convo.txt")))
    (change,) = mend(text, [replace(observation, more={4: ("BUTTONS of a coat\nare said",)})]).changes
    assert change.new == ("", "#bot", "are said")
    assert "a script cannot hold “BUTTONS of a coat”" in change.note


def test_a_line_that_is_said_between_two_is_added_alone() -> None:
    """Protects the lines around it: only the one that came is told."""
    _, (change,) = mend_block("First one\nThird one", ObservedMessage("First one\nSecond\nThird one", (), {}))
    assert (change.line, change.old, change.new) == (6, (), ("Second",))


def test_a_very_long_message_is_compared_by_lines_that_are_the_same() -> None:
    """Protects the time that a rewriting takes."""
    said = "\n".join(f"line {number}" for number in range(3_000))
    text, _ = mend_block("line 7\nline 9x\nline 9", ObservedMessage(said, (), {}))
    assert text == "line 7\nline 8\nline 9\n"


@pytest.mark.parametrize(
    ("source", "said", "why"),
    [
        ("T.\n#me\n/start\n#bot\nHow big\n", "x" * 1_000_001, "the file could not be read as it would be rewritten"),
        ("T.\n#me\n/start\n#bot\nHow big\nINCLUDE x\n", "$age", "nothing of what was said can be expected here"),
    ],
    ids=["too long", "nothing that a script can hold"],
)
def test_what_cannot_be_written_is_left_to_a_person(source: str, said: str, why: str) -> None:
    """Protects a file from becoming one that cannot be read, or that means something else."""
    script = parse_script("T.\n#me\n/start\n#bot\nHow big\n", "it.convo.txt")
    observation = observe(Player(DIALOGUE).play(script))
    block = replace(observation.blocks[4], said=ObservedMessage(said, (), {}))
    (by_hand,) = mend(source, [replace(observation, blocks={4: block})]).by_hand
    assert str(by_hand).startswith("it.convo.txt:")
    assert why in str(by_hand)


def test_a_piece_that_holds_in_one_row_stays_for_it() -> None:
    """Protects the row of a table that held, where another one did not: its lines are those that were expected."""
    assert find_piece(["b", "c"], ["a", "b", "c"]) == ([("b", 0), ("c", 1)], "")
    assert find_piece(["b", "see"], ["a", "b", "sea"]) == ([("b", 0), ("sea", None)], "")
