"""The result on one screen of a phone: what stands first, what is cut, and that nothing is lost a tap away."""

import random
import re
import textwrap
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from answers_of_every_kind import draw_day, draw_value
from dialogue import FIT, do, screening_after
from proof_examples import FIT as FITTING

from dialogs.conversation.blocks import Block, Caution, Headline, ResultTitle, Section
from dialogs.conversation.every_criterion import list_result_texts
from dialogs.conversation.glance import BLANK_LINES, COLUMNS, FOLDED_LINES, LINES, count_lines
from dialogs.conversation.messages import Message
from dialogs.conversation.plain_text import render_plain
from dialogs.conversation.result_messages import make_result_message, mark_result
from dialogs.conversation.screening import Said
from dialogs.loading.compiled_trial import Trial
from dialogs.loading.loading import load
from dialogs.loading.sites import NO_CONTACTS, Contacts, Hospital
from dialogs.rules.answers import PENDING, UNKNOWN, Answer, Pending
from dialogs.verdict.answer_words import word_answer
from dialogs.verdict.evaluate import Evaluator
from dialogs.verdict.glance_words import count_warnings, list_needed, list_told
from dialogs.verdict.json_answers import read_answers
from dialogs.verdict.result import (
    describe_in_short,
    describe_missing,
    describe_near,
    find_failing,
    list_closing_lines,
    list_settling_lines,
    word_status,
)
from dialogs.verdict.source import tell_age_of_source, warn_of_source
from dialogs.verdict.verdict import Decision, Verdict

pytestmark = pytest.mark.traced

ROOT = Path(__file__).parents[2]
TODAY = date(2026, 12, 2)
TRIALS = {
    file.stem: load(file.read_text("utf-8"), file.name)
    for file in (ROOT / "dialogs/trials/interfant-21.yaml", *sorted((ROOT / "tests/trials").glob("*.yaml")))
}
HOSPITAL = Hospital(name={"en": "Children's Hospital"}, city={"en": "Melbourne"}, contact={"en": "03 9345 5522"})
LONG = Hospital(name={"en": "Hospital " * 30}, contact={"en": "write to " * 30})
LISTED = {"none": NO_CONTACTS, "five": Contacts(hospitals=[HOSPITAL] * 5), "long": Contacts(hospitals=[LONG] * 4)}
INTERFANT = TRIALS["interfant-21"]


def judge(**changes: Any) -> Verdict:
    plain = {fact: answer for fact, answer in (FITTING | changes).items() if answer is not None}
    return Evaluator(INTERFANT).evaluate(read_answers(INTERFANT, plain), TODAY)


def show(contacts: Contacts = NO_CONTACTS, **changes: Any) -> str:
    return render_plain(unfold(make_result_message(INTERFANT, judge(**changes), contacts)))


def unfold(message: Message) -> list[Block]:
    """Returns the blocks of a message that a channel never folds."""
    return [block for block in message.blocks if not (isinstance(block, Section) and block.folded)]


def wrap(text: str) -> list[str]:
    return [row for line in text.split("\n") for row in textwrap.wrap(line, COLUMNS) or [""]]


def draw_answers(trial: Trial, dice: random.Random) -> dict[str, Answer]:
    """Returns random answers, many of them at a boundary, without those that do not apply."""
    drawn: dict[str, Answer] = {}
    missing = dice.choice((0.0, 0.1, 0.5, 1.0))
    for fact_id in trial.facts:
        if dice.random() >= missing:
            drawn[fact_id] = draw_value(trial, fact_id, dice)
        elif dice.random() < 0.75:
            drawn[fact_id] = dice.choice((UNKNOWN, PENDING, Pending(draw_day(dice))))
    return dict(trial.drop_inapplicable(drawn))


@pytest.mark.sweep
@pytest.mark.parametrize("trial", TRIALS.values(), ids=TRIALS)
@pytest.mark.parametrize("contacts", LISTED.values(), ids=LISTED)
@pytest.mark.parametrize("count", [40, pytest.param(200, marks=pytest.mark.long)])
def test_every_result_fits_a_phone(trial: Trial, contacts: Contacts, count: int) -> None:
    """Protects "nothing to scroll for the verdict", with the code by which the screening is opened again."""
    evaluator, dice = Evaluator(trial), random.Random(21)
    for _ in range(count):
        answers = draw_answers(trial, dice)
        verdict = evaluator.evaluate(answers, TODAY)
        message = mark_result(make_result_message(trial, verdict, contacts), "K7Q4-2MX", "open K7Q4-2MX")
        said = render_plain(unfold(message))
        assert len(list_rows(message)) <= LINES, (answers, said)
        assert len(wrap(said)) <= LINES + BLANK_LINES, (answers, said)
        assert said.startswith("RESULT\n")
        assert [each for each in list_musts(trial, verdict) if each not in said] == [], (answers, said)


def list_musts(trial: Trial, verdict: Verdict) -> Iterator[str]:
    """Yields what is never cut.

    That is both verdicts, what the first waits for, the first reason, warnings, the age of the source, and the next
    step.
    """
    for decision in verdict.decisions:
        yield get_first_sentence(decision)
        if decision.determination in trial.definition.list_cohorts():
            continue  # what one of many needs is told a tap away
        needed = list_needed(verdict, decision)
        yield from [trial.facts[fact].name["en"] for fact in needed[:1] if decision.waiting is None]
        waiting = decision.waiting.needed[:1] if decision.waiting is not None else ()
        earlier = {fact for settling in verdict.settling.values() for fact in settling.needed}
        yield from [trial.facts[each.fact].name["en"] for each in waiting if each.fact not in earlier]
        yield from list_told(verdict, decision)[: count_warnings(verdict, decision)]
    first = [each for each in find_failing(verdict)[:1] if verdict.main in each.determinations]
    yield from ["\n- " + describe_in_short(each) for each in first]
    yield (warn_of_source if verdict.stale else tell_age_of_source)(trial)
    yield "open K7Q4-2MX"
    yield "pre-check: the trial site decides" if trial is INTERFANT else trial.definition.pre_check["en"]


def get_first_sentence(decision: Decision) -> str:
    """Returns what must be seen of a verdict: all of it, or of one that waits how long."""
    return decision.say if decision.waiting is None else decision.say.partition(". ")[0].rstrip(".") + "."


def list_rows(message: Message) -> list[str]:
    """Returns what a phone shows of a message: no blank lines, and some lines of what is folded."""
    shown = unfold(message)
    folded = [""] * (FOLDED_LINES * (len(message.blocks) - len(shown)))
    return [*filter(None, wrap(render_plain(shown))), *folded]


def test_what_is_crowded_is_said_in_fewer_lines() -> None:
    """Protects the fullest screen: more needs and reasons are counted beside the first, and the next step stays."""
    excluded: dict[str, Any] = {"diagnosis": "b_mpal", "cd19": None, "cns_eoi": "cns2", "hypersensitivity": "yes"}
    shown = show(**excluded, age_days="pending", disease_phase="unknown", kmt2a="unknown", consent="unknown")
    assert "\n  Waits for Age at diagnosis\n  Needs Phase of the disease (+ 2 more)\n" in shown
    assert "\n- B2 CNS status at the end of induction: CNS2 (+ 1 more)\n" in shown
    assert "\n- Then change the answer\n" in shown


def test_what_must_be_seen_is_never_cut() -> None:
    """Protects what is dangerous to miss, however much there is to say: it stands in the result, not a tap away."""
    shown = show(
        live_vaccine="given",
        live_vaccine_days=9,
        diagnosis="b_mpal",
        cd19=None,
        cns_eoi="pending",
        live_vaccine_planned="unknown",
    )
    assert "Trial entry: Eligible for Interfant-21 as answered.\n" in shown
    assert "Blinatumomab: Not yet: delay the first dose by at least 20 days.\n" in shown
    assert "  Needed by then: CNS status at the end of induction: not done yet" in shown
    assert "\nEligible only as written: the text of B1 names B-precursor ALL only" in shown
    assert "confirm CD19 and ask the coordinator.\n" in shown
    assert "\nNot yet recruiting, as of 9 April 2024: check the registry.\n" in shown
    assert "\n- B4 9 days after the last live vaccine\n" in shown
    assert shown.endswith("This is a pre-check: the trial site decides.")


@pytest.mark.parametrize("changes", [{}, {"cd19": "negative"}, {"kmt2a": "germline"}, {"cns_eoi": "pending"}])
def test_no_line_of_a_result_stands_there_twice(changes: dict[str, Any]) -> None:
    """Protects a short result: the source is named once, or not where there is no room for it."""
    message = make_result_message(INTERFANT, judge(**changes))
    lines = [line for line in message.text.split("\n") if line]
    assert len(lines) == len(set(lines))
    assert message.text.count("Victorian Cancer Trials Link") == ("cd19" not in changes)


@pytest.mark.sweep
@pytest.mark.parametrize("trial", TRIALS.values(), ids=TRIALS)
def test_nothing_is_lost_a_tap_away(trial: Trial) -> None:
    """Protects "the result always carries": all of a verdict stands in the result, or behind 'every criterion'."""
    evaluator, dice = Evaluator(trial), random.Random(3)
    for _ in range(100):
        answers = draw_answers(trial, dice)
        verdict = evaluator.evaluate(answers, TODAY)
        said = "\n\n".join(list_result_texts(trial, verdict))
        lost = [each for each in list_carried(trial, verdict) if each not in said]
        assert not lost, answers


def list_carried(trial: Trial, verdict: Verdict) -> Iterator[str]:
    """Yields all that a verdict says, in words."""
    for finding in verdict.findings:
        yield f"{finding.criterion} {finding.name} ({finding.kind}): {word_status(finding)}. {finding.reason}\n"
        yield f"“{finding.quote}”"
        yield from finding.notes
    yield from (f"\n- {note}\n" for finding in verdict.findings for note in finding.told)
    missing = (*verdict.missing, *verdict.needed_later.values())
    yield from (f"\n- {describe_missing(trial, each, verdict.answers)}\n" for each in missing)
    for determination, settling in verdict.settling.items():
        yield from (f"\n- {line}\n" for line in list_settling_lines(trial, determination, settling))
    yield from (f": {each.when}\n" for each in verdict.come_back)
    yield from (f"\n- {describe_near(trial, each)}\n" for each in verdict.near)
    yield from (word_answer(trial.facts[fact], answer) for fact, answer in verdict.answers.items())
    yield from list_closing_lines(trial, verdict)


@pytest.mark.parametrize(
    "text", ["", "a", "x" * 40, "x" * 41, "word " * 30, "  " + "word " * 30, "y" * 95 + " z", "a\n\nb"]
)
def test_lines_are_counted_as_a_phone_breaks_them(text: str) -> None:
    """Protects the measure: words go to the next line whole, and one that is longer than a line is broken."""
    assert count_lines(text) == len(wrap(text))


def test_what_is_awaited_stands_under_its_verdict_with_the_way_to_settle_it() -> None:
    """Protects the commonest result: what it waits for, when to come back, and which answer leads to which verdict."""
    awaited = "  Waits for CNS status at the end of induction"
    way = "\n  CNS1 settles it: eligible; CNS2 or CNS3: excluded\n"
    shown = show(cns_eoi={"pending": "2026-12-20"})
    assert f"\n{awaited}: expected 20 December 2026{way}" in shown
    puncture = "- After the lumbar puncture at the end of induction (about day 33): change the answer\n"
    assert f"\nNext:\n{puncture}- Call a trial site: see 'hospitals'\n" in shown
    assert f"\n{awaited}{way}" in show(cns_eoi={"pending": "2026-12-01"})


def test_what_is_not_known_is_needed_and_to_be_found_out() -> None:
    """Protects a person who has nothing to wait for from being told to come back."""
    shown = show(kmt2a="unknown")
    assert "\n  Needs KMT2A status: not known\n  Rearranged settles it: eligible; Germline: not eligible\n" in shown
    assert "\n- Find it out, then change the answer\n" in shown
    assert "Waits for" not in shown


def test_a_need_is_told_of_the_first_verdict_that_has_it() -> None:
    """Protects short results: what trial entry waits for is not repeated for what depends on it."""
    shown = show(consent="pending", hypersensitivity="unknown")
    assert shown.count("Informed consent") == 1
    assert "\n  Needs Hypersensitivity to blinatumomab: not known\n" in shown


def test_only_what_fails_is_told_with_the_answer_that_would_change_it() -> None:
    """Protects "each failing criterion on one line ... nothing about facts that were not asked"."""
    shown = show(kmt2a="germline", cns_eoi=None, hypersensitivity=None)
    why = shown.partition("\nWhy:\n")[2].partition("\n\n")[0].split("\n")
    assert why == [
        "- I1 KMT2A status: Germline",
        "- E1 KMT2A status: Germline",
        "If answered wrongly: KMT2A status Rearranged would change it",
    ]
    assert "not asked" not in shown
    assert "\n- Call a site all the same: 'hospitals'\n" in shown


TREATED: dict[str, Any] = {"corticosteroids": "systemic", "corticosteroid_dose": 20, "corticosteroid_days": 10}
LIFTED = [
    (
        TREATED,
        (
            "Highest corticosteroid dose at most 10 mg/m²/day prednisone-equivalent, or Days above 10 mg/m²/day"
            " at most 7 days"
        ),
    ),
    ({"live_vaccine_planned": "yes"}, "Live vaccine planned No"),
]


@pytest.mark.parametrize(("changes", "lifted"), LIFTED)
def test_a_long_reason_is_told_with_the_answer_that_would_change_it(changes: dict[str, Any], lifted: str) -> None:
    """Protects a course of steroids or a planned vaccine that was entered wrongly: it matters before quotations."""
    said = f"\nIf answered wrongly: {lifted} would change it\n"
    assert said in show(**changes)


CHANGES = [
    ({"age_days": 400}, "If answered wrongly: Age at diagnosis at most 365 days would change it"),
    (
        {"kmt2a": "germline", "consent": "refused"},
        "Only together would other answers change it: KMT2A status, Informed consent",
    ),
    ({"cns_eoi": "cns2"}, "If answered wrongly: CNS status at the end of induction CNS1 would change it"),
    ({"cd19": "negative"}, "If answered wrongly: Diagnosis B-cell MPAL, or CD19 at diagnosis Positive would change it"),
]


@pytest.mark.parametrize(("changes", "said"), CHANGES)
def test_what_would_change_a_verdict_is_named_with_its_values(changes: dict[str, Any], said: str) -> None:
    """Protects from an answer that leaves the infant without the trial being named as a way to blinatumomab."""
    assert f"\nWhat would change it:\n- {said}\n" in "\n\n".join(list_result_texts(INTERFANT, judge(**changes)))


def test_not_yet_is_said_first_with_what_is_needed_by_then() -> None:
    """Protects "not yet" from coming after "excluded", and a later start from being planned without the CNS status."""
    message = make_result_message(
        INTERFANT, judge(live_vaccine="given", live_vaccine_days=9, cns_eoi=None, live_vaccine_planned="no")
    )
    headline = [block for block in message.blocks if isinstance(block, Headline)][1]
    assert headline.text.startswith("Not yet: delay the first dose by at least 20 days. Excluded as answered;")
    assert headline.outcome == "not yet"
    assert headline.details == ("Needed by then: CNS status at the end of induction: not asked",)
    assert "would change it" not in message.text


def test_a_note_on_these_answers_stands_right_under_its_verdict() -> None:
    """Protects "the result says: eligible only as written", beside the verdict that it limits."""
    blocks = make_result_message(INTERFANT, judge(diagnosis="b_mpal", cd19=None)).blocks
    at = next(at for at, block in enumerate(blocks) if isinstance(block, Headline) and block.name == "Blinatumomab")
    note = blocks[at + 1]
    assert isinstance(note, Caution)
    assert note.text.startswith("Eligible only as written: ")


def test_an_old_source_stands_beside_the_verdict_everywhere() -> None:
    """Protects "an outdated source stands beside the headline", in the result, at an early end, and in the status."""
    warning = Caution("Not yet recruiting, as of 9 April 2024: check the registry.")
    for said in ((*FIT, "show the result"), ("400",)):
        blocks = do(screening_after(*said[:-1]), Said(said[-1])).messages[0].blocks
        assert warning in blocks, said
    assert f"\n{warning.text}\n" in do(screening_after("120"), Said("status")).messages[0].text
    fresh = Evaluator(INTERFANT).evaluate(read_answers(INTERFANT, FITTING), date(2024, 6, 1))
    shown = make_result_message(INTERFANT, fresh)
    assert not any(isinstance(block, Caution) for block in shown.blocks)
    assert "Not yet recruiting, as of 9 April 2024.\n" in shown.text


def test_what_does_not_fit_is_named_with_the_way_to_it() -> None:
    """Protects a long list of reasons from pushing the next step off the screen."""
    shown = show(
        age_days=400,
        diagnosis="t_all",
        disease_phase="relapsed",
        kmt2a="germline",
        chemotherapy="yes",
        consent="refused",
    )
    assert "more: 'every criterion'\n" in shown
    needing = show(NO_CONTACTS, **dict.fromkeys(FITTING, "unknown"))
    assert "\n  Needs Age at diagnosis: not known\n" in needing
    assert re.search(r"\n  and \d+ more: 'every criterion'\n", needing)


def test_hospitals_are_named_as_far_as_they_fit() -> None:
    """Protects whom to call: the first hospital of a deployment, and no screen full of one address."""
    shown = show(LISTED["five"])
    assert "\n- Call Children's Hospital, Melbourne: 03 9345 5522\n- Children's" in shown
    assert "\n- and 2 more: 'hospitals'\n" in shown
    assert "\n- Call all the same: Children's" in show(LISTED["five"], kmt2a="germline")
    assert "\n- Call a trial site: see 'hospitals'\n" in show(LISTED["long"])


def test_a_result_takes_the_code_of_its_screening_and_a_further_step() -> None:
    """Protects what a session adds: how the same screening is opened again."""
    marked = mark_result(make_result_message(INTERFANT, judge()), "K7Q4-2MX", "open K7Q4-2MX")
    assert marked.blocks[0] == ResultTitle("Interfant-21", "K7Q4-2MX")
    assert "see 'hospitals'\n- Come back with: open K7Q4-2MX\n\n" in marked.text
    assert len(list_rows(marked)) <= LINES
