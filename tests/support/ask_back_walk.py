"""A walk through a trial's ask-backs: every one that chains of texts lead to, and what each reply to it records.

The texts are made from the definition's own words and from numbers, dates and doses, so that no trial needs a list of
its own.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from itertools import pairwise

from dialogs.conversation.ask_backs import YesNoReply, read_yes_no
from dialogs.conversation.dialogue import Dialogue
from dialogs.conversation.screening import Doubt, Said, Screening, Turn
from dialogs.definition.facts import DoseFact, Fact, NumberFact, NumericFact, WashoutsFact, get_unit_word
from dialogs.definition.wording import say, words
from dialogs.reading.vocabulary import collect_vocabulary
from dialogs.rules.answers import Answer

NOW = datetime(2026, 6, 1, 12, tzinfo=UTC)

YES = ("yes", "Yes.", "yep", "right", "correct", "ok", "y", "yes yes", "yes, it is", "ja", "of course")
NO = ("no", "No!", "nope", "wrong", "n", "no, no", "no thanks", "nein", "not really")
DIGITS = tuple(map(str, range(10)))
UNITS = (
    "days",
    "weeks",
    "months",
    "day",
    "week",
    "month",
    "wks",
    "mg",
    "kg",
    "cm",
    "keep",
    "+",
    "-",
    "yes or no",
    "yes so far",
)
REPLIES = (*YES, *NO, *DIGITS, *UNITS)
"""Replies in the shape of a confirmation, a refusal, a digit or a unit."""

assert {read_yes_no(each) for each in YES} == {YesNoReply.YES}
assert {read_yes_no(each) for each in NO} == {YesNoReply.NO}

_SHAPES = ("{0}", "{0}?", "probably {0}", "not {0}", "{0} I think", "it was {0}, or not")
_NUMBERS = (
    "6-8", "2", "12", "45", "9 to 12", "about 20", "7?", "12 months", "5 months 3 weeks", "8/52", "2/12", "1 week",
    "6 weeks", "newborn", "1,234", "1.250", "007", "4 m", "01/02/2026 to 03/04/2026",
    "seen 2026-01-01, again 2026-05-01", "2026-01-01", "pending 2020-01-01", "365-366", "27-29", "single dose",
    "999999", "-4", "0.5",
)  # fmt: skip
_DOSES = (
    "2 mg", "2 mg/kg/day", "10-12", "9.9 to 10.1 mg/m²/day", "2 mg/day, 3.2 kg, 49 cm", "{drug} 2 mg, 3.2 kg, 49 cm",
    "{drug}", "3.2 kg", "{drug} 2.104 mg/day, 3.2 kg, 49 cm", "5 mg twice daily", "20 mcg",
    "{drug} 0.6 mg/kg single dose, 4 kg",
)  # fmt: skip
_LAST_DOSES = (
    "{one}", "{one} 3", "{one} 3 days before", "{one} 3 days ago", "{one} and {other} 3 days before",
    "{one} for 3 days",
    "3 days", "3 days ago", "{one} 1 day, {one} 2 days", "{one} 0 to 40 days", "examplone 3 days before",
    "{one} 3 days, examplone 2 days", "no {one}", "never", "none else", "{one} 01/02/2026, start 03/04/2026",
    "start 2026-06-20", "{one} yesterday, {other}", "5 days before {one}", "{one} ongoing", "{one} 5 mg 47 hours ago",
    "{one} 5 mg 3 days", "{one} 5 mg", "{one} 5 mg, {other} 3 days",
)  # fmt: skip


@dataclass(frozen=True)
class Visited:
    """An ask-back, the texts that led to it, and the screening in which it stands open."""

    fact: str
    texts: tuple[str, ...]
    screening: Screening

    @property
    def doubt(self) -> Doubt:
        """The ask-back."""
        assert self.screening.doubt is not None
        return self.screening.doubt


@dataclass(frozen=True)
class Replied:
    """What came of one reply: the turn, and the answer that it recorded, if any."""

    text: str
    turn: Turn
    recorded: Answer | None


def visited(dialogue: Dialogue, fact_id: str, depth: int, most: int) -> Iterator[Visited]:
    """Yields each ask-back of a fact once that chains of `depth` texts, with up to `most` defined words, lead to."""
    texts = list(dict.fromkeys(texts_for(dialogue.trial.facts[fact_id], most)))
    known: set[Doubt] = set()
    edge = [Visited(fact_id, (), asking(dialogue, fact_id))]
    for _ in range(depth):
        found = []
        for place in edge:
            for text in texts:
                after = dialogue.take_turn(place.screening, Said(text), NOW).screening
                if after.doubt is not None and after.state == f"clarifying_{fact_id}" and after.doubt not in known:
                    known.add(after.doubt)
                    found.append(Visited(fact_id, (*place.texts, text), after))
        yield from found
        edge = found


def asking(dialogue: Dialogue, fact_id: str) -> Screening:
    """Returns a screening in which the plain question of a fact stands open, and nothing else was answered."""
    begun = dialogue.begin(NOW).screening
    return replace(begun, state=f"asking_{fact_id}", shown=(fact_id,))


def replied(
    dialogue: Dialogue, place: Visited, texts: Iterable[str] = REPLIES, *, sees_numbers: bool = True
) -> Iterator[Replied]:
    """Yields what comes of each reply to an ask-back."""
    for text in texts:
        turn = dialogue.take_turn(place.screening, Said(text, sees_numbers=sees_numbers), NOW)
        yield Replied(text, turn, turn.screening.answers.get(place.fact))


def faults_of(dialogue: Dialogue, place: Visited, *, sees_numbers: bool) -> Iterator[str]:
    """Yields each confirmation, refusal, digit or unit that records what it may not, or leads elsewhere."""
    is_sole = len(place.doubt.offers) == 1
    for reply in replied(dialogue, place, sees_numbers=sees_numbers):
        said = f"{place.fact}: {(*place.texts, reply.text)} records {reply.recorded}"
        allowed = (
            (None, *place.doubt.offers) if reply.text not in (*YES, *NO) or (is_sole and reply.text in YES) else (None,)
        )
        if reply.recorded not in allowed:
            yield said
        if reply.text in NO and reply.turn.screening.state != (
            f"asking_{place.fact}" if is_sole else place.screening.state
        ):
            yield f"{said} and leads to {reply.turn.screening.state}"


def texts_for(fact: Fact, most: int) -> Iterator[str]:
    """Yields texts that may be asked back at a fact's question."""
    said = list(collect_vocabulary(fact).readings)
    for word in said[:: max(1, len(said) // most)]:
        yield from (shape.format(word) for shape in _SHAPES)
    yield from (f"{one} or {other}" for one, other in pairwise(said))
    yield from (*DIGITS, *YES, *NO)
    if isinstance(fact, NumericFact):
        yield from (*_NUMBERS, *(f"{each} {get_unit_word(fact)}" for each in _NUMBERS))
    if isinstance(fact, WashoutsFact):
        drugs = [say(drug.label) for drug in fact.drugs.values()]
        yield from (each.format(one=one, other=other) for each in _LAST_DOSES for one, other in pairwise(drugs[:4]))
    if isinstance(fact, NumberFact):
        yield from (f"{each} {unit}" for each in ("6", "1,500", "5-6", "<90") for unit in fact.units)
    if isinstance(fact, NumberFact) and fact.ratio_to is not None:
        limit = words(fact.ratio_to.words)[0]
        yield from (
            "120 U/L",
            "1,200",
            f"120, {limit} 40",
            f"{limit} 40",
            f"3 {limit}",
            f"{limit} 0",
            f"<120 ({limit} 40)",
        )
    if isinstance(fact, DoseFact):
        yield from (each.format(drug=drug) for each in _DOSES for drug in fact.drugs)
