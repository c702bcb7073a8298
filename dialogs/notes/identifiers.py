"""What in a note may name a patient: names, dates, record and phone numbers, addresses. A table, and where they stand.

It finds one too many rather than leave one. It looks only; nothing of what it finds is kept.
"""

import re
from collections.abc import Iterator

from dialogs.notes.note_text import TextSpan, make_plain
from dialogs.reading.days.month_names import MONTH_NAME


def find_identifiers(text: str) -> list[TextSpan]:
    """Returns where identifiers stand in `text`, in order; those that touch or overlap are one."""
    plain = make_plain(text)
    joined: list[TextSpan] = []
    for start, end in sorted(_iterate_spans(plain)):
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined


def _iterate_spans(plain: str) -> Iterator[TextSpan]:
    said: set[str] = set()
    for pattern in _PATTERNS:
        for found in pattern.finditer(plain):
            yield found.span(1)
            said |= {found[1], *_WORD_OF_NAME.findall(found[1])}
    for each in said:
        if len(each) >= _SHORTEST_AGAIN:
            yield from (found.span() for found in re.finditer(rf"(?<!\w){re.escape(each)}(?!\w)", plain))


_SHORTEST_AGAIN = 3
_WORD_OF_NAME = re.compile(r"(?<!\w)[A-Z][a-z]{2,}(?!\w)")
"""What of an identifier is looked for again in the rest of a note."""
_SEP = r"[ \t]*(?:[:=#-]|\bis\b)?[ \t]*#?[ \t]*"
_SIGN = r"[ \t]*[:=][ \t]*"
_NAME_WORD = r"[A-Z][\w'’.-]*"
_NAME = rf"{_NAME_WORD}(?:[ ]+(?:(?:de|van|von|der|den|del|la|al|bin|bint|el)[ ]+)*{_NAME_WORD}){{0,3}}"
_FULL_NAME = r"[A-Z][a-z'’]+(?:[ ]+(?:(?:de|van|von|der|den|del|la|al|bin|el)[ ]+)*[A-Z][a-z'’-]+){1,3}"
_ANY_NAME = r"[^\W\d_](?:[\w'’-]*|\.)(?:[ ]+[^\W\d_](?:[\w'’-]*|\.)){0,3}?(?=[ ]*(?:[,;.\n(/|]|$|\d|-\s))"
_NOT_A_NAME = (
    r"(?!(?:CNS|CD\d|KMT|MLL|ALL\b|AML|MPAL|LP\b|EOI|BCG|MMR|OPV|WBC|Hb|FISH|PCR|DOB|MRN|NHS|NCT|No\b|The\b|She\b|He\b|A\b|An\b"
    r"|Is\b|Was\b|Has\b|Had\b|With\b|At\b|Newly|Relapsed?|Pro\b|Pre\b|B-|T-|Consent|Steroid|Chemo|Vaccin|Live\b|Infant|Girl|Boy|Baby"
    r"|Diagnos|Age|Day\b|Born|On\b|In\b|From\b|Female|Male|Denies|Never|Not\b|None\b|Mother|Father|Parents?\b|Interfant))"
)
_NUMBER = r"(?=[\w/-]*\d)[A-Za-z]{0,4}[ -]?\d[\w/-]*(?:[ -]\d[\w/-]*){0,3}"
_DAY = r"(?:0?[1-9]|[12]\d|3[01])"
_MONTH = r"(?:0?[1-9]|1[0-2])"
_YEAR = r"(?:19|20)\d\d"
_BETWEEN = r"[ ]?[-/.][ ]?"
_ORDINAL = r"(?:st|nd|rd|th)?"
_WRITTEN = rf"(?:{MONTH_NAME})\b\.?"
_MONTH_AND_DAY = r"[^\W\d_]{3,15}\.?[ .,/-]{0,2}\d"
_DATE = (
    rf"(?:(?=\d)(?:{_YEAR}{_BETWEEN}{_MONTH}{_BETWEEN}{_DAY}|{_DAY}{_BETWEEN}{_MONTH}{_BETWEEN}{_YEAR}"
    rf"|{_MONTH}{_BETWEEN}{_DAY}{_BETWEEN}{_YEAR}"
    rf"|{_DAY}{_ORDINAL}(?:[ ]of)?[ .,/-]{{0,3}}{_WRITTEN}[ .,/-]{{0,3}}(?:{_YEAR}|'?\d\d(?![\w.%]))"
    rf"|{_YEAR}[ .,/-]{{1,3}}{_WRITTEN}[ .,/-]{{1,3}}{_DAY}{_ORDINAL})"
    rf"|(?={_MONTH_AND_DAY}){_WRITTEN}[ .,/-]{{0,2}}{_DAY}{_ORDINAL}[ ,/-]{{1,3}}{_YEAR})"
)
_SHORT_DATE = rf"(?:{_DAY}(?:/{_MONTH}/|-{_MONTH}-|\.{_MONTH}\.)\d\d|{_MONTH}(?:/{_DAY}/|-{_DAY}-)\d\d)"
_BORN = r"(?:\bborn(?:[ ]on)?|\bb\.|\bd\.?o\.?b\b\.?|\bdate[ ]of[ ]birth|\bbirth[ ]?(?:date|day)|\bbday|\bgeb\.?)"
_RECORD = (
    r"\b(?:m\.?r\.?n\b\.?|nhs(?:[ ](?:no|number|nr))?\b\.?|(?:hosp(?:ital)?|record|case|chart|patient|pt|file|"
    r"unit|study|subject|id|"
    r"lab|accession|insurance|medicare|medicaid|ur|urn|nhi|chi|pid|hn|ihi|sample|specimen|registration|passport|"
    r"social[ ]security)"
    r"[ ]*(?:no\b\.?|nr\b\.?|num(?:ber)?\b|id\b|#)|ssn\b|mr[ ]?#|urn?\b|hn\b|nhi\b|pid\b|patient[ ]id\b|"
    r"(?:uhid|hid|e?mpi|emr|ehr|ipd|opd|abha|aadhaar|bsn|cpr|pesel|nric|phn|idno|reg(?:n|d)?)\b(?:[ ]*(?:no\b\.?|nr\b\.?|number\b|#|id\b))?)"
)
_PHONE = r"\+?\(?\d[\d()./ -]{5,18}\d"
_PHONE_WORD = (
    r"(?:\b(?:tele?phone|phone|tel|mobile|mob|cell(?:phone)?|fax|whatsapp|contact(?:[ ](?:no|number))?|"
    r"call(?:[ ]back)?|"
    r"bleep|pager)\b\.?)"
)
_ADDRESS_WORD = r"(?:\b(?:home[ ])?address|\blives[ ]at|\bresides[ ]at|\baddr\b\.?|\bresident[ ]of)"
_STREET = r"(?:Street|St|Road|Rd|Avenue|Ave|Lane|Ln|Drive|Court|Close|Crescent|Boulevard|Blvd|Terrace|Way|Place)"
_POSTCODE_WORD = r"(?:\bpost(?:al)?[ ]?code|\bzip(?:[ ]code)?|\bplz)"

_TABLE: tuple[tuple[str, int], ...] = (
    # names: behind a word that says so, or behind a title
    (
        rf"\b(?:(?:full|first|last|sur|family|given|patient|pt|child|baby)'?s?[ ]?)?name{_SIGN}({_ANY_NAME})",
        re.IGNORECASE,
    ),
    (rf"\b(?i:name|surname)[ ]+(?i:is[ ]+)?{_NOT_A_NAME}({_NAME})", 0),
    (
        (
            rf"\b(?i:patient|pt|re|initials|child|infant|baby|ref){_SIGN}{_NOT_A_NAME}({_NAME})(?=[ ]*(?:[,;.\n(]|$|\d|"
            rf"-\s))"
        ),
        0,
    ),
    (rf"\b(?i:initials){_SEP}((?:[A-Z]\.?[ ]?){{1,4}})(?![a-z])", 0),
    (rf"\b(?:Mr|Mrs|Ms|Miss|Master|Dr|Prof|Sister|Nurse)\b\.?[ ]+{_NOT_A_NAME}({_NAME})", 0),
    (
        (
            rf"\b(?:[Bb]aby|BABY|[Ii]nfant|[Pp]atient|[Pp]t|[Gg]irl|[Bb]oy|[Cc]hild)[ ]+(?:(?:of|girl|"
            rf"boy)[ ]+)?{_NOT_A_NAME}({_NAME_WORD}(?<=[a-z'])(?:[ ]+{_NAME_WORD}(?<=[a-z'])){{0,2}})"
        ),
        0,
    ),
    (rf"\b(?i:called|named|known[ ]as|surname|nickname[d]?){_SEP}{_NOT_A_NAME}({_NAME})", 0),
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
            rf"reviewing|colleague)[ ,:]+{_NOT_A_NAME}({_FULL_NAME})"
        ),
        0,
    ),
    (rf"(?<!\w){_NOT_A_NAME}({_FULL_NAME})(?=[ ]*[,(-]+[ ]*(?i:d\.?o\.?b\b|mrn\b|nhs\b|born\b|hosp))", 0),
    # dates: of birth, however short; and every full date
    (
        (
            rf"{_BORN}{_SEP}(?:on[ ])?({_DATE}|{_SHORT_DATE}|{_DAY}{_ORDINAL}[ .,/-]{{0,3}}{_WRITTEN}|"
            rf"{_DAY}[./]{_MONTH}\b|\d{{6,8}})(?!\w)"
        ),
        re.IGNORECASE,
    ),
    (rf"(?<![\w./-])({_DATE})(?!\w)", re.IGNORECASE),
    (
        rf"(?<![\w./,-])(?<!cd)({_SHORT_DATE})(?![\w/])(?![ ]?(?:mg|ml|%|kg|days?|weeks?|wks?|months?|d\b))",
        re.IGNORECASE,
    ),
    # numbers of records
    (rf"{_RECORD}{_SEP}({_NUMBER})", re.IGNORECASE),
    (rf"\b(?:mrn|nhs|ssn|hospital[ ]no|case[ ]no)\b\.?{_SEP}({_NUMBER})", re.IGNORECASE),
    (r"(?<![\w./-])(\d{3}[ -]\d{3}[ -]\d{4}|\d{3}-\d{2}-\d{4})(?![\w-])", 0),
    (r"(?<![\w./,+-])(?<!NCT)(\d{7,})(?![\w%.,]\d|\w)(?![ ]?(?:cells|/|x|×|per|wbc|leuk))", re.IGNORECASE),
    (r"(?<![\w./-])((?:19|20)\d\d[/-]\d{4,}|\d{5,}/(?:19|20)?\d\d)(?![\w/%])(?![ ]?(?:cells|x|×|per|wbc|leuk))", re.IGNORECASE),
    # numbers to call, and addresses
    (rf"{_PHONE_WORD}{_SEP}({_PHONE})", re.IGNORECASE),
    (
        (
            r"(?<![\w.,/-])(\+\d{1,3}[ ./()-]{0,2}\d[\d()./ -]{5,16}\d|"
            r"\(?0\d{2,4}\)?[ ./-]\d{3,4}[ ./-]?\d{2,5}(?:[ ./-]\d{2,4})?)(?![\w%])"
        ),
        0,
    ),
    (r"([\w.+'-]+@[\w-]+(?:\.[\w-]+)+)", 0),
    (r"((?:https?://|www\.)\S+)", re.IGNORECASE),
    (rf"{_ADDRESS_WORD}{_SEP}([^\n;]+)", re.IGNORECASE),
    (rf"\b(\d{{1,5}}[a-zA-Z]?[ ]+(?:[A-Z][\w'-]+[ ]+){{1,3}}{_STREET})\b", 0),
    (rf"{_POSTCODE_WORD}{_SEP}([A-Za-z]{{0,2}}\d[\w-]*(?:[ ]\d[A-Za-z]{{2}})?)", re.IGNORECASE),
    (r"(?<![\w-])([A-Z]{1,2}\d[A-Z\d]?[ ]\d[A-Z]{2})(?![\w-])", 0),
)  # fmt: skip
"""What an identifier looks like, and how letters are compared. The first group is the identifier."""
_PATTERNS = tuple(re.compile(pattern, flags) for pattern, flags in _TABLE)
