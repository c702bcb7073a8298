"""Screenings that are moved between a phone and a desk at every question, held against the core: words and state."""

from collections.abc import Iterator
from dataclasses import replace

from phone_and_desk import Clinic, Desk, Phone

from bot.workbench.layers.chat_reader import is_offer, make_turn
from dialogs.conversation.dialogue import Dialogue
from dialogs.conversation.messages import Message
from dialogs.conversation.screening import Event, Happened, Said, Screening
from dialogs.testing.scripts.format.blocks import Script
from dialogs.testing.scripts.playing.played import PlayedStep
from dialogs.testing.scripts.playing.player import FIXED_NOW, START, Player
from storage.model.codes import format_code
from storage.model.stored import StoredScreening
from storage.unit_of_work.trail import read_trail

Device = Phone | Desk
Words = list[tuple[str, list[str]]]
"""What is read at once: texts, each with the labels beneath it."""


def list_steps(dialogue: Dialogue, script: Script) -> list[PlayedStep]:
    """Returns what a script does, as the core takes it."""
    return [step for each in Player(dialogue, FIXED_NOW).play(script).exchanges for step in each.steps]


def find_differences(clinic: Clinic, dialogue: Dialogue, script: Script) -> Iterator[str]:
    """Plays a script, each event on the other device than the one before, and yields where it differs from the core.

    Before each event the screening is opened on the device that did nothing last, then on the one that goes on.
    """
    devices = clinic.pair()
    happened: list[Happened] = []
    for at, step in enumerate(list_steps(dialogue, script)):
        if step.event is None or step.before is None:
            continue
        resting, acting = devices if at % 2 else devices[::-1]
        stored = find_stored(clinic, acting)
        if stored is None:
            acting = devices[0]
        else:
            meant = list_words(dialogue.show_current(step.before, FIXED_NOW).messages)
            for device in (resting, acting):
                device.say(f"open {format_code(stored.code)}")
                yield from _compare(f"{at}, opened", meant, read(dialogue, step.before, device))
        do(dialogue, acting, step.before, step.event)
        happened += step.turn.happened
        if step.event != Said(START, sees_numbers=False):  # the session answers that with an offer
            told = read(dialogue, step.turn.screening, acting)
            yield from _compare(f"{at}, {step.event}", list_words(step.turn.messages), told)
        stored = find_stored(clinic, acting)
        if stored is not None:
            yield from _compare(f"{at}, state", *map(leave_out_times, (step.turn.screening, stored.screening)))
            yield from _compare(f"{at}, trail", happened, list_happened(clinic, stored))


def find_stored(clinic: Clinic, device: Device) -> StoredScreening | None:
    """Returns the screening that a person used last; None where none is stored yet."""
    owned = clinic.find_owned(device.account)
    return owned[0] if owned else None


def do(dialogue: Dialogue, device: Device, before: Screening, event: Event) -> None:
    """Lets a device do what an event of the core does. Where the session offers to go on, the person does."""
    if isinstance(event, Said):
        device.say(event.text)
    else:
        label = next(each.label for each in dialogue.view.make_buttons(before) if each.key == event.key)
        device.tap(next(each for each in device.labels if each == label or _is_cut(each, label)))
    if is_offer(device.told):
        device.tap(device.labels[0])


def read(dialogue: Dialogue, screening: Screening, device: Device) -> Words:
    """Returns what a device shows, without what the session says beside it."""
    return list_words(make_turn(dialogue.view, screening, device.told).messages)


def list_words(messages: tuple[Message, ...]) -> Words:
    """Returns messages as words."""
    return [(each.text, [button.label for button in each.buttons]) for each in messages]


def leave_out_times(screening: Screening) -> Screening:
    """Returns a screening without when it was asked and answered: people's clocks are not that of the core."""
    return replace(screening, asked_at=None, taken_at=None, typed=None)


def list_happened(clinic: Clinic, stored: StoredScreening) -> list[Happened]:
    """Returns what the trail of a screening says of its answers."""
    with clinic.telegram.store.reading() as repository:
        entries = [entry for _, entry in read_trail(repository, stored.id) if entry.fact]
    is_from_note = [bool(each.note) for each in entries]
    return [
        Happened(each.fact or "", each.before, each.after, from_note=noted)
        for each, noted in zip(entries, is_from_note, strict=True)
    ]


def _is_cut(label: str, whole: str) -> bool:
    """Says whether a label on a small screen is the beginning of another one."""
    return label.endswith("…") and whole.startswith(label.removesuffix("…").rstrip())


def _compare(what: str, meant: object, found: object) -> Iterator[str]:
    if meant != found:
        yield f"{what}:\n  core  {meant}\n  moved {found}"
