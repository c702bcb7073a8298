"""How `trialscreen replay` plays: which scripts, in which order, in how many processes, and what it leaves behind."""

import json
import os
import re
import signal
import subprocess
import termios
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from pty import openpty
from threading import Thread
from typing import Any

import pytest
from commands import ROOT, command, environment, process, trialscreen
from quick_processes import start
from scripts import ASKED, FAILING, PASSING, write_script

from bot.config.errors import UsageFault
from bot.config.trial_catalogue import find_trial
from bot.workbench.replay import workers
from bot.workbench.replay.gathering.gathering import shuffle
from bot.workbench.replay.playing import ReplayPlan, play_script
from bot.workbench.replay.workers import choose_processes, play_in_processes
from dialogs.conversation.dialogue import Dialogue
from dialogs.conversation.screening import Event, Screening, Turn
from dialogs.testing.scripts.format.blocks import Script
from dialogs.testing.scripts.format.script import parse_script
from dialogs.testing.scripts.playing.player import FIXED_NOW

PLAN = ReplayPlan("interfant-21", "core", FIXED_NOW)
IT = parse_script(PASSING, "it.convo.txt")


def titles(*arguments: str | Path) -> list[str]:
    """Returns the titles of the scripts that were played, in the order of the report."""
    return [each["title"] for each in json.loads(trialscreen("replay", "--json", *arguments).out)]


# what does not go together


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ((), "no script is named; name scripts (*.convo.txt), or folders of them"),
        (("x", "--seed", "3"), "--seed repeats an order of --shuffle; add --shuffle, or leave it out"),
        (
            ("x", "--coverage", "--through", "storage"),
            "coverage is counted through the core only; leave out --through storage",
        ),
        (
            ("x", "--coverage", "--json"),
            "--coverage prints a table, which is no JSON; use --coverage-json FILE in its place",
        ),
        (("x", "--generate", "f"), "--generate plays no scripts; leave out x"),
        (("--generate", "f", "--accept"), "--generate plays no scripts; leave out --accept"),
        (("--generate", "f", "--accept-verdicts"), "--generate plays no scripts; leave out --accept-verdicts"),
        (("--generate", "f", "--html", "r"), "--generate plays no scripts; leave out --html"),
        (("--generate", "f", "--json"), "--generate writes scripts, and prints no JSON; leave out --json"),
        (("--compare", "a", "b", "--through", "storage"), "--compare plays no scripts; leave out --through"),
        (("--compare", "a", "b", "--trial", "c"), "--compare names both definitions itself; leave out --trial"),
        (
            ("--compare", "a", "b", "--generate", "c"),
            "--generate and --compare are two commands; run one after the other",
        ),
        (("x", "--html", "r", "--junit", "./r"), "r: --junit and --html would both write it; name two files"),
        (
            ("x", "--html", "a.convo.txt"),
            "--html: a.convo.txt would be taken for a script; name a file that does not end in .txt",
        ),
        (
            ("x", "--jobs", "-1"),
            "Invalid value for '--jobs': Input should be greater than or equal to 0; try 'trialscreen --help'",
        ),
    ],
    ids=lambda each: " ".join(each) if isinstance(each, tuple) else "",
)
def test_wishes_that_make_no_sense_together_are_refused(arguments: tuple[str, ...], said: str) -> None:
    """Protects whoever asks for two things of which one would be left undone without a word."""
    assert trialscreen("replay", *arguments).refused() == said


# which scripts


def test_a_filter_chooses_by_file_name_and_title(tmp_path: Path) -> None:
    """Protects "`--filter`": a piece of name or title, or a glob. Capitals and the folder's name do not count."""
    folder = tmp_path / "age"
    folder.mkdir()
    write_script(folder, PASSING, "one.convo.txt")
    write_script(folder, FAILING.replace("Another", "Some other"), "Two.convo.txt")
    assert titles("--filter", "ONE", folder) == ["The age is recorded."]
    assert titles("--filter", "some other", folder) == ["Some other state is expected."]
    assert titles("--filter", "t*.convo.txt", folder) == ["Some other state is expected."]
    assert titles("--filter", "*/age/*", folder) == ["Some other state is expected.", "The age is recorded."]
    assert (
        trialscreen("replay", "--filter", "age/", folder).refused()
        == "--filter: of 2 scripts none has a file name or a title that holds or matches 'age/'"
    )


def test_a_single_script_brings_what_its_folder_shares(tmp_path: Path) -> None:
    """Protects "a named single script brings the partial convos and tables of its own folder", and nothing else."""
    write_script(tmp_path, f"BEGIN\n\n{ASKED}", "begin.pconvo.txt")
    write_script(tmp_path, "|$days|$after\nyoung|120|asking_diagnosis\nold|400|settled\n", "ages.scriptingmemory.txt")
    file = write_script(
        tmp_path, "Ages are taken.\n\n#include BEGIN\n\n#me\n$days days\n\n#bot\nJSON_PATH $.state|$after\n"
    )
    write_script(tmp_path, FAILING, "another.convo.txt")
    told = json.loads(trialscreen("replay", "--json", file).out)
    assert [(each["script"], each["result"]) for each in told] == [(str(file), "passed")] * 2
    assert len({each["case"] for each in told}) == 2
    assert trialscreen("replay", file, file).printed() == "2 passed, 0 failed, 0 not readable\n"


def test_the_order_is_that_in_which_scripts_were_named(folder: Path) -> None:
    """Protects "results in the order of the scripts": files in the order given, unreadable ones among them."""
    named = [folder / "more", folder / "b.convo.txt", folder / "a.convo.txt"]
    told = json.loads(trialscreen("replay", "--json", *named, folder).out)
    assert [Path(each["script"]).name for each in told] == ["c.convo.txt", "b.convo.txt", "a.convo.txt"]


def test_accept_sees_all_rows_of_a_file_though_a_filter_chose_one(tmp_path: Path) -> None:
    """Protects the other rows of a table from an expectation that is rewritten for one of them alone."""
    write_script(tmp_path, "|$days\nyoung|120\nold|400\n", "ages.scriptingmemory.txt")
    file = write_script(tmp_path, f"Ages.\n\n{ASKED}#me\n$days days\n\n#bot\nJSON_PATH $.state|asking_kmt2a\n")
    before = file.read_bytes()
    chosen = json.loads(trialscreen("replay", "--json", "--filter", "*young*", tmp_path).out)
    assert [each["case"] for each in chosen] == ["young"]
    ran = trialscreen("replay", "--accept", "--filter", "*young*", tmp_path)
    assert (ran.code, ran.out.splitlines()[-1]) == (1, "0 passed, 2 failed, 0 not readable")
    assert "here the rows 'young' and 'old' differ: change it by hand" in ran.err
    assert file.read_bytes() == before


def test_what_fails_in_a_shared_file_is_found_there_and_left_to_a_person(tmp_path: Path) -> None:
    """Protects the other scripts in a file: `--accept` says what a person must change, and the exit code tells too."""
    shared = write_script(tmp_path, f"BEGIN\n\n{ASKED.replace('How old', 'How big')}", "begin.pconvo.txt")
    file = write_script(tmp_path, "It begins.\n\n#include BEGIN\n")
    ran = trialscreen("replay", "--accept", file)
    assert (ran.code, ran.err.count("\n")) == (1, 1)
    assert ran.err.startswith(f"trialscreen: {shared}:6: ")
    told, first = ran.out.splitlines()[:2]
    assert told == "0 files rewritten: 0 expectations changed, 0 removed, 0 added; 1 file left as it is"
    assert first == f"{shared}:6: It begins."
    assert "How big" in shared.read_text(encoding="utf-8")


# in which order, and by how many


def test_the_set_shuffled_in_several_processes_finds_the_same(tmp_path: Path) -> None:
    """Protects "A flaky script is a defect": what is told, byte for byte, hangs on no order and on no process."""
    write_script(tmp_path, FAILING)
    folders = (ROOT / "tests/scripts", tmp_path)
    alone = told(*folders, "--jobs", "1")
    assert [each["result"] for each in alone[-2:]] == ["passed", "failed"]
    assert told(*folders, "--jobs", "2", "--shuffle", "--seed", "1") == alone


@pytest.mark.long
def test_large_scripts_with_large_results_never_wait_for_each_other() -> None:
    """Protects a run with many failures: two processes that both wait for the other to read would wait forever."""
    expected = "\n".join(f"#bot\n{'never-said-' * 1_000}\n\n#me\nhelp\n" for _ in range(20))
    large = parse_script(f"Large.\n\n#me\n/start\n\n{expected}\n#bot\nno\n", "large.convo.txt")
    done: list[int] = []
    playing = Thread(target=play_in_processes, args=([large] * 40, PLAN, 2, lambda at, _: done.append(at)), daemon=True)
    playing.start()
    playing.join(60)
    assert sorted(done) == list(range(40))


def told(*arguments: str | Path) -> list[dict[str, Any]]:
    """Returns what `--json` tells, without the time that it took."""
    results: list[dict[str, Any]] = json.loads(trialscreen("replay", "--json", *arguments).out)
    return [{name: value for name, value in each.items() if name != "seconds"} for each in results]


def test_a_seed_is_said_and_repeats_its_order(tmp_path: Path) -> None:
    """Protects whoever must find a script that only fails after another."""
    file = write_script(tmp_path, PASSING)
    said, _ = trialscreen("replay", "--shuffle", file).printed().splitlines()
    seed = said.removeprefix("Played in the order of --shuffle --seed ").removesuffix(".")
    assert trialscreen("replay", "--shuffle", "--seed", seed, file).printed().splitlines()[0] == said
    orders = [shuffle(range(20), seed) for seed in (1, 1, 2)]
    assert (orders[0] == orders[1], orders[0] == orders[2], sorted(orders[0])) == (True, False, list(range(20)))


def test_as_many_processes_as_are_worth_it() -> None:
    """Protects a small run from waiting for processes that it does not need, and a wish for so many of them."""
    assert [choose_processes(count, "core", 0) for count in (0, 1, 1_000)] == [1, 1, 1]
    assert [choose_processes(count, "core", 3) for count in (2, 3, 4)] == [2, 3, 3]
    for through in ("storage", "telegram", "web"):
        assert 1 <= choose_processes(1_000, through, 0) <= (os.cpu_count() or 1)


# what goes wrong


@dataclass(frozen=True)
class Deadly(Script):
    """A script that ends the process which receives it."""

    def __reduce__(self) -> tuple[Any, ...]:
        return os._exit, (3,)


def test_a_process_that_dies_is_one_clear_line() -> None:
    """Protects "a worker that dies is one clear line": not a run that hangs, nor one that forgets scripts."""
    with pytest.raises(
        UsageFault,
        match=r"a process that plays scripts ended with exit code 3 before it was done; run again, with --jobs 1",
    ):
        play_in_processes([Deadly("it", "It.", ())], PLAN, 1, lambda at, result: None)


def test_a_process_that_cannot_play_says_why() -> None:
    """Protects the sentence about a trial that is not there, in whichever process it is missed."""
    with pytest.raises(UsageFault, match="no trial is called 'nope'"):
        play_in_processes([IT], ReplayPlan("nope", "core", FIXED_NOW), 1, lambda at, result: None)


class Broken(Dialogue):
    """A layer that breaks off at the second turn."""

    def take_turn(self, screening: Screening, event: Event, now: datetime) -> Turn:
        """Raises what no dialogue does."""
        raise RuntimeError("the\nwire is cut")


def test_a_layer_that_breaks_off_is_told_of_its_script_alone() -> None:
    """Protects the other scripts, and a person from a traceback."""
    result = play_script(IT, Broken(find_trial("interfant-21")), PLAN)
    assert (result.code, result.title) == (2, IT.title)
    assert re.fullmatch(
        r"it\.convo\.txt: could not be played to its end through core \(RuntimeError at \S+\.py:\d+\); report this,"
        r" with the script",
        result.message,
    ), "the class and the place, and no text of an exception"


class Full(Dialogue):
    """A layer that says itself what a person must do."""

    def take_turn(self, screening: Screening, event: Event, now: datetime) -> Turn:
        """Raises what is one clear sentence."""
        raise UsageFault("the disk is full; free some of it")


def test_a_layer_that_says_what_to_do_is_not_to_be_reported() -> None:
    """Protects a person from a second remedy, which does not help."""
    result = play_script(IT, Full(find_trial("interfant-21")), PLAN)
    assert result.message == (
        "it.convo.txt: could not be played to its end through core: the disk is full; free some of it"
    )


@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="the processes of a process are not listed here")
def test_ctrl_c_ends_everything_at_once_without_a_word(tmp_path: Path) -> None:
    """Protects "Ctrl-C": exit 130, no traceback, no process and no folder that stays."""
    for number in range(300):
        write_script(tmp_path, PASSING, f"{number}.convo.txt")
    home = tmp_path / "home"
    home.mkdir()
    arguments = command("replay", "--jobs", "2", "--through", "storage", tmp_path)
    pipe = subprocess.PIPE
    env = environment(TMPDIR=str(home))
    with start(arguments, env, stdout=pipe, stderr=pipe, start_new_session=True) as playing:
        started = children(playing.pid, 2)
        os.killpg(playing.pid, signal.SIGINT)  # as a terminal does
        assert playing.communicate(timeout=30) == (b"", b"")
    assert playing.returncode == 130
    until = time.monotonic() + 10  # one that was only just started ends when it finds that its input has
    while living := [pid for pid in started if Path(f"/proc/{pid}").exists()]:
        assert time.monotonic() < until, living
        time.sleep(0.02)
    assert list(home.iterdir()) == []


def test_ctrl_c_before_a_process_is_attended_ends_it_all_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    """Protects the same promise in the moment between a process and the thread that attends it."""
    started: list[subprocess.Popen[bytes]] = []
    begin = vars(workers)["subprocess"].Popen

    def note(*arguments: Any, **options: Any) -> "subprocess.Popen[bytes]":
        started.append(begin(*arguments, **options))
        return started[-1]

    def interrupt(thread: Thread) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(vars(workers)["subprocess"], "Popen", note)
    monkeypatch.setattr(Thread, "start", interrupt)
    with pytest.raises(KeyboardInterrupt):
        play_in_processes([IT], PLAN, 1, lambda at, result: None)
    assert [each.returncode for each in started] == [-signal.SIGKILL]


def children(pid: int, count: int) -> list[int]:
    """Waits until a process has so many processes of its own, and returns them."""
    until = time.monotonic() + 30
    while time.monotonic() < until:
        found = Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii").split()
        if len(found) == count:
            return [int(each) for each in found]
        time.sleep(0.02)
    pytest.fail("the processes were never started")


# on a terminal


def test_a_terminal_shows_how_far_it_is_and_a_table(tmp_path: Path) -> None:
    """Protects "a progress bar on a terminal, a summary table", the files where they are few, and the last line."""
    write_script(tmp_path, PASSING, "a.convo.txt")
    write_script(tmp_path, FAILING, "b.convo.txt")
    ours, theirs = openpty()
    termios.tcsetwinsize(theirs, (40, 160))
    env = environment(TERM="xterm-256color")
    with start(command("replay", tmp_path), env, stdout=theirs, stderr=theirs) as ran:
        os.close(theirs)
        shown = b"".join(written_on(ours)).decode()
    os.close(ours)
    assert ran.returncode == 1
    assert "Playing" in shown
    assert "2/2" in shown
    assert "1 failed" in shown
    assert "not readable" in shown
    assert shown.rstrip().endswith("1 passed, 1 failed, 0 not readable")
    without = process("replay", tmp_path)
    assert without.communicate(timeout=30)[1] == b"", "no bar where standard error is no terminal"


def written_on(terminal: int) -> Iterator[bytes]:
    """Yields what is written on a terminal until nobody holds its other end any more."""
    with suppress(OSError):  # so Linux says that it is closed
        while piece := os.read(terminal, 10_000):
            yield piece
