"""The pieces of patterns by which identifiers are found: names, dates, numbers, the words that lead them, and tests."""

import re
from collections.abc import Callable

from dialogs.reading.days.month_names import MONTH_NAME, MONTH_STEM

SEP = r"[ \t]*(?:[:=#-]|\bis\b)?[ \t]*#?[ \t]*"
SIGN = r"[ \t]*[:=][ \t]*"
NAME_WORD = r"[A-Z][\w'’.-]*"
NAME = rf"{NAME_WORD}(?:[ ]+(?:(?:de|van|von|der|den|del|la|al|bin|bint|el)[ ]+)*{NAME_WORD}){{0,3}}"
FULL_NAME = r"[A-Z][a-z'’]+(?:[ ]+(?:(?:de|van|von|der|den|del|la|al|bin|el)[ ]+)*[A-Z][a-z'’-]+){1,3}"
ANY_NAME = r"[^\W\d_](?:[\w'’-]*|\.)(?:[ ]+[^\W\d_](?:[\w'’-]*|\.)){0,3}?(?=[ ]*(?:[,;.\n(/|]|$|\d|-\s))"
NOT_A_NAME = (
    r"(?!(?:CNS|CD\d|KMT|MLL|ALL\b|AML|MPAL|LP\b|EOI|BCG|MMR|OPV|WBC|Hb|FISH|PCR|DOB|MRN|NHS|NCT|No\b|The\b"
    r"|She\b|He\b|A\b|An\b"
    r"|Is\b|Was\b|Has\b|Had\b|With\b|At\b|Newly|Relapsed?|Pro\b|Pre\b|B-|T-|Consent|Steroid|Chemo|Vaccin|Live\b"
    r"|Infant|Girl|Boy|Baby"
    r"|Diagnos|Age|Day\b|Born|On\b|In\b|From\b|Female|Male|Denies|Never|Not\b|None\b|Mother|Father|Parents?\b))"
)
NUMBER = r"(?=[\w/-]*\d)[A-Za-z]{0,4}[ -]?\d[\w/-]*(?:[ -]\d[\w/-]*){0,3}"
DAY = r"(?:0?[1-9]|[12]\d|3[01])"
MONTH = r"(?:0?[1-9]|1[0-2])"
YEAR = r"(?:19|20)\d\d"
BETWEEN = r"[ ]?[-/.][ ]?"
ORDINAL = r"(?:st|nd|rd|th)?"
WRITTEN = rf"(?:{MONTH_NAME})\b\.?"
MONTH_AND_DAY = r"[^\W\d_]{3,15}\.?[ .,/-]{0,2}\d"
DATE = (
    rf"(?:(?=\d)(?:{YEAR}{BETWEEN}{MONTH}{BETWEEN}{DAY}|{DAY}{BETWEEN}{MONTH}{BETWEEN}{YEAR}"
    rf"|{MONTH}{BETWEEN}{DAY}{BETWEEN}{YEAR}"
    rf"|{DAY}{ORDINAL}(?:[ ]of)?[ .,/-]{{0,3}}{WRITTEN}[ .,/-]{{0,3}}(?:{YEAR}|'?\d\d(?![\w.%]))"
    rf"|{YEAR}[ .,/-]{{1,3}}{WRITTEN}[ .,/-]{{1,3}}{DAY}{ORDINAL})"
    rf"|(?={MONTH_AND_DAY}){WRITTEN}[ .,/-]{{0,2}}{DAY}{ORDINAL}[ ,/-]{{1,3}}{YEAR})"
)
SHORT_DATE = rf"(?:{DAY}(?:/{MONTH}/|-{MONTH}-|\.{MONTH}\.)\d\d|{MONTH}(?:/{DAY}/|-{DAY}-)\d\d)"
BORN = r"(?:\bborn(?:[ ]on)?|\bb\.|\bd\.?o\.?b\b\.?|\bdate[ ]of[ ]birth|\bbirth[ ]?(?:date|day)|\bbday|\bgeb\.?)"
RECORD = (
    r"\b(?:m\.?r\.?n\b\.?|nhs(?:[ ](?:no|number|nr))?\b\.?|(?:hosp(?:ital)?|record|case|chart|patient|pt|file|"
    r"unit|study|subject|id|"
    r"lab|accession|insurance|medicare|medicaid|ur|urn|nhi|chi|pid|hn|ihi|sample|specimen|registration|passport|"
    r"social[ ]security)"
    r"[ ]*(?:no\b\.?|nr\b\.?|num(?:ber)?\b|id\b|#)|ssn\b|mr[ ]?#|urn?\b|hn\b|nhi\b|pid\b|patient[ ]id\b|"
    r"(?:uhid|hid|e?mpi|emr|ehr|ipd|opd|abha|aadhaar|bsn|cpr|pesel|nric|phn|idno|reg(?:n|d)?)\b"
    r"(?:[ ]*(?:no\b\.?|nr\b\.?|number\b|#|id\b))?)"
)
PHONE = r"\+?\(?\d[\d()./ -]{5,18}\d"
PHONE_WORD = (
    r"(?:\b(?:tele?phone|phone|tel|mobile|mob|cell(?:phone)?|fax|whatsapp|contact(?:[ ](?:no|number))?|"
    r"call(?:[ ]back)?|"
    r"bleep|pager)\b\.?)"
)
ADDRESS_WORD = r"(?:\b(?:home[ ])?address|\blives[ ]at|\bresides[ ]at|\baddr\b\.?|\bresident[ ]of)"
STREET = r"(?:Street|St|Road|Rd|Avenue|Ave|Lane|Ln|Drive|Court|Close|Crescent|Boulevard|Blvd|Terrace|Way|Place)"
POSTCODE_WORD = r"(?:\bpost(?:al)?[ ]?code|\bzip(?:[ ]code)?|\bplz)"
CAPITALISED = r"(?!(?:Nach|Vor|Familien|Sur)?[Nn]ame\b)[^\W\d_a-zß-ÿ](?:\.|[^\W\d_]*(?:['’-][^\W\d_]+)*)"
"""A word that begins with a capital."""
_FURTHER = rf"[ ]{{1,2}}(?:(?:de|van|von|der|den|del|la|al|el)[ ])*{NOT_A_NAME}{CAPITALISED}"
SPELLED_NAME = rf"{NOT_A_NAME}{CAPITALISED}(?:,?{_FURTHER}){{0,3}}"
WHOLE_NAME = rf"{NOT_A_NAME}{CAPITALISED}{_FURTHER}"
NAME_LABEL = (
    r"(?<!\w)(?i:(?:(?:full|first|last|sur|family|given|vor|nach|familien|geburts)[ ]?)?name|"
    r"patient(?:en|innen)?[ ]?name|"
    r"patientin|patient|pat\.?|nombre|apellidos?|nom|pr[ée]nom|naam|voornaam|achternaam|vorname|"
    r"nachname|betreff|betr\.?|betrifft|"
    r"re|concerne|asunto|betreft)"
)
CLOSING = (
    r"(?i:kind regards|best regards|warm regards|regards|best wishes|yours sincerely|yours faithfully|"
    r"sincerely|(?:signed|signature):|"
    r"mit freundlichen gr(?:ü|ue)(?:ß|ss)en|mfg|lg|cordialement|saludos|groeten|gez\.?)"
)
CLOSINGS = (
    "regards", "wishes", "sincerely", "faithfully", "signed:", "signature:", "freundlichen", "mfg", "lg",
    "cordialement", "saludos", "groeten", "gez",
)  # fmt: skip
"""A word of each closing."""
RELATIVES = (
    "mother", "father", "mum", "mom", "dad", "parents", "parent", "sister", "brother", "aunt", "uncle", "guardian",
    "seeing", "referring", "regarding", "reviewing", "colleague",
)  # fmt: skip
PEOPLE = (
    r"(?i:mother|father|mum|mom|dad|by|dr|prof|med|mutter|vater|m[èe]re|p[èe]re|madre|padre|moeder|"
    r"vader|guardian|attending|"
    r"consultant|registrar|midwife|gp)"
)
GAP = r"[ \t]*[:=|\t\n][ \t|]*\n?[ \t|]*"
DAY_WORD = r"(?:\d{1,2}(?:st|nd|rd|th|\.)?|[a-z]+th|first|second|third|twenty-[a-z]+)"
RECORD_OF_LETTERS = (
    r"(?<!\w)(?:(?:fall|pat(?:ienten)?|aufnahme|versicherten|vers|kranken|akten|auftrags|proben|"
    r"dossier|patient|record|case)\.?-?[ ]?"
    r"(?:nummer|nr\b\.?|num[ée]ro|n[°ºo]\b\.?|no\b\.?|id\b)|pat[ ]?id|upn|"
    r"(?:fax|bleep|pager|ext(?:ension)?|sample|specimen|tel)\b\.?(?=[ \t:=#]*[\w-]*\d{3})|"
    r"med(?:ical)?[ ]rec(?:ord)?[ ]?(?:no|nr|number)?\b\.?)[ \t]*[:=#]?[ \t]*"
)
DAY_AND_MONTH = rf"(?:{DAY_WORD}[ .]*(?:of[ ])?{MONTH_STEM}\b\.?|{MONTH_STEM}\b\.?[ ]{DAY_WORD})(?:,?[ ]*\d{{4}})?"
BORN_OF_LETTERS = (
    r"(?:\bborn(?:[ ]on)?|\bd\.?o\.?b\b\.?|\bdate[ ]of[ ]birth|\bgeb\.?(?:oren)?(?:[ ]am)?|"
    r"\bn[ée]e?[ ]le|\bnacid[oa][ ]el)[\s:=]*"
)
RECORDS = (
    "fall", "pat", "aufnahme", "versicherten", "vers", "kranken", "akten", "auftrag", "proben", "dossier", "record",
    "case", "upn", "fax", "bleep", "pager", "ext", "sample", "specimen", "tel", "med",
)  # fmt: skip
"""A word of each record."""
OF_BLOOD = r"x|×|per|wbc|leuk"
"""What makes a long number a count of cells."""


def make_test(*said: str) -> Callable[[str], bool]:
    """Returns the test of a text in small letters for any of some words or signs."""

    def holds_any(lowered: str) -> bool:
        for each in said:  # noqa: SIM110 - a note is tested for some seventy words, and a generator takes as long again
            if each in lowered:
                return True
        return False

    return holds_any


ALWAYS = make_test("")
TELLS_BIRTH = make_test("born", "b.", "dob", "do.b", "d.o", "birth", "bday", "geb", "e le", "é le", "nacid")
IS_LABELLED = make_test(":", "=", "|", "\n", "\t")
HAS_LONG_NUMBER = re.compile(r"\d[\d()./ -]{4}").search
HAS_NUMBER = re.compile(
    r"(?:(?:m\.?r\.?n|nhs|ssn|urn?|hn|nhi|pid|hid|mpi|emr|ehr|ipd|opd|abha|aadhaar|bsn|cpr|pesel|nric|phn|"
    r"reg[nd]?|no|nr|num|number|id)\b|#)\.?(?:[\s:=#.-]|(?:is|no|nr|number|id)\b)*[a-z]{0,4}[ -]?\d"
).search
"""What a text in small letters holds wherever the patterns of births, labels and numbers may find something."""
