"""Recording a screening: the script that leads to where it stands, whatever was said on the way there."""

import random
from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from answers_of_every_kind import draw_value
from any_dialogue import DIALOGUES, LABELS, NOW, NUMBERS, button_at, every_trial, some, words_of
from hypothesis import given, settings
from hypothesis import strategies as st
from recorded import ASKED_BACK, DATES, TITLE, Sitting, leads_nearby, replayed, sitting

from dialogs.conversation.screening import Doubt, Event, Happened, Menu, Said, Screening
from dialogs.conversation.state_machine import find_fact
from dialogs.definition.facts import ChoiceFact, NumericFact
from dialogs.definition.faults import WrongTrial
from dialogs.reading import AskBackReading, Read, read
from dialogs.rules.answers import PENDING, UNKNOWN, Answer, Interval, Known, Pending
from dialogs.testing.scripts.playing.player import FIXED_NOW
from dialogs.testing.scripts.recording.doubted import find_doubtful_text
from dialogs.testing.scripts.recording.likeness import is_same
from dialogs.testing.scripts.recording.recording import Unrecordable, record
from dialogs.testing.scripts.recording.said import Unsayable, find_text, make_sayable
from dialogs.testing.scripts.recording.walk import begin_walk, find_way

pytestmark = pytest.mark.traced

TODAY = FIXED_NOW.date()
CANARY = "Zebedee Quagmire, born 2026-02-03"
"""A name and a day that are no answer, and a day that must not come through either."""


def events(trial: str) -> st.SearchStrategy[tuple[int, Event]]:
    """Returns what may happen: the tap of the button at a place, where that is not negative; else a text."""
    texts = st.one_of(
        st.sampled_from(words_of(DIALOGUES[trial])),
        st.sampled_from(
            [*LABELS, *NUMBERS, *DATES, *ASKED_BACK, CANARY, "start over", "stop", "resume", "/change", "back"]
        ),
        st.integers(0, 500).map(str),
    )
    sent = st.sampled_from([None, None, None, NOW])
    return st.one_of(
        st.tuples(st.integers(0, 30), st.just(Said(""))),
        st.tuples(st.integers(0, 30), st.just(Said(""))),
        st.tuples(st.just(-1), st.builds(Said, texts, sent)),
    )


def held(sitting: Sitting, happening: Iterable[tuple[int, Event]]) -> None:
    for place, event in happening:
        sitting.happens(event if place < 0 else button_at(sitting.dialogue, sitting.screening, place))


@pytest.mark.sweep
@every_trial
@settings(some, max_examples=20)
@given(data=st.data())
def test_recording_and_replaying_any_screening_is_the_identity(trial: str, data: st.DataObject) -> None:
    """Protects "recording and replaying any screening is the identity". The replay's own recording is the same text."""
    real = sitting(trial=trial)
    held(real, data.draw(st.lists(events(trial), max_size=40)))
    recording = real.recorded()
    replay = replayed(real.dialogue, recording)
    if is_same(replay.screening, real.screening):
        assert replay.recorded().text == recording.text
    else:
        assert recording.left_out, "a script that does not lead there says so"
        assert leads_nearby(replay, real)
    assert not {"Zebedee", "Quagmire", "2026-02-03", "2026-01-31", "2026-05-31"} & set(
        recording.text.replace(",", " ").split()
    )


def test_of_a_note_that_was_open_a_recording_says_so() -> None:
    """Protects who replays it: the page of a note is in no script, and the script ends at the question beneath."""
    real = sitting("Relapse after allogeneic HCT", trial="basket")
    recording = real.recorded()
    assert recording.left_out == ("the page of a note was open; the script ends at what stood open beneath it",)
    assert leads_nearby(replayed(real.dialogue, recording), real)


AT_STEROIDS = ("120 days", "B-precursor ALL", "Newly diagnosed", "Rearranged")
AT_THE_DOSE = (*AT_STEROIDS, "Systemic")
TO_THE_REVIEW = ("400 days", "Stop here")
NOTHING_LEFT_TO_LIST = (
    *(*AT_STEROIDS, "None", "No", "given", "/change age_days", "400 days", "/change corticosteroids", "Systemic"),
    *("List every reason", "/change corticosteroids", "None"),
)


@pytest.mark.traced_cases("start over / Start over", "diagnosis? / T-ALL", "400 days / change")
@pytest.mark.parametrize(
    "texts",
    [
        (),
        ("stop",),
        ("stop", "start over"),
        ("120",),
        ("120", "back"),
        ("120", "T-ALL", "start over"),
        ("120", "T-ALL", "start over", "Start over"),
        ("120", "T-ALL", "start over", "Start over", "130"),
        ("120", "T-ALL", "stop", "change"),
        ("120", "T-ALL", "List every reason", "change", "Leave all as it is", "stop"),
        ("120", "B-ALL", "change age_days", "120"),
        ("120", "diagnosis?", "T-ALL?", "change"),
        ("5-12",),
        ("300 to 400 days", "back"),
        ("300 to 400 days", "Keep: 300 to 400 days", "dont know"),
        ("300 to 400 days",),
        ("300 to 400 days", "change"),
        ("30", "/change"),
        ("pending 2020-03-04",),
        ("pending 2020-03-04", "Diagnosis date not fixed yet, expected 4 March 2020"),
        (*AT_THE_DOSE, "prednisone 3 mg/day, 5.2 kg, 58 cm"),
        (*AT_THE_DOSE, "prednisone 3 mg/day, 5.2 kg"),
        (*AT_THE_DOSE, "12", "change corticosteroids", "None"),
        (*TO_THE_REVIEW, "change"),
        (*TO_THE_REVIEW, "Show the result"),
        (*TO_THE_REVIEW, "Show the result", "start over"),
        (*TO_THE_REVIEW, "Show the result", "change diagnosis"),
        NOTHING_LEFT_TO_LIST,
        (*NOTHING_LEFT_TO_LIST, "change age_days", "45"),
        (*NOTHING_LEFT_TO_LIST, "Show the result"),
        ("2026-01-31 to 2026-05-31", CANARY, "B-ALL", CANARY),
    ],
    ids=" / ".join,
)
def test_a_recording_leads_to_where_the_screening_stands(texts: tuple[str, ...]) -> None:
    """Protects the corners of "exactly this state": menus, ask-backs, listings, starts over, stops, past dates."""
    real = sitting(*texts)
    recording = real.recorded()
    replay = replayed(real.dialogue, recording)
    assert is_same(replay.screening, real.screening)
    assert replay.recorded().text == recording.text
    assert recording.text.count("#me") <= len(texts) + 2


def test_a_recording_reads_as_a_tester_would_write_it() -> None:
    """Protects the text: titles, taps by label, a state after each, determinations and answers at the end, no more."""
    text = sitting("four months or so", "120", "T-ALL", "Zoe").recorded().text
    assert (
        text
        == """\
A recorded screening.
#trial interfant-21

#me
/start

#bot
JSON_PATH $.state|asking_age_days

#me
120 days

#bot
JSON_PATH $.state|asking_diagnosis

#me
T-ALL

#bot
JSON_PATH $.state|settled
JSON_PATH $.determinations.protocol|ineligible
JSON_PATH $.determinations.blinatumomab|not_applicable
JSON_PATH $.answers.age_days|120
JSON_PATH $.answers.diagnosis|t_all
"""
    )


def test_a_menu_and_an_interval_are_expected_at_the_end() -> None:
    """Protects what the state does not tell: an open menu shows in its buttons, and an interval in its limits."""
    lines = sitting("334 to 370 days", "Keep: 334 to 370 days", "change").recorded().text.splitlines()
    assert lines[-3:] == [
        "JSON_PATH $.answers.age_days.min|334",
        "JSON_PATH $.answers.age_days.max|370",
        "BUTTONS Age at diagnosis: 334 to 370 days|Leave all as it is",
    ]


def test_what_no_script_can_hold_is_said() -> None:
    """Protects testers from a recording that leads elsewhere: the nearest place, and a sentence for each omission."""
    twice = sitting()
    twice.happens(Said("Waiting for the result", NOW))
    twice.happens(Said("Waiting for the result", NOW))
    dates = sitting("01/02/2026 - 13/05/2026")
    for real, why in (
        (twice, "an answer said twice at once"),
        (dates, "dates, or parts of a dose, that no script holds"),
    ):
        assert real.screening.doubt is not None
        name = real.dialogue.view.questions[find_fact(real.screening.state) or ""].name
        recording = real.recorded()
        assert recording.left_out == (f"{name}: it was asked back for {why}; the script ends at the question itself",)
        replay = replayed(real.dialogue, recording).screening
        assert is_same(
            replay, replace(real.screening, doubt=None, state=real.screening.state.replace("clarifying", "asking"))
        )
    computed = sitting(*AT_THE_DOSE, "prednisone 3 mg/day, 5.2 kg, 58 cm").recorded()
    assert computed.left_out == (
        "Highest corticosteroid dose: it was computed, and is in the script with six decimals",
    )
    assert "10.187122 to 10.364702 mg/m²/day" in computed.text


def test_the_days_of_two_dates_are_recorded_without_the_dates() -> None:
    """Protects "no vaccine date is ever stored": the due date would tell it. It is left out, and a sentence says so."""
    real = sitting(trial="adult-aml")
    while real.screening.state != "asking_washout_days":
        fact = find_fact(real.screening.state) or ""
        assert fact
        real.says({"age_years": "70", "prior_chemotherapy": "yes"}.get(fact, "don't know"))
    real.says("2026-05-01 to 2026-05-21")
    assert real.screening.answers["washout_days"] == Known(20, date(2026, 5, 29))
    recording = real.recorded()
    assert "2026" not in recording.text
    assert recording.left_out[-1].endswith(
        "the dates are not in the script, so its replay cannot name the day on which the wait is over"
    )
    assert is_same(replayed(real.dialogue, recording).screening, real.screening)


def test_a_day_that_is_past_only_by_the_clock_of_then_brings_its_clock() -> None:
    """Protects a doubt that depends on the day: the script names the clock with which it is asked again."""
    real = sitting("pending 2026-08-01", now=datetime(2026, 11, 5, 9, tzinfo=UTC))
    assert real.screening.state == "clarifying_age_days"
    recording = real.recorded()
    assert recording.now == datetime(2026, 11, 5, tzinfo=UTC)
    assert recording.text.splitlines()[:3] == [
        TITLE, "Replay it with --now 2026-11-05.", "#trial interfant-21",
    ]  # fmt: skip
    replay = replayed(real.dialogue, recording)
    assert is_same(replay.screening, real.screening)
    replay.screening = replace(replay.screening, asked_at=recording.now)
    assert replay.recorded() == recording


def test_another_definition_or_history_is_refused() -> None:
    """Protects a recording from being made with the wrong trial, or from answers that are not the screening's."""
    real = sitting("120", "T-ALL")
    with pytest.raises(WrongTrial, match="load that definition"):
        record(DIALOGUES["adult-aml"], real.history, real.screening, TITLE)
    wrong = [
        (),
        (Happened("weather", None, UNKNOWN), *real.history),
        (Happened("cd19", None, UNKNOWN), *real.history),
        (Happened("age_days", None, Known("x")), *real.history),
        (*real.history, Happened("age_days", Known(120), Known(130)), *real.history[1:]),
    ]
    for history in wrong:
        with pytest.raises(Unrecordable, match="nothing was recorded"):
            record(real.dialogue, history, real.screening, TITLE)
    elsewhere = replace(real.screening, state="clarifying_cd19", doubt=Doubt("doubt", (Known("positive"),)))
    with pytest.raises(Unrecordable):
        record(real.dialogue, real.history, elsewhere, TITLE)


def test_a_way_on_gives_and_loses_no_answer() -> None:
    """Protects the answers on the way from one to the next: starting over is no short cut to the first question."""
    dialogue = DIALOGUES["interfant-21"]
    walk = begin_walk(dialogue, FIXED_NOW).say("120 days").say("T-ALL")
    there = find_way(walk, None, lambda screening: screening.state == "concluded")
    assert there is not None
    assert [text for text, _ in there.steps[len(walk.steps) :]] == [
        "Stop here",
        "Show the result",
    ], "the shortest way, by buttons"
    assert find_way(walk, None, lambda screening: not screening.answers) is None


def test_same_compares_what_it_says() -> None:
    """Protects the property above from a comparison that holds of anything."""
    a = sitting("120", "11 days").screening
    others: list[Screening] = [
        *(
            replace(a, state="settled"),
            replace(a, answers={}),
            replace(a, answers={"age_days": Known(121)}),
            replace(a, trail=()),
        ),
        *(
            replace(a, listing=True),
            replace(a, taken=None),
            replace(a, menu=Menu.CHANGE),
            replace(a, doubt=Doubt("bare")),
        ),
        *(replace(a, trial="x"), replace(a, digest="x")),
    ]
    assert not any(is_same(a, other) for other in others)
    assert is_same(a, replace(a, shown=(), asked_at=None, taken_at=None, answers={"age_days": Known(120, TODAY)}))


# words

DICE = random.Random(22)


ANSWERS_TO_NUMBERS: list[Answer] = [
    *(
        Known(1),
        Known(2),
        Known(7),
        Known(25),
        Interval(2, 9),
        Interval(min=5),
        Interval(max=9),
        Interval(above=1),
        Interval(below=20),
    ),
]


ANSWERS: list[Answer] = [UNKNOWN, PENDING, Pending(date(2026, 12, 1))]


def is_within(fact: NumericFact, answer: Answer) -> bool:
    """Says whether a number, or the limits of an interval, lie in the fact's range."""
    numbers = [answer.value] if isinstance(answer, Known) else []
    if isinstance(answer, Interval):
        numbers = [each for each in (answer.min, answer.max, answer.above, answer.below) if each is not None]
    return all(isinstance(each, int | float) and fact.range.min <= each <= fact.range.max for each in numbers)


@pytest.mark.sweep
@every_trial
def test_every_answer_is_said_in_words_that_read_as_it(trial: str) -> None:
    """Protects recordings and generated scripts: what is said for an answer is read as that answer, and no other."""
    for fact_id, fact in DIALOGUES[trial].trial.facts.items():
        known: list[Answer] = (
            [Known(fact.range.max), *(each for each in ANSWERS_TO_NUMBERS if is_within(fact, each))]
            if isinstance(fact, NumericFact)
            else [draw_value(DIALOGUES[trial].trial, fact_id, DICE) for _ in range(9)]
        )
        for answer in (*known, *ANSWERS):
            assert read(fact, find_text(fact, answer, TODAY), TODAY) == Read(make_sayable(answer))


@pytest.mark.parametrize(
    ("fact", "answer", "text"),
    [
        ("age_days", Known(1), "1 day"),
        ("age_days", Interval(above=1), "more than 1 day"),
        ("age_days", Pending(date(2020, 3, 4)), "pending 2020-03-04"),
        ("age_days", PENDING, "Diagnosis date not fixed yet"),
        ("diagnosis", Known("t_all"), "T-ALL"),
        ("corticosteroid_dose", Known(9.5), "9.5 mg/m²/day"),
        ("corticosteroid_dose", Known(10.0000000004), "10.000001 mg/m²/day"),
        ("corticosteroid_dose", Known(9.9999999996), "9.999999 mg/m²/day"),
        ("corticosteroid_dose", Interval(9.12345678, 12.3456789), "9.123457 to 12.345679 mg/m²/day"),
        ("corticosteroid_dose", Interval(9.1234567, 9.1234568), "9.123457 mg/m²/day"),
        ("corticosteroid_dose", Interval(min=10), "at least 10 mg/m²/day"),
        ("live_vaccine_days", Known(20, date(2026, 7, 1)), "20 days"),
    ],
)
def test_answers_have_plain_words(fact: str, answer: Answer, text: str) -> None:
    """Protects the wording, and that a computed dose never lands on the threshold that it is not."""
    given = DIALOGUES["interfant-21"].trial.facts[fact]
    assert find_text(given, answer, TODAY) == text
    reading = read(given, text, TODAY)
    assert make_sayable(answer) in (
        [reading.answer]
        if isinstance(reading, Read)
        else reading.offers[:1]
        if isinstance(reading, AskBackReading)
        else []
    )


@pytest.mark.parametrize(
    ("fact", "answer"),
    [
        ("age_days", Interval(above=2, below=9)),
        ("age_days", Known("t_all")),
        ("diagnosis", Known("x")),
        ("diagnosis", Interval(min=2)),
    ],
)
def test_an_answer_that_nobody_can_give_is_refused_without_naming_it(fact: str, answer: Answer) -> None:
    """Protects scripts from words that read as something else, and messages from answers."""
    with pytest.raises(Unsayable) as refused:
        find_text(DIALOGUES["interfant-21"].trial.facts[fact], answer, TODAY)
    assert str(refused.value).endswith(": no words read as the recorded answer, so no script can say it")


def test_a_label_that_would_begin_a_block_is_not_said() -> None:
    """Protects a recording from a label such as "#1": the option is said by another of its words."""
    fact = DIALOGUES["interfant-21"].trial.facts["diagnosis"]
    assert isinstance(fact, ChoiceFact)
    options = {**fact.options, "t_all": fact.options["t_all"].model_copy(update={"label": {"en": "#1"}})}
    assert find_text(fact.model_copy(update={"options": options}), Known("t_all"), TODAY) == "t_all"


DOUBTED = {
    "age_days": [
        *(
            "45",
            "5-12",
            "more than 5",
            "1",
            "about 7 days",
            "7 days?",
            "maybe unknown",
            "11 m",
            "3-4 m",
            "birth",
            "08 days",
            "7.0",
        ),
        *(
            "2,500",
            "2 weeks 3 days",
            "1.5 weeks",
            "corrected 5 weeks",
            "2026-01-31",
            "pending 2020-01-01",
            "nothing known yet, not yet",
        ),
        *(
            "8/52",
            "2/12",
            "3/7",
            "3/12 to 4/12",
            "2.5 months",
            "neonate",
            "newborn",
            "120 days (18 weeks)",
            "12 months (52 weeks)",
        ),
        *(
            "5 months 3 weeks",
            "5 months 3 days",
            "1 year 2 months",
            "more than 5 m",
            "less than 5 m",
            "at least 5 m",
            "at most 5 m",
        ),
    ],
    "live_vaccine_days": [
        "6 weeks",
        "2 months",
        "6/52",
        "4 to 6 weeks",
        "more than 4 weeks",
        "less than 2 months",
        "7 days?",
    ],
    "corticosteroid_days": ["1 week", "2 weeks", "3/7", "1/52", "1-2 weeks", "1 week 2 days", "4 weeks"],
    "diagnosis": ["ALL", "T-ALL?", "not T-ALL", "maybe relapse of B-ALL", "T-ALL or B-MPAL"],
    "corticosteroid_dose": [
        *(
            "2",
            "5 mg twice",
            "5 g",
            "prednisone 5 mg",
            "prednisone 5 mg/day",
            "5 mg/day, 5 kg, 60 cm",
            "1,234 mg/m2/day",
            "12,345 mg/m²/day",
            "1.000 mg/m2/day",
            "prednisone 5 mg bd, 4 kg, 54 cm",
            "dexamethasone 0.6 mg/kg/day, 4 kg",
            "prednisone 2 mg/day, 900 kg, 49 cm",
            "prednisone 2 mg/day, 3.2 kg, 9 cm",
            "prednisone 2 mg/day, 7 lb, 49 cm",
            "prednisone 12",
            "weekly 12 mg/m2",
            "hydrocortisone 10 mg/day stress dose, 4 kg, 54 cm",
            "prednisone 2 mg/day, 3 kg, 4 kg, 49 cm",
        ),
        *(
            "prednisone dexamethasone 5 mg/day",
            "foobarine 5 mg/day 5 kg 60 cm",
            "5 mg/day, 6 mg/m2/day",
            "about 9.5 mg/m2/day",
            "1,250 mg/m2/day",
        ),
    ],
}


@pytest.mark.traced_cases("120 days (18 weeks)", "5 months 3 days", "diagnosis-ALL")
@pytest.mark.parametrize(("fact_id", "text"), [(fact, text) for fact, texts in DOUBTED.items() for text in texts])
def test_a_doubt_is_raised_again_by_words_of_the_trial(fact_id: str, text: str) -> None:
    """Protects the ask-backs in recordings: other words than the person's, the same reason, the same offers."""
    fact = DIALOGUES["interfant-21"].trial.facts[fact_id]
    asked = read(fact, text, TODAY)
    if not isinstance(asked, AskBackReading):
        pytest.fail(f"{text} is not asked back: {asked}")
    words = find_doubtful_text(fact, Doubt(asked.reason, asked.offers, asked.coded), TODAY)
    assert words is not None
    assert read(fact, words, TODAY) == asked


def test_a_doubt_that_needs_two_texts_has_no_words() -> None:
    """Protects a recording from a doubt that there was not: a lone number is doubtful beside known parts only."""
    fact = DIALOGUES["interfant-21"].trial.facts["corticosteroid_dose"]
    kept = (("drug", "prednisone"), ("amount", "2"), ("unit", "mg"), ("daily", "1"))
    assert find_doubtful_text(fact, Doubt("unitless:weight+length", (), kept), TODAY) is None


def test_a_doubt_about_a_decimal_number_is_raised_again() -> None:
    """Protects numbers that are no dose: '1,250' may be 1.25, and nothing else in range."""
    fact = DIALOGUES["adult-aml"].trial.facts["creatinine"]
    words = find_doubtful_text(fact, Doubt("grouped", (Known(1.25),)), TODAY)
    assert words == "1,250"
    assert read(fact, words, TODAY) == AskBackReading("grouped", (Known(1.25),))


def test_a_doubt_about_an_answer_that_cannot_be_said_has_no_words() -> None:
    """Protects against a wrong doubt where a script has no words for the right one."""
    fact = DIALOGUES["interfant-21"].trial.facts["age_days"]
    assert find_doubtful_text(fact, Doubt("about", (Interval(above=2, below=9),)), TODAY) is None
    assert find_doubtful_text(fact, Doubt("a reason of another version"), TODAY) is None


def test_a_screening_that_a_note_filled_is_recorded_in_question_order() -> None:
    """Protects recordings of notes: answers only, each question in its turn, and what was left out is said."""
    note = "note: 10-wk girl, pro-B ALL, t(9;11)(p22;q23), CD19+ 99 %, no steroids, LP day 33 pending"
    turn = DIALOGUES["interfant-21"].begin(NOW)
    history: list[Happened] = []
    for text in (note, "yes", "new", "no", "given", "no", "none", "no"):
        turn = DIALOGUES["interfant-21"].take_turn(turn.screening, Said(text), NOW)
        history += turn.happened
    made = record(DIALOGUES["interfant-21"], history, turn.screening, "A note.")
    assert "girl" not in made.text
    assert "in question order" in made.left_out[-1]


@pytest.mark.sweep
@pytest.mark.parametrize(
    "texts",
    [
        ("note: no hypersensitivity to blinatumomab", "yes"),
        ("note: 10-wk, consent given", "yes", "B-ALL", "show the result"),
        ("every criterion", "CNS1", "note: newly diagnosed, 10-wk, T-ALL", "yes"),
        ("note: LP day 33 pending, pro-B ALL, t(9;11)(p22;q23)", "yes", "120 days", "change kmt2a", "germline"),
        ("note: CD19+ 99 %, no steroids", "yes", "change cd19", "negative", "130", "stop"),
        ("120", "T-ALL", "list every reason", "note: no chemotherapy, consent given", "yes", "change", "age"),
        ("note: T-ALL, CD19+", "yes", "note: 10-wk, no steroids, no chemotherapy", "yes", "start over"),
    ],
)
def test_answers_of_notes_with_gaps_between_them_are_recorded(texts: tuple[str, ...]) -> None:
    """Protects recordings of notes that answered later questions first, and of what was changed after them."""
    real = sitting(*texts)
    recording = real.recorded()
    replay = replayed(real.dialogue, recording)
    assert is_same(replay.screening, real.screening)
    assert replay.recorded().text == recording.text


@pytest.mark.sweep
@settings(some, max_examples=60)
@given(data=st.data())
def test_any_screening_with_notes_is_recorded(data: st.DataObject) -> None:
    """Protects `--record` wherever somebody leaves: none is refused, and each leads to the answers that were held."""
    parts = data.draw(st.lists(st.lists(st.sampled_from(NOTED), min_size=1, max_size=5, unique=True), max_size=2))
    texts = data.draw(st.lists(st.sampled_from(SAID_AFTER), max_size=8))
    for part in parts:
        place = data.draw(st.integers(0, len(texts)))
        texts[place:place] = ["note: " + ", ".join(part), "yes"]
    real = sitting(*texts)
    recording = real.recorded()
    answers = replayed(real.dialogue, recording).screening.answers
    assert {fact: make_sayable(each) for fact, each in answers.items()} == {
        fact: make_sayable(each) for fact, each in real.screening.answers.items()
    }


NOTED = (
    *("10-wk", "pro-B ALL", "T-ALL", "t(9;11)(p22;q23)", "KMT2A germline", "CD19+ 99 %", "CD19 negative"),
    *("no steroids", "no chemotherapy", "consent given", "newly diagnosed", "LP day 33 pending", "CNS1 on day 33"),
    *("no hypersensitivity to blinatumomab", "live vaccine 20 days ago", "consent refused"),
)
SAID_AFTER = (
    *("120 days", "B-ALL", "T-ALL", "rearranged", "germline", "none", "new", "yes", "no", "given", "positive"),
    *("CNS1", "pending", "don't know", "change", "change cd19", "change age", "back", "stop here", "stop", "resume"),
    *("list every reason", "show the result", "every criterion", "5-12", "300 to 400 days"),
)


def test_an_open_page_of_a_note_is_left_out_of_a_recording() -> None:
    """Protects "no word of it is kept": the script ends at the question beneath, and says so."""
    turn = DIALOGUES["interfant-21"].begin(NOW)
    history: list[Happened] = []
    for text in ("120 days", "note: pro-B ALL, KMT2A-r"):
        turn = DIALOGUES["interfant-21"].take_turn(turn.screening, Said(text), NOW)
        history += turn.happened
    made = record(DIALOGUES["interfant-21"], history, turn.screening, "A page.")
    assert "pro-B" not in made.text
    assert made.left_out == ("the page of a note was open; the script ends at what stood open beneath it",)
