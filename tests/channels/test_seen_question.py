"""A typed answer counts only for a question that reached the person, whatever clocks and networks do."""

import asyncio
from dataclasses import replace
from datetime import timedelta
from itertools import count
from pathlib import Path

import pytest
from chatting import ANNA, Chatting, chatting, list_texts, now
from patience import until
from serving import running

from bot.channels.channel_event import ChannelEvent
from bot.channels.refusal import RefusalMeaning, SendRefusal
from bot.phrases import CHOOSE_FIRST
from bot.workbench.layers.in_process_channel import EVERYTHING, CallFault, InProcessChannel, ShownMessage, carry
from bot.workbench.telegram_standin import Standin
from dialogs.phrases import NO_QUESTION, STALE, UNSEEN
from dialogs.rules.answers import Answer, Known

TWO = {"age_days": Known(120), "diagnosis": Known("b_precursor_all")}


class HeldChannel(InProcessChannel):
    """A channel that holds new messages back while it `is_held`, and whose receipts come `late_seconds` later."""

    def __init__(self) -> None:
        super().__init__()
        self.is_held = False
        self.late_seconds = 0.0

    async def send(self, chat: str, part: ShownMessage) -> int | None:
        """Refuses for a moment while it holds messages back."""
        if self.is_held:
            raise CallFault(SendRefusal(RefusalMeaning.WAIT, "too_many", "too many", 0.02))
        receipt = await super().send(chat, part)
        await asyncio.sleep(self.late_seconds)
        return receipt


def list_live(channel: InProcessChannel) -> list[ShownMessage]:
    """Returns the messages that have buttons."""
    return [shown for shown in channel.chats[ANNA] if shown.message.buttons]


async def begin_held(bot: Chatting, channel: HeldChannel) -> None:
    """Answers two questions, of which the second one's answer is the last thing that the person sees."""
    await bot.let_in(ANNA)
    await bot.say(ANNA, "120 days", "B-precursor ALL")
    assert bot.list_answers(ANNA) == TWO
    channel.is_held = True
    shown = channel.chats[ANNA][-1]
    key = next(each.key for each in shown.message.buttons if each.label == "Newly diagnosed")
    channel.tap(ANNA, shown.receipt, carry(shown, key))
    await until(lambda: not channel.untaken)


async def type_all(channel: InProcessChannel, *texts: str) -> None:
    """Types texts one after another, without waiting for what is shown."""
    for text in texts:
        channel.say(ANNA, text, now())
        await until(lambda: not channel.untaken)


@pytest.mark.asyncio
async def test_an_answer_that_was_typed_while_the_question_was_held_is_not_taken(tmp_path: Path) -> None:
    """Protects *No* tapped at one question, then "no" typed, while `sendMessage` is held: the next one stays open.

    However much is typed, the question comes once more, with one sentence, and one keyboard is left.
    """
    channel = HeldChannel()
    async with chatting(channel, tmp_path) as bot:
        await begin_held(bot, channel)
        await type_all(channel, "rearranged", "germline", "no")
        assert "kmt2a" not in bot.list_answers(ANNA)
        channel.is_held = False
        await bot.is_quiet()
        texts = list_texts(channel, ANNA)
        assert sum(UNSEEN in text for text in texts) == 1
        assert UNSEEN in texts[-1]
        assert "KMT2A" in texts[-1]
        assert len(list_live(channel)) == 1
        assert "kmt2a" not in bot.list_answers(ANNA)
        await bot.say(ANNA, "germline")
        assert bot.list_answers(ANNA)["kmt2a"] == Known("germline")


@pytest.mark.asyncio
async def test_commands_and_what_the_session_is_asked_are_done_meanwhile(tmp_path: Path) -> None:
    """Protects what means the same whatever question stands open."""
    channel = HeldChannel()
    async with chatting(channel, tmp_path) as bot:
        await begin_held(bot, channel)
        await type_all(channel, "/status", "list")
        channel.is_held = False
        await bot.is_quiet()
        assert not any(UNSEEN in text for text in list_texts(channel, ANNA))


@pytest.mark.asyncio
async def test_a_message_that_is_brought_late_is_for_the_question_before(tmp_path: Path) -> None:
    """Protects a question whose receipt is known from what was written before it was there, on a slow phone."""
    channel = InProcessChannel()
    async with chatting(channel, tmp_path) as bot:
        await bot.let_in(ANNA)
        await bot.say(ANNA, "120 days")
        seen = channel.chats[ANNA][-1].receipt
        await bot.tap(ANNA, "B-precursor ALL")
        channel.say(ANNA, "unknown", after=seen)
        await bot.is_quiet()
        assert bot.list_answers(ANNA) == TWO
        assert UNSEEN in list_texts(channel, ANNA)[-1]
        assert len(list_live(channel)) == 1


@pytest.mark.asyncio
async def test_the_first_question_is_answered_by_nothing_that_came_before_it(tmp_path: Path) -> None:
    """Protects a screening that is not stored yet in the same way."""
    channel = HeldChannel()
    async with chatting(channel, tmp_path) as bot:
        await bot.let_in(ANNA)
        channel.is_held = True
        await type_all(channel, "/new", "120 days")
        channel.is_held = False
        await bot.is_quiet()
        assert UNSEEN in list_texts(channel, ANNA)[-1]
        await bot.say(ANNA, "121 days")
        assert bot.list_answers(ANNA) == {"age_days": Known(121)}


@pytest.mark.asyncio
async def test_a_receipt_that_is_on_its_way_is_waited_for(tmp_path: Path) -> None:
    """Protects quick people from a channel whose reply comes half a second after the message was shown."""
    channel = HeldChannel()
    async with chatting(channel, tmp_path) as bot:
        await bot.let_in(ANNA)
        channel.late_seconds = 0.5
        for text, question in (("120 days", "diagnosis"), ("B-precursor ALL", "newly diagnosed")):
            count = len(channel.chats[ANNA])
            channel.say(ANNA, text)
            await until(lambda count=count, question=question: any(  # type: ignore[misc]
                question in each for each in list_texts(channel, ANNA)[count:]))  # fmt: skip
        await until(lambda: not channel.untaken)
        assert bot.list_answers(ANNA) == TWO


@pytest.mark.asyncio
async def test_a_question_whose_receipt_was_lost_is_sent_again_before_it_is_answered(tmp_path: Path) -> None:
    """Protects "no receipt yet, no answer", also where the message arrived and the channel's reply was lost."""
    channel = InProcessChannel()
    async with chatting(channel, tmp_path) as bot:
        await bot.let_in(ANNA)
        lost = CallFault(SendRefusal(RefusalMeaning.WAIT, "network", "no answer", 0.3), is_late=True)
        channel.faults += [None, lost]  # the edit passes, or the first attempt
        channel.say(ANNA, "120 days")
        await until(lambda: "diagnosis" in list_texts(channel, ANNA)[-1])
        channel.say(ANNA, "unknown")
        await bot.is_quiet()
        assert UNSEEN in list_texts(channel, ANNA)[-1]
        assert bot.list_answers(ANNA) == {"age_days": Known(120)}
        await bot.say(ANNA, "B-precursor ALL")
        assert bot.list_answers(ANNA) == TWO


@pytest.mark.asyncio
@pytest.mark.parametrize("skew", [-86_400, -120, -5, 5, 120, 86_400])
async def test_no_skew_of_clocks_keeps_an_answer_out(tmp_path: Path, skew: float) -> None:
    """Protects people whose host runs ahead of the channel's clock, or behind it."""
    channel = InProcessChannel()
    async with chatting(channel, tmp_path) as bot:
        await bot.let_in(ANNA)
        for text in ("120 days", "B-precursor ALL"):
            channel.say(ANNA, text, now() + timedelta(seconds=skew))
            await bot.is_quiet()
        assert bot.list_answers(ANNA) == TWO


# replies


async def reply(bot: Chatting, text: str, replies_to: int) -> None:
    """Replies to a message."""
    bot.channel.say(ANNA, text, replies_to=replies_to)
    await bot.is_quiet()


@pytest.mark.asyncio
async def test_a_reply_to_an_earlier_question_never_answers_the_open_one(tmp_path: Path) -> None:
    """Protects the open question from "no" under an earlier one; the sentence says what is recorded there."""
    channel = InProcessChannel()
    async with chatting(channel, tmp_path) as bot:
        await bot.let_in(ANNA)
        await bot.say(ANNA, "120 days")
        asked = channel.chats[ANNA][-1].receipt
        await bot.say(ANNA, "B-precursor ALL")
        await reply(bot, "unknown", asked)
        assert bot.list_answers(ANNA) == TWO
        assert STALE.format(name="Diagnosis", answer="B-precursor ALL") in list_texts(channel, ANNA)[-1]
        assert len(list_live(channel)) == 1


@pytest.mark.asyncio
@pytest.mark.parametrize("away", [0, 2, 10_000])
async def test_a_reply_to_what_is_no_question_answers_none_before_it(tmp_path: Path, away: int) -> None:
    """Protects the open question from replies to a message of another chat (0), to one's own, or to one not known."""
    channel = InProcessChannel()
    async with chatting(channel, tmp_path) as bot:
        await bot.let_in(ANNA)
        await bot.say(ANNA, "120 days")
        if away == 10_000:
            await reply(bot, "unknown", away)  # newer than the question: it can be no earlier one
            assert "diagnosis" in bot.list_answers(ANNA)
        else:
            await reply(bot, "unknown", away)
            assert bot.list_answers(ANNA) == {"age_days": Known(120)}
            assert NO_QUESTION in list_texts(channel, ANNA)[-1]


@pytest.mark.asyncio
async def test_a_reply_to_the_open_question_answers_it(tmp_path: Path) -> None:
    """Protects people who reply to be clear, also where the question was shown twice, and under a page."""
    channel = InProcessChannel()
    async with chatting(channel, tmp_path) as bot:
        await bot.let_in(ANNA)
        await bot.say(ANNA, "120 days")
        first = channel.chats[ANNA][-1].receipt
        await bot.say(ANNA, "why")
        await reply(bot, "B-precursor ALL", first)
        assert bot.list_answers(ANNA) == TWO
        await reply(bot, "newly diagnosed", channel.chats[ANNA][-1].receipt)
        assert bot.list_answers(ANNA)["disease_phase"] == Known("newly_diagnosed")


# more than one screening in a chat


@pytest.mark.asyncio
async def test_a_screening_that_is_opened_again_waits_until_its_question_is_shown_again(tmp_path: Path) -> None:
    """Protects a screening whose question was shown an hour ago, from an answer to another one's question."""
    channel = HeldChannel()
    async with chatting(channel, tmp_path) as bot:
        await bot.let_in(ANNA)
        await bot.say(ANNA, "120 days", "/new", "90 days", "/list")
        shown = channel.chats[ANNA][-1]
        key = next(each.key for each in shown.message.buttons if each.key.startswith("desk.open"))
        channel.is_held = True
        channel.tap(ANNA, shown.receipt, carry(shown, key))
        await type_all(channel, "B-precursor ALL")
        channel.is_held = False
        await bot.is_quiet()
        assert UNSEEN in list_texts(channel, ANNA)[-1]
        assert list_all(bot) == [{"age_days": Known(90)}, {"age_days": Known(120)}]
        await bot.say(ANNA, "B-precursor ALL")
        assert list_all(bot) == [{"age_days": Known(90)}, TWO]


def list_all(bot: Chatting) -> list[dict[str, Answer]]:
    """Returns the answers of all screenings, by age."""
    with bot.store.reading() as repository:
        found = [dict(each.screening.answers) for each in repository.list_owned(ANNA)]
    return sorted(found, key=lambda answers: str(answers["age_days"]), reverse=True)


@pytest.mark.asyncio
async def test_a_channel_that_numbers_nothing_takes_answers_as_they_come(tmp_path: Path) -> None:
    """Protects channels without receipts: nobody waits there for what never comes."""
    channel = InProcessChannel(replace(EVERYTHING, receipts=False))
    async with chatting(channel, tmp_path) as bot:
        await bot.let_in(ANNA)
        await bot.say(ANNA, "120 days", "B-precursor ALL")
        assert bot.list_answers(ANNA) == TWO


# through Telegram


@pytest.mark.asyncio
async def test_a_question_that_telegram_holds_back_is_answered_by_nothing_typed_meanwhile(tmp_path: Path) -> None:
    """Protects *No* tapped at one question and "no" typed while Telegram says "too many requests"."""
    with Standin() as standin:
        anna = standin.person(7, "Anna")
        async with running(standin, tmp_path) as bot:
            await bot.does(lambda: anna.starts(bot.invitation()))
            await bot.does(lambda: anna.sends("120 days"))
            standin.faults.next("too_many", methods=["sendMessage"], seconds=2)

            def tap_and_type() -> None:
                anna.taps("B-precursor ALL")
                anna.sends("unknown")

            await bot.does(tap_and_type)
            await asyncio.to_thread(standin.wait_for, lambda: any(UNSEEN in each.text for each in anna.sees()))
            await asyncio.to_thread(standin.quiet, 10)
            with bot.store.reading() as repository:
                (stored,) = repository.list_owned("telegram:7")
            assert dict(stored.screening.answers) == TWO
            assert sum(UNSEEN in each.text for each in anna.sees()) == 1
            assert UNSEEN in anna.last.text
            assert [each.id for each in anna.sees() if any(each.buttons())] == [anna.last.id]
            await bot.does(lambda: anna.sends("newly diagnosed", reply_to=anna.last.id))


# menus over the open question


@pytest.mark.thinned(5)
@pytest.mark.asyncio
@pytest.mark.parametrize("asked", ["/forget", "/list", "inaccurate"])
@pytest.mark.parametrize("text", ["yes", "none", "given", "1", "newly"])
async def test_what_is_typed_at_a_menu_answers_no_question_under_it(tmp_path: Path, asked: str, text: str) -> None:
    """Protects the open question from the "yes" or "no" that was meant for "Forget this screening for good?"."""
    channel = InProcessChannel()
    async with chatting(channel, tmp_path) as bot:
        await bot.let_in(ANNA)
        await bot.say(ANNA, "120 days", "B-ALL", "new", "t(4;11)", "none")
        before = bot.list_answers(ANNA)
        await bot.say(ANNA, asked, text)
        assert bot.list_answers(ANNA) == before
        assert CHOOSE_FIRST in list_texts(channel, ANNA)[-1]
        await bot.say(ANNA, "/status")
        await bot.say(ANNA, "no")
        assert bot.list_answers(ANNA).keys() - before.keys() == {"chemotherapy"}


# another bot


@pytest.mark.asyncio
async def test_the_numbers_of_another_bot_count_for_nothing(tmp_path: Path) -> None:
    """Protects "people simply go on" with another bot, which numbers messages anew, and lower."""
    channel = InProcessChannel()
    channel.receipts = count(1_000, 2)
    async with chatting(channel, tmp_path) as bot:
        await bot.let_in(ANNA)
        await bot.say(ANNA, "120 days")
        await bot.tap(ANNA, "B-precursor ALL")
    other = InProcessChannel()
    other.event_prefix = "other:"
    async with chatting(other, tmp_path) as bot:
        await bot.say(ANNA, "/status", "newly diagnosed", "germline")
        answers = bot.list_answers(ANNA)
    assert (answers["disease_phase"], answers["kmt2a"]) == (Known("newly_diagnosed"), Known("germline"))


@pytest.mark.asyncio
async def test_a_screening_is_not_forgotten_by_a_word_said_twice(tmp_path: Path) -> None:
    """Protects whoever repeats "forget CODE" since nothing came: it only asks, however often, until a tap."""
    channel = InProcessChannel()
    async with chatting(channel, tmp_path) as bot:
        await bot.let_in(ANNA)
        await bot.say(ANNA, "120 days", "/forget")
        label = channel.chats[ANNA][-1].message.buttons[1].label
        await bot.say(ANNA, label, label.lower(), label)
        assert bot.list_answers(ANNA) == {"age_days": Known(120)}
        await bot.tap(ANNA, label)
        with bot.store.reading() as repository:
            assert repository.list_owned(ANNA) == []


@pytest.mark.asyncio
async def test_a_link_that_is_pasted_alone_lets_in_and_asks_the_first_question(tmp_path: Path) -> None:
    """Protects whoever pastes the whole invitation into the chat: it is as good as a tap on it."""
    channel = InProcessChannel()
    async with chatting(channel, tmp_path) as bot:
        bot.come(ANNA)
        _, text = next(iter(channel.untaken.items()))
        channel.untaken.clear()
        assert isinstance(text, ChannelEvent)
        await bot.say(ANNA, f"see https://t.me/a_bot?start={(text.text or '').split()[-1]}")
        assert "How old was the infant" in list_texts(channel, ANNA)[-1]
