"""What `status` says: what is open for each verdict in words, on one screen of a phone, and what comes next."""

import random
import re

import pytest
from dialogue import FIT, do, screening_after

from dialogs.conversation.glance import BLANK_LINES, LINES, count_lines
from dialogs.conversation.plain_text import render_plain
from dialogs.conversation.screening import Said
from dialogs.conversation.state_machine import REVIEW

pytestmark = [pytest.mark.traced, pytest.mark.mutants]


def ask(*said: str) -> str:
    return do(screening_after(*said), Said("status")).messages[0].text


STEPS = {
    "asking": (("120",), "Next: Diagnosis, asked below."),
    "asking back": (("45",), "Next: Age at diagnosis, asked below."),
    "settled": (("400 days",), "Next: stop here, or list every reason."),
    "stopped": (("120", "stop"), "Next: resume, or start over."),
    "in a menu": (("120", "change"), "Next: choose below."),
    "review": (FIT, "Next: check the answers, then show the result."),
    "concluded": ((*FIT, "show the result"), "Next: 'result' shows the result again."),
}


@pytest.mark.sweep
@pytest.mark.parametrize(("said", "step"), STEPS.values(), ids=STEPS)
def test_status_says_the_next_step(said: tuple[str, ...], step: str) -> None:
    """Protects whoever asks where they stand: after what is open they are told what comes next."""
    assert f"\n{step}\n" in ask(*said)


def test_status_names_in_words_what_is_open_for_each_verdict() -> None:
    """Protects a clinician who knows no codes: each verdict with what is to be confirmed and to be ruled out."""
    entry, _, drug = ask("120").partition("\nBlinatumomab: ")
    assert "\n  To confirm: Newly diagnosed KMT2A-rearranged B-precursor ALL or B-cell MPAL\n" in entry
    assert "\n  To confirm: Written informed consent\n" in entry
    assert "\n  To rule out: CD19-negative B-precursor ALL\n" in drug
    assert re.search(r"\n  To rule out: .* \(\+ \d more\)\n", drug)
    assert "I1" not in entry
    assert "B1" not in drug


def test_status_asks_for_nothing_twice() -> None:
    """Protects few lines: what is awaited or needed is not to be confirmed and ruled out besides."""
    said = ask(*FIT[:3], "waiting", *FIT[4:7])
    assert "\n  Waits for KMT2A status: when the genetic result is there\n" in said
    assert "\n  Rearranged settles it: eligible; Germline: not eligible\n" in said
    assert "KMT2A-rearranged" not in said
    assert "KMT2A germline" not in said
    assert "\n  To rule out: CD19-negative B-precursor ALL" in said


TREATED = {
    "dose": (*FIT[:3], "waiting", "systemic"),
    "dose asked back": (*FIT[:3], "waiting", "systemic", "20"),
    "days": (*FIT[:3], "waiting", "systemic", "20 mg/m2/day"),
    "days of B-cell MPAL": ("120", "B-cell MPAL", "new", "waiting", "systemic", "20 mg/m2/day"),
}


@pytest.mark.parametrize("said", TREATED.values(), ids=TREATED)
def test_what_is_awaited_is_named_however_little_room_there_is(said: tuple[str, ...]) -> None:
    """Protects from "Germline settles it" without a word of the gene, above a question that takes the screen."""
    entry = ask(*said).partition("\nBlinatumomab: ")[0]
    assert "\n  Waits for KMT2A status" in entry
    assert "settles it" not in entry.partition("\n  Waits for")[0]


def test_status_says_that_what_waits_is_provisionally_excluded() -> None:
    """Protects "not yet" from reading as a promise while trial entry is open too."""
    said = ask(*FIT[:6], "waiting", *FIT[7:10], "given", "9 days before blinatumomab")
    assert "\nBlinatumomab: Not yet: delay the first dose by at least 20 days. Excluded, provisionally.\n" in said


@pytest.mark.sweep
def test_a_warning_stays_in_status_from_the_answer_that_brings_it_on() -> None:
    """Protects "eligible only as written": it comes and goes with no question's length."""
    for answers in (MPAL[:count] for count in range(2, len(MPAL) + 1)):
        assert "\nEligible only as written: the text of B1" in ask(*answers), answers


MPAL = (
    "120",
    "B-cell MPAL",
    "new",
    "waiting",
    "systemic",
    "20 mg/m2/day",
    "5",
    "no",
    "waiting",
    "waiting",
    "no",
    "given",
)


@pytest.mark.sweep
@pytest.mark.parametrize("seed", range(6))
def test_status_fits_a_phone(seed: int) -> None:
    """Protects one look at where a screening stands: 25 lines of 40, with the question below but for a review."""
    dice = random.Random(seed)
    screening = screening_after()
    for _ in range(16):
        asked, *_ = do(screening, Said("status")).messages
        said = render_plain(asked.blocks[:1]) if screening.state == REVIEW else asked.text
        assert count_lines(said) <= LINES + BLANK_LINES, said
        screening = do(screening, Said(dice.choice(("don't know", "waiting", *FIT, "1", *TAXING)))).screening


TAXING = ("B-cell MPAL", "systemic", "20 mg/m2/day", "given", "waiting until 2026-07-01")
"""Answers that bring notes, further questions and days."""
