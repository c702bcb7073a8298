"""Gestational ages in weeks and days: what is read, what is asked back, and how they are shown everywhere."""

import pytest
from computed_facts import FACTS, TODAY, get_fact, load_text, read_chain, take_texts
from hypothesis import given
from hypothesis import strategies as st

from dialogs.definition.faults import DefinitionError
from dialogs.reading import AskBackReading, Misread, Read, make_sentence, read
from dialogs.rules.answers import Answer, Interval, Known
from dialogs.testing.scripts.recording.said import find_text
from dialogs.verdict.answer_words import word_answer

pytestmark = [pytest.mark.traced, pytest.mark.mutants]

GESTATION = get_fact("gestation")
WEEK_36 = Interval(min=252, max=258)


@pytest.mark.parametrize(
    ("said", "answer"),
    [
        # "infants must be > 36 weeks gestational age at the time of enrollment"
        *((said, Known(258)) for said in (
            "36+6", "36 + 6", "36w6d", "36 w 6 d", "36w+6", "36 weeks 6 days", "36 weeks and 6 days", "36 6/7",
            "36+6/7", "36 6/7 weeks", "258 days", "GA 36+6", "36+6 weeks", "gestational age of 36+6",
            "36 weeks + 6 days", "thirty-six weeks six days", "36 wks, 6 d",
        )),
        *((said, WEEK_36) for said in (
            "36 weeks", "36w", "36 completed weeks", "36 weeks' gestation", "36 weeks of gestation", "36+0 to 36+6",
        )),
        ("more than 36 weeks", Interval(above=252)),
        ("> 36+0", Interval(above=252)),
        ("at least 36+0 weeks", Interval(min=252)),
        ("less than 37 weeks", Interval(below=259)),
        ("35-36 weeks", Interval(min=245, max=258)),
        ("between 35+1 and 36+6", Interval(min=246, max=258)),
        ("252 to 258 days", WEEK_36),
        ("45 weeks", Interval(min=315, max=320)),
    ],
)  # fmt: skip
def test_what_is_certain_is_read(said: str, answer: Answer) -> None:
    """Protects "36+6": completed weeks and days, and weeks alone as the seven days of that week."""
    assert read(GESTATION, said, TODAY) == Read(answer)


@pytest.mark.parametrize(
    ("said", "reason", "offers"),
    [
        ("36", "bare_weeks", (WEEK_36,)),
        ("20", "bare_weeks", (Interval(min=140, max=146),)),
        ("45", "bare_weeks", (Interval(min=315, max=320),)),
        ("258", "bare_weeks", (Known(258),)),
        ("36-37", "bare_weeks", (Interval(min=252, max=265),)),
        ("36/40", "of_term", (WEEK_36,)),
        ("36+6/40", "of_term", (Known(258),)),
        ("36.5 weeks", "weeks_decimal", (Known(257), Known(255))),
        ("36.9", "weeks_decimal", (Known(258),)),
        ("about 36 weeks", "about", (WEEK_36,)),
        ("36+6?", "doubt", (Known(258),)),
        ("36 or 37 weeks", "either", (Interval(min=252, max=265),)),
    ],
)
def test_what_is_not_certain_is_asked_back(said: str, reason: str, offers: tuple[Answer, ...]) -> None:
    """Protects against a number whose unit was guessed."""
    asked = read(GESTATION, said, TODAY)
    assert isinstance(asked, AskBackReading)
    assert (asked.reason, asked.offers) == (reason, offers)
    assert "Did you mean" in make_sentence(GESTATION, asked) or "Which of these" in make_sentence(GESTATION, asked)


@pytest.mark.parametrize(
    ("said", "reason"),
    [
        ("36+7", "days_of_week"),
        ("36 weeks 9 days", "days_of_week"),
        ("50+0", "range"),
        ("19+6", "range"),
        ("36+6 to 35+0", "order"),
        ("19", "not_an_answer"),
        ("46", "not_an_answer"),
        ("36-6", "not_an_answer"),
        ("36 6", "not_an_answer"),
        ("36 years", "not_an_answer"),
        ("term", "not_an_answer"),
        ("GA", "not_an_answer"),
        ("at 36+6", "not_an_answer"),
        ("36 weeks old", "not_an_answer"),
        ("born at 36+6", "not_an_answer"),
        ("36 weeks at birth", "not_an_answer"),
    ],
)
def test_what_cannot_be_is_refused(said: str, reason: str) -> None:
    """Protects: 'an impossible gestation gets one sentence, and nothing is recorded'."""
    assert read(GESTATION, said, TODAY) == Misread(reason)
    turn = take_texts("gestation", said)
    assert "gestation" not in turn.screening.answers
    assert turn.messages[0].text


def test_an_impossible_day_is_told_in_one_sentence() -> None:
    """Protects "36+7"."""
    said = "Beside weeks there are 0 to 6 days: give weeks and days, such as 36+6."
    assert make_sentence(GESTATION, Misread("days_of_week")) == said


@given(days=st.integers(140, 320))
def test_what_is_shown_is_read_again(days: int) -> None:
    """Protects scripts and people who type what they see: weeks and days, days, and what a recording says."""
    weeks, rest = divmod(days, 7)
    shown = word_answer(GESTATION, Known(days))
    assert shown == f"{weeks}+{rest} weeks"
    for text in (shown, f"{days} days", find_text(GESTATION, Known(days), TODAY)):
        assert read(GESTATION, text, TODAY) == Read(Known(days))


@given(low=st.integers(140, 318), more=st.integers(1, 50), strict=st.booleans())
def test_an_interval_that_is_shown_is_read_again(low: int, more: int, *, strict: bool) -> None:
    """Protects intervals, which are shown in weeks and days as well."""
    high = min(low + more, 319)
    for answer in (Interval(min=low, max=high), Interval(above=low) if strict else Interval(min=low + 1)):
        assert read(GESTATION, word_answer(GESTATION, answer), TODAY) == Read(answer)


def test_a_week_that_straddles_the_threshold_is_asked_for_its_days() -> None:
    """Protects "> 36 weeks": 36 weeks may be 36+0, which is not more, and conditions are told in weeks and days."""
    turn = take_texts("gestation", "36 weeks")
    assert turn.screening.doubt is not None
    assert turn.screening.doubt.reason == "imprecise"
    assert "36+0" in turn.messages[0].text
    assert take_texts("gestation", "36+0").screening.answers["gestation"] == Known(252)
    assert take_texts("gestation", "36", "weeks", "36+1").screening.answers["gestation"] == Known(253)


@pytest.mark.parametrize("reply", ["yes", "no", "5", "purple", "keep"])
def test_every_reply_to_an_ask_back_records_what_was_offered_or_nothing(reply: str) -> None:
    """Protects: nobody's silence or slip becomes an answer."""
    for said in ("36", "36/40", "36.5 weeks", "36+6?"):
        asked = read(GESTATION, said, TODAY)
        assert isinstance(asked, AskBackReading)
        recorded = take_texts("gestation", said, reply).screening.answers.get("gestation")
        assert recorded in {None, *asked.offers}
        if reply == "no":
            assert recorded is None


@pytest.mark.parametrize("limits", ["{min: 140, max: 321}", "{min: -1, max: 300}"])
def test_a_range_that_no_gestation_has_is_a_fault(limits: str) -> None:
    """Protects authors who give weeks, or no pregnancy's days."""
    with pytest.raises(DefinitionError) as error:
        load_text(FACTS.replace("{min: 140, max: 320}", limits))
    told = "a gestation lasts no longer than 45+5 weeks: give completed days from 0 to 320, or say how it goes on after"
    assert f"facts.gestation.range: {told}" in str(error.value).splitlines()[0]
    load_text(FACTS.replace("{min: 140, max: 320}", "{min: 0, max: 320}"))


def test_a_sum_of_gestation_and_age_goes_on_after_the_longest_pregnancy() -> None:
    """Protects infants of some weeks: 40+0 at birth and 60 days are 48+4, and "> 36 weeks"."""
    before, _, behind = FACTS.rpartition("{min: 140, max: 320}")
    trial = load_text(f"{before}{{min: 140, max: 500}}{behind}")
    reading = read_chain(trial.facts["postmenstrual"], "40+0 at birth, 60 days old")
    assert isinstance(reading, AskBackReading)
    assert reading.offers == (Known(340),)
    assert word_answer(trial.facts["postmenstrual"], Known(340)) == "48+4 weeks"
