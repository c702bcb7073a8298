"""Taps and texts that must change nothing: stale, foreign, forged, of another device, and doubled ones.

Run it as a script.
"""

import asyncio
import base64
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from random import Random

from attacks import Broken, Options, main
from stores import dialogue, place
from telegram_deliveries import let_in
from telegram_inside import Inside, inside
from telegram_people import timeless

from bot.channels.telegram.delivery.callback_data import Signer
from bot.workbench.telegram_standin import ChatMessage, Person, Standin
from dialogs.conversation.questions import OPTION_KEY
from dialogs.conversation.screening import Screening
from dialogs.rules.answers import Answer
from storage.model.codes import format_code

PEOPLE = 20
QUIET_SECONDS = 30


@dataclass(frozen=True)
class Kept:
    """What the store holds of a person: the open screening, and how many entries it has."""

    screening: Screening
    entries: int
    code: str


class Chair:
    """A person with an open screening, who does what must not change it."""

    def __init__(self, person: Person, bot: Inside, random: Random) -> None:
        self.person, self.bot, self.random = person, bot, random

    @property
    def address(self) -> str:
        """The person as the store knows them."""
        return f"telegram:{self.person.user.id}"

    def kept(self) -> Kept:
        """Returns what is stored of the screening that the person used last."""
        with self.bot.store.reading() as repository:
            owned = repository.list_owned(self.address)
            if not owned:
                raise Broken(f"{self.address} has no screening")
            return Kept(timeless(owned[0].screening), len(repository.list_entries(owned[0].id)), owned[0].code)

    def told(self) -> int:
        """Returns how many messages the bot has written to the person, and how many toasts it has shown them."""
        chat = self.person.chat
        toasts = sum(each.act == "answered" and bool(each.text) for each in chat.history)
        return toasts + sum(each.sender is self.person.bot.account for each in chat.messages.values())

    def asked(self) -> ChatMessage:
        """Returns the open question's message."""
        return next(each for each in reversed(self.person.sees()) if list(each.buttons()))

    def button(self) -> dict[str, str]:
        """Returns an answer that the open question offers."""
        return self.random.choice(list(self.asked().buttons())[:2])

    def stale(self) -> None:
        """Taps a button of a question that was answered before, as a slow phone shows it.

        A message that asked the open question before it was asked again is not stale: its buttons are those of the open
        question.
        """
        now = {button["callback_data"] for button in self.asked().buttons()}
        old = [
            each for each in self.person.chat.messages.values() if list(each.buttons(stale=True)) and not each.keyboard
        ]
        message = self.random.choice(
            [each for each in old if now.isdisjoint(button["callback_data"] for button in each.buttons(stale=True))]
        )
        button = self.random.choice(list(message.buttons(stale=True)))
        self.person.taps_data(button["callback_data"], message)

    def foreign(self, other: "Chair") -> None:
        """Taps, in one's own chat, a button of another's open question; or asks for that screening by its code."""
        if self.random.random() < 0.5:
            self.person.taps_data(other.button()["callback_data"], self.asked())
        else:
            self.person.sends(f"/open {format_code(other.kept().code)}")

    def forged(self) -> None:
        """Taps a button whose data nobody signed: a bit changed, cut, signed with another secret, or anything else."""
        real = self.button()["callback_data"]
        raw = bytearray(base64.urlsafe_b64decode(real))
        raw[self.random.randrange(len(raw))] ^= 1 << self.random.randrange(8)
        changed = base64.urlsafe_b64encode(bytes(raw)).decode()
        guessed = Signer(self.random.randbytes(32)).sign(
            self.person.user.id, self.random.randbytes(16), self.random.randrange(1, 20), "opt.0"
        )
        forgeries = (
            guessed, real[:-4], real + "AAAA", real.swapcase(), "", "=", "é" * 32,
            "A" * 64, "0", "null", "opt:b_precursor_all",
        )  # fmt: skip
        self.person.taps_data(self.random.choice((changed, self.random.choice(forgeries))), self.asked())


Done = Callable[[Chair, Chair], None]


def never_taken(options: Options) -> str:
    """Does what must change nothing: stale, foreign, forged."""
    acts: dict[str, Done] = {
        "stale": lambda chair, _: chair.stale(),
        "foreign": lambda chair, other: chair.foreign(other),
        "forged": lambda chair, _: chair.forged(),
    }
    return asyncio.run(_attacked(options, acts, options.count(600, 24), _unchanged))


def taken_once(options: Options) -> str:
    """Does what may count once: a button tapped twice, a text sent twice, and one question answered on two devices."""

    def double_tap(chair: Chair, _: Chair) -> None:
        chair.person.taps(_answer(chair), chair.asked(), times=2)

    def double_text(chair: Chair, _: Chair) -> None:
        label = _answer(chair)
        chair.person.sends(label)
        chair.person.sends(label)

    def two_devices(chair: Chair, _: Chair) -> None:
        asked = chair.asked()
        labels = [button["text"] for button in asked.buttons()]
        chair.person.taps(labels[0], asked)
        chair.person.taps(labels[1], asked)

    return asyncio.run(
        _attacked(
            options,
            {"double tap": double_tap, "double text": double_text, "two devices": two_devices},
            options.count(400, 12),
            _once,
        )
    )


def _answer(chair: Chair) -> str:
    return chair.button()["text"]


async def _attacked(
    options: Options, acts: dict[str, Done], count: int, check: Callable[[Kept, Kept, str], None]
) -> str:
    """Lets everybody do one thing at a time, and compares after each."""
    random = options.random(*acts)
    done: Counter[str] = Counter()
    with Standin() as standin:
        async with inside(standin, place(options.folder), options.random("bot")) as bot:
            people = [1_000 + each for each in range(min(PEOPLE, count // 2))]
            let_in(bot.store, people)
            chairs = [Chair(standin.person(each), bot, random) for each in people]
            await _doing(standin, bot, lambda: [chair.person.starts() for chair in chairs])
            await _doing(standin, bot, lambda: [chair.person.sends("120 days") for chair in chairs])
            await _doing(standin, bot, lambda: [chair.person.taps(_answer(chair), chair.asked()) for chair in chairs])
            while sum(done.values()) < count:
                before = [(chair.kept(), chair.told()) for chair in chairs]
                chosen = [random.choice(list(acts)) for _ in chairs]
                others = [random.choice([each for each in chairs if each is not chair]) for chair in chairs]
                everything = [partial(acts[name], *pair) for name, *pair in zip(chosen, chairs, others, strict=True)]
                await _doing(standin, bot, partial(_all, everything))
                for name, chair, (kept, told) in zip(chosen, chairs, before, strict=True):
                    check(kept, chair.kept(), f"{name} by {chair.address}")
                    if chair.told() - told < (2 if check is _once else 1):
                        raise Broken(f"{name} by {chair.address}: nothing was told")
                    done[name] += 1
                if check is _once:
                    await _made_ready(standin, bot, chairs)
    return ", ".join(f"{number} {name}" for name, number in done.items())


def _unchanged(before: Kept, after: Kept, what: str) -> None:
    if before != after:
        raise Broken(f"{what}: the screening was changed")


def _once(before: Kept, after: Kept, what: str) -> None:
    """Makes sure that one question was answered, and the next one not. Raises `Broken`."""
    open_ = before.screening.shown[-1]
    changed = _changed(before.screening.answers, after.screening.answers)
    if not changed <= {open_} or after.entries - before.entries not in (0, 1):
        raise Broken(
            f"{what}: answered {sorted(changed)} with {after.entries - before.entries} entries, and open was only"
            f" {open_}"
        )
    # The same text within three seconds of the answer before is asked back. A second "no" then refuses what is offered.
    further = after.screening.shown[len(before.screening.shown) :]
    is_asked_back = after.screening.doubt is not None or further == (open_, open_)
    if not changed and not (is_asked_back and "text" in what):
        raise Broken(f"{what}: not even the first counted")


def _changed(before: object, after: object) -> set[str]:
    assert isinstance(before, dict)
    assert isinstance(after, dict)
    answers: dict[str, tuple[Answer | None, Answer | None]] = {
        each: (before.get(each), after.get(each)) for each in {*before, *after}
    }
    return {each for each, (old, new) in answers.items() if old != new}


async def _made_ready(standin: Standin, bot: Inside, chairs: list[Chair]) -> None:
    """Lets everybody whose open question offers no two answers begin anew."""
    late = [chair for chair in chairs if not _offers_answers(chair.kept().screening)]
    for say in ("/new", "120 days"):
        await _doing(standin, bot, partial(_say, late, say))


def _say(chairs: list[Chair], text: str) -> None:
    for chair in chairs:
        chair.person.sends(text)


def _offers_answers(screening: Screening) -> bool:
    buttons = dialogue().view.make_buttons(screening)
    is_plain = screening.doubt is None and screening.menu is None
    return is_plain and len(buttons) > 1 and all(each.key.startswith(OPTION_KEY) for each in buttons[:2])


def _all(done: Sequence[Callable[[], None]]) -> None:
    for do in done:
        do()


async def _doing(standin: Standin, bot: Inside, do: Callable[[], object]) -> None:
    """Does something, and waits until all of it is taken, and answered."""
    await asyncio.to_thread(do)
    await asyncio.to_thread(standin.quiet, QUIET_SECONDS, 0.03)
    while bot.store.outbox.count_waiting():  # noqa: ASYNC110 - the store tells nobody when it is empty
        await asyncio.sleep(0.02)


if __name__ == "__main__":
    dialogue()
    main({"taps that change nothing": never_taken, "taps and texts that count once": taken_once})
