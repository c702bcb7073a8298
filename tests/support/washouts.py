"""A fact about the waiting times of some drugs, after sentences of real registries, for tests of reading."""

from dialogs.definition.facts.washouts import WashoutsFact

WASHOUTS = WashoutsFact.model_validate(
    {
        "kind": "washouts",
        "name": {"en": "Last doses"},
        "ask": {"en": "Which of these were given, and when was each given last?"},
        "ask_family": {"en": "Which of these medicines did you get, and when?"},
        "why": {"en": "Each needs its time before the start."},
        "end": {"en": "the planned start"},
        "unlisted": {"en": "Only these count here."},
        "delay": {"en": "start at least {days} later"},
        "clear": {"en": "the start can be on {date}"},
        "drugs": {
            "chemotherapy": {"label": {"en": "Chemotherapy"}, "synonyms": {"en": ["chemo", "methotrexate"]}, "days": 7},
            "tki": {
                "label": {"en": "TKI"},
                "synonyms": {"en": ["imatinib", "dasatinib"]},
                "days": 28,
                "half_lives": {"number": 5, "days": 0.75, "source": "label of imatinib: about 18 hours"},
                "take": "shorter",
            },
            "hydroxyurea": {"label": {"en": "Hydroxyurea"}, "days": 1},
            "car_t": {"label": {"en": "CAR T cells"}, "synonyms": {"en": ["CAR-T", "tisagenlecleucel"]}, "days": 30},
        },
    }
)
"""'≥ 7 days post last chemotherapy; ≥ 3 days post TKI use; ≥ 1 day post hydroxyurea; 30 days post CAR T cells'."""
