"""How notes lead to what is no state of this patient, and how they say so behind it."""

import re

_OTHER = (
    r"(?:(?:co[ -]?)?twin|sister|brother|sibling|mother|father|mum|mom|dad|donor|cousin|aunt|uncle|grandmother"
    r"|grandfather"
    r"|(?:another|other|previous|last|different|second|earlier|next) (?:patient|pt|infant|child|baby|case|girl|boy))"
)
_DATA = (
    r"(?:data|results?|findings?|karyotype|samples?|report|values?|labs?|genetics|cytogenetics|flow|marrow"
    r"|bloods?|tests?|"
    r"testing|numbers|details|file|notes?|history|status|case|immunophenotype|csf|bone marrow|chart|letter|record)"
)
OF_CHECKS = re.compile(
    r"\bplease (?:check|confirm|ask|clarify|verify|find out|make sure|ensure|establish|exclude|send|test"
    r"|see)\b(?! (?:her |his |the |for )?eligibility)"
    r"|\b(?:need|needs|have|has|want|wants|remains?|still|yet|left) to (?:check|confirm|know|ask|clarify|verify"
    r"|find out|be \w+)"
    r"|\b(?:to (?:check|confirm|clarify|verify|ask|do|discuss)|check ?list|check for|questions?|queries|query"
    r"|open points?"
    r"|unclear|unknown|not (?:yet )?(?:known|clear|checked|confirmed|tested|done)|to ?-?do|tbc|tbd|open|missing"
    r"|differential"
    r"|uncertain|unconfirmed|ask (?:the )?\w+|verify|confirm|check|clarify|expected|suspected|hypothes[ie]s"
    r"|example|e\.g\."
    r"|template|form|hypothetical|plan|planned|if|wanted|wish ?list|goals?|aims?|assumptions?|assumed)\s?:"
    r"|\b(?:know|see|find out|wonder\w*|asks?|asked) (?:whether|if)\b|\b(?:we|i) (?:need|must|should|have to"
    r"|want) (?:to )?(?:check|confirm|know|ask|clarify|verify)\b",
    re.IGNORECASE,
)
OF_CRITERIA = re.compile(
    r"\b(?:in|ex)clusion(?: criteri(?:a|on))?s?\s?[:\-–(]|\bcriteri(?:a|on)\b(?! (?:are |were |was "
    r"|have been )?(?:checked|met|fulfilled))"
    r"|\brequire(?:s|d|ments?)\s?:|\b(?:is|are) required\b|\bprotocol(?: \w+)?\s?:|\bprotocol (?:says|asks"
    r"|wants|needs|requires|states)\b"
    r"|\b(?:to be|is|are|only|would be) eligible,?(?:\s?:| (?:if|when|for|are|only|with|infants|patients"
    r"|children))|\bto be eligible\b"
    r"|\beligib\w+\s?(?:when|if|are|requires|criteria|means|demands)?\s?:"
    r"|\b(?:trial|study|protocol|one|you|we|it|patients?|infants?|they|definition)\s+(?:needs?|requires?"
    r"|demands?|wants?|asks? for|must|should|excludes?|includes?)\b"
    r"|\b(?:he|she|baby|child|infant|patient) (?:must|should|needs to|has to|ought to) (?:have|be)\b"
    r"|\b(?:typical(?:ly)?|classical(?:ly)?|usual(?:ly)?|in general|generally|textbook|by definition)\b[^.\n]{0,30}?:"
    r"|\b(?:excluded|included|eligible|ineligible)(?: (?:is|are))\b|\bconditions? (?:for|of)\b"
    r"|\b(?:pre)?conditions?\s?:"
    r"|\b(?:rule|guideline|standard|definition|literature|background|article|paper|case report)s?\s?:",
    re.IGNORECASE,
)
"""What is asked of patients, and not told of this one."""
OF_OTHERS = re.compile(
    rf"(?:^|[.\n;:(]\s*)(?:(?:the|her|his|our|from|these are|this is|here are)\s+)*{_OTHER}(?:['’]s|s)? {_DATA}\b"
    rf"|(?:^|[.\n;:(]\s*)(?:(?:the|these|some|here are)\s+)*{_DATA} (?:of|from|in|for) (?:the |her |his |our "
    rf"|an? )?{_OTHER}\b",
    re.IGNORECASE,
)
"""Whose results a list holds, before it."""
_ASKED = (
    r"(?:criteri\w+|protocol|required|requirements?|to be (?:checked|confirmed|clarified|verified)"
    r"|be (?:checked|confirmed)"
    r"|needed|conditions?|examples?|template|hypothetical|what (?:the )?(?:trial|study) \w+|unconfirmed|typical)"
)
_WHAT = r"(?:these|those|this|that|which|it|both|all|all (?:of )?(?:this|these|that|it))"
_BE = (
    r"(?:is|are|was|were|must|has to|have to|should|needs? to|belongs?(?: to)?|comes?(?: from)?"
    r"|refers?(?: to)?|came(?: from)?)"
)
BEHIND = re.compile(
    rf"\b{_WHAT}\s+{_BE}\b[^.\n]{{0,40}}?\b(?:{_OTHER}|{_ASKED}|from before|another|someone else|somebody else)\b"
    rf"|[-–:;,(]\s*(?:(?:all|both|the|her|his|from|of|in|for)\s+)*{_OTHER}(?:['’]s|s)? {_DATA}\b"
    rf"|[-–:;,(]\s*(?:(?:all|both|of|from|in|the|for|an?)\s+)*(?:another|other|previous|last"
    rf"|different) (?:patient|pt|infant|child|baby|case)\b"
    r"|(?:from|of|in|for|<-+|\(|[-–:])\s*(?:(?:the|her|his|an?)\s+)?(?:(?:co[ -]?)?twin|sister|brother|sibling|cousin)"
    r"\s*\)?(?=\s*(?:[.;\n]|$))"
    r"|[-–:;,(]\s*(?:(?:all|both|the|these|are|is)\s+)*(?:(?:in|ex)clusion )?criteri(?:a|on)\b"
    r"|[-–:;,(]\s*(?:all |both )?(?:still )?to be (?:checked|confirmed|clarified|verified)\b",
    re.IGNORECASE,
)
"""What says behind a list whose it is, or that it is no more than asked for."""
BEHIND_NEXT = re.compile(
    rf"[.!\n]\s*(?:{_WHAT}|the above|above)\s+{_BE}\b[^.\n]{{0,40}}?\b(?:{_OTHER}|{_ASKED}|another|someone else)\b",
    re.IGNORECASE,
)
"""The same in the next sentence."""
ENDING = re.compile(r"[.!\n]")
LEADING_TO_LINES = re.compile(r"[^\n:.]{0,40}:?[ \t]*\n(?=[ \t]*[-*•\d\w])")
NEW_HEADING = re.compile(r"\n[ \t]*\n|\n(?=[^\n:]{1,30}:)")
"""Where a list of lines ends: at an empty line, or at a line that begins with another heading."""
TOPICS = frozenset({
    "labs", "bloods", "background", "vaccines", "vaccinations", "immunisations", "immunizations", "allergy", "meds",
    "medication", "medications", "treatment", "therapy", "eoi", "mrd", "summary", "problem", "problems", "re",
    "hpc", "dob",
    "name", "birth", "molecular", "cytogenetics", "immuno", "ip", "social", "imaging", "plan", "family", "fhx",
    "fh", "o",
    "e", "wt", "weight", "height", "length", "steroids", "details", "info", "information", "situation", "data",
    "update",
})  # fmt: skip
"""What headings of parts of a note say."""
