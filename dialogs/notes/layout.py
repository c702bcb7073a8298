"""How a note is laid out: rows of tables as headings with a colon, and spellings that hide a known abbreviation.

Every character stays in its place.
"""

import re


def lay_out(plain: str) -> str:
    """Returns a plain text in which each row of two cells reads 'CD19 : positive', and "dx'd" reads 'dx'."""
    if "|" in plain:
        plain = _TABLES.sub(lambda table: _ROW.sub(_join_cells, table[0]), plain)
        plain = _ROW_WITH_EDGES.sub(_join_cells, _RULE.sub(_blank, plain))
    return _ENDED.sub(_cut_end, plain) if "dx" in plain.casefold() else plain


def _join_cells(row: re.Match[str]) -> str:
    key, value = row["key"], row["value"]
    if not (key.strip() and value.strip()):
        return row[0]
    return f"{_blank(row['edge'])}{key}:{value}{_blank(row['end'])}"


def _blank(said: re.Match[str] | str) -> str:
    return " " * len(said if isinstance(said, str) else said[0])


def _cut_end(said: re.Match[str]) -> str:
    return f"{said[1]}{' ' * len(said[2])}"


_CELLS = r"(?P<key>[^|\n:?]{1,60})\|(?P<value>[^|\n]+)"
_ROW = re.compile(rf"^(?P<edge>){_CELLS}(?P<end>)$", re.MULTILINE)
_ROW_WITH_EDGES = re.compile(rf"^(?P<edge>[ ]*\|){_CELLS}(?P<end>\|?[ ]*)$", re.MULTILINE)
_TABLES = re.compile(r"(?:^[^|\n]+\|[^|\n]+(?:\n|\Z)){2,}", re.MULTILINE)
"""Lines one below the other with one stroke in each. A single one may part anything."""
_RULE = re.compile(r"^[ ]*\|?(?:[ ]*:?-{2,}:?[ ]*\|?)+[ ]*$", re.MULTILINE)
_ENDED = re.compile(r"\b(dx)('?e?d)\b", re.IGNORECASE)
