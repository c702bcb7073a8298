"""Waiting times by drug, and months, in a dialogue: what is asked, asked back, recorded, and told in the result."""

from datetime import UTC, datetime, timedelta

import pytest
from ask_back_walk import asking, faults_of, visited
from washout_trial import DIALOGUE

from dialogs.conversation.screening import Doubt, Said, Tapped, Turn
from dialogs.definition.facts import WashoutsFact
from dialogs.reading import Read, read
from dialogs.rules.answers import Interval, Known, LastDose, LastDoses
from dialogs.verdict.last_doses import word_running_drugs

pytestmark = pytest.mark.traced

NOW = datetime(2026, 5, 10, 12, tzinfo=UTC)


def say_all(*texts: str, fact: str = "last_doses") -> Turn:
    """Returns the turn after texts at the plain question of a fact."""
    screening = asking(DIALOGUE, fact)
    for text in texts:
        turn = DIALOGUE.take_turn(screening, Said(text), NOW)
        screening = turn.screening
    return turn


def last_words(turn: Turn) -> str:
    return turn.messages[-1].text


def test_a_dialogue_from_the_first_question_to_the_result() -> None:
    """The longest wait decides, and every drug that runs is told."""
    screening = DIALOGUE.begin(NOW).screening
    for text in ("1", "imatinib 2 days before, chemo 4 days before, hydroxyurea 5 days before", "show the result"):
        turn = DIALOGUE.take_turn(screening, Said(text), NOW)
        screening = turn.screening
    assert screening.answers == {
        "cd19_months": Known(1),
        "last_doses": LastDoses((LastDose("chemotherapy", 4, 4), LastDose("tki", 2, 2), LastDose("hydroxyurea", 5, 5))),
    }
    told = "Not yet: chemotherapy 3 days to wait, TKI 2 days to wait: start at least 3 days later."
    assert told in " ".join(each.text for each in turn.messages)


def test_with_dates_the_result_names_the_first_day_on_which_every_wait_is_over() -> None:
    """The dates are forgotten; what is derived from them stays."""
    turn = say_all("imatinib 19 May 2026, chemo 17 May 2026, start 20 May 2026")
    answer = turn.screening.answers["last_doses"]
    assert isinstance(answer, LastDoses)
    fact = DIALOGUE.trial.facts["last_doses"]
    assert isinstance(fact, WashoutsFact)
    assert word_running_drugs(fact, answer) == (
        "chemotherapy 4 days to wait, TKI 3 days to wait: the start can be on 24 May 2026"
    )


def test_the_question_lists_the_drugs_and_has_one_button_for_none() -> None:
    """There is no button for each drug; 'None of these' records that none was given."""
    screening = asking(DIALOGUE, "last_doses")
    message = DIALOGUE.view.make_message(screening)
    assert "One or more of: Chemotherapy, TKI, Hydroxyurea, CAR T cells." in message.text
    assert [each.label for each in message.buttons][:3] == [
        "None of these",
        "Don't know",
        "Waiting for the result",
    ]
    tapped = DIALOGUE.take_turn(screening, Tapped(message.number, message.buttons[0].key), NOW)
    typed = DIALOGUE.take_turn(screening, Said("None of these"), NOW)
    assert tapped.screening.answers["last_doses"] == typed.screening.answers["last_doses"] == LastDoses()


def test_drugs_come_in_several_messages() -> None:
    """'How many days before the planned start was the last dose of TKI?', and a number is enough."""
    first = say_all("imatinib and hydroxyurea 2 days before")
    assert last_words(first).endswith("How many days before the planned start was the last dose of TKI?")
    assert first.screening.answers == {}
    whole = DIALOGUE.take_turn(first.screening, Said("12 days"), NOW)
    assert whole.screening.answers["last_doses"] == LastDoses((LastDose("tki", 12, 12), LastDose("hydroxyurea", 2, 2)))


@pytest.mark.parametrize(
    ("reply", "says"),
    [
        ("yes", "chooses"),
        ("no", "chooses"),
        ("3", "Did you mean TKI 3 days, hydroxyurea 2 days?"),
        ("purple elephants", "That was not understood."),
        ("imatinib 3 days, imatinib 5 days", "TKI is named twice. How many days before the planned start was its"),
        ("none else", "How many days before the planned start was the last dose of TKI?"),
        ("never", "Which of these: Hydroxyurea 2 days or Last doses: None of these?"),
    ],
)
def test_a_reply_that_gives_no_time_records_nothing(reply: str, says: str) -> None:
    """Yes, no, a digit, and something else: nothing that was not offered is recorded."""
    turn = say_all("imatinib and hydroxyurea 2 days before", reply)
    assert "last_doses" not in turn.screening.answers
    assert says in " ".join(each.text for each in turn.messages) or reply in {"yes", "no"}


def test_days_back_from_today_are_confirmed() -> None:
    """The planned start may be later than today."""
    asked = say_all("imatinib 3 days ago, chemo yesterday")
    assert last_words(asked).endswith(
        "That counts back from today: is that the day of the planned start? If not, give that day. "
        "Did you mean Chemotherapy 1 day, TKI 3 days?"
    )
    assert "last_doses" not in asked.screening.answers
    taken = DIALOGUE.take_turn(asked.screening, Said("yes"), NOW).screening.answers["last_doses"]
    assert isinstance(taken, LastDoses)
    assert taken.clear_on == datetime(2026, 5, 16, tzinfo=UTC).date()
    assert "last_doses" not in DIALOGUE.take_turn(asked.screening, Said("no"), NOW).screening.answers


@pytest.mark.parametrize(
    ("texts", "doses"),
    [
        (("imatinib 2026-05-10", "the planned start is 2026-05-20"), {"tki": 10}),
        (("imatinib 2026-05-10", "2026-05-20"), {"tki": 10}),
        (("imatinib 3 days ago, chemo 2 days before", "start 2026-05-20"), {"chemotherapy": 2, "tki": 13}),
        (("imatinib 3 days ago", "chemo yesterday", "start 2026-05-20"), {"chemotherapy": 11, "tki": 13}),
        (("imatinib 2026-05-08", "start today"), {"tki": 2}),
        (("imatinib 2026-05-08", "today"), {"tki": 2}),
        (("imatinib 3 days ago", "chemo 2026-05-09, start 2026-05-20"), {"chemotherapy": 11, "tki": 13}),
        (("imatinib 3 days ago", "start 2026-05-20, chemo 9 days before"), {"chemotherapy": 9, "tki": 13}),
        (("imatinib, start 2026-05-20", "2026-05-10"), {"tki": 10}),
        (("start 2026-05-20", "imatinib 2026-05-10"), {"tki": 10}),
        (("imatinib 3 days ago, chemo", "start 2026-05-20", "6 days ago"), {"chemotherapy": 16, "tki": 13}),
        (("imatinib 3 days ago", "start 2026-05-01", "start 2026-05-20"), {"tki": 13}),
        (("imatinib 3 days ago", "20.05.26", "20.05.2026"), {"tki": 13}),
        (("imatinib 3 days ago", "05/13/2026"), {"tki": 6}),
        (("start 2026-06-20", "no, the start is 2026-05-11", "chemo yesterday"), {"chemotherapy": 2}),
        (("start 2026-05-01", "imatinib yesterday", "imatinib yesterday, start 2026-06-01"), {"tki": 23}),
        (("imatinib, start 2026-06-20", "no, start 2026-05-11", "yesterday"), {"tki": 2}),
    ],
)
def test_the_day_of_the_start_may_be_given_afterwards(texts: tuple[str, ...], doses: dict[str, int]) -> None:
    """'If not, give that day': days that were counted to today go on to it, those to the start stay."""
    taken = say_all(*texts).screening.answers["last_doses"]
    assert isinstance(taken, LastDoses)
    assert taken.doses == tuple(LastDose(drug, days, days) for drug, days in doses.items())


@pytest.mark.parametrize(
    ("texts", "says"),
    [
        (("imatinib 3 days ago", "last dose was 2026-05-20"), "cannot be in the future"),
        (("imatinib 3 days ago", "given 2026-05-20"), "cannot be in the future"),
        (("imatinib 3 days ago", "by 2026-05-20"), "is that the day of the planned start?"),
        (("imatinib 3 days ago", "awaited 2026-05-20"), "is that the day of the planned start?"),
        (("imatinib 3 days, chemo", "until 2026-05-20"), "cannot be in the future"),
        (("imatinib 3 days ago", "start >2026-05-20"), "is that the day of the planned start?"),
        (("imatinib 3 days ago", "start 9999-12-31"), "That day is too far away for the planned start"),
        (("chemo 1 day, start 31.12.9999",), "That day is too far away for the planned start"),
        (("CAR-T 04/05/2026", "2)"), "That was not understood"),
        (("imatinib 14 June",), "Write the year of a date with four digits"),
        (("imatinib 3 days ago", "start June 20th"), "Write the year of a date with four digits"),
        (("imatinib yesterday, start 2026-05-15, start 2026-05-31", "chemo 9 days"), "the last dose of TKI?"),
        (("imatinib 5 days ago, imatinib 3 days ago", "start 2026-05-20"), "How many days before"),
        (("imatinib 3 days ago, chemo", "today"), "is that the day of the planned start?"),
        (("imatinib yesterday", "start tbd"), "is that the day of the planned start?"),
        (("imatinib 3 days ago", "start 2026-05-20, chemo", "no, the start is 2026-05-11"), "the last dose of"),
    ],
)
def test_what_is_no_start_records_nothing(texts: tuple[str, ...], says: str) -> None:
    """A dose in the future, a start that is not certain or far away, the number of an offer: it is told, and asked."""
    turn = say_all(*texts)
    assert "last_doses" not in turn.screening.answers
    assert says in " ".join(each.text for each in turn.messages)


def test_days_back_from_today_go_on_over_midnight() -> None:
    """Whoever answers on the next day counts from that day; so do the days of the day before."""
    asked = say_all("imatinib 3 days ago")
    later = DIALOGUE.take_turn(asked.screening, Said("chemo yesterday"), NOW + timedelta(days=1))
    assert "Did you mean Chemotherapy 1 day, TKI 4 days?" in last_words(later)


def test_of_the_start_that_is_named_afterwards_the_rest_is_asked() -> None:
    """A drug without its time is asked about next; a doubt about else stays; a start before the dose is refused."""
    asked = say_all("imatinib 3 days ago and chemo", "start 2026-05-20")
    assert "Understood so far: TKI 13 days, the planned start 20 May 2026. How many days before" in last_words(asked)
    assert say_all("imatinib about 3 days ago", "start 2026-05-20").screening.doubt == Doubt(
        "about", (LastDoses((LastDose("tki", 13, 13),)),), kept=(("tki", "13#"), ("@end", "739756-739756"))
    )
    refused = say_all("imatinib 3 days ago", "start 2026-05-01")
    assert "A last dose cannot be after the planned start" in " ".join(each.text for each in refused.messages)


def test_last_doses_that_leave_a_criterion_open_are_asked_back_once() -> None:
    """'Chemotherapy 0 to 13 days' may be over or not."""
    asked = say_all("chemo less than 2 weeks before")
    assert "Chemotherapy 0 to 13 days can lie on either side of the limit, 7 days" in last_words(asked)
    kept = DIALOGUE.take_turn(asked.screening, Said("keep"), NOW)
    assert kept.screening.answers["last_doses"] == LastDoses((LastDose("chemotherapy", 0, 13),))


def test_months_that_leave_a_criterion_open_are_asked_back_once() -> None:
    """60 days are 2 months or more, by the calendar."""
    asked = say_all("60 days", fact="cd19_months")
    assert "more than 1 and less than 3 months can lie on either side of the limit, 2 months" in last_words(asked)
    kept = DIALOGUE.take_turn(asked.screening, Said("keep it"), NOW)
    assert kept.screening.answers["cd19_months"] == Interval(above=1, below=3)
    taken = say_all("40 days", fact="cd19_months")
    assert taken.screening.answers["cd19_months"] == Interval(above=1, below=2)


@pytest.mark.sweep
@pytest.mark.parametrize("fact", ["last_doses", "cd19_months"])
def test_no_short_reply_records_what_was_not_offered(fact: str) -> None:
    """Every ask-back, answered with yes, no, a digit, a unit."""
    places = list(visited(DIALOGUE, fact, depth=1, most=4))
    assert len(places) > 5
    for index, place in enumerate(places):
        assert list(faults_of(DIALOGUE, place, sees_numbers=index % 2 == 0)) == []


def test_answers_in_words_are_read_again() -> None:
    """What a button or a recording says of an answer is this answer."""
    fact = DIALOGUE.trial.facts["last_doses"]
    for text in ("Chemotherapy 1 day, CAR T cells at least 29 days", "TKI 14 to 20 days, hydroxyurea 0 days"):
        reading = read(fact, text, NOW.date())
        assert isinstance(reading, Read)
        assert DIALOGUE.view.word_answer("last_doses", reading.answer) == text


@pytest.mark.parametrize(
    ("first", "held"),
    [
        (("imatinib 3 days ago",), "TKI 3 days"),
        (("imatinib ~3 days",), "TKI 3 days"),
        (("imatinib 3",), "TKI 3 days"),
        (("imatinib ongoing",), "TKI 0 days"),
        (("imatinib 3-4 days",), "TKI 3 to 4 days"),
        (("imatinib 5 days, prednisone 2 days",), "TKI 5 days"),
        (("imatinib ~3 days", "no, imatinib 3 days"), "TKI 3 days"),
    ],
)
def test_a_further_drug_confirms_nothing_and_drops_nothing(first: tuple[str, ...], held: str) -> None:
    """Protects an open doubt: only a yes clears it, and the drug that it is about stays in the list."""
    asked = say_all(*first, "chemo 9 days")
    assert "last_doses" not in asked.screening.answers
    assert f"Chemotherapy 9 days, {held}" in last_words(asked)
    taken = DIALOGUE.take_turn(asked.screening, Said("yes"), NOW).screening.answers["last_doses"]
    assert DIALOGUE.view.word_answer("last_doses", taken) == f"Chemotherapy 9 days, {held}"


def test_a_drug_whose_date_may_be_two_is_asked_for_again() -> None:
    """Protects the drug of 'day first, or month first?' from being lost to the next one."""
    asked = say_all("imatinib 01/12/2025, start 03/12/2025", "chemo 9 days")
    assert "last_doses" not in asked.screening.answers
    assert "the last dose of TKI?" in last_words(asked)
