"""How to bring about each kind of event where a guide stands."""

from collections.abc import Callable, Iterable, Iterator

from dialogs import phrases
from dialogs.conversation.buttons import CHANGE_KEY, LEAVE
from dialogs.conversation.questions import KEEP_KEY, OFFER_KEY, OPTION_KEY, PENDING_KEY, UNKNOWN_KEY
from dialogs.conversation.selecting import OFF, SO, THESE_KEY, UNTESTED, make_mark_key
from dialogs.conversation.state_machine import find_fact
from dialogs.rules.answers import Known, LastDoses, Selected
from dialogs.testing.coverage.event_kinds import EventKind
from dialogs.testing.coverage.guide import Guide
from dialogs.testing.coverage.late import say_twice, tap_late
from dialogs.testing.coverage.samples import list_samples
from dialogs.testing.scripts.recording.said import list_texts


def order_events(states: Iterable[str]) -> Iterator[tuple[EventKind, str]]:
    """Yields every kind of event that a script can bring about with each of the states.

    Last come those from which no short way leads back.
    """
    states = tuple(states)
    yield from ((kind, state) for state in states for kind in EventKind if kind not in (*_SAID_TWICE, *_LAST))
    yield from ((kind, state) for kind in _LAST for state in states)


def do(guide: Guide, kind: EventKind) -> None:
    """Brings about an event of a kind at the state where the guide stands.

    Where it needs answers first, the open question gets one.
    """
    state = guide.screening.state
    if kind in _WITH_ANSWERS and not guide.screening.answers and guide.tap(UNKNOWN_KEY):
        guide.go(state)
    _DO[kind](guide)


def _get_open_fact(guide: Guide) -> str:
    fact = find_fact(guide.screening.state)
    assert fact is not None, "only the question of a fact is answered"
    return fact


def _make_tap(*keys: str) -> Callable[[Guide], None]:
    def tap(guide: Guide) -> None:
        guide.tap(*keys)

    return tap


def _make_saying(*texts: str) -> Callable[[Guide], None]:
    def say(guide: Guide) -> None:
        for text in texts:
            guide.say(text)

    return say


def pick_and_take_out(guide: Guide) -> None:
    """Chooses an option, says that it was not tested where that can be said, and takes it out again."""
    for key in (make_mark_key(SO, ""), make_mark_key(UNTESTED, ""), make_mark_key(OFF, "")):
        guide.tap(key)


def _type_answer(guide: Guide) -> None:
    fact = _get_open_fact(guide)
    trial, today = guide.dialogue.trial, guide.now.date()
    labels = {button.label.casefold() for button in guide.buttons}
    samples = list_samples(trial, fact, today).values()
    known = [each for each in samples if isinstance(each, Known | Selected | LastDoses)]
    exact = [
        text
        for each in known
        for text in list_texts(trial.facts[fact], each, today, under_ask_back=guide.screening.doubt is not None)
    ]
    texts = [*exact, *(f"{text}." for text in exact)]
    guide.say(next(text for text in texts if text.casefold() not in labels))


def _say_unclear(guide: Guide) -> None:
    guide.say(guide.probes.find_unclear(_get_open_fact(guide)))


def _say_imprecise(guide: Guide) -> None:
    guide.say(guide.probes.find_interval(_get_open_fact(guide)))


def _say_unfit(guide: Guide) -> None:
    fact = find_fact(guide.screening.state)
    guide.say("purple elephants" if fact is None else guide.probes.find_unfit(fact))


def _choose_change(guide: Guide) -> None:
    guide.say("/change")
    guide.tap(CHANGE_KEY)


def _keep_answer(guide: Guide) -> None:
    """Keeps the recorded answer to the open question, which is given first where there is none."""
    fact = _get_open_fact(guide)
    if fact not in guide.screening.answers:
        guide.tap(UNKNOWN_KEY)
        guide.change(fact)
    guide.tap(KEEP_KEY)


def _start_over(guide: Guide) -> None:
    guide.start_over()


_SAID_TWICE = (EventKind.DOUBLED, EventKind.REFUSED)
_LAST = (EventKind.EVERY_REASON, EventKind.STARTED_OVER)
_WITH_ANSWERS = (EventKind.CHOSEN_TO_CHANGE, EventKind.LEFT, EventKind.STARTED_OVER)

_DO: dict[EventKind, Callable[[Guide], None]] = {
    EventKind.TAPPED: _make_tap(OPTION_KEY, THESE_KEY),
    EventKind.PICKED: pick_and_take_out,
    EventKind.TYPED: _type_answer,
    EventKind.UNKNOWN: _make_tap(UNKNOWN_KEY),
    EventKind.PENDING: _make_tap(PENDING_KEY),
    EventKind.KEPT: _keep_answer,
    EventKind.OFFER: _make_tap(OFFER_KEY),
    EventKind.UNCLEAR: _say_unclear,
    EventKind.IMPRECISE: _say_imprecise,
    EventKind.DOUBLED: say_twice,
    EventKind.UNFIT: _say_unfit,
    EventKind.REFUSED: tap_late,
    EventKind.WHY: _make_saying("/why"),
    EventKind.BACK: _make_saying("/back"),
    EventKind.CHANGE: _make_saying("/change"),
    EventKind.CHOSEN_TO_CHANGE: _choose_change,
    EventKind.LEFT: _make_saying("/change", LEAVE.label),
    EventKind.STATUS: _make_saying("/status"),
    EventKind.PAGE: _make_saying("/trial"),
    EventKind.PAUSE: _make_saying("/pause"),
    EventKind.RESUME: _make_saying("/resume"),
    EventKind.STOP: _make_saying("/stop"),
    EventKind.START_OVER: _make_saying("/start_over"),
    EventKind.STARTED_OVER: _start_over,
    EventKind.RESULT: _make_saying("/result"),
    EventKind.STOP_HERE: _make_saying(phrases.STOP_HERE_LABEL),
    EventKind.EVERY_REASON: _make_saying(phrases.EVERY_REASON_LABEL),
    EventKind.SHOW_RESULT: _make_saying(phrases.SHOW_RESULT_LABEL),
}
