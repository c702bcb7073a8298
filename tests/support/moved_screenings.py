"""Scripts whose screening is moved between a phone and a desk at every question, held against the core."""

from collections.abc import Iterator
from dataclasses import replace

from phone_and_desk import Clinic, Desk, Phone

from bot.workbench.layers.chat_reader import make_turn
from dialogs.conversation.dialogue import Dialogue
from dialogs.conversation.messages import Message
from dialogs.conversation.screening import Event, Said, Screening, Tapped
from dialogs.testing.scripts.format.blocks import Script
from dialogs.testing.scripts.playing.played import PlayedStep
from dialogs.testing.scripts.playing.player import FIXED_NOW, Player
from storage.model.codes import format_code

Words = list[tuple[str, list[str]]]
"""What is read at once: texts, each with the labels beneath it."""


def find_differences(clinic: Clinic, dialogue: Dialogue, script: Script) -> Iterator[str]:
    """Plays a script, each event on the other device than the one before, and yields where it differs from the core.

    Before each event the screening is opened on the device that did nothing last, then on the one that goes on.
    """
    phone, desk = clinic.pair()
    devices: tuple[Phone | Desk, Phone | Desk] = (phone, desk)
    steps = [step for each in Player(dialogue, FIXED_NOW).play(script).exchanges for step in each.steps]
    for at, step in enumerate(steps):
        if step.event is None or step.before is None:
            continue
        acting, resting = devices if at % 2 else devices[::-1]
        owned = clinic.find_owned(phone.account)
        if owned:
            meant = list_words(dialogue, step.before, dialogue.show_current(step.before, FIXED_NOW).messages)
            for device in (resting, acting):
                device.say(f"open {format_code(owned[0].code)}")
                yield from _compare(f"{script.file} {at} opened", meant, read(dialogue, step.before, device))
        else:
            acting = phone
        do(acting, step.before, step.event, dialogue)
        yield from _compare(
            f"{script.file} {at} {step.event}", _say(dialogue, step), read(dialogue, step.turn.screening, acting)
        )
        owned = clinic.find_owned(phone.account)
        if owned:
            yield from _compare(
                f"{script.file} {at} state", leave_out_times(step.turn.screening), leave_out_times(owned[0].screening)
            )


def do(device: Phone | Desk, before: Screening, event: Event, dialogue: Dialogue) -> None:
    """Lets a device do what an event of the core does."""
    if isinstance(event, Said):
        device.say(event.text)
        return
    label = next((each.label for each in dialogue.view.make_buttons(before) if each.key == event.key), "")
    shown = next((each for each in device.labels if each == label or is_cut_from(each, label)), None)
    assert shown is not None, f"{label!r} is not among {device.labels}"
    device.tap(shown)


def is_cut_from(label: str, whole: str) -> bool:
    """Says whether a label on a small screen is the beginning of another one."""
    return label.endswith("…") and whole.startswith(label.removesuffix("…").rstrip())


def read(dialogue: Dialogue, screening: Screening, device: Phone | Desk) -> Words:
    """Returns what a device shows, without what the session says beside it."""
    turn = make_turn(dialogue.view, screening, device.told)
    return list_words(dialogue, screening, turn.messages)


def list_words(dialogue: Dialogue, screening: Screening, messages: tuple[Message, ...]) -> Words:
    """Returns messages as words."""
    del dialogue, screening
    return [(each.text, [button.label for button in each.buttons]) for each in messages]


def leave_out_times(screening: Screening) -> Screening:
    """Returns a screening without when it was asked and answered: clocks differ."""
    return replace(screening, asked_at=None, taken_at=None, typed=None)


def _say(dialogue: Dialogue, step: PlayedStep) -> Words:
    return list_words(dialogue, step.turn.screening, step.turn.messages)


def _compare(what: str, meant: object, found: object) -> Iterator[str]:
    if meant != found:
        yield f"{what}:\n  core  {meant}\n  moved {found}"


__all__ = ["Tapped", "find_differences"]
