"""Last doses of drugs: a drug with its time is read, all else is asked back, and nothing is guessed."""

from datetime import date

import pytest
from washouts import WASHOUTS

from dialogs.reading import AskBackReading, CodedParts, Misread, Read, make_sentence, read
from dialogs.rules.answers import PENDING, UNKNOWN, LastDose, LastDoses

pytestmark = [pytest.mark.traced, pytest.mark.mutants]

TODAY = date(2026, 5, 10)
DAY = TODAY.toordinal()
"""As it stands behind the days of a drug that count to it."""
TO_20_MAY = ("@end", f"{DAY + 10}-{DAY + 10}")
"""The start on 20 May 2026, as it is held for the next message."""


def doses(clear_on: date | None = None, /, **days: int | tuple[int, int | None]) -> LastDoses:
    """Last doses by drug: exact days, or from the least to the most."""
    spans = {drug: (each, each) if isinstance(each, int) else each for drug, each in days.items()}
    return LastDoses(tuple(LastDose(drug, *span) for drug, span in spans.items()), clear_on)


READ = [
    # plainly: drugs and days, in the order of the definition
    ("imatinib last dose 3 days before, last hydroxyurea 1 day", doses(tki=3, hydroxyurea=1)),
    ("imatinib 3 days before, hydroxyurea 1 day", doses(tki=3, hydroxyurea=1)),
    ("Hydroxyurea: 1 day; TKI (imatinib) = 3d", doses(tki=3, hydroxyurea=1)),
    ("chemo 5 days before, none else", doses(chemotherapy=5)),
    ("imatinib, 3 days before, hydroxyurea, 1 day before", doses(tki=3, hydroxyurea=1)),
    ("last dose of imatinib was 3 days before the planned start", doses(tki=3)),
    ("5 days since last imatinib", doses(tki=5)),
    ("5 days after chemotherapy", doses(chemotherapy=5)),
    ("imatinib 400 mg 3 days before", doses(tki=3)),
    ("imatinib 400 mg a day 3 days before", doses(tki=3)),
    ("high-dose imatinib, 400 mg/m2, 3 days before", doses(tki=3)),
    ("imatinib 3 days, dasatinib 3 days", doses(tki=3)),
    ("no imatinib, no dasatinib, chemo 3 days", doses(chemotherapy=3)),
    # hours: whole days exactly, else between two
    ("imatinib 72 hours before", doses(tki=3)),
    ("imatinib 48 h before, hydroxyurea 24h", doses(tki=2, hydroxyurea=1)),
    ("imatinib forty-eight hours", doses(tki=2)),
    ("imatinib 47 hours before", doses(tki=(1, 2))),
    ("imatinib 2 days 4 hours before", doses(tki=(2, 3))),
    ("imatinib 48-71 hours before", doses(tki=(2, 3))),
    ("imatinib more than 72 hours before", doses(tki=(3, None))),
    ("imatinib less than 47 hours before", doses(tki=(0, 2))),
    ("hydroxyurea 72 hours ago", doses(hydroxyurea=(3, None))),
    ("imatinib a month ago", doses(tki=(28, None))),
    ("imatinib 2 weeks 3 days before", doses(tki=17)),
    ("imatinib 2 weeks and 3 days before, hydroxyurea 1 day", doses(tki=17, hydroxyurea=1)),
    ("imatinib 2 weeks before", doses(tki=(14, 20))),
    ("imatinib 2-3 weeks before the planned start", doses(tki=(14, 27))),
    ("CAR-T at least 30 days before start", doses(car_t=(30, None))),
    ("car t cells less than 3 weeks before", doses(car_t=(0, 20))),
    ("CAR T cells more than 4 weeks before", doses(car_t=(29, None))),
    # with dates; the dates are forgotten, the first clear day of what still runs is known
    ("last methotrexate 3 May 2026, start 20 May 2026", doses(chemotherapy=17)),
    ("methotrexate 2026-05-16, start 2026-05-20", doses(date(2026, 5, 23), chemotherapy=4)),
    (
        "imatinib 17 May 2026, chemo 15 May 2026, planned start 20 May 2026",
        doses(date(2026, 5, 22), chemotherapy=5, tki=3),
    ),
    ("imatinib 1 day before, chemo 15 May 2026, start 20 May 2026", doses(date(2026, 5, 23), chemotherapy=5, tki=1)),
    ("imatinib 5 days ago, start 20 May 2026", doses(tki=15)),
    ("imatinib yesterday, start today", doses(date(2026, 5, 13), tki=1)),
    ("chemotherapy in March 2026, start 20 May 2026", doses(chemotherapy=(50, 80))),
    ("imatinib 13/04/2026, start 20/05/2026", doses(tki=37)),
    ("imatinib 04/13/2026, start 05/20/2026", doses(tki=37)),
    # back from today it is the least, and long enough whenever the wait ends
    ("imatinib 3 weeks ago, hydroxyurea yesterday", doses(tki=(21, None), hydroxyurea=(1, None))),
    ("imatinib in 2025", doses(tki=(130, None))),
    ("methotrexate 3 May 2026", doses(chemotherapy=(7, None))),
    # none, and not this one
    ("none", LastDoses()),
    ("None of these", LastDoses()),
    ("never", LastDoses()),
    ("no", LastDoses()),
    ("no imatinib, hydroxyurea 2 days before", doses(hydroxyurea=2)),
    ("imatinib: none; hydroxyurea: 2 days; chemo never", doses(hydroxyurea=2)),
    ("don't know", UNKNOWN),
    ("pending", PENDING),
]


@pytest.mark.parametrize(("text", "answer"), READ)
def test_drugs_with_their_times_are_read(text: str, answer: LastDoses) -> None:
    """'≥ 7 days post last chemotherapy; ≥ 3 days post TKI use; ≥ 1 day post hydroxyurea', in clinicians' words."""
    assert read(WASHOUTS, text, TODAY) == Read(answer)


@pytest.mark.parametrize(
    "text",
    [
        "imatinib 5 days\nchemo 8 days",
        "imatinib 5 days,\n\nchemo 8 days\n",
        "- imatinib: 5 days\n- chemo: 8 days",
        "• imatinib 5 days\r\n• chemo 8 days",
        "1. imatinib 5 days\n2) chemo 8 days",
        "imatinib\n5 days\nchemo\n8 days",
        "imatinib 5 days and\nchemo 8 days",
        "imatinib 2026-05-01\nchemo 2026-04-28\nstart 2026-05-06",
    ],
)
def test_each_drug_may_stand_on_a_line_of_its_own(text: str) -> None:
    """A list as it is typed on a phone, or copied from a record."""
    assert read(WASHOUTS, text, TODAY) == Read(doses(chemotherapy=8, tki=5))


@pytest.mark.parametrize("text", ["imatinib\nchemo 8 days", "1.5 days\nimatinib", "imatinib 5\nchemo 8 days"])
def test_what_lines_do_not_say_is_asked_back(text: str) -> None:
    """A line end parts; it brings no time to the drug above it."""
    assert isinstance(read(WASHOUTS, text, TODAY), AskBackReading)


ASKED = [
    # no time
    ("imatinib", "when:tki", (), (("tki", ""),)),
    ("dasatinib and hydroxyurea 3 days before", "when:tki", (), (("tki", ""), ("hydroxyurea", "3"))),
    ("imatinib, hydroxyurea, 3 days before", "no_drug", (), (("tki", ""), ("hydroxyurea", ""))),
    # words left over: how long it was given, when it began, another event
    ("imatinib for 3 days", "beside:tki", (), (("tki", ""),)),
    ("10 days imatinib", "beside:tki", (), (("tki", ""),)),
    ("imatinib the last 10 days", "beside:tki", (), (("tki", ""),)),
    ("imatinib given at 10 years", "beside:tki", (), (("tki", ""),)),
    ("5 days of imatinib", "beside:tki", (), (("tki", ""),)),
    ("imatinib since 2010", "beside:tki", (), (("tki", ""),)),
    ("imatinib since 3 days", "beside:tki", (), (("tki", ""),)),
    ("started imatinib 3 days before", "beside:tki", (), (("tki", ""),)),
    ("5 days before imatinib", "beside:tki", (), (("tki", ""),)),
    ("5 days until imatinib", "beside:tki", (), (("tki", ""),)),
    ("imatinib 3 days before hydroxyurea", "beside:tki", (), (("tki", ""), ("hydroxyurea", ""))),
    ("imatinib 3 May 2026 to 20 May 2026", "beside:tki", (), (("tki", ""),)),
    ("imatinib start 3 May 2026, hydroxyurea 2 days", "beside:tki", (), (("tki", ""), ("hydroxyurea", "2"))),
    ("imatinib 2 weeks and 3 days hydroxyurea", "beside:tki", (), (("tki", ""), ("hydroxyurea", ""))),
    ("imatinib last week", "beside:tki", (), (("tki", ""),)),
    ("imatinib 3 parsecs before", "beside:tki", (), (("tki", ""),)),
    # the later end first
    ("imatinib 5-3 days before", "beside:tki", (), (("tki", ""),)),
    ("imatinib 72-24 hours before", "beside:tki", (), (("tki", ""),)),
    # a time without a drug, a drug twice, a drug that is not listed
    ("3 days ago", "no_drug", (), ()),
    ("imatinib 3 days, imatinib 5 days", "drug_twice:tki", (), (("tki", "3!"),)),
    ("imatinib 3 days, Imatinib 3 days", "drug_twice:tki", (), (("tki", "3!"),)),
    ("imatinib, dasatinib 5 days before", "drug_twice:tki", (), (("tki", "5!"),)),
    ("imatinib and dasatinib 5 days before", "drug_twice:tki", (), (("tki", "5!"),)),
    ("imatinib 3 days, no dasatinib", "drug_twice:tki", (), (("tki", "3"),)),
    ("TKI (imatinib) 3 days, TKI 5 days", "drug_twice:tki", (), (("tki", "3!"),)),
    ("TKI 3 days, TKI (imatinib) 5 days", "drug_twice:tki", (), (("tki", "3!"),)),
    ("imatinib had never been stopped", "beside:tki", (), (("tki", ""),)),
    ("imatinib over 24 hours", "beside:tki", (), (("tki", ""),)),
    ("imatinib every 72 hours", "beside:tki", (), (("tki", ""),)),
    ("imatinib last month", "beside:tki", (), (("tki", ""),)),
    ("ponatinib 3 days before", "unlisted", (), ()),
    ("imatinib 3 days before, ponatinib 2 days before", "unlisted", (doses(tki=3),), (("tki", "3"),)),
    ("no imatinib", "none_else", (LastDoses(),), ()),
    # doubts
    ("imatinib 12 hours ago", "from_today", (doses(tki=(0, 1)),), (("tki", f"0-1@{DAY}"),)),
    ("imatinib an hour ago", "from_today", (doses(tki=(0, 1)),), (("tki", f"0-1@{DAY}"),)),
    ("imatinib today", "from_today", (doses(date(2026, 5, 14), tki=0),), (("tki", f"0@{DAY}"),)),
    ("imatinib 24 or 72 hours before", "either", (doses(tki=(1, 3)),), (("tki", "1-3"),)),
    *(
        (text, "ongoing", (doses(tki=0),), (("tki", "0"),))
        for text in (
            "imatinib ongoing",
            "imatinib: still taking",
            "still on imatinib",
            "imatinib continues",
            "on it: imatinib",
            "currently on imatinib",
            "imatinib, ongoing",
            "imatinib never stopped",
            "imatinib was not stopped",
        )
    ),
    ("imatinib ongoing, start 20 May 2026", "ongoing", (doses(date(2026, 5, 24), tki=0),), (("tki", "0"), TO_20_MAY)),
    ("imatinib 3 days before, dasatinib 5 days before", "one_class", (doses(tki=3),), (("tki", "3"),)),
    ("dasatinib 5 days, imatinib 3 days, TKI 9 days", "one_class", (doses(tki=3),), (("tki", "3"),)),
    ("imatinib 2 weeks, dasatinib 5 to 15 days", "one_class", (doses(tki=(5, 15)),), (("tki", "5-15"),)),
    (
        "imatinib 17 May 2026, dasatinib 10 days, start 20 May 2026",
        "one_class",
        (doses(date(2026, 5, 21), tki=3),),
        (("tki", "3#"), TO_20_MAY),
    ),
    ("imatinib 3 days ago", "from_today", (doses(date(2026, 5, 11), tki=3),), (("tki", f"3@{DAY}"),)),
    ("imatinib yesterday", "from_today", (doses(date(2026, 5, 13), tki=1),), (("tki", f"1@{DAY}"),)),
    ("imatinib 3", "bare_days", (doses(tki=3),), (("tki", "3"),)),
    ("methotrexat 3 days before", "drug_slip", (doses(chemotherapy=3),), (("chemotherapy", "3"),)),
    ("imatinib maybe, 3 days before", "about", (doses(tki=3),), (("tki", "3"),)),
    ("imatinib approx. 3 days before", "about", (doses(tki=3),), (("tki", "3"),)),
    ("imatinib 3 days before, probably no chemo", "about", (doses(tki=3),), (("tki", "3"),)),
    ("imatinib 3 days before, sorry 13 days", "unclear_time", (), (("tki", "3"),)),
    ("imatinib about 3 days before", "about", (doses(tki=3),), (("tki", "3"),)),
    ("probably imatinib 3 days before", "about", (doses(tki=3),), (("tki", "3"),)),
    ("imatinib 3 days before?", "doubt", (doses(tki=3),), (("tki", "3"),)),
    ("imatinib 3/7 before", "notation", (doses(tki=3),), (("tki", "3"),)),
    ("imatinib 1.5 weeks before", "partial", (doses(tki=(7, 13)),), (("tki", "7-13"),)),
    ("imatinib 2 or 3 days before", "either", (doses(tki=(2, 3)),), (("tki", "2-3"),)),
    ("start 2026-05-20", "end_alone", (), (TO_20_MAY,)),
    ("imatinib 2 May 2026, start <2026-05-20", "unclear_time", (), (("tki", f"8-@{DAY}"),)),
    (
        "imatinib 03/05/2026, start 20/05/2026",
        "date_order",
        (doses(tki=17), doses(tki=76)),
        (("tki", ""), TO_20_MAY, ("day_first", ""), ("month_first", "")),
    ),
]


@pytest.mark.parametrize(("text", "reason", "offers", "coded"), ASKED)
def test_what_is_missing_or_doubtful_is_asked_back(
    text: str, reason: str, offers: tuple[LastDoses, ...], coded: CodedParts
) -> None:
    """A wrong reading is worse than a question: a course, a beginning, another event are no last dose."""
    reading = read(WASHOUTS, text, TODAY)
    assert reading == AskBackReading(reason, offers, coded)
    sentence = make_sentence(WASHOUTS, reading)
    assert "{" not in sentence
    assert sentence.endswith("?") or not offers


REFUSED = [
    ("purple elephants", "not_an_answer"),
    ("radiotherapy", "not_an_answer"),
    ("none else", "not_an_answer"),
    ("the patient was given", "not_an_answer"),
    ("%%%", "not_an_answer"),
    ("imatinib 2026-05-25, start 2026-05-20", "dose_after_end"),
    ("imatinib 2026-05-12", "dose_future"),
    ("imatinib 99999 days before", "dose_days"),
    ("imatinib 5 days ago, start 2026-05-01", "dose_after_end"),
    ("imatinib 1900-01-01, start 2026-05-20", "dose_days"),
    ("imatinib 1900-01-01", "dose_days"),
    ("imatinib 03/05/2026, hydroxyurea, start 20/05/2026", "date_format"),
    ("imatinib 2026-02-30, start 2026-05-20", "date_invalid"),
    ("imatinib 3/4/26, start 2026-05-20", "date_year"),
    ("imatinib 04/13/2026, start 20/05/2026", "date_format"),
]


@pytest.mark.parametrize(("text", "reason"), REFUSED)
def test_what_cannot_be_is_refused_with_a_sentence(text: str, reason: str) -> None:
    """Bad input gets one clear sentence."""
    reading = read(WASHOUTS, text, TODAY)
    assert reading == Misread(reason)
    assert "{" not in make_sentence(WASHOUTS, reading)


HELD: CodedParts = (("tki", ""), ("hydroxyurea", "3"))
REPLIES: list[tuple[str, Read | str]] = [
    ("5 days", Read(doses(tki=5, hydroxyurea=3))),
    ("5", Read(doses(tki=5, hydroxyurea=3))),
    ("2 weeks before", Read(doses(tki=(14, 20), hydroxyurea=3))),
    ("5 days ago", Read(doses(tki=(5, None), hydroxyurea=3))),
    ("imatinib 5 days, hydroxyurea 2 days", Read(doses(tki=5, hydroxyurea=2))),
    ("chemo 2 days before, imatinib 5 days", Read(doses(chemotherapy=2, tki=5, hydroxyurea=3))),
    ("no imatinib", Read(doses(hydroxyurea=3))),
    ("chemo 2 days before", "when:tki"),
    ("none else", "when:tki"),
    ("no hydroxyurea", "when:tki"),
    ("yesterday", "from_today"),
    ("never", "none_else"),
    ("none", "none_else"),
    ("ponatinib 2 days", "unlisted"),
    ("5 parsecs", "unlisted"),
    ("purple elephants", "not_an_answer"),
]


@pytest.mark.parametrize(("text", "expected"), REPLIES)
def test_a_further_message_adds_to_what_was_understood(text: str, expected: Read | str) -> None:
    """'How many days before the planned start was the last dose of TKI?' has its own answers."""
    reading = read(WASHOUTS, text, TODAY, HELD)
    if isinstance(expected, str):
        assert not isinstance(reading, Read)
        assert reading.reason == expected
    else:
        assert reading == expected


def test_a_longer_time_in_a_further_message_is_asked_back_beside_the_shorter() -> None:
    """Protects the last dose of a class: a second drug of it, given before the first, changes nothing."""
    reading = read(WASHOUTS, "dasatinib 40 days, hydroxyurea 5 days", TODAY, (("tki", "3"), ("hydroxyurea", "")))
    assert isinstance(reading, AskBackReading)
    assert (reading.reason, reading.offers) == (
        "longer_ago",
        (doses(tki=3, hydroxyurea=5), doses(tki=40, hydroxyurea=5)),
    )
    assert read(WASHOUTS, "dasatinib 40 days", TODAY, (("tki", "3"), ("hydroxyurea", ""))) == AskBackReading(
        "when:hydroxyurea", coded=(("tki", "3"), ("hydroxyurea", ""))
    )
    shorter = read(WASHOUTS, "imatinib 2 days, hydroxyurea 5 days", TODAY, (("tki", "3"), ("hydroxyurea", "")))
    assert isinstance(shorter, Read)
    assert shorter.answer == doses(tki=2, hydroxyurea=5)


@pytest.mark.parametrize("text", ["3, 9", "3 days, 9 days", "3 and 9", "9 days; 3 days"])
def test_several_times_without_a_drug_are_not_dealt_out(text: str) -> None:
    """Protects against the times of other drugs: they may be meant in the order in which the drugs were typed."""
    reading = read(WASHOUTS, text, TODAY, (("chemotherapy", ""), ("tki", "")))
    assert reading == AskBackReading("no_drug", coded=(("chemotherapy", ""), ("tki", "")))


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("chemo >= 6 days", (6, None)),
        ("chemo => 6 days", (6, None)),
        ("chemo ≥6 days", (6, None)),
        ("chemo <= 7 d", (0, 7)),
    ],
)
def test_signs_of_two_characters_hold_the_limit_itself(text: str, days: tuple[int, int | None]) -> None:
    """Protects the last day of a wait: '>= 6 days' is not 'more than 6'."""
    reading = read(WASHOUTS, text, TODAY)
    assert isinstance(reading, Read)
    assert reading.answer == doses(chemotherapy=days)


def test_a_date_that_is_not_over_in_one_order_is_offered_in_both() -> None:
    """Protects a wait that still runs: 4.5. may be in April or in May."""
    reading = read(WASHOUTS, "CAR-T 4.5.2026", TODAY)
    assert isinstance(reading, AskBackReading)
    offered = [each.doses for each in reading.offers if isinstance(each, LastDoses)]
    assert (reading.reason, offered) == ("date_order", [doses(car_t=6).doses, doses(car_t=(35, None)).doses])


@pytest.mark.parametrize("text", ["chemo 2025", "chemo 2025, TKI 30 days"])
def test_a_year_is_no_number_of_days(text: str) -> None:
    """Protects a year from being offered as days."""
    assert not isinstance(read(WASHOUTS, text, TODAY), Read)
    reading = read(WASHOUTS, text, TODAY)
    assert isinstance(reading, AskBackReading)
    assert reading.offers == ()


def test_after_none_a_further_drug_adds_to_those_before() -> None:
    """Protects the first drug: its days stay while it is not certain what 'none' means."""
    asked = read(WASHOUTS, "none", TODAY, (("chemotherapy", "3"), ("tki", "")))
    assert isinstance(asked, AskBackReading)
    later = read(WASHOUTS, "CAR-T 40 days, TKI 9 days", TODAY, asked.coded)
    assert isinstance(later, Read)
    assert later.answer == doses(chemotherapy=3, tki=9, car_t=40)


def test_none_is_not_said_of_two_drugs_at_once() -> None:
    """Protects the second drug: 'never' may be said of the one that is asked about."""
    held = (("chemotherapy", ""), ("tki", ""))
    assert read(WASHOUTS, "never", TODAY, held) == AskBackReading("no_drug", coded=held)


def test_never_beside_other_drugs_offers_both_things_that_it_may_mean() -> None:
    """'Never' may be said of the drug that is asked about, or of all."""
    reading = read(WASHOUTS, "never", TODAY, HELD)
    assert isinstance(reading, AskBackReading)
    assert reading.offers == (doses(hydroxyurea=3), LastDoses())


@pytest.mark.parametrize("text", ["maybe", "none else", "only", "+"])
def test_words_that_give_nothing_new_clear_no_doubt(text: str) -> None:
    """'Maybe' to "Is that the day of the planned start?" is no yes."""
    first = read(WASHOUTS, "imatinib 3 days ago", TODAY)
    assert isinstance(first, AskBackReading)
    assert not isinstance(read(WASHOUTS, text, TODAY, first.coded), Read)


def test_a_doubt_stays_until_the_list_is_whole() -> None:
    """'Hydroxyurea 3 days ago' is not certain, however the days of another drug come later."""
    first = read(WASHOUTS, "imatinib, chemo 3 days ago", TODAY)
    assert isinstance(first, AskBackReading)
    assert first.coded == (("chemotherapy", f"3@{DAY}"), ("tki", ""), ("doubt", "from_today"))
    assert read(WASHOUTS, "5 days", TODAY, first.coded) == AskBackReading(
        "from_today", (doses(chemotherapy=3, tki=5),), (("chemotherapy", f"3@{DAY}"), ("tki", "5"))
    )


def test_what_is_asked_names_what_was_understood() -> None:
    """What was understood is always shown."""
    reading = read(WASHOUTS, "imatinib and hydroxyurea 3 days before", TODAY)
    assert isinstance(reading, AskBackReading)
    assert make_sentence(WASHOUTS, reading) == (
        "Understood so far: Hydroxyurea 3 days. How many days before the planned start was the last dose of TKI?"
    )


def test_a_further_doubt_is_told_in_whole_words() -> None:
    """What else is not certain names the end too."""
    reading = read(WASHOUTS, "chemo 3 days ago, imatinib", TODAY)
    assert isinstance(reading, AskBackReading)
    assert "is that the day of the planned start?" in make_sentence(WASHOUTS, reading)


def test_coded_parts_of_no_version_are_left_out() -> None:
    """A stored ask-back never breaks a screening."""
    coded = (("tki", "x"), ("chemotherapy", "3@0"), ("hydroxyurea", "1-2"), ("gone", "3"), ("car_t", "30-"))
    reading = read(WASHOUTS, "none else", TODAY, coded)
    assert isinstance(reading, AskBackReading)
    assert reading.offers == (doses(hydroxyurea=(1, 2), car_t=(30, None)),)


def test_where_the_wait_ends_today_days_back_from_today_are_exact() -> None:
    """'Enrolment today' needs no question back."""
    fact = WASHOUTS.model_copy(update={"end": {"en": "today"}})
    assert read(fact, "imatinib 3 days ago", TODAY) == Read(doses(date(2026, 5, 11), tki=3))


def test_a_time_alone_is_offered_for_the_only_drug_that_there_is() -> None:
    """'When was the last PARP inhibitor?' may be answered with a time alone; it is confirmed."""
    fact = WASHOUTS.model_copy(update={"drugs": {"tki": WASHOUTS.drugs["tki"]}})
    assert read(fact, "3 days before", TODAY) == AskBackReading("named", (doses(tki=3),), (("tki", "3"),))
