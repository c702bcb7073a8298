"""The fixed words about computed numbers, gestations in weeks and days, and doses of the whole day or per kg."""

PART_NAMES = {
    "age": "the age in years",
    "weight": "the weight in kg",
    "height": "the height in cm",
    "creatinine": "the serum creatinine in mg/dL or µmol/L",
    "calcium": "the total calcium in mg/dL or mmol/L",
    "albumin": "the albumin in g/dL or g/L",
    "sex": "the sex",
}
"""The parts of formulas, as they are asked for."""
FORMULA_NAMES = {
    "body_mass_index": "Body mass index",
    "body_surface": "Body surface (Mosteller)",
    "cockcroft_gault": "Cockcroft-Gault",
    "ckd_epi_2021": "CKD-EPI 2021",
    "bedside_schwartz": "Bedside Schwartz",
    "corrected_calcium": "Calcium corrected for albumin (Payne)",
    "sum": "Sum",
    "difference": "Difference",
}
SEX_NAMES = {"female": "female", "male": "male"}
PART = "{number} {unit}"
ONE_UNIT = {"years": "year", "months": "month", "weeks": "week", "days": "day"}
PART_LIMITS = "{low} to {high} {unit}"
PER_AREA_AND_DAY = "mg/m²/day"

AMOUNT_SENTENCES = {
    "computed": "{formula} from {parts}: {result}.",
    "impossible": "That cannot be {detail}: it must be {limits}.",
    "part_unit": "The unit is not certain: give {detail}.",
    "twice": "That gives two values: give {detail} once.",
    "which_part": "It is not certain which number is which. Still needed: {detail}.",
    "unclear_part": "What stands beside the numbers was not understood. Still needed: {needed}.",
    "part_or_result": "That may be {detail}, or the result itself.",
    "bare_weeks": "Weeks or days? Weeks and days are written like 36+6.",
    "of_term": "A stroke with 40 mostly counts completed weeks; weeks and days are written like 36+6.",
    "weeks_decimal": "The figure behind the point may count days, or mark a part of a week.",
    "days_of_week": "Beside weeks there are 0 to 6 days: {but_fits}",
    "bare_daily_dose": "Of which drug, and in which unit?",
    "daily_dose_unit": "Give one dose with its drug, in mg/day or mg/kg/day; where both meet, with the weight in kg.",
}
"""The sentence of each reason, with gaps for what belongs to the fact."""
