"""What the first screen of a result carries, whatever else there is to say: a table of hard cases."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from proof_examples import FIT

from dialogs.conversation.blocks import Block, Section
from dialogs.conversation.every_criterion import list_result_texts
from dialogs.conversation.glance import FOLDED_LINES, LINES, count_filled_lines
from dialogs.conversation.plain_text import render_plain
from dialogs.conversation.result_messages import make_result_message, mark_result
from dialogs.loading.loading import load
from dialogs.rules.answers import Known
from dialogs.verdict.evaluate import Evaluator
from dialogs.verdict.json_answers import read_answers

pytestmark = pytest.mark.traced

FILE = Path(__file__).parents[2] / "dialogs/trials/interfant-21.yaml"
TRIAL = load(FILE.read_text("utf-8"), FILE.name)
JUDGE = Evaluator(TRIAL)
TODAY = date(2026, 11, 29)

BIRTHDAY = {"min": 365, "max": 366}
STRADDLING = {"min": 9.92, "max": 10.08}
VACCINE = {"live_vaccine": "given", "live_vaccine_days": 9}
STEROIDS = {"corticosteroids": "systemic", "corticosteroid_dose": 20, "corticosteroid_days": 10}
MPAL = {"diagnosis": "b_mpal", "cd19": None}
STALE = "Not yet recruiting, as of 9 April 2024: check the registry."
PRE_CHECK = "This is a pre-check: the trial site decides."
CALL = "- Call a trial site: see 'hospitals'"
CALL_ALL_THE_SAME = "- Call a site all the same: 'hospitals'"
PUNCTURE = "- After the lumbar puncture at the end of induction (about day 33): open K7Q4-2MX, change the answer"
FIRST_OF_THESE = "- Once the first of these is there: open K7Q4-2MX, change the answer"
DAYS = "change the days from the last live vaccine to it"
PUT_OFF = f"- Once the first blinatumomab is put off by at least 20 days: open K7Q4-2MX, {DAYS}"
PUT_OFF_TOO = f"- Once the first blinatumomab is put off by at least 20 days: {DAYS}"
ALL_DAYS = "change the days from the last live vaccine to the first blinatumomab"
PUT_OFF_CROWDED = f"- Then open K7Q4-2MX, {ALL_DAYS}"
CONSENT = "- When the parents or guardian have decided: open K7Q4-2MX, change the answer"
KNOWING = "- Find it out, then open K7Q4-2MX, change the answer"
WARNING = "Eligible only as written: the text of B1"

CARRIED: dict[str, tuple[dict[str, Any], list[str]]] = {
    "a vaccine, and more to be known by then": (
        VACCINE | {"cns_eoi": "pending", "live_vaccine_planned": None},
        [
            "- B4 9 days after the last live vaccine",
            "  Needed by then: CNS status at the end of induction: not done yet",
            PUT_OFF,
        ],
    ),
    "a vaccine, and much to be known by then": (
        VACCINE | {"age_days": BIRTHDAY, "cns_eoi": "pending", "hypersensitivity": "unknown"},
        [
            "- B4 9 days after the last live vaccine",
            "  Needed by then: CNS status at the end of induction: not done yet",
            "  Needs Age at diagnosis: 365 to 366 days, not exact enough",
            KNOWING,
            PUT_OFF_TOO,
        ],
    ),
    "a vaccine, and consent that is awaited": (
        VACCINE | {"consent": "pending"},
        [
            "- B4 9 days after the last live vaccine",
            "  Waits for Informed consent",
            CONSENT,
            PUT_OFF_TOO,
        ],
    ),
    "a vaccine and a mixed phenotype": (
        VACCINE | MPAL | {"cns_eoi": "pending", "live_vaccine_planned": "unknown"},
        [
            "- B4 9 days after the last live vaccine",
            WARNING,
            "  Needed by then: CNS status at the end of induction: not done yet",
            PUT_OFF_CROWDED,
        ],
    ),
    "a mixed phenotype that waits": (
        MPAL | {"cns_eoi": {"pending": "2026-12-20"}},
        [
            WARNING,
            "  CNS1 settles it: eligible; CNS2 or CNS3: excluded",
            "  Waits for CNS status at the end of induction: expected 20 December 2026",
            PUNCTURE,
        ],
    ),
    "a mixed phenotype that is excluded": (
        MPAL | {"cns_eoi": "cns2"},
        ["- B2 CNS status at the end of induction: CNS2", "By B1 alone: eligible only as written: the text of B1"],
    ),
    "the puncture is awaited": (
        {"cns_eoi": "pending"},
        [
            "  Waits for CNS status at the end of induction\n",
            "  CNS1 settles it: eligible; CNS2 or CNS3: excluded",
            PUNCTURE,
        ],
    ),
    "overdue": (
        {"cns_eoi": {"pending": "2026-11-01"}},
        [
            "  Waits for CNS status at the end of induction\n",
            "- Overdue since 1 November 2026: ask for it now, then open K7Q4-2MX, change the answer",
        ],
    ),
    "two are awaited": (
        {"cns_eoi": "pending", "cd19": {"pending": "2026-12-02"}},
        [
            "  Waits for CD19 at diagnosis: expected 2 December 2026\n",
            "  Waits for CNS status at the end of induction: after the lumbar puncture",
            FIRST_OF_THESE,
        ],
    ),
    "one awaited, one overdue": (
        {"cns_eoi": "pending", "cd19": {"pending": "2026-11-02"}},
        ["  Waits for CD19 at diagnosis: overdue since 2 November 2026\n", FIRST_OF_THESE],
    ),
    "one awaited, one not known": ({"cns_eoi": "pending", "hypersensitivity": "unknown"}, [FIRST_OF_THESE]),
    "the first birthday": (
        {"age_days": BIRTHDAY},
        [
            "  Needs Age at diagnosis: 365 to 366 days, not exact enough",
            "  at most 365 days settles it: eligible; more than 365 days: not eligible",
            "  Depends on trial entry",
            KNOWING,
        ],
    ),
    "the genetics are awaited": (
        {"kmt2a": "pending"},
        [
            "  Waits for KMT2A status\n",
            "  Depends on trial entry",
            "- When the genetic result is there: open K7Q4-2MX, change the answer",
        ],
    ),
    "consent was not asked for": ({"consent": "pending"}, ["  Depends on trial entry"]),
    "nothing is known": (
        dict.fromkeys(FIT, "unknown"),
        ["  Needs Age at diagnosis: not known", "  Needs CD19 at diagnosis: not known", "more: 'every criterion'"],
    ),
    "all is awaited": (
        dict.fromkeys(FIT, "pending"),
        ["  Waits for Age at diagnosis: when", "  Waits for CD19 at diagnosis: when", FIRST_OF_THESE],
    ),
    "chemotherapy": (
        {"chemotherapy": "yes"},
        [
            "- E5 Chemotherapy in the 28 days before diagnosis: Yes",
            "If answered wrongly: Chemotherapy in the 28 days before diagnosis No would change it",
            CALL_ALL_THE_SAME,
        ],
    ),
    "T-ALL": (
        {"diagnosis": "t_all", "cd19": None},
        ["- I1 Diagnosis: T-ALL", "- E2 Diagnosis: T-ALL", CALL_ALL_THE_SAME],
    ),
    "several reasons of one criterion": (
        {"diagnosis": "other", "kmt2a": "germline", "cd19": None},
        ["- I1 Diagnosis: Another diagnosis; KMT2A status: Germline", "- E1 KMT2A status: Germline"],
    ),
    "a vaccine is planned": ({"live_vaccine_planned": "yes"}, ["- B4 Live vaccine planned: Yes"]),
    "a vaccine was given and another is planned": (
        VACCINE | {"live_vaccine_planned": "yes"},
        ["- B4 Live vaccine planned: Yes; 9 days after the last live vaccine"],
    ),
    "consent awaited, excluded already": (
        {"consent": "pending", "cns_eoi": "cns3"},
        [
            "  Waits for Informed consent\n",
            "- B2 CNS status at the end of induction: CNS3",
            "- When the parents or guardian have decided: open K7Q4-2MX, change the answer",
        ],
    ),
    "steroids": (
        STEROIDS,
        ["- E5 Highest corticosteroid dose: 20 mg/m²/day prednisone-equivalent; 10 days"],
    ),
    "the first birthday, excluded already": (
        {"age_days": BIRTHDAY, "cd19": "negative"},
        [
            "- B1 Diagnosis: B-precursor ALL; CD19 at diagnosis: Negative",
            "  at most 365 days settles it: eligible; more than 365 days: not eligible",
        ],
    ),
    "a dose that is not exact enough": (
        STEROIDS | {"corticosteroid_dose": STRADDLING},
        ["  Needs Highest corticosteroid dose: 9.92 to 10.08 mg/m²/day prednisone-equivalent, not exact enough"],
    ),
    "near a threshold": ({"age_days": 364}, ["Near a threshold (I2, E3): 'every criterion'", "\nSource: Victorian"]),
    "near another": ({"live_vaccine": "given", "live_vaccine_days": 31}, ["Near a threshold (B4): 'every criterion'"]),
    "CD19 is negative": ({"cd19": "negative"}, ["- B1 Diagnosis: B-precursor ALL; CD19 at diagnosis: Negative"]),
    "eligible": ({}, ["- Come back with: open K7Q4-2MX", CALL]),
}


def show(changes: dict[str, Any], clear: date | None = None) -> list[Block]:
    answers = read_answers(TRIAL, {fact: answer for fact, answer in (FIT | changes).items() if answer is not None})
    if clear is not None:
        answers = {**answers, "live_vaccine_days": Known(19, clear_on=clear)}
    message = make_result_message(TRIAL, JUDGE.evaluate(TRIAL.drop_inapplicable(answers), TODAY))
    return [*mark_result(message, "K7Q4-2MX", "open K7Q4-2MX").blocks]


def list_shown(blocks: list[Block]) -> list[Block]:
    return [block for block in blocks if not (isinstance(block, Section) and block.folded)]


@pytest.mark.sweep
@pytest.mark.parametrize(("changes", "carried"), CARRIED.values(), ids=CARRIED)
def test_the_first_screen_carries_what_must_be_seen(changes: dict[str, Any], carried: list[str]) -> None:
    """Protects a busy person who reads one screen: verdicts, reason, what is awaited, what to do next, the source."""
    blocks = show(changes)
    shown = list_shown(blocks)
    said = render_plain(shown)
    assert [each for each in (*carried, STALE, PRE_CHECK, "open K7Q4-2MX") if each not in said] == [], said
    assert count_filled_lines(said) + FOLDED_LINES * (len(blocks) - len(shown)) <= LINES, said
    assert said.count("open K7Q4-2MX") == 1


CLEARED = {
    "clear already": (
        date(2026, 10, 30),
        f"- The window is clear since 30 October 2026: open K7Q4-2MX, {ALL_DAYS}",
    ),
    "clear today": (
        TODAY,
        f"- The window is clear since 29 November 2026: open K7Q4-2MX, {ALL_DAYS}",
    ),
    "not yet clear": (
        date(2026, 12, 9),
        f"- Once the first blinatumomab is put off to 9 December 2026 or later: open K7Q4-2MX, {DAYS}",
    ),
}


@pytest.mark.parametrize(("clear", "step"), CLEARED.values(), ids=CLEARED)
def test_a_dated_window_says_what_to_enter_and_when(clear: date, step: str) -> None:
    """Protects from 'come back then' where 'then' is a month ago."""
    said = render_plain(show(VACCINE, clear))
    assert f"\n{step}\n" in said
    assert "Come back" not in said


def test_the_source_is_named_once_and_after_what_to_do() -> None:
    """Protects one place for the source: after the next step, never among the quotations."""
    for changes in ({}, {"cns_eoi": "pending"}, {"consent": "refused"}):
        said = render_plain(show(changes))
        assert said.count("Source: ") == 1
        assert said.index("Next:") < said.index("Source: ") < said.index(PRE_CHECK)


def test_what_is_missing_now_stands_before_what_is_needed_later() -> None:
    """Protects "what is missing: in question order" on the page with everything."""
    changes = VACCINE | {"consent": "pending", "cns_eoi": None}
    answers = read_answers(TRIAL, {fact: answer for fact, answer in (FIT | changes).items() if answer is not None})
    said = "\n\n".join(list_result_texts(TRIAL, JUDGE.evaluate(answers, TODAY)))
    assert said.index("\nMissing:\n") < said.index("\nMissing, and needed once the time to wait is over:\n")
