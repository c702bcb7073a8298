"""Orders of files: what is to be made when its message of the outbox is sent.

An order says of what, and holds no answer itself.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any


@dataclass(frozen=True, slots=True)
class FileOrder:
    """A file that somebody asked for: in which form, who asked, and when (UTC).

    `screening` is what it is made of, as it was at `version`; None for a file that is of no single screening. `how`
    says more where its form needs more, such as the size of paper.
    """

    form: str
    person: str = field(repr=False)
    at: datetime
    screening: bytes | None = None
    version: int = 0
    how: tuple[str, ...] = ()


def make_plain_order(order: FileOrder) -> dict[str, Any]:
    """Returns an order as plain values."""
    return {
        "form": order.form,
        "person": order.person,
        "at": order.at.isoformat(),
        "screening": None if order.screening is None else order.screening.hex(),
        "version": order.version,
        "how": order.how,
    }


def read_order(plain: Mapping[str, Any] | None) -> FileOrder | None:
    """Returns the order that `make_plain_order` wrote; None where there is none."""
    if plain is None:
        return None
    return FileOrder(
        form=plain["form"],
        person=plain["person"],
        at=datetime.fromisoformat(plain["at"]),
        screening=None if plain["screening"] is None else bytes.fromhex(plain["screening"]),
        version=plain["version"],
        how=tuple(plain["how"]),
    )
