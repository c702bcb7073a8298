"""Collections of scripts: includes, tables and utterances as in Botium, their faults, and how they are accepted."""

from collections.abc import Mapping
from pathlib import Path

import pytest
from acceptance import ChangeByHandError, accept, accept_together
from hypothesis import given, settings
from hypothesis import strategies as st

from dialogs.conversation.dialogue import Dialogue
from dialogs.loading.loading import load
from dialogs.testing.scripts.format.blocks import BotBlock, Script, ScriptError
from dialogs.testing.scripts.format.collection import collect
from dialogs.testing.scripts.playing.played import PlayedScriptRun
from dialogs.testing.scripts.playing.player import Player
from dialogs.testing.scripts.playing.transcript import write_transcript

pytestmark = pytest.mark.traced

HERE = Path(__file__).parents[1]
DEFINITION = HERE.parent / "dialogs" / "trials" / "interfant-21.yaml"
DIALOGUE = Dialogue(load(DEFINITION.read_text("utf-8"), DEFINITION.name))

EXAMPLES = {path.name: path.read_bytes() for path in sorted((HERE / "collections").iterdir())}

GOOD = "Title.\n#me\n/start\n#bot\nHow old\n"
PART = "part\n#me\n/start\n#bot\nHow old\n"
AGES = "|$age|$verdict\nyoung|120|eligible\nold|400|ineligible\n"


def scripts(files: Mapping[str, bytes | str]) -> list[Script]:
    """Returns the scripts of a collection in which nothing is wrong."""
    found = collect(files)
    return (
        [each for each in found if isinstance(each, Script)] if not errors(files) else pytest.fail(str(errors(files)))
    )


def errors(files: Mapping[str, bytes | str]) -> list[ScriptError]:
    return [each for each in collect(files) if isinstance(each, ScriptError)]


def played(files: Mapping[str, bytes | str]) -> list[PlayedScriptRun]:
    return [Player(DIALOGUE).play(script) for script in scripts(files)]


def accepted_together(files: Mapping[str, bytes | str]) -> str:
    return accept_together(played(files))


# what a collection makes


def test_every_script_of_the_examples_holds() -> None:
    """Protects the examples of the testers' guide: an included beginning, a table of ages, three ways to say it."""
    assert [(each.script.file, each.script.case, each.failure) for each in played(EXAMPLES)] == [
        ("back-after-an-include.convo.txt", case, None) for case in ("number", "days", "dates")
    ] + [("restart-after-an-include.abuse.txt", case, None) for case in ("number", "days", "dates")] + [
        ("ways-to-say-it.convo.txt", f"{case}/B_PRECURSOR-L{number}", None)
        for case in ("number", "days", "dates")
        for number in (1, 2, 3)
    ]


def test_a_block_knows_the_file_in_which_it_stands() -> None:
    """Protects the place that a failure names: that of the partial script, not of the one that includes it."""
    script = scripts(EXAMPLES)[0]
    assert [(block.file.partition(".")[0], block.line) for block in script.blocks] == [
        *(("to-the-diagnosis", line) for line in (4, 7, 10, 13)),
        *(("back-after-an-include", line) for line in (6, 9)),
    ]
    bot = script.blocks[3]
    assert isinstance(bot, BotBlock)
    assert [(path.file, path.line) for path in bot.paths] == [
        ("to-the-diagnosis.pconvo.txt", 15),
        ("to-the-diagnosis.pconvo.txt", 16),
    ]


def test_scripts_come_by_name_and_row_however_the_files_are_given() -> None:
    """Protects reports from a chance order."""
    backwards = dict(reversed(EXAMPLES.items()))
    assert collect(backwards) == collect(EXAMPLES)


def test_tables_multiply_and_name_the_scripts_as_botium_does() -> None:
    """Protects the names in both reports: each row of a table with each of the other; unused tables are left out."""
    files = {
        "a.convo.txt": "T\n#me\n$age\n#me\n$role\n#bot\nBUTTONS $role|b\nJSON_PATH $.answers.$fact|$age\n",
        "ages.scriptingmemory.txt": "|$age|$fact\nx|1|age_days\ny|2|weight\n",
        "roles.scriptingmemory.txt": "|nurse|parent\n$role|N|P\n",
        "unused.scriptingmemory.txt": "|$unused\nz|1\n",
    }
    found = scripts(files)
    assert [script.title for script in found] == ["T.x.nurse", "T.x.parent", "T.y.nurse", "T.y.parent"]
    assert [script.case for script in found] == ["x.nurse", "x.parent", "y.nurse", "y.parent"]
    assert [[block.text for block in script.blocks[:2]] for script in found] == [
        ["1", "N"],
        ["1", "P"],
        ["2", "N"],
        ["2", "P"],
    ]
    last = found[-1].blocks[-1]
    assert isinstance(last, BotBlock)
    assert (last.buttons, last.paths[0].path, last.paths[0].value) == (("P", "b"), "$.answers.weight", "2")


def test_two_files_with_the_same_variables_are_one_table() -> None:
    """Protects a long table that was split, whatever the order of its columns."""
    files = {
        "a.convo.txt": "T\n#me\n$age $role\n",
        "x.scriptingmemory.txt": "|$age|$role\nx|1|a\n",
        "y.scriptingmemory.txt": "|$role|$age\ny|b|2\n",
    }
    assert [script.blocks[0].text for script in scripts(files)] == ["1 a", "2 b"]


def test_an_include_stands_where_botium_puts_it() -> None:
    """Protects the order: in #me and #bot after what the block says itself, in #include by line, and in one another."""
    files = {
        "a.convo.txt": "T.\n#me\none\nINCLUDE x\n#bot\nINCLUDE y\ntwo\n#include x\ny\n",
        "x.pconvo.txt": "x\n#me\nin x\n#bot\nINCLUDE y\n",
        "y.pconvo.txt": "y\nWhat it is for.\n#bot\nin y\n",
    }
    (script,) = scripts(files)
    assert [block.text for block in script.blocks] == ["one", "in x", "in y", "two", "in y", "in x", "in y", "in y"]


def test_a_single_utterance_changes_no_name_and_takes_variables() -> None:
    """Protects utterances: as in Botium, only several are numbered, and their variables come from the tables."""
    files = {
        "a.convo.txt": "T\n#me\nSAY\n",
        "say.utterances.txt": "SAY\n\n$age days\n",
        "ages.scriptingmemory.txt": AGES,
    }
    assert [(script.title, script.blocks[0].text) for script in scripts(files)] == [
        ("T.young", "120 days"),
        ("T.old", "400 days"),
    ]


def test_ten_utterances_are_numbered_with_two_digits() -> None:
    """Protects the names that Botium's reports have."""
    files = {"a.convo.txt": "T\n#me\nSAY\n", "say.utterances.txt": "SAY\n" + "\n".join("abcdefghij")}
    assert [script.title for script in scripts(files)][::9] == ["T/SAY-L01", "T/SAY-L10"]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_line_ends_make_no_difference(end: str) -> None:
    """Protects collections edited on another system: a byte order mark is in no table, utterance or script."""
    files = {name: content.decode().replace("\n", end) for name, content in EXAMPLES.items()}
    marked = {name: content if name.endswith(".pconvo.txt") else "\ufeff" + content for name, content in files.items()}
    assert collect(marked) == collect(EXAMPLES)


# what is wrong with a collection


@pytest.mark.traced_cases(
    "no UTF-8 text",
    "has the name 'SAY' too",
    "no table has the variable $fact",
    "tables and utterances make too many",
    "more than 50 partial scripts",
)
@pytest.mark.parametrize(
    ("files", "place", "fault", "remedy"),
    [
        # what no text file may be
        (
            {"a.convo.txt": b"T.\r\n#me\r\nM\xfcnchen\r\n"},
            "a.convo.txt:3",
            "this is no UTF-8 text",
            "save the file as UTF-8",
        ),
        ({"a.convo.txt": b"\xff\xfeT\0"}, "a.convo.txt:1", "this is no UTF-8 text", "save the file as UTF-8"),
        ({"a.convo.txt": b""}, "a.convo.txt:1", "this script is empty", "write a title"),
        (
            {"x.scriptingmemory.txt": b"|$age\nx|\xfc\n"},
            "x.scriptingmemory.txt:2",
            "this is no UTF-8 text",
            "save the file as UTF-8",
        ),
        (
            {"tests/skip.a.convo.txt": GOOD},
            "tests/skip.a.convo.txt:1",
            "stock Botium leaves out a file whose name begins with 'skip.'",
            "rename it",
        ),
        # partial scripts
        (
            {"x.pconvo.txt": "\ufeff" + PART},
            "x.pconvo.txt:1",
            "a byte order mark stands before the name, and Botium takes it for a part",
            "save",
        ),
        (
            {"x.pconvo.txt": " " + PART},
            "x.pconvo.txt:1",
            "the first line is no name to be included by",
            "begin with the name alone",
        ),
        (
            {"x.pconvo.txt": "\n" + PART},
            "x.pconvo.txt:1",
            "the first line is no name to be included by",
            "begin with the name alone",
        ),
        (
            {"x.pconvo.txt": "a|b\n" + PART},
            "x.pconvo.txt:1",
            "the first line is no name to be included by",
            "begin with the name alone",
        ),
        (
            {"x.pconvo.txt": PART, "y.pconvo.txt": PART},
            "y.pconvo.txt:1",
            "x.pconvo.txt has the name 'part' too",
            "choose another",
        ),
        (
            {"x.pconvo.txt": "part\n#me\n!restart\n"},
            "x.pconvo.txt:3",
            "!restart is a word of abuse scripts",
            "let the file's name end in",
        ),
        # tables
        (
            {"x.scriptingmemory.txt": ""},
            "x.scriptingmemory.txt:1",
            "this is no table",
            "write | and the variables in the first line",
        ),
        (
            {"x.scriptingmemory.txt": "|$age\n"},
            "x.scriptingmemory.txt:1",
            "this is no table",
            "write | and the variables",
        ),
        (
            {"x.scriptingmemory.txt": "|$age\n\nx|1\n"},
            "x.scriptingmemory.txt:1",
            "this is no table",
            "write | and the variables",
        ),
        (
            {"x.scriptingmemory.txt": "age\nx\n"},
            "x.scriptingmemory.txt:1",
            "there are no variables",
            "write | and the variables",
        ),
        (
            {"x.scriptingmemory.txt": "|$age|$day\nx|1\n"},
            "x.scriptingmemory.txt:2",
            "there are 2 cells, but 3 in the first line",
            "write as many",
        ),
        (
            {"x.scriptingmemory.txt": "|$age\nx|1|2\n"},
            "x.scriptingmemory.txt:2",
            "there are 3 cells, but 2 in the first line",
            "write as many",
        ),
        (
            {"x.scriptingmemory.txt": "|$age|$day\nx|1|\n"},
            "x.scriptingmemory.txt:2",
            "a cell is empty",
            "fill it, for Botium takes an empty cell",
        ),
        ({"x.scriptingmemory.txt": "|$age\n|1\n"}, "x.scriptingmemory.txt:2", "a cell is empty", "fill it"),
        (
            {"x.scriptingmemory.txt": "|age\nx|1\n"},
            "x.scriptingmemory.txt:1",
            "'age' is no variable",
            "write $ and a name of two or more letters",
        ),
        (
            {"x.scriptingmemory.txt": "|$a\nx|1\n"},
            "x.scriptingmemory.txt:1",
            "'$a' is no variable",
            "write $ and a name of two or more letters",
        ),
        (
            {"x.scriptingmemory.txt": "|$date\nx|1\n"},
            "x.scriptingmemory.txt:1",
            "$date is a function of Botium",
            "write a fixed value",
        ),
        (
            {"x.scriptingmemory.txt": "|$age|$age\nx|1|2\n"},
            "x.scriptingmemory.txt:1",
            "$age stands there twice",
            "remove one",
        ),
        (
            {"x.scriptingmemory.txt": "|$age\nx|1\nx|2\n"},
            "x.scriptingmemory.txt:3",
            "there are two rows named 'x'",
            "name each row differently",
        ),
        (
            {"x.scriptingmemory.txt": "|$age\nx|$&\n"},
            "x.scriptingmemory.txt:2",
            "'$&' holds a $, at which Botium puts something else",
            "write it",
        ),
        (
            {"x.scriptingmemory.txt": AGES, "y.scriptingmemory.txt": "|$age|$day\nx|1|2\n"},
            "y.scriptingmemory.txt:1",
            "$age stands in x.scriptingmemory.txt too, among other variables",
            "rename it",
        ),
        (
            {"x.scriptingmemory.txt": AGES, "y.scriptingmemory.txt": "|$age|$verdict\nmiddle|1|2\nold|1|2\n"},
            "y.scriptingmemory.txt:3",
            "the row 'old' stands in x.scriptingmemory.txt too",
            "name it differently",
        ),
        # utterances
        ({"x.utterances.txt": ""}, "x.utterances.txt:1", "the name is missing", "write one word in the first line"),
        (
            {"x.utterances.txt": "TWO WORDS\na\n"},
            "x.utterances.txt:1",
            "the name is missing",
            "write one word in the first line",
        ),
        (
            {"x.utterances.txt": "SAY\n\n"},
            "x.utterances.txt:1",
            "SAY has no utterances",
            "write each in a line of its own",
        ),
        (
            {"x.utterances.txt": "SAY\na \n"},
            "x.utterances.txt:2",
            "blanks stand at the beginning or the end of this line",
            "remove them",
        ),
        ({"x.utterances.txt": "SAY\na\na\n"}, "x.utterances.txt:3", "'a' stands there twice", "remove one"),
        (
            {"x.utterances.txt": "PAUSE\na\n"},
            "x.utterances.txt:1",
            "PAUSE is a word of Botium's",
            "choose another name",
        ),
        (
            {"x.utterances.txt": "SAY\na\n", "y.utterances.txt": "SAY\nb\n"},
            "y.utterances.txt:1",
            "x.utterances.txt has the name 'SAY' too",
            "choose",
        ),
        # scripts that use them
        (
            {"a.convo.txt": "T.\n#include x\n", "x.pconvo.txt": PART},
            "a.convo.txt:2",
            "there is no partial script 'x'",
            "the partial scripts that are there: part",
        ),
        (
            {"a.convo.txt": "T.\n\n#include part\n", "x.pconvo.txt": "part\n#bot\nhi\nINCLUDE no\n"},
            "a.convo.txt:3",
            "there is no partial script 'no' (x.pconvo.txt:4)",
            "the partial scripts that are there: part",
        ),
        (
            {
                "a.convo.txt": "T.\n#me\na\nINCLUDE x\n",
                "x.pconvo.txt": "x\n#include y\n",
                "y.pconvo.txt": "y\n#bot\nhi\nINCLUDE x\n",
            },
            "a.convo.txt:4",
            "x > y > x goes round in a circle",
            "remove one INCLUDE, such as that in y.pconvo.txt:4",
        ),
        (
            {"a.convo.txt": "T.\n#me\n$day\n", "x.scriptingmemory.txt": AGES},
            "a.convo.txt:3",
            "no table has the variable $day",
            "the variables that are there: $age, $verdict (x.scriptingmemory.txt)",
        ),
        (
            {"a.convo.txt": "T.\n\n#include x\n", "x.pconvo.txt": "x\n#bot\nJSON_PATH $.answers.$fact\n"},
            "a.convo.txt:3",
            "no table has the variable $fact",
            "write a table with it",
        ),
        (
            {"a.convo.txt": "T.\n#bot\nhi\nJSON_PATH $.answers.$age\n", "x.scriptingmemory.txt": "|$age\nx|1 2\n"},
            "a.convo.txt:4",
            "'$.answers.1 2' is no path",
            "write JSON_PATH $.state|review",
        ),
        (
            {"a.convo.txt": "T.\n#bot\nJSON_PATH $.answers.x|$age\n", "x.scriptingmemory.txt": "|$age\nx|null\n"},
            "a.convo.txt:3",
            "'null' is no single value",
            "let the path lead to one text or number",
        ),
        (
            {"a.convo.txt": "T.\n#bot\nAge: $age\n#me\n$age\n", "x.scriptingmemory.txt": AGES},
            "a.convo.txt:5",
            "$age stands in the text of a #bot block before, after which Botium takes it for what the bot said",
            "use a variable",
        ),
        (
            {"a.convo.txt": "T.\n#bot\nAge: $age\nJSON_PATH $.answers.age_days|$age\n", "x.scriptingmemory.txt": AGES},
            "a.convo.txt:4",
            "$age stands in the text of a #bot block before, after which Botium takes it for what the bot said",
            "use a variable",
        ),
        (
            {"a.convo.txt": "T.\n#bot\nSAY\n", "x.utterances.txt": "SAY\na\n"},
            "a.convo.txt:2",
            "SAY is the name of utterances (x.utterances.txt)",
            "write",
        ),
        (
            {"a.convo.txt": "T.\n#me\nSAY it\n", "x.utterances.txt": "SAY\na\n"},
            "a.convo.txt:2",
            "words stand after SAY, the name of utterances",
            "write",
        ),
        (
            {
                "a.convo.txt": "T.\n#me\n" + "#me\n".join(["S\n"] * 5),
                "x.utterances.txt": "S\n" + "\n".join("abcdefghij"),
            },
            "a.convo.txt:1",
            "tables and utterances make too many scripts of this one",
            "use fewer of them in one script",
        ),
        (
            {
                "a.convo.txt": "T.\n" + "#me\n$age\n" * 1_000,
                "x.scriptingmemory.txt": "|$age\n" + "".join(f"{i}|1\n" for i in range(1_001)),
            },
            "a.convo.txt:1",
            "tables and utterances make too many scripts of this one",
            "use fewer of them in one script",
        ),
        (
            {
                "a.convo.txt": "T.\n#include x0\n",
                **{f"x{i}.pconvo.txt": f"x{i}\n#me\na\n#include x{i + 1}\nx{i + 1}\n" for i in range(20)},
                "x20.pconvo.txt": "x20\n#me\na\n",
            },
            "a.convo.txt:2",
            "more than 10,000 blocks are included",
            "include less",
        ),
        (
            {
                "a.convo.txt": "T.\n#include x0\n",
                **{f"x{i}.pconvo.txt": f"x{i}\n#include x{i + 1}\n" for i in range(2_000)},
            },
            "a.convo.txt:2",
            "more than 50 partial scripts include each other",
            "include less",
        ),
    ],
)
def test_what_is_wrong_is_said_with_file_line_fault_and_remedy(
    files: dict[str, bytes | str], place: str, fault: str, remedy: str
) -> None:
    """Protects the author, and every other script of the collection: one faulty file never keeps the others back."""
    (error,) = errors({**files, "good.convo.txt": GOOD})
    assert str(errors(dict(reversed(files.items())))[0]) == str(error), "whatever the order of the files"
    said_place, said_fault, said_remedy = str(error).split(": ", 2)
    assert (said_place, said_fault.startswith(fault), said_remedy.startswith(remedy)) == (place, True, True), str(error)
    assert f"{error.file}:{error.line}" == place
    assert GOOD in {each.source for each in collect({**files, "good.convo.txt": GOOD}) if isinstance(each, Script)}


def test_a_script_that_needs_a_faulty_file_names_it() -> None:
    """Protects the author from looking for the fault in the wrong file."""
    files = {
        "a.convo.txt": "T.\n#include x\n",
        "b.convo.txt": "T.\n#me\n$age\n",
        "x.pconvo.txt": "x\n",
        "x.scriptingmemory.txt": "|$age\n",
    }
    said = [str(error) for error in errors(files)]
    assert [each.partition(": ")[0] for each in said] == [
        "a.convo.txt:2",
        "b.convo.txt:3",
        "x.pconvo.txt:1",
        "x.scriptingmemory.txt:1",
    ]
    assert said[0].endswith(
        "there is no partial script 'x': mend x.pconvo.txt, x.scriptingmemory.txt first, which cannot be read"
    )
    assert said[1].endswith(
        "no table has the variable $age: mend x.pconvo.txt, x.scriptingmemory.txt first, which cannot be read"
    )


LINES = st.sampled_from(
    [
        "T",
        "#me",
        "#bot",
        "#include x",
        "INCLUDE x",
        "$age",
        "$no",
        "a|b",
        "|$age|$day",
        "x|1|2",
        "S",
        "BUTTONS $age",
        "JSON_PATH $.$age|$day",
        "",
        "?",
        "!x",
    ]
)
CONTENTS = st.one_of(
    st.binary(max_size=12),
    st.text(max_size=12),
    st.lists(LINES, max_size=8).map(lambda lines: "T\n#me\n" + "\n".join(lines)),
)
NAMES = st.sampled_from(
    ["a.convo.txt", "b.abuse.txt", "x.pconvo.txt", "x.scriptingmemory.txt", "x.utterances.txt", "notes"]
)


@pytest.mark.sweep
@settings(max_examples=60)
@given(st.dictionaries(NAMES, CONTENTS | st.lists(LINES, max_size=8).map("\n".join), max_size=6))
def test_any_files_are_scripts_or_errors_with_a_place(files: dict[str, bytes | str]) -> None:
    """Protects replay from any file in the folder: never a traceback, and never a fault without its place."""
    for each in collect(files):
        assert each.file in files
        assert isinstance(each, Script) or str(each).startswith(f"{each.file}:{each.line}: ")


# accepting


@pytest.mark.sweep
def test_what_is_accepted_keeps_includes_and_variables_and_everything_that_held() -> None:
    """Protects `--accept`: one line changes in the file, for all the rows of its table."""
    files = {name: content.decode().replace("newly diagnosed, or", "new or") for name, content in EXAMPLES.items()}
    wrong = {name: content for name, content in files.items() if not name.startswith(("back", "restart"))}
    assert {each.failure is None for each in played(wrong)} == {False}
    text = accepted_together(wrong)
    assert [line for line in text.split("\n") if line not in wrong["ways-to-say-it.convo.txt"].split("\n")] == [
        "Is the leukaemia newly diagnosed, or a relapse?",
    ]
    assert "#include to the diagnosis\n" in text
    assert "JSON_PATH $.answers.age_days|$age_days\n" in text
    assert {each.failure for each in played({**wrong, "ways-to-say-it.convo.txt": text})} == {None}


@pytest.mark.sweep
def test_what_held_everywhere_is_accepted_to_the_letter() -> None:
    """Protects a file from changing where nothing failed, line ends and all."""
    windows = {name: content.decode().replace("\n", "\r\n") for name, content in EXAMPLES.items()}
    for file in ("back-after-an-include.convo.txt", "restart-after-an-include.abuse.txt", "ways-to-say-it.convo.txt"):
        made = [each for each in played(windows) if each.script.file == file]
        assert accept_together(made) == windows[file]


def test_what_failed_in_a_shared_file_is_changed_by_hand() -> None:
    """Protects the other scripts that include it."""
    files = {"a.convo.txt": "T.\n#include part\n", "x.pconvo.txt": "part\n#me\n/start\n#bot\nHow young\n"}
    with pytest.raises(ChangeByHandError) as error:
        accepted_together(files)
    assert (
        str(error.value)
        == "x.pconvo.txt:4: what is expected here did not hold in a.convo.txt, and other scripts may share it: change"
        " it by hand"
    )


@pytest.mark.parametrize(
    "part", ["part\n#me\n/start\n", "part\n#me\n/start\n#bot\nHow old\n#bot\nmore\n"], ids=["too little", "too much"]
)
def test_a_message_more_or_less_in_a_shared_file_is_changed_by_hand(part: str) -> None:
    """Protects the other scripts that include it: nothing is added at its end or taken away."""
    with pytest.raises(ChangeByHandError, match=r"x\.pconvo\.txt:[26]: what is expected here did not hold"):
        accepted_together({"a.convo.txt": "T.\n#include part\n#me\n120\n#bot\nWhat is\n", "x.pconvo.txt": part})


@pytest.mark.parametrize(
    ("expected", "line"),
    [
        ("no such words", 6),
        ("JSON_PATH $.state|no", 6),
        ("JSON_PATH $.answers.age_days|1", 6),
        ("BUTTONS no such button", 6),
    ],
)
def test_rows_that_contradict_each_other_are_left_to_a_person(expected: str, line: int) -> None:
    """Protects a table: what comes to one row is not expected of another."""
    files = {
        "a.convo.txt": f"T.\n\n#me\n$age\n#bot\n{expected}\n",
        "x.scriptingmemory.txt": "|$age\nyoung|120\nold|400\n",
    }
    with pytest.raises(ChangeByHandError) as error:
        accepted_together(files)
    why = "here the rows 'young' and 'old' differ: change it by hand, or give the table a variable for it"
    assert str(error.value) == f"a.convo.txt:{line}: {why}"


def test_rows_that_agree_are_accepted_together() -> None:
    """Protects a table: what comes to all of its rows is expected of them, and a value that has nothing left goes."""
    files = {
        "a.convo.txt": (
            "T.\n\n#me\n$age\n#bot\nBUTTONS No\nJSON_PATH $.state|no\nJSON_PATH $.answers.cd19|x\nJSON_PATH"
            " $.answers\n#bot\nno"
        ),
        "x.scriptingmemory.txt": "|$age\nx|120\ny|121\n",
    }
    text = accepted_together(files)
    assert text.startswith("T.\n\n#me\n$age\n#bot\nBUTTONS B-precursor ALL\n")
    assert text.endswith("\nJSON_PATH $.state|asking_diagnosis\nJSON_PATH $.answers")  # nor did its last line end
    assert {each.failure for each in played({**files, "a.convo.txt": text})} == {None}


def test_a_block_to_which_nothing_comes_keeps_what_it_includes() -> None:
    """Protects an include under an expectation that goes."""
    files = {
        "a.convo.txt": "T.\n#me\n/start\n#bot\nHow\n#bot\nmore\nINCLUDE x\n",
        "x.pconvo.txt": "x\n#me\n120\n#bot\nWhat is the diagnosis?\n",
    }
    text = accepted_together(files)
    assert text == "T.\n#me\n/start\n#bot\nHow\n#bot\nINCLUDE x\n"
    assert {each.failure for each in played({**files, "a.convo.txt": text})} == {None}


def test_a_block_that_keeps_nothing_expects_what_was_said() -> None:
    """Protects `--accept`: it leaves no block that holds for whatever is said, and keeps the include under it."""
    files = {
        "a.convo.txt": "T.\n#me\n/start\n#bot\nJSON_PATH $.nothing\nINCLUDE x\n",
        "x.pconvo.txt": "x\n#me\n120\n#bot\nWhat is\n",
    }
    text = accepted_together(files)
    assert text.startswith("T.\n#me\n/start\n#bot\nScreening for Interfant-21")
    assert text.endswith("\nINCLUDE x\n")
    assert {each.failure for each in played({**files, "a.convo.txt": text})} == {None}


def test_what_is_accepted_stands_once() -> None:
    """Protects a block of several lines, one of which does not hold: no line of the message comes twice."""
    files = {"a.convo.txt": "T.\n#me\n/start\n#bot\nHow old was\nHow young\nBUTTONS Why?\nBUTTONS Nope\n"}
    text = accepted_together(files)
    assert (text.count("How old was"), text.count("How young"), text.count("BUTTONS Why?"), text.count("Nope")) == (
        1,
        0,
        1,
        0,
    )
    assert {each.failure for each in played({"a.convo.txt": text})} == {None}


def test_a_message_more_is_expected_after_the_blocks_that_are_there() -> None:
    """Protects `--accept`, with and without empty lines between the blocks."""
    for between in ("", "\n"):
        text = accepted_together(
            {"a.convo.txt": f"T.\n#me\n/start\n{between}#me\n120\n{between}#me\nback\n#bot\nHow\n"}
        )
        assert text.count("#bot\n") == 3
        assert {each.failure for each in played({"a.convo.txt": text})} == {None}


def test_words_and_doubled_signs_are_kept() -> None:
    """Protects abuse scripts under `--accept` and in transcripts."""
    files = {"a.abuse.txt": "T.\n#me\n/start\n#bot\nHow young\n#me\n!restart\n!!no\n#bot\nno such words\n"}
    (each,) = played(files)
    assert "#me\n!restart\n!!no\n" in accept(each)
    assert "#me\n!restart\n!!no\n" in write_transcript(each)


def test_a_script_that_was_never_a_file_is_accepted_as_its_transcript() -> None:
    """Protects scripts that a program made: there are no lines of theirs to keep."""
    (script,) = scripts({"a.convo.txt": GOOD})
    made = Player(DIALOGUE).play(Script(script.file, script.title, script.blocks))
    assert accept(made) == write_transcript(made)
