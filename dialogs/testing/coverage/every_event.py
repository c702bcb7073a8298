"""Tours of every kind of event in every state, also those that come late or twice; made only on request."""

from collections.abc import Iterable, Iterator
from functools import partial

from dialogs.conversation.state_machine import ASKING, CLARIFYING, CONCLUDED, REVIEW, SETTLED, STOPPED
from dialogs.definition.wording import say
from dialogs.testing.coverage.doing import order_events
from dialogs.testing.coverage.event_kinds import EventKind
from dialogs.testing.coverage.guide import Guide
from dialogs.testing.coverage.itinerary import Errand, Itinerary, name_file
from dialogs.testing.coverage.map import Map
from dialogs.testing.coverage.possible import ASKED
from dialogs.testing.scripts.format.abuse_words import SUFFIX as ABUSE
from dialogs.testing.scripts.format.blocks import Script


def script_events(itinerary: Itinerary) -> Iterator[Script]:
    """Yields scripts for each state, with what can be said, tapped and asked for there and is left."""
    for fact in itinerary.facts:
        home = itinerary.find_home((ASKED, fact))
        errands = _list_errands(itinerary, order_events((ASKING + fact, CLARIFYING + fact)))
        for number, (guide, _) in enumerate(itinerary.pack(errands, partial(Guide.walk, walk=home)), 1):
            title = f"What can be said and asked for at the question about {say(itinerary.trial.facts[fact].name)}"
            yield itinerary.script(guide, name_file("every-event-at", fact, number=number), _count(title, number))
    for state, place in _PLACES.items():
        errands = _list_errands(itinerary, order_events((state,)))
        for number, (guide, _) in enumerate(itinerary.pack(errands, partial(itinerary.begin_at, state=state)), 1):
            title = f"What can be said and asked for {place}"
            yield itinerary.script(guide, name_file("every-event-at", state, number=number), _count(title, number))


def script_late_events(itinerary: Itinerary) -> Iterator[Script]:
    """Yields abuse scripts, with what happens only to those who are late or hasty."""
    states = itinerary.states
    pairs = sorted(itinerary.left.pairs, key=lambda pair: (states.index(pair[0]), pair[1].name))
    errands = _list_errands(itinerary, ((kind, state) for state, kind in pairs))
    for number, (guide, _) in enumerate(itinerary.pack(errands, lambda _: None), 1):
        title = _count("Late taps, and answers said twice, at every question and every end", number)
        yield itinerary.script(guide, name_file("every-event-late", number=number, suffix=ABUSE), title)


def _list_errands(itinerary: Itinerary, events: Iterable[tuple[EventKind, str]]) -> Iterator[Errand]:
    for kind, state in events:
        yield Errand(partial(_is_left, state, kind), partial(itinerary.bring_about, state=state, kind=kind))


def _is_left(state: str, kind: EventKind, left: Map) -> bool:
    return (state, kind) in left.pairs


def _count(title: str, number: int) -> str:
    return f"{title}{'' if number == 1 else f' ({number})'}."


_PLACES = {
    SETTLED: "where the questions end early",
    REVIEW: "at the review",
    CONCLUDED: "after the result",
    STOPPED: "where a screening was stopped",
}
