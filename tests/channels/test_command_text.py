"""Commands of a chat as people type them, what stands behind them, and codes: read in every spelling that is plain."""

from typing import Any

import pytest
from chatting import ANNA, chatting, list_texts

from bot import phrases as session_phrases
from bot.channels.handling.command_text import read_parameter, split_command
from bot.phrases import ROLES
from bot.session.file_words import FileRequest
from bot.session.requests import ParsedRequest, SessionRequest, parse_words
from bot.workbench.layers.in_process_channel import WELCOME, InProcessChannel
from dialogs import phrases as dialogue_phrases
from storage.features.members import Role

TOKEN = "-AbC-_dEfGhIjKlMnOpQrSt--x_"


@pytest.mark.parametrize(
    ("text", "word", "behind"),
    [
        ("/start AbC", "/start", "AbC"),
        ("/Start  AbC ", "/start", "AbC"),
        ("/START\nAbC", "/start", "AbC"),
        ("\u200b/ start\u00a0AbC.", "/start", "AbC."),
        ("／start AbC", "/start", "AbC"),
        ("/log.", "/log", ""),
        ("/log: csv", "/log", "csv"),
        ("/start-AbC", "", ""),
        ("start AbC", "", ""),
        ("120 days", "", ""),
        ("/", "", ""),
        ("", "", ""),
    ],
)
def test_a_command_is_split_off_however_it_is_typed(text: str, word: str, behind: str) -> None:
    """Protects "/Start TOKEN": only a whole word behind a slash is a command, and what is behind it stays as it is."""
    assert split_command(text) == (word, behind)


@pytest.mark.parametrize(
    "typed",
    [
        TOKEN,
        f"«{TOKEN}».",
        f'"{TOKEN}"',
        f"({TOKEN})!",
        f"{TOKEN[:9]}\n{TOKEN[9:]}",
        TOKEN.replace("--", "—"),
        TOKEN.replace("-", "\u2011"),
        f"https://t.me/our_bot?start={TOKEN}",
        f"For one clinician, within 2 days: t.me/our_bot?start={TOKEN}. Whoever",
        f"tg://resolve?domain=our_bot&start={TOKEN}",
    ],
)
def test_a_token_is_found_amid_other_signs_and_its_letters_stay(typed: str) -> None:
    """Protects invitations: quotes, full stops, line breaks, long dashes and whole links are what people paste."""
    assert read_parameter(typed) == TOKEN


@pytest.mark.asyncio
@pytest.mark.parametrize(
    "spell",
    ["/Start {}", "/START\n{}", "/start  “{}”.", "/start https://t.me/our_bot?start={}", "\u2060/start\u00a0{}\n"],
)
async def test_an_invitation_lets_in_however_it_is_typed(tmp_path: Any, spell: str) -> None:
    """Protects whoever types what was read out to them."""
    channel = InProcessChannel()
    async with chatting(channel, tmp_path) as bot:
        bot.come("script:other")
        token = channel.untaken.popitem()[1].text.removeprefix("/start ")  # type: ignore[attr-defined]
        await bot.say(ANNA, spell.format(token.swapcase()))
        assert list_texts(channel, ANNA) == [], "its letters are never folded"
        await bot.say(ANNA, spell.format(token))
        assert list_texts(channel, ANNA)[0].startswith(WELCOME)


SPELT = {
    "list": ["/List", "/list.", "list.", "LIST!", "/ list", "“list”", "/list\n", "li\u00adst", "\u00a0list\u2009"],
    "take K7Q-42M-XD1": [
        "/take\nK7Q-42M-XD1.", "take k7q–42m–xd1", "Take: “K7Q‑42M‑XD1”", "/TAKE K7Q−42M−XD1", "take  k7q\n42m\nxd1",
    ],
    "hand over K7Q4-2MX": ["Hand over\nK7Q4‑2MX", "/handover k7q4–2mx.", "HAND  OVER K7Q4 2MX"],
    "inaccurate": ["/inaccurate", "Inaccurate.", "INACCURATE!"],
    "report here": ["/report_here", "Report\nhere.", "report\u00a0here"],
    "link": ["/LINK", "link.", "/link!"],
    "new interfant-21": ['new "Interfant-21"', "/new Interfant‑21", "/NEW\ninterfant–21."],
    "unlink": ["/Unlink.", "unlink\n"],
}  # fmt: skip


@pytest.mark.parametrize(("plain", "spelt"), [(plain, each) for plain, many in SPELT.items() for each in many])
def test_what_is_asked_of_the_session_is_understood_in_every_spelling(plain: str, spelt: str) -> None:
    """Protects "line breaks, full stops, typographic dashes in codes": each asks for the same as the plain words."""
    expected, read = (parse_words(each, is_open=each.startswith("/")) for each in (plain, spelt))
    assert isinstance(expected, ParsedRequest)
    assert isinstance(read, ParsedRequest)
    assert (read.request, fold(read)) == (expected.request, fold(expected))


def fold(asked: ParsedRequest) -> str:
    """Returns what a request is about, as codes and trials are compared."""
    return "".join(each for each in asked.subject.casefold() if each.isalnum())


@pytest.mark.parametrize("spelt", ["PDF.", "/Pdf\nletter", "pdf\u00a0Letter.", "/pdf letter “K7Q4–2MX”."])
def test_a_file_is_asked_for_in_every_spelling(spelt: str) -> None:
    """Protects the same for reports and pictures, with the size of paper and the code."""
    asked = parse_words(spelt, is_open=True)
    assert isinstance(asked, FileRequest)
    assert asked.form == "pdf"
    assert (asked.paper == "letter") is ("etter" in spelt)


@pytest.mark.parametrize("text", ["list of drugs", "none", "take care of it, please", "listen", "new"])
def test_an_answer_asks_nothing_of_the_session(text: str) -> None:
    """Protects answers: marks are passed over, words are not."""
    asked = parse_words(text, is_open=True)
    assert asked is None or (isinstance(asked, ParsedRequest) and asked.request is SessionRequest.TAKE)


@pytest.mark.asyncio
async def test_commands_of_the_dialogue_and_of_coordinators_are_understood_in_every_spelling(tmp_path: Any) -> None:
    """Protects "/List", "/list.", "/help" and "/log" in a whole chat; answers stay as they were typed."""
    channel = InProcessChannel()
    async with chatting(channel, tmp_path) as bot:
        await bot.let_in(ANNA, Role.COORDINATOR)
        told = []
        for said in ("/HELP.", "/Invite\n“Tester”.", "/LOG\n2026–05.", "/Log enrolled −2.", "/Log\n“nonsense”"):
            await bot.say(ANNA, said)
            told.append("\n".join(list_texts(channel, ANNA)))
        assert dialogue_phrases.NO_COMMAND not in told[-1]
        assert ROLES["tester"] in told[1]
        assert session_phrases.LOG_HELP.partition("{")[0] not in told[2], "a month was named"
        assert session_phrases.LOG_TOO_FEW.partition("{")[0] in told[3]
        assert session_phrases.LOG_HELP.partition("{")[0] in told[4]
