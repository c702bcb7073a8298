"""What holds whatever people say and tap, in whatever order, for every trial that we have."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from functools import partial
from itertools import product

import pytest
from acceptance import accept
from answers_of_every_kind import list_typed
from any_dialogue import DIALOGUES, LABELS, NOW, NUMBERS, answer, button_at, change, every_trial, some, words_of
from hypothesis import given, settings
from hypothesis import strategies as st
from transitions import MachineError

from dialogs.conversation.commands import _WORDS
from dialogs.conversation.dialogue import Dialogue
from dialogs.conversation.screening import Event, Said, Screening, Tapped, Turn
from dialogs.conversation.state_machine import REVIEW, SETTLED, find_fact
from dialogs.definition.facts import (
    DosePerAreaFact,
    Fact,
    NumericFact,
    OptionFact,
    SeveralFact,
    get_computed,
    list_option_codes,
)
from dialogs.reading import Read, read
from dialogs.reading.vocabulary import collect_vocabulary
from dialogs.rules.answers import Answers, Known, Value
from dialogs.rules.truth import Truth
from dialogs.testing.scripts.format.blocks import Script, ScriptError
from dialogs.testing.scripts.format.script import parse_script
from dialogs.testing.scripts.playing.player import Player
from dialogs.testing.scripts.playing.transcript import make_diff, write_transcript
from dialogs.verdict.answer_words import format_amount
from dialogs.verdict.json_answers import list_inapplicable
from dialogs.verdict.json_verdict import list_determinations

pytestmark = pytest.mark.mutants

LONGEST = 200
"""More turns than any way to the review takes."""


# anything at all

RUBBISH = (
    "",
    " ",
    "/",
    "//",
    "?",
    "...",
    "👶",
    "\u0000",
    "\u202e12",
    "²",
    "٣",
    "1e5",
    "-1",
    "NaN",
    "'; DROP TABLE",
    "x" * 600,
    "a\nb",
    "no!",
    "NO",
    "-",
)
DATES = (
    "2026-01-31 to 2026-05-31",
    "01/02/2026 - 13/05/2026",
    "pending 2026-12-01",
    "pending 2020-01-01",
    "2026-05-31 to 2026-01-31",
)


TEXTS = {
    trial: st.one_of(
        st.sampled_from(words_of(dialogue)),
        st.sampled_from(
            [*_WORDS, *(f"/{word}" for word in _WORDS), *(f"/{word.replace(' ', '_')}" for word in _WORDS)]
        ),
        st.sampled_from([*LABELS, *NUMBERS, *DATES, *RUBBISH]),
        st.integers(-5, 7_000).map(str),
        st.text(max_size=20),
    )
    for trial, dialogue in DIALOGUES.items()
}
SENT = st.one_of(st.none(), st.integers(-5, 5).map(lambda seconds: NOW + timedelta(seconds=seconds)))
KEYS = st.one_of(
    st.sampled_from(
        [
            "unknown",
            "pending",
            "keep",
            "why",
            "back",
            "offer:0",
            "offer:7",
            "is:no",
            "change:",
            "leave",
            "start_over",
            "show_result",
            "stop_here",
        ]
    ),
    st.text(max_size=8),
)


def draw_events(trial: str) -> st.SearchStrategy[tuple[str, int, Said | Tapped]]:
    """Returns what may happen: a text, any tap, or the tap of a real button (its place among those that are shown)."""
    return st.one_of(
        st.tuples(st.just("said"), st.just(0), st.builds(Said, TEXTS[trial], SENT)),
        st.tuples(st.just("tapped"), st.just(0), st.builds(Tapped, st.integers(-3, 60), KEYS)),
        st.tuples(st.just("button"), st.integers(0, 30), st.builds(Tapped, st.just(0), st.just(""))),
        st.tuples(st.just("button"), st.integers(0, 30), st.builds(Tapped, st.just(0), st.just(""))),
    )


def find_faults(dialogue: Dialogue, before: Screening, turn: Turn) -> list[str]:
    """Returns what a turn does that no turn may do."""
    after = turn.screening
    assert list_inapplicable(dialogue.trial, after.answers) == []
    progress = re.search(r"^(\d+) of at most (\d+) ·", turn.messages[-1].text, re.MULTILINE)
    return [
        fault
        for fault, is_so in {
            "it left the states": after.state not in dialogue.state_machine.states,
            "it said nothing": not turn.messages or not all(message.text.strip() for message in turn.messages),
            "it showed two buttons alike": any(
                len({b.label for b in m.buttons}) < len(m.buttons) for m in turn.messages
            ),
            "a number was given back": after.shown[: before.number] != before.shown,
            "a message stands under another number": any(m.buttons and m.number != after.number for m in turn.messages),
            "the progress passes its end": progress is not None and int(progress[1]) > int(progress[2]),
            "the trail holds what is not answered": not set(after.trail) <= set(after.answers),
            "it was refused and changed something": turn.refused and after != before,
            "it tells of changes that are none": (
                {each.fact for each in turn.happened} != find_changes(before.answers, after.answers)
            ),
            "a doubt stands where nothing is clarified": (
                (after.doubt is not None) != after.state.startswith("clarifying_")
            ),
        }.items()
        if is_so
    ]


def find_changes(before: Answers, after: Answers) -> set[str]:
    return {fact for fact in before.keys() | after.keys() if before.get(fact) != after.get(fact)}


@pytest.mark.thinned(3)
@pytest.mark.slow
@every_trial
@settings(some, max_examples=40)
@given(data=st.data())
def test_whatever_is_said_and_tapped_the_dialogue_stands(trial: str, data: st.DataObject) -> None:
    """Protects the whole: nothing raises, every event is answered, and no answer is kept that does not apply."""
    dialogue = DIALOGUES[trial]
    screening = dialogue.begin(NOW).screening
    plan = data.draw(draw_plans(trial))
    for _ in range(data.draw(st.integers(0, 15))):
        if find_fact(screening.state) is not None:
            screening = answer(dialogue, screening, plan)
    for kind, place, happening in data.draw(st.lists(draw_events(trial), max_size=30)):
        event: Event = button_at(dialogue, screening, place) if kind == "button" else happening
        turn = dialogue.take_turn(screening, event, NOW)
        assert find_faults(dialogue, screening, turn) == [], event
        assert dialogue.take_turn(screening, event, NOW) == turn, "the same event gives the same turn"
        screening = turn.screening


# answers that are exact, or missing


def draw_answers_to(fact: Fact) -> st.SearchStrategy[str]:
    """Returns what can be typed to a fact so that it is taken at once."""
    if not isinstance(fact, NumericFact):
        exact = st.sampled_from(list_typed(fact))
    else:
        numbers = st.integers(int(fact.range.min) + 1, int(fact.range.max))
        near = st.sampled_from(
            [
                each
                for each in (2, 7, 8, 9, 10, 11, 28, 29, 60, 300, 365, 366)
                if fact.range.min < each <= fact.range.max
            ]
        )
        beside = "" if get_computed(fact) is None else "in total "  # a bare number may be one of the parts
        exact = st.one_of(near, numbers).map(lambda number: f"{beside}{format_amount(fact, number)}")
    return st.one_of(exact, exact, exact, st.sampled_from(["unknown", "pending"]))


def draw_plans(trial: str) -> st.SearchStrategy[dict[str, str]]:
    """Returns what is to be answered to each fact, if it is asked."""
    facts = DIALOGUES[trial].trial.facts
    plans = st.fixed_dictionaries({fact_id: draw_answers_to(fact) for fact_id, fact in facts.items()})
    return plans.filter(partial(_is_consistent, trial)) if DIALOGUES[trial].trial.definition.consistent else plans


def _is_consistent(trial: str, plan: Mapping[str, str]) -> bool:
    """Says whether no answer of a plan can contradict others, of this plan or another: that is asked back."""
    rules, facts = DIALOGUES[trial].trial.rules, DIALOGUES[trial].trial.facts
    for condition in rules.contradictions:
        last = rules.list_facts(condition)[-1]
        reading = read(facts[last], plan[last], NOW.date())
        if isinstance(reading, Read) and condition.evaluate(rules.encode_state({last: reading.answer})) is not Truth.NO:
            return False
    return True


def answer_to_the_review(
    dialogue: Dialogue, screening: Screening, plan: Mapping[str, str], *, every_reason: bool
) -> Screening:
    """Answers by the plan whatever is asked, until the review."""
    for _ in range(LONGEST):
        if screening.state == REVIEW:
            return screening
        if screening.state == SETTLED:
            screening = dialogue.take_turn(
                screening, Said("List every reason" if every_reason else "Stop here"), NOW
            ).screening
        else:
            screening = answer(dialogue, screening, plan)
    raise AssertionError("the review was never reached")


@every_trial
@some
@given(data=st.data(), every_reason=st.booleans())
def test_answering_what_is_asked_leads_to_the_review(trial: str, data: st.DataObject, *, every_reason: bool) -> None:
    """Protects against endless dialogues: each question comes once, in the trial's order, and then the review."""
    dialogue = DIALOGUES[trial]
    screening = answer_to_the_review(
        dialogue, dialogue.begin(NOW).screening, data.draw(draw_plans(trial)), every_reason=every_reason
    )
    asked = [each for each in screening.shown if each in dialogue.trial.facts]
    assert len(set(asked)) == len(asked)
    if not dialogue.trial.definition.list_cohorts():  # what only a failed entry looks at comes last, as a reason
        assert asked == [fact for fact in dialogue.trial.facts if fact in asked]
    assert dialogue.trial.find_next_question(screening.answers) is None
    concluded = dialogue.take_turn(screening, Said("Show the result"), NOW)
    assert concluded.verdict is not None
    assert {each.determination: each.code for each in concluded.verdict.decisions} == list_determinations(
        dialogue.trial, screening.answers
    )


@pytest.mark.thinned(3)
@every_trial
@some
@given(data=st.data())
def test_stopping_early_and_listing_every_reason_agree(trial: str, data: st.DataObject) -> None:
    """Protects the early end: whoever stops gets the verdicts of whoever goes on."""
    dialogue = DIALOGUES[trial]
    plan = data.draw(draw_plans(trial))
    first = dialogue.begin(NOW).screening
    ends = [answer_to_the_review(dialogue, first, plan, every_reason=each).answers for each in (False, True)]
    assert list_determinations(dialogue.trial, ends[0]) == list_determinations(dialogue.trial, ends[1])


@pytest.mark.thinned(3)
@pytest.mark.slow
@every_trial
@some
@given(data=st.data())
def test_the_order_of_answering_does_not_matter(trial: str, data: st.DataObject) -> None:
    """Protects the verdict from its history.

    Other answers are given first, and then each is changed to what it should be, in any order.
    """
    dialogue = DIALOGUES[trial]
    wanted, first_said = data.draw(draw_plans(trial)), data.draw(draw_plans(trial))
    straight = answer_to_the_review(dialogue, dialogue.begin(NOW).screening, wanted, every_reason=False)
    around = answer_to_the_review(dialogue, dialogue.begin(NOW).screening, first_said, every_reason=True)
    for fact in data.draw(st.permutations(list(around.answers))):
        if fact in around.answers:
            around = change(dialogue, around, fact, wanted)
    around = answer_to_the_review(dialogue, around, wanted, every_reason=False)
    assert list_determinations(dialogue.trial, around.answers) == list_determinations(dialogue.trial, straight.answers)
    assert {fact: around.answers[fact] for fact in straight.answers if fact in around.answers} == {
        fact: given for fact, given in straight.answers.items() if fact in around.answers
    }


@pytest.mark.thinned(3)
@pytest.mark.slow
@every_trial
@some
@given(data=st.data())
def test_a_change_and_its_reversal_restore_the_verdict(trial: str, data: st.DataObject) -> None:
    """Protects corrections: with the dependants asked again, all is as before."""
    dialogue = DIALOGUES[trial]
    plan, other = data.draw(draw_plans(trial)), data.draw(draw_plans(trial))
    before = answer_to_the_review(dialogue, dialogue.begin(NOW).screening, plan, every_reason=True)
    fact = data.draw(st.sampled_from(sorted(before.answers)))
    there = answer_to_the_review(dialogue, change(dialogue, before, fact, other), plan, every_reason=True)
    back = answer_to_the_review(dialogue, change(dialogue, there, fact, plan), plan, every_reason=True)
    assert list_determinations(dialogue.trial, back.answers) == list_determinations(dialogue.trial, before.answers)
    assert {each: back.answers[each] for each in before.answers if each in back.answers} == {
        each: given for each, given in before.answers.items() if each in back.answers
    }


@pytest.mark.thinned(3)
@pytest.mark.slow
@every_trial
@some
@given(data=st.data())
def test_back_then_keep_all_the_way_changes_nothing(trial: str, data: st.DataObject) -> None:
    """Protects going back to the first of the answers.

    One keep leads back to where one was, and every answer is as it was.
    """
    dialogue = DIALOGUES[trial]
    screening = dialogue.begin(NOW).screening
    plan = data.draw(draw_plans(trial))
    for _ in range(data.draw(st.integers(1, 12))):
        if find_fact(screening.state) is not None:
            screening = answer(dialogue, screening, plan)
    stood = screening
    while screening.find_previous(find_fact(screening.state)) is not None:
        screening = dialogue.take_turn(screening, Said("back"), NOW).screening
        assert screening.answers == stood.answers
    back = dialogue.take_turn(screening, Tapped(screening.number, "keep"), NOW).screening
    assert (back.state, back.answers) == (stood.state, stood.answers)


def find_answers_before(dialogue: Dialogue, fact_id: str) -> Answers:
    """Returns answers with which a fact applies."""
    gates = list_gates(dialogue, fact_id)
    values: list[Sequence[Value]] = [_list_values(dialogue.trial.facts[gate]) for gate in gates]
    for combination in product(*values):
        answers = {gate: Known(value) for gate, value in zip(gates, combination, strict=True)}
        if dialogue.trial.rules.applies(fact_id, dialogue.trial.rules.encode_state(answers)):
            return answers
    raise AssertionError(f"{fact_id} never applies")


def list_gates(dialogue: Dialogue, fact_id: str) -> list[str]:
    """Returns the facts on which a fact depends, and those on which they do."""
    gates = dialogue.trial.rules.list_applicability_facts(fact_id)
    return list(dict.fromkeys([*gates, *(further for gate in gates for further in list_gates(dialogue, gate))]))


def _list_values(fact: Fact) -> Sequence[Value]:
    if isinstance(fact, OptionFact):
        return list_option_codes(fact)
    assert isinstance(fact, NumericFact)
    return list(range(int(fact.range.min) + 1, 60))


@every_trial
def test_every_typed_word_of_the_trial_means_the_same_to_the_dialogue_as_to_the_reading(trial: str) -> None:
    """Protects the words of a definition from the commands.

    'new' on the question for the phase is an answer, not a new start.
    """
    dialogue = DIALOGUES[trial]
    first = dialogue.begin(NOW).screening
    for fact_id, fact in dialogue.trial.facts.items():
        if isinstance(fact, SeveralFact):
            continue  # a name alone is a tap there
        open_question = replace(first, state=f"asking_{fact_id}", answers=find_answers_before(dialogue, fact_id))
        for word, reading in collect_vocabulary(fact).readings.items():
            if isinstance(reading, Read) and not word.isdecimal():
                turn = dialogue.take_turn(open_question, Said(word), NOW)
                taken = [(each.fact, each.after) for each in turn.happened[:1]]
                ticked = [(fact_id, turn.screening.picked)]  # one of several options is not yet recorded
                assert (taken or ticked) == [(fact_id, reading.answer)], word


def test_the_machine_knows_every_way_and_no_other() -> None:
    """Protects the diagram of the states: each way that is named can be gone, and one that is not named is refused."""
    ways = DIALOGUES["interfant-21"].state_machine
    named = {(arrow.trigger, arrow.source): arrow.dest for arrow in ways.list_transitions()}
    for trigger in {trigger for trigger, _ in named}:
        for state in ways.states:
            if (trigger, state) in named:
                assert ways.follow(state, trigger) == named[trigger, state]
            else:
                with pytest.raises(MachineError):
                    ways.follow(state, trigger)
    assert [way for way in named.items() if way[0][0] == "conclude"] == [(("conclude", "review"), "concluded")], (
        "a review comes first"
    )


@pytest.mark.parametrize("number", ["1", "2", "3"])
def test_a_number_that_the_trial_uses_as_a_word_is_never_another_answer(number: str) -> None:
    """Protects a grade that is typed as a grade from being recorded as the one before it."""
    dialogue = DIALOGUES["adult-aml"]
    open_question = Screening(dialogue.trial.id, dialogue.trial.digest, "asking_ecog", shown=("ecog",))
    answers = dialogue.take_turn(open_question, Said(number), NOW).screening.answers
    assert answers.get("ecog") in {None, Known(f"ecog{number}")}


# scripts

LINES = st.one_of(
    st.sampled_from(
        [
            "#me",
            "#bot",
            "#you",
            "/start",
            "120",
            "BUTTONS Why?|Back",
            "BUTTONS",
            "JSON_PATH $.state|x",
            "JSON_PATH $.x",
            "INTENT x",
            "",
            "Title.",
        ]
    ),
    st.text(st.characters(codec="utf-8"), max_size=12),
)


def parse_or_find_fault(text: str) -> Script | str:
    try:
        return parse_script(text, "it.convo.txt")
    except ScriptError as error:
        return str(error)


@some
@given(lines=st.lists(LINES, max_size=25))
def test_any_text_is_a_script_or_a_script_error(lines: list[str]) -> None:
    """Protects replay: a broken file is named, never a traceback.

    A script that is read can be played, compared and written down.
    """
    script = parse_or_find_fault("Title.\n#me\n/start\n" + "\n".join(lines))
    if isinstance(script, str):
        assert re.match(r"it\.convo\.txt:\d+: .+: .+", script, re.DOTALL)
        return
    played = Player(DIALOGUES["interfant-21"]).play(script)
    assert write_transcript(played).startswith("Title.")
    assert accept(played).startswith("Title.")
    assert isinstance(make_diff(played), str)


def test_the_plans_reach_every_kind_of_fact() -> None:
    """Protects the properties above: a plan holds choices, numbers and doses."""
    facts = [fact for dialogue in DIALOGUES.values() for fact in dialogue.trial.facts.values()]
    assert {isinstance(fact, OptionFact) for fact in facts} == {True, False}
    assert any(isinstance(fact, DosePerAreaFact) for fact in facts)
