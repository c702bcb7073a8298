"""The formulas of medicine, each with its source. All is computed in fractions, or in decimals of 50 places.

Each takes its parts by name, in the unit that its docstring names, and returns the two ends between which the exact
result lies. They are one number where the formula is rational. Each formula rises or falls with each of its parts.
"""

from collections.abc import Callable, Mapping
from decimal import Context, Decimal, localcontext
from fractions import Fraction
from math import isqrt

Enclosure = tuple[Fraction, Fraction]
"""The ends between which an exact result lies; they differ by less than 1e-40 of it."""
PartNumbers = Mapping[str, Fraction]
"""The number of each part, by its name."""
Formula = Callable[[PartNumbers, str], Enclosure]
"""A formula; its second argument is 'female', 'male', or empty where the sex does not matter."""

FEMALE, MALE = "female", "male"


def compute_body_mass_index(parts: PartNumbers, _sex: str = "") -> Enclosure:
    """Returns kg/m²: the weight (kg) by the square of the height (cm).

    Keys A, Fidanza F, Karvonen MJ, Kimura N, Taylor HL. Indices of relative weight and obesity. J Chronic Dis
    1972;25:329-343. doi:10.1016/0021-9681(72)90027-6.
    """
    return _exact(parts["weight"] * 10_000 / parts["height"] ** 2)


def compute_body_surface(parts: PartNumbers, _sex: str = "") -> Enclosure:
    """Returns m²: the root of weight (kg) x height (cm) / 3600.

    Mosteller RD. Simplified calculation of body-surface area. N Engl J Med 1987;317:1098.
    doi:10.1056/NEJM198710223171717.
    """
    square = parts["weight"] * parts["height"] / 3600
    root = Fraction(isqrt(square.numerator), isqrt(square.denominator))
    if root**2 == square:
        return _exact(root)
    with localcontext(_PRECISE):
        return _enclose((Decimal(square.numerator) / Decimal(square.denominator)).sqrt())


def compute_cockcroft_gault(parts: PartNumbers, sex: str) -> Enclosure:
    """Returns mL/min: (140 - age) x weight (kg) / (72 x serum creatinine (mg/dL)), and 0.85 of it for women.

    Cockcroft DW, Gault MH. Prediction of creatinine clearance from serum creatinine. Nephron 1976;16:31-41.
    doi:10.1159/000180580.
    """
    of_men = (140 - parts["age"]) * parts["weight"] / (72 * parts["creatinine"])
    return _exact(of_men * (Fraction(85, 100) if sex == FEMALE else 1))


def compute_ckd_epi_2021(parts: PartNumbers, sex: str) -> Enclosure:
    """Returns mL/min/1.73 m² of an adult, by creatinine, without race.

    142 x min(creatinine / k, 1)^a x max(creatinine / k, 1)^-1.200 x 0.9938^age x 1.012 for women. Creatinine is in
    mg/dL; k is 0.7 for women and 0.9 for men, a is -0.241 and -0.302.

    Inker LA, Eneanya ND, Coresh J, et al. New creatinine- and cystatin C-based equations to estimate GFR without race.
    N Engl J Med 2021;385:1737-1749. doi:10.1056/NEJMoa2102953.
    """
    with localcontext(_PRECISE):
        age, creatinine = (Decimal(each.numerator) / Decimal(each.denominator) for each in _pick(parts))
        kappa, alpha, factor = _CKD_EPI[sex]
        ratio, one = creatinine / kappa, Decimal(1)
        below, above = min(ratio, one) ** alpha, max(ratio, one) ** Decimal("-1.200")
        return _enclose(142 * below * above * Decimal("0.9938") ** age * factor)


def compute_bedside_schwartz(parts: PartNumbers, _sex: str = "") -> Enclosure:
    """Returns mL/min/1.73 m² of a child: 0.413 x height (cm) / serum creatinine (mg/dL, by an enzymatic assay).

    Schwartz GJ, Munoz A, Schneider MF, et al. New equations to estimate GFR in children with CKD. J Am Soc Nephrol
    2009;20:629-637. doi:10.1681/ASN.2008030287.
    """
    return _exact(Fraction(413, 1000) * parts["height"] / parts["creatinine"])


def correct_calcium_in_mg(parts: PartNumbers, _sex: str = "") -> Enclosure:
    """Returns mg/dL: total calcium (mg/dL) + 0.8 x (4 - albumin in g/dL).

    Known as Payne's, after Payne RB, Little AJ, Williams RB, Milner JR. Interpretation of serum calcium in patients
    with abnormal serum proteins. Br Med J 1973;4:643-646. doi:10.1136/bmj.4.5893.643.
    """
    return _exact(parts["calcium"] + Fraction(8, 10) * (4 - parts["albumin"]))


def correct_calcium_in_mmol(parts: PartNumbers, _sex: str = "") -> Enclosure:
    """Returns mmol/L: total calcium (mmol/L) + 0.02 x (40 - albumin in g/L). Here the albumin comes in g/dL.

    The same correction in SI units, as laboratories took it over from Payne. Correcting the calcium. Br Med J
    1977;1:598. doi:10.1136/bmj.1.6061.598.
    """
    return _exact(parts["calcium"] + Fraction(2, 100) * (40 - 10 * parts["albumin"]))


def _exact(number: Fraction) -> Enclosure:
    return number, number


def _enclose(number: Decimal) -> Enclosure:
    middle = Fraction(number)
    margin = abs(middle) * _MARGIN
    return middle - margin, middle + margin


def _pick(parts: PartNumbers) -> tuple[Fraction, Fraction]:
    return parts["age"], parts["creatinine"]


_PRECISE = Context(prec=50)
_MARGIN = Fraction(1, 10**42)
"""Far more than the error of a few operations in 50 places."""
_CKD_EPI = {
    FEMALE: (Decimal("0.7"), Decimal("-0.241"), Decimal("1.012")),
    MALE: (Decimal("0.9"), Decimal("-0.302"), Decimal(1)),
}
"""By sex: k in mg/dL, the exponent a, and the factor."""
FORMULAS: dict[str, Formula] = {
    "body_mass_index": compute_body_mass_index,
    "body_surface": compute_body_surface,
    "cockcroft_gault": compute_cockcroft_gault,
    "ckd_epi_2021": compute_ckd_epi_2021,
    "bedside_schwartz": compute_bedside_schwartz,
    "corrected_calcium mg/dL": correct_calcium_in_mg,
    "corrected_calcium mmol/L": correct_calcium_in_mmol,
}
"""By name; calcium is corrected in the unit of the fact."""
