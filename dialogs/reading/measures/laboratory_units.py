"""The units in which laboratories give a value with its limit: a closed list, so that none is a text of a person."""

from dialogs.definition.unit_spelling import fold_unit

_WRITTEN = (
    "U/L", "IU/L", "mU/L", "mIU/L", "mU/mL", "mIU/mL", "U/mL", "IU/mL", "kU/L", "µkat/L", "nkat/L", "%", "s", "fL",
    "mg/dL", "mg/L", "mg/mL", "g/dL", "g/L", "µg/dL", "µg/L", "µg/mL", "ng/dL", "ng/L", "ng/mL", "pg/mL", "pg/dL",
    "mol/L", "mmol/L", "µmol/L", "nmol/L", "pmol/L", "mEq/L", "mm/h", "10^9/L", "10^12/L", "/µL", "cells/µL",
)  # fmt: skip
_OTHERWISE = {"units/L": "U/L", "unit/L": "U/L", "sec": "s", "secs": "s", "seconds": "s", "mcg/L": "µg/L"}
LABORATORY_UNITS = {fold_unit(each): each for each in _WRITTEN} | {fold_unit(a): b for a, b in _OTHERWISE.items()}
"""How each unit is written, by its folded form."""
