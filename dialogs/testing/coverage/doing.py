"""How to bring about each kind of event where a guide stands, and each arrow from one state to another."""

from collections.abc import Callable, Iterable, Iterator

from dialogs import phrases
from dialogs.conversation.questions import KEEP_KEY, OFFER_KEY, OPTION_KEY, PENDING_KEY, UNKNOWN_KEY
from dialogs.conversation.render import CHANGE_KEY, LEAVE
from dialogs.conversation.state_machine import fact_of
from dialogs.rules.answers import UNKNOWN, Known
from dialogs.testing.coverage.guide import Guide
from dialogs.testing.coverage.kinds import Kind
from dialogs.testing.coverage.late import say_twice, tap_late
from dialogs.testing.coverage.samples import samples
from dialogs.testing.scripts.said import texts_for


def in_order(states: Iterable[str]) -> Iterator[tuple[Kind, str]]:
    """Yields every kind of event that a script can bring about with each of the states, those last from where no short way leads back."""
    states = tuple(states)
    yield from ((kind, state) for state in states for kind in Kind if kind not in (*_SAID_TWICE, *_LAST))
    yield from ((kind, state) for kind in _LAST for state in states)


def do(guide: Guide, kind: Kind) -> None:
    """Brings about an event of a kind at the state where the guide stands; where answers are needed first, the open question gets one."""
    state = guide.screening.state
    if kind in _WITH_ANSWERS and not guide.screening.answers and guide.tap(UNKNOWN_KEY):
        guide.go(state)
    _DO[kind](guide)


def follow(guide: Guide, dest: str) -> None:
    """Goes from the state where the guide stands straight to `dest`: by changing an answer, giving the same again, or as it goes."""
    fact = fact_of(dest)
    if fact is not None and fact in guide.screening.answers:
        guide.change(fact)
    elif fact_of(guide.screening.state) is not None:
        _same_again(guide)
    else:
        guide.go(dest)


def _open_fact(guide: Guide) -> str:
    fact = fact_of(guide.screening.state)
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
    known = [each for each in samples(trial, fact, today).values() if isinstance(each, Known)]
    exact = [text for each in known for text in texts_for(trial.facts[fact], each, today, under_ask_back=guide.screening.doubt is not None)]
    texts = [*exact, *(f"{text}." for text in exact)]
    guide.say(next(text for text in texts if text.casefold() not in labels))


def _unclear(guide: Guide) -> None:
    guide.say(guide.probes.unclear(_open_fact(guide)))


def _imprecise(guide: Guide) -> None:
    guide.say(guide.probes.interval(_open_fact(guide)))


def _unfit(guide: Guide) -> None:
    fact = fact_of(guide.screening.state)
    guide.say("purple elephants" if fact is None else guide.probes.unfit(fact))


def _chosen(guide: Guide) -> None:
    guide.say("/change")
    guide.tap(CHANGE_KEY)


def _started_over(guide: Guide) -> None:
    guide.start_over()


_SAID_TWICE = (Kind.DOUBLED, Kind.REFUSED)
_LAST = (Kind.EVERY_REASON, Kind.STARTED_OVER)
_WITH_ANSWERS = (Kind.CHOSEN_TO_CHANGE, Kind.LEFT, Kind.STARTED_OVER)

_DO: dict[Kind, Callable[[Guide], None]] = {
    Kind.TAPPED: _tapped(OPTION_KEY),
    Kind.TYPED: _type,
    Kind.UNKNOWN: _tapped(UNKNOWN_KEY),
    Kind.PENDING: _tapped(PENDING_KEY),
    Kind.KEPT: _tapped(KEEP_KEY),
    Kind.OFFER: _tapped(OFFER_KEY),
    Kind.UNCLEAR: _unclear,
    Kind.IMPRECISE: _imprecise,
    Kind.DOUBLED: say_twice,
    Kind.UNFIT: _unfit,
    Kind.REFUSED: tap_late,
    Kind.WHY: _said("/why"),
    Kind.BACK: _said("/back"),
    Kind.CHANGE: _said("/change"),
    Kind.CHOSEN_TO_CHANGE: _chosen,
    Kind.LEFT: _said("/change", LEAVE.label),
    Kind.STATUS: _said("/status"),
    Kind.PAGE: _said("/trial"),
    Kind.PAUSE: _said("/pause"),
    Kind.RESUME: _said("/resume"),
    Kind.STOP: _said("/stop"),
    Kind.START_OVER: _said("/start_over"),
    Kind.STARTED_OVER: _started_over,
    Kind.RESULT: _said("/result"),
    Kind.STOP_HERE: _said(phrases.STOP_HERE_LABEL),
    Kind.EVERY_REASON: _said(phrases.EVERY_REASON_LABEL),
    Kind.SHOW_RESULT: _said(phrases.SHOW_RESULT_LABEL),
}
