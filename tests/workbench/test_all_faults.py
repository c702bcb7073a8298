"""One run names every fault: of each file, and of a script that plays but does not hold."""

import json
from collections.abc import Mapping
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from commands import trialscreen
from scripts import PASSING, write_script

from bot.config.trial_catalogue import find_trial
from bot.workbench.fixtures.scripts import ScriptReader, Unspoken, play
from bot.workbench.replay.result import ScriptResult
from dialogs.conversation.dialogue import Dialogue
from dialogs.testing.scripts.format.blocks import ScriptError
from dialogs.testing.scripts.format.collection import collect
from dialogs.testing.scripts.format.script import parse_script
from dialogs.testing.scripts.playing.player import FIXED_NOW

pytestmark = pytest.mark.traced

BEFORE = "$age stands in the text of a #bot block before, after which Botium takes it for what the bot said"


def faults(files: Mapping[str, bytes | str]) -> list[str]:
    """Returns all lines about what is wrong, up to the remedy."""
    errors = [each for each in collect(files) if isinstance(each, ScriptError)]
    return [": ".join(line.split(": ")[:2]) for each in errors for line in str(each).split("\n")]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (
            "#me\n/start\n#you\nhi \n#bot\nINTENT a\nBUTTONS\nhi \n#me\n",
            [
                "1: the title is missing",
                "3: '#you' begins no block",
                "6: INTENT is not read here",
                "7: BUTTONS names nothing",
                "8: blanks stand at the end of this line",
                "9: this #me says nothing",
            ],
        ),
        ("", ["1: this script is empty"]),
        (
            "Skip-it.\n",
            ["1: stock Botium leaves out a script whose title begins with 'Skip-'", "1: there are no blocks"],
        ),
        (
            "T.\ta\n\n#me\t\nhi\tyou\n#bot\nBUTTONS\ta\n\x85hi\t\n",
            [
                "1: a tab stands in this line",
                "3: a tab stands in this line",
                "4: a tab stands in this line",
                "6: a tab stands in this line",
                "7: an invisible sign (U+0085) stands in this line",
                "7: a tab stands in this line",
            ],
        ),
        (
            "T.\n#me\n!restart\n!hello\nyes\n!repeat\n#me\n!stale 1\n",
            [
                "3: !restart is a word of abuse scripts",
                "4: '!hello' is no word",
                "6: !repeat is a word of abuse scripts",
                "8: !stale is a word of abuse scripts",
            ],
        ),
        (
            "T.\n#bot\nJSON_PATH state\nJSON_PATH $.a|b|c\n?BUTTONS a\n!BUTTONS a||b\n!JSON_PATH a\n",
            [
                "3: 'state' is no path",
                "4: '$.a|b|c' is no path and value",
                "5: ? before BUTTONS is not read here",
                "6: !BUTTONS names nothing",
                "7: 'a' is no path",
            ],
        ),
        (
            "T.\n#include\n?a\nTEXT b\n#include\n#begin\nhi \n#me\nINCLUDE a|b\n",
            [
                "3: '?a' is no name to be included by",
                "4: TEXT is not read here",
                "5: this #include names nothing",
                "6: #begin is not read here",
                "9: INCLUDE takes one name",
            ],
        ),
    ],
)
def test_every_fault_of_a_script_is_named_in_order(text: str, told: list[str]) -> None:
    """Protects the author from a run for each fault: all are named at once, each with its line."""
    assert faults({"it.convo.txt": text}) == [f"it.convo.txt:{each}" for each in told]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("T.\n#me\nhi \n?there\n", ["3: blanks stand at the end of this line"]),
        ("T.\n#me\n\nhi\n?there\nyou\n", ["3: an empty line stands before the text"]),
        ("T.\n#me\n?\n", ["3: '?' at the beginning means optional in Botium"]),
        ("T.\n#me\nPAUSE 3\n", ["3: PAUSE is not read here"]),
        ('T.\n#bot\n{"a"\nb \n}\n', ["4: blanks stand at the end of this line"]),
        ("T.\n#you\n?hi \nTEXT a\n{\n", ["2: '#you' begins no block"]),
        ("T.\n#me\nINCLUDE part\na\nb\n", ["3: there is no partial script 'part'", "4: text stands after INCLUDE"]),
        ("T.\n#bot\nhi $age \n", ["3: blanks stand at the end of this line", "3: no table has the variable $age"]),
        ("\0\t\n#you\n", ["1: this is no text file"]),
        (b"T.\n\xff\n\xff\n#you\n", ["2: this is no UTF-8 text"]),
    ],
)
def test_a_fault_causes_no_invented_ones(text: bytes | str, told: list[str]) -> None:
    """Protects the author from faults that are gone with another: what cannot be known is not said."""
    assert faults({"it.convo.txt": text}) == [f"it.convo.txt:{each}" for each in told]


@pytest.mark.parametrize(
    ("name", "text", "told"),
    [
        (
            "x.scriptingmemory.txt",
            "|$age|$now|x|$age|\na|1|2|3|4|5\na|1|$2|3|$4|5\nb|1\n|1|2|3|4|5\nc|1|2||4|5\n",
            [
                "1: a cell is empty",
                "1: $age stands there twice",
                "1: $now is a function of Botium",
                "1: 'x' is no variable",
                "3: there are two rows named 'a'",
                "3: '$2' holds a $, at which Botium puts something else",
                "3: '$4' holds a $, at which Botium puts something else",
                "4: there are 2 cells, but 6 in the first line",
                "5: a cell is empty",
                "6: a cell is empty",
            ],
        ),
        (
            "x.scriptingmemory.txt",
            "|a|b\n$age|1|2\n$day|1\n$x|1|2|3\n",
            ["3: there are 2 cells, but 3 in the first line", "4: there are 4 cells, but 3 in the first line"],
        ),
        ("x.scriptingmemory.txt", "\na\n", ["1: this is no table"]),
        ("x.scriptingmemory.txt", "a\nb\n", ["1: there are no variables"]),
        ("x.scriptingmemory.txt", "|$age\nx|1\ty\nz|\0\n", ["1: this is no text file"]),
        (
            "x.utterances.txt",
            "two words\n a\na\nb \na\nc\n",
            [
                "1: the name is missing",
                "2: blanks stand at the beginning or the end of this line",
                "4: blanks stand at the beginning or the end of this line",
                "5: 'a' stands there twice",
            ],
        ),
        ("x.utterances.txt", "PAUSE\n", ["1: PAUSE is a word of Botium's", "1: PAUSE has no utterances"]),
        ("x.utterances.txt", "", ["1: the name is missing", "1: the name has no utterances"]),
        ("x.utterances.txt", "\0", ["1: this is no text file"]),
        (
            "x.pconvo.txt",
            "\ufeff a|b\n#me\n#you\n",
            [
                "1: the first line is no name to be included by",
                "1: a byte order mark stands before the name, and Botium takes it for a part",
                "2: this #me says nothing",
                "3: '#you' begins no block",
            ],
        ),
        ("x.pconvo.txt", "\0", ["1: this is no text file"]),
        (
            "skip-x.pconvo.txt",
            "x\n#me\n",
            ["1: stock Botium leaves out a file whose name begins with 'skip-'", "2: this #me says nothing"],
        ),
    ],
)
def test_every_fault_of_a_shared_file_is_named_in_order(name: str, text: str, told: list[str]) -> None:
    """Protects who shares: tables, utterances and partial scripts are read to their end too."""
    assert faults({name: text}) == [f"{name}:{each}" for each in told]


def test_what_two_tables_share_is_named_for_each() -> None:
    """Protects a table that clashes with others: each clash is named."""
    rows = "|$age\nyoung|1\nold|2\n"
    files = {
        "a.scriptingmemory.txt": rows,
        "b.scriptingmemory.txt": rows,
        "c.scriptingmemory.txt": "|$age|$day\na|1|2\n",
    }
    assert faults(files) == [
        "b.scriptingmemory.txt:2: the row 'young' stands in a.scriptingmemory.txt too",
        "b.scriptingmemory.txt:3: the row 'old' stands in a.scriptingmemory.txt too",
        "c.scriptingmemory.txt:1: $age stands in a.scriptingmemory.txt too, among other variables",
    ]


def test_every_fault_of_putting_together_is_named() -> None:
    """Protects includes, circles and variables: all that are wrong are named, those of a line that is not read too."""
    files = {
        "a.convo.txt": (
            "T.\n#include no\n#include x\n#me\n$day\n#bot\n$age hi \nBUTTONS $one|$two\nJSON_PATH $.a.$path|$null\n"
            "#me\nSAY it\n#me\n$age\n#include nor\n"
        ),
        "x.pconvo.txt": "x\n#include y\n",
        "y.pconvo.txt": "y\n#include x\n#me\n$night\n",
        "x.scriptingmemory.txt": "|$age|$path|$null\nx|1|2 3|null\n",
        "x.utterances.txt": "SAY\na\n",
    }
    assert faults(files) == [
        "a.convo.txt:2: there is no partial script 'no'",
        "a.convo.txt:3: x > y > x goes round in a circle",
        "a.convo.txt:3: no table has the variable $night",
        "a.convo.txt:5: no table has the variable $day",
        "a.convo.txt:7: blanks stand at the end of this line",
        "a.convo.txt:8: no table has the variable $one",
        "a.convo.txt:8: no table has the variable $two",
        "a.convo.txt:9: '$.a.2 3' is no path",
        "a.convo.txt:9: 'null' is no single value",
        "a.convo.txt:10: words stand after SAY, the name of utterances (x.utterances.txt)",
        f"a.convo.txt:13: {BEFORE}",
        "a.convo.txt:14: there is no partial script 'nor'",
    ]


def test_what_a_table_spoils_in_what_must_not_be_is_named_too() -> None:
    """Protects `!JSON_PATH` with variables: path and value are both looked at."""
    files = {
        "a.convo.txt": "T.\n#bot\n!JSON_PATH $.a.$path|$null\n",
        "x.scriptingmemory.txt": "|$path|$null\nx|2 3|null\n",
    }
    assert faults(files) == ["a.convo.txt:3: '$.a.2 3' is no path", "a.convo.txt:3: 'null' is no single value"]


def test_a_script_that_needs_a_faulty_file_says_so_once() -> None:
    """Protects the reader from one fault of a shared file in as many lines as a script has variables."""
    files = {
        "a.convo.txt": "T.\n#include x\n#me\n$age\n#bot\n$verdict\n#you\n",
        "x.pconvo.txt": "x\n#me\n",
        "x.scriptingmemory.txt": "|$age|$verdict\nx|1\n",
    }
    assert faults(files) == [
        "a.convo.txt:2: there is no partial script 'x'",
        "a.convo.txt:7: '#you' begins no block",
        "x.pconvo.txt:2: this #me says nothing",
        "x.scriptingmemory.txt:2: there are 2 cells, but 3 in the first line",
    ]


def test_includes_that_multiply_end() -> None:
    """Protects the run from partial scripts whose faults multiply with each include."""
    files = {
        "a.convo.txt": "T.\n#include x0\n",
        **{f"x{i}.pconvo.txt": f"x{i}\n#include x{i + 1}\nx{i + 1}\nno\n" for i in range(30)},
        "x30.pconvo.txt": "x30\n#include no\n",
    }
    told = faults(files)
    assert told[0] == "a.convo.txt:2: there is no partial script 'no' (x30.pconvo.txt:2)"
    assert "a.convo.txt:2: more than 10,000 blocks are included" in told


def test_of_many_faults_the_first_twenty_are_named() -> None:
    """Protects the screen from a file that is no script: twenty faults, and how many more."""
    (error,) = [each for each in collect({"it.convo.txt": "T.\n" + "#you\n" * 47}) if isinstance(each, ScriptError)]
    lines = str(error).split("\n")
    assert (len(lines), lines[19].split(": ")[0], lines[20]) == (21, "it.convo.txt:21", "it.convo.txt: 27 more faults")
    assert len(error.faults) == 47
    (twenty,) = collect({"it.convo.txt": "T.\n" + "#you\n" * 21})
    assert str(twenty).endswith("\nit.convo.txt: 1 more fault")


def test_a_script_of_its_own_names_all_as_well() -> None:
    """Protects whoever reads one script by itself."""
    with pytest.raises(ScriptError) as error:
        parse_script("T.\n#me\n#you\n", "it.convo.txt")
    assert [each.line for each in error.value.faults] == [2, 3]
    assert (error.value.file, error.value.line) == ("it.convo.txt", 2)
    with pytest.raises(ScriptError, match="this is no text file"):
        parse_script("\0", "it.convo.txt")


# what is told


BROKEN = "T.\n#me\n#you\n#bot\nINTENT a\n"
WRONG = (
    "Much is wrong.\n\n#me\n/start\n\n#bot\nHow young\nJSON_PATH $.state|review\n\n#me\n120 days\n\n#bot\nBUTTONS No\n"
)


@pytest.mark.sweep
def test_one_run_names_all_in_every_report(tmp_path: Path) -> None:
    """Protects terminal, JSON, JUnit and HTML: a line of its own for each fault of each file."""
    file = write_script(tmp_path, BROKEN)
    other = write_script(tmp_path, "#me\n", "other.convo.txt")
    html, junit = tmp_path / "it.html", tmp_path / "it.xml"
    ran = trialscreen("replay", tmp_path, "--html", html, "--junit", junit)
    assert ran.code == 2
    assert sorted(line.split(": ")[1] for line in ran.err.splitlines()) == [
        f"{file}:2", f"{file}:3", f"{file}:5", f"{other}:1", f"{other}:1",
    ]  # fmt: skip
    assert all(line.startswith("trialscreen: ") for line in ran.err.splitlines())
    assert ran.out.endswith("0 passed, 0 failed, 2 not readable\n")
    it, _ = json.loads(trialscreen("replay", tmp_path, "--json").out)
    assert [(each["place"], each["message"].split(": ")[0]) for each in it["faults"]] == [
        (f"{file}:2", "this #me says nothing"),
        (f"{file}:3", "'#you' begins no block"),
        (f"{file}:5", "INTENT is not read here"),
    ]
    message = ET.parse(junit).getroot().find(".//testcase/error").get("message")  # type: ignore[union-attr]
    assert message is not None
    assert len(message.split("\n")) == 3
    assert f"{file}:5: INTENT is not read here" in html.read_text(encoding="utf-8")


@pytest.mark.sweep
def test_a_failed_script_says_what_else_did_not_hold(tmp_path: Path) -> None:
    """Protects the reader of a failure: the first is told in full, of others the line; JSON and JUnit have all."""
    file = write_script(tmp_path, WRONG)
    junit = tmp_path / "it.xml"
    ran = trialscreen("replay", file, "--junit", junit)
    assert "\n2 more expectations did not hold: lines 8, 13\n--- expected\n" in ran.out
    (told,) = json.loads(trialscreen("replay", file, "--json").out)
    assert [each["place"] for each in told["faults"]] == [f"{file}:6", f"{file}:8", f"{file}:13"]
    assert told["message"].endswith("\n2 more expectations did not hold: lines 8, 13")
    failure = ET.parse(junit).getroot().find(".//testcase/failure")
    assert failure is not None
    assert f"{file}:13: expected the button 'No', but there are" in (failure.text or "")
    one = write_script(tmp_path, WRONG.replace("JSON_PATH $.state|review\n", ""))
    assert "\n1 more expectation did not hold: line 12\n" in trialscreen("replay", one).out


def test_of_very_many_failures_the_first_twenty_are_carried(tmp_path: Path) -> None:
    """Protects reports from a script in which everything is wrong."""
    file = write_script(tmp_path, "T.\n\n#me\n/start\n\n#bot\n" + "JSON_PATH $.state|no\n" * 30)
    (told,) = json.loads(trialscreen("replay", file, "--json").out)
    assert len(told["faults"]) == 20
    lines = ", ".join(map(str, range(8, 27)))
    assert told["message"].endswith(f"\n29 more expectations did not hold: lines {lines}, ...")


@pytest.mark.sweep
def test_what_failed_in_an_included_file_is_named_with_it(tmp_path: Path) -> None:
    """Protects scripts with includes: a line counts in the file that is named."""
    part = write_script(tmp_path, "part\n#me\n/start\n#bot\nHow young\n", "x.pconvo.txt")
    file = write_script(tmp_path, "T.\n#me\n/start\n#bot\nHow young\n#include part\n")
    ran = trialscreen("replay", file)
    assert f"\n1 more expectation did not hold: {part}:4\n" in ran.out


@pytest.mark.sweep
@pytest.mark.parametrize("trial", ["nosuch", "nosuch.yaml"])
def test_a_wrong_trial_is_told_with_the_other_faults(trial: str, tmp_path: Path) -> None:
    """Protects one run for all: the trial that cannot be had, and what is wrong below it; in pytest as well."""
    file = write_script(tmp_path, f"T.\n#trial {trial}\n#me\n!X\n#foo\n")
    (told,) = json.loads(trialscreen("replay", file, "--json").out)
    assert [each["place"] for each in told["faults"]] == [f"{file}:{line}" for line in (2, 4, 5)]
    assert len(trialscreen("replay", file).err.splitlines()) == 3
    (broken,) = ScriptReader("interfant-21").read(file)
    assert isinstance(broken, ScriptResult)
    assert [each.line for each in broken.faults] == [2, 4, 5]


@pytest.mark.sweep
@pytest.mark.parametrize("trial", ["nosuch", "nosuch.yaml"])
def test_what_cannot_be_read_lists_its_fault(trial: str, tmp_path: Path) -> None:
    """Protects programs that read `faults`: of a wrong trial, and of a file that is not there."""
    file = write_script(tmp_path, PASSING.replace("\n", f"\n#trial {trial}\n", 1))
    gone = tmp_path / "gone.convo.txt"
    results = json.loads(trialscreen("replay", file, gone, "--json").out)
    for told, place in zip(results, (f"{file}:2", f"{gone}:1"), strict=True):
        (fault,) = told["faults"]
        assert fault["place"] == place
        assert told["message"].removeprefix(f"{place}: ").removeprefix(f"{gone}: ") == fault["message"]


def test_a_variable_is_told_at_its_own_line() -> None:
    """Protects a long block: the line is that of the text or of the labels, however many stand before it."""
    text = "T.\n#me\na\n#bot\nBUTTONS $one\nhi\n$two\nBUTTONS $three\n!BUTTONS $four\n#me\n!! $five\n"
    told = faults({"it.convo.txt": text})
    assert [(each.split(":")[1], each.rpartition(" ")[2]) for each in told] == [
        ("5", "$one"), ("7", "$two"), ("8", "$three"), ("9", "$four"), ("11", "$five"),
    ]  # fmt: skip


def test_a_variable_of_utterances_is_told_where_they_are_called() -> None:
    """Protects utterances with a variable that no table has: the line is that of their name in the script."""
    files = {
        "it.abuse.txt": "T.\n#me\n/start\n#me\n!restart\nSAY\n#bot\na\n",
        "it.convo.txt": "T.\n#me\nSAY\n",
        "it.utterances.txt": "SAY\nit is $age\n",
    }
    assert faults(files) == [f"it.{place}: no table has the variable $age" for place in ("abuse.txt:6", "convo.txt:3")]


def test_pytest_tells_all_of_it(tmp_path: Path) -> None:
    """Protects scripts as tests: the same lines as the command prints."""
    dialogue = Dialogue(find_trial("interfant-21"))
    (broken,) = ScriptReader("interfant-21").read(write_script(tmp_path, BROKEN))
    with pytest.raises(Unspoken, match=r"(?s)it\.convo\.txt:2: .*it\.convo\.txt:3: .*it\.convo\.txt:5: "):
        play(broken, dialogue, "interfant-21", FIXED_NOW)
    (wrong,) = ScriptReader("interfant-21").read(write_script(tmp_path, WRONG))
    with pytest.raises(Unspoken, match="2 more expectations did not hold: lines 8, 13"):
        play(wrong, dialogue, "interfant-21", FIXED_NOW)
