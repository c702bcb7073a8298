"""Scripts that name their trial: one run plays scripts of several trials, and the wrong trial is told."""

import json
from pathlib import Path
from shutil import copy
from xml.etree import ElementTree as ET

import pytest
from commands import AML, trialscreen
from scripts import PASSING, write_script

ROOT = Path(__file__).parents[2]

ADULT = "#me\n/start\n\n#bot\nAge in completed years?\n\n#me\n76\n\n#bot\nJSON_PATH $.answers.age_years|76\n"


def name_trial(text: str, trial: str) -> str:
    """Returns a script that names its trial."""
    title, _, rest = text.partition("\n")
    return f"{title}\n#trial {trial}\n{rest}"


@pytest.fixture
def mixed(tmp_path: Path) -> Path:
    """A folder with scripts of two trials, each of which names its own, and one that names none."""
    copy(AML, tmp_path / "aml.yaml")
    (tmp_path / "scripts").mkdir()
    write_script(tmp_path / "scripts", name_trial(f"An adult's age.\n\n{ADULT}", "../aml.yaml"), "adult.convo.txt")
    write_script(tmp_path / "scripts", name_trial(PASSING, "interfant-21"), "infant.convo.txt")
    write_script(tmp_path / "scripts", PASSING, "none.convo.txt")
    return tmp_path / "scripts"


@pytest.mark.thinned(2)
@pytest.mark.parametrize("through", ["core", "storage", "telegram"])
@pytest.mark.parametrize("jobs", ["1", "2"])
def test_one_run_plays_scripts_of_several_trials(through: str, jobs: str, mixed: Path) -> None:
    """Protects a folder of several trials, through every layer, in one process and in several."""
    ran = trialscreen("replay", "--json", "--through", through, "--jobs", jobs, mixed)
    assert (ran.code, ran.err) == (0, "")
    assert [(Path(each["script"]).name, each["trial"]) for each in json.loads(ran.out)] == [
        ("adult.convo.txt", str(mixed.parent / "aml.yaml")),
        ("infant.convo.txt", "interfant-21"),
        ("none.convo.txt", "interfant-21"),
    ]


def test_a_file_that_a_script_names_lies_from_the_script_on(mixed: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Protects `#trial ../my.yaml`, wherever the command is run."""
    monkeypatch.chdir(mixed)
    assert trialscreen("replay", "adult.convo.txt").code == 0
    monkeypatch.chdir("/")
    (told,) = json.loads(trialscreen("replay", "--json", mixed / "adult.convo.txt").out)
    assert (told["result"], told["trial"]) == ("passed", str(mixed.parent / "aml.yaml"))


def test_reports_name_the_trial_of_each_script(mixed: Path, tmp_path: Path) -> None:
    """Protects JUnit and the page: both tell the trials of the run, and that of each script."""
    junit, page = tmp_path / "r.xml", tmp_path / "r.html"
    write_script(mixed, name_trial(f"Another age.\n\n{ADULT.replace('|76', '|77')}", "../aml.yaml"), "fails.convo.txt")
    ran = trialscreen("replay", "--junit", junit, "--html", page, mixed)
    aml = str(tmp_path / "aml.yaml")
    assert f"{mixed}/fails.convo.txt:14: Another age. (trial {aml})\n" in ran.out
    suite = ET.parse(junit).getroot()
    named = [str(each.get("name")).rpartition(" (trial ")[2] for each in suite.iter("testcase")]
    assert named == [f"{aml})", f"{aml})", "interfant-21)", "interfant-21)"]
    assert next(suite.iter("property")).get("value") == f"{aml}, interfant-21"
    html = page.read_text(encoding="utf-8")
    assert f"<dt>Trials</dt><dd>{aml}, interfant-21</dd>" in html
    assert f"adult.convo.txt · {aml}</span>" in html


def test_coverage_is_told_for_each_trial(mixed: Path, tmp_path: Path) -> None:
    """Protects the table of each trial from what scripts of another reach; a file is of one trial, or refused."""
    ran = trialscreen("replay", "--coverage", mixed)
    assert ran.code == 0
    first, second = ran.out.split("Coverage of ")[1:]
    assert (first.split()[0], second.split()[0]) == ("adult-aml", "interfant-21")
    assert "Reached, but not on the atlas" not in ran.out
    said = trialscreen("replay", "--coverage-json", tmp_path / "c.json", mixed).refused()
    assert said.startswith(f"--coverage-json is of one trial, and these scripts are of 2 ({tmp_path}/aml.yaml, inter")
    assert trialscreen("replay", "--coverage-json", tmp_path / "c.json", mixed / "adult.convo.txt").code == 0
    assert json.loads((tmp_path / "c.json").read_text(encoding="utf-8"))["trial"] == "adult-aml"


def test_a_trial_that_is_chosen_plays_no_script_of_another(mixed: Path) -> None:
    """Protects `--trial`: a script that names another trial is told, and the others are played."""
    ran = trialscreen("replay", "--trial", "interfant-21", mixed)
    assert (ran.code, ran.out) == (2, "2 passed, 0 failed, 1 not readable\n")
    assert ran.err == (
        f"trialscreen: {mixed}/adult.convo.txt:2: names the trial adult-aml, but is played with interfant-21: leave out"
        " --trial, or name only scripts of interfant-21\n"
    )


def test_a_new_version_of_a_trial_is_tried_with_its_scripts(mixed: Path, tmp_path: Path) -> None:
    """Protects `--trial new.yaml`: scripts that name the trial by its id, or its old file, are played with it."""
    text = AML.read_text(encoding="utf-8").replace("Age in completed years?", "How many years old?")
    new = write_script(tmp_path, text, "new.yaml")
    write_script(mixed, name_trial(f"By its id.\n\n{ADULT}", "adult-aml"), "id.convo.txt")
    ran = trialscreen("replay", "--trial", new, mixed / "adult.convo.txt", mixed / "id.convo.txt")
    assert (ran.code, ran.out.splitlines()[-1]) == (1, "0 passed, 2 failed, 0 not readable")
    assert "said “How many" in ran.out or "How many years old?" in ran.out


@pytest.mark.parametrize(
    ("trial", "said"),
    [
        ("nope", "no trial is called 'nope'; there are interfant-21; or name a file, such as ./my-trial.yaml"),
        ("interfant-12", "no trial is called 'interfant-12'; did you mean interfant-21?"),
        ("nope.yaml", "{folder}/nope.yaml: there is no such file; check the name"),
        ("bad.yaml", "{folder}/bad.yaml:1: "),
    ],
)
def test_a_trial_that_cannot_be_had_is_a_fault_of_its_script(trial: str, said: str, tmp_path: Path) -> None:
    """Protects the other scripts of the run from a name that was mistyped, and whoever mistyped it."""
    write_script(tmp_path, "- nothing\n", "bad.yaml")
    named = write_script(tmp_path, name_trial(PASSING, trial), "named.convo.txt")
    ran = trialscreen("replay", named, write_script(tmp_path, PASSING))
    assert (ran.code, ran.out) == (2, "1 passed, 0 failed, 1 not readable\n")
    assert ran.err.startswith(f"trialscreen: {named}:2: {said.format(folder=tmp_path)}")


# the wrong trial


def test_a_script_of_another_trial_that_is_known_is_told_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Protects a script that names no trial: with which it would hold is said, and not to accept the difference."""
    (tmp_path / "trials").mkdir()
    copy(AML, tmp_path / "trials" / "adult-aml.yaml")
    monkeypatch.setenv("TRIALSCREEN_TRIALS", str(tmp_path / "trials"))
    file = write_script(tmp_path, f"An adult's age.\n\n{ADULT}")
    ran = trialscreen("replay", file)
    assert ran.code == 1
    assert ran.out.startswith(f"{file}:6: An adult's age. (trial interfant-21)\n")
    last = ran.out.splitlines()[-2]
    assert last == (
        "It was played with the trial interfant-21, but holds with adult-aml: write “#trial adult-aml” below its title."
    )
    assert "--accept" not in ran.out
    write_script(tmp_path, name_trial(file.read_text(encoding="utf-8"), "adult-aml"))
    assert trialscreen("replay", file).code == 0


def test_a_script_of_a_trial_that_is_not_known_is_told_how_to_name_it(tmp_path: Path) -> None:
    """Protects a script of a trial that is only a file: nothing that it expects at first is of this trial."""
    ran = trialscreen("replay", write_script(tmp_path, f"An adult's age.\n\n{ADULT}"))
    assert ran.out.splitlines()[-2] == (
        "It was played with the trial interfant-21, since it names none. If it is for another, write"
        " “#trial ID-or-FILE” below its title, or name that with --trial."
    )


@pytest.mark.parametrize(
    "text", [name_trial(f"T.\n\n{ADULT}", "interfant-21"), PASSING.replace("infant when", "child when")]
)
def test_a_difference_within_a_trial_is_not_called_the_wrong_trial(text: str, tmp_path: Path) -> None:
    """Protects a reworded question, and a script that names its trial, from a hint that leads astray."""
    ran = trialscreen("replay", write_script(tmp_path, text))
    assert (ran.code, "played with the trial" in ran.out) == (1, False)


def test_a_file_that_a_script_names_is_played_though_a_shipped_trial_has_its_id(tmp_path: Path) -> None:
    """Protects a changed copy of a shipped definition: it is the one that the script names, not its namesake."""
    text = (ROOT / "dialogs" / "trials" / "interfant-21.yaml").read_text(encoding="utf-8")
    question = "How old was the infant when the leukaemia was diagnosed?"
    assert question in text
    (tmp_path / "mine.yaml").write_text(text.replace(question, "What age at diagnosis?"), encoding="utf-8")
    said = "What age at diagnosis?"
    script = write_script(tmp_path, name_trial(f"A copy.\n\n#me\n/start\n\n#bot\n{said}\n", "mine.yaml"))
    ran = trialscreen("replay", script)
    assert (ran.code, ran.out) == (0, "1 passed, 0 failed, 0 not readable\n")
    assert trialscreen("replay", "--trial", "interfant-21", script).code == 1
