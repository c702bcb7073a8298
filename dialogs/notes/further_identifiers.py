"""Identifiers as letters and tables of hospitals hold them: labels in several languages, cells, signatures, numbers."""

import re
from collections.abc import Iterator

from dialogs.notes.harmless_words import HARMLESS
from dialogs.notes.identifier_words import NOT_A_NAME

_WORD = r"(?!(?:Nach|Vor|Familien|Sur)?[Nn]ame\b)[^\W\d_a-zß-ÿ](?:\.|[^\W\d_]*(?:['’-][^\W\d_]+)*)"
"""A word that begins with a capital."""
_NAME = rf"{NOT_A_NAME}{_WORD}(?:,?[ ]{{1,2}}(?:(?:de|van|von|der|den|del|la|al|el)[ ])*{NOT_A_NAME}{_WORD}){{0,3}}"
_WHOLE = rf"{NOT_A_NAME}{_WORD}[ ]{{1,2}}(?:(?:de|van|von|der|den|del|la|al|el)[ ])*{NOT_A_NAME}{_WORD}"
_LABEL = (
    r"(?<!\w)(?i:(?:(?:full|first|last|sur|family|given|vor|nach|familien|geburts)[ ]?)?name|"
    r"patient(?:en|innen)?[ ]?name|"
    r"patientin|patient|pat\.?|nombre|apellidos?|nom|pr[ée]nom|naam|voornaam|achternaam|vorname|"
    r"nachname|betreff|betr\.?|betrifft|"
    r"re|concerne|asunto|betreft)"
)
_FROM = (
    r"(?i:kind regards|best regards|warm regards|regards|best wishes|yours sincerely|yours faithfully|"
    r"sincerely|(?:signed|signature):|"
    r"mit freundlichen gr(?:ü|ue)(?:ß|ss)en|mfg|lg|cordialement|saludos|groeten|gez\.?)"
)
_OF_PEOPLE = (
    r"(?i:mother|father|mum|mom|dad|by|dr|prof|med|mutter|vater|m[èe]re|p[èe]re|madre|padre|moeder|"
    r"vader|guardian|attending|"
    r"consultant|registrar|midwife|gp)"
)
_MONTH = (
    r"(?:jan|feb|f[ée]v|m[äa]r|mrt|apr|avr|abr|ma[iy]|mei|mag|ju[nil]|giu|lug|ao[ûu]t|ago|aug|se[pt]|"
    r"o[kct]t|nov|d[ei][zc]|d[ée]c|ene|gen)"
    r"[^\W\d_]*"
)
_GAP = r"[ \t]*[:=|\t\n][ \t|]*\n?[ \t|]*"
_DAY = r"(?:\d{1,2}(?:st|nd|rd|th|\.)?|[a-z]+th|first|second|third|twenty-[a-z]+)"
_RECORD = (
    r"(?<!\w)(?:(?:fall|pat(?:ienten)?|aufnahme|versicherten|vers|kranken|akten|auftrags|proben|"
    r"dossier|patient|record|case)\.?-?[ ]?"
    r"(?:nummer|nr\b\.?|num[ée]ro|n[°ºo]\b\.?|no\b\.?|id\b)|pat[ ]?id|upn|"
    r"(?:fax|bleep|pager|ext(?:ension)?|sample|specimen|tel)\b\.?(?=[ \t:=#]*[\w-]*\d{3})|"
    r"med(?:ical)?[ ]rec(?:ord)?[ ]?(?:no|nr|number)?\b\.?)[ \t]*[:=#]?[ \t]*"
)
_BORN = (
    r"(?:\bborn(?:[ ]on)?|\bd\.?o\.?b\b\.?|\bdate[ ]of[ ]birth|\bgeb\.?(?:oren)?(?:[ ]am)?|"
    r"\bn[ée]e?[ ]le|\bnacid[oa][ ]el)[\s:=]*"
)

_TABLE: tuple[tuple[str, int], ...] = (
    (rf"{_LABEL}{_GAP}({_NAME})", 0),
    (rf"(?<!\w)(?:B/O|b/o|RE|Re|re)[:.]?[ ]({_WHOLE}|(?<=B/O ){_NAME}|(?<=b/o ){_NAME})", 0),
    (rf"(?<!\w){_FROM}[ ]*[,:]?[ ]*\n*[ ]*({_NAME})", 0),
    (rf"(?<!\w){_OF_PEOPLE}\b\.?(?:[ ]med\.)?[ ,:]+({_WHOLE})", 0),
    (rf"(?<!\w)(?:Dr|Prof|PD)\b\.?(?:[ ]?(?:med|habil|Dr)\b\.?)*[ ]+({_NAME})", 0),
    (rf"(?<!\w)({_WORD}-?{_WORD}?,[ ]{NOT_A_NAME}{_WORD})(?=[ ]*(?:[,;|(]?[ ]*(?i:\*|geb|d\.?o\.?b|born)))", 0),
    (rf"{_RECORD}(\w*\d[\w-]*(?:[ ]\d+)*|\d+-[A-Z]+-\d+)", re.IGNORECASE),
    (
        rf"{_BORN}((?:{_DAY}[ .]*(?:of[ ])?{_MONTH}\b\.?|{_MONTH}\b\.?[ ]{_DAY})(?:,?[ ]*\d{{4}})?)",
        re.IGNORECASE,
    ),
    (r"([\w.+'-]+[ ]?[(\[][ ]?at[ ]?[)\]][ ]?[\w-]+(?:[ ]?(?:\.|[(\[]dot[)\]])[ ]?[\w-]+)+)", re.IGNORECASE),
)
"""What an identifier looks like, and how letters are compared. The first group is the identifier."""
_PATTERNS = tuple(re.compile(pattern, flags) for pattern, flags in _TABLE)
_NO_NAMES = HARMLESS | frozenset({
    "paediatric", "pediatric", "paediatrics", "pediatrics", "oncology", "haematology", "hematology",
    "review", "central",
    "refuses",
    "declines", "unit", "team", "ward", "screening", "trial", "study", "registry", "eligibility",
})  # fmt: skip
"""Words with a capital that no person is called by."""


def iterate_further(plain: str) -> Iterator[re.Match[str]]:
    """Yields what these patterns find, but for words that no person is called by: 'by Flow Cytometry'."""
    for pattern in _PATTERNS:
        for found in pattern.finditer(plain):
            if not _NO_NAMES.issuperset(re.findall(r"\w+", found[1].casefold())):
                yield found
