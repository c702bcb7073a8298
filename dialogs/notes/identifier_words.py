"""The pieces of patterns by which identifiers are found: names, dates, numbers, and the words that lead them."""

from dialogs.reading.days.month_names import MONTH_NAME

SEP = r"[ \t]*(?:[:=#-]|\bis\b)?[ \t]*#?[ \t]*"
SIGN = r"[ \t]*[:=][ \t]*"
NAME_WORD = r"[A-Z][\w'’.-]*"
NAME = rf"{NAME_WORD}(?:[ ]+(?:(?:de|van|von|der|den|del|la|al|bin|bint|el)[ ]+)*{NAME_WORD}){{0,3}}"
FULL_NAME = r"[A-Z][a-z'’]+(?:[ ]+(?:(?:de|van|von|der|den|del|la|al|bin|el)[ ]+)*[A-Z][a-z'’-]+){1,3}"
ANY_NAME = r"[^\W\d_](?:[\w'’-]*|\.)(?:[ ]+[^\W\d_](?:[\w'’-]*|\.)){0,3}?(?=[ ]*(?:[,;.\n(/|]|$|\d|-\s))"
NOT_A_NAME = (
    r"(?!(?:CNS|CD\d|KMT|MLL|ALL\b|AML|MPAL|LP\b|EOI|BCG|MMR|OPV|WBC|Hb|FISH|PCR|DOB|MRN|NHS|NCT|No\b|The\b|She\b|He\b|A\b|An\b"
    r"|Is\b|Was\b|Has\b|Had\b|With\b|At\b|Newly|Relapsed?|Pro\b|Pre\b|B-|T-|Consent|Steroid|Chemo|Vaccin|Live\b|Infant|Girl|Boy|Baby"
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
