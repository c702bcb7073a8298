"""What stands around the counts of a note that are ages, and around those that are not."""

import re
from functools import lru_cache

from dialogs.notes.counts import COUNT


@lru_cache(maxsize=64)
def compile_ends(ends: tuple[str, ...]) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Returns what stands before and behind a count that is said to be the age at the fact's end."""
    said = "|".join(re.escape(each.casefold()) for each in sorted(ends, key=len, reverse=True))
    before = (
        rf"(?:\b(?:{said})\w*(?: (?:with|as|having) [^,;.]{{1,60}})? (?:at|aged|when)|\bage at (?:{said})|"
        rf"\bage at (?:the )?time of (?:{said}))"
    )
    aged = (
        r"(?: (?:an |the )?age(?: of)?| only| just)?[ :=,-]*(?:was |is |of )*(?:(?:about|approx\w*\.?|around|~|"
        r"circa|ca\.?)\s*)?$"
    )
    behind = (
        rf"(?:[ -]old|[ -]of[ -]age)?,?\s*(?:\(?(?:at|on|when|@)\s+(?:the\s+)?(?:time\s+of\s+|initial\s+|"
        rf"first\s+)?(?:{said})\b)"
    )
    return re.compile(before + aged, re.IGNORECASE), re.compile(behind, re.IGNORECASE)


BARE_AGE = re.compile(
    rf"\bage[d]?[\s:=]*(?:at (?:diagnosis|dx)[\s:=]*)?(\d{{1,4}})(?![\w.,/-]*\d)(?!\s?-?\s?[a-z%/])"
    rf"|\b(?:corrected|adjusted)(?: age)?[\s:=]*(?:{COUNT.pattern})",
    re.IGNORECASE,
)


UNIT_BEFORE = re.compile(
    r"\bage\b(?: at (?:diagnosis|dx))?[ ]?(?:\((?:in )?|in )(days?|weeks?|wks?|months?|mo)\b\)?"
    r"(?: at (?:diagnosis|dx))?[\s:=]*(\d{1,4})(?![\w.,/-]*\d)(?!\s?-?\s?[a-z%/])",
    re.IGNORECASE,
)
"""An age with its unit before it: 'Age (weeks): 10'."""


NAMED_BEFORE = re.compile(
    r"\b(?:infant|girl|boy|baby|male|female|patient|child|neonate|newborn|[mf])\s*[(:]?\s*$", re.IGNORECASE
)


AS_SAID = re.compile(r"\s*(?:per|by|according|in|on|as|from)\b", re.IGNORECASE)


IS_OLD = re.compile(r"\d\s?-?\s?[dwmy](?:\.o\.?|/o|o)$", re.IGNORECASE)


NO_AGE_BEHIND = re.compile(
    r"[\s-]*(?:of|history|hx|after|post|ago|before|course|since|treatment|prior|into|on|later|from|follow|delay|apart|at)\b",
    re.IGNORECASE,
)
"""What makes a count at the beginning of a note no age."""


MOST_BEFORE_NAME = 3


LONGEST_LABEL, LONGEST_BETWEEN = 24, 40


LABEL_BEFORE = re.compile(r"\b(?:born(?: on)?|d\.?o\.?b\.?|date of birth|birth ?date|b\.)[\s:=]*$", re.IGNORECASE)


WORD = re.compile(r"\w")


LIFE = re.compile(r"dol|day", re.IGNORECASE)


IS_AGE_BEFORE = re.compile(
    r"(?:\bage[d]?|\bage of|\bage:?)[\s:=]*(?:is |was |of )?(?:about |approx\w*\.? |around |~\s*)?$", re.IGNORECASE
)


AGE_LABEL = re.compile(
    r"(?:\bage[d]?(?: at (?:the time of )?(?:diagnosis|dx|presentation))?|\b(?:diagnosed|dx)(?: at(?: age)?| aged))"
    r"[\s:=]*(?:of |is |was )?$",
    re.IGNORECASE,
)


OLD = re.compile(
    r"[\s-]*(?:old|of age)\b(?:,? at (?:diagnosis|dx|presentation)\b)?|,? at (?:diagnosis|dx|presentation)\b",
    re.IGNORECASE,
)


PEOPLE = (
    r"old|of[ -]age|girl|boy|male|female|infant|baby|child|newborn|neonate|twin|pt|patient|lad|lass|daughter|son|"
    r"(?:m|f|♀|♂)(?![^\W_])|\(?(?:m|f)\)?(?![\w'])|postnatal|ex-|ex |previously (?:well|healthy)|term|caucasian|white|"
    r"asian|black|african|hispanic|arab|chinese|indian|japanese|turkish|well|healthy"
)


IS_AGE_BEHIND = re.compile(rf"[\s,(-]*(?:{PEOPLE})", re.IGNORECASE)


ELSEWHERE = re.compile(
    r"(?:\b(?:for|since|after|before|within|every|over|last|past|previous|further|another|next|in|until|x|≥|born at|"
    r"gestation\w*"
    r"|(?:trans\w+|vaccin\w+|immuni[sz]\w+|rotavirus|bcg|mmr|relapsed?|surgery|operated|discharged|admitted|died|weaned|started|given|seen|reviewed|now|currently|corrected|treated|symptoms?|fever|onset)"
    r"[^,;.]{0,24}(?:at|from|since|for)?(?: (?:age|aged|the age of))?)|\bGA)[\s:~-]*(?:the )?$",
    re.IGNORECASE,
)
"""What makes the count behind it no age of a person now: a time, or an age at another event."""


PAST = re.compile(
    r"\b(?:diagnos\w+|dx|presented)\b[^.;\n]{0,30}\b(?:ago|earlier|previously|last (?:year|month)|in (?:19|20)\d\d)|"
    r"\bago\b[^.;\n]{0,20}\b(?:diagnos\w+|dx)\b"
    r"|\brelaps(?!e-free)\w*|\bin (?:first |second )?(?:remission|CR\d?)\b|\bcorrected\b|\bfollow[- ]?up\b|\bat last\b",
    re.IGNORECASE,
)
"""What says that the diagnosis may lie some time back, so that an age now is not that of the diagnosis."""


_UNITS = r"days?|d|weeks?|wks?|w|months?|mo?|years?|y"
DOUBT_BEFORE = re.compile(
    rf"(?:\bbetween\b[^,;.]*\band|(?<!\w)\d+\s?(?:{_UNITS})?\s?(?:or|and|maybe|possibly)|"
    r"\b(?:about|approx\w*|around|roughly|circa|ca|nearly|almost|just (?:under|over|below|above)|maybe|perhaps|"
    r"probably|possibly|c\.|"
    r"under|over|less than|more than|younger than|older than|up to|at least|corrected(?: age)?|gestational)\b\.?|"
    r"[~≈<>≤≥?])[\s:]*$",
    re.IGNORECASE,
)


DOUBT_BEHIND = re.compile(r"(?:[\s-]*old)?[\s,(]*(?:\?|corrected|gestation|or so|approx|ish)|-?ish\b", re.IGNORECASE)
