"""`trialscreen chat --record` and `trialscreen screening script`: files, processes, a real store, other people."""

import re
import signal
from pathlib import Path

import pytest
from commands import Ran, process, trialscreen
from other_people import acts_as

from bot import phrases
from bot.config.errors import UsageFault
from bot.config.new_file import write_new
from storage.crypto.keys import make_key, write_key_file

CODE = re.compile(r"kept under the code (\S+)\.")
PATIENCE = 30
SAID = (
    "birth 2026-01-31, diagnosis 2026-05-31\nMy name is Zebedee\nT-ALL\nlist every reason\nchange"
    " diagnosis\nB-ALL\nrelapsed?\n"
)


@pytest.fixture
def database(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """The URL of a database that is not there yet, in a folder of its own, with a key."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    write_key_file(tmp_path / "data" / "trialscreen" / "key", make_key())
    return f"sqlite:///{tmp_path / 'screenings.db'}"


def code_in(ran: Ran) -> str:
    found = CODE.findall(ran.out)
    assert found
    return str(found[-1])


def screening(url: str, *arguments: str) -> Ran:
    return trialscreen("screening", *arguments, "--database", url)


def replayed(file: Path) -> None:
    ran = trialscreen("replay", file)
    assert ran.code == 0, ran.out + ran.err


@pytest.mark.parametrize("option", ["--ephemeral", "--database"])
def test_a_chat_is_recorded_when_it_ends(option: str, database: str, tmp_path: Path) -> None:
    """Protects `chat --record FILE`, stored or not: answers only, for its owner only, and it replays."""
    file = tmp_path / "recorded.convo.txt"
    where = (option, database) if option == "--database" else (option,)
    ran = trialscreen("chat", *where, "--record", file, "--now", "2026-06-01T12:00", stdin=SAID)
    assert ran.code == 0
    assert (
        ran.err
        == f"trialscreen: {file}: the script of the screening that was open at the end. It holds its answers: health"
        " data.\n"
    )
    text = file.read_text("utf-8")
    assert not [word for word in ("Zebedee", "2026", "/work", *CODE.findall(ran.out)) if word in text]
    assert "\nRelapsed?\n" in text, "an ask-back is led to by words of the trial"
    assert text.endswith(
        "JSON_PATH $.answers.age_days|120\nJSON_PATH $.answers.diagnosis|b_precursor_all\n"
        "BUTTONS Relapsed|No, ask again|Don't know|Waiting for the result|Why?\n"
    )
    assert file.stat().st_mode & 0o777 == 0o600
    assert [each.name for each in tmp_path.iterdir() if each.name.startswith(".")] == []
    replayed(file)


def test_the_script_of_a_stored_screening_leads_to_where_it_stands(database: str, tmp_path: Path) -> None:
    """Protects `screening script CODE`: from the trail of a real store, the same script that the chat recorded."""
    recorded, printed = tmp_path / "recorded.convo.txt", tmp_path / "printed.convo.txt"
    code = code_in(trialscreen("chat", "--database", database, "--record", recorded, stdin=SAID))
    ran = screening(database, "script", code.lower())
    assert ran.printed() == recorded.read_text("utf-8")
    goes_on = trialscreen(
        "chat",
        "--database",
        database,
        "--code",
        code,
        stdin="Relapsed\nstart over\nStart over\n45 days\nstop\nchange\n",
    )
    assert goes_on.code == 0
    printed.write_text(screening(database, "script", code).printed(), "utf-8")
    replayed(printed)
    said = re.findall(r"#me\n(.+)", printed.read_text("utf-8"))
    assert said == ["/start", "45 days", "/stop", "/change"], "what was forgotten by starting over is not in it"


def test_the_screening_that_is_open_at_the_end_is_recorded(database: str, tmp_path: Path) -> None:
    """Protects a chat with several screenings: one script, of the last, answered or not; none where none is open."""
    for number, (more, said) in enumerate({"/new\n130\n": ["/start", "130 days"], "/new\n": ["/start"]}.items()):
        file = tmp_path / f"{number}.convo.txt"
        assert trialscreen("chat", "--database", database, "--record", file, stdin="120\n" + more).code == 0
        assert re.findall(r"#me\n(.+)", file.read_text("utf-8")) == said
        replayed(file)
    file = tmp_path / "none.convo.txt"
    ran = trialscreen("chat", "--database", database, "--record", file, stdin="120\nforget\n2\n")
    assert (ran.code, ran.err) == (0, f"trialscreen: {file}: not written, since no screening was open at the end.\n")
    assert not file.exists()


def test_a_file_that_cannot_be_written_is_refused_before_the_screening_begins(database: str, tmp_path: Path) -> None:
    """Protects what is there already, and people from answering for nothing."""
    there = tmp_path / "there.convo.txt"
    there.write_text("mine", "utf-8")
    for file, why in {
        there: "there is a file already, and it is left as it is; name another one, or move it away",
        tmp_path: "there is a file already, and it is left as it is; name another one, or move it away",
        tmp_path / "none" / "x.convo.txt": (
            "cannot be written (no such file or directory); name a file in a folder that is there and lets you write"
        ),
        there / "x.convo.txt": (
            "cannot be written (not a directory); name a file in a folder that is there and lets you write"
        ),
    }.items():
        assert (
            trialscreen("chat", "--database", database, "--record", file, stdin="120\n").refused() == f"{file}: {why}"
        )
    assert there.read_text("utf-8") == "mine"
    assert not (tmp_path / "screenings.db").exists()
    with pytest.raises(UsageFault, match="left as it is"):
        write_new(there, "other")
    assert there.read_text("utf-8") == "mine"
    ran = trialscreen(
        "chat", "--database", database, "--code", "K7Q4-2MX", "--record", tmp_path / "new.convo.txt", stdin="120\n"
    )
    assert "K7Q4-2MX" in ran.refused()
    assert not (tmp_path / "new.convo.txt").exists()


def test_ctrl_c_ends_a_recording_too(tmp_path: Path) -> None:
    """Protects the file of whoever leaves by Ctrl-C: whole, and of all that was answered."""
    file = tmp_path / "recorded.convo.txt"
    with process("chat", "--ephemeral", "--record", file) as running:
        assert running.stdin is not None
        assert running.stdout is not None
        running.stdin.write(b"120 days\nT-ALL\n")
        running.stdin.flush()
        seen = b""
        while b"Recorded: Diagnosis: T-ALL." not in seen:
            seen += running.stdout.readline()
        assert not file.exists()
        running.send_signal(signal.SIGINT)
        assert running.wait(PATIENCE) == 0
    replayed(file)
    assert "JSON_PATH $.answers.diagnosis|t_all" in file.read_text("utf-8")


def test_reading_anothers_screening_as_a_script_is_noted(database: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Protects "reads by others are logged too", and the owner's trail from entries for looking at one's own."""
    code = code_in(trialscreen("chat", "--database", database, stdin="120\n"))
    screening(database, "script", code).printed()
    assert "read" not in screening(database, "audit", code).printed()
    with monkeypatch.context() as other:
        acts_as(other, "ben")
        assert "120 days" in screening(database, "script", code).printed()
    assert "ben (command)  read: recorded as a script" in screening(database, "audit", code).printed()


def test_a_code_that_opens_nothing_is_one_clear_line(database: str) -> None:
    """Protects the same refusals as those of `screening show`: mistyped, unknown, forgotten."""
    code = code_in(trialscreen("chat", "--database", database, stdin="120\n"))
    screening(database, "forget", code, "--yes").printed()
    for wrong in (code, "XXXX", "K7Q4-2MX"):
        assert screening(database, "script", wrong).refused() == screening(database, "show", wrong).refused()


def test_a_screening_of_another_definition_says_how_to_replay_it(database: str, tmp_path: Path) -> None:
    """Protects a screening that began with an earlier definition: its own is used, and whoever replays it is told."""
    shipped = Path(__file__).parents[2] / "dialogs" / "trials" / "interfant-21.yaml"
    earlier = tmp_path / "interfant-21.yaml"
    earlier.write_text(shipped.read_text("utf-8").replace("near: ", "near: 1", 1), "utf-8")
    code = code_in(trialscreen("chat", "--trial", earlier, "--database", database, stdin="120\nT-ALL\n"))
    earlier_text = earlier.read_text("utf-8")
    earlier.unlink()
    ran = screening(database, "script", code)
    assert ran.code == 0
    assert ran.err == f"trialscreen: {phrases.REPLAY_WITH.format(trial='interfant-21')}\n"
    earlier.write_text(earlier_text, "utf-8")
    file = tmp_path / "recorded.convo.txt"
    file.write_text(ran.out, "utf-8")
    assert trialscreen("replay", file, "--trial", earlier).code == 0
