"""Every fixed word that is said when a text was not read: the sentence of each reason, and what fills its gaps."""

ONE_OFFER = "Did you mean {offers}?"
SEVERAL_OFFERS = "Which of these: {offers}?"
UNDERSTOOD = "Understood so far: {parts}."
EITHER_DRUG = "A drug must be {drugs}; for another drug, give the {reference}-equivalent in {unit}."
BY_FORMULA = "{doses} {unit}."
FIRST_FORMULA = "{formula} gives {dose}"
NEXT_FORMULA = "{formula} {dose}"

COUNTED = {
    "weeks": "{count} weeks ({days})",
    "months": "{count} months ({days})",
    "years": "{count} years ({days})",
}
COUNTED_ONE = {
    "weeks": "{count} week ({days})",
    "months": "{count} month ({days})",
    "years": "{count} year ({days})",
}
"""How an offer reads that was counted in weeks, months or years."""
ORDERED = {"day_first": "{days} (day first)", "month_first": "{days} (month first)"}
"""How an offer reads that depends on the order of day and month."""

NEEDED = {
    "drug": "the drug",
    "dose": "the dose in mg/day or mg/kg/day",
    "unit": "the unit of the dose (mg/m²/day, mg/day or mg/kg/day)",
    "weight": "the weight in kg",
    "length": "the length in cm",
}
BESIDE_LIMIT = "{given} ({limit} {number})"
"""How a value reads that was given with a limit of the laboratory."""
THE_REST = "the rest"
"""What of a dose may be missing."""
PER_AREA = "{number} {unit}"
PER_KG = {"": "{number} mg/kg", "1": "{number} mg/kg/day"}
PER_DAY = {"": "{number} mg", "1": "{number} mg/day"}
UNITLESS = "{number} (without a unit)"
WEIGHT = "{number} kg"
LENGTH = "{number} cm"
"""How the parts of a dose read that were understood."""

SENTENCES = {
    "not_an_answer": "That was not understood. {choices}",
    "too_long": "That is longer than an answer can be ({max} characters): {but_fits}",
    "characters": "That holds characters which cannot be read safely: {but_fits}",
    "hidden": "That holds invisible marks inside a number: {but_fits}",
    "digits": "That mixes digits of different scripts: {but_fits}",
    "digits_too_many": "That number has too many digits: {but_fits}",
    "negative": "A negative number is not possible here: it must be {range}.",
    "range": "That is outside what is possible here: it must be {range}.",
    "order": "The first end of an interval cannot be above the second: {but_fits}",
    "whole": "Only whole numbers fit here: {but_fits}",
    "unit": "That unit is not known here: {but_fits}",
    "date_invalid": "There is no such day in the calendar: give both dates like 2026-01-31.",
    "date_year": "Write the year of a date with four digits, like 2026-01-31.",
    "start_future": "The date of {start} cannot be in the future: give {start} first, then {end}.",
    "end_future": "The date of {end} cannot be in the future: give {start} first, then {end}.",
    "date_reversed": "The date of {end} cannot be before the date of {start}: give {start} first, then {end}.",
    "weight": "A weight must be 0.3 to 200 kg. Still needed: {needed}.",
    "length": "A length must be 20 to 250 cm. Still needed: {needed}.",
    "date_format": "Day first, or month first? Write the dates like 2026-01-31.",
    "doubt": "That does not sound certain; if it is not, answer 'don't know'.",
    "about": "If the number is not exact, give an interval.",
    "grouped": "A comma or a point may group thousands or mark decimals.",
    "leading_zeros": "A number does not begin with 0.",
    "not_whole": "Only whole numbers fit here.",
    "bare": "Days, weeks or months? A bare number under {bare_from} is not certain.",
    "unit_m": "The unit 'm' is not clear; it is taken for months.",
    "notation": "A stroke may mark days (/7), weeks (/52), months (/12), or a part.",
    "disagree": "The two figures do not agree.",
    "in_days": "This is counted in {unit}.",
    "may_be_age": "{may_be_age}",
    "ago": (
        "That counts back from today; what is asked is the time from {start} to {end}: give it in {unit}, or give"
        " both dates."
    ),
    "since": "That counts up to today: is that the day of {end}?",
    "newborn": "A newborn is 0 to 27 days old.",
    "at_birth": "That may be the day of birth.",
    "mixed": "Two units together are not exact; better is a number of {unit}, or two dates, {start} and {end}.",
    "partial": (
        "Parts of weeks, months or years are not exact; better is a number of {unit}, or two dates, {start} and {end}."
    ),
    "corrected": (
        "The age is counted from birth and never corrected for prematurity: how old was that, in {unit}, or as two"
        " dates?"
    ),
    "dates": "Give two dates, {start} and {end}, in one message, like 2026-01-31 to 2026-05-31.",
    "which_dates": "Other dates do not fit here: give two dates, {start} and {end}, like 2026-01-31 to 2026-05-31.",
    "date_order": "Day first, or month first? Choose one, or write the dates like 2026-01-31.",
    "date_words": "It is not certain which date is which.",
    "expected": "The expected day is past or years away; it may be left out.",
    "bare_dose": "Per m² or per kg? For a dose per kg the drug, the weight and the length are needed too.",
    "missing": "Still needed: {detail}.",
    "unitless": "A number needs its unit here. Still needed: {detail}.",
    "bare_part": "A number without its unit is taken for {detail}.",
    "equivalent": "It is not certain whether that is the drug itself or its {reference}-equivalent.",
    "per_day": "It must be the total per day.",
    "doses_per_area": "Give the total per day in {unit}, not the single doses.",
    "surface": "A dose is computed from weight and length, not from a body surface. Still needed: {needed}.",
    "highest": "It must be the highest daily dose itself; a limit is said as 'at most'.",
    "either": "If it is not certain which, an interval can be kept.",
    "birthday": "The first birthday is day 365 or day 366.",
    "doses": "Give the total per day in mg, not the single doses. Still needed: {needed}.",
    "mass": "A dose must be in mg, a weight in kg, a length in cm. Still needed: {needed}.",
    "dose_unit": "Give one dose, in {unit}, or as drug, mg/day, weight in kg and length in cm.",
    "unclear_dose": (
        "What stands beside the dose was not understood: give it without other words, in {unit}, mg/day or mg/kg/day."
    ),
    "drug": (
        "That drug, or word, is not known here. It must be {drugs}; for another drug, give the"
        " {reference}-equivalent in {unit}."
    ),
    "drugs": "That names more than one drug: give one of them, or the {reference}-equivalent of all in {unit}.",
}
"""The sentence of each reason, with gaps for what belongs to the fact."""
