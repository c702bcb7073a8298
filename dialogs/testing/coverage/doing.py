"""How to bring about each kind of event where a guide stands, and each arrow from one state to another."""

from collections.abc import Callable, Iterable, Iterator

from dialogs import phrases
from dialogs.conversation.questions import KEEP_KEY, OFFER_KEY, OPTION_KEY, PENDING_KEY, UNKNOWN_KEY
from dialogs.conversation.render import CHANGE_KEY, LEAVE
from dialogs.conversation.state_machine import find_fact
from dialogs.rules.answers import UNKNOWN, Known
from dialogs.testing.coverage.guide import Guide
from dialogs.testing.coverage.kinds import EventKind
from dialogs.testing.coverage.late import say_twice, tap_late
from dialogs.testing.coverage.samples import list_samples
from dialogs.testing.scripts.said import list_texts


def order_events(states: Iterable[str]) -> Iterator[tuple[EventKind, str]]:
    """Yields every kind of event that a script can bring about with each of the states, those last from where no short way leads back."""
    states = tuple(states)
    yield from ((kind, state) for state in states for kind in EventKind if kind not in (*_SAID_TWICE, *_LAST))
    yield from ((kind, state) for kind in _LAST for state in states)


def do(guide: Guide, kind: EventKind) -> None:
    """Brings about an event of a kind at the state where the guide stands; where answers are needed first, the open question gets one."""
    state = guide.screening.state
    if kind in _WITH_ANSWERS and not guide.screening.answers and guide.tap(UNKNOWN_KEY):
        guide.go(state)
    _DO[kind](guide)


def follow(guide: Guide, dest: str) -> None:
    """Goes from the state where the guide stands straight to `dest`: by changing an answer, giving the same again, or as it goes."""
    fact = find_fact(dest)
    if fact is not None and fact in guide.screening.answers:
        guide.change(fact)
    elif find_fact(guide.screening.state) is not None:
        _same_again(guide)
    else:
        guide.go(dest)


def _open_fact(guide: Guide) -> str:
    fact = find_fact(guide.screening.state)
    assert fact is not None, "only the question of a fact is answered"
    return fact


def _same_again(guide: Guide) -> None:
    """Gives the recorded answer once more."""
    fact = _open_fact(guide)
    if not guide.tap(KEEP_KEY):
        guide.answer(fact, guide.screening.answers.get(fact, UNKNOWN))


def _tapped(*keys: str) -> Callable[[Guide], None]:
    def tap(guide: Guide) -> None:
        guide.tap(*keys)

    return tap


def _said(*texts: str) -> Callable[[Guide], None]:
    def say(guide: Guide) -> None:
        for text in texts:
            guide.say(text)

    return say


def _type(guide: Guide) -> None:
    fact = _open_fact(guide)
    trial, today = guide.dialogue.trial, guide.now.date()
    labels = {button.label.casefold() for button in guide.buttons}
    known = [each for each in list_samples(trial, fact, today).values() if isinstance(each, Known)]
    exact = [
        text
        for each in known
        for text in list_texts(trial.facts[fact], each, today, under_ask_back=guide.screening.doubt is not None)
    ]
    texts = [*exact, *(f"{text}." for text in exact)]
    guide.say(next(text for text in texts if text.casefold() not in labels))


def _unclear(guide: Guide) -> None:
    guide.say(guide.probes.find_unclear(_open_fact(guide)))


def _imprecise(guide: Guide) -> None:
    guide.say(guide.probes.find_interval(_open_fact(guide)))


def _unfit(guide: Guide) -> None:
    fact = find_fact(guide.screening.state)
    guide.say("purple elephants" if fact is None else guide.probes.find_unfit(fact))


def _chosen(guide: Guide) -> None:
    guide.say("/change")
    guide.tap(CHANGE_KEY)


def _started_over(guide: Guide) -> None:
    guide.start_over()


_SAID_TWICE = (EventKind.DOUBLED, EventKind.REFUSED)
_LAST = (EventKind.EVERY_REASON, EventKind.STARTED_OVER)
_WITH_ANSWERS = (EventKind.CHOSEN_TO_CHANGE, EventKind.LEFT, EventKind.STARTED_OVER)

_DO: dict[EventKind, Callable[[Guide], None]] = {
    EventKind.TAPPED: _tapped(OPTION_KEY),
    EventKind.TYPED: _type,
    EventKind.UNKNOWN: _tapped(UNKNOWN_KEY),
    EventKind.PENDING: _tapped(PENDING_KEY),
    EventKind.KEPT: _tapped(KEEP_KEY),
    EventKind.OFFER: _tapped(OFFER_KEY),
    EventKind.UNCLEAR: _unclear,
    EventKind.IMPRECISE: _imprecise,
    EventKind.DOUBLED: say_twice,
    EventKind.UNFIT: _unfit,
    EventKind.REFUSED: tap_late,
    EventKind.WHY: _said("/why"),
    EventKind.BACK: _said("/back"),
    EventKind.CHANGE: _said("/change"),
    EventKind.CHOSEN_TO_CHANGE: _chosen,
    EventKind.LEFT: _said("/change", LEAVE.label),
    EventKind.STATUS: _said("/status"),
    EventKind.PAGE: _said("/trial"),
    EventKind.PAUSE: _said("/pause"),
    EventKind.RESUME: _said("/resume"),
    EventKind.STOP: _said("/stop"),
    EventKind.START_OVER: _said("/start_over"),
    EventKind.STARTED_OVER: _started_over,
    EventKind.RESULT: _said("/result"),
    EventKind.STOP_HERE: _said(phrases.STOP_HERE_LABEL),
    EventKind.EVERY_REASON: _said(phrases.EVERY_REASON_LABEL),
    EventKind.SHOW_RESULT: _said(phrases.SHOW_RESULT_LABEL),
}
