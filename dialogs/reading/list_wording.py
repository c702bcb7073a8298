"""The sentences about several options at once, last doses of drugs, other units, and limits of the laboratory."""

LIST_SENTENCES = {
    "units": "That unit is not known here: give it in {units}.",
    "converted": "{given} comes to {computed}.",
    "titre": "A titre is one in so many, such as 1:10: {but_fits}",
    "limit": "Still needed: the {limit}, in the same unit.",
    "limit_unit": "The {limit} must be in the same unit as the value.",
    "limit_number": "The {limit} must be one number above 0: {but_fits}",
    "when": "How many days before {end} was the last dose of {detail}?",
    "beside": ("What stands beside {detail} was not understood. How many days before {end} was its last dose?"),
    "drug_twice": "{detail} is named twice. How many days before {end} was its last dose?",
    "longer_ago": "Before, a shorter time was given, and the last dose of all counts.",
    "by_dose": "How long to wait depends on the dose.",
    "which_dose": (
        "How long to wait depends on the dose: say whether it was {detail}, and how many days before {end}."
    ),
    "one_class": "They are one class here, so the one that was given last counts.",
    "ongoing": "A drug that is still given is taken for 0 days before {end}.",
    "unlisted": "{unlisted}",
    "unclear_time": "That time was not understood: {but_fits}",
    "no_drug": "It is not certain which drug that was: name it beside its time.",
    "end_alone": "Name the drug of each date, and one date for {end}: {but_fits}",
    "none_else": "It is not certain what that means for the other drugs.",
    "from_today": "That counts back from today: is that the day of {end}? If not, give that day.",
    "drug_slip": "The name of a drug is spelled in another way.",
    "bare_days": "A number without a unit is taken for days.",
    "dose_after_end": "A last dose cannot be after {end}: {but_fits}",
    "dose_future": "A last dose cannot be in the future: {but_fits}",
    "dose_days": "That is longer ago than possible: {but_fits}",
    "several": "That may mean more than one thing.",
    "named": "",
    "counted": "",
    "unclear": "It is not clear which answer that is.",
    "left": "Part of that was not understood.",
    "open": "That leaves the others open.",
    "untested": "Here nothing by itself can be 'not tested': name all that are so, or say 'don't know' to the whole.",
}
"""The sentence of each reason, with gaps for what belongs to the fact; only some trials ask so."""
