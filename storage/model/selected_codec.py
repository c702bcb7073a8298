"""Answers of which several options may be so, and open selections, as plain values and back."""

from collections.abc import Mapping, Sequence
from typing import Any

from dialogs.rules.answers import Selected


def encode_selected(answer: Selected) -> dict[str, Any]:
    """Returns an answer as plain values: the codes that are so, and those not tested where there are any."""
    plain = {"so": list(answer.codes)}
    return plain | {"untested": list(answer.untested)} if answer.untested else plain


def read_selected(plain: Mapping[str, Sequence[str]]) -> Selected:
    """Returns the answer that `encode_selected` wrote."""
    return Selected(tuple(plain["so"]), tuple(plain.get("untested", ())))
