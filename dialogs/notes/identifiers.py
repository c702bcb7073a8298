"""What in a note may name a patient: names, dates, record and phone numbers, addresses. A table, and where they stand.

It finds one too many rather than leave one. It looks only; nothing of what it finds is kept.
"""

import itertools
import re
from collections.abc import Iterator

from dialogs.notes.further_identifiers import iterate_further
from dialogs.notes.identifier_words import (
    ADDRESS_WORD,
    ANY_NAME,
    BORN,
    DATE,
    DAY,
    FULL_NAME,
    MONTH,
    NAME,
    NAME_WORD,
    NOT_A_NAME,
    NUMBER,
    ORDINAL,
    PHONE,
    PHONE_WORD,
    POSTCODE_WORD,
    RECORD,
    SEP,
    SHORT_DATE,
    SIGN,
    STREET,
    WRITTEN,
)
from dialogs.notes.note_text import NoteSpan, make_plain


def find_identifiers(text: str) -> list[NoteSpan]:
    """Returns where identifiers stand in `text`, in order; those that touch or overlap are one."""
    plain = make_plain(text)
    joined: list[NoteSpan] = []
    for start, end in sorted(_iterate_spans(plain)):
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined


def _iterate_spans(plain: str) -> Iterator[NoteSpan]:
    said: set[str] = set()
    own = (found for pattern in _PATTERNS for found in pattern.finditer(plain))
    for found in itertools.chain(own, iterate_further(plain)):
        yield found.span(1)
        said |= {found[1], *_WORD_OF_NAME.findall(found[1])}
    for each in said:
        if len(each) >= _SHORTEST_AGAIN:
            yield from (found.span() for found in re.finditer(rf"(?<!\w){re.escape(each)}(?!\w)", plain))


_SHORTEST_AGAIN = 3
_WORD_OF_NAME = re.compile(r"(?<!\w)[A-Z][a-z]{2,}(?!\w)")
"""What of an identifier is looked for again in the rest of a note."""
_TABLE: tuple[tuple[str, int], ...] = (
    # names: behind a word that says so, or behind a title
    (
        rf"\b(?:(?:full|first|last|sur|family|given|patient|pt|child|baby)'?s?[ ]?)?name{SIGN}({ANY_NAME})",
        re.IGNORECASE,
    ),
    (rf"\b(?i:name|surname)[ ]+(?i:is[ ]+)?{NOT_A_NAME}({NAME})", 0),
    (
        (
            rf"\b(?i:patient|pt|re|initials|child|infant|baby|ref){SIGN}{NOT_A_NAME}({NAME})(?=[ ]*(?:[,;.\n(]|$|\d|"
            rf"-\s))"
        ),
        0,
    ),
    (rf"\b(?i:initials){SEP}((?:[A-Z]\.?[ ]?){{1,4}})(?![a-z])", 0),
    (rf"\b(?:Mr|Mrs|Ms|Miss|Master|Dr|Prof|Sister|Nurse)\b\.?[ ]+{NOT_A_NAME}({NAME})", 0),
    (
        (
            rf"\b(?:[Bb]aby|BABY|[Ii]nfant|[Pp]atient|[Pp]t|[Gg]irl|[Bb]oy|[Cc]hild)[ ]+(?:(?:of|girl|"
            rf"boy)[ ]+)?{NOT_A_NAME}({NAME_WORD}(?<=[a-z'])(?:[ ]+{NAME_WORD}(?<=[a-z'])){{0,2}})"
        ),
        0,
    ),
    (rf"\b(?i:called|named|known[ ]as|surname|nickname[d]?){SEP}{NOT_A_NAME}({NAME})", 0),
    (
        (
            r"\A\s*([A-Z][a-z'’]+,?[ ]+(?:[A-Z]\.?[ ]+)?[A-Z][a-z'’]{2,})(?=[ ]*(?:,|\(|-)[ ]*(?:\d|DOB|dob|born|aged|"
            r"MRN|[fm]\b))"
        ),
        0,
    ),
    (
        (
            rf"\b(?i:mother|father|mum|mom|dad|parents?|sister|brother|aunt|uncle|guardian|seeing|referring|regarding|"
            rf"reviewing|colleague)[ ,:]+{NOT_A_NAME}({FULL_NAME})"
        ),
        0,
    ),
    (rf"(?<!\w){NOT_A_NAME}({FULL_NAME})(?=[ ]*[,(-]+[ ]*(?i:d\.?o\.?b\b|mrn\b|nhs\b|born\b|hosp))", 0),
    # dates: of birth, however short; and every full date
    (
        (
            rf"{BORN}{SEP}(?:on[ ])?({DATE}|{SHORT_DATE}|{DAY}{ORDINAL}[ .,/-]{{0,3}}{WRITTEN}|"
            rf"{DAY}[./]{MONTH}\b|\d{{6,8}})(?!\w)"
        ),
        re.IGNORECASE,
    ),
    (rf"(?<![\w./-])({DATE})(?!\w)", re.IGNORECASE),
    (
        rf"(?<![\w./,-])(?<!cd)({SHORT_DATE})(?![\w/])(?![ ]?(?:mg|ml|%|kg|days?|weeks?|wks?|months?|d\b))",
        re.IGNORECASE,
    ),
    # numbers of records
    (rf"{RECORD}{SEP}({NUMBER})", re.IGNORECASE),
    (rf"\b(?:mrn|nhs|ssn|hospital[ ]no|case[ ]no)\b\.?{SEP}({NUMBER})", re.IGNORECASE),
    (r"(?<![\w./-])(\d{3}[ -]\d{3}[ -]\d{4}|\d{3}-\d{2}-\d{4})(?![\w-])", 0),
    (r"(?<![\w./,+-])(?<!NCT)(\d{7,})(?![\w%.,]\d|\w)(?![ ]?(?:cells|/|x|×|per|wbc|leuk))", re.IGNORECASE),
    (
        (
            r"(?<![\w./-])((?:19|20)\d\d[/-]\d{4,}|\d{5,}/(?:19|20)?\d\d)(?![\w/%])"
            r"(?![ ]?(?:cells|x|×|per|wbc|leuk))"
        ),
        re.IGNORECASE,
    ),
    # numbers to call, and addresses
    (rf"{PHONE_WORD}{SEP}({PHONE})", re.IGNORECASE),
    (
        (
            r"(?<![\w.,/-])(\+\d{1,3}[ ./()-]{0,2}\d[\d()./ -]{5,16}\d|"
            r"\(?0\d{2,4}\)?[ ./-]\d{3,4}[ ./-]?\d{2,5}(?:[ ./-]\d{2,4})?)(?![\w%])"
        ),
        0,
    ),
    (r"([\w.+'-]+@[\w-]+(?:\.[\w-]+)+)", 0),
    (r"((?:https?://|www\.)\S+)", re.IGNORECASE),
    (rf"{ADDRESS_WORD}{SEP}([^\n;]+)", re.IGNORECASE),
    (rf"\b(\d{{1,5}}[a-zA-Z]?[ ]+(?:[A-Z][\w'-]+[ ]+){{1,3}}{STREET})\b", 0),
    (rf"{POSTCODE_WORD}{SEP}([A-Za-z]{{0,2}}\d[\w-]*(?:[ ]\d[A-Za-z]{{2}})?)", re.IGNORECASE),
    (r"(?<![\w-])([A-Z]{1,2}\d[A-Z\d]?[ ]\d[A-Z]{2})(?![\w-])", 0),
)  # fmt: skip
"""What an identifier looks like, and how letters are compared. The first group is the identifier."""
_PATTERNS = tuple(re.compile(pattern, flags) for pattern, flags in _TABLE)
