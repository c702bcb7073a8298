"""What kind of thing was cut out of a note: told to whoever wrote it, without the thing itself."""

from enum import Enum


class IdentifierKind(Enum):
    """A kind of identifier; in the order in which they are told."""

    NAME = "name"
    DATE = "date"
    NUMBER = "number"
    ADDRESS = "address"
