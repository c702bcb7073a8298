"""What names look like that no label announces: a given name, initials, whoever is so many weeks old."""

import re

from dialogs.notes.given_names import GIVEN_NAMES
from dialogs.notes.identifier_words import ALWAYS, NOT_A_NAME, make_test
from dialogs.notes.kin import NO_KIN
from dialogs.notes.looking import look_for


def _holds_given_name(lowered: str) -> bool:
    return not GIVEN_NAMES.isdisjoint(re.findall(r"[^\W\d_]+", lowered))


_ALL_GIVEN = "|".join(sorted(each.capitalize() for each in GIVEN_NAMES))
_OF_A_THING = (
    r"(?:'s)?[ ](?:Children|Hospital|Kinder|Klinik|Clinic|disease|syndrome|cells?|anomaly|sign|criteria|stain"
    r"|catheter|reservoir|test|tumou?r"
    r"|lymphoma|sarcoma|splint|score|classification|angina|line|protocol)"
)
_GIVEN = rf"(?<![\w.-])(?<!St )(?<!St\. )(?<!Saint )(?<!Sankt )(?:{_ALL_GIVEN})(?![\w-]|{_OF_A_THING})"
_WORD = rf"(?=[A-Z]){NO_KIN}[A-Z][a-zß-ÿ'-]{{2,}}"
_INITIALS = r"(?:[A-Z]\.[ ]?){1,3}(?<! )"
_AGE = (
    r"(?:(?:now|only|just|about|aged?|is|was|currently|almost|an?)\s+)*\d{1,3}(?:[.,/-]\d{1,2})?[\s-]?"
    r"(?:d(?:ays?)?|wks?|w|weeks?|mo?s?|mths?|months?|m\.?o\.?|y\.?o\.?|yrs?|y|years?)\b"
)
_OLD = rf"{_AGE}[\s-]?(?:old|girl|boy|female|male|infant|baby|f\b|m\b)"
_NO_INITIALS = (
    r"(?!(?:N\.?B|P\.?S|U\.?S|U\.?K|E\.?U|I\.?V|I\.?T|P\.?O|I\.?M|S\.?C|G\.?P|E\.?D|E\.?R|M\.?D|D\.?O|B\.?M"
    r"|P\.?B|L\.?P|C\.?R|C\.?T"
    r"|M\.?R|F\.?H|F\.?U|H\.?B|H\.?R|B\.?P|T\.?B|I\.?D|N\.?A|N\.?D|O\.?K|W\.?B|P\.?T|D\.?X|H\.?X|R\.?X|T\.?X"
    r"|R\.?R|C\.?D"
    r"|(?:T|B|F|M|A|I|X)(?!\.[ ]?[A-Z]))\b)"
)
_PERSON = r"(?i:patient|patientin|pt|pat|infant|baby|bub|child|girl|boy|neonate|daughter|son|initials|re|case)"
_FOLK = r"(?i:by|from|for|with|and|mother|father|mum|mom|dad|parents?|guardian|signed|dr|mr|mrs|ms|re|of|about)"
_RELATIVE = (
    r"(?:mother|father|mum|mom|dad|parents|family|sister|brother|sibling|twin|grandmother|grandfather|aunt"
    r"|uncle)"
)

NAME_PATTERNS = (
    look_for(_holds_given_name, rf"({_GIVEN})"),
    look_for(_holds_given_name, rf"(?<![\w-])([A-Z][A-Z'-]{{2,}}),?[ ]{_GIVEN}", spares=True),
    look_for(_holds_given_name, rf"({_GIVEN}[ ]{NOT_A_NAME}[A-Z]\.?)(?![\w-])"),
    look_for(
        _holds_given_name,
        rf"{_GIVEN},?[ ]{NOT_A_NAME}({_WORD})(?=[ ]*(?:[,.;(\n]|$|\d)|'s\b|[ ]+(?:is|has|was|had|and|signed"
        rf"|consent)\b)",
        spares=True,
    ),
    look_for(
        make_test("old"),
        rf"(?:\A|(?<=[.!?:;,\n])|(?<=\bis )|(?<=\bsaw )|(?<=\bfor )|(?<=\bof )|(?<=\bittle )|(?<=\babout ))[ ]{{0,3}}"
        rf"({_WORD}(?:[ ]{_WORD})?)(?=\s+(?:is|was)\s+{_AGE}[\s-]old)",
        spares=True,
    ),
    look_for(
        ALWAYS,
        rf"\A\s*({_WORD}(?:[ ](?:[A-Z]\.?|{_WORD}))?)(?=[ ]*[,(-]*[ ]*{_OLD})",
        spares=True,
    ),
    look_for(ALWAYS, rf"\A\s*([A-Z][A-Z'-]{{3,}}(?:,?[ ]{_WORD})?)(?=[ ]*[,:(-]*[ ]*{_OLD})", spares=True),
    look_for(ALWAYS, rf"\A\s*({_WORD},?[ ][A-Z]\.?)(?=[ ]*[,:(-]*[ ]*{_OLD})", spares=True),
    look_for(make_test("'s ", "' "), rf"(?<![\w.])({_WORD})(?='s?\s+{_RELATIVE}\b)"),
    look_for(make_test("."), rf"\b{_PERSON}\b[.:]?[ ]+({_NO_INITIALS}{_INITIALS})(?![\w-])"),
    look_for(
        make_test("."),
        rf"\A\s*({_NO_INITIALS}(?:[A-Z]\.[ ]?){{1,2}}[A-Z]\.)(?=[ ,:-]*(?:{_AGE}|(?:is|has|was)\b))",
    ),
    look_for(make_test("."), rf"\b{_FOLK}\b[.:]?[ ]+((?:[A-Z]\.[ ]?){{1,2}}{_WORD})(?![\w-])", spares=True),
    look_for(make_test("."), rf"\A\s*((?:[A-Z]\.[ ]?){{1,2}}{_WORD})(?=[ ,:(-]*{_AGE})", spares=True),
    look_for(
        make_test("patient", "pt", "pat", "infant", "baby", "child", "bub", "initials"),
        rf"\b(?:[Pp]atient|[Pp]t|PT|[Pp]at|[Ii]nfant|[Bb]aby|[Bb]ub"
        rf"|[Cc]hild)\b[.:]?[ ]+({_NO_INITIALS}[A-Z]{{1,2}})(?=[ ]*(?:,|;|\(|-[ ])"
        rf"[ ]*{_AGE}|[ ]+{_AGE}|[ ]+(?:is|has|was|had)\b)",
    ),
    look_for(ALWAYS, rf"\A\s*({_NO_INITIALS}[A-Z]{{2}})(?=,?[ ]+{_OLD})"),
    look_for(
        make_test("ward", "bed", "room", "bay", "cot", "zimmer", "bett", "station"),
        rf"\b(?i:ward|bed|room|bay|cot|zimmer|bett"
        rf"|station)\b[ ]*(?:no\.?[ ]*)?(?=\w{{0,2}}\d)\w{{1,4}}\b[ ]*[,:(-]+[ ]*"
        rf"{NOT_A_NAME}({_WORD}(?:[ ](?:[A-Z]\b\.?|{_WORD}))?)(?=[ ]*(?:[,.;:()\n]|$|\d|is\b|has\b))",
        spares=True,
    ),
)  # fmt: skip
"""Names where nothing but their place, or the name itself, tells of them."""
