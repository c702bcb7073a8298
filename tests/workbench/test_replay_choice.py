"""Which scripts a replay plays: not those excluded, only what failed the last time, none after the first failure."""

import json
import stat
import subprocess
from pathlib import Path
from typing import Any

import pytest
from commands import command, environment, trialscreen
from quick_processes import start
from scripts import ASKED, FAILING, PASSING, UNREADABLE, write_script

from bot.workbench.replay.accepting.remedies import add_remedies
from bot.workbench.replay.result import ScriptResult
from dialogs.testing.coverage.map import DIMENSIONS
from storage.database.holding import hold_lock

GONE = "trialscreen: --last-failed: gone or renamed since: "
NOTHING = "trialscreen: --last-failed: nothing here is known to have failed; all scripts are played\n"


@pytest.fixture(autouse=True)
def cache(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A cache of one's own, in which nothing is remembered."""
    folder = tmp_path_factory.mktemp("cache")
    monkeypatch.setenv("XDG_CACHE_HOME", str(folder))
    return folder


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A working folder with a script that passes, one that fails, and one below that cannot be read."""
    (tmp_path / "below").mkdir()
    write_script(tmp_path, PASSING, "a.convo.txt")
    write_script(tmp_path, FAILING, "b.convo.txt")
    write_script(tmp_path / "below", UNREADABLE, "c.convo.txt")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def played(*arguments: str | Path) -> list[str]:
    """Returns the files that were played, and says nothing of how."""
    told = json.loads(trialscreen("replay", "--json", *arguments).out)
    return [each["script"] for each in told if each["result"] != "skipped"]


# --exclude


def test_what_is_excluded_is_not_played(here: Path) -> None:
    """Protects "`--exclude TEXT` (as --filter but leaves out)": a name, a title, a glob; several, beside `--filter`."""
    assert played(".", "--exclude", "c.convo") == ["a.convo.txt", "b.convo.txt"]
    assert played(".", "--exclude", "below/*") == ["a.convo.txt", "b.convo.txt"]
    assert played(".", "--exclude", "ANOTHER state", "--exclude", "c.*") == ["a.convo.txt"]
    assert played(".", "--filter", "convo", "--exclude", "b.", "--exclude", "c.") == ["a.convo.txt"]
    refused = trialscreen("replay", ".", "--exclude", "convo").refused()
    assert refused == "--exclude: no script is left without 'convo'"


def test_rows_are_excluded_by_their_names(here: Path) -> None:
    """Protects the rows of a table, which `--filter` chooses by the title with the row."""
    write_script(here, "|$days\nyoung|120\nold|400\n", "ages.scriptingmemory.txt")
    write_script(here, f"Ages.\n\n{ASKED}#me\n$days days\n\n#bot\nRecorded\n", "ages.convo.txt")
    every = json.loads(trialscreen("replay", "--json", "ages.convo.txt").out)
    told = json.loads(trialscreen("replay", "--json", "ages.convo.txt", "--exclude", "*young*").out)
    assert ([each["case"] for each in every], [each["case"] for each in told]) == (["young", "old"], ["old"])


# --last-failed


def test_only_what_failed_the_last_time_is_played(here: Path) -> None:
    """Protects "`--last-failed`": what failed or could not be read, until it holds; then it says so and plays all."""
    assert trialscreen("replay", ".", "--last-failed").err.startswith(NOTHING)
    assert played(".", "--last-failed") == ["b.convo.txt", "below/c.convo.txt"]
    write_script(here, PASSING, "b.convo.txt")
    assert played(".", "--last-failed") == ["b.convo.txt", "below/c.convo.txt"], "it is not known yet that it holds"
    assert played(".", "--last-failed") == ["below/c.convo.txt"]
    write_script(here / "below", PASSING, "c.convo.txt")
    assert trialscreen("replay", ".", "--last-failed").printed() == "1 passed, 0 failed, 0 not readable\n"
    again = trialscreen("replay", ".", "--last-failed")
    assert (again.err, again.out.splitlines()[-1]) == (NOTHING, "3 passed, 0 failed, 0 not readable")


def test_what_was_not_played_is_not_forgotten(here: Path) -> None:
    """Protects a failure from a run of another folder or with a filter, which says nothing about it."""
    trialscreen("replay", ".")
    assert trialscreen("replay", "a.convo.txt", "--last-failed").err == NOTHING
    trialscreen("replay", ".", "--filter", "a.convo")
    assert played("below", "--last-failed") == ["below/c.convo.txt"]
    assert played(here, "--last-failed") == [f"{here}/b.convo.txt", f"{here}/below/c.convo.txt"], "another spelling"
    assert played(".", "--last-failed", "--filter", "another") == ["b.convo.txt"]
    assert played(".", "--last-failed", "--exclude", "another") == ["below/c.convo.txt"]


def test_another_folder_remembers_for_itself(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Protects "remembers per working folder", and the folder of the project from clutter."""
    before = sorted(here.rglob("*"))
    trialscreen("replay", ".")
    monkeypatch.chdir(here / "below")
    assert trialscreen("replay", "..", "--last-failed").err.startswith(NOTHING)
    assert sorted(here.rglob("*")) == before


def test_what_is_gone_is_told_once(here: Path) -> None:
    """Protects whoever renamed a script from thinking that it was mended."""
    trialscreen("replay", ".")
    (here / "b.convo.txt").rename(here / "d.convo.txt")
    ran = trialscreen("replay", ".", "--last-failed")
    assert (ran.code, ran.err.splitlines()[0]) == (2, f"{GONE}b.convo.txt")
    assert ran.out == "0 passed, 0 failed, 1 not readable\n"
    assert GONE not in trialscreen("replay", ".", "--last-failed").err


def test_rows_that_failed_are_played_alone_and_a_row_that_is_gone_is_told(here: Path) -> None:
    """Protects the other rows of a table from being played again."""
    table = write_script(here, "|$days|$next\nyoung|120|diagnosis\nold|400|kmt2a\n", "ages.scriptingmemory.txt")
    script = f"Ages.\n\n{ASKED}#me\n$days days\n\n#bot\nJSON_PATH $.state|asking_$next\n"
    write_script(here, script, "ages.convo.txt")
    assert trialscreen("replay", "ages.convo.txt").code == 1
    told = json.loads(trialscreen("replay", "--json", "--last-failed", "ages.convo.txt").out)
    assert [each["case"] for each in told] == ["old"]
    table.write_text("|$days|$next\nyoung|120|diagnosis\nolder|400|kmt2a\n", encoding="utf-8")
    ran = trialscreen("replay", "--last-failed", "ages.convo.txt")
    assert ran.err == f"{GONE}ages.convo.txt [old]\n{NOTHING}"


def test_a_shared_file_that_was_mended_is_no_failure_for_ever(here: Path) -> None:
    """Protects `--last-failed` from a partial script, which is never played by itself."""
    shared = write_script(here, "BEGIN\n\n#you\n", "begin.pconvo.txt")
    write_script(here, "It begins.\n\n#include BEGIN\n", "d.convo.txt")
    assert trialscreen("replay", "d.convo.txt").code == 2
    shared.write_text(f"BEGIN\n\n{ASKED}", encoding="utf-8")
    assert trialscreen("replay", "d.convo.txt", "--last-failed").code == 0
    assert trialscreen("replay", "d.convo.txt", "--last-failed").err == NOTHING


def test_accept_mends_what_failed_the_last_time_and_only_that(here: Path) -> None:
    """Protects the memory from `--accept`: what is remembered is what became of the script in the end."""
    trialscreen("replay", ".")
    write_script(here, FAILING, "e.convo.txt")
    trialscreen("replay", ".", "--last-failed", "--accept-verdicts")
    assert "asking_diagnosis" in (here / "b.convo.txt").read_text(encoding="utf-8")
    assert "asking_kmt2a" in (here / "e.convo.txt").read_text(encoding="utf-8")
    assert played(".", "--last-failed") == ["below/c.convo.txt"]


def test_a_cache_that_is_damaged_is_told_where_it_matters(here: Path, cache: Path) -> None:
    """Protects a run from what lies in the cache: one sentence, and only for whoever asks what it held."""
    trialscreen("replay", ".")
    (kept,) = cache.rglob("*.json")
    for content in (b"", b"\xff", b'{"a": 1}', b'[["a"]]'):
        kept.write_bytes(content)
        plain = trialscreen("replay", "a.convo.txt")
        assert plain.printed() == "1 passed, 0 failed, 0 not readable\n"
        kept.write_bytes(content)
        ran = trialscreen("replay", "a.convo.txt", "--last-failed")
        assert (ran.code, ran.err) == (0, f"trialscreen: --last-failed: {kept} is damaged; all scripts are played\n")


def test_a_cache_that_cannot_be_written_is_told_where_it_matters(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Protects the same where there is no room for it: the scripts are played all the same."""
    (here / "file").write_text("", encoding="utf-8")
    monkeypatch.setenv("XDG_CACHE_HOME", str(here / "file"))
    assert trialscreen("replay", "b.convo.txt").err == ""
    ran = trialscreen("replay", "b.convo.txt", "--last-failed")
    assert (ran.code, ran.err.count("\n")) == (1, 1)
    assert ran.err.endswith(" cannot be read (not a directory); all scripts are played\n")


@pytest.mark.parametrize("where", ["a folder that is gone", "no home"])
def test_a_place_that_is_not_there_stops_no_replay(where: str, here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Protects a run in a folder that was deleted meanwhile, or of a user without a home: nothing is left anywhere."""
    if where == "no home":
        monkeypatch.setenv("XDG_CACHE_HOME", "")
        monkeypatch.setattr("os.path.expanduser", lambda name: name)
    else:
        (here / "gone").mkdir()
        monkeypatch.chdir(here / "gone")
        (here / "gone").rmdir()
    before = sorted(here.rglob("*"))
    ran = trialscreen("replay", here / "b.convo.txt", "--last-failed", CI="true")
    assert (ran.code, ran.err) == (1, NOTHING)
    assert sorted(here.rglob("*")) == before


def test_what_is_remembered_is_for_its_owner_only(here: Path, cache: Path) -> None:
    """Protects the names of somebody's scripts, and nothing but them is kept."""
    trialscreen("replay", ".")
    (kept,) = cache.rglob("*.json")
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    assert json.loads(kept.read_bytes()) == [[f"{here}/b.convo.txt", ""], [f"{here}/below/c.convo.txt", ""]]
    write_script(here, PASSING, "b.convo.txt")
    (here / "below" / "c.convo.txt").unlink()
    trialscreen("replay", "b.convo.txt")
    assert list(cache.rglob("*.json")) == [], "nothing is left where nothing failed"


def test_runs_at_once_lose_nothing_of_each_other(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Protects two replays in one folder: what another one remembered meanwhile is kept, and its success too."""
    write_script(here, FAILING, "d.convo.txt")
    trialscreen("replay", ".", "--filter", "d.convo")
    place = "bot.workbench.replay.command.add_remedies"

    def meet(*arguments: Any) -> list[ScriptResult]:
        """Lets another run begin and end while this one is about to."""
        monkeypatch.setattr(place, add_remedies)
        write_script(here, PASSING, "d.convo.txt")
        trialscreen("replay", "d.convo.txt", "below")
        return add_remedies(*arguments)

    monkeypatch.setattr(place, meet)
    trialscreen("replay", "b.convo.txt")
    assert played(".", "--last-failed") == ["b.convo.txt", "below/c.convo.txt"]


def test_what_failed_is_remembered_one_run_after_another(here: Path, cache: Path) -> None:
    """Protects the moment of writing: a run waits for another one that is about to remember."""
    trialscreen("replay", ".")
    (kept,) = cache.rglob("*.json")
    with hold_lock(kept.with_suffix(".lock"), 1.0):
        running = start(command("replay", "a.convo.txt"), environment(), cwd=here, stdout=subprocess.PIPE)
        with pytest.raises(subprocess.TimeoutExpired):
            running.wait(3)
    out, _ = running.communicate(timeout=60)
    assert (running.returncode, out) == (0, b"1 passed, 0 failed, 0 not readable\n")


# --exitfirst


@pytest.mark.thinned(3)
@pytest.mark.parametrize("jobs", ["1", "2"])
@pytest.mark.parametrize("through", ["core", "telegram"])
def test_the_first_failure_ends_the_run(jobs: str, through: str, here: Path) -> None:
    """Protects "`--exitfirst`", in several processes and several chats too: how many were not played is said."""
    (here / "below" / "c.convo.txt").unlink()
    for number in range(60):
        write_script(here, FAILING, f"c{number:02}.convo.txt")
    report = here / "report.xml"
    options = ("--exitfirst", "--jobs", jobs, "--through", through, "--junit", report)
    ran = trialscreen("replay", ".", *options)
    assert ran.code == 1
    passed, failed, unreadable, skipped = (int(part.split()[0]) for part in ran.out.splitlines()[-1].split(", "))
    assert (unreadable, passed + failed + skipped) == (0, 62)
    assert failed == 1 or through == "telegram", "what was played at the same time in other chats is told too"
    assert skipped > 20
    assert f'skipped="{skipped}"' in report.read_text(encoding="utf-8")


def test_a_script_that_cannot_be_read_ends_the_run_before_anything_is_played(here: Path) -> None:
    """Protects the same of "or unreadable script": that is known first. The reports tell what was not played."""
    ran = trialscreen("replay", "--exitfirst", ".", "--html", here / "report.html")
    assert (ran.code, ran.out.splitlines()[-1]) == (2, "0 passed, 0 failed, 1 not readable, 2 not played")
    assert ran.err.startswith("trialscreen: below/c.convo.txt:1: ")
    told = json.loads(trialscreen("replay", "--exitfirst", ".", "--json").out)
    assert [each["result"] for each in told] == ["skipped", "skipped", "unreadable"]
    assert "not played (2)" in (here / "report.html").read_text(encoding="utf-8")


def test_a_run_that_holds_is_not_cut_short(here: Path) -> None:
    """Protects `--exitfirst` from ending with what passed."""
    assert trialscreen("replay", "a.convo.txt", "--exitfirst").printed() == "1 passed, 0 failed, 0 not readable\n"


def test_what_was_not_played_any_more_keeps_what_is_known_of_it(here: Path) -> None:
    """Protects `--last-failed` after `--exitfirst`."""
    (here / "below" / "c.convo.txt").unlink()
    write_script(here, FAILING, "d.convo.txt")
    trialscreen("replay", ".")
    assert played(".", "--last-failed", "--exitfirst", "--jobs", "1") == ["b.convo.txt"]
    assert played(".", "--last-failed") == ["b.convo.txt", "d.convo.txt"]


# --coverage-fail-under


def test_too_little_coverage_is_exit_1_and_one_sentence(here: Path) -> None:
    """Protects "`--coverage-fail-under`": it names what was reached too little of, with figures; it prints no table."""
    ran = trialscreen("replay", "a.convo.txt", "--coverage-fail-under", "states=100")
    assert (ran.code, ran.out) == (1, "1 passed, 0 failed, 0 not readable\n")
    (said,) = ran.err.splitlines()
    start = "trialscreen: --coverage-fail-under: too little is reached of states "
    assert said.startswith(start)
    assert said.endswith("; at least 100 %)")
    assert trialscreen("replay", "a.convo.txt", "--coverage-fail-under", "states=0").printed().count("\n") == 1
    every = trialscreen("replay", "a.convo.txt", "--coverage-fail-under", "100", "--json")
    assert (every.code, [each["result"] for each in json.loads(every.out)]) == (1, ["passed"])
    assert all(f" {dimension} " in f" {every.err}" for dimension in ("states", "pairs", "answers", "phrases"))
    mixed = trialscreen("replay", "a.convo.txt", "--coverage-fail-under", "0", "--coverage-fail-under", "answers=50")
    assert (mixed.code, " answers " in mixed.err, " states " in mixed.err) == (1, True, False)


def test_a_run_that_failed_or_ended_early_keeps_its_code(here: Path) -> None:
    """Protects the worse code; and a run that ended early is not held to what it could not reach."""
    assert trialscreen("replay", ".", "--coverage-fail-under", "100").code == 2
    ran = trialscreen("replay", "a.convo.txt", "b.convo.txt", "a.convo.txt", "--coverage-fail-under", "0")
    assert (ran.code, ran.err) == (1, "")
    early = trialscreen("replay", ".", "--exitfirst", "--coverage-fail-under", "100")
    assert (early.code, "--coverage-fail-under" in early.err) == (2, False)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (
            ("x", "--coverage-fail-under", "101"),
            "--coverage-fail-under: '101' is no percentage; write 0 to 100, such as 90 or states=100",
        ),
        (
            ("x", "--coverage-fail-under", "00001000"),
            "--coverage-fail-under: '00001000' is no percentage; write 0 to 100, such as 90 or states=100",
        ),
        (
            ("x", "--coverage-fail-under", "lines=90"),
            f"--coverage-fail-under: 'lines' is not counted; name one of {', '.join(DIMENSIONS)}",
        ),
        (
            ("x", "--coverage-fail-under", "90", "--through", "storage"),
            "coverage is counted through the core only; leave out --through storage",
        ),
        (
            ("x", "--coverage-fail-under", "90", "--last-failed"),
            "--coverage-fail-under is held against what all scripts reach; leave out --last-failed",
        ),
        (("x", "--accept", "--exitfirst"), "--accept needs all that was said in a file; leave out --exitfirst"),
        (("--generate", "f", "--last-failed"), "--generate plays no scripts; leave out --last-failed"),
        (("--compare", "a", "b", "--exclude", "c"), "--compare plays no scripts; leave out --exclude"),
    ],
    ids=lambda each: " ".join(each) if isinstance(each, tuple) else "",
)
def test_wishes_that_make_no_sense_together_are_refused(arguments: tuple[str, ...], said: str) -> None:
    """Protects whoever asks for two things of which one would be left undone without a word."""
    assert trialscreen("replay", *arguments).refused() == said
