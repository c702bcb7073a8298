"""Botium's scripting memory: tables in `.scriptingmemory.txt` files, which make one script of each of their rows."""

from collections.abc import Sequence
from dataclasses import dataclass

from dialogs.testing.scripts.format.blocks import make_fault
from dialogs.testing.scripts.format.faults import ScriptFaults
from dialogs.testing.scripts.format.file_lines import read_lines
from dialogs.testing.scripts.format.variables import NAME, Values, check_reserved

SUFFIX = ".scriptingmemory.txt"

_EXAMPLE = (
    "write | and the variables in the first line, and a name and its values in each other: |$age|$verdict, then"
    " young|120|eligible"
)


@dataclass(frozen=True)
class TableRow:
    """One row of a table: its name, and what each variable stands for in it."""

    file: str
    line: int
    name: str
    values: Values


def read_table(text: str, file: str, faults: ScriptFaults) -> list[TableRow]:
    """Returns the rows in the text of a table, in order, and notes what is wrong with it.

    A table may stand upright too, as in Botium: the names in the first line, and a variable with its values in each
    other.
    """
    lines = [(number, line) for number, line in enumerate(read_lines(text, file, faults) or (), 1) if line]
    cells = [(number, [cell.strip() for cell in line.split("|")]) for number, line in lines]
    width = faults.attempt(_measure, cells, file) if cells or not faults else None
    if width is None:
        return []
    for number, row in cells:
        faults.attempt(_check_cells, row, width, number, file)
    whole = [(number, row) for number, row in cells if len(row) == width]
    if cells[1][1][0].startswith("$"):
        if len(whole) < len(cells):
            return []
        whole = _transpose(whole)
    (line, (_, *variables)), *rows = whole
    for variable in filter(None, variables):
        faults.attempt(_check_variable, variable, variables, line, file)
    _check_rows(rows, file, faults)
    return [TableRow(file, number, name, dict(zip(variables, values, strict=True))) for number, (name, *values) in rows]


def _measure(cells: list[tuple[int, list[str]]], file: str) -> int:
    """Returns how many cells a line has. Raises `ScriptError` for what is no table."""
    if len(cells) < 2 or cells[0][0] != 1 or cells[1][0] != 2:  # noqa: PLR2004 - the first two lines
        raise make_fault(file, 1, "this is no table", _EXAMPLE)
    width = len(cells[0][1])
    if width < 2:  # noqa: PLR2004 - a name and a value
        raise make_fault(file, 1, "there are no variables", _EXAMPLE)
    return width


def _check_cells(row: list[str], width: int, number: int, file: str) -> None:
    if len(row) != width:
        raise make_fault(file, number, f"there are {len(row)} cells, but {width} in the first line", "write as many")
    if not all(row[1:]) or (number > 1 and not row[0]):
        remedy = "fill it, for Botium takes an empty cell for no variable at all"
        raise make_fault(file, number, "a cell is empty", remedy)


def _transpose(cells: list[tuple[int, list[str]]]) -> list[tuple[int, list[str]]]:
    """Returns an upright table as one whose variables stand in the first line."""
    return [(cells[0][0], list(column)) for column in zip(*(row for _, row in cells), strict=True)]


def _check_variable(variable: str, variables: Sequence[str], line: int, file: str) -> None:
    if NAME.fullmatch(variable) is None:
        remedy = "write $ and a name of two or more letters, digits or underscores"
        raise make_fault(file, line, f"'{variable[:40]}' is no variable", remedy)
    check_reserved(variable, line, file)
    if variables.count(variable) > 1:
        raise make_fault(file, line, f"{variable} stands there twice", "remove one")


def _check_rows(rows: Sequence[tuple[int, list[str]]], file: str, faults: ScriptFaults) -> None:
    taken: set[str] = set()
    for number, (name, *values) in rows:
        if name in taken:
            what = f"there are two rows named '{name[:40]}'"
            faults.note(make_fault(file, number, what, "name each row differently"))
        taken.add(name)
        for value in values:
            if "$" in value:
                what = f"'{value[:40]}' holds a $, at which Botium puts something else"
                faults.note(make_fault(file, number, what, "write it without"))
