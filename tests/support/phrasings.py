"""What tired clinicians type at Interfant-21's option questions, and what each must come to, by the contract.

The phrases of a fact are listed by what they come to, and separated by '|'. Where they are read, that is an option's
code, `pending` or `unknown`. `asked` means an ask-back, followed by the offers that it must make. `told` means a
sentence, and the plain question again. `lost` means that they are not understood.
"""

PHRASINGS: dict[str, dict[str, str]] = {
    "diagnosis": {
        "b_precursor_all": """B-ALL|b all|BALL|pre-B|preB ALL|pro B|pro-B ALL CD10-|B-cell ALL|B cell ALL
            |B-lineage ALL|B lineage acute lymphoblastic leukaemia|KMT2A-r B-ALL|KMT2A-rearranged B-ALL|MLL-r B-ALL
            |infant B-ALL|CD10 negative B-ALL|CD10- B-ALL|CD10neg pro-B ALL|B-ALL, CD10 negative|B-ALL (CD10-)
            |common ALL|cALL|BCP ALL|BCP-ALL|B-precursor|B precursor ALL|precursor B-ALL|B-ALL confirmed|its B-ALL
            |B-ALL by flow|B-ALL on flow cytometry|B-lymphoblastic leukaemia|B lymphoblastic leukemia
            |B-precurser ALL|t(4;11) B-ALL|infant B-ALL with KMT2A rearrangement|early pre-B ALL|B-ALL CD19+
            |de novo B-ALL|B-ALL!""",
        "b_mpal": """B-MPAL|B/My MPAL|B/myeloid MPAL|MPAL B/My|MPAL, B/myeloid|B-cell MPAL|mixed phenotype B/myeloid
            |B/My|KMT2A-r MPAL, B/myeloid|B-lineage MPAL|B/myeloid mixed phenotype acute leukaemia""",
        "t_all": """T-ALL|t all|T cell ALL|T-lineage ALL|ETP-ALL|ETP ALL|early T-precursor ALL
            |T-lymphoblastic leukemia|T-lymphoblastc leukemia|T-ALL by flow|pre-T""",
        "other": """AML|JMML|acute myeloid leukaemia|T/My MPAL|T/myeloid MPAL|lymphoma|another|AML M5
            |monoblastic AML|KMT2A-r AML""",
        "asked b_precursor_all,t_all": """ALL|infant ALL|acute lymphoblastic leukaemia|MLL-r infant ALL|KMT2A-r ALL
            |leukaemia|lymphoblastic""",
        "asked b_precursor_all,b_mpal,other": """mature B-ALL|mature B ALL|Burkitt|B-other|B other ALL|mixed lineage
            |undifferentiated|congenital|congenital leukaemia|mature B-cell leukaemia""",
        "asked b_mpal,other": """MPAL|MPAL (B/myeloid)|mixed phenotype acute leukaemia|biphenotypic|monoblastic
            |MPAL of some kind|acute undifferentiated leukaemia|bilineal""",
        "asked t_all": "suspected T-ALL|T-ALL?|probably T-ALL|?T-ALL|likely T-ALL|no T-ALL",
        "asked b_precursor_all": """suspected B-ALL|B-ALL?|query B-ALL|working diagnosis B-ALL|B-ALL likely
            |not B-ALL|B-ALL or AML|B-ALL/MPAL|relapsed B-ALL""",
        "pending": "pending|flow pending|awaiting immunophenotype|waiting for flow",
        "unknown": "not known|unclear|dunno",
        "lost": "leuk|blasts 80|xyz",
    },
    "disease_phase": {
        "newly_diagnosed": """new|newly diagnosed|newly dx|new dx|new diagnosis|de novo|de-novo ALL|first diagnosis
            |first dx|primary|untreated|not a relapse|no relapse|not relapsed|not in relapse|never relapsed
            |newly diagnosed ALL|newly diagnosed leukaemia|new patient|first presentation|initial diagnosis
            |newly-diagnosed, untreated|treatment naive|newly diagnsed|newly diagnosed today|ND|new case|first time
            |just diagnosed|fresh diagnosis|no previous leukaemia|this is a new diagnosis|relapse: no
            |new, not a relapse|not relapse|frontline""",
        "relapsed": """relapse|relapsed|in relapse|1st relapse|first relapse|second relapse|relapsed ALL|ALL relapse
            |recurrence|recurrent|recurrent ALL|recurrent leukaemia|relapsed disease|isolated CNS relapse
            |bone marrow relapse|relapsed after CR1|early relapse|relpased|came back|has relapsed|relapse confirmed
            |it is a relapse""",
        "asked newly_diagnosed,relapsed": """relapse, yes|refractory|yes|no|primary refractory|not newly diagnosed
            |not new|newly diagnosed relapse|relapsed or refractory|treated""",
        "asked relapsed": """suspected relapse|relapse?|probably relapse|relapse not excluded|query relapse
            |r/o relapse|possible relapse""",
        "asked newly_diagnosed": "probably new|newly diagnosed?|new I think|newly diagnosed elsewhere",
        "pending": "pending|awaited",
        "unknown": "unknown|don't know",
        "lost": "phase 2|day 33|??",
    },
    "kmt2a": {
        "rearranged": """KMT2A-r|KMT2Ar|MLL-r|MLLr|rearranged|KMT2A rearranged|KMT2A-rearranged|MLL rearranged
            |KMT2A rearranged by FISH|MLL gene rearrangement detected|MLL rearrangement detected
            |MLL rearrangement present|MLL split FISH positive|split-signal FISH positive|break-apart FISH positive
            |KMT2A break apart positive|KMT2A::USP2|KMT2A::AFF1|MLL/AF4|MLL-AF4|MLL AF4|KMT2A-AFF1|KMT2A/MLLT3
            |KMT2A::MLLT10|MLL-AF10|MLL-ENL|AF4-MLL|MLL-AF4 positive|MLL-AF4+|KMT2A::AFF1 fusion detected
            |KMT2A::MLLT1 fusion transcript|t(4;11)|t(9;11)|t(11;19)|t(4;11) positive|t(4;11) detected|T(4;11)
            |t(4; 11)|t(4;11)(q21;q23)|t(9;11)(p22;q23.3)|t(9;11)(p21.3;q23.3)|t(11;19)(q23;p13.3)|t(11;19)(q23;p13)
            |t(10;11)(p12;q23)|t(6;11)(q27;q23)|t(1;11)(p32;q23)|46,XX,t(4;11)(q21;q23)[20]
            |47,XX,+8,t(9;11)(p22;q23)[12]|46, XX, t(4;11)(q21;q23)|11q23 rearranged|11q23 rearrangement
            |11q23.3 rearrangement|MLL-r infant ALL|KMT2A-r infant ALL|KMT2A rearanged by FISH
            |KMT2A rearrangement confirmed by FISH and PCR|KMT2A rearranged, partner unknown|KMT2A rearrangment
            |MLL translocation|KMT2A fusion positive|t(4;11)(q21;q23), KMT2A::AFF1""",
        "germline": """germline|KMT2A germline|MLL germline|KMT2A-g|wt|wild type|KMT2A wild type|KMT2A wildtype
            |KMT2A wt|MLL wt|not rearranged|KMT2A not rearranged|MLL not rearranged|no rearrangement
            |no MLL rearrangement|no KMT2A rearrangement|no KMT2A-r|no MLL gene rearrangement
            |no KMT2A rearrangement detected|MLL rearrangement not detected|KMT2A rearrangement negative
            |KMT2A rearrangement absent|MLL break-apart FISH negative|break apart FISH neg|split FISH negative
            |FISH: no KMT2A rearrangement|no evidence of KMT2A rearrangement|negative for KMT2A rearrangement
            |negative for MLL rearrangement|without MLL rearrangement|KMT2A rearrangement: no|unrearranged
            |non-rearranged|KMT2A unrearranged|KMT2A intact|KMT2A germ line|germline KMT2A by FISH
            |rearrangement excluded|KMT2A germlne""",
        "asked rearranged,germline": """positive|negative|KMT2A positive|KMT2A negative|MLL positive|MLL neg|yes|no
            |MLL|KMT2A+|normal|abnormal|mutated|normal karyotype|46,XX|46,XY[20]|t(4;11) negative|no t(4;11)
            |not t(4;11)|not germline|t(10;11)|t(6;11)|t(1;11)|t(12;21)|t(12;21)(p13;q22)|t(11;14)(p15;q32)
            |11p15 rearranged|11q14 rearrangement|11p15|11q14|del(11)(q23)|del(11q23)|11q23 deletion|11q23 gain
            |11q23 deleted|+11|gain of 11q23|trisomy 11|11q23|11q23 abnormality|KMT2A-PTD|KMT2A PTD
            |KMT2A amplification|KMT2A deletion|inv(11)(p15q22)|t(11;17)(q23;q21)|t(11;22)(q23;q11)|t(9;22)(q34;q11)
            |ETV6-RUNX1|NUP98 rearranged|hyperdiploid|rearrangement not excluded|MLL-AF4 negative
            |KMT2A::AFF1 not detected|KMT2A rearrangement not tested|FISH KMT2A failed|rearranged or germline
            |no t(4;11), other partner?|no, rearrangement detected|t(4;11)(p15;q12)|47,XX,+8|KMT2A deleted|47,XX,+11""",
        "asked rearranged": "KMT2A-r?|probably rearranged|suspected MLL rearrangement|KMT2A rearranged?|likely KMT2A-r",
        "asked germline": "probably germline|germline?",
        "pending": "pending|FISH pending|awaiting FISH|KMT2A pending|cytogenetics pending|PCR awaited",
        "unknown": "unknown|not known|KMT2A unknown|FISH not available",
        "lost": "rubbish|FISH",
    },
    "corticosteroids": {
        "none": """none|no|No.|nil|never|no steroids|no corticosteroids|no cortisone|no steroids given
            |steroids: none|steroids: no|steroids not given|no steroid|no steroids at all
            |no steroids before diagnosis|none before diagnosis|no steroids in the last 28 days|steroid naive
            |steroid-naive|hydrocortisone cream|hydrocortisone 1% cream|topical hydrocortisone|topical only
            |nasal spray only|mometasone nasal spray|cream only|eye drops|without steroids|none given|0 steroids
            |steroid cream|no sterods|betamethasone ointment|Nil.|did not have steroids|not received""",
        "aerosol_only": """aerosol|inhaled|inhaler|inhaled only|by inhaler|nebulised budesonide|Pulmicort
            |Pulmicort nebs|budesonide inhaler|budesonide neb|inhaled budesonide for 5 days|Flixotide
            |fluticasone inhaler|nebulizer|nebulised steroids|only inhaled steroids|inhaled steroids
            |beclomethasone inhaler""",
        "systemic": """systemic|oral|iv|PO|oral prednisolone|prednisolone oral|prednisolone po|pred po|IV methylpred
            |iv dexamethasone|dexamethasone iv|prednisolone 1 mg/kg/day x3 days|dexamethasone 0.6 mg/kg single dose
            |dexamethasone 0.15 mg/kg po once|prednisolone 2mg/kg/day for 5 days|methylprednisolone 60 mg/m2/day
            |oral dex for croup|systemic steroids|systemic steroids given|hydrocortisone iv|oral steroids for 3 days
            |prednisolone by mouth|steroids iv|im dexamethasone|oral betamethasone|systemc
            |oral prednisolone before diagnosis|prednisolone 5 mg po bd""",
        "asked aerosol_only,systemic": """yes|steroids|steroids given|prednisolone|dexamethasone|dex|hydrocortisone
            |cortisone|prednisolone 5 mg|steroids for 3 days|yes steroids|given""",
        "asked none": """topical steroids for 3 days|no prednisolone|no systemic steroids|no oral steroids
            |not systemic|non-systemic|no inhaled steroids|no dex|none?|topical and oral|steroids not excluded
            |none in the last 7 days""",
        "asked systemic": """oral?|probably oral|oral prednisolone 40 days ago|systemic and inhaled|oral or inhaled
            |oral 3 days before diagnosis""",
        "told": """prephase|steroid prephase|prednisone prephase|started on day of diagnosis
            |dexamethasone on the day of diagnosis|after diagnosis|prednisolone after diagnosis
            |steroids since diagnosis|oral prednisone after dx|day 1 of induction|antenatal|antenatal steroids
            |antenatal betamethasone|maternal steroids|mother had betamethasone antenatally|prenatal dexamethasone
            |none before prephase started, then oral after diagnosis|only prephase|no steroids except prephase
            |steroids at diagnosis""",
        "unknown": "unknown|not sure",
        "pending": "pending",
        "lost": "paracetamol|antibiotics",
    },
    "chemotherapy": {
        "no": """no|none|never|No!|nope|no chemo|no chemotherapy|no chemotherapy given|no chemo given|no prior chemo
            |no prior chemotherapy|no previous chemotherapy|chemo: no|chemotherapy none|chemo not given
            |no chemo before diagnosis|none before diagnosis|no chemo in the last 28 days
            |no chemotherapy in the 28 days before diagnosis|without chemotherapy|chemo naive|chemo-naive
            |chemotherapy naive|untreated|treatment naive|no treatment|no treatment yet
            |not received any chemotherapy|no chemotheraphy|nil|no cytotoxics|no cytostatics|not given
            |no chemo at all|did not have chemotherapy|absolutely no chemo|no chemo so far""",
        "yes": """yes|y|yep|chemo given|chemotherapy given|had chemo|received chemotherapy|yes chemo|vincristine
            |vincristine given|yes, vincristine|chemo: yes|yes, before diagnosis|chemotherapy received
            |vincristine 1.5 mg/m2|doxorubicin""",
        "told": """yes 40 days ago|chemo given 5 weeks ago|hydroxyurea|hydroxyurea for 2 days|hydroxycarbamide
            |Hydrea|hydroxyurea 20 mg/kg|intrathecal|intrathecal MTX|IT MTX|intrathecal methotrexate|IT only
            |intrathecal at diagnostic LP|methotrexate|cytarabine|intrathecl|no chemo, only hydroxyurea
            |started on day of diagnosis|after diagnosis|chemo since diagnosis|prephase|on day 1|induction started
            |chemo started today|only after diagnosis|no chemo before, started after dx|not yet|postponed|yes or no
            |no and yes|chemo|chemotherapy|rasburicase""",
        "asked yes": "yes?|probably yes|vincristine?",
        "asked no": "probably not|not really|don't think so|unlikely|no?|probably no|no chemo?|no chemo I think",
        "unknown": "unknown|not known|no idea",
        "pending": "pending",
        "lost": "antibiotics|12",
    },
    "consent": {
        "given": """given|yes|signed|consented|obtained|consent given|consent obtained|consent signed
            |written consent|written consent given|written consent obtained|signed today|signed by both parents
            |signed by mother|parents signed|parents have signed|parents consented|both parents consented
            |consent form signed|informed consent signed|ICF signed|ICF signed yesterday|yes, signed|yes written
            |consent: yes|consent received|signed consent|informed consent given|consent in writing
            |agreed in writing|Yes!|consnted|given in writing|consent given by guardian|consent has been given
            |consent was signed|signed on paper|consent available""",
        "refused": """refused|declined|withheld|consent refused|parents refused|parents declined|refused by parents
            |consent declined|refusal|they said no|parents said no|does not consent|do not consent|family declined
            |declined participation|refussed|consent withdrawn|withdrawn""",
        "pending": """pending|not asked|not asked yet|not yet asked|in discussion|under discussion|parents thinking
            |parents are thinking about it|not yet|not yet signed|not signed yet|awaiting signature|consent pending
            |to be asked|not discussed yet|still deciding|undecided|not approached yet|not yet approached
            |consent not yet obtained|parents need time""",
        "asked given,pending": """oral|verbal|verbally agreed|verbal consent|oral consent only|agreed verbally
            |agreed|in principle|parents agree""",
        "asked pending": "consent to be obtained|signing tomorrow|to be obtained|consent planned|planned for tomorrow",
        "asked refused,pending": "no|not given|not signed|not consented|no consent|not obtained|none",
        "asked given": "signed?|probably signed|given?|consent for biobank signed|consented to chemo",
        "unknown": "unknown|don't know",
        "lost": "signd|Written informed consent of both parents|ok doc|parents|mother",
    },
    "cd19": {
        "positive": """positive|pos|+|+ve|CD19+|CD19 +|CD19pos|CD19 positive|CD19-positive|CD19+ve|99% CD19+
            |CD19+ 99%|CD19 bright|bright|CD19 strong|strongly positive|CD19 strongly positive|CD19 expressed
            |expressed|CD19+ CD10-|CD19+, CD10-|CD10- CD19+|CD19+ CD22+|CD19+CD10-|CD19 positive, CD10 negative
            |CD19 present|CD19: pos|CD19 detected|CD19+ at diagnosis|CD19 positive at diagnosis|positive at dx
            |blasts CD19+|blasts CD19 positive|CD19 positive by flow|CD19 positive in 98 % of blasts|CD19(+)|CD19 ++
            |yes|CD19 yes|postive|expresses CD19|CD19 high|CD19 positive (98%)|CD19++""",
        "negative": """negative|neg|-|-ve|CD19-|CD19 -|CD19neg|CD19 negative|CD19-negative|CD19 not expressed
            |not expressed|no CD19|no CD19 expression|CD19 absent|CD19 not detected|without CD19|lacks CD19
            |CD19 negative by flow|CD19 negative at diagnosis|negative at dx|CD19- at diagnosis|CD19: neg|CD19 (-)
            |no|negatve|CD19- CD22+|CD19 negative, CD10 negative|blasts CD19 negative""",
        "asked positive,negative": """dim|partial|weak|CD19 dim|CD19 partial|CD19 weak|CD19 low|CD19dim|dim positive
            |CD19 dim positive|partially positive|weakly positive|CD19 +/-|+/-|CD19 +/−|CD19 variable|heterogeneous
            |subset|CD19 partial, 30%|partial loss|equivocal|borderline|CD19 5%|CD19 positive 5%|30% CD19+
            |CD19+ on 40% of blasts|CD19|not positive|not negative|CD19 not negative|CD19 loss|CD19 99 %
            |positive and negative|two populations CD19+ and CD19-|dim/negative|not CD19 negative""",
        "asked positive": "CD19+?|probably positive|positive?|CD19 positive??",
        "told": """CD19 negative at relapse|negative at relapse|CD19+ at relapse|CD19 negative after blinatumomab
            |lost after blina|CD19 negative at EOI|CD19- on day 33|now negative|CD19 neg at MRD
            |CD19 positive at relapse""",
        "pending": "pending|flow pending|CD19 pending|immunophenotype pending",
        "unknown": "unknown|CD19 unknown|not done|not tested",
        "lost": "poz|B-ALL|xyz",
    },
    "cns_eoi": {
        "cns1": """CNS1|CNS 1|CNS-1|cns1|CNS I|CNS1 at EOI|CNS1 EOI|CNS1 day 33|CNS1 d33|CNS 1 on day 33|d33: CNS1
            |CNS1 at end of induction|CNS1 at the end of induction|EOI CNS1|EOI: CNS 1|CNS1 (day 33)|CNS status 1
            |CNS status CNS1|status CNS1|CNS1 on LP d33|LP day 33 CNS1|LP: CNS1|CSF: CNS1|CNS1 no blasts
            |CNS 1 confirmed|its CNS1""",
        "cns2": "CNS2|CNS 2|CNS II|CNS2a|CNS 2a|CNS2 at EOI|CNS2 day 33|CNS2 d33|EOI CNS2|CNS status 2|CNS2b EOI",
        "cns3": "CNS3|CNS 3|CNS III|CNS3a|CNS3 at EOI|CNS3 day 33|CNS3 d33|EOI: CNS3|CNS status 3",
        "asked cns1": "1|CNS1?|probably CNS1|CNS1 likely",
        "asked cns2": "2|CNS2?",
        "asked cns3": "3",
        "asked cns1,cns2,cns3": """CNS2, no blasts|positive|negative|clear|clean|CSF clear|CSF negative|no blasts
            |blasts|traumatic|TLP+|TLP-|traumatic LP|CNS negative|CNS positive|CNS involved|not involved
            |no CNS involvement|CNS1/2|CNS 1-2|not CNS1|no CNS3|not CNS 2|CNS I-II|yes|no|CNS1 day 29|CNS2, 3 cells
            |WBC 3, no blasts""",
        "asked cns1,cns2": "CNS1 or CNS2|CNS2 -> CNS1",
        "told": """CNS1 d15 and CNS2|CNS1 at diagnosis|CNS2 at diagnosis|CNS2 d0|CNS1 d0|CNS3 at dx|CNS 2 day 0
            |initial CNS2|CNS2 initially|CNS1 at presentation|diagnostic LP CNS2|CNS2 on first LP
            |CNS3 at diagnosis, CNS1 at EOI|CNS1 d1|CNS1 day 15|CNS2 d15|baseline CNS1|at diagnosis CNS2
            |CNS1 on day 1""",
        "pending": """not done yet|pending|not yet|before day 33|still in induction|in induction|not at EOI yet
            |LP pending|LP day 33 pending|LP not done yet|day 33 not reached|too early|LP planned|EOI not reached""",
        "unknown": "unknown|not known",
        "lost": "5 cells|CNS4|4|0|5|CNS|CNS 4|LP",
    },
    "hypersensitivity": {
        "no": """no|none|No.|never|NKDA|nkda|NKA|no known allergies|no known drug allergies|no allergies|no allergy
            |no known allergy|no hypersensitivity|no known hypersensitivity|no hypersensitivity to blinatumomab
            |no allergy to blinatumomab|not allergic|not known to be allergic|no proven hypersensitivity|no reaction
            |allergies: none|allergies: no|allergies none|hypersensitivity: no|nil known|none known|no known|nope
            |no history of allergy|never had blinatumomab|never received blinatumomab|blinatumomab naive|blina-naive
            |no drug allergies|without allergies|no alergies|no known allergys|no prior blinatumomab
            |no known hypersensitivity to the drug|no allergic reactions""",
        "yes": """yes|y|proven|yes, proven|proven hypersensitivity|anaphylaxis to blinatumomab
            |allergic to blinatumomab|proven allergy to blinatumomab|anaphylaxis to blina|hypersensitivity proven
            |yes proven""",
        "told": """suspected|possible|possible reaction|suspected hypersensitivity|maybe allergic|unproven
            |penicillin allergy|allergic to penicillin|egg allergy|asparaginase allergy|peanut allergy|latex|allergy
            |allergic|hypersensitivity|reaction|mild reaction|allergic to cow's milk|atopic|rash
            |hypersensitivity not excluded|drug allergy""",
        "asked yes": "yes?|probably yes|proven?",
        "asked no": "probably not|not really|don't think so|unlikely|no?|probably no|NKDA?|not yet",
        "unknown": "unknown|not known|don't know",
        "pending": "pending",
        "asked pending": "testing pending",
        "lost": "polysorbate|12|xyz",
    },
    "live_vaccine": {
        "none": """none|no|No!|never|nil|unvaccinated|not vaccinated|no live vaccine|no live vaccines
            |no live vaccine given|no live vaccines so far|no vaccines|no vaccines yet|no vaccines so far
            |no vaccinations|no vaccination|no immunisations|no immunizations|not immunised|no live vax
            |live vaccine: no|live vaccine not given|no live vaccination|no rotavirus or BCG|never vaccinated
            |no vaccine given|too young, none|no vaccines given|unimmunised|without live vaccines|none so far
            |no live vaccines received|un-vaccinated|no vacines|not given|none given|not received
            |has had no vaccines""",
        "given": """yes|given|rotavirus|rota|Rotarix|Rotarix given|RotaTeq|rotavirus given|rotavirus vaccine|BCG
            |BCG at birth|MMR|OPV|oral polio|varicella|yellow fever|Rotarix 5 weeks ago|rotavirus 3 weeks ago
            |BCG given at birth|2 doses Rotarix|Rotarix x2|rotavirus vaccine given 2 months ago|received rotavirus
            |rotavirus received|had BCG|live vaccine given|MMR given|Rotarix and BCG|got Rotarix|rotovirus
            |Rotarix six weeks ago""",
        "asked unknown": "unsure if live",
        "asked pending": "vaccination record awaited",
        "asked none,given": """no rotavirus, no BCG|vaccinated|vaccine|vaccines|DTP|hexavalent|6-in-1|pneumococcal
            |polio|IPV|vaccines up to date|up to date|routine vaccines|vaccinated 2 weeks ago|no rotavirus|no BCG
            |not BCG|only inactivated|flu|fully vaccinated|no MMR""",
        "asked given": "rotavirus?|probably rotavirus|given?|rotavirus probably|Rotarix dose 1",
        "told": """planned|rotavirus planned|BCG planned|rotavirus due next week|planned for next month|will get MMR
            |rotavirus scheduled|MMR planned at 12 months|none given, BCG planned|to be given""",
        "asked none": "not yet|none yet|no vaccines?|none?",
        "unknown": "unknown|not sure|don't know",
        "pending": "pending",
        "lost": "12|xyz",
    },
    "live_vaccine_planned": {
        "no": """no|none|nope|never|No.|not planned|none planned|no live vaccine planned|no vaccine planned
            |no vaccines planned|no live vaccines planned|no vaccination planned|nothing planned|no plans|no plan
            |not scheduled|no live vaccine|no live vaccines|live vaccines planned: no|no live vaccination planned
            |live vaccine not planned|no immunisations planned|no vaccines scheduled|not intended|no, not planned
            |none scheduled|nothing scheduled|none is planned|no vaccines|without live vaccines|not plannd
            |no live vax planned|vaccines not planned|there is no live vaccine planned|n|planned: no|no intention""",
        "yes": """yes|planned|y|yep|yes, planned|MMR planned|rotavirus planned|live vaccine planned|BCG planned
            |scheduled|MMR scheduled|yes MMR|live vaccine is planned|yes planned|will get MMR|rotavirus to be given""",
        "told": """vaccination planned|no MMR planned|planned for 2027|no rotavirus|postponed|deferred|delayed
            |cancelled|MMR postponed|vaccines postponed|on hold|given|rotavirus given|already given
            |given 3 weeks ago|Rotarix 5 weeks ago|BCG at birth|maybe|perhaps|MMR|rotavirus|vaccines|DTP planned
            |inactivated only|hexavalent planned|only inactivated vaccines planned|after B-cell recovery
            |planned after B-cell recovery|MMR after recovery|vaccine|routine vaccines""",
        "asked yes": "yes?|probably planned|planned?",
        "asked no": "probably not|not really|don't think so|unlikely|no?|not planned?|not yet|not yet planned",
        "unknown": "unknown|don't know",
        "pending": "pending",
        "lost": "12|xyz",
    },
}

FOUND: dict[str, dict[str, str]] = {
    "diagnosis": {
        "b_precursor_all": """It's B-ALL|B-ALL not T-ALL|T-ALL excluded, B-ALL
            |B cell precursor acute lymphoblastic leukemia|precursor B cell acute lymphoblastic leukaemia
            |B-ALL with KMT2A::AFF1|congenital B-ALL|it's pre-B|B-ALL, not AML|B-ALL rather than T-ALL
            |AML excluded, pro-B ALL|B-ALL with t(4;11)|MPAL ruled out, B-ALL|she has B-ALL""",
        "b_mpal": """MPAL, B/myeloid, NOS|mixed phenotype acute leukemia B/myeloid|biphenotypic B/myeloid
            |B/myeloid MPAL, not AML""",
        "t_all": "T-ALL, not B-ALL|near ETP-ALL|it's T-ALL|T-ALL not B-ALL",
        "other": "AML not ALL|MPAL T/My|MPAL, T/myeloid|AML-M7|CML|neuroblastoma|LCH|it's AML",
        "asked b_precursor_all,b_mpal,t_all,other": """B-ALL ruled out|B-ALL was wrong|MPAL B/T|was B-ALL|only B-ALL
            |not B-ALL, T-ALL|B-ALL, T-ALL excluded|B-ALL not ALL|B-ALL in the twin|mother had B-ALL
            |suspected B-ALL ruled out|B-ALL and T-ALL ruled out|not CLL but B-ALL|T-ALL xyz?|T-ALL excluded""",
    },
    "disease_phase": {
        "newly_diagnosed": """hasn't relapsed|isn't a relapse|relapse - no|new onset|first episode|never treated
            |just presented|dx today|diagnosed yesterday|newly diagnosed 2 days ago
            |newly diagnosed, no prior treatment|newly diagnosed: yes|never had a relapse|new, not relapsed
            |has not relapsed|newly diagnosed, not a relapse""",
        "relapsed": """relapse after HSCT|relapsed/refractory|isolated bone marrow relapse|late CNS relapse
            |it's a relapse|relapse of leukaemia""",
        "asked newly_diagnosed,relapsed": """no CNS relapse|no isolated CNS relapse|no bone marrow relapse
            |no early relapse|not early relapse|was relapsed|at risk of relapse|fear of relapse|relapse planned
            |first line failed|second primary|was new|just relapsed|only relapse|no second relapse|no late relapse
            |mother had relapse|newly diagnosed 8 months ago|relapse prevention|first line therapy failed""",
    },
    "kmt2a": {
        "rearranged": """positive for KMT2A rearrangement|KMT2A break apart: positive in 92% of nuclei
            |KMT2A split signal in 85% of cells|rearranged, not germline|11q23/MLL rearrangement|11q23 translocation
            |MLL rearrangement with AF4|KTM2A-r|FISH: KMT2A rearranged|FISH: KMT2A-r|t(4;11) positive by FISH
            |KMT2A::AFF1 detected by PCR|FISH: t(4;11) positive|KMT2A rearranged at diagnosis|it's rearranged
            |t(4;11) by FISH""",
        "germline": """FISH: KMT2A germline|KMT2A germline, not rearranged|isn't rearranged|germline, not rearranged
            |FISH: not rearranged|lacks KMT2A rearrangement""",
        "asked rearranged,germline": """PCR for KMT2A::AFF1|FISH for t(4;11)|KMT2A::AFF1 PCR|KMT2A::AFF1 FISH
            |KMT2A::AFF1 probe|t(4;11) PCR|t(4;11) probe|t(4;11) FISH|46,XX,t(4;11)(q21;q23)[0]/46,XX[20]
            |KMT2A::AFF1 undetectable|KMT2A::AFF1 (-)|KMT2A::AFF1 lost|KMT2A::AFF1 tested|FISH for t(4;11) sent
            |rearrangement lost|was rearranged, now lost|TCR rearrangement|clonal IG rearrangement|CREBBP rearranged
            |was positive|FISH: KMT2A split 90%|FISH for KMT2A rearrangement|KMT2A rearrangement PCR
            |PCR for MLL rearrangement|FISH: t(4;11)|NGS for KMT2A::MLLT3|46,XX,t(4;11)(q21;q23)[0]
            |46,XY,t(4;11)(q21;q23)[18]/46,XY[2]|46,XX,t(4;11)(q21;q23)/46,XX|was germline|only rearranged
            |KMT2A rearranged in mother|IGH rearranged|KMT2A::AFF1 ordered|t(4;11) requested
            |KMT2A split signal in 5% of cells|KMT2A split signal probe|MLL split probe""",
        "told": "rearranged at relapse|KMT2A-r at EOI|KMT2A germline in remission|t(4;11) at relapse",
    },
    "corticosteroids": {
        "none": """never had steroids|did not receive any steroids|didn't get steroids|not on steroids
            |none in last 28 days|none for 28 days|parents deny steroids|never received steroids|hasn't had steroids
            |steroids - none|dexamethasone eye drops|steroid nasal spray|betamethasone cream|never had any steroids""",
        "aerosol_only": "budesonide nebs|Pulmicort only|inhaled budesonide twice daily|budesonide inhaler for wheeze",
        "systemic": """prednisolone 1 mg/kg for 5 days before diagnosis|oral prednisolone for croup
            |dexamethasone orally once|prednisone po daily""",
        "asked none,aerosol_only,systemic": """cream and prednisolone|hydrocortisone cream and prednisolone
            |prednisolone and nasal spray|steroid cream, dexamethasone|dexamethasone stat, topical hydrocortisone
            |eye drops and dexamethasone single dose|no, dexamethasone given|none, dexamethasone once
            |never, once dexamethasone|no steroids only prednisone|prednisolone not given|dexamethasone not given
            |Pulmicort and prednisolone|nebs and dexamethasone|Pulmicort, dexamethasone once
            |inhaled budesonide, dexamethasone|inhaler, prednisolone stat|was oral|oral antibiotics|oral thrush
            |salbutamol inhaler|nebulised adrenaline|no steroids now|no steroids today
            |oral prednisolone since yesterday|steroids at birth|oral dex 10 days before diagnosis
            |nasal spray and steroids|nebs and steroids|was inhaled|just oral|no further steroids
            |methylpred, steroid cream|inhaler and hydrocortisone|topical betamethasone, betamethasone once
            |nebs, steroids stat|oral nystatin|inhaled adrenaline|prednisolone: none|dexamethasone: no
            |oral or inhaled, not sure which|no, once prednisolone|nasal spray, dexamethasone stat|only nebs
            |eye drops, prednisone daily""",
        "told": """mum on oral prednisolone|mother took oral prednisolone|breastfed, mother on oral prednisone
            |to start prednisone tomorrow|oral steroids planned|breastfeeding mother on prednisone""",
    },
    "chemotherapy": {
        "no": """never had chemo|hasn't received chemo|no previous treatment|no chemotherapeutic agents
            |no cytostatic drugs|nothing given|nothing|not in the last 4 weeks|not before diagnosis
            |chemotherapy - none|nah|never received chemotherapy|did not receive any chemotherapy|parents deny chemo
            |hasn't had chemo""",
        "yes": "vincristine 1 dose|vincristine 10 days before diagnosis|VCR|vincristine once|doxorubicin, single dose",
        "told": """vincristine planned|vincristine tomorrow|will get vincristine|allergic to vincristine
            |no chemo now|was yes|won't get chemo|will not get chemotherapy|not on chemo|mother had chemo
            |sibling had vincristine|vincristine refused|vincristine to be given|only vincristine|just vincristine
            |no vincristine|chemo was stopped|vincristine ruled out""",
    },
    "consent": {
        "given": """signed on 3 May 2026|parents gave written consent|I signed|IC signed|e-consent signed
            |consent form was signed|we signed|signed form|ICF is signed""",
        "refused": "they do not want to take part|they don't want to take part|parents do not want to take part",
        "lost": "siged",
        "pending": "haven't asked|signature pending|still thinking|parents still thinking|haven't asked yet",
        "asked given,refused,pending": """parents received the consent form yesterday|parents received the form
            |mother received form|parents received ICF|parents given ICF|parents given consent form
            |family given the consent form|given the form|consent form available|ICF available|form available
            |parents available|consent form obtained|written form|written ICF|written consent form|form yes|received
            |only mother signed|only father signed|just mother signed|was planned|was scheduled|to be signed
            |will sign tomorrow|leaflet given|info sheet given|parents given|form handed out|one parent signed
            |yes, form received|the form was given|available|consent form yes""",
        "asked given,refused": """consent for treatment given|consent for surgery signed|consent to biobank given
            |consent for another trial signed|should be signed|must be signed|refused blinatumomab|was refused
            |was signed|consent to chemotherapy given|nearly signed|refused blood products
            |consent for transfusion signed|would be given""",
    },
    "cd19": {
        "positive": """blasts express CD19|expressing CD19|CD19 and CD22 positive|CD19/CD22 positive|it's positive
            |CD19 positive, not negative""",
        "negative": "blasts lack CD19|CD10+/CD19-|lacking CD19|does not have CD19|isn't expressed|CD19 - negative",
        "asked positive,negative": """normal B cells CD19+|T cells CD19 negative|CD19 negative today|was positive
            |was CD19+|CD19 expected positive|CD19 positive in CSF|only CD19+|CD19+ in the twin|CD19- positive
            |CD19 negative in marrow|CD19 positive, planned|CD19 was negative|just positive""",
        "told": """CD19- post blinatumomab|currently negative|at progression|in remission|CD19 negative in remission
            |CD19 negative at progression|negative post blina""",
    },
    "cns_eoi": {
        "cns1": """LP day 33: no blasts, CNS1|CNS1, 0 cells|CNS1, no blasts|CNS1 (0 WBC, no blasts)|CNS1, not CNS2
            |it's CNS1|LP on day 33 showed CNS1|CNS1, not CNS3|CNS1 on LP""",
        "cns2": "CNS2, not CNS1|CNS2, not CNS3|it's CNS2",
        "pending": "LP not done|LP next week|LP scheduled|LP tomorrow",
        "asked cns1,cns2,cns3": """was CNS2|CNS 2 LP|CNS 1 LP|CNS2 ruled out|CNS1 planned|CNS1 expected
            |CNS 2 weeks ago|CNS 2 cells|no CNS2, CNS3|CNS2, 0 cells|CNS2, CNS3 excluded|not CNS2, CNS3
            |CNS1 hoped for|only CNS1|was CNS1|CNS1 in twin|CNS2 cleared|CNS 3 days ago|CNS 1 week ago|CNS 3 LPs""",
        "told": """CNS2 on admission|CNS2 pre-treatment|CNS2 first tap|CNS2 at relapse|CNS3 at relapse
            |CNS1 first lumbar puncture""",
    },
    "hypersensitivity": {
        "no": """nil|not allergic to blinatumomab|none proven|no proven allergy|never exposed to blinatumomab
            |never had blina|no prior exposure|no history of allergies|no allergy history
            |hypersensitivity - none known|isn't allergic|never had an allergic reaction|parents deny allergies""",
        "yes": "anaphylactic reaction to blinatumomab|proven hypersensitivity to blinatumomab",
        "told": """proven allergy|confirmed hypersensitivity|confirmed hypersensitivity to vancomycin
            |proven allergy to nuts|no allergy testing|no allergy in the family|was proven
            |mother allergic to blinatumomab|proven penicillin allergy|allergic to nuts|was yes|confirmed allergy
            |proven hypersensitivity to peanuts|only proven in the mother""",
    },
    "live_vaccine": {
        "none": """never had a live vaccine|received nothing|did not receive any live vaccine
            |didn't get live vaccines|hasn't had a live vaccine|parents deny vaccines|live vaccine - no""",
        "given": """Rotarix at 6 weeks|rotavirus at 2 months|rotavirus at 8 weeks of age|MMR last month
            |live vaccine 3 weeks ago|had rotavirus vaccine|rotavirus or BCG|was given|rotavirus last week
            |Rotarix 2 doses""",
        "asked none,given": """no vaccine at birth|rotavirus refused|rotavirus postponed|rotavirus missed
            |rotavirus overdue|rotavirus contraindicated|rotavirus gastroenteritis|varicella infection
            |mum had MMR postpartum|household contact had OPV|was Rotarix|only rotavirus|varicella exposure
            |sibling had varicella|twin had rotavirus|just BCG|MMR at 12 months|no live vaccine at birth
            |BCG scar missing|given to the mother""",
        "asked none": "not given yet|not yet given|not received yet",
        "told": "was planned|was scheduled|won't get live vaccines|will not get MMR|rotavirus tomorrow",
    },
    "live_vaccine_planned": {
        "no": """won't get live vaccines|no longer planned|live vaccines will not be given|no, after recovery only
            |not before recovery|will not get any live vaccines|isn't planned|live vaccines - none""",
        "yes": "yes, MMR|will receive varicella|planned, MMR|yes, rotavirus|yes: varicella|planned rotavirus",
        "told": """live vaccines not given|was planned|was scheduled|IPV planned|influenza planned
            |siblings will get MMR|blinatumomab planned|surgery planned|originally planned|no vaccines so far
            |will not get MMR|was yes|twin will get MMR|transplant planned|only planned|MMR not given|not received
            |LP planned|MMR not planned|planned in the mother|vaccines were given""",
    },
}
"""What was once read wrongly, offered alone, or not read: kinds that a tester found, with more of each kind."""
