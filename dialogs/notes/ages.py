"""Ages in a note: which of them is the age that a trial asks for, and which belongs to another event or person."""

import re
from collections.abc import Iterator
from functools import lru_cache

from dialogs.definition.facts import AgeFact, ChoiceFact
from dialogs.definition.wording import words
from dialogs.notes.clauses import NoteClause
from dialogs.notes.counts import COUNT, make_count_plain
from dialogs.notes.cue_index import CueRole
from dialogs.notes.finding import FindingKind, NoteFinding
from dialogs.notes.note import Note
from dialogs.notes.note_text import TextSpan
from dialogs.notes.phrases import ELLIPSIS
from dialogs.notes.subjects import NoteSubject
from dialogs.reading import AskBackReading, Read, read
from dialogs.rules.answers import Known


def read_ages(note: Note, subjects: list[NoteSubject], identifiers: list[TextSpan]) -> Iterator[NoteFinding]:
    """Yields what a note says of each age that the trial asks for."""
    for fact_id, fact in note.trial.facts.items():
        if isinstance(fact, AgeFact):
            dated = list(_read_dates(note, fact_id, fact, identifiers))
            found = list(_read_counts(note, subjects, fact_id, fact))
            exact = [each for _, each in found if each.kind is FindingKind.SURE]
            at_end = [each for is_at_end, each in found if is_at_end]
            if dated:
                yield from dated
                yield from at_end
            elif at_end and exact:
                yield from at_end
            else:
                yield from (each for _, each in found)
                yield from _read_bare(note, subjects, fact_id, fact)


def _read_dates(note: Note, fact_id: str, fact: AgeFact, identifiers: list[TextSpan]) -> Iterator[NoteFinding]:
    """Yields the days between two dates that stand near each other, each with its label; the dates are not shown."""
    for (start, first_end), (second, end) in zip(identifiers, identifiers[1:], strict=False):
        before = _LABEL_BEFORE.search(note.text, max(0, start - _LONGEST_LABEL), start)
        between = note.text[first_end:second]
        if before is None or len(between) > _LONGEST_BETWEEN or "\n\n" in between:
            continue
        said = f"{before[0]}{note.text[start:end]}"
        reading = read(fact, said, note.today)
        at = [i for i, each in enumerate(note.tokens) if before.start() <= each.start and each.end <= end]
        if isinstance(reading, Read) and isinstance(reading.answer, Known) and at:
            shown = f"{before[0]}{ELLIPSIS}{between}{ELLIPSIS}".strip()
            yield NoteFinding(fact_id, FindingKind.SURE, at[0], at[-1] + 1, (reading.answer,), shown)


def _read_counts(
    note: Note, subjects: list[NoteSubject], fact_id: str, fact: AgeFact
) -> Iterator[tuple[bool, NoteFinding]]:
    """Yields the counts that are ages, and whether each is said to be the age at the fact's end."""
    before_pattern, behind_pattern = _compile_ends((*fact.end.values(), *words(fact.end_words)))
    has_past = _tells_of_past(note, subjects)
    for clause, subject in zip(note.clauses, subjects, strict=True):
        start, end = note.tokens[clause.first].start, note.tokens[clause.last - 1].end
        for found in COUNT.finditer(note.plain, start, end):
            before, behind = note.plain[start : found.start()], note.plain[found.end() : end]
            is_at_end = bool(before_pattern.search(before) or behind_pattern.match(behind))
            if not is_at_end and not _is_age(note, clause, before, found[0], behind):
                continue
            if not is_at_end and _ELSEWHERE.search(before):
                continue
            finding = _read_count(note, fact_id, fact, found, before, behind)
            if finding is None:
                continue
            kind = finding.kind
            if subject is NoteSubject.OTHER and not _names_patient(note, clause, finding):
                kind = FindingKind.LEFT
            elif subject is NoteSubject.UNCLEAR or (has_past and not is_at_end):
                kind = FindingKind.DOUBTFUL
            yield is_at_end, NoteFinding(fact_id, kind, finding.first, finding.last, finding.answers)


def _tells_of_past(note: Note, subjects: list[NoteSubject]) -> bool:
    """Whether the diagnosis of the patient may lie some time back, so that an age now is not that of the diagnosis."""
    about_others = {
        clause.sentence
        for clause, subject in zip(note.clauses, subjects, strict=True)
        if subject is NoteSubject.OTHER
    }
    said = [clause for clause in note.clauses if clause.sentence not in about_others]
    return any(
        _PAST.search(note.plain, note.tokens[each.first].start, note.tokens[min(each.last + 8, len(note.tokens)) - 1].end)
        for each in said
    )


def _is_age(note: Note, clause: NoteClause, before: str, count: str, behind: str) -> bool:
    """Whether a count is an age by the words around it, or by standing alone at the beginning of a note."""
    if _IS_OLD.search(count) or _IS_AGE_BEFORE.search(before) or _IS_AGE_BEHIND.match(behind) or count[0].isalpha() and _LIFE.match(count):
        return True
    if _follows_age(note, clause, before) and _AS_SAID.match(behind):
        return True
    if _NAMED_BEFORE.search(before) and not _NO_AGE_BEHIND.match(behind):
        return True
    if _WORD.search(before):
        return False
    if clause.first == 0 and not _NO_AGE_BEHIND.match(behind):
        return True
    if _WORD.search(behind):
        return False
    if _stands_among_findings(note, clause):
        return True
    named = note.list_marks(0, clause.first, CueRole.PATIENT)
    return clause.sentence == 0 and bool(named) and named[0].first <= _MOST_BEFORE_NAME


def _follows_age(note: Note, clause: NoteClause, before: str) -> bool:
    """Whether a count begins a clause, and the clause before holds another: '10 weeks per letter, 12 weeks per chart'."""
    at = note.clauses.index(clause)
    previous = note.clauses[at - 1]
    is_same = at > 0 and previous.sentence == clause.sentence and not _WORD.search(before)
    return is_same and any(previous.first <= each[0] and each[1] <= previous.last for each in note.counts)


def _stands_among_findings(note: Note, clause: NoteClause) -> bool:
    """Whether a count alone stands in a list of what is known of a patient: 'T-ALL, 9 months'."""
    at = note.clauses.index(clause)
    near = [each for each in note.clauses[max(0, at - 1) : at + 2] if each.sentence == clause.sentence and each != clause]
    before = [each for each in near if each.first < clause.first]
    facts = [
        {cue.fact for cue in note.list_marks(each.first, each.last, CueRole.CUE, CueRole.MENTION)}
        for each in (before or near)
    ]
    return bool(facts) and bool(facts[0]) and all(_is_timeless(note, fact) for fact in facts[0])


def _is_timeless(note: Note, fact_id: str) -> bool:
    """Whether a fact is a finding, beside which a count of weeks tells nothing of it."""
    fact = note.trial.facts[fact_id]
    return isinstance(fact, ChoiceFact) and not any(
        each.amounts and (each.amounts.durations or each.amounts.ago) for each in fact.options.values()
    )


def _read_bare(note: Note, subjects: list[NoteSubject], fact_id: str, fact: AgeFact) -> Iterator[NoteFinding]:
    """Yields what is called an age and cannot be read as one: without a unit, or corrected."""
    for clause, subject in zip(note.clauses, subjects, strict=True):
        start, end = note.tokens[clause.first].start, note.tokens[clause.last - 1].end
        for found in _BARE_AGE.finditer(note.plain, start, end):
            at = [i for i, each in enumerate(note.tokens) if found.start() <= each.start and each.end <= found.end()]
            reading = read(fact, found[1] or "", note.today) if found[1] else None
            offers = reading.offers if isinstance(reading, AskBackReading) else ()
            kind = FindingKind.LEFT if subject is NoteSubject.OTHER else FindingKind.DOUBTFUL
            yield NoteFinding(fact_id, kind, at[0], at[-1] + 1, offers)


def _read_count(
    note: Note, fact_id: str, fact: AgeFact, found: re.Match[str], before: str, behind: str
) -> NoteFinding | None:
    at = [i for i, each in enumerate(note.tokens) if found.start() <= each.start and each.end <= found.end()]
    if not at:
        return None
    reading = read(fact, make_count_plain(found[0]), note.today)
    offers = (
        (reading.answer,)
        if isinstance(reading, Read)
        else reading.offers
        if isinstance(reading, AskBackReading)
        else ()
    )
    is_doubted = _DOUBT_BEFORE.search(before) or _DOUBT_BEHIND.match(behind)
    kind = FindingKind.SURE if isinstance(reading, Read) and not is_doubted else FindingKind.DOUBTFUL
    label, old = _AGE_LABEL.search(before), _OLD.match(behind)
    start, end = found.start() - (len(label[0]) if label else 0), found.end() + (len(old[0]) if old else 0)
    at = [i for i, each in enumerate(note.tokens) if start <= each.start and each.end <= end]
    return NoteFinding(fact_id, kind, at[0], at[-1] + 1, offers)


def _names_patient(note: Note, clause: NoteClause, finding: NoteFinding) -> bool:
    """Whether the patient is named just behind an age, before somebody else is: '10-wk girl whose mother'."""
    patient = note.list_marks(finding.last, min(finding.last + 4, clause.last), CueRole.PATIENT)
    others = note.list_marks(clause.first, clause.last, CueRole.OTHERS, CueRole.GROUPS)
    return bool(patient) and all(each.first >= patient[0].last for each in others)


@lru_cache(maxsize=64)
def _compile_ends(ends: tuple[str, ...]) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Returns what stands before and behind a count that is said to be the age at the fact's end."""
    said = "|".join(re.escape(each.casefold()) for each in sorted(ends, key=len, reverse=True))
    before = rf"(?:\b(?:{said})\w*(?: (?:with|as|having) [^,;.]{{1,60}})? (?:at|aged|when)|\bage at (?:{said})|\bage at (?:the )?time of (?:{said}))"
    aged = r"(?: (?:an |the )?age(?: of)?| only| just)?[ :=,-]*(?:was |is |of )*(?:(?:about|approx\w*\.?|around|~|circa|ca\.?)\s*)?$"
    behind = rf"(?:[ -]old|[ -]of[ -]age)?,?\s*(?:\(?(?:at|on|when|@)\s+(?:the\s+)?(?:time\s+of\s+|initial\s+|first\s+)?(?:{said})\b)"
    return re.compile(before + aged, re.IGNORECASE), re.compile(behind, re.IGNORECASE)


_BARE_AGE = re.compile(
    rf"\bage[d]?[\s:=]*(?:at (?:diagnosis|dx)[\s:=]*)?(\d{{1,4}})(?![\w.,/-]*\d)(?!\s?-?\s?[a-z%/])"
    rf"|\b(?:corrected|adjusted)(?: age)?[\s:=]*(?:{COUNT.pattern})",
    re.IGNORECASE,
)
_NAMED_BEFORE = re.compile(
    r"\b(?:infant|girl|boy|baby|male|female|patient|child|neonate|newborn|[mf])\s*[(:]?\s*$", re.IGNORECASE
)
_AS_SAID = re.compile(r"\s*(?:per|by|according|in|on|as|from)\b", re.IGNORECASE)
_IS_OLD = re.compile(r"\d\s?-?\s?[dwmy](?:\.o\.?|/o|o)$", re.IGNORECASE)
_NO_AGE_BEHIND = re.compile(
    r"[\s-]*(?:of|history|hx|after|post|ago|before|course|since|treatment|prior|into|on|later|from|follow|delay|apart|at)\b",
    re.IGNORECASE,
)
"""What makes a count at the beginning of a note no age."""
_MOST_BEFORE_NAME = 3
_LONGEST_LABEL, _LONGEST_BETWEEN = 24, 40
_LABEL_BEFORE = re.compile(r"\b(?:born(?: on)?|d\.?o\.?b\.?|date of birth|birth ?date|b\.)[\s:=]*$", re.IGNORECASE)
_WORD = re.compile(r"\w")
_LIFE = re.compile(r"dol|day", re.IGNORECASE)
_IS_AGE_BEFORE = re.compile(
    r"(?:\bage[d]?|\bage of|\bage:?)[\s:=]*(?:is |was |of )?(?:about |approx\w*\.? |around |~\s*)?$", re.IGNORECASE
)
_AGE_LABEL = re.compile(
    r"(?:\bage[d]?(?: at (?:the time of )?(?:diagnosis|dx|presentation))?|\b(?:diagnosed|dx)(?: at(?: age)?| aged))"
    r"[\s:=]*(?:of |is |was )?$",
    re.IGNORECASE,
)
_OLD = re.compile(
    r"[\s-]*(?:old|of age)\b(?:,? at (?:diagnosis|dx|presentation)\b)?|,? at (?:diagnosis|dx|presentation)\b",
    re.IGNORECASE,
)
_PEOPLE = (
    r"old|of[ -]age|girl|boy|male|female|infant|baby|child|newborn|neonate|twin|pt|patient|lad|lass|daughter|son|"
    r"(?:m|f|♀|♂)(?![^\W_])|\(?(?:m|f)\)?(?![\w'])|postnatal|ex-|ex |previously (?:well|healthy)|term|caucasian|white|"
    r"asian|black|african|hispanic|arab|chinese|indian|japanese|turkish|well|healthy"
)
_IS_AGE_BEHIND = re.compile(rf"[\s,(-]*(?:{_PEOPLE})", re.IGNORECASE)
_ELSEWHERE = re.compile(
    r"(?:\b(?:for|since|after|before|within|every|over|last|past|previous|further|another|next|in|until|x|≥|born at|gestation\w*"
    r"|(?:trans\w+|vaccin\w+|immuni[sz]\w+|rotavirus|bcg|mmr|relapsed?|surgery|operated|discharged|admitted|died|weaned|started|given|seen|reviewed|now|currently|corrected|treated|symptoms?|fever|onset)"
    r"[^,;.]{0,24}(?:at|from|since|for)?(?: (?:age|aged|the age of))?)|\bGA)[\s:~-]*(?:the )?$",
    re.IGNORECASE,
)
"""What makes the count behind it no age of a person now: a time, or an age at another event."""
_PAST = re.compile(
    r"\b(?:diagnos\w+|dx|presented)\b[^.;\n]{0,30}\b(?:ago|earlier|previously|last (?:year|month)|in (?:19|20)\d\d)|\bago\b[^.;\n]{0,20}\b(?:diagnos\w+|dx)\b"
    r"|\brelaps(?!e-free)\w*|\bin (?:first |second )?(?:remission|CR\d?)\b|\bcorrected\b|\bfollow[- ]?up\b|\bat last\b",
    re.IGNORECASE,
)
"""What says that the diagnosis may lie some time back, so that an age now is not that of the diagnosis."""
_DOUBT_BEFORE = re.compile(
    r"(?:\b(?:about|approx\w*|around|roughly|circa|ca|nearly|almost|just (?:under|over|below|above)|maybe|perhaps|probably|possibly|c\.|"
    r"under|over|less than|more than|younger than|older than|up to|at least|corrected(?: age)?|gestational)\b\.?|[~≈<>≤≥?])[\s:]*$",
    re.IGNORECASE,
)
_DOUBT_BEHIND = re.compile(r"(?:[\s-]*old)?[\s,(]*(?:\?|corrected|gestation|or so|approx|ish)|-?ish\b", re.IGNORECASE)
