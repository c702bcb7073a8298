"""Whether what stands next to an age makes it another time's, or a limit: 'gestational age', 'between', 'when'."""

import re

from dialogs.definition.facts import AgeFact
from dialogs.definition.wording import words
from dialogs.notes.age_words import compile_ends
from dialogs.notes.cue_index import CueRole
from dialogs.notes.finding import NoteFinding
from dialogs.notes.harmless_words import HARMLESS
from dialogs.notes.note import NoteParts
from dialogs.notes.phrases import PATIENT


def is_age_qualified(note: NoteParts, found: NoteFinding) -> bool:
    """Returns whether the words just before or just behind an age, in its line, leave open what it counts."""
    start, end = note.tokens[found.first].start, note.tokens[found.last - 1].end
    before = _PARTS_BEFORE.split(note.plain[max(0, start - _FAR) : start])[-1]
    behind = note.plain[end : end + _FAR]
    within = note.plain[start:end]
    return bool(
        _BEFORE.search(before)
        or _OF_A_THING.search(before)
        or _BEHIND.match(behind)
        or _WITHIN.search(within)
        or _leads_to_something(note, found)
        or _is_of_other_diagnosis(note, found)
    )


def _leads_to_something(note: NoteParts, found: NoteFinding) -> bool:
    """Whether an age is of what follows at once, which is neither the patient nor a fact: 'a 10-week-old scar'."""
    at = found.last
    last = next(each.last for each in note.clauses if each.first <= found.first < each.last)
    if at >= last or not note.tokens[at].word.isalpha():
        return False
    known = {i for each in note.list_marks(at, last, *_KNOWN) for i in range(each.first, each.last)}
    word = note.tokens[at].word
    if word in _PLACING:
        return not _is_of_end(note, found)
    return word not in HARMLESS | _NAMING and known.isdisjoint(range(at, at + _MOST_BETWEEN))


def _is_of_other_diagnosis(note: NoteParts, found: NoteFinding) -> bool:
    """Whether the diagnosis at which an age is told is named beside it, and is none that the trial asks about."""
    start, end = note.tokens[found.first].start, note.tokens[found.last - 1].end
    line = note.plain.rfind("\n", 0, start) + 1
    named = [each for each in _DIAGNOSED.finditer(note.plain, line, end + 2 * _FAR) if each.start() < end + _FAR]
    others = [each[1].casefold() for each in _OF_WHAT.finditer(note.plain, max(line, start - _FAR), end)]
    said = [{*re.findall(r"[^\W\d_]+", each[1].casefold())} for each in named]
    return any(_LEUKAEMIC.isdisjoint(each) for each in said) or not {*others} <= HARMLESS | _LEUKAEMIC


def _is_of_end(note: NoteParts, found: NoteFinding) -> bool:
    """Whether an age is told of the event at which it is asked: 'at diagnosis'."""
    fact = note.trial.facts[found.fact]
    ends = (*fact.end.values(), *words(fact.end_words)) if isinstance(fact, AgeFact) else ()
    return compile_ends(ends)[1].match(note.plain, note.tokens[found.last - 1].end) is not None


_LEUKAEMIC = frozenset({
    "leukaemia", "leukemia", "all", "aml", "mpal", "b", "t", "bcp", "pro", "pre", "lymphoblastic", "acute", "infant",
    "mixed", "disease", "malignancy", "cancer", "it", "this", "blasts", "precursor", "cell", "congenital",
})  # fmt: skip
"""Words of the diagnosis that is asked about."""
_DIAGNOSED = re.compile(
    r"\b(?:diagnosis|dx|dg|diagnosed) (?:of|with) ((?:[\w-]+[ ]?){1,3})",
    re.IGNORECASE,
)
_OF_WHAT = re.compile(
    r"([^\W\d_]+) (?:was |is |were )?(?:diagnosed|detected|found|seen) (?:at|when|aged)\b", re.IGNORECASE
)
_NAMING = frozenset({"twin", "triplet", "now", "today", "currently"})
"""What may follow an age that is the patient's now."""
_KNOWN = (CueRole.PATIENT, CueRole.CUE, CueRole.MENTION, CueRole.TIME)
_PLACING = frozenset({"at", "in", "on", "since"})
_MOST_BETWEEN = 3
"""Tokens from an age to the word for the patient: '4-month-old Caucasian female'."""
_FAR = 40
"""Characters."""
_PARTS_BEFORE = re.compile(r"[\n;]|\.\s")
_BEFORE = re.compile(
    r"(?:(?<!\w)-|[±≥≤<>~]=?\s?|\+/-\s?)$|\b(?:(?:gestation\w*|GA|min|max|minimum|maximum|not(?: yet)?|between|until|"
    r"before|after|under|over|or|to"
    r"|vs|versus|will be|would be|bed|room|ward|bay|cot|bw|weight|planned|scheduled|expected|week|day|at)"
    r"\b\.?)[\s:=(]*(?:at )?(?:the )?(?:age )?(?:of )?$"
    r"|\b(?:between|planned|scheduled|expected|gestational|will be|when he was|when she was)\b[^,;.]{0,30}$",
    re.IGNORECASE,
)
_OF_A_THING = re.compile(
    rf"\b(?!(?:{'|'.join(words(PATIENT))}|she|he|it|who|which|that|this|one|age|diagnosis|dx|presentation|onset|time|now|today"
    r"|currently|term|twin|bub|kid|and|then|mo|wks?|weeks?|months?|days?)\b)[a-z]+ (?:is|was|are|were)"
    r"(?: (?:now|about|only|just|already|nearly|almost|an?))*\s*$",
    re.IGNORECASE,
)
"""A subject that is neither the patient nor their age: 'the catheter is 3 weeks old'."""
_BEHIND = re.compile(
    r"(?:[\s-]*(?:old|of age))?[\s,(-]*(?:(?:at|of|since) (?:birth|delivery|gestation)|gestation\w*|"
    r"when\b|vs\b|versus\b|or\b"
    r"|±|\+/-|\+ ?\d\b(?! ?(?:d|day|w|mo))"
    r"|next (?:week|month)|tomorrow|on (?:therapy|treatment|chemo\w*|study)|of (?:therapy|"
    r"treatment)|into\b|developed\b|had\b|got\b"
    r"|(?:and )?(?:above|below|younger|older|up)\b|"
    r"limit\b|minimum\b|maximum\b|max\b|min\b|tbc\b|to be\b|off\b|in remission|post\b|after\b)",
    re.IGNORECASE,
)
_WITHIN = re.compile(r"±|\+/-|\bvs\b|\bor\b|^-", re.IGNORECASE)
