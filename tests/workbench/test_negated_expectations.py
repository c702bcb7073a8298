"""What a script says must not be said, offered or recorded: how it is read, how it fails, and what rewrites it."""

import json
from collections.abc import Mapping
from pathlib import Path

import pytest
from acceptance import ChangeByHandError, accept
from commands import trialscreen

from dialogs.conversation.dialogue import Dialogue
from dialogs.loading.loading import load
from dialogs.testing.scripts.format.blocks import BotBlock, Script, ScriptError
from dialogs.testing.scripts.format.collection import collect
from dialogs.testing.scripts.format.script import parse_script
from dialogs.testing.scripts.playing.played import PlayedScriptRun
from dialogs.testing.scripts.playing.player import Player
from dialogs.testing.scripts.playing.transcript import make_diff

pytestmark = pytest.mark.traced

DEFINITION = Path(__file__).parents[2] / "dialogs" / "trials" / "interfant-21.yaml"
DIALOGUE = Dialogue(load(DEFINITION.read_text("utf-8"), DEFINITION.name))

ASKED = "#me\n/start\n\n#bot\nHow old was the infant\n\n#me\n120\n\n#bot\n"
"""The two first exchanges of the scripts below; what is appended is line 13."""

BUTTONS = "B-precursor ALL, B-cell MPAL, T-ALL, Another diagnosis"


def play(expected: str) -> PlayedScriptRun:
    return Player(DIALOGUE).play(parse_script(f"A title.\n\n{ASKED}{expected}", "it.convo.txt"))


@pytest.mark.parametrize(
    "expected",
    [
        "What is the diagnosis?\n!TEXT_CONTAINS_ANY Eligible|may be given\n!BUTTONS Stop here|Show the result\n",
        "!TEXT_CONTAINS_ANY what is the diagnosis\n",
        "!BUTTONS T\n!BUTTONS t-all\n",
        "!JSON_PATH $.state|review\n!JSON_PATH $.state|asking\n!JSON_PATH $.answers.cd19|positive\n",
        "!JSON_PATH $.answers.cd19\n",
        "BUTTONS T-ALL\n!TEXT_CONTAINS_ANY a\\|b\n",
    ],
)
def test_what_is_not_there_holds(expected: str) -> None:
    """Protects who expects that something is not said: a piece by its case, a label as a whole, a value as a whole."""
    assert play(expected).failure is None


@pytest.mark.parametrize(
    ("expected", "line", "message"),
    [
        ("!TEXT_CONTAINS_ANY Eligible|the diag\n", 13, "“the diag” must not be said, but the bot said “Recorded: Age"),
        ("What\n!TEXT_CONTAINS_ANY What|the\n", 14, "“What”, “the” must not be said, but the bot said “Recorded: Age"),
        (
            "BUTTONS Back\n!BUTTONS Stop here|T-ALL\n",
            14,
            f"the button 'T-ALL' must not be offered, but there are {BUTTONS}",
        ),
        ("!BUTTONS\n", 13, f"no button must be offered, but there are {BUTTONS}"),
        ("!JSON_PATH $.state|asking_diagnosis\n", 13, "$.state must not be 'asking_diagnosis', but it is"),
        ("!JSON_PATH $.answers.age_days\n", 13, "$.answers.age_days must lead nowhere, but it is '120'"),
    ],
)
def test_what_is_there_though_it_must_not_be_is_one_sentence(expected: str, line: int, message: str) -> None:
    """Protects the reader of a failure: what must not be, what was said or offered, and what to do, at its line."""
    played = play(expected)
    assert played.failure is not None
    assert (played.failure.line, played.failure.file) == (line, "it.convo.txt")
    assert played.failure.message.startswith(message), played.failure.message
    assert played.failure.message.endswith("; if it may be, remove the line")


def test_no_button_at_all_holds_where_there_is_none() -> None:
    """Protects `!BUTTONS` alone: it holds in a pause, which offers nothing."""
    script = parse_script("T.\n#me\n/start\n#bot\n#me\npause\n#bot\nPaused\n!BUTTONS\n", "it.convo.txt")
    assert Player(DIALOGUE).play(script).failure is None


def test_a_difference_shows_what_came_in_place_of_what_must_not() -> None:
    """Protects the diff: the line is minus, what came is plus; what held is neither."""
    failed = play(
        "What is the diagnosis?\n!TEXT_CONTAINS_ANY 2 of\n!BUTTONS Stop here\n!BUTTONS\n!JSON_PATH $.answers.age_days\n"
    )
    lines = make_diff(failed).splitlines()
    assert {"-!TEXT_CONTAINS_ANY 2 of", "+2 of at most 15 · Diagnosis"} <= set(lines)
    assert {"-!BUTTONS", "-!JSON_PATH $.answers.age_days", "+JSON_PATH $.answers.age_days|120"} <= set(lines)
    assert any(line.startswith("+BUTTONS B-precursor ALL|") for line in lines)
    assert not {"-!BUTTONS Stop here", "-What is the diagnosis?"} & set(lines)


@pytest.mark.sweep
@pytest.mark.parametrize(
    ("line", "fault", "remedy"),
    [
        ("!TEXT_CONTAINS_ANY", "!TEXT_CONTAINS_ANY names nothing", "write !TEXT_CONTAINS_ANY Eligible|may be given"),
        ("!TEXT_CONTAINS_ANY a||b", "!TEXT_CONTAINS_ANY names nothing", "write !TEXT_CONTAINS_ANY Eligible"),
        ("!BUTTONS a||b", "!BUTTONS names nothing", "write !BUTTONS Yes|No, or !BUTTONS alone for none at all"),
        ("!JSON_PATH", "!JSON_PATH names nothing", "write !JSON_PATH $.state|review"),
        ("!JSON_PATH state", "'state' is no path", "write JSON_PATH $.state|review"),
        ("!JSON_PATH $.a|b|c", "'$.a|b|c' is no path and value", "write !JSON_PATH $.state|review"),
        ("!JSON_PATH $.answers|null", "'null' is no single value", "let the path lead to one text or number"),
        ("?BUTTONS Yes", "? before BUTTONS is not read here", "write BUTTONS for what must be so, !BUTTONS for what"),
        ("?!BUTTONS Yes", "?! before BUTTONS is not read here", "write BUTTONS for what must be so, !BUTTONS for what"),
        ("!INCLUDE part", "! before INCLUDE is not read here", "write INCLUDE alone"),
        ("TEXT_CONTAINS_ANY a", "TEXT_CONTAINS_ANY is not read here", "write a contiguous piece of the message as it"),
        ("?!TEXT_CONTAINS_ANY a", "?!TEXT_CONTAINS_ANY is not read here", "write a contiguous piece of the message"),
        ("!TEXT_EQUALS a", "!TEXT_EQUALS is not read here", "write a contiguous piece of the message as it stands, or"),
        (
            "!BUTTONS_COUNT 3",
            "!BUTTONS_COUNT is not read here",
            "use BUTTONS with the labels that must be there, or !B",
        ),
        ("!NOT_SAID a", "'!NOT_SAID' is no word", "write BUTTONS, JSON_PATH or INCLUDE, or what must not be with !"),
        ("!hi", "'!' at the beginning means the opposite in Botium", "write !TEXT_CONTAINS_ANY for what must not"),
    ],
)
def test_what_is_not_read_says_what_to_write(line: str, fault: str, remedy: str) -> None:
    """Protects the author: each other word of Botium's has a remedy that is read here."""
    with pytest.raises(ScriptError) as error:
        parse_script(f"T.\n#bot\nhi\n{line}\n" if line != "!hi" else f"T.\n\n#bot\n{line}\n", "it.convo.txt")
    place, said_fault, said_remedy = str(error.value).split(": ", 2)
    assert (place, said_fault, said_remedy.startswith(remedy)) == ("it.convo.txt:4", fault, True), str(error.value)


def test_a_line_in_a_text_that_looks_like_a_negated_word_is_a_fault() -> None:
    """Protects the author from a slip that both would take for text: it would never be held against anything."""
    with pytest.raises(ScriptError, match=r"it\.convo\.txt:4: '!TEXT_CONTAINS' is no word"):
        parse_script("T.\n#bot\nhi\n!TEXT_CONTAINS a\n", "it.convo.txt")


def test_under_me_it_is_what_is_said() -> None:
    """Protects `#me`: an asserter's word means nothing there, and an exclamation mark is doubled."""
    (me,) = parse_script("T.\n#me\n!!BUTTONS Yes\n", "it.convo.txt").blocks
    assert me.text == "!BUTTONS Yes"


# tables and utterances


def made(files: Mapping[str, str]) -> list[Script]:
    return [each if isinstance(each, Script) else pytest.fail(str(each)) for each in collect(files)]


TABLE = "|$age|$no|$fact\nyoung|120|Not eligible|cd19\nold|400|Relapse|diagnosis\n"


def test_variables_work_in_what_must_not_be() -> None:
    """Protects tables: each row has its own pieces, labels and paths that must not be."""
    text = (
        "T.\n#me\n/start\n#bot\n#me\n$age\n#bot\n!TEXT_CONTAINS_ANY $no|zzz\n!BUTTONS $no\n!JSON_PATH $.answers.$fact\n"
    )
    young, old = made({"a.convo.txt": text, "x.scriptingmemory.txt": TABLE})
    for script, piece, path in ((young, "Not eligible", "$.answers.cd19"), (old, "Relapse", "$.answers.diagnosis")):
        block = script.blocks[-1]
        assert isinstance(block, BotBlock)
        assert [each.values for each in block.negated] == [(piece, "zzz"), (piece,), (path,)]
        assert Player(DIALOGUE).play(script).failure is None


def test_a_variable_only_in_what_must_not_be_multiplies_a_script() -> None:
    """Protects Botium's way: it looks for variables in every word of a block."""
    files = {"a.convo.txt": "T.\n#bot\n!TEXT_CONTAINS_ANY $no\n", "x.scriptingmemory.txt": TABLE}
    assert [each.case for each in made(files)] == ["young", "old"]


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("!JSON_PATH $.answers.$no", "a.convo.txt:3: '$.answers.Not eligible' is no path"),
        ("!BUTTONS $what", "a.convo.txt:3: no table has the variable $what"),
        ("!TEXT_CONTAINS_ANY Eligible|SAY it", "a.convo.txt:2: SAY is the name of utterances (x.utterances.txt)"),
    ],
)
def test_what_botium_would_put_there_otherwise_is_a_fault(text: str, fault: str) -> None:
    """Protects one meaning: a path that a table spoils, an unknown variable, a piece that Botium would replace."""
    files = {
        "a.convo.txt": f"T.\n#bot\n{text}\n",
        "x.scriptingmemory.txt": TABLE,
        "x.utterances.txt": "SAY\na\nb\n",
    }
    errors = [each for each in collect(files) if isinstance(each, ScriptError)]
    assert [str(each).startswith(fault) for each in errors] == [True], errors


# reports, and `--accept`


WRONG = f"No diagnosis is offered.\n\n{ASKED}What is the diagnosis?\n!TEXT_CONTAINS_ANY Eligible\n!BUTTONS T-ALL|Yes\n"


def test_every_report_shows_it(tmp_path: Path) -> None:
    """Protects HTML, JSON and JUnit: what must not be offered is struck out, and where it came it is underlined."""
    file, html, junit = (tmp_path / name for name in ("it.convo.txt", "it.html", "it.xml"))
    file.write_text(WRONG, encoding="utf-8")
    ran = trialscreen("replay", file, "--json", "--html", html, "--junit", junit)
    (told,) = json.loads(ran.out)
    assert (ran.code, told["line"], "the button 'T-ALL' must not be offered" in told["message"]) == (1, 15, True)
    assert "<del>!BUTTONS T-ALL|Yes</del>" in html.read_text(encoding="utf-8")
    assert "<ins>T-ALL</ins>" in html.read_text(encoding="utf-8")
    assert html.read_text(encoding="utf-8").count("<ins>") == 1
    assert "!TEXT_CONTAINS_ANY Eligible" in html.read_text(encoding="utf-8")
    assert "must not be offered" in junit.read_text(encoding="utf-8")


def test_a_page_says_which_button_must_not_be_where_none_may_and_what_nobody_heard(tmp_path: Path) -> None:
    """Protects the page where no button may be, where a path leads somewhere, and where no message came."""
    file, html = tmp_path / "it.convo.txt", tmp_path / "it.html"
    file.write_text(f"T.\n\n{ASKED}!BUTTONS\n!JSON_PATH $.answers.age_days\n#bot\n!BUTTONS No\n", encoding="utf-8")
    assert trialscreen("replay", file, "--html", html).code == 1
    page = html.read_text(encoding="utf-8")
    assert {
        "<del>!BUTTONS</del>",
        "<ins>T-ALL</ins>",
        "<del>!JSON_PATH $.answers.age_days</del>",
        "<ins>120</ins>",
    } <= {
        piece + end
        for end in ("</del>", "</ins>")
        for piece in page.split(end)[:-1]
        for piece in [piece[piece.rfind("<") :]]
    }
    assert "!BUTTONS No" in page


@pytest.mark.parametrize(
    "expected",
    [
        "!TEXT_CONTAINS_ANY diagnosis\n",
        "no such words\n!BUTTONS T-ALL\n",
        "What is the diagnosis?\n\n#bot\nmore\n!BUTTONS T-ALL\n",
    ],
    ids=["it failed", "it failed beside a text", "its message did not come"],
)
def test_what_must_not_be_is_changed_by_hand(expected: str) -> None:
    """Protects what must not be: `--accept` neither turns it round nor drops it, and names the line."""
    with pytest.raises(ChangeByHandError, match=r"it\.convo\.txt:1\d: .*: change it by hand"):
        accept(play(expected))


def test_what_must_not_be_stays_where_the_rest_of_its_block_is_accepted() -> None:
    """Protects an expectation that holds: the text beside it is rewritten, and it stays as it stands."""
    text = accept(play("no such words\n!TEXT_CONTAINS_ANY Eligible\nBUTTONS Nope\n!BUTTONS Stop here\n"))
    assert "\n!TEXT_CONTAINS_ANY Eligible\n" in text
    assert "\n!BUTTONS Stop here\n" in text
    assert "no such words" not in text
    assert Player(DIALOGUE).play(parse_script(text, "it.convo.txt")).failure is None


def test_accept_says_so_and_leaves_the_file(tmp_path: Path) -> None:
    """Protects the file under `--accept`: it is as it was, and the command says which line is for a person."""
    file = tmp_path / "it.convo.txt"
    file.write_text(WRONG, encoding="utf-8")
    ran = trialscreen("replay", file, "--accept")
    assert (ran.code, file.read_text(encoding="utf-8")) == (1, WRONG)
    assert f"{file}:15: " in ran.err
    assert "change it by hand" in ran.err
