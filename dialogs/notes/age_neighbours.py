"""Whether what stands next to an age makes it another time's, or a limit: 'gestational age', 'between', 'when'."""

import re

from dialogs.notes.finding import NoteFinding
from dialogs.notes.note import NoteParts


def is_age_qualified(note: NoteParts, found: NoteFinding) -> bool:
    """Returns whether the words just before or just behind an age, in its line, leave open what it counts."""
    start, end = note.tokens[found.first].start, note.tokens[found.last - 1].end
    before = _PARTS_BEFORE.split(note.plain[max(0, start - _FAR) : start])[-1]
    behind = note.plain[end : end + _FAR]
    within = note.plain[start:end]
    return any((_BEFORE.search(before), _BEHIND.match(behind), _WITHIN.search(within)))


_FAR = 40
"""Characters."""
_PARTS_BEFORE = re.compile(r"[\n;]|\.\s")
_BEFORE = re.compile(
    r"(?:[-±≥≤<>~]|\+/-|\b(?:gestation\w*|GA|min|max|minimum|maximum|not(?: yet)?|between|until|"
    r"before|after|under|over|or|to"
    r"|vs|versus|will be|would be|bed|room|ward|bay|cot|bw|weight|planned|scheduled|expected|blina\w*|week|day|at)"
    r"\b\.?)[\s:=(]*(?:at )?(?:the )?(?:age )?(?:of )?$"
    r"|\b(?:between|planned|scheduled|expected|gestational|will be|when he was|when she was)\b[^,;.]{0,30}$",
    re.IGNORECASE,
)
_BEHIND = re.compile(
    r"(?:[\s-]*(?:old|of age))?[\s,(-]*(?:(?:at|of|since) (?:birth|delivery|gestation)|gestation\w*|"
    r"when\b|vs\b|versus\b|or\b"
    r"|±|\+/-|next (?:week|month)|tomorrow|on (?:therapy|treatment|chemo\w*|study)|of (?:therapy|"
    r"treatment)|into\b|developed\b|had\b|got\b"
    r"|(?:and )?(?:above|below|younger|older|up)\b|"
    r"limit\b|minimum\b|maximum\b|max\b|min\b|tbc\b|to be\b|off\b|in remission|post\b|after\b)",
    re.IGNORECASE,
)
_WITHIN = re.compile(r"±|\+/-|\bvs\b|\bor\b|^-", re.IGNORECASE)
