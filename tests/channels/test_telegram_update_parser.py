"""What the parser finds in a raw update: the same as python-telegram-bot, and nothing in what is not for us."""

from copy import deepcopy
from typing import Any

import pytest
from telegram import Bot, Update, User

from bot.channels.channel_event import ChannelEvent, SharedChat
from bot.channels.handling.intake import Unreadable
from bot.channels.telegram.updates.update_parser import TelegramReceiving

RECEIVING = TelegramReceiving()
RECEIVING.bot = Bot("1:x")
RECEIVING.bot._bot_user = User(1, "Bot", is_bot=True, username="Our_Bot")  # noqa: SLF001 - what Telegram says at the start

ANNA = {"id": 7, "is_bot": False, "first_name": "Anna"}
SAID = {"message_id": 3, "date": 1_780_000_000, "chat": {"id": 7, "type": "private"}, "from": ANNA, "text": "120"}
ASKED = SAID | {"from": {"id": 1, "is_bot": True, "first_name": "Bot"}, "text": "How old?"}
PICTURE = {name: value for name, value in SAID.items() if name != "text"}
TAP = {"id": "91", "from": ANNA, "chat_instance": "1", "data": "abc", "message": ASKED}
UPDATES: list[dict[str, Any]] = [
    {"update_id": 5, "message": SAID},
    {"update_id": 5, "edited_message": SAID},
    {"update_id": 5, "message": {name: value for name, value in SAID.items() if name != "text"}},
    {"update_id": 5, "callback_query": TAP},
    {"update_id": 5, "message": PICTURE | {"caption": "See"}},
]


@pytest.mark.parametrize("update", UPDATES)
def test_the_same_is_heard_that_the_library_reads(update: dict[str, Any]) -> None:
    """Protects "python-telegram-bot": our short way through an update ends where the library's long one does."""
    parsed, read = RECEIVING.parse(update), Update.de_json(update, None)
    assert isinstance(parsed, ChannelEvent)
    assert read.effective_message is not None
    assert read.effective_user is not None
    assert (parsed.id, parsed.chat, parsed.account) == (
        str(read.update_id),
        f"telegram:{read.effective_message.chat.id}",
        f"telegram:{read.effective_user.id}",
    )
    assert parsed.receipt == read.effective_message.message_id
    if read.callback_query is not None:
        assert (parsed.data, parsed.query, parsed.text) == (read.callback_query.data, read.callback_query.id, None)
    else:
        assert (parsed.text, parsed.sent_at) == (read.effective_message.text, read.effective_message.date)
        assert parsed.is_edit is (read.edited_message is not None)


@pytest.mark.parametrize(
    "update",
    [
        {"update_id": 5, "message": SAID | {"from": {"id": 8, "is_bot": True, "first_name": "Other"}}},
        {"update_id": 5, "channel_post": SAID},
        {"update_id": 5, "callback_query": {name: value for name, value in TAP.items() if name != "message"}},
        {"update_id": 5, "poll": {"id": "1"}},
    ],
)
def test_posts_of_channels_and_bots_are_not_heard(update: dict[str, Any]) -> None:
    """Protects "private chats only"."""
    assert RECEIVING.parse(update) is None


def membership(chat: dict[str, Any], status: str) -> dict[str, Any]:
    """Returns an update that says what the bot has become in a chat."""
    return {"update_id": 5, "my_chat_member": {"chat": chat, "from": ANNA, "new_chat_member": {"status": status}}}


@pytest.mark.parametrize("kind", ["group", "supergroup", "channel"])
def test_of_a_group_nothing_is_heard_but_that_it_is_to_be_left(kind: str) -> None:
    """Protects "private chats only": what is said there is no event; once the bot is out, nothing is to be left."""
    chat = {"id": -7, "type": kind, "title": "Ward"}
    for update in (
        {"update_id": 5, "message": SAID | {"chat": chat}},
        {"update_id": 5, "edited_message": SAID | {"chat": chat}},
        membership(chat, "member"),
        membership(chat, "administrator"),
    ):
        assert RECEIVING.parse(update) == SharedChat("telegram:-7")
    assert RECEIVING.parse(membership(chat, "left")) is None
    assert RECEIVING.parse(membership(chat, "kicked")) is None


def places(held: object, path: tuple[str, ...] = ()) -> list[tuple[str, ...]]:
    """Returns the paths to all values in an update."""
    return (
        [path] + [each for name, value in held.items() for each in places(value, (*path, name))]
        if isinstance(held, dict)
        else [path]
    )


@pytest.mark.parametrize("update", UPDATES)
@pytest.mark.parametrize("wrong", [None, True, [], {}, "x", 1.5, -(10**30)])
def test_whatever_stands_in_a_place_it_is_heard_or_unreadable(update: dict[str, Any], wrong: object) -> None:
    """Protects "0 crashes": a value of another kind, anywhere, raises the one fault that makes a dead letter."""
    refused = 0
    for *way, last in places(update)[1:]:
        changed: Any = deepcopy(update)
        place = changed
        for name in way:
            place = place[name]
        place[last] = wrong
        try:
            RECEIVING.parse(changed)
        except Unreadable:
            refused += 1
    assert refused


@pytest.mark.parametrize("wrong", [None, True, [], ["update_id"], "update_id", 7])
def test_what_is_no_update_at_all_is_unreadable(wrong: Any) -> None:
    """Protects "0 crashes" from an item of Telegram's answer that is no object."""
    with pytest.raises(Unreadable):
        RECEIVING.parse(wrong)


@pytest.mark.parametrize(
    ("held", "beside"),
    [
        ({"photo": [], "caption": "born today"}, "born today"),
        ({"document": {"file_name": "Ann.pdf", "file_id": "1"}, "caption": "letter"}, "letter\nAnn.pdf"),
        ({"voice": {"duration": 3}}, ""),
        ({"poll": {"question": "Which?", "options": [{"text": "one"}, {"text": "two"}]}}, "Which?\none\ntwo"),
        ({"checklist": {"title": "Do", "tasks": [{"id": 1, "text": "first"}]}}, "Do\nfirst"),
        ({"audio": {"title": "Cry", "performer": "Ann"}, "unknown_of_tomorrow": {"text": "x"}}, "Cry\nAnn"),
    ],
)
def test_what_is_written_beside_a_picture_or_a_file_is_heard(held: dict[str, Any], beside: str) -> None:
    """Protects "captions too": all that a person wrote is looked at, and what a later Bot API adds is passed over."""
    parsed = RECEIVING.parse({"update_id": 5, "message": PICTURE | held})
    assert isinstance(parsed, ChannelEvent)
    assert (parsed.text, parsed.beside, parsed.is_contact, parsed.is_place) == (None, beside, False, False)


@pytest.mark.parametrize(
    ("held", "is_contact"),
    [
        ({"contact": {"phone_number": "+1", "first_name": "Ann"}}, True),
        ({"location": {"latitude": 1.5, "longitude": 2.5}}, False),
        ({"venue": {"title": "Home", "location": {}}, "location": {}}, False),
    ],
)
def test_contacts_and_places_are_known_as_such(held: dict[str, Any], *, is_contact: bool) -> None:
    """Protects "shared contacts too": nothing of them goes further than that they are there."""
    parsed = RECEIVING.parse({"update_id": 5, "message": PICTURE | held})
    assert isinstance(parsed, ChannelEvent)
    assert (parsed.is_contact, parsed.is_place, parsed.beside) == (is_contact, not is_contact, "")


@pytest.mark.parametrize("wrong", [5, None, [], {}])
def test_a_caption_of_another_kind_is_unreadable(wrong: object) -> None:
    """Protects "0 crashes": a caption is a text."""
    with pytest.raises(Unreadable):
        RECEIVING.parse({"update_id": 5, "message": PICTURE | {"caption": wrong}})


@pytest.mark.parametrize(
    ("text", "heard"),
    [
        ("/help@Our_Bot", "/help"),
        ("/start@OUR_BOT AbC", "/start AbC"),
        ("/list@our_bot\n", "/list\n"),
        ("/help@other_bot", "/help@other_bot"),
        ("/help@our_bot_2", "/help@our_bot_2"),
        ("mail @our_bot", "mail @our_bot"),
        ("/change @our_bot", "/change @our_bot"),
    ],
)
def test_a_command_for_our_bot_loses_its_address(text: str, heard: str) -> None:
    """Protects "/help@bot": our own name, in any letters, changes nothing; all else stays as it was typed."""
    parsed = RECEIVING.parse({"update_id": 5, "message": SAID | {"text": text}})
    assert isinstance(parsed, ChannelEvent)
    assert parsed.text == heard
