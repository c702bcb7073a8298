"""The words of a trial by which a note is about one of its facts, and the words that all notes use, in one table."""

import re
from dataclasses import dataclass
from enum import IntEnum, auto

from dialogs.definition.facts import Fact, OptionFact
from dialogs.definition.wording import words
from dialogs.loading.compiled_trial import Trial
from dialogs.notes import phrases, qualifiers
from dialogs.notes.own_words import list_all_words, list_cues, list_mentions
from dialogs.notes.slips import SlipTable, make_slip_table
from dialogs.reading.phrases.lexicon import make_lexicon
from dialogs.reading.plain_words import WordTable
from dialogs.reading.vocabulary import collect_vocabulary
from dialogs.reading.word_readings import Tokens, get_options, split_tokens


class CueRole(IntEnum):
    """What words of a note do. The first four are words of a fact."""

    CUE = auto()
    MENTION = auto()
    OTHER_TIME = auto()
    TIME = auto()
    NEGATES = auto()
    DOUBTS = auto()
    TURNS = auto()
    OTHERS = auto()
    GROUPS = auto()
    PATIENT = auto()
    REPORTS = auto()
    JOINS = auto()
    WAITS = auto()


OF_FACT = frozenset({CueRole.CUE, CueRole.MENTION, CueRole.OTHER_TIME, CueRole.TIME})
NAMING = (CueRole.CUE, CueRole.MENTION)
"""What words do by which a clause is about a fact."""
OF_OTHERS = (CueRole.OTHERS, CueRole.GROUPS)
CueEntry = tuple[CueRole, str]
"""What words do, and the id of their fact, which is empty for the words of all notes."""


@dataclass(frozen=True, slots=True, eq=False)
class CueTable:
    """The words of a trial and of notes, in tokens.

    `lengths` are how many tokens the words with this first one have, the most first.
    """

    entries: dict[Tokens, list[CueEntry]]
    lengths: dict[str, list[int]]
    slips: SlipTable
    own: dict[str, list[frozenset[str]]]
    "By fact, the tokens of each of its words."
    tokens: dict[str, frozenset[str]]
    "By fact, the tokens of all its words."
    findings: dict[str, list[tuple[str, re.Pattern[str]]]]
    "By fact that knows genetic findings, how they are recognised, and a sign that each such holds."
    consents: frozenset[str]
    "The facts that tell whether somebody takes part in the trial."


def get_cue_index(trial: Trial) -> CueTable:
    """Returns the words of `trial`; they are collected once for each definition."""
    known = _INDEXES.get(trial.digest)
    if known is None:
        if len(_INDEXES) >= _MAX_INDEXES:
            _INDEXES.clear()
        known = _INDEXES[trial.digest] = _collect(trial.facts)
    return known


def _collect(facts: dict[str, Fact]) -> CueTable:
    entries: dict[Tokens, list[CueEntry]] = {}
    cued: set[str] = set()

    def add(said: list[str], role: CueRole, fact_id: str = "") -> None:
        for tokens in filter(None, map(split_tokens, said)):
            held = entries.setdefault(tokens, [])
            if (role, fact_id) not in held:
                held.append((role, fact_id))

    for fact_id, fact in facts.items():
        cues = list_cues(facts, fact_id)
        add(cues, CueRole.CUE, fact_id)
        add(list_mentions(fact), CueRole.MENTION, fact_id)
        if isinstance(fact, OptionFact) and fact.times:
            add(words(fact.times.asked), CueRole.TIME, fact_id)
            add([word for each in fact.times.others for word in words(each.words)], CueRole.OTHER_TIME, fact_id)
        cued |= {token for each in (*cues, *list_mentions(fact)) for token in split_tokens(each)}
    for role, table in _OF_NOTES:
        add(words(table), role)
    lengths: dict[str, list[int]] = {}
    for tokens in sorted(entries, key=len, reverse=True):
        lengths[tokens[0]] = [*dict.fromkeys((*lengths.get(tokens[0], ()), len(tokens)))]
    cued |= _VALUES | {token for fact in facts.values() for token in _list_value_tokens(fact)}
    known = {token for tokens in entries for token in tokens}
    own = {fact_id: [frozenset(split_tokens(word)) for word in list_all_words(fact)] for fact_id, fact in facts.items()}
    of_facts = {fact_id: frozenset[str]().union(*said) for fact_id, said in own.items()}
    known = known.union(*of_facts.values())
    consents = frozenset(fact_id for fact_id, said in of_facts.items() if _TAKES_PART & said)
    return CueTable(entries, lengths, make_slip_table(cued, known), own, of_facts, _collect_findings(facts), consents)


def _collect_findings(facts: dict[str, Fact]) -> dict[str, list[tuple[str, re.Pattern[str]]]]:
    return {
        fact_id: [
            pattern
            for each in make_lexicon(collect_vocabulary(fact)).findings
            for pattern in (("", each.fusion), ("::", each.unknown_fusion))
        ]
        for fact_id, fact in facts.items()
        if isinstance(fact, OptionFact) and any(option.fusions for option in get_options(fact).values())
    }


def _list_value_tokens(fact: Fact) -> list[str]:
    """Returns the name of a fact and the labels of its options, where each is one word."""
    options = get_options(fact).values() if isinstance(fact, OptionFact) else ()
    said = [*fact.name.values(), *(label for each in options for label in each.label.values())]
    return [tokens[0] for tokens in map(split_tokens, said) if len(tokens) == 1]


_VALUES = frozenset({
    "given", "signed", "positive", "negative", "pending", "awaited", "declined", "planned", "obtained", "detected",
    "expressed", "reaction", "before",
})  # fmt: skip
"""Words of values in which a slip is mended, beside those of the trial."""
_TAKES_PART = frozenset({"participation", "enrolment", "enrollment", "consents", "consented"})
_OF_NOTES: tuple[tuple[CueRole, WordTable], ...] = (
    (CueRole.NEGATES, phrases.NEGATIONS),
    (CueRole.DOUBTS, phrases.DOUBTS),
    (CueRole.TURNS, phrases.TURNS),
    (CueRole.OTHERS, phrases.OTHERS),
    (CueRole.OTHERS, qualifiers.RELATIVES),
    (CueRole.GROUPS, phrases.GROUPS),
    (CueRole.PATIENT, phrases.PATIENT),
    (CueRole.REPORTS, phrases.REPORTS),
    (CueRole.JOINS, phrases.JOINS),
    (CueRole.WAITS, phrases.WAITS),
)
_INDEXES: dict[str, CueTable] = {}
_MAX_INDEXES = 8
