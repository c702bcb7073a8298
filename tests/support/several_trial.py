"""A small made-up trial of which two questions are answered by several options at once."""

from trial_frames import frame

from dialogs.definition.facts import SeveralFact
from dialogs.loading.compiled_trial import Trial
from dialogs.loading.loading import load

TEXT = frame("""\
facts:
  genes:
    kind: several
    name: {en: Genes with a mutation}
    cues: {en: [genes found]}
    ask: {en: "In which of these genes was a mutation found?"}
    ask_family: {en: "In which genes did the laboratory find a change?"}
    why: {en: "Each cohort takes other genes."}
    options:
      brca1: {label: {en: BRCA1}}
      brca2: {label: {en: BRCA2}}
      atm: {label: {en: ATM}, synonyms: {en: [ataxia telangiectasia mutated]}}
      palb2: {label: {en: PALB2}, explain: {en: The partner of BRCA2.}}
      pik3ca: {label: {en: PIK3CA hotspot}, synonyms: {en: [PIK3CA, H1047R, E545K]}}
    not_tested: {label: {en: Not tested}}
    neutral: {en: [gene, genes, mutation, mutations, pathogenic]}
    doubts: {en: [VUS]}
    times:
      asked: {en: [in the tumour]}
      others:
        - words: {en: [germline only]}
          say: {en: "A change in the tumour counts."}
    ask_back:
      - words: {en: [BRCA]}
        say: {en: "There are two genes of this name."}
        offer: [brca1, brca2]
  infections:
    kind: several
    name: {en: Infections}
    ask: {en: "Which of these infections are active?"}
    ask_family: {en: "Do you have one of these infections?"}
    why: {en: "Some are an exclusion."}
    hint: {en: A carrier without virus in the blood does not count.}
    options:
      hepatitis_b: {label: {en: Hepatitis B}, synonyms: {en: [HBV]}}
      hepatitis_c: {label: {en: Hepatitis C}, synonyms: {en: [HCV]}}
      hiv: {label: {en: HIV}}
      tuberculosis: {label: {en: Tuberculosis}, synonyms: {en: [TB]}}
    none: {label: {en: No infection}}
criteria:
  C1:
    kind: inclusion
    determination: ddr
    name: {en: A gene of DNA repair}
    quote: Advanced solid tumors with any selected DDR gene mutation
    plain: {en: You have such a change.}
    met_when: {genes: {any_of: [brca1, brca2, atm, palb2]}}
  C2:
    kind: inclusion
    determination: pik
    name: {en: PIK3CA}
    quote: PIK3CA hotspot mutation (E545X, H1047X, E542K)
    plain: {en: You have such a change.}
    met_when: {genes: {any_of: [pik3ca]}}
  E1:
    kind: exclusion
    determination: ddr
    name: {en: Active infection}
    quote: Active hepatitis B or C, or HIV
    plain: {en: You have no such infection.}
    met_when: {infections: {any_of: [hepatitis_b, hepatitis_c, hiv, tuberculosis]}}
determinations:
  ddr:
    name: {en: Cohort 1}
    asks: {en: May the patient enter cohort 1?}
    outcomes:
      passes: {code: eligible, say: {en: Eligible as answered.}}
      fails: {code: ineligible, say: {en: Not eligible as answered.}}
      open: {code: undetermined, say: {en: Not yet determined.}}
  pik:
    name: {en: Cohort 2}
    asks: {en: May the patient enter cohort 2?}
    outcomes:
      passes: {code: eligible, say: {en: Eligible as answered.}}
      fails: {code: ineligible, say: {en: Not eligible as answered.}}
      open: {code: undetermined, say: {en: Not yet determined.}}
""")

TRIAL: Trial = load(TEXT, "several.yaml")


def get_several(fact_id: str) -> SeveralFact:
    """Returns one of the facts of which several options may be so."""
    fact = TRIAL.facts[fact_id]
    assert isinstance(fact, SeveralFact)
    return fact


GENES, INFECTIONS = get_several("genes"), get_several("infections")
