"""The faults of the skeleton with another condition in one of its criteria."""

from pathlib import Path

import pytest

from dialogs.definition.faults import DefinitionError
from dialogs.loading.loading import load

SKELETON = (Path(__file__).parents[2] / "dialogs" / "trials" / "skeleton.txt").read_text(encoding="utf-8")
I3 = "    met_when: {consent: given}\n"
PATH = "criteria.I3.met_when"


def find_faults(condition: str) -> list[tuple[str, str]]:
    """Returns the key and the message of each fault."""
    with pytest.raises(DefinitionError) as error:
        load(SKELETON.replace(I3, f"    met_when: {condition}\n"), "new.yaml")
    return [(each.key, each.message) for each in error.value.faults]
