"""File requests: which file is to be made when its message of the outbox is sent.

A request holds no answer: it names the screening and the version that the file is made of.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from storage.model.people import PersonId


@dataclass(frozen=True, slots=True)
class FileOrder:
    """A file that somebody asked for: in which form, who asked, and when (UTC).

    `screening` is the one that it is made of, as it was at `version`; None for a file of no single screening. `how`
    holds what else the form needs, such as the size of paper.
    """

    form: str
    person: PersonId = field(repr=False)
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
