"""Parts of formulas in words: '54 years, 70 kg, female', what is possible of each, and what they come to."""

from collections.abc import Sequence

from dialogs.definition import small_words
from dialogs.definition.facts import Fact, get_computed
from dialogs.reading import amount_wording
from dialogs.reading.computed.formula_parts import SEX, WEEKS_AND_DAYS, FormulaPart, PartUnit, list_parts
from dialogs.reading.computed.part_values import decode_values
from dialogs.reading.days.durations import DAYS, WEEKS
from dialogs.reading.outcome import CodedParts
from dialogs.verdict.figures import format_figure


def make_part_gaps(fact: Fact, detail: str, coded: CodedParts, offers: Sequence[str]) -> dict[str, str]:
    """Returns what fills the gaps of a sentence about a formula: its name, its parts, their limits, its result."""
    computed = get_computed(fact)
    assert computed is not None, "only a computed fact has such sentences"
    return {
        "formula": amount_wording.FORMULA_NAMES[computed.formula],
        "parts": word_values(fact, coded),
        "limits": _word_limits(fact, detail),
        "result": offers[0] if offers else "",
    }


def word_values(fact: Fact, coded: CodedParts) -> str:
    """Returns the coded parts of a formula in words; nothing where there are none."""
    parts = list_parts(fact)
    values = decode_values(parts, coded)
    return small_words.COMMA.join(_word_value(part, values[part.code]) for part in parts if part.code in values)


def _word_value(part: FormulaPart, coded: str) -> str:
    if part.code == SEX:
        return amount_wording.SEX_NAMES[coded]
    figure, _, unit = coded.partition(" ")
    name = amount_wording.ONE_UNIT.get(unit, unit) if figure == "1" else unit
    return amount_wording.PART.format(number=figure, unit=name or WEEKS)


def _word_limits(fact: Fact, code: str) -> str:
    """Returns what is possible of a part, in each of its units; of days, in days."""
    part = next((each for each in list_parts(fact) if each.code == code), None)
    if part is None:
        return ""
    named = amount_wording.PART_NAMES.get(code, "").split()
    units = [unit for unit in part.units if unit.name in named] or part.units[:1]
    return small_words.OR.join(_word_unit_limits(part, unit) for unit in units)


def _word_unit_limits(part: FormulaPart, unit: PartUnit) -> str:
    low, high = (float(each) for each in (unit.least, unit.most))
    if part.notation == WEEKS_AND_DAYS:
        weeks = [f"{int(each) // 7}+{int(each) % 7}" for each in (low, high)]
        return amount_wording.PART_LIMITS.format(low=weeks[0], high=weeks[1], unit=WEEKS)
    name = DAYS if part.notation else unit.name
    return amount_wording.PART_LIMITS.format(low=format_figure(low), high=format_figure(high), unit=name)
