"""A phone and a desk are linked by a one-time code, both ways, and unlinked as easily; and who must not be."""

from collections.abc import Iterator

import pytest
from moved_screenings import find_stored
from phone_and_desk import Clinic, Desk, Phone, find_code, open_clinic

from bot import phrases
from bot.channels.telegram.phrases import MENU
from bot.channels.web.pages.chat_page import PageFrame
from bot.channels.web.pages.drawing import draw_chat_page
from bot.channels.web.phrases import LINK, UNLINK
from bot.workbench.layers.page_reader import read_page
from bot.workbench.layers.telegram_layer import TelegramLayer
from storage.features.account_links import LASTS
from storage.features.members import Members, Role
from storage.features.one_time_codes import WRONG_ALLOWED
from storage.maintenance.verify import inspect_all
from storage.model.codes import format_code
from storage.model.entries import EntryKind

WRONG = "K7Q-42M-XD1"
MOST_BYTES = 30_000


@pytest.fixture
def clinic() -> Iterator[Clinic]:
    """A bot and a page over one store."""
    with open_clinic() as opened:
        yield opened


def pair_of(clinic: Clinic, *, is_phone_first: bool) -> tuple[Phone | Desk, Phone | Desk]:
    """Returns two devices that are not linked."""
    phone, desk = clinic.phone(), clinic.desk_of()
    return (phone, desk) if is_phone_first else (desk, phone)


def list_kinds(clinic: Clinic) -> list[EntryKind]:
    """Returns what the store's own chain tells of links, once all of the store was found whole."""
    found = list(inspect_all(clinic.telegram.store))
    assert [sentence for each in found for sentence in each.sentences] == []
    (realm,) = [each for each in found if each.subject == "the realm"]
    about = {EntryKind.LINK_OFFERED, EntryKind.LINKED, EntryKind.UNLINKED, EntryKind.REVOKED}
    return [entry.kind for _, entry in realm.entries if entry.kind in about]


def draw(desk: Desk) -> str:
    """Returns the page as a browser gets it."""
    return draw_chat_page(desk.tab.page, PageFrame("mark", Role.CLINICIAN))


IN_BOTH_ORDERS = pytest.mark.parametrize("is_phone_first", [True, False], ids=["code of the phone", "code of the desk"])


@IN_BOTH_ORDERS
def test_a_code_links_them_and_either_unlinks(clinic: Clinic, *, is_phone_first: bool) -> None:
    """Protects "both ways, unlinked as easily, audited": all sentences, all screenings, and what the chain tells."""
    first, second = pair_of(clinic, is_phone_first=is_phone_first)
    first.say("120 days")
    second.say("200 days")
    codes = [format_code(each.code) for device in (first, second) for each in clinic.find_owned(device.account)]
    offered = first.say("link")
    assert f"type: link {find_code(offered)}\n" in offered
    assert "What is the diagnosis?" in offered, "what was open stays open"
    told = second.say(f"link {find_code(offered)}")
    assert told.startswith(phrases.LINKED)
    assert "What is the diagnosis?" in told
    for device in (first, second):
        assert all(code in device.say("list") for code in codes)
        device.tap(phrases.STAY_LABEL)
    for device, other in ((second, first), (first, second)):
        asked = device.say("unlink")
        if device is second:
            count = phrases.COUNTED_ONE
            assert phrases.UNLINK_ASK.format(own=count, others=count) in asked
            assert "What is the diagnosis?" in device.tap(phrases.STAY_LINKED_LABEL)
            device.say("unlink")
            assert device.tap(phrases.UNLINK_LABEL).startswith(phrases.UNLINKED)
        else:
            assert asked.startswith(phrases.UNLINK_NONE)
        assert len(clinic.find_owned(other.account)) == 1
    assert list_kinds(clinic) == [EntryKind.LINK_OFFERED, EntryKind.LINKED, EntryKind.UNLINKED]


@IN_BOTH_ORDERS
def test_every_refusal_says_what_to_do(clinic: Clinic, *, is_phone_first: bool) -> None:
    """Protects whoever types a code that cannot work: used, own, expired, of another role, linked already."""
    first, second = pair_of(clinic, is_phone_first=is_phone_first)
    other = clinic.desk_of(Role.COORDINATOR) if is_phone_first else clinic.phone(Role.COORDINATOR)
    code = find_code(first.say("link"))
    assert phrases.LINK_OWN in first.say(f"link {code}")
    assert phrases.LINK_OTHER_ROLE in other.say(f"link {code}")
    assert phrases.LINK_NO_CODE in second.say("link banana")
    assert phrases.LINKED in second.say(f"link {code.lower().replace('-', ' ')}"), "it still worked"
    assert phrases.LINK_REFUSED in second.say(f"link {code}"), "it works once"
    assert phrases.LINK_ALREADY in second.say(f"link {find_code(first.say('link'))}")
    late, third = find_code(first.say("link")), clinic.phone()
    clinic.telegram.clock.advance(LASTS.total_seconds())
    assert phrases.LINK_REFUSED in third.say(f"link {late}")
    assert "What is the diagnosis?" not in third.told[-1].text
    assert third.labels, "what stands open is asked again"


@IN_BOTH_ORDERS
def test_codes_cannot_be_guessed_or_replayed(clinic: Clinic, *, is_phone_first: bool) -> None:
    """Protects the person: after a few wrong codes none is tried, also a right one; a void one is a wrong one."""
    first, second = pair_of(clinic, is_phone_first=is_phone_first)
    void, code = find_code(first.say("link")), find_code(first.say("link"))
    assert phrases.LINK_REFUSED in second.say(f"link {void}")
    for _ in range(WRONG_ALLOWED - 1):
        assert phrases.LINK_REFUSED in second.say(f"link {WRONG}")
    assert phrases.TAKE_TOO_MANY.partition("{")[0] in second.say(f"link {code}")
    assert find_stored(clinic, second) is None
    assert EntryKind.LINKED not in list_kinds(clinic)


@IN_BOTH_ORDERS
def test_a_code_of_somebody_whose_access_was_revoked_links_nobody(clinic: Clinic, *, is_phone_first: bool) -> None:
    """Protects revoking: a code that was made before is of no use, and access is taken from both of a pair at once."""
    first, second = pair_of(clinic, is_phone_first=is_phone_first)
    code = find_code(first.say("link"))
    clinic.revoke(first.account)
    assert phrases.LINK_REFUSED in second.say(f"link {code}")
    phone, desk = clinic.pair()
    for each in (desk, phone):
        each.say("120 days")
    assert phone.say_unheard("/status")
    clinic.revoke(desk.account if is_phone_first else phone.account)
    assert desk.say("T-ALL") == phone.say_unheard("T-ALL") == ""
    assert EntryKind.REVOKED in list_kinds(clinic)


def test_a_stranger_who_types_a_code_hears_nothing(clinic: Clinic) -> None:
    """Protects silence: who was not let in learns not even that there is a bot, and the code still works."""
    phone, desk = clinic.phone(), clinic.desk_of()
    code = find_code(phone.say("link"))
    stranger = Phone(clinic, TelegramLayer(clinic.telegram, clinic.telegram.make_person()))
    for said in (f"link {code}", f"/link {code}", "link", "unlink"):
        assert stranger.say_unheard(said) == ""
    assert desk.say(f"link {code}").startswith(phrases.LINKED)


def test_the_page_has_buttons_for_it_and_the_phone_a_menu(clinic: Clinic) -> None:
    """Protects a tired person: nothing has to be known, and an account alone is not offered what it cannot do."""
    desk, phone = clinic.desk_of(), clinic.phone()
    assert LINK in draw(desk)
    assert UNLINK not in draw(desk)
    pressed = next(each for each in read_page(draw(desk)).buttons if each.label == LINK)
    assert dict(pressed.sends) == {"text": "link"}
    phone.say(f"link {find_code(desk.say('link'))}")
    desk.go()
    assert UNLINK in draw(desk)
    desk.say("unlink")
    assert f"<title>{UNLINK}" in draw(desk)
    assert len(draw(desk)) < MOST_BYTES
    desk.tap(phrases.UNLINK_LABEL)
    assert UNLINK not in draw(desk)
    assert {"link", "unlink"} <= set(MENU)


def test_what_is_typed_there_is_copied_at_a_tap(clinic: Clinic) -> None:
    """Protects typing on a phone: the whole of what is to be said is copied, and nothing else has to be known."""
    phone, desk = clinic.phone(), clinic.desk_of()
    phone.say("link")
    (copied,) = [text for each in phone.person.sees() for text in each.copied]
    assert desk.say(copied).startswith(phrases.LINKED)


def test_an_account_that_joins_and_leaves_keeps_its_role_and_its_invitation(clinic: Clinic) -> None:
    """Protects who one is: linking gives nobody a role, and leaving takes none."""
    phone, desk = clinic.pair()
    for account in (phone.account, desk.account):
        role = clinic.telegram.take(account, lambda uow: Members(uow).find_role(uow.inbound.account))
        assert role is Role.CLINICIAN
    desk.say("unlink")
    desk.tap(phrases.UNLINK_LABEL)
    assert desk.say("120 days")
    assert find_stored(clinic, phone) is None
    assert find_stored(clinic, desk) is not None
