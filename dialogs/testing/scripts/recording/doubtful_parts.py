"""Parts of a formula of which only some can be understood, so that they are asked back."""

from collections.abc import Iterator
from fractions import Fraction

from dialogs.definition.facts import Fact
from dialogs.reading.computed.formula_parts import SEX, FormulaPart, list_parts
from dialogs.reading.computed.formulas import FEMALE, MALE
from dialogs.reading.computed.part_values import decode_values
from dialogs.reading.outcome import CodedParts


def list_part_texts(fact: Fact, kept: CodedParts) -> Iterator[str]:
    """Yields texts about a formula of which just `kept` is understood: with a part too many, too few, or impossible."""
    parts = list_parts(fact)
    values = decode_values(parts, kept)
    known = {code: _say(part, values[code]) for part in parts if (code := part.code) in values}
    yield from (_say_all(parts, part_of_range) for part_of_range in (0.5, 0.1, 0.0, 1.0))
    for added in ("", *_list_faults(parts)):
        yield ", ".join([*known.values(), added] if added else known.values())
    for code, value in values.items():
        others = [said for other, said in known.items() if other != code]
        yield ", ".join([*others, value.partition(" ")[0]])
        yield ", ".join([*others, value])


def _list_faults(parts: tuple[FormulaPart, ...]) -> Iterator[str]:
    """Yields what is asked back beside any parts: what cannot be, what is said twice, and what has no unit or sense."""
    for part in parts:
        if part.code == SEX:
            yield f"{FEMALE}, {MALE}"
            continue
        label, unit = part.labels[0], part.units[0]
        yield f"{label} 999999 {unit.spellings[0]}"
        yield f"{label} {float(unit.least)} {unit.spellings[0]}, {label} {float(unit.most)} {unit.spellings[0]}"
        yield from (f"{label} {number}" for number in ("4.5", "8", "20"))
    yield from ("5, 6", "5", "foobarine 5, foobarine 6")


def _say_all(parts: tuple[FormulaPart, ...], part_of_range: float) -> str:
    """Returns a text that gives every part, each as far up its range as `part_of_range`, from 0 to 1, says."""
    said = []
    for part in parts:
        if part.code == SEX:
            said.append(FEMALE)
            continue
        unit = part.units[0]
        number = float(unit.least + (unit.most - unit.least) * Fraction(part_of_range))
        said.append(_say(part, f"{int(number) if part.whole else round(number, 1)} {unit.spellings[-1]}"))
    return ", ".join(said)


def _say(part: FormulaPart, value: str) -> str:
    return value if part.code == SEX else f"{part.labels[0]} {value}"
