"""The parts of formulas: how people label them, their units, and what is possible in each."""

from dataclasses import dataclass
from fractions import Fraction

from dialogs.definition.facts import ComputedPart, Fact, NumberFact, get_computed
from dialogs.definition.formulas import FORMULA_PARTS
from dialogs.definition.wording import say, words
from dialogs.reading.computed.part_words import DAYS_UNITS, LABELS, SPELLINGS
from dialogs.reading.days.durations import DAYS, WEEKS

WEEKS_AND_DAYS = "weeks+days"
SEX = "sex"


@dataclass(frozen=True, slots=True)
class PartUnit:
    """A unit of a part: a number in it, times `times`, is one in the part's first unit. It must lie in the limits."""

    name: str
    spellings: tuple[str, ...]
    times: Fraction
    least: Fraction
    most: Fraction


@dataclass(frozen=True, slots=True)
class FormulaPart:
    """A part of a formula. `notation` is that of days, and empty for any other number; the sex has no unit.

    Only whole numbers fit a `whole` part.
    """

    code: str
    labels: tuple[str, ...]
    units: tuple[PartUnit, ...]
    notation: str = ""
    whole: bool = False


@dataclass(frozen=True, slots=True)
class StatedPart:
    """A part as it was typed: the figure, and the units that it may be in. Of a sex the figure is its code."""

    part: FormulaPart
    figure: str
    units: tuple[PartUnit, ...] = ()


def list_parts(fact: Fact) -> tuple[FormulaPart, ...]:
    """Returns the parts from which the number of a fact is computed, in their order; none where it is not computed."""
    computed = get_computed(fact)
    if computed is None:
        return ()
    if computed.parts:
        whole = not isinstance(fact, NumberFact) or not fact.decimals
        return tuple(_make_own(code, part, whole=whole) for code, part in computed.parts.items())
    return tuple(_PARTS[code] for code in FORMULA_PARTS[computed.formula])


def _make_own(code: str, part: ComputedPart, *, whole: bool) -> FormulaPart:
    """Returns a part as the author of a trial describes it."""
    least, most = (Fraction(str(each)) for each in (part.range.min, part.range.max))
    labels = tuple(word.casefold() for word in words(part.words))
    if part.unit is not None:
        spellings = tuple(each.casefold() for each in part.unit.values())
        return FormulaPart(code, labels, (PartUnit(say(part.unit), spellings, Fraction(1), least, most),), whole=whole)
    names = DAYS_UNITS if part.notation == DAYS else {each: DAYS_UNITS[each] for each in (DAYS, WEEKS)}
    units = tuple(PartUnit(name, spellings, Fraction(1), least, most) for name, spellings in names.items())
    return FormulaPart(code, labels, units, str(part.notation), whole=True)


def _make_part(code: str, *units: tuple[str, str, str, str]) -> FormulaPart:
    """Returns a part of medicine; each of its units with what it is times the first one, and its limits."""
    made = (
        PartUnit(name, SPELLINGS[name], Fraction(times), Fraction(least), Fraction(most))
        for name, times, least, most in units
    )
    return FormulaPart(code, LABELS[code], tuple(made))


_PARTS = {
    each.code: each
    for each in (
        _make_part("age", ("years", "1", "0", "120"), ("months", "1/12", "0", "36")),
        _make_part("weight", ("kg", "1", "0.3", "350"), ("g", "1/1000", "300", "350000")),
        _make_part("height", ("cm", "1", "20", "250"), ("m", "100", "0.2", "2.5")),
        _make_part("creatinine", ("mg/dL", "1", "0.1", "30"), ("µmol/L", "10/884", "8", "2700")),
        _make_part("calcium", ("mg/dL", "1", "4", "20"), ("mmol/L", "4.0078", "1", "5")),
        _make_part("albumin", ("g/dL", "1", "0.5", "7"), ("g/L", "1/10", "5", "70")),
        FormulaPart(SEX, LABELS[SEX], ()),
    )
}
"""1 mg/dL of creatinine is 88.4 µmol/L (113.12 g/mol), 1 mmol/L of calcium 4.0078 mg/dL (40.078 g/mol)."""
