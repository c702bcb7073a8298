"""How the sentence behind a statement leaves it open, without a word of what it was about: 'To be verified.'."""

import re

_CHECKING = (
    r"(?:verif\w*|confirm\w*|check\w*|re-?check\w*|clarif\w*|review\w*|repeat\w*|re-?test\w*|double[ -]?check\w*)"
)
_RESULT = (
    r"(?:confirmation|verification|clarification|(?:final |central |external )?(?:report|pathology|review|result)"
    r"|second opinion|repeat|re-?test|(?:outside |external |old |previous |other )?(?:records?|notes?|letters?"
    r"|documents?))"
)
_OUTSTANDING = (
    r"(?:pending|awaited|outstanding|requested|ordered|missing|required|needed|necessary|to follow|to come"
    r"|unavailable"
    r"|incomplete|not (?:yet )?(?:here|available|back|in|complete|seen|received))"
)
_TOLD = (
    r"(?:history|anamnesis|information|documentation|story|account|parents?|mother|father|historians?|sample"
    r"|quality|data)"
)
_POOR = (
    r"(?:unreliable|limited|incomplete|unclear|patchy|poor|low|bad|insufficient|questionable|doubtful"
    r"|inconsistent)"
)
_HEDGE = (
    r"(?:maybe|perhaps|probabl[ey]|possibl[ey]|presumabl[ey]|apparently|supposedly|allegedly|reportedly|hopefully"
    r"|unclear|uncertain|unsure|doubtful|questionable|dubious|unlikely|likely|discrepant|conflicting|contradictory"
    r"|preliminar(?:y|ily)|prelim|provisional(?:ly)?|tentative|unofficial(?:ly)?|suspected|assumed|presumed"
    r"|query|tb[acd])"
)
_PLAIN = (
    r"(?:\s|[.,;:!()'\"-]|\b(?:only|reports?|results?|so far|still|very|quite|a bit|just|for now|it|this|that|is|was"
    r"|are|be|so|though|but|however|not|i|we|they|think|believe|guess|say|at least|abroad|elsewhere|there|also"
    r"|too)\b)*"
)
DOUBTED_BEHIND = re.compile(
    rf"\bto be (?:re-?|double[ -]?)?(?:verified|confirmed|checked|clarified|reviewed|repeated|discussed|determined)"
    rf"|\bun(?:verified|confirmed|checked|(?:clear|known|certain) (?:if|whether|what|when|how|who|where|which))\b"
    rf"|\b(?:date of birth|dob|birth ?da(?:te|y)|dates?)\b[^.\n]{{0,12}}\b(?:{_POOR}|unknown|uncertain|not known)\b"
    rf"|^\W*(?:really|sure|right|true|correct|reliable|whose|which|when|since when)\b[^.\n]*\?"
    rf"|\bnot (?:yet |fully |really |been |100 ?% )*(?:verified|confirmed|checked|certain|sure|clear|final"
    rf"|validated)\b"
    rf"|\b(?:needs?|requires?|wants?|awaits?|awaiting|waiting for|pending)\b[^.\n]{{0,30}}?\b(?:{_CHECKING}"
    rf"|{_RESULT})\b"
    rf"|\b{_RESULT}\b[^.\n]{{0,20}}?\b{_OUTSTANDING}"
    rf"|\b(?:please|pls|must|should|will|would|have to|has to|going to|let me|let us|can you|could you|i'll"
    rf"|we'll|i'd)"
    rf"\s(?:\w+\s)?{_CHECKING}\b(?!\W+(?:\w+\s)?(?:eligib\w*|receipt|availab\w*|slots?))"
    rf"|^\W*(?:but |however |still )?(?:verify|check|recheck|confirm|clarify|ask|see|await\w*|double[ -]?check)\b"
    rf"|\b(?:under|in) review\b|\bbeing (?:reviewed|checked|verified|repeated|clarified)\b"
    rf"|\b{_TOLD}\b\s(?:\w+\s){{0,2}}?{_POOR}\b|\b{_POOR} (?:\w+ )?{_TOLD}\b"
    rf"|\bas far as\b|\b(?:to|of) (?:our|my|the|their|her|his) (?:best )?(?:knowledge|memory|recollection)\b"
    rf"|\bor so (?:they|he|she|we|i|it)\b|\bdon'?t (?:really )?know\b|\bnot known\b|\bno idea\b|\bin doubt\b"
    rf"|\b(?:i|we) (?:have )?(?:my |our |some )?(?:doubts?|doubt it|wonder)\b"
    rf"|^{_PLAIN}\b{_HEDGE}\b{_PLAIN}$|^\W*(?:i|we|they) (?:think|believe|guess|hope|suppose|assume)\W*$"
    rf"|\bnot (?:my|this|our|the same|that) (?:patient|pt|child|infant|baby|girl|boy|case|sample|one)\b"
    rf"|\b(?:sample|tube|label|name)s?\b[^.\n]{{0,15}}\b(?:mix\w*|swap\w*|confus\w*|wrong|old)|\bmix(?:ed)?[ -]?up\b"
    rf"|\bold (?:sample|result|report|value)\b|\bmorphology only\b|\blater lost\b|\blost later\b"
    rf"|^\W*or\b|^\W*at least not\b|^\W*(?:or|but|only) (?:so|by|from|in) "
    rf"|\bdouble[ -]?check|\bcan ?not (?:be )?(?:\w+ )?(?:exclude|confirm|verify)\w*|\bwrong (?:patient|sample"
    rf"|child|form|report)\b",
    re.IGNORECASE,
)
"""Whole sentences, or the beginning of one up to the first fact that it names."""
OF_ANOTHER_TIME = re.compile(
    r"^\W*(?:that|this|these|those|it|which|all (?:this|that))\s+(?:(?:results?|samples?|findings?|values?"
    r"|reports?|one|tests?"
    r"|data|markers?|labs?)\s+)?(?:was|were|is|are|came|comes|belongs?)\s+(?:only\s+|all\s+|still\s+)?"
    r"(?:at|after|before|during|from|in|of|to|until|since|not)\b",
    re.IGNORECASE,
)
"""What puts the statement before it into another time, or takes it back, whatever it names."""
