"""The folder of `trialscreen replay --generate`: what a person has reviewed or changed is never overwritten."""

from pathlib import Path
from shutil import copytree

import pytest
from commands import trialscreen
from odd_trials import entangled

from dialogs.testing.scripts.format.script import parse_script

MARK = "Generated for "


@pytest.fixture(scope="module")
def generated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What is generated for a small trial, to be copied."""
    file = tmp_path_factory.mktemp("generated") / "small.yaml"
    file.write_text(entangled(2), "utf-8")
    generate(file.parent / "folder", file)
    return file.parent / "folder"


@pytest.fixture
def trial(tmp_path: Path) -> Path:
    """The file of a small trial."""
    file = tmp_path / "small.yaml"
    file.write_text(entangled(2), "utf-8")
    return file


@pytest.fixture
def folder(tmp_path: Path, generated: Path) -> Path:
    """A folder of scripts that were generated for it."""
    return Path(copytree(generated, tmp_path / "some" / "folder"))


def generate(folder: Path, trial: Path, *options: str) -> str:
    return trialscreen("replay", "--generate", folder, "--trial", trial, *options).printed()


def contents(folder: Path) -> dict[str, str]:
    return {file.name: file.read_text("utf-8") for file in folder.iterdir()}


def review(file: Path) -> str:
    """Removes the line that says that nobody has reviewed the script, and returns what stays."""
    text = file.read_text("utf-8")
    lines = text.splitlines(keepends=True)
    reviewed = "".join(line for line in lines if not line.startswith(MARK))
    assert reviewed != text
    file.write_text(reviewed, "utf-8")
    return reviewed


def test_a_generated_script_says_so_between_its_title_and_what_is_said(folder: Path) -> None:
    """Protects readers from taking for reviewed what nobody has read; the title stays one sentence."""
    for file in folder.iterdir():
        title, trial, _, header, me, *_ = file.read_text("utf-8").splitlines()
        assert trial.startswith("#trial ")
        assert header.startswith(MARK)
        assert "not reviewed yet" in header
        assert "delete this line" in header
        assert me == "#me"
        assert parse_script(file.read_text("utf-8"), file.name).title == title


def test_a_set_is_written_anew_over_itself_and_says_how_much_it_reaches(folder: Path, trial: Path) -> None:
    """Protects `--generate FOLDER`: it may be run again, and it names what a person has to do."""
    written = contents(folder)
    told = generate(folder, trial)
    assert contents(folder) == written
    assert "11 of 11 states" in told
    assert "a person must review them" in told
    assert "Not decided" not in told
    assert "Kept" not in told


def test_a_script_that_is_as_it_was_generated_is_written_anew(folder: Path, trial: Path) -> None:
    """Protects whoever changed a definition: nobody has reviewed the scripts, so they follow it."""
    written = contents(folder)
    trial.write_text(trial.read_text("utf-8").replace("name: {en: N}, ask: {en: A}", "name: {en: M}, ask: {en: B}"))
    assert "Kept" not in generate(folder, trial)
    assert contents(folder) != written


@pytest.mark.parametrize("ends", ["\n", "\r\n"])
def test_line_ends_are_no_change(folder: Path, trial: Path, ends: str) -> None:
    """Protects a set that went through git on Windows: it is still as it was generated."""
    written = contents(folder)
    for file in folder.iterdir():
        file.write_bytes(file.read_bytes().replace(b"\n", ends.encode()))
    assert "Kept" not in generate(folder, trial)
    assert contents(folder) == written


def test_a_reviewed_script_is_kept_and_named(folder: Path, trial: Path) -> None:
    """Protects the work of a review, whatever the definition says since then."""
    first, second, *_ = sorted(folder.iterdir())
    reviewed = review(first), review(second)
    assert "other than what is generated now" not in generate(folder, trial)
    trial.write_text(trial.read_text("utf-8").replace("name: {en: N}, ask: {en: A}", "name: {en: M}, ask: {en: B}"))
    told = generate(folder, trial)
    assert (first.read_text("utf-8"), second.read_text("utf-8")) == reviewed
    assert f"Kept, for a person has reviewed or changed them: {first.name}; {second.name}" in told
    assert f"Of these, other than what is generated now: {first.name}" in told


@pytest.mark.thinned(3)
@pytest.mark.parametrize(
    "change",
    [
        lambda text: text.replace("#bot\n", "#bot\nmine\n", 1),
        lambda text: text + "\n",
        lambda text: f"My title.{text}",
        lambda text: text.replace(MARK, "Made for "),
        lambda text: "changed by hand",
        lambda text: "",
    ],
    ids=["an expectation", "an empty line", "the title", "the mark", "all of it", "emptied"],
)
def test_a_changed_script_is_kept_and_named(folder: Path, trial: Path, change: object) -> None:
    """Protects what a person wrote into a script, also where the line about the review still stands."""
    file = min(folder.iterdir())
    assert callable(change)
    file.write_text(change(file.read_text("utf-8")), "utf-8")
    written = contents(folder)
    assert f"Kept, for a person has reviewed or changed them: {file.name}" in generate(folder, trial)
    assert contents(folder) == written


def test_a_file_that_is_no_text_is_kept(folder: Path, trial: Path) -> None:
    """Protects a file of whatever kind that has the name of a script."""
    file = min(folder.iterdir())
    file.write_bytes(b"\xff\xfe")
    assert file.name in generate(folder, trial)
    assert file.read_bytes() == b"\xff\xfe"


def test_what_is_no_longer_made_goes_unless_it_was_reviewed(folder: Path, trial: Path) -> None:
    """Protects the folder from scripts of former definitions, and reviewed ones from going with them."""
    by_default = contents(folder)
    generate(folder, trial, "--every-way")
    more = sorted(contents(folder).keys() - by_default.keys())
    assert len(more) > 1
    reviewed = review(folder / more[0])
    told = generate(folder, trial)
    assert contents(folder) == {**by_default, more[0]: reviewed}
    assert f"Removed, for they are no longer made, and nobody has reviewed them: {'; '.join(more[1:])}" in told


def test_other_files_are_no_obstacle(folder: Path, trial: Path) -> None:
    """Protects a folder in which a person also keeps scripts and notes of their own."""
    mine = {"notes.txt": "mine", "my.convo.txt": "A title.\n\n#me\n/start\n", "table.scriptingmemory.txt": "|$a\n1|2\n"}
    for name, text in mine.items():
        (folder / name).write_text(text, "utf-8")
    (folder / "below.convo.txt").mkdir()
    generate(folder, trial)
    assert (folder / "below.convo.txt").is_dir()
    assert {name: (folder / name).read_text("utf-8") for name in mine} == mine


def test_a_folder_with_the_name_of_a_script_is_refused_and_nothing_is_written(
    tmp_path: Path, folder: Path, trial: Path
) -> None:
    """Protects "whole or not at all": what stands in the way is named before anything is written."""
    name = max(folder.iterdir()).name
    other = tmp_path / "other"
    (other / name).mkdir(parents=True)
    refusal = trialscreen("replay", "--generate", other, "--trial", trial).refused()
    assert (
        refusal == f"{other / name}: a script needs this name, and this is no file; rename it, or name another folder"
    )
    assert [file.name for file in other.iterdir()] == [name]


def test_scripts_of_another_trial_are_refused_and_left(folder: Path, tmp_path: Path) -> None:
    """Protects the scripts of one trial from those of another in the same folder."""
    written = contents(folder)
    other = tmp_path / "other.yaml"
    other.write_text(entangled(2).replace("id: interfant-21", "id: other-trial", 1), "utf-8")
    refusal = trialscreen("replay", "--generate", folder, "--trial", other).refused()
    assert refusal.endswith("this was generated for interfant-21; name another folder for the scripts of other-trial")
    assert contents(folder) == written


def test_a_file_in_place_of_the_folder_is_refused(trial: Path) -> None:
    """Protects a file from being taken for a folder."""
    refusal = trialscreen("replay", "--generate", trial, "--trial", trial).refused()
    assert refusal == f"{trial}: this is a file; name a folder"


def test_a_folder_that_cannot_be_written_is_named(trial: Path) -> None:
    """Protects the plain sentence: no traceback where the disk refuses."""
    folder = trial / "below-a-file"
    refusal = trialscreen("replay", "--generate", folder, "--trial", trial).refused()
    assert refusal == f"{folder}: cannot be written (not a directory)"


def test_every_way_goes_with_generate_only(folder: Path, trial: Path) -> None:
    """Protects whoever mistakes what the option is for."""
    refusal = trialscreen("replay", "--every-way", folder, "--trial", trial).refused()
    assert refusal == "--every-way says what --generate writes; add --generate FOLDER, or leave it out"
