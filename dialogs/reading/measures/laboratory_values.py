"""Values as a laboratory gives them: a figure or an interval, in a unit of a closed list or without one."""

from dataclasses import dataclass, replace

from dialogs.definition.unit_spelling import fold_unit
from dialogs.reading.measures.laboratory_units import LABORATORY_UNITS
from dialogs.reading.measures.units import AMOUNT
from dialogs.reading.numbers.figures import Figure, read_figure
from dialogs.reading.numbers.intervals import Ends, make_single, read_ends, write_ends
from dialogs.reading.numbers.limits import QuantityPair, list_pairs, make_exact
from dialogs.reading.outcome import Misread


@dataclass(frozen=True, slots=True)
class LaboratoryValue:
    """A value, or an interval of values, with the unit in which a laboratory gave it; empty where none was written."""

    shape: Ends
    figures: dict[str, Figure]
    unit: str

    @property
    def pairs(self) -> list[QuantityPair]:
        """What the value may be at both ends."""
        ends = (self.shape.low, self.shape.high)
        low, high = ([make_exact(each) for each in self.figures[end].readings] for end in ends)
        return list_pairs(self.shape, low, high)

    def write(self) -> str:
        """Returns the value as coded, with its figures as they were typed: '1,200' is still to be asked about."""
        low, high = map(_take_figure, (self.shape.low, self.shape.high))
        return f"{write_ends(replace(self.shape, low=low, high=high))} {self.unit}".strip()


def read_value(text: str) -> LaboratoryValue | Misread:
    """Reads a text in small letters that must be nothing but a value."""
    single = _read_shape(make_single(text))
    shape = read_ends(text) if isinstance(single, Misread) else None
    return single if shape is None else _read_shape(shape)


def _read_shape(shape: Ends) -> LaboratoryValue | Misread:
    if not shape.phrases:
        return Misread("not_an_answer")
    figures: dict[str, Figure] = {"": Figure(())}
    units: set[str] = set()
    for phrase in shape.phrases:
        match = AMOUNT.fullmatch(phrase)
        if match is None:
            return Misread("not_an_answer")
        figure = read_figure(match[1], whole=False)
        if isinstance(figure, Misread):
            return figure
        figures[phrase] = figure
        if match[2]:
            if fold_unit(match[2]) not in LABORATORY_UNITS:
                return Misread("unit")
            units.add(LABORATORY_UNITS[fold_unit(match[2])])
    return Misread("limit_unit") if len(units) > 1 else LaboratoryValue(shape, figures, "".join(units))


def _take_figure(phrase: str) -> str:
    match = AMOUNT.fullmatch(phrase)
    return match[1].strip() if match else ""
