"""Words that speak of a fact without naming it: against taking part, of an agent, of a puncture, of a reaction."""

import re

AGAINST = re.compile(
    r"\b(?:refus\w*|declin\w*|withdr\w*|revok\w*|retract\w*|rescind\w*|objects?|objected|objections?|oppos\w*"
    r"|disagree\w*|pull(?:ed|s|ing)? out|more time|wants? to think|misunderst\w*|void"
    r"|(?:does|do|did|wo|is|are)n ?['’]? ?t (?:\w+ )?(?:want|wish|agree|sign|consent)\w*"
    r"|reconsider\w*|hesita\w*|reluctan\w*|unwilling|undecided|unsigned|(?:is|are|be|now) against|think it over"
    r"|think about it|chang\w* (?:his|her|their) minds?|(?:not|never|n't) (?:to )?(?:sign\w*|agree\w*|want|wish"
    r"|willing"
    r"|take part|participate|consent\w*|enrol\w*)|no longer|doubts|second thoughts|not valid|invalid|custody"
    r"|disput\w*|contest\w*|court|divorc\w*|separated|estranged"
    r"|regret\w*|re-?consent\w*|foster\w*|social (?:services?|workers?|care|welfare)|child protection|minors?"
    r"|under ?-?age\w*"
    r"|teenage\w*|(?:under|below|only) 1[68]|(?:mother|father|mum|mom|dad|parents?) (?:is|are|aged?) (?:only )?1\d"
    r"|not (?:in writing|written|witnessed|dated|the legal)|unwitnessed|unreadable|illegible|outdated|expired"
    r"|(?:old|wrong|previous|earlier|superseded) (?:form|version|consent|icf)|(?:form|version|consent"
    r"|icf) (?:is |was )?(?:old|wrong)"
    r"|(?:mother|father|mum|mom|dad|one parent|guardian) only|(?:guardian\w*|custod\w*"
    r"|legal\w*) (?:\w+ )?(?:unclear|unknown"
    r"|pending|open)|(?:grand\w+|aunt|uncle|nanny|neighbou?r|friend|carer|step\w+|sibling) (?:has "
    r"|have )?(?:sign\w*|consent\w*"
    r"|agree\w*|gave)|(?:sign\w*|given|consent\w*|agree\w*) by (?:the |her |his |a )?(?:grand\w+|aunt|uncle"
    r"|nanny|neighbou?r"
    r"|friend|carer|step\w+|sibling|foster))\b"
)
"""Who does not agree, or not any more."""
WITHHELD = re.compile(
    r"\b(?:father|mother|dad|mum|mom|parents?|guardians?|signatures?|form|page|signed)\b.*"
    r"\b(?:missing|outstanding|lacking|lacks|incomplete|awaited|awaiting|pending|unsure|absent|unavailable"
    r"|unreachable)\b"
    r"|\b(?:missing|outstanding|lacking|lacks|incomplete|awaited|awaiting|pending|without)\b.*"
    r"\b(?:father|mother|dad|mum|mom|parents?|guardians?|signatures?)\b"
)
"""What is still to come of somebody who has to agree."""
AGAINST_BESIDE = re.compile(
    r"\b(?:missing|outstanding|awaited|awaiting|lacking|incomplete|unsure|says? no"
    r"|said no|one (?:parent|signature)|only|against|later|second (?:parent|signature)|in principle|revised|copy"
    r"|not (?:yet|by|from)|still|does not|do not|did not)\b"
)
"""The same in the sentence of the statement."""
NOT_WRITTEN = re.compile(r"\b(?:verbal\w*|oral\w*|spoken|phone|telephone)\b")
"""How one agrees but in writing."""
OF_ELSE = re.compile(r"\W*(?:only |but |just )?(?:for|to)\b")
"""How a sentence behind begins that tells what one has agreed to."""
AGREEING = re.compile(
    r"\b(?:signed|agrees?|agreed|consented|accepts?|accepted|given|obtained|changed"
    r"|reconsider\w*|misunderst\w*)\b"
)
"""What speaks against a refusal."""
GIVING = re.compile(
    r"\b(?:given|gave|receiv\w+|administered|infus\w+|inject\w+|treated|pre ?treated|exposed|courses?|cycles?|doses?"
    r"|started|got|had|took|taken|taking)\b"
    r"|\b(?:days?|weeks?|wks?|d|w|months?) (?:before|prior|ago|pre|earlier|previously)\b|\bd(?:ay)? ?- ?\d"
    r"|\bbefore (?:the )?(?:diagnosis|dx)\b|\bprior to (?:the )?(?:diagnosis|dx)\b"
)
"""What says that something was given, or some time before."""
ORDINARY_CARE = (
    r"antibiotics?|antibiotic|antivirals?|antifungals?|platelets?|transfus\w+|red|rbc\w*|prbc|plasma|ffp"
    r"|fluids?|saline"
    r"|paracetamol|ibuprofen|acetaminophen|vitamins?|oxygen|allopurinol|rasburicase|iron|formula|milk|feeds?"
    r"|products?"
    r"|vaccin\w+|hexavalent|immunis\w+|immuniz\w+|ivig|immunoglobulins?|\w+cillin|\w+floxacin"
    r"|(?:vanco|genta|azithro|erythro|clarithro|clinda|tobra|dapto)m[iy]cin|cef\w+|\w+penem|\w+clovir"
    r"|(?:flucon|voricon|posacon|itracon|omepr|esomepr|pantopr|metronid|co-trimox|cotrimox)azole"
    r"|sedation|an?aesthesia|support\w*|care|nothing|none|concentrates?"
    r"|units?|packed"
    r"|hyperhydration|nutrition|phototherapy|information|ventilat\w+|intensive|icu|nicu|picu|picc|line|cvc|port"
    r"|hickman"
    r"|fevers?|febrile|petechia\w*|bruis\w+|pallor|pale|cough|rhinitis|infections?|otitis|diarrh\w+|vomit\w+"
    r"|irritab\w+"
    r"|rash|virus|viral|cold|symptoms?|ill|unwell|lethargy|lethargic|bleeding|swelling|weight|poor|feeding"
    r"|spleen|liver"
    r"|hepato\w+|spleno\w+|lymph\w+|antecedent|bronchiolitis|urti?|uti|rsv|not|now|no|yet|been|then|low|high|dose"
    r"|before|prior|previous|ago|pre|earlier|did|does|have|having|started|courses?|cycles?|doses?|elsewhere"
    r"|since|until|after"
    r"|single|one|once|total|unknown|iv|im|po|oral|orally|consent|mother|father|parents?|trial|study|protocol"
    r"|nil|unremarkable|normal|born|birth|at|diagnosed"
)
"""What is given or seen in every infant, and is no agent that a trial asks about; and words that say nothing."""
CELLS = re.compile(
    r"\b(?:blasts?|traumatic|bloody|haemorrhagic|hemorrhagic|contaminated|infiltrat\w+|cytospin|pleocytosis)\b"
)
PUNCTURE = re.compile(
    r"\b(?:csf|lp|puncture|tap|spinal|cns|liquor|lumbar|eoi|end of induction|d(?:ay)? ?33|cerebro\w*)\b"
)
"""What is seen in the fluid of a puncture, and where."""
OTHER_DAY = re.compile(r"[( ]*(?:(?:on|at|of) )?d(?:ay)? ?\d{1,2}[) ]*")
"""A day that is not that of the question."""
GENE_TEST = re.compile(
    r"\b(?:fish|rna\w*|seq\w*|pcr|ngs|panel|karyotyp\w*|cytogen\w*|fusions?|nuclei|arrays?|microarray"
    r"|ref(?:erence)? lab)\b"
)
GENE_RESULT = re.compile(
    r"\b(?:normal|intact|neg\w*|pos\w*|detected|found|seen|absent|present|below|cut ?off|await\w*|pending|outstanding"
    r"|germline|not|no|none|requested|sent)\b"
)
"""What tests a gene, and how one tells what came of it."""
REACTION = re.compile(
    r"\b(?:rash|anaphyla\w*|urticaria\w*|hives|angio\w*edema|angioedema|react\w*|wheez\w*|bronchospasm"
    r"|allerg\w*|flush\w*"
    r"|hypotensi\w*|hypersens\w*|exanthema?|swelling)\b"
)
SUBSTANCE = re.compile(
    r"\b(?:blina\w*|drug|infusions?|excipients?|polysorbate\w*|citric|trehalose|lysine|doses?|anaphyla\w*"
    r"|angio\w*edema)\b"
)
"""What tells of a reaction, and to what."""
PLACE = re.compile(
    r"\b(?:here(?! or\b)|locally|in[ -]?house|on (?:the )?(?:ward|unit|picu|nicu|icu)|in[ -]?patients?"
    r"|(?:in|within) (?:the )?hospital|(?:by|from|with) us"
    r"|(?:in|at|on|by|from|under|within|during) (?:our|this|my|the present|the current) (?:\w+ )?(?:hospital"
    r"|units?|ward"
    r"|clinic|centre|center|department|institution|practice|service|care|team|admission|stay|visit|hands|side|end)"
    r"|(?:this|current|present) (?:admission|stay|visit|hospitali[sz]ation|time|illness|episode|cycle|attendance)"
    r"|(?:in|on) (?:the |our |their |her |his |any )?(?:drug |med(?:ication)? )?(?:charts?|records?|notes?"
    r"|letters?|files?"
    r"|documents?|summary|referral)"
    r"|(?:we|i) (?:\w+(?:'t)? ){0,2}(?:gave|give|given|started?|used?|prescribed?|administered))\b",
    re.IGNORECASE,
)
"""One place, one stay or one giver: what is denied of it may have been given elsewhere."""
ELSEWHERE = re.compile(
    r"\b(?:treat\w*|therapy|given|receiv\w*|got|had|course)\b.*\b(?:elsewhere|abroad|overseas|outside|"
    r"(?:other|another|previous|former|local|first) (?:hospital|clinic|centre|center|country))\b"
)
"""What says that something was given in another place."""
