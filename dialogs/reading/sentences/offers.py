"""Offers in words: the question behind them, and each offer as its button says it."""

from collections.abc import Sequence

from dialogs import phrases
from dialogs.definition import small_words
from dialogs.definition.facts import DaysBetweenFact, Fact, SeveralFact, WashoutsFact
from dialogs.definition.wording import say
from dialogs.reading import wording
from dialogs.reading.days.durations import DAYS
from dialogs.reading.numbers.intervals import read_ends
from dialogs.reading.outcome import AskBackReading
from dialogs.reading.plain_words import CONFIRMING, REFUSING
from dialogs.reading.replies import name_offers
from dialogs.rules.answers import Answer, Known, Pending, Unknown
from dialogs.verdict.answer_words import format_day, word_answer
from dialogs.verdict.figures import word_limits


def make_question(fact: Fact, offers: Sequence[str]) -> str:
    """Returns the question behind offers, empty where there are none. Among others, a list has marks around it."""
    if not offers:
        return ""
    is_list = isinstance(fact, SeveralFact) or (
        isinstance(fact, WashoutsFact) and any(small_words.COMMA in each for each in offers)
    )
    if is_list and len(offers) > 1:
        offers = [small_words.QUOTED.format(quote=each) for each in offers]
    return (wording.ONE_OFFER if len(offers) == 1 else wording.SEVERAL_OFFERS).format(offers=join_choices(offers))


def word_offers(fact: Fact, asked: AskBackReading) -> tuple[str, ...]:
    """Returns each offer in words, as its button says it: '45 days', or with a unit '12 weeks (84 to 90 days)'.

    An offered No or Yes is named with its fact: so it is not mixed up with a no or a yes to the ask-back.
    """
    offered = [_word_offer(fact, each, asked.offers) for each in asked.offers]
    offered = [_name_reply(fact, said) if said.casefold() in CONFIRMING | REFUSING else said for said in offered]
    names = name_offers(asked)
    return (
        tuple(_name_offer(said, *name) for said, name in zip(offered, names, strict=True)) if names else tuple(offered)
    )


def _name_offer(said: str, name: str, count: str) -> str:
    """Returns an offer by its name: '12 weeks (84 to 90 days)', '92 days (day first)'."""
    if name == DAYS:
        return said
    if name in wording.ORDERED:
        return wording.ORDERED[name].format(days=said)
    counted = wording.COUNTED_ONE if count == "1" or count.endswith(" 1") else wording.COUNTED
    return counted[name].format(count=word_count(count), days=said)


def word_count(count: str) -> str:
    """Returns a number, or an interval as reading codes it, in words."""
    ends = read_ends(count)
    return (
        count if ends is None else word_limits(ends.low, ends.high, is_above=ends.low_strict, is_below=ends.high_strict)
    )


def join_choices(items: Sequence[str]) -> str:
    """Returns 'A', 'A or B', 'A, B or C'."""
    return join_items(items, small_words.OR)


def join_items(items: Sequence[str], joint: str) -> str:
    """Returns items with commas between them, and the joint before the last one."""
    return joint.join(part for part in (small_words.COMMA.join(items[:-1]), *items[-1:]) if part)


def _name_reply(fact: Fact, said: str) -> str:
    return small_words.NAMED.format(name=say(fact.name), value=said)


def _word_offer(fact: Fact, offer: Answer, offers: Sequence[Answer]) -> str:
    """Returns an offer in words; a missing answer is called as its button calls it.

    Of two that come to as many days from other dates, each is named with the day on which its window is clear.
    """
    if isinstance(offer, Unknown):
        return phrases.UNKNOWN_LABEL if fact.unknown is None else say(fact.unknown.label)
    if isinstance(offer, Pending) and offer.expected is None:
        return phrases.PENDING_LABEL if fact.pending is None else say(fact.pending.label)
    said = word_answer(fact, offer)
    has_twin = any(each != offer and word_answer(fact, each) == said for each in offers)
    if not (
        has_twin and isinstance(fact, DaysBetweenFact) and fact.clear and isinstance(offer, Known) and offer.clear_on
    ):
        return said
    clear = say(fact.clear).format(date=format_day(offer.clear_on))
    return small_words.DETAILED.format(answer=said, more=clear)
