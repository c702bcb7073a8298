"""Late, double, foreign and early: what taps and messages do that do not belong to the question that stands open."""

from dataclasses import replace
from datetime import datetime, timedelta
from itertools import pairwise

import pytest
from dialogue import DIALOGUE, FIT, NOW, buttons, do, screening_after

from dialogs import phrases
from dialogs.conversation.screening import Happened, Menu, Said, Screening, Tapped, Turn
from dialogs.conversation.state_machine import find_fact
from dialogs.definition.faults import WrongTrial
from dialogs.rules.answers import PENDING, UNKNOWN, Interval, Known

pytestmark = [pytest.mark.traced, pytest.mark.mutants]


def assert_refused(before: Screening, turn: Turn, words: str) -> None:
    """Holds a turn to having changed nothing, and to having said so above the question that stands open."""
    assert turn.screening == before
    assert turn.refused
    assert turn.happened == ()
    (message,) = turn.messages
    assert words in message.text
    assert message.number == before.number
    assert message.buttons == buttons(before)
    assert message.text.endswith(DIALOGUE.show_again(before).messages[0].text)


EVERYWHERE = {
    "first question": (),
    "second question": ("120",),
    "answered before": ("120", "B-ALL", "back"),
    "ask-back": ("120", "ALL"),
    "imprecise": ("12 months",),
    "change menu": ("120", "change"),
    "start over menu": ("120", "start over"),
    "settled": ("366",),
    "listing": ("366", "List every reason", "T-ALL"),
    "review": FIT,
    "concluded": (*FIT, "Show the result"),
    "stopped": ("120", "stop"),
    "paused": ("120", "pause"),
    "started over": ("120", "start over", "start over"),
}
"""Ways to every kind of place that a dialogue can stand at."""

places = pytest.mark.parametrize("way", EVERYWHERE.values(), ids=EVERYWHERE.keys())


# taps


@pytest.mark.sweep
@places
def test_a_tap_under_any_other_number_changes_nothing(way: tuple[str, ...]) -> None:
    """Protects "a tap counts only for the question that stands open now".

    Nothing else counts: every earlier number, none, negative ones, those to come.
    """
    screening = screening_after(*way)
    for number in (*range(1, screening.number), 0, -1, -screening.number, screening.number + 1, 10**12):
        for key in ("unknown", "is:t_all", buttons(screening)[0].key):
            assert_refused(screening, do(screening, Tapped(number, key)), "That question is no longer open")


@pytest.mark.sweep
@places
@pytest.mark.parametrize(
    "key",
    ["", "is:no_such_code", "is:", "offer:0", "offer:9", "change:cd19", "IS:T_ALL", "unknown ", "\u0000", "x" * 5_000],
)
def test_a_foreign_key_changes_nothing(way: tuple[str, ...], key: str) -> None:
    """Protects answers from a button that was never under this question."""
    screening = screening_after(*way)
    if key not in {button.key for button in buttons(screening)}:
        assert_refused(screening, do(screening, Tapped(screening.number, key)), phrases.STALE_BUTTON)


@pytest.mark.sweep
@places
def test_every_button_that_is_shown_works(way: tuple[str, ...]) -> None:
    """Protects the keyboard: no button of any place is refused."""
    screening = screening_after(*way)
    for button in buttons(screening):
        turn = do(screening, Tapped(screening.number, button.key))
        assert not turn.refused
        assert turn.screening.state in DIALOGUE.state_machine.states


def test_the_second_tap_of_a_double_tap_does_not_answer_the_next_question() -> None:
    """Protects the next question, and says what is already recorded."""
    before = screening_after(*FIT[:5])
    tap = Tapped(before.number, "is:no")
    after = do(before, tap)
    assert find_fact(after.screening.state) == "consent"
    assert_refused(
        after.screening, do(after.screening, tap), "Recorded there: Chemotherapy in the 28 days before diagnosis: No."
    )


def test_the_second_tap_on_dont_know_does_not_answer_the_next_question() -> None:
    """Protects against the commonest double tap: the same button stands under both questions."""
    before = screening_after("120")
    after = do(before, Tapped(before.number, "unknown")).screening
    assert_refused(after, do(after, Tapped(before.number, "unknown")), "Recorded there: Diagnosis: not known.")
    assert after.answers["diagnosis"] == UNKNOWN
    assert "disease_phase" not in after.answers


@pytest.mark.parametrize(
    ("way", "number", "words"),
    [
        (("120", "B-ALL"), 1, "Recorded there: Age at diagnosis: 120 days."),
        (("12 months", "keep: 365 to 396 days"), 2, "Recorded there: Age at diagnosis: 365 to 396 days."),
        (
            ("pending 2026-12-01", "B-ALL"),
            1,
            "Recorded there: Age at diagnosis: diagnosis date not fixed yet, expected 1 December 2026.",
        ),
        (("120", "B-ALL", "back", "T-ALL"), 2, "Recorded there: Diagnosis: T-ALL."),
        (("120", "ALL"), 2, "nothing was changed."),
        (("120", "change", "back"), 3, "nothing was changed."),
        ((*FIT, "Show the result"), 13, "nothing was changed."),
        (("120", "start over", "start over"), 1, "nothing was changed."),
    ],
)
def test_a_stale_tap_is_told_what_is_recorded_there(way: tuple[str, ...], number: int, words: str) -> None:
    """Protects "is told what is already recorded": the answer as it stands now, or only that nothing changed."""
    screening = screening_after(*way)
    turn = do(screening, Tapped(number, "unknown"))
    assert_refused(screening, turn, words)
    assert ("Recorded there" in turn.messages[0].text) is words.startswith("Recorded there")


def test_a_number_never_repeats() -> None:
    """Protects the numbers over back, menus, stop and start over.

    They only grow, by one for each thing that is shown anew.
    """
    screening = DIALOGUE.begin(NOW).screening
    said = (
        "45",
        "back",
        "120",
        "why",
        "rubbish",
        "back",
        "keep: 120 days",
        "change",
        "back",
        "stop",
        "resume",
        "ALL",
        "1",
        "start over",
        "2",
    )
    numbers = [screening.number]
    for text in (*said, *FIT, "Show the result", "change", "back", "start over", "2", "120"):
        screening = do(screening, Said(text)).screening
        numbers.append(screening.number)
    assert numbers == sorted(numbers)
    assert {later - number for number, later in pairwise(numbers)} == {0, 1}
    assert screening.answers == {"age_days": Known(120)}


def test_showing_again_changes_nothing() -> None:
    """Protects the question that is sent once more after an outage: same number, same buttons."""
    for way in EVERYWHERE.values():
        screening = screening_after(*way)
        turn = DIALOGUE.show_again(screening)
        assert (turn.screening, turn.happened, turn.refused, turn.verdict) == (screening, (), False, None)
        assert [message.number for message in turn.messages] == [screening.number]


# messages that come too early, or twice

SECOND = timedelta(seconds=1)


def at(seconds: float) -> datetime:
    return NOW + timedelta(seconds=seconds)


@pytest.mark.parametrize(("last_seen", "is_taken"), [(0, False), (1, False), (2, True), (None, True)])
def test_a_message_that_was_written_before_the_question_was_seen_does_not_answer_it(
    last_seen: int | None, *, is_taken: bool
) -> None:
    """Protects "a typed message that was sent before the open question reached the chat does not answer it"."""
    screening = screening_after("120")
    turn = do(screening, Said("B-precursor ALL", last_seen=last_seen))
    if is_taken:
        assert "diagnosis" in turn.screening.answers
    else:
        assert_refused(screening, turn, phrases.UNSEEN)


@pytest.mark.parametrize("days", [-1, 31])
def test_no_clock_decides_what_a_message_answers(days: int) -> None:
    """Protects people whose host runs ahead of the channel's clock, or behind it."""
    screening = screening_after("120")
    for sent in (NOW, NOW + timedelta(days=days)):
        assert "diagnosis" in do(screening, Said("B-precursor ALL", sent, last_seen=2), NOW).screening.answers


@pytest.mark.parametrize("text", ["Don't know", "1", "T-ALL", "don't know", "pending", "back", "stop", "T-ALL?"])
def test_no_early_message_does_anything(text: str) -> None:
    """Protects the open question from labels, numbers and words alike."""
    screening = screening_after("120")
    assert_refused(screening, do(screening, Said(text, last_seen=1)), phrases.UNSEEN)


def test_an_early_command_with_a_slash_is_obeyed() -> None:
    """Protects commands: they mean the same whatever question stands open."""
    screening = screening_after("120")
    assert not do(screening, Said("/help", last_seen=1)).refused


@pytest.mark.parametrize("seconds", [0, 1, 2.9, 3])
def test_the_same_text_within_three_seconds_is_asked_back(seconds: float) -> None:
    """Protects "the same text twice within three seconds is asked back": it may have been sent twice by mistake."""
    screening = do(screening_after(*FIT[:9]), Said("purple", NOW)).screening
    assert screening.answers.keys().isdisjoint({"hypersensitivity"}), "'purple' is no answer"
    taken = do(screening, Said("no", at(0)), at(0)).screening
    turn = do(taken, Said("no", at(seconds)), at(seconds))
    assert turn.screening.state == "clarifying_live_vaccine"
    assert "live_vaccine" not in turn.screening.answers
    assert phrases.DOUBLED in turn.messages[0].text
    assert turn.messages[0].buttons[0].label == "None"
    confirmed = do(turn.screening, Said("yes", at(seconds + 1)), at(seconds + 1)).screening
    assert confirmed.answers["live_vaccine"] == Known("none")
    refused = do(turn.screening, Said("no", at(seconds + 1)), at(seconds + 1)).screening
    assert (refused.state, "live_vaccine" in refused.answers) == ("asking_live_vaccine", False)
    tapped = do(turn.screening, Tapped(turn.screening.number, "offer:0"), at(seconds + 1)).screening
    assert tapped.answers["live_vaccine"] == Known("none")


@pytest.mark.parametrize(("sees_numbers", "answered"), [(True, phrases.DOUBLED), (False, "That was not understood.")])
def test_a_number_said_twice_chooses_nothing(sees_numbers: bool, answered: str) -> None:  # noqa: FBT001 - a case
    """Protects the next question from a number sent twice: asked back where it may be a choice, else not understood."""
    before = screening_after("120", "B-precursor ALL", "newly diagnosed", "rearranged", "systemic", "12 mg/m2/day")
    days = Said("2", NOW, sees_numbers=sees_numbers)
    once = do(before, days).screening
    assert once.answers["corticosteroid_days"] == Known(2)
    twice = do(once, days)
    assert answered in twice.messages[0].text
    assert "chemotherapy" not in twice.screening.answers


@pytest.mark.parametrize(("text", "sent"), [("no", at(3.1)), ("no", at(4)), ("rotavirus", at(1)), ("no", None)])
def test_another_text_a_later_one_or_one_without_a_time_is_taken(text: str, sent: datetime | None) -> None:
    """Protects quick typists: four seconds later, or other words, are an answer of their own."""
    taken = do(screening_after(*FIT[:9]), Said("no", NOW), NOW).screening
    turn = do(taken, Said(text, sent), at(5))
    assert "live_vaccine" in turn.screening.answers


def test_a_first_answer_is_never_double() -> None:
    """Protects the first question: nothing came before it, even if an earlier round was started over."""
    screening = do(screening_after(), Said("120", at(0)), at(0)).screening
    anew = do(do(screening, Said("/start_over"), at(1)).screening, Said("1"), at(1)).screening
    assert do(anew, Said("120", at(2)), at(2)).screening.answers == {"age_days": Known(120)}


def test_other_words_are_no_repeat_of_an_answer_that_reads_the_same() -> None:
    """Protects *none*, then *no*, typed 1.3 seconds apart by somebody who had seen both questions."""
    taken = do(screening_after(*FIT[:9]), Said("none", NOW), NOW).screening
    assert "live_vaccine" in do(taken, Said("no", at(1.3)), at(1.3)).screening.answers


@pytest.mark.parametrize("behind", [-7200, -5, 5, 120])
def test_a_repeat_is_counted_by_the_clock_of_the_channel_alone(behind: int) -> None:
    """Protects people whose host runs ahead of the channel, or behind it."""
    for seconds, is_doubled in ((2, True), (4, False)):
        taken = do(screening_after(*FIT[:9]), Said("no", NOW), at(behind)).screening
        turn = do(taken, Said("no", at(seconds)), at(behind + 9))
        assert (turn.screening.doubt is not None) is is_doubled


def test_a_tapped_answer_is_repeated_by_no_words() -> None:
    """Protects the words after a tap: they are another thing that a person did."""
    screening = screening_after(*FIT[:9])
    key = next(button.key for button in buttons(screening) if button.label == "No")
    taken = do(screening, Tapped(screening.number, key), NOW).screening
    assert "live_vaccine" in do(taken, Said("no", NOW), NOW).screening.answers


DOUBLES = {
    "label": ("120", "don't know", "disease_phase"),
    "number": ("120", "1", "disease_phase"),
    "waiting": ("120", "Waiting for the result", "disease_phase"),
}


@pytest.mark.parametrize(("before", "text", "fact"), DOUBLES.values(), ids=DOUBLES.keys())
def test_a_label_or_number_typed_twice_within_three_seconds_is_asked_back(before: str, text: str, fact: str) -> None:
    """Protects the next question from "1" or "don't know" that was sent twice: neither may answer it."""
    taken = do(screening_after(before), Said(text, at(0)), at(0)).screening
    assert find_fact(taken.state) == fact
    assert fact not in do(taken, Said(text, at(1)), at(1)).screening.answers


# what a turn says that happened


def test_a_turn_tells_what_was_taken_changed_and_dropped() -> None:
    """Protects the record of answers: each row of it comes from here."""
    first = do(screening_after(*FIT[:4]), Said("oral"))
    assert first.happened == (Happened("corticosteroids", None, Known("systemic")),)
    screening = do(first.screening, Said("5-9 mg/m²/day")).screening
    changed = do(do(screening, Said("change corticosteroids")).screening, Said("none"))
    dropped = Interval(min=5, max=9)
    assert changed.happened == (
        Happened("corticosteroids", Known("systemic"), Known("none")),
        Happened("corticosteroid_dose", dropped, None),
    )
    same = do(do(changed.screening, Said("change corticosteroids")).screening, Said("none"))
    assert same.happened == (), "the same answer again is no change"


def test_starting_over_tells_what_was_forgotten() -> None:
    """Protects the record of answers: all of them are dropped."""
    screening = screening_after("120", "pending", "/start_over")
    turn = do(screening, Tapped(screening.number, "start_over"))
    assert turn.happened == (Happened("age_days", Known(120), None), Happened("diagnosis", PENDING, None))
    assert turn.screening.answers == {}


@pytest.mark.sweep
@pytest.mark.parametrize(
    "text",
    ["why", "status", "help", "privacy", "trial", "criteria", "plain", "pathway", "hospitals", "support", "report"],
)
@places
def test_information_changes_nothing(way: tuple[str, ...], text: str) -> None:
    """Protects "at any moment": a page is shown wherever one stands, and the same question stays open under it."""
    screening = screening_after(*way)
    turn = do(screening, Said(f"/{text}"))
    assert (turn.screening, turn.happened, turn.refused) == (screening, (), False)
    assert turn.messages[-1].number == screening.number
    assert turn.messages[-1].buttons == buttons(screening)


def test_why_gives_only_the_notes_that_always_hold() -> None:
    """Protects against a note that speaks of an answer that was not given: the one on MPAL is for the result."""
    assert "Eligible only as written" not in do(screening_after("120"), Said("why")).messages[0].text


def test_the_page_of_criteria_names_each_once() -> None:
    """Protects the page for professionals: every criterion, under its own verdict."""
    text = do(screening_after(), Said("criteria")).messages[0].text
    assert [line.split(" ")[0] for line in text.splitlines() if "clusion): “" in line] == list(
        DIALOGUE.trial.definition.criteria
    )


@pytest.mark.parametrize(
    ("way", "has_back"), [((), False), (("120",), True), (("120", "back"), False), (("45",), True)]
)
def test_back_is_offered_where_it_leads_somewhere(way: tuple[str, ...], *, has_back: bool) -> None:
    """Protects the keyboard of the first question from a button that does nothing."""
    assert ("back" in {button.key for button in buttons(screening_after(*way))}) is has_back


@pytest.mark.traced_cases("first question-\\u200b")
@pytest.mark.parametrize("text", ["", " ", "\n\t", "\u200b", "\ufeff", "\u0000"])
@places
def test_nothing_said_changes_nothing(way: tuple[str, ...], text: str) -> None:
    """Protects against empty messages, such as a photograph without words."""
    screening = screening_after(*way)
    turn = do(screening, Said(text))
    assert replace(turn.screening, shown=screening.shown, asked_at=screening.asked_at) == screening
    assert turn.messages[0].text


def test_nothing_said_is_told() -> None:
    """Protects the person who sent a photograph."""
    assert do(screening_after(), Said("  ")).messages[0].text.startswith(phrases.NOTHING_SAID)


# menus


@pytest.mark.parametrize("menu", [Menu.CHANGE, Menu.START_OVER])
@pytest.mark.parametrize("text", ["back", "leave", "stop", "resume", "why"])
def test_a_menu_can_be_left_by_words(menu: Menu, text: str) -> None:
    """Protects the open question under a menu: whatever is said, no answer is lost."""
    screening = screening_after("120", "change" if menu is Menu.CHANGE else "start over")
    assert screening.menu is menu
    turn = do(screening, Said(text))
    assert turn.screening.answers == {"age_days": Known(120)}
    assert turn.screening.menu is (None if text in {"back", "stop"} else menu)


def test_a_menu_over_a_number_question_takes_numbers_as_choices() -> None:
    """Protects the numbered menu: over the question for the age, 1 is the first answer of the list."""
    screening = screening_after("120", "back", "change", "1")
    assert (screening.state, screening.menu) == ("asking_age_days", None)


@pytest.mark.sweep
@pytest.mark.parametrize("text", ["0", "00", "99", "100", "1.", "٢", "²", "+1", "1_0", "9" * 5_000])
def test_a_number_that_is_no_button_is_no_choice(text: str) -> None:
    """Protects choices from numbers that are none of the list, or not plainly written."""
    screening = screening_after("120", "B-ALL", "new", "t(4;11)", "none", "no", "refused")
    assert screening.state == "review"
    turn = do(screening, Said(text))
    assert turn.screening == screening
    assert "Choose one of" in turn.messages[0].text


# where the dialogue goes


def test_an_early_end_is_told_again_after_a_correction() -> None:
    """Protects "as soon as the protocol is ineligible the dialogue says so": also after reasons were listed once."""
    screening = screening_after("366", "List every reason", "change age_days", "120")
    turn = do(screening, Said("T-ALL"))
    assert turn.screening.state == "settled"
    assert "Not eligible" in turn.messages[0].text


def test_an_early_end_is_told_where_no_reason_is_left_to_list() -> None:
    """Protects "as soon as the protocol is ineligible the dialogue says so, with the reason".

    This holds for the last question on trial entry, too.
    """
    turn = do(screening_after(*FIT[:6]), Said("refused"))
    assert "Not eligible for Interfant-21 as answered." in turn.messages[0].text
    assert "- I3 Informed consent: Refused\n" in turn.messages[0].text


def test_an_offered_interval_that_leaves_a_criterion_open_is_asked_back() -> None:
    """Protects intervals that are too wide.

    "An interval that leaves a criterion open is asked back once, with what would settle it and the choice to keep it".
    """
    screening = screening_after("12")
    (months,) = [button for button in buttons(screening) if "396" in button.label]
    turn = do(screening, Tapped(screening.number, months.key))
    assert turn.screening.answers == {}
    assert any(button.label.startswith("Keep") for button in turn.messages[0].buttons)


@pytest.mark.parametrize("leaving", [("stop", "resume"), ("change age_days", "120")])
def test_a_question_that_was_left_can_be_gone_back_to(leaving: tuple[str, ...]) -> None:
    """Protects "go back": the question before is the one before, also when it was shown again and left as it was."""
    screening = do(screening_after("120", "B-ALL", "back", *leaving), Said("back")).screening
    assert screening.state == "asking_diagnosis"


# another trial


def test_a_screening_of_another_definition_is_refused() -> None:
    """Protects "a screening is pinned to the digest that it began with": the error names both, and what to load."""
    screening = replace(screening_after("120"), digest="sha256:another")
    for event in (Said("B-ALL"), Tapped(screening.number, "unknown")):
        with pytest.raises(WrongTrial, match=r"interfant-21 sha256:another, not sha256:\w+: load that definition"):
            do(screening, event)


def test_a_text_that_was_typed_under_another_question_does_not_answer_this_one() -> None:
    """Protects typed answers as well as taps.

    "Another device that was slower changes nothing and is told what is already recorded".
    """
    before = screening_after("120", "B-ALL")
    assert_refused(before, do(before, Said("T-ALL", replies_to=2)), "Diagnosis: B-precursor ALL")
    assert do(before, Said("new", replies_to=before.number)).screening.answers.keys() - before.answers.keys()
    assert not do(before, Said("/status", replies_to=2)).refused


def test_why_a_tap_is_refused_is_known_before_it_is_taken() -> None:
    """Protects what a toast says: the sentence of the refusal, and nothing of a tap that counts."""
    screening = screening_after("120", "B-ALL")
    stale = Tapped(2, "unknown")
    said = DIALOGUE.interpreter.explain_refusal(screening, stale)
    assert said == phrases.STALE.format(name="Diagnosis", answer="B-precursor ALL")
    assert said in do(screening, stale).messages[0].text
    assert DIALOGUE.interpreter.explain_refusal(screening, Tapped(screening.number, "unknown")) == ""


def test_a_reply_to_what_is_no_question_answers_none() -> None:
    """Protects the open question from a reply to a notice, or to a message of one's own."""
    screening = screening_after("120")
    assert_refused(screening, do(screening, Said("B-ALL", replies_to=0)), phrases.NO_QUESTION)
