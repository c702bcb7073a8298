"""What identifiers look like: names, dates, numbers and addresses, as letters and tables of hospitals hold them.

Each pattern is looked for only where a cheap test says that it may be found.
"""

import re

from dialogs.notes import identifier_words as of
from dialogs.notes.identifier_words import NOT_A_NAME, SEP
from dialogs.notes.kin import NO_KIN
from dialogs.notes.looking import look_for
from dialogs.notes.name_patterns import NAME_PATTERNS
from dialogs.notes.number_patterns import NUMBER_PATTERNS

_IGNORED = re.IGNORECASE

PATTERNS = (
    # names: behind a word that says so, or behind a title
    look_for(
        of.make_test("name"),
        rf"\b(?:(?:full|first|last|sur|family|given|patient|pt|child|baby)'?s?[ ]?)?name{of.SIGN}({of.ANY_NAME})",
        _IGNORED,
    ),
    look_for(of.make_test("name"), rf"\b(?i:name|surname)[ ]+(?i:is[ ]+)?{NOT_A_NAME}({of.NAME})"),
    look_for(
        of.IS_LABELLED,
        rf"\b(?i:patient|pt|re|initials|child|infant|baby|ref){of.SIGN}{NOT_A_NAME}({of.NAME})(?=[ ]*(?:[,;.\n(]|$|\d|"
        rf"-\s))",
    ),
    look_for(of.make_test("initials"), rf"\b(?i:initials){SEP}((?:[A-Z]\.?[ ]?){{1,4}})(?![a-z])"),
    look_for(
        of.make_test("mr", "ms", "miss", "master", "dr", "prof", "sister", "nurse"),
        rf"\b(?:Mr|Mrs|Ms|Miss|Master|Dr|Prof|Sister|Nurse)\b\.?[ ]+{NOT_A_NAME}({of.NAME})",
    ),
    look_for(
        of.ALWAYS,
        rf"\b(?:[Bb]aby|BABY|[Ii]nfant|[Pp]atient|[Pp]t|[Gg]irl|[Bb]oy|[Cc]hild)[ ]+(?:(?:of|girl|boy)[ ]+)?"
        rf"{NOT_A_NAME}({of.NAME_WORD}(?<=[a-z'])(?:[ ]+{of.NAME_WORD}(?<=[a-z'])){{0,2}})",
    ),
    look_for(
        of.make_test("called", "name", "known as"),
        rf"\b(?i:called|named|known[ ]as|surname|nickname[d]?){SEP}{NOT_A_NAME}({of.NAME})",
    ),
    look_for(
        of.ALWAYS,
        rf"\A\s*({NO_KIN}[A-Z][a-z'’]+,?[ ]+(?:[A-Z]\.?[ ]+)?[A-Z][a-z'’]{{2,}})"
        r"(?=[ ]*(?:,|\(|-)[ ]*(?:\d|DOB|dob|born|aged|MRN|[fm]\b))",
        spares=True,
    ),
    look_for(
        of.make_test(*of.RELATIVES),
        rf"\b(?i:{'|'.join(of.RELATIVES)})[ ,:]+{NOT_A_NAME}({of.FULL_NAME})",
    ),
    look_for(
        of.make_test("dob", "do.b", "d.o", "mrn", "nhs", "born", "hosp"),
        rf"(?<!\w){NOT_A_NAME}{NO_KIN}({of.FULL_NAME})(?=[ ]*[,(-]+[ ]*(?i:d\.?o\.?b\b|mrn\b|nhs\b|born\b|hosp))",
    ),
    look_for(of.IS_LABELLED, rf"{of.NAME_LABEL}{of.GAP}({of.SPELLED_NAME})", spares=True),
    look_for(
        of.ALWAYS,
        rf"(?<!\w)(?:B/O|b/o|RE|Re|re)[:.]?[ ]({of.WHOLE_NAME}|(?<=B/O ){of.SPELLED_NAME}|(?<=b/o ){of.SPELLED_NAME})",
        spares=True,
    ),
    look_for(of.make_test(*of.CLOSINGS), rf"(?<!\w){of.CLOSING}[ ]*[,:]?[ ]*\n*[ ]*({of.SPELLED_NAME})", spares=True),
    look_for(of.ALWAYS, rf"(?<!\w){of.PEOPLE}\b\.?(?:[ ]med\.)?[ ,:]+({of.WHOLE_NAME})", spares=True),
    look_for(
        of.make_test("dr", "prof", "pd"),
        rf"(?<!\w)(?:Dr|Prof|PD)\b\.?(?:[ ]?(?:med|habil|Dr)\b\.?)*[ ]+({of.SPELLED_NAME})",
        spares=True,
    ),
    look_for(
        of.make_test("*", "geb", "dob", "do.b", "d.o", "born"),
        rf"(?<!\w)({of.CAPITALISED}-?{of.CAPITALISED}?,[ ]{NOT_A_NAME}{of.CAPITALISED})"
        r"(?=[ ]*(?:[,;|(]?[ ]*(?i:\*|geb|d\.?o\.?b|born)))",
        spares=True,
    ),
    # dates: of birth, however short; and every full date
    look_for(
        of.TELLS_BIRTH,
        rf"{of.BORN}{SEP}(?:on[ ])?({of.DATE}|{of.SHORT_DATE}|{of.DAY}{of.ORDINAL}[ .,/-]{{0,3}}{of.WRITTEN}|"
        rf"{of.DAY}[./]{of.MONTH}\b|\d{{6,8}})(?!\w)",
        _IGNORED,
    ),
    look_for(of.ALWAYS, rf"(?<![\w./-])({of.DATE})(?!\w)", _IGNORED),
    look_for(
        of.ALWAYS,
        rf"(?<![\w./,-])(?<!cd)({of.SHORT_DATE})(?![\w/])(?![ ]?(?:mg|ml|%|kg|days?|weeks?|wks?|months?|d\b))",
        _IGNORED,
    ),
    look_for(of.TELLS_BIRTH, rf"{of.BORN_OF_LETTERS}({of.DAY_AND_MONTH})", _IGNORED, spares=True),
    # numbers of records
    look_for(of.HAS_NUMBER, rf"{of.RECORD}{SEP}({of.NUMBER})", _IGNORED),
    look_for(of.HAS_NUMBER, rf"\b(?:mrn|nhs|ssn|hospital[ ]no|case[ ]no)\b\.?{SEP}({of.NUMBER})", _IGNORED),
    look_for(
        of.make_test(*of.RECORDS),
        rf"{of.RECORD_OF_LETTERS}(\w*\d[\w-]*(?:[ ]\d+)*|\d+-[A-Z]+-\d+)",
        _IGNORED,
        spares=True,
    ),
    look_for(of.HAS_LONG_NUMBER, r"(?<![\w./-])(\d{3}[ -]\d{3}[ -]\d{4}|\d{3}-\d{2}-\d{4})(?![\w-])"),
    look_for(
        of.HAS_LONG_NUMBER,
        rf"(?<![\w./,+-])(?<!NCT)(\d{{7,}})(?![\w%.,]\d|\w)(?![ ]?(?:cells|/|{of.OF_BLOOD}))",
        _IGNORED,
    ),
    look_for(
        of.HAS_LONG_NUMBER,
        rf"(?<![\w./-])((?:19|20)\d\d[/-]\d{{4,}}|\d{{5,}}/(?:19|20)?\d\d)(?![\w/%])(?![ ]?(?:cells|{of.OF_BLOOD}))",
        _IGNORED,
    ),
    # numbers to call, and addresses
    look_for(of.HAS_LONG_NUMBER, rf"{of.PHONE_WORD}{SEP}({of.PHONE})", _IGNORED),
    look_for(
        of.HAS_LONG_NUMBER,
        r"(?<![\w.,/-])(\+\d{1,3}[ ./()-]{0,2}\d[\d()./ -]{5,16}\d|"
        r"\(?0\d{2,4}\)?[ ./-]\d{3,4}[ ./-]?\d{2,5}(?:[ ./-]\d{2,4})?)(?![\w%])",
    ),
    look_for(of.make_test("@"), r"([\w.+'-]+@[\w-]+(?:\.[\w-]+)+)"),
    look_for(
        of.make_test("(at", "[at", "( at", "[ at"),
        r"([\w.+'-]+[ ]?[(\[][ ]?at[ ]?[)\]][ ]?[\w-]+(?:[ ]?(?:\.|[(\[]dot[)\]])[ ]?[\w-]+)+)",
        _IGNORED,
        spares=True,
    ),
    look_for(of.make_test("://", "www."), r"((?:https?://|www\.)\S+)", _IGNORED),
    look_for(of.make_test("addr", "resid", "lives"), rf"{of.ADDRESS_WORD}{SEP}([^\n;]+)", _IGNORED),
    look_for(of.ALWAYS, rf"\b(\d{{1,5}}[a-zA-Z]?[ ]+(?:[A-Z][\w'-]+[ ]+){{1,3}}{of.STREET})\b"),
    look_for(
        of.make_test("code", "zip", "plz"),
        rf"{of.POSTCODE_WORD}{SEP}([A-Za-z]{{0,2}}\d[\w-]*(?:[ ]\d[A-Za-z]{{2}})?)",
        _IGNORED,
    ),
    look_for(of.ALWAYS, r"(?<![\w-])([A-Z]{1,2}\d[A-Z\d]?[ ]\d[A-Z]{2})(?![\w-])"),
    *NAME_PATTERNS,
    *NUMBER_PATTERNS,
)
