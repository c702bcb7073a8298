"""A small made-up trial of waiting times by drug, and of a result that must not be older than two months."""

from trial_frames import frame

from dialogs.conversation.dialogue import Dialogue
from dialogs.loading.loading import load

TEXT = frame("""\
facts:
  cd19_months:
    kind: months_between
    name: {en: Months since CD19 was confirmed}
    cues: {en: [CD19 confirmed]}
    ask: {en: "How long ago was CD19 confirmed, at enrolment?"}
    ask_family: {en: "How many months ago was the marker tested?"}
    why: {en: "It must be confirmed within 2 months."}
    unit: {en: months}
    unit_one: {en: month}
    range: {min: 0, max: 240}
    start: {en: the confirmation}
    end: {en: enrolment}
    fits: {en: "Give months (2), days (40 days), or two dates."}
  last_doses:
    kind: washouts
    name: {en: Last doses}
    cues: {en: [last doses, imatinib, methotrexate, CAR-T, TKI]}
    ask: {en: "Which of these were given, and when was each given last?"}
    ask_family: {en: "Which of these medicines were given, and when last?"}
    why: {en: "Each needs its time before the start."}
    end: {en: the planned start}
    drugs:
      chemotherapy: {label: {en: Chemotherapy}, synonyms: {en: [chemo, methotrexate]}, days: 7}
      tki:
        label: {en: TKI}
        synonyms: {en: [imatinib, dasatinib]}
        days: 28
        half_lives: {number: 5, days: 0.75, source: "label of imatinib: about 18 hours"}
        take: shorter
      hydroxyurea: {label: {en: Hydroxyurea}, days: 1}
      car_t: {label: {en: CAR T cells}, synonyms: {en: [CAR-T]}, days: 30}
    unlisted: {en: "Only these have a waiting time here."}
    delay: {en: "start at least {days} later"}
    clear: {en: "the start can be on {date}"}
criteria:
  I1:
    kind: inclusion
    determination: entry
    name: {en: CD19}
    quote: CD19 and/or CD22-positivity confirmed within 2 months
    plain: {en: The marker was tested within two months.}
    met_when: {cd19_months: {at_most: 2}}
  I2:
    kind: inclusion
    determination: entry
    name: {en: Waiting times}
    quote: >-
      ≥ 7 days post last chemotherapy; ≥ 3 days post Tyrosine Kinase Inhibitor (TKI) use; ≥ 1 day post hydroxyurea; 30
      days post most recent CAR T cell infusion
    plain: {en: Enough time has passed since the last medicines.}
    met_when: {last_doses: over}
determinations:
  entry:
    name: {en: Trial entry}
    asks: {en: May the patient enter?}
    outcomes:
      passes: {code: eligible, say: {en: Eligible as answered.}}
      fails: {code: ineligible, say: {en: Not eligible as answered.}}
      open: {code: undetermined, say: {en: Not yet determined.}}
""")

DIALOGUE = Dialogue(load(TEXT, "waiting.yaml"))
