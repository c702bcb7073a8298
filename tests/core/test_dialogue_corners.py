"""Corners of a dialogue that no test guarded until a mutant survived there.

They are: when a question opened, what starting over forgets, and what is said.
"""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from dialogue import DIALOGUE, FIT, NOW, do, screening_after

from dialogs import phrases
from dialogs.conversation.ask_backs import DOUBLED
from dialogs.conversation.screening import Doubt, Menu, Said, Tapped
from dialogs.conversation.state_machine import CONCLUDED
from dialogs.definition.wording import say
from dialogs.reading import AskBackReading, make_sentence, read
from dialogs.rules.answers import PENDING, UNKNOWN, Answer, Interval, Known, Pending
from dialogs.verdict import headings
from dialogs.verdict.evaluate import is_stale

pytestmark = pytest.mark.mutants

LATER = NOW + timedelta(minutes=5)
SECOND = timedelta(seconds=1)

OPENING = {
    "an answer": ((), "120"),
    "an ask-back": (("120",), "ALL"),
    "an imprecise answer": ((), "12 months"),
    "back from a menu": (("120", "change"), "back"),
    "back from an ask-back": (("120", "ALL"), "back"),
    "back to the question before": (("120",), "back"),
    "a change": (("120",), "change age"),
    "the menu of changes": (("120",), "change"),
    "stop": (("120",), "stop"),
    "resume": (("120", "stop"), "resume"),
    "start over, before any answer": ((), "start over"),
    "start over": (("120",), "start over"),
    "start over, once more": (("120", "start over"), "start over"),
    "leaving the menu": (("120", "start over"), "Keep the answers"),
    "every reason": (("366",), "List every reason"),
    "stopping there": (("366",), "Stop here"),
    "the result": (FIT, "Show the result"),
}


@pytest.mark.parametrize(("way", "text"), OPENING.values(), ids=OPENING.keys())
def test_a_question_was_asked_when_it_was_shown(way: tuple[str, ...], text: str) -> None:
    """Protects recordings: what is read of days depends on the day on which the question was shown."""
    turn = do(screening_after(*way), Said(text), LATER)
    assert turn.screening.number > screening_after(*way).number
    assert turn.screening.asked_at == LATER


FORGOTTEN = {
    "answers": ("120", "B-ALL"),
    "an ask-back": ("120", "ALL"),
    "an imprecise answer": ("120", "back", "12 months"),
    "a list of reasons": ("366", "List every reason", "T-ALL"),
    "the review": FIT,
    "the end": (*FIT, "Show the result"),
}


@pytest.mark.parametrize("way", FORGOTTEN.values(), ids=FORGOTTEN.keys())
def test_starting_over_leaves_nothing_but_the_numbers_of_the_questions(way: tuple[str, ...]) -> None:
    """Protects the next patient, and the person who was wrong.

    No trace of the answers, of the last text, or of a doubt stays.
    """
    anew = screening_after(*way, "start over", "start over")
    begun = DIALOGUE.begin(NOW).screening
    assert anew.number > begun.number
    assert replace(anew, shown=()) == replace(begun, shown=())


RESUMED = [
    (("120",), phrases.RESUMED),
    (("120", "pause"), phrases.RESUMED),
    (("120", "stop"), phrases.RESUMED),
    (FIT, phrases.RESUMED),
    ((*FIT, "Show the result"), headings.RESULT),
    ((*FIT, "Show the result", "change"), phrases.RESUMED),
]


@pytest.mark.parametrize(("way", "said"), RESUMED)
def test_resume_says_where_one_is(way: tuple[str, ...], said: str) -> None:
    """Protects people who come back: going on, or the result of what is finished."""
    (message,) = do(screening_after(*way), Said("resume")).messages
    assert message.text.splitlines()[0] == said


def test_the_result_can_be_asked_for_from_a_menu() -> None:
    """Protects the result: asked for at the review, it leaves no menu open."""
    turn = do(screening_after(*FIT, "change"), Said("result"))
    assert (turn.screening.state, turn.screening.menu) == (CONCLUDED, None)
    assert turn.verdict is not None


def test_where_one_stands_is_set_apart_from_the_question() -> None:
    """Protects the reader: without a result the standing is told, then an empty line, then the open question."""
    before = screening_after("120")
    (message,) = do(before, Said("result")).messages
    (open_now,) = DIALOGUE.show_again(before).messages
    told, _, question = message.text.rpartition("\n\n")
    assert told.startswith(phrases.NOT_FINISHED)
    assert question == open_now.text


def test_a_tap_under_no_question_is_told_no_answer() -> None:
    """Protects: number 0 belongs to no question, also where the open one has been answered before."""
    (message,) = do(screening_after("120", "back"), Tapped(0, "unknown")).messages
    assert message.text.splitlines()[0] == phrases.STALE_UNANSWERED


@pytest.mark.parametrize(("text", "answer"), [("unknown", UNKNOWN), ("pending 2026-12-01", Pending(date(2026, 12, 1)))])
def test_words_that_came_twice_are_asked_back(text: str, answer: Answer) -> None:
    """Protects the next question from an answer sent twice that is no button's label."""
    once = do(screening_after(), Said(text, NOW)).screening
    twice = do(once, Said(text, NOW + SECOND), NOW + SECOND).screening
    assert twice.doubt == Doubt(DOUBLED, (answer,))
    assert twice.answers == once.answers
    late = do(once, Said(text, NOW + 4 * SECOND), NOW + 4 * SECOND).screening
    assert late.doubt is None


@pytest.mark.parametrize(
    "text", ["2", "about 100 days", "about 100-120 days", "2026-01-31", "03.04.2026 to 05.06.2026"]
)
def test_an_ask_back_says_what_is_doubtful(text: str) -> None:
    """Protects the sentence of every doubt, with offers, with intervals, and without any.

    It stands under the fact's name.
    """
    screening = screening_after()
    question = DIALOGUE.view.questions["age_days"]
    reading = read(question.fact, text, NOW.date())
    assert isinstance(reading, AskBackReading)
    (message,) = do(screening, Said(text)).messages
    assert message.text == f"{question.name}\n{make_sentence(question.fact, reading)}"


def test_no_two_buttons_of_an_ask_back_mean_the_same() -> None:
    """Protects the keyboard: what is offered is not shown a second time as "waiting" or "don't know"."""
    question = DIALOGUE.view.questions["kmt2a"]
    keys = [
        button.key
        for button in question.make_offers(
            Doubt("expected", (Pending(date(2026, 12, 1)), PENDING)), ["awaited, 1", "awaited"]
        )
    ]
    assert keys == ["offer:0", "offer:1", "unknown", "why", "back"]
    keys = [
        button.key for button in question.make_offers(Doubt("several", (PENDING, UNKNOWN)), ["awaited", "not known"])
    ]
    assert keys == ["offer:0", "offer:1", "why", "back"]
    keys = [button.key for button in question.make_offers(Doubt("named", (Known("germline"),)), ["Germline"])]
    assert keys == ["offer:0", "back", "unknown", "pending", "why"]


@pytest.mark.parametrize(
    ("way", "text", "first"),
    [
        (("120",), "change", phrases.CHANGE_TITLE),
        (("120",), "change shoe size", phrases.NO_FACT),
        (("120", "change"), "shoe size", phrases.NO_FACT),
        (("120", "change"), "change", phrases.CHANGE_TITLE),
    ],
)
def test_a_name_that_no_answer_has_is_told(way: tuple[str, ...], text: str, first: str) -> None:
    """Protects people who change an answer: a wrong name is said to be one, and no name is none."""
    (message,) = do(screening_after(*way), Said(text)).messages
    assert message.text.splitlines()[0] == first


def test_a_whole_name_goes_before_the_beginning_of_others() -> None:
    """Protects changes where one name begins another, with or without spaces and capitals.

    The beginning of several names is none of them.
    """
    steroids = {"corticosteroids": Known("systemic"), "corticosteroid_dose": Known(12), "corticosteroid_days": Known(9)}
    screening = replace(screening_after("120"), answers={"age_days": Known(120), **steroids})
    for fact in (*steroids, "age_days"):
        name = DIALOGUE.view.questions[fact].name
        assert [
            DIALOGUE.view.find_named(screening, said) for said in (fact, name, name.upper(), name.replace(" ", "  "))
        ] == [fact] * 4
        assert DIALOGUE.view.find_named(screening, name.replace(" ", "")) == fact
    assert DIALOGUE.view.find_named(screening, "corticosteroid") is None
    assert DIALOGUE.view.find_named(screening, "") is None


def test_the_tenth_button_and_those_after_it_have_numbers() -> None:
    """Protects the menu of changes, which can hold more than nine answers.

    A typed number means the button that it stands for.
    """
    before = screening_after(*FIT, "change")
    (message,) = DIALOGUE.show_again(before).messages
    assert message.numbered
    assert before.shown[-1] == Menu.CHANGE.value
    for number in (9, 10, len(message.buttons)):
        tapped = do(before, Tapped(before.number, message.buttons[number - 1].key))
        assert do(before, Said(str(number))).screening == tapped.screening


def test_a_reason_says_what_was_not_asked_and_what_stays_undecided() -> None:
    """Protects the words of a reason: undecided is an interval on both sides of a limit, and nothing else."""

    def find_reason(answers: dict[str, Answer]) -> str:
        return next(
            each.reason for each in DIALOGUE.evaluator.evaluate(answers, NOW.date()).findings if each.criterion == "I2"
        )

    assert ": not asked (criterion: " in find_reason({})
    assert ": 350 to 380 days, undecided (criterion: " in find_reason({"age_days": Interval(min=350, max=380)})
    assert ": 380 to 390 days (criterion: " in find_reason({"age_days": Interval(min=380, max=390)})
    assert ": not known (criterion: " in find_reason({"age_days": UNKNOWN})


def test_a_source_is_stale_from_the_day_after_a_year() -> None:
    """Protects "the source is over a year old".

    It is not said on the anniversary. It is said on the day after it, and in every later year.
    """
    updated = DIALOGUE.trial.definition.source.updated
    anniversary = updated.replace(year=updated.year + 1)
    days = (updated, anniversary, anniversary + timedelta(days=1), anniversary.replace(year=updated.year + 2))
    assert [is_stale(DIALOGUE.trial, each) for each in days] == [False, False, True, True]


def test_the_first_message_says_which_trial_and_how_long_it_takes() -> None:
    """Protects the greeting: the trial's name, the most questions, and what is to be checked before."""
    (message,) = DIALOGUE.begin(NOW).messages
    definition = DIALOGUE.trial.definition
    assert message.text.startswith(
        f"Screening for {definition.about.acronym}: at most {len(DIALOGUE.trial.facts)} questions. "
    )
    assert say(definition.pre_check) in message.text


def test_what_is_still_to_be_asked_counts_the_reasons_only_when_they_are_listed() -> None:
    """Protects the progress: listing every reason takes more questions than the verdict does."""
    listing = screening_after("366", "List every reason")
    order = DIALOGUE.question_order
    assessed = order.assess(listing.answers)
    left = order.list_reasons_left(assessed)
    assert order.count_most(assessed, left[0], is_listing=True) == len({*listing.answers, *left})
    assert order.count_most(assessed, left[0], is_listing=False) == len({*listing.answers, left[0]})
    assert phrases.LISTING in DIALOGUE.show_again(listing).messages[0].text
    assert phrases.LISTING not in DIALOGUE.show_again(screening_after("120")).messages[0].text
