"""The stand-in refuses markup that the real server would silently drop or split, so that no test passes by it."""

from collections.abc import AsyncIterator, Iterator

import pytest
import pytest_asyncio
from telegram import Bot
from telegram.error import BadRequest

from bot.workbench.telegram_standin import Standin
from bot.workbench.telegram_standin.clients import make_stock_client

TAKEN = (
    "<b>x <i>y</i></b>",
    "<blockquote expandable><b>x</b>\ny <i>z</i></blockquote>\n<blockquote>w</blockquote>",
    "<blockquote><b>all of it</b></blockquote>",
    '<pre><code class="language-py">x</code></pre>',
    '<b><a href="https://e.org">x</a></b> <code>y</code>',
    "<i>x</i>" * 100,
    "<b></b>" * 200 + "x",
    "a < b".replace("<", "&lt;"),
)
REFUSED = (
    ("<blockquote>x<blockquote>y</blockquote></blockquote>", "no blockquote in a blockquote"),
    ("<blockquote expandable>x <blockquote>y</blockquote></blockquote>", "no blockquote in a expandable_blockquote"),
    ("<code>x <b>y</b></code>", "no bold in a code"),
    ("<b>x <code>y</code></b>", "no code in a bold"),
    ("<pre>x <i>y</i></pre>", "no italic in a pre"),
    ("<blockquote>x <code>y</code></blockquote>", "no code in a blockquote"),
    ('<a href="https://e.org">x <code>y</code></a>', "no code in a text_link"),
    ("<i>x</i>" * 101, "at most 100 entities, and these are 101"),
    ("<b>x</b", "Unclosed end tag"),
    ("<b>x", "Can't find end tag"),
    ("x</i>", "Unexpected end tag"),
    ("<b><i>x</b></i>", "Unmatched end tag"),
    ("<p>x</p>", 'Unsupported start tag "p"'),
    ("<br>x", 'Unsupported start tag "br"'),
    ("x < y", 'Unsupported start tag ""'),
    ("<blockquote expandable", "Unclosed start tag"),
    ('<blockquote expandable="x>y</blockquote>', "Unclosed start tag"),
    ("<small>x</small>", 'Unsupported start tag "small"'),
)


@pytest.fixture
def standin() -> Iterator[Standin]:
    """A stand-in with one person."""
    with Standin() as running:
        running.person(7, "Anna").starts()
        yield running


@pytest_asyncio.fixture
async def bot(standin: Standin) -> AsyncIterator[Bot]:
    """A bot of python-telegram-bot."""
    async with make_stock_client(standin) as opened:
        yield opened


@pytest.mark.asyncio
@pytest.mark.parametrize("markup", TAKEN)
async def test_markup_that_follows_the_rules_is_taken(bot: Bot, markup: str) -> None:
    """Protects the rules from being stricter than Telegram's: what its documentation allows is sent."""
    assert (await bot.send_message(7, markup, "HTML")).text


@pytest.mark.asyncio
@pytest.mark.parametrize(("markup", "words"), REFUSED)
async def test_markup_that_breaks_a_rule_is_refused(bot: Bot, markup: str, words: str) -> None:
    """Protects "strict where Telegram is strict": also where the real server would drop an entity, and say nothing."""
    with pytest.raises(BadRequest) as refused:
        await bot.send_message(7, markup, "HTML")
    assert words.casefold() in str(refused.value).casefold()
