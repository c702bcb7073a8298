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
    """Protects few lines: germline KMT2A is not to be ruled out beside KMT2A that is to be confirmed."""
    said = ask(*FIT[:3], "waiting", *FIT[4:7])
    assert said.count("KMT2A-rearranged") == 1
    assert "To rule out: KMT2A germline" not in said.partition("Blinatumomab:")[0].partition("To rule out")[0]


@pytest.mark.parametrize("seed", range(6))
def test_status_fits_a_phone(seed: int) -> None:
    """Protects one look at where a screening stands: 25 lines of 40, with the question below but for a review."""
    dice = random.Random(seed)
    screening = screening_after()
    for _ in range(16):
        asked, *_ = do(screening, Said("status")).messages
        said = render_plain(asked.blocks[:1]) if screening.state == REVIEW else asked.text
        assert count_lines(said) <= LINES + BLANK_LINES, said
        screening = do(screening, Said(dice.choice(("don't know", "waiting", *FIT, "1")))).screening
