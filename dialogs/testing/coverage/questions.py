"""Tours to each question: the texts that are asked back or refused there, and the answers that are taken.

One text after the other is said, as by somebody who looks for the words that are understood.
"""

from collections.abc import Iterator
from functools import partial

from dialogs.conversation.state_machine import ASKING, CLARIFYING, find_fact
from dialogs.rules.answers import Answer, LastDoses
from dialogs.testing.coverage.event_kinds import EventKind
from dialogs.testing.coverage.guide import Guide
from dialogs.testing.coverage.itinerary import Errand, Itinerary, name_file
from dialogs.testing.coverage.map import Map
from dialogs.testing.coverage.possible import ASKED
from dialogs.testing.coverage.probes import Probes
from dialogs.testing.coverage.samples import list_samples
from dialogs.testing.coverage.titles import ASKED_BACK, REFUSED, TAKEN, name_question
from dialogs.testing.scripts.format.blocks import Script
from dialogs.testing.scripts.recording.said import find_text
from dialogs.testing.scripts.recording.walk import SpokenWalk


def script_questions(itinerary: Itinerary) -> Iterator[Script]:
    """Yields scripts for each question: every answer that is left, and what is asked back or refused there."""
    probes = Probes(itinerary.dialogue, itinerary.now.date())
    for fact in itinerary.facts:
        home = itinerary.find_home((ASKED, fact))
        errands = (*_list_sentences(probes, fact), *_list_answers(itinerary, fact))
        for number, (guide, done) in enumerate(itinerary.pack(errands, partial(Guide.walk, walk=home)), 1):
            title = name_question(itinerary.dialogue, fact, done)
            yield itinerary.script(guide, name_file("question", fact, number=number), title)


def _list_sentences(probes: Probes, fact: str) -> Iterator[Errand]:
    """Yields errands for the sentences that are left, those that ask back first, and for each kind of them one."""
    texts = probes.list_sentences(fact)
    asked_back = {name: text for name, text in texts.items() if probes.is_asked_back(fact, text)}
    refused = {name: text for name, text in texts.items() if name not in asked_back}
    yield from (_make_probe(fact, ASKED_BACK, name, text) for name, text in asked_back.items())
    unclear, unfit = probes.find_unclear(fact), probes.find_unfit(fact)
    yield Errand(lambda left: CLARIFYING + fact in left.states, partial(_say, unclear), (ASKED_BACK, unclear))
    yield from (_make_probe(fact, REFUSED, name, text) for name, text in refused.items())
    yield Errand(partial(_lacks_refusal, fact), partial(_say, unfit), (REFUSED, unfit))


def _lacks_refusal(fact: str, left: Map) -> bool:
    return {(ASKING + fact, EventKind.UNFIT), (CLARIFYING + fact, EventKind.UNFIT)} <= left.pairs


def _make_probe(fact: str, what: str, name: str, text: str) -> Errand:
    return Errand(lambda left: name in left.phrases, partial(_say_for, fact, name, text), (what, text))


def _say(text: str, guide: Guide) -> None:
    guide.say(text)


def _is_open(fact: str, guide: Guide) -> bool:
    return find_fact(guide.screening.state) == fact and guide.screening.menu is None


def _say_for(fact: str, name: str, text: str, guide: Guide) -> None:
    """Says a text, under an ask-back as well, where the same sentence comes of it there."""
    spoken = SpokenWalk(guide.dialogue, guide.clock, (("", guide.turn),)).say(text)
    said = "\n".join(message.text for message in spoken.turn.messages)
    stays = find_fact(spoken.screening.state) == fact
    if not (_is_open(fact, guide) and stays and guide.probes.find_sentence(fact, said) == name):
        guide.go(ASKING + fact)
    guide.say(text)


def _list_answers(itinerary: Itinerary, fact: str) -> Iterator[Errand]:
    today = itinerary.now.date()
    for code, answer in list_samples(itinerary.trial, fact, today).items():
        text = find_text(itinerary.trial.facts[fact], answer, today)
        yield Errand(partial(_is_code_left, fact, code), partial(_answer, fact, answer), (TAKEN, text))


def _is_code_left(fact: str, code: str, left: Map) -> bool:
    return (fact, code) in left.answers


def _answer(fact: str, answer: Answer, guide: Guide) -> None:
    """Gives an answer, under an ask-back where it is taken there."""
    is_asked_back = guide.screening.state == CLARIFYING + fact and guide.screening.menu is None
    if not is_asked_back or (isinstance(answer, LastDoses) and not _is_taken(fact, answer, guide)):
        guide.go(ASKING + fact)
    guide.answer(fact, answer)


def _is_taken(fact: str, answer: LastDoses, guide: Guide) -> bool:
    """Says whether last doses are the answer under an ask-back, too: there they may only add to those before."""
    text = find_text(guide.dialogue.trial.facts[fact], answer, guide.now.date(), under_ask_back=True)
    spoken = SpokenWalk(guide.dialogue, guide.clock, (("", guide.turn),)).say(text)
    return spoken.screening.answers.get(fact) == answer
