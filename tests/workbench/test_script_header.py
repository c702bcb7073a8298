"""The header of a script: its title, and the line `#trial` that stock Botium takes for a part of the description."""

import pytest

from dialogs.testing.scripts.format.blocks import Script, ScriptError
from dialogs.testing.scripts.format.collection import collect
from dialogs.testing.scripts.format.header import format_trial_line
from dialogs.testing.scripts.format.script import parse_script

pytestmark = pytest.mark.traced

BLOCKS = "#me\n/start\n#bot\n"


@pytest.mark.parametrize(
    ("header", "title", "trial", "line"),
    [
        ("T.\n#trial my-trial\n", "T.", "my-trial", 2),
        ("T.\nMore.\n\n#trial  ../my trial.yaml \n\n", "T. More.", "../my trial.yaml", 4),
        ("\nT.\n#trial a\nMore.\n", "T. More.", "a", 3),
        ("T.\n#trial a\n#include x\n", "T.", "a", 2),
        ("T.\n", "T.", "", 0),
    ],
)
def test_a_script_may_name_its_trial_in_its_header(header: str, title: str, trial: str, line: int) -> None:
    """Protects `#trial`: it stands anywhere below the first line of the title, and is no part of it."""
    files = {"a.convo.txt": header + BLOCKS, "x.pconvo.txt": f"x\n{BLOCKS}"}
    (script,) = collect(files)
    assert isinstance(script, Script)
    assert (script.title, script.trial, script.trial_line) == (title, trial, line)
    assert len(script.blocks) == (4 if "#include" in header else 2)


def test_every_script_of_a_table_has_the_trial() -> None:
    """Protects the rows of a table, each of which makes a script."""
    files = {
        "a.convo.txt": f"T.\n{format_trial_line('my-trial')}\n#me\n$age\n",
        "a.scriptingmemory.txt": "|$age\nx|1\ny|2\n",
    }
    assert [isinstance(each, Script) and (each.trial, each.trial_line) for each in collect(files)] == [
        ("my-trial", 2)
    ] * 2


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("T.\n#trial\n#me\na\n", ":2: this #trial names no trial: write the trial's id, or the file of its definition"),
        ("T.\n#trial a\n\n#trial b\n#me\na\n", ":4: line 2 names a trial as well: keep one #trial"),
        ("#trial a\nT.\n#me\na\n", ":1: #trial stands before the title: write it below the title"),
        ("T.\n#me\na\n#trial a\n", ":4: #trial stands after the first block: write it between the title and the first"),
        ("T.\n#trials a\n#me\na\n", ":2: '#trials a' begins no block"),
    ],
)
def test_a_trial_that_is_named_amiss_is_a_fault_with_its_remedy(text: str, said: str) -> None:
    """Protects whoever writes the line for the first time."""
    with pytest.raises(ScriptError) as error:
        parse_script(text, "a.convo.txt")
    assert str(error.value).startswith(f"a.convo.txt{said}")


def test_a_name_that_is_known_elsewhere_is_told_with_its_file() -> None:
    """Protects whoever includes what lies outside of the collection; a name that nobody knows is told as before."""
    files = {"a.convo.txt": "T.\n#include x\n", "b.convo.txt": "T.\n#include y\n"}
    first, second = collect(files, lambda name: "other/x.pconvo.txt" if name == "x" else "")
    assert str(first).startswith(
        "a.convo.txt:2: there is no partial script 'x': one lies in other/x.pconvo.txt, but no script folder connects"
    )
    assert str(second).endswith("'y': write one in a file that ends in .pconvo.txt")


@pytest.mark.parametrize(
    ("name", "text", "line"),
    [
        ("x.pconvo.txt", f"x\n#trial a\n{BLOCKS}", 2),
        ("x.utterances.txt", "SAY\nyes\n#trial a\n", 3),
        ("x.scriptingmemory.txt", "|$age\n#trial a|1\n", 2),
    ],
)
def test_a_file_that_scripts_share_names_no_trial(name: str, text: str, line: int) -> None:
    """Protects shared files, which scripts of several trials may use."""
    (error,) = collect({name: text})
    assert str(error) == f"{name}:{line}: #trial has no place in a file that scripts share: write it in the scripts"
