"""The script format: what is read and refused, what is held against the bot, and how a script is rewritten to what was said."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from dialogs.definition.loading import load
from dialogs.dialogue import Dialogue
from dialogs.screening import Button, Message, Said, Tapped
from dialogs.scripts.player import FIXED_NOW, Failure, Played, Player, as_text, event, failures, look_up, value_at
from dialogs.scripts.script import MAX_CHARACTERS, Bot, Me, ScriptError, parse_script
from dialogs.scripts.script import Path as JsonPath
from dialogs.scripts.transcript import accepted, difference, transcript

DEFINITION = Path(__file__).parent.parent / "dialogs" / "trials" / "interfant-21.yaml"
SCRIPTS = sorted((Path(__file__).parent / "scripts").glob("*.convo.txt"))
DIALOGUE = Dialogue(load(DEFINITION.read_text("utf-8"), DEFINITION.name))

START = "#me\n/start\n\n#bot\nHow old was the infant\n\n"
"""The first exchange of the scripts below; lines 3 to 8 after a title and an empty line."""

AGE = "#me\n120\n\n#bot\n"


def play(blocks: str) -> Played:
    return Player(DIALOGUE).play(parse_script(f"A title.\n\n{blocks}", "it.convo.txt"))


# what is read


@pytest.mark.parametrize(
    ("text", "line", "fault", "remedy"),
    [
        ("", 1, "the title is missing", "say in the first line which behaviour the script shows"),
        (" \n\t\n\n", 1, "the title is missing", "say in the first line which behaviour the script shows"),
        ("\ufeff", 1, "the title is missing", "say in the first line"),
        ("#me\n/start\n", 1, "the title is missing", "say in the first line"),
        ("A title only.\n", 1, "there are no blocks", "add one that begins with #me, and one that begins with #bot"),
        ("Title.\n\n  #me\nindented\n", 4, "there are no blocks", "add one that begins with #me"),
        ("Title.\n\n#me\n/start\n\n#you\nhi\n", 6, "'#you' begins no block", "write #me or #bot, alone on the line"),
        ("Title.\n#ME\nhi\n", 2, "'#ME' begins no block", "write #me or #bot"),
        ("Title.\n#me hello\n", 2, "'#me hello' begins no block", "alone on the line"),
        ("Title.\n#bot\n# a heading\n", 3, "'# a heading' begins no block", "write #me or #bot"),
        ("Title.\n#include other\n", 2, "'#include other' begins no block", "write #me or #bot"),
        ("Title.\n#" + "x" * 90 + "\n", 2, "'#" + "x" * 39 + "' begins no block", "write #me or #bot"),
        ("Title.\n\n#me\n\n#bot\nhi\n", 3, "this #me says nothing", "write what is said in the next line"),
        ("Title.\n\n#me\n \t \n", 3, "this #me says nothing", "write what is said in the next line"),
        ("Title.\n#me\n/start\n#me\n", 4, "this #me says nothing", "write what is said in the next line"),
        ("Title.\n#me\na\n#bot\nINTENT greeting\n", 5, "INTENT is not read here", "use text, BUTTONS or JSON_PATH"),
        ("Title.\n#me\na\n#bot\nhi\n\nWAITFORBOT\n", 7, "WAITFORBOT is not read here", "use text, BUTTONS or JSON_PATH"),
        ("Title.\n#me\nMEDIA scan.png\n", 3, "MEDIA is not read here", "use text, BUTTONS or JSON_PATH"),
        ("Title.\n#me\na\n#bot\nBUTTONS\n", 5, "BUTTONS names nothing", "write BUTTONS Yes|No"),
        ("Title.\n#me\na\n#bot\nBUTTONS |Yes\n", 5, "BUTTONS names nothing", "write BUTTONS Yes|No"),
        ("Title.\n#me\na\n#bot\nJSON_PATH\n", 5, "JSON_PATH names nothing", "write JSON_PATH $.state|review"),
        ("Title.\n#me\na\n#bot\nJSON_PATH state|x\n", 5, "'state|x' is no path and value", "write JSON_PATH $.state|review"),
        ("Title.\n#me\na\n#bot\nJSON_PATH $..state|x\n", 5, "'$..state|x' is no path and value", "write JSON_PATH"),
        ("Title.\n#me\na\n#bot\nJSON_PATH $.a[x]|x\n", 5, "'$.a[x]|x' is no path and value", "write JSON_PATH"),
        ("Title.\n#me\na\n#bot\nJSON_PATH $.state|x|y\n", 5, "'$.state|x|y' is no path and value", "write JSON_PATH"),
        ("Title.\n#me\n\0\n", 1, "this is no text file", "save the script as UTF-8 text"),
        ("Title.\n#me\n" + "x" * MAX_CHARACTERS, 1, "the script is longer than 1,000,000 characters", "split it"),
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
        "A title.   \n\n#me \t\n/start  \n\n#bot  \nHow old\t\nBUTTONS Why?  \n\n\n",
        "  A title.\n\n#me\n\n\n/start\n\n#bot\n\nBUTTONS Why?\n\nHow old",
    ],
    ids=["unix", "windows", "byte order mark", "trailing spaces and tabs", "empty lines"],
)
def test_what_the_eye_cannot_see_changes_nothing(text: str) -> None:
    """Protects scripts that went through another editor."""
    script = parse_script(text, "it.convo.txt")
    assert script.title == "A title."
    assert [(block.text, getattr(block, "buttons", ())) for block in script.blocks] == [("/start", ()), ("How old", ("Why?",))]


def test_lines_are_counted_from_one_through_every_block() -> None:
    """Protects the line of a failure: it is the one that an editor shows."""
    text = "A title\nof two lines.\n\n#me\nhello\nthere\n\n#bot\nHow old\nJSON_PATH $.state|review\nJSON_PATH $.answers\n"
    script = parse_script(text, "it.convo.txt")
    assert script.title == "A title of two lines."
    paths = (JsonPath(10, "$.state", "review"), JsonPath(11, "$.answers", None))
    assert script.blocks == (Me(4, "hello\nthere"), Bot(8, "How old", paths=paths))


def test_what_is_said_is_kept_as_written() -> None:
    """Protects `#me`: an asserter's word is text there, and so are a leading tab, pipes and unusual signs."""
    script = parse_script("T.\n#me\nBUTTONS a|b\n#me\n\tm² “é” 👶 JSON_PATH\n", "it.convo.txt")
    assert [block.text for block in script.blocks] == ["BUTTONS a|b", "\tm² “é” 👶 JSON_PATH"]


def test_an_empty_button_name_is_refused() -> None:
    """Protects the author from an expectation that cannot hold."""
    with pytest.raises(ScriptError):
        parse_script("T.\n#me\na\n#bot\nBUTTONS Yes||No\n", "it.convo.txt")


@pytest.mark.parametrize("sign", ["\x0c", "\x0b", "\x1c", "\x85", "\u2028"])
def test_only_line_ends_end_a_line(sign: str) -> None:
    """Protects the line of a failure, and what is said, against signs that are no line ends."""
    script = parse_script(f"A{sign}title.\n#me\na{sign}b\n", "it.convo.txt")
    assert script.blocks == (Me(2, f"a{sign}b"),)


# what is held against the bot


@pytest.mark.parametrize(
    ("blocks", "line", "message"),
    [
        (START + AGE + "What is the diagnosis?\n\n#bot\nAnything more?\n", 15, "the bot said nothing more: remove this #bot block"),
        (START + "#me\n120\n", 9, "the bot said more than was expected: add a #bot block for “Recorded: Age"),
        ("#me\n/start\n", 3, "the bot said more than was expected: add a #bot block for “Screening for"),
        ("#bot\nHow old\n\n#bot\nand more\n", 6, "the bot said nothing more"),
        (START + AGE + "What is the Diagnosis?\n", 12, "expected “What is the Diagnosis?”, but the bot said “Recorded:"),
        (START + AGE + "2 of at most 15\nWhat is the diagnosis?\n", 12, "expected “2 of at most 15\nWhat is the diagnosis?”, but"),
        (START + AGE + "What is the diagnosis?\nRecorded: Age at diagnosis: 120 days.\n", 12, "expected “What is the"),
        (START + AGE + "BUTTONS T-ALL|t-all\n", 12, "expected the button 't-all', but there are B-precursor ALL, B-cell MPAL"),
        (START + "#me\npause\n#bot\nBUTTONS Resume\n", 11, "expected the button 'Resume', but there are none"),
        (START + AGE + "JSON_PATH $.state|asking_cd19\n", 13, "expected $.state to be 'asking_cd19', but it is 'asking_diagnosis'"),
        (START + AGE + "JSON_PATH $.answers.age_days|121\n", 13, "expected $.answers.age_days to be '121', but it is '120'"),
        (START + AGE + "JSON_PATH $.answers.cd19\n", 13, "$.answers.cd19 leads nowhere: there is no 'cd19' in the turn"),
        (START + AGE + "JSON_PATH $.state.name|x\n", 13, "$.state.name leads nowhere: there is no 'name' in the turn"),
        (START + AGE + "JSON_PATH $.answers[0]|x\n", 13, "$.answers[0] leads nowhere: there is no '0' in the turn"),
        (START + AGE + "JSON_PATH $['verdict']|x\n", 13, "$['verdict'] leads nowhere: there is no 'verdict' in the turn"),
    ],
)
def test_what_does_not_hold_fails_at_its_line(blocks: str, line: int, message: str) -> None:
    """Protects strictness: every message of the bot, in order, each piece contiguous, case and all."""
    failure = play(blocks).failure
    assert failure is not None
    assert (failure.line, failure.message.startswith(message)) == (line, True), failure.message


def test_the_first_of_several_failures_is_told() -> None:
    """Protects the reader: the cause comes before what follows from it."""
    failure = play("#me\n/start\n#bot\nno such words\nJSON_PATH $.state|x\n#me\n120\n#bot\nnor these\n").failure
    assert failure is not None
    assert failure.line == 5


def test_every_failure_of_an_exchange_can_be_told() -> None:
    """Protects reports: text, button, path and number of messages each fail on their own."""
    (exchange,) = play("#me\n/start\n#bot\nno such words\nBUTTONS Nope\nJSON_PATH $.x\nJSON_PATH $.state|y\n#bot\nmore\n").exchanges
    assert [failure.line for failure in failures(exchange)] == [5, 5, 8, 9, 10]


@pytest.mark.parametrize(
    "blocks",
    [
        START + AGE + "Recorded: Age at diagnosis: 120 days.\n2 of at most 15 · Diagnosis\nWhat is the diagnosis?\n",
        START + AGE + "is the diag\n",
        START + AGE + "BUTTONS Back|T-ALL\nBUTTONS Why?\n",
        START + AGE + "JSON_PATH $.state|asking_diagnosis\nJSON_PATH $['state']\nJSON_PATH $.answers.age_days|120\nJSON_PATH $.answers\n",
        START + AGE + 'JSON_PATH $.answers|{"age_days": 120}\nJSON_PATH $.determinations.protocol|undetermined\n',
        START + AGE,
        "#bot\nHow old was the infant\n\n" + AGE + "What is the diagnosis?\n",
        AGE + "What is the diagnosis?\n",
    ],
    ids=["whole lines", "part of a line", "some buttons", "paths", "objects", "an empty block", "the greeting without #me", "at once"],
)
def test_what_holds_passes(blocks: str) -> None:
    """Protects `include`: a piece is enough, and a script may begin with the greeting, or with an answer to it."""
    assert play(blocks).failure is None


def test_a_script_goes_on_after_a_failure() -> None:
    """Protects the transcript of a failed run: it is whole."""
    played = play("#me\n/start\n#bot\nno such words\n" + AGE + "What is the diagnosis?\n")
    assert played.failure == Failure(5, played.failure.message if played.failure else "")
    assert [exchange.turn.screening.state for exchange in played.exchanges] == ["asking_age_days", "asking_diagnosis"]


def test_text_equal_to_a_visible_button_is_a_tap() -> None:
    """Protects "a `#me` text equal to a visible button is a tap", case and all; anything else is typed."""
    (message,) = DIALOGUE.begin(FIXED_NOW).messages
    assert event("Why?", (message,)) == Tapped(message.number, "why")
    assert event("why?", (message,)) == Said("why?")
    assert event("Why?", ()) == Said("Why?")


def test_the_buttons_of_the_last_message_that_has_some_count() -> None:
    """Protects taps after a result of four messages, of which only the last has buttons."""
    played = play("#me\n366\n#me\nStop here\n#me\nShow the result\n#me\nChange an answer\n")
    result, change = played.exchanges[-2].turn, played.exchanges[-1].turn
    assert [bool(message.buttons) for message in result.messages] == [False, False, False, True]
    assert event("Change an answer", result.messages) == Tapped(result.screening.number, "change")
    assert change.screening.menu is not None


def test_of_two_keyboards_the_last_counts() -> None:
    """Protects a tap where two messages have buttons: the lower one stands open."""
    upper, lower = Message("a", (Button("Back", "one"),), 1), Message("b", (Button("Back", "two"),), 2)
    assert event("Back", (upper, lower, Message("c"))) == Tapped(2, "two")


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
        ("$.list", '[1, {"x": "ä"}]'),
        ("$.on", "true"),
        ("$", '{"state": "review", "answers": {"age_days": 120, "a b": null}, "list": [1, {"x": "ä"}], "on": true}'),
    ],
)
def test_a_path_leads_to_its_value(path: str, text: str) -> None:
    """Protects JSON_PATH: names, quoted names and places in a list; text as it is, all else as JSON."""
    assert as_text(look_up(path, VIEW)) == text
    assert value_at(path, VIEW) == text


@pytest.mark.parametrize("path", ["$.nowhere", "$.list[2]", "$.list.x", "$.answers[0]", "$.state.x", "$['x']", "$.state[0]"])
def test_a_path_that_leads_nowhere_is_a_key_error(path: str) -> None:
    """Protects the difference between a wrong value and no value at all."""
    with pytest.raises(KeyError):
        look_up(path, VIEW)
    assert value_at(path, VIEW) is None


# transcripts


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: path.name.removesuffix(".convo.txt"))
def test_a_transcript_is_a_script_that_holds(path: Path) -> None:
    """Protects records: what was said, written down, plays again as it was; and what held is accepted to the letter."""
    played = Player(DIALOGUE).play(parse_script(path.read_text("utf-8"), path.name))
    again = Player(DIALOGUE).play(parse_script(transcript(played), path.name))
    assert again.failure is None
    assert transcript(again) == transcript(played)
    assert difference(played) == ""
    assert accepted(played) == path.read_text("utf-8")


FAILING = (
    START
    + "#me\n366\n\n#bot\nE3 More than 365 days old at diagnosis.\nBUTTONS Stop here\n"
    + "JSON_PATH $.state|review\nJSON_PATH $.answers.age_days|366\n\n"
    + "#me\nStop here\n\n#bot\nno such words\nBUTTONS No such button\nJSON_PATH $.determinations.protocol\n\n#bot\nnothing more\n\n"
    + "#me\nShow the result\n\n#bot\nRESULT\n"
)


def test_accepting_makes_a_failing_script_pass_and_keeps_what_held() -> None:
    """Protects `--accept`: only what did not hold becomes what was said."""
    played = play(FAILING)
    assert played.failure is not None
    text = accepted(played)
    assert Player(DIALOGUE).play(parse_script(text, "it.convo.txt")).failure is None
    assert text.startswith("A title.\n\n" + START + "#me\n366\n\n#bot\nE3 More than 365 days old at diagnosis.\nBUTTONS Stop here\n")
    assert "JSON_PATH $.state|settled\nJSON_PATH $.answers.age_days|366\n" in text
    assert "BUTTONS Show the result|Change an answer|Back\nJSON_PATH $.determinations.protocol\n" in text
    assert "#bot\nRESULT\n\n#bot\nEVERY CRITERION: Trial entry\n" in text
    assert "no such words" not in text
    assert "nothing more" not in text
    assert accepted(play(text.removeprefix("A title.\n\n"))) == text


def test_accepting_buttons_where_there_are_none_drops_them() -> None:
    """Protects `--accept`: what it writes can be read again."""
    text = accepted(play(START + "#me\npause\n\n#bot\nPaused\nBUTTONS Resume\n"))
    assert play(text.removeprefix("A title.\n\n")).failure is None


def test_accepting_a_path_that_leads_nowhere_drops_it() -> None:
    """Protects `--accept`: the script passes afterwards."""
    text = accepted(play(START + AGE + "What is the diagnosis?\nJSON_PATH $.answers.cd19|positive\n"))
    assert play(text.removeprefix("A title.\n\n")).failure is None


def test_a_difference_shows_both_sides() -> None:
    """Protects the reader of a failed run: what was expected is minus, what was said is plus, what held is neither."""
    lines = difference(play(FAILING)).splitlines()
    assert lines[:2] == ["--- expected", "+++ said"]
    assert {"-JSON_PATH $.state|review", "+JSON_PATH $.state|settled", "-no such words", "+Please check the answers."} <= set(lines)
    assert {"-#bot", "-nothing more", "+EVERY CRITERION: Blinatumomab"} <= set(lines)
    assert not {"-E3 More than 365 days old at diagnosis.", "-BUTTONS Stop here", "-RESULT"} & set(lines)
