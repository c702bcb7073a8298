"""One-time codes: what one person reads out and another types, once, and soon. Only a code's keyed hash is stored.

What a code is for stands in a table of its own, whose columns are token, a subject, expires_at and sealed.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum, auto
from functools import cached_property
from typing import Any

from sqlalchemy import Table, bindparam, delete, insert, select

from storage.crypto.row_seal import RowSeal
from storage.crypto.row_seals import WRONG_CODES_SEAL
from storage.database.schema import wrong_codes
from storage.features.expiry import is_open
from storage.features.quota import Quota, QuotaKind, carry_quota
from storage.model.codes import make_code, read_code
from storage.model.people import PersonId
from storage.unit_of_work.unit_of_work import UnitOfWork

RANDOM_CHARACTERS = 8
"""40 random bits. The code is two characters longer than that of a screening, so that neither is read as the other."""

WRONG_ALLOWED = 5
WRONG_CODES_KEPT = timedelta(hours=1)
"""How many wrong codes of any kind a person may say, and how long they count, from the first one on."""

COUNTED_CODES = QuotaKind(wrong_codes, WRONG_CODES_SEAL, WRONG_ALLOWED, WRONG_CODES_KEPT)

_GROUP = 3


class RefusalReason(Enum):
    """Why a code did nothing. A code that is wrong, used or expired is all the same.

    The last two are of accounts: both are one person's by now, or their roles differ.
    """

    WRONG = auto()
    OWN = auto()
    TOO_MANY = auto()
    LINKED_ALREADY = auto()
    OTHER_ROLE = auto()


@dataclass(frozen=True, slots=True)
class CodeRefusal:
    """A code that was refused. After too many wrong ones, `until` says when the next one is tried."""

    why: RefusalReason
    until: datetime | None = None


class OneTimeCodes:
    """The codes of one kind, in the unit of work of one event.

    `kind` sets codes of different kinds apart: none is ever read as another. Each works as long as it `lasts`.
    """

    def __init__(self, uow: UnitOfWork, kind: str, table: Table, seal: RowSeal, lasts: timedelta) -> None:
        self.uow, self.lasts = uow, lasts
        self.kind, self.table = kind, table
        self._seal = seal
        self._subject = next(each for each in table.columns if each.name not in ("token", "expires_at", "sealed"))

    def make(self, subject: bytes, key: bytes, content: bytes = b"", code: str = "") -> tuple[str, datetime]:
        """Makes a code for a subject, and returns it with the time until which it works.

        An earlier code for the subject is void from now on. `content` is sealed with `key`, and bound to the code.
        Where `code` is given, it is that one.
        """
        code = code or make_code(RANDOM_CHARACTERS)
        until = (self.uow.now + self.lasts).replace(microsecond=0)
        row = {"token": self._hash(code), self._subject.name: subject, "expires_at": int(until.timestamp())}
        writing = self.uow.begin_writing()
        writing.execute(delete(self.table).where(self._subject == bindparam("b_subject")), {"b_subject": subject})
        writing.execute(insert(self.table), self._seal.make(key, row, content))
        return code, until

    def find(self, code: str) -> Any | None:
        """Returns the row of an open code, or None where it is wrong, was used, or has expired.

        It may have been changed outside of this program: see `unseal`.
        """
        found = select(self.table).where(self.table.c.token == bindparam("token"))
        row = self.uow.reading.execute(found, {"token": self._hash(code)}).first()
        if row is not None and isinstance(row.expires_at, int) and row.expires_at <= int(self.uow.now.timestamp()):
            return None
        return row

    def unseal(self, opened: Any, key: bytes) -> bytes:
        """Returns what was sealed for a code. Raises `Damaged` where this program did not write its row."""
        return self._seal.unseal(key, opened)

    def use(self, opened: Any) -> bool:
        """Uses a code up, and says whether it still was there.

        Two events may both find it, one after the other. Using it shows which one was first. A code that would last for
        longer than its kind was made by a clock that was ahead: it is not used.
        """
        if not is_open(opened.expires_at, self.uow.now, self.lasts):
            return False
        used = delete(self.table).where(self.table.c.token == bindparam("b_token"))
        return bool(self.uow.begin_writing().execute(used, {"b_token": opened.token}).rowcount)

    def refuse_for_now(self) -> CodeRefusal | None:
        """Returns the refusal of any code, where the person of the event said too many wrong ones."""
        until = self._wrong.used_up_until()
        return None if until is None else CodeRefusal(RefusalReason.TOO_MANY, until)

    def refuse_wrong(self) -> CodeRefusal:
        """Counts a wrong code of the person of the event, and returns its refusal."""
        self._wrong.count()
        return CodeRefusal(RefusalReason.WRONG)

    @cached_property
    def _wrong(self) -> Quota:
        person = self.uow.keyring.hash_lookup("person", self.uow.person)
        return Quota(self.uow, COUNTED_CODES, person)

    def _hash(self, code: str) -> bytes:
        return self.uow.keyring.hash_lookup(self.kind, code)


def carry_wrong_codes(uow: UnitOfWork, former: PersonId, person: PersonId) -> None:
    """Counts the wrong codes of a person for another one too."""
    carry_quota(uow, COUNTED_CODES, *(uow.keyring.hash_lookup("person", each) for each in (former, person)))


def read_one_time_code(text: str) -> str | None:
    """Returns the one-time code that a person typed, or None where it is none. See `read_code`."""
    return read_code(text, RANDOM_CHARACTERS)


def format_one_time_code(code: str) -> str:
    """Returns a one-time code as people read it: K7Q-42M-XD1."""
    return "-".join(code[place : place + _GROUP] for place in range(0, len(code), _GROUP))
