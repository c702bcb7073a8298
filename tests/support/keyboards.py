"""The keyboards of a chat at the stand-in, and people who do whatever makes messages with buttons."""

from collections.abc import Iterable
from random import Random

from bot.workbench.telegram_standin import ChatMessage, Person

SAID = (
    "120 days", "T-ALL", "no", "none", "given", "positive", "what is that?", "yes", "CNS1", "ALL", "back", "new",
    "/list", "/new", "/start", "/why", "/help", "/status", "/resume", "/back", "/edit", "change age", "/cancel",
    "/forget", "/handover", "/report", "inaccurate", "/privacy", "/criteria", "/pdf", "/invite", "/link", "take it",
    "open it", "stop", "finish",
)  # fmt: skip
"""Answers, commands of the dialogue and requests to the session, with some that fit nowhere."""


def list_keyboards(person: Person) -> list[ChatMessage]:
    """Returns the messages with buttons to be tapped that stand in a chat; one that copies is none of them."""
    return [each for each in person.sees() if any(each.buttons())]


def act_all_at_random(people: Iterable[Person], random: Random) -> None:
    """Lets each of some people do something, none of whom waits for another."""
    for each in people:
        act_at_random(each, random)


def act_at_random(person: Person, random: Random) -> None:
    """Says something, or taps a button that stands in the chat, or one that a slow phone still shows; perhaps twice."""
    times = random.choice((1, 1, 1, 2, 3))
    chance = random.random()
    if chance < 0.5:
        for _ in range(times):
            person.sends(random.choice(SAID))
        return
    stands = list_keyboards(person)
    old = [each for each in person.sees() if any(each.buttons(stale=True))]
    message = random.choice(stands if chance < 0.8 and stands else old)
    label = random.choice([button["text"] for button in message.buttons(stale=True)])
    for _ in range(times):
        person.taps(label, message, stale=True)
