"""The script format: what is read, what is refused, what is compared with the bot, and how a script is rewritten."""

import re
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from acceptance import accept
from hypothesis import given
from hypothesis import strategies as st
from messages import make_message

from dialogs.conversation.dialogue import Dialogue
from dialogs.conversation.messages import Button
from dialogs.conversation.screening import Said, Tapped
from dialogs.loading.loading import load
from dialogs.testing.scripts.format.blocks import AbuseWord, BotBlock, MeBlock, ScriptError
from dialogs.testing.scripts.format.blocks import PathExpectation as JsonPath
from dialogs.testing.scripts.format.botium_words import KNOWN
from dialogs.testing.scripts.format.file_lines import MAX_CHARACTERS
from dialogs.testing.scripts.format.lines import format_buttons, format_me, format_path, format_piece
from dialogs.testing.scripts.format.script import parse_script
from dialogs.testing.scripts.playing.expectations import find_failures
from dialogs.testing.scripts.playing.lookup import find_value, format_value, look_up
from dialogs.testing.scripts.playing.played import Failure, PlayedScriptRun
from dialogs.testing.scripts.playing.player import FIXED_NOW, Player
from dialogs.testing.scripts.playing.saying import make_event
from dialogs.testing.scripts.playing.transcript import make_diff, write_transcript

pytestmark = [pytest.mark.traced, pytest.mark.mutants]

DEFINITION = Path(__file__).parents[2] / "dialogs" / "trials" / "interfant-21.yaml"
SCRIPTS = sorted((Path(__file__).parents[1] / "scripts").glob("*.convo.txt"))
DIALOGUE = Dialogue(load(DEFINITION.read_text("utf-8"), DEFINITION.name))

START = "#me\n/start\n\n#bot\nHow old was the infant\n\n"
"""The first exchange of the scripts below; lines 3 to 8 after a title and an empty line."""

AGE = "#me\n120\n\n#bot\n"


def play(blocks: str) -> PlayedScriptRun:
    return Player(DIALOGUE).play(parse_script(f"A title.\n\n{blocks}", "it.convo.txt"))


# what is read


@pytest.mark.parametrize(
    ("text", "line", "fault", "remedy"),
    [
        ("", 1, "this script is empty", "write a title"),
        (" \n  \n\n", 1, "this script is empty", "write a title"),
        ("\ufeff", 1, "this script is empty", "write a title"),
        ("#me\n/start\n", 1, "the title is missing", "say in the first line"),
        ("\ufeff#me\n/start\n", 1, "the title is missing", "say in the first line"),
        ("A title only.\n", 1, "there are no blocks", "add one that begins with #me, and one that begins with #bot"),
        ("Title.\n\n  #me\nindented\n", 4, "there are no blocks", "add one that begins with #me"),
        ("Title.\n\n#me\n/start\n\n#you\nhi\n", 6, "'#you' begins no block", "write #me or #bot, alone on the line"),
        ("Title.\n#ME\nhi\n", 2, "'#ME' begins no block", "write #me or #bot"),
        ("Title.\n#bot\n# a heading\n", 3, "'# a heading' begins no block", "write #me or #bot"),
        ("Title.\n#" + "x" * 90 + "\n", 2, "'#" + "x" * 39 + "' begins no block", "write #me or #bot"),
        ("Title.\n\n#me\n\n#bot\nhi\n", 3, "this #me says nothing", "write what is said in the next line"),
        ("Title.\n#me\n/start\n#me\n", 4, "this #me says nothing", "write what is said in the next line"),
        (
            "Title.\n#include\n#me\na\n",
            2,
            "this #include names nothing",
            "write the first line of a file that ends in .pconvo.txt",
        ),
        (
            "Title.\n#me\na\n#bot\nINTENT greeting\n",
            5,
            "INTENT is not read here",
            "use JSON_PATH with a path and a value",
        ),
        ("Title.\n#me\na\n#bot\nhi\n\nWAITFORBOT\n", 7, "WAITFORBOT is not read here", "!clock"),
        ("Title.\n#me\nMEDIA scan.png\n", 3, "MEDIA is not read here", "write what is said as text"),
        ("Title.\n#me\nBUTTON Yes\n", 3, "BUTTON is not read here", "write the button's label as text, which is a tap"),
        (
            "Title.\n#me\na\n#bot\nTEXT_REGEXP_ANY_IC a.*\n",
            5,
            "TEXT_REGEXP_ANY_IC is not read here",
            "write a contiguous piece",
        ),
        ("Title.\n#me\na\n#bot\nBUTTON Yes\n", 5, "'BUTTON' is no word", "write BUTTONS, JSON_PATH or INCLUDE"),
        (
            "Title.\n#me\na\n#bot\nJSONPATH $.state|x\n",
            5,
            "'JSONPATH' is no word",
            "write BUTTONS, JSON_PATH or INCLUDE",
        ),
        (
            "Title.\n#me\na\n#bot\nNO_SUCH_WORD x\n",
            5,
            "'NO_SUCH_WORD' is no word",
            "write BUTTONS, JSON_PATH or INCLUDE",
        ),
        ("Title.\n#me\na\n#bot\nBUTTONS\n", 5, "BUTTONS names nothing", "write BUTTONS Yes|No"),
        ("Title.\n#me\na\n#bot\nBUTTONS |Yes\n", 5, "BUTTONS names nothing", "write BUTTONS Yes|No"),
        ("Title.\n#me\na\n#bot\nBUTTONS Yes||No\n", 5, "BUTTONS names nothing", "write BUTTONS Yes|No"),
        ("Title.\n#me\na\n#bot\nJSON_PATH\n", 5, "JSON_PATH names nothing", "write JSON_PATH $.state|review"),
        ("Title.\n#me\na\n#bot\nJSON_PATH state|x\n", 5, "'state' is no path", "write JSON_PATH $.state|review"),
        ("Title.\n#me\na\n#bot\nJSON_PATH $..state|x\n", 5, "'$..state' is no path", "write JSON_PATH"),
        ("Title.\n#me\na\n#bot\nJSON_PATH $.a[x]|x\n", 5, "'$.a[x]' is no path", "write JSON_PATH"),
        ("Title.\n#me\na\n#bot\nJSON_PATH $.a[01]|x\n", 5, "'$.a[01]' is no path", "write JSON_PATH"),
        ("Title.\n#me\na\n#bot\nJSON_PATH $.state|x|y\n", 5, "'$.state|x|y' is no path and value", "write JSON_PATH"),
        ("Title.\n#me\n\0\n", 1, "this is no text file", "save the script as UTF-8 text"),
        ("Title.\n#me\n" + "x" * MAX_CHARACTERS, 1, "the script is longer than 1,000,000 characters", "split it"),
        (
            "Title.\n#me\n$age\n",
            3,
            "no table has the variable $age",
            "write a table with it in a file that ends in .scriptingmemory.txt",
        ),
        ("Title.\n#me\na\n#bot\nBUTTONS $x1\n", 5, "no table has the variable $x1", "write a table with it"),
        (
            "Title.\n#me\na\n#bot\nINCLUDE part\n",
            5,
            "there is no partial script 'part'",
            "write one in a file that ends in .pconvo.txt",
        ),
        (
            "Title.\n#me\n\nINCLUDE a|b\n",
            4,
            "INCLUDE takes one name",
            "write the first line of a file that ends in .pconvo.txt",
        ),
        ("Title.\n#me\n!stale 1\na\n", 3, "!stale is a word of abuse scripts", "let the file's name end in .abuse.txt"),
        (
            "Title.\n#me\n!hello\n",
            3,
            "'!hello' is no word",
            "write !! for what begins with an exclamation mark",
        ),
        (
            "Title.\n#me\n!BUTTONS Yes\n",
            3,
            "!BUTTONS has no place under #me",
            "write it under the #bot of which it is expected",
        ),
    ],
)
def test_a_broken_script_is_refused_with_line_fault_and_remedy(text: str, line: int, fault: str, remedy: str) -> None:
    """Protects the author: every message names the file, the line, the fault and what to do."""
    with pytest.raises(ScriptError) as error:
        parse_script(text, "it.convo.txt")
    place, said_fault, said_remedy = str(error.value).split(": ", 2)
    assert place == f"it.convo.txt:{line}"
    assert (said_fault, remedy in said_remedy) == (fault, True)


@pytest.mark.parametrize(
    "text",
    [
        "A title.\n\n#me\n/start\n\n#bot\nHow old\nBUTTONS Why?\n",
        "A title.\r\n\r\n#me\r\n/start\r\n\r\n#bot\r\nHow old\r\nBUTTONS Why?\r\n",
        "\ufeffA title.\n\n#me\n/start\n\n#bot\nHow old\nBUTTONS Why?\n",
        "A title.\r\r#me\r/start\r\r#bot\rHow old\rBUTTONS Why?\r",
        "A title.   \n\n#me  \n/start\n\n#bot  \nHow old\nBUTTONS Why?  \n\n\n",
        "  A title.\n\n#me\n/start\n\n\n#bot\nHow old\n\nBUTTONS Why?",
    ],
    ids=["unix", "windows", "byte order mark", "old mac", "trailing spaces where they say nothing", "empty lines"],
)
def test_what_the_eye_cannot_see_changes_nothing(text: str) -> None:
    """Protects scripts that went through another editor."""
    script = parse_script(text, "it.convo.txt")
    assert script.title == "A title."
    assert [(block.text, getattr(block, "buttons", ())) for block in script.blocks] == [
        ("/start", ()),
        ("How old", ("Why?",)),
    ]


def test_lines_are_counted_from_one_through_every_block() -> None:
    """Protects the line of a failure: it is the one that an editor shows."""
    text = (
        "A title\nof two lines.\n\n#me\nhello\nthere\n\n#bot\nHow old\nJSON_PATH $.state|review\nJSON_PATH $.answers\n"
    )
    script = parse_script(text, "it.convo.txt")
    assert script.title == "A title of two lines."
    paths = (JsonPath(10, "$.state", "review", script.file), JsonPath(11, "$.answers", None, script.file))
    assert script.blocks == (
        MeBlock(4, "hello\nthere", file=script.file),
        BotBlock(8, "How old", paths=paths, file=script.file),
    )


def test_what_is_said_is_kept_as_written() -> None:
    """Protects `#me`: an asserter's word is text there, and so are leading blanks, pipes and unusual signs."""
    script = parse_script("T.\n#me\nBUTTONS a|b\n#me\n  m² “é” 👶 JSON_PATH\n", "it.convo.txt")
    assert [block.text for block in script.blocks] == ["BUTTONS a|b", "  m² “é” 👶 JSON_PATH"]


def test_a_pipe_in_a_label_is_written_with_a_backslash() -> None:
    """Protects labels and values with a pipe, written as in Botium."""
    script = parse_script("T.\n#bot\nBUTTONS a\\|b|c\nJSON_PATH $['a\\|b']|x\\|y\n", "it.convo.txt")
    (bot,) = script.blocks
    assert isinstance(bot, BotBlock)
    assert (bot.buttons, bot.paths[0].path, bot.paths[0].value) == (("a|b", "c"), "$['a|b']", "x|y")


# what stock Botium reads otherwise


@pytest.mark.parametrize(
    ("blocks", "line", "fault"),
    [
        ("#me\n\thi\n", 3, "a tab stands in this line"),
        ("#bot\nBUTTONS\tYes\n", 3, "a tab stands in this line"),
        ("#me\t\nhi\n", 2, "a tab stands in this line"),
        ("#me\na\x85\n", 3, "an invisible sign (U+0085) stands in this line"),
        ("#me\na\n#bot\nb\u2028c\n", 5, "an invisible sign (U+2028) stands in this line"),
        ("#me\n\ufeffa\n", 3, "an invisible sign (U+FEFF) stands in this line"),
        ("#me\n/start \n", 3, "blanks stand at the end of this line"),
        ("#bot\nhi\u00a0\n", 3, "blanks stand at the end of this line"),
        ("#bot\nhi\n  \nthere\n", 4, "blanks stand at the end of this line"),
        ("#me\n\nhi\n", 3, "an empty line stands before the text"),
        ("#bot\nBUTTONS a\n\nhi\n", 4, "an empty line stands before the text"),
        ("#me\n  #bot\n", 3, "'#bot' begins no block behind blanks"),
        ("#me hello\n", 2, "'#me hello' begins no block"),
        ("#bot slack\nhi\n", 2, "'#bot slack' begins no block"),
        ("#begin\nhi\n", 2, "#begin is not read here"),
        ("#me\na\n#end\n", 4, "#end is not read here"),
        ("#bot\n?hi\n", 3, "'?' at the beginning means optional in Botium"),
        ("#bot\n!hi\n", 3, "'!' at the beginning means the opposite in Botium"),
        ("#me\n?\n", 3, "'?' at the beginning means optional in Botium"),
        ("#me\na\n!b\n", 4, "'!b' is no word"),
        ("#bot\n?JSON_PATH $.state\n", 3, "? before JSON_PATH is not read here"),
        ("#bot\n?!BUTTONS Yes\n", 3, "?! before BUTTONS is not read here"),
        ("#me\n!PAUSE 3\n", 3, "!PAUSE is not read here"),
        ('#bot\n{"a": 1}\n', 3, "Botium takes a text in such brackets for data"),
        ('#me\n[{"a": 1}]\n', 3, "Botium takes a text in such brackets for data"),
        ("#bot\nJSON_PATH $.list|[1]\n", 3, "'[1]' is no single value"),
        ("#bot\nJSON_PATH $.answers|null\n", 3, "'null' is no single value"),
        ("#bot\nconstructor of words\n", 3, "constructor is not read here"),
        ("#me\nat $now\n", 3, "$now is a function of Botium"),
        ("#bot\nJSON_PATH $.answers.age|$random10\n", 3, "$random10 is a function of Botium"),
        ("#include\nTEXT a\n", 3, "TEXT is not read here"),
        ("#include\nINCLUDE a\n", 3, "INCLUDE has no place under #include"),
        ("#include\n?a\n", 3, "'?a' is no name to be included by"),
    ],
)
def test_what_stock_botium_reads_otherwise_is_a_fault(blocks: str, line: int, fault: str) -> None:
    """Protects "the same files run in stock Botium": nothing silently means one thing here and another one there."""
    with pytest.raises(ScriptError) as error:
        parse_script(f"Title.\n{blocks}", "it.convo.txt")
    place, said_fault, remedy = str(error.value).split(": ", 2)
    assert (place, said_fault) == (f"it.convo.txt:{line}", fault)
    assert (error.value.file, error.value.line) == ("it.convo.txt", line)
    assert remedy


def test_a_title_that_stock_botium_leaves_out_is_a_fault() -> None:
    """Protects a script from never being run there: Botium skips such titles without a word."""
    with pytest.raises(ScriptError, match="stock Botium leaves out a script whose title begins with 'Skip-'"):
        parse_script("Skip-this one.\n#me\na\n", "it.convo.txt")


@pytest.mark.parametrize(
    ("line", "text"),
    [
        ("??", "?"),
        ("???", "??"),
        ("!!now", "!now"),
        ("??!x", "?!x"),
        ("US$ 5, $.state, $x", "US$ 5, $.state, $x"),
        ("{}", "{}"),
        ("a ?b", "a ?b"),
    ],
)
def test_what_stock_botium_reads_in_its_way_is_read_so_here(line: str, text: str) -> None:
    """Protects texts that begin with a question or exclamation mark: doubled it stands for itself, as in Botium."""
    me, bot = parse_script(f"T.\n#me\n{line}\n#bot\n{line}\n", "it.convo.txt").blocks
    assert (me.text, bot.text) == (text, text)


# the words of abuse scripts


def test_words_stand_before_what_is_said() -> None:
    """Protects abuse scripts: each word with its value, in order, then the text, or none."""
    words = "!restart\n!repeat\n!stale 3\n!stale 12|Don't know\n!clock 2026-12-01\n!clock 2026-12-01T08:30+02:00\n"
    words += "!other-device\n!drop-network\n"
    first, second = parse_script(f"T.\n#me\n{words}yes\n#me\n!restart\n", "it.abuse.txt").blocks
    assert isinstance(first, MeBlock)
    assert [(word.name, word.value, word.label) for word in first.words] == [
        ("restart", None, ""),
        ("repeat", None, ""),
        ("stale", 3, ""),
        ("stale", 12, "Don't know"),
        ("clock", datetime(2026, 12, 1, tzinfo=UTC), ""),
        ("clock", datetime(2026, 12, 1, 6, 30, tzinfo=UTC), ""),
        ("other-device", None, ""),
        ("drop-network", None, ""),
    ]
    assert [word.line for word in first.words] == list(range(3, 11))
    assert first.text == "yes"
    assert second == MeBlock(12, "", (AbuseWord(13, "restart"),), "it.abuse.txt")
    again = parse_script("T.\n" + "\n".join(format_me(first)), "it.abuse.txt").blocks
    assert again == (replace(first, line=2),)


@pytest.mark.parametrize(
    ("line", "fault", "remedy"),
    [
        ("!restart now", "'!restart now' cannot be read", "write !restart"),
        ("!stale", "'!stale' cannot be read", "write !stale 2"),
        ("!stale 0", "'!stale 0' cannot be read", "write !stale 2"),
        ("!stale 1|", "'!stale 1|' cannot be read", "write !stale 2"),
        ("!clock tomorrow", "'!clock tomorrow' cannot be read", "write !clock 2026-12-01"),
        ("!clock 0001-01-01T00:00+23:00", "'!clock 0001-01-01T00:00+23:00' cannot be read", "write !clock 2026-12-01"),
        ("!JSON_PATH $.state", "!JSON_PATH has no place under #me", "write it under the #bot of which it is expected"),
        ("!clok 2026-12-01", "'!clok 2026-12-01' is no word", "write one of !restart,"),
        ("yes\n!repeat", "!repeat stands after what is said", "write it before"),
    ],
)
def test_a_word_that_cannot_be_done_is_a_fault(line: str, fault: str, remedy: str) -> None:
    """Protects the author of an abuse script: a slip is named with its line, never said to the bot as text."""
    with pytest.raises(ScriptError) as error:
        parse_script(f"T.\n#me\n{line}\n", "it.abuse.txt")
    place, said_fault, said_remedy = str(error.value).split(": ", 2)
    assert (place, said_fault, said_remedy.startswith(remedy)) == (
        f"it.abuse.txt:{3 + line.count(chr(10))}",
        fault,
        True,
    )


# what is held against the bot


@pytest.mark.sweep
@pytest.mark.parametrize(
    ("blocks", "line", "message"),
    [
        (
            START + AGE + "What is the diagnosis?\n\n#bot\nAnything more?\n",
            15,
            "the bot said nothing more: remove this #bot block",
        ),
        (START + "#me\n120\n", 9, "the bot said more than was expected: add a #bot block for “Recorded: Age"),
        ("#me\n/start\n", 3, "the bot said more than was expected: add a #bot block for “Screening for"),
        ("#bot\nHow old\n\n#bot\nand more\n", 6, "the bot said nothing more"),
        (
            START + AGE + "What is the Diagnosis?\n",
            12,
            "expected “What is the Diagnosis?”, but the bot said “Recorded:",
        ),
        (
            START + AGE + "2 of at most 15\nWhat is the diagnosis?\n",
            12,
            "expected “2 of at most 15\nWhat is the diagnosis?”, but",
        ),
        (START + AGE + "What is the diagnosis?\nRecorded: Age at diagnosis: 120 days.\n", 12, "expected “What is the"),
        (
            START + AGE + "BUTTONS T-ALL|t-all\n",
            12,
            "expected the button 't-all', but there are B-precursor ALL, B-cell MPAL",
        ),
        (START + "#me\npause\n#bot\nBUTTONS Resume\n", 11, "expected the button 'Resume', but there are none"),
        (
            START + AGE + "JSON_PATH $.state|asking_cd19\n",
            13,
            "expected $.state to be 'asking_cd19', but it is 'asking_diagnosis'",
        ),
        (
            START + AGE + "JSON_PATH $.answers.age_days|121\n",
            13,
            "expected $.answers.age_days to be '121', but it is '120'",
        ),
        (
            START + AGE + "JSON_PATH $.answers.cd19\n",
            13,
            "$.answers.cd19 leads nowhere: there is no 'cd19' in the turn",
        ),
        (START + AGE + "JSON_PATH $.state.name|x\n", 13, "$.state.name leads nowhere: there is no 'name' in the turn"),
        (START + AGE + "JSON_PATH $.answers[0]|x\n", 13, "$.answers[0] leads nowhere: there is no '0' in the turn"),
        (
            START + AGE + "JSON_PATH $['verdict']|x\n",
            13,
            "$['verdict'] leads nowhere: there is no 'verdict' in the turn",
        ),
    ],
)
def test_what_does_not_hold_fails_at_its_line(blocks: str, line: int, message: str) -> None:
    """Protects strictness: every message of the bot, in order, each piece contiguous, case and all."""
    failure = play(blocks).failure
    assert failure is not None
    assert (failure.line, failure.message.startswith(message)) == (line, True), failure.message


@pytest.mark.parametrize(
    ("expected", "remedy"),
    [
        ("What is a diagnosis?", "; the closest to “What is a diagnosis?” is “What is the diagnosis?”"),
        (
            "Recorded: Age at diagnosis: 120 days.\nWhat is the diagnosis?",
            "; each line is there, but not one after the other: write them as one piece of the message",
        ),
        ("Nothing of the kind is said anywhere", "What is the diagnosis?”"),
        ("BUTTONS b-precursor all", "; is 'B-precursor ALL' meant?"),
        ("BUTTONS Relapsed", "; name one of these"),
        ("JSON_PATH $.verdict", "; $ has state, determinations, answers"),
        ("JSON_PATH $.answers.cd19|positive", "; $.answers has age_days"),
        ("JSON_PATH $['answers'].age_days.days", "; $['answers'].age_days is '120', which holds nothing further"),
    ],
)
def test_a_failure_says_what_to_do(expected: str, remedy: str) -> None:
    """Protects the author, who learns from one look: what there is instead, and what may have been meant."""
    failure = play(START + AGE + expected + "\n").failure
    assert failure is not None
    assert failure.message.endswith(remedy), failure.message


def test_a_path_into_no_answers_says_that_there_are_none() -> None:
    """Protects the author from a search for a typing error where nothing is answered yet, or there are no buttons."""
    first, second = play(
        "#me\n/start\n#bot\nJSON_PATH $.answers.age_days\n#me\npause\n#bot\nBUTTONS Resume\n"
    ).exchanges
    assert [failure.message.partition("turn")[2] for failure in find_failures(first)] == ["; $.answers is empty so far"]
    assert [failure.message for failure in find_failures(second)] == [
        "expected the button 'Resume', but there are none: remove it from BUTTONS"
    ]


def test_the_first_of_several_failures_is_told() -> None:
    """Protects the reader: the cause comes before what follows from it."""
    failure = play("#me\n/start\n#bot\nno such words\nJSON_PATH $.state|x\n#me\n120\n#bot\nnor these\n").failure
    assert failure is not None
    assert failure.line == 5


def test_every_failure_of_an_exchange_can_be_told() -> None:
    """Protects reports: text, button, path and number of messages each fail on their own."""
    (exchange,) = play(
        "#me\n/start\n#bot\nno such words\nBUTTONS Nope\nJSON_PATH $.x\nJSON_PATH $.state|y\n#bot\nmore\n"
    ).exchanges
    assert [failure.line for failure in find_failures(exchange)] == [5, 5, 8, 9, 10]


@pytest.mark.parametrize(
    "blocks",
    [
        START + AGE + "Recorded: Age at diagnosis: 120 days.\n2 of at most 15 · Diagnosis\nWhat is the diagnosis?\n",
        START + AGE + "is the diag\n",
        START + AGE + "BUTTONS Back|T-ALL\nBUTTONS Why?\n",
        START
        + AGE
        + "JSON_PATH $.state|asking_diagnosis\nJSON_PATH $['state']\nJSON_PATH $.answers.age_days|120\nJSON_PATH"
        " $.answers\n",
        START + AGE + 'JSON_PATH $.answers|{"age_days":120}\nJSON_PATH $.determinations.protocol|undetermined\n',
        START + AGE,
        "#bot\nHow old was the infant\n\n" + AGE + "What is the diagnosis?\n",
        AGE + "What is the diagnosis?\n",
    ],
    ids=[
        "whole lines",
        "part of a line",
        "some buttons",
        "paths",
        "objects",
        "an empty block",
        "the greeting without #me",
        "at once",
    ],
)
def test_what_holds_passes(blocks: str) -> None:
    """Protects `include`: a piece is enough, and a script may begin with the greeting, or with an answer to it."""
    assert play(blocks).failure is None


def test_a_script_goes_on_after_a_failure() -> None:
    """Protects the transcript of a failed run: it is whole."""
    played = play("#me\n/start\n#bot\nno such words\n" + AGE + "What is the diagnosis?\n")
    assert played.failure == Failure(5, played.failure.message if played.failure else "", "it.convo.txt")
    assert [exchange.turn.screening.state for exchange in played.exchanges] == ["asking_age_days", "asking_diagnosis"]


def test_text_equal_to_a_visible_button_is_a_tap() -> None:
    """Protects "a `#me` text equal to a visible button is a tap", case and all; all else is typed, without numbers."""
    (message,) = DIALOGUE.begin(FIXED_NOW).messages
    assert make_event("Why?", (message,)) == Tapped(message.number, "why")
    assert make_event("why?", (message,)) == Said("why?", sees_numbers=False)
    assert make_event("Why?", ()) == Said("Why?", sees_numbers=False)


def test_the_buttons_of_the_last_message_that_has_some_count() -> None:
    """Protects taps after every criterion: three messages, of which only the last has buttons."""
    played = play("#me\n366\n#me\nStop here\n#me\nShow the result\n#me\nEvery criterion\n#me\nChange an answer\n")
    pages, change = played.exchanges[-2].turn, played.exchanges[-1].turn
    assert [bool(message.buttons) for message in pages.messages] == [False, False, True]
    assert make_event("Change an answer", pages.messages) == Tapped(pages.screening.number, "change")
    assert change.screening.menu is not None


def test_of_two_keyboards_the_last_counts() -> None:
    """Protects a tap where two messages have buttons: the lower one stands open."""
    upper, lower = make_message("a", (Button("Back", "one"),), 1), make_message("b", (Button("Back", "two"),), 2)
    assert make_event("Back", (upper, lower, make_message("c"))) == Tapped(2, "two")


def test_the_clock_of_a_script_is_fixed_or_told() -> None:
    """Protects scripts from the day on which they are run."""
    script = parse_script("T.\n#me\n2031-01-01 to 2031-02-01\n#bot\n", "it.convo.txt")
    later = datetime(2031, 6, 1, tzinfo=UTC)
    assert Player(DIALOGUE).play(script).exchanges[0].turn.screening.answers == {}
    assert Player(DIALOGUE, later).play(script).exchanges[0].turn.screening.answers.keys() == {"age_days"}


# paths

VIEW = {"state": "review", "answers": {"age_days": 120, "a b": None}, "list": [1, {"x": "ä"}], "on": True}


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("$.state", "review"),
        ("$.answers.age_days", "120"),
        ("$['answers']['a b']", "null"),
        ("$.list[1].x", "ä"),
        ("$.list", '[1,{"x":"ä"}]'),
        ("$.on", "true"),
        ("$", '{"state":"review","answers":{"age_days":120,"a b":null},"list":[1,{"x":"ä"}],"on":true}'),
    ],
)
def test_a_path_leads_to_its_value(path: str, text: str) -> None:
    """Protects JSON_PATH: names, quoted names and places in a list; text as it is, all else as JSON."""
    assert format_value(look_up(path, VIEW)) == text
    assert find_value(path, VIEW) == text


@pytest.mark.parametrize(
    "path", ["$.nowhere", "$.list[2]", "$.list.x", "$.answers[0]", "$.state.x", "$['x']", "$.state[0]"]
)
def test_a_path_that_leads_nowhere_is_a_key_error(path: str) -> None:
    """Protects the difference between a wrong value and no value at all."""
    with pytest.raises(KeyError):
        look_up(path, VIEW)
    assert find_value(path, VIEW) is None


# transcripts


@pytest.mark.thinned(3)
@pytest.mark.sweep
@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: path.name.removesuffix(".convo.txt"))
def test_a_transcript_is_a_script_that_holds(path: Path) -> None:
    """Protects records: what was said, written down, plays again as it was; and what held is accepted to the letter."""
    played = Player(DIALOGUE).play(parse_script(path.read_text("utf-8"), path.name))
    again = Player(DIALOGUE).play(parse_script(write_transcript(played), path.name))
    assert again.failure is None
    assert write_transcript(again) == write_transcript(played)
    assert make_diff(played) == ""
    assert accept(played) == path.read_text("utf-8")


FAILING = (
    START
    + "#me\n366\n\n#bot\nE3 Age at diagnosis: 366\nBUTTONS Stop here\n"
    + "JSON_PATH $.state|review\nJSON_PATH $.answers.age_days|366\n\n"
    + "#me\nStop here\n\n#bot\nno such words\nBUTTONS No such button\nJSON_PATH"
    " $.determinations.protocol\n\n#bot\nnothing more\n\n"
    + "#me\nShow the result\n\n#bot\nRESULT\n\n"
    + "#me\nEvery criterion\n\n#bot\nEVERY CRITERION: Trial entry\n"
)


def test_accepting_makes_a_failing_script_pass_and_keeps_what_held() -> None:
    """Protects `--accept`: only what did not hold becomes what was said."""
    played = play(FAILING)
    assert played.failure is not None
    text = accept(played)
    assert Player(DIALOGUE).play(parse_script(text, "it.convo.txt")).failure is None
    assert text.startswith("A title.\n\n" + START + "#me\n366\n\n#bot\nE3 Age at diagnosis: 366\nBUTTONS Stop here\n")
    assert "JSON_PATH $.state|settled\nJSON_PATH $.answers.age_days|366\n" in text
    assert "BUTTONS Show the result\nJSON_PATH $.determinations.protocol\n" in text
    assert "#bot\nEVERY CRITERION: Trial entry\n\n#bot\nEVERY CRITERION: Blinatumomab" in text
    assert "no such words" not in text
    assert "nothing more" not in text
    assert accept(play(text.removeprefix("A title.\n\n"))) == text


def test_accepting_buttons_where_there_are_none_drops_them() -> None:
    """Protects `--accept`: what it writes can be read again."""
    text = accept(play(START + "#me\npause\n\n#bot\nPaused\nBUTTONS Resume\n"))
    assert play(text.removeprefix("A title.\n\n")).failure is None


def test_accepting_a_path_that_leads_nowhere_drops_it() -> None:
    """Protects `--accept`: the script passes afterwards."""
    failed = play(START + AGE + "What is the diagnosis?\nJSON_PATH $.answers.cd19|positive\n")
    text = accept(failed)
    assert make_diff(failed).splitlines()[-1] == "-JSON_PATH $.answers.cd19|positive"
    assert play(text.removeprefix("A title.\n\n")).failure is None


def test_a_difference_shows_both_sides() -> None:
    """Protects the reader of a failed run: what was expected is minus, what was said is plus, what held is neither."""
    lines = make_diff(play(FAILING)).splitlines()
    assert lines[:2] == ["--- expected", "+++ said"]
    assert {
        "-JSON_PATH $.state|review",
        "+JSON_PATH $.state|settled",
        "-no such words",
        "+Please check the answers.",
    } <= set(lines)
    assert {"-#bot", "-nothing more", "+EVERY CRITERION: Blinatumomab · 4 criteria, 4 open"} <= set(lines)
    assert not {"-E3 Age at diagnosis: 366", "-BUTTONS Stop here", "-RESULT"} & set(lines)


# what is written can be read


LINE = st.one_of(
    st.sampled_from(
        [
            "?",
            "!x",
            "BUTTONS a",
            "?BUTTONS a",
            "#me",
            " #bot",
            "$age",
            "",
            " a",
            "a ",
            '{"a": 1}',
            "NO_SUCH",
            "INCLUDE a",
            "c\\",
            "a",
            "b c",
            "c\\",
        ]
    ),
    st.text(st.characters(codec="utf-8"), max_size=8),
)


@pytest.mark.sweep
@given(text=st.lists(LINE, max_size=6).map("\n".join))
def test_what_the_bot_said_is_written_as_a_piece_of_it_that_can_be_read(text: str) -> None:
    """Protects transcripts and `--accept`, whatever the bot says: what they expect is read again, and holds."""
    (bot,) = parse_script("\n".join(["T.", "#bot", *format_piece(text)]), "it.convo.txt").blocks
    assert bot.text in text
    assert bot.text or not {"a", "b c"} & set(text.split("\n"))


@pytest.mark.sweep
@given(labels=st.lists(LINE, max_size=4), value=st.none() | LINE)
def test_labels_and_values_are_written_so_that_they_are_read_as_they_are(labels: list[str], value: str | None) -> None:
    """Protects transcripts and `--accept`: a label or a value is written whole, or left out."""
    lines = [*format_buttons(labels), format_path("$['a|b']", value)]
    (bot,) = parse_script("\n".join(["T.", "#bot", *lines]), "it.convo.txt").blocks
    assert isinstance(bot, BotBlock)
    assert set(bot.buttons) <= set(labels)
    assert {"a", "b c", "?", "#me"} & set(labels) <= set(bot.buttons)
    assert (bot.paths[0].path, bot.paths[0].value in {None, value}) == ("$['a|b']", True)


@pytest.mark.sweep
@given(
    text=st.one_of(
        st.text(st.characters(codec="utf-8"), min_size=1, max_size=8), st.sampled_from(["?", "!restart", "??x", "!!"])
    )
)
def test_what_is_said_is_written_so_that_it_is_read_as_it_is(text: str) -> None:
    """Protects transcripts: what can be said in a script at all is said again to the letter."""
    try:
        (me,) = parse_script("\n".join(["T.", *format_me(MeBlock(2, text))]), "it.convo.txt").blocks
    except ScriptError:
        assert not text.isalnum() or text in KNOWN["me"]
        return
    assert me.text == re.sub("\r\n?", "\n", text).rstrip("\n")


def test_what_botium_would_take_for_data_is_not_expected() -> None:
    """Protects recordings in stock Botium, which reads a text that begins like data as data: its rest is expected."""
    assert format_piece('{"a": 1}') == []
    assert format_piece('["a"\n"b"]') == ['"b"]']
    assert format_piece("How old?") == ["How old?"]
