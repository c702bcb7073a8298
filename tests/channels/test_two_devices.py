"""Two devices at one question: one answer counts, and the other device is told, and shown what stands open."""

import asyncio
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial

import pytest
from moved_screenings import Device, find_stored, list_happened
from phone_and_desk import Clinic, Desk, Phone, open_clinic
from stores import ANSWERS

from bot import phrases
from bot.channels.handling.phrases import NOT_A_BUTTON
from bot.channels.web.service.desk import StoreDesk
from dialogs.phrases import STALE, STALE_UNANSWERED, UNSEEN_ANSWERED
from dialogs.rules.answers import Known
from storage.model.codes import format_code

RECORDED = {"name": "Diagnosis", "answer": "B-precursor ALL"}
TOLD = STALE.format(**RECORDED)
STANDS = "Is the leukaemia newly diagnosed, or a relapse?"
ASK_BACK = "Refused or Not asked for yet?"
NOTE = "10-wk girl, newly diagnosed T-ALL, t(9;11), CD19+ 99 %, no steroids"


@pytest.fixture(scope="module")
def clinic() -> Iterator[Clinic]:
    """A bot and a page over one store."""
    with open_clinic() as opened:
        yield opened


def at_one_question(clinic: Clinic) -> tuple[Phone, Desk]:
    """Returns a phone and a desk that both show the second question."""
    phone, desk = clinic.pair()
    phone.say("120 days")
    desk.say(opening(clinic, phone))
    assert "What is the diagnosis?" in desk.tab.text
    return phone, desk


def opening(clinic: Clinic, device: Device) -> str:
    """Returns what opens the screening of somebody."""
    stored = find_stored(clinic, device)
    assert stored is not None
    return f"open {format_code(stored.code)}"


def list_answers(clinic: Clinic, device: Device) -> dict[str, object]:
    """Returns what is recorded."""
    stored = find_stored(clinic, device)
    assert stored is not None
    return dict(stored.screening.answers)


def in_both_orders(clinic: Clinic, *, is_phone_first: bool) -> tuple[Device, Device]:
    """Returns two devices at one question: the one that answers, and the one that comes late."""
    phone, desk = at_one_question(clinic)
    return (phone, desk) if is_phone_first else (desk, phone)


IN_BOTH_ORDERS = pytest.mark.parametrize("is_phone_first", [True, False], ids=["phone first", "desk first"])


@IN_BOTH_ORDERS
@pytest.mark.parametrize("said", ["T-ALL", "no", "yes", "1", "don't know", "waiting", NOTE, f"note: {NOTE}", "keep"])
def test_what_is_typed_late_is_told_and_answers_nothing(clinic: Clinic, said: str, *, is_phone_first: bool) -> None:
    """Protects the next question: what was typed beneath an answered one is never the answer of one that was unseen."""
    quick, slow = in_both_orders(clinic, is_phone_first=is_phone_first)
    quick.tap("B-precursor ALL")
    before = list_answers(clinic, slow)
    told = slow.say(said)
    assert told.count(TOLD) == 1
    assert STANDS in told
    assert list_answers(clinic, slow) == before
    assert slow.say("newly diagnosed").count(TOLD) == 0
    assert list_answers(clinic, slow)["disease_phase"] == Known("newly_diagnosed"), "what it shows now can be answered"


@IN_BOTH_ORDERS
@pytest.mark.parametrize("label", ["T-ALL", "B-precursor ALL", "Don't know", "Back"])
def test_a_late_tap_is_told_and_answers_nothing(clinic: Clinic, label: str, *, is_phone_first: bool) -> None:
    """Protects taps: the same answer tapped twice too is recorded once, and the other device shows what is open."""
    quick, slow = in_both_orders(clinic, is_phone_first=is_phone_first)
    quick.say("B-ALL")
    before = list_answers(clinic, slow)
    told = slow.tap(label)
    assert told.count(TOLD) == 1
    assert STANDS in told
    assert list_answers(clinic, slow) == before
    assert "Newly diagnosed" in slow.labels


@IN_BOTH_ORDERS
@pytest.mark.parametrize("said", ["back", "/back", "start over", "stop", "take all"])
def test_a_late_command_that_goes_from_where_one_stands_is_refused(
    clinic: Clinic, said: str, *, is_phone_first: bool
) -> None:
    """Protects "back" from a question that is over: it would lead to another place than the person means."""
    quick, slow = in_both_orders(clinic, is_phone_first=is_phone_first)
    quick.tap("B-precursor ALL")
    stored = find_stored(clinic, slow)
    told = slow.say(said)
    assert told.count(TOLD) == 1
    assert STANDS in told
    after = find_stored(clinic, slow)
    assert stored is not None
    assert after is not None
    assert after.screening == stored.screening


@IN_BOTH_ORDERS
@pytest.mark.parametrize("said", ["/why", "/status", "/change", "/change diagnosis", "/stop", "/result"])
def test_any_other_command_says_that_the_screening_went_on(clinic: Clinic, said: str, *, is_phone_first: bool) -> None:
    """Protects whoever asks for something beneath an answered question: it is done, and said why it looks otherwise."""
    quick, slow = in_both_orders(clinic, is_phone_first=is_phone_first)
    quick.tap("B-precursor ALL")
    before = list_answers(clinic, slow)
    assert slow.say(said).count(phrases.WENT_ON) == 1
    assert list_answers(clinic, slow) == before
    assert phrases.WENT_ON not in slow.say("/status")


@IN_BOTH_ORDERS
def test_what_is_asked_of_the_session_is_done_all_the_same(clinic: Clinic, *, is_phone_first: bool) -> None:
    """Protects commands that are about a whole screening: each shows what it is about, or what stands open."""
    quick, slow = in_both_orders(clinic, is_phone_first=is_phone_first)
    quick.tap("B-precursor ALL")
    assert "2 answered" in slow.say("list")
    assert STANDS in slow.tap(phrases.STAY_LABEL)
    quick.tap("Newly diagnosed")
    assert "KMT2A" in slow.say("hand over")
    quick.tap("Rearranged")
    assert f"Screening {opening(clinic, slow)[5:]} stays as it is" in slow.say("/new")
    slow.say("90 days")
    assert len(clinic.find_owned(slow.account)) == 2


@IN_BOTH_ORDERS
def test_what_was_forgotten_on_one_device_is_told_on_the_other(clinic: Clinic, *, is_phone_first: bool) -> None:
    """Protects a late answer to a screening that is gone: nothing is recorded, and it is said why."""
    quick, slow = in_both_orders(clinic, is_phone_first=is_phone_first)
    code = opening(clinic, quick)[5:]
    quick.say("forget")
    quick.tap(phrases.FORGET_LABEL.format(code=code))
    assert phrases.GONE in slow.say("T-ALL")
    assert clinic.find_owned(slow.account) == []


@IN_BOTH_ORDERS
def test_what_was_handed_over_on_one_device_is_told_on_the_other(clinic: Clinic, *, is_phone_first: bool) -> None:
    """Protects the colleague: an answer that comes late is not recorded in what is theirs by now."""
    quick, slow = in_both_orders(clinic, is_phone_first=is_phone_first)
    code, colleague = quick.say("hand over"), clinic.phone()
    taken = code.split("take ")[1][:11]
    assert "What is the diagnosis?" in colleague.say(f"take {taken}")
    told = slow.tap("T-ALL")
    assert phrases.HANDED_OVER in told or NOT_A_BUTTON in told
    assert "diagnosis" not in list_answers(clinic, colleague)


@IN_BOTH_ORDERS
@pytest.mark.parametrize("said", ["yes", "no", "given"])
def test_an_ask_back_that_was_not_seen_is_not_answered(clinic: Clinic, said: str, *, is_phone_first: bool) -> None:
    """Protects "yes" and "no", which mean another thing once somebody asked back on the other device."""
    quick, slow = in_both_orders(clinic, is_phone_first=is_phone_first)
    for each in ANSWERS[1:6]:
        quick.say(each)
    slow.say(opening(clinic, slow))
    assert ASK_BACK in quick.say("no")
    before = find_stored(clinic, slow)
    told = slow.say(said)
    assert told.count(STALE_UNANSWERED) == 1
    assert ASK_BACK in told
    after = find_stored(clinic, slow)
    assert before is not None
    assert after is not None
    assert after.screening == before.screening
    assert "consent" not in after.screening.answers


def test_a_page_that_was_left_open_shows_what_stands_open_when_it_is_loaded(clinic: Clinic) -> None:
    """Protects a reload, and the back button of a browser: the page of before answers nothing, in either form."""
    phone, desk = at_one_question(clinic)
    old = Desk(clinic, clinic.runner.run(desk.tab.open()))
    phone.tap("B-precursor ALL")
    assert STANDS in desk.go()
    assert desk.go() == desk.go()
    told = old.say("no")
    assert UNSEEN_ANSWERED.format(**RECORDED) in told
    assert set(list_answers(clinic, desk)) == {"age_days", "diagnosis"}


@pytest.mark.parametrize("is_late", [False, True])
def test_what_became_of_an_answer_is_told_although_the_other_device_went_on(clinic: Clinic, *, is_late: bool) -> None:
    """Protects the moment between a form and the page that it leads to: what became of the form is told there."""
    phone, desk = at_one_question(clinic)
    if is_late:
        phone.tap("B-precursor ALL")
    clinic.runner.run(desk.tab.choose(desk.tab.find_choice("B-precursor ALL")))
    phone.say(opening(clinic, phone))
    phone.tap("Newly diagnosed")
    told = desk.go()
    assert "What is the KMT2A (MLL) status?" in told
    assert told.count(TOLD if is_late else "Recorded: Diagnosis: B-precursor ALL.") == 1
    assert desk.go() == told


class OvertakenDesk(StoreDesk):
    """A desk whose person goes on at the phone whenever the page has just asked what stands open."""

    meanwhile: list[Callable[[], object]]

    async def _ask(self, chat: str) -> None:
        await super()._ask(chat)
        if self.meanwhile:
            await asyncio.to_thread(self.meanwhile.pop())


def test_a_page_is_never_empty_however_fast_the_other_device_is(clinic: Clinic) -> None:
    """Protects a reload that is overtaken: what it asks is over before it is read, and it asks what stands then."""
    phone, desk = at_one_question(clinic)
    served = clinic.desk
    overtaken = OvertakenDesk(served.intake, served.handler, served.dialogues, served.files)
    overtaken.meanwhile = [partial(phone.tap, "Rearranged"), partial(phone.tap, "Newly diagnosed")]
    phone.tap("B-precursor ALL")
    desk.tab.desk = overtaken
    assert "Corticosteroids in the 28 days before diagnosis" in desk.go()
    assert overtaken.meanwhile == []


def acting(device: Device, label: str, *, types: bool) -> Callable[[], str]:
    """Returns what a device does at a question: it taps an answer, or types it."""
    return partial(device.say, label) if types else partial(device.tap, label)


@pytest.mark.parametrize("types", [(False, False), (True, True), (False, True), (True, False)], ids=str)
@pytest.mark.parametrize("turn", range(3))
def test_at_the_same_time_exactly_one_counts(clinic: Clinic, turn: int, types: tuple[bool, bool]) -> None:
    """Protects "one wins, the other is told", where both come in the same moment and may share a transaction."""
    phone, desk = at_one_question(clinic)
    labels = ("T-ALL", "Another diagnosis") if turn % 2 else ("Another diagnosis", "T-ALL")
    values = {"T-ALL": "t_all", "Another diagnosis": "other"}
    acts = [acting(phone, labels[0], types=types[0]), acting(desk, labels[1], types=types[1])]
    with ThreadPoolExecutor(2) as pool:
        told = [each.result() for each in [pool.submit(act) for act in acts]]
    stored = find_stored(clinic, phone)
    assert stored is not None
    winner = next(label for label in labels if stored.screening.answers["diagnosis"] == Known(values[label]))
    refused = STALE.format(name="Diagnosis", answer=winner)
    late = [refused in each or UNSEEN_ANSWERED.format(name="Diagnosis", answer=winner) in each for each in told]
    assert late == [label != winner for label in labels], told
    assert [each.fact for each in list_happened(clinic, stored)] == ["age_days", "diagnosis"]
