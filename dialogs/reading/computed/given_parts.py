"""Which number of a text is which part of a formula: by its unit, by a label beside it, or by neither."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from dialogs.reading.computed.formula_parts import SEX, WEEKS_AND_DAYS, FormulaPart, PartUnit, StatedPart
from dialogs.reading.computed.part_tokens import PartToken, PartTokenKind, scan_parts
from dialogs.reading.computed.part_values import list_possible
from dialogs.reading.computed.part_words import DAYS_UNITS, SEXES
from dialogs.reading.days.durations import DAYS


@dataclass(frozen=True, slots=True)
class GivenParts:
    """What a text gives: its parts, the numbers that may be any part, and whether words stand beside that are none."""

    stated: tuple[StatedPart, ...]
    bare: tuple[str, ...]
    is_strange: bool


@dataclass(slots=True)
class _Number:
    """A number on the way to its part: the parts that its unit leaves, and the label that it got."""

    token: PartToken
    fitting: list[FormulaPart]
    label: FormulaPart | None = None


@dataclass(slots=True)
class _Sorting:
    """What was found so far. `label` waits for its number; `last` is the number that a label may still follow."""

    numbers: list[_Number] = field(default_factory=list)
    label: FormulaPart | None = None
    last: _Number | None = None
    sexes: list[str] = field(default_factory=list)
    is_strange: bool = False


def split_parts(parts: tuple[FormulaPart, ...], text: str) -> GivenParts:
    """Returns what a text in small letters gives of the parts of a formula."""
    tokens = [each for each in scan_parts(parts, text) if each.kind is not PartTokenKind.FILLER]
    sorting = _Sorting()
    for i, token in enumerate(tokens):
        _sort(parts, sorting, token, tokens[i + 1 : i + 2])
    stated = [_state(each) for each in sorting.numbers]
    sexes = [StatedPart(part, sex) for part in parts if part.code == SEX for sex in sorting.sexes]
    return GivenParts(
        (*(each for each in stated if each is not None), *sexes),
        tuple(number.token.text for number, each in zip(sorting.numbers, stated, strict=True) if each is None),
        sorting.is_strange or (sorting.label is not None and sorting.label.code != SEX),
    )


def find_units(part: FormulaPart, written: str) -> tuple[PartUnit, ...]:
    """Returns the units of a part that are written so; all of them where none is written."""
    if written == WEEKS_AND_DAYS:
        return part.units[:1] if part.notation else ()
    return tuple(unit for unit in part.units if not written or written in unit.spellings)


def _sort(parts: tuple[FormulaPart, ...], sorting: _Sorting, token: PartToken, following: Sequence[PartToken]) -> None:
    if token.kind is PartTokenKind.NUMBER:
        fitting = [part for part in parts if find_units(part, token.unit)]
        sorting.last = _Number(token, fitting, sorting.label)
        sorting.numbers.append(sorting.last)
        sorting.label = None
    elif token.kind is PartTokenKind.LABEL:
        label = next(part for part in parts if token.text in part.labels)
        last, leads = sorting.last, bool(following) and following[0].kind is PartTokenKind.NUMBER
        follows = last is not None and label in (_list_likely(last) if leads else last.fitting)
        if last and last.label is None and follows and (last.token.unit or not leads):
            last.label = label
        else:
            sorting.is_strange |= sorting.label is not None and sorting.label is not label
            sorting.label = label
    elif token.kind is PartTokenKind.SEX:
        sorting.sexes.append(next(sex for sex, said in SEXES.items() if token.text in said))
        sorting.label = None if sorting.label and sorting.label.code == SEX else sorting.label
    elif token.kind is PartTokenKind.BREAK:
        sorting.last = None
    else:
        sorting.is_strange = True


def _state(number: _Number) -> StatedPart | None:
    """Returns the part that a number is, or None where that is not certain."""
    if number.label is not None:
        return StatedPart(number.label, number.token.text, find_units(number.label, number.token.unit))
    if not number.token.unit:
        return None
    likely = [StatedPart(each, number.token.text, find_units(each, number.token.unit)) for each in _list_likely(number)]
    possible = [each for each in likely if len(likely) == 1 or list_possible(each)]
    return possible[0] if len(possible) == 1 else None


def _list_likely(number: _Number) -> list[FormulaPart]:
    """Returns the parts that a number without a label may be: of days, those whose notation it is written in."""
    if number.token.unit != WEEKS_AND_DAYS and number.token.unit not in _DAY_WORDS:
        return number.fitting
    notation = WEEKS_AND_DAYS if number.token.unit == WEEKS_AND_DAYS else DAYS
    return [part for part in number.fitting if part.notation in {"", notation}]


_DAY_WORDS = frozenset(DAYS_UNITS[DAYS])
