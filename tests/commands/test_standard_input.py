"""Codes, notes, references and answers on standard input (`-`), where no list of processes shows them."""

import json
import os
import subprocess
from contextlib import closing
from pathlib import Path

import pytest
from commands import PATIENCE, ROOT, command, environment, trialscreen
from on_terminal import terminal
from stores import NOW, Person

from bot.config.store_access import open_existing_store
from storage.features.members import Members


@pytest.fixture
def code(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """The code of a kept screening."""
    monkeypatch.setenv("TRIALSCREEN_DATABASE", f"sqlite:///{tmp_path}/screenings.db")
    assert trialscreen("chat", stdin="120\n").code == 0
    (kept,) = json.loads(trialscreen("screening", "list", "--json").printed())
    return str(kept["code"])


@pytest.mark.thinned(3)
@pytest.mark.parametrize("ending", ["\n", "", " \r\n", "\nK7Q4-2MX\n"])
@pytest.mark.parametrize("what", ["show", "audit", "report", "script", "picture"])
def test_a_code_may_come_on_standard_input(what: str, ending: str, code: str) -> None:
    """Protects codes from whoever lists processes: `-` is the first line of standard input."""
    ran = trialscreen("screening", what, "-", stdin=code + ending)
    assert (ran.code, ran.out.startswith("trialscreen: ")) == (0, False), ran.err
    if what in {"show", "report"}:
        assert code in ran.out


def test_a_screening_is_forgotten_by_a_code_on_standard_input(code: str) -> None:
    """Protects the same where something is done."""
    assert code in trialscreen("screening", "forget", "-", "--yes", stdin=code).printed()
    assert json.loads(trialscreen("screening", "list", "--json").printed()) == []


def test_a_chat_goes_on_with_what_stands_behind_the_code(code: str) -> None:
    """Protects `chat --code -` in a pipe: the first line is the code, and each one after it is said."""
    ran = subprocess.run(
        command("chat", "--code", "-"), cwd=ROOT, env=environment(), input=f"{code}\nB-precursor ALL\n".encode(),
        capture_output=True, timeout=PATIENCE, check=True,
    )  # fmt: skip
    assert b"Recorded: Diagnosis: B-precursor ALL." in ran.stdout
    assert trialscreen("chat", "--code", "-", stdin=code).printed().startswith(f"Screening {code}, begun ")


def test_a_person_at_a_terminal_is_asked(code: str) -> None:
    """Protects a person from a command that waits in silence."""
    kept, home = os.environ["TRIALSCREEN_DATABASE"], os.environ["XDG_DATA_HOME"]
    with terminal(
        command=("-m", "bot", "screening", "show", "-"), TRIALSCREEN_DATABASE=kept, XDG_DATA_HOME=home
    ) as person:
        person.see("CODE: ")
        person.press(code + "\r")
        person.see(f"Screening {code} for interfant-21")


def test_a_note_may_come_on_standard_input(code: str) -> None:
    """Protects the name of whoever is invited."""
    assert code
    invited = trialscreen("invite", "--note", "-", stdin="Dr Näme, night shift\n").printed()
    token = invited.split("/start ")[1].strip()
    with closing(open_existing_store("", NOW)) as store:
        store.take(Person(store, "telegram:1").inbound(), lambda uow: Members(uow).let_in(uow.inbound.account, token))
    (member,) = json.loads(trialscreen("people", "--json").printed())
    assert member["note"] == "Dr Näme, night shift"


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("people", "--revoke", "-"), "--revoke: nobody with access has the reference 'abcd1234'"),
        (("inaccuracies", "--settle", "-"), "--settle: no inaccuracy has the reference 'abcd1234'"),
        (("screening", "show", "-"), "'abcd1234': that is no code"),
        (("chat", "--code", "-"), "That is no code"),
    ],
)
def test_each_reference_is_taken_from_there(arguments: tuple[str, ...], said: str, code: str) -> None:
    """Protects the rest of them, by what is said of one that nobody has."""
    assert code
    assert trialscreen(*arguments, stdin="abcd1234\n").refused().startswith(said)


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (b"", "standard input holds no line; give it one, such as `printf '%s\\n' TEXT |`"),
        (b" \nK7Q4-2MX", "standard input holds no line; give it one, such as `printf '%s\\n' TEXT |`"),
        (b"\xff\n", "standard input holds no UTF-8 text; give it one line of text"),
        (b"x" * 2_001, "the line of standard input is too long; give one of at most 2,000 bytes"),
    ],
)
def test_a_line_that_is_none_is_one_sentence(given: bytes, said: str) -> None:
    """Protects a script whose pipe is empty: nothing is shown, and the sentence repeats nothing of what came."""
    assert trialscreen("screening", "show", "-", stdin=given).refused() == f"CODE: {said}"
    assert trialscreen("invite", "--note", "-", stdin=given).refused() == f"--note: {said}"


def test_answers_may_come_on_standard_input() -> None:
    """Protects answers, which are health data: one `FACT=VALUE` a line, beside others, in any order."""
    lines = "age_days=11 months\n\nkmt2a=KMT2A-r\n"
    plain = ("check", "interfant-21", "-a", "consent=given", "--json", "--now", "2026-06-01")
    found = trialscreen(*plain, "-a", "-", stdin=lines).printed()
    assert found == trialscreen(*plain, "-a", "age_days=11 months", "-a", "kmt2a=KMT2A-r").printed()
    assert trialscreen(*plain, "-a", "-", stdin="age_days\n").refused().startswith("-a age_days: write FACT=VALUE")


@pytest.mark.parametrize(
    ("more", "said"),
    [
        (("-a", "-", "--answers", "-"), "standard input is named twice; give - to one of -a and --answers"),
        (("-a", "-", "-a", "-"), "standard input is named twice; give - to one of -a and --answers"),
        (("-a", "-", "--jsonl"), "-a: does not go with --jsonl; put the answers into the lines"),
    ],
)
def test_standard_input_is_read_for_one_thing(more: tuple[str, ...], said: str) -> None:
    """Protects a program from half of its answers being taken for something else."""
    assert trialscreen("check", "interfant-21", *more, stdin="age_days=120\n").refused() == said


HELPED = {
    "chat": "--code", "check": "-a", "invite": "--note", "people": "--revoke", "inaccuracies": "--settle",
    "screening show": "CODE", "screening report": "CODE", "screening audit": "[CODE]", "screening script": "CODE",
    "screening picture": "CODE", "screening forget": "CODE",
}  # fmt: skip


@pytest.mark.parametrize("words", HELPED)
def test_the_help_says_so(words: str) -> None:
    """Protects people from not knowing: each command that takes `-` says what it reads."""
    printed = " ".join(trialscreen(*words.split(), "--help").printed().split())
    told = printed.partition(f"{HELPED[words]} ")[2]
    assert "- reads " in told
    assert "from standard input" in told
