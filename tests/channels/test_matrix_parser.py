"""What people write in their rooms, as the handling of events gets it."""

from typing import Any

import pytest

from bot.channels.channel_event import ChannelEvent
from bot.channels.handling.intake import Unreadable
from bot.channels.matrix.delivery.command_signs import show_commands
from bot.channels.matrix.events.event_parser import MatrixReceiving
from bot.channels.matrix.events.message_kinds import MESSAGE
from bot.channels.matrix.events.read_event import ReadEvent
from bot.channels.matrix.events.typed_text import read_typed

TOKEN = "abcdefghijklmnopqrstuvwxy-_"
ANNA = "@anna:hospital.org"
OF_US = {"m.in_reply_to": {"event_id": "$asked"}}


def receive(content: dict[str, Any], kind: str = MESSAGE, replied: int | None = None) -> ChannelEvent | None:
    """Returns what an event of Anna is read as."""
    found = MatrixReceiving.parse(ReadEvent("key", ANNA, kind, content, 1_780_000_000_000, 7, replied))
    assert found is None or isinstance(found, ChannelEvent)
    return found


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("120 days", "120 days"),
        ("!new", "/new"),
        (" ! log 2026-06", "/log 2026-06"),
        ("\uff01list", "/list"),
        ("/start x", "/start x"),
        ("!invite tester Ben", "/invite tester Ben"),
        ("!", "!"),
        ("!!", "!!"),
        ("yes!", "yes!"),
        ("! 120", "! 120"),
        (f"start {TOKEN}", f"/start {TOKEN}"),
        (f"!start {TOKEN}", f"/start {TOKEN}"),
        (f"Start  {TOKEN}.", f"/start {TOKEN}"),
        (f"{TOKEN}\n", f"/start {TOKEN}"),
        ("start", "start"),
        (f"he said {TOKEN}", f"he said {TOKEN}"),
        (f"{TOKEN}x", f"{TOKEN}x"),
    ],
)
def test_commands_reach_us_without_a_slash(typed: str, read: str) -> None:
    """Protects people whose app keeps what begins with a slash for itself; no answer becomes a command."""
    assert read_typed(typed, is_reply=False) == read


@pytest.mark.parametrize(
    ("body", "read"),
    [
        ("> <@bot:x> How old?\n> In days.\n\n120 days", "120 days"),
        ("> <@bot:x> How old?\n\n!why", "/why"),
        ("120 days", "120 days"),
        ("> 120 days", "> 120 days"),
        ("> <@bot:x> How old?", "> <@bot:x> How old?"),
        ("> <@bot:x> How\nold?\n\n120", "> <@bot:x> How\nold?\n\n120"),
        ("> <@bot:x> How old?\n\n> 30 days\n\nis right", "> 30 days\n\nis right"),
    ],
)
def test_the_words_to_which_one_replies_are_none_of_ones_own(body: str, read: str) -> None:
    """Protects "reply fallbacks are stripped": what the bot asked is never read as an answer to it."""
    found = receive({"msgtype": "m.text", "body": body, "m.relates_to": OF_US}, replied=5)
    assert found is not None
    assert (found.text, found.replies_to) == (read, 5)


def test_a_quotation_that_is_no_reply_stays() -> None:
    """Protects what people quote by themselves: it is theirs."""
    found = receive({"msgtype": "m.text", "body": "> <@bot:x> How old?\n\n120"})
    assert found is not None
    assert found.text == "> <@bot:x> How old?\n\n120"


def test_a_text_is_read_with_who_where_when_and_its_number() -> None:
    """Protects the account, the chat and the receipt, on which all handling rests."""
    found = receive({"msgtype": "m.text", "body": "120 days"})
    assert found is not None
    assert (found.id, found.chat, found.account, found.receipt) == ("key", f"matrix:{ANNA}", f"matrix:{ANNA}", 7)
    assert (found.text, found.is_edit, found.replies_to, found.called) == ("120 days", False, None, ANNA)
    assert found.sent_at is not None
    assert found.sent_at.timestamp() == 1_780_000_000


def test_an_edit_is_one_and_says_the_new_words() -> None:
    """Protects "an edited message changes nothing here", and that its new words are looked at for dates."""
    new = {"msgtype": "m.text", "body": "born 2026-01-03"}
    content = {"body": "* born 2026-01-03", "msgtype": "m.text", "m.new_content": new}
    found = receive(content | {"m.relates_to": {"rel_type": "m.replace", "event_id": "$first"}}, replied=3)
    assert found is not None
    assert (found.text, found.is_edit, found.replies_to) == ("born 2026-01-03", True, None)


@pytest.mark.parametrize(
    ("kind", "content"),
    [
        (MESSAGE, {"msgtype": "m.notice", "body": "120 days"}),
        (MESSAGE, {"msgtype": "m.key.verification.request", "body": "verify"}),
        (MESSAGE, {}),
        ("m.room.topic", {"topic": "120 days"}),
        ("m.room.member", {"membership": "join"}),
        ("m.call.candidates", {"candidates": []}),
        ("m.poll.response", {"m.selections": ["a"]}),
        ("m.poll.end", {"m.text": "over"}),
        ("m.sticker", {}),
        ("m.room.redaction", {"reason": "120 days"}),
    ],
)
def test_what_nobody_said_is_nothing(kind: str, content: dict[str, Any]) -> None:
    """Protects the chat from answers to programs, to what was redacted, and to signals of apps."""
    assert receive(content, kind) is None


@pytest.mark.parametrize(
    ("kind", "content", "beside"),
    [
        (MESSAGE, {"msgtype": "m.image", "body": "born 3 May", "filename": "a.png"}, "born 3 May\na.png"),
        (MESSAGE, {"msgtype": "m.file", "body": "letter.pdf"}, "letter.pdf"),
        (MESSAGE, {"msgtype": "m.audio", "body": "Voice message"}, "Voice message"),
        (MESSAGE, {"msgtype": "org.example.odd", "body": "x"}, "x"),
        ("m.sticker", {"body": "a cat"}, "a cat"),
        (
            "m.poll.start",
            {"m.poll": {"question": {"m.text": [{"body": "Q"}]}, "answers": [{"m.text": "A"}, 3]}},
            "Q\nA",
        ),
    ],
)
def test_what_cannot_be_read_is_told_with_what_is_written_beside_it(
    kind: str, content: dict[str, Any], beside: str
) -> None:
    """Protects "cannot be read": never silence, and a date in a caption is seen."""
    found = receive(content, kind)
    assert found is not None
    assert (found.text, found.beside, found.is_contact, found.is_place) == (None, beside, False, False)


def test_places_and_cards_tell_who_somebody_is() -> None:
    """Protects patients: a place, also a live one, and a person's card are told to be deleted."""
    place = receive({"msgtype": "m.location", "body": "here", "geo_uri": "geo:1,2"})
    live = receive({"live": True}, "m.beacon_info")
    card = receive({"msgtype": "m.file", "body": "a.vcf", "info": {"mimetype": "text/vCard; charset=utf-8"}})
    assert place is not None
    assert place.is_place
    assert live is not None
    assert live.is_place
    assert card is not None
    assert card.is_contact


@pytest.mark.parametrize(
    "content",
    [
        {"msgtype": "m.text"},
        {"msgtype": "m.text", "body": 7},
        {"msgtype": ["m.text"], "body": "x"},
        {"msgtype": "m.text", "m.new_content": 3, "m.relates_to": {"rel_type": "m.replace", "event_id": "$a"}},
    ],
)
def test_what_is_mutilated_cannot_be_read(content: dict[str, Any]) -> None:
    """Protects "cannot be read": whoever has an app that writes out of form is told, and not left in silence."""
    found = receive(content)
    assert found is not None
    assert found.text is None


def test_what_is_no_event_is_unreadable() -> None:
    """Protects the intake: what is no event is a dead letter, and raises nothing else."""
    with pytest.raises(Unreadable):
        MatrixReceiving.parse({"event_id": "$a"})


@pytest.mark.parametrize("said", [None, "x", [], {}, 2**70, -(10**18), 10**18, float("inf")])
def test_a_time_that_is_none_costs_no_message(said: object) -> None:
    """Protects what was said: the time is the homeserver's word, and may be anything."""
    found = MatrixReceiving.parse(ReadEvent("key", ANNA, MESSAGE, {"msgtype": "m.text", "body": "120 days"}, said, 7))
    assert isinstance(found, ChannelEvent)
    assert (found.text, found.sent_at) == ("120 days", None)


def test_texts_within_texts_end_nothing() -> None:
    """Protects the reading of captions: forms of a text are looked at, and forms of forms are not."""
    deep: Any = "born 3 May"
    for _ in range(500):
        deep = [{"body": deep}]
    found = receive({"msgtype": "m.image", "body": [{"body": "a caption"}, {"body": deep}]})
    assert found is not None
    assert found.beside == "a caption"


def test_what_is_written_in_a_thread_is_no_reply() -> None:
    """Protects answers in threads: they name the event before them only for apps without threads."""
    relation = {"rel_type": "m.thread", "event_id": "$root", "is_falling_back": True} | OF_US
    found = receive({"msgtype": "m.text", "body": "> <@bot:x> Q\n\n120", "m.relates_to": relation})
    assert found is not None
    assert found.text == "> <@bot:x> Q\n\n120"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("write /invite and one of tester", "write !invite and one of tester"),
        ("(or, in the chat with the bot: /start abc).", "(or, in the chat with the bot: !start abc)."),
        ("/log", "!log"),
        ("new, /new TRIAL or /new NOTE - begin", "new, !new TRIAL or !new NOTE - begin"),
        ("https://x.org/start", "https://x.org/start"),
        ("and/or /logs", "and/or /logs"),
        ("mg/m²", "mg/m²"),
    ],
)
def test_commands_are_shown_as_they_can_be_typed(text: str, shown: str) -> None:
    """Protects who reads of a command: what the sentence names reaches us, and no address is changed."""
    assert show_commands(text) == shown
