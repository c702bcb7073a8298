"""Tours: a small set of scripts that reaches all that the atlas of a trial's dialogue holds.

First come the results, as screenings would come to them, and the early ends. Then come the questions and the ends, each
with all that can happen there. Last come the ways between them, and what happens to late or repeated events. The
scripts expect what the dialogue says. The same definition always gives the same scripts, to the letter.
"""

from collections.abc import Iterator
from datetime import datetime

from dialogs.conversation.dialogue import Dialogue
from dialogs.conversation.questions import UNKNOWN_KEY
from dialogs.conversation.state_machine import ASKING, CLARIFYING, CONCLUDED, REVIEW, SETTLED, STOPPED
from dialogs.definition.wording import say
from dialogs.testing.coverage.crossings import script_crossings
from dialogs.testing.coverage.doing import order_events
from dialogs.testing.coverage.guide import Guide
from dialogs.testing.coverage.itinerary import SUFFIX, Itinerary, hyphenate
from dialogs.testing.coverage.late import LATE
from dialogs.testing.coverage.outcomes import script_early_ends, script_results
from dialogs.testing.coverage.possible import ASKED, DROPPED, UNASKED
from dialogs.testing.coverage.samples import list_samples
from dialogs.testing.scripts.abuse_words import SUFFIX as ABUSE
from dialogs.testing.scripts.blocks import Script

MOST = 40
"""How many things that come late, or are said twice, happen in one script."""


def script_tours(dialogue: Dialogue, now: datetime) -> tuple[Script, ...]:
    """Returns the scripts; `source` of each is its text, and `file` the name that it should have.

    `now` is when they are played.
    """
    itinerary = Itinerary(dialogue, now)
    return tuple(
        script
        for part in (
            script_results,
            script_early_ends,
            _script_questions,
            _script_ends,
            script_crossings,
            _script_abuse,
        )
        for script in part(itinerary)
    )


def _script_questions(itinerary: Itinerary) -> Iterator[Script]:
    """Yields a script for each question, with all that can be answered, said and tapped there."""
    for fact in itinerary.facts:
        guide = Guide(itinerary.dialogue, itinerary.now)
        if fact == itinerary.facts[0]:
            _say_before_any_answer(itinerary, guide)
        guide.walk(itinerary.find_home((ASKED, fact)))
        _give_answers(itinerary, guide, fact)
        _bring_about_events(itinerary, guide, ASKING + fact, CLARIFYING + fact)
        name = say(itinerary.trial.facts[fact].name)
        title = f"At the question about {name}: every answer, and all that can be said, tapped and asked for there."
        yield itinerary.script(guide, f"question-{hyphenate(fact)}{SUFFIX}", title)


def _say_before_any_answer(itinerary: Itinerary, guide: Guide) -> None:
    commands = (f"/{command.replace(' ', '_')}" for command in sorted(itinerary.left.commands))
    for text in ("/back", "/change", "/start_over", "/purple", *commands):
        state = guide.screening.state
        guide.say(text)
        guide.go(state)


def _give_answers(itinerary: Itinerary, guide: Guide, fact: str) -> None:
    """Gives every answer that is left, and what is asked back or refused."""
    texts = guide.probes.list_sentences(fact)
    for name in sorted(texts.keys() & (itinerary.left - guide.reached).phrases):
        guide.go(ASKING + fact)
        guide.say(texts[name])
    several = guide.probes.find_several(fact)
    if several is not None and "CHOOSES_NOTHING" in (itinerary.left - guide.reached).phrases:
        guide.go(ASKING + fact)
        guide.say(several)
        guide.say("yes")
    if "YES_OR_NO_ALONE" in (itinerary.left - guide.reached).phrases and guide.go(CLARIFYING + fact):
        guide.say("yes, purple elephants")
    for code, answer in list_samples(itinerary.trial, fact, itinerary.now.date()).items():
        if (fact, code) in (itinerary.left - guide.reached).answers:
            guide.go(ASKING + fact)
            guide.answer(fact, answer)


def _bring_about_events(itinerary: Itinerary, guide: Guide, *states: str) -> None:
    """Brings about every kind of event that is left at these states."""
    for kind, state in order_events(states):
        if (state, kind) in (itinerary.left - guide.reached).pairs:
            itinerary.bring_about(guide, state, kind)


def _script_ends(itinerary: Itinerary) -> Iterator[Script]:
    """Yields a script for each state that asks nothing."""
    for state, place in _PLACES.items():
        if state not in {each for each, _ in itinerary.left.pairs}:
            continue
        guide = Guide(itinerary.dialogue, itinerary.now)
        if not itinerary.facts:
            _say_before_any_answer(itinerary, guide)
        itinerary.begin_at(guide, state)
        _bring_about_events(itinerary, guide, state)
        if state == CONCLUDED:
            _reach_sentences(itinerary, guide)
        title = f"{place}: all that can be said, tapped and asked for there."
        yield itinerary.script(guide, f"at-{state}{SUFFIX}", title)


def _reach_sentences(itinerary: Itinerary, guide: Guide) -> None:
    """Makes the dialogue say what it says on some walks only: what was dropped, not asked, or has no such name."""
    left = (itinerary.left - guide.reached).phrases
    if "DROPPED" in left:
        guide.walk(itinerary.find_home((DROPPED,)))
    if "REVIEW_MISSING" in left:
        guide.walk(itinerary.find_home((UNASKED,)))
        guide.finish(every_reason=False)
    if "NO_FACT" in left:
        guide.walk(itinerary.find_home((ASKED, itinerary.facts[0])))
        guide.tap(UNKNOWN_KEY)
        guide.say("/change purple elephants")


def _script_abuse(itinerary: Itinerary) -> Iterator[Script]:
    """Yields abuse scripts, with what happens only to those who are late or hasty."""
    number = 0
    left = itinerary.left.pairs
    while left:
        guide = Guide(itinerary.dialogue, itinerary.now)
        for state, kind in sorted(left, key=lambda pair: (itinerary.states.index(pair[0]), pair[1].name))[:MOST]:
            itinerary.bring_about(guide, state, kind)
        for name in sorted(LATE.keys() & itinerary.left.phrases):
            itinerary.begin_at(guide, ASKING + itinerary.facts[0] if itinerary.facts else REVIEW)
            LATE[name](guide)
        number += 1
        title = f"Late taps, early texts, answers said twice ({number})."
        yield itinerary.script(guide, f"late-or-twice-{number:02}{ABUSE}", title)
        left = frozenset() if itinerary.left.pairs == left else itinerary.left.pairs


_PLACES = {
    SETTLED: "Where the questions end early",
    REVIEW: "At the review",
    CONCLUDED: "After the result",
    STOPPED: "Where a screening was stopped",
}
