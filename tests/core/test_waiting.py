"""What only a waiting time holds up is told as "not yet", everywhere.

What a later start makes needed again is asked.
"""

import re
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from drawings import draw_decision_svg
from proof_examples import FIT
from reported import infant

from bot.channels.terminal.cards import word_verdict
from bot.documents.report import html, text
from dialogs.conversation.blocks import Headline
from dialogs.conversation.dialogue import Dialogue
from dialogs.conversation.every_criterion import list_result_texts
from dialogs.conversation.plain_text import render_plain
from dialogs.conversation.result_messages import make_result_message
from dialogs.conversation.screening import Said
from dialogs.conversation.status import make_status
from dialogs.loading.loading import load
from dialogs.rules.answers import Answers, Interval, Known
from dialogs.rules.standings import Standing
from dialogs.verdict.evaluate import Evaluator
from dialogs.verdict.json_answers import read_answers
from dialogs.verdict.json_verdict import make_full_verdict
from dialogs.verdict.outcome_words import word_outcome
from dialogs.verdict.verdict import Verdict

pytestmark = [pytest.mark.traced, pytest.mark.mutants]

TODAY = date(2026, 12, 1)
NOW = datetime(2026, 12, 1, 12, tzinfo=UTC)
FILE = Path(__file__).parents[2] / "dialogs/trials/interfant-21.yaml"
TEXT = FILE.read_text(encoding="utf-8")
TRIAL = load(TEXT, FILE.name)
JUDGE = Evaluator(TRIAL)
DIALOGUE = Dialogue(TRIAL)

VACCINE = FIT | {"live_vaccine": "given", "live_vaccine_days": 9}
CLEAR = date(2026, 12, 19)


def read_changed(changes: dict[str, Any], clear: date | None = None) -> Answers:
    plain = {fact: answer for fact, answer in (VACCINE | changes).items() if answer is not None}
    read = read_answers(TRIAL, plain)
    return read if clear is None else {**read, "live_vaccine_days": Known(9, clear_on=clear)}


def judge(changes: dict[str, Any] | None = None, clear: date | None = None) -> Verdict:
    return JUDGE.evaluate(read_changed(changes or {}, clear), TODAY)


def show_all(changes: dict[str, Any]) -> str:
    return "\n\n".join(list_result_texts(TRIAL, judge(changes)))


def get_headline(verdict: Verdict) -> str:
    return verdict.decisions[1].say


SAID = {
    "the first clear day, where it is known": (
        judge({}, CLEAR),
        "Not yet: the window is clear from 19 December 2026 on. Excluded as answered; the infant stays",
    ),
    "the delay, where no date is known": (
        judge(),
        "Not yet: delay the first dose by at least 20 days. Excluded as answered; the infant stays",
    ),
    "one day": (judge({"live_vaccine_days": 28}), "Not yet: delay the first dose by at least 1 day. Excluded"),
    "while the trial is open": (
        judge({"consent": "pending"}),
        "Not yet: delay the first dose by at least 20 days. Provisionally excluded as answered: if eligible",
    ),
}


@pytest.mark.parametrize(("verdict", "begins"), SAID.values(), ids=SAID)
def test_not_yet_is_said_before_excluded(verdict: Verdict, begins: str) -> None:
    """Protects 'told as "not yet", with the first clear day or the delay, before it is called excluded'.

    The code stays.
    """
    assert get_headline(verdict).startswith(begins)
    assert verdict.decisions[1].code == "excluded"
    short = begins.replace("Provisionally excluded as answered: if eligible", "Excluded, provisionally.")
    assert f"\nBlinatumomab: {short}" in make_result_message(TRIAL, verdict).text


def test_the_date_is_told_to_programs() -> None:
    """Protects `waiting`: {"blinatumomab": {"days": 20, "date": "2026-12-19"}}."""
    assert make_full_verdict(TRIAL, judge({}, CLEAR))["waiting"] == {"blinatumomab": {"days": 20, "date": "2026-12-19"}}


def test_every_view_says_not_yet() -> None:
    """Protects people who look at the badge only: it neither says "excluded" nor bears the sign of that."""
    waits, over = (
        [block for block in make_result_message(TRIAL, verdict).blocks if isinstance(block, Headline)][1]
        for verdict in (judge({}, CLEAR), judge({"live_vaccine_planned": "yes"}))
    )
    assert (word_verdict(waits), word_verdict(over)) == (
        "? Blinatumomab: not yet, from 19 December 2026",
        "✘ Blinatumomab: excluded",
    )
    assert (word_outcome(judge().decisions[1]), waits.standing, over.standing) == (
        "not yet",
        Standing.OPEN,
        Standing.FAILS,
    )


def test_what_is_needed_by_then_is_no_longer_called_not_needed() -> None:
    """Protects "facts that a later start makes needed again are not called 'not needed'", open now or not."""
    shown = show_all({"cns_eoi": None, "live_vaccine_planned": "unknown"})
    by_then = shown.partition("Missing, and needed once the time to wait is over:\n")[2]
    assert by_then.startswith("- CNS status at the end of induction: not asked\n- Live vaccine planned: not known\n")
    assert "not needed" not in shown


def test_what_cannot_matter_is_still_called_not_needed() -> None:
    """Protects the other heading: with a hypersensitivity the CNS can change nothing, before the wait or after it."""
    shown = show_all({"cns_eoi": None, "hypersensitivity": "yes"})
    assert "Missing, but not needed for a verdict:\n- CNS status at the end of induction: not asked\n" in shown


def test_what_the_trial_itself_lacks_is_missing_now() -> None:
    """Protects the two lists against holding the same fact.

    Consent settles the entry already, and the CNS status only matters by then.
    """
    shown = show_all({"consent": "pending", "cns_eoi": None})
    assert "needed once the time to wait is over:\n- CNS status at the end of induction: not asked\n\n" in shown
    assert "Missing:\n- Informed consent: not asked for yet\n\n" in shown


def test_the_dialogue_asks_for_what_a_later_start_needs() -> None:
    """Protects "and is asked": the planned vaccine, after a vaccine within 28 days.

    Then comes the review, which calls nothing not needed.
    """
    screening = DIALOGUE.begin(NOW).screening
    asked = []
    while screening.state.startswith("asking_"):
        fact = screening.state.removeprefix("asking_")
        asked.append(fact)
        said = {"age_days": "120 days", "live_vaccine_days": "20 days"}.get(fact, str(VACCINE[fact]))
        screening = DIALOGUE.take_turn(screening, Said(said), NOW).screening
    assert asked[-4:] == ["hypersensitivity", "live_vaccine", "live_vaccine_days", "live_vaccine_planned"]
    assert screening.state == "review"
    assert "not needed" not in DIALOGUE.view.make_message(screening).text


def test_the_status_names_what_is_awaited_for_later() -> None:
    """Protects the page in between: what was answered with "waiting" is open, although its criterion is met already."""
    screening = replace(DIALOGUE.begin(NOW).screening, answers=read_changed({"live_vaccine_planned": "pending"}))
    assert "\n  Needed by then: Live vaccine planned: awaited\n" in render_plain([make_status(JUDGE, screening, TODAY)])


@pytest.mark.sweep
def test_the_report_says_it_in_every_format() -> None:
    """Protects readers of the report.

    It says not yet, what is needed by then, and who can settle it. None of this stands under "not needed".
    """
    report = infant(live_vaccine="given", live_vaccine_days=20, cns_eoi="pending", live_vaccine_planned=None)
    part = report.parts[1]
    assert (part.badge, [gap.fact for gap in part.gaps], report.not_needed) == (
        "? not yet",
        ["cns_eoi", "live_vaccine_planned"],
        (),
    )
    for written in (text.format_text(report), html.render_html(report)):
        assert "Not yet: delay the first dose by at least 9 days. Excluded as answered;" in written
        assert "Needed once the time to wait is over, and who can settle it" in written
        assert "CNS status at the end of induction: not done yet." in written
        assert "Live vaccine planned: not asked." in written
        assert "not needed" not in written


def test_the_report_leaves_to_the_entry_what_the_entry_needs() -> None:
    """Protects "Two verdicts, never one": while consent is open it is not listed again under blinatumomab."""
    report = infant(live_vaccine="given", live_vaccine_days=20, cns_eoi=None, consent="pending")
    assert [[gap.fact for gap in part.gaps] for part in report.parts] == [["consent"], ["cns_eoi"]]


@pytest.mark.sweep
def test_the_picture_says_it_too() -> None:
    """Protects people who see the picture only: its sign is open, and its boxes say what is missing by then."""
    drawn = draw_decision_svg(
        infant(live_vaccine="given", live_vaccine_days=20, cns_eoi=None, live_vaccine_planned=None)
    )
    read = " ".join(re.findall(r">([^<>]+)<", drawn))
    assert "Blinatumomab: not yet" in read
    assert "Missing: Live vaccine planned: not asked." in read
    assert "Missing: CNS status at the end of induction: not asked." in read
    assert "Not needed" not in drawn


TWO = TEXT.replace(
    "\ncriteria:\n",
    """
  washout_days:
    {kind: days_between, name: {en: Washout}, ask: {en: A?}, ask_family: {en: A?}, why: {en: W.},
     unit: {en: days}, unit_one: {en: day}, range: {min: 0, max: 400}, start: {en: the last dose},
     end: {en: the first blinatumomab}, fits: {en: Days.}, clear_from: 15,
     delay: {en: "wait {days} more"}, clear: {en: "washed out from {date} on"}}

criteria:
""",
).replace(
    "\ndeterminations:\n",
    """
  B5: {kind: exclusion, determination: blinatumomab, name: {en: Washout}, quote: Q, plain: {en: P.},
       met_when: CONDITION}

determinations:
""",
)
BOTH_NEEDED = "{washout_days: {at_most: 14}}"
ONE_ENOUGH = "{all: [{washout_days: {at_most: 14}}, {live_vaccine_days: {at_most: 20}}]}"


def judge_two_windows(condition: str, vaccine: Known | Interval, washout: Known | Interval, **changed: str) -> Verdict:
    changes = {"live_vaccine": "given", **changed}
    trial = load(TWO.replace("CONDITION", condition), FILE.name)
    read = read_answers(trial, {**FIT, **changes})
    return Evaluator(trial).evaluate({**read, "live_vaccine_days": vaccine, "washout_days": washout}, TODAY)


WAITS = {
    "the largest of two: the vaccine":
        (BOTH_NEEDED, Known(20), Known(10), (9, None), "delay the first dose by at least 9 days"),
    "the largest of two: the washout": (BOTH_NEEDED, Known(26), Known(10), (5, None), "wait 5 days more"),
    "one is over already": (BOTH_NEEDED, Known(29), Known(10), (5, None), "wait 5 days more"),
    "an interval counts from its least": (BOTH_NEEDED, Known(26), Interval(4, 14), (11, None), "wait 11 days more"),
    "a strict one too": (BOTH_NEEDED, Known(26), Interval(above=4, below=14), (10, None), "wait 10 days more"),
    "from nothing on": (BOTH_NEEDED, Known(26), Interval(max=14), (15, None), "wait 15 days more"),
    "of two alike, the one with a date":
        (BOTH_NEEDED, Known(20), Known(6, clear_on=CLEAR), (9, CLEAR), "washed out from 19 December"),
    "the shorter of two would do":
        (ONE_ENOUGH.replace("20", "28"), Known(25), Known(10), (4, None), "delay the first dose by at least 4 days"),
    "nothing fails": (ONE_ENOUGH, Known(29), Known(10), None, ""),
    "each of them would do for one criterion":
        (ONE_ENOUGH, Known(20), Known(10), (9, None), "delay the first dose by at least 9 days"),
}  # fmt: skip


@pytest.mark.traced_cases("an interval counts from its least", "the shorter of two would do")
@pytest.mark.parametrize(("condition", "vaccine", "washout", "waits", "said"), WAITS.values(), ids=WAITS)
def test_of_several_windows_the_shortest_wait_that_lifts_it_is_told(
    condition: str,
    vaccine: Known | Interval,
    washout: Known | Interval,
    waits: tuple[int, date | None] | None,
    said: str,
) -> None:
    """Protects "the largest if several windows", and no longer than must be: every window runs on while one waits."""
    verdict = judge_two_windows(condition, vaccine, washout)
    waiting = verdict.waiting.get("blinatumomab")
    assert (None if waiting is None else (waiting.days, waiting.day)) == waits
    assert get_headline(verdict).startswith(f"Not yet: {said}" if waits else "May be given")


@pytest.mark.sweep
def test_a_window_that_was_not_asked_for_is_asked_while_another_runs() -> None:
    """Protects the wait against being told too short: what else may have to pass is relevant by then."""
    trial = load(TWO.replace("CONDITION", BOTH_NEEDED), FILE.name)
    verdict = Evaluator(trial).evaluate(read_answers(trial, VACCINE), TODAY)
    assert (verdict.waiting["blinatumomab"].days, verdict.next_question) == (20, "washout_days")
    assert [each.fact for each in verdict.waiting["blinatumomab"].needed] == ["washout_days"]


@pytest.mark.sweep
def test_an_entry_that_waits_does_not_end_the_screening() -> None:
    """Protects the early end for what fails for good.

    Where waiting lifts the failure, the arms are asked about as ever, and then comes the review.
    """
    adult = Path(__file__).parents[1] / "trials" / "adult-aml.yaml"
    dialogue = Dialogue(load(adult.read_text(encoding="utf-8"), adult.name))
    given = {
        "age_years": "40",
        "sex": "male",
        "ecog": "ECOG 1",
        "creatinine": "1.1",
        "bilirubin": "0.6",
        "haemoglobin": "9.5",
    }
    given |= {
        "prior_chemotherapy": "yes",
        "washout_days": "10 days",
        "anthracycline": "100",
        "flt3": "wild type",
        "qtc_long": "no",
    }
    turn, asked = dialogue.begin(NOW), []
    while turn.screening.state.startswith("asking_"):
        asked.append(turn.screening.state.removeprefix("asking_"))
        turn = dialogue.take_turn(turn.screening, Said(given[asked[-1]]), NOW)
        assert "as answered" not in turn.messages[0].text
    assert asked[-3:] == ["washout_days", "anthracycline", "flt3"]
    assert turn.screening.state == "review"
