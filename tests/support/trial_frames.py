"""Puts parts of a definition, as the documents show them, into a whole trial."""

HEAD = """\
format: 1
id: framed
version: 1.0.0
about:
  title: {en: A frame (invented)}
  scientific_title: {en: A frame (invented)}
  acronym: FRAME
  phase: II
  sponsor: Nobody
  conditions: {en: Any}
  age_range: {en: Any}
  summary: {en: Those who fit may enter.}
  pathway: [{en: One tablet a day.}]
  hospitals: {en: None.}
  inaccuracy: {en: Tell the person who runs this service.}
source:
  name: {en: Made-up register}
  registry_number: none (invented)
  updated: 2026-06-30
  status: {en: not yet recruiting}
  check: {en: check the register}
pre_check: {en: "This is a pre-check: the trial site decides."}
"""
DETERMINATIONS = """\
determinations:
  entry:
    name: {en: Trial entry}
    asks: {en: May the patient enter?}
    outcomes:
      passes: {code: eligible, say: {en: Eligible as answered.}}
      fails: {code: ineligible, say: {en: Not eligible as answered.}}
      open: {code: undetermined, say: {en: Not yet determined.}}
"""


def frame(parts: str) -> str:
    """Returns a whole trial of the text of `facts:`, `criteria:` and what follows; an `entry` where it has none."""
    return HEAD + parts + ("" if "\ndeterminations:\n" in parts else DETERMINATIONS)
