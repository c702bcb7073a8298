"""The changes of rows that an inspection does not find, as the threat model lists them."""

from stores import ROOT

HEADING = "## What an audit does not find"

Kind = tuple[str, str]
"""A table's name, and what is done to one of its rows."""


def read_unfound() -> dict[Kind, str]:
    """Returns what the threat model lists, each with its effect."""
    document = (ROOT / "docs" / "threat-model.md").read_text(encoding="utf-8")
    section = document.partition(f"{HEADING}\n")[2].partition("\n## ")[0]
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in section.splitlines() if "|" in line]
    return {(table.strip("`"), what): effect for table, what, effect in rows[2:]}
