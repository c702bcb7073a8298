"""Which shared files a script knows: it depends on where the script lies, never on what is named."""

import os
from pathlib import Path

import pytest
from commands import trialscreen
from hypothesis import given, settings
from hypothesis import strategies as st
from scripts import ASKED, PASSING

from bot.workbench.replay.gathering.gathering import gather
from bot.workbench.replay.gathering.script_folders import ScriptFolders
from bot.workbench.replay.gathering.script_trials import ScriptTrials
from dialogs.testing.scripts.format.blocks import Script

TRIALS = ScriptTrials("interfant-21")
INCLUDING = "It includes.\n\n#include the beginning\n\n#me\n120\n\n#bot\nRecorded\n"
BEGINNING = f"the beginning\n\n{ASKED}"


def lay(folder: Path, *names: str) -> None:
    """Makes files, each with what its ending calls for; a name that ends in / is an empty folder."""
    for name in names:
        file = folder / name
        (file if name.endswith("/") else file.parent).mkdir(parents=True, exist_ok=True)
        if not name.endswith("/"):
            file.write_text(BEGINNING if name.endswith(".pconvo.txt") else INCLUDING, encoding="utf-8")


def passes(*named: Path) -> bool:
    """Says whether all of the scripts that are named hold."""
    return trialscreen("replay", *named).code == 0


@pytest.mark.parametrize(
    ("script", "shared"),
    [
        ("s/x.convo.txt", "s/b.pconvo.txt"),
        ("s/infants/x.convo.txt", "s/shared/b.pconvo.txt"),
        ("s/sub/x.convo.txt", "s/b.pconvo.txt"),
        ("s/x.convo.txt", "s/sub/b.pconvo.txt"),
        ("s/a/deep/x.convo.txt", "s/shared/deep/b.pconvo.txt"),
    ],
)
def test_a_script_plays_alone_as_in_its_folder(script: str, shared: str, tmp_path: Path) -> None:
    """Protects one scope: a script plays the same whether it, its folder, or a folder above is named."""
    lay(tmp_path, script, shared, "notes/")
    for named in (tmp_path / script, (tmp_path / script).parent, tmp_path / "s", tmp_path):
        assert passes(named)


@pytest.mark.parametrize(
    "others",
    [
        ("notes/", "s/infants/x.convo.txt", "elsewhere/b.pconvo.txt"),
        ("s/infants/x.convo.txt", "s/notes/", "s/shared/b.pconvo.txt"),
        ("s/infants/x.convo.txt", "s/.hidden/b.pconvo.txt"),
        ("s/aml/aml.yaml", "s/aml/x.convo.txt", "s/all/all.yaml", "s/all/b.pconvo.txt"),
    ],
    ids=["another folder", "beside notes", "hidden", "another trial's folder"],
)
def test_what_belongs_to_no_collection_is_known_from_nowhere(others: tuple[str, ...], tmp_path: Path) -> None:
    """Protects the same in the negative: what one naming does not know, none knows."""
    lay(tmp_path, *others)
    (script,) = tmp_path.rglob("x.convo.txt")
    for named in (script, script.parent, tmp_path / "s", tmp_path):
        ran = trialscreen("replay", named)
        assert (ran.code, "there is no partial script 'the beginning'" in ran.err) == (2, True)


def test_a_name_that_lies_out_of_scope_is_told_with_its_place(tmp_path: Path) -> None:
    """Protects whoever named a folder in which the shared file lies, only not where the script can know it."""
    lay(tmp_path, "s/x.convo.txt", "notes/", "elsewhere/b.pconvo.txt")
    (tmp_path / "s" / "y.convo.txt").write_text("A table.\n\n#me\n$age\n", encoding="utf-8")
    (tmp_path / "elsewhere" / "t.scriptingmemory.txt").write_text("|$age\nx|1\n", encoding="utf-8")
    told = trialscreen("replay", tmp_path).err
    how = "no script folder connects the two: move it beside the script, or into a folder above or beneath"
    assert f"one lies in {tmp_path}/elsewhere/b.pconvo.txt, but {how}" in told
    assert f"one lies in {tmp_path}/elsewhere/t.scriptingmemory.txt, but {how}" in told


def test_a_script_reached_through_a_link_lies_where_it_really_lies(tmp_path: Path) -> None:
    """Protects a link to a folder, named by a person; within a folder links to folders are passed by."""
    lay(tmp_path, "s/infants/x.convo.txt", "s/shared/b.pconvo.txt", "other/notes/")
    (tmp_path / "link").symlink_to(tmp_path / "s" / "infants")
    assert passes(tmp_path / "link")
    assert passes(tmp_path / "link" / "x.convo.txt")


def test_a_link_to_a_script_lies_where_the_script_really_lies(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Protects a link to a file, named or in a folder: the real place counts, messages have the link's name."""
    lay(tmp_path, "s/infants/x.convo.txt", "s/shared/b.pconvo.txt", "other/notes/", "links/")
    link = tmp_path / "links" / "link.convo.txt"
    link.symlink_to(tmp_path / "s" / "infants" / "x.convo.txt")
    assert passes(link)
    assert passes(link.parent)
    monkeypatch.chdir(link.parent)
    assert passes(Path("link.convo.txt"))
    (tmp_path / "s" / "infants" / "x.convo.txt").write_text("T.\n#trial ../t.yaml\n#include no\n", encoding="utf-8")
    told = trialscreen("replay", "link.convo.txt").err
    assert "trialscreen: link.convo.txt:2: ../s/t.yaml: there is no such file" in told
    assert "trialscreen: link.convo.txt:3: there is no partial script 'no'" in told


def test_links_in_a_circle_do_not_hang(tmp_path: Path) -> None:
    """Protects folders that link to themselves, and a link that leads to itself: it is told, the rest is played."""
    lay(tmp_path, "s/x.convo.txt", "s/b.pconvo.txt")
    (tmp_path / "s" / "again").symlink_to(tmp_path / "s")
    assert passes(tmp_path / "s")
    (tmp_path / "s" / "loop.convo.txt").symlink_to("loop.convo.txt")
    ran = trialscreen("replay", tmp_path / "s")
    assert (ran.code, ran.out) == (2, "1 passed, 0 failed, 1 not readable\n")
    assert ran.err.startswith(f"trialscreen: {tmp_path}/s/loop.convo.txt: cannot be read (")


def test_one_script_in_a_large_folder_has_no_one_search_it(tmp_path: Path) -> None:
    """Protects a home with a stray script: looking ends at the first folder that holds none."""
    lay(tmp_path, "x.convo.txt", *(f"data/{n}/deep/er/" for n in range(40)))
    folders = ScriptFolders()
    assert folders.find_collection(str(tmp_path)) == (os.path.realpath(tmp_path),)
    assert len(folders.listings) < 20


def test_files_named_from_within_and_from_above_are_shown_as_they_were_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Protects messages: a faulty shared file that nobody named has a place that can be opened from here."""
    lay(tmp_path, "s/infants/x.convo.txt", "s/shared/b.pconvo.txt", "notes/")
    (tmp_path / "s" / "shared" / "b.pconvo.txt").write_text("the beginning\n#bot\n \n", encoding="utf-8")
    monkeypatch.chdir(tmp_path / "s" / "infants")
    assert "trialscreen: ../shared/b.pconvo.txt:3: " in trialscreen("replay", "x.convo.txt").err
    assert f"trialscreen: {tmp_path}/s/shared/b.pconvo.txt:3: " in trialscreen("replay", tmp_path / "s").err


NAMES = st.sampled_from(["a", "b", ".h"])
FILES = st.sampled_from(["x.convo.txt", "y.abuse.txt", "p.pconvo.txt", "t.yaml", "n.md"])
TREES = st.sets(st.tuples(st.lists(NAMES, max_size=3).map(tuple), FILES), min_size=1, max_size=9)


@settings(max_examples=60, deadline=None)
@given(tree=TREES)
def test_a_scope_is_the_same_whatever_is_named(
    tree: set[tuple[tuple[str, ...], str]], tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Protects "one scope", on random trees: named alone, with its folder, or with any folder above."""
    top = tmp_path_factory.mktemp("tree")
    (top / "notes").mkdir()
    places = {f"p{number}": top.joinpath("s", *parts, name) for number, (parts, name) in enumerate(sorted(tree))}
    for partial, file in places.items():
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(f"{partial}\n{PASSING}", encoding="utf-8")
    partials = {partial: file for partial, file in places.items() if file.name == "p.pconvo.txt"}
    connected = connect(top)
    for script in [file for file in places.values() if file.name.endswith((".convo.txt", ".abuse.txt"))]:
        known = [partial for partial, file in partials.items() if file.parent in connected[script.parent]]
        for includes, is_readable in [(known, True), *(([each], False) for each in partials if each not in known)]:
            lines = ["T.", *(f"#include {each}" for each in includes), "#me", "/start", ""]
            script.write_text("\n".join(lines), encoding="utf-8")
            for named in (script, *list_above(script, top)):
                (found,) = [each for each in gather([named], TRIALS).found if each.file == str(script)]
                assert isinstance(found, Script) is is_readable


def list_above(script: Path, top: Path) -> list[Path]:
    """Returns the folders above a script, up to the lowest that is hidden: those beneath which it is seen."""
    above = [each for each in script.parents if each.is_relative_to(top)]
    hidden = next((at for at, each in enumerate(above) if each.name.startswith(".")), len(above))
    return above[: hidden + 1]


def connect(top: Path) -> dict[Path, set[Path]]:
    """Returns what is connected with each folder, by the plain definition: pairs are joined until nothing changes."""
    folders = [top, *(each for each in top.rglob("*") if each.is_dir())]

    def visible(folder: Path) -> list[Path]:
        return [each for each in folder.iterdir() if each.is_dir() and not each.name.startswith(".")]

    def is_script_folder(folder: Path) -> bool:
        is_holding = any(each.name.endswith((".convo.txt", ".abuse.txt", ".pconvo.txt")) for each in folder.iterdir())
        return is_holding or (bool(visible(folder)) and all(map(is_script_folder, visible(folder))))

    groups = {folder: {folder} for folder in folders}
    for folder in folders[1:]:
        is_low = not folder.name.startswith(".") and not list(folder.glob("*.yaml"))
        if is_low and is_script_folder(folder) and is_script_folder(folder.parent):
            joined = groups[folder] | groups[folder.parent]
            groups |= dict.fromkeys(joined, joined)
    return groups


@pytest.mark.parametrize("named", ["x.convo.txt", "../a/x.convo.txt", "..", "{top}/s/a/x.convo.txt", "{top}"])
def test_which_of_two_equal_rows_counts_depends_on_no_working_folder(
    named: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Protects a script whose rows stand in two folders: one of two equal rows counts, always the same one."""
    lay(tmp_path, "s/a/x.convo.txt", "s/d/", "notes/")
    text = "Ages.\n\n#include the beginning\n\n#me\n$age\n\n#bot\nJSON_PATH $.answers.age_days|$age_days\n"
    for name, content in {
        "a/x.convo.txt": text,
        "a/t.scriptingmemory.txt": "|$age|$age_days\nr|120|120\n",
        "d/b.pconvo.txt": BEGINNING,
        "d/t.scriptingmemory.txt": "|$age|$age_days\nr|120|999\n",
    }.items():
        (tmp_path / "s" / name).write_text(content, encoding="utf-8")
    monkeypatch.chdir(tmp_path / "s" / "a")
    ran = trialscreen("replay", named.format(top=tmp_path))
    assert (ran.code, ran.out.splitlines()[-1]) == (2, "1 passed, 0 failed, 1 not readable")
    assert "d/t.scriptingmemory.txt:2: the row 'r' stands in " in ran.err


def test_rows_come_in_the_order_in_which_their_folders_lie(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Protects reports, `--exitfirst` and shuffled orders: from everywhere the same rows come in the same order."""
    lay(tmp_path, "s/d/x.convo.txt", "s/a/", "notes/")
    (tmp_path / "s" / "d" / "x.convo.txt").write_text("Ages.\n\n#me\n$age\n", encoding="utf-8")
    for folder in "ad":
        (tmp_path / "s" / folder / "t.scriptingmemory.txt").write_text(f"|$age\n{folder}|1\n", encoding="utf-8")
    orders = set()
    for here in (tmp_path, tmp_path / "s" / "a", tmp_path / "s" / "d"):
        monkeypatch.chdir(here)
        named = Path(os.path.relpath(tmp_path / "s" / "d" / "x.convo.txt"))
        orders.add(tuple(each.case for each in gather([named], TRIALS).found if isinstance(each, Script)))
    assert orders == {("a", "d")}


def test_looking_into_folders_takes_as_long_as_there_are_folders(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Protects a very deep folder: each level is looked at a few times, however many lie above it."""

    def count(depth: int) -> int:
        top = tmp_path / str(depth)
        lay(top, *("d/" * level + "x.convo.txt" for level in (1, depth)))
        looks = 0
        plain = os.lstat

        def look(path: str) -> os.stat_result:
            nonlocal looks
            looks += 1
            return plain(path)

        with monkeypatch.context() as patched:
            patched.setattr(os, "lstat", look)
            gather([top], TRIALS)
        return looks

    few, many = count(20), count(200)
    assert many < 20 * few
