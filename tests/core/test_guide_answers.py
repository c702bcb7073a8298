"""What the pages for authors say of typed answers was typed: each comes to what they say."""

import re
from datetime import date
from pathlib import Path

import pytest
from trial_frames import frame

from dialogs.loading.loading import load
from dialogs.reading import AskBackReading, Read, read
from dialogs.reading.sentences.sentences import make_sentence
from dialogs.rules.answers import Answer, Interval, Known, LastDose, LastDoses, Selected

DOCS = Path(__file__).parents[2] / "docs"
TODAY = date(2026, 11, 30)
PARTS = [
    part
    for page in ("authoring.md", "registry-sentences.md")
    for part in re.findall(r"```yaml\n(facts:\n.*?)```", (DOCS / page).read_text(encoding="utf-8"), re.DOTALL)
]
FACTS = {name: fact for part in PARTS for name, fact in load(frame(part), "guide.yaml").facts.items()}


@pytest.mark.parametrize(
    ("fact", "typed", "answer"),
    [
        ("creatinine_clearance", "62", Known(62)),
        ("creatinine_clearance", "measured 62", Known(62)),
        ("hbv_dna", "not detected", Known(0)),
        ("hbv_dna", "<20", Known(0)),
        (
            "washouts",
            "chemo 10 days, imatinib 2 days",
            LastDoses((LastDose("chemotherapy", 10, 10), LastDose("tki", 2, 2))),
        ),
        ("parp", "olaparib 4 days", LastDoses((LastDose("olaparib", 4, 4),))),
        ("steroid_dose", "prednisone 20 mg/day", Known(3)),
        ("steroid_dose", "No corticosteroid", Known(0)),
        ("genes", "BRCA1; ATM not tested", Selected(("brca1",), ("atm",))),
        ("platelets", "150", Known(150)),
        ("platelets", "150 x 10^9/L", Known(150)),
        ("platelets", "150 G/L", Known(150)),
        ("immunosuppression_days", "still taken", Known(0)),
        ("immunosuppression_days", "never given", Known(36500)),
        ("transplant_days", "18 weeks", Interval(min=126, max=132)),
        ("weight_loss", "none", Known(0)),
    ],
)
def test_an_answer_is_recorded_at_once(fact: str, typed: str, answer: Answer) -> None:
    """Protects authors who copy an example and type what stands beside it."""
    reading = read(FACTS[fact], typed, TODAY)
    assert isinstance(reading, Read)
    assert reading.answer == answer


@pytest.mark.parametrize(
    ("fact", "typed", "said"),
    [
        ("bilirubin_uln", "24 µmol/L, limit 21", "comes to 1.14 × ULN. Did you mean 1.14 × ULN?"),
        ("creatinine_clearance", "54 years, 70 kg, creatinine 1.1 mg/dL, female", "Did you mean 64.6 mL/min?"),
        ("hbv_dna", "1000 copies/mL", "1000 copies/mL comes to 200 IU/mL."),
        ("platelets", "150000/µL", "Did you mean 150 × 10⁹/L?"),
        ("gfr", "110 cm, creatinine 0.5 mg/dL", "Did you mean 90.86 mL/min/1.73 m²?"),
        ("gestation_at_enrollment", "32+4 at birth, 40 days old", "Did you mean 38+2 weeks?"),
        ("disease", "relapse", "A first relapse counts only after a transplant. Which of these:"),
        ("hiv", "positive", "In the US it matters whether there was ever AIDS. Which of these:"),
    ],
)
def test_an_answer_is_asked_back(fact: str, typed: str, said: str) -> None:
    """Protects the same where the pages say that it is computed, converted, or not precise enough."""
    reading = read(FACTS[fact], typed, TODAY)
    assert isinstance(reading, AskBackReading)
    assert said in make_sentence(FACTS[fact], reading)
