"""A menu that stood open on one device while a screening went on at the other: what it was not about is not touched."""

from collections.abc import Iterator

import pytest
from moved_screenings import Device, find_stored
from phone_and_desk import Clinic, open_clinic

from bot import phrases
from storage.model.codes import format_code

STANDS = "Is the leukaemia newly diagnosed, or a relapse?"


@pytest.fixture(scope="module")
def clinic() -> Iterator[Clinic]:
    """A bot and a page over one store."""
    with open_clinic() as opened:
        yield opened


def in_both_orders(clinic: Clinic, *, is_phone_first: bool) -> tuple[Device, Device, str]:
    """Returns two devices at the second question: the one that goes on, the one that rests, and the code."""
    phone, desk = clinic.pair()
    phone.say("120 days")
    stored = find_stored(clinic, phone)
    assert stored is not None
    code = format_code(stored.code)
    desk.say(f"open {code}")
    return (phone, desk, code) if is_phone_first else (desk, phone, code)


IN_BOTH_ORDERS = pytest.mark.parametrize("is_phone_first", [True, False], ids=["phone goes on", "desk goes on"])


@IN_BOTH_ORDERS
@pytest.mark.parametrize("names_code", [True, False])
def test_an_old_question_forgets_nothing_that_came_later(
    clinic: Clinic, *, is_phone_first: bool, names_code: bool
) -> None:
    """Protects answers of another device from a yes that was not about them: it is asked anew, and then done."""
    quick, slow, code = in_both_orders(clinic, is_phone_first=is_phone_first)
    if names_code:
        slow.say("/new")
    slow.say(f"forget {code}" if names_code else "forget")
    quick.tap("B-precursor ALL")
    quick.tap("Newly diagnosed")
    told = slow.tap(phrases.FORGET_LABEL.format(code=code))
    assert phrases.FORGET_ANEW.format(standing=phrases.ANSWERED.format(count=3)) in told
    assert phrases.FORGET_ASK.format(code=code) in told
    assert find_stored(clinic, slow) is not None
    assert phrases.FORGOTTEN.format(code=code) in slow.tap(phrases.FORGET_LABEL.format(code=code))
    assert find_stored(clinic, slow) is None


@IN_BOTH_ORDERS
def test_a_question_that_is_still_true_forgets_at_once(clinic: Clinic, *, is_phone_first: bool) -> None:
    """Protects the person from being asked twice: that the other device only looked at it changes nothing."""
    quick, slow, code = in_both_orders(clinic, is_phone_first=is_phone_first)
    slow.say("forget")
    quick.say("/status")
    quick.say(f"open {code}")
    assert phrases.FORGOTTEN.format(code=code) in slow.tap(phrases.FORGET_LABEL.format(code=code))


@IN_BOTH_ORDERS
def test_an_old_question_unlinks_no_more_than_it_named(clinic: Clinic, *, is_phone_first: bool) -> None:
    """Protects whoever unlinks: the question says what is shown where, and is asked anew where that is true no more."""
    quick, slow, _ = in_both_orders(clinic, is_phone_first=is_phone_first)
    slow.say("unlink")
    quick.say("/new")
    quick.say("90 days")
    told = slow.tap(phrases.UNLINK_LABEL)
    assert phrases.UNLINK_ANEW in told
    assert "Unlink this account?" in told
    assert len(clinic.find_owned(slow.account)) == 2
    assert phrases.UNLINKED in slow.tap(phrases.UNLINK_LABEL)


@IN_BOTH_ORDERS
@pytest.mark.parametrize(
    ("asked", "left"),
    [
        ("list", phrases.STAY_LABEL),
        ("forget", phrases.KEEP_LABEL),
        ("forget", "no"),
        ("inaccurate", phrases.INACCURACY_NOTHING_LABEL),
        ("unlink", phrases.STAY_LINKED_LABEL),
    ],
)
def test_leaving_a_menu_says_that_the_screening_went_on(
    clinic: Clinic, asked: str, left: str, *, is_phone_first: bool
) -> None:
    """Protects the way back: whoever left at one question and comes to another is told why, once."""
    quick, slow, _ = in_both_orders(clinic, is_phone_first=is_phone_first)
    slow.say(asked)
    quick.tap("B-precursor ALL")
    told = slow.say(left) if left == "no" else slow.tap(left)
    assert told.count(phrases.WENT_ON) == 1
    assert STANDS in told
    slow.say(asked)
    assert phrases.WENT_ON not in (slow.say(left) if left == "no" else slow.tap(left))


@IN_BOTH_ORDERS
@pytest.mark.parametrize("said", ["pdf", "report", "picture", "hand over"])
def test_what_is_asked_beneath_an_old_question_says_that_it_went_on(
    clinic: Clinic, said: str, *, is_phone_first: bool
) -> None:
    """Protects whoever asks for a file where an earlier question is shown: what stands open is told, and why."""
    quick, slow, _ = in_both_orders(clinic, is_phone_first=is_phone_first)
    quick.tap("B-precursor ALL")
    told = slow.say(said)
    assert told.count(phrases.WENT_ON) == 1
    assert STANDS in told
