"""Words with a capital that no person is called by: they are no name, wherever they stand."""

import re

from dialogs.notes.given_names import GIVEN_NAMES
from dialogs.notes.harmless_words import HARMLESS


def is_no_name(word: str) -> bool:
    """Returns whether no person is called by a word in small letters."""
    return word in _NO_NAMES or (word not in GIVEN_NAMES and _CLINICAL.fullmatch(word) is not None)


_WORDS = """
    about african after alive allergic allergy almost also aml approx approximately arab arm around asian aunt bcg
    bcp black bleeding blina boy broviac bruising bub burkitt can catheter caucasian central chemo chronological
    class client cll cml cohort congenital corrected cough could course cousin ct currently cycle dad daughter day
    dead declines dex dexa dol donor down downs duration dutch ecog eligibility etp ewing ex exactly factor family
    fanconi former fraumeni french german germline gestational girl grade grandfather grandmother group grp guardian
    haematology height hello hematology hepatitis here hi hickman hispanic hlh hodgkin hour how hsct hydrea if
    immunised immunized induction infantile influenza jmml just kmt large lch length lethargy level li line lines
    little lp male mild mll mllr mmr moderate month mpal mri nearly negative neonatal neonate nicu nil no none
    noonan not now ok old ommaya oncology onset paediatric paediatrics pain pallor parent pediatric pediatrics
    pending petechiae phase philadelphia picu please port positive post postnatal pred prednisone premature prephase
    preterm previous question quick rash rearranged refractory refused refuses registry relapse relapsed result
    results review risk rota rotavirus roughly sample scan screening severe should sibling sick since small some son
    stable stage steroid steroids study subject swelling symptoms team term test tests thanks then therapy there
    tiny treatment trial triplet turkish turner twin twins type uncle unit urgent vaccinated vaccination vaccine
    vaccines vitamin ward week weight what when where white who why will wilms within would xray year yes young
"""
_NO_NAMES = HARMLESS | frozenset(_WORDS.split())
_CLINICAL = re.compile(
    r"\w*(?:aemi[ac]|emi[ac]|penia|oma|omas|itis|osis|pathy|pathic|uria|megaly|plasia|plastic|lone|sone|cin"
    r"|mycin|cillin|mab|nib"
    r"|azole|vir|statin|urea|bine|stine|xate|amide|toxin|ase|cyte|cytes|blasts?|globin|genic|logy|logic|scopy"
    r"|graphy|gram|tomy"
    r"|tion|sion|ment|ness|ing|ically|ously|ally|fully|ary|ous|ive|able|ible|ates?|ised|ized|osed|ured|cted"
    r"|nted|sted|mal|ral|nal)"
)
"""Ends of words of medicine, which names seldom have."""
