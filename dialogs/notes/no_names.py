"""Words with a capital that no person is called by: they are no name, wherever they stand."""

import re

from dialogs.notes.given_names import GIVEN_NAMES
from dialogs.notes.harmless_words import HARMLESS


def is_no_name(word: str) -> bool:
    """Returns whether no person is called by a word in small letters."""
    return word in _NO_NAMES or (word not in GIVEN_NAMES and _CLINICAL.fullmatch(word) is not None)


_WORDS = """
    about african after alive allergic allergy almost also aml approx approximately arab arm around asian aunt bay
    bcg bcp bed black bleeding blina bloods bm boy broviac bruise bruising bub burkitt can catheter caucasian
    central chemo chronological class client clinic cll cml cohort cold congenital corrected cot cough could course
    cousin ct currently cvc cycle dad daughter day dead declines device dex dexa dol donor down downs drain duration
    dutch ecog eligibility etp ewing ex exactly factor family fanconi fever flu former fraumeni french german
    germline gestational girl grade graft grandfather grandmother group grp guardian haematology height hello
    hematology hepatitis here hernia hi hickman hispanic hlh hodgkin hour how hsct hydrea if immunised immunized
    implant induction infantile influenza jmml just kmt large lch length lesion lesions lethargy level li line lines
    little lp lump male mass mild mll mllr mmr moderate month mpal mri nearly negative neonatal neonate nicu nil no
    nodule none noonan not now ok old ommaya oncology onset paediatric paediatrics pain pallor parent pb pediatric
    pediatrics pending petechiae phase philadelphia picc picu platelets please port portacath positive post
    postnatal pred prednisone premature prephase preterm previous question quick rash rearranged refractory refused
    refuses registry relapse relapsed result results review risk room rota rotavirus roughly sample scan scar
    screening severe should shunt sibling sick since small some son stable stage station steroid steroids stoma
    study subject swelling symptoms team term test tests thanks then therapy there tiny transplant treatment trial
    triplet tube turkish turner twin twins type uncle unit urgent vaccinated vaccination vaccine vaccines vitamin
    ward week weight what when where white who why will wilms within would wound xray year yes young
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
