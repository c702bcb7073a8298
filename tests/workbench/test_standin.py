"""The stand-in for Telegram, asked through python-telegram-bot: what a bot may send, edit, delete and answer."""

from collections.abc import AsyncIterator, Iterator
from datetime import UTC, datetime, timedelta

import aiohttp
import pytest
import pytest_asyncio
from telegram import Bot, InlineKeyboardButton, InlineKeyboardMarkup, Message, MessageEntity
from telegram.error import BadRequest, Forbidden, InvalidToken, NetworkError, RetryAfter, TelegramError, TimedOut

from bot.workbench.telegram_standin import TOKEN, Person, Standin, StandinClock
from bot.workbench.telegram_standin.clients import make_stock_client

NOON = datetime(2026, 6, 1, 12, tzinfo=UTC)
YES_NO = InlineKeyboardMarkup(
    [[InlineKeyboardButton("Yes", callback_data="y"), InlineKeyboardButton("No", callback_data="n")]]
)


@pytest.fixture(autouse=True)
def _delays_are_durations(monkeypatch: pytest.MonkeyPatch) -> None:
    """Lets python-telegram-bot give retry_after as a duration, as its next major version does; else it warns."""
    monkeypatch.setenv("PTB_TIMEDELTA", "1")


@pytest.fixture
def standin() -> Iterator[Standin]:
    """A stand-in whose clock stands still at noon."""
    with Standin(StandinClock(NOON)) as running:
        yield running


@pytest_asyncio.fixture
async def bot(standin: Standin) -> AsyncIterator[Bot]:
    """A bot of python-telegram-bot."""
    async with make_stock_client(standin) as opened:
        yield opened


@pytest.fixture
def anna(standin: Standin) -> Person:
    """Somebody who has started the bot."""
    person = standin.person(7, "Anna")
    person.starts()
    return person


async def refusal(standin: Standin, **arguments: object) -> str:
    """Returns the exact words in which a message to Anna is refused; python-telegram-bot changes capitals."""
    given = {"chat_id": 7} | {name: value for name, value in arguments.items() if value is not None}
    async with (
        aiohttp.ClientSession() as session,
        session.post(f"{standin.base_url}{TOKEN}/sendMessage", json=given) as answer,
    ):
        assert answer.status == 400, await answer.text()
        return str((await answer.json())["description"])


def button(text: str = "Yes", **action: str) -> InlineKeyboardMarkup:
    return InlineKeyboardMarkup([[InlineKeyboardButton(text, **action)]])  # type: ignore[arg-type]


@pytest.mark.asyncio
async def test_what_a_bot_sends_is_what_a_person_sees(standin: Standin, bot: Bot, anna: Person) -> None:
    """Protects "a person sees the message, its keyboard and its protection"."""
    sent = await bot.send_message(
        7, "  Is it <b>ALL</b> &amp; new? 😀  ", "HTML", reply_markup=YES_NO, protect_content=True
    )
    assert sent.text == anna.last.text == "Is it ALL & new? 😀"
    assert [(entity.type, entity.offset, entity.length) for entity in sent.entities] == [("bold", 6, 3)]
    assert [shown["text"] for shown in anna.last.buttons()] == ["Yes", "No"]
    assert anna.last.is_protected
    assert sent.has_protected_content
    assert sent.date == NOON


@pytest.mark.asyncio
async def test_files_arrive_with_their_captions(bot: Bot, anna: Person) -> None:
    """Protects "reports can be sent"."""
    document = await bot.send_document(7, b"%PDF", caption="Report", filename="report.pdf", reply_markup=YES_NO)
    assert (document.document.file_name, document.caption) == ("report.pdf", "Report")  # type: ignore[union-attr]
    assert anna.last.file is not None
    assert anna.last.file.content == b"%PDF"
    assert (await bot.send_photo(7, b"\x89PNG")).photo


REFUSED_TEXTS = [
    ("", None, "message text is empty"),
    (" \n ", None, "text must be non-empty"),
    ("<b> </b>", "HTML", "text must be non-empty"),
    ("x" * 4097, None, "message is too long"),
    ("😀" * 2049, None, "message is too long"),
    ("x", "INVALID", "unsupported parse_mode"),
    ("é<script>", "HTML", 'can\'t parse entities: Unsupported start tag "script" at byte offset 2'),
    ("<b>unclosed", "HTML", "can't parse entities: Can't find end tag corresponding to start tag \"b\""),
    (
        "<b><i>x</b></i>",
        "HTML",
        'can\'t parse entities: Unmatched end tag at byte offset 7, expected "</i>", found "</b>"',
    ),
    ("5 < 6", "HTML", 'can\'t parse entities: Unsupported start tag "" at byte offset 2'),
    ("a <b", "HTML", "can't parse entities: Unclosed start tag at byte offset 2"),
    ("x</b>", "HTML", "can't parse entities: Unexpected end tag at byte offset 1"),
    ("<b>x</b", "HTML", "can't parse entities: Unclosed end tag at byte offset 4"),
    (
        '<span class="x">y</span>',
        "HTML",
        'can\'t parse entities: Tag "span" must have class "tg-spoiler" at byte offset 0',
    ),
    (
        "hello.",
        "MarkdownV2",
        "can't parse entities: Character '.' is reserved and must be escaped with the preceding '\\'",
    ),
    (
        "a|b",
        "MarkdownV2",
        "can't parse entities: Character '|' is reserved and must be escaped with the preceding '\\'",
    ),
    ("*unclosed", "MarkdownV2", "can't parse entities: Can't find end of Bold entity at byte offset 0"),
    ("[x](y", "MarkdownV2", "can't parse entities: Can't find end of a URL at byte offset 4"),
]


@pytest.mark.asyncio
async def test_a_text_that_telegram_refuses_is_refused_in_its_words(standin: Standin, bot: Bot, anna: Person) -> None:
    """Protects "strict where Telegram is strict: texts and their markup"."""
    for text, mode, words in REFUSED_TEXTS:
        assert await refusal(standin, text=text, parse_mode=mode) == f"Bad Request: {words}"
    assert [message.sender for message in anna.sees()] == [anna.user]
    await bot.send_message(7, "x" * 4096)


READ = [
    ("HTML", "a &lt;b&gt; &#65;&#x42; &nbsp;", "a <b> AB &nbsp;", []),
    ("HTML", "<b>x<i>y</i></b>", "xy", [("bold", 0, 2), ("italic", 1, 1)]),
    ("HTML", '<a href="https://e.org/?a=1&amp;b">e</a>', "e", [("text_link", 0, 1)]),
    ("HTML", "<blockquote expandable>q</blockquote><tg-spoiler>s</tg-spoiler>", "qs", [
        ("expandable_blockquote", 0, 1), ("spoiler", 1, 1)]),
    ("HTML", '<pre><code class="language-py">x</code></pre>', "x", [("pre", 0, 1)]),
    ("MarkdownV2", "*b* _i_ __u__ ~s~ ||p|| `c` \\.", "b i u s p c .", [
        ("bold", 0, 1), ("italic", 2, 1), ("underline", 4, 1), ("strikethrough", 6, 1), ("spoiler", 8, 1),
        ("code", 10, 1)]),
    ("MarkdownV2", "😀 [x](https://e.org/\\))", "😀 x", [("text_link", 3, 1)]),
    ("MarkdownV2", "```py\nx.y\n```", "x.y", [("pre", 0, 3)]),
]  # fmt: skip


@pytest.mark.asyncio
async def test_markup_becomes_text_and_entities(bot: Bot, anna: Person) -> None:
    """Protects "what was escaped arrives as it was meant"."""
    for mode, markup, text, entities in READ:
        sent = await bot.send_message(7, markup, mode)
        assert (sent.text, [(str(found.type), found.offset, found.length) for found in sent.entities]) == (
            text,
            entities,
        )


ENTITIES = [
    (100, 1, "entity begins after the end of the text at UTF-16 offset 100"),
    (0, 100, "entity beginning at UTF-16 offset 0 ends after the end of the text at UTF-16 offset 100"),
    (-1, 1, "receive an entity with incorrect offset -1"),
    (3, 1, "entity begins in a middle of a UTF-16 symbol at byte offset 6"),
    (0, 3, "entity beginning at UTF-16 offset 0 ends in a middle of a UTF-16 symbol at byte offset 6"),
]


@pytest.mark.asyncio
async def test_entities_must_lie_in_the_text(standin: Standin, bot: Bot, anna: Person) -> None:
    """Protects "offsets count UTF-16 units"."""
    for offset, length, words in ENTITIES:
        assert (
            await refusal(standin, text="ab😀c", entities=[{"type": "bold", "offset": offset, "length": length}])
            == f"Bad Request: {words}"
        )
    words = "Bad Request: can't parse MessageEntity: Unsupported type specified"
    assert await refusal(standin, text="ab", entities=[{"type": "loud", "offset": 0, "length": 1}]) == words
    sent = await bot.send_message(7, "ab😀c", entities=[MessageEntity("bold", 2, 2)])
    assert sent.parse_entities() == {sent.entities[0]: "😀"}


KEYBOARDS = [
    (button(callback_data="x" * 65), "BUTTON_DATA_INVALID"),
    (button(callback_data="é" * 33), "BUTTON_DATA_INVALID"),
    (button(), "can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard"),
    (button(callback_data=""), "can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard"),
    (button(" ", callback_data="x"), "inline keyboard button text must be non-empty"),
    (button(url="nowhere"), "inline keyboard button URL 'nowhere' is invalid: Wrong HTTP URL"),
    (InlineKeyboardMarkup([[InlineKeyboardButton("x", callback_data="x")] * 9]), "reply markup is too long"),
    (InlineKeyboardMarkup([[InlineKeyboardButton("x", callback_data="x")] * 8] * 13), "reply markup is too long"),
]


@pytest.mark.asyncio
async def test_a_keyboard_that_telegram_would_not_show_whole_is_refused(
    standin: Standin, bot: Bot, anna: Person
) -> None:
    """Protects "64 bytes of callback data", and "no button is lost in silence"."""
    for keyboard, words in KEYBOARDS:
        assert await refusal(standin, text="Well?", reply_markup=keyboard.to_dict()) == f"Bad Request: {words}"
    await bot.send_message(7, "Well?", reply_markup=button(callback_data="é" * 32))


@pytest.mark.asyncio
async def test_edits_are_strict(bot: Bot, anna: Person) -> None:
    """Protects "not modified", and that only the bot's own messages can be edited."""
    sent = await bot.send_message(7, "Well?", reply_markup=YES_NO)
    with pytest.raises(
        BadRequest,
        match=r"^Message is not modified: specified new message content and reply markup are exactly the same",
    ):
        await bot.edit_message_text("Well?", 7, sent.id, reply_markup=YES_NO)
    edited = await bot.edit_message_text("Well? Yes", 7, sent.id)
    assert isinstance(edited, Message)
    assert (edited.text, edited.reply_markup, edited.edit_date) == ("Well? Yes", None, NOON)
    await bot.edit_message_reply_markup(7, sent.id, reply_markup=YES_NO)
    assert anna.last.former[0].text == "Well?"
    with pytest.raises(BadRequest, match=r"^Message to edit not found$"):
        await bot.edit_message_text("x", 7, 99)
    with pytest.raises(BadRequest, match=r"^Message can't be edited$"):
        await bot.edit_message_text("x", 7, 1)
    document = await bot.send_document(7, b"x", filename="x")
    with pytest.raises(BadRequest, match=r"^There is no text in the message to edit$"):
        await bot.edit_message_text("x", 7, document.id)


@pytest.mark.asyncio
async def test_messages_can_be_deleted_for_two_days(standin: Standin, bot: Bot, anna: Person) -> None:
    """Protects "messages with dates are deleted where the API allows"."""
    sent = await bot.send_message(7, "Bye")
    said = anna.sends("born 2026-01-01")
    assert await bot.delete_message(7, said.id), "in private chats the person's messages too"
    with pytest.raises(BadRequest, match=r"^Message to delete not found$"):
        await bot.delete_message(7, said.id)
    standin.clock.advance(48 * 3600)
    with pytest.raises(BadRequest, match=r"^Message can't be deleted for everyone$"):
        await bot.delete_message(7, sent.id)
    assert [message.text for message in anna.sees()] == ["/start", "Bye"]


@pytest.mark.asyncio
async def test_a_tap_is_answered_once_and_in_time(standin: Standin, bot: Bot, anna: Person) -> None:
    """Protects "unknown and late callback answers, 150 s life of a tap"."""
    await bot.send_message(7, "Well?", reply_markup=YES_NO)
    first, second, third = anna.taps("Yes", times=3)
    assert await bot.answer_callback_query(first.id, "Recorded")
    assert first.answer == "Recorded"
    for query in (first.id, "unknown"):
        with pytest.raises(BadRequest, match=r"^Query is too old and response timeout expired or query id is invalid$"):
            await bot.answer_callback_query(query)
    with pytest.raises(BadRequest, match=r"(?i)message_too_long"):
        await bot.answer_callback_query(second.id, "x" * 201)
    standin.clock.advance(150)
    assert await bot.answer_callback_query(second.id)
    standin.clock.advance(1)
    with pytest.raises(BadRequest, match=r"^Query is too old"):
        await bot.answer_callback_query(third.id)


@pytest.mark.asyncio
async def test_who_cannot_be_written_to(standin: Standin, bot: Bot, anna: Person) -> None:
    """Protects "blocked users"."""
    assert standin.person(8).sees() == []
    with pytest.raises(BadRequest, match=r"^Chat not found$"):
        await bot.send_message(8, "Hello")
    anna.blocks()
    with pytest.raises(Forbidden, match=r"^Forbidden: bot was blocked by the user$"):
        await bot.send_message(7, "Hello")
    anna.sends("back again")
    await bot.send_message(7, "Hello")
    anna.deactivates()
    with pytest.raises(Forbidden, match=r"^Forbidden: user is deactivated$"):
        await bot.send_chat_action(7, "typing")


@pytest.mark.asyncio
async def test_the_bot_and_its_menu_are_known(standin: Standin, bot: Bot, anna: Person) -> None:
    """Protects "the command menu"."""
    assert ((await bot.get_me()).id, bot.username) == (42, "bot_bot")
    await bot.set_my_commands([("start", "begin")])
    assert [command.command for command in await bot.get_my_commands()] == ["start"]
    with pytest.raises(BadRequest, match=r"(?i)bot_command_invalid"):
        await bot.set_my_commands([("Ümlaut", "x")])
    assert await bot.set_my_description("d" * 512)
    assert await bot.set_my_short_description("s")
    assert (await bot.get_my_short_description()).short_description == "s"
    assert (await bot.get_chat(7)).first_name == "Anna"


@pytest.mark.asyncio
async def test_wrong_tokens_and_unknown_methods(standin: Standin, bot: Bot) -> None:
    """Protects "401 and 404 as Telegram says them"."""
    with pytest.raises(InvalidToken):
        async with make_stock_client(standin, "42:wrong"):
            pass
    async with aiohttp.ClientSession() as session:
        for path, code, words in (
            ("bot42:wrong/getMe", 401, "Unauthorized"),
            (f"bot{TOKEN}/getNothing", 404, "Not Found"),
        ):
            async with session.get(f"{standin.url}/{path}") as answer:
                assert (answer.status, await answer.json()) == (
                    code,
                    {"ok": False, "error_code": code, "description": words},
                )


@pytest.mark.asyncio
async def test_every_form_of_a_call_is_read(standin: Standin, anna: Person) -> None:
    """Protects "GET and POST, urlencoded, JSON and multipart"."""
    url = f"{standin.base_url}{TOKEN}/sendMessage"
    form = aiohttp.FormData({"chat_id": "7", "text": "multipart"})
    form.add_field("unused", b"x", filename="x")
    async with aiohttp.ClientSession() as session:
        for asked in (
            session.get(url, params={"chat_id": "7", "text": "url"}),
            session.post(url, data={"chat_id": "7", "text": "urlencoded"}),
            session.post(url, json={"chat_id": 7, "text": "json", "reply_markup": {"inline_keyboard": []}}),
            session.post(url, data=form),
        ):
            async with asked as answer:
                assert answer.status == 200, await answer.text()
    assert [message.text for message in anna.sees()[1:]] == ["url", "urlencoded", "json", "multipart"]


@pytest.mark.asyncio
async def test_several_bots_do_not_meet(standin: Standin, bot: Bot, anna: Person) -> None:
    """Protects "several bots by token"."""
    standin.add_bot("43:other", "other")
    async with make_stock_client(standin, "43:other") as other:
        with pytest.raises(BadRequest, match="Chat not found"):
            await other.send_message(7, "Hello")
        assert await other.get_updates() == ()
    assert len(await bot.get_updates()) == 1


@pytest.mark.asyncio
async def test_the_pace_is_telegrams(bot: Bot, standin: Standin, anna: Person) -> None:
    """Protects "429 with retry_after": a burst of three in a chat and then one a second, thirty a second in all."""
    standin.bot.limits.on = True
    for _ in range(3):
        await bot.send_message(7, "x")
    with pytest.raises(RetryAfter) as refused:
        await bot.send_message(7, "x")
    assert refused.value.retry_after == timedelta(seconds=1)
    standin.clock.advance(0.5)
    with pytest.raises(RetryAfter):
        await bot.send_message(7, "x")
    standin.clock.advance(0.5)
    await bot.send_message(7, "x")
    for number in range(100, 129):
        standin.person(number).starts()
        await bot.send_message(number, "x")
    standin.person(129).starts()
    with pytest.raises(RetryAfter):
        await bot.send_message(129, "x")
    standin.group(-5, "Ward")
    standin.clock.advance(60)
    for _ in range(20):
        await bot.send_message(-5, "x")
    with pytest.raises(RetryAfter):
        await bot.send_message(-5, "x")


FAULTS: list[tuple[str, type[TelegramError], int]] = [
    ("too_many", RetryAfter, 0), ("internal_error", NetworkError, 0), ("bad_gateway", NetworkError, 0),
    ("forbidden", Forbidden, 0), ("reset_before", NetworkError, 0), ("reset_after", NetworkError, 1),
    ("hang_before", TimedOut, 0), ("bad_request", BadRequest, 0), ("hang_after", TimedOut, 1),
]  # fmt: skip


@pytest.mark.asyncio
async def test_faults_come_when_they_are_ordered(standin: Standin, bot: Bot, anna: Person) -> None:
    """Protects "429, 500, 502, reset, time-out after delivery, 403 on a schedule"."""
    for kind, error, effects in FAULTS:
        before = len(anna.sees())
        standin.faults.next(kind, methods=["sendMessage"], seconds=2)  # type: ignore[arg-type]
        with pytest.raises(error) as raised:
            await bot.send_message(7, kind, read_timeout=0.1)
        assert raised.type is error, kind
        assert len(anna.sees()) - before == effects, kind
        assert (await bot.get_chat(7)).id == 7
    assert sum(standin.faults.happened.values()) == len(FAULTS)


@pytest.mark.asyncio
async def test_the_same_seed_brings_the_same_faults(bot: Bot, standin: Standin, anna: Person) -> None:
    """Protects "seeded and reproducible", whatever other chats do meanwhile."""
    standin.person(8).starts()

    async def failures(*others: int) -> list[bool]:
        standin.faults.clear()
        standin.faults.share("internal_error", 0.4, chats=[7, 8])
        failed = []
        for _ in range(20):
            for chat in (*others, 7):
                try:
                    await bot.send_message(chat, "x")
                    ended = False
                except NetworkError:
                    ended = True
            failed.append(ended)
        return failed

    alone = await failures()
    assert await failures(8) == alone
    assert 2 < sum(alone) < 16
    standin.faults.seed = 1
    assert await failures() != alone


@pytest.mark.asyncio
async def test_one_chat_can_be_slow(bot: Bot, standin: Standin, anna: Person) -> None:
    """Protects "slow replies for one chat" and "by predicate"."""
    standin.faults.share("slow", when=lambda method, chat: (method, chat) == ("sendmessage", 7), seconds=0.5)
    with pytest.raises(TimedOut):
        await bot.send_message(7, "x", read_timeout=0.1)
    assert (await bot.get_chat(7, read_timeout=0.1)).id == 7
    assert anna.last.text == "x"
