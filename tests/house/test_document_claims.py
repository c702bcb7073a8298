"""What the documents show and tell people to say is so: scripts, failures, words, answers, how verdicts read."""

import re
from pathlib import Path
from typing import Any

import pytest
from commands import trialscreen
from documents import ROOT, blocks, page
from stores import NOW, dialogue

from bot.session.requests import parse_words
from bot.workbench.fixtures.clock import FrozenClock
from bot.workbench.fixtures.dialogue import HeldDialogue
from dialogs.conversation.commands import parse_command
from dialogs.definition.wording import say
from storage.features.members import Role

FOR_PEOPLE = ("README.md", "docs/clinicians.md", "docs/referrers.md", "docs/coordinators.md", "docs/commands.md")

TYPED = {
    "age_days": ("120 days", "17 weeks"), "kmt2a": ("KMT2A-r",),
    "corticosteroid_dose": ("prednisone 2.1 mg/day, 3.2 kg, 49 cm",),
}  # fmt: skip
"""Answers that the clinicians' page shows, by their facts."""

ANSWERS = ("don't know", "waiting", "pending 2026-12-01")
NOTES = ("note: ...",)
"""What begins a note."""
"""What is no command, and answers any question."""


FAILING = """\
A bare 45 may be days, weeks or months: asked back, and a tap settles it.

#me
/start

#bot

#me
45

#bot

#me
45 days

#bot
Recorded: Age at diagnosis: 46 days.
"""
"""A script that does not hold."""


@pytest.mark.parametrize("document", ["docs/testing.md", "docs/interfaces.md"])
def test_the_script_that_is_shown_plays(document: str, tmp_path: Path) -> None:
    """Protects testers who copy it."""
    shown = next(block for block in blocks(ROOT / document) if block.lines[0].startswith("An infant with"))
    (tmp_path / "shown.convo.txt").write_text("\n".join(shown.lines) + "\n", encoding="utf-8")
    assert "1 passed" in trialscreen("replay", tmp_path).printed()


def test_the_failure_that_is_shown_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Protects "understood in one look": the page shows what is printed, to the letter."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "my.convo.txt").write_text(FAILING, encoding="utf-8")
    told = trialscreen("replay", "my.convo.txt").out.splitlines()
    shown = next(block for block in blocks(ROOT / "docs/testing.md") if block.lines[0].startswith("my.convo.txt"))
    assert [line.rstrip() for line in told[: len(shown.lines)]] == list(shown.lines)


def test_the_test_that_is_shown_passes() -> None:
    """Protects authors who copy it into a file of their own."""
    shown = next(block for block in blocks(ROOT / "docs/testing.md") if block.lines[0].startswith("def test_"))
    there: dict[str, Any] = {}
    exec("\n".join(shown.lines), there)
    clock = FrozenClock(NOW)
    next(each for name, each in there.items() if name.startswith("test_"))(HeldDialogue(dialogue(), clock), clock)


@pytest.mark.parametrize("document", FOR_PEOPLE)
def test_what_people_are_told_to_say_is_understood(document: str) -> None:
    """Protects newcomers: each word in italics is one that the chat knows."""
    words = re.findall(r"(?<![*\w])\*([^*]+)\*(?![*\w])", page(document))
    assert words
    for word in words:
        assert parse_command(word) or parse_words(word, is_open=False) or word in (*ANSWERS, *NOTES), word


@pytest.mark.parametrize("answer", ANSWERS)
def test_what_answers_any_question_is_recorded(answer: str) -> None:
    """Protects the answers that fit every question, such as not known and not done yet."""
    assert "Recorded: " in trialscreen("chat", "--ephemeral", stdin=f"{answer}\n").printed()


def test_answers_are_read_as_they_are_shown() -> None:
    """Protects a clinician who types what the page shows: none of it is asked back."""
    shown = page("docs/clinicians.md")
    for fact, texts in TYPED.items():
        for text in texts:
            assert f"`{text}`" in shown
            assert (
                trialscreen("check", "interfant-21", "-a", "corticosteroids=systemic", "-a", f"{fact}={text}").code == 0
            )


def test_referrers_are_told_each_verdict_in_its_own_words() -> None:
    """Protects "what the answer means".

    The page has a line for each outcome of the first determination, in its own words.
    """
    first = next(iter(dialogue().trial.definition.determinations.values())).outcomes
    table = (ROOT / "docs/referrers.md").read_text(encoding="utf-8").split("|---|---|---|\n")[1]
    told = re.findall(r"^\| (.+?) \|", table, re.MULTILINE)
    assert told == [say(first.passes.say), say(first.open.say), say(first.fails.say)]


def test_clinicians_are_told_what_each_verdict_asks() -> None:
    """Protects the two verdicts from being mixed up.

    Each is told with its own question, and an exclusion in the source's words.
    """
    shown = page("docs/clinicians.md")
    for determination in dialogue().trial.definition.determinations.values():
        assert f"| **{say(determination.name)}** | {say(determination.asks)} |" in shown
    assert '"the patient should be treated according to the protocol but without blinatumomab"' in shown


def test_coordinators_are_told_every_role() -> None:
    """Protects whoever invites: the roles are those that there are."""
    assert all(role.value in page("docs/coordinators.md") for role in Role)
