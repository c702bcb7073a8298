"""Deep rotation: every key is renewed, not only the master key that wraps them.

An old copy of the database and its old key open nothing that is written afterwards. What was written before is
verified once, and stays as it is. Its keys are sealed within the new ones, and each chain goes on under new keys. The
anchor and the journal go on as they are. So only the database's one transaction and the key file change.
"""

from datetime import datetime

from sqlalchemy import Connection, text

from storage.audit.erasure_journal import ErasureJournal
from storage.crypto.keyring import Keyring
from storage.database.schema import metadata
from storage.maintenance.renewal import Renewal
from storage.maintenance.renewed_screenings import renew_outbox, renew_screenings
from storage.maintenance.renewed_tables import renew_tables
from storage.maintenance.verify import find_integrity_faults, inspect_all
from storage.model.errors import Damaged, Unavailable
from storage.unit_of_work.forgetting import find_unforgotten, forget_again
from storage.unit_of_work.store import Store


def verify_before(store: Store, now: datetime) -> None:
    """Verifies all that is kept, and forgets again what the journal names.

    Raises `Damaged` for the first fault: whatever is closed under the old keys is never taken for whole afterwards.
    """
    forget_again(store, now, is_whole_journal=True)
    faults = find_integrity_faults(store.database)
    faults = faults or [sentence for found in inspect_all(store) for sentence in found.sentences]
    if faults:
        more = f" ({len(faults) - 1} more)" if len(faults) > 1 else ""
        raise Damaged(
            f"{faults[0]}{more}; so no key was rotated: look at it with `trialscreen screening audit`, or restore a"
            " backup"
        )


def keep_others_out(connection: Connection) -> None:
    """Makes all other transactions wait until this one ends. An SQLite file has one writer at a time anyway."""
    if connection.dialect.name == "postgresql":
        names = ", ".join(table.name for table in metadata.sorted_tables)
        connection.execute(text(f"LOCK TABLE {names} IN ACCESS EXCLUSIVE MODE"))


def renew_all(connection: Connection, journal: ErasureJournal, old: Keyring, fresh: Keyring) -> tuple[int, int]:
    """Seals everything anew but the keyring's own row. Returns how many screenings there are, and void codes.

    Raises `Damaged` where a row was changed, and `Unavailable` where another process forgets a screening just now.
    """
    if find_unforgotten(connection, journal.iterate_effective()):
        raise Unavailable("a screening was forgotten meanwhile, and is still there; rotate the key again")
    renewal = Renewal(connection, old, fresh)
    screenings = renew_screenings(renewal)
    void_codes = renew_tables(renewal)
    renew_outbox(renewal)
    return screenings, void_codes
