"""The faults of this room.

Every message names the subject, the fault and the remedy, and holds no answer and no secret.
"""


class StorageError(Exception):
    """The root of this room's faults."""


class Refused(StorageError):
    """The store cannot be opened or used as asked: a wrong key, a foreign database, a mistyped URL.

    Nothing was written.
    """


class Unavailable(StorageError):
    """The database cannot be written or reached just now: locked, full, read-only, gone.

    Nothing was written; the event may be sent again.
    """


class Damaged(StorageError):
    """The store holds something that this program did not write."""
